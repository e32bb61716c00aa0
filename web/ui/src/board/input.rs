//! Turns the browser's events at all pads into [`BoardInput`]s, with one set of listeners.

use pinscope_core::{Level, PinId};
use pinscope_protocol::{Endpoint, why_no_wire};
use wasm_bindgen::JsCast as _;
use web_sys::Element;
use yew::{Callback, FocusEvent, KeyboardEvent, MouseEvent, PointerEvent};

use crate::geometry::Direction;
use crate::press::{Hole, InputSource, Point};

/// An input at the board. Times are milliseconds since the page was opened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BoardInput {
    /// A pad was pressed.
    PadDown {
        /// The pad.
        pin: PinId,
        /// The pointer, or the keyboard.
        source: InputSource,
        /// Time of the event.
        time: f64,
        /// Position in the window.
        point: Point,
        /// The press is on a push button of the board that is wired to the pad.
        is_button: bool,
    },
    /// A hole of a rail was pressed.
    RailDown(Level),
    /// The button in the inspector was pressed.
    ButtonDown {
        /// The pad.
        pin: PinId,
        /// The pointer, or the keyboard.
        source: InputSource,
    },
    /// The button in the inspector was clicked. Most clicks only follow a press.
    ButtonClicked {
        /// The pad.
        pin: PinId,
        /// Time of the event.
        time: f64,
    },
    /// A pointer or key was released.
    Released {
        /// The pointer, or the keyboard.
        source: InputSource,
        /// Time of the event.
        time: f64,
    },
    /// A pressed pointer has moved.
    Moved {
        /// The pointer.
        source: InputSource,
        /// Position in the window.
        point: Point,
        /// Position on the board, in the units of its drawing.
        at: Point,
    },
    /// The browser has taken the pointer away.
    PointerLost,
    /// A pad was clicked. Most clicks only follow a press.
    PadClicked {
        /// The pad.
        pin: PinId,
        /// Time of the event.
        time: f64,
    },
    /// A pin was selected outside the board.
    Select(PinId),
    /// The name of a pin was clicked.
    NameClicked(PinId),
    /// A pad has received the keyboard's focus.
    Focused(PinId),
    /// A pad has lost the keyboard's focus.
    Blurred(PinId),
    /// An arrow key was pressed on a pad.
    MoveFocus(PinId, Direction),
    /// The menu of a pad was requested.
    OpenMenu(PinId),
}

/// The callbacks for the browser's events at the board.
#[derive(Clone, Debug)]
pub struct InputCallbacks {
    pub(super) pointerdown: Callback<PointerEvent>,
    pub(super) pointerup: Callback<PointerEvent>,
    pub(super) pointermove: Callback<PointerEvent>,
    pub(super) pointerlost: Callback<PointerEvent>,
    pub(super) click: Callback<MouseEvent>,
    pub(super) contextmenu: Callback<MouseEvent>,
    pub(super) keydown: Callback<KeyboardEvent>,
    pub(super) keyup: Callback<KeyboardEvent>,
    pub(super) focusin: Callback<FocusEvent>,
    pub(super) focusout: Callback<FocusEvent>,
}

impl InputCallbacks {
    /// Creates callbacks that pass each input to `on`.
    pub fn new(on: &Callback<BoardInput>) -> Self {
        Self {
            pointerdown: callback(on, pointer_down),
            pointerup: callback(on, |event: PointerEvent| {
                Some(BoardInput::Released { source: source(&event), time: event.time_stamp() })
            }),
            pointermove: callback(on, |event: PointerEvent| {
                let at = on_board(&event)?;
                (event.buttons() != 0).then(|| BoardInput::Moved { source: source(&event), point: point(&event), at })
            }),
            pointerlost: on.reform(|_| BoardInput::PointerLost),
            click: callback(on, clicked),
            contextmenu: callback(on, |event: MouseEvent| {
                let pin = pad_at(&event)?;
                event.prevent_default();
                Some(BoardInput::OpenMenu(pin))
            }),
            keydown: callback(on, key_down),
            keyup: callback(on, |event: KeyboardEvent| {
                (event.key() == " ")
                    .then(|| BoardInput::Released { source: InputSource::Keyboard, time: event.time_stamp() })
            }),
            focusin: callback(on, |event: FocusEvent| pad_at(&event).map(BoardInput::Focused)),
            focusout: callback(on, |event: FocusEvent| pad_at(&event).map(BoardInput::Blurred)),
        }
    }
}

/// Returns a callback that passes on the input that `read` makes of an event, if it makes any.
fn callback<E: 'static>(on: &Callback<BoardInput>, read: impl Fn(E) -> Option<BoardInput> + 'static) -> Callback<E> {
    let on = on.clone();
    Callback::from(move |event| {
        if let Some(input) = read(event) {
            on.emit(input);
        }
    })
}

/// The attribute of a pad, of a push button on the board, and of a pin's name. Its value is the pin. A hole of the
/// supply has its name.
const PAD_ATTRIBUTE: &str = "data-pin";
const BUTTON_ATTRIBUTE: &str = "data-button";
const NAME_ATTRIBUTE: &str = "data-name";
const SUPPLY_ATTRIBUTE: &str = "data-supply";

fn pointer_down(event: PointerEvent) -> Option<BoardInput> {
    let Some(pin) = pad_at(&event) else {
        return match hole_of(&target(&event)?)? {
            Hole::End(Endpoint::Rail(rail)) => Some(BoardInput::RailDown(rail)),
            Hole::End(Endpoint::Pin(_)) | Hole::Refused(_) => None,
        };
    };
    // On a Mac, a click with Ctrl is a right click.
    if event.button() != 0 || !event.is_primary() || event.ctrl_key() {
        return None;
    }
    // The pointer is captured so that its release arrives here, wherever it is by then.
    if let Some(target) = target(&event) {
        let _ = target.set_pointer_capture(event.pointer_id());
    }
    let is_button = pin_at(&event, BUTTON_ATTRIBUTE).is_some();
    Some(BoardInput::PadDown { pin, source: source(&event), time: event.time_stamp(), point: point(&event), is_button })
}

fn clicked(event: MouseEvent) -> Option<BoardInput> {
    let pad = || pin_at(&event, PAD_ATTRIBUTE).map(|pin| BoardInput::PadClicked { pin, time: event.time_stamp() });
    pin_at(&event, NAME_ATTRIBUTE).map(BoardInput::NameClicked).or_else(pad)
}

fn key_down(event: KeyboardEvent) -> Option<BoardInput> {
    let pin = pad_at(&event)?;
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return None;
    }
    let input = match event.key().as_str() {
        " " => BoardInput::PadDown {
            pin,
            source: InputSource::Keyboard,
            time: event.time_stamp(),
            point: (0, 0),
            is_button: pin_at(&event, BUTTON_ATTRIBUTE).is_some(),
        },
        "Enter" => BoardInput::OpenMenu(pin),
        "ArrowUp" => BoardInput::MoveFocus(pin, Direction::Up),
        "ArrowDown" => BoardInput::MoveFocus(pin, Direction::Down),
        "ArrowLeft" => BoardInput::MoveFocus(pin, Direction::Left),
        "ArrowRight" => BoardInput::MoveFocus(pin, Direction::Right),
        _ => return None,
    };
    // Without this the page would scroll.
    event.prevent_default();
    let is_new = !event.repeat() || matches!(input, BoardInput::MoveFocus(..));
    is_new.then_some(input)
}

/// Returns the pin whose pad or name the pointer is over.
pub fn pointed_at(event: &PointerEvent) -> Option<PinId> {
    pin_at(event, PAD_ATTRIBUTE).or_else(|| pin_at(event, NAME_ATTRIBUTE))
}

/// Returns the hole of a pad or of the supply that contains an element.
pub fn hole_of(element: &Element) -> Option<Hole> {
    let pad = pin_of(element, PAD_ATTRIBUTE).map(|pin| Hole::End(Endpoint::Pin(pin)));
    pad.or_else(|| {
        let name = value_of(element, SUPPLY_ATTRIBUTE)?;
        let end = Endpoint::from_name(&name).map(Hole::End);
        end.or_else(|| why_no_wire(&name).map(Hole::Refused))
    })
}

/// Returns the pin of an event at a pad, or at a push button that is wired to it.
fn pad_at(event: &web_sys::Event) -> Option<PinId> {
    pin_at(event, PAD_ATTRIBUTE).or_else(|| pin_at(event, BUTTON_ATTRIBUTE))
}

fn pin_at(event: &web_sys::Event, attribute: &str) -> Option<PinId> {
    pin_of(&target(event)?, attribute)
}

fn pin_of(element: &Element, attribute: &str) -> Option<PinId> {
    PinId::from_name(&value_of(element, attribute)?)
}

/// Returns the attribute of the nearest element around `element` that has it.
fn value_of(element: &Element, attribute: &str) -> Option<String> {
    element.closest(&format!("[{attribute}]")).ok()??.get_attribute(attribute)
}

fn target(event: &web_sys::Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn source(event: &PointerEvent) -> InputSource {
    match event.pointer_type().as_str() {
        "touch" => InputSource::Touch(event.pointer_id()),
        _ => InputSource::Pointer(event.pointer_id()),
    }
}

fn point(event: &PointerEvent) -> Point {
    (event.client_x(), event.client_y())
}

/// Returns the position of a pointer, in the units of the drawing.
fn on_board(event: &PointerEvent) -> Option<Point> {
    let rect = target(event)?.closest("svg").ok()??.get_bounding_client_rect();
    let scale = f64::from(super::WIDTH) / rect.width();
    let units = |pixels: i32, from: f64| ((f64::from(pixels) - from) * scale) as i32;
    Some((units(event.client_x(), rect.x()), units(event.client_y(), rect.y())))
}
