//! Checkpoints of a board with a script. The page keeps them, because it has to replace the engine if the script does
//! not stop.

use pinscope_core::{Event, RegisterImage};
use pinscope_emulator::playground::SavedState;
use pinscope_emulator::trace::{DEFAULT_CAPACITY, SerialFormats, Trace};
use pinscope_emulator::{Bench, Playground, share};
use pinscope_protocol::{Checkpoint, Reply, TraceChunk};

use crate::session::Engine;

/// The part of the checkpoint that the page has already received.
#[derive(Debug, Default)]
pub struct CheckpointRecorder {
    bench: Option<Bench>,
    /// The sequence number of the first event that was not sent.
    next_seq: u64,
}

impl Engine {
    /// Returns the newest part of the checkpoint if a frame is due, so that both are of the same moment.
    pub(crate) fn checkpoint_with_frame(&mut self, now_ms: f64) -> Option<Reply> {
        (self.has_frame(now_ms) && self.playground.has_script()).then(|| self.checkpoint())
    }

    /// Returns the newest part of the checkpoint.
    pub fn checkpoint(&mut self) -> Reply {
        let bench = self.present_bench();
        let recorder = &mut self.script.recorder;
        let text = (recorder.bench.as_ref() != Some(&bench)).then(|| share::encode(&bench));
        recorder.bench = Some(bench);
        let machine = self.playground.machine();
        let (first, events) = machine.trace(|trace| {
            let events: Vec<Event> = trace.since(recorder.next_seq).map(|(_, event)| event).collect();
            (trace.next() - events.len() as u64, events)
        });
        let count = events.len() as u64;
        recorder.next_seq = first + count;
        Reply::Checkpoint {
            bench: text,
            board: pinscope_protocol::encode(&(
                RegisterImage::capture(machine.peek()),
                machine.time_ns(),
                self.playground.saved_state(),
                machine.trace(|trace| trace.serial_formats().clone()),
            )),
            chunk: TraceChunk { first, count, events: pinscope_protocol::encode(&events) },
        }
    }

    /// Continues from a checkpoint. If it cannot be decoded, the bench stays as it is.
    pub(crate) fn restore(&mut self, checkpoint: &Checkpoint) {
        let Ok(bench) = share::decode(&checkpoint.bench) else { return };
        let board = pinscope_protocol::decode::<(RegisterImage, u64, SavedState, SerialFormats)>(&checkpoint.board);
        let Some((image, time_ns, state, formats)) = board else { return };
        let mut events: Vec<Event> = Vec::new();
        for chunk in &checkpoint.record {
            events.extend(pinscope_protocol::decode::<Vec<Event>>(&chunk.events).unwrap_or_default());
        }
        events.drain(..events.len().saturating_sub(DEFAULT_CAPACITY));
        let next_seq = checkpoint.record.last().map_or(0, |chunk| chunk.first + chunk.count);
        let trace = Trace::from_events(next_seq - events.len() as u64, events).with_serial_formats(formats);
        let mut playground = Playground::restore(&bench, &image, time_ns, trace);
        playground.restore_state(state);
        self.start(playground);
        self.frames.restart_at(next_seq);
        self.adopt_clock(&bench);
        self.adopt_files(&bench);
        self.script.has_run = true;
        self.autosave.mark_opened();
    }
}
