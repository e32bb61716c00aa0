//! What hands do at the board, and what it means.

use gloo_timers::callback::Timeout;
use pinscope_core::{PinId, Profile};
use pinscope_protocol::Stimulus;
use yew::Context;

use crate::app::{App, Msg};
use crate::board::input::{self, BoardInput};
use crate::menu::Choice;
use crate::scene::Scene;
use crate::{dom, geometry, menu, press};
use pinscope_protocol::Request;

impl App {
    /// A hand did something. Answers whether there is something new to see.
    pub(crate) fn handle(&mut self, ctx: &Context<Self>, hand: BoardInput) -> bool {
        let was_laying = self.press.drag().is_some();
        let is_real = self.scene.as_ref().is_some_and(|scene| scene.real.is_some());
        match hand {
            // Nobody's hands are at a real board from here: they point.
            BoardInput::Down { pin, .. } | BoardInput::Clicked { pin, .. } | BoardInput::Menu(pin) if is_real => {
                return self.select(pin);
            }
            BoardInput::Down { pin, .. } if self.menu.is_some() => return self.press_beside_menu(pin),
            BoardInput::Down { pin, means, spot, is_button: true, .. } => {
                let done = self.press.push(pin, means, spot);
                self.do_all(done);
                return self.select(pin);
            }
            BoardInput::Down { pin, means, time, spot, is_button: false } => {
                let link = ctx.link().clone();
                let hold = Timeout::new(press::HOLD_MS, move || link.send_message(Msg::HoldDue));
                self.press.down(pin, means, time, spot, hold);
                return self.select(pin);
            }
            BoardInput::Pushed { pin, means } => {
                let done = self.press.push(pin, means, (0, 0));
                self.do_all(done)
            }
            BoardInput::Tapped { pin, time } => {
                if self.press.is_click_of_its_own(time) {
                    self.do_all([Stimulus::Press { pin }, Stimulus::Release { pin }]);
                }
            }
            BoardInput::Up { means, time } => {
                let done = self.press.up(means, time);
                self.do_all(done)
            }
            BoardInput::Moved { means, spot, at } => {
                let over = || dom::element_at(spot).as_ref().and_then(input::pad_of);
                let done = self.press.moved(means, spot, at, over);
                self.do_all(done)
            }
            BoardInput::Gone => {
                let done = self.press.let_go();
                self.do_all(done)
            }
            BoardInput::Blurred(pin) => {
                let done = self.press.blurred(pin);
                self.do_all(done)
            }
            BoardInput::Clicked { pin, time } => {
                if self.press.is_click_of_its_own(time) {
                    self.do_all([Stimulus::Click { pin }]);
                }
                return self.select(pin);
            }
            BoardInput::Named(pin) | BoardInput::Focused(pin) => return self.select(pin),
            BoardInput::Walk(pin, direction) => {
                let profile = self.scene.as_ref().map_or(Profile::Wipy, Scene::profile);
                dom::focus(&pad(geometry::neighbour(profile, pin, direction)))
            }
            // A long touch asks for a menu, too; but it is the button.
            BoardInput::Menu(pin) if self.press.is_up() => {
                self.select(pin);
                self.menu = dom::middle(&pad(pin)).map(|at| menu::Open { pin, wires: false, at });
                return true;
            }
            BoardInput::Menu(_) => {}
        }
        was_laying || self.press.drag().is_some()
    }

    /// With a menu open a press closes it, and ends the wire it asks about.
    fn press_beside_menu(&mut self, pin: PinId) -> bool {
        if let Some(menu::Open { pin: a, wires: true, .. }) = self.menu.take() {
            self.do_all([Stimulus::Wire { a, b: pin }]);
        }
        true
    }

    /// Something was chosen in the menu. Answers whether there is something new to see.
    pub(crate) fn choose(&mut self, choice: Choice) -> bool {
        let Some(open) = self.menu.take() else { return false };
        match choice {
            Choice::Wire => self.menu = Some(menu::Open { wires: true, ..open }),
            Choice::Do(stimulus) => self.do_all([stimulus]),
            Choice::Nothing => {}
        }
        if self.menu.is_none() {
            dom::focus(&pad(open.pin));
        }
        true
    }

    fn select(&mut self, pin: PinId) -> bool {
        let is_new = self.selected != pin;
        if is_new {
            self.selected = pin;
            self.refusal = None;
        }
        is_new
    }

    pub(crate) fn do_all(&mut self, stimuli: impl IntoIterator<Item = Stimulus>) {
        stimuli.into_iter().for_each(|stimulus| self.ask(Request::Stimulus(stimulus)));
    }
}

/// What selects a pad.
fn pad(pin: PinId) -> String {
    format!("[data-pin={}]", pin.name())
}
