//! The pins of a board: their names, their positions on the chip, and their alternate functions.

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
use pinout::{BY_PORT_BIT, LOCATIONS, PINOUT, PinDef};

/// The pin on which the board sends to the serial link.
pub const LINK_TX: PinId = PinId::GP1;
/// The pin on which the board receives from the serial link.
pub const LINK_RX: PinId = PinId::GP2;
/// The number of the alternate function UART 0 on both pins of the link (`docs/cc3200.md`, section 8).
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
    /// Returns the name of the function, such as `"UART0_TX"`.
    pub const fn name(&self) -> &'static str {
        self.function.name()
    }
}

impl PinId {
    /// Number of pins of a board.
    pub const COUNT: usize = 25;

    /// Returns the pin with the manual's name `name`, such as `"GP10"`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|pin| pin.name() == name)
    }

    /// Returns all pins in the order of their numbers, which is the order of a list of pins for people.
    pub fn by_number() -> impl Iterator<Item = Self> {
        Port::ALL.into_iter().flat_map(|port| (0..8).filter_map(move |bit| Self::at(port, bit)))
    }

    /// Returns the pin at position `index` of [`PinId::ALL`].
    #[inline]
    pub fn from_index(index: usize) -> Option<Self> {
        Self::ALL.get(index).copied()
    }

    /// Returns the pin at `bit` (0 to 7) of `port`; `None` if that GPIO reaches no header.
    #[inline]
    pub const fn at(port: Port, bit: u8) -> Option<Self> {
        BY_PORT_BIT[port.index()][(bit & 7) as usize]
    }

    /// Returns the pin's position in [`PinId::ALL`].
    #[inline]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Returns the pin's name, such as `"GP10"`.
    pub const fn name(self) -> &'static str {
        self.definition().name
    }

    /// Returns the GPIO port to which the pin belongs.
    #[inline]
    pub const fn port(self) -> Port {
        LOCATIONS[self.index()].port
    }

    /// Returns the pin's bit in its port, 0 to 7.
    #[inline]
    pub const fn bit(self) -> u8 {
        LOCATIONS[self.index()].bit
    }

    /// Returns the mask of the pin's bit in its port.
    #[inline]
    pub const fn mask(self) -> u8 {
        LOCATIONS[self.index()].mask
    }

    /// Returns the index of the pin's pad word, 0 to 40. It is the GPIO number except for GP28, whose pad is 40.
    #[inline]
    pub const fn pad(self) -> u8 {
        LOCATIONS[self.index()].pad
    }

    /// Returns the number of the pin on the chip's package, from 1.
    pub const fn package_pin(self) -> u8 {
        self.definition().package_pin
    }

    /// Returns the pin's row of the pinout.
    #[inline]
    const fn definition(self) -> &'static PinDef {
        &PINOUT[self.index()]
    }

    /// Returns the alternate functions that the pin offers; ADC channels have index -1.
    pub const fn alternates(self) -> &'static [Alternate] {
        self.definition().alternates
    }

    /// Returns the alternate function that the multiplexer setting `alt` selects, if the pin offers one.
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
