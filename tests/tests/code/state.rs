//! A board with its handlers, printed as text. The program that the Rust test compiles contains this file too.

use std::fmt;

use pinscope_core::{Handlers, Profile, Reaction, Registers as _};
use pinscope_emulator::Machine;
use pinscope_protocol::register_map;

/// A machine and the handlers of its interrupts.
pub struct State {
    pub machine: Machine,
    pub handlers: Handlers<Reaction>,
}

impl State {
    /// Returns a board that has just started.
    pub fn started(profile: Profile) -> Self {
        let machine = Machine::new(profile);
        machine.board().start();
        Self { machine, handlers: Handlers::new() }
    }
}

/// Prints every register and every handler in one line.
impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for register in register_map::registers() {
            write!(f, "{register}={:X} ", self.machine.peek().read(register.addr))?;
        }
        write!(f, "{:?}", self.handlers)
    }
}
