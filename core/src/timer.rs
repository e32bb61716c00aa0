//! The four general-purpose timers (`docs/peripherals.md`, section 2). A timer has two halves of 24 bits, or is one
//! counter of 32 bits. Each counts once, again and again, or modulates the width of the pulses at a pin.

use crate::cc3200::timer::{self, Cause, Half};
use crate::cc3200::{Interrupt, Rw, arcm};
use crate::config::{Config, Mode, Priority};
use crate::pin::Pin;
use crate::pins::{Function, PinId, Profile};
use crate::registers::{Registers, RegistersMut};

pub use crate::cc3200::timer::Timer as TimerId;

/// Maximum value of a duty cycle, in hundredths of a percent.
pub const MAX_DUTY: u16 = 10_000;
/// Minimum number of ticks of a period.
pub const MIN_TICKS: u32 = 2;
/// Maximum number of ticks of a period of a half, whose counter has 16 bits and a prescaler of 8 bits.
const MAX_HALF_TICKS: u32 = 1 << 24;

/// The mode of a timer. Its value is that of the mode register, which is also MicroPython's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum TimerMode {
    /// The counter stops after one period.
    OneShot = 0x31,
    /// The counter counts one period after the other.
    Periodic = 0x32,
    /// The output is high for a part of each period.
    Pwm = 0x0A,
}

/// The counters of a timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Width {
    /// Two counters of 16 bits, each with a prescaler of 8 bits (width 16).
    Halves,
    /// One counter of 32 bits, which the registers of half A control (width 32).
    Whole,
}

/// A refused call. It was refused before any register changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum TimerError {
    /// The counter cannot count that many ticks.
    #[error("timer {}: a period of {ticks} ticks is outside {MIN_TICKS} to {max_ticks}", .timer.index())]
    PeriodOutOfRange {
        /// The timer.
        timer: TimerId,
        /// The period given, in ticks of 12.5 ns.
        ticks: u32,
        /// The longest period.
        max_ticks: u32,
    },
    /// A counter of 32 bits has no PWM.
    #[error("timer {}: PWM takes width 16, not 32", .timer.index())]
    PwmNeedsHalves {
        /// The timer.
        timer: TimerId,
    },
    /// The timer has no clock.
    #[error("timer {} has not been configured, so it has no clock", .timer.index())]
    NotConfigured {
        /// The timer.
        timer: TimerId,
    },
}

/// The settings of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelConfig {
    /// The period in ticks of 12.5 ns: 2 to 2^24, or 2 to 2^32 - 1 if the timer is one counter of 32 bits.
    pub ticks: u32,
    /// The part of each period for which the output is active, 0 to [`MAX_DUTY`]. A larger value counts as
    /// [`MAX_DUTY`]. Only PWM has it.
    pub duty: u16,
    /// True if the output is low while it is active. Only PWM has it.
    pub is_inverted: bool,
}

/// A timer. It stores nothing about the timer's state.
#[derive(Clone, Copy, Debug)]
pub struct Timer<R> {
    id: TimerId,
    registers: R,
}

impl<R: Registers> Timer<R> {
    /// Returns the timer with `id`. It accesses no register.
    pub const fn new(id: TimerId, registers: R) -> Self {
        Self { id, registers }
    }

    /// Returns a channel of the timer. That of half A is also the one of a counter of 32 bits.
    pub const fn channel(self, half: Half) -> Channel<R> {
        Channel { timer: self, half }
    }

    const fn register(self, offset: u32) -> Rw {
        Rw(self.id.base() + offset)
    }
}

impl<R: RegistersMut> Timer<R> {
    /// Resets the timer, which stops both channels, and sets its mode.
    ///
    /// # Errors
    /// [`TimerError::PwmNeedsHalves`]
    pub fn configure(self, mode: TimerMode, width: Width) -> Result<(), TimerError> {
        let Self { id, registers } = self;
        if mode == TimerMode::Pwm && width == Width::Whole {
            return Err(TimerError::PwmNeedsHalves { timer: id });
        }
        let (counters, mode_b) = match width {
            Width::Halves => (timer::TWO_HALVES, mode as u32),
            Width::Whole => (timer::ONE_TIMER, 0),
        };
        arcm::timer_clock(id).modify(registers, arcm::CLOCK_ON, arcm::CLOCK_ON);
        arcm::pulse_reset(registers, arcm::timer_reset(id));
        timer::GPT_TRIG_SEL.write(registers, timer::CAPTURE_PATHS);
        self.disable();
        self.register(timer::CFG).write(registers, counters);
        self.register(timer::TAMR).write(registers, mode as u32);
        self.register(timer::TBMR).write(registers, mode_b);
        Ok(())
    }

    /// Waits until `ticks` ticks of 12.5 ns have passed, at least [`MIN_TICKS`]. It configures the timer, so the
    /// channels must not be in use.
    pub fn wait(self, ticks: u32) {
        let timeout = Cause::Timeout.bit(Half::A);
        let config = ChannelConfig { ticks: ticks.max(MIN_TICKS), duty: 0, is_inverted: false };
        let started = self.configure(TimerMode::OneShot, Width::Whole);
        if started.and_then(|()| self.channel(Half::A).start(config)).is_ok() {
            while self.register(timer::RIS).read(self.registers) & timeout == 0 {}
        }
    }

    /// Stops both channels, masks and clears their interrupts, and stops the clock. It does nothing to a timer that has
    /// not been configured.
    pub fn stop(self) {
        if self.check().is_err() {
            return;
        }
        self.disable();
        self.register(timer::IMR).write(self.registers, 0);
        self.register(timer::ICR).write(self.registers, timer::INTERRUPT_BITS);
        arcm::timer_clock(self.id).modify(self.registers, arcm::CLOCK_ON, 0);
    }

    fn disable(self) {
        self.register(timer::CTL).modify(self.registers, timer::ENABLE | timer::ENABLE << Half::B.control_shift(), 0);
    }

    /// Returns an error if an access to the timer would be a bus fault.
    fn check(self) -> Result<(), TimerError> {
        let Self { id, registers } = self;
        if registers.reaches(id.base()) { Ok(()) } else { Err(TimerError::NotConfigured { timer: id }) }
    }
}

/// A channel of a timer. It stores nothing about the channel's state.
#[derive(Clone, Copy, Debug)]
pub struct Channel<R> {
    timer: Timer<R>,
    half: Half,
}

impl<R: Registers> Channel<R> {
    /// Returns the pin that offers the PWM of this channel and the number of its alternate function.
    pub fn pwm_pin(self) -> Option<(PinId, i32)> {
        let (function, pin) = match (self.timer.id, self.half) {
            (TimerId::A0, Half::A) => (Function::Tim0Pwm, PinId::GP24),
            (TimerId::A1, Half::A) => (Function::Tim1Pwm, PinId::GP25),
            (TimerId::A2, Half::B) => (Function::Tim2Pwm, PinId::GP9),
            (TimerId::A3, Half::A) => (Function::Tim3Pwm, PinId::GP10),
            (TimerId::A3, Half::B) => (Function::Tim3Pwm, PinId::GP11),
            (TimerId::A0 | TimerId::A1, Half::B) | (TimerId::A2, Half::A) => return None,
        };
        let alternate = pin.alternates().iter().find(|alternate| alternate.function == function)?;
        Some((pin, alternate.index.into()))
    }

    fn register(self, offset: u32) -> Rw {
        self.timer.register(offset + 4 * self.half as u32)
    }

    fn is_half(self) -> bool {
        self.timer.register(timer::CFG).read(self.timer.registers) == timer::TWO_HALVES
    }

    fn is_pwm(self) -> bool {
        self.register(timer::TAMR).read(self.timer.registers) & timer::PWM != 0
    }

    /// Returns the present load value, which is one less than the number of ticks of a period.
    fn load(self) -> u32 {
        let load = self.register(timer::TAILR).read(self.timer.registers);
        if self.is_half() { self.register(timer::TAPR).read(self.timer.registers) << 16 | load & 0xFFFF } else { load }
    }
}

impl<R: RegistersMut> Channel<R> {
    /// Sets the period and, in PWM, the output, and starts the channel. A channel that runs goes on in its phase.
    ///
    /// # Errors
    /// [`TimerError::PeriodOutOfRange`], [`TimerError::NotConfigured`]
    pub fn start(self, config: ChannelConfig) -> Result<(), TimerError> {
        let Timer { id, registers } = self.timer;
        self.timer.check()?;
        let ChannelConfig { ticks, duty, is_inverted } = config;
        let max_ticks = if self.is_half() { MAX_HALF_TICKS } else { u32::MAX };
        if !(MIN_TICKS..=max_ticks).contains(&ticks) {
            return Err(TimerError::PeriodOutOfRange { timer: id, ticks, max_ticks });
        }
        let load = ticks - 1;
        // A counter of 32 bits has no prescaler, and bits of the register beyond its eight are not stored.
        self.register(timer::TAPR).write(registers, load >> 16 & 0xFF);
        self.register(timer::TAILR).write(registers, load);
        if self.is_pwm() {
            let inverted = if is_inverted { timer::INVERTED } else { 0 };
            self.modify_control(timer::INVERTED, inverted);
            self.write_match(match_value(load, duty));
        }
        self.modify_control(timer::ENABLE, timer::ENABLE);
        Ok(())
    }

    /// Changes the part of each period for which the PWM output is active, in hundredths of a percent.
    ///
    /// # Errors
    /// [`TimerError::NotConfigured`]
    pub fn set_duty(self, duty: u16) -> Result<(), TimerError> {
        self.timer.check()?;
        if self.is_pwm() {
            self.write_match(match_value(self.load(), duty));
        }
        Ok(())
    }

    /// Connects the PWM output to its pin, if it has one. Returns the pin.
    pub fn connect(self, profile: Profile) -> Option<PinId> {
        let (id, alt) = self.pwm_pin()?;
        let pin = Pin::new(id, profile, self.timer.registers);
        pin.apply(Config { mode: Mode::Alt, alt, ..Config::DEFAULT });
        id.port().dir().modify(self.timer.registers, id.mask().into(), 0);
        Some(id)
    }

    /// Lets the end of a period, or of the PWM pulse, interrupt the processor with this priority. The interrupt routine
    /// calls [`take_causes`](crate::interrupt::take_causes).
    ///
    /// # Errors
    /// [`TimerError::NotConfigured`]
    pub fn enable_interrupt(self, priority: Priority) -> Result<(), TimerError> {
        let Timer { id, registers } = self.timer;
        self.timer.check()?;
        Interrupt::of_timer(id, self.half).enable(registers, priority);
        self.set_interrupt(true);
        Ok(())
    }

    /// Masks the interrupt of the channel.
    ///
    /// # Errors
    /// [`TimerError::NotConfigured`]
    pub fn disable_interrupt(self) -> Result<(), TimerError> {
        self.timer.check()?;
        self.set_interrupt(false);
        Ok(())
    }

    fn set_interrupt(self, on: bool) {
        let bit = self.cause().bit(self.half);
        self.timer.register(timer::IMR).modify(self.timer.registers, bit, if on { bit } else { 0 });
    }

    /// Returns the cause for which the channel interrupts: in PWM the match, as in MicroPython, and else the timeout.
    fn cause(self) -> Cause {
        if self.is_pwm() { Cause::Match } else { Cause::Timeout }
    }

    fn modify_control(self, mask: u32, value: u32) {
        let shift = self.half.control_shift();
        self.timer.register(timer::CTL).modify(self.timer.registers, mask << shift, value << shift);
    }

    fn write_match(self, value: u32) {
        self.register(timer::TAMATCHR).write(self.timer.registers, value);
        self.register(timer::TAPMR).write(self.timer.registers, value >> 16);
    }
}

/// Returns the match value for a duty cycle, calculated as MicroPython does. The output is active from the load value
/// down to the match value.
fn match_value(load: u32, duty: u16) -> u32 {
    let duty = u32::from(duty.min(MAX_DUTY));
    match load {
        // The output is active for a tick nevertheless, because the hardware has no shorter pulse.
        _ if duty == 0 => load - 1,
        0..=0xFFFF => load - load * duty / u32::from(MAX_DUTY),
        _ => load - load * 100 / u32::from(MAX_DUTY) * duty / 100,
    }
}
