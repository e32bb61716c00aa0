//! The numbers that MicroPython gives to settings.

use pinscope_core::{Drive, Error, Level, Mode, PinId, Pull, Setting, ShortString};

/// Returns the mode with this number.
pub fn mode(pin: PinId, number: i32) -> Result<Mode, Error> {
    find(pin, Setting::Mode, number, Mode::ALL, |mode| mode as i32)
}

/// Returns the pull with this number.
pub fn pull(pin: PinId, number: i32) -> Result<Pull, Error> {
    find(pin, Setting::Pull, number, Pull::ALL, pull_number)
}

/// Returns the drive strength with this number.
pub fn drive(pin: PinId, number: i32) -> Result<Drive, Error> {
    find(pin, Setting::Drive, number, Drive::ALL, drive_number)
}

/// Returns the number of a pull.
pub fn pull_number(pull: Pull) -> i32 {
    [0, 0x100, 0x200][pull as usize]
}

/// Returns the number of a drive strength.
pub fn drive_number(drive: Drive) -> i32 {
    [0x20, 0x40, 0x60][drive as usize]
}

/// Returns the level with this number, or `None` if it is negative.
pub fn level(number: i32) -> Option<Level> {
    (number >= 0).then(|| Level::from(number != 0))
}

/// Returns the one of `values` with this number. An unknown number is refused as an unknown name would be.
fn find<T: Copy>(
    pin: PinId,
    setting: Setting,
    number: i32,
    values: impl IntoIterator<Item = T>,
    number_of: impl Fn(T) -> i32,
) -> Result<T, Error> {
    let unknown = || Error::UnknownValue { pin, setting, given: ShortString::new(&number.to_string()) };
    values.into_iter().find(|&value| number_of(value) == number).ok_or_else(unknown)
}
