//! Contains the state of the timeline, and changes it with each action.

use std::collections::VecDeque;
use std::ops::Deref;
use std::rc::Rc;

use pinscope_core::{Event, PinId};
use pinscope_protocol::waveform::Waveform;
use pinscope_protocol::{Request, TraceAnswer, TraceQuery};

use super::action::{Cursor, CursorTarget, TimelineAction};
use super::edges;
use super::gesture::{Gesture, Movement};
use super::measurement::Measurement;
use super::status::StatusMessage;
use super::theme::Theme;
use super::window::{Window, within};

/// Distance within which a cursor snaps to an edge, in pixels.
const SNAP_DISTANCE: f64 = 6.0;

/// Maximum number of steps that wait for the engine.
const MAX_STEPS: usize = 16;

/// A waveform to paint. Two waveforms are equal only if one is a clone of the other, so that comparing them is cheap.
#[derive(Clone, Debug)]
pub struct SharedWaveform(Rc<Waveform>);

impl PartialEq for SharedWaveform {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for SharedWaveform {
    type Target = Waveform;

    fn deref(&self) -> &Waveform {
        &self.0
    }
}

/// The times of the cursors, in simulated nanoseconds.
pub type Cursors = [Option<u64>; 2];

/// State of the timeline.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The last waveform from the engine.
    pub waveform: Option<SharedWaveform>,
    /// The part of the record to show.
    pub window: Window,
    /// The times of the cursors.
    pub cursors: Cursors,
    /// The pulse on which the pointer rests, or at which a cursor is.
    pub measurement: Option<Measurement>,
    /// The message in the bar.
    pub status: StatusMessage,
    /// Colours and measures, once they are known.
    pub theme: Option<Theme>,
    /// Simulated time runs.
    is_running: bool,
    gesture: Gesture,
    /// The cursors before the last click. A double click restores them, because it does not place a cursor.
    before_click: Cursors,
    /// The cursor that was moved last.
    last_cursor: Option<Cursor>,
    /// The cursor that has the keyboard's focus.
    focused_cursor: Option<Cursor>,
    /// The pin and the time of the pulse that the engine was asked for last.
    asked_pulse: Option<(PinId, u64)>,
    /// The steps that the engine has not answered, the oldest first. Each is `true` if it goes forward. The next one is
    /// asked for when the one before has moved the cursor.
    steps: VecDeque<bool>,
}

/// Two states are equal if they are drawn in the same way.
impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        (&self.waveform, &self.window, &self.cursors, &self.measurement, &self.status, &self.theme)
            == (&other.waveform, &other.window, &other.cursors, &other.measurement, &other.status, &other.theme)
    }
}

impl State {
    /// Sets the waveform to show.
    pub fn set_waveform(&mut self, waveform: Waveform, is_running: bool) {
        self.waveform = Some(SharedWaveform(Rc::new(waveform)));
        self.is_running = is_running;
    }

    /// Removes the cursors and the message and follows the present, for another bench. An example has its own span.
    pub fn start_over(&mut self, span_ns: Option<u64>) {
        self.forget_record();
        self.window.start_over(span_ns);
    }

    /// Removes the cursors and the message and follows the present, because a new record has begun.
    pub fn reset(&mut self) {
        self.forget_record();
        self.window.follow_present();
    }

    fn forget_record(&mut self) {
        self.cursors = Cursors::default();
        self.clear_measurement();
        self.steps.clear();
        self.status = StatusMessage::default();
    }

    /// Restores the state `before`, with the present size and colours.
    pub fn restore(&mut self, before: Self) {
        let (width, density, theme) = (self.window.width(), self.window.density, self.theme.take());
        *self = Self { theme, ..before };
        self.window.resize(width, density);
    }

    /// Returns the pixel of a time, if it is in view.
    pub fn pixel(&self, time_ns: u64) -> Option<f64> {
        let waveform = self.waveform.as_ref()?;
        let x = (time_ns as f64 - waveform.from_ns) / self.ns_per_px(waveform);
        (0.0..=self.window.width()).contains(&x).then_some(x)
    }

    /// Returns the request for the present part of the record.
    pub fn view_request(&self) -> Request {
        Request::View(self.window.view())
    }

    /// Performs an action, while `selected` is the selected pin. Returns requests for another part of the record and
    /// for answers about it.
    pub fn update(&mut self, action: TimelineAction, selected: PinId) -> Vec<Request> {
        let before = self.window.view();
        let query = match (action, self.waveform.clone()) {
            (TimelineAction::Resize(width, density), _) => {
                self.window.resize(width, density);
                self.theme = Theme::read(density);
                None
            }
            (TimelineAction::ColorSchemeChanged, _) => {
                self.theme = Theme::read(self.window.density);
                None
            }
            (TimelineAction::ShowStatus(status), _) => {
                self.status = status;
                None
            }
            (TimelineAction::Rest(place), Some(waveform)) => self.rest(&waveform, place),
            (TimelineAction::FocusCursor(cursor), _) => {
                self.focused_cursor = cursor;
                self.clear_measurement();
                self.measure_focused(selected)
            }
            (TimelineAction::Answer(answer), Some(waveform)) => self.on_answer(&waveform, answer, selected),
            (TimelineAction::Step { is_forward }, Some(waveform)) => {
                let is_first = self.steps.is_empty();
                if self.steps.len() < MAX_STEPS {
                    self.steps.push_back(is_forward);
                }
                is_first.then(|| self.first_step(&waveform, is_forward, selected))
            }
            (action, Some(waveform)) => {
                self.status = StatusMessage::default();
                self.steps.clear();
                self.update_shown(&waveform, action, selected)
            }
            (_, None) => None,
        };
        let view = self.window.view();
        let view_request = (view != before).then_some(Request::View(view));
        view_request.into_iter().chain(query.map(Request::Query)).collect()
    }

    fn update_shown(&mut self, waveform: &Waveform, action: TimelineAction, selected: PinId) -> Option<TraceQuery> {
        let window = &mut self.window;
        match action {
            TimelineAction::Zoom(factor, around) => {
                let around = around.or_else(|| self.anchor(waveform, selected));
                self.window.zoom(waveform, factor, around);
            }
            TimelineAction::Pan(px) => window.pan(waveform, px),
            TimelineAction::PanByShare(share) => window.pan(waveform, share * window.width()),
            TimelineAction::Fit => window.fit(waveform),
            TimelineAction::GoToStart => window.go_to_start(waveform),
            TimelineAction::Follow(on) => {
                window.follow(waveform, on);
                if !on {
                    self.status = StatusMessage::stays();
                }
            }
            TimelineAction::PointerDown(id, x) => self.gesture.down(id, x),
            TimelineAction::PointerUp(id) => self.gesture.up(id),
            TimelineAction::PointerMove(id, x) => match self.gesture.moved(id, x) {
                Some(Movement::Pan(px)) => window.pan(waveform, px),
                Some(Movement::Pinch { factor, around, pan }) => {
                    window.pan(waveform, pan);
                    window.zoom(waveform, factor, Some(around));
                }
                None => {}
            },
            TimelineAction::Click { target, times, with_shift } => {
                return self.click(waveform, target, times, with_shift);
            }
            TimelineAction::PlaceCursor(cursor) => {
                let target = CursorTarget { x: self.window.width() / 2.0, pin: None, is_free: true };
                return self.place_cursor(waveform, cursor, target);
            }
            TimelineAction::DragCursor(cursor, target) => return self.place_cursor(waveform, cursor, target),
            TimelineAction::NudgeCursor(cursor, px) => {
                let x = self.cursors[cursor as usize].and_then(|time_ns| self.pixel(time_ns));
                if let Some(x) = x {
                    self.place_cursor(waveform, cursor, CursorTarget { x: x + px, pin: None, is_free: true });
                    return self.measure_focused(selected);
                }
            }
            TimelineAction::Clear => {
                self.cursors = Cursors::default();
                self.clear_measurement();
            }
            TimelineAction::Resize(..)
            | TimelineAction::ColorSchemeChanged
            | TimelineAction::Step { .. }
            | TimelineAction::Rest(_)
            | TimelineAction::FocusCursor(_)
            | TimelineAction::Answer(_)
            | TimelineAction::ShowStatus(_) => {}
        }
        None
    }

    /// Returns the pixel that a zoom without a pointer keeps in place: that of the last cursor, or of the last event.
    /// If there is none, or while the present is followed, it is that of the window.
    fn anchor(&self, waveform: &Waveform, selected: PinId) -> Option<f64> {
        let cursors = self.last_cursor.into_iter().chain(Cursor::ALL);
        let cursor = cursors.filter_map(|cursor| self.cursors[cursor as usize]).find_map(|time_ns| self.pixel(time_ns));
        let is_live = self.is_running && self.window.follows();
        let last_event = || edges::last(waveform, selected).map(|column| f64::from(column) / self.window.density);
        cursor.or_else(|| (!is_live).then(last_event).flatten())
    }

    /// Returns the question for the edge or interrupt before or after cursor A. If that is not in view, it is the last
    /// or the first one in view.
    fn first_step(&self, waveform: &Waveform, is_forward: bool, selected: PinId) -> TraceQuery {
        let cursor = self.cursors[Cursor::A as usize].filter(|&time_ns| self.pixel(time_ns).is_some());
        match (cursor, is_forward) {
            (Some(time_ns), _) => step_from(time_ns, is_forward, selected),
            (None, true) => TraceQuery::Next { pin: selected, from_ns: waveform.from_ns.max(0.0) as u64 },
            (None, false) => TraceQuery::Previous { pin: selected, before_ns: waveform.to_ns().max(0.0) as u64 + 1 },
        }
    }

    fn on_answer(&mut self, waveform: &Waveform, answer: TraceAnswer, selected: PinId) -> Option<TraceQuery> {
        match answer {
            TraceAnswer::Event(event) => self.end_step(waveform, event, selected),
            TraceAnswer::Edge { time_ns, edge_ns } => {
                // A cursor that has been moved meanwhile stays where it is.
                for cursor in self.cursors.iter_mut().filter(|cursor| **cursor == Some(time_ns)) {
                    *cursor = edge_ns.or(*cursor);
                }
                None
            }
            TraceAnswer::Pulse { pin, time_ns, pulse } => {
                if self.asked_pulse == Some((pin, time_ns)) {
                    self.measurement = pulse.map(|pulse| Measurement { pin, time_ns, pulse, signal: None });
                }
                None
            }
        }
    }

    /// Moves cursor A to the event that a step has found, and asks for the next step or measures the pulse there.
    fn end_step(&mut self, waveform: &Waveform, found: Option<Event>, selected: PinId) -> Option<TraceQuery> {
        // Without a step that waits, another action has taken its place.
        let is_forward = self.steps.pop_front()?;
        let Some(event) = found else {
            self.status = StatusMessage::nothing_found(selected, is_forward);
            self.steps.clear();
            return None;
        };
        self.cursors[Cursor::A as usize] = Some(event.time_ns);
        self.last_cursor = Some(Cursor::A);
        self.status = StatusMessage::found(&event);
        if self.pixel(event.time_ns).is_none() {
            self.window.center(waveform, event.time_ns);
        } else if self.is_running {
            self.window.follow(waveform, false);
        }
        match self.steps.front() {
            Some(&is_forward) => Some(step_from(event.time_ns, is_forward, selected)),
            None => self.measure(event.kind.pin().unwrap_or(selected), event.time_ns),
        }
    }

    fn rest(&mut self, waveform: &Waveform, place: Option<(PinId, f64)>) -> Option<TraceQuery> {
        self.clear_measurement();
        let (pin, x) = place?;
        let time_ns = waveform.from_ns + x * self.ns_per_px(waveform);
        let is_recorded = (waveform.kept_from_ns as f64..=waveform.now_ns as f64).contains(&time_ns);
        if is_recorded { self.measure(pin, time_ns as u64) } else { None }
    }

    fn measure_focused(&mut self, selected: PinId) -> Option<TraceQuery> {
        let time_ns = self.cursors[self.focused_cursor? as usize]?;
        self.measure(selected, time_ns)
    }

    fn measure(&mut self, pin: PinId, time_ns: u64) -> Option<TraceQuery> {
        self.asked_pulse = Some((pin, time_ns));
        Some(TraceQuery::Pulse { pin, time_ns })
    }

    fn clear_measurement(&mut self) {
        self.measurement = None;
        self.asked_pulse = None;
    }

    /// Handles a click, which places a cursor: A, then B, then A again, or always B with shift. A double click follows
    /// the present.
    fn click(&mut self, waveform: &Waveform, target: CursorTarget, times: i32, with_shift: bool) -> Option<TraceQuery> {
        if self.gesture.was_drag() {
            return None;
        }
        if times > 1 {
            self.cursors = self.before_click;
            self.window.follow(waveform, true);
            return None;
        }
        self.before_click = self.cursors;
        let is_second = matches!(self.cursors, [Some(_), None]);
        self.place_cursor(waveform, if with_shift || is_second { Cursor::B } else { Cursor::A }, target)
    }

    /// Places a cursor, on the nearest edge in the picture if there is one. That is exact to a column, so the engine is
    /// asked for the edge itself.
    fn place_cursor(&mut self, waveform: &Waveform, cursor: Cursor, target: CursorTarget) -> Option<TraceQuery> {
        let density = self.window.density;
        let column = within(target.x, 0.0, self.window.width()) * density;
        let edge = match target.is_free {
            true => None,
            false => edges::nearest(waveform, target.pin, column, SNAP_DISTANCE * density),
        };
        let time_ns = (waveform.from_ns + edge.map_or(column, f64::from) * waveform.ns_per_column).round() as u64;
        self.cursors[cursor as usize] = Some(time_ns);
        self.last_cursor = Some(cursor);
        let max_distance_ns = (SNAP_DISTANCE * self.ns_per_px(waveform)) as u64;
        (!target.is_free).then_some(TraceQuery::NearestEdge { pin: target.pin, time_ns, max_distance_ns })
    }

    fn ns_per_px(&self, waveform: &Waveform) -> f64 {
        waveform.ns_per_column * self.window.density
    }
}

/// Returns the question for the edge or interrupt of `pin` before or after a time.
fn step_from(time_ns: u64, is_forward: bool, pin: PinId) -> TraceQuery {
    match is_forward {
        true => TraceQuery::Next { pin, from_ns: time_ns + 1 },
        false => TraceQuery::Previous { pin, before_ns: time_ns },
    }
}

#[cfg(test)]
mod tests;
