//! The pins of a board: their names, where each is on the chip, and what else each can do.

mod function;
mod pinout;
mod profile;
#[cfg(feature = "serde")]
mod serde;

pub use function::Function;
pub use pinout::PinId;
pub use profile::Profile;

use core::fmt;

use crate::cc3200::gpio::Port;
use pinout::{BY_PORT_BIT, PINOUT, PinDef};

/// The pin on which the board sends to the serial link.
pub const LINK_TX: PinId = PinId::GP1;
/// The pin on which the board receives from the serial link.
pub const LINK_RX: PinId = PinId::GP2;
/// The alternate function of both that is UART 0 (`docs/cc3200.md`, section 8).
pub const LINK_UART_ALT: i32 = 3;

/// An alternate function of a pin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Alternate {
    /// The function.
    pub function: Function,
    /// The multiplexer setting that selects it, 1 to 15; -1 for an ADC channel, which the multiplexer does not select.
    pub index: i8,
}

impl Alternate {
    /// `"UART0_TX"`.
    pub const fn name(&self) -> &'static str {
        self.function.name()
    }
}

impl PinId {
    /// How many pins a board has.
    pub const COUNT: usize = 25;

    /// The pin called `name` (`"GP10"`), as the manual spells it.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|pin| pin.name() == name)
    }

    /// The pin at place `index` in [`PinId::ALL`].
    #[inline]
    pub fn from_index(index: usize) -> Option<Self> {
        Self::ALL.get(index).copied()
    }

    /// The pin at `bit` (0 to 7) of `port`, where the package leads it out.
    #[inline]
    pub const fn at(port: Port, bit: u8) -> Option<Self> {
        BY_PORT_BIT[port.index()][(bit & 7) as usize]
    }

    /// Place in [`PinId::ALL`].
    #[inline]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// `"GP10"`.
    pub const fn name(self) -> &'static str {
        self.definition().name
    }

    /// The GPIO port the pin belongs to.
    #[inline]
    pub const fn port(self) -> Port {
        self.definition().port
    }

    /// The pin's bit in its port, 0 to 7.
    #[inline]
    pub const fn bit(self) -> u8 {
        self.definition().bit
    }

    /// The pin's bit in its port, as a mask.
    #[inline]
    pub const fn mask(self) -> u8 {
        1 << self.bit()
    }

    /// Index of the pin's pad word, 0 to 40. It is the GPIO number except for GP28, whose pad is 40.
    #[inline]
    pub const fn pad(self) -> u8 {
        self.definition().pad
    }

    /// Number of the pin on the chip's package, from 1.
    pub const fn package_pin(self) -> u8 {
        self.definition().package_pin
    }

    /// The facts about the pin.
    #[inline]
    const fn definition(self) -> &'static PinDef {
        &PINOUT[self.index()]
    }

    /// The alternate functions the pin offers, ADC channels with index -1.
    pub const fn alternates(self) -> &'static [Alternate] {
        self.definition().alternates
    }

    /// The alternate function that the multiplexer setting `alt` selects, where the pin offers it.
    pub fn alternate(self, alt: i32) -> Option<Function> {
        let mut selectable = self.alternates().iter().filter(|alternate| alternate.index > 0);
        selectable.find(|alternate| i32::from(alternate.index) == alt).map(|alternate| alternate.function)
    }
}

impl fmt::Display for PinId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
