//! Draws the code beside the controls. Each argument of the MicroPython calls is on the line of its control, and the
//! Rust calls are below.

use pinscope_protocol::setup_code::{Argument, SetupCode};
use yew::{Html, MouseEvent, classes, html};

use super::{Action, Props, field};
use crate::controls::action_button;

/// Text that is being copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyText {
    /// The `data-code` of the element that is selected if the browser does not allow copying.
    pub language: &'static str,
    /// The text.
    pub text: String,
}

/// Returns the label of the control for an argument.
const fn label(argument: Argument) -> &'static str {
    match argument {
        Argument::Mode => "Mode",
        Argument::Pull => "Pull",
        Argument::Drive | Argument::Value => "Drive",
        Argument::Alt => "Function",
        Argument::Trigger => "Trigger",
        Argument::Priority => "Priority",
        Argument::Wake => "Wake",
        Argument::Handler => "Handler",
    }
}

/// Returns the selected pin as code.
pub fn setup_code(props: &Props) -> SetupCode {
    let snapshot = &props.scene.snapshot;
    SetupCode::new(snapshot.pin(props.pin), snapshot.status(props.pin).irq)
}

/// Draws the MicroPython calls, in the same grid as the controls.
pub fn micropython(props: &Props, code: &SetupCode) -> Html {
    let arguments: Vec<_> = code.arguments().collect();
    let same_line = |a: &Argument, b: &Argument| label(*a) == label(*b);
    let lines = arguments.chunk_by(same_line).map(|line| {
        let begins = line.iter().any(|argument| matches!(argument, Argument::Mode | Argument::Trigger));
        html! {
            <span class={classes!("line", begins.then_some("begins"))} data-line={label(line[0])}>
                { for line.iter().map(|&argument| argument_code(code, argument)) }
            </span>
        }
    });
    html! {
        <>
            <p class="code-head">
                <span>{ "MicroPython" }</span>
                { insert(props, code) }
                { copy(props, "micropython", || code.micropython().to_string()) }
            </p>
            <code class="code" data-code="micropython">{ for lines }</code>
        </>
    }
}

fn argument_code(code: &SetupCode, argument: Argument) -> Html {
    let dim = code.is_default(argument).then_some("quiet");
    html! {
        <>
            <i class="quiet">{ code.prefix(argument).to_string() }</i>
            <i class={classes!(dim)} data-argument={argument.name()}>{ code.keyword_argument(argument).to_string() }</i>
            <i class="quiet">{ code.suffix(argument) }{ " " }</i>
        </>
    }
}

/// Draws the Rust calls.
pub fn rust(props: &Props, code: &SetupCode) -> Html {
    let calls = code.rust_calls().to_string();
    let lines = calls.lines().map(|line| html! { <span class="line begins">{ line.to_owned() }</span> });
    let control = html! {
        <>
            <code class="code" data-code="rust">{ for lines }</code>
            { copy(props, "rust", || code.rust().to_string()) }
        </>
    };
    html! { <div class="fields">{ field("Rust", control, html! {}) }</div> }
}

/// Draws the button that adds the MicroPython calls to the script.
fn insert(props: &Props, code: &SetupCode) -> Html {
    let code = code.micropython().to_string();
    action_button("insert", "add to script", props.on_action.reform(move |_| Action::Insert(code.clone())))
}

/// Draws the button that copies `text`. Its label shows the result as long as this text is the one that was copied
/// last.
fn copy(props: &Props, language: &'static str, text: impl Fn() -> String) -> Html {
    let text = text();
    let word = match &props.copied {
        Some((copied, true)) if *copied == text => "copied",
        Some((copied, false)) if *copied == text => "selected: press Ctrl-C",
        _ => "copy",
    };
    let on = props.on_action.reform(move |_: MouseEvent| Action::Copy(CopyText { language, text: text.clone() }));
    html! {
        <button
            type="button" class="act" data-act="copy" data-value={language} aria-label={format!("{word}, {language}")}
            onclick={on}
        >
            { word }
        </button>
    }
}
