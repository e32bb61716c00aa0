//! Compares every instruction with `rsemu` by random operands and flags.
//!
//! `PINSCOPE_INSTRUCTIONS` sets the number of instructions and `PINSCOPE_SEED` the seed, which every run prints.

mod deviations;
mod encodings;
mod machines;

use std::env;

use deviations::Deviations;
use encodings::Encoding;
use fastrand::Rng;
use machines::{Machines, RAM, RAM_SIZE, STACK, State};

/// Number of instructions unless the environment says otherwise.
const INSTRUCTIONS: u64 = 1_000_000;

/// Values at which results change in kind.
const CORNERS: [u32; 12] = [0, 1, 2, 0x1F, 0x20, 0x7F, 0x80, 0x7FFF, 0x8000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF];

fn number(variable: &str) -> Option<u64> {
    env::var(variable).ok().map(|value| value.parse().unwrap_or_else(|_| panic!("{variable}={value} is no number")))
}

/// Returns a generator whose seed is printed.
fn generator() -> Rng {
    let seed = number("PINSCOPE_SEED").unwrap_or_else(|| fastrand::u64(..));
    eprintln!("PINSCOPE_SEED={seed}");
    Rng::with_seed(seed)
}

/// Returns both machines with random memory.
fn machines(rng: &mut Rng) -> Machines {
    Machines::new((0..RAM_SIZE).map(|_| rng.u8(..)).collect())
}

/// Returns a value for a register: a corner, a small number, an address in RAM, or anything.
fn operand(rng: &mut Rng) -> u32 {
    match rng.u8(..8) {
        0 | 1 => *rng.choice(&CORNERS).expect("there are corners"),
        2 => rng.u32(..0x100),
        3..=5 => address(rng),
        // The system region has tests of its own.
        _ => rng.u32(..0xE000_0000),
    }
}

/// Returns an address behind the code, and often one that is aligned.
fn address(rng: &mut Rng) -> u32 {
    let address = RAM + rng.u32(0x3000..0xE000);
    if rng.bool() { address & !3 } else { address }
}

/// Returns R0 to R14. The stack pointer is sound.
fn registers(rng: &mut Rng, has_index: bool) -> [u32; 15] {
    let mut registers = [0; 15];
    for value in &mut registers {
        // With an index one in two registers is small, so that the sum of two is often an address.
        *value = if has_index && rng.bool() { rng.u32(..0x400) } else { operand(rng) };
    }
    registers[13] = STACK - 8 * rng.u32(..0x80) - 4 * rng.u32(..2);
    registers
}

/// Returns an xPSR with any flags, in Thumb state and Thread mode.
fn flags(rng: &mut Rng) -> u32 {
    rng.u32(..) & 0xF80F_0000 | 1 << 24
}

/// Returns text that says how both states differ.
fn report(name: &str, code: &[u16], [ours, oracle]: [State; 2]) -> String {
    format!("{name}: {code:04X?}\nthe interpreter:\n{ours:?}\nrsemu:\n{oracle:?}")
}

/// Executes an instruction on both machines. Returns the difference, if there is one that no row explains.
fn compare(
    machines: &mut Machines,
    deviations: &mut Deviations,
    name: &str,
    code: &[u16],
    registers: &[u32; 15],
    xpsr: u32,
) -> Option<String> {
    machines.set(code, registers, xpsr);
    machines.step();
    let states = machines.states();
    let [ours, oracle] = &states;
    if ours == oracle && (ours.cfsr == 0 || !deviations::has_row(name)) {
        return None;
    }
    let memory = machines.memory_difference();
    if is_system(ours) || is_system(oracle) {
        return None;
    }
    if ours == oracle && memory.is_none() {
        return None;
    }
    // The frame of an exception may contain an explained difference, or only one machine may have pushed one.
    let top = ours.msp.min(oracle.msp);
    let frame = top..top.saturating_add(40);
    let is_in_frame = memory.is_none_or(|range| frame.contains(range.start()) && frame.contains(range.end()));
    let is_explained = deviations.explain(name, &states) && is_in_frame;
    (!is_explained).then(|| report(name, code, states))
}

/// Returns true if a sum of operands was an address of the system region, whose reserved parts are treated differently.
fn is_system(state: &State) -> bool {
    state.bfar >= 0xE000_0000
}

/// Executes random instances of `encoding` on both machines. Returns the first difference that no row explains.
fn compare_encoding(
    machines: &mut Machines,
    rng: &mut Rng,
    deviations: &mut Deviations,
    encoding: &Encoding,
    count: u64,
) -> Option<String> {
    let Encoding { name, .. } = encoding;
    let difference = (0..count).find_map(|_| {
        let registers = registers(rng, encoding.has_index());
        compare(machines, deviations, name, &encoding.instruction(rng), &registers, flags(rng))
    });
    difference.or_else(|| machines.memory_difference().map(|range| format!("{name}: memory {range:X?}")))
}

#[test]
fn every_instruction_does_what_the_oracle_does() {
    let mut rng = generator();
    let mut machines = machines(&mut rng);
    let mut deviations = Deviations::default();
    let encodings = encodings::all();
    let count = number("PINSCOPE_INSTRUCTIONS").unwrap_or(INSTRUCTIONS) / encodings.len() as u64;
    let differences: Vec<String> = encodings
        .iter()
        .filter_map(|encoding| compare_encoding(&mut machines, &mut rng, &mut deviations, encoding, count))
        .collect();
    assert!(differences.is_empty(), "{} encodings differ:\n{}", differences.len(), differences.join("\n\n"));
    deviations.check();
}

/// Returns an instruction of data processing with 16 bits, which sets flags only outside an IT block.
fn data_processing(rng: &mut Rng) -> u16 {
    if rng.bool() { rng.u16(..0x4000) } else { 0x4000 | rng.u16(..0x400) }
}

#[test]
fn every_if_then_block_does_what_the_oracle_does() {
    let mut rng = generator();
    let mut machines = machines(&mut rng);
    for condition in 0..15 {
        for mask in 1..16 {
            // The condition AL has no ELSE.
            if condition == 14 && !u16::is_power_of_two(mask) {
                continue;
            }
            for _ in 0..40 {
                let mut code = vec![0xBF00 | condition << 4 | mask];
                code.extend((0..5).map(|_| data_processing(&mut rng)));
                machines.set(&code, &registers(&mut rng, false), flags(&mut rng));
                for _ in 0..6 {
                    machines.step();
                    let states = machines.states();
                    assert_eq!(states[0], states[1], "{}", report("a block", &code, states));
                }
            }
        }
    }
}

#[test]
fn every_16_bit_encoding_does_what_the_oracle_does() {
    let mut rng = generator();
    let mut machines = machines(&mut rng);
    let mut deviations = Deviations::default();
    for halfword in (0..0xE800).filter(|halfword| !is_unpredictable(*halfword)) {
        let name = match halfword {
            0x4700..=0x477F => "BX",
            0x4780..=0x47FF => "BLX",
            0xBD00..=0xBDFF => "POP T1",
            0xC800..=0xCFFF => "LDM T1",
            _ => "an encoding of 16 bits",
        };
        let registers = registers(&mut rng, false);
        let difference = compare(&mut machines, &mut deviations, name, &[halfword], &registers, flags(&mut rng));
        assert_eq!(difference, None);
    }
    assert_eq!(machines.memory_difference(), None);
}

/// Returns true for encodings that are UNPREDICTABLE, or that wait or stop.
fn is_unpredictable(halfword: u16) -> bool {
    let list = halfword & 0xFF;
    let n = halfword >> 8 & 7;
    match halfword {
        // ADD, CMP and MOV of SP or PC, and CMP of two low registers.
        0x4400..=0x46FF => true,
        // BX and BLX with SBZ bits or with PC.
        0x4700..=0x47FF => halfword & 7 != 0 || halfword >> 3 & 15 >= 13,
        // CPS of FAULTMASK, or with SBZ bits.
        0xB600..=0xB6FF => halfword & 0xFFEF != 0xB662,
        // PUSH and POP without registers, and STM and LDM without.
        0xB400..=0xB5FF | 0xBC00..=0xBDFF => halfword & 0x1FF == 0,
        // STM with its base in the list, unless it is the lowest.
        0xC000..=0xC7FF => list == 0 || list >> n & 1 != 0 && list.trailing_zeros() != u32::from(n),
        0xC800..=0xCFFF => list == 0,
        // BKPT, IT and hints.
        0xBE00..=0xBFFF => true,
        _ => false,
    }
}
