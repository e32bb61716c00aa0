//! The scene: everything that is drawn of a frame except its time, so it changes only when the board changes.

use std::ops::Deref;
use std::rc::Rc;

use pinscope_core::adc::PINS as ADC_PINS;
use pinscope_core::cc3200::pad;
use pinscope_core::{
    Drive, Function, Mode, PadLevel, PinId, Power, Profile, Pull, SleepMode, Snapshot, Trigger, Wake, sleep,
};
use pinscope_protocol::{AnalogInput, DriverSource, Endpoint, External, Signal};

use pinscope_protocol::Frame;

/// A frame that is drawn. Two scenes are equal only if one is a clone of the other, so that comparing them is cheap.
#[derive(Clone, Debug)]
pub struct Scene(Rc<Frame>);

impl Scene {
    /// Creates the scene of a frame.
    pub fn new(frame: Frame) -> Self {
        Self(Rc::new(frame))
    }

    /// Returns whether `frame` looks the same, apart from its time and its events.
    pub fn is_same_picture(&self, frame: &Frame) -> bool {
        let (mine, its) = (&self.snapshot, &frame.snapshot);
        (mine.running, mine.profile, mine.power) == (its.running, its.profile, its.power)
            && mine.image == its.image
            && mine.pins == its.pins
            && self.outside == frame.outside
            && self.drivers == frame.drivers
            && self.wires == frame.wires
            && self.rail_wires == frame.rail_wires
            && self.served_since_press == frame.served_since_press
            && self.clean == frame.clean
            && self.sets_up_again == frame.sets_up_again
            && (self.speed, self.stop_on, self.starting) == (frame.speed, frame.stop_on, frame.starting)
            && self.real == frame.real
            && self.blocks == frame.blocks
    }

    /// Returns the reason why stimuli are refused, if this is a real board that hands would have to touch.
    pub fn stimuli_refusal(&self) -> Option<&str> {
        self.real.as_ref()?.stimuli.as_deref()
    }

    /// Returns the reason why requests for the bench or its time are refused, if this is a real board.
    pub fn bench_refusal(&self) -> Option<&str> {
        self.real.as_ref().map(|real| real.simulation.as_str())
    }

    /// Returns the reason why `pin` is reserved, if it carries the link.
    pub fn reserved(&self, pin: PinId) -> Option<&str> {
        let taken = &self.real.as_ref()?.reserved;
        taken.iter().find(|(taken, _)| *taken == pin).map(|(_, reason)| reason.as_str())
    }

    /// Returns the type of the board.
    pub fn profile(&self) -> Profile {
        self.snapshot.profile
    }

    /// Returns the power state.
    pub fn power(&self) -> Power {
        self.snapshot.power
    }

    /// Returns what is attached to `pin`.
    pub fn outside(&self, pin: PinId) -> External {
        self.outside.get(pin.index()).copied().unwrap_or_default()
    }

    /// Returns the signal of a timer or a UART that holds the pad of `pin`.
    pub fn signal(&self, pin: PinId) -> Option<Signal> {
        Signal::of_pad(pin, pad::config(pin.pad()).read(&self.snapshot))
    }

    /// Returns the analog side of the pad of `pin`, if the ADC has a channel for it.
    pub fn analog_input(&self, pin: PinId) -> Option<&AnalogInput> {
        let index = ADC_PINS.iter().position(|&sampled| sampled == pin)?;
        self.blocks.analog.get(index)
    }

    /// Returns every wire: first those between pins, then those to rails.
    pub fn all_wires(&self) -> impl Iterator<Item = (PinId, Endpoint)> {
        let between_pins = self.wires.iter().map(|&(a, b)| (a, Endpoint::Pin(b)));
        between_pins.chain(self.rail_wires.iter().map(|&(pin, rail)| (pin, Endpoint::Rail(rail))))
    }

    /// Returns the other end of each wire at `pin`.
    pub fn wired_to(&self, pin: PinId) -> impl Iterator<Item = Endpoint> {
        self.all_wires().filter_map(move |(a, b)| match b {
            _ if pin == a => Some(b),
            _ if b == Endpoint::Pin(pin) => Some(Endpoint::Pin(a)),
            _ => None,
        })
    }

    /// Returns the rail that drives the net of `pin`, if one does.
    pub fn rail_of_net(&self, pin: PinId) -> Option<Endpoint> {
        let drivers = self.drivers.get(pin.index())?;
        let rail = drivers.iter().find(|driver| driver.source == DriverSource::Rail)?;
        Some(Endpoint::Rail(rail.level))
    }

    /// Returns the number of times that the interrupt of `pin` was served since its last press, if there was one.
    pub fn served_since_press(&self, pin: PinId) -> Option<u32> {
        *self.served_since_press.get(pin.index())?
    }

    /// Returns the pins that would end a sleep, by number, each with its trigger.
    pub fn armed_wake_pins(&self, mode: SleepMode) -> Vec<(PinId, Trigger)> {
        let snapshot = &self.snapshot;
        let armed = |pin: &PinId| snapshot.pin(*pin).wake().is_some_and(|wake| wake.contains(wake_of(mode)));
        let with_trigger = |pin: PinId| (pin, wake_trigger(snapshot, pin, mode));
        PinId::by_number().filter(armed).map(with_trigger).collect()
    }
}

impl PartialEq for Scene {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Scene {
    type Target = Frame;

    fn deref(&self) -> &Frame {
        &self.0
    }
}

/// Returns the wake setting with which a pin ends a sleep.
pub const fn wake_of(mode: SleepMode) -> Wake {
    [Wake::ACTIVE, Wake::SUSPENDED, Wake::HIBERNATE][mode as usize]
}

fn wake_trigger(snapshot: &Snapshot, pin: PinId, mode: SleepMode) -> Trigger {
    match (mode, snapshot.profile.wake_line(pin)) {
        (SleepMode::Suspended, _) => sleep::suspend_trigger(snapshot),
        (SleepMode::Hibernate, Some(line)) => sleep::hibernate_trigger(snapshot, line),
        _ => snapshot.pin(pin).trigger(),
    }
}

/// The state of a pin as a wake-up source for one sleep mode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WakeMark {
    /// The pin was not set to end that sleep.
    #[default]
    None,
    /// The pin ends that sleep.
    Armed,
    /// Another pin, which was armed later, has replaced it.
    Replaced,
}

/// An armed interrupt, as shown beside its pad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Armed {
    /// Its trigger.
    pub trigger: Trigger,
    /// The interrupt is enabled.
    pub enabled: bool,
    /// Number of times that it was served.
    pub count: u32,
    /// Number of edges that came while it was pending or being served, and were lost.
    pub coalesced: u32,
}

/// Everything that is drawn of a pin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PadView {
    /// The pin.
    pub pin: PinId,
    /// The label on the header.
    pub label: &'static str,
    /// The mode, shown as the shape of the pad.
    pub mode: Mode,
    /// The level, shown as the fill of the pad; `None` if the board cannot read it.
    pub level: Option<PadLevel>,
    /// The chip drives the pad, shown as a dot.
    pub is_driven: bool,
    /// The pull.
    pub pull: Pull,
    /// The drive strength.
    pub drive: Drive,
    /// The alternate function.
    pub function: Option<&'static str>,
    /// The signal of a timer or a UART that holds the pad.
    pub signal: Option<Signal>,
    /// Everything attached to it.
    pub outside: External,
    /// The ends of its wires, as bits at their [`Endpoint::index`].
    pub wired: u32,
    /// The interrupt.
    pub irq: Option<Armed>,
    /// The state of the pin as a wake-up source for SUSPENDED.
    pub suspended: WakeMark,
    /// The state of the pin as a wake-up source for HIBERNATE.
    pub hibernate: WakeMark,
    /// The pin would end the present sleep of the board.
    pub ends_present_sleep: bool,
}

impl PadView {
    /// Returns the pin as it is in `scene`.
    pub fn new(scene: &Scene, id: PinId) -> Self {
        let (pin, status) = (scene.snapshot.pin(id), scene.snapshot.status(id));
        let wake = pin.wake();
        let wake_mark = |mode: Wake| {
            let asked = status.irq.is_some_and(|irq| irq.enabled && irq.wake.contains(mode));
            match wake.is_some_and(|wake| wake.contains(mode)) {
                true => WakeMark::Armed,
                false if asked => WakeMark::Replaced,
                false => WakeMark::None,
            }
        };
        let (suspended, hibernate) = (wake_mark(Wake::SUSPENDED), wake_mark(Wake::HIBERNATE));
        let drivers = scene.drivers.get(id.index()).map_or(&[][..], Vec::as_slice);
        Self {
            pin: id,
            label: scene.profile().label(id),
            mode: pin.mode(),
            level: status.level,
            is_driven: drivers.iter().any(|driver| driver.source == DriverSource::Chip(id)),
            pull: pin.pull(),
            drive: pin.drive(),
            function: if scene.reserved(id).is_some() { Some("link") } else { pin.function().map(Function::name) },
            signal: scene.signal(id),
            outside: scene.outside(id),
            wired: scene.wired_to(id).fold(0, |ends, end| ends | 1 << end.index()),
            irq: status.irq.map(|irq| Armed {
                trigger: irq.trigger,
                enabled: irq.enabled,
                count: irq.count,
                coalesced: irq.coalesced,
            }),
            suspended,
            hibernate,
            ends_present_sleep: match scene.power() {
                Power::Active => false,
                Power::Idle => pin.is_unmasked(),
                Power::Suspended => suspended == WakeMark::Armed,
                Power::Hibernate => hibernate == WakeMark::Armed,
            },
        }
    }

    /// Returns the level as it is written in `data-level`.
    pub fn level_name(&self) -> &'static str {
        self.level.map_or("unknown", PadLevel::name)
    }
}

#[cfg(test)]
pub mod tests {
    use pinscope_core::{
        Event, EventKind, IrqStatus, Level, PadLevel, PinId, PinStatus, Power, Profile, Reaction, RegisterImage,
        Registers, Snapshot, Trigger, Wake,
    };
    use pinscope_protocol::{Blocks, Endpoint, Frame};

    use super::{PadView, Scene, WakeMark};

    /// A chip whose registers are all 0.
    #[derive(Clone, Copy)]
    struct Zeros;

    impl Registers for Zeros {
        fn read(self, _: u32) -> u32 {
            0
        }
    }

    /// Returns a frame of a board whose registers are all 0, with events given as sequence number, time and kind.
    pub fn frame(events: impl IntoIterator<Item = (u64, u64, EventKind)>) -> Frame {
        let snapshot = Snapshot {
            time_ns: 0,
            running: true,
            profile: Profile::Wipy,
            power: Power::Active,
            image: RegisterImage::capture(Zeros),
            pins: [PinStatus { level: Some(PadLevel::Low), irq: None }; PinId::COUNT],
        };
        Frame {
            snapshot,
            outside: Vec::new(),
            drivers: Vec::new(),
            wires: Vec::new(),
            clean: Vec::new(),
            sets_up_again: false,
            speed: 1.0,
            behind_ns: 0,
            starting: None,
            stop_on: None,
            events: events.into_iter().map(|(seq, time_ns, kind)| (seq, Event { time_ns, kind })).collect(),
            timeline: None,
            registers: None,
            reasons: None,
            real: None,
            rail_wires: Vec::new(),
            served_since_press: Vec::new(),
            ignored_edges: Vec::new(),
            blocks: Blocks::default(),
            block_reasons: None,
        }
    }

    /// Returns the state of an interrupt that was served three times.
    pub fn irq(wake: Wake) -> IrqStatus {
        let reaction = Reaction::Toggle(PinId::GP25);
        IrqStatus { trigger: Trigger::Rising, wake, reaction, takes_ns: 0, enabled: true, count: 3, coalesced: 0 }
    }

    #[test]
    fn time_and_events_make_no_new_picture_and_a_wire_does() {
        let scene = Scene::new(frame([]));
        let mut later = frame([(0, 5, EventKind::SetUp)]);
        later.snapshot.time_ns = 5;
        assert!(scene.is_same_picture(&later));
        later.wires.push((PinId::GP9, PinId::GP10));
        assert!(!scene.is_same_picture(&later));
    }

    #[test]
    fn a_wire_is_seen_from_both_ends() {
        let mut frame = frame([]);
        frame.wires = vec![(PinId::GP9, PinId::GP10), (PinId::GP11, PinId::GP9)];
        frame.rail_wires = vec![(PinId::GP9, Level::Low)];
        let scene = Scene::new(frame);
        let ends = |pin| scene.wired_to(pin).map(Endpoint::name).collect::<Vec<_>>();
        assert_eq!(ends(PinId::GP9), ["GP10", "GP11", "GND"]);
        assert_eq!(ends(PinId::GP10), ["GP9"]);
    }

    #[test]
    fn a_wake_that_was_set_but_is_not_in_the_registers_was_replaced() {
        let mut frame = frame([]);
        frame.snapshot.pins[PinId::GP17.index()].irq = Some(irq(Wake::SUSPENDED));
        let view = |frame: &Frame| PadView::new(&Scene::new(frame.clone()), PinId::GP17);
        assert_eq!(view(&frame).suspended, WakeMark::Replaced);
        assert_eq!(view(&frame).hibernate, WakeMark::None);
        frame.snapshot.pins[PinId::GP17.index()].irq = Some(IrqStatus { enabled: false, ..irq(Wake::SUSPENDED) });
        assert_eq!(view(&frame).suspended, WakeMark::None, "a disabled interrupt wakes nothing");
    }
}
