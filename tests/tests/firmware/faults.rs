//! What stops the firmware, and that it says so.

use anyhow::Result;
use pinscope_core::PinId::GP10;
use pinscope_core::cc3200::arm;

use super::{PATIENCE, start};

/// Place of the GPIO port A1 in the vector table: behind sixteen words of the processor's own.
const A1_VECTOR: u32 = 0x2000_4000 + 4 * (16 + 1);
/// The last bytes before the stack, which the image does not reach.
const UNUSED: u32 = 0x2000_CFF0;
/// The guard's highest word (`firmware/memory.x`).
const GUARD_TOP: u32 = 0x2000_D3FC;

#[test]
fn a_fault_is_reported() -> Result<()> {
    let mut board = start()?;
    // An address without the Thumb bit is none to jump to: CFSR says invalid state.
    board.machine().write_word(A1_VECTOR, 0)?;
    board.machine().set_pin(GP10, true)?;
    assert_eq!(board.read_line(PATIENCE)?, "");
    let line = board.read_line(PATIENCE)?;
    assert!(line.starts_with("stopped: fault at 0x00000000, CFSR 0x00020000"), "{line}");
    Ok(())
}

#[test]
fn a_stack_that_is_full_is_reported() -> Result<()> {
    let mut board = start()?;
    // An interrupt routine that pushes for ever: `push {r0-r7}`, and back to it.
    board.machine().write_word(UNUSED, 0xE7FD_B4FF)?;
    board.machine().write_word(A1_VECTOR, UNUSED | 1)?;
    board.machine().set_pin(GP10, true)?;
    assert_eq!(board.read_line(PATIENCE)?, "");
    assert_eq!(board.read_line(PATIENCE)?, "stopped: the stack is full: 5120 bytes");
    Ok(())
}

/// The CC3200 may have no MPU: then what was painted is looked at.
#[test]
fn without_an_mpu_the_stack_is_watched() -> Result<()> {
    let mut board = start()?;
    board.machine().write_word(arm::MPU_CTRL.0, 0)?;
    board.machine().write_word(GUARD_TOP, 0)?;
    assert_eq!(board.read_line(PATIENCE)?, "");
    assert_eq!(board.read_line(PATIENCE)?, "stopped: the stack is full: 5120 bytes");
    Ok(())
}
