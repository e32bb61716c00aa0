//! Paints what stands above the lanes: the ruler, and below it a strip with the names of sleeps and the present.

use pinscope_protocol::waveform::{SleepEnd, SleepSpan};

use super::path;
use super::surface::Surface;
use crate::timeline::ruler::{self, LETTER_WIDTH};

/// Height of the ruler, in pixels. The strip is the rest of the canvas.
const RULER: f64 = 20.0;

/// Distance of the baseline of a text from the top of the ruler or the strip, in pixels.
const BASELINE: f64 = 12.0;

/// Paints the header.
pub fn paint(surface: &Surface) {
    strip(surface);
    ticks(surface);
    surface.fill(&surface.inks.line, 0.0, surface.px(RULER), surface.width, surface.px(1.0));
    present(surface);
}

/// Paints the ticks, and the times of the long ones.
fn ticks(surface: &Surface) {
    let (ticks, marks) = (surface.ticks(), path());
    let (base, thin) = (surface.px(RULER), surface.px(1.0));
    surface.context.set_fill_style_str(&surface.inks.text2);
    for (time_ns, x) in surface.tick_times(ticks) {
        let is_long = time_ns.is_multiple_of(ticks.long_ns);
        let height = surface.px(if is_long { 8.0 } else { 4.0 });
        marks.rect(x, base - height, thin, height);
        if is_long {
            surface.text(&ruler::time(time_ns, ticks.long_ns), x + surface.px(5.0), surface.px(BASELINE));
        }
    }
    surface.context.fill_with_path_2d(&marks);
}

fn strip(surface: &Surface) {
    let top = surface.px(RULER);
    for sleep in &surface.waveform.sleeps {
        let (from, to) = surface.extent(sleep);
        surface.fill(&surface.inks.asleep, from, top, to - from, surface.height - top);
        let text = sleep_text(sleep);
        // If the whole text does not fit, only its first word is painted, which is the power mode.
        let fits = |text: &&str| surface.px(text.chars().count() as f64 * LETTER_WIDTH + 28.0) <= to - from;
        let Some(text) = [text.as_str(), sleep.power.name()].into_iter().find(fits) else { continue };
        surface.crescent(from + surface.px(12.0), top + surface.px(8.0));
        surface.context.set_fill_style_str(&surface.inks.text);
        surface.text(text, from + surface.px(22.0), top + surface.px(BASELINE));
    }
}

/// Paints the flag of the present, below the times.
fn present(surface: &Surface) {
    let (x, half) = (surface.x(surface.waveform.now_ns), surface.px(5.0));
    if x > surface.width {
        return;
    }
    let (top, tip) = (surface.px(RULER + 2.0), surface.px(RULER + 12.0));
    surface.present(tip, surface.height);
    let flag = path();
    flag.move_to(x - half, top);
    flag.line_to(x + half, top);
    flag.line_to(x, tip);
    surface.context.fill_with_path_2d(&flag);
}

/// Returns the text of a sleep: `SUSPENDED 15.1 ms, woke by GP17 rising`.
fn sleep_text(sleep: &SleepSpan) -> String {
    let slept = format!("{} {}", sleep.power.name(), ruler::duration(sleep.to_ns - sleep.from_ns));
    match sleep.end {
        SleepEnd::Asleep => format!("{slept} so far"),
        SleepEnd::Starting(pin) => format!("{slept} so far, starting: woken by {}", pin.name()),
        SleepEnd::Reset => format!("{slept}, ended by a reset"),
        SleepEnd::WokenByRtc => format!("{slept}, woke by the real-time clock"),
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
