//! The pin mapper: which pins a board has, what they are called, and how a board is set up after a reset.

mod function;
mod launchxl;
mod package;
mod wipy;

use crate::cc3200::{arcm, gpio::Port};
use crate::error::{Error, ShortString};
use crate::pin::Pin;
use crate::registers::{Registers, RegistersMut};
use crate::settings::Config;
pub use function::Function;
use package::{ALTERNATES, AT, NAMES, ORDER, PACKAGE_PINS, SITES};

/// A pin of the board, in the order MicroPython's `Pin.board` lists them: down the left header, down the right, the LED.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum PinId {
    /// GPIO 2, package pin 57.
    GP2,
    /// GPIO 1, package pin 55.
    GP1,
    /// GPIO 23, package pin 16.
    GP23,
    /// GPIO 24, package pin 17.
    GP24,
    /// GPIO 11, package pin 2.
    GP11,
    /// GPIO 12, package pin 3.
    GP12,
    /// GPIO 13, package pin 4.
    GP13,
    /// GPIO 14, package pin 5.
    GP14,
    /// GPIO 15, package pin 6.
    GP15,
    /// GPIO 16, package pin 7.
    GP16,
    /// GPIO 17, package pin 8.
    GP17,
    /// GPIO 22, package pin 15.
    GP22,
    /// GPIO 28, package pin 18.
    GP28,
    /// GPIO 10, package pin 1.
    GP10,
    /// GPIO 9, package pin 64.
    GP9,
    /// GPIO 8, package pin 63.
    GP8,
    /// GPIO 7, package pin 62.
    GP7,
    /// GPIO 6, package pin 61.
    GP6,
    /// GPIO 30, package pin 53.
    GP30,
    /// GPIO 31, package pin 45.
    GP31,
    /// GPIO 3, package pin 58.
    GP3,
    /// GPIO 0, package pin 50.
    GP0,
    /// GPIO 4, package pin 59.
    GP4,
    /// GPIO 5, package pin 60.
    GP5,
    /// GPIO 25, package pin 21.
    GP25,
}

impl PinId {
    /// How many pins a board has.
    pub const COUNT: usize = 25;

    /// Every pin, in order.
    pub const ALL: [Self; Self::COUNT] = [
        Self::GP2,
        Self::GP1,
        Self::GP23,
        Self::GP24,
        Self::GP11,
        Self::GP12,
        Self::GP13,
        Self::GP14,
        Self::GP15,
        Self::GP16,
        Self::GP17,
        Self::GP22,
        Self::GP28,
        Self::GP10,
        Self::GP9,
        Self::GP8,
        Self::GP7,
        Self::GP6,
        Self::GP30,
        Self::GP31,
        Self::GP3,
        Self::GP0,
        Self::GP4,
        Self::GP5,
        Self::GP25,
    ];

    /// The pin called `name` (`"GP10"`), as the manual spells it.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|pin| pin.name() == name)
    }

    /// The pin at place `index` in [`PinId::ALL`].
    #[inline]
    pub fn from_index(index: usize) -> Option<Self> {
        ORDER.get(index).copied()
    }

    /// The pin at `bit` (0 to 7) of `port`, where the package leads it out.
    #[inline]
    pub const fn at(port: Port, bit: u8) -> Option<Self> {
        AT[port.index()][(bit & 7) as usize]
    }

    /// Place in [`PinId::ALL`].
    #[inline]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// `"GP10"`.
    pub const fn name(self) -> &'static str {
        NAMES[self.index()]
    }

    /// The GPIO port the pin belongs to.
    #[inline]
    pub const fn port(self) -> Port {
        SITES[self.index()].port
    }

    /// The pin's bit in its port, 0 to 7.
    #[inline]
    pub const fn bit(self) -> u8 {
        SITES[self.index()].bit
    }

    /// The pin's bit in its port, as a mask.
    #[inline]
    pub const fn mask(self) -> u8 {
        SITES[self.index()].mask
    }

    /// Index of the pin's pad word, 0 to 40. It is the GPIO number except for GP28, whose pad is 40.
    #[inline]
    pub const fn pad(self) -> u8 {
        SITES[self.index()].pad
    }

    /// Number of the pin on the chip's package, from 1.
    pub const fn package_pin(self) -> u8 {
        PACKAGE_PINS[self.index()]
    }

    /// The alternate functions the pin offers, ADC channels with index -1.
    pub const fn alternates(self) -> &'static [Alternate] {
        ALTERNATES[self.index()]
    }

    /// The alternate function that the multiplexer setting `alt` selects, where the pin offers it.
    pub fn alternate(self, alt: i32) -> Option<Function> {
        let mut selectable = self.alternates().iter().filter(|alternate| alternate.index > 0);
        selectable.find(|alternate| i32::from(alternate.index) == alt).map(|alternate| alternate.function)
    }
}

/// An alternate function of a pin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Alternate {
    /// What the pin is then.
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

/// A board: which label stands beside a pin, and which pins can wake it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Profile {
    /// The WiPy 1.0 as its manual describes it: GP10 is a wake pin.
    #[default]
    Wipy,
    /// The WiPy 1.0 as the chip wires it: that wake line is GP13.
    WipySilicon,
    /// TI's CC3200-LAUNCHXL.
    Launchxl,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Self; 3] = [Self::Wipy, Self::WipySilicon, Self::Launchxl];

    /// `"WIPY"`, `"WIPY_SILICON"` or `"LAUNCHXL"`.
    pub const fn name(self) -> &'static str {
        (&["WIPY", "WIPY_SILICON", "LAUNCHXL"])[self as usize]
    }

    /// The profile called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.name() == name)
    }

    /// What the board prints beside `pin`.
    pub const fn label(self, pin: PinId) -> &'static str {
        match self {
            Self::Wipy | Self::WipySilicon => wipy::LABELS[pin.index()],
            Self::Launchxl => launchxl::LABELS[pin.index()],
        }
    }

    /// The pins that can end SUSPENDED and HIBERNATE, in the order of their wake lines.
    pub const fn wake_pins(self) -> &'static [PinId; 6] {
        match self {
            Self::Wipy => &wipy::MANUAL_WAKE_PINS,
            Self::WipySilicon | Self::Launchxl => &wipy::SILICON_WAKE_PINS,
        }
    }

    /// The wake line of `pin`, 0 to 5, if it has one.
    pub fn wake_line(self, pin: PinId) -> Option<u8> {
        self.wake_pins().iter().position(|&other| other == pin).map(|line| line as u8)
    }
}

/// A board within reach: its profile and a handle to its registers.
#[derive(Clone, Copy, Debug)]
pub struct Board<R> {
    /// Which board it is.
    pub profile: Profile,
    /// How its registers are reached.
    pub registers: R,
}

impl<R: Registers> Board<R> {
    /// A board reached through `registers`. Touches nothing.
    pub const fn new(profile: Profile, registers: R) -> Self {
        Self { profile, registers }
    }

    /// The pin with `id`. Touches no register.
    pub const fn at(self, id: PinId) -> Pin<R> {
        Pin::new(id, self.profile, self.registers)
    }

    /// The pin called `name`. Touches no register.
    ///
    /// # Errors
    /// [`Error::UnknownPin`], with the pin most likely meant where there is one.
    pub fn pin(self, name: &str) -> Result<Pin<R>, Error> {
        match PinId::from_name(name) {
            Some(id) => Ok(self.at(id)),
            None => Err(Error::UnknownPin { given: ShortString::new(name), nearest: self.nearest(name) }),
        }
    }

    /// Every pin of the board, in order (`Pin.board`).
    pub fn pins(self) -> impl Iterator<Item = Pin<R>> {
        PinId::ALL.iter().copied().map(move |id| self.at(id))
    }

    /// Returns the pin that `name` most likely means: the one with that header label or number, else the only one whose
    /// name is one letter away.
    fn nearest(self, name: &str) -> Option<PinId> {
        let is_label = |pin| self.profile.label(pin).eq_ignore_ascii_case(name);
        let away = |pin| distance(name.as_bytes(), pin);
        let mut pins = PinId::ALL.iter().copied();
        pins.find(|&pin| is_label(pin) || away(pin) == 0).or_else(|| {
            let mut near = PinId::ALL.iter().copied().filter(|&pin| away(pin) == 1);
            near.next().filter(|_| near.next().is_none())
        })
    }
}

impl<R: RegistersMut> Board<R> {
    /// Sets the board up after a reset: clocks the four ports and makes every pin IN, no pull, MED_POWER.
    ///
    /// Before it, port clocks are gated (any access is a bus fault) and pads hold boot values.
    pub fn start(self) {
        self.start_except(&[]);
    }

    /// As [`Board::start`], but leaves the pins of `taken` to whatever has them.
    pub fn start_except(self, taken: &[PinId]) {
        for &port in &Port::ALL {
            arcm::clock_gpio(self.registers, port);
        }
        for pin in self.pins().filter(|pin| !taken.contains(&pin.id())) {
            pin.apply(Config::default());
        }
    }
}

/// How far `given` is from the name of `pin`: 0 for its number alone or other capitals, 1 for a letter that is wrong,
/// missing or too many, otherwise the length of all between the first and the last letter that differs.
fn distance(mut given: &[u8], pin: PinId) -> usize {
    let mut name = pin.name().as_bytes();
    if name.get(2..) == Some(given) {
        return 0;
    }
    loop {
        (given, name) = match (given, name) {
            ([a, given @ ..], [b, name @ ..]) if a.eq_ignore_ascii_case(b) => (given, name),
            ([given @ .., a], [name @ .., b]) if a.eq_ignore_ascii_case(b) => (given, name),
            _ => return given.len().max(name.len()),
        }
    }
}

/// Written by name, or by its place where a human is not meant to read it.
#[cfg(feature = "serde")]
mod serialize {
    use serde::de::{Deserialize, Deserializer, Error as _, Unexpected, Visitor};
    use serde::ser::{Serialize, Serializer};

    use super::PinId;

    impl Serialize for PinId {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            if serializer.is_human_readable() {
                serializer.serialize_str(self.name())
            } else {
                serializer.serialize_u8(*self as u8)
            }
        }
    }

    impl<'de> Deserialize<'de> for PinId {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            if deserializer.is_human_readable() {
                deserializer.deserialize_str(ByName)
            } else {
                let place = u8::deserialize(deserializer)?;
                let wrong = || D::Error::invalid_value(Unexpected::Unsigned(place.into()), &"0 to 24");
                Self::ALL.get(usize::from(place)).copied().ok_or_else(wrong)
            }
        }
    }

    struct ByName;

    impl Visitor<'_> for ByName {
        type Value = PinId;

        fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("the name of a pin, such as GP10")
        }

        fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<PinId, E> {
            PinId::from_name(name).ok_or_else(|| E::invalid_value(Unexpected::Str(name), &self))
        }
    }
}
