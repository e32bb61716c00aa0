//! Accesses to QEMU's registers at exact times.
//!
//! Time passes in QEMU only while its processor runs. Here the processor runs a program of seven instructions, which
//! makes one access after another. Each instruction takes [`INSTRUCTION_NS`], so the times do not depend on this machine.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

use super::process::{QEMU_TIMEOUT, Setup};
use super::stellaris::{Stellaris, Step};

/// Length of a tick of QEMU's timers after a reset, which count 12.5 MHz.
const TICK_NS: u32 = 80;

/// Time that QEMU counts for an instruction: 2 to the power of [`ICOUNT_SHIFT`].
const INSTRUCTION_NS: u32 = 1 << ICOUNT_SHIFT;
const ICOUNT_SHIFT: u32 = 3;

/// Maximum number of accesses in a run. The words that they read have to fit into QEMU's RAM of 64 KB.
pub const MAX_ACCESSES: usize = 15_000;

const RAM: u32 = 0x2000_0000;
/// The word that becomes 1 after the last access.
const DONE: u32 = RAM + 0xFFFC;

/// The vectors, the program and the address of its list, whose entries are a count, a source and a destination:
///
/// ```text
///        ldr   r0, =list
/// next:  ldmia r0!, {r1, r2, r3}
/// delay: subs  r1, #1
///        bne   delay
///        ldr   r2, [r2]
///        str   r2, [r3]
///        b     next
///        nop
/// ```
const PROGRAM: [u32; 7] = [DONE, 0x9, 0xC80E_4803, 0xD1FD_3901, 0x601A_6812, 0xBF00_E7F9, 4 * 7];

/// Number of instructions of the program for an access, without the loop that waits.
const ACCESS_INSTRUCTIONS: u32 = 4;

/// An access to a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimedAccess {
    /// Number of ticks since the access before, at least 1.
    pub ticks: u32,
    pub addr: u32,
    /// The word that is written, or `None` if the register is read.
    pub write: Option<u32>,
}

/// Makes all of `accesses` on a machine that has just been started. Returns the words read, in order.
///
/// A register is read one instruction before the tick, so what happens at the tick is not seen yet.
pub fn run_timed(accesses: &[TimedAccess]) -> Result<Vec<u32>> {
    ensure!(accesses.len() <= MAX_ACCESSES, "{} accesses are more than {MAX_ACCESSES}", accesses.len());
    let mut setup = Setup::new()?;
    let file = setup.file("program.bin");
    let bytes: Vec<u8> = program(accesses).into_iter().flat_map(u32::to_le_bytes).collect();
    fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
    let loader = format!("loader,file={},addr=0x0,force-raw=on", file.display());
    setup.command.args(["-serial", "null", "-icount", &format!("shift={ICOUNT_SHIFT}"), "-device", &loader]);
    let mut machine = Stellaris::start(setup)?;
    let deadline = Instant::now() + QEMU_TIMEOUT;
    while machine.read_word(DONE)? != 1 {
        ensure!(Instant::now() < deadline, "QEMU has not made all accesses within {QEMU_TIMEOUT:?}");
        std::thread::sleep(Duration::from_millis(1));
    }
    let reads = accesses.iter().filter(|access| access.write.is_none()).count();
    let results: Vec<Step> = (0..reads).map(|index| Step::Read(RAM + 4 * index as u32)).collect();
    machine.run(&results)
}

/// Returns the words of QEMU's flash: the program, its list, and the words that it writes.
fn program(accesses: &[TimedAccess]) -> Vec<u32> {
    let done = TimedAccess { ticks: 1, addr: DONE, write: Some(1) };
    // The program has no end, so the last entry waits for longer than the run.
    let end = TimedAccess { ticks: u32::MAX / 5, ..done };
    let list: Vec<TimedAccess> = accesses.iter().copied().chain([done, end]).collect();
    let literals_at = 4 * (PROGRAM.len() + 3 * list.len()) as u32;
    let (mut words, mut literals, mut results) = (PROGRAM.to_vec(), Vec::new(), RAM);
    for access in list {
        let (source, destination) = match access.write {
            Some(value) => {
                literals.push(value);
                (literals_at + 4 * (literals.len() - 1) as u32, access.addr)
            }
            None => {
                results += 4;
                (access.addr, results - 4)
            }
        };
        words.extend([delay(access.ticks), source, destination]);
    }
    words.extend(literals);
    words
}

/// Returns the count for which an access comes `ticks` after the one before. The loop has two instructions.
const fn delay(ticks: u32) -> u32 {
    let instructions_per_tick = TICK_NS / INSTRUCTION_NS;
    ticks * (instructions_per_tick / 2) - ACCESS_INSTRUCTIONS / 2
}
