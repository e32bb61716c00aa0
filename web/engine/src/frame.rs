//! The frames of the emulated board.

use pinscope_core::{Interrupt, PinId, Registers as _, Snapshot};
use pinscope_emulator::{BlockReport, Playground, WakeReason, WakeReport};
use pinscope_protocol::{BlockReason, Blocks, Frame, Reason, Reply, Watched, register_map};

use crate::frame_scheduler::Load;
use crate::session::Engine;

impl Engine {
    /// Returns whether the page has to get a frame at `now_ms`.
    pub(crate) fn has_frame(&self, now_ms: f64) -> bool {
        let events = self.playground.machine().trace(|trace| self.frames.unsent_events(trace));
        self.frames.is_due(now_ms, Load { events, handler_waits: self.needs_service() })
    }

    /// Returns the state of the board. Time also runs during a step.
    pub(crate) fn snapshot(&self) -> Snapshot {
        self.playground.snapshot(self.pacer.is_running() || self.pacer.is_stepping())
    }

    /// Returns the frame for the page, if one is due.
    pub(crate) fn frame(&mut self, now_ms: f64) -> Option<Reply> {
        if !self.has_frame(now_ms) {
            return None;
        }
        self.frames.on_sent(now_ms);
        let machine = self.playground.machine();
        let now_ns = machine.time_ns();
        let events = machine.trace(|trace| self.frames.take_events(trace));
        let is_watched = |watched| self.subscription == Some(watched);
        Some(Reply::Frame(Box::new(Frame {
            snapshot: self.snapshot(),
            outside: PinId::ALL.map(|pin| machine.external(pin)).to_vec(),
            drivers: PinId::ALL.map(|pin| machine.drivers(pin)).to_vec(),
            wires: machine.wires(),
            rail_wires: machine.rail_wires(),
            served_since_press: PinId::ALL.map(|pin| self.playground.served_since_press(pin)).to_vec(),
            clean: PinId::ALL.into_iter().filter(|&pin| self.playground.bounce(pin).edges == Some(0)).collect(),
            sets_up_again: self.playground.sets_up_again(),
            speed: self.pacer.speed(),
            behind_ns: self.pacer.behind_ns(),
            starting: self.playground.machine().starting(),
            stop_on: self.pacer.stops_on(),
            ignored_edges: self.ignored_edges.find(&self.playground, &events),
            events,
            timeline: machine.trace(|trace| {
                let mut waveform = self.timeline.waveform(trace, now_ns)?;
                waveform.add_characters(trace);
                Some(waveform)
            }),
            registers: is_watched(Watched::Registers).then(|| {
                let words = machine.peek();
                register_map::registers().map(|register| words.read(register.addr)).collect()
            }),
            reasons: is_watched(Watched::Reasons).then(|| self.playground.wake_report().iter().map(reason).collect()),
            block_reasons: is_watched(Watched::Reasons)
                .then(|| self.playground.block_report().iter().map(block_reason).collect()),
            blocks: blocks(&self.playground),
            real: None,
        })))
    }
}

fn blocks(playground: &Playground) -> Blocks {
    let words = playground.machine().peek();
    let enabled = Interrupt::ALL.into_iter().filter(|interrupt| interrupt.is_enabled(words));
    Blocks {
        interrupts: enabled.map(|interrupt| (interrupt, interrupt.priority(words))).collect(),
        alarm: playground.alarm(),
        analog: playground.machine().analog_inputs().to_vec(),
    }
}

fn block_reason(report: &BlockReport) -> BlockReason {
    let BlockReport { interrupt, sleep, .. } = *report;
    BlockReason { interrupt, sleep, woke: report.woke(), text: report.to_string() }
}

fn reason(report: &WakeReport) -> Reason {
    let WakeReport { pin, sleep, reason, .. } = *report;
    Reason { pin, sleep, woke: reason == WakeReason::Woke, text: report.to_string() }
}

#[cfg(test)]
mod tests {
    use pinscope_core::PinId::GP9;
    use pinscope_emulator::{ClockSignal, Stimulus};
    use pinscope_protocol::{Call, Request, Until};

    use super::{Engine, Reply};
    use crate::session::{Message, Output};

    /// Returns whether the next frame says that time runs.
    fn is_running(engine: &mut Engine, now_ms: f64) -> Option<bool> {
        engine.enqueue(Message::Request(Request::FrameShown));
        engine.poll(now_ms).iter().find_map(|output| match output {
            Output::Reply(Reply::Frame(frame)) => Some(frame.snapshot.running),
            _ => None,
        })
    }

    /// Returns whether a call of `snapshot` says that time runs.
    fn snapshot_says_running(engine: &mut Engine) -> serde_json::Value {
        let call = Call { id: 7.0, name: "snapshot".to_owned(), args: Vec::new() };
        let snapshot = engine.execute(call).expect("a call without arguments");
        serde_json::to_value(snapshot).expect("a value of JavaScript")["running"].clone()
    }

    #[test]
    fn frames_and_snapshots_say_that_time_runs_during_a_step_and_pausing_ends_the_step() {
        let mut engine = Engine::default();
        // The edges of the clock interrupt nothing, so the step would last for ten simulated minutes.
        let signal = ClockSignal::new(10_000.0, 0.5).expect("a clock");
        engine.enqueue(Message::Request(Request::Stimulus(Stimulus::Clock { pin: GP9, signal })));
        engine.enqueue(Message::Request(Request::Run(false)));
        engine.enqueue(Message::Request(Request::Step(Until::Interrupt(None))));
        assert_eq!(is_running(&mut engine, 0.0), Some(true));
        assert_eq!(snapshot_says_running(&mut engine), true);
        engine.enqueue(Message::Request(Request::Run(false)));
        assert_eq!(is_running(&mut engine, 20.0), Some(false));
        assert_eq!(snapshot_says_running(&mut engine), false);
    }
}
