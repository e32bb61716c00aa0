//! The chip: its blocks, and how levels move between them and the bench.

mod bus;
mod power;

use std::iter;

use pinscope_core::cc3200::gpio::Port;
use pinscope_core::{Board, EventKind, Level, PadLevel, PinId, Power, Profile};

use crate::gpio::{self, Gpio, GpioMask};
use crate::nets::{self, NetResolver, PinMask, Wiring, bit};
use crate::nvic::Nvic;
use crate::pads::{PULL_MICROAMPS, Pads};
use crate::prcm::Prcm;
use crate::stimulus::{Driver, DriverSource};
use crate::trace::Trace;

/// Everything there is: the blocks, the bench around them, and the record of what happened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chip {
    pub profile: Profile,
    pub time_ns: u64,
    pub power: Power,
    pub bench: Wiring,
    pub trace: Trace,
    /// What ended a sleep, until the program takes note.
    pub woken: Option<Woken>,
    /// The last access the bus refused, until the program takes note.
    pub fault: Option<Fault>,
    /// How many edges each pin could not see.
    pub coalesced: [u32; PinId::COUNT],
    /// How many exclusive sections software is in. What happens within one happens at once.
    exclusive: u32,
    gpio: Gpio,
    pads: Pads,
    prcm: Prcm,
    nvic: Nvic,
    /// What the pad of each GPIO reads; kept where a net floats.
    reads: GpioMask,
    /// What the ports have been shown of that.
    shown: GpioMask,
    /// The bits that interrupted when the ports last acted.
    interrupting: GpioMask,
    /// What each pad's net comes to.
    levels: [PadLevel; PinId::COUNT],
    /// What the trace last said of each pad.
    recorded: [PadLevel; PinId::COUNT],
    /// The pins whose two words above may differ.
    unrecorded: PinMask,
}

/// What ended a sleep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Woken {
    pub pin: PinId,
    pub from: Power,
}

/// An access the bus refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub addr: u32,
    pub write: bool,
}

impl Chip {
    /// A chip that has just been given power, with nothing attached.
    pub fn new(profile: Profile) -> Self {
        Self {
            profile,
            time_ns: 0,
            power: Power::Active,
            bench: Wiring::default(),
            trace: Trace::default(),
            woken: None,
            fault: None,
            coalesced: [0; PinId::COUNT],
            exclusive: 0,
            gpio: Gpio::default(),
            pads: Pads::default(),
            prcm: Prcm::default(),
            nvic: Nvic::default(),
            reads: 0,
            shown: 0,
            interrupting: 0,
            levels: [PadLevel::Floating; PinId::COUNT],
            recorded: [PadLevel::Floating; PinId::COUNT],
            unrecorded: 0,
        }
    }

    /// What the net of `pin` comes to.
    pub fn level(&self, pin: PinId) -> PadLevel {
        self.levels[pin.index()]
    }

    /// What the chip reads at the pad of `pin`; while the net floats, what it read last.
    pub fn reads(&self, pin: PinId) -> Level {
        Level::from(self.reads & gpio::bit(pin) != 0)
    }

    /// Everybody who drives the net of `pin`.
    pub fn drivers(&self, pin: PinId) -> Vec<Driver> {
        let mut drivers = Vec::new();
        for pin in nets::pins(self.bench.net(pin)) {
            self.for_each_driver(pin, |driver| drivers.push(driver));
        }
        drivers
    }

    /// Shows `to` everybody who drives at `pin` itself.
    #[inline]
    fn for_each_driver(&self, pin: PinId, mut to: impl FnMut(Driver)) {
        if let Some(driver) = self.bench.driver(pin) {
            to(driver);
        }
        if let Some((level, microamps)) = self.output(pin) {
            to(Driver { source: DriverSource::Chip(pin), level, microamps });
        }
        let (up, down) = self.pads.pulls(pin.pad());
        if up {
            to(Driver { source: DriverSource::Pull(pin), level: Level::High, microamps: PULL_MICROAMPS });
        }
        if down {
            to(Driver { source: DriverSource::Pull(pin), level: Level::Low, microamps: PULL_MICROAMPS });
        }
    }

    /// The level the chip imposes on `pin`, and its microamperes.
    #[inline]
    pub fn output(&self, pin: PinId) -> Option<(Level, u32)> {
        let has = |word: GpioMask| word & gpio::bit(pin) != 0;
        self.pads.output(pin.pad(), has(self.gpio.dir()), Level::from(has(self.gpio.latch())))
    }

    /// The board, for looking.
    #[inline]
    pub fn peek_board(&self) -> Board<&Self> {
        Board::new(self.profile, self)
    }

    /// Notes that something happened, after the levels it happened at.
    #[inline]
    pub fn record(&mut self, kind: EventKind) {
        self.record_levels();
        self.trace.record(self.time_ns, kind);
    }

    /// Changes what is attached to `pin`.
    #[inline]
    pub fn attach(&mut self, pin: PinId, change: impl FnOnce(&mut Wiring)) {
        change(&mut self.bench);
        self.settle([pin]);
    }

    /// Changes the wires between `a` and `b`.
    pub fn rewire(&mut self, a: PinId, b: PinId, change: impl FnOnce(&mut Wiring)) {
        let touched = self.bench.net(a) | self.bench.net(b);
        change(&mut self.bench);
        self.settle(nets::pins(touched));
    }
}

/// How levels move.
impl Chip {
    /// Settles the nets of `pins` and shows the ports on them what has become of it. Nearly every net is a pin alone,
    /// which makes for code without a loop.
    #[inline]
    fn settle(&mut self, pins: impl IntoIterator<Item = PinId>) {
        for pin in pins {
            match self.bench.net(pin) {
                net if net == bit(pin) => self.settle_net(iter::once(pin)),
                net => self.settle_wired(net),
            }
        }
        self.record_levels();
        if self.reads != self.shown {
            self.show();
        }
    }

    #[inline(never)]
    fn settle_wired(&mut self, net: PinMask) {
        self.settle_net(nets::pins(net));
    }

    /// Works out what a net comes to, and what the pads on it read.
    #[inline(always)]
    fn settle_net(&mut self, net: impl Iterator<Item = PinId> + Clone) {
        let mut tally = NetResolver::default();
        for pin in net.clone() {
            self.for_each_driver(pin, |driver| tally.add(driver));
        }
        let resolved = tally.resolve();
        for pin in net {
            self.levels[pin.index()] = resolved.shown;
            self.unrecorded |= bit(pin);
            if let Some(level) = resolved.reads {
                let high = level.is_high() && self.pads.senses(pin.pad());
                self.reads = self.reads & !gpio::bit(pin) | if high { gpio::bit(pin) } else { 0 };
            }
        }
    }

    /// Shows the ports what their pads read.
    fn show(&mut self) {
        let before = std::mem::replace(&mut self.shown, self.reads);
        let changed = before ^ self.reads;
        if changed & !self.gpio.dir() != 0 {
            self.update_ports(changed);
        }
        self.notice_wake(before);
    }

    /// Lets the ports act on what they were shown or told: the pads at `changed` have a new level.
    fn update_ports(&mut self, changed: GpioMask) {
        let (latch, kept) = (self.gpio.latch(), self.interrupting & self.gpio.masked());
        let lost = self.gpio.update(self.shown, changed);
        let (interrupting, followed) = (self.gpio.masked(), self.gpio.latch() ^ latch);
        if interrupting != self.interrupting {
            self.interrupting = interrupting;
            self.nvic.update(lines(interrupting));
        }
        let fresh = interrupting & !kept;
        if fresh | lost != 0 {
            self.record_interrupts(fresh, lost);
        }
        if followed != 0 && self.pads.any_forced() {
            self.settle_echoes(followed);
        }
    }

    /// A pad forced to drive while its port has it as an input drives what it reads, so its net is not settled before
    /// the latch has followed. It then agrees with the side that has won, and one more round is enough.
    fn settle_echoes(&mut self, followed: GpioMask) {
        let echoes: PinMask = gpio::pins(followed).filter(|&pin| self.pads.is_forced(pin.pad())).map(bit).sum();
        if echoes != 0 {
            self.settle(nets::pins(echoes));
        }
    }

    fn record_interrupts(&mut self, fresh: GpioMask, lost: GpioMask) {
        if !self.is_running() {
            return;
        }
        for pin in gpio::pins(fresh) {
            self.record(EventKind::Pended { pin });
        }
        for pin in gpio::pins(lost) {
            self.coalesced[pin.index()] = self.coalesced[pin.index()].saturating_add(1);
            self.record(EventKind::Coalesced { pin });
        }
    }

    /// Tells the trace which levels are new. Within an exclusive section it waits for the end.
    #[inline]
    fn record_levels(&mut self) {
        if self.unrecorded != 0 && self.exclusive == 0 {
            self.record_changed_levels();
        }
    }

    fn record_changed_levels(&mut self) {
        for pin in nets::pins(std::mem::take(&mut self.unrecorded)) {
            let level = self.levels[pin.index()];
            if self.recorded[pin.index()] != level {
                self.recorded[pin.index()] = level;
                self.trace.record(self.time_ns, EventKind::Level { pin, level });
            }
        }
    }
}

/// Interrupts, as the processor sees them.
impl Chip {
    /// The port whose interrupt the processor would enter now. Asleep it enters none.
    #[inline]
    pub fn next_interrupt(&self) -> Option<Port> {
        if !self.is_running() {
            return None;
        }
        Port::ALL.get(self.nvic.next()?).copied()
    }

    /// Whether processor and ports run: not in SUSPENDED and HIBERNATE.
    #[inline]
    fn is_running(&self) -> bool {
        matches!(self.power, Power::Active | Power::Idle)
    }

    /// The processor enters the interrupt of `port`, which ends its waiting.
    pub fn enter(&mut self, port: Port) {
        if self.power == Power::Idle {
            self.power = Power::Active;
            if let Some(pin) = gpio::pins(gpio::of_port(self.gpio.masked(), port)).next() {
                self.record(EventKind::Wake { pin, from: Power::Idle });
            }
        }
        self.nvic.enter(port.index());
    }

    /// The processor returns from the interrupt of `port`.
    pub fn leave(&mut self, port: Port) {
        self.nvic.leave(port.index());
    }

    /// The processor waits for an interrupt.
    pub fn idle(&mut self) {
        self.power = Power::Idle;
        self.record(EventKind::Sleep { power: Power::Idle });
    }
}

/// The interrupt lines of the ports, each high while any of its bits interrupts.
#[inline]
fn lines(interrupting: GpioMask) -> u32 {
    interrupting.to_be_bytes().into_iter().fold(0, |lines, byte| lines << 1 | u32::from(byte != 0))
}
