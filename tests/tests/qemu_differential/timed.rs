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

/// Turns the word of an access of the emulator into QEMU's. The function given to it returns a register of the block
/// in the emulator.
pub type Apply = fn(Access, u32, Peek) -> u32;

/// A function that returns the block's register at an offset, in the emulator and at the present moment.
pub type Peek<'a> = &'a dyn Fn(u32) -> u32;

/// An access to a register of the block.
#[derive(Clone, Copy, Debug)]
pub struct Access {
    pub offset: u32,
    pub is_write: bool,
}

/// A kind of block that is compared. Its registers are given by their offsets.
pub struct Block {
    pub name: &'static str,
    /// All blocks of this kind.
    pub instances: &'static [Instance],
    /// The registers that are read after each operation, before the pending interrupts.
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

/// One of the blocks of a kind, at the same address and with the same interrupt on both chips.
#[derive(Debug)]
pub struct Instance {
    pub base: u32,
    /// The clock gate, which QEMU does not have.
    pub gate: u32,
    /// The number of the interrupt.
    pub interrupt: u32,
}

impl Instance {
    /// Returns the register of the pending interrupts with that of the block.
    fn pending(&self) -> u32 {
        0xE000_E200 + self.interrupt / 32 * 4
    }

    /// Returns the address and the word of the write that clears the pending interrupt.
    fn clear_pending(&self) -> (u32, u32) {
        (0xE000_E280 + self.interrupt / 32 * 4, 1 << (self.interrupt % 32))
    }
}

/// An operation of software.
#[derive(Clone, Copy, Debug)]
pub enum Operation {
    /// Writes the register at an offset.
    Write(u32, u32),
    /// Clears the pending interrupt.
    ClearPending,
    /// Lets this number of ticks pass.
    Wait(u32),
}

/// Carries out at least `operations` random operations, in runs that each begin with new machines. The runs take the
/// blocks of the kind by turns, the first one at random.
pub fn compare(block: &Block, operations: u64, seed: u64) -> Result<()> {
    let start = Instant::now();
    let mut rng = Rng::with_seed(seed);
    let first = rng.usize(..block.instances.len());
    let per_run = (MAX_ACCESSES - block.setup.len()) / (block.words.len() + 2);
    let (mut compared, mut times) = (0, vec![0; block.table.len()]);
    for (run, instance) in (0..operations.div_ceil(per_run as u64)).zip(block.instances.iter().cycle().skip(first)) {
        let emulated = Emulated::run(block, instance, per_run, &mut rng, &mut times)?;
        emulated.check().with_context(|| format!("PINSCOPE_SEED={seed}, run {run}, {instance:x?}"))?;
        compared += emulated.expected.len();
    }
    let seconds = start.elapsed().as_secs_f64();
    writeln!(io::stderr(), "QEMU differential, {}: {compared} words compared in {seconds:.1} s", block.name)?;
    check_all_occurred(block.table, &times)
}

/// The accesses of the emulator.
struct Emulated<'a> {
    block: &'a Block,
    instance: &'a Instance,
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
    fn run(
        block: &'a Block,
        instance: &'a Instance,
        operations: usize,
        rng: &mut Rng,
        times: &mut [u64],
    ) -> Result<Self> {
        let mut playground = Playground::new(Profile::WipySilicon);
        playground.poke(instance.gate, 1)?;
        let (accesses, expected) = (Vec::new(), Vec::new());
        let mut run = Self { block, instance, playground, tick: 1, operations: Vec::new(), accesses, expected };
        let write = |(addr, value)| TimedAccess { ticks: 1, addr, write: Some(value) };
        for &(offset, value) in block.setup {
            run.access(write((instance.base + offset, value)), times)?;
        }
        for _ in 0..operations {
            let operation = (block.choose)(rng, &|offset| run.peek(offset));
            run.operations.push(operation);
            let mut ticks = 1;
            match operation {
                Operation::Write(offset, value) => run.access(write((instance.base + offset, value)), times)?,
                Operation::ClearPending => run.access(write(instance.clear_pending()), times)?,
                Operation::Wait(wait) => ticks = wait,
            }
            let words = block.words.iter().map(|(_, offset)| instance.base + offset);
            for addr in words.chain([instance.pending()]) {
                run.access(TimedAccess { ticks, addr, write: None }, times)?;
                ticks = 1;
            }
        }
        Ok(run)
    }

    /// Returns the block's register at `offset`.
    fn peek(&self, offset: u32) -> u32 {
        self.playground.machine().peek().read(self.instance.base + offset)
    }

    /// Makes an access at its tick. A register is read just before the tick, as in QEMU.
    fn access(&mut self, mut access: TimedAccess, times: &mut [u64]) -> Result<()> {
        self.tick += u64::from(access.ticks);
        self.advance_to_before_tick();
        if let Some(value) = access.write {
            if (self.block.is_due)(&|offset| self.peek(offset)) {
                (self.tick, access.ticks) = (self.tick + 1, access.ticks + 1);
                self.advance_to_before_tick();
            }
            self.playground.advance(1);
            self.playground.poke(access.addr, value)?;
        }
        let mut word = access.write.unwrap_or_else(|| self.playground.machine().read(access.addr));
        // The interrupt controller does not differ here, and its registers are beyond those of the block.
        let of_block =
            Access { offset: access.addr.wrapping_sub(self.instance.base), is_write: access.write.is_some() };
        for (row, times) in self.block.table.iter().zip(times) {
            let changed = (row.apply)(of_block, word, &|offset| self.peek(offset));
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
                let is_it = |(_, offset): &&(_, u32)| self.instance.base + offset == access.addr;
                let name = block.words.iter().find(is_it).map_or("ISPR", |(name, _)| name);
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
