//! The chip: its address map, and how levels move between its blocks and the bench.

mod power;

use pinscope_core::cc3200::gpio::{self, Port};
use pinscope_core::{EventKind, Level, PadLevel, PinId, PinSet, Power, Profile, Registers};

use crate::bench::{self, ALL_PINS, Bench, PinMask, Tally, bit};
use crate::gpio::Gpio;
use crate::nvic::Nvic;
use crate::pads::{self, PULL_MICROAMPS, Pads};
use crate::prcm::{Prcm, Written};
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

/// The bus.
impl Chip {
    /// Reads a word as software does.
    pub fn read(&mut self, addr: u32) -> u32 {
        let word = self.clocked_block(addr).and_then(|block| self.word(block, addr));
        word.unwrap_or_else(|| self.refuse(addr, false))
    }

    /// Writes a word as software does.
    pub fn write(&mut self, addr: u32, value: u32) {
        let stored = self.clocked_block(addr).is_some_and(|block| self.store(block, addr, value));
        if !stored {
            self.refuse(addr, true);
        }
        self.record_levels();
    }

    /// Software begins a section that nothing interrupts.
    pub fn begin_exclusive(&mut self) {
        self.exclusive += 1;
    }

    /// Software ends the section begun last.
    pub fn end_exclusive(&mut self) {
        self.exclusive -= 1;
        self.record_levels();
    }

    /// The block at `addr`, if it has a clock.
    fn clocked_block(&self, addr: u32) -> Option<Block> {
        match Block::at(addr)? {
            Block::Gpio(port) if !self.prcm.is_clocked(port) => None,
            block => Some(block),
        }
    }

    /// The word at `addr` in `block`; `None` where there is none. Nothing follows from looking.
    fn word(&self, block: Block, addr: u32) -> Option<u32> {
        match block {
            Block::Gpio(port) => self.gpio[port.index()].read(addr - port.base()),
            Block::Pads => self.pads.read(addr),
            Block::Prcm => self.prcm.read(addr),
            Block::Nvic => self.nvic.read(addr),
        }
    }

    /// Stores a word and lets what follows from it happen; `false` where there is no register.
    fn store(&mut self, block: Block, addr: u32, value: u32) -> bool {
        match block {
            Block::Gpio(port) => self.store_gpio(port, addr - port.base(), value),
            Block::Pads => {
                let stored = self.pads.write(addr, value);
                self.settle(pads::index(addr).map_or(ALL_PINS, pin_of_pad));
                stored
            }
            Block::Prcm => match self.prcm.write(addr, value) {
                Written::Absent => false,
                Written::Stored => true,
                Written::Sleep(mode) => {
                    self.fall_asleep(mode);
                    true
                }
            },
            Block::Nvic => self.nvic.write(addr, value),
        }
    }

    fn store_gpio(&mut self, port: Port, offset: u32, value: u32) -> bool {
        let block = &mut self.gpio[port.index()];
        let (latch, dir, masked) = (block.latch(), block.dir(), block.masked());
        if !block.write(offset, value) {
            return false;
        }
        let changed = (block.latch() ^ latch) | (block.dir() ^ dir);
        if changed != 0 {
            self.settle(pins_of_port(port, changed));
        }
        // What is driven reaches the port through the pads; any other word changes what the port makes of them.
        if offset > gpio::DATA_ALL {
            self.update_port(port, masked);
        }
        true
    }

    /// A bus fault: reads 0, changes nothing, and is told.
    fn refuse(&mut self, addr: u32, write: bool) -> u32 {
        self.fault = Some(Fault { addr, write });
        self.record(EventKind::Fault { addr, write });
        0
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

/// Looking at registers: no side effects, and no clock needed.
impl Registers for &Chip {
    fn read(self, addr: u32) -> u32 {
        Block::at(addr).and_then(|block| self.word(block, addr)).unwrap_or(0)
    }
}

/// The address map.
#[derive(Clone, Copy)]
enum Block {
    Gpio(Port),
    Pads,
    Prcm,
    Nvic,
}

impl Block {
    fn at(addr: u32) -> Option<Self> {
        if !addr.is_multiple_of(4) {
            return None;
        }
        match addr & !0xFFF {
            0x4000_4000 => Some(Self::Gpio(Port::A0)),
            0x4000_5000 => Some(Self::Gpio(Port::A1)),
            0x4000_6000 => Some(Self::Gpio(Port::A2)),
            0x4000_7000 => Some(Self::Gpio(Port::A3)),
            0x4402_E000 => Some(Self::Pads),
            0x4402_5000 | 0x4402_D000 | 0x4402_F000 => Some(Self::Prcm),
            0xE000_E000 => Some(Self::Nvic),
            _ => None,
        }
    }
}

/// The header pins among `bits` of `port`.
fn pins_of_port(port: Port, bits: u8) -> PinMask {
    PinSet::new(port, bits).map(bit).sum()
}

/// The header pin at pad `index`, if there is one.
fn pin_of_pad(index: u8) -> PinMask {
    PinId::ALL.into_iter().find(|pin| pin.pad() == index).map_or(0, bit)
}
