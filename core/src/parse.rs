//! Parses settings from the manual's names and numbers. If a name or number does not exist, the error names the pin for
//! which it was given.

use crate::config::{Drive, Mode, Priority, Pull, SleepMode, Trigger, Wake};
use crate::error::{Error, Setting};
use crate::pins::PinId;
use crate::text::ShortString;

impl Mode {
    /// Returns the mode that the manual calls `name`.
    ///
    /// # Errors
    /// [`Error::UnknownValue`], naming `pin`.
    pub fn from_name(pin: PinId, name: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|mode| mode.name() == name);
        found.ok_or_else(|| unknown(pin, Setting::Mode, name))
    }
}

impl Pull {
    /// Returns the pull that the manual calls `name`.
    ///
    /// # Errors
    /// [`Error::UnknownValue`], naming `pin`.
    pub fn from_name(pin: PinId, name: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|pull| pull.name() == name);
        found.ok_or_else(|| unknown(pin, Setting::Pull, name))
    }
}

impl Drive {
    /// Returns the drive strength that the manual calls `name`.
    ///
    /// # Errors
    /// [`Error::UnknownValue`], naming `pin`.
    pub fn from_name(pin: PinId, name: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|drive| drive.name() == name);
        found.ok_or_else(|| unknown(pin, Setting::Drive, name))
    }
}

impl Trigger {
    /// Returns the trigger with the manual's number `bits`.
    ///
    /// # Errors
    /// [`Error::TriggerCombination`], naming `pin`.
    pub fn from_bits(pin: PinId, bits: i32) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|trigger| trigger.bits() == bits);
        found.ok_or(Error::TriggerCombination { pin, given: bits })
    }

    /// Returns the number of the trigger that the manual calls `name`; numbers can be combined with OR.
    ///
    /// # Errors
    /// [`Error::UnknownValue`], naming `pin`.
    pub fn bit_from_name(pin: PinId, name: &str) -> Result<i32, Error> {
        let found = Self::ALL.into_iter().find(|trigger| trigger.names() == [name]);
        found.map(Self::bits).ok_or_else(|| unknown(pin, Setting::Trigger, name))
    }
}

impl Priority {
    /// Returns the priority with `number` 1 to 7.
    ///
    /// # Errors
    /// [`Error::PriorityOutOfRange`], naming `pin`.
    pub fn from_number(pin: PinId, number: i32) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|priority| i32::from(priority.number()) == number);
        found.ok_or(Error::PriorityOutOfRange { pin, given: number })
    }
}

impl Wake {
    /// Returns the wake value with the manual's number `bits`.
    ///
    /// # Errors
    /// [`Error::WakeOutOfRange`], naming `pin`.
    pub const fn from_bits(pin: PinId, bits: i32) -> Result<Self, Error> {
        match bits {
            1..=7 => Ok(Self(bits as u8)),
            _ => Err(Error::WakeOutOfRange { pin, given: bits }),
        }
    }

    /// Returns the number of the power mode that the manual calls `name`; numbers can be combined with OR.
    ///
    /// # Errors
    /// [`Error::UnknownValue`], naming `pin`.
    pub fn bit_from_name(pin: PinId, name: &str) -> Result<i32, Error> {
        let wake = match SleepMode::from_name(name) {
            Some(SleepMode::Active) => Self::ACTIVE,
            Some(SleepMode::Suspended) => Self::SUSPENDED,
            Some(SleepMode::Hibernate) => Self::HIBERNATE,
            None => return Err(unknown(pin, Setting::Wake, name)),
        };
        Ok(wake.bits())
    }
}

fn unknown(pin: PinId, setting: Setting, given: &str) -> Error {
    Error::UnknownValue { pin, setting, given: ShortString::new(given) }
}
