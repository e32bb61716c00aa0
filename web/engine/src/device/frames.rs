//! The frames of a physical board, and the notice about its connection.

use pinscope_core::{PadLevel, PinId, Profile, Registers as _, Snapshot};
use pinscope_emulator::{Driver, External};
use pinscope_protocol::{Blocks, Frame, Reply, Watched, register_map};

use super::{ConnectionState, DeviceSession, Output, messages};
use crate::frame_scheduler::Load;

impl DeviceSession {
    /// Sends the notice if it has changed, and a frame if one is due.
    pub(super) fn notify_page(&mut self, now_ms: f64, outputs: &mut Vec<Output>) {
        let text = self.connection_notice(now_ms);
        if text != self.notice {
            self.notice.clone_from(&text);
            self.frames.mark_changed();
            outputs.push(Output::Reply(Reply::Notice { example: None, text }));
        }
        // A serial line carries so few events that they never have to delay a frame.
        if self.frames.is_due(now_ms, Load::default()) {
            self.frames.on_sent(now_ms);
            let frame = self.frame(now_ms);
            outputs.push(Output::Reply(Reply::Frame(Box::new(frame))));
        }
    }

    /// Returns which board is connected, or why none is.
    fn connection_notice(&self, now_ms: f64) -> String {
        let ConnectionState::Connected(connection) = &self.state else {
            return messages::disconnected(self.transport, self.was_identified).to_owned();
        };
        match connection.info() {
            // A bridge without a board closes the connection immediately, so the notice stays for a moment.
            None if !self.notice.is_empty() && !connection.is_silent(now_ms) => self.notice.clone(),
            Some(info) if self.is_responding(now_ms) => {
                messages::connected(info, self.transport, connection.emulator.as_deref())
            }
            Some(info) => messages::incompatible(info).unwrap_or_else(|| messages::silent(self.transport)),
            None => messages::silent(self.transport),
        }
    }

    /// Returns the last snapshot of the board, with the time of its history. The levels of a silent board are unknown.
    pub(super) fn snapshot(&self, now_ms: f64) -> Snapshot {
        let mut snapshot = self.decoder.snapshot().clone();
        snapshot.time_ns = self.history.now_ns();
        if !self.is_responding(now_ms) {
            snapshot.pins.iter_mut().for_each(|status| status.level = None::<PadLevel>);
        }
        snapshot
    }

    pub(super) fn profile(&self) -> Profile {
        self.decoder.snapshot().profile
    }

    fn frame(&mut self, now_ms: f64) -> Frame {
        let snapshot = self.snapshot(now_ms);
        let reserved = self.state.info().map_or(&[][..], |info| &info.reserved);
        let is_watched = |watched| self.subscription == Some(watched);
        Frame {
            events: self.frames.take_events(self.history.trace()),
            timeline: self.timeline.waveform(self.history.trace(), snapshot.time_ns),
            registers: is_watched(Watched::Registers)
                .then(|| register_map::registers().map(|register| (&snapshot).read(register.addr)).collect()),
            reasons: is_watched(Watched::Reasons).then(Vec::new),
            real: Some(messages::limits(self.transport, reserved)),
            // The circuit around a physical board is unknown.
            outside: vec![External::default(); PinId::COUNT],
            drivers: vec![Vec::<Driver>::new(); PinId::COUNT],
            wires: Vec::new(),
            clean: Vec::new(),
            sets_up_again: false,
            speed: 1.0,
            behind_ns: 0,
            starting: None,
            stop_on: None,
            rail_wires: Vec::new(),
            served_since_press: vec![None; PinId::COUNT],
            ignored_edges: Vec::new(),
            blocks: Blocks::default(),
            block_reasons: None,
            snapshot,
        }
    }
}
