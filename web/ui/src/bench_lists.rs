//! Draws the lists that open another bench: the examples and the boards.

use std::rc::Rc;

use pinscope_core::Profile;
use pinscope_protocol::Request;
use yew::{AttrValue, Callback, Html, Properties, function_component, html};

use crate::action_list::ActionList;
use crate::dom;

/// The emulated boards.
const PROFILES: [Profile; 3] = [Profile::Wipy, Profile::WipySilicon, Profile::Launchxl];

/// The last entry of the list of boards. It opens the dialog that connects a real board.
const REAL_BOARD: &str = "a real board …";

/// Properties of the list of examples.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ExamplesProps {
    /// Names of the examples.
    pub names: Rc<[AttrValue]>,
    /// Called with each request for the engine.
    pub on_request: Callback<Request>,
}

/// Draws the list of examples.
#[function_component]
pub fn Examples(props: &ExamplesProps) -> Html {
    let options = std::iter::once(AttrValue::Static("examples")).chain(props.names.iter().cloned());
    let on_request = props.on_request.clone();
    let on_pick = Callback::from(move |index: usize| {
        if let Some(index) = index.checked_sub(1) {
            on_request.emit(Request::Example(index));
        }
    });
    html! {
        <ActionList
            setting="examples" label="Examples" options={options.collect::<Vec<_>>()} chosen={0} {on_pick}
        />
    }
}

/// Properties of the list of boards.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct BoardsProps {
    /// The present board.
    pub profile: Profile,
    /// Called with each request for the engine.
    pub on_request: Callback<Request>,
}

/// Draws the list of boards.
#[function_component]
pub fn Boards(props: &BoardsProps) -> Html {
    let names = PROFILES.iter().map(|profile| profile.name()).chain([REAL_BOARD]);
    let options: Vec<_> = names.map(AttrValue::Static).collect();
    let chosen = PROFILES.iter().position(|&profile| profile == props.profile).unwrap_or_default();
    let on_request = props.on_request.clone();
    let on_pick = Callback::from(move |index: usize| match PROFILES.get(index) {
        Some(&profile) => on_request.emit(Request::NewBench(profile)),
        None => dom::show_popover("#connect"),
    });
    html! { <ActionList setting="profile" label="Board" {options} {chosen} {on_pick} /> }
}
