//! Explains a fault in a sentence: which instruction has caused it, at which address, and why.

use alloc::format;
use alloc::string::String;

use pinscope_cpu::{Cpu, FaultStatus, HFSR_VECTTBL, cfsr};

use crate::image::{RAM_BASE, RAM_SIZE};
use crate::symbols::Symbols;

/// The addresses of the ROM of the chip, which is not emulated.
const ROM_END: u32 = 0x0008_0000;

/// A fault of the processor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultReport {
    /// The address of the instruction that has caused it, if it is known.
    pub address: Option<u32>,
    /// The sentence that explains it.
    pub sentence: String,
}

impl FaultReport {
    /// Describes the fault whose handler `cpu` has just entered.
    pub(crate) fn on_entry(cpu: &Cpu, before: &FaultStatus, symbols: &Symbols) -> FaultReport {
        let status = cpu.fault_status();
        // Bits stay set until software clears them. Those that were set before belong to an earlier fault.
        let new = FaultStatus { cfsr: status.cfsr & !before.cfsr, ..status };
        let new = if new.cfsr == 0 { status } else { new };
        let address = stacked_pc(cpu).filter(|_| new.cfsr & (cfsr::STKERR | cfsr::MSTKERR) == 0);
        FaultReport { address, sentence: sentence(address, &reason(&new, cpu), symbols) }
    }

    /// Describes why `cpu` has locked up.
    pub(crate) fn on_lockup(cpu: &Cpu, symbols: &Symbols) -> FaultReport {
        let address = cpu.register(15);
        let reason = reason(&cpu.fault_status(), cpu);
        let place = place(address, symbols);
        let sentence = format!(
            "The processor has locked up at {place}: a fault happened where no handler can run ({reason}). Only a reset \
             helps."
        );
        FaultReport { address: Some(address), sentence }
    }
}

/// Returns the address as a person reads it.
pub(crate) fn place(address: u32, symbols: &Symbols) -> String {
    let name = symbols.place(address);
    name.map_or_else(|| format!("{address:#010X}"), |name| format!("{address:#010X} ({name})"))
}

fn sentence(address: Option<u32>, reason: &str, symbols: &Symbols) -> String {
    match address {
        Some(address) => format!("The instruction at {} has caused a fault: {reason}.", place(address, symbols)),
        None => format!("A fault has happened: {reason}."),
    }
}

/// Returns the return address in the frame of the exception that was just entered.
fn stacked_pc(cpu: &Cpu) -> Option<u32> {
    let is_process_stack = cpu.register(14) & 4 != 0;
    let frame = if is_process_stack { cpu.process_stack_pointer() } else { cpu.main_stack_pointer() };
    read_word(cpu, frame.wrapping_add(24))
}

/// Reads a word of RAM.
pub(crate) fn read_word(cpu: &Cpu, address: u32) -> Option<u32> {
    let offset = address.wrapping_sub(RAM_BASE) as usize;
    let bytes = cpu.ram().get(offset..offset.checked_add(4)?)?;
    bytes.try_into().ok().map(u32::from_le_bytes)
}

fn reason(status: &FaultStatus, cpu: &Cpu) -> String {
    let has = |bit: u32| status.cfsr & bit != 0;
    if has(cfsr::STKERR | cfsr::MSTKERR) {
        let sp = cpu.main_stack_pointer();
        return format!("the stack is full: an exception could not save registers at the stack pointer {sp:#010X}");
    }
    if has(cfsr::UNSTKERR | cfsr::MUNSTKERR) {
        return "the registers that an exception had saved cannot be read from the stack".into();
    }
    if has(cfsr::PRECISERR) {
        return bus_reason(status.bfar);
    }
    if has(cfsr::DACCVIOL) {
        return format!("the memory protection does not allow the access to {:#010X}", status.mmfar);
    }
    let text = if has(cfsr::IBUSERR) {
        "there is no code at this address"
    } else if has(cfsr::IACCVIOL) {
        "code at this address may not be executed"
    } else if has(cfsr::UNDEFINSTR) {
        "it is not an instruction of a Cortex-M4 without floating point"
    } else if has(cfsr::INVSTATE) {
        "the processor was told to leave the Thumb state, because the lowest bit of the address of a jump is 0"
    } else if has(cfsr::INVPC) {
        "a return from an exception does not fit what was entered"
    } else if has(cfsr::NOCP) {
        "it is for a coprocessor, such as the floating-point unit, which a CC3200 does not have"
    } else if has(cfsr::UNALIGNED) {
        "the address of an access is not a multiple of its width"
    } else if has(cfsr::DIVBYZERO) {
        "it divides by zero"
    } else if status.hfsr & HFSR_VECTTBL != 0 {
        "the vector of an exception cannot be read"
    } else {
        "the image has raised it itself"
    };
    text.into()
}

/// Returns the reason why an access to `address` was a bus fault.
fn bus_reason(address: u32) -> String {
    match address {
        ..ROM_END => format!("it accesses {address:#010X} in the ROM, which is not emulated"),
        RAM_BASE.. if address >= 0x4000_0000 => {
            format!("it accesses {address:#010X}, where no register is or whose block has no clock")
        }
        RAM_BASE.. => {
            let last = RAM_BASE + RAM_SIZE - 1;
            format!("it accesses {address:#010X}, and RAM ends at {last:#010X}")
        }
        _ => format!("it accesses {address:#010X}, where no memory is"),
    }
}
