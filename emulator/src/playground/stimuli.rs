//! What hands do: rails, clicks, pulses, clocks, bouncing buttons, wires, and recordings played back.

use std::collections::VecDeque;

use pinscope_core::{Level, PadLevel, PinId, Power, Pull};

use super::Playground;
use crate::button::{Bouncer, Burst};
use crate::stimulus::{Bounce, Button, Change, ClockSignal, Stimulus};
use crate::timer_queue::Timer;

/// What hands have in mind for each pad, and the recording they follow.
#[derive(Clone, Debug)]
pub(super) struct StimulusState {
    pads: [PadStimulus; PinId::COUNT],
    recording: VecDeque<Change>,
}

/// What a hand has in mind for one pad.
#[derive(Clone, Debug)]
struct PadStimulus {
    bouncer: Bouncer,
    burst: Burst,
    /// The rail the button was last pressed to.
    rail: Level,
    /// What the pad goes back to when its pulse ends, while one lasts.
    before_pulse: Option<Option<Level>>,
}

impl Default for StimulusState {
    fn default() -> Self {
        let hand = |pin: PinId| PadStimulus {
            bouncer: Bouncer::new(Bounce::for_pin(pin)),
            burst: Burst::default(),
            rail: Level::High,
            before_pulse: None,
        };
        Self { pads: PinId::ALL.map(hand), recording: VecDeque::new() }
    }
}

impl StimulusState {
    /// Takes up a recording at `now_ns`; answers when its first change is due.
    pub fn begin_replay(&mut self, now_ns: u64, mut recording: Vec<Change>) -> Option<u64> {
        recording.sort_by_key(|change| change.time_ns);
        let shifted = |change: Change| Change { time_ns: now_ns.saturating_add(change.time_ns), ..change };
        self.recording = recording.into_iter().map(shifted).collect();
        self.recording.front().map(|change| change.time_ns)
    }
}

impl Playground {
    pub(super) fn handle(&mut self, stimulus: Stimulus) {
        match stimulus {
            Stimulus::Drive { pin, level } => self.take_over(pin, level),
            Stimulus::Click { pin } => self.click(pin),
            Stimulus::Press { pin } => self.press(pin),
            Stimulus::Release { pin } => self.release(pin),
            Stimulus::Bounce { pin, bounce } => self.hands.pads[pin.index()].bouncer = Bouncer::new(bounce),
            Stimulus::Pulse { pin, ns } => self.pulse(pin, ns),
            Stimulus::Clock { pin, signal } => self.attach_wave(pin, signal),
            Stimulus::Wire { a, b } => self.machine.chip().rewire(a, b, |bench| bench.wire(a, b)),
            Stimulus::Unwire { a, b } => self.machine.chip().rewire(a, b, |bench| bench.unwire(a, b)),
        }
    }

    /// How the button of `pin` bounces.
    pub fn bounce(&self, pin: PinId) -> Bounce {
        self.hands.pads[pin.index()].bouncer.bounce()
    }

    /// What would attach again all that is attached. A button is left open, and a pulse is taken as over.
    pub(super) fn attached(&self) -> Vec<Stimulus> {
        let mut stimuli: Vec<_> = self.machine.wires().into_iter().map(|(a, b)| Stimulus::Wire { a, b }).collect();
        for (pin, hand) in PinId::ALL.into_iter().zip(&self.hands.pads) {
            let outside = self.machine.external(pin);
            let bounce = hand.bouncer.bounce();
            stimuli.extend((bounce != Bounce::for_pin(pin)).then_some(Stimulus::Bounce { pin, bounce }));
            stimuli.extend(match (outside.signal, hand.before_pulse.unwrap_or(outside.rail)) {
                (Some(signal), _) => Some(Stimulus::Clock { pin, signal }),
                (None, Some(level)) => Some(Stimulus::Drive { pin, level: Some(level) }),
                (None, None) => None,
            });
        }
        stimuli
    }

    /// The next change of a bouncing button.
    pub(super) fn bounce_once(&mut self, pin: PinId) {
        let position = match self.machine.external(pin).button {
            Some(Button::Closed(_)) => Button::Open,
            Some(Button::Open) | None => Button::Closed(self.hands.pads[pin.index()].rail),
        };
        self.set_button(pin, position);
        self.bounce_later(pin);
    }

    /// The next edge of a clock.
    pub(super) fn invert_wave(&mut self, pin: PinId) {
        let outside = self.machine.external(pin);
        let (Some(signal), Some(level)) = (outside.signal, outside.rail) else { return };
        self.machine.drive(pin, Some(!level));
        self.wave_later(pin, signal, !level);
    }

    /// The pad goes back to what it was before its pulse.
    pub(super) fn end_pulse(&mut self, pin: PinId) {
        if let Some(before) = self.hands.pads[pin.index()].before_pulse.take() {
            self.machine.drive(pin, before);
        }
    }

    /// The next change of the recording, which is due now. A pad the chip drives is passed over, as by a click: a
    /// recording of a whole board tells what its outputs did, too.
    pub(super) fn replay_next(&mut self) {
        let now_ns = self.machine.time_ns();
        let recording = &mut self.hands.recording;
        if recording.front().is_some_and(|change| change.time_ns <= now_ns)
            && let Some(change) = recording.pop_front()
            && !self.is_driven_by_chip(change.pin)
        {
            self.take_over(change.pin, change.level);
        }
        self.clock.set(Timer::Replay, self.hands.recording.front().map(|change| change.time_ns));
    }

    /// Holds a pad at a rail or lets go of it; a clock or pulse that was there is over.
    fn take_over(&mut self, pin: PinId, level: Option<Level>) {
        self.clock.set(Timer::ClockSignal(pin), None);
        self.clock.set(Timer::Pulse(pin), None);
        self.hands.pads[pin.index()].before_pulse = None;
        self.machine.chip().attach(pin, |bench| {
            bench.set_clock(pin, None);
            bench.set_rail(pin, level);
        });
    }

    /// One clean edge, unless the chip drives the pad.
    fn click(&mut self, pin: PinId) {
        if !self.is_driven_by_chip(pin) {
            let before = self.machine.external(pin).rail.unwrap_or_else(|| self.present_level(pin));
            self.take_over(pin, Some(!before));
        }
    }

    fn pulse(&mut self, pin: PinId, ns: u64) {
        let before = self.hands.pads[pin.index()].before_pulse.unwrap_or(self.machine.external(pin).rail);
        let level = !self.present_level(pin);
        self.take_over(pin, Some(level));
        self.hands.pads[pin.index()].before_pulse = Some(before);
        self.clock.set(Timer::Pulse(pin), Some(self.machine.time_ns().saturating_add(ns)));
    }

    fn is_driven_by_chip(&self, pin: PinId) -> bool {
        self.machine.look(|chip| chip.output(pin)).is_some()
    }

    /// What the pad reads; low if it floats.
    fn present_level(&self, pin: PinId) -> Level {
        match self.machine.level(pin) {
            PadLevel::Floating => Level::Low,
            _ => self.machine.look(|chip| chip.reads(pin)),
        }
    }

    fn attach_wave(&mut self, pin: PinId, signal: ClockSignal) {
        self.take_over(pin, Some(Level::High));
        self.machine.chip().bench.set_clock(pin, Some(signal));
        self.wave_later(pin, signal, Level::High);
    }

    fn wave_later(&mut self, pin: PinId, signal: ClockSignal, level: Level) {
        let (high_ns, low_ns) = signal.phases_ns();
        let phase_ns = if level.is_high() { high_ns } else { low_ns };
        self.clock.set(Timer::ClockSignal(pin), Some(self.machine.time_ns().saturating_add(phase_ns)));
    }

    /// Closes the button to the rail opposite the pin's pull, high if it has none.
    fn press(&mut self, pin: PinId) {
        let rail = if self.wired_pull(pin) == Pull::Up { Level::Low } else { Level::High };
        self.hands.pads[pin.index()].rail = rail;
        self.push(pin, Button::Closed(rail));
    }

    /// The pull that the button of `pin` works against. HIBERNATE takes the pulls away, but rewires no button.
    fn wired_pull(&self, pin: PinId) -> Pull {
        match self.machine.power() {
            Power::Hibernate => self.program.pull(pin),
            Power::Active | Power::Idle | Power::Suspended => self.machine.peek_board().at(pin).pull(),
        }
    }

    /// Opens the button; one that was never pressed stays as it is.
    fn release(&mut self, pin: PinId) {
        if self.machine.external(pin).button.is_some() {
            self.push(pin, Button::Open);
        }
    }

    /// Puts the button into a position: one change now, and then it bounces.
    fn push(&mut self, pin: PinId, position: Button) {
        let hand = &mut self.hands.pads[pin.index()];
        hand.burst = hand.bouncer.burst(self.machine.time_ns());
        self.set_button(pin, position);
        self.bounce_later(pin);
    }

    fn bounce_later(&mut self, pin: PinId) {
        let hand = &mut self.hands.pads[pin.index()];
        let next = hand.bouncer.next(&mut hand.burst);
        self.clock.set(Timer::Bounce(pin), next);
    }

    fn set_button(&mut self, pin: PinId, position: Button) {
        self.machine.chip().attach(pin, |bench| bench.set_button(pin, position));
    }
}
