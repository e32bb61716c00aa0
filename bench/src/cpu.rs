//! A processor that executes one of two loops.

use pinscope_cpu::{Bus, BusError, Cpu, Size, StopReason};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use crate::machine_code::{COMPUTE, DATA, IMAGE_BASE, Loop, TOGGLE};

/// The RAM of a CC3200.
const RAM: u32 = 0x2000_0000;
const RAM_SIZE: u32 = 0x4_0000;

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
        Self::with_loop(&TOGGLE)
    }

    /// Makes a processor that computes.
    pub fn compute() -> Self {
        Self::with_loop(&COMPUTE)
    }

    /// Executes `count` instructions.
    pub fn run(&mut self, count: u32) {
        let reason = self.cpu.run(&mut self.port, count.into());
        assert_eq!(reason, StopReason::Budget, "a loop has 2^32 turns");
    }
}

impl CpuBench {
    fn with_loop(code: &Loop) -> Self {
        let mut bench = Self { cpu: Cpu::new(RAM, RAM_SIZE, IMAGE_BASE), port: Port::default() };
        assert!(bench.cpu.write_ram(IMAGE_BASE, &code.image(&[], 0)), "an image fits into RAM");
        bench.cpu.reset(&mut bench.port);
        bench
    }
}
