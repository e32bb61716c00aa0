//! Turns events of the pointer, the wheel and the keyboard into actions on the timeline.

use pinscope_core::PinId;
use wasm_bindgen::JsCast as _;
use web_sys::{DomRect, Element, KeyboardEvent, MouseEvent, WheelEvent};

use super::action::{Cursor, CursorTarget, TimelineAction};
use crate::dom;

/// Zoom for each pixel that the wheel moves, as a power of 2. A notch of a mouse is 100 pixels, which zooms by 1.7.
const WHEEL_ZOOM: f64 = 0.0077;

/// Below this the wheel has moved by less than a notch, in pixels: it is a trackpad.
const NOTCH: f64 = 40.0;

/// Factor by which a pinch on a trackpad is faster than a wheel, because its steps are smaller.
const PINCH_FACTOR: f64 = 2.0;

/// Factor by which a key zooms, and share of the width by which a key pans.
const KEY_ZOOM: f64 = 2.0;
pub const KEY_PAN: f64 = 0.1;

/// The places on the track.
#[derive(Clone, Debug)]
pub struct Track {
    /// The pins of the lanes.
    pub pins: Vec<PinId>,
    /// Height of a lane, in pixels.
    pub lane_height: f64,
}

impl Track {
    /// Returns the target of an event.
    pub fn target(&self, event: &MouseEvent) -> CursorTarget {
        CursorTarget { x: offset(event), pin: self.pin_at(event), is_free: event.alt_key() }
    }

    fn pin_at(&self, event: &MouseEvent) -> Option<PinId> {
        let track = track(event)?;
        let header = rect(&track.query_selector(".track-header").ok()??);
        let y = f64::from(event.client_y());
        if y < header.bottom() {
            return None;
        }
        let lane = (y - rect(&track).top() - header.height()) / self.lane_height;
        self.pins.get(lane as usize).copied()
    }
}

/// Returns the distance of an event from the left edge of the track, in pixels.
pub fn offset(event: &MouseEvent) -> f64 {
    f64::from(event.client_x()) - track(event).map_or(0.0, |track| rect(&track).left())
}

fn track(event: &MouseEvent) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(".track").ok()?
}

fn rect(element: &Element) -> DomRect {
    element.get_bounding_client_rect()
}

/// Turns a move of the wheel into an action. Left and right, or any move with shift, pan. Up and down zoom around the
/// pointer if Ctrl or Cmd is held, or if the page cannot scroll.
pub fn wheel(event: &WheelEvent) -> Option<TimelineAction> {
    /// Size of a pixel, a line and a page, in pixels. A notch is three lines.
    const UNITS: [f64; 3] = [1.0, 100.0 / 3.0, 400.0];
    let unit = UNITS.get(event.delta_mode() as usize).copied().unwrap_or(1.0);
    let (x, y) = (event.delta_x() * unit, event.delta_y() * unit);
    if event.shift_key() {
        return Some(TimelineAction::Pan(-(x + y)));
    }
    if x.abs() > y.abs() {
        return Some(TimelineAction::Pan(-x));
    }
    let is_zoom = event.ctrl_key() || event.meta_key();
    if !is_zoom && track(event).is_some_and(|track| dom::can_scroll(&track)) {
        return None;
    }
    // The browser reports a pinch on a trackpad as a wheel with Ctrl.
    let y = if event.ctrl_key() && y.abs() < NOTCH { y * PINCH_FACTOR } else { y };
    Some(TimelineAction::Zoom(js_sys::Math::pow(2.0, -y * WHEEL_ZOOM), Some(offset(event))))
}

/// Turns a key into an action.
pub fn key(event: &KeyboardEvent) -> Option<TimelineAction> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return None;
    }
    Some(match event.key().as_str() {
        "ArrowLeft" => TimelineAction::PanByShare(KEY_PAN),
        "ArrowRight" => TimelineAction::PanByShare(-KEY_PAN),
        "+" | "=" => TimelineAction::Zoom(KEY_ZOOM, None),
        "-" => TimelineAction::Zoom(1.0 / KEY_ZOOM, None),
        "<" => TimelineAction::Step { is_forward: false },
        ">" => TimelineAction::Step { is_forward: true },
        "a" => TimelineAction::PlaceCursor(Cursor::A),
        "b" => TimelineAction::PlaceCursor(Cursor::B),
        "Home" => TimelineAction::GoToStart,
        "End" => TimelineAction::Follow(true),
        "Escape" => TimelineAction::Clear,
        _ => return None,
    })
}
