//! A canvas with the scale of a waveform on it. Coordinates are device pixels.

use pinscope_protocol::waveform::{SleepSpan, Waveform};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, Path2d};

use crate::symbols;
use crate::timeline::ruler::Ticks;
use crate::timeline::theme::{self, Inks};

/// A canvas that is being painted.
pub struct Surface<'a> {
    /// Its drawing context.
    pub context: CanvasRenderingContext2d,
    /// The waveform.
    pub waveform: &'a Waveform,
    /// Colours and measures.
    pub inks: &'a Inks,
    /// Width of the canvas.
    pub width: f64,
    /// Height of the canvas.
    pub height: f64,
}

impl<'a> Surface<'a> {
    /// Clears the canvas, which is as wide as `waveform`.
    pub fn clear(canvas: &HtmlCanvasElement, waveform: &'a Waveform, inks: &'a Inks) -> Option<Self> {
        let context = theme::context(canvas)?;
        let height = canvas.client_height() as f64 * inks.density;
        let (width, height) = (f64::from(waveform.columns), height.round());
        // Setting the size clears the canvas and allocates its memory again, even if the size is the same.
        if (f64::from(canvas.width()), f64::from(canvas.height())) != (width, height) {
            canvas.set_width(width as u32);
            canvas.set_height(height as u32);
        }
        let surface = Self { context, waveform, inks, width, height };
        surface.context.set_font(&inks.font);
        surface.fill(&inks.ground, 0.0, 0.0, width, height);
        Some(surface)
    }

    /// Returns the distances of the ticks.
    pub fn ticks(&self) -> Ticks {
        Ticks::new(self.waveform.to_ns(), self.waveform.ns_per_column * self.inks.density)
    }

    /// Returns the times of the ticks in view, from the last labelled one before it on.
    pub fn tick_times(&self, ticks: Ticks) -> impl Iterator<Item = (u64, f64)> {
        let first = self.waveform.from_ns as u64 / ticks.long_ns * ticks.long_ns;
        let times = (0..).map(move |count| first + count * ticks.short_ns).map(|time_ns| (time_ns, self.x(time_ns)));
        times.take_while(|&(_, x)| x <= self.width)
    }

    /// Returns the visible start and end of a sleep.
    pub fn extent(&self, sleep: &SleepSpan) -> (f64, f64) {
        let from = self.x(sleep.from_ns).max(0.0);
        (from, self.x(sleep.to_ns).min(self.width).max(from + 1.0))
    }

    /// Returns the left edge of the column of a time.
    pub fn x(&self, time_ns: u64) -> f64 {
        ((time_ns as f64 - self.waveform.from_ns) / self.waveform.ns_per_column).floor()
    }

    /// Returns a length in device pixels.
    pub fn px(&self, css: f64) -> f64 {
        (css * self.inks.density).round()
    }

    /// Paints a line at the present, from `top` to `bottom`.
    pub fn present(&self, top: f64, bottom: f64) {
        self.fill(&self.inks.text, self.x(self.waveform.now_ns), top, self.px(1.5), bottom - top);
    }

    /// Paints a crescent, the sign of a wake-up.
    pub fn crescent(&self, x: f64, y: f64) {
        let scale = self.inks.density * 0.7;
        // A matrix of finite numbers can always be set.
        let _ = self.context.set_transform(scale, 0.0, 0.0, scale, x, y);
        if let Ok(crescent) = Path2d::new_with_path_string(symbols::CRESCENT) {
            self.fill_path(&self.inks.wake, &crescent);
        }
        let _ = self.context.reset_transform();
    }

    /// Writes text in the colour that was set last.
    pub fn text(&self, text: &str, x: f64, y: f64) {
        // It fails only if the canvas is lost.
        let _ = self.context.fill_text(text, x, y);
    }

    /// Fills a rectangle.
    pub fn fill(&self, colour: &str, x: f64, y: f64, width: f64, height: f64) {
        self.context.set_fill_style_str(colour);
        self.context.fill_rect(x, y, width, height);
    }

    /// Fills a path.
    pub fn fill_path(&self, colour: &str, path: &Path2d) {
        self.context.set_fill_style_str(colour);
        self.context.fill_with_path_2d(path);
    }
}
