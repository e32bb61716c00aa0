//! What the page is told of a real board: a frame for each one painted, and a line that says which board it is.

use pinscope_core::{PadLevel, PinId, Profile, Registers as _, Snapshot};
use pinscope_emulator::{Driver, External};
use pinscope_protocol::register_map;

use super::{Cable, Line, Out, SILENT_MS, texts};
use crate::json;
use pinscope_protocol::{Frame, Reply, Watched};

impl Cable {
    /// Tells what is new.
    pub(super) fn tell(&mut self, now_ms: f64, out: &mut Vec<Out>) {
        let says = self.says(now_ms);
        if says != self.said {
            self.said.clone_from(&says);
            self.changed = true;
            out.push(Out::Reply(Reply::Notice { example: None, text: says }));
        }
        if self.painted && self.changed {
            (self.painted, self.changed) = (false, false);
            let frame = self.frame(now_ms);
            out.push(Out::Reply(Reply::Frame(Box::new(frame))));
        }
    }

    /// Which board it is, or why there is none.
    fn says(&self, now_ms: f64) -> String {
        match (&self.info, self.line) {
            (_, Line::Shut(_) | Line::Open { is_up: false }) => texts::shut(self.way, self.was_heard).to_owned(),
            // A bridge without a board closes what it has just opened.
            (None, _) if !self.said.is_empty() && now_ms - self.heard_ms < SILENT_MS => self.said.clone(),
            (Some(info), _) if self.is_speaking(now_ms) => texts::connected(info, self.way, self.emulator.as_deref()),
            (Some(info), _) => texts::foreign(info).unwrap_or_else(|| texts::silent(self.way)),
            (None, _) => texts::silent(self.way),
        }
    }

    /// The board as it was told last, by the record's clock. What it read is not known any more once it is silent.
    pub(super) fn snapshot(&self, now_ms: f64) -> Snapshot {
        let mut snapshot = self.decoder.snapshot().clone();
        snapshot.time_ns = self.record.now_ns();
        if !self.is_speaking(now_ms) {
            snapshot.pins.iter_mut().for_each(|status| status.level = None::<PadLevel>);
        }
        snapshot
    }

    /// Which board it is, of those the page can draw.
    pub(super) fn profile(&self) -> Profile {
        self.decoder.snapshot().profile
    }

    fn frame(&mut self, now_ms: f64) -> Frame {
        let snapshot = self.snapshot(now_ms);
        let trace = self.record.trace();
        let first = self.untold.max(trace.next().saturating_sub(Frame::MAX_EVENTS));
        self.untold = trace.next();
        let taken = self.info.as_ref().map_or(&[][..], |info| &info.reserved);
        let is_watched = |watched| self.watched == Some(watched);
        Frame {
            events: trace.since(first).collect(),
            timeline: self.view.map(|view| self.index.waveform(trace, view, snapshot.time_ns)),
            registers: is_watched(Watched::Registers)
                .then(|| register_map::registers().map(|register| (&snapshot).read(register.addr)).collect()),
            reasons: is_watched(Watched::Reasons).then(Vec::new),
            real: Some(texts::real(taken)),
            // What is attached to a real pad, and what drives it, nobody can tell from here.
            outside: vec![External::default(); PinId::COUNT],
            drivers: vec![Vec::<Driver>::new(); PinId::COUNT],
            wires: Vec::new(),
            clean: Vec::new(),
            sets_up_again: false,
            speed: 1.0,
            behind_ns: 0,
            stop_on: None,
            snapshot,
        }
    }

    /// The board for `window.pinscope`.
    pub(super) fn presented(&self, now_ms: f64) -> wasm_bindgen::JsValue {
        json::snapshot(&self.snapshot(now_ms))
    }
}
