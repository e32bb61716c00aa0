//! A board and its handlers, and all there is to see of them. Also part of the program the Rust test compiles.

use std::fmt;

use pinscope_core::{Handlers, Profile, Reaction, Registers as _};
use pinscope_emulator::Machine;
use pinscope_protocol::register_map;

/// A machine with the table beside it.
pub struct State {
    /// The machine.
    pub machine: Machine,
    /// What its interrupts do.
    pub handlers: Handlers<Reaction>,
}

impl State {
    /// One that has just started.
    pub fn started(profile: Profile) -> Self {
        let machine = Machine::new(profile);
        machine.board().start();
        Self { machine, handlers: Handlers::new() }
    }
}

/// Every register and every handler, in one line.
impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for register in register_map::registers() {
            write!(f, "{register}={:X} ", self.machine.peek().read(register.addr))?;
        }
        write!(f, "{:?}", self.handlers)
    }
}
