//! Differential tests: random operations give the same words in the emulator and QEMU. This file compares the GPIO
//! ports and the NVIC, and modules compare the peripherals of which QEMU has a model.
//!
//! `PINSCOPE_OPERATIONS` sets the number of operations and `PINSCOPE_SEED` the seed, which every run prints.
#![cfg(not(target_arch = "wasm32"))]

mod deviation;
mod deviations;
mod operation;
mod timed;
mod timer;
mod uart;
mod watchdog;
mod words;

use std::collections::VecDeque;
use std::env;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::time::Instant;

use anyhow::{Context as _, Result, bail, ensure};
use fastrand::Rng;
use pinscope_core::cc3200::gpio::Port;
use pinscope_core::{PinId, Profile, Registers as _};
use pinscope_emulator::Machine;
use pinscope_tests::qemu::{Stellaris, Step};

use deviation::check_all_occurred;
use deviations::{Comparison, TABLE};
use operation::Operation;
use words::{DATA, DIR, ICPR0, ICR, IPR0, IS, NAMES, RIS, Words};

/// The number of operations if `PINSCOPE_OPERATIONS` is not set.
const DEFAULT_OPERATIONS: u64 = 20_000;

/// The number of operations after which all four ports are compared, not only the one that was accessed.
const ALL_PORTS_INTERVAL: u64 = 100;

/// The number of operations that a failure lists.
const HISTORY_LENGTH: usize = 10;

#[test]
fn qemu_agrees_word_for_word() -> Result<()> {
    let (operations, seed) = settings("GPIO", DEFAULT_OPERATIONS)?;
    let start = Instant::now();
    let mut pair = Pair::new()?;
    let mut rng = Rng::with_seed(seed);
    for number in 1..=operations {
        let (port, operation) = Operation::random(&mut rng, |port| pair.emulated(port));
        let mut round = pair.compare(port, operation);
        if number.is_multiple_of(ALL_PORTS_INTERVAL) {
            round = round.and_then(|()| Port::ALL.into_iter().try_for_each(|port| pair.compare_idle(port)));
        }
        round.with_context(|| format!("PINSCOPE_SEED={seed}, operation {number}\n{}", pair.history()))?;
    }
    let words = pair.compared;
    writeln!(io::stderr(), "QEMU differential: {words} words compared in {:.1} s", start.elapsed().as_secs_f64())?;
    check_all_occurred(&TABLE, &pair.deviations)
}

/// Returns the number of operations and the seed for the test of a block, and prints them.
fn settings(block: &str, default_operations: u64) -> Result<(u64, u64)> {
    let number = |name: &str| env::var(name).ok().map(|text| text.parse().with_context(|| format!("{name}={text}")));
    let operations = number("PINSCOPE_OPERATIONS").transpose()?.unwrap_or(default_operations);
    let seed = number("PINSCOPE_SEED").transpose()?.unwrap_or_else(|| fastrand::u64(..));
    // The output of `eprintln!` is captured in a test that passes.
    writeln!(io::stderr(), "QEMU differential, {block}: {operations} operations, PINSCOPE_SEED={seed}")?;
    Ok((operations, seed))
}

/// The emulator and QEMU in the same state, apart from the known differences.
struct Pair {
    machine: Machine,
    qemu: Stellaris,
    /// The levels of each port that QEMU sampled last to detect edges.
    sampled: [u32; 4],
    /// QEMU's IPR0, which has more bits than the emulator's.
    priorities: u32,
    /// The number of times that each row of the table changed a word.
    deviations: [u64; TABLE.len()],
    compared: u64,
    latest: VecDeque<Operation>,
}

impl Pair {
    fn new() -> Result<Self> {
        let machine = Machine::new(Profile::WipySilicon);
        machine.board().start();
        Ok(Self {
            machine,
            qemu: Stellaris::stopped()?,
            sampled: [0; 4],
            priorities: 0,
            deviations: [0; TABLE.len()],
            compared: 0,
            latest: VecDeque::new(),
        })
    }

    /// Reads the emulator's words as software does.
    fn emulated(&self, port: Port) -> Words {
        words::addrs(port).map(|addr| (&self.machine).read(addr))
    }

    /// Returns the levels of the pads of a port with these words: those of external rails, otherwise those of DATA.
    fn pads(&self, port: Port, shown: &Words) -> u32 {
        let level = |bit: u8| {
            let pin = PinId::at(port, bit)?;
            let held = self.machine.external(pin).rail;
            Some(held.map_or(shown[DATA] & 1 << bit, |level| u32::from(level.is_high()) << bit))
        };
        (0..8).filter_map(level).sum()
    }

    /// Compares a port without an operation on it.
    fn compare_idle(&mut self, port: Port) -> Result<()> {
        self.compare(port, Operation::Read(words::addr(port, DATA)))
    }

    /// Carries out an operation on both and compares `port`, which it accesses. After a known difference both are made
    /// equal, so that the next operation starts from the same state.
    fn compare(&mut self, port: Port, operation: Operation) -> Result<()> {
        let mut before = self.emulated(port);
        before[IPR0] = self.priorities;
        let pads = self.pads(port, &before);
        let comparison = Comparison { operation, port, before, pads, sampled: self.sampled[port.index()] };

        self.latest.truncate(HISTORY_LENGTH - 1);
        self.latest.push_front(operation);
        let read = operation.emulate(&self.machine);
        let ours = self.emulated(port);
        let (expected, deviates) = comparison.expected(&ours);
        let mut theirs = self.run_on_qemu(port, operation.step().as_slice())?;
        let rest = theirs.split_off(theirs.len() - words::COUNT);
        check(port, &expected, &rest)?;
        ensure!(read.as_slice() == theirs, "{operation}: the emulator reads {read:02x?}, QEMU {theirs:02x?}");

        self.priorities = expected[IPR0];
        self.record_sample(port, &expected);
        for (times, deviates) in self.deviations.iter_mut().zip(deviates) {
            *times += u64::from(deviates);
        }
        if expected[..IPR0] != ours[..IPR0] { self.synchronize(port, &ours, &expected) } else { Ok(()) }
    }

    /// Makes both equal again: QEMU receives the edges that correct its DATA, outputs lose their level triggers, and
    /// the interrupts that this causes are cleared on both sides.
    fn synchronize(&mut self, port: Port, ours: &Words, theirs: &Words) -> Result<()> {
        let stale = ours[DATA] ^ theirs[DATA];
        let raised = ours[RIS] ^ theirs[RIS];
        let edges = (0..8).filter(|bit| stale >> bit & 1 != 0);
        let mut steps: Vec<_> = edges.map(|bit| Step::Input(port, bit, ours[DATA] >> bit & 1 != 0)).collect();
        let writes = [(IS, ours[IS] & !(raised & ours[DIR])), (ICR, stale | raised), (ICPR0, 1 << port.index())];
        for (index, value) in writes {
            let write = Operation::Write(words::addr(port, index), value);
            write.emulate(&self.machine);
            steps.extend(write.step());
        }
        let mut expected = self.emulated(port);
        expected[IPR0] = self.priorities;
        let theirs = self.run_on_qemu(port, &steps)?;
        self.record_sample(port, &expected);
        check(port, &expected, &theirs).context("after both were made equal")
    }

    /// Carries out `steps` on QEMU. Returns the words that they read, followed by all words of `port`.
    fn run_on_qemu(&mut self, port: Port, steps: &[Step]) -> Result<Vec<u32>> {
        self.compared += words::COUNT as u64;
        let look = words::addrs(port).map(Step::Read);
        self.qemu.run(&[steps, &look].concat())
    }

    /// Records the levels that QEMU samples when an input has changed.
    fn record_sample(&mut self, port: Port, shown: &Words) {
        let sampled = &mut self.sampled[port.index()];
        if (*sampled ^ shown[DATA]) & !shown[DIR] & 0xFF != 0 {
            *sampled = shown[DATA];
        }
    }

    /// Lists the latest operations, the oldest first.
    fn history(&self) -> String {
        self.latest.iter().rev().fold("after:".to_owned(), |mut text, operation| {
            let _ = write!(text, "\n  {operation}");
            text
        })
    }
}

/// Fails at the first word that is not as expected.
fn check(port: Port, expected: &Words, theirs: &[u32]) -> Result<()> {
    for (name, (expected, theirs)) in NAMES.iter().zip(expected.iter().zip(theirs)) {
        if expected != theirs {
            let port = port.name();
            bail!("{port} {name}: the emulator, known differences applied: {expected:#010x}, QEMU: {theirs:#010x}");
        }
    }
    Ok(())
}
