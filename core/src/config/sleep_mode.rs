//! How awake the board is, and the sleep that software can ask for.

/// How awake the board is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Power {
    /// Software runs.
    #[default]
    Active,
    /// The processor waits for an interrupt; everything else runs.
    Idle,
    /// LPDS: only SRAM is kept.
    Suspended,
    /// HIBERNATE: only the HIB registers are kept.
    Hibernate,
}

impl Power {
    /// `"ACTIVE"`, `"IDLE"`, `"SUSPENDED"` or `"HIBERNATE"`.
    pub const fn name(self) -> &'static str {
        (&["ACTIVE", "IDLE", "SUSPENDED", "HIBERNATE"])[self as usize]
    }
}

/// A sleep that software can ask for (`machine.Sleep`).
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

    /// The manual's name, `"SUSPENDED"`.
    pub const fn name(self) -> &'static str {
        (&["ACTIVE", "SUSPENDED", "HIBERNATE"])[self as usize]
    }

    /// The mode the manual calls `name`, in either spelling: `machine.Sleep.SUSPENDED` is `machine.SLEEP`.
    pub fn from_name(name: &str) -> Option<Self> {
        const ALSO: [&str; 3] = ["IDLE", "SLEEP", "DEEPSLEEP"];
        Self::ALL.into_iter().find(|&mode| name == mode.name() || name == ALSO[mode as usize])
    }

    /// The power state it leads to.
    pub const fn power(self) -> Power {
        (&[Power::Idle, Power::Suspended, Power::Hibernate])[self as usize]
    }
}
