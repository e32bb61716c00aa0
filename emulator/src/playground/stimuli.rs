//! Applies stimuli: rails, clicks, pulses, clocks, bouncing buttons, wires, and recordings that are replayed.

use std::collections::VecDeque;

use pinscope_core::{Level, PadLevel, PinId, Power, Pull};

use super::Playground;
use super::serial_line::SerialSender;
use crate::button::{Bouncer, Burst};
use crate::endpoint::Endpoint;
use crate::nets::{PinMask, Wiring, bit};
use crate::stimulus::{Bounce, Button, Change, ClockSignal, Stimulus};
use crate::timer_queue::Timer;

/// The state of the stimuli at each pad, and the recording that is being replayed.
#[derive(Clone, Debug)]
pub(super) struct StimulusState {
    pads: [PadStimulus; PinId::COUNT],
    recording: VecDeque<Change>,
}

/// The state of the stimuli at one pad.
#[derive(Clone, Debug)]
struct PadStimulus {
    bouncer: Bouncer,
    burst: Burst,
    /// True from a press of the button until its release.
    is_pressed: bool,
    /// The point to which the last press of the button connected the pad.
    closed_to: Endpoint,
    pulse: Option<Pulse>,
    sender: SerialSender,
}

/// A pulse that has not ended.
#[derive(Clone, Copy, Debug)]
struct Pulse {
    /// The rail to which the pad is connected after the pulse. A clock at the pad changes it meanwhile.
    rail_after: Option<Level>,
}

impl Default for StimulusState {
    fn default() -> Self {
        let pad = |pin: PinId| PadStimulus {
            bouncer: Bouncer::new(Bounce::for_pin(pin)),
            burst: Burst::default(),
            is_pressed: false,
            closed_to: Endpoint::GND,
            pulse: None,
            sender: SerialSender::default(),
        };
        Self { pads: PinId::ALL.map(pad), recording: VecDeque::new() }
    }
}

impl StimulusState {
    /// Starts to replay a recording at `now_ns`. Returns the time at which its first change is due.
    pub fn start_replay(&mut self, now_ns: u64, mut recording: Vec<Change>) -> Option<u64> {
        recording.sort_by_key(|change| change.time_ns);
        let shifted = |change: Change| Change { time_ns: now_ns.saturating_add(change.time_ns), ..change };
        self.recording = recording.into_iter().map(shifted).collect();
        self.recording.front().map(|change| change.time_ns)
    }
}

impl Playground {
    pub(super) fn apply(&mut self, stimulus: Stimulus) {
        match stimulus {
            Stimulus::Drive { pin, level } => self.set_drive(pin, level),
            Stimulus::Click { pin } => self.click(pin),
            Stimulus::Press { pin } => self.press(pin),
            Stimulus::Release { pin } => self.release(pin),
            Stimulus::Bounce { pin, bounce } => self.stimuli.pads[pin.index()].bouncer = Bouncer::new(bounce),
            Stimulus::Pulse { pin, ns } => self.pulse(pin, ns),
            Stimulus::Clock { pin, signal } => self.attach_clock(pin, signal),
            Stimulus::PlaceButton { pin, end } => self.place_button(pin, end),
            Stimulus::Wire { a, b } => self.rewire(bit(a) | bit(b), |wiring| wiring.wire(a, b)),
            Stimulus::Unwire { a, b } => self.rewire(bit(a) | bit(b), |wiring| wiring.unwire(a, b)),
            Stimulus::WireToRail { pin, rail } => self.rewire(bit(pin), |wiring| wiring.wire_to_rail(pin, rail)),
            Stimulus::UnwireFromRail { pin, rail } => {
                self.rewire(bit(pin), |wiring| wiring.unwire_from_rail(pin, rail));
            }
            Stimulus::Voltage { pin, source } => self.attach_voltage(pin, source),
        }
    }

    /// Changes the wires at the pins `ends`.
    #[inline(never)]
    fn rewire(&mut self, ends: PinMask, change: impl FnOnce(&mut Wiring)) {
        self.machine.chip_mut().rewire(ends, change);
    }

    /// Returns the bounce of the button of `pin`.
    pub fn bounce(&self, pin: PinId) -> Bounce {
        self.stimuli.pads[pin.index()].bouncer.bounce()
    }

    /// Returns the stimuli that would attach all external sources and wires again. Buttons are left open, and a pulse
    /// counts as ended.
    pub(super) fn attached_stimuli(&self) -> Vec<Stimulus> {
        let mut stimuli: Vec<_> = self.machine.wires().into_iter().map(|(a, b)| Stimulus::Wire { a, b }).collect();
        stimuli.extend(self.machine.rail_wires().into_iter().map(|(pin, rail)| Stimulus::WireToRail { pin, rail }));
        for (pin, pad) in PinId::ALL.into_iter().zip(&self.stimuli.pads) {
            let external = self.machine.external(pin);
            let bounce = pad.bouncer.bounce();
            stimuli.extend((bounce != Bounce::for_pin(pin)).then_some(Stimulus::Bounce { pin, bounce }));
            stimuli.extend(external.button_end.map(|end| Stimulus::PlaceButton { pin, end: Some(end) }));
            let rail = pad.pulse.map_or(external.rail, |pulse| pulse.rail_after);
            stimuli.extend(match (external.voltage, external.signal, rail) {
                (source @ Some(_), _, _) => Some(Stimulus::Voltage { pin, source }),
                (None, Some(signal), _) => Some(Stimulus::Clock { pin, signal }),
                (None, None, Some(level)) => Some(Stimulus::Drive { pin, level: Some(level) }),
                (None, None, None) => None,
            });
        }
        stimuli
    }

    /// Makes the next change of a bouncing button.
    pub(super) fn bounce_once(&mut self, pin: PinId) {
        let position = match self.machine.external(pin).button {
            Some(Button::Closed(_)) => Button::Open,
            Some(Button::Open) | None => Button::Closed(self.stimuli.pads[pin.index()].closed_to),
        };
        self.set_button(pin, position);
        self.schedule_bounce(pin);
    }

    /// Makes the next edge of a clock.
    pub(super) fn toggle_clock(&mut self, pin: PinId) {
        let external = self.machine.external(pin);
        let pulse = &mut self.stimuli.pads[pin.index()].pulse;
        let rail = pulse.map_or(external.rail, |pulse| pulse.rail_after);
        let (Some(signal), Some(level)) = (external.signal, rail) else { return };
        match pulse {
            Some(pulse) => pulse.rail_after = Some(!level),
            None => self.machine.drive(pin, Some(!level)),
        }
        self.schedule_clock_edge(pin, signal, !level);
    }

    /// Ends the pulse of a pad, which is then connected as it would be without the pulse.
    pub(super) fn end_pulse(&mut self, pin: PinId) {
        if let Some(pulse) = self.stimuli.pads[pin.index()].pulse.take() {
            self.machine.drive(pin, pulse.rail_after);
        }
    }

    /// Replays the next change of the recording, which is due now. A pad that the chip drives is skipped, as a click
    /// skips it: a recording of a whole board contains the changes of its outputs too.
    pub(super) fn replay_next(&mut self) {
        let now_ns = self.machine.time_ns();
        let recording = &mut self.stimuli.recording;
        if recording.front().is_some_and(|change| change.time_ns <= now_ns)
            && let Some(change) = recording.pop_front()
            && !self.is_driven_by_chip(change.pin)
        {
            self.set_drive(change.pin, change.level);
        }
        self.timers.set(Timer::Replay, self.stimuli.recording.front().map(|change| change.time_ns));
    }

    /// Returns the characters that wait to be sent to a pad.
    pub(super) fn sender(&mut self, pin: PinId) -> &mut SerialSender {
        &mut self.stimuli.pads[pin.index()].sender
    }

    /// Connects a pad to a rail or disconnects it. This ends a clock, a voltage, a serial line or a pulse at the pad.
    pub(super) fn set_drive(&mut self, pin: PinId, level: Option<Level>) {
        self.timers.set(Timer::ClockSignal(pin), None);
        self.timers.set(Timer::Pulse(pin), None);
        self.timers.set(Timer::Level(pin), None);
        self.stimuli.pads[pin.index()].pulse = None;
        self.sender(pin).stop();
        self.machine.chip_mut().attach(pin, |wiring| {
            wiring.set_clock(pin, None);
            wiring.set_voltage(pin, None, 0);
            wiring.set_rail(pin, level);
        });
    }

    /// Makes one clean edge, unless the chip or a rail drives the pad, its button is pressed, or the pad is analog.
    fn click(&mut self, pin: PinId) {
        let keeps_level = self.machine.peek_chip(|chip| chip.wiring.rails_of_net(pin) != 0 || chip.is_analog(pin));
        if !self.is_driven_by_chip(pin) && !keeps_level && !self.is_pressed(pin) {
            self.service_counts.begin_press(pin);
            let before = self.machine.external(pin).rail.unwrap_or_else(|| self.input_level(pin));
            self.set_drive(pin, Some(!before));
        }
    }

    /// Drives the opposite level for a time, unless the button of the pad is pressed or the pad has a voltage. A clock
    /// at the pad continues meanwhile, although nothing of it is seen.
    fn pulse(&mut self, pin: PinId, ns: u64) {
        if self.is_pressed(pin) || self.machine.external(pin).voltage.is_some() {
            return;
        }
        let rail = self.machine.external(pin).rail;
        let level = !self.input_level(pin);
        self.stimuli.pads[pin.index()].pulse.get_or_insert(Pulse { rail_after: rail });
        self.machine.drive(pin, Some(level));
        self.timers.set(Timer::Pulse(pin), Some(self.machine.time_ns().saturating_add(ns)));
    }

    fn is_pressed(&self, pin: PinId) -> bool {
        self.stimuli.pads[pin.index()].is_pressed
    }

    fn is_driven_by_chip(&self, pin: PinId) -> bool {
        self.machine.peek_chip(|chip| chip.output(pin)).is_some()
    }

    /// Returns the level that the pad reads, which is low if it floats.
    pub(super) fn input_level(&self, pin: PinId) -> Level {
        match self.machine.level(pin) {
            PadLevel::Floating => Level::Low,
            _ => self.machine.peek_chip(|chip| chip.input(pin)),
        }
    }

    fn attach_clock(&mut self, pin: PinId, signal: ClockSignal) {
        self.set_drive(pin, Some(Level::High));
        self.machine.chip_mut().wiring.set_clock(pin, Some(signal));
        self.schedule_clock_edge(pin, signal, Level::High);
    }

    fn schedule_clock_edge(&mut self, pin: PinId, signal: ClockSignal, level: Level) {
        let (high_ns, low_ns) = signal.phases_ns();
        let phase_ns = if level.is_high() { high_ns } else { low_ns };
        self.timers.set(Timer::ClockSignal(pin), Some(self.machine.time_ns().saturating_add(phase_ns)));
    }

    /// Closes the button to its other end. If that was not set, it is the rail opposite the pull of the pin, or the
    /// high one if there is no pull.
    fn press(&mut self, pin: PinId) {
        let end = self.machine.external(pin).button_end.unwrap_or_else(|| {
            Endpoint::Rail(if self.pull_at_button(pin) == Pull::Up { Level::Low } else { Level::High })
        });
        self.service_counts.begin_press(pin);
        if let Endpoint::Pin(other) = end {
            self.service_counts.begin_press(other);
        }
        let pad = &mut self.stimuli.pads[pin.index()];
        pad.closed_to = end;
        pad.is_pressed = true;
        self.move_button(pin, Button::Closed(end));
    }

    /// Sets the other end of the button, and opens the button without bounces.
    fn place_button(&mut self, pin: PinId, end: Option<Endpoint>) {
        if end == Some(Endpoint::Pin(pin)) {
            return;
        }
        self.stimuli.pads[pin.index()].is_pressed = false;
        self.timers.set(Timer::Bounce(pin), None);
        self.machine.chip_mut().rewire(bit(pin), |wiring| wiring.place_button(pin, end));
    }

    /// Returns the pull that the button of `pin` works against. HIBERNATE turns the pulls off, but the button stays
    /// connected to the same rail.
    fn pull_at_button(&self, pin: PinId) -> Pull {
        match self.machine.power() {
            Power::Hibernate => self.startup.pull(pin),
            Power::Active | Power::Idle | Power::Suspended => self.machine.peek_board().at(pin).pull(),
        }
    }

    /// Opens the button. A button that was never pressed does not change.
    fn release(&mut self, pin: PinId) {
        self.stimuli.pads[pin.index()].is_pressed = false;
        if self.machine.external(pin).button.is_some() {
            self.move_button(pin, Button::Open);
        }
    }

    /// Changes the position of the button once now, and then lets it bounce.
    fn move_button(&mut self, pin: PinId, position: Button) {
        let pad = &mut self.stimuli.pads[pin.index()];
        pad.burst = pad.bouncer.start_burst(self.machine.time_ns());
        self.set_button(pin, position);
        self.schedule_bounce(pin);
    }

    fn schedule_bounce(&mut self, pin: PinId) {
        let pad = &mut self.stimuli.pads[pin.index()];
        let next_ns = pad.bouncer.next_change_ns(&mut pad.burst);
        self.timers.set(Timer::Bounce(pin), next_ns);
    }

    fn set_button(&mut self, pin: PinId, position: Button) {
        let other = match self.machine.external(pin).button_end {
            Some(Endpoint::Pin(other)) => bit(other),
            Some(Endpoint::Rail(_)) | None => 0,
        };
        self.machine.chip_mut().rewire(bit(pin) | other, |wiring| wiring.set_button(pin, position));
    }
}
