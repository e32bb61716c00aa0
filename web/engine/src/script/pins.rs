//! The pins of a script: their settings and their levels.

use pinscope_core::{Command, Config, Error, PinId, Setting, ShortString};

use super::settings::{self, level};
use crate::session::Engine;

// The numbers below are shared with `web/python/lib/machine.py`.

/// The bit beside a level that is set if the pin is an output.
pub(super) const OUTPUT: i32 = 4;
/// The settings that [`Engine::setting`] returns.
pub(super) const SETTING_MODE: i32 = 0;
const SETTING_PULL: i32 = 1;
const SETTING_DRIVE: i32 = 2;
const SETTING_ALT: i32 = 3;

impl Engine {
    /// Returns the index of the pin called `name`.
    pub fn find_pin(&mut self, name: &str) -> i32 {
        let found = self.playground.machine().peek_board().pin(name).map(|pin| pin.id().index() as i32);
        self.result(found)
    }

    /// Implements `Pin.init`. `value` is negative if it is missing.
    pub fn init_pin(&mut self, pin: i32, mode: i32, pull: i32, value: i32, drive: i32, alt: i32) -> i32 {
        let config = |pin: PinId| {
            let (mode, pull) = (settings::mode(pin, mode)?, settings::pull(pin, pull)?);
            Ok(Config { mode, pull, drive: settings::drive(pin, drive)?, alt, value: level(value) })
        };
        self.execute_on(pin, |pin| Ok(Command::Init { pin, config: config(pin)? }))
    }

    /// Returns the level of a pin.
    pub fn read_pin(&mut self, pin: i32) -> i32 {
        self.access(pin, |board, pin| i32::from(board.at(pin).value().is_high()))
    }

    /// Sets the level of a pin.
    pub fn write_pin(&mut self, pin: i32, value: i32) -> i32 {
        self.access(pin, |board, pin| {
            board.at(pin).set_value((value != 0).into());
            0
        })
    }

    /// Inverts an output. Returns its new level.
    pub fn toggle_pin(&mut self, pin: i32) -> i32 {
        self.access(pin, |board, pin| {
            let pin = board.at(pin);
            pin.toggle();
            let output = if pin.mode().is_output() { OUTPUT } else { 0 };
            i32::from(pin.latch().is_high()) | output
        })
    }

    /// Returns a setting as its number.
    pub fn setting(&mut self, pin: i32, setting: i32) -> i32 {
        let found = self.pin(pin).and_then(|pin| self.read_setting(pin, setting));
        self.result(found)
    }

    /// Changes the mode of a pin. An output drives `value`, unless that is negative.
    pub fn set_mode(&mut self, pin: i32, mode: i32, value: i32) -> i32 {
        let machine = self.playground.machine().peek_board();
        let present = self.pin(pin).map(|pin| (machine.at(pin).pull(), machine.at(pin).drive()));
        self.execute_on(pin, |pin| {
            let ((pull, drive), mode) = (present?, settings::mode(pin, mode)?);
            Ok(Command::Init { pin, config: Config { mode, pull, drive, alt: -1, value: level(value) } })
        })
    }

    /// Changes the pull of a pin.
    pub fn set_pull(&mut self, pin: i32, pull: i32) -> i32 {
        let done = self.pin(pin).and_then(|pin| {
            let pull = settings::pull(pin, pull)?;
            self.playground.adjust(pin, |pin| pin.set_pull(pull))
        });
        self.done(done)
    }

    /// Changes the drive strength of a pin.
    pub fn set_drive(&mut self, pin: i32, drive: i32) -> i32 {
        let done = self.pin(pin).and_then(|pin| {
            let drive = settings::drive(pin, drive)?;
            self.playground.adjust(pin, |pin| pin.set_drive(drive))
        });
        self.done(done)
    }

    /// Returns the name of a pin.
    pub fn pin_name(&mut self, pin: i32) -> String {
        self.pin(pin).map(|pin| pin.name().to_owned()).unwrap_or_default()
    }

    /// Returns the alternate functions of a pin. Each is a line with its number and its name.
    pub fn alternates(&mut self, pin: i32) -> String {
        let lines = |pin: PinId| pin.alternates().iter().map(|alt| format!("{} {}\n", alt.index, alt.name())).collect();
        self.pin(pin).map(lines).unwrap_or_default()
    }

    /// Returns a pin as MicroPython prints it.
    pub fn print_pin(&self, pin: i32) -> String {
        let board = self.playground.machine().peek_board();
        PinId::from_index(pin as usize).map_or_else(String::new, |pin| board.at(pin).to_string())
    }

    fn read_setting(&self, pin: PinId, setting: i32) -> Result<i32, Error> {
        let pin = self.playground.machine().peek_board().at(pin);
        Ok(match setting {
            SETTING_MODE => pin.mode() as i32,
            SETTING_PULL => settings::pull_number(pin.pull()),
            SETTING_DRIVE => settings::drive_number(pin.drive()),
            SETTING_ALT => pin.alt(),
            _ => {
                let given = ShortString::new(&setting.to_string());
                return Err(Error::UnknownValue { pin: pin.id(), setting: Setting::Mode, given });
            }
        })
    }
}
