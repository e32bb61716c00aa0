//! Implements the digital traits of embedded-hal 1.0 for [`Pin`]. It requires the feature `hal`.
//!
//! Each method calls a method of [`Pin`]. None can fail, and none checks the mode: a call that does not fit the mode
//! has the effect that it has on the chip.

use core::convert::Infallible;

use embedded_hal::digital::{ErrorType, InputPin, OutputPin, StatefulOutputPin};

use crate::config::Level;
use crate::pin::Pin;
use crate::registers::RegistersMut;

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
