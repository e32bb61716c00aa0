//! Compares a block that counts time. Random operations are carried out by the emulator first. QEMU then makes the same
//! accesses at the same ticks of its slower clock, and has to read the same words.

use std::io::{self, Write as _};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use fastrand::Rng;
use pinscope_core::{Profile, Registers as _};
use pinscope_emulator::Playground;
use pinscope_tests::qemu::{MAX_ACCESSES, TimedAccess, run_timed};

use crate::HISTORY_LENGTH;
use crate::deviation::{Deviation, check_all_occurred};

/// Turns the word of an access of the emulator into QEMU's. The function given to it returns a register of the emulator.
pub type Apply = fn(&TimedAccess, u32, Peek) -> u32;

/// A function that returns a register of the emulator at the present moment.
pub type Peek<'a> = &'a dyn Fn(u32) -> u32;

/// A block that is compared.
pub struct Block {
    pub name: &'static str,
    /// The clock gate, which QEMU does not have.
    pub gate: u32,
    /// The registers that are read after each operation.
    pub words: &'static [(&'static str, u32)],
    /// The first writes. Both have the same state after them.
    pub setup: &'static [(u32, u32)],
    pub table: &'static [Deviation<Apply>],
    /// Returns `true` if the block does something at the next tick. A write at the same moment would come first in QEMU
    /// and second in the emulator, so it is put off by a tick.
    pub is_due: fn(Peek) -> bool,
    /// Chooses an operation.
    pub choose: fn(&mut Rng, Peek) -> Operation,
}

/// An operation of software.
#[derive(Clone, Copy, Debug)]
pub enum Operation {
    Write(u32, u32),
    /// Lets this number of ticks pass.
    Wait(u32),
}

/// Carries out at least `operations` random operations, in runs that each begin with new machines.
pub fn compare(block: &Block, operations: u64, seed: u64) -> Result<()> {
    let start = Instant::now();
    let mut rng = Rng::with_seed(seed);
    let per_run = (MAX_ACCESSES - block.setup.len()) / (block.words.len() + 1);
    let (mut compared, mut times) = (0, vec![0; block.table.len()]);
    for run in 0..operations.div_ceil(per_run as u64) {
        let emulated = Emulated::run(block, per_run, &mut rng, &mut times)?;
        emulated.check().with_context(|| format!("PINSCOPE_SEED={seed}, run {run}"))?;
        compared += emulated.expected.len();
    }
    let seconds = start.elapsed().as_secs_f64();
    writeln!(io::stderr(), "QEMU differential, {}: {compared} words compared in {seconds:.1} s", block.name)?;
    check_all_occurred(block.table, &times)
}

/// The accesses of the emulator.
struct Emulated<'a> {
    block: &'a Block,
    playground: Playground,
    /// The time of the latest access in ticks of 80 MHz.
    tick: u64,
    operations: Vec<Operation>,
    /// The same accesses for QEMU.
    accesses: Vec<TimedAccess>,
    /// For each access that reads, QEMU's word and the number of operations before it.
    expected: Vec<(u32, usize)>,
}

impl<'a> Emulated<'a> {
    /// Carries out random operations. Counts in `times` how often each known difference has changed a word.
    fn run(block: &'a Block, operations: usize, rng: &mut Rng, times: &mut [u64]) -> Result<Self> {
        let mut playground = Playground::new(Profile::WipySilicon);
        playground.poke(block.gate, 1)?;
        let (accesses, expected) = (Vec::new(), Vec::new());
        let mut run = Self { block, playground, tick: 1, operations: Vec::new(), accesses, expected };
        for &(addr, value) in block.setup {
            run.access(TimedAccess { ticks: 1, addr, write: Some(value) }, times)?;
        }
        for _ in 0..operations {
            let machine = run.playground.machine();
            let operation = (block.choose)(rng, &|addr| machine.peek().read(addr));
            run.operations.push(operation);
            let mut ticks = 1;
            match operation {
                Operation::Write(addr, value) => run.access(TimedAccess { ticks, addr, write: Some(value) }, times)?,
                Operation::Wait(wait) => ticks = wait,
            }
            for &(_, addr) in block.words {
                run.access(TimedAccess { ticks, addr, write: None }, times)?;
                ticks = 1;
            }
        }
        Ok(run)
    }

    /// Makes an access at its tick. A register is read just before the tick, as in QEMU.
    fn access(&mut self, mut access: TimedAccess, times: &mut [u64]) -> Result<()> {
        self.tick += u64::from(access.ticks);
        self.advance_to_before_tick();
        if let Some(value) = access.write {
            if (self.block.is_due)(&|addr| self.playground.machine().peek().read(addr)) {
                (self.tick, access.ticks) = (self.tick + 1, access.ticks + 1);
                self.advance_to_before_tick();
            }
            self.playground.advance(1);
            self.playground.poke(access.addr, value)?;
        }
        let machine = self.playground.machine();
        let mut word = access.write.unwrap_or_else(|| machine.read(access.addr));
        for (row, times) in self.block.table.iter().zip(times) {
            let changed = (row.apply)(&access, word, &|addr| machine.peek().read(addr));
            *times += u64::from(changed != word);
            word = changed;
        }
        match &mut access.write {
            Some(value) => *value = word,
            None => self.expected.push((word, self.operations.len())),
        }
        self.accesses.push(access);
        Ok(())
    }

    /// Advances to the last nanosecond before the present tick.
    fn advance_to_before_tick(&mut self) {
        let before_ns = (self.tick * 25).div_ceil(2) - 1;
        self.playground.advance(before_ns - self.playground.machine().time_ns());
    }

    /// Makes the accesses on QEMU. Fails at the first word that is not as expected.
    fn check(&self) -> Result<()> {
        let block = self.block;
        let theirs = run_timed(&self.accesses)?;
        let reads = self.accesses.iter().filter(|access| access.write.is_none());
        for ((access, &(expected, operations)), theirs) in reads.zip(&self.expected).zip(theirs) {
            if expected != theirs {
                let name = block.words.iter().find(|(_, addr)| *addr == access.addr).map_or("", |(name, _)| name);
                let latest = &self.operations[operations.saturating_sub(HISTORY_LENGTH)..operations];
                bail!(
                    "{} {name}: the emulator, known differences applied: {expected:#010x}, QEMU: {theirs:#010x}\n\
                     after: {latest:x?}",
                    block.name
                );
            }
        }
        Ok(())
    }
}
