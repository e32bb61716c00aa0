//! GPIO ports A0 to A3 (`hw_gpio.h`). They resemble Arm's PL061 and have eight pins and one interrupt each.

use super::{Ro, Rw, Wo};

/// One of the four ports that reach a header pin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Port {
    /// GPIO 0 to 7, interrupt 0.
    #[doc(alias = "GPIOA0")]
    A0 = 0,
    /// GPIO 8 to 15, interrupt 1.
    #[doc(alias = "GPIOA1")]
    A1 = 1,
    /// GPIO 16 to 23, interrupt 2.
    #[doc(alias = "GPIOA2")]
    A2 = 2,
    /// GPIO 24 to 31, interrupt 3.
    #[doc(alias = "GPIOA3")]
    A3 = 3,
}

/// Offset of the masked data address that reaches all eight bits.
#[doc(alias = "GPIO_O_GPIO_DATA")]
pub const DATA_ALL: u32 = 0x3FC;
/// Offset of the direction register; 1 is an output.
#[doc(alias = "GPIO_O_GPIO_DIR")]
pub const DIR: u32 = 0x400;
/// Offset of the interrupt sense register; 1 is a level, 0 an edge.
#[doc(alias = "GPIO_O_GPIO_IS")]
pub const IS: u32 = 0x404;
/// Offset of the interrupt both-edges register; 1 is both edges, whatever IEV holds.
#[doc(alias = "GPIO_O_GPIO_IBE")]
pub const IBE: u32 = 0x408;
/// Offset of the interrupt event register; 1 is a rising edge or a high level.
#[doc(alias = "GPIO_O_GPIO_IEV")]
pub const IEV: u32 = 0x40C;
/// Offset of the interrupt mask register; 1 is unmasked.
#[doc(alias = "GPIO_O_GPIO_IM")]
pub const IM: u32 = 0x410;
/// Offset of the raw interrupt status.
#[doc(alias = "GPIO_O_GPIO_RIS")]
pub const RIS: u32 = 0x414;
/// Offset of the masked interrupt status, which is RIS & IM.
#[doc(alias = "GPIO_O_GPIO_MIS")]
pub const MIS: u32 = 0x418;
/// Offset of the interrupt clear register; writing 1 clears.
#[doc(alias = "GPIO_O_GPIO_ICR")]
pub const ICR: u32 = 0x41C;
/// Number of bytes that a port's registers occupy on the bus.
pub const SIZE: u32 = 0x1000;

impl Port {
    /// The four ports in order.
    pub const ALL: [Self; 4] = [Self::A0, Self::A1, Self::A2, Self::A3];

    /// Returns the port to whose registers `addr` belongs.
    #[inline]
    pub const fn at(addr: u32) -> Option<Self> {
        match addr.wrapping_sub(Self::A0.base()) / SIZE {
            0 => Some(Self::A0),
            1 => Some(Self::A1),
            2 => Some(Self::A2),
            3 => Some(Self::A3),
            _ => None,
        }
    }

    /// Returns 0 to 3, which is also the number of the port's interrupt in the NVIC.
    #[inline]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Returns `"A0"` to `"A3"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::A0 => "A0",
            Self::A1 => "A1",
            Self::A2 => "A2",
            Self::A3 => "A3",
        }
    }

    /// Returns the port's first address.
    #[inline]
    #[doc(alias = "GPIOA0_BASE")]
    pub const fn base(self) -> u32 {
        0x4000_4000 + self as u32 * SIZE
    }

    /// Returns the data register at the masked address of `mask`. Address bits 9 to 2 select which bits a read returns
    /// and a write changes, so a write needs no read before it and cannot disturb a neighbour.
    #[inline]
    #[doc(alias = "GPIODATA")]
    pub const fn data(self, mask: u8) -> Rw {
        Rw(self.base() + ((mask as u32) << 2))
    }

    /// Returns the direction register; 1 is an output.
    #[inline]
    #[doc(alias = "GPIODIR")]
    pub const fn dir(self) -> Rw {
        Rw(self.base() + DIR)
    }

    /// Returns the interrupt sense register; 1 is a level, 0 an edge.
    #[inline]
    #[doc(alias = "GPIOIS")]
    pub const fn is(self) -> Rw {
        Rw(self.base() + IS)
    }

    /// Returns the interrupt both-edges register; 1 is both edges.
    #[inline]
    #[doc(alias = "GPIOIBE")]
    pub const fn ibe(self) -> Rw {
        Rw(self.base() + IBE)
    }

    /// Returns the interrupt event register; 1 is a rising edge or a high level.
    #[inline]
    #[doc(alias = "GPIOIEV")]
    pub const fn iev(self) -> Rw {
        Rw(self.base() + IEV)
    }

    /// Returns the interrupt mask register; 1 is unmasked.
    #[inline]
    #[doc(alias = "GPIOIM")]
    pub const fn im(self) -> Rw {
        Rw(self.base() + IM)
    }

    /// Returns the raw interrupt status.
    #[inline]
    #[doc(alias = "GPIORIS")]
    pub const fn ris(self) -> Ro {
        Ro(self.base() + RIS)
    }

    /// Returns the masked interrupt status.
    #[inline]
    #[doc(alias = "GPIOMIS")]
    pub const fn mis(self) -> Ro {
        Ro(self.base() + MIS)
    }

    /// Returns the interrupt clear register; writing 1 clears.
    #[inline]
    #[doc(alias = "GPIOICR")]
    pub const fn icr(self) -> Wo {
        Wo(self.base() + ICR)
    }
}
