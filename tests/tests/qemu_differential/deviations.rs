//! The known differences of QEMU's GPIO ports and NVIC, with their reasons.
//!
//! Each row is asserted both ways: QEMU must have exactly the emulator's words after the rows were applied, and each
//! row must have changed a word by the end.

use pinscope_core::cc3200::gpio::Port;

use crate::deviation::Deviation;
use crate::operation::Operation;
use crate::words::{self, DATA, DIR, IBE, ICPR0, ICR, IEV, IM, IPR0, IS, ISPR0, MIS, RIS, Words};

/// The state on which a difference depends.
pub struct Comparison {
    pub operation: Operation,
    pub port: Port,
    /// QEMU's words before the operation.
    pub before: Words,
    /// The levels of the pads: those of external rails, otherwise those that the pads drive.
    pub pads: u32,
    /// The levels that QEMU sampled last to detect edges. It samples all eight, also outputs, when one input changes.
    pub sampled: u32,
}

/// Turns the emulator's words into QEMU's.
pub type Apply = fn(&Comparison, &mut Words);

/// All known differences. Each row continues with the words that the rows before it leave. The first one needs the
/// emulator's own data.
/// Each turns the emulator's words into QEMU's. It inverts bits instead of setting them, so that a wrong bit of the
/// emulator stays wrong.
pub const TABLE: [Deviation<Apply>; 5] = [
    Deviation {
        name: "the raw status of a level stays set after the level has gone, until it is cleared",
        reason: "TI's manual of the block says that a level is not latched: its raw status clears when the level goes",
        source: "QEMU hw/gpio/pl061.c, pl061_update: istate is only ORed with the levels; TI SWRU543, GPIO interrupts; \
                 docs/spec.md, Interrupts",
        apply: |comparison, words| {
            let lasting = level_sensed(words) & !words[DIR];
            words[RIS] ^= comparison.kept() & words[IS] & !lasting;
        },
    },
    Deviation {
        name: "an output that becomes an input keeps its DATA bit until the next edge from outside",
        reason: "on the CC3200 the latch of an input tracks its pad, which may be held at another level from outside; \
                 the emulator reads a bit without a header pin as low",
        source: "QEMU hw/gpio/pl061.c, pl061_set_irq: levels are stored while DIR is 0, and only when they are set; \
                 docs/cc3200.md, sections 0.1 and 2.3",
        apply: |comparison, words| {
            let released = comparison.released(words);
            // QEMU's level trigger uses the kept bit where the emulator's uses the pad.
            words[RIS] ^= level_sensed(words) & released & !comparison.kept();
            words[DATA] ^= (comparison.before[DATA] ^ comparison.pads) & released;
            words[RIS] ^= level_sensed(words) & released & !comparison.kept();
        },
    },
    Deviation {
        name: "an output that becomes an input raises an edge if its bit differs from the level sampled long ago",
        reason: "an edge exists only when a level changes, and a change of direction changes none",
        source: "QEMU hw/gpio/pl061.c, pl061_update: old_in_data; docs/spec.md, Interrupts; \
                 docs/cc3200.md, section 2.3",
        apply: |comparison, words| {
            let changed = (comparison.sampled ^ words[DATA]) & comparison.released(words);
            let edges = changed & !words[IS] & (words[IBE] | !(words[DATA] ^ words[IEV]));
            words[RIS] ^= edges & !comparison.kept();
        },
    },
    Deviation {
        name: "a level trigger looks at outputs too",
        reason: "while a pin is an output, its own level raises nothing; unconfirmed on silicon, and QEMU's edge triggers \
                 agree",
        source: "QEMU hw/gpio/pl061.c, pl061_update: the level interrupt has no mask of DIR; docs/spec.md, Interrupts",
        apply: |comparison, words| words[RIS] ^= level_sensed(words) & words[DIR] & !comparison.kept(),
    },
    Deviation {
        name: "a priority byte keeps eight bits",
        reason: "the CC3200 has three",
        source: "docs/cc3200.md, sections 5 and 10",
        apply: |comparison, words| {
            let all = match comparison.operation {
                Operation::Write(addr, value) if addr == words::addr(comparison.port, IPR0) => value,
                _ => comparison.before[IPR0],
            };
            words[IPR0] |= all & 0x1F1F_1F1F;
        },
    },
];

impl Comparison {
    /// Returns the bits that were outputs and are inputs now.
    fn released(&self, words: &Words) -> u32 {
        self.before[DIR] & !words[DIR]
    }

    /// Returns the bits of the previous raw status that the operation does not clear.
    fn kept(&self) -> u32 {
        let cleared = match self.operation {
            Operation::Write(addr, value) if addr == words::addr(self.port, ICR) => value,
            _ => 0,
        };
        self.before[RIS] & !cleared
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
            let line = if words[MIS] != 0 { 1 << self.port.index() } else { 0 };
            for pending in [ISPR0, ICPR0] {
                words[pending] = self.before[pending] | line;
            }
        }
        (words, deviates)
    }
}

/// Returns the bits that have a level trigger whose level is that of DATA.
fn level_sensed(words: &Words) -> u32 {
    words[IS] & !(words[DATA] ^ words[IEV])
}
