//! A second opinion on GPIO ports and NVIC: random operations on the emulator and on QEMU, compared word for word.
//!
//! `PINSCOPE_OPERATIONS` says how many, `PINSCOPE_SEED` which: the seed of every run is printed.
#![cfg(not(target_arch = "wasm32"))]

mod deviations;
mod operation;
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

use deviations::{Moment, TABLE};
use operation::Operation;
use words::{DATA, DIR, ICPR0, ICR, IPR0, IS, NAMES, RIS, Words};

/// How many operations there are unless told otherwise.
const OPERATIONS: u64 = 20_000;

/// After how many operations all four ports are compared, not only the one touched.
const ALL_PORTS_EVERY: u64 = 100;

/// How many operations a failure tells of.
const REMEMBERED: usize = 10;

#[test]
fn qemu_agrees_word_for_word() -> Result<()> {
    let number = |name: &str| env::var(name).ok().map(|text| text.parse().with_context(|| format!("{name}={text}")));
    let operations = number("PINSCOPE_OPERATIONS").transpose()?.unwrap_or(OPERATIONS);
    let seed = number("PINSCOPE_SEED").transpose()?.unwrap_or_else(|| fastrand::u64(..));
    // Not `eprintln!`, which a test that passes keeps to itself.
    writeln!(io::stderr(), "second opinion: {operations} operations, PINSCOPE_SEED={seed}")?;

    let start = Instant::now();
    let mut pair = Pair::new()?;
    let mut rng = Rng::with_seed(seed);
    for number in 1..=operations {
        let (port, operation) = Operation::random(&mut rng, |port| pair.emulated(port));
        let mut round = pair.compare(port, operation);
        if number.is_multiple_of(ALL_PORTS_EVERY) {
            round = round.and_then(|()| Port::ALL.into_iter().try_for_each(|port| pair.look(port)));
        }
        round.with_context(|| format!("PINSCOPE_SEED={seed}, operation {number}\n{}", pair.history()))?;
    }
    let words = pair.compared;
    writeln!(io::stderr(), "second opinion: {words} words compared in {:.1} s", start.elapsed().as_secs_f64())?;
    for (row, times) in TABLE.iter().zip(pair.seen) {
        writeln!(io::stderr(), "  {times} times: {}", row.name)?;
        ensure!(times > 0, "no longer so: {} (reason: {}; source: {})", row.name, row.reason, row.source);
    }
    Ok(())
}

/// The two, side by side.
struct Pair {
    machine: Machine,
    qemu: Stellaris,
    /// What QEMU last looked for edges in, a port each.
    sampled: [u32; 4],
    /// QEMU's IPR0, which is not only ours.
    priorities: u32,
    /// How often each row of the table made a difference.
    seen: [u64; TABLE.len()],
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
            seen: [0; TABLE.len()],
            compared: 0,
            latest: VecDeque::new(),
        })
    }

    /// The emulator's words, as software reads them.
    fn emulated(&self, port: Port) -> Words {
        words::addrs(port).map(|addr| (&self.machine).read(addr))
    }

    /// What the pads of a port are at that shows these words: what a hand holds them at, else what they drive or, where
    /// they float, what they were last.
    fn pads(&self, port: Port, shown: &Words) -> u32 {
        let level = |bit: u8| {
            let pin = PinId::at(port, bit)?;
            let held = self.machine.external(pin).rail;
            Some(held.map_or(shown[DATA] & 1 << bit, |level| u32::from(level.is_high()) << bit))
        };
        (0..8).filter_map(level).sum()
    }

    /// Compares a port that nothing is done to.
    fn look(&mut self, port: Port) -> Result<()> {
        self.compare(port, Operation::Read(words::addr(port, DATA)))
    }

    /// Does an operation to both and compares `port`, which it touches. Where they differ as the table says, they are
    /// brought together again, so that the next operation finds the same state on both sides.
    fn compare(&mut self, port: Port, operation: Operation) -> Result<()> {
        let mut before = self.emulated(port);
        before[IPR0] = self.priorities;
        let pads = self.pads(port, &before);
        let moment = Moment { operation, port, before, pads, sampled: self.sampled[port.index()] };

        self.latest.truncate(REMEMBERED - 1);
        self.latest.push_front(operation);
        let read = operation.emulate(&self.machine);
        let ours = self.emulated(port);
        let (expected, deviates) = moment.expected(&ours);
        let mut theirs = self.ask(port, operation.step().as_slice())?;
        let rest = theirs.split_off(theirs.len() - words::COUNT);
        check(port, &expected, &rest)?;
        ensure!(read.as_slice() == theirs, "{operation}: the emulator reads {read:02x?}, QEMU {theirs:02x?}");

        self.priorities = expected[IPR0];
        self.sample(port, &expected);
        for (times, deviates) in self.seen.iter_mut().zip(deviates) {
            *times += u64::from(deviates);
        }
        if expected[..IPR0] != ours[..IPR0] { self.reunite(port, &ours, &expected) } else { Ok(()) }
    }

    /// Ends a difference: QEMU gets the edges that bring its DATA to what the pads read, outputs are no longer level
    /// sensitive, and what all this has raised is cleared on both sides.
    fn reunite(&mut self, port: Port, ours: &Words, theirs: &Words) -> Result<()> {
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
        let theirs = self.ask(port, &steps)?;
        self.sample(port, &expected);
        check(port, &expected, &theirs).context("brought together again")
    }

    /// Does `steps` to QEMU. Answers the words they read, and behind them all of `port`.
    fn ask(&mut self, port: Port, steps: &[Step]) -> Result<Vec<u32>> {
        self.compared += words::COUNT as u64;
        let look = words::addrs(port).map(Step::Read);
        self.qemu.run(&[steps, &look].concat())
    }

    /// Notes what QEMU looked for edges in, when an input changed.
    fn sample(&mut self, port: Port, shown: &Words) {
        let sampled = &mut self.sampled[port.index()];
        if (*sampled ^ shown[DATA]) & !shown[DIR] & 0xFF != 0 {
            *sampled = shown[DATA];
        }
    }

    /// The latest operations, oldest first.
    fn history(&self) -> String {
        self.latest.iter().rev().fold("after:".to_owned(), |mut text, operation| {
            let _ = write!(text, "\n  {operation}");
            text
        })
    }
}

/// Finds the first word that is not what it should be.
fn check(port: Port, expected: &Words, theirs: &[u32]) -> Result<()> {
    for (name, (expected, theirs)) in NAMES.iter().zip(expected.iter().zip(theirs)) {
        if expected != theirs {
            let port = port.name();
            bail!("{port} {name}: the emulator, known differences applied: {expected:#010x}, QEMU: {theirs:#010x}");
        }
    }
    Ok(())
}
