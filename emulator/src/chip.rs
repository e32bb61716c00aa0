//! The chip: it connects its blocks with each other and with the nets around it.

mod analog;
mod block_state;
mod bus;
mod interrupts;
mod peripheral;
mod peripherals;
mod power;
mod recording;
mod serial;
mod sleep_watch;
mod sys_tick;
mod timed_wake;

use std::iter;

use pinscope_core::cc3200::gpio::Port;
use pinscope_core::{Board, EventKind, Level, PadLevel, PinId, Power, Profile};

use crate::gpio::{self, Gpio, GpioMask};
use crate::nets::{self, NetResolver, PinMask, Wiring, bit};
use crate::nvic::{InterruptSet, Nvic};
use crate::pads::{PULL_MICROAMPS, Pads};
use crate::prcm::Prcm;
use crate::spare_registers::SpareRegisters;
use crate::stimulus::{Driver, DriverSource};
use crate::trace::Trace;
pub use analog::AnalogInput;
pub(crate) use block_state::BlockState;
pub(crate) use interrupts::Vector;
use interrupts::lines;
use peripherals::Peripherals;
use serial::SerialTerminals;
use sleep_watch::SleepWatch;
pub use sleep_watch::WakeCause;
pub use timed_wake::Alarm;
use timed_wake::TimedWake;

/// The blocks of the chip, the wiring around it, and the trace.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chip {
    pub profile: Profile,
    pub time_ns: u64,
    pub power: Power,
    pub wiring: Wiring,
    pub trace: Trace,
    /// The wake-up that software has yet to handle.
    pub wakeup: Option<Wakeup>,
    /// The source that has ended HIBERNATE, while the chip still starts. No software runs yet, and no pad is driven.
    pub starting: Option<WakeSource>,
    /// True if the chip takes no time to start after HIBERNATE, because nothing lets time pass.
    pub starts_at_once: bool,
    /// True if software has reset the chip and has yet to start again.
    pub was_reset: bool,
    /// The last bus fault that software has yet to handle.
    pub fault: Option<Fault>,
    /// The number of edges on each pin that were lost because the one before was still pending.
    pub coalesced: [u32; PinId::COUNT],
    /// The present sleep, or the last one.
    pub last_sleep: SleepWatch,
    /// The number of nested exclusive sections that software is in. Levels are recorded when the outermost one ends.
    exclusive: u32,
    gpio: Gpio,
    pads: Pads,
    prcm: Prcm,
    nvic: Nvic,
    peripherals: Peripherals,
    timed_wake: TimedWake,
    spare: SpareRegisters,
    /// The terminals at the serial lines, while an image runs.
    serial: Option<SerialTerminals>,
    /// The input level of each pad. An input on a floating net keeps its last level.
    inputs: GpioMask,
    /// The input levels that the ports have acted on.
    port_inputs: GpioMask,
    /// The masked interrupt status of the ports after their last update.
    interrupting: GpioMask,
    /// The interrupt lines of the ports that have fallen since they were last asked for, as bits.
    fallen_lines: u32,
    /// The interrupt lines of the other blocks that have fallen since they were last asked for.
    fallen_block_lines: InterruptSet,
    /// The port whose interrupt was entered last, until its routine clears the status of the pins that it serves.
    unacknowledged: Option<Port>,
    /// The level of each pad's net.
    levels: [PadLevel; PinId::COUNT],
    /// The order in which the pads began to float, the last one with the highest number.
    float_order: [u64; PinId::COUNT],
    /// The level of each pad that was last written to the trace.
    recorded: [PadLevel; PinId::COUNT],
    /// The pins whose `levels` and `recorded` may differ.
    unrecorded: PinMask,
}

/// The end of a sleep: the source that caused it and the power state it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wakeup {
    pub source: WakeSource,
    pub from: Power,
}

/// A source that ends LPDS and HIBERNATE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum WakeSource {
    Pin(PinId),
    Rtc,
}

/// An access that was a bus fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub addr: u32,
    pub write: bool,
}

impl Chip {
    /// Returns a chip that has just been given power, with nothing attached.
    pub fn new(profile: Profile) -> Self {
        Self {
            profile,
            time_ns: 0,
            power: Power::Active,
            wiring: Wiring::default(),
            trace: Trace::default(),
            wakeup: None,
            starting: None,
            starts_at_once: true,
            was_reset: false,
            fault: None,
            coalesced: [0; PinId::COUNT],
            last_sleep: SleepWatch::default(),
            exclusive: 0,
            gpio: Gpio::default(),
            pads: Pads::default(),
            prcm: Prcm::default(),
            nvic: Nvic::default(),
            peripherals: Peripherals::default(),
            timed_wake: TimedWake::default(),
            spare: SpareRegisters::default(),
            serial: None,
            inputs: 0,
            port_inputs: 0,
            interrupting: 0,
            fallen_lines: 0,
            fallen_block_lines: 0,
            unacknowledged: None,
            levels: [PadLevel::Floating; PinId::COUNT],
            float_order: [0; PinId::COUNT],
            recorded: [PadLevel::Floating; PinId::COUNT],
            unrecorded: 0,
        }
    }

    /// Returns the level of the net of `pin`.
    pub fn level(&self, pin: PinId) -> PadLevel {
        self.levels[pin.index()]
    }

    /// Returns the input level at the pad of `pin`. While the net floats, it is the last level from before that.
    pub fn input(&self, pin: PinId) -> Level {
        Level::from(self.inputs & gpio::bit(pin) != 0)
    }

    /// Returns every driver of the net of `pin`.
    pub fn drivers(&self, pin: PinId) -> Vec<Driver> {
        let mut drivers: Vec<_> = nets::rail_drivers(self.wiring.rails_of_net(pin)).collect();
        for pin in nets::pins(self.wiring.net(pin)) {
            self.for_each_driver(pin, |driver| drivers.push(driver));
        }
        drivers
    }

    /// Calls `f` with each driver at `pin` itself.
    #[inline(always)]
    fn for_each_driver(&self, pin: PinId, mut f: impl FnMut(Driver)) {
        if let Some(driver) = self.wiring.driver(pin) {
            f(driver);
        }
        if let Some((level, microamps)) = self.output(pin) {
            f(Driver { source: DriverSource::Chip(pin), level, microamps });
        }
        let (up, down) = self.pads.pulls(pin.pad());
        if up {
            f(Driver { source: DriverSource::Pull(pin), level: Level::High, microamps: PULL_MICROAMPS });
        }
        if down {
            f(Driver { source: DriverSource::Pull(pin), level: Level::Low, microamps: PULL_MICROAMPS });
        }
    }

    /// Returns the level that the chip drives at `pin` and its strength in microamperes, or `None` if it drives none.
    #[inline]
    pub fn output(&self, pin: PinId) -> Option<(Level, u32)> {
        if self.pads.function(pin.pad()) != 0 {
            return self.peripheral_output(pin);
        }
        let is_set = |word: GpioMask| word & gpio::bit(pin) != 0;
        self.pads.output(pin.pad(), is_set(self.gpio.dir()), Level::from(is_set(self.gpio.latch())))
    }

    /// Does the same as [`Chip::output`] for a pad that a peripheral controls. Most pads belong to the ports.
    #[inline(never)]
    fn peripheral_output(&self, pin: PinId) -> Option<(Level, u32)> {
        let level = self.peripherals.output(pin, self.time_ns)?;
        self.pads.output(pin.pad(), true, level)
    }

    /// Returns a board whose registers can be read without side effects.
    #[inline]
    pub fn peek_board(&self) -> Board<&Self> {
        Board::new(self.profile, self)
    }

    /// Records an event, after the level changes that precede it.
    #[inline]
    pub fn record(&mut self, kind: EventKind) {
        self.record_levels();
        self.trace.record(self.time_ns, kind);
    }

    /// Changes what is attached to `pin`.
    #[inline]
    pub fn attach(&mut self, pin: PinId, change: impl FnOnce(&mut Wiring)) {
        change(&mut self.wiring);
        self.settle([pin]);
    }

    /// Changes the wires or buttons between the pins `ends`.
    pub fn rewire(&mut self, ends: PinMask, change: impl FnOnce(&mut Wiring)) {
        let affected = nets::pins(ends).fold(0, |affected, pin| affected | self.wiring.net(pin));
        change(&mut self.wiring);
        self.settle(nets::pins(affected));
    }
}

/// These methods resolve the levels of the nets and pass them on to the ports.
impl Chip {
    /// Resolves the nets of `pins` again and updates the ports. Nearly every net has a single pin; for such a net the
    /// code compiles without a loop.
    #[inline]
    fn settle(&mut self, pins: impl IntoIterator<Item = PinId>) {
        for pin in pins {
            match self.wiring.net(pin) {
                net if net == bit(pin) => self.settle_net(iter::once(pin)),
                net => self.settle_wired(net),
            }
        }
        if self.peripherals.adc_samples {
            self.refresh_adc();
        }
        if self.inputs != self.port_inputs {
            self.update_inputs();
        }
    }

    #[inline(never)]
    fn settle_wired(&mut self, net: PinMask) {
        self.settle_net(nets::pins(net));
    }

    /// Computes the level of a net and the input levels of its pads.
    #[inline(always)]
    fn settle_net(&mut self, net: impl Iterator<Item = PinId> + Clone) {
        let mut resolver = NetResolver::default();
        let mut rails = 0;
        for pin in net.clone() {
            self.for_each_driver(pin, |driver| resolver.add(driver));
            rails |= self.wiring.rails(pin);
        }
        // A rail counts once, no matter how many wires connect it to the net.
        if rails != 0 {
            nets::rail_drivers(rails).for_each(|driver| resolver.add(driver));
        }
        let resolved = resolver.resolve();
        let Some(input) = resolved.input else { return self.settle_floating(net) };
        for pin in net {
            self.set_level(pin, resolved.level);
            self.inputs = self.inputs & !gpio::bit(pin) | self.input_bit(pin, input);
        }
    }

    /// Returns the bit of `pin` if its input is high when its net is at `level`.
    #[inline(always)]
    fn input_bit(&self, pin: PinId, level: Level) -> GpioMask {
        if level.is_high() && self.pads.input_enabled(pin.pad()) { gpio::bit(pin) } else { 0 }
    }

    /// Lets a net float. Its inputs keep one level: that of the pad that began to float last. An input that changes by
    /// this has no edge, because nothing drives it.
    #[inline(never)]
    fn settle_floating(&mut self, net: impl Iterator<Item = PinId> + Clone) {
        let next = self.float_order.iter().max().map_or(0, |last| last + 1);
        for pin in net.clone() {
            if self.levels[pin.index()] != PadLevel::Floating {
                self.float_order[pin.index()] = next;
                self.set_level(pin, PadLevel::Floating);
            }
        }
        let Some(last) = net.clone().max_by_key(|pin| self.float_order[pin.index()]) else { return };
        let level = self.input(last);
        let mask = net.clone().fold(0, |mask, pin| mask | gpio::bit(pin));
        let inputs = net.fold(0, |inputs, pin| inputs | self.input_bit(pin, level));
        if self.inputs & mask != inputs {
            self.inputs = self.inputs & !mask | inputs;
            self.port_inputs = self.port_inputs & !mask | inputs;
            self.update_ports(0, 0);
            if self.peripherals.sees(mask) {
                self.pass_inputs_on();
            }
        }
    }

    /// Passes the new input levels to the ports and the wake lines.
    #[inline]
    fn update_inputs(&mut self) {
        let before = std::mem::replace(&mut self.port_inputs, self.inputs);
        let changed = before ^ self.inputs;
        if changed & !self.gpio.dir() != 0 {
            self.update_ports(changed, 0);
        }
        if self.peripherals.sees(changed) {
            self.pass_inputs_on();
        }
        self.check_wake(before);
    }

    /// Updates the ports after a register write, or after the levels of the pads in `changed` have changed. An
    /// interrupt routine has cleared the status of the pins in `acknowledged`, which it serves.
    ///
    /// It is compiled into its callers, because most of it has no effect on an edge without an acknowledgement or on an
    /// acknowledgement without an edge. That saves a twelfth of the instructions of an edge.
    #[inline(always)]
    fn update_ports(&mut self, changed: GpioMask, acknowledged: GpioMask) {
        let (latch, before) = (self.gpio.latch(), self.interrupting);
        let still_pending = before & self.gpio.masked();
        let lost = self.gpio.update(self.port_inputs, changed);
        let (interrupting, latch_changed) = (self.gpio.masked(), self.gpio.latch() ^ latch);
        if interrupting != self.interrupting {
            self.interrupting = interrupting;
            self.fallen_lines |= self.nvic.update(lines(interrupting));
        }
        let newly_pending = interrupting & !still_pending;
        let unpended = before & !interrupting & !acknowledged;
        if newly_pending | unpended | lost != 0 {
            self.record_interrupts(newly_pending, unpended, lost);
        }
        if latch_changed != 0 && self.pads.any_forced() {
            self.settle_feedback(latch_changed);
        }
    }

    /// Settles the nets of pads that are forced to drive while they are inputs of their port. Such a pad drives the
    /// level that it reads, so a change of its latch can change the level that it drives. Afterwards the pad agrees
    /// with its net, so one more round is enough.
    #[inline(never)]
    fn settle_feedback(&mut self, latch_changed: GpioMask) {
        let forced: PinMask = gpio::pins(latch_changed).filter(|&pin| self.pads.is_forced(pin.pad())).map(bit).sum();
        if forced != 0 {
            self.settle(nets::pins(forced));
        }
    }
}
