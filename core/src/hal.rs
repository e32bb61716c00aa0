//! A pin as drivers of the embedded-hal 1.0 ecosystem know it. Requires the feature `hal`.
//!
//! Every call is one of [`Pin`]'s own and keeps its meaning. None of them can fail or checks the mode, so what the chip
//! does with a call that does not fit the mode is what happens.

use core::convert::Infallible;

use embedded_hal::digital::{ErrorType, InputPin, OutputPin, StatefulOutputPin};

use crate::config::Level;
use crate::pin::Pin;
use crate::registers::RegistersMut;

impl<R: RegistersMut> ErrorType for Pin<R> {
    type Error = Infallible;
}

/// Reads as [`Pin::value`] does: the pad of an input and of an open-drain output, the latch of a push-pull output.
impl<R: RegistersMut> InputPin for Pin<R> {
    fn is_high(&mut self) -> Result<bool, Infallible> {
        Ok(self.value().is_high())
    }

    fn is_low(&mut self) -> Result<bool, Infallible> {
        Ok(!self.value().is_high())
    }
}

/// Drives as [`Pin::set_value`] does: high lets an open-drain output go, and an input loses the level.
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

/// Tells what was asked for, not what became of it: [`Pin::latch`].
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
