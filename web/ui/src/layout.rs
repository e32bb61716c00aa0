//! Which parts of the page are shown: the open tabs, the height of the dock, and whether the page has one column.

use pinscope_protocol::Watched;

use crate::dom;

/// A part of the page that a tab opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// The board. It has a tab only where the page has one column.
    Board,
    /// The selected pin.
    Pin,
    /// The script and its interpreter.
    Script,
    /// The timeline.
    Timeline,
    /// The registers of the chip.
    Registers,
    /// The log of events.
    Interrupts,
    /// Sleep and wake.
    Wake,
}

impl Tab {
    /// All tabs, in the order in which a page of one column shows them.
    pub const ALL: [Self; 7] =
        [Self::Board, Self::Pin, Self::Script, Self::Timeline, Self::Registers, Self::Interrupts, Self::Wake];

    /// The tabs beside the board.
    pub const SIDE: [Self; 2] = [Self::Pin, Self::Script];

    /// The tabs of the dock.
    pub const DOCK: [Self; 4] = [Self::Timeline, Self::Registers, Self::Interrupts, Self::Wake];

    /// Returns the label of the tab, which is also its `data-tab`.
    pub const fn name(self) -> &'static str {
        ["board", "pin", "script", "timeline", "registers", "interrupts", "wake"][self as usize]
    }

    /// Returns the part that frames have to contain while the tab is open.
    const fn subscription(self) -> Option<Watched> {
        match self {
            Self::Registers => Some(Watched::Registers),
            Self::Wake => Some(Watched::Reasons),
            Self::Board | Self::Pin | Self::Script | Self::Timeline | Self::Interrupts => None,
        }
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
    has_one_column: bool,
    dock_height: u32,
    /// An embedded page shows the board and the timeline, whatever the person has chosen on the page itself.
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
            return Self { is_embedded: true, ..Self::default() };
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

    /// Opens a tab.
    pub fn open(&mut self, tab: Tab) {
        if self.is_embedded {
            return;
        }
        self.single = tab;
        if Tab::SIDE.contains(&tab) {
            self.side = tab;
        } else if Tab::DOCK.contains(&tab) {
            self.dock = tab;
        }
    }

    /// Returns whether a tab is open.
    pub fn is_open(&self, tab: Tab) -> bool {
        match self.has_one_column {
            true => tab == self.single,
            false => tab == self.side || tab == self.dock || tab == Tab::Board,
        }
    }

    /// Returns whether the board or a tab beside it is open.
    pub fn is_bench_open(&self) -> bool {
        self.is_open(Tab::Board) || Tab::SIDE.into_iter().any(|tab| self.is_open(tab))
    }

    /// Returns whether a tab of the dock is open.
    pub fn is_dock_open(&self) -> bool {
        Tab::DOCK.into_iter().any(|tab| self.is_open(tab))
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
        Tab::ALL.into_iter().filter(|&tab| self.is_open(tab)).find_map(Tab::subscription)
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
    fn an_embedded_page_keeps_its_timeline_in_any_window() {
        let mut layout = Layout { is_embedded: true, ..Layout::default() };
        layout.open(Tab::Registers);
        layout.set_one_column(true);
        assert_eq!(open_tabs(&layout), [Tab::Board, Tab::Pin, Tab::Timeline]);
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
