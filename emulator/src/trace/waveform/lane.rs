//! Builds the lane of one pin from left to right.

use pinscope_core::PadLevel;

use super::{Lane, Mark, Segment, Span, Stage};

/// A lane that is being built, with the state at its last column.
pub struct LaneBuilder {
    lane: Lane,
    level: Segment,
    min_separation: u16,
    /// The column of the last change of level.
    last_change: Option<u16>,
    /// The column after the last busy one.
    busy_end: u16,
    stage: Option<Stage>,
}

impl LaneBuilder {
    /// Starts a lane that is known from `column` on. Changes less than `min_separation` columns apart are merged.
    pub fn new(min_separation: u16, column: u16, level: Option<PadLevel>, stage: Option<Stage>) -> Self {
        let level = level.map_or(Segment::Unknown, Segment::from);
        let mut lane = Lane::default();
        if column > 0 {
            lane.runs.push((0, Segment::Unknown));
        }
        lane.runs.push((column, level));
        let mut builder = Self { lane, level, min_separation, last_change: None, busy_end: 0, stage: None };
        builder.set_stage(column, stage);
        builder
    }

    /// Changes the level in `column`.
    pub fn change(&mut self, column: u16, level: Segment) {
        let level_before = std::mem::replace(&mut self.level, level);
        if self.last_change.replace(column).is_some_and(|last| column - last < self.min_separation) {
            self.make_busy(column);
            return;
        }
        self.end_busy(column, level_before);
        match self.lane.runs.last_mut() {
            // The viewport begins with this change.
            Some(first) if first.0 == column => first.1 = level,
            _ => self.lane.runs.push((column, level)),
        }
    }

    /// Marks the interrupt as pending in `column`.
    pub fn pend(&mut self, column: u16) {
        add_mark(&mut self.lane.pended, column);
        if self.stage.is_none() {
            self.set_stage(column, Some(Stage::Waiting));
        }
    }

    /// Marks a lost edge in `column`.
    pub fn coalesce(&mut self, column: u16) {
        add_mark(&mut self.lane.coalesced, column);
    }

    /// Changes the stage of the interrupt in `column`.
    pub fn set_stage(&mut self, column: u16, stage: Option<Stage>) {
        self.end_span(column);
        self.stage = stage;
        let Some(stage) = stage else { return };
        match self.lane.spans.last_mut() {
            Some(last) if last.stage == stage && column - last.to < self.min_separation => {}
            _ => self.lane.spans.push(Span { from: column, to: column, stage }),
        }
    }

    /// Ends the stage of the interrupt if the interrupt is waiting.
    pub fn clear_waiting(&mut self, column: u16) {
        if self.stage == Some(Stage::Waiting) {
            self.set_stage(column, None);
        }
    }

    /// Returns the lane, which ends at `column`.
    pub fn finish(mut self, column: u16) -> Lane {
        self.end_span(column);
        self.end_busy(column, self.level);
        self.lane.runs.push((column, Segment::Unknown));
        self.lane
    }

    /// Ends the open span. A span without width is kept only if the handler ran in it.
    fn end_span(&mut self, column: u16) {
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
            [.., (_, Segment::Busy), _] if self.busy_end == column => {
                runs.pop();
            }
            [.., last] => last.1 = Segment::Busy,
            [] => {}
        }
        self.busy_end = column + 1;
    }

    /// Adds the level after the busy columns, unless they reach up to `column`.
    fn end_busy(&mut self, column: u16, level: Segment) {
        if matches!(self.lane.runs.last(), Some((_, Segment::Busy))) && self.busy_end < column {
            self.lane.runs.push((self.busy_end, level));
        }
    }
}

/// Adds a mark in `column`, or counts it if the last mark is in the same column.
fn add_mark(marks: &mut Vec<Mark>, column: u16) {
    match marks.last_mut() {
        Some(last) if last.column == column => last.count += 1,
        _ => marks.push(Mark { column, count: 1 }),
    }
}
