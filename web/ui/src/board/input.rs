//! What hands do at the board: events of the browser become [`BoardInput`]s. One set of listeners serves every pad.

use pinscope_core::PinId;
use wasm_bindgen::JsCast as _;
use web_sys::Element;
use yew::{Callback, FocusEvent, KeyboardEvent, MouseEvent, PointerEvent};

use crate::geometry::Direction;
use crate::press::{InputSource, Point};

/// Something a input did at the board.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BoardInput {
    /// A pad was pressed.
    PadDown {
        /// The pad.
        pin: PinId,
        /// With what.
        source: InputSource,
        /// When, in milliseconds.
        time: f64,
        /// Where.
        point: Point,
        /// Whether it is a push button of the board that leads to the pad.
        is_button: bool,
    },
    /// The button of a pad was pressed, in the inspector.
    ButtonDown {
        /// The pad.
        pin: PinId,
        /// With what.
        source: InputSource,
    },
    /// It was clicked; most clicks are the echo of a press.
    ButtonClicked {
        /// The pad.
        pin: PinId,
        /// When, in milliseconds.
        time: f64,
    },
    /// What pressed was lifted.
    Released {
        /// What.
        source: InputSource,
        /// When, in milliseconds.
        time: f64,
    },
    /// What presses has moved.
    Moved {
        /// What.
        source: InputSource,
        /// To where.
        point: Point,
        /// The same, on the board.
        at: Point,
    },
    /// The browser took the pointer away.
    PointerLost,
    /// A pad was clicked; most clicks are the echo of a press.
    PadClicked {
        /// The pad.
        pin: PinId,
        /// When, in milliseconds.
        time: f64,
    },
    /// A pad's name was clicked.
    Select(PinId),
    /// A pad got the keyboard's focus.
    Focused(PinId),
    /// A pad lost it.
    Blurred(PinId),
    /// An arrow key at a pad.
    MoveFocus(PinId, Direction),
    /// A pad's menu is wanted.
    OpenMenu(PinId),
}

/// The listeners of the board.
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
    /// InputCallbacks that report to `on`.
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

/// Reports what `read` makes of an event, if it makes anything of it.
fn callback<E: 'static>(on: &Callback<BoardInput>, read: impl Fn(E) -> Option<BoardInput> + 'static) -> Callback<E> {
    let on = on.clone();
    Callback::from(move |event| {
        if let Some(input) = read(event) {
            on.emit(input);
        }
    })
}

/// The attribute a pad carries, the one a push button of the board does, and the one a name does.
const PAD_ATTRIBUTE: &str = "data-pin";
const BUTTON_ATTRIBUTE: &str = "data-button";
const NAME_ATTRIBUTE: &str = "data-name";

fn pointer_down(event: PointerEvent) -> Option<BoardInput> {
    let pin = pad_at(&event)?;
    // With Ctrl it is a Mac's right click.
    if event.button() != 0 || !event.is_primary() || event.ctrl_key() {
        return None;
    }
    // Captured, the release arrives here wherever the pointer is by then.
    if let Some(target) = target(&event) {
        let _ = target.set_pointer_capture(event.pointer_id());
    }
    let is_button = pin_at(&event, BUTTON_ATTRIBUTE).is_some();
    Some(BoardInput::PadDown { pin, source: source(&event), time: event.time_stamp(), point: point(&event), is_button })
}

fn clicked(event: MouseEvent) -> Option<BoardInput> {
    let pad = || pin_at(&event, PAD_ATTRIBUTE).map(|pin| BoardInput::PadClicked { pin, time: event.time_stamp() });
    pin_at(&event, NAME_ATTRIBUTE).map(BoardInput::Select).or_else(pad)
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
    // The page would scroll.
    event.prevent_default();
    let is_new = !event.repeat() || matches!(input, BoardInput::MoveFocus(..));
    is_new.then_some(input)
}

/// The pin whose pad or name is pointed at.
pub fn pointed_at(event: &PointerEvent) -> Option<PinId> {
    pin_at(event, PAD_ATTRIBUTE).or_else(|| pin_at(event, NAME_ATTRIBUTE))
}

/// The pad that an element belongs to.
pub fn pad_of(element: &Element) -> Option<PinId> {
    pin_of(element, PAD_ATTRIBUTE)
}

/// The pad an event is about: its own, or the one its button leads to.
fn pad_at(event: &web_sys::Event) -> Option<PinId> {
    pin_at(event, PAD_ATTRIBUTE).or_else(|| pin_at(event, BUTTON_ATTRIBUTE))
}

fn pin_at(event: &web_sys::Event, attribute: &str) -> Option<PinId> {
    pin_of(&target(event)?, attribute)
}

fn pin_of(element: &Element, attribute: &str) -> Option<PinId> {
    let marked = element.closest(&format!("[{attribute}]")).ok()??;
    PinId::from_name(&marked.get_attribute(attribute)?)
}

fn target(event: &web_sys::Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn source(event: &PointerEvent) -> InputSource {
    InputSource::Pointer(event.pointer_id())
}

fn point(event: &PointerEvent) -> Point {
    (event.client_x(), event.client_y())
}

/// Where a pointer is, in the units of the drawing.
fn on_board(event: &PointerEvent) -> Option<Point> {
    let rect = target(event)?.closest("svg").ok()??.get_bounding_client_rect();
    let scale = f64::from(super::WIDTH) / rect.width();
    let units = |pixels: i32, from: f64| ((f64::from(pixels) - from) * scale) as i32;
    Some((units(event.client_x(), rect.x()), units(event.client_y(), rect.y())))
}
