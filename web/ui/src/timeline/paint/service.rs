//! Paints interrupts above each lane: a triangle where one becomes pending, a bar while its handler runs, which is
//! hollow while preempted, dots while it waits, and a cross where edges are coalesced.

use js_sys::Array;
use pinscope_protocol::waveform::{Lane, Stage};
use web_sys::{CanvasRenderingContext2d, Path2d};

use super::path;
use crate::timeline::theme::Inks;

/// Distance of the marks from the top of a lane, and their height, in pixels.
const TOP: f64 = 2.0;
const HEIGHT: f64 = 6.0;

/// Minimum width of a bar, in pixels.
const MIN_BAR_WIDTH: f64 = 3.0;

/// Minimum distance between two marks, in pixels; others are left out.
const MIN_MARK_SEPARATION: f64 = 8.0;

/// The interrupts of all lanes.
pub struct Service<'a> {
    inks: &'a Inks,
    bars: Path2d,
    waiting: Path2d,
    marks: Path2d,
}

impl<'a> Service<'a> {
    /// Creates empty paths.
    pub fn new(inks: &'a Inks) -> Self {
        Self { inks, bars: path(), waiting: path(), marks: path() }
    }

    /// Adds the lane whose top is at `top`.
    pub fn add(&self, lane: &Lane, top: f64) {
        let px = |css: f64| (css * self.inks.density).round();
        let (top, height) = (top + px(TOP), px(HEIGHT));
        for span in &lane.spans {
            let (x, to) = (f64::from(span.from), f64::from(span.to));
            match span.stage {
                Stage::Running => self.bars.rect(x, top + px(1.0), (to - x).max(px(MIN_BAR_WIDTH)), px(4.0)),
                Stage::Preempted => {
                    self.bars.rect(x, top + px(1.0), to - x, px(1.0));
                    self.bars.rect(x, top + px(4.0), to - x, px(1.0));
                }
                Stage::Waiting => {
                    self.waiting.move_to(x, top + px(3.0));
                    self.waiting.line_to(to, top + px(3.0));
                }
            }
        }
        let half = px(3.5);
        for x in spaced(&lane.pended, px(MIN_MARK_SEPARATION)) {
            self.marks.move_to(x - half, top);
            self.marks.line_to(x + half, top);
            self.marks.line_to(x, top + height);
            self.marks.close_path();
        }
        let half = px(2.5);
        for x in spaced(&lane.coalesced, px(MIN_MARK_SEPARATION)) {
            self.marks.move_to(x - half, top);
            self.marks.line_to(x + half, top + px(5.0));
            self.marks.move_to(x + half, top);
            self.marks.line_to(x - half, top + px(5.0));
        }
    }

    /// Paints the interrupts of all lanes that were added.
    pub fn paint(&self, context: &CanvasRenderingContext2d) {
        let density = self.inks.density;
        context.set_fill_style_str(&self.inks.interrupt);
        context.fill_with_path_2d(&self.bars);
        context.set_stroke_style_str(&self.inks.interrupt);
        context.set_line_width(1.3 * density);
        context.stroke_with_path(&self.marks);
        // This cannot fail, because two positive numbers are a valid dash.
        let _ = context.set_line_dash(&Array::of2(&(2.0 * density).into(), &(2.0 * density).into()));
        context.stroke_with_path(&self.waiting);
        let _ = context.set_line_dash(&Array::new());
    }
}

/// Returns the columns that are far enough from the last one returned.
fn spaced(columns: &[u16], apart: f64) -> impl Iterator<Item = f64> {
    let mut last = f64::NEG_INFINITY;
    columns.iter().map(|&column| f64::from(column)).filter(move |&x| {
        let is_apart = x - last >= apart;
        if is_apart {
            last = x;
        }
        is_apart
    })
}

#[cfg(test)]
mod tests {
    use super::spaced;

    #[test]
    fn marks_that_would_overlap_are_left_out() {
        let columns: Vec<_> = spaced(&[0, 3, 8, 15, 16, 40], 8.0).collect();
        assert_eq!(columns, [0.0, 8.0, 16.0, 40.0]);
    }
}
