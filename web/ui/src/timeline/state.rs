//! Everything the timeline remembers, and the one place where it changes.

use std::ops::Deref;
use std::rc::Rc;

use pinscope_protocol::waveform::Waveform;
use yew::AttrValue;

use super::gesture::{Gesture, Movement};
use super::theme::Theme;
use super::window::{Window, within};
use crate::text;
use pinscope_protocol::Request;

/// Something done to the timeline. Places are pixels from the left edge of the canvas.
#[derive(Clone, Debug)]
pub enum TimelineAction {
    /// The canvas has another width, on a screen of so many device pixels a pixel.
    Resize(f64, f64),
    /// The colours are others.
    ColorSchemeChanged,
    /// Zooms in by this factor, around a place if one is meant.
    Zoom(f64, Option<f64>),
    /// Moves what is seen to the right.
    Pan(f64),
    /// Moves what is seen to the right by a share of the width.
    PanByShare(f64),
    /// Shows everything.
    Fit,
    /// Shows the oldest.
    GoToStart,
    /// Follows the present, or stays.
    Follow(bool),
    /// A pointer goes down on the canvas.
    PointerDown(i32, f64),
    /// A pointer moves.
    PointerMove(i32, f64),
    /// A pointer goes up, or is gone.
    PointerUp(i32),
    /// A click at a place; how many of them, and whether shift was held.
    Click(f64, i32, bool),
    /// Puts a cursor at a place, at the middle if none is meant.
    PlaceCursor(Cursor, Option<f64>),
    /// Moves a cursor.
    NudgeCursor(Cursor, f64),
    /// Takes both cursors away.
    ClearCursors,
    /// Something is to be said.
    ShowStatus(StatusMessage),
}

/// One of the two cursors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// The first.
    A,
    /// The second.
    B,
}

impl Cursor {
    /// Both.
    pub const ALL: [Self; 2] = [Self::A, Self::B];

    /// What its flag says.
    pub const fn name(self) -> &'static str {
        ["A", "B"][self as usize]
    }
}

/// Something said in the bar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatusMessage {
    /// The text.
    pub text: AttrValue,
    /// Whether they tell of a failure.
    pub is_refusal: bool,
}

impl StatusMessage {
    /// A file was refused.
    pub fn refused(why: &str) -> Self {
        Self { text: format!("not replayed: {why}").into(), is_refusal: true }
    }

    /// No file could be written.
    pub fn not_saved(why: &str) -> Self {
        Self { text: format!("not saved: {why}").into(), is_refusal: true }
    }

    /// A file is being replayed, or was refused.
    pub fn for_replay(outcome: Result<usize, String>) -> Self {
        match outcome {
            Ok(changes) => {
                let text = format!("replays {} changes from here on", text::grouped(changes as u64)).into();
                Self { text, is_refusal: false }
            }
            Err(why) => Self::refused(&why),
        }
    }
}

/// A waveform to paint. Two are equal when they are the same one, so comparing costs nothing.
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

/// Where the cursors are, in simulated nanoseconds.
pub type Cursors = [Option<u64>; 2];

/// Everything the timeline remembers.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// What the engine showed last.
    pub waveform: Option<SharedWaveform>,
    /// What it is to show.
    pub window: Window,
    /// The cursors.
    pub cursors: Cursors,
    /// What is said in the bar.
    pub status: StatusMessage,
    /// Colours and measures, once they are known.
    pub theme: Option<Theme>,
    gesture: Gesture,
    /// The cursors before a click, which its second half takes back.
    before_click: Cursors,
}

/// Two are equal when they look the same.
impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        (&self.waveform, &self.window, &self.cursors, &self.status, &self.theme)
            == (&other.waveform, &other.window, &other.cursors, &other.status, &other.theme)
    }
}

impl State {
    /// Takes in what there is to see.
    pub fn set_waveform(&mut self, waveform: Waveform) {
        self.waveform = Some(SharedWaveform(Rc::new(waveform)));
    }

    /// The bench is a new one.
    pub fn reset(&mut self) {
        self.cursors = Cursors::default();
        self.status = StatusMessage::default();
        if let Some(waveform) = &self.waveform {
            self.window.follow(waveform, true);
        }
    }

    /// Goes on as `before`, in the size and the colours of now.
    pub fn restore(&mut self, before: Self) {
        let (width, density, theme) = (self.window.width(), self.window.density, self.theme.take());
        *self = Self { theme, ..before };
        self.window.resize(width, density);
    }

    /// The pixel where a moment is, if it is in view.
    pub fn pixel(&self, time_ns: u64) -> Option<f64> {
        let waveform = self.waveform.as_ref()?;
        let x = (time_ns as f64 - waveform.from_ns) / self.ns_per_px(waveform);
        (0.0..=self.window.width()).contains(&x).then_some(x)
    }

    /// Asks for what is looked at, as of an engine that has not been asked.
    pub fn view_request(&self) -> Request {
        Request::View(self.window.view())
    }

    /// Does it; answers what the engine is to do about it.
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

    /// One click puts a cursor: A, then B, then A again, with shift always B. Two follow the present.
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
