//! Draws the panels of all tabs: the column beside the board, and the dock below it.

mod registers;
mod wake;

use std::rc::Rc;

use pinscope_core::PinId;
use yew::{AttrValue, Html, html};

use crate::callbacks::Callbacks;
use crate::layout::{DOCK_TABS, Layout, SIDE_TABS, Tab};
use crate::log::{self, Lines, Log};
use crate::scene::Scene;
use crate::separator::separator;
use crate::tabs::{tab_list, tab_panel};
use pinscope_protocol::Frame;
use registers::RegisterValues;

/// The view of the registers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RegistersView {
    /// Only the registers of the selected pin are shown.
    pub only_selected: bool,
    /// Index of the register that is being edited.
    pub edited: Option<usize>,
}

/// State of the panels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The view of the registers.
    pub registers_view: RegistersView,
    /// The registers, while their tab is open.
    registers: RegisterValues,
    /// The reasons why pins and blocks did or did not wake the board, while that tab is open.
    reasons: Rc<wake::Reasons>,
}

impl State {
    /// Forgets the data of the tabs that were open before, because they are no longer up to date.
    pub fn forget(&mut self) {
        self.registers_view.edited = None;
        self.registers = RegisterValues::default();
        self.reasons = Rc::default();
    }

    /// Takes the data of the open tabs out of a frame that came at `now_ms`.
    pub fn take_from(&mut self, frame: &mut Frame, now_ms: f64) {
        if let Some(words) = frame.registers.take() {
            self.registers.update(&words, now_ms);
        }
        if let Some(reasons) = frame.reasons.take() {
            let reasons = (reasons, frame.block_reasons.take().unwrap_or_default());
            if reasons != *self.reasons {
                self.reasons = Rc::new(reasons);
            }
        }
    }
}

/// Properties of the panels.
#[derive(Debug)]
pub struct Props {
    /// The arrangement of the page.
    pub layout: Layout,
    /// The last frame, once there is one.
    pub scene: Option<Scene>,
    /// The lines of the log, and the maximum number of them to show.
    pub lines: (Lines, usize),
    /// State of the panels.
    pub state: State,
    /// The selected pin.
    pub selected: PinId,
    /// The pin that the pointer is over.
    pub hovered: Option<PinId>,
    /// The script is shown, and the page does not run it.
    pub only_shows_script: bool,
    /// The reason why the last write to a register was refused.
    pub refusal: Option<AttrValue>,
    /// The callbacks of the app.
    pub callbacks: Callbacks,
}

/// Draws the column beside the board. The panels of the script and of the firmware (`web/panel`) fill their elements
/// when they are first shown.
pub fn side(props: &Props, inspector: Html) -> Html {
    let Props { layout, callbacks: on, .. } = props;
    let script =
        html! { <section id="script" aria-label="Script" data-only-shown={props.only_shows_script.then_some("")} /> };
    let tabs = || html! { <div class="tab-bar">{ tab_list("Pin and script", &SIDE_TABS, layout, &on.open_tab) }</div> };
    html! {
        <div class="side" hidden={!layout.is_side_open()}>
            { for (!layout.has_one_column()).then(tabs) }
            { tab_panel(Tab::Pin, layout, inspector) }
            { tab_panel(Tab::Script, layout, script) }
            { tab_panel(Tab::Firmware, layout, html! { <section id="firmware" aria-label="Firmware" /> }) }
        </div>
    }
}

/// Draws the dock below the board.
pub fn dock(props: &Props, timeline: Html) -> Html {
    let Props { layout, callbacks: on, .. } = props;
    let bar = || {
        html! {
            <>
                { separator(layout.dock_height(), &on.resize_dock) }
                <div class="tab-bar">
                    { tab_list("Timeline and details", &DOCK_TABS, layout, &on.open_tab) }
                    { log::last_line(&props.lines.0) }
                </div>
            </>
        }
    };
    html! {
        <section class="dock" aria-label="Timeline and details" hidden={!layout.is_dock_open()}>
            { for (!layout.has_one_column()).then(bar) }
            { tab_panel(Tab::Timeline, layout, timeline) }
            { tab_panel(Tab::Registers, layout, registers(props)) }
            { tab_panel(Tab::Interrupts, layout, interrupts(props)) }
            { tab_panel(Tab::Wake, layout, wake(props)) }
        </section>
    }
}

/// Draws the tabs of a page that has one column, and above them the newest line of the log.
pub fn bottom_bar(props: &Props) -> Html {
    let Props { layout, callbacks: on, .. } = props;
    html! {
        <nav class="bottom-bar" aria-label="Parts of the page">
            { log::last_line(&props.lines.0) }
            { tab_list("Parts of the page", &Tab::ALL, layout, &on.open_tab) }
        </nav>
    }
}

fn registers(props: &Props) -> Html {
    match &props.scene {
        Some(scene) if props.layout.is_open(Tab::Registers) && props.state.registers.are_known() => {
            registers::view(props, scene)
        }
        _ => html! {},
    }
}

fn interrupts(props: &Props) -> Html {
    let header = props.scene.as_ref().map(|scene| log::header(scene, &props.callbacks.request));
    html! {
        <section class="log" aria-label="Log">
            <div class="panel-bar">{ for header }</div>
            <Log lines={props.lines.clone()} />
        </section>
    }
}

fn wake(props: &Props) -> Html {
    match &props.scene {
        Some(scene) if props.layout.is_open(Tab::Wake) => {
            wake::view(scene, &props.state.reasons, &props.callbacks.request)
        }
        _ => html! {},
    }
}

#[cfg(test)]
mod tests {
    use super::{RegistersView, State};
    use crate::scene::tests::frame;

    #[test]
    fn other_tabs_begin_without_the_data_of_the_ones_before() {
        let mut state = State::default();
        let mut frame = frame([]);
        frame.registers = Some(vec![1, 2]);
        state.take_from(&mut frame, 0.0);
        assert!(state.registers.are_known() && frame.registers.is_none());
        state.registers_view = RegistersView { only_selected: true, edited: Some(1) };
        state.forget();
        assert!(!state.registers.are_known());
        assert_eq!(state.registers_view, RegistersView { only_selected: true, edited: None });
    }
}
