//! Paints interrupts above each lane: a triangle where one becomes pending, a bar while its handler runs, which is
//! hollow while preempted, dots while it waits, and a cross where edges are coalesced. Marks that would overlap are one
//! mark with their number.

use js_sys::Array;
use pinscope_protocol::waveform::{Lane, Mark, Stage};
use web_sys::Path2d;

use super::path;
use super::surface::Surface;
use crate::text;
use crate::timeline::theme::Inks;

/// Distance of the marks from the top of a lane, and their height, in pixels.
const TOP: f64 = 2.0;
const HEIGHT: f64 = 6.0;

/// Minimum width of a bar, in pixels.
const MIN_BAR_WIDTH: f64 = 3.0;

/// Minimum distance between two marks, in pixels. Marks that are closer are one group.
const MIN_MARK_SEPARATION: f64 = 8.0;

/// Distance of a number from its mark, width of one of its digits, and its height, in pixels.
const NUMBER_GAP: f64 = 5.0;
const DIGIT_WIDTH: f64 = 6.2;
const NUMBER_HEIGHT: f64 = 9.0;

/// The interrupts of all lanes.
pub struct Service<'a> {
    inks: &'a Inks,
    bars: Path2d,
    waiting: Path2d,
    marks: Path2d,
    /// The number of each group, with its place.
    numbers: Vec<(String, f64, f64)>,
}

impl<'a> Service<'a> {
    /// Creates empty paths.
    pub fn new(inks: &'a Inks) -> Self {
        Self { inks, bars: path(), waiting: path(), marks: path(), numbers: Vec::new() }
    }

    /// Adds the lane whose top is at `top`.
    pub fn add(&mut self, lane: &Lane, top: f64) {
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
        for Group { from, to, count } in groups(&lane.pended, self.inks.density) {
            self.marks.move_to(from - half, top);
            self.marks.line_to(to + half, top);
            self.marks.line_to(to, top + height);
            self.marks.line_to(from, top + height);
            self.marks.close_path();
            self.add_number("", count, from, top);
        }
        let half = px(2.5);
        for Group { from, count, .. } in groups(&lane.coalesced, self.inks.density) {
            self.marks.move_to(from - half, top);
            self.marks.line_to(from + half, top + px(5.0));
            self.marks.move_to(from + half, top);
            self.marks.line_to(from - half, top + px(5.0));
            self.add_number("×", count, from, top);
        }
    }

    /// Adds the number of a group. If it would cover the number before, it is left out.
    fn add_number(&mut self, sign: &str, count: u32, x: f64, top: f64) {
        let px = |css: f64| (css * self.inks.density).round();
        let x = x + px(NUMBER_GAP);
        let is_covered =
            |(text, other_x, _): &(String, f64, f64)| (x - other_x).abs() < width_of(text) * self.inks.density;
        let mut in_lane = self.numbers.iter().rev().take_while(|number| number.2 == top);
        if count > 1 && !in_lane.any(is_covered) {
            self.numbers.push((format!("{sign}{}", text::grouped(count.into())), x, top));
        }
    }

    /// Paints the interrupts of all lanes that were added.
    pub fn paint(&self, surface: &Surface) {
        let (context, density) = (&surface.context, self.inks.density);
        context.set_fill_style_str(&self.inks.interrupt);
        context.fill_with_path_2d(&self.bars);
        context.set_stroke_style_str(&self.inks.interrupt);
        context.set_line_width(1.3 * density);
        context.stroke_with_path(&self.marks);
        // This cannot fail, because two positive numbers are a valid dash.
        let _ = context.set_line_dash(&Array::of2(&(2.0 * density).into(), &(2.0 * density).into()));
        context.stroke_with_path(&self.waiting);
        let _ = context.set_line_dash(&Array::new());
        if self.numbers.is_empty() {
            return;
        }
        context.set_font(&self.inks.small_font);
        for (text, x, top) in &self.numbers {
            let width = width_of(text) * density;
            surface.fill(&self.inks.ground, *x, top - surface.px(1.0), width, surface.px(NUMBER_HEIGHT));
            context.set_fill_style_str(&self.inks.interrupt);
            surface.text(text, x + surface.px(1.0), top + surface.px(NUMBER_HEIGHT - 2.0));
        }
    }
}

/// Returns the width of a number, in pixels.
fn width_of(text: &str) -> f64 {
    text.chars().count() as f64 * DIGIT_WIDTH + 2.0
}

/// Marks that would overlap.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Group {
    from: f64,
    to: f64,
    count: u32,
}

/// Joins marks that would overlap each other or the number of those before. `density` is the number of columns in a
/// pixel.
fn groups(marks: &[Mark], density: f64) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for &Mark { column, count } in marks {
        let x = f64::from(column);
        match groups.last_mut() {
            Some(last) if x < end_of(last, density) => {
                last.to = x;
                last.count += count;
            }
            _ => groups.push(Group { from: x, to: x, count }),
        }
    }
    groups
}

/// Returns the column from which on a mark does not overlap a group.
fn end_of(group: &Group, density: f64) -> f64 {
    let after_marks = group.to + MIN_MARK_SEPARATION * density;
    if group.count == 1 {
        return after_marks;
    }
    let number = width_of(&text::grouped(group.count.into())) + NUMBER_GAP + MIN_MARK_SEPARATION / 2.0;
    after_marks.max(group.from + number * density)
}

#[cfg(test)]
mod tests {
    use pinscope_protocol::waveform::Mark;

    use super::{Group, groups};

    fn joined(marks: &[(u16, u32)]) -> Vec<(f64, f64, u32)> {
        let marks: Vec<_> = marks.iter().map(|&(column, count)| Mark { column, count }).collect();
        groups(&marks, 1.0).into_iter().map(|Group { from, to, count }| (from, to, count)).collect()
    }

    #[test]
    fn marks_that_would_overlap_are_one_group_with_their_number() {
        assert_eq!(joined(&[(0, 1), (8, 1), (40, 1)]), [(0.0, 0.0, 1), (8.0, 8.0, 1), (40.0, 40.0, 1)]);
        assert_eq!(joined(&[(0, 1), (7, 1), (14, 1), (60, 1)]), [(0.0, 14.0, 3), (60.0, 60.0, 1)]);
        assert_eq!(joined(&[(5, 57)]), [(5.0, 5.0, 57)]);
    }

    #[test]
    fn a_mark_that_would_be_hidden_by_a_number_is_counted() {
        assert_eq!(joined(&[(0, 57), (15, 1), (40, 1)]), [(0.0, 15.0, 58), (40.0, 40.0, 1)]);
    }
}
