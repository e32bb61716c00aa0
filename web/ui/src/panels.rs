//! The panels below the timeline, one of which is open.

mod registers;
mod wake;

use std::rc::Rc;

use pinscope_core::PinId;
use yew::{AttrValue, Callback, Html, KeyboardEvent, MouseEvent, classes, html};

use crate::callbacks::Callbacks;
use crate::dom;
use crate::log::{self, Lines, Log};
use crate::radio_group;
use crate::scene::Scene;
use pinscope_protocol::{Frame, Reason, Watched};
use registers::RegisterValues;

/// A panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panel {
    /// Every word of the chip.
    Registers,
    /// What happened.
    #[default]
    Interrupts,
    /// What ends a sleep.
    Wake,
    /// A script beside the bench, and its interpreter.
    Script,
}

impl Panel {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Registers, Self::Interrupts, Self::Wake, Self::Script];

    /// What its tab says, and what `data-tab` spells.
    pub const fn name(self) -> &'static str {
        ["registers", "interrupts", "wake", "script"][self as usize]
    }

    /// What frames are to bring while it is open.
    pub const fn watches(self) -> Option<Watched> {
        match self {
            Self::Registers => Some(Watched::Registers),
            Self::Interrupts | Self::Script => None,
            Self::Wake => Some(Watched::Reasons),
        }
    }
}

/// How the panels are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The open panel.
    pub open: Panel,
    /// Whether only the registers of the selected pin are shown.
    pub only_selected: bool,
    /// The register being written, by its place in the catalog.
    pub edited: Option<usize>,
}

/// What the panels remember.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// How they are looked at.
    pub view: View,
    /// The registers, while they are watched.
    words: RegisterValues,
    /// Why pins did or did not wake the board, while that is watched.
    reasons: Rc<Vec<Reason>>,
}

impl State {
    /// Looks in another way. Answers what is to be watched then, if another panel opens.
    pub fn look(&mut self, view: View) -> Option<Option<Watched>> {
        let before = std::mem::replace(&mut self.view, view).open;
        (before != view.open).then(|| {
            (self.words, self.reasons) = Default::default();
            view.open.watches()
        })
    }

    /// Takes out of a frame what was watched.
    pub fn take(&mut self, frame: &mut Frame) {
        if let Some(words) = frame.registers.take() {
            self.words.take(&words, dom::now());
        }
        if let Some(reasons) = frame.reasons.take().filter(|reasons| *reasons != *self.reasons) {
            self.reasons = Rc::new(reasons);
        }
    }
}

/// What the panels show.
#[derive(Debug)]
pub struct Props {
    /// What there is to see, once there is something.
    pub scene: Option<Scene>,
    /// What happened, and how many lines of it to show.
    pub lines: (Lines, usize),
    /// What they remember.
    pub state: State,
    /// The selected pin.
    pub selected: PinId,
    /// The pin pointed at.
    pub hovered: Option<PinId>,
    /// Why the last write to a register was refused.
    pub refusal: Option<AttrValue>,
    /// Told what is wanted.
    pub on: Callbacks,
}

/// The tabs, what happened last, and the open panel.
pub fn panels(props: &Props) -> Html {
    let view = &props.state.view;
    let tab = |panel: Panel| {
        let view = *view;
        let is_open = panel == view.open;
        html! {
            <button
                type="button" role="tab" id={format!("tab-{}", panel.name())} data-tab={panel.name()}
                class={classes!("tab", is_open.then_some("open"))} aria-selected={is_open.to_string()}
                aria-controls={format!("panel-{}", panel.name())} tabindex={if is_open { "0" } else { "-1" }}
                onclick={props.on.view.reform(move |_: MouseEvent| View { open: panel, edited: None, ..view })}
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
                <div class="tabs" role="tablist" aria-label="Panels" onkeydown={Callback::from(walk)}>{ for Panel::ALL.map(tab) }</div>
                { log::last(&props.lines.0) }
            </div>
            { for Panel::ALL.map(panel) }
        </section>
    }
}

fn content(props: &Props, panel: Panel) -> Html {
    let Props { state, on, .. } = props;
    let is_open = panel == state.view.open;
    match (panel, &props.scene) {
        // It is there while another panel is open, too: what happens is written down in it.
        (Panel::Interrupts, scene) => html! {
            <section class="log" aria-label="Log">
                <div class="panel-bar">{ for scene.as_ref().map(|scene| log::head(scene, &on.ask)) }</div>
                <Log lines={props.lines.clone()} />
            </section>
        },
        // `web/panel` fills it when it is first shown.
        (Panel::Script, _) => html! { <section id="script" aria-label="Script" /> },
        (Panel::Wake, Some(scene)) if is_open => wake::view(scene, &state.reasons, &on.ask),
        (Panel::Registers, Some(scene)) if is_open && state.words.are_told() => registers::view(props, scene),
        _ => html! {},
    }
}

/// Left and right open the neighbour.
fn walk(event: KeyboardEvent) {
    if let Some(tab) = radio_group::walk(&event) {
        tab.click();
    }
}
