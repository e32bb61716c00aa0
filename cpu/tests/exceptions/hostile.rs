//! Any bytes as code: nothing panics, and every slice ends.

use std::env;

use fastrand::Rng;
use pinscope_cpu::{Bus, BusError, Cpu, InterruptLines, Size, StopReason};

use crate::guest::{RAM, RAM_SIZE};

/// Number of programs.
const PROGRAMS: usize = 300;

/// A bus that answers anything.
struct Noise(Rng);

impl Bus for Noise {
    fn read(&mut self, _: u32, _: Size, _: u64) -> Result<u32, BusError> {
        if self.0.bool() { Ok(self.0.u32(..)) } else { Err(BusError) }
    }

    fn write(&mut self, _: u32, _: Size, _: u32, _: u64) -> Result<(), BusError> {
        if self.0.bool() { Ok(()) } else { Err(BusError) }
    }

    fn changed_lines(&mut self) -> Option<InterruptLines> {
        let mut lines = InterruptLines::default();
        lines.set(self.0.usize(..256), true);
        (self.0.u8(..) == 0).then_some(lines)
    }

    fn ends_slice(&mut self) -> bool {
        self.0.u8(..) == 0
    }
}

/// Returns memory of which a part is the opcodes that reach deepest: accesses to the system control space, changes of
/// special registers, returns, waits, breakpoints and branches to themselves.
fn memory(rng: &mut Rng) -> Vec<u8> {
    let mut memory: Vec<u8> = (0..RAM_SIZE).map(|_| rng.u8(..)).collect();
    for _ in 0..4000 {
        let words: [u16; 2] = match rng.u8(..7) {
            0 => [0xF380 | rng.u16(..16), 0x8800 | rng.u16(..32)],
            1 => [0xF3EF, 0x8000 | rng.u16(..0x1000)],
            2 => [0x4700 | rng.u16(..16) << 3, 0xBF00 | rng.u16(..8) << 4],
            3 => [0xF24E, rng.u16(..) & 0x7FFF],
            4 => [0xBF20 + 0x10 * rng.u16(..2), 0xBE00],
            5 => [0xE7FE, 0xE7FE],
            _ => [0xF2CE, rng.u16(..8) << 8],
        };
        let offset = 2 * rng.usize(..RAM_SIZE as usize / 2 - 2);
        memory[offset..offset + 2].copy_from_slice(&words[0].to_le_bytes());
        memory[offset + 2..offset + 4].copy_from_slice(&words[1].to_le_bytes());
    }
    for vector in memory[..0x400].chunks_mut(4) {
        let address = (RAM + rng.u32(..RAM_SIZE)) | u32::from(rng.u8(..8) != 0);
        vector.copy_from_slice(&address.to_le_bytes());
    }
    memory
}

#[test]
fn any_bytes_run_without_a_panic() {
    let seed = env::var("PINSCOPE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(|| fastrand::u64(..));
    eprintln!("PINSCOPE_SEED={seed}");
    let mut rng = Rng::with_seed(seed);
    let mut reasons = Vec::new();
    for _ in 0..PROGRAMS {
        let mut bus = Noise(rng.fork());
        let mut cpu = Cpu::new(RAM, RAM_SIZE, RAM);
        cpu.write_ram(RAM, &memory(&mut rng));
        cpu.reset(&mut bus);
        for register in 0..13 {
            cpu.set_register(
                register,
                if rng.bool() { RAM + rng.u32(..RAM_SIZE) } else { 0xE000_E000 + rng.u32(..0x1000) },
            );
        }
        for _ in 0..40 {
            let before = cpu.cycles();
            let reason = cpu.run(&mut bus, 500);
            assert!(cpu.cycles() - before <= 500);
            reasons.push(reason);
            if matches!(reason, StopReason::WaitForInterrupt | StopReason::WaitForEvent) {
                cpu.skip(rng.u64(..100_000));
            } else if reason == StopReason::Breakpoint {
                cpu.set_register(15, cpu.register(15).wrapping_add(2));
            } else if matches!(reason, StopReason::Lockup | StopReason::ResetRequested) {
                cpu.reset(&mut bus);
            }
        }
    }
    for expected in [
        StopReason::Budget,
        StopReason::Lockup,
        StopReason::Breakpoint,
        StopReason::WaitForInterrupt,
        StopReason::WaitForEvent,
    ] {
        assert!(reasons.contains(&expected), "no program has ended with {expected:?}");
    }
}
