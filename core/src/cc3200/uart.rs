//! UARTA0 and UARTA1, which are Arm's PL011 (`hw_uart.h`). The registers here are those of UARTA0; those of UARTA1 are
//! at the same offsets from its base.

use super::{Ro, Rw, Wo, nvic};

/// One of the two UARTs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Uart {
    /// UARTA0, interrupt 5.
    #[doc(alias = "UARTA0")]
    A0 = 0,
    /// UARTA1, interrupt 6.
    #[doc(alias = "UARTA1")]
    A1 = 1,
}

impl Uart {
    /// Returns the UART to whose registers `addr` belongs.
    #[inline]
    pub const fn at(addr: u32) -> Option<Self> {
        match addr.wrapping_sub(BASE) / SIZE {
            0 => Some(Self::A0),
            1 => Some(Self::A1),
            _ => None,
        }
    }

    /// Returns 0 or 1.
    #[inline]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Returns the number of the UART's interrupt in the NVIC.
    #[inline]
    pub const fn interrupt(self) -> u32 {
        match self {
            Self::A0 => nvic::UARTA0,
            Self::A1 => nvic::UARTA1,
        }
    }
}

/// Number of bytes that the registers of a UART occupy on the bus.
pub const SIZE: u32 = 0x1000;
/// First address of UARTA0.
#[doc(alias = "UARTA0_BASE")]
pub const BASE: u32 = 0x4000_C000;
/// The data register: a write sends a byte, a read returns a received one.
#[doc(alias("UARTDR", "UART_O_DR"))]
pub const DR: Rw = Rw(BASE);
/// [`DR`] bit 11 of a received byte: earlier bytes were lost because the FIFO was full.
#[doc(alias = "UART_DR_OE")]
pub const DR_OVERRUN: u32 = 0x800;
/// [`DR`] bit 8 of a received byte: it had no stop bit.
#[doc(alias = "UART_DR_FE")]
pub const DR_FRAMING: u32 = 0x100;
/// [`DR`] bit 9 of a received byte: its parity was wrong.
#[doc(alias = "UART_DR_PE")]
pub const DR_PARITY: u32 = 0x200;
/// [`DR`] bit 10 of a received byte: the line was low for the whole character.
#[doc(alias = "UART_DR_BE")]
pub const DR_BREAK: u32 = 0x400;
/// Position of the error bits of [`DR`] above those of [`RSR`].
pub const RSR_SHIFT: u32 = 8;
/// The errors of the byte that was read last. A write clears them.
#[doc(alias("UARTRSR", "UARTECR", "UART_O_RSR", "UART_O_ECR"))]
pub const RSR: Rw = Rw(BASE + 0x04);
/// The flags.
#[doc(alias("UARTFR", "UART_O_FR"))]
pub const FR: Rw = Rw(BASE + 0x18);
/// [`FR`] bit 0: the input CTS is low, so the other side is ready to receive.
#[doc(alias = "UART_FR_CTS")]
pub const FR_CTS: u32 = 0x01;
/// [`FR`] bit 3: the UART is sending.
#[doc(alias = "UART_FR_BUSY")]
pub const FR_BUSY: u32 = 0x08;
/// [`FR`] bit 4: the receive FIFO is empty.
#[doc(alias = "UART_FR_RXFE")]
pub const FR_RXFE: u32 = 0x10;
/// [`FR`] bit 5: the transmit FIFO is full.
#[doc(alias = "UART_FR_TXFF")]
pub const FR_TXFF: u32 = 0x20;
/// [`FR`] bit 6: the receive FIFO is full.
#[doc(alias = "UART_FR_RXFF")]
pub const FR_RXFF: u32 = 0x40;
/// [`FR`] bit 7: the transmit FIFO is empty.
#[doc(alias = "UART_FR_TXFE")]
pub const FR_TXFE: u32 = 0x80;
/// The divisor for infrared, which is not used.
#[doc(alias("UARTILPR", "UART_O_ILPR"))]
pub const ILPR: Rw = Rw(BASE + 0x20);
/// The integer part of the baud-rate divisor.
#[doc(alias("UARTIBRD", "UART_O_IBRD"))]
pub const IBRD: Rw = Rw(BASE + 0x24);
/// The bits of [`IBRD`].
#[doc(alias = "UART_IBRD_DIVINT_M")]
pub const IBRD_BITS: u32 = 0xFFFF;
/// The fraction of the baud-rate divisor, in sixty-fourths.
#[doc(alias("UARTFBRD", "UART_O_FBRD"))]
pub const FBRD: Rw = Rw(BASE + 0x28);
/// The bits of [`FBRD`].
#[doc(alias = "UART_FBRD_DIVFRAC_M")]
pub const FBRD_BITS: u32 = 0x3F;
/// The format of a character. It must be written after the divisors.
#[doc(alias("UARTLCRH", "UART_O_LCRH"))]
pub const LCRH: Rw = Rw(BASE + 0x2C);
/// [`LCRH`] bit 0: the line is held low.
#[doc(alias = "UART_LCRH_BRK")]
pub const LCRH_BRK: u32 = 0x01;
/// [`LCRH`] bit 1: characters have a parity bit.
#[doc(alias = "UART_LCRH_PEN")]
pub const LCRH_PEN: u32 = 0x02;
/// [`LCRH`] bit 2: the parity is even.
#[doc(alias = "UART_LCRH_EPS")]
pub const LCRH_EPS: u32 = 0x04;
/// [`LCRH`] bit 3: characters have two stop bits.
#[doc(alias = "UART_LCRH_STP2")]
pub const LCRH_STP2: u32 = 0x08;
/// [`LCRH`] bit 4: the FIFOs are on.
#[doc(alias = "UART_LCRH_FEN")]
pub const LCRH_FEN: u32 = 0x10;
/// [`LCRH`] bits 6:5: the number of data bits less five.
#[doc(alias = "UART_LCRH_WLEN_M")]
pub const LCRH_WLEN: u32 = 0x60;
/// [`LCRH`] bit 7: the parity bit is 1, or 0 if [`LCRH_EPS`] is set.
#[doc(alias = "UART_LCRH_SPS")]
pub const LCRH_SPS: u32 = 0x80;
/// Value of [`LCRH`]: eight bits without parity, one stop bit, FIFOs on.
pub const LCRH_8N1_FIFO: u32 = 0x70;
/// The control register.
#[doc(alias("UARTCTL", "UART_O_CTL"))]
pub const CTL: Rw = Rw(BASE + 0x30);
/// [`CTL`] bit 0: the UART is on.
#[doc(alias = "UART_CTL_UARTEN")]
pub const CTL_UARTEN: u32 = 0x001;
/// [`CTL`] bit 4: the transmit interrupt comes when everything has been sent.
#[doc(alias = "UART_CTL_EOT")]
pub const CTL_EOT: u32 = 0x010;
/// [`CTL`] bit 5: a bit has 8 periods of the baud clock in place of 16.
#[doc(alias = "UART_CTL_HSE")]
pub const CTL_HSE: u32 = 0x020;
/// [`CTL`] bit 7: the receiver is connected to the transmitter.
#[doc(alias = "UART_CTL_LBE")]
pub const CTL_LBE: u32 = 0x080;
/// [`CTL`] bit 8: the transmitter is on.
#[doc(alias = "UART_CTL_TXE")]
pub const CTL_TXE: u32 = 0x100;
/// [`CTL`] bit 9: the receiver is on.
#[doc(alias = "UART_CTL_RXE")]
pub const CTL_RXE: u32 = 0x200;
/// [`CTL`] bit 11: the output RTS is low, unless [`CTL_RTSEN`] is set.
#[doc(alias = "UART_CTL_RTS")]
pub const CTL_RTS: u32 = 0x800;
/// [`CTL`] bit 14: the receive FIFO controls the output RTS.
#[doc(alias = "UART_CTL_RTSEN")]
pub const CTL_RTSEN: u32 = 0x4000;
/// [`CTL`] bit 15: the transmitter waits while the input CTS is high.
#[doc(alias = "UART_CTL_CTSEN")]
pub const CTL_CTSEN: u32 = 0x8000;
/// The bits of [`CTL`].
pub const CTL_BITS: u32 = 0xCBB1;
/// Value of [`CTL`]: the UART, its transmitter and its receiver are on.
pub const CTL_ON: u32 = 0x301;
/// The numbers of bytes in the FIFOs at which they interrupt.
#[doc(alias("UARTIFLS", "UART_O_IFLS"))]
pub const IFLS: Rw = Rw(BASE + 0x34);
/// [`IFLS`] bits 2:0: the level of the transmit FIFO, as one of five codes.
#[doc(alias = "UART_IFLS_TX_M")]
pub const IFLS_TX: u32 = 0x07;
/// [`IFLS`] bits 5:3: the level of the receive FIFO.
#[doc(alias = "UART_IFLS_RX_M")]
pub const IFLS_RX: u32 = 0x38;
/// Value of [`IFLS`]: both FIFOs interrupt when they are half full.
#[doc(alias("UART_IFLS_TX4_8", "UART_IFLS_RX4_8"))]
pub const IFLS_HALF_FULL: u32 = 0x12;
/// The interrupt mask: 1 lets an interrupt reach the processor.
#[doc(alias("UARTIM", "UART_O_IM"))]
pub const IM: Rw = Rw(BASE + 0x38);
/// [`IM`] bits 4 and 6: the receive FIFO is half full, or holds less and nothing more arrives.
#[doc(alias("UART_IM_RXIM", "UART_IM_RTIM"))]
pub const IM_RECEIVE: u32 = 0x50;
/// The raw interrupt status.
#[doc(alias("UARTRIS", "UART_O_RIS"))]
pub const RIS: Ro = Ro(BASE + 0x3C);
/// The masked interrupt status.
#[doc(alias("UARTMIS", "UART_O_MIS"))]
pub const MIS: Ro = Ro(BASE + 0x40);
/// The interrupt clear register; writing 1 clears.
#[doc(alias("UARTICR", "UART_O_ICR"))]
pub const ICR: Wo = Wo(BASE + 0x44);
/// The requests to the DMA controller, which are not emulated.
#[doc(alias("UARTDMACTL", "UART_O_DMACTL"))]
pub const DMACTL: Rw = Rw(BASE + 0x48);
/// Interrupt bit 4: the receive FIFO has reached its level.
#[doc(alias = "UART_RIS_RXRIS")]
pub const RX_INTERRUPT: u32 = 0x10;
/// Interrupt bit 5: the transmit FIFO has fallen to its level.
#[doc(alias = "UART_RIS_TXRIS")]
pub const TX_INTERRUPT: u32 = 0x20;
/// Interrupt bit 6: the receive FIFO is not empty, and nothing has come for 32 bits.
#[doc(alias = "UART_RIS_RTRIS")]
pub const RT_INTERRUPT: u32 = 0x40;
/// Interrupt bit 7: a received byte had no stop bit.
#[doc(alias = "UART_RIS_FERIS")]
pub const FE_INTERRUPT: u32 = 0x80;
/// Interrupt bit 8: the parity of a received byte was wrong.
#[doc(alias = "UART_RIS_PERIS")]
pub const PE_INTERRUPT: u32 = 0x100;
/// Interrupt bit 9: the line was low for a whole character.
#[doc(alias = "UART_RIS_BERIS")]
pub const BE_INTERRUPT: u32 = 0x200;
/// Interrupt bit 10: a received byte was lost because the FIFO was full.
#[doc(alias = "UART_RIS_OERIS")]
pub const OE_INTERRUPT: u32 = 0x400;
/// The interrupt bits.
pub const INTERRUPT_BITS: u32 = 0xFFF;
