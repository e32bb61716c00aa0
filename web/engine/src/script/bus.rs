//! The registers of the board, as the calls for peripherals access them.

use pinscope_core::{Registers, RegistersMut};
use pinscope_emulator::Machine;

/// The registers of a machine. An access is a call and is not inlined, as it is for pins: the page has to be small, and
/// these calls are rare.
#[derive(Clone, Copy)]
pub struct Bus<'a>(pub &'a Machine);

impl Registers for Bus<'_> {
    #[inline(never)]
    fn read(self, addr: u32) -> u32 {
        self.0.read(addr)
    }
}

impl RegistersMut for Bus<'_> {
    #[inline(never)]
    fn write(self, addr: u32, value: u32) {
        self.0.write(addr, value);
    }

    fn reaches(self, addr: u32) -> bool {
        self.0.reaches(addr)
    }

    fn exclusive<T>(self, f: impl FnOnce(Self) -> T) -> T {
        self.0.exclusive(|_| f(self))
    }
}
