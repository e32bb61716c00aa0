//! An interpreter of ARMv7-M (ARM DDI 0403E): a Cortex-M4 without floating point, with its NVIC, SysTick, MPU, fault
//! status and cycle counter. It knows nothing of the chip around it, which implements [`Bus`].
//!
//! [`Cpu::run`] executes a slice and returns a [`StopReason`]. Every instruction takes one cycle. Each instruction in
//! RAM is decoded once, until it is overwritten. Nothing that a guest does makes the interpreter panic.
//!
//! Not emulated: bit-banding, the debug units other than the cycle counter, and the DebugMonitor exception. BKPT stops
//! the slice.
//!
//! ```
//! use pinscope_cpu::{Bus, BusError, Cpu, Size, StopReason};
//!
//! struct NoBus;
//!
//! impl Bus for NoBus {
//!     fn read(&mut self, _: u32, _: Size, _: u64) -> Result<u32, BusError> {
//!         Err(BusError)
//!     }
//!     fn write(&mut self, _: u32, _: Size, _: u32, _: u64) -> Result<(), BusError> {
//!         Err(BusError)
//!     }
//! }
//!
//! let mut cpu = Cpu::new(0x2000_0000, 0x1000, 0x2000_0000);
//! // The initial stack pointer, the reset vector, and there `ADDS R0, #1` and `BKPT`.
//! cpu.write_ram(0x2000_0000, &[0x00, 0x10, 0x00, 0x20, 0x09, 0x00, 0x00, 0x20, 0x01, 0x30, 0x00, 0xBE]);
//! cpu.reset(&mut NoBus);
//! assert_eq!(cpu.run(&mut NoBus, 100), StopReason::Breakpoint);
//! assert_eq!(cpu.register(0), 1);
//! ```

#![no_std]
#![warn(missing_docs)]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod bus;
mod code_cache;
mod condition;
mod cpu;
mod decode;
mod disassembly;
mod dwt;
mod exceptions;
mod execute;
mod faults;
mod instruction;
mod memory;
mod mpu;
mod nvic;
mod processor;
mod ram;
mod registers;
mod scs;
mod state;
mod systick;

pub use bus::{Bus, BusError, ExceptionChange, INTERRUPTS, InterruptLines, Size};
pub use cpu::{Cpu, StopReason};
pub use disassembly::{Disassembly, disassemble};
pub use faults::{FaultStatus, HFSR_VECTTBL, cfsr};
