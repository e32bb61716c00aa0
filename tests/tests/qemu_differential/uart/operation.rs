//! The operations on a UART and on what is connected to it.

use fastrand::Rng;

use super::{FEN, FR, ICR, LCRH, RXFE, RXFF, Words};

/// An operation on the emulator and on QEMU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Software writes the register at an offset.
    Write(u32, u32),
    /// Software clears the pending interrupt.
    ClearPending,
    /// Software sends `count` bytes, of which each is one more than the one before.
    Send { first: u8, count: u8 },
    /// A byte comes in.
    Receive(u8),
    /// Software reads a byte that has come in.
    Read,
}

impl Operation {
    /// Chooses a random operation. `words` are the present ones.
    pub fn random(rng: &mut Rng, words: &Words) -> Self {
        let has_fifos = words[LCRH] & FEN != 0;
        let (is_empty, is_full) = (words[FR] & RXFE != 0, words[FR] & RXFF != 0);
        match rng.u32(..16) {
            0..2 => Self::Send { first: rng.u8(..), count: rng.u8(1..=if has_fifos { 16 } else { 2 }) },
            // QEMU lets the other side wait while the FIFO is full, so a byte is never lost.
            2..7 if !is_full => Self::Receive(rng.u8(..)),
            7..10 if !is_empty => Self::Read,
            // QEMU keeps its flags when the FIFOs are switched, so that is done only while nothing has been received.
            10 if is_empty => Self::Write(0x2C, 0x60 | rng.u32(..) & (FEN | 0x08)),
            11 => Self::Write(0x24, rng.u32(1..=8)),
            12 => Self::Write(0x28, rng.u32(..0x40)),
            13 => Self::Write(0x34, rng.u32(..0x40)),
            14 => Self::Write(0x38, rng.u32(..0x800)),
            15 => match rng.u32(..5) {
                0 => Self::Write(0x20, rng.u32(..0x100)),
                1 => Self::Write(0x48, rng.u32(..8)),
                2 => Self::Write(0x30, 0x301 | rng.u32(..) & 0x800),
                3 => Self::Write(0x04, rng.u32(..)),
                _ => Self::ClearPending,
            },
            _ => Self::Write(ICR, rng.u32(..0x800)),
        }
    }
}
