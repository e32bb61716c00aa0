//! The known differences of QEMU's UART, with their reasons.

use super::operation::Operation;
use super::{FEN, IFLS, IM, ISPR0, LCRH, MIS, RIS, Words};
use crate::deviation::Deviation;

const RX: u32 = 0x10;
const TX: u32 = 0x20;
const RT: u32 = 0x40;

/// The numbers of bytes at which the FIFOs interrupt, by the codes of IFLS. Codes from 5 on are reserved.
const LEVELS: [usize; 8] = [2, 4, 8, 12, 14, 14, 14, 14];

/// The state on which a difference depends.
pub struct Comparison {
    pub operation: Operation,
    /// The words before the operation, which are the same on both sides.
    pub before: Words,
    /// Number of received bytes that software has not read, before the operation.
    pub waiting: usize,
    /// The bit of the UART in the registers of the NVIC.
    pub pending: u32,
}

/// Turns the emulator's words into QEMU's.
pub type Apply = fn(&Comparison, &mut Words);

/// All known differences. Each turns the emulator's words into QEMU's. It inverts bits instead of setting them, so that
/// a wrong bit of the emulator stays wrong.
pub const TABLE: [Deviation<Apply>; 3] = [
    Deviation {
        name: "the receive interrupt comes with the first byte, also with FIFOs",
        reason: "the FIFO of the CC3200 interrupts at the level that IFLS sets",
        source: "QEMU hw/char/pl011.c, pl011_set_read_trigger; docs/peripherals.md, sections 3 and 10",
        apply: |comparison, words| {
            if comparison.has_fifos() {
                let level = LEVELS[(comparison.before[IFLS] >> 3 & 7) as usize];
                words[RIS] ^= comparison.receive_interrupt(level) ^ comparison.receive_interrupt_of_qemu();
            }
        },
    },
    Deviation {
        name: "the transmit interrupt comes with each byte that is sent, also with FIFOs",
        reason: "the FIFO of the CC3200 interrupts when it falls to the level that IFLS sets",
        source: "QEMU hw/char/pl011.c, pl011_write; docs/peripherals.md, sections 3 and 10",
        apply: |comparison, words| {
            // The first byte is on the line at once, so the FIFO holds at most `count - 1`.
            let level = LEVELS[(comparison.before[IFLS] & 7) as usize];
            if let Operation::Send { count, .. } = comparison.operation
                && comparison.has_fifos()
                && usize::from(count) < level + 2
            {
                words[RIS] ^= TX & !comparison.before[RIS];
            }
        },
    },
    Deviation {
        name: "there is no receive timeout",
        reason: "the CC3200 raises one after 32 bits of silence while its FIFO is not empty",
        source: "QEMU hw/char/pl011.c, which never sets INT_RT; docs/peripherals.md, sections 3 and 10",
        apply: |comparison, words| {
            if let Operation::Receive(_) = comparison.operation {
                words[RIS] ^= RT;
            }
        },
    },
];

impl Comparison {
    fn has_fifos(&self) -> bool {
        self.before[LCRH] & FEN != 0
    }

    /// Returns the receive interrupt of a FIFO that interrupts at `level` bytes and no longer interrupts below.
    fn receive_interrupt(&self, level: usize) -> u32 {
        match self.operation {
            Operation::Receive(_) if self.waiting + 1 >= level => RX,
            Operation::Read if self.waiting <= level => 0,
            _ => self.kept() & RX,
        }
    }

    /// Returns QEMU's receive interrupt, which comes only with the first byte.
    fn receive_interrupt_of_qemu(&self) -> u32 {
        match self.operation {
            Operation::Receive(_) if self.waiting == 0 => RX,
            Operation::Read if self.waiting == 1 => 0,
            _ => self.kept() & RX,
        }
    }

    /// Returns the bits of the raw status before the operation that it does not clear.
    fn kept(&self) -> u32 {
        match self.operation {
            Operation::Write(super::ICR, value) => self.before[RIS] & !value,
            _ => self.before[RIS],
        }
    }

    /// Returns the words that QEMU must have when the emulator has `ours`, and which rows of [`TABLE`] changed a word.
    pub fn expected(&self, ours: &Words) -> (Words, [bool; TABLE.len()]) {
        let mut words = *ours;
        let deviates = std::array::from_fn(|row| {
            let before = words;
            (TABLE[row].apply)(self, &mut words);
            words != before
        });
        if words[RIS] != ours[RIS] {
            // The raw status determines the masked one, which raises the interrupt line, which sets the pending bit.
            words[MIS] = words[RIS] & words[IM];
            words[ISPR0] = self.before[ISPR0] | if words[MIS] != 0 { self.pending } else { 0 };
        }
        (words, deviates)
    }
}
