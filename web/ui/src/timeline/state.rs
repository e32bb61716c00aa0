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
pub enum Act {
    /// The canvas has another width, on a screen of so many device pixels a pixel.
    Resized(f64, f64),
    /// The colours are others.
    Scheme,
    /// Zooms in by this factor, around a place if one is meant.
    Zoom(f64, Option<f64>),
    /// Moves what is seen to the right.
    Pan(f64),
    /// Moves what is seen to the right by a share of the width.
    Page(f64),
    /// Shows everything.
    Fit,
    /// Shows the oldest.
    Start,
    /// Follows the present, or stays.
    Follow(bool),
    /// A pointer goes down on the canvas.
    Down(i32, f64),
    /// A pointer moves.
    Moved(i32, f64),
    /// A pointer goes up, or is gone.
    Up(i32),
    /// A click at a place; how many of them, and whether shift was held.
    Clicked(f64, i32, bool),
    /// Puts a cursor at a place, at the middle if none is meant.
    Put(Cursor, Option<f64>),
    /// Moves a cursor.
    Nudge(Cursor, f64),
    /// Takes both cursors away.
    Clear,
    /// Something is to be said.
    Say(Saying),
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
pub struct Saying {
    /// The words.
    pub words: AttrValue,
    /// Whether they tell of a failure.
    pub is_refusal: bool,
}

impl Saying {
    /// A file was refused.
    pub fn refused(why: &str) -> Self {
        Self { words: format!("not replayed: {why}").into(), is_refusal: true }
    }

    /// No file could be written.
    pub fn not_saved(why: &str) -> Self {
        Self { words: format!("not saved: {why}").into(), is_refusal: true }
    }

    /// A file is being replayed, or was refused.
    pub fn of_replay(outcome: Result<usize, String>) -> Self {
        match outcome {
            Ok(changes) => {
                let words = format!("replays {} changes from here on", text::grouped(changes as u64)).into();
                Self { words, is_refusal: false }
            }
            Err(why) => Self::refused(&why),
        }
    }
}

/// A strip to paint. Two are equal when they are the same one, so comparing costs nothing.
#[derive(Clone, Debug)]
pub struct Shown(Rc<Waveform>);

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Shown {
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
    pub shown: Option<Shown>,
    /// What it is to show.
    pub window: Window,
    /// The cursors.
    pub cursors: Cursors,
    /// What is said in the bar.
    pub saying: Saying,
    /// Colours and measures, once they are known.
    pub theme: Option<Theme>,
    gesture: Gesture,
    /// The cursors before a click, which its second half takes back.
    before_click: Cursors,
}

/// Two are equal when they look the same.
impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        (&self.shown, &self.window, &self.cursors, &self.saying, &self.theme)
            == (&other.shown, &other.window, &other.cursors, &other.saying, &other.theme)
    }
}

impl State {
    /// Takes in what there is to see.
    pub fn show(&mut self, strip: Waveform) {
        self.shown = Some(Shown(Rc::new(strip)));
    }

    /// The bench is a new one.
    pub fn start_over(&mut self) {
        self.cursors = Cursors::default();
        self.saying = Saying::default();
        if let Some(shown) = &self.shown {
            self.window.follow(shown, true);
        }
    }

    /// Goes on as `before`, in the size and the colours of now.
    pub fn put_back(&mut self, before: Self) {
        let (width, density, theme) = (self.window.width(), self.window.density, self.theme.take());
        *self = Self { theme, ..before };
        self.window.resize(width, density);
    }

    /// The pixel where a moment is, if it is in view.
    pub fn place(&self, time_ns: u64) -> Option<f64> {
        let shown = self.shown.as_ref()?;
        let x = (time_ns as f64 - shown.from_ns) / self.shown_ns_per_px(shown);
        (0.0..=self.window.width()).contains(&x).then_some(x)
    }

    /// Asks for what is looked at, as of an engine that has not been asked.
    pub fn view(&self) -> Request {
        Request::View(self.window.view())
    }

    /// Does it; answers what the engine is to do about it.
    pub fn act(&mut self, act: Act) -> Option<Request> {
        let before = self.window.view();
        match act {
            Act::Resized(width, density) => {
                self.window.resize(width, density);
                self.theme = Theme::read(density);
            }
            Act::Scheme => self.theme = Theme::read(self.window.density),
            Act::Say(saying) => self.saying = saying,
            other => {
                self.saying = Saying::default();
                if let Some(shown) = self.shown.clone() {
                    self.act_on(&shown, other);
                }
            }
        }
        let view = self.window.view();
        (view != before).then_some(Request::View(view))
    }

    fn act_on(&mut self, shown: &Waveform, act: Act) {
        let window = &mut self.window;
        match act {
            Act::Zoom(factor, around) => window.zoom(shown, factor, around),
            Act::Pan(px) => window.pan(shown, px),
            Act::Page(share) => window.pan(shown, share * window.width()),
            Act::Fit => window.fit(shown),
            Act::Start => window.go_to_start(shown),
            Act::Follow(on) => window.follow(shown, on),
            Act::Down(id, x) => self.gesture.down(id, x),
            Act::Up(id) => self.gesture.up(id),
            Act::Moved(id, x) => match self.gesture.moved(id, x) {
                Some(Movement::Pan(px)) => window.pan(shown, px),
                Some(Movement::Pinch { factor, around, pan }) => {
                    window.pan(shown, pan);
                    window.zoom(shown, factor, Some(around));
                }
                None => {}
            },
            Act::Clicked(x, times, with_shift) => self.click(shown, x, times, with_shift),
            Act::Put(cursor, x) => self.put(shown, cursor, x.unwrap_or(self.window.width() / 2.0)),
            Act::Nudge(cursor, px) => {
                let x = self.cursors[cursor as usize].and_then(|time_ns| self.place(time_ns));
                if let Some(x) = x {
                    self.put(shown, cursor, x + px);
                }
            }
            Act::Clear => self.cursors = Cursors::default(),
            Act::Resized(..) | Act::Scheme | Act::Say(_) => {}
        }
    }

    /// One click puts a cursor: A, then B, then A again, with shift always B. Two follow the present.
    fn click(&mut self, shown: &Waveform, x: f64, times: i32, with_shift: bool) {
        if self.gesture.was_drag() {
            return;
        }
        if times > 1 {
            self.cursors = self.before_click;
            self.window.follow(shown, true);
            return;
        }
        self.before_click = self.cursors;
        let is_second = matches!(self.cursors, [Some(_), None]);
        self.put(shown, if with_shift || is_second { Cursor::B } else { Cursor::A }, x);
    }

    fn put(&mut self, shown: &Waveform, cursor: Cursor, x: f64) {
        let time_ns = shown.from_ns + within(x, 0.0, self.window.width()) * self.shown_ns_per_px(shown);
        self.cursors[cursor as usize] = Some(time_ns.round() as u64);
    }

    fn shown_ns_per_px(&self, shown: &Waveform) -> f64 {
        shown.ns_per_column * self.window.density
    }
}
