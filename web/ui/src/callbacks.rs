//! What parts of the page tell the [`App`] by. Made once: a part whose callbacks are new is drawn anew, needed or not.

use pinscope_core::PinId;
use yew::html::Scope;
use yew::{Callback, MouseEvent};

use crate::app::{App, Msg};
use crate::board::input::BoardInput;
use crate::inspector::Action;
use crate::menu::Choice;
use crate::panels::View;
use crate::timeline;
use pinscope_protocol::Request;

/// The callbacks that parts are given.
#[derive(Clone, Debug, PartialEq)]
pub struct Callbacks {
    /// The engine is to do something.
    pub ask: Callback<Request>,
    /// A control wants something.
    pub wish: Callback<Action>,
    /// A hand did something at the board.
    pub hand: Callback<BoardInput>,
    /// Something was chosen in a pad's menu.
    pub choice: Callback<Choice>,
    /// A pin is to be selected.
    pub select: Callback<PinId>,
    /// Something is done to the timeline.
    pub timeline: Callback<timeline::Act>,
    /// Letters are to jump to tools, or not.
    pub letters: Callback<bool>,
    /// The note has been read.
    pub dismiss: Callback<MouseEvent>,
    /// The reset button was pressed.
    pub reset: Callback<()>,
    /// A pin is pointed at, or none.
    pub hover: Callback<Option<PinId>>,
    /// The panels are to be looked at like this.
    pub view: Callback<View>,
    /// The log may show more.
    pub read: Callback<()>,
}

impl Callbacks {
    /// Callbacks to the page behind `link`.
    pub fn new(link: &Scope<App>) -> Self {
        let wish = link.callback(Msg::Action);
        Self {
            ask: wish.reform(Action::Send),
            reset: wish.reform(|()| Action::Send(Request::ResetChip)),
            wish,
            hand: link.callback(Msg::BoardInput),
            choice: link.callback(Msg::Chosen),
            select: link.callback(|pin| Msg::BoardInput(BoardInput::Named(pin))),
            timeline: link.callback(Msg::Timeline),
            letters: link.callback(Msg::Letters),
            dismiss: link.callback(|_| Msg::Dismiss),
            hover: link.callback(Msg::Hover),
            view: link.callback(Msg::View),
            read: link.callback(|()| Msg::Read),
        }
    }
}
