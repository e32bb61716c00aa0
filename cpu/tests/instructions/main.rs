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
        _ => rng.u32(..),
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

/// Executes random instances of `encoding` on both machines. Returns the first difference, if any.
fn compare(machines: &mut Machines, rng: &mut Rng, encoding: &Encoding, count: u64) -> Option<String> {
    let mut difference = None;
    for _ in 0..count {
        let code = encoding.instruction(rng);
        machines.set(&code, &registers(rng, encoding.has_index()), flags(rng));
        machines.step();
        let states = machines.states();
        if states[0] != states[1] && difference.is_none() {
            difference = Some(report(&encoding.name, &code, states));
        }
    }
    let memory = machines.memory_difference().map(|address| format!("{}: memory at {address:#X}", encoding.name));
    difference.or(memory)
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
        .filter_map(|encoding| {
            let difference = compare(&mut machines, &mut rng, encoding, count)?;
            (!deviations.is_known(&encoding.name)).then_some(difference)
        })
        .collect();
    assert!(differences.is_empty(), "{} encodings differ:\n{}", differences.len(), differences.join("\n\n"));
    deviations.check();
}
