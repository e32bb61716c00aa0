//! UARTA0, a PL011 (`hw_uart.h`).

use super::Rw;

/// Address of UARTA0.
pub const BASE: u32 = 0x4000_C000;
/// DR: a byte out, a byte in.
pub const DR: Rw = Rw(BASE);
/// DR bit 11, of a byte in: bytes before it were lost for want of room.
pub const DR_OVERRUN: u32 = 0x800;
/// FR: flags.
pub const FR: Rw = Rw(BASE + 0x18);
/// FR bit 3: still sending.
pub const FR_BUSY: u32 = 0x08;
/// FR bit 4: no byte has come.
pub const FR_RXFE: u32 = 0x10;
/// FR bit 5: no room for another byte.
pub const FR_TXFF: u32 = 0x20;
/// IBRD: whole part of the divisor.
pub const IBRD: Rw = Rw(BASE + 0x24);
/// FBRD: sixty-fourths of the divisor.
pub const FBRD: Rw = Rw(BASE + 0x28);
/// LCRH: the frame; written after the divisors.
pub const LCRH: Rw = Rw(BASE + 0x2C);
/// LCRH: eight bits, FIFO on.
pub const LCRH_8N1_FIFO: u32 = 0x70;
/// CTL: control.
pub const CTL: Rw = Rw(BASE + 0x30);
/// CTL: UART, transmitter and receiver on.
pub const CTL_ON: u32 = 0x301;
/// IM: which of its interrupts reach the processor.
pub const IM: Rw = Rw(BASE + 0x38);
/// IM bits 4 and 6: half the FIFO has come, or less and then nothing more.
pub const IM_RECEIVE: u32 = 0x50;
/// Its interrupt's number in the NVIC.
pub const INTERRUPT: u32 = 5;
/// Divisor of 80 MHz for 115200 baud in sixty-fourths: 43 + 26/64.
pub const DIVISOR_115200: u32 = 43 * 64 + 26;
