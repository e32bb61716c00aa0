//! The numbers MicroPython gives to settings.

use pinscope_core::{Drive, Error, Level, Mode, PinId, Pull, Setting, ShortString};

/// Settings by number. A number that means nothing is refused as a name would be.
pub struct Numbered;

impl Numbered {
    /// The mode with this number.
    pub fn mode(pin: PinId, number: i32) -> Result<Mode, Error> {
        find(pin, Setting::Mode, number, Mode::ALL, |mode| mode as i32)
    }

    /// The pull with this number.
    pub fn pull(pin: PinId, number: i32) -> Result<Pull, Error> {
        find(pin, Setting::Pull, number, Pull::ALL, Self::of_pull)
    }

    /// The drive strength with this number.
    pub fn drive(pin: PinId, number: i32) -> Result<Drive, Error> {
        find(pin, Setting::Drive, number, Drive::ALL, Self::of_drive)
    }

    /// 0, 256 or 512.
    pub fn of_pull(pull: Pull) -> i32 {
        [0, 0x100, 0x200][pull as usize]
    }

    /// 32, 64 or 96.
    pub fn of_drive(drive: Drive) -> i32 {
        [0x20, 0x40, 0x60][drive as usize]
    }
}

/// A level, or none where the number is negative.
pub fn level(number: i32) -> Option<Level> {
    (number >= 0).then(|| Level::from(number != 0))
}

fn find<T: Copy>(
    pin: PinId,
    setting: Setting,
    number: i32,
    values: impl IntoIterator<Item = T>,
    of: impl Fn(T) -> i32,
) -> Result<T, Error> {
    let unknown = || Error::UnknownValue { pin, setting, given: ShortString::new(&number.to_string()) };
    values.into_iter().find(|&value| of(value) == number).ok_or_else(unknown)
}
