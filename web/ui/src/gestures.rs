//! Turns input at the board into stimuli, selections and menus.

use gloo_timers::callback::Timeout;
use pinscope_core::{PinId, Profile};
use pinscope_protocol::{Endpoint, Stimulus};
use yew::Context;

use crate::app::{App, Msg};
use crate::board::input::{self, BoardInput};
use crate::inspector::{ErrorSite, Refusal};
use crate::menu::Choice;
use crate::press::Hole;
use crate::scene::Scene;
use crate::{dom, geometry, menu, press};
use pinscope_protocol::Request;

impl App {
    /// Handles an input. Returns whether the page has to be rendered again.
    pub(crate) fn on_board_input(&mut self, ctx: &Context<Self>, input: BoardInput) -> bool {
        let was_dragging = self.press.drag().is_some();
        let is_out_of_reach = self.scene.as_ref().is_some_and(|scene| scene.stimuli_refusal().is_some());
        if matches!(input, BoardInput::PadDown { .. }) {
            self.refusal = self.refusal.take().filter(|refusal| refusal.site != ErrorSite::Board);
        }
        match input {
            // The page cannot press anything on a real board, so a press only selects the pin.
            BoardInput::PadDown { pin, .. } | BoardInput::PadClicked { pin, .. } | BoardInput::OpenMenu(pin)
                if is_out_of_reach =>
            {
                return self.select(pin);
            }
            BoardInput::PadDown { pin, .. } if self.menu.is_some() => {
                return self.press_beside_menu(Endpoint::Pin(pin));
            }
            BoardInput::RailDown(rail) if self.menu.is_some() => {
                return self.press_beside_menu(Endpoint::Rail(rail));
            }
            BoardInput::RailDown(_) => {}
            BoardInput::PadDown { pin, source, point, is_button: true, .. } => {
                let stimulus = self.press.press_button(pin, source, point);
                self.send_stimuli(stimulus);
                return self.select(pin);
            }
            BoardInput::PadDown { pin, source, time, point, is_button: false } => {
                self.press.down(pin, source, time, point, Self::hold_timer(ctx));
                return self.select(pin);
            }
            BoardInput::ButtonDown { pin, source } => {
                let stimulus = self.press.press_button(pin, source, (0, 0));
                self.send_stimuli(stimulus)
            }
            BoardInput::ButtonClicked { pin, time } => {
                if self.press.is_standalone_click(time) {
                    self.send_stimuli([Stimulus::Press { pin }, Stimulus::Release { pin }]);
                }
            }
            BoardInput::Released { source, time } => {
                let over = self.press.drag().and_then(|drag| drag.over);
                let stimulus = self.press.up(source, time);
                self.send_stimuli(stimulus);
                if let Some(Hole::Refused(reason)) = over
                    && self.press.is_up()
                {
                    self.refusal = Some(Refusal { site: ErrorSite::Board, message: reason.into() });
                }
            }
            BoardInput::Moved { source, point, at } => {
                let over = || dom::element_at(point).as_ref().and_then(input::hole_of);
                let stimulus = self.press.moved(source, point, at, over);
                self.send_stimuli(stimulus)
            }
            BoardInput::PointerLost => {
                let stimulus = self.press.cancel();
                self.send_stimuli(stimulus)
            }
            BoardInput::Blurred(pin) => {
                let stimulus = self.press.blurred(pin);
                self.send_stimuli(stimulus)
            }
            BoardInput::PadClicked { pin, time } => {
                if self.press.is_standalone_click(time) {
                    self.send_stimuli([Stimulus::Click { pin }]);
                }
                return self.select(pin);
            }
            BoardInput::NameClicked(pin) => {
                // The hint says to click the pin, and some click its name.
                let target = self.shown_first_minute().and_then(|(hint, scene)| hint.target_pin(scene));
                if target == Some(pin) {
                    self.send_stimuli([Stimulus::Click { pin }]);
                }
                return self.select(pin);
            }
            BoardInput::Select(pin) | BoardInput::Focused(pin) => return self.select(pin),
            BoardInput::MoveFocus(pin, direction) => {
                let profile = self.scene.as_ref().map_or(Profile::Wipy, Scene::profile);
                dom::focus(&pad(geometry::neighbour(profile, pin, direction)))
            }
            // The browser also requests a menu after a long touch, but that touch presses the pad's button.
            BoardInput::OpenMenu(pin) if self.press.is_up() => {
                self.select(pin);
                self.menu = dom::middle(&pad(pin)).map(|at| menu::OpenMenu { pin, picks_wire_end: false, at });
                return true;
            }
            BoardInput::OpenMenu(_) => {}
        }
        was_dragging || self.press.drag().is_some()
    }

    /// Returns a timer for a press that becomes a long one.
    pub(crate) fn hold_timer(ctx: &Context<Self>) -> Timeout {
        let link = ctx.link().clone();
        Timeout::new(press::HOLD_TIMEOUT_MS, move || link.send_message(Msg::HoldElapsed))
    }

    /// Closes the open menu after a press on a hole. If the menu asks for the end of a wire, that hole is the end.
    fn press_beside_menu(&mut self, end: Endpoint) -> bool {
        if let Some(menu::OpenMenu { pin, picks_wire_end: true, .. }) = self.menu.take() {
            self.send_stimuli([Stimulus::wire(pin, end)]);
        }
        true
    }

    /// Handles a choice in the menu. Returns whether the page has to be rendered again.
    pub(crate) fn on_menu_choice(&mut self, choice: Choice) -> bool {
        let Some(open) = self.menu.take() else { return false };
        match choice {
            Choice::Wire => self.menu = Some(menu::OpenMenu { picks_wire_end: true, ..open }),
            Choice::Apply(stimulus) => self.send_stimuli([stimulus]),
            Choice::Close => {}
            Choice::Leave => return true,
        }
        if self.menu.is_none() {
            dom::focus(&pad(open.pin));
        }
        true
    }

    /// Selects a pin. Returns whether the page has to be rendered again.
    pub(crate) fn select(&mut self, pin: PinId) -> bool {
        let is_new = self.selected != pin;
        if is_new {
            self.selected = pin;
            self.refusal = None;
        }
        is_new
    }

    pub(crate) fn send_stimuli(&mut self, stimuli: impl IntoIterator<Item = Stimulus>) {
        stimuli.into_iter().for_each(|stimulus| self.send(Request::Stimulus(stimulus)));
    }
}

/// Returns the selector of a pad.
fn pad(pin: PinId) -> String {
    format!("[data-pin={}]", pin.name())
}
