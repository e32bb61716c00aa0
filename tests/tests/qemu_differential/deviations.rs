//! Where QEMU differs, by how much, and why. Each row is asserted both ways: QEMU must show exactly what the rows make
//! of the emulator's words, and each row must have made a difference by the end.

use pinscope_core::cc3200::gpio::Port;

use crate::operation::Operation;
use crate::words::{self, DATA, DIR, IBE, ICPR0, ICR, IEV, IM, IPR0, IS, ISPR0, MIS, RIS, Words};

/// A known difference.
pub struct Deviation {
    /// What QEMU does.
    pub name: &'static str,
    /// Why the emulator does not.
    pub reason: &'static str,
    /// Where both can be read.
    pub source: &'static str,
    /// Turns what the emulator shows into what QEMU shows. Bits are inverted, not set: where the emulator does not show
    /// what it should, the result is wrong too.
    apply: fn(&Moment, &mut Words),
}

/// What the difference an operation makes depends on.
pub struct Moment {
    pub operation: Operation,
    pub port: Port,
    /// What QEMU showed before.
    pub before: Words,
    /// What the pads are at if they are outputs: the level a hand holds them at, else the one they drive.
    pub pads: u32,
    /// The levels QEMU last looked for edges in. It takes all eight over when one input has changed, outputs included.
    pub sampled: u32,
}

/// All of them. Those of the raw status come after those of the data it is made from.
pub const TABLE: [Deviation; 4] = [
    Deviation {
        name: "an output that becomes an input keeps its DATA bit until the next edge from outside",
        reason: "on the CC3200 the latch of an input tracks its pad, which somebody else may hold at another level; \
                 the emulator reads a bit without a header pin as low",
        source: "QEMU hw/gpio/pl061.c, pl061_set_irq: levels are taken over while DIR is 0, and only when they are set; \
                 docs/cc3200.md, sections 0.1 and 2.3",
        apply: |moment, words| {
            let released = moment.released(words);
            // What a level trigger makes of the pad, QEMU's makes of the bit it kept.
            words[RIS] ^= level_sensed(words) & released & !moment.kept();
            words[DATA] ^= (moment.before[DATA] ^ moment.pads) & released;
            words[RIS] ^= level_sensed(words) & released & !moment.kept();
        },
    },
    Deviation {
        name: "an output that becomes an input raises an edge if its bit differs from the level sampled long ago",
        reason: "an edge exists only when a level changes, and a change of direction changes none",
        source: "QEMU hw/gpio/pl061.c, pl061_update: old_in_data; docs/spec.md, Interrupts; \
                 docs/cc3200.md, section 2.3",
        apply: |moment, words| {
            let changed = (moment.sampled ^ words[DATA]) & moment.released(words);
            let edges = changed & !words[IS] & (words[IBE] | !(words[DATA] ^ words[IEV]));
            words[RIS] ^= edges & !moment.kept();
        },
    },
    Deviation {
        name: "a level trigger looks at outputs too",
        reason: "while a pin is an output, its own level raises nothing; unconfirmed on silicon, and QEMU's edge triggers \
                 agree",
        source: "QEMU hw/gpio/pl061.c, pl061_update: the level interrupt has no mask of DIR; docs/spec.md, Interrupts",
        apply: |moment, words| words[RIS] ^= level_sensed(words) & words[DIR] & !moment.kept(),
    },
    Deviation {
        name: "a priority byte keeps eight bits",
        reason: "the CC3200 has three",
        source: "docs/cc3200.md, sections 5 and 10",
        apply: |moment, words| {
            let all = match moment.operation {
                Operation::Write(addr, value) if addr == words::addr(moment.port, IPR0) => value,
                _ => moment.before[IPR0],
            };
            words[IPR0] |= all & 0x1F1F_1F1F;
        },
    },
];

impl Moment {
    /// The bits that were outputs and are inputs now.
    fn released(&self, words: &Words) -> u32 {
        self.before[DIR] & !words[DIR]
    }

    /// The raw status that was there before and is not cleared.
    fn kept(&self) -> u32 {
        let cleared = match self.operation {
            Operation::Write(addr, value) if addr == words::addr(self.port, ICR) => value,
            _ => 0,
        };
        self.before[RIS] & !cleared
    }

    /// What QEMU must show where the emulator shows `ours`, and which rows of [`TABLE`] say so.
    pub fn expected(&self, ours: &Words) -> (Words, [bool; TABLE.len()]) {
        let mut words = *ours;
        let deviates = std::array::from_fn(|row| {
            let before = words;
            (TABLE[row].apply)(self, &mut words);
            words != before
        });
        if words[RIS] != ours[RIS] {
            // The raw status decides the masked one, that the line, and a line that is high what is pending.
            words[MIS] = words[RIS] & words[IM];
            let line = if words[MIS] != 0 { 1 << self.port.index() } else { 0 };
            for pending in [ISPR0, ICPR0] {
                words[pending] = self.before[pending] | line;
            }
        }
        (words, deviates)
    }
}

/// The bits whose level trigger sees its level in DATA.
fn level_sensed(words: &Words) -> u32 {
    words[IS] & !(words[DATA] ^ words[IEV])
}
