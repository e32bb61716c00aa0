//! The first stage of the watchdog: its lock, its count, its interrupt and its reload (`docs/peripherals.md`,
//! section 4).
//!
//! The second stage is left out, because QEMU resets only a chip whose RESEN bit is set. The watchdog is enabled from
//! the beginning, because QEMU's counts while it is off. Its load value is written only in the first stage, because
//! that starts the count again and so ends a known difference.

use anyhow::Result;
use fastrand::Rng;

use crate::deviation::Deviation;
use crate::timed::{self, Block, Instance, Operation, Peek};

const LOAD: u32 = 0x000;
const VALUE: u32 = 0x004;
const CTL: u32 = 0x008;
const ICR: u32 = 0x00C;
const RIS: u32 = 0x010;
const MIS: u32 = 0x014;
const TEST: u32 = 0x418;
const LOCK: u32 = 0xC00;
const KEY: u32 = 0x1ACC_E551;

/// The count at which the first interrupt is cleared at the latest. An operation with its reads takes fewer ticks.
const SAFE_COUNT: u32 = 60;

const BLOCK: Block = Block {
    name: "watchdog",
    instances: &[Instance { base: 0x4000_0000, gate: 0x4402_5078, interrupt: 18 }],
    words: &[
        ("LOAD", LOAD),
        ("VALUE", VALUE),
        ("CTL", CTL),
        ("ICR", ICR),
        ("RIS", RIS),
        ("MIS", MIS),
        ("TEST", TEST),
        ("LOCK", LOCK),
    ],
    setup: &[(CTL, 1), (LOAD, 1_000)],
    table: &[
        Deviation {
            name: "the count stays at 0 for a tick before it starts again",
            reason: "a stage of the watchdog has as many ticks as the load value says, which is unconfirmed",
            source: "QEMU hw/watchdog/cmsdk-apb-watchdog.c, the policy of its ptimer; docs/decisions.md, D-84",
            apply: |access, word, read| match access.offset {
                VALUE if read(RIS) != 0 && word == read(LOAD) => 0,
                VALUE if read(RIS) != 0 => word + 1,
                _ => word,
            },
        },
        Deviation {
            name: "nothing of the control register changes once the interrupt is enabled",
            reason: "only the enable is known to stay until the next reset",
            source: "QEMU hw/watchdog/cmsdk-apb-watchdog.c, A_WDOGCONTROL; docs/peripherals.md, section 4",
            apply: |access, word, _| if access.offset == CTL && !access.is_write { word & !2 } else { word },
        },
        Deviation {
            name: "the test register is missing",
            reason: "a debugger stops the watchdog of the CC3200 with it",
            source: "QEMU hw/watchdog/cmsdk-apb-watchdog.c; docs/peripherals.md, sections 4 and 10",
            apply: |access, word, _| if access.offset == TEST { 0 } else { word },
        },
    ],
    is_due: |read| read(VALUE) == 1,
    choose,
};

#[test]
fn the_first_stage_of_the_watchdog_agrees() -> Result<()> {
    let (operations, seed) = crate::settings("watchdog", 5_000)?;
    timed::compare(&BLOCK, operations, seed)
}

fn choose(rng: &mut Rng, read: Peek) -> Operation {
    let (count, is_locked, has_expired) = (read(VALUE), read(LOCK) != 0, read(RIS) != 0);
    if has_expired && count < SAFE_COUNT {
        return if is_locked { Operation::Write(LOCK, KEY) } else { Operation::Write(ICR, rng.u32(..)) };
    }
    match rng.u32(..12) {
        0..4 if has_expired => Operation::Wait(rng.u32(1..=count - SAFE_COUNT / 2)),
        0..4 => Operation::Wait(rng.u32(1..=count + SAFE_COUNT / 4)),
        4..6 if !has_expired && count > 5 => Operation::Write(LOAD, rng.u32(3 * SAFE_COUNT..6 * SAFE_COUNT)),
        6 => Operation::Write(CTL, rng.u32(..4)),
        8 => Operation::Write(TEST, rng.u32(..) & 0x100),
        9 => Operation::Write(LOCK, rng.u32(..)),
        10 => Operation::Write(LOCK, KEY),
        11 => Operation::ClearPending,
        _ => Operation::Write(ICR, rng.u32(..)),
    }
}
