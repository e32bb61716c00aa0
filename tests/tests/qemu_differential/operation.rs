//! The operations that are carried out on both sides: a bus read, a bus write, or a change of an external level.

use std::fmt;

use fastrand::Rng;
use pinscope_core::cc3200::gpio::Port;
use pinscope_core::{Level, PinId, Registers as _, RegistersMut as _};
use pinscope_emulator::Machine;
use pinscope_tests::qemu::Step;

use crate::words::{self, DIR, ICPR0, ICR, IM, IPR0, IS, ISPR0, Words};

/// An operation on the emulator and on QEMU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Software reads a word.
    Read(u32),
    /// Software writes a word.
    Write(u32, u32),
    /// Connects a pin to a rail, or releases it.
    Drive(PinId, Option<Level>),
}

impl Operation {
    /// Chooses a random operation and returns it with the port that it accesses. `shown` returns the present words of a
    /// port.
    pub fn random(rng: &mut Rng, shown: impl Fn(Port) -> Words) -> (Port, Self) {
        let port = Port::ALL[rng.usize(..4)];
        let operation = match rng.u32(..20) {
            0..6 => {
                let pin = PinId::ALL[rng.usize(..PinId::COUNT)];
                // A released pin floats, so a pin is driven most of the time.
                let level = (rng.u32(..8) > 0).then(|| Level::from(rng.bool()));
                return (pin.port(), Self::Drive(pin, level));
            }
            6..9 => Self::Write(random_data_addr(rng, port), rng.u32(..)),
            9..11 => Self::Read(random_data_addr(rng, port)),
            11..17 => {
                // Registers with many effects are chosen more often.
                let often = [DIR, DIR, IS, IM, ICR, ICR];
                let index = if rng.bool() { often[rng.usize(..often.len())] } else { rng.usize(words::OF_PORT) };
                Self::Write(words::addr(port, index), random_word(rng, shown(port)[index]))
            }
            _ => {
                let often = [ISPR0, ICPR0, IPR0];
                let index = if rng.bool() { often[rng.usize(..often.len())] } else { rng.usize(ICR + 1..words::COUNT) };
                let ports_only = if rng.bool() && index != IPR0 { 0xF } else { !0 };
                Self::Write(words::addr(port, index), random_word(rng, shown(port)[index]) & ports_only)
            }
        };
        (port, operation)
    }

    /// Carries out the operation on the emulator and returns the word that it reads.
    pub fn emulate(self, machine: &Machine) -> Option<u32> {
        match self {
            Self::Read(addr) => return Some(machine.read(addr)),
            Self::Write(addr, value) => machine.write(addr, value),
            Self::Drive(pin, level) => machine.drive(pin, level),
        }
        None
    }

    /// Returns the step for QEMU. There is none for a released pin, because it keeps its level there.
    pub fn step(self) -> Option<Step> {
        match self {
            Self::Read(addr) => Some(Step::Read(addr)),
            Self::Write(addr, value) => Some(Step::Write(addr, value)),
            Self::Drive(pin, level) => level.map(|level| Step::Input(pin.port(), pin.bit(), level.is_high())),
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, self.step()) {
            (_, Some(step)) => write!(f, "{step}"),
            (Self::Drive(pin, _), None) => write!(f, "release {}", pin.name()),
            (_, None) => Ok(()),
        }
    }
}

/// Returns a random masked data address.
fn random_data_addr(rng: &mut Rng, port: Port) -> u32 {
    port.base() + 4 * rng.u32(..0x100)
}

/// Returns a random word, or the present one with one of its low bits inverted.
fn random_word(rng: &mut Rng, present: u32) -> u32 {
    if rng.bool() { rng.u32(..) } else { present ^ 1 << rng.u32(..8) }
}
