//! What the page keeps of a board with a script, in case the script does not stop and takes the engine with it.

use pinscope_core::{Event, RegisterImage};
use pinscope_emulator::trace::{DEFAULT_CAPACITY, Trace};
use pinscope_emulator::{Bench, Playground, share};

use crate::session::Engine;
use pinscope_protocol::{Checkpoint, Reply, TraceChunk};

/// What the page has been told of it.
#[derive(Debug, Default)]
pub struct CheckpointRecorder {
    bench: Option<Bench>,
    /// The sequence number of the first event that has not been told.
    next: u64,
}

impl Engine {
    /// Tells what is new of it together with a frame, so that both are of one moment.
    pub(crate) fn record_with_frame(&mut self, now_ms: f64) -> Option<Reply> {
        (self.has_a_frame(now_ms) && self.playground.has_script()).then(|| self.record())
    }

    /// Tells what is new of it.
    pub fn record(&mut self) -> Reply {
        let bench = self.present_bench();
        let text = (self.recorder.bench.as_ref() != Some(&bench)).then(|| share::encode(&bench));
        self.recorder.bench = Some(bench);
        let next = self.recorder.next;
        let (first, events) = self.playground.machine().trace(|trace| {
            let events: Vec<Event> = trace.since(next).map(|(_, event)| event).collect();
            (trace.next() - events.len() as u64, events)
        });
        let count = events.len() as u64;
        self.recorder.next = first + count;
        let machine = self.playground.machine();
        let board = pinscope_protocol::encode(&(RegisterImage::capture(machine.peek()), machine.time_ns()));
        Reply::Checkpoint {
            bench: text,
            board,
            piece: TraceChunk { first, count, events: pinscope_protocol::encode(&events) },
        }
    }

    /// Goes on where another engine was. What cannot be read leaves the bench as it is.
    pub(crate) fn go_on_from(&mut self, remains: &Checkpoint) {
        let Ok(bench) = share::decode(&remains.bench) else { return };
        let Some((image, time_ns)) = pinscope_protocol::decode::<(RegisterImage, u64)>(&remains.board) else { return };
        let mut events: Vec<Event> = Vec::new();
        for piece in &remains.record {
            events.extend(pinscope_protocol::decode::<Vec<Event>>(&piece.events).unwrap_or_default());
        }
        events.drain(..events.len().saturating_sub(DEFAULT_CAPACITY));
        let next = remains.record.last().map_or(0, |piece| piece.first + piece.count);
        let record = Trace::from_events(next - events.len() as u64, events);
        self.begin(Playground::restore(&bench, &image, time_ns, record));
        self.untold = next;
        self.pace.run(bench.running);
        self.set_speed_of(&bench);
    }
}
