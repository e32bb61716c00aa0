//! Implements traits of embedded-hal 1.0: the digital ones for [`Pin`], `SetDutyCycle` for a [`Channel`] of a timer,
//! and `DelayNs` for a [`Timer`]. It requires the feature `hal`.
//!
//! Each method of a pin calls a method of [`Pin`]. None can fail, and none checks the mode: a call that does not fit
//! the mode has the effect that it has on the chip.

use core::convert::Infallible;

use embedded_hal::delay::DelayNs;
use embedded_hal::digital::{ErrorType, InputPin, OutputPin, StatefulOutputPin};
use embedded_hal::pwm::{self, SetDutyCycle};

use crate::config::Level;
use crate::pin::Pin;
use crate::registers::RegistersMut;
use crate::timer::{Channel, MAX_DUTY, Timer, TimerError};

impl<R: RegistersMut> ErrorType for Pin<R> {
    type Error = Infallible;
}

/// Reads what [`Pin::value`] returns: the pad of an input or an open-drain output, the latch of a push-pull output.
impl<R: RegistersMut> InputPin for Pin<R> {
    fn is_high(&mut self) -> Result<bool, Infallible> {
        Ok(self.value().is_high())
    }

    fn is_low(&mut self) -> Result<bool, Infallible> {
        Ok(!self.value().is_high())
    }
}

/// Drives as [`Pin::set_value`] does: a high level releases an open-drain output, and a write to an input is lost.
impl<R: RegistersMut> OutputPin for Pin<R> {
    fn set_low(&mut self) -> Result<(), Infallible> {
        self.set_value(Level::Low);
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Infallible> {
        self.set_value(Level::High);
        Ok(())
    }
}

/// Returns the level that was set, which is [`Pin::latch`], and not the level of the pad.
impl<R: RegistersMut> StatefulOutputPin for Pin<R> {
    fn is_set_high(&mut self) -> Result<bool, Infallible> {
        Ok(self.latch().is_high())
    }

    fn is_set_low(&mut self) -> Result<bool, Infallible> {
        Ok(!self.latch().is_high())
    }

    fn toggle(&mut self) -> Result<(), Infallible> {
        Pin::toggle(*self);
        Ok(())
    }
}

impl pwm::Error for TimerError {
    fn kind(&self) -> pwm::ErrorKind {
        pwm::ErrorKind::Other
    }
}

impl<R: RegistersMut> pwm::ErrorType for Channel<R> {
    type Error = TimerError;
}

/// Counts the duty cycle in hundredths of a percent. At 0 the output still has a pulse of one tick, and at the maximum
/// a gap, because the hardware has no flat output.
impl<R: RegistersMut> SetDutyCycle for Channel<R> {
    fn max_duty_cycle(&self) -> u16 {
        MAX_DUTY
    }

    fn set_duty_cycle(&mut self, duty: u16) -> Result<(), TimerError> {
        self.set_duty(duty)
    }
}

/// Waits with [`Timer::wait`], so the channels of the timer must not be in use.
impl<R: RegistersMut> DelayNs for Timer<R> {
    fn delay_ns(&mut self, ns: u32) {
        // A tick takes 12.5 ns.
        self.wait((2 * u64::from(ns)).div_ceil(25) as u32);
    }
}
