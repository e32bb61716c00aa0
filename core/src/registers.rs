//! The two traits through which the whole crate accesses the chip.

/// Read access to the chip's registers, which is enough to decode a pin.
///
/// An implementation is a cheap handle: a zero-sized type for real hardware, a reference for an emulated chip or a
/// recorded image. Addresses are absolute bus addresses of aligned 32-bit words.
pub trait Registers: Copy {
    /// Returns the word at `addr`, with the side effects of a bus access (a read-to-clear register is cleared).
    fn read(self, addr: u32) -> u32;
}

/// Read and write access to the chip's registers, which is needed to change a pin.
pub trait RegistersMut: Registers {
    /// Writes the word at `addr`.
    fn write(self, addr: u32, value: u32);

    /// Returns true if the bus reaches the word at `addr` now. Until [`Board::start`](crate::Board::start) it reaches
    /// no GPIO port: the ports have no clock, and an access to one is a bus fault.
    ///
    /// [`Pin::init`](crate::Pin::init) and [`Pin::irq`](crate::Pin::irq) check it before they change anything, and fail
    /// with [`Error::BusFault`](crate::Error::BusFault). On hardware the access itself ends in the fault handler, so
    /// the default is `true` and costs nothing. An implementation that survives a fault, such as the emulated board,
    /// overrides it.
    #[inline(always)]
    fn reaches(self, addr: u32) -> bool {
        let _ = addr;
        true
    }

    /// Runs `f` while nothing else on this board accesses a register. On hardware it is a critical section.
    fn exclusive<T>(self, f: impl FnOnce(Self) -> T) -> T;

    /// Replaces the word at `addr` by the result of `change`, without interruption.
    #[inline]
    fn modify(self, addr: u32, change: impl FnOnce(u32) -> u32) {
        self.exclusive(|registers| registers.write(addr, change(registers.read(addr))));
    }
}
