//! Compares exceptions with QEMU: random programs pend, mask and prioritize, and log what is entered and left.
//!
//! `PINSCOPE_SEED` sets the seed, which every run prints.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::{env, fs};

use fastrand::Rng;
use pinscope_cpu::StopReason;

use crate::guest::*;

/// Number of programs, and of actions in the main part of each.
const PROGRAMS: usize = 10;
const ACTIONS: usize = 120;

/// Number of interrupts that take part.
const INTERRUPTS: u32 = 4;

/// The log, and the blocks of parameters for semihosting.
const LOG_AREA: u32 = RAM + 0x8000;
const OPEN_BLOCK: u32 = RAM + 0x7F00;
const WRITE_BLOCK: u32 = RAM + 0x7F20;
const TERMINAL: u32 = RAM + 0x7F40;

const ICER0: u32 = 0xE000_E180;
const ICPR0: u32 = 0xE000_E280;

/// BKPT 0xAB, which calls the host.
const SEMIHOSTING: u16 = 0xBEAB;

/// Returns code that appends R1 to the log, whose end is in R8: STR R1, [R8], #4.
const APPEND_R1: [u16; 2] = [0xF848, 0x1B04];

/// Returns code that logs the current exception plus `offset`, the link register and the stack pointer.
fn log_state(offset: u16) -> Vec<u16> {
    // MRS R1, IPSR; ADDW R1, R1, #offset; MOV R1, LR; MOV R1, SP
    let exception = [0xF3EF, 0x8105, 0xF201, (offset >> 8 & 7) << 12 | 0x100 | offset & 0xFF];
    [&exception[..], &APPEND_R1, &[0x4671], &APPEND_R1, &[0x4669], &APPEND_R1].concat()
}

/// Returns an action. A handler pends only what comes after it, so that every program ends.
fn action(rng: &mut Rng, first: u32) -> Vec<u16> {
    let interrupts = (rng.u32(..1 << INTERRUPTS) >> first) << first;
    let priority = |rng: &mut Rng| u32::from(rng.u8(..8)) << 5;
    let action = match rng.u8(..12) {
        0..=3 => store(ISPR0, interrupts),
        4 => store(ICPR0, interrupts),
        5 => store(ISER0, rng.u32(..1 << INTERRUPTS)),
        6 => store(ICER0, 1 << rng.u32(..INTERRUPTS)),
        7 => store(IPR0, u32::from_le_bytes([(); 4].map(|()| priority(rng) as u8))),
        8 if first == 0 => store(ICSR, 1 << 28),
        8 => store(SHPR3, priority(rng) << 16),
        // MSR BASEPRI, R1
        9 => [set(1, priority(rng)), vec![0xF381, 0x8811]].concat(),
        10 => vec![*rng.choice(&[CPSID_I, CPSIE_I, CPSIE_I]).expect("there is a choice")],
        // A fault skips two bytes, also if a call has become one, and then it has returned to the second instruction.
        _ if first == 0 => vec![*rng.choice(&[SVC, UDF]).expect("there is a choice"), NOP],
        _ => store(AIRCR, 0x05FA_0000 | u32::from(rng.u8(4..8)) << 8),
    };
    // ISB: QEMU takes an interrupt at the latest there.
    [action, vec![0xF3BF, 0x8F6F]].concat()
}

/// Returns the end of a program: it clears the masks, sends the log to the host and exits.
fn finish() -> Vec<u16> {
    // MOVS R1, #0; MSR BASEPRI, R1; CPSIE I; ISB
    let clear = vec![0x2100, 0xF381, 0x8811, CPSIE_I, 0xF3BF, 0x8F6F];
    let open = [set(0, 1), set(1, OPEN_BLOCK), vec![SEMIHOSTING]].concat();
    // STR R0, [R1]; STR R2, [R1, #4]; SUB R3, R8, R2; STR R3, [R1, #8]
    let block = vec![0x6008, 0x604A, 0xEBA8, 0x0302, 0x608B];
    let write = [set(1, WRITE_BLOCK), set(2, LOG_AREA), block, set(0, 5), vec![SEMIHOSTING]].concat();
    let exit = [set(0, 0x18), set(1, 0x2_0026), vec![SEMIHOSTING]].concat();
    [clear, open, write, exit].concat()
}

/// Returns a guest with a random program.
fn guest(rng: &mut Rng) -> Guest {
    let setup = [set(8, LOG_AREA), store(VTOR, RAM), store(SHCSR, if rng.bool() { ALL_FAULTS } else { 0 })].concat();
    let actions = (0..ACTIONS).flat_map(|_| [action(rng, 0), log_state(0x200)].concat());
    let main: Vec<u16> = setup.into_iter().chain(actions).chain(finish()).collect();
    let mut guest = Guest::new(&main);
    // LDR R1, [SP, #24]; ADDS R1, #2; STR R1, [SP, #24]
    let skip = vec![0x9906, 0x3102, 0x9106];
    let mut handler = |exception: u32, body: Vec<u16>| {
        guest.raw_handler(exception, &[log_state(0), body, log_state(0x100), vec![BX_LR]].concat());
    };
    handler(3, skip.clone());
    handler(6, skip);
    for exception in [11, 14] {
        handler(exception, action(rng, 1));
    }
    for interrupt in 0..INTERRUPTS {
        let actions = (0..2).flat_map(|_| action(rng, interrupt + 1));
        handler(16 + interrupt, actions.collect());
    }
    guest.write_ram(TERMINAL, u32::from_le_bytes(*b":tt\0"));
    for (index, value) in [TERMINAL, 4, 3].into_iter().enumerate() {
        guest.write_ram(OPEN_BLOCK + 4 * index as u32, value);
    }
    guest
}

/// Runs the guest in QEMU, on a board with a Cortex-M4. Returns its log.
fn run_in_qemu(guest: &Guest) -> Vec<u32> {
    let folder = env::temp_dir().join(format!("pinscope-cpu-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("the folder can be made");
    let (vectors, memory) = (folder.join("vectors.bin"), folder.join("memory.bin"));
    fs::write(&vectors, &guest.cpu.ram()[..8]).expect("the file can be written");
    fs::write(&memory, guest.cpu.ram()).expect("the file can be written");
    let loader = format!("loader,file={},addr={RAM:#x},force-raw=on", memory.display());
    let output = Command::new("timeout")
        .args(["60", "qemu-system-arm", "-machine", "mps2-an386", "-display", "none", "-monitor", "none"])
        .args(["-serial", "none", "-semihosting-config", "enable=on,target=native", "-device", &loader, "-kernel"])
        .arg(&vectors)
        .stdin(Stdio::null())
        .output()
        .expect("qemu-system-arm starts");
    fs::remove_dir_all(&folder).expect("the folder can be removed");
    assert!(output.status.success(), "QEMU failed: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout.as_chunks().0.iter().map(|word| u32::from_le_bytes(*word)).collect()
}

#[test]
fn random_programs_take_the_same_exceptions_as_in_qemu() {
    let seed = env::var("PINSCOPE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(|| fastrand::u64(..));
    eprintln!("PINSCOPE_SEED={seed}");
    let mut rng = Rng::with_seed(seed);
    let mut entered = BTreeSet::new();
    let mut has_nested = false;
    for program in 0..PROGRAMS {
        let mut guest = guest(&mut rng);
        let expected = run_in_qemu(&guest);
        assert_eq!(guest.run(1_000_000), StopReason::Breakpoint, "program {program}");
        let log: Vec<u32> =
            (LOG_AREA..guest.cpu.register(8)).step_by(4).map(|address| guest.read_ram(address)).collect();
        let first = log.iter().zip(&expected).position(|(ours, qemu)| ours != qemu);
        let context = first.map(|index| (index, &log[index.saturating_sub(6)..], &expected[index.saturating_sub(6)..]));
        assert!(log == expected, "program {program}: {} and {} words, {context:X?}", log.len(), expected.len());
        let states = log.chunks(3).map(|state| (state[0], state[1]));
        entered.extend(states.clone().map(|(exception, _)| exception).filter(|exception| *exception < 0x100));
        has_nested |= states.into_iter().any(|(exception, link)| exception < 0x100 && link == 0xFFFF_FFF1);
    }
    assert_eq!(entered, [3, 6, 11, 14, 16, 17, 18, 19].into(), "a handler has never been entered");
    assert!(has_nested, "no handler has preempted another");
}
