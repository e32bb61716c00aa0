//! Interrupts of pins: their triggers and priorities, the callback object, and the pending pins of a port.

use crate::cc3200::gpio::Port;
use crate::cc3200::{hib, nvic};
use crate::config::{IrqConfig, Priority, Trigger, Wake};
use crate::error::Error;
use crate::pin::Pin;
use crate::pins::PinId;
use crate::registers::{Registers, RegistersMut};
use crate::sleep;

/// The part of an interrupt's settings that no register holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct IrqSlot<H> {
    /// The event that makes the pin interrupt.
    pub trigger: Trigger,
    /// The power modes in which the interrupt works.
    pub wake: Wake,
    /// True while the interrupt is enabled. [`Irq::disable`] disables it, and [`Irq::enable`] enables it again.
    pub enabled: bool,
    /// The handler, which the owner of the table calls.
    pub handler: H,
    /// The trigger of the interrupt that is being served, while the handler runs.
    pub active_trigger: Option<Trigger>,
}

/// The handlers of the pins' interrupts: one slot for each pin that has an interrupt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handlers<H> {
    slots: [Option<IrqSlot<H>>; PinId::COUNT],
    /// The pin that was armed for SUSPENDED last. Only one pin at a time can end SUSPENDED.
    suspend_pin: Option<PinId>,
}

impl<H> Handlers<H> {
    /// Returns an empty table.
    pub const fn new() -> Self {
        Self { slots: [const { None }; PinId::COUNT], suspend_pin: None }
    }

    /// Returns the slot of `pin`, if it has an interrupt.
    pub fn slot(&self, pin: PinId) -> Option<&IrqSlot<H>> {
        self.slots[pin.index()].as_ref()
    }

    /// Returns the slot of `pin`, to set its active trigger or to change its handler.
    pub fn slot_mut(&mut self, pin: PinId) -> Option<&mut IrqSlot<H>> {
        self.slots[pin.index()].as_mut()
    }

    /// Returns true if `pin` was armed for SUSPENDED, and no other pin after it. Only one pin at a time can end
    /// SUSPENDED.
    pub fn ends_suspended(&self, pin: PinId) -> bool {
        self.suspend_pin == Some(pin)
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

/// The callback object: a pin together with the table that holds its handler.
#[derive(Debug)]
pub struct Irq<'a, R, H> {
    pin: Pin<R>,
    handlers: &'a mut Handlers<H>,
}

impl<R: Registers> Pin<R> {
    /// Returns the trigger that is set in the pin's port.
    pub fn trigger(self) -> Trigger {
        let port = self.id().port();
        let is_set = |word: u32| word & u32::from(self.id().mask()) != 0;
        Trigger::from_sense_bits(
            is_set(port.ibe().read(self.registers)),
            is_set(port.is().read(self.registers)),
            is_set(port.iev().read(self.registers)),
        )
    }

    /// Returns the priority of the pin's port.
    pub fn priority(self) -> Priority {
        let port = self.id().port();
        Priority::from_nvic_byte(nvic::IPR0.read(self.registers) >> nvic::priority_shift(port))
    }

    /// Returns true if the pin's interrupt can reach the processor (IM).
    pub fn is_unmasked(self) -> bool {
        self.id().port().im().read(self.registers) & u32::from(self.id().mask()) != 0
    }

    /// Returns the power modes in which the pin's interrupt works, or `None` while the interrupt is disabled. They are
    /// decoded from IM and, if the pin has a wake line, from the wake registers.
    pub fn wake(self) -> Option<Wake> {
        let line = self.profile().wake_line(self.id());
        let suspended = line.is_some_and(|line| sleep::suspend_line(self.registers) == Some(line));
        let hibernate = line.is_some_and(|line| sleep::hibernate_lines(self.registers) & hib::line_enable(line) != 0);
        Wake::from_modes(self.is_unmasked(), suspended, hibernate)
    }

    /// Returns the trigger that made the pin interrupt. For both edges it is the edge that led to the current level.
    pub fn active_trigger(self) -> Trigger {
        match self.trigger() {
            Trigger::BothEdges if self.latch().is_high() => Trigger::Rising,
            Trigger::BothEdges => Trigger::Falling,
            trigger => trigger,
        }
    }
}

impl<R: RegistersMut> Pin<R> {
    /// Sets up the pin's interrupt, enables it and returns the callback object.
    ///
    /// # Errors
    /// [`Error::NotAWakePin`], [`Error::BothEdgesCannotWake`]; [`Error::BusFault`] before
    /// [`Board::start`](crate::Board::start), if the board survives a fault. A call that fails changes nothing.
    pub fn irq<H>(self, handlers: &mut Handlers<H>, config: IrqConfig, handler: H) -> Result<Irq<'_, R, H>, Error> {
        self.check_wake(config.trigger, config.wake)?;
        self.check_bus()?;
        let ends_suspended = config.wake.contains(Wake::SUSPENDED);
        self.registers.exclusive(|registers| {
            let port = self.id().port();
            self.mask_interrupt();
            let shift = nvic::priority_shift(port);
            nvic::IPR0.modify(registers, 0xFF << shift, config.priority.nvic_byte() << shift);
            nvic::ISER0.write(registers, nvic::bit(port));
            self.write_trigger(config.trigger, config.wake, ends_suspended);
        });
        if ends_suspended {
            handlers.suspend_pin = Some(self.id());
        } else if handlers.ends_suspended(self.id()) {
            handlers.suspend_pin = None;
        }
        let IrqConfig { trigger, wake, .. } = config;
        handlers.slots[self.id().index()] =
            Some(IrqSlot { trigger, wake, enabled: true, handler, active_trigger: None });
        Ok(Irq { pin: self, handlers })
    }

    /// Returns the callback object of an interrupt that was set up before (`irq()` without arguments).
    ///
    /// # Errors
    /// [`Error::NoInterrupt`] if the pin has no interrupt.
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

    /// Writes the trigger and the wake registers of a pin whose interrupt is masked. Then unmasks the interrupt if
    /// `wake` has ACTIVE. The pin ends SUSPENDED if `ends_suspended` is true.
    ///
    /// IBE, IS and IEV may set the raw status while they change, so it is cleared after them and before IM is set
    /// (`docs/cc3200.md`, section 2.1).
    fn write_trigger(self, trigger: Trigger, wake: Wake, ends_suspended: bool) {
        let registers = self.registers;
        let port = self.id().port();
        let mask = u32::from(self.id().mask());
        let bit = |on: bool| if on { mask } else { 0 };
        let (ibe, is, iev) = trigger.sense_bits();
        port.ibe().modify(registers, mask, bit(ibe));
        port.is().modify(registers, mask, bit(is));
        port.iev().modify(registers, mask, bit(iev));
        if let Some(line) = self.profile().wake_line(self.id()) {
            sleep::set_suspend_line(registers, line, ends_suspended.then_some(trigger));
            sleep::set_hibernate_line(registers, line, wake.contains(Wake::HIBERNATE).then_some(trigger));
        }
        port.icr().write(registers, mask);
        port.im().modify(registers, mask, bit(wake.contains(Wake::ACTIVE)));
    }

    fn mask_interrupt(self) {
        self.id().port().im().modify(self.registers, u32::from(self.id().mask()), 0);
    }
}

impl<R: RegistersMut, H> Irq<'_, R, H> {
    /// Returns the pin.
    pub fn pin(&self) -> Pin<R> {
        self.pin
    }

    /// Returns the handler, so that its owner can call it directly.
    pub fn handler(&self) -> Option<&H> {
        self.handlers.slot(self.pin.id()).map(|slot| &slot.handler)
    }

    /// Returns the trigger of the interrupt while its handler runs; otherwise `None`, which is 0 in the manual.
    pub fn flags(&self) -> Option<Trigger> {
        self.handlers.slot(self.pin.id()).and_then(|slot| slot.active_trigger)
    }

    /// Enables the interrupt again with its settings. Edges that occurred while it was disabled are cleared. If another
    /// pin was armed for SUSPENDED later, that pin remains the one that ends it.
    pub fn enable(&mut self) {
        let pin = self.pin;
        let ends_suspended = self.handlers.ends_suspended(pin.id());
        if let Some(slot) = self.handlers.slot_mut(pin.id()) {
            slot.enabled = true;
            let (trigger, wake) = (slot.trigger, slot.wake);
            pin.registers.exclusive(|_| {
                pin.mask_interrupt();
                pin.write_trigger(trigger, wake, ends_suspended);
            });
        }
    }

    /// Disables the interrupt: it neither fires nor wakes the board. Its settings and its handler stay.
    pub fn disable(&mut self) {
        let pin = self.pin;
        pin.registers.exclusive(|registers| {
            pin.mask_interrupt();
            if let Some(line) = pin.profile().wake_line(pin.id()) {
                sleep::set_suspend_line(registers, line, None);
                sleep::set_hibernate_line(registers, line, None);
            }
        });
        if let Some(slot) = self.handlers.slot_mut(pin.id()) {
            slot.enabled = false;
        }
    }

    /// Sets up the interrupt again.
    ///
    /// # Errors
    /// The errors of [`Pin::irq`].
    pub fn init(&mut self, config: IrqConfig, handler: H) -> Result<(), Error> {
        self.pin.irq(self.handlers, config, handler)?;
        Ok(())
    }
}

/// The pins of one port whose interrupts are pending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct PinSet {
    port: Port,
    bits: u8,
}

impl PinSet {
    /// Returns the pins at `bits` of `port`.
    #[inline]
    pub const fn new(port: Port, bits: u8) -> Self {
        Self { port, bits }
    }
}

/// Returns the pins from the lowest bit on, which is the order in which they are served. GPIOs that reach no header are
/// skipped.
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

/// Returns the pins of `port` whose interrupts are pending, and clears them. An interrupt routine calls it first, so
/// that an edge after the call counts as a new one.
#[inline]
pub fn take_pending(registers: impl RegistersMut, port: Port) -> PinSet {
    let pending = port.mis().read(registers);
    port.icr().write(registers, pending);
    PinSet::new(port, pending as u8)
}
