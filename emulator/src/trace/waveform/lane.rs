//! One pin's lane while it is drawn from left to right.

use pinscope_core::PadLevel;

use super::{Lane, Segment, Span, Stage};

/// A lane, and what its last column has to know.
pub struct LaneBuilder {
    lane: Lane,
    level: Segment,
    min_separation: u16,
    /// The column of the last change.
    changed: Option<u16>,
    /// Behind the last busy column.
    busy_to: u16,
    stage: Option<Stage>,
}

impl LaneBuilder {
    /// A lane known from `column` on, on which things less than `min_separation` columns apart are one.
    pub fn new(min_separation: u16, column: u16, level: Option<PadLevel>, stage: Option<Stage>) -> Self {
        let level = level.map_or(Segment::Unknown, Segment::from);
        let mut lane = Lane::default();
        if column > 0 {
            lane.runs.push((0, Segment::Unknown));
        }
        lane.runs.push((column, level));
        let mut brush = Self { lane, level, min_separation, changed: None, busy_to: 0, stage: None };
        brush.turn(column, stage);
        brush
    }

    /// The level changes in `column`.
    pub fn change(&mut self, column: u16, level: Segment) {
        let was = std::mem::replace(&mut self.level, level);
        if self.changed.replace(column).is_some_and(|changed| column - changed < self.min_separation) {
            self.make_busy(column);
            return;
        }
        self.settle(column, was);
        match self.lane.runs.last_mut() {
            // The view begins with this change.
            Some(first) if first.0 == column => first.1 = level,
            _ => self.lane.runs.push((column, level)),
        }
    }

    /// The interrupt became pending in `column`.
    pub fn pend(&mut self, column: u16) {
        note(&mut self.lane.pended, column);
        if self.stage.is_none() {
            self.turn(column, Some(Stage::Waiting));
        }
    }

    /// An edge was not seen in `column`.
    pub fn coalesce(&mut self, column: u16) {
        note(&mut self.lane.coalesced, column);
    }

    /// The interrupt does something else from `column` on.
    pub fn turn(&mut self, column: u16, stage: Option<Stage>) {
        self.close(column);
        self.stage = stage;
        let Some(stage) = stage else { return };
        match self.lane.spans.last_mut() {
            Some(last) if last.stage == stage && column - last.to < self.min_separation => {}
            _ => self.lane.spans.push(Span { from: column, to: column, stage }),
        }
    }

    /// The interrupt is waited for no more.
    pub fn forget(&mut self, column: u16) {
        if self.stage == Some(Stage::Waiting) {
            self.turn(column, None);
        }
    }

    /// The lane, which ends at `column`.
    pub fn finish(mut self, column: u16) -> Lane {
        self.close(column);
        self.settle(column, self.level);
        self.lane.runs.push((column, Segment::Unknown));
        self.lane
    }

    /// Ends the span that is open. Only a handler is worth a mark that has no width.
    fn close(&mut self, column: u16) {
        if self.stage.is_none() {
            return;
        }
        if let Some(span) = self.lane.spans.last_mut() {
            span.to = column;
            if span.from == column && span.stage != Stage::Running {
                self.lane.spans.pop();
            }
        }
    }

    fn make_busy(&mut self, column: u16) {
        let runs = &mut self.lane.runs;
        match runs.as_mut_slice() {
            [.., (_, Segment::Busy)] => {}
            [.., (_, Segment::Busy), _] if self.busy_to == column => drop(runs.pop()),
            [.., last] => last.1 = Segment::Busy,
            [] => {}
        }
        self.busy_to = column + 1;
    }

    /// Before anything at `column`: behind busy columns comes the level they ended at.
    fn settle(&mut self, column: u16, level: Segment) {
        if matches!(self.lane.runs.last(), Some((_, Segment::Busy))) && self.busy_to < column {
            self.lane.runs.push((self.busy_to, level));
        }
    }
}

/// Notes `column`, once.
fn note(columns: &mut Vec<u16>, column: u16) {
    if columns.last() != Some(&column) {
        columns.push(column);
    }
}
