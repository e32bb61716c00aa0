//! The functions through which a script uses the board. Arguments and results are small numbers, because those pass
//! quickly between Python, JavaScript and Rust. Settings have the numbers that MicroPython gives them.
//!
//! A function whose call is refused returns [`REFUSED`], and [`Engine::refusal`] returns the reason.

mod settings;
#[cfg(test)]
mod tests;
mod waits;

use pinscope_core::cc3200::gprcm;
use pinscope_core::{
    Board, Command, Config, Error, IrqConfig, PinId, Priority, Reaction, ResetCause, Response, Setting, ShortString,
    SleepMode, Trigger, Wake,
};
use pinscope_emulator::Machine;

use crate::checkpoint::CheckpointRecorder;
use crate::session::Engine;
use settings::level;

// The numbers below are shared with `web/python/host_module.js` and `web/python/lib/machine.py`.

/// The result of a call that was refused.
pub const REFUSED: i32 = -1;
/// The bit beside a level that is set if the script has to call a handler, restart or end.
const SERVICE: i32 = 2;
/// The bit beside a level that is set if the pin is an output.
const OUTPUT: i32 = 4;
/// The settings that [`Engine::setting`] returns.
const SETTING_MODE: i32 = 0;
const SETTING_PULL: i32 = 1;
const SETTING_DRIVE: i32 = 2;
const SETTING_ALT: i32 = 3;
/// MicroPython's `machine.PWRON_WAKE` and `machine.PIN_WAKE`.
const PWRON_WAKE: i32 = 0;
const PIN_WAKE: i32 = 2;

/// Maximum number of loop turns that a script takes while time is paused. After them it is blocked until time runs.
const MAX_TURNS: u32 = 100_000;
/// Simulated time that a call of a script takes, in nanoseconds. On a WiPy it takes longer.
const CALL_NS: u64 = 1_000;

/// The state of the script that runs.
#[derive(Debug, Default)]
pub struct ScriptSession {
    /// The reason why the last refused call was refused.
    refusal: String,
    /// The simulated time that calls have taken and real time has not reached yet, in nanoseconds.
    ahead_ns: f64,
    /// The page cannot reach the script while it runs, so its time is virtual.
    is_virtual: bool,
    /// The simulated time of the last loop turn, in nanoseconds.
    last_turn_ns: u64,
    /// The number of loop turns at that time.
    turns: u32,
    pub(crate) recorder: CheckpointRecorder,
}

impl ScriptSession {
    /// Returns how much of `passed_ns` simulated time has to pass, because the script's calls have taken the rest of it
    /// in advance.
    pub(crate) fn repay(&mut self, passed_ns: f64) -> f64 {
        let taken_ns = self.ahead_ns.min(passed_ns);
        self.ahead_ns -= taken_ns;
        passed_ns - taken_ns
    }
}

/// Pins and their settings.
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
}

/// Interrupts.
impl Engine {
    /// Implements `Pin.irq`. The handler is a function of the script, if there is one.
    pub fn arm(&mut self, pin: i32, trigger: i32, priority: i32, wake: i32, handles: bool) -> i32 {
        let reaction = if handles { Reaction::Script } else { Reaction::Nothing };
        self.execute_on(pin, |pin| {
            let priority = Priority::from_number(pin, priority)?;
            let trigger = Trigger::from_bits(pin, trigger)?;
            let config = IrqConfig { trigger, priority, wake: Wake::from_bits(pin, wake)? };
            Ok(Command::Irq { pin, config, reaction, takes_ns: 0 })
        })
    }

    /// Enables or disables the interrupt of a pin.
    pub fn enable(&mut self, pin: i32, on: bool) -> i32 {
        self.execute_on(pin, |pin| Ok(if on { Command::Enable { pin } } else { Command::Disable { pin } }))
    }

    /// Returns 0 if a pin has an interrupt, and otherwise `REFUSED`.
    pub fn armed(&mut self, pin: i32) -> i32 {
        let flags = self.flags(pin);
        if flags == REFUSED { REFUSED } else { 0 }
    }

    /// Returns the trigger whose handler runs, or 0.
    pub fn flags(&mut self, pin: i32) -> i32 {
        let response = self.pin(pin).and_then(|pin| self.playground.command(Command::Flags { pin }));
        let flags = response.map(|response| match response {
            Response::Flags(Some(trigger)) => trigger.bits(),
            _ => 0,
        });
        self.result(flags)
    }

    /// Returns the index of the pin whose handler the script has to call now, or -1.
    pub fn next_call(&mut self) -> i32 {
        self.playground.next_call().map_or(-1, |pin| pin.index() as i32)
    }

    /// Records that the handler of `pin` has returned. Disables the interrupt if the handler has failed.
    pub fn returned(&mut self, pin: i32, failed: bool) {
        let Ok(pin) = self.pin(pin) else { return };
        if failed {
            // This is refused only if the handler itself has removed the interrupt.
            let _ = self.playground.command(Command::Disable { pin });
            self.playground.forget_handler(pin);
        }
        self.playground.handler_returned(pin);
    }
}

/// The board.
impl Engine {
    /// Begins a script, which starts from its first line. If the page cannot reach it while it runs, its time is
    /// virtual.
    pub fn begin_script(&mut self, is_virtual: bool) {
        self.playground.begin_script();
        self.script = ScriptSession { is_virtual, ..ScriptSession::default() };
    }

    /// Ends the script. Its handlers are no longer called.
    pub fn end_script(&mut self) {
        self.playground.end_script();
    }

    /// Puts the board to sleep.
    pub fn fall_asleep(&mut self, mode: i32) -> i32 {
        let mode = SleepMode::ALL.get(mode as usize).copied().unwrap_or(SleepMode::Active);
        let done = self.playground.command(Command::Sleep { mode });
        self.done(done.map(|_| ()))
    }

    /// Resets the chip, as software can.
    pub fn reset_chip(&mut self) {
        self.playground.reset_by_software();
    }

    /// Returns the cause of the last reset, as the number that MicroPython gives it.
    pub fn reset_cause(&self) -> i32 {
        self.playground.reset_cause() as i32
    }

    /// Returns what woke the board last, as the number that MicroPython gives it.
    pub fn wake_reason(&self) -> i32 {
        let words = self.playground.machine().peek();
        let by_pin = gprcm::LPDS_WAKEUP_SRC.read(words) & gprcm::WAKEUP_GPIO != 0;
        let from_hibernate = self.playground.reset_cause() == ResetCause::DeepSleep;
        if by_pin || from_hibernate { PIN_WAKE } else { PWRON_WAKE }
    }

    /// Returns the reason why the last refused call was refused.
    pub fn refusal(&self) -> String {
        self.script.refusal.clone()
    }
}

/// Common parts of the calls.
impl Engine {
    fn pin(&self, pin: i32) -> Result<PinId, Error> {
        let unknown = || Error::UnknownPin { given: ShortString::new(&pin.to_string()), nearest: None };
        usize::try_from(pin).ok().and_then(PinId::from_index).ok_or_else(unknown)
    }

    fn execute_on(&mut self, pin: i32, command: impl FnOnce(PinId) -> Result<Command, Error>) -> i32 {
        let done = self.pin(pin).and_then(command).and_then(|command| self.playground.command(command));
        self.done(done.map(|_| ()))
    }

    /// Accesses a pin. Only a bus fault and a board that sleeps refuse it.
    fn access(&mut self, pin: i32, access: impl FnOnce(Board<&Machine>, PinId) -> i32) -> i32 {
        let done = self.pin(pin).and_then(|pin| self.playground.access(|board| Ok(access(board, pin))));
        self.spend();
        match done {
            Ok(value) if self.is_interrupted() => value | SERVICE,
            done => self.result(done),
        }
    }

    fn done(&mut self, done: Result<(), Error>) -> i32 {
        self.spend();
        let service = if self.is_interrupted() { SERVICE } else { 0 };
        self.result(done.map(|()| service))
    }

    fn result(&mut self, result: Result<i32, Error>) -> i32 {
        self.frames.mark_changed();
        result.unwrap_or_else(|error| {
            self.script.refusal = error.to_string();
            REFUSED
        })
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
