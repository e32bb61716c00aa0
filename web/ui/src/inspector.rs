//! Draws the inspector, which shows the selected pin, the reason for its level, and all its settings.

mod button;
pub mod code;
mod external;
mod interrupt;
mod setup;
mod sleeping;
mod voltage;
mod volts;

use pinscope_core::cc3200::pad;
use pinscope_core::{Command, PinId, Power};
use yew::{AttrValue, Callback, Html, Properties, classes, function_component, html};

use crate::board::input::BoardInput;
use crate::irq_stats::LastService;
use crate::scene::{PadView, Scene};
use crate::symbols;
use crate::{glossary, text};
use pinscope_protocol::Request;

/// The group of controls beside which a refusal is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorSite {
    /// The controls of what is attached to the pad.
    External,
    /// Mode, pull, drive and value.
    Setup,
    /// Trigger, priority, wake and handler.
    Interrupt,
    /// The sleep buttons.
    Sleep,
    /// The registers.
    Register,
    /// The board.
    Board,
}

impl ErrorSite {
    /// Returns the site for the refusal of a command.
    pub const fn for_command(command: &Command) -> Self {
        match command {
            Command::Irq { .. }
            | Command::Enable { .. }
            | Command::Disable { .. }
            | Command::Call { .. }
            | Command::Flags { .. } => Self::Interrupt,
            Command::Sleep { .. } => Self::Sleep,
            Command::Init { .. } | Command::Value { .. } | Command::SetValue { .. } | Command::Toggle { .. } => {
                Self::Setup
            }
        }
    }
}

/// A refusal of the core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The controls beside which it is shown.
    pub site: ErrorSite,
    /// The core's message.
    pub message: AttrValue,
}

/// An action that a control requests.
#[derive(Clone, Debug)]
pub enum Action {
    /// Sends a request to the engine.
    Send(Request),
    /// Shows a refusal of a value that no request can contain.
    Refused(Refusal),
    /// Passes on an input at the pad.
    Input(BoardInput),
    /// Copies text to the clipboard.
    Copy(code::CopyText),
    /// Adds code to the script.
    Insert(String),
}

/// Properties of the inspector.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The last frame.
    pub scene: Scene,
    /// The selected pin.
    pub pin: PinId,
    /// The last refusal.
    pub refusal: Option<Refusal>,
    /// The last time its interrupt was served.
    pub last: Option<LastService>,
    /// The last edge that did not wake the sleeping board, with the reason.
    pub ignored_edge: Option<AttrValue>,
    /// The text that was copied last, and whether the browser allowed it.
    pub copied: Option<(AttrValue, bool)>,
    /// Called with each action that a control requests.
    pub on_action: Callback<Action>,
}

/// Draws the inspector.
#[function_component]
pub fn Inspector(props: &Props) -> Html {
    let settings = match props.scene.power() {
        Power::Active => settings(props),
        power => sleeping::view(props, power),
    };
    html! {
        <section class="inspector" aria-label={format!("Pin {}", props.pin.name())} tabindex="-1">
            { title(props) }
            <div class="fields">{ level(props) }{ external::view(props) }{ voltage::view(props) }</div>
            { settings }
        </section>
    }
}

/// Draws all settings, each on the same line as the code that makes it.
fn settings(props: &Props) -> Html {
    let code = code::setup_code(props);
    html! {
        <>
            <div class="fields settings">
                { setup::view(props) }
                { interrupt::view(props) }
                { code::micropython(props, &code) }
            </div>
            { code::rust(props, &code) }
        </>
    }
}

fn title(props: &Props) -> Html {
    let pin = props.pin;
    let label = props.scene.profile().label(pin);
    html! {
        <div class="title">
            <h2>{ pin.name() }</h2>
            <p>
                <span title={glossary::explain(label)}>{ text::header_label(label) }</span>
                <span>{ format!("package pin {}", pin.package_pin()) }</span>
                <span title={glossary::explain("port")}>{ format!("port {} bit {}", pin.port().name(), pin.bit()) }</span>
                <span>{ format!("pad 0x{:08X}", pad::config(pin.pad()).0) }</span>
            </p>
        </div>
    }
}

fn level(props: &Props) -> Html {
    let Props { scene, pin, .. } = props;
    let view = PadView::new(scene, *pin);
    let mark = html! {
        <svg class="level-sign" viewBox="-13 -13 26 26" aria-hidden="true" focusable="false">
            { symbols::pad(view.mode, view.level, view.is_driven) }
        </svg>
    };
    let control = html! {
        <div class="level">
            { mark }
            <p><b>{ view.level_name() }</b>{ ": " }{ text::level_reason(scene, *pin) }</p>
            <p class="figures">{ text::level_figures(scene, *pin) }</p>
        </div>
    };
    field("Level", control, Html::default())
}

/// Draws a line of the inspector: its label, its control and a note.
fn field(label: &'static str, control: Html, note: Html) -> Html {
    html! {
        <div class="field" data-line={label}>
            <span class="field-label" aria-hidden="true">{ label }</span>
            <div class="field-control">{ control }<div class="note">{ note }</div></div>
        </div>
    }
}

/// Draws the last refusal, if it belongs to this site.
fn refused(props: &Props, site: ErrorSite) -> Html {
    let here = props.refusal.as_ref().filter(|refusal| refusal.site == site);
    let message = here.map(|refusal| refusal.message.clone());
    html! {
        <p class={classes!("refusal", message.is_none().then_some("none"))} role="alert">{ message }</p>
    }
}
