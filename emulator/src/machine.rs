//! `Machine` is the emulated chip as software reaches it. It is the only type of this crate with interior mutability.

use std::cell::RefCell;

use pinscope_core::{Board, Level, PadLevel, PinId, Power, Profile, Registers, RegistersMut};

use crate::chip::{AnalogInput, Chip, WakeSource};
use crate::stimulus::{Driver, External};
use crate::trace::Trace;
use crate::uart::SerialFormat;

/// An emulated CC3200 with everything that is attached to it. `&Machine` is a [`RegistersMut`], so any number of pins
/// can share one machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Machine(RefCell<Chip>);

impl Machine {
    /// Returns a chip that has just been given power, with nothing attached. Call [`Board::start`] first: before it,
    /// [`Pin::init`](pinscope_core::Pin::init) and [`Pin::irq`](pinscope_core::Pin::irq) are refused with
    /// [`Error::BusFault`](pinscope_core::Error::BusFault), and any other access to a pin reads low or is lost, with an
    /// [`EventKind::Fault`](pinscope_core::EventKind::Fault) in the trace.
    pub fn new(profile: Profile) -> Self {
        Self(RefCell::new(Chip::new(profile)))
    }

    /// Returns the board as software reaches it.
    pub fn board(&self) -> Board<&Self> {
        Board::new(self.peek_chip(|chip| chip.profile), self)
    }

    /// Returns a read-only view of the registers. Its reads have no side effects and need no clock.
    pub fn peek(&self) -> Peek<'_> {
        Peek(self)
    }

    /// Returns a board whose registers are [`Machine::peek`], so its pins can be read without side effects.
    pub fn peek_board(&self) -> Board<Peek<'_>> {
        Board::new(self.peek_chip(|chip| chip.profile), self.peek())
    }

    /// Returns the simulated time in nanoseconds.
    pub fn time_ns(&self) -> u64 {
        self.peek_chip(|chip| chip.time_ns)
    }

    /// Returns the power state of the chip.
    pub fn power(&self) -> Power {
        self.peek_chip(|chip| chip.power)
    }

    /// Returns the level of the net of `pin`.
    pub fn level(&self, pin: PinId) -> PadLevel {
        self.peek_chip(|chip| chip.level(pin))
    }

    /// Returns every driver of the net of `pin`.
    pub fn drivers(&self, pin: PinId) -> Vec<Driver> {
        self.peek_chip(|chip| chip.drivers(pin))
    }

    /// Returns what is attached to the pad of `pin`.
    pub fn external(&self, pin: PinId) -> External {
        self.peek_chip(|chip| chip.wiring.external(pin))
    }

    /// Returns the analog side of the pads of GP2, GP3, GP4 and GP5, which the ADC samples.
    pub fn analog_inputs(&self) -> [AnalogInput; 4] {
        self.peek_chip(Chip::analog_inputs)
    }

    /// Returns the format of the characters at `pin`, if its pad is the data line of a UART that is on.
    pub fn serial_format(&self, pin: PinId) -> Option<SerialFormat> {
        self.peek_chip(|chip| chip.serial_format(pin))
    }

    /// Returns the jumper wires between pads. The first pin of each is the one that comes first in [`PinId::ALL`].
    pub fn wires(&self) -> Vec<(PinId, PinId)> {
        self.peek_chip(|chip| chip.wiring.wires().to_vec())
    }

    /// Returns the jumper wires to rails, each with its pin.
    pub fn rail_wires(&self) -> Vec<(PinId, Level)> {
        self.peek_chip(|chip| chip.wiring.rail_wires().to_vec())
    }

    /// Returns the pin that has ended HIBERNATE, while the board still starts. It is `None` if the real-time clock has.
    pub fn starting(&self) -> Option<PinId> {
        self.peek_chip(|chip| match chip.starting {
            Some(WakeSource::Pin(pin)) => Some(pin),
            Some(WakeSource::Rtc) | None => None,
        })
    }

    /// Connects the pad of `pin` to a rail from outside, or releases it. No handler is called and no time passes; use a
    /// [`Playground`](crate::Playground) to have handlers called.
    pub fn drive(&self, pin: PinId, level: Option<Level>) {
        self.0.borrow_mut().attach(pin, |wiring| wiring.set_rail(pin, level));
    }

    /// Calls `read` with the trace and returns its result.
    pub fn trace<T>(&self, read: impl FnOnce(&Trace) -> T) -> T {
        self.peek_chip(|chip| read(&chip.trace))
    }

    /// Returns the chip. Only the owner of the machine can call this.
    #[inline]
    pub(crate) fn chip_mut(&mut self) -> &mut Chip {
        self.0.get_mut()
    }

    /// Calls `read` with the chip and returns its result.
    #[inline]
    pub(crate) fn peek_chip<T>(&self, read: impl FnOnce(&Chip) -> T) -> T {
        read(&self.0.borrow())
    }
}

impl Registers for &Machine {
    #[inline(always)]
    fn read(self, addr: u32) -> u32 {
        Chip::read(&mut self.0.borrow_mut(), addr)
    }
}

impl RegistersMut for &Machine {
    #[inline(always)]
    fn write(self, addr: u32, value: u32) {
        Chip::write(&mut self.0.borrow_mut(), addr, value);
    }

    fn reaches(self, addr: u32) -> bool {
        self.0.borrow_mut().reaches(addr)
    }

    #[inline]
    fn exclusive<T>(self, f: impl FnOnce(Self) -> T) -> T {
        self.0.borrow_mut().begin_exclusive();
        let result = f(self);
        self.0.borrow_mut().end_exclusive();
        result
    }
}

/// The registers of a machine, read-only and without side effects.
#[derive(Clone, Copy, Debug)]
pub struct Peek<'a>(&'a Machine);

impl Registers for Peek<'_> {
    fn read(self, addr: u32) -> u32 {
        self.0.peek_chip(|chip| Registers::read(chip, addr))
    }
}
