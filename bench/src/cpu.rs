//! A processor that executes one of two loops.

use pinscope_cpu::{Bus, BusError, Cpu, Size, StopReason};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

/// The RAM of a CC3200, and where its programs begin.
const RAM: u32 = 0x2000_0000;
const RAM_SIZE: u32 = 0x4_0000;
const PROGRAM: u32 = RAM + 0x4000;

/// The DATA register of port A1 of a CC3200, with all bits unmasked.
const DATA: u32 = 0x4000_53FC;

/// Two stores to DATA, a subtraction and a branch.
const TOGGLE: [u16; 5] = [
    0x6001, // STR R1, [R0]
    0x6002, // STR R2, [R0]
    0x3B01, // SUBS R3, #1
    0xD1FB, // BNE to the first
    0xE7FA, // B to the first
];

/// A random number by xorshift, and a byte of its CRC32.
const COMPUTE: [u16; 16] = [
    0xEA80, 0x3040, // EOR.W R0, R0, R0, LSL #13
    0xEA80, 0x4050, // EOR.W R0, R0, R0, LSR #17
    0xEA80, 0x1040, // EOR.W R0, R0, R0, LSL #5
    0x4041, // EORS R1, R0
    0x2208, // MOVS R2, #8
    0x0849, // LSRS R1, R1, #1
    0xBF28, // IT CS
    0x4061, // EORCS R1, R4
    0x3A01, // SUBS R2, #1
    0xD1FA, // BNE to LSRS
    0x6029, // STR R1, [R5]
    0x682E, // LDR R6, [R5]
    0xE7EF, // B to the first
];

/// A chip with one register.
#[derive(Debug, Default)]
struct Port {
    data: u32,
}

impl Bus for Port {
    fn read(&mut self, address: u32, _: Size, _: u64) -> Result<u32, BusError> {
        if address == DATA { Ok(self.data) } else { Err(BusError) }
    }

    fn write(&mut self, address: u32, _: Size, value: u32, _: u64) -> Result<(), BusError> {
        if address != DATA {
            return Err(BusError);
        }
        self.data = value;
        Ok(())
    }
}

/// A processor for one of the loops.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
#[derive(Debug)]
pub struct CpuBench {
    cpu: Cpu,
    port: Port,
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
impl CpuBench {
    /// Makes a processor that toggles pins.
    pub fn toggle() -> Self {
        Self::with_program(&TOGGLE)
    }

    /// Makes a processor that computes.
    pub fn compute() -> Self {
        Self::with_program(&COMPUTE)
    }

    /// Executes `count` instructions.
    pub fn run(&mut self, count: u32) {
        let reason = self.cpu.run(&mut self.port, count.into());
        assert_eq!(reason, StopReason::Budget, "a loop never ends");
    }
}

impl CpuBench {
    fn with_program(program: &[u16]) -> Self {
        let mut bench = Self { cpu: Cpu::new(RAM, RAM_SIZE, RAM), port: Port::default() };
        let vectors = [RAM + RAM_SIZE, PROGRAM | 1].map(u32::to_le_bytes);
        let code: Vec<u8> = program.iter().flat_map(|half| half.to_le_bytes()).collect();
        assert!(bench.cpu.write_ram(RAM, vectors.as_flattened()) && bench.cpu.write_ram(PROGRAM, &code));
        bench.cpu.reset(&mut bench.port);
        for (register, value) in [(0, DATA), (1, 0xFF), (4, 0xEDB8_8320), (5, RAM + 0x1_0000)] {
            bench.cpu.set_register(register, value);
        }
        bench
    }
}
