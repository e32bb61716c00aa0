//! The chip: its blocks, and how levels move between them and the bench.

mod bus;
mod power;

use pinscope_core::cc3200::gpio::Port;
use pinscope_core::{EventKind, Level, PadLevel, PinId, PinSet, Power, Profile};

use crate::bench::{self, Bench, PinMask, Tally, bit};
use crate::gpio::Gpio;
use crate::nvic::Nvic;
use crate::pads::{PULL_MICROAMPS, Pads};
use crate::prcm::Prcm;
use crate::stimulus::{Driver, Who};
use crate::trace::Trace;

/// Everything there is: the blocks, the bench around them, and the record of what happened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chip {
    pub profile: Profile,
    pub time_ns: u64,
    pub power: Power,
    pub bench: Bench,
    pub trace: Trace,
    /// What ended a sleep, until the program takes note.
    pub woken: Option<Woken>,
    /// The last access the bus refused, until the program takes note.
    pub fault: Option<Fault>,
    /// How many edges each pin could not see.
    pub coalesced: [u32; PinId::COUNT],
    /// How many exclusive sections software is in. What happens within one happens at once.
    exclusive: u32,
    gpio: [Gpio; 4],
    pads: Pads,
    prcm: Prcm,
    nvic: Nvic,
    /// What each port's pads read; kept where a net floats.
    reads: [u8; 4],
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
            bench: Bench::default(),
            trace: Trace::default(),
            woken: None,
            fault: None,
            coalesced: [0; PinId::COUNT],
            exclusive: 0,
            gpio: Default::default(),
            pads: Pads::default(),
            prcm: Prcm::default(),
            nvic: Nvic::default(),
            reads: [0; 4],
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
        Level::from(self.reads[pin.port().index()] & pin.mask() != 0)
    }

    /// Everybody who drives the net of `pin`.
    pub fn drivers(&self, pin: PinId) -> Vec<Driver> {
        let mut drivers = Vec::new();
        for pin in bench::pins(self.bench.net(pin)) {
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
            to(Driver { who: Who::Chip(pin), level, microamps });
        }
        let (up, down) = self.pads.pulls(pin.pad());
        if up {
            to(Driver { who: Who::Pull(pin), level: Level::High, microamps: PULL_MICROAMPS });
        }
        if down {
            to(Driver { who: Who::Pull(pin), level: Level::Low, microamps: PULL_MICROAMPS });
        }
    }

    /// The level the chip imposes on `pin`, and its microamperes.
    pub fn output(&self, pin: PinId) -> Option<(Level, u32)> {
        let port = &self.gpio[pin.port().index()];
        let latch = Level::from(port.latch() & pin.mask() != 0);
        self.pads.output(pin.pad(), port.dir() & pin.mask() != 0, latch)
    }

    /// Notes that something happened, after the levels it happened at.
    pub fn record(&mut self, kind: EventKind) {
        self.record_levels();
        self.trace.record(self.time_ns, kind);
    }

    /// Changes what is attached to the nets of `touched`.
    pub fn change_bench(&mut self, touched: PinMask, change: impl FnOnce(&mut Bench)) {
        let nets = |bench: &Bench| bench::pins(touched).fold(0, |nets, pin| nets | bench.net(pin));
        let before = nets(&self.bench);
        change(&mut self.bench);
        self.settle(before | nets(&self.bench));
    }
}

/// How levels move.
impl Chip {
    /// Settles the nets of `pins` and lets the ports on them see what has become of it.
    fn settle(&mut self, pins: PinMask) {
        let before = self.reads;
        let mut unsettled = pins;
        while let Some(pin) = bench::pins(unsettled).next() {
            let net = self.bench.net(pin);
            unsettled &= !net;
            self.settle_net(net);
        }
        self.record_levels();
        if self.reads != before {
            for port in Port::ALL {
                if self.reads[port.index()] != before[port.index()] {
                    self.update_port(port, self.gpio[port.index()].masked());
                }
            }
            self.notice_wake(before);
        }
    }

    /// Works out what `net` comes to, and what the pads on it read.
    #[inline]
    fn settle_net(&mut self, net: PinMask) {
        let mut tally = Tally::default();
        for pin in bench::pins(net) {
            self.for_each_driver(pin, |driver| tally.add(driver));
        }
        let resolved = tally.resolve();
        for pin in bench::pins(net) {
            self.levels[pin.index()] = resolved.shown;
            if let Some(level) = resolved.reads {
                let high = level.is_high() && self.pads.senses(pin.pad());
                let reads = &mut self.reads[pin.port().index()];
                *reads = *reads & !pin.mask() | if high { pin.mask() } else { 0 };
            }
        }
        self.unrecorded |= net;
    }

    /// Lets `port` see its pads. `masked` are the bits that interrupted before what led to this.
    fn update_port(&mut self, port: Port, masked: u8) {
        let block = &mut self.gpio[port.index()];
        let (latch, kept) = (block.latch(), masked & block.masked());
        let lost = block.update(self.reads[port.index()]);
        let (interrupting, followed) = (block.masked(), block.latch() ^ latch);
        self.nvic.update(port.index(), interrupting != 0);
        let fresh = interrupting & !kept;
        if (fresh | lost) != 0 && matches!(self.power, Power::Active | Power::Idle) {
            self.record_interrupts(PinSet::new(port, fresh), PinSet::new(port, lost));
        }
        if followed != 0 {
            self.settle_echoes(PinSet::new(port, followed));
        }
    }

    /// A pad forced to drive while its port has it as an input drives what it reads, so its net is not settled before
    /// the latch has followed. It then agrees with the side that has won, and one more round is enough.
    fn settle_echoes(&mut self, followed: PinSet) {
        let echoes = followed.filter(|&pin| self.output(pin).is_some()).map(bit).sum();
        if echoes != 0 {
            self.settle(echoes);
        }
    }

    fn record_interrupts(&mut self, fresh: PinSet, lost: PinSet) {
        for pin in fresh {
            self.record(EventKind::Pended { pin });
        }
        for pin in lost {
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
        for pin in bench::pins(std::mem::take(&mut self.unrecorded)) {
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
    pub fn next_interrupt(&self) -> Option<Port> {
        match self.power {
            Power::Active | Power::Idle => self.nvic.next().and_then(|interrupt| Port::ALL.get(interrupt).copied()),
            Power::Suspended | Power::Hibernate => None,
        }
    }

    /// The processor enters the interrupt of `port`, which ends its waiting.
    pub fn enter(&mut self, port: Port) {
        if self.power == Power::Idle {
            self.power = Power::Active;
            let fired = pins_of_port(port, self.gpio[port.index()].masked());
            if let Some(pin) = bench::pins(fired).min_by_key(|pin| pin.bit()) {
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

/// The header pins among `bits` of `port`.
fn pins_of_port(port: Port, bits: u8) -> PinMask {
    PinSet::new(port, bits).map(bit).sum()
}
