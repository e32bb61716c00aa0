//! Interrupts: triggers, priorities, the callback object, and what an interrupt routine takes from a port.

use crate::cc3200::gpio::Port;
use crate::cc3200::nvic;
use crate::config::{IrqConfig, Priority, Trigger, Wake};
use crate::error::Error;
use crate::pin::Pin;
use crate::pins::PinId;
use crate::registers::{Registers, RegistersMut};
use crate::sleep;

/// What an interrupt was asked to do; no register holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct IrqSlot<H> {
    /// What makes the pin interrupt.
    pub trigger: Trigger,
    /// In which power modes.
    pub wake: Wake,
    /// Whether it is armed; [`Irq::disable`] stops it, [`Irq::enable`] starts it again.
    pub enabled: bool,
    /// What is to happen. The owner of the table calls it.
    pub handler: H,
    /// The trigger that fired, while the handler runs.
    pub active_trigger: Option<Trigger>,
}

/// The handlers of the pins' interrupts: one slot for each pin that has an interrupt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handlers<H> {
    slots: [Option<IrqSlot<H>>; PinId::COUNT],
}

impl<H> Handlers<H> {
    /// Returns an empty table.
    pub const fn new() -> Self {
        Self { slots: [const { None }; PinId::COUNT] }
    }

    /// Returns the slot of `pin`, if it has an interrupt.
    pub fn slot(&self, pin: PinId) -> Option<&IrqSlot<H>> {
        self.slots[pin.index()].as_ref()
    }

    /// Returns the slot of `pin`, to mark it as being served or to change its handler.
    pub fn slot_mut(&mut self, pin: PinId) -> Option<&mut IrqSlot<H>> {
        self.slots[pin.index()].as_mut()
    }

    /// Empties the table, as a reset does.
    pub fn clear(&mut self) {
        *self = Self::new();
    }
}

impl<H> Default for Handlers<H> {
    fn default() -> Self {
        Self::new()
    }
}

/// The callback object: a pin together with the table that holds what its interrupt does.
#[derive(Debug)]
pub struct Irq<'a, R, H> {
    pin: Pin<R>,
    handlers: &'a mut Handlers<H>,
}

impl<R: Registers> Pin<R> {
    /// What makes the pin interrupt, as its port is set now.
    pub fn trigger(self) -> Trigger {
        let port = self.id().port();
        let has = |word: u32| word & u32::from(self.id().mask()) != 0;
        Trigger::from_sense_bits(
            has(port.ibe().read(self.registers)),
            has(port.is().read(self.registers)),
            has(port.iev().read(self.registers)),
        )
    }

    /// The priority of the pin's port.
    pub fn priority(self) -> Priority {
        let port = self.id().port();
        Priority::from_nvic_byte(nvic::IPR0.read(self.registers) >> nvic::priority_shift(port))
    }

    /// Whether the pin's interrupt reaches the processor (IM).
    pub fn is_unmasked(self) -> bool {
        self.id().port().im().read(self.registers) & u32::from(self.id().mask()) != 0
    }

    /// The power modes the pin's interrupt works in now: IM, and the wake words if it has a wake line.
    /// `None` while it is disabled.
    pub fn wake(self) -> Option<Wake> {
        let line = self.profile().wake_line(self.id());
        let suspended = line.is_some_and(|line| sleep::suspend_line(self.registers) == Some(line));
        let hibernate = line.is_some_and(|line| sleep::hibernate_lines(self.registers) & (1 << line) != 0);
        Wake::of(self.is_unmasked(), suspended, hibernate)
    }

    /// The trigger that made the pin interrupt: of both edges, the one that led to the present level.
    pub fn active_trigger(self) -> Trigger {
        match self.trigger() {
            Trigger::BothEdges if self.latch().is_high() => Trigger::Rising,
            Trigger::BothEdges => Trigger::Falling,
            trigger => trigger,
        }
    }
}

impl<R: RegistersMut> Pin<R> {
    /// Arms the pin's interrupt and returns the callback object.
    ///
    /// # Errors
    /// [`Error::NotAWakePin`], [`Error::BothEdgesCannotWake`]; on a board that outlives it, [`Error::BusFault`] before
    /// [`Board::start`](crate::Board::start). Nothing is changed then.
    pub fn irq<H>(self, handlers: &mut Handlers<H>, config: IrqConfig, handler: H) -> Result<Irq<'_, R, H>, Error> {
        self.check_wake(config.trigger, config.wake)?;
        self.check_bus()?;
        self.registers.exclusive(|registers| {
            let port = self.id().port();
            self.mask();
            let shift = nvic::priority_shift(port);
            nvic::IPR0.modify(registers, 0xFF << shift, config.priority.nvic_byte() << shift);
            nvic::ISER0.write(registers, nvic::bit(port));
            self.arm(config.trigger, config.wake);
        });
        let IrqConfig { trigger, wake, .. } = config;
        handlers.slots[self.id().index()] =
            Some(IrqSlot { trigger, wake, enabled: true, handler, active_trigger: None });
        Ok(Irq { pin: self, handlers })
    }

    /// The callback object of the interrupt already set (`irq()` with no argument).
    ///
    /// # Errors
    /// [`Error::NoInterrupt`] where none is.
    pub fn irq_handle<H>(self, handlers: &mut Handlers<H>) -> Result<Irq<'_, R, H>, Error> {
        match handlers.slot(self.id()) {
            Some(_) => Ok(Irq { pin: self, handlers }),
            None => Err(Error::NoInterrupt { pin: self.id() }),
        }
    }

    fn check_wake(self, trigger: Trigger, wake: Wake) -> Result<(), Error> {
        let pin = self.id();
        if wake == Wake::ACTIVE {
            Ok(())
        } else if self.profile().wake_line(pin).is_none() {
            Err(Error::NotAWakePin { pin, profile: self.profile() })
        } else if trigger == Trigger::BothEdges {
            Err(Error::BothEdgesCannotWake { pin })
        } else {
            Ok(())
        }
    }

    /// Writes trigger and wake words of a masked pin and lets it interrupt.
    ///
    /// IBE, IS and IEV may raise the raw status while they change, so it is cleared after them and before IM is set
    /// (TI's driver notes on `GPIOIntTypeSet`).
    fn arm(self, trigger: Trigger, wake: Wake) {
        let (registers, port, mask) = (self.registers, self.id().port(), u32::from(self.id().mask()));
        let bit = |on: bool| if on { mask } else { 0 };
        let (ibe, is, iev) = trigger.sense_bits();
        port.ibe().modify(registers, mask, bit(ibe));
        port.is().modify(registers, mask, bit(is));
        port.iev().modify(registers, mask, bit(iev));
        if let Some(line) = self.profile().wake_line(self.id()) {
            sleep::arm_suspend(registers, line, wake.contains(Wake::SUSPENDED).then_some(trigger));
            sleep::arm_hibernate(registers, line, wake.contains(Wake::HIBERNATE).then_some(trigger));
        }
        port.icr().write(registers, mask);
        port.im().modify(registers, mask, bit(wake.contains(Wake::ACTIVE)));
    }

    fn mask(self) {
        self.id().port().im().modify(self.registers, u32::from(self.id().mask()), 0);
    }
}

impl<R: RegistersMut, H> Irq<'_, R, H> {
    /// The pin.
    pub fn pin(&self) -> Pin<R> {
        self.pin
    }

    /// What the interrupt does, for the owner to call by hand.
    pub fn handler(&self) -> Option<&H> {
        self.handlers.slot(self.pin.id()).map(|slot| &slot.handler)
    }

    /// The trigger that fired while the handler runs, else `None`, which is the manual's 0.
    pub fn flags(&self) -> Option<Trigger> {
        self.handlers.slot(self.pin.id()).and_then(|slot| slot.active_trigger)
    }

    /// Starts the interrupt again as it was asked for. What came while it was off is forgotten.
    pub fn enable(&mut self) {
        let pin = self.pin;
        if let Some(slot) = self.handlers.slot_mut(pin.id()) {
            slot.enabled = true;
            let (trigger, wake) = (slot.trigger, slot.wake);
            pin.registers.exclusive(|_| {
                pin.mask();
                pin.arm(trigger, wake);
            });
        }
    }

    /// Stops the interrupt: it neither fires nor wakes, and keeps what it was asked to do.
    pub fn disable(&mut self) {
        let pin = self.pin;
        pin.registers.exclusive(|registers| {
            pin.mask();
            if let Some(line) = pin.profile().wake_line(pin.id()) {
                sleep::arm_suspend(registers, line, None);
                sleep::arm_hibernate(registers, line, None);
            }
        });
        if let Some(slot) = self.handlers.slot_mut(pin.id()) {
            slot.enabled = false;
        }
    }

    /// Sets the interrupt anew.
    ///
    /// # Errors
    /// As [`Pin::irq`].
    pub fn init(&mut self, config: IrqConfig, handler: H) -> Result<(), Error> {
        self.pin.irq(self.handlers, config, handler).map(drop)
    }
}

/// The pins of one port that fired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct PinSet {
    port: Port,
    bits: u8,
}

impl PinSet {
    /// The pins at `bits` of `port`.
    #[inline]
    pub const fn new(port: Port, bits: u8) -> Self {
        Self { port, bits }
    }
}

/// Lowest bit first, which is the order they are served in. Bits without a header pin are passed over.
impl Iterator for PinSet {
    type Item = PinId;

    #[inline]
    fn next(&mut self) -> Option<PinId> {
        while self.bits != 0 {
            let bit = self.bits.trailing_zeros() as u8;
            self.bits &= self.bits - 1;
            if let Some(pin) = PinId::at(self.port, bit) {
                return Some(pin);
            }
        }
        None
    }
}

/// What an interrupt routine does first: takes the pins of `port` that fired and clears them, so that an edge from
/// here on is seen as a new one.
#[inline]
pub fn take_pending(registers: impl RegistersMut, port: Port) -> PinSet {
    let fired = port.mis().read(registers);
    port.icr().write(registers, fired);
    PinSet::new(port, fired as u8)
}
