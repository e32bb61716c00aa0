//! The legend: the meaning of every symbol and every key.

use pinscope_protocol::{COSTS, Cost};
use yew::{AttrValue, Callback, Html, MouseEvent, html};

use crate::dom;
use crate::shortcuts::{SHORTCUTS, Shortcut};

/// Each mode at each of its levels.
const PADS: &str = include_str!("legend/pads.html");

/// The other symbols, and the gestures at a pad.
const SIGNS: &str = include_str!("legend/signs.html");

/// The meaning of the words that the page uses.
const WORDS: &str = include_str!("legend/words.html");

/// Draws the button that opens the legend.
pub fn opener() -> Html {
    html! {
        <button
            type="button" class="opener" data-act="legend" aria-haspopup="dialog"
            onclick={Callback::from(|_: MouseEvent| dom::open_dialog(".legend"))}
        ><kbd>{ "?" }</kbd>{ "legend" }</button>
    }
}

/// Draws the legend, a dialog that is closed at first. `on_enable` is called when keyboard shortcuts are switched on or
/// off.
pub fn legend(shortcuts_enabled: bool, on_enable: &Callback<bool>) -> Html {
    let row = |shortcut: &Shortcut| {
        html! { <div><dt><kbd>{ shortcut.key }</kbd></dt><dd>{ shortcut.label }</dd></div> }
    };
    let cost = |cost: &Cost| {
        let time = match cost.ns {
            1_000_000_000.. => format!("{} s", cost.ns / 1_000_000_000),
            ns => format!("{} µs", ns / 1000),
        };
        html! { <div><dt>{ cost.action }</dt><dd>{ format!("{time} ({})", cost.source) }</dd></div> }
    };
    html! {
        <dialog class="legend" aria-label="Legend">
            <form method="dialog"><h3>{ "Legend" }</h3><button class="act">{ "close" }</button></form>
            { Html::from_html_unchecked(AttrValue::Static(PADS)) }
            <div>
                { Html::from_html_unchecked(AttrValue::Static(SIGNS)) }
                <section data-costs="">
                    <h4>{ "A script's actions take" }</h4>
                    <dl class="costs">{ for COSTS.iter().map(cost) }</dl>
                </section>
                <section>
                    <h4>{ "Letters go to" }</h4>
                    <dl class="letters">{ for SHORTCUTS.iter().map(row) }</dl>
                    <button
                        type="button" class="switch" role="switch" aria-checked={shortcuts_enabled.to_string()}
                        data-setting="letters"
                        onclick={on_enable.reform(move |_: MouseEvent| !shortcuts_enabled)}
                    ><i />{ "letters work" }</button>
                </section>
            </div>
            { Html::from_html_unchecked(AttrValue::Static(WORDS)) }
        </dialog>
    }
}
