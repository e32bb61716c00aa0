//! An emulated chip that records every write of software, in order.

use std::cell::RefCell;

use pinscope_core::{Board, Profile, Registers, RegistersMut};
use pinscope_emulator::Machine;

/// An emulated chip and every write to it. `&Recorder` implements [`RegistersMut`].
#[derive(Debug)]
pub struct Recorder {
    machine: Machine,
    writes: RefCell<Vec<(u32, u32)>>,
}

impl Recorder {
    /// Creates a chip that has just been powered on, with nothing recorded.
    pub fn new(profile: Profile) -> Self {
        Self { machine: Machine::new(profile), writes: RefCell::default() }
    }

    /// Returns the board as software accesses it.
    pub fn board(&self) -> Board<&Self> {
        Board::new(self.machine.board().profile, self)
    }

    /// Returns every address and value written since the last call.
    pub fn take(&self) -> Vec<(u32, u32)> {
        self.writes.take()
    }
}

impl Registers for &Recorder {
    fn read(self, addr: u32) -> u32 {
        (&self.machine).read(addr)
    }
}

impl RegistersMut for &Recorder {
    fn write(self, addr: u32, value: u32) {
        self.writes.borrow_mut().push((addr, value));
        (&self.machine).write(addr, value);
    }

    fn reaches(self, addr: u32) -> bool {
        (&self.machine).reaches(addr)
    }

    fn exclusive<T>(self, f: impl FnOnce(Self) -> T) -> T {
        (&self.machine).exclusive(|_| f(self))
    }
}
