//! Contains the state of the timeline, and the actions that change it.

use std::ops::Deref;
use std::rc::Rc;

use pinscope_protocol::waveform::Waveform;
use yew::AttrValue;

use super::gesture::{Gesture, Movement};
use super::theme::Theme;
use super::window::{Window, within};
use crate::text;
use pinscope_protocol::Request;

/// An action on the timeline. Positions are pixels from the left edge of the canvas.
#[derive(Clone, Debug)]
pub enum TimelineAction {
    /// The canvas has another size: its width, and the number of device pixels per pixel.
    Resize(f64, f64),
    /// The browser has changed between dark and light colours.
    ColorSchemeChanged,
    /// Zooms in by a factor, around a position if there is one.
    Zoom(f64, Option<f64>),
    /// Pans to the right by pixels.
    Pan(f64),
    /// Pans to the right by a share of the width.
    PanByShare(f64),
    /// Shows the whole record.
    Fit,
    /// Shows the oldest part of the record.
    GoToStart,
    /// Follows the present, or stays where it is.
    Follow(bool),
    /// A pointer goes down at a position.
    PointerDown(i32, f64),
    /// A pointer moves to a position.
    PointerMove(i32, f64),
    /// A pointer goes up, or the browser takes it away.
    PointerUp(i32),
    /// A click at a position. The other values are the number of clicks in a row, and whether shift was held.
    Click(f64, i32, bool),
    /// Places a cursor at a position, or in the middle.
    PlaceCursor(Cursor, Option<f64>),
    /// Moves a cursor by pixels.
    NudgeCursor(Cursor, f64),
    /// Removes both cursors.
    ClearCursors,
    /// Shows a status message.
    ShowStatus(StatusMessage),
}

/// A cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// The first one.
    A,
    /// The second one.
    B,
}

impl Cursor {
    /// Both cursors.
    pub const ALL: [Self; 2] = [Self::A, Self::B];

    /// Returns the label of the cursor's flag.
    pub const fn name(self) -> &'static str {
        ["A", "B"][self as usize]
    }
}

/// A message in the bar of the timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatusMessage {
    /// The text.
    pub text: AttrValue,
    /// The message reports a failure.
    pub is_refusal: bool,
}

impl StatusMessage {
    /// Returns the message that a file was refused.
    pub fn refused(reason: &str) -> Self {
        Self { text: format!("not replayed: {reason}").into(), is_refusal: true }
    }

    /// Returns the message that a file could not be saved.
    pub fn not_saved(reason: &str) -> Self {
        Self { text: format!("not saved: {reason}").into(), is_refusal: true }
    }

    /// Returns the message that a file with this number of changes is being replayed, except for the parts that are
    /// passed over.
    pub fn replays(changes: u64, passed_over: Option<&str>) -> Self {
        let mut text = format!("replays {} changes from here on", text::grouped(changes));
        if let Some(parts) = passed_over {
            text += "; passed over: ";
            text += parts;
        }
        Self { text: text.into(), is_refusal: false }
    }
}

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
    /// The message in the bar.
    pub status: StatusMessage,
    /// Colours and measures, once they are known.
    pub theme: Option<Theme>,
    gesture: Gesture,
    /// The cursors before the last click. A double click restores them, because it does not place a cursor.
    before_click: Cursors,
}

/// Two states are equal if they are drawn in the same way.
impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        (&self.waveform, &self.window, &self.cursors, &self.status, &self.theme)
            == (&other.waveform, &other.window, &other.cursors, &other.status, &other.theme)
    }
}

impl State {
    /// Sets the waveform to show.
    pub fn set_waveform(&mut self, waveform: Waveform) {
        self.waveform = Some(SharedWaveform(Rc::new(waveform)));
    }

    /// Removes the cursors and the message and follows the present, for a new bench.
    pub fn reset(&mut self) {
        self.cursors = Cursors::default();
        self.status = StatusMessage::default();
        if let Some(waveform) = &self.waveform {
            self.window.follow(waveform, true);
        }
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

    /// Performs an action. Returns a request if another part of the record has to be shown.
    pub fn update(&mut self, action: TimelineAction) -> Option<Request> {
        let before = self.window.view();
        match action {
            TimelineAction::Resize(width, density) => {
                self.window.resize(width, density);
                self.theme = Theme::read(density);
            }
            TimelineAction::ColorSchemeChanged => self.theme = Theme::read(self.window.density),
            TimelineAction::ShowStatus(status) => self.status = status,
            other => {
                self.status = StatusMessage::default();
                if let Some(waveform) = self.waveform.clone() {
                    self.update_shown(&waveform, other);
                }
            }
        }
        let view = self.window.view();
        (view != before).then_some(Request::View(view))
    }

    fn update_shown(&mut self, waveform: &Waveform, action: TimelineAction) {
        let window = &mut self.window;
        match action {
            TimelineAction::Zoom(factor, around) => window.zoom(waveform, factor, around),
            TimelineAction::Pan(px) => window.pan(waveform, px),
            TimelineAction::PanByShare(share) => window.pan(waveform, share * window.width()),
            TimelineAction::Fit => window.fit(waveform),
            TimelineAction::GoToStart => window.go_to_start(waveform),
            TimelineAction::Follow(on) => window.follow(waveform, on),
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
            TimelineAction::Click(x, times, with_shift) => self.click(waveform, x, times, with_shift),
            TimelineAction::PlaceCursor(cursor, x) => {
                self.place_cursor(waveform, cursor, x.unwrap_or(self.window.width() / 2.0))
            }
            TimelineAction::NudgeCursor(cursor, px) => {
                let x = self.cursors[cursor as usize].and_then(|time_ns| self.pixel(time_ns));
                if let Some(x) = x {
                    self.place_cursor(waveform, cursor, x + px);
                }
            }
            TimelineAction::ClearCursors => self.cursors = Cursors::default(),
            TimelineAction::Resize(..) | TimelineAction::ColorSchemeChanged | TimelineAction::ShowStatus(_) => {}
        }
    }

    /// Handles a click, which places a cursor: A, then B, then A again, or always B with shift. A double click follows
    /// the present.
    fn click(&mut self, waveform: &Waveform, x: f64, times: i32, with_shift: bool) {
        if self.gesture.was_drag() {
            return;
        }
        if times > 1 {
            self.cursors = self.before_click;
            self.window.follow(waveform, true);
            return;
        }
        self.before_click = self.cursors;
        let is_second = matches!(self.cursors, [Some(_), None]);
        self.place_cursor(waveform, if with_shift || is_second { Cursor::B } else { Cursor::A }, x);
    }

    fn place_cursor(&mut self, waveform: &Waveform, cursor: Cursor, x: f64) {
        let time_ns = waveform.from_ns + within(x, 0.0, self.window.width()) * self.ns_per_px(waveform);
        self.cursors[cursor as usize] = Some(time_ns.round() as u64);
    }

    fn ns_per_px(&self, waveform: &Waveform) -> f64 {
        waveform.ns_per_column * self.window.density
    }
}

#[cfg(test)]
mod tests {
    use pinscope_protocol::Request;

    use super::{Cursor, State, StatusMessage, TimelineAction};
    use crate::timeline::window::tests::waveform;

    fn state() -> State {
        let mut state = State::default();
        state.window.resize(1_000.0, 1.0);
        state.set_waveform(waveform());
        state
    }

    fn click(state: &mut State, x: f64, times: i32, with_shift: bool) {
        state.update(TimelineAction::PointerDown(1, x));
        state.update(TimelineAction::PointerUp(1));
        state.update(TimelineAction::Click(x, times, with_shift));
    }

    #[test]
    fn clicks_place_a_then_b_then_a_again_and_with_shift_always_b() {
        let mut state = state();
        click(&mut state, 100.0, 1, false);
        assert_eq!(state.cursors, [Some(11_000_000_000), None]);
        click(&mut state, 200.0, 1, false);
        assert_eq!(state.cursors, [Some(11_000_000_000), Some(12_000_000_000)]);
        click(&mut state, 300.0, 1, true);
        assert_eq!(state.cursors, [Some(11_000_000_000), Some(13_000_000_000)]);
        click(&mut state, 400.0, 1, false);
        assert_eq!(state.cursors, [Some(14_000_000_000), Some(13_000_000_000)]);
    }

    #[test]
    fn a_double_click_follows_the_present_and_places_no_cursor() {
        let mut state = state();
        state.update(TimelineAction::Pan(100.0));
        click(&mut state, 100.0, 1, false);
        click(&mut state, 100.0, 2, false);
        assert_eq!(state.cursors, [None, None]);
        assert!(state.window.follows());
    }

    #[test]
    fn the_end_of_a_drag_places_no_cursor() {
        let mut state = state();
        state.update(TimelineAction::PointerDown(1, 100.0));
        let request = state.update(TimelineAction::PointerMove(1, 150.0));
        assert!(matches!(request, Some(Request::View(view)) if view.from_ns == Some(9.5e9)), "{request:?}");
        state.update(TimelineAction::PointerUp(1));
        state.update(TimelineAction::Click(150.0, 1, false));
        assert_eq!(state.cursors, [None, None]);
    }

    #[test]
    fn only_another_part_of_the_record_is_requested() {
        let mut state = state();
        assert!(state.update(TimelineAction::PlaceCursor(Cursor::A, None)).is_none());
        assert_eq!(state.cursors[0], Some(15_000_000_000), "the middle");
        assert!(state.update(TimelineAction::Zoom(2.0, None)).is_some());
        assert!(state.update(TimelineAction::Follow(true)).is_none(), "it follows already");
    }

    #[test]
    fn a_cursor_moves_by_pixels_and_stays_in_view() {
        let mut state = state();
        state.update(TimelineAction::PlaceCursor(Cursor::B, Some(995.0)));
        state.update(TimelineAction::NudgeCursor(Cursor::B, 10.0));
        assert_eq!(state.cursors[1], Some(20_000_000_000));
        state.update(TimelineAction::NudgeCursor(Cursor::A, 10.0));
        assert_eq!(state.cursors[0], None, "a cursor that does not exist is not moved");
    }

    #[test]
    fn a_replay_says_what_is_passed_over() {
        assert_eq!(StatusMessage::replays(1234, None).text, "replays 1 234 changes from here on");
        let text = StatusMessage::replays(2, Some("1 unknown command")).text;
        assert_eq!(text, "replays 2 changes from here on; passed over: 1 unknown command");
    }

    #[test]
    fn a_message_goes_with_the_next_action_and_with_a_new_bench() {
        let mut state = state();
        let message = || StatusMessage::refused("no");
        state.update(TimelineAction::ShowStatus(message()));
        assert_eq!(state.status.text, "not replayed: no");
        state.update(TimelineAction::ClearCursors);
        assert_eq!(state.status, StatusMessage::default());
        state.update(TimelineAction::ShowStatus(message()));
        state.update(TimelineAction::Pan(50.0));
        state.reset();
        assert!(state.window.follows() && state.status == StatusMessage::default());
    }

    #[test]
    fn restoring_keeps_the_present_size() {
        let before = state();
        let mut state = State::default();
        state.window.resize(500.0, 3.0);
        state.restore(before);
        assert_eq!((state.window.width(), state.window.density), (500.0, 3.0));
        assert!(state.waveform.is_some());
    }
}
