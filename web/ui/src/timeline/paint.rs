//! Paints a waveform on the canvas. All shapes of one colour are one path. Coordinates are device pixels.

mod levels;
mod service;

use pinscope_core::PinId;
use pinscope_protocol::waveform::{SleepEnd, SleepSpan, Waveform};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, Path2d};

use super::ruler::{self, LETTER_WIDTH, Ticks};
use super::theme::{self, Inks};
use crate::symbols;
use levels::Levels;
use service::Service;

/// Height of the ruler, in pixels.
pub const RULER: f64 = 24.0;

/// Paints `waveform`, with a lane for each of `pins`.
pub fn paint(canvas: &HtmlCanvasElement, waveform: &Waveform, pins: &[PinId], inks: &Inks) {
    let Some(context) = theme::context(canvas) else { return };
    let height = canvas.client_height() as f64 * inks.density;
    let (width, height) = (f64::from(waveform.columns), height.round());
    // Setting the size clears the canvas and allocates its memory again, even if the size is the same.
    if (f64::from(canvas.width()), f64::from(canvas.height())) != (width, height) {
        canvas.set_width(width as u32);
        canvas.set_height(height as u32);
    }
    Picture { context, waveform, inks, width, height }.paint(pins);
}

struct Picture<'a> {
    context: CanvasRenderingContext2d,
    waveform: &'a Waveform,
    inks: &'a Inks,
    width: f64,
    height: f64,
}

impl Picture<'_> {
    fn paint(&self, pins: &[PinId]) {
        self.context.set_font(&self.inks.font);
        self.fill(&self.inks.ground, 0.0, 0.0, self.width, self.height);
        let bottom = self.top(pins.len());
        for sleep in &self.waveform.sleeps {
            let (from, to) = self.extent(sleep);
            self.fill(&self.inks.asleep, from, self.px(RULER), to - from, bottom - self.px(RULER));
        }
        self.ruler(pins.len());
        self.lanes(pins);
        for sleep in &self.waveform.sleeps {
            self.sleep(sleep, pins);
        }
        self.present(bottom);
    }

    /// Paints the ticks with their times, the grid below them, and a line above each lane.
    fn ruler(&self, lanes: usize) {
        let (waveform, inks) = (self.waveform, self.inks);
        let ticks = Ticks::new(waveform.to_ns(), waveform.ns_per_column * inks.density);
        let (lines, marks) = (path(), path());
        let (base, thin) = (self.px(RULER), self.px(1.0));
        let first = waveform.from_ns as u64 / ticks.long_ns * ticks.long_ns;
        self.context.set_fill_style_str(&inks.text2);
        for count in 0.. {
            let time_ns = first + count * ticks.short_ns;
            let x = self.x(time_ns);
            if x > self.width {
                break;
            }
            let is_long = time_ns.is_multiple_of(ticks.long_ns);
            let tick = self.px(if is_long { 8.0 } else { 4.0 });
            marks.rect(x, base - tick, thin, tick);
            if is_long {
                lines.rect(x, base, thin, self.height - base);
                self.text(&ruler::time(time_ns, ticks.long_ns), x + self.px(5.0), self.px(15.0));
            }
        }
        self.context.fill_with_path_2d(&marks);
        for lane in 0..=lanes {
            lines.rect(0.0, self.top(lane), self.width, thin);
        }
        self.fill_path(&inks.line, &lines);
    }

    fn lanes(&self, pins: &[PinId]) {
        let (mut levels, service) = (Levels::new(self.inks), Service::new(self.inks));
        for (index, pin) in pins.iter().enumerate() {
            let Some(lane) = self.waveform.lanes.get(pin.index()) else { continue };
            // A lane may be higher than its content.
            let top = self.top(index) + self.px((self.inks.lane - 24.0) / 2.0);
            levels.add(lane, top);
            service.add(lane, top);
        }
        levels.paint(&self.context);
        service.paint(&self.context);
    }

    /// Paints a line above a sleep, its text, and a crescent where it ended.
    fn sleep(&self, sleep: &SleepSpan, pins: &[PinId]) {
        let (from, to) = self.extent(sleep);
        let base = self.px(RULER);
        self.fill(&self.inks.wake, from, base, to - from, self.px(3.0));
        let text = sleep_text(sleep);
        // If the whole text does not fit, only its first word is painted, which is the power mode.
        let fits = |text: &&str| (text.chars().count() as f64 * LETTER_WIDTH + 28.0) * self.inks.density <= to - from;
        let Some(text) = [text.as_str(), sleep.power.name()].into_iter().find(fits) else { return };
        let (x, y) = (from + self.px(4.0), base + self.px(4.0));
        let width = text.chars().count() as f64 * LETTER_WIDTH + 22.0;
        self.fill(&self.inks.asleep, x, y, self.px(width), self.px(16.0));
        self.crescent(x + self.px(8.0), y + self.px(8.0));
        self.context.set_fill_style_str(&self.inks.text);
        self.text(text, x + self.px(18.0), y + self.px(12.0));
        if let SleepEnd::Woken(pin, _) = sleep.end
            && let Some(lane) = pins.iter().position(|&other| other == pin)
        {
            self.crescent(to - self.px(8.0), self.top(lane) + self.px(6.0));
        }
    }

    fn crescent(&self, x: f64, y: f64) {
        let scale = self.inks.density * 0.7;
        // A matrix of finite numbers can always be set.
        let _ = self.context.set_transform(scale, 0.0, 0.0, scale, x, y);
        if let Ok(crescent) = Path2d::new_with_path_string(symbols::CRESCENT) {
            self.fill_path(&self.inks.wake, &crescent);
        }
        let _ = self.context.reset_transform();
    }

    fn present(&self, bottom: f64) {
        let x = self.x(self.waveform.now_ns);
        let (top, half) = (self.px(8.0), self.px(5.0));
        if x > self.width {
            return;
        }
        self.fill(&self.inks.text, x, top, self.px(1.5), bottom - top);
        let flag = path();
        flag.move_to(x - half, top - half);
        flag.line_to(x + half, top - half);
        flag.line_to(x, top + half);
        self.context.fill_with_path_2d(&flag);
    }

    /// Returns the visible start and end of a sleep.
    fn extent(&self, sleep: &SleepSpan) -> (f64, f64) {
        let from = self.x(sleep.from_ns).max(0.0);
        (from, self.x(sleep.to_ns).min(self.width).max(from + 1.0))
    }

    fn x(&self, time_ns: u64) -> f64 {
        ((time_ns as f64 - self.waveform.from_ns) / self.waveform.ns_per_column).floor()
    }

    /// Returns the top of a lane.
    fn top(&self, lane: usize) -> f64 {
        self.px(RULER + lane as f64 * self.inks.lane)
    }

    fn px(&self, css: f64) -> f64 {
        (css * self.inks.density).round()
    }

    fn text(&self, text: &str, x: f64, y: f64) {
        // It fails only if the canvas is lost.
        let _ = self.context.fill_text(text, x, y);
    }

    fn fill(&self, colour: &str, x: f64, y: f64, width: f64, height: f64) {
        self.context.set_fill_style_str(colour);
        self.context.fill_rect(x, y, width, height);
    }

    fn fill_path(&self, colour: &str, path: &Path2d) {
        self.context.set_fill_style_str(colour);
        self.context.fill_with_path_2d(path);
    }
}

/// Returns an empty path.
fn path() -> Path2d {
    Path2d::new().expect("an empty path can be made")
}

/// Returns the text of a sleep: `SUSPENDED 15.1 ms, woke by GP17 rising`.
fn sleep_text(sleep: &SleepSpan) -> String {
    let slept = format!("{} {}", sleep.power.name(), ruler::duration(sleep.to_ns - sleep.from_ns));
    match sleep.end {
        SleepEnd::Asleep => format!("{slept} so far"),
        SleepEnd::Starting(pin) => format!("{slept} so far, starting: woken by {}", pin.name()),
        SleepEnd::Reset => format!("{slept}, ended by a reset"),
        SleepEnd::Woken(pin, trigger) => {
            let trigger = trigger.map_or(String::new(), |trigger| format!(" {}", trigger.word()));
            format!("{slept}, woke by {}{trigger}", pin.name())
        }
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::{PinId, Power, Trigger};
    use pinscope_protocol::waveform::{SleepEnd, SleepSpan};

    use super::sleep_text;

    #[test]
    fn the_text_of_a_sleep_says_how_long_it_was_and_what_ended_it() {
        let sleep = |end| SleepSpan { power: Power::Suspended, from_ns: 1_000, to_ns: 15_101_000, end };
        let woken = SleepEnd::Woken(PinId::GP17, Some(Trigger::Rising));
        assert_eq!(sleep_text(&sleep(woken)), "SUSPENDED 15.100 ms, woke by GP17 rising");
        assert_eq!(sleep_text(&sleep(SleepEnd::Asleep)), "SUSPENDED 15.100 ms so far");
        assert_eq!(sleep_text(&sleep(SleepEnd::Reset)), "SUSPENDED 15.100 ms, ended by a reset");
    }
}
