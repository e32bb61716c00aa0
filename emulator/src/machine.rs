//! The one edge with interior mutability: `&Machine` is how software reaches the emulated chip.

use std::cell::RefCell;

use pinscope_core::{Board, Level, PadLevel, PinId, Power, Profile, Registers, RegistersMut};

use crate::chip::Chip;
use crate::stimulus::{Driver, External};
use crate::trace::Trace;

/// An emulated CC3200 on its bench. `&Machine` is a [`RegistersMut`], so any number of pins coexist on one machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Machine(RefCell<Chip>);

impl Machine {
    /// A chip that has just been given power, with nothing attached. [`Board::start`] must come first: before it,
    /// [`Pin::init`](pinscope_core::Pin::init) and [`Pin::irq`](pinscope_core::Pin::irq) are refused with
    /// [`Error::BusFault`](pinscope_core::Error::BusFault), and any other access to a pin reads low or is lost, with an
    /// [`EventKind::Fault`](pinscope_core::EventKind::Fault) in the trace.
    pub fn new(profile: Profile) -> Self {
        Self(RefCell::new(Chip::new(profile)))
    }

    /// The board, as software reaches it.
    pub fn board(&self) -> Board<&Self> {
        Board::new(self.look(|chip| chip.profile), self)
    }

    /// The registers for looking: reads have no side effects and need no clock.
    pub fn peek(&self) -> Peek<'_> {
        Peek(self)
    }

    /// The board, for looking.
    pub fn peek_board(&self) -> Board<Peek<'_>> {
        Board::new(self.look(|chip| chip.profile), self.peek())
    }

    /// Simulated nanoseconds since the bench began.
    pub fn time_ns(&self) -> u64 {
        self.look(|chip| chip.time_ns)
    }

    /// How awake the chip is.
    pub fn power(&self) -> Power {
        self.look(|chip| chip.power)
    }

    /// What the net of `pin` comes to.
    pub fn level(&self, pin: PinId) -> PadLevel {
        self.look(|chip| chip.level(pin))
    }

    /// Everybody who drives the net of `pin`.
    pub fn drivers(&self, pin: PinId) -> Vec<Driver> {
        self.look(|chip| chip.drivers(pin))
    }

    /// What is attached to the pad of `pin`.
    pub fn external(&self, pin: PinId) -> External {
        self.look(|chip| chip.bench.external(pin))
    }

    /// The jumper wires, each from the pin that comes first.
    pub fn wires(&self) -> Vec<(PinId, PinId)> {
        self.look(|chip| chip.bench.wires().to_vec())
    }

    /// Connects the pad of `pin` to a rail from outside, or lets go of it. No software runs and no time passes: whoever
    /// has a program to run uses a [`Playground`](crate::Playground).
    pub fn drive(&self, pin: PinId, level: Option<Level>) {
        self.0.borrow_mut().attach(pin, |bench| bench.set_rail(pin, level));
    }

    /// Looks at what has happened so far.
    pub fn trace<T>(&self, look: impl FnOnce(&Trace) -> T) -> T {
        self.look(|chip| look(&chip.trace))
    }

    /// The chip itself, for whoever owns the machine.
    #[inline]
    pub(crate) fn chip(&mut self) -> &mut Chip {
        self.0.get_mut()
    }

    #[inline]
    pub(crate) fn look<T>(&self, look: impl FnOnce(&Chip) -> T) -> T {
        look(&self.0.borrow())
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
        let answer = f(self);
        self.0.borrow_mut().end_exclusive();
        answer
    }
}

/// A machine's registers, for looking only.
#[derive(Clone, Copy, Debug)]
pub struct Peek<'a>(&'a Machine);

impl Registers for Peek<'_> {
    fn read(self, addr: u32) -> u32 {
        self.0.look(|chip| Registers::read(chip, addr))
    }
}
