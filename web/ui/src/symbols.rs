//! Draws the symbols of a pin, as SVG around (0, 0).

use pinscope_core::{Level, Mode, PadLevel, Pull, Trigger};
use pinscope_protocol::{Button, External};
use yew::{AttrValue, Html, html};

/// Draws a pad: the shape is the mode, the fill is the level, and a dot means that the chip drives it.
pub fn pad(mode: Mode, level: Option<PadLevel>, is_driven: bool) -> Html {
    let (whole, half) = outline(mode);
    let class = level.map_or("unknown", PadLevel::name);
    let inside = match level {
        Some(PadLevel::Floating) => {
            let lines = if mode == Mode::OpenDrain { "url(#upright)" } else { "url(#hatch)" };
            html! { <path d={whole} fill={lines} stroke="none" /> }
        }
        Some(PadLevel::Contention) => html! { <path class="half" d={half} /> },
        Some(PadLevel::Low | PadLevel::High) => html! {},
        None => html! { <text class="question" y="4.5">{ "?" }</text> },
    };
    let dot = match (mode, level) {
        (_, None) => html! {},
        (Mode::AltOpenDrain, _) => html! { <path class="dot" d="M0 -4.5L4.5 0L0 4.5L-4.5 0Z" /> },
        (_, Some(PadLevel::Contention)) => html! {},
        _ if is_driven => html! { <circle class="dot" r="3" /> },
        _ => html! {},
    };
    html! { <g class={yew::classes!("mark", class)}><path class="whole" d={whole} />{ inside }{ dot }</g> }
}

/// The outline of the flash when contention begins.
pub const CLASH: &str = "M-13 -13H13V13H-13Z";

/// Returns the shape of a mode, and the left half of it.
const fn outline(mode: Mode) -> (&'static str, &'static str) {
    match mode {
        Mode::In => ("M-9 0A9 9 0 1 1 9 0A9 9 0 1 1 -9 0Z", "M0 -9A9 9 0 0 0 0 9Z"),
        Mode::Out => ("M-8 -8H8V8H-8Z", "M-8 -8H0V8H-8Z"),
        Mode::OpenDrain => ("M0 -11.5L11.5 0L0 11.5L-11.5 0Z", "M0 -11.5V11.5L-11.5 0Z"),
        Mode::Alt | Mode::AltOpenDrain => {
            ("M-5.6 -9.7H5.6L11.2 0L5.6 9.7H-5.6L-11.2 0Z", "M-5.6 -9.7H0V9.7H-5.6L-11.2 0Z")
        }
    }
}

/// Draws the symbol of everything attached to a pad, on a lead to the right. A button whose other end was set is drawn
/// between its two ends instead.
pub fn outside(outside: External) -> Html {
    let button = if outside.button_end.is_none() { outside.button } else { None };
    drawn(match (External { button, ..outside }) {
        External { button: Some(Button::Closed(_)), .. } => {
            r#"<g class="lead switch"><path d="M10 0H31"/><circle cx="15" r="2.2"/><circle cx="26" r="2.2"/></g>"#
        }
        External { signal: Some(_), .. } => r#"<g class="lead switch"><path d="M10 0H15M15 6V-6H20V6H25V-6H30"/></g>"#,
        External { rail: Some(Level::High), .. } => r#"<path class="lead high" d="M10 0H21V-7M15.5 -7H26.5"/>"#,
        External { rail: Some(Level::Low), .. } => {
            r#"<path class="lead low" d="M10 0H22V3.5M16 4.5H28M18.5 8H25.5M20.5 11.5H23.5"/>"#
        }
        External { button: Some(Button::Open), .. } => {
            concat!(
                r#"<g class="lead switch"><path d="M10 0H15L24 -6.5M26 0H31"/>"#,
                r#"<circle cx="15" r="2.2"/><circle cx="26" r="2.2"/></g>"#
            )
        }
        External { button: None, .. } => "",
    })
}

/// Draws the symbol of a pull: an arrow up or down.
pub fn pull(pull: Pull) -> Html {
    drawn(match pull {
        Pull::None => "",
        Pull::Up => r#"<path class="glyph pull" d="M0 5.5V-5.5M-4 -1.5L0 -5.5L4 -1.5"/>"#,
        Pull::Down => r#"<path class="glyph pull" d="M0 -5.5V5.5M-4 1.5L0 5.5L4 1.5"/>"#,
    })
}

/// Draws the symbol of a trigger: the edge or the level.
pub fn trigger(trigger: Trigger) -> Html {
    drawn(match trigger {
        Trigger::Rising => r#"<path class="glyph trigger" d="M-6 5.5H0V-5.5H6M-3 -.5L0 -3.5L3 -.5"/>"#,
        Trigger::Falling => r#"<path class="glyph trigger" d="M-6 -5.5H0V5.5H6M-3 .5L0 3.5L3 .5"/>"#,
        Trigger::BothEdges => {
            r#"<path class="glyph trigger" d="M-8 5.5H-4V-5.5H4V5.5H8M-6.5 0L-4 -2.5L-1.5 0M1.5 0L4 2.5L6.5 0"/>"#
        }
        Trigger::HighLevel => r#"<path class="glyph trigger" d="M-7 5.5H-4V-5.5H4V5.5H7M-4 -4.5H4"/>"#,
        Trigger::LowLevel => r#"<path class="glyph trigger" d="M-7 -5.5H-4V5.5H4V-5.5H7M-4 4.5H4"/>"#,
    })
}

/// Outline of a crescent.
pub const CRESCENT: &str = "M-1.5 -6.2A6.4 6.4 0 1 0 6.2 2.4A6.6 6.6 0 0 1 -1.5 -6.2Z";

/// Draws the symbol of a pin that wakes the board from SUSPENDED, or, with a z, from HIBERNATE.
pub fn wake_symbol(is_hibernate: bool) -> Html {
    crescent_with("moon", drawn(if is_hibernate { Z } else { "" }))
}

/// Draws the symbol of a pin that no longer wakes the board, because another pin has replaced it.
pub fn replaced_wake_symbol(is_hibernate: bool) -> Html {
    const STRIKE: &str = r#"<path class="strike" d="M-7 7L7 -7"/>"#;
    crescent_with("moon replaced", html! { <>{ drawn(if is_hibernate { Z } else { "" }) }{ drawn(STRIKE) }</> })
}

const Z: &str = r#"<path class="z" d="M1.5 -6.5H6.5L1.5 -1H6.5"/>"#;

fn crescent_with(class: &'static str, more: Html) -> Html {
    html! { <g {class}><path d={CRESCENT} />{ more }</g> }
}

/// Draws a symbol that never changes. As text it makes the program much smaller than as code.
fn drawn(svg: &'static str) -> Html {
    match svg {
        "" => html! {},
        _ => Html::from_html_unchecked(AttrValue::Static(svg)),
    }
}

/// Draws a symbol in a line of text.
pub fn inline(mark: Html) -> Html {
    html! { <svg class="sign" viewBox="-9 -9 18 18" aria-hidden="true" focusable="false">{ mark }</svg> }
}

/// Draws the shape of a mode in a line of text.
pub fn shape(mode: Mode) -> Html {
    inline(html! { <path class="glyph" d={outline(mode).0} transform="scale(.66)" /> })
}

/// Draws the symbol of a power state.
pub fn power(power: pinscope_core::Power) -> Html {
    use pinscope_core::Power;
    inline(match power {
        Power::Active => drawn(r#"<circle class="awake" r="5.5"/>"#),
        Power::Idle => drawn(r#"<circle class="idle" r="4.7"/>"#),
        Power::Suspended => wake_symbol(false),
        Power::Hibernate => wake_symbol(true),
    })
}

#[cfg(test)]
mod tests {
    use pinscope_core::{Level, Mode, PadLevel, Pull, Trigger};
    use pinscope_protocol::{Button, External};

    use super::{outside, pad, pull, trigger};

    fn all_different(symbols: &[yew::Html]) {
        for (index, symbol) in symbols.iter().enumerate() {
            assert!(!symbols[..index].contains(symbol), "symbol {index} is that of another");
        }
    }

    #[test]
    fn each_mode_level_trigger_and_pull_has_a_symbol_of_its_own() {
        let levels = [PadLevel::Low, PadLevel::High, PadLevel::Floating, PadLevel::Contention].map(Some);
        let levels = levels.into_iter().chain([None]);
        let pads = levels.flat_map(|level| Mode::ALL.map(|mode| pad(mode, level, true)));
        // A pad whose level is unknown has no dot, so there ALT and ALT_OPEN_DRAIN look the same.
        let mut pads: Vec<_> = pads.collect();
        let unknown = pads.split_off(pads.len() - Mode::ALL.len());
        all_different(&pads);
        all_different(&unknown[..4]);
        let triggers =
            [Trigger::Rising, Trigger::Falling, Trigger::BothEdges, Trigger::HighLevel, Trigger::LowLevel].map(trigger);
        all_different(&triggers);
        all_different(&Pull::ALL.map(pull));
    }

    #[test]
    fn a_pad_that_the_chip_drives_has_a_dot() {
        let low = Some(PadLevel::Low);
        assert_ne!(pad(Mode::Out, low, true), pad(Mode::Out, low, false));
        assert_eq!(pad(Mode::Out, None, true), pad(Mode::Out, None, false), "nobody knows without a level");
    }

    #[test]
    fn of_several_things_attached_the_one_that_drives_is_shown() {
        let open = External { button: Some(Button::Open), ..External::default() };
        let held = External { rail: Some(Level::High), ..open };
        assert_eq!(outside(held), outside(External { button: None, ..held }));
        assert_ne!(outside(held), outside(open));
    }
}
