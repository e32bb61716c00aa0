//! Two processors with the same memory: the one under test and the oracle.

use std::ops::RangeInclusive;
use std::sync::Arc;

use pinscope_cpu::{Bus, BusError, Cpu, Size};
use rsemu::core::space::{AddressSpace, RamStore, Region, UnassignedPolicy};
use rsemu::cpu::arm::v7m::{ArmV7m, Config, Regs};

pub const RAM: u32 = 0x2000_0000;
pub const RAM_SIZE: u32 = 0x1_0000;
/// The address of the instruction under test.
pub const CODE: u32 = RAM + 0x1000;
pub const STACK: u32 = RAM + 0xF000;
/// The routine of every exception.
const HANDLER: u32 = RAM + 0x400;

/// The registers of a processor, and the words that say which faults have happened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// R0 to R14 and the address of the next instruction.
    pub registers: [u32; 16],
    pub msp: u32,
    pub psp: u32,
    pub xpsr: u32,
    pub primask: bool,
    pub faultmask: bool,
    pub basepri: u8,
    pub control: u32,
    pub cfsr: u32,
    pub hfsr: u32,
    pub bfar: u32,
}

impl std::fmt::Debug for State {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let State { msp, psp, xpsr, cfsr, hfsr, control, basepri, primask, faultmask, .. } = self;
        writeln!(formatter, "registers {:08X?}", self.registers)?;
        writeln!(formatter, "MSP {msp:08X} PSP {psp:08X} xPSR {xpsr:08X} CFSR {cfsr:08X} HFSR {hfsr:08X}")?;
        write!(formatter, "CONTROL {control} BASEPRI {basepri:02X} PRIMASK {primask} FAULTMASK {faultmask}")
    }
}

/// Nothing but RAM.
struct NoBus;

impl Bus for NoBus {
    fn read(&mut self, _: u32, _: Size, _: u64) -> Result<u32, BusError> {
        Err(BusError)
    }

    fn write(&mut self, _: u32, _: Size, _: u32, _: u64) -> Result<(), BusError> {
        Err(BusError)
    }
}

/// Both processors.
pub struct Machines {
    cpu: Cpu,
    oracle: ArmV7m,
    oracle_ram: Arc<RamStore>,
}

impl Machines {
    /// Makes both with a vector table and this memory behind it.
    pub fn new(mut memory: Vec<u8>) -> Machines {
        memory.resize(RAM_SIZE as usize, 0);
        for (index, vector) in memory.chunks_mut(4).take(256).enumerate() {
            let value = if index == 0 { STACK } else { HANDLER | 1 };
            vector.copy_from_slice(&value.to_le_bytes());
        }
        let oracle_ram = Arc::new(RamStore::new(RAM_SIZE.into()));
        oracle_ram.write_at(0, &memory).expect("the memory fits");
        let space = AddressSpace::new("memory", 32).with_unassigned(UnassignedPolicy::FAULT);
        space.topology().map(Region::ram("ram", Arc::clone(&oracle_ram)), RAM.into()).expect("the space is empty");
        let oracle = ArmV7m::new(Config::CORTEX_M4.with_bit_band(false).with_reset_vtor(RAM));
        oracle.attach_space(Arc::new(space));
        oracle.step();
        let mut cpu = Cpu::new(RAM, RAM_SIZE, RAM);
        assert!(cpu.write_ram(RAM, &memory));
        Machines { cpu, oracle, oracle_ram }
    }

    /// Writes instructions to [`CODE`] and sets the registers. R13 is the main stack pointer.
    pub fn set(&mut self, code: &[u16], registers: &[u32; 15], xpsr: u32) {
        let bytes: Vec<u8> = code.iter().flat_map(|half| half.to_le_bytes()).collect();
        self.oracle_ram.write_at((CODE - RAM).into(), &bytes).expect("the code fits");
        assert!(self.cpu.write_ram(CODE, &bytes));

        if self.oracle.current_exception().0 != 0 || self.oracle.is_locked_up() {
            self.oracle.request_reset();
            self.oracle.step();
            self.oracle.with_sys(|system| {
                (system.cfsr, system.hfsr, system.bfar) = (0, 0, 0);
                system.active.fill(0);
                system.pending.fill(0);
            });
        }
        let mut r = [0; 16];
        r[..15].copy_from_slice(registers);
        r[15] = CODE;
        self.oracle.set_regs(Regs { r, msp: registers[13], xpsr, ..Regs::new() });
        self.cpu.reset(&mut NoBus);
        for (number, value) in r.into_iter().enumerate() {
            self.cpu.set_register(number as u8, value);
        }
        self.cpu.set_xpsr(xpsr);
    }

    /// Executes one instruction on both.
    pub fn step(&mut self) {
        self.cpu.run(&mut NoBus, 1);
        self.oracle.step();
        // The oracle takes an exception in a step of its own, but the fault of a branch to ARM code with the branch.
        let is_handler = |xpsr: u32| xpsr & 0x1FF != 0;
        let is_thumb = self.cpu.xpsr() & 1 << 24 != 0;
        match (is_handler(self.cpu.xpsr()), is_handler(self.oracle.xpsr())) {
            (true, false) => _ = self.oracle.step(),
            (false, true) if !is_thumb => _ = self.cpu.run(&mut NoBus, 1),
            _ => {}
        }
    }

    /// Returns the states of the processor under test and of the oracle.
    pub fn states(&self) -> [State; 2] {
        let (cpu, faults) = (&self.cpu, self.cpu.fault_status());
        let ours = State {
            registers: std::array::from_fn(|number| cpu.register(number as u8)),
            msp: cpu.main_stack_pointer(),
            psp: cpu.process_stack_pointer(),
            xpsr: cpu.xpsr(),
            primask: cpu.primask(),
            faultmask: cpu.faultmask(),
            basepri: cpu.basepri(),
            control: cpu.control(),
            cfsr: faults.cfsr,
            hfsr: faults.hfsr,
            bfar: faults.bfar,
        };
        let Regs { r, msp, psp, xpsr, primask, faultmask, basepri, control } = self.oracle.regs();
        let (cfsr, hfsr, bfar) = self.oracle.with_sys(|system| (system.cfsr, system.hfsr, system.bfar));
        let oracle = State { registers: r, msp, psp, xpsr, primask, faultmask, basepri, control, cfsr, hfsr, bfar };
        [ours, oracle]
    }

    /// Returns the first and the last address at which the memories differ, and makes them equal.
    pub fn memory_difference(&mut self) -> Option<RangeInclusive<u32>> {
        let mut memory = vec![0; RAM_SIZE as usize];
        self.oracle_ram.read_at(0, &mut memory).expect("the memory has this size");
        let ours = self.cpu.ram();
        if ours == memory {
            return None;
        }
        let is_different = |offset: &usize| ours[*offset] != memory[*offset];
        let first = (0..memory.len()).find(is_different)?;
        let last = (0..memory.len()).rfind(is_different)?;
        self.cpu.write_ram(RAM, &memory);
        Some(RAM + first as u32..=RAM + last as u32)
    }
}
