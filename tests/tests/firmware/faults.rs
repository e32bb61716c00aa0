//! Errors that stop the firmware are reported.

use anyhow::Result;
use pinscope_core::PinId::GP10;
use pinscope_core::cc3200::arm;

use super::{LINE_TIMEOUT, file, function, start};

/// Address of port A1's interrupt in the vector table, whose first sixteen words are the processor's own.
const A1_VECTOR: u32 = 0x2000_4000 + 4 * (16 + 1);
/// An address just below the stack, which the image does not reach.
const UNUSED: u32 = 0x2000_CFF0;
/// The highest word of the stack's guard (`firmware/memory.x`).
const GUARD_TOP: u32 = 0x2000_D3FC;

#[test]
fn a_fault_is_reported() -> Result<()> {
    let mut board = start()?;
    // The processor cannot jump to an address without the Thumb bit: CFSR reports an invalid state.
    board.machine().write_word(A1_VECTOR, 0)?;
    board.machine().set_pin(GP10, true)?;
    assert_eq!(board.read_line(LINE_TIMEOUT)?, "");
    let line = board.read_line(LINE_TIMEOUT)?;
    assert!(line.starts_with("stopped: fault at 0x00000000, CFSR 0x00020000"), "{line}");
    Ok(())
}

/// No input causes a panic, so an interrupt calls the function that panics.
#[test]
fn a_panic_is_reported_with_its_place() -> Result<()> {
    let mut board = start()?;
    let entry = function(&file("wipy.elf")?, "invalid_address")?.start;
    board.machine().write_word(A1_VECTOR, entry | 1)?;
    board.machine().set_pin(GP10, true)?;
    assert_eq!(board.read_line(LINE_TIMEOUT)?, "");
    let line = board.read_line(LINE_TIMEOUT)?;
    assert!(line.starts_with("stopped: panic at firmware/src/mmio.rs:"), "{line}");
    assert!(line.ends_with(": there is no register at this address"), "{line}");
    Ok(())
}

#[test]
fn a_stack_that_is_full_is_reported() -> Result<()> {
    let mut board = start()?;
    // This interrupt routine pushes without end: `push {r0-r7}` and a branch back to it.
    board.machine().write_word(UNUSED, 0xE7FD_B4FF)?;
    board.machine().write_word(A1_VECTOR, UNUSED | 1)?;
    board.machine().set_pin(GP10, true)?;
    assert_eq!(board.read_line(LINE_TIMEOUT)?, "");
    assert_eq!(board.read_line(LINE_TIMEOUT)?, "stopped: the stack is full: 5120 bytes");
    Ok(())
}

/// The CC3200 may have no MPU.
#[test]
fn without_an_mpu_the_guard_is_checked() -> Result<()> {
    let mut board = start()?;
    board.machine().write_word(arm::MPU_CTRL.0, 0)?;
    board.machine().write_word(GUARD_TOP, 0)?;
    assert_eq!(board.read_line(LINE_TIMEOUT)?, "");
    assert_eq!(board.read_line(LINE_TIMEOUT)?, "stopped: the stack is full: 5120 bytes");
    Ok(())
}
