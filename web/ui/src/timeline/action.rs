//! The actions on the timeline. Positions are pixels from the left edge of the canvas.

use pinscope_core::PinId;
use pinscope_protocol::TraceAnswer;

use super::status::StatusMessage;

/// An action on the timeline.
#[derive(Clone, Debug)]
pub enum TimelineAction {
    /// The canvas has another size: its width, and the number of device pixels per pixel.
    Resize(f64, f64),
    /// The browser has changed between dark and light colours.
    ColorSchemeChanged,
    /// Zooms in by a factor, around a position if there is one, and otherwise around the cursor or the last event in
    /// view.
    Zoom(f64, Option<f64>),
    /// Pans to the right by pixels.
    Pan(f64),
    /// Pans to the right by a share of the width.
    PanByShare(f64),
    /// Shows the whole record.
    Fit,
    /// Shows the oldest part of the record.
    GoToStart,
    /// Follows the present, or stays where it is.
    Follow(bool),
    /// Moves cursor A to the previous edge or interrupt, or to the next one.
    Step {
        /// Moves to the next one.
        is_forward: bool,
    },
    /// A pointer goes down at a position.
    PointerDown(i32, f64),
    /// A pointer moves to a position.
    PointerMove(i32, f64),
    /// A pointer goes up, or the browser takes it away.
    PointerUp(i32),
    /// A click at a target.
    Click {
        /// The target.
        target: CursorTarget,
        /// Number of clicks in a row.
        times: i32,
        /// Shift was held.
        with_shift: bool,
    },
    /// The pointer rests on a lane, or no longer rests.
    Rest(Option<(PinId, f64)>),
    /// Places a cursor in the middle.
    PlaceCursor(Cursor),
    /// Drags a cursor to a target.
    DragCursor(Cursor, CursorTarget),
    /// Moves a cursor by pixels.
    NudgeCursor(Cursor, f64),
    /// A cursor has received the keyboard's focus, or lost it.
    FocusCursor(Option<Cursor>),
    /// Removes both cursors and the measurement.
    Clear,
    /// The engine has answered a question about the trace.
    Answer(TraceAnswer),
    /// Shows a status message.
    ShowStatus(StatusMessage),
}

/// The place at which a cursor is put down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CursorTarget {
    /// The position.
    pub x: f64,
    /// The pin of the lane, or `None` beside the lanes.
    pub pin: Option<PinId>,
    /// The cursor does not snap to an edge.
    pub is_free: bool,
}

/// A cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// The first one.
    A,
    /// The second one.
    B,
}

impl Cursor {
    /// Both cursors.
    pub const ALL: [Self; 2] = [Self::A, Self::B];

    /// Returns the label of the cursor's flag.
    pub const fn name(self) -> &'static str {
        ["A", "B"][self as usize]
    }
}
