//! The firmware's ELF, the one that is flashed, in QEMU: real interrupts, a real UART, ports somebody else wrote.
#![cfg(not(target_arch = "wasm32"))]

use std::env;
use std::fs;
use std::ops::Range;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use object::{Object as _, ObjectSegment as _};
use pinscope_core::PinId::GP10;
use pinscope_tests::qemu::Qemu;
use pinscope_tests::script;

/// A line comes within milliseconds; a busy machine may take longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the boot loader leaves to an application, up to the end of QEMU's RAM (the CC3200's ends higher).
const MEMORY: Range<u64> = 0x2000_4000..0x2001_0000;

/// Vector table offset register (ARMv7-M).
const VTOR: u32 = 0xE000_ED08;

/// Place of the GPIO port A1 in the vector table: behind sixteen words of the processor's own.
const A1_VECTOR: u32 = 0x2000_4000 + 4 * (16 + 1);

fn elf() -> Result<PathBuf> {
    let path = env::var_os("PINSCOPE_FIRMWARE");
    path.map(PathBuf::from).context("no firmware to test: run `cargo xtask test`, which builds it and says where it is")
}

fn start() -> Result<Qemu> {
    let mut board = Qemu::start(&elf()?)?;
    assert_eq!(board.read_line(PATIENCE)?, "pinscope WIPY_SILICON");
    assert_eq!(board.read_line(PATIENCE)?, "GP10 rising toggles GP25");
    Ok(board)
}

#[test]
fn edges_interrupt_and_toggle_the_led() -> Result<()> {
    let mut board = start()?;
    assert_eq!(u64::from(board.machine().read_word(VTOR)?), MEMORY.start);
    script::play(&mut board)
}

#[test]
fn a_fault_is_reported() -> Result<()> {
    let mut board = start()?;
    // An address without the Thumb bit is none to jump to: CFSR says invalid state.
    board.machine().write_word(A1_VECTOR, 0)?;
    board.machine().set_pin(GP10, true)?;
    let fault = "stopped: fault at 0x00000000, CFSR 0x00020000";
    assert!(board.read_line(PATIENCE)?.starts_with(fault));
    Ok(())
}

#[test]
fn image_data_and_stack_stay_in_their_memory() -> Result<()> {
    let data = fs::read(elf()?)?;
    let file = object::File::parse(&*data)?;
    for segment in file.segments() {
        let (start, end) = (segment.address(), segment.address() + segment.size());
        ensure!(MEMORY.start <= start && end <= MEMORY.end, "a segment takes {start:#x} to {end:#x}");
    }
    let first = file.segments().min_by_key(|segment| segment.address()).context("the firmware is empty")?;
    assert_eq!(first.address(), MEMORY.start, "the vector table comes first");
    let stack = first.data()?.first_chunk().map(|word| u32::from_le_bytes(*word)).context("there is no stack")?;
    assert_eq!(u64::from(stack), MEMORY.end, "the stack begins at the top");
    Ok(())
}
