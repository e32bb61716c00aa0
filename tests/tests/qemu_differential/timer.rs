//! The timeouts of the general-purpose timers as timers of 32 bits (`docs/peripherals.md`, sections 1 and 2).
//!
//! QEMU has neither halves of 16 bits nor a counter that can be read, and takes over a new load value only when a
//! period begins. Software therefore uses half A alone here and writes its load value while the timer is off.

use anyhow::Result;
use fastrand::Rng;

use crate::deviation::Deviation;
use crate::timed::{self, Block, Instance, Operation, Peek};

const CFG: u32 = 0x00;
const TAMR: u32 = 0x04;
const CTL: u32 = 0x0C;
const IMR: u32 = 0x18;
const RIS: u32 = 0x1C;
const MIS: u32 = 0x20;
const ICR: u32 = 0x24;
const TAILR: u32 = 0x28;
const TAMATCHR: u32 = 0x30;
const TAPR: u32 = 0x38;
const TAPMR: u32 = 0x40;
const TAV: u32 = 0x50;

/// The match interrupt in RIS, and the bit of TAMR that enables it.
const MATCH: u32 = 0x10;
const MATCH_ENABLE: u32 = 0x20;
const COUNT_UP: u32 = 0x10;

const BLOCK: Block = Block {
    name: "timer",
    instances: &[
        Instance { base: 0x4003_0000, gate: 0x4402_5090, interrupt: 19 },
        Instance { base: 0x4003_1000, gate: 0x4402_5098, interrupt: 21 },
        Instance { base: 0x4003_2000, gate: 0x4402_50A0, interrupt: 23 },
        Instance { base: 0x4003_3000, gate: 0x4402_50A8, interrupt: 35 },
    ],
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
    ],
    setup: &[(CFG, 0), (TAMR, 1), (TAILR, 100), (TAMATCHR, 50)],
    table: &[
        Deviation {
            name: "a period has as many ticks as the load value says, so QEMU is given one more",
            reason: "the counter of the CC3200 also has the value 0",
            source: "QEMU hw/arm/stellaris.c, gptm_reload; docs/peripherals.md, sections 2 and 10",
            apply: |access, word, _| if access.offset == TAILR { word + 1 } else { word },
        },
        Deviation {
            name: "there is no match interrupt",
            reason: "the CC3200 raises one if TAMR enables it",
            source: "QEMU hw/arm/stellaris.c, gptm_tick; docs/peripherals.md, sections 2 and 10",
            apply: |access, word, _| if access.offset == RIS { word & !MATCH } else { word },
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
        _ => Operation::ClearPending,
    }
}
