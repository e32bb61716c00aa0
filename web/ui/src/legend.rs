//! The legend: the meaning of every symbol and every key.

use yew::{AttrValue, Callback, Html, MouseEvent, html};

use crate::dom;
use crate::shortcuts::SHORTCUTS;

/// Each mode at each of its levels.
const PADS: &str = include_str!("legend/pads.html");

/// The other symbols, and the gestures at a pad.
const SIGNS: &str = include_str!("legend/signs.html");

/// The button that opens the legend.
pub fn opener() -> Html {
    html! {
        <button
            type="button" class="opener" data-act="legend" aria-haspopup="dialog"
            onclick={Callback::from(|_: MouseEvent| dom::open_dialog(".legend"))}
        ><kbd>{ "?" }</kbd>{ "legend" }</button>
    }
}

/// The legend, a dialog that is closed at first. `on_enable` is called when keyboard shortcuts are switched on or off.
pub fn legend(letters: bool, on_letters: &Callback<bool>) -> Html {
    let key =
        |key: &crate::shortcuts::Shortcut| html! { <div><dt><kbd>{ key.key }</kbd></dt><dd>{ key.label }</dd></div> };
    html! {
        <dialog class="legend" aria-label="Legend">
            <form method="dialog"><h3>{ "Legend" }</h3><button class="act">{ "close" }</button></form>
            { Html::from_html_unchecked(AttrValue::Static(PADS)) }
            <div>
                { Html::from_html_unchecked(AttrValue::Static(SIGNS)) }
                <section>
                    <h4>{ "Letters go to" }</h4>
                    <dl class="letters">{ for SHORTCUTS.iter().map(key) }</dl>
                    <button
                        type="button" class="switch" role="switch" aria-checked={letters.to_string()}
                        data-setting="letters"
                        onclick={on_letters.reform(move |_: MouseEvent| !letters)}
                    ><i />{ "letters work" }</button>
                </section>
            </div>
        </dialog>
    }
}
