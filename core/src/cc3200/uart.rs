//! UARTA0, which is Arm's PL011 (`hw_uart.h`).

use super::{Rw, nvic};

/// First address of UARTA0.
#[doc(alias = "UARTA0_BASE")]
pub const BASE: u32 = 0x4000_C000;
/// The data register: a write sends a byte, a read returns a received one.
#[doc(alias("UARTDR", "UART_O_DR"))]
pub const DR: Rw = Rw(BASE);
/// [`DR`] bit 11 of a received byte: earlier bytes were lost because the FIFO was full.
#[doc(alias = "UART_DR_OE")]
pub const DR_OVERRUN: u32 = 0x800;
/// The flags.
#[doc(alias("UARTFR", "UART_O_FR"))]
pub const FR: Rw = Rw(BASE + 0x18);
/// [`FR`] bit 3: the UART is sending.
#[doc(alias = "UART_FR_BUSY")]
pub const FR_BUSY: u32 = 0x08;
/// [`FR`] bit 4: the receive FIFO is empty.
#[doc(alias = "UART_FR_RXFE")]
pub const FR_RXFE: u32 = 0x10;
/// [`FR`] bit 5: the transmit FIFO is full.
#[doc(alias = "UART_FR_TXFF")]
pub const FR_TXFF: u32 = 0x20;
/// The integer part of the baud-rate divisor.
#[doc(alias("UARTIBRD", "UART_O_IBRD"))]
pub const IBRD: Rw = Rw(BASE + 0x24);
/// The fraction of the baud-rate divisor, in sixty-fourths.
#[doc(alias("UARTFBRD", "UART_O_FBRD"))]
pub const FBRD: Rw = Rw(BASE + 0x28);
/// The format of a character. It must be written after the divisors.
#[doc(alias("UARTLCRH", "UART_O_LCRH"))]
pub const LCRH: Rw = Rw(BASE + 0x2C);
/// Value of [`LCRH`]: eight bits without parity, one stop bit, FIFOs on.
pub const LCRH_8N1_FIFO: u32 = 0x70;
/// The control register.
#[doc(alias("UARTCTL", "UART_O_CTL"))]
pub const CTL: Rw = Rw(BASE + 0x30);
/// Value of [`CTL`]: the UART, its transmitter and its receiver are on.
pub const CTL_ON: u32 = 0x301;
/// The interrupt mask: 1 lets an interrupt reach the processor.
#[doc(alias("UARTIM", "UART_O_IM"))]
pub const IM: Rw = Rw(BASE + 0x38);
/// [`IM`] bits 4 and 6: the receive FIFO is half full, or holds less and nothing more arrives.
#[doc(alias("UART_IM_RXIM", "UART_IM_RTIM"))]
pub const IM_RECEIVE: u32 = 0x50;
/// Number of the UART's interrupt in the NVIC.
pub const INTERRUPT: u32 = nvic::UARTA0;
/// The divisor for 115200 baud at 80 MHz in sixty-fourths: 43 + 26/64.
pub const DIVISOR_115200: u32 = 43 * 64 + 26;
