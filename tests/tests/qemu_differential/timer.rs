//! The timeouts of a general-purpose timer of 32 bits (`docs/peripherals.md`, section 2).
//!
//! QEMU has neither halves of 16 bits nor a counter that can be read, and takes over a new load value only when a
//! period begins. Software therefore uses half A alone here and writes its load value while the timer is off.

use anyhow::Result;
use fastrand::Rng;

use crate::deviation::Deviation;
use crate::timed::{self, Block, Operation, Peek};

const BASE: u32 = 0x4003_0000;
const CFG: u32 = BASE;
const TAMR: u32 = BASE + 0x04;
const CTL: u32 = BASE + 0x0C;
const IMR: u32 = BASE + 0x18;
const RIS: u32 = BASE + 0x1C;
const MIS: u32 = BASE + 0x20;
const ICR: u32 = BASE + 0x24;
const TAILR: u32 = BASE + 0x28;
const TAMATCHR: u32 = BASE + 0x30;
const TAPR: u32 = BASE + 0x38;
const TAPMR: u32 = BASE + 0x40;
const TAV: u32 = BASE + 0x50;
const ISPR0: u32 = 0xE000_E200;
const ICPR0: u32 = 0xE000_E280;

/// The match interrupt in RIS, and the bit of TAMR that enables it.
const MATCH: u32 = 0x10;
const MATCH_ENABLE: u32 = 0x20;
const COUNT_UP: u32 = 0x10;

const BLOCK: Block = Block {
    name: "timer",
    gate: 0x4402_5090,
    words: &[
        ("CFG", CFG),
        ("TAMR", TAMR),
        ("CTL", CTL),
        ("IMR", IMR),
        ("RIS", RIS),
        ("MIS", MIS),
        ("ICR", ICR),
        ("TAILR", TAILR),
        ("TAMATCHR", TAMATCHR),
        ("TAPR", TAPR),
        ("TAPMR", TAPMR),
        ("ISPR0", ISPR0),
    ],
    setup: &[(CFG, 0), (TAMR, 1), (TAILR, 100), (TAMATCHR, 50)],
    table: &[
        Deviation {
            name: "a period has as many ticks as the load value says, so QEMU is given one more",
            reason: "the counter of the CC3200 also has the value 0",
            source: "QEMU hw/arm/stellaris.c, gptm_reload; docs/peripherals.md, sections 2 and 10",
            apply: |access, word, _| if access.addr == TAILR { word + 1 } else { word },
        },
        Deviation {
            name: "there is no match interrupt",
            reason: "the CC3200 raises one if TAMR enables it",
            source: "QEMU hw/arm/stellaris.c, gptm_tick; docs/peripherals.md, sections 2 and 10",
            apply: |access, word, _| if access.addr == RIS { word & !MATCH } else { word },
        },
    ],
    is_due: |read| {
        let last = if read(TAMR) & COUNT_UP != 0 { read(TAILR) } else { 0 };
        read(CTL) & 1 != 0 && read(TAV) == last
    },
    choose,
};

#[test]
fn the_timeouts_of_a_timer_of_32_bits_agree() -> Result<()> {
    let (operations, seed) = crate::settings("timer", 5_000)?;
    timed::compare(&BLOCK, operations, seed)
}

fn choose(rng: &mut Rng, read: Peek) -> Operation {
    let is_on = read(CTL) & 1 != 0;
    match rng.u32(..16) {
        0..5 => Operation::Wait(rng.u32(1..400)),
        5..7 => Operation::Write(CTL, rng.u32(..) & 0x6F | 1),
        7 => Operation::Write(CTL, rng.u32(..) & 0x6E),
        8..10 => Operation::Write(ICR, rng.u32(..) & 0x3F),
        10 => Operation::Write(IMR, rng.u32(..) & 0x07),
        11 => Operation::Write(TAMR, rng.u32(1..=2) | rng.u32(..) & (MATCH_ENABLE | COUNT_UP)),
        12 if is_on => Operation::Write(TAPMR, rng.u32(..0x100)),
        12 => Operation::Write(TAILR, rng.u32(1..300)),
        13 => Operation::Write(TAMATCHR, if rng.bool() { rng.u32(..300) } else { rng.u32(..) }),
        14 => Operation::Write(TAPR, rng.u32(..0x100)),
        _ => Operation::Write(ICPR0, 1 << 19),
    }
}
