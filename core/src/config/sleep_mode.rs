//! The power state of the board, and the sleep modes that software can request.

/// The power state of the board.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Power {
    /// Software runs.
    #[default]
    Active,
    /// The processor waits for an interrupt; everything else runs.
    Idle,
    /// LPDS: only SRAM is retained.
    Suspended,
    /// HIBERNATE: only the HIB registers are retained.
    Hibernate,
}

impl Power {
    /// Returns `"ACTIVE"`, `"IDLE"`, `"SUSPENDED"` or `"HIBERNATE"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Idle => "IDLE",
            Self::Suspended => "SUSPENDED",
            Self::Hibernate => "HIBERNATE",
        }
    }
}

/// A sleep mode that software can request (`machine.Sleep`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum SleepMode {
    /// `machine.idle()`: the board becomes IDLE.
    Active,
    /// `machine.sleep()`: the board becomes SUSPENDED.
    Suspended,
    /// `machine.deepsleep()`: the board becomes HIBERNATE.
    Hibernate,
}

impl SleepMode {
    /// Every mode, lightest first.
    pub const ALL: [Self; 3] = [Self::Active, Self::Suspended, Self::Hibernate];

    /// Returns the manual's name, such as `"SUSPENDED"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Suspended => "SUSPENDED",
            Self::Hibernate => "HIBERNATE",
        }
    }

    /// Returns the name of the same mode in `machine`: `machine.Sleep.SUSPENDED` is `machine.SLEEP`.
    const fn machine_name(self) -> &'static str {
        match self {
            Self::Active => "IDLE",
            Self::Suspended => "SLEEP",
            Self::Hibernate => "DEEPSLEEP",
        }
    }

    /// Returns the mode with this name. Each mode has two names, such as `"SUSPENDED"` and `"SLEEP"`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|&mode| name == mode.name() || name == mode.machine_name())
    }

    /// Returns the power state to which the mode leads.
    pub const fn power(self) -> Power {
        match self {
            Self::Active => Power::Idle,
            Self::Suspended => Power::Suspended,
            Self::Hibernate => Power::Hibernate,
        }
    }
}
