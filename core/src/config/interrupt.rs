//! The settings of an interrupt: trigger, priority and wake.

/// What makes a pin interrupt. The numbers are MicroPython's; the hardware has no other combination.
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
    /// As long as the level is low.
    LowLevel = 4,
    /// As long as the level is high.
    HighLevel = 8,
}

impl Trigger {
    /// Every trigger.
    pub const ALL: [Self; 5] = [Self::Falling, Self::Rising, Self::BothEdges, Self::LowLevel, Self::HighLevel];

    /// The manual's number; both edges are FALLING|RISING.
    pub const fn bits(self) -> i32 {
        self as i32
    }

    /// The manual's names: one, or two for both edges.
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Falling => &["IRQ_FALLING"],
            Self::Rising => &["IRQ_RISING"],
            Self::BothEdges => &["IRQ_FALLING", "IRQ_RISING"],
            Self::LowLevel => &["IRQ_LOW_LEVEL"],
            Self::HighLevel => &["IRQ_HIGH_LEVEL"],
        }
    }

    /// In words: `"rising"`, `"low level"`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Falling => "falling",
            Self::Rising => "rising",
            Self::BothEdges => "both edges",
            Self::LowLevel => "low level",
            Self::HighLevel => "high level",
        }
    }

    /// The port's three bits for it: (IBE, IS, IEV), in the order TI's driver writes them.
    pub(crate) const fn sense_bits(self) -> (bool, bool, bool) {
        match self {
            Self::Falling => (false, false, false),
            Self::Rising => (false, false, true),
            Self::BothEdges => (true, false, false),
            Self::LowLevel => (false, true, false),
            Self::HighLevel => (false, true, true),
        }
    }

    /// The trigger three bits (IBE, IS, IEV) make. A level wins over IBE, and IBE over IEV.
    pub(crate) const fn from_sense_bits(ibe: bool, is: bool, iev: bool) -> Self {
        match (is, ibe, iev) {
            (true, _, true) => Self::HighLevel,
            (true, _, false) => Self::LowLevel,
            (false, true, _) => Self::BothEdges,
            (false, false, true) => Self::Rising,
            (false, false, false) => Self::Falling,
        }
    }
}

/// Interrupt priority, higher first. The chip has one for each port of eight pins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Priority {
    /// 1, the lowest and the default.
    #[default]
    P1 = 1,
    /// 2.
    P2,
    /// 3.
    P3,
    /// 4.
    P4,
    /// 5.
    P5,
    /// 6.
    P6,
    /// 7, the highest.
    P7,
}

impl Priority {
    /// Every priority, lowest first.
    pub const ALL: [Self; 7] = [Self::P1, Self::P2, Self::P3, Self::P4, Self::P5, Self::P6, Self::P7];

    /// 1 to 7.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The NVIC's byte for it: `(8 - p) << 5`, because there a smaller number is more urgent.
    pub const fn nvic_byte(self) -> u32 {
        (8 - self as u32) << 5
    }

    /// The priority an NVIC byte stands for. 0x00, which no call of ours sets, is above 7 and reads as 7.
    pub const fn from_nvic_byte(byte: u32) -> Self {
        let urgency = (byte & 0xE0) >> 5;
        Self::ALL[if urgency == 0 { 6 } else { 7 - urgency as usize }]
    }
}

/// The power modes an interrupt works in; never none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", serde(try_from = "u8"))]
pub struct Wake(pub(crate) u8);

impl Wake {
    /// Interrupts while the board runs, and ends IDLE. The default.
    pub const ACTIVE: Self = Self(1);
    /// Ends SUSPENDED; one pin at a time.
    pub const SUSPENDED: Self = Self(2);
    /// Ends HIBERNATE; all wake pins at once.
    pub const HIBERNATE: Self = Self(4);

    const NAMED: [(Self, &'static str); 3] =
        [(Self::ACTIVE, "ACTIVE"), (Self::SUSPENDED, "SUSPENDED"), (Self::HIBERNATE, "HIBERNATE")];

    /// The manual's number.
    pub const fn bits(self) -> i32 {
        self.0 as i32
    }

    /// The manual's names of what it holds.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMED.into_iter().filter(move |&(wake, _)| self.contains(wake)).map(|(_, name)| name)
    }

    /// Whether every mode of `other` is among its modes.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The modes two values name together.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The modes of three answers; `None` where there is none.
    pub(crate) const fn of(active: bool, suspended: bool, hibernate: bool) -> Option<Self> {
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

/// What [`Pin::irq`](crate::Pin::irq) sets: `IrqConfig { priority: Priority::P4, ..IrqConfig::new(Trigger::Rising) }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct IrqConfig {
    /// What makes the pin interrupt.
    pub trigger: Trigger,
    /// How urgent it is; set for the whole port of eight pins.
    pub priority: Priority,
    /// In which power modes.
    pub wake: Wake,
}

impl IrqConfig {
    /// The given trigger, priority 1, while the board is ACTIVE: the manual's defaults.
    pub const fn new(trigger: Trigger) -> Self {
        Self { trigger, priority: Priority::P1, wake: Wake::ACTIVE }
    }
}
