//! The configuration of an interrupt: trigger, priority and wake.

use crate::cc3200::nvic;

/// The event that makes a pin interrupt. The numbers are MicroPython's; the hardware has no other combination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Trigger {
    /// A falling edge.
    Falling = 1,
    /// A rising edge.
    Rising = 2,
    /// Either edge.
    BothEdges = 3,
    /// A low level, for as long as it lasts.
    LowLevel = 4,
    /// A high level, for as long as it lasts.
    HighLevel = 8,
}

impl Trigger {
    /// Every trigger.
    pub const ALL: [Self; 5] = [Self::Falling, Self::Rising, Self::BothEdges, Self::LowLevel, Self::HighLevel];

    /// Returns the manual's number; both edges are FALLING|RISING.
    pub const fn bits(self) -> i32 {
        self as i32
    }

    /// Returns the manual's names: one, or two for both edges.
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Falling => &["IRQ_FALLING"],
            Self::Rising => &["IRQ_RISING"],
            Self::BothEdges => &["IRQ_FALLING", "IRQ_RISING"],
            Self::LowLevel => &["IRQ_LOW_LEVEL"],
            Self::HighLevel => &["IRQ_HIGH_LEVEL"],
        }
    }

    /// Returns the trigger as a person calls it, such as `"rising"` or `"low level"`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Falling => "falling",
            Self::Rising => "rising",
            Self::BothEdges => "both edges",
            Self::LowLevel => "low level",
            Self::HighLevel => "high level",
        }
    }

    /// Returns the port's three bits (IBE, IS, IEV) of the trigger, in the order in which TI's driver writes them.
    pub(crate) const fn sense_bits(self) -> (bool, bool, bool) {
        match self {
            Self::Falling => (false, false, false),
            Self::Rising => (false, false, true),
            Self::BothEdges => (true, false, false),
            Self::LowLevel => (false, true, false),
            Self::HighLevel => (false, true, true),
        }
    }

    /// Returns the trigger of the port's three bits (IBE, IS, IEV). A level has precedence over IBE, and IBE over IEV.
    pub(crate) const fn from_sense_bits(ibe: bool, is: bool, iev: bool) -> Self {
        match (is, ibe, iev) {
            (true, _, true) => Self::HighLevel,
            (true, _, false) => Self::LowLevel,
            (false, true, _) => Self::BothEdges,
            (false, false, true) => Self::Rising,
            (false, false, false) => Self::Falling,
        }
    }

    /// Returns the code of the trigger in [`gprcm::GPIO_WAKE_CONF`](crate::cc3200::gprcm::GPIO_WAKE_CONF), where a wake
    /// line for LPDS is set up. There is none for both edges, which a wake line cannot detect.
    pub const fn lpds_bits(self) -> Option<u32> {
        match self {
            Self::HighLevel => Some(0),
            Self::Falling => Some(1),
            Self::LowLevel => Some(2),
            Self::Rising => Some(3),
            Self::BothEdges => None,
        }
    }

    /// Returns the trigger with the code in the two low bits of `bits`, the inverse of [`Trigger::lpds_bits`].
    pub const fn from_lpds_bits(bits: u32) -> Self {
        match bits & 0b11 {
            0 => Self::HighLevel,
            1 => Self::Falling,
            2 => Self::LowLevel,
            _ => Self::Rising,
        }
    }

    /// Returns the code of the trigger in [`hib::GPIO_WAKE_CONF`](crate::cc3200::hib::GPIO_WAKE_CONF), where the wake
    /// lines for HIBERNATE are set up. It differs from [`Trigger::lpds_bits`].
    pub const fn hib_bits(self) -> Option<u32> {
        match self {
            Self::LowLevel => Some(0),
            Self::HighLevel => Some(1),
            Self::Falling => Some(2),
            Self::Rising => Some(3),
            Self::BothEdges => None,
        }
    }

    /// Returns the trigger with the code in the two low bits of `bits`, the inverse of [`Trigger::hib_bits`].
    pub const fn from_hib_bits(bits: u32) -> Self {
        match bits & 0b11 {
            0 => Self::LowLevel,
            1 => Self::HighLevel,
            2 => Self::Falling,
            _ => Self::Rising,
        }
    }
}

/// The priority of an interrupt; a higher number is more urgent. The chip has one priority for each port of eight pins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Priority {
    /// 1, the lowest and the default.
    #[default]
    P1 = 1,
    /// 2.
    P2 = 2,
    /// 3.
    P3 = 3,
    /// 4.
    P4 = 4,
    /// 5.
    P5 = 5,
    /// 6.
    P6 = 6,
    /// 7, the highest.
    P7 = 7,
}

impl Priority {
    /// Every priority, lowest first.
    pub const ALL: [Self; 7] = [Self::P1, Self::P2, Self::P3, Self::P4, Self::P5, Self::P6, Self::P7];

    /// Returns 1 to 7.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Returns the priority byte of the NVIC, `(8 - p) << 5`, because there a smaller number is more urgent.
    pub const fn nvic_byte(self) -> u32 {
        (8 - self as u32) << 5
    }

    /// Returns the priority of a priority byte of the NVIC. 0x00, which this crate never sets, is above 7 and counts
    /// as 7.
    pub const fn from_nvic_byte(byte: u32) -> Self {
        match (byte & nvic::PRIORITY) >> 5 {
            7 => Self::P1,
            6 => Self::P2,
            5 => Self::P3,
            4 => Self::P4,
            3 => Self::P5,
            2 => Self::P6,
            _ => Self::P7,
        }
    }
}

/// The power modes in which an interrupt works. There is at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", serde(try_from = "u8"))]
pub struct Wake(pub(crate) u8);

impl Wake {
    /// The interrupt works while the board runs, and ends IDLE. This is the default.
    pub const ACTIVE: Self = Self(1);
    /// The interrupt ends SUSPENDED. Only one pin at a time can do so.
    pub const SUSPENDED: Self = Self(2);
    /// The interrupt ends HIBERNATE. All wake pins can do so at the same time.
    pub const HIBERNATE: Self = Self(4);

    const NAMES: [(Self, &'static str); 3] =
        [(Self::ACTIVE, "ACTIVE"), (Self::SUSPENDED, "SUSPENDED"), (Self::HIBERNATE, "HIBERNATE")];

    /// Returns the manual's number.
    pub const fn bits(self) -> i32 {
        self.0 as i32
    }

    /// Returns the manual's names of the modes in the value.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMES.into_iter().filter(move |&(wake, _)| self.contains(wake)).map(|(_, name)| name)
    }

    /// Returns true if the value has every mode of `other`.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Returns the modes of both values. It is the operator `|` for constants.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns the value with the given modes; `None` if there is no mode.
    pub(crate) const fn from_modes(active: bool, suspended: bool, hibernate: bool) -> Option<Self> {
        match active as u8 | (suspended as u8) << 1 | (hibernate as u8) << 2 {
            0 => None,
            bits => Some(Self(bits)),
        }
    }
}

/// Decodes a byte from a link or a message, which may be invalid.
impl TryFrom<u8> for Wake {
    type Error = &'static str;

    fn try_from(bits: u8) -> Result<Self, Self::Error> {
        if matches!(bits, 1..=7) { Ok(Self(bits)) } else { Err("wake is 1 to 7") }
    }
}

impl Default for Wake {
    fn default() -> Self {
        Self::ACTIVE
    }
}

impl core::ops::BitOr for Wake {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

/// The settings of [`Pin::irq`](crate::Pin::irq), for example
/// `IrqConfig { priority: Priority::P4, ..IrqConfig::new(Trigger::Rising) }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct IrqConfig {
    /// The event that makes the pin interrupt.
    pub trigger: Trigger,
    /// The priority, which is set for the whole port of eight pins.
    pub priority: Priority,
    /// The power modes in which the interrupt works.
    pub wake: Wake,
}

impl IrqConfig {
    /// Returns the manual's defaults for `trigger`: priority 1, ACTIVE.
    pub const fn new(trigger: Trigger) -> Self {
        Self { trigger, priority: Priority::P1, wake: Wake::ACTIVE }
    }
}
