//! Draws the panels below the timeline, one of which is open.

mod registers;
mod wake;

use std::rc::Rc;

use pinscope_core::PinId;
use yew::{AttrValue, Callback, Html, KeyboardEvent, MouseEvent, classes, html};

use crate::callbacks::Callbacks;
use crate::log::{self, Lines, Log};
use crate::radio_group;
use crate::scene::Scene;
use pinscope_protocol::{Frame, Reason, Watched};
use registers::RegisterValues;

/// A panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panel {
    /// The registers of the chip.
    Registers,
    /// The log of events.
    #[default]
    Interrupts,
    /// Sleep and wake.
    Wake,
    /// The script and its interpreter.
    Script,
}

impl Panel {
    /// All panels, in the order of their tabs.
    pub const ALL: [Self; 4] = [Self::Registers, Self::Interrupts, Self::Wake, Self::Script];

    /// Returns the label of the panel's tab, which is also its `data-tab`.
    pub const fn name(self) -> &'static str {
        ["registers", "interrupts", "wake", "script"][self as usize]
    }

    /// Returns the part that frames have to contain while the panel is open.
    pub const fn subscription(self) -> Option<Watched> {
        match self {
            Self::Registers => Some(Watched::Registers),
            Self::Interrupts | Self::Script => None,
            Self::Wake => Some(Watched::Reasons),
        }
    }
}

/// Which panel is open, and how it is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The open panel.
    pub open: Panel,
    /// Only the registers of the selected pin are shown.
    pub only_selected: bool,
    /// Index of the register that is being edited.
    pub edited: Option<usize>,
}

/// State of the panels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// Which panel is open, and how it is shown.
    pub view: View,
    /// The registers, while their panel is open.
    registers: RegisterValues,
    /// The reasons why pins did or did not wake the board, while that panel is open.
    reasons: Rc<Vec<Reason>>,
}

impl State {
    /// Changes which panel is open and how it is shown. Returns whether another panel is open now, whose data are not
    /// known yet.
    pub fn set_view(&mut self, view: View) -> bool {
        let is_other_panel = self.view.open != view.open;
        self.view = view;
        if is_other_panel {
            self.registers = RegisterValues::default();
            self.reasons = Rc::default();
        }
        is_other_panel
    }

    /// Takes the data of the open panel out of a frame that came at `now_ms`.
    pub fn take_from(&mut self, frame: &mut Frame, now_ms: f64) {
        if let Some(words) = frame.registers.take() {
            self.registers.update(&words, now_ms);
        }
        if let Some(reasons) = frame.reasons.take().filter(|reasons| *reasons != *self.reasons) {
            self.reasons = Rc::new(reasons);
        }
    }
}

/// Properties of the panels.
#[derive(Debug)]
pub struct Props {
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
    /// The reason why the last write to a register was refused.
    pub refusal: Option<AttrValue>,
    /// The callbacks of the app.
    pub callbacks: Callbacks,
}

/// Draws the tabs, the last line of the log, and the panels.
pub fn panels(props: &Props) -> Html {
    let view = &props.state.view;
    let tab = |panel: Panel| {
        let view = *view;
        let is_open = panel == view.open;
        let open = move |_: MouseEvent| View { open: panel, edited: None, ..view };
        html! {
            <button
                type="button" role="tab" id={format!("tab-{}", panel.name())} data-tab={panel.name()}
                class={classes!("tab", is_open.then_some("open"))} aria-selected={is_open.to_string()}
                aria-controls={format!("panel-{}", panel.name())} tabindex={if is_open { "0" } else { "-1" }}
                onclick={props.callbacks.panel_view.reform(open)}
            >{ panel.name() }</button>
        }
    };
    let panel = |panel: Panel| {
        html! {
            <div
                class="panel" role="tabpanel" id={format!("panel-{}", panel.name())} hidden={panel != view.open}
                aria-labelledby={format!("tab-{}", panel.name())}
            >{ content(props, panel) }</div>
        }
    };
    html! {
        <section class="panels" aria-label="Panels">
            <div class="tab-bar">
                <div class="tabs" role="tablist" aria-label="Panels" onkeydown={Callback::from(open_neighbour)}>
                    { for Panel::ALL.map(tab) }
                </div>
                { log::last_line(&props.lines.0) }
            </div>
            { for Panel::ALL.map(panel) }
        </section>
    }
}

fn content(props: &Props, panel: Panel) -> Html {
    let Props { state, callbacks: on, .. } = props;
    let is_open = panel == state.view.open;
    match (panel, &props.scene) {
        // The log exists even while another panel is open, so that the scroll position of its list is kept.
        (Panel::Interrupts, scene) => html! {
            <section class="log" aria-label="Log">
                <div class="panel-bar">{ for scene.as_ref().map(|scene| log::header(scene, &on.request)) }</div>
                <Log lines={props.lines.clone()} />
            </section>
        },
        // The script panel (`web/panel`) fills it when it is first shown.
        (Panel::Script, _) => html! { <section id="script" aria-label="Script" /> },
        (Panel::Wake, Some(scene)) if is_open => wake::view(scene, &state.reasons, &on.request),
        (Panel::Registers, Some(scene)) if is_open && state.registers.are_known() => registers::view(props, scene),
        _ => html! {},
    }
}

/// Opens the neighbouring panel if an arrow key was pressed.
fn open_neighbour(event: KeyboardEvent) {
    if let Some(tab) = radio_group::focus_neighbour(&event) {
        tab.click();
    }
}

#[cfg(test)]
mod tests {
    use pinscope_protocol::Watched;

    use super::{Panel, State, View};
    use crate::scene::tests::frame;

    fn view(open: Panel) -> View {
        View { open, ..View::default() }
    }

    #[test]
    fn another_panel_begins_without_the_data_of_the_one_before() {
        let mut state = State::default();
        assert!(state.set_view(view(Panel::Registers)));
        let mut frame = frame([]);
        frame.registers = Some(vec![1, 2]);
        state.take_from(&mut frame, 0.0);
        assert!(state.registers.are_known() && frame.registers.is_none());
        assert!(state.set_view(view(Panel::Wake)));
        assert!(!state.registers.are_known());
    }

    #[test]
    fn another_view_of_the_same_panel_keeps_its_data() {
        let mut state = State::default();
        state.set_view(view(Panel::Registers));
        state.registers.update(&[7], 0.0);
        assert!(!state.set_view(View { only_selected: true, ..view(Panel::Registers) }));
        assert!(state.view.only_selected && state.registers.are_known());
    }

    #[test]
    fn frames_carry_only_what_the_open_panel_shows() {
        let subscriptions = Panel::ALL.map(Panel::subscription);
        assert_eq!(subscriptions, [Some(Watched::Registers), None, Some(Watched::Reasons), None]);
    }
}
