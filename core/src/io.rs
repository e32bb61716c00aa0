//! Implements the traits of embedded-io for a [`Uart`]. It requires the feature `io`.
//!
//! No method can fail: the errors of received bytes are dropped.

use core::convert::Infallible;

use embedded_io::{ErrorType, Read, ReadReady, Write, WriteReady};

use crate::registers::RegistersMut;
use crate::uart::Uart;

impl<R: RegistersMut> ErrorType for Uart<R> {
    type Error = Infallible;
}

/// Waits for the first byte, and then reads those that have been received already.
impl<R: RegistersMut> Read for Uart<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Infallible> {
        while !buffer.is_empty() && !self.has_received() {}
        let mut count = 0;
        for (place, byte) in buffer.iter_mut().zip(core::iter::from_fn(|| self.read_byte())) {
            *place = byte;
            count += 1;
        }
        Ok(count)
    }
}

impl<R: RegistersMut> ReadReady for Uart<R> {
    fn read_ready(&mut self) -> Result<bool, Infallible> {
        Ok(self.has_received())
    }
}

/// Waits for room for the first byte, and then writes as many as there is room for.
impl<R: RegistersMut> Write for Uart<R> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Infallible> {
        while !bytes.is_empty() && !self.has_room() {}
        let mut count = 0;
        for &byte in bytes.iter().take_while(|_| self.has_room()) {
            self.write_byte(byte);
            count += 1;
        }
        Ok(count)
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        while self.is_busy() {}
        Ok(())
    }
}

impl<R: RegistersMut> WriteReady for Uart<R> {
    fn write_ready(&mut self) -> Result<bool, Infallible> {
        Ok(self.has_room())
    }
}
