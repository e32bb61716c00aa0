//! What there is to see, apart from the clock: it changes only when something on the board does.

use std::ops::Deref;
use std::rc::Rc;

use pinscope_core::{
    Drive, Function, Mode, PadLevel, PinId, Power, Profile, Pull, SleepMode, Snapshot, Trigger, Wake, sleep,
};
use pinscope_protocol::{DriverSource, External};

use pinscope_protocol::Frame;

/// A frame to draw. Two are equal when they are the same one, so comparing costs nothing.
#[derive(Clone, Debug)]
pub struct Scene(Rc<Frame>);

impl Scene {
    /// The scene a frame shows.
    pub fn new(frame: Frame) -> Self {
        Self(Rc::new(frame))
    }

    /// Whether `frame` shows the same but for the time and what happened.
    pub fn shows(&self, frame: &Frame) -> bool {
        let (mine, its) = (&self.snapshot, &frame.snapshot);
        (mine.running, mine.profile, mine.power) == (its.running, its.profile, its.power)
            && mine.image == its.image
            && mine.pins == its.pins
            && self.outside == frame.outside
            && self.drivers == frame.drivers
            && self.wires == frame.wires
            && self.clean == frame.clean
            && self.sets_up_again == frame.sets_up_again
            && (self.speed, self.stop_on) == (frame.speed, frame.stop_on)
            && self.real == frame.real
    }

    /// Why hands can do nothing from here, if it is a real board.
    pub fn no_hands(&self) -> Option<&str> {
        self.real.as_ref().map(|real| real.stimuli.as_str())
    }

    /// Why it cannot be treated as a bench, if it is a real board.
    pub fn no_bench(&self) -> Option<&str> {
        self.real.as_ref().map(|real| real.simulation.as_str())
    }

    /// Why `pin` is taken, if it carries the link.
    pub fn taken(&self, pin: PinId) -> Option<&str> {
        let taken = &self.real.as_ref()?.reserved;
        taken.iter().find(|(taken, _)| *taken == pin).map(|(_, why)| why.as_str())
    }

    /// Which board it is.
    pub fn profile(&self) -> Profile {
        self.snapshot.profile
    }

    /// How awake it is.
    pub fn power(&self) -> Power {
        self.snapshot.power
    }

    /// What is attached to `pin`.
    pub fn outside(&self, pin: PinId) -> External {
        self.outside.get(pin.index()).copied().unwrap_or_default()
    }

    /// The other end of each wire at `pin`.
    pub fn wired_to(&self, pin: PinId) -> impl Iterator<Item = PinId> {
        self.wires.iter().filter_map(move |&(a, b)| match pin {
            _ if pin == a => Some(b),
            _ if pin == b => Some(a),
            _ => None,
        })
    }

    /// The pins that would end a sleep, each with what it waits for.
    pub fn wakers(&self, mode: SleepMode) -> Vec<(PinId, Trigger)> {
        let snapshot = &self.snapshot;
        let armed = |pin: &PinId| snapshot.pin(*pin).wake().is_some_and(|wake| wake.contains(wake_of(mode)));
        let with_trigger = |pin: PinId| (pin, wake_trigger(snapshot, pin, mode));
        PinId::ALL.into_iter().filter(armed).map(with_trigger).collect()
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

/// The wake value that ends a sleep.
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

/// A wake value that was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WakeMark {
    /// It was not.
    #[default]
    None,
    /// The pin ends that sleep.
    Armed,
    /// Another pin, armed later, took its place.
    Replaced,
}

/// An armed interrupt, as shown beside its pad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Armed {
    /// What makes it fire.
    pub trigger: Trigger,
    /// Whether it may.
    pub enabled: bool,
    /// How often it did.
    pub count: u32,
    /// How many edges came while it was on its way already, and were lost in it.
    pub coalesced: u32,
}

/// Everything drawn of one pin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PadView {
    /// The pin.
    pub pin: PinId,
    /// Its header label.
    pub label: &'static str,
    /// Its mode, which is the pad's shape.
    pub mode: Mode,
    /// Its level, which is the pad's fill; `None` where the board cannot tell.
    pub level: Option<PadLevel>,
    /// Whether the chip drives it, which is the dot.
    pub is_driven: bool,
    /// Its pull.
    pub pull: Pull,
    /// Its drive strength.
    pub drive: Drive,
    /// The alternate function it carries.
    pub function: Option<&'static str>,
    /// What is attached to it.
    pub outside: External,
    /// The pins it is wired to, bit n for place n in [`PinId::ALL`].
    pub wired: u32,
    /// Its interrupt.
    pub irq: Option<Armed>,
    /// Whether it ends SUSPENDED.
    pub suspended: WakeMark,
    /// Whether it ends HIBERNATE.
    pub hibernate: WakeMark,
    /// Whether it would end the sleep the board is in.
    pub wakes_now: bool,
}

impl PadView {
    /// The pin as `scene` shows it.
    pub fn new(scene: &Scene, id: PinId) -> Self {
        let (pin, status) = (scene.snapshot.pin(id), scene.snapshot.status(id));
        let wake = pin.wake();
        let moon = |mode: Wake| {
            let asked = status.irq.is_some_and(|irq| irq.enabled && irq.wake.contains(mode));
            match wake.is_some_and(|wake| wake.contains(mode)) {
                true => WakeMark::Armed,
                false if asked => WakeMark::Replaced,
                false => WakeMark::None,
            }
        };
        let (suspended, hibernate) = (moon(Wake::SUSPENDED), moon(Wake::HIBERNATE));
        let drivers = scene.drivers.get(id.index()).map_or(&[][..], Vec::as_slice);
        Self {
            pin: id,
            label: scene.profile().label(id),
            mode: pin.mode(),
            level: status.level,
            is_driven: drivers.iter().any(|driver| driver.source == DriverSource::Chip(id)),
            pull: pin.pull(),
            drive: pin.drive(),
            function: if scene.taken(id).is_some() { Some("link") } else { pin.function().map(Function::name) },
            outside: scene.outside(id),
            wired: scene.wired_to(id).fold(0, |pins, other| pins | 1 << other.index()),
            irq: status.irq.map(|irq| Armed {
                trigger: irq.trigger,
                enabled: irq.enabled,
                count: irq.count,
                coalesced: irq.coalesced,
            }),
            suspended,
            hibernate,
            wakes_now: match scene.power() {
                Power::Active => false,
                Power::Idle => pin.is_unmasked(),
                Power::Suspended => suspended == WakeMark::Armed,
                Power::Hibernate => hibernate == WakeMark::Armed,
            },
        }
    }

    /// The level as `data-level` spells it.
    pub fn level_name(&self) -> &'static str {
        self.level.map_or("unknown", PadLevel::name)
    }
}
