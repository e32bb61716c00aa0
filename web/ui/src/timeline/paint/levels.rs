//! Paints levels: high is a line over a filled area, low a line, floating hatched, contention a zigzag in a box.

use pinscope_protocol::waveform::{Lane, Segment};
use web_sys::{CanvasRenderingContext2d, Path2d};

use super::path;
use crate::timeline::theme::Inks;

/// Distance of high and low from the top of a lane, in pixels.
const HIGH: f64 = 9.0;
const LOW: f64 = 21.0;

/// Distance between two peaks of the zigzag, in pixels.
const ZIGZAG: f64 = 10.0;

/// Opacity of busy columns, in which the level changes more often than can be painted.
const BUSY: f64 = 0.55;

/// The levels of all lanes, with a path for each kind.
pub struct Levels<'a> {
    inks: &'a Inks,
    under_high: Path2d,
    high: Path2d,
    low: Path2d,
    busy: Path2d,
    floating: Path2d,
    contention: Path2d,
}

impl<'a> Levels<'a> {
    /// Creates empty paths.
    pub fn new(inks: &'a Inks) -> Self {
        let [under_high, high, low, busy, floating, contention] = std::array::from_fn(|_| path());
        Self { inks, under_high, high, low, busy, floating, contention }
    }

    /// Adds the lane whose top is at `top`.
    pub fn add(&mut self, lane: &Lane, top: f64) {
        let px = |css: f64| (css * self.inks.density).round();
        let (high, low) = (top + px(HIGH), top + px(LOW));
        let (thick, thin) = (px(2.5), px(2.0));
        let height = low - high;
        let mut before = Segment::Unknown;
        for pair in lane.runs.windows(2) {
            let [(from, shape), (to, _)] = [pair[0], pair[1]];
            let (x, width) = (f64::from(from), f64::from(to) - f64::from(from));
            let has_edge = matches!(before, Segment::Low | Segment::High | Segment::Busy);
            match shape {
                Segment::High => {
                    self.under_high.rect(x, high, width, height);
                    self.high.rect(x, high, width, thick);
                    if has_edge {
                        self.high.rect(x, high, thin, height);
                    }
                }
                Segment::Low => {
                    self.low.rect(x, low - thin, width, thin);
                    if has_edge {
                        self.low.rect(x, high, thin, height);
                    }
                }
                Segment::Busy => self.busy.rect(x, high, width.max(thin), height),
                Segment::Floating => self.floating.rect(x, high + px(3.0), width, height - px(4.0)),
                Segment::Contention => self.zigzag(x, width, high, low),
                Segment::Unknown => {}
            }
            before = shape;
        }
    }

    /// Paints the levels of all lanes that were added.
    pub fn paint(&self, context: &CanvasRenderingContext2d) {
        let fill = |colour: &str, path: &Path2d| {
            context.set_fill_style_str(colour);
            context.fill_with_path_2d(path);
        };
        fill(&self.inks.under_high, &self.under_high);
        context.set_fill_style_canvas_pattern(&self.inks.hatch);
        context.fill_with_path_2d(&self.floating);
        context.set_global_alpha(BUSY);
        fill(&self.inks.high, &self.busy);
        context.set_global_alpha(1.0);
        fill(&self.inks.low, &self.low);
        fill(&self.inks.high, &self.high);
        context.set_stroke_style_str(&self.inks.contention);
        context.set_line_width(1.5 * self.inks.density);
        context.stroke_with_path(&self.contention);
    }

    fn zigzag(&mut self, x: f64, width: f64, high: f64, low: f64) {
        let step = ZIGZAG / 2.0 * self.inks.density;
        self.contention.rect(x, high, width, low - high);
        self.contention.move_to(x, low);
        for peak in 1..(width / step) as u32 {
            self.contention.line_to(x + f64::from(peak) * step, if peak % 2 == 1 { high } else { low });
        }
    }
}
