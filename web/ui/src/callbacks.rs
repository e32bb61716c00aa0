//! Callbacks that the app passes to its components. They are created once, because Yew renders a component again when
//! one of its callbacks was replaced.

use pinscope_core::PinId;
use pinscope_protocol::Request;
use yew::html::Scope;
use yew::{Callback, MouseEvent};

use crate::app::{App, Msg};
use crate::board::input::BoardInput;
use crate::inspector::Action;
use crate::layout::Tab;
use crate::menu::Choice;
use crate::panels::RegistersView;
use crate::timeline::TimelineAction;

/// The callbacks of the app.
#[derive(Clone, Debug, PartialEq)]
pub struct Callbacks {
    /// Sends a request to the engine.
    pub request: Callback<Request>,
    /// Performs the action of a control.
    pub action: Callback<Action>,
    /// Handles an input at the board.
    pub input: Callback<BoardInput>,
    /// Handles a choice in a pad's menu.
    pub menu_choice: Callback<Choice>,
    /// Selects a pin.
    pub select: Callback<PinId>,
    /// Performs an action on the timeline.
    pub timeline: Callback<TimelineAction>,
    /// Switches the keyboard shortcuts on or off.
    pub enable_shortcuts: Callback<bool>,
    /// Dismisses the notice, or closes the hint of the first minute.
    pub dismiss: Callback<MouseEvent>,
    /// Skips the present step of the first minute.
    pub skip_step: Callback<MouseEvent>,
    /// Opens the bench before the present one again.
    pub undo: Callback<MouseEvent>,
    /// Disconnects the real board.
    pub disconnect: Callback<MouseEvent>,
    /// Resets the chip.
    pub reset: Callback<()>,
    /// Reports the pin that the pointer is over.
    pub hover: Callback<Option<PinId>>,
    /// Opens a tab.
    pub open_tab: Callback<Tab>,
    /// Changes the height of the dock.
    pub resize_dock: Callback<u32>,
    /// Changes how the registers are shown.
    pub registers_view: Callback<RegistersView>,
}

impl Callbacks {
    /// Creates callbacks that send messages to the app behind `link`.
    pub fn new(link: &Scope<App>) -> Self {
        let action = link.callback(Msg::Action);
        Self {
            request: action.reform(Action::Send),
            reset: action.reform(|()| Action::Send(Request::ResetChip)),
            action,
            input: link.callback(Msg::BoardInput),
            menu_choice: link.callback(Msg::MenuChoice),
            select: link.callback(|pin| Msg::BoardInput(BoardInput::Select(pin))),
            timeline: link.callback(Msg::Timeline),
            enable_shortcuts: link.callback(Msg::EnableShortcuts),
            dismiss: link.callback(|_| Msg::DismissNotice),
            skip_step: link.callback(|_| Msg::SkipStep),
            undo: link.callback(|_| Msg::Undo),
            disconnect: link.callback(|_| Msg::DisconnectDevice),
            hover: link.callback(Msg::Hover),
            open_tab: link.callback(Msg::OpenTab),
            resize_dock: link.callback(Msg::ResizeDock),
            registers_view: link.callback(Msg::RegistersView),
        }
    }
}
