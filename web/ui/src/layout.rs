//! The arrangement of the page: the open tabs, the height of the dock, and whether the page has one column.

/// A part of the page that a tab opens. Only a page of one column has a tab for the board.
pub use pinscope_protocol::Part as Tab;
use pinscope_protocol::Watched;

use crate::dom;

/// The tabs beside the board.
pub const SIDE_TABS: [Tab; 3] = [Tab::Pin, Tab::Script, Tab::Firmware];

/// The tabs of the dock.
pub const DOCK_TABS: [Tab; 4] = [Tab::Timeline, Tab::Registers, Tab::Interrupts, Tab::Wake];

/// Returns the part that frames have to contain while a tab is open.
const fn subscription(tab: Tab) -> Option<Watched> {
    match tab {
        Tab::Registers => Some(Watched::Registers),
        Tab::Wake => Some(Watched::Reasons),
        Tab::Board | Tab::Pin | Tab::Script | Tab::Timeline | Tab::Interrupts | Tab::Firmware => None,
    }
}

/// Pages that match this media query have one column. The style sheets contain the same condition.
pub const ONE_COLUMN: &str = "(max-width: 67.49rem), (max-height: 34.99rem)";

/// Minimum height of the dock, in thousandths of the window's height.
pub const MIN_DOCK_HEIGHT: u32 = 150;

/// Maximum height of the dock.
pub const MAX_DOCK_HEIGHT: u32 = 600;

/// Height of the dock until a person changes it. `page.css` contains it too.
const INITIAL_DOCK_HEIGHT: u32 = 270;

/// Key in the browser's storage of the open tabs, such as `pin timeline`.
const TABS_KEY: &str = "pinscope.tabs";

/// Key in the browser's storage of the height of the dock.
const DOCK_HEIGHT_KEY: &str = "pinscope.dock-height";

/// The arrangement of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The open tab beside the board.
    side: Tab,
    /// The open tab of the dock.
    dock: Tab,
    /// The open tab while the page has one column.
    single: Tab,
    /// The tabs that the bench shows, in the order of [`Tab::ALL`].
    visible: [bool; Tab::ALL.len()],
    has_one_column: bool,
    dock_height: u32,
    /// An embedded page ignores what the person has chosen on the page itself.
    is_embedded: bool,
    /// The tabs stay open when the next bench is loaded, even if it has a script.
    keeps_tabs: bool,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            side: Tab::Pin,
            dock: Tab::Timeline,
            single: Tab::Board,
            visible: [true; Tab::ALL.len()],
            has_one_column: false,
            dock_height: INITIAL_DOCK_HEIGHT,
            is_embedded: false,
            keeps_tabs: false,
        }
    }
}

impl Layout {
    /// Returns the arrangement of the last visit.
    pub fn load() -> Self {
        if dom::is_embedded() {
            return Self::embedded();
        }
        let mut layout = Self::default();
        if let Some(tabs) = dom::load(TABS_KEY) {
            layout.restore_tabs(&tabs);
        }
        if let Some(height) = dom::load(DOCK_HEIGHT_KEY).and_then(|height| height.parse().ok()) {
            layout.set_dock_height(height);
        }
        layout.set_one_column(dom::matches_media(ONE_COLUMN));
        layout
    }

    /// Returns the arrangement of a page inside another page.
    fn embedded() -> Self {
        let mut layout = Self { is_embedded: true, ..Self::default() };
        layout.set_parts(&[], false);
        layout
    }

    /// Stores the arrangement for the next visit.
    pub fn store(&self) {
        if !self.is_embedded {
            dom::store(TABS_KEY, &format!("{} {}", self.side.name(), self.dock.name()));
            dom::store(DOCK_HEIGHT_KEY, &self.dock_height.to_string());
        }
    }

    /// Opens the tabs with these names. A page of one column begins with the board nevertheless.
    fn restore_tabs(&mut self, names: &str) {
        for tab in Tab::ALL.into_iter().filter(|tab| names.split(' ').any(|name| name == tab.name())) {
            self.open(tab);
        }
        self.single = Tab::Board;
        self.keep_tabs();
    }

    /// Shows only these parts. If there are none, the page shows all, and an embedded page the board, the timeline and
    /// the script, if the bench has one.
    pub fn set_parts(&mut self, parts: &[Tab], has_script: bool) {
        let is_visible = |tab| match (parts, tab) {
            ([], Tab::Board | Tab::Timeline) => true,
            ([], Tab::Script) => has_script || !self.is_embedded,
            ([], _) => !self.is_embedded,
            (parts, tab) => parts.contains(&tab),
        };
        self.visible = Tab::ALL.map(is_visible);
    }

    /// Returns those of `tabs` that the bench shows.
    pub fn visible<'a>(&'a self, tabs: &'a [Tab]) -> impl Iterator<Item = Tab> + 'a {
        tabs.iter().copied().filter(|&tab| self.visible[tab as usize])
    }

    /// Opens a tab, if the bench shows it.
    pub fn open(&mut self, tab: Tab) {
        if !self.visible[tab as usize] {
            return;
        }
        self.single = tab;
        if SIDE_TABS.contains(&tab) {
            self.side = tab;
        } else if DOCK_TABS.contains(&tab) {
            self.dock = tab;
        }
    }

    /// Returns whether a tab is open.
    pub fn is_open(&self, tab: Tab) -> bool {
        // If the bench does not show the tab that was chosen, the first one that it shows is open.
        let open = |chosen: Tab, tabs: &[Tab]| self.visible(&[chosen]).chain(self.visible(tabs)).next();
        let is_open = |chosen: Tab, tabs: &[Tab]| open(chosen, tabs) == Some(tab);
        match self.has_one_column {
            true => is_open(self.single, &Tab::ALL),
            false => is_open(self.side, &SIDE_TABS) || is_open(self.dock, &DOCK_TABS) || is_open(Tab::Board, &[]),
        }
    }

    /// Returns whether a tab beside the board is open.
    pub fn is_side_open(&self) -> bool {
        SIDE_TABS.into_iter().any(|tab| self.is_open(tab))
    }

    /// Returns whether the board or a tab beside it is open.
    pub fn is_bench_open(&self) -> bool {
        self.is_open(Tab::Board) || self.is_side_open()
    }

    /// Returns whether a tab of the dock is open.
    pub fn is_dock_open(&self) -> bool {
        DOCK_TABS.into_iter().any(|tab| self.is_open(tab))
    }

    /// Returns whether the page has one column.
    pub fn has_one_column(&self) -> bool {
        self.has_one_column
    }

    /// Changes whether the page has one column. An embedded page is arranged by its style sheet.
    pub fn set_one_column(&mut self, has_one_column: bool) {
        self.has_one_column = has_one_column && !self.is_embedded;
    }

    /// Returns the height of the dock, in thousandths of the window's height.
    pub fn dock_height(&self) -> u32 {
        self.dock_height
    }

    /// Changes the height of the dock, within its limits.
    pub fn set_dock_height(&mut self, thousandths: u32) {
        self.dock_height = thousandths.clamp(MIN_DOCK_HEIGHT, MAX_DOCK_HEIGHT);
    }

    /// Keeps the open tabs when the next bench is loaded, even if it has a script.
    pub fn keep_tabs(&mut self) {
        self.keeps_tabs = true;
    }

    /// Returns whether the open tabs stay now that a bench is loaded. The next call returns `false`.
    pub fn take_keeps_tabs(&mut self) -> bool {
        std::mem::take(&mut self.keeps_tabs)
    }

    /// Returns the part that frames have to contain.
    pub fn watched(&self) -> Option<Watched> {
        Tab::ALL.into_iter().filter(|&tab| self.is_open(tab)).find_map(subscription)
    }
}

#[cfg(test)]
mod tests {
    use pinscope_protocol::Watched;

    use super::{Layout, MAX_DOCK_HEIGHT, MIN_DOCK_HEIGHT, Tab};

    fn open_tabs(layout: &Layout) -> Vec<Tab> {
        Tab::ALL.into_iter().filter(|&tab| layout.is_open(tab)).collect()
    }

    #[test]
    fn two_columns_show_the_board_one_tab_beside_it_and_one_in_the_dock() {
        let mut layout = Layout::default();
        assert_eq!(open_tabs(&layout), [Tab::Board, Tab::Pin, Tab::Timeline]);
        layout.open(Tab::Script);
        layout.open(Tab::Wake);
        assert_eq!(open_tabs(&layout), [Tab::Board, Tab::Script, Tab::Wake]);
    }

    #[test]
    fn one_column_shows_one_tab_and_two_columns_the_same_tab_later() {
        let mut layout = Layout::default();
        layout.set_one_column(true);
        assert_eq!(open_tabs(&layout), [Tab::Board]);
        layout.open(Tab::Registers);
        assert_eq!(open_tabs(&layout), [Tab::Registers]);
        layout.set_one_column(false);
        assert_eq!(open_tabs(&layout), [Tab::Board, Tab::Pin, Tab::Registers]);
    }

    #[test]
    fn frames_carry_only_what_an_open_tab_shows() {
        let mut layout = Layout::default();
        assert_eq!(layout.watched(), None);
        layout.open(Tab::Registers);
        layout.open(Tab::Script);
        assert_eq!(layout.watched(), Some(Watched::Registers));
        layout.open(Tab::Wake);
        assert_eq!(layout.watched(), Some(Watched::Reasons));
        layout.set_one_column(true);
        layout.open(Tab::Board);
        assert_eq!(layout.watched(), None);
    }

    #[test]
    fn stored_tabs_are_opened_again_and_unknown_names_are_ignored() {
        let mut layout = Layout::default();
        layout.restore_tabs("script elsewhere wake");
        assert_eq!(open_tabs(&layout), [Tab::Board, Tab::Script, Tab::Wake]);
        assert!(layout.take_keeps_tabs() && !layout.take_keeps_tabs());
    }

    #[test]
    fn an_embedded_page_keeps_its_timeline_in_any_window_and_shows_the_script_of_its_link() {
        let mut layout = Layout::embedded();
        layout.open(Tab::Registers);
        layout.set_one_column(true);
        assert_eq!(open_tabs(&layout), [Tab::Board, Tab::Timeline]);
        layout.set_parts(&[], true);
        assert_eq!(open_tabs(&layout), [Tab::Board, Tab::Script, Tab::Timeline]);
        layout.set_parts(&[Tab::Script, Tab::Registers, Tab::Wake], false);
        assert_eq!(open_tabs(&layout), [Tab::Script, Tab::Registers]);
        layout.open(Tab::Wake);
        assert_eq!(open_tabs(&layout), [Tab::Script, Tab::Wake]);
    }

    #[test]
    fn a_bench_that_shows_some_parts_has_the_tabs_of_these_alone() {
        let mut layout = Layout::default();
        layout.open(Tab::Wake);
        layout.set_parts(&[Tab::Script, Tab::Interrupts], true);
        assert_eq!(open_tabs(&layout), [Tab::Script, Tab::Interrupts]);
        layout.open(Tab::Board);
        layout.open(Tab::Registers);
        assert_eq!(layout.visible(&Tab::ALL).collect::<Vec<_>>(), open_tabs(&layout));
        layout.set_one_column(true);
        assert_eq!(open_tabs(&layout), [Tab::Script]);
        layout.set_parts(&[Tab::Board], false);
        assert!(layout.is_bench_open() && !layout.is_side_open() && !layout.is_dock_open());
        layout.set_one_column(false);
        layout.set_parts(&[], false);
        assert_eq!(open_tabs(&layout), [Tab::Board, Tab::Pin, Tab::Wake], "the tabs that were chosen before");
    }

    #[test]
    fn the_dock_has_a_minimum_and_a_maximum() {
        let mut layout = Layout::default();
        let heights = [0, 400, 1000].map(|height| {
            layout.set_dock_height(height);
            layout.dock_height()
        });
        assert_eq!(heights, [MIN_DOCK_HEIGHT, 400, MAX_DOCK_HEIGHT]);
    }
}
