//! What a script can do with the board: calls of small numbers, because that is what crosses quickly.
//!
//! A call that is refused answers [`REFUSED`], and [`Engine::refusal`] says why. Numbers of settings are MicroPython's.

mod settings;
mod waits;

use pinscope_core::cc3200::gprcm;
use pinscope_core::{
    Board, Command, Config, Error, IrqConfig, PinId, Priority, Reaction, ResetCause, Response, Setting, ShortString,
    SleepMode, Trigger, Wake, sleep,
};
use pinscope_emulator::Machine;

use crate::checkpoint::CheckpointRecorder;
use crate::session::Engine;
use settings::{Numbered, level};

/// The answer of a call that was refused.
pub const REFUSED: i32 = -1;
/// Beside a level: the script has something to attend to.
const ATTEND: i32 = 2;
/// Beside a level: the pin is an output.
const OUTPUT: i32 = 4;
/// So many turns of loops a script may take while time stands still. After them it stands still itself.
const MOST_TURNS: u32 = 100_000;
/// Simulated time that a call of a script takes, in nanoseconds. On a WiPy it takes longer.
const CALL_NS: u64 = 1_000;

/// What the engine knows of the script.
#[derive(Debug, Default)]
pub struct Script {
    /// Why the last refused call was refused.
    refusal: String,
    /// By how much the script's calls are ahead of real time, in simulated nanoseconds.
    ahead_ns: f64,
    /// Whether nobody can reach it while it runs.
    is_virtual: bool,
    /// How many turns of loops it has taken at this moment, in simulated nanoseconds.
    turns: (u64, u32),
}

impl Script {
    /// How much of `passed_ns` simulated time has still to go on: the script's calls took some of it already.
    pub(crate) fn behind(&mut self, passed_ns: f64) -> f64 {
        let taken_ns = self.ahead_ns.min(passed_ns);
        self.ahead_ns -= taken_ns;
        passed_ns - taken_ns
    }
}

/// Pins and their settings.
impl Engine {
    /// The place of the pin called `name`.
    pub fn find_pin(&mut self, name: &str) -> i32 {
        let found = self.playground.machine().peek_board().pin(name).map(|pin| pin.id().index() as i32);
        self.answer(found)
    }

    /// `Pin.init`; `value` is negative where it is not given.
    pub fn init_pin(&mut self, pin: i32, mode: i32, pull: i32, value: i32, drive: i32, alt: i32) -> i32 {
        let config = |pin: PinId| {
            let (mode, pull) = (Numbered::mode(pin, mode)?, Numbered::pull(pin, pull)?);
            Ok(Config { mode, pull, drive: Numbered::drive(pin, drive)?, alt, value: level(value) })
        };
        self.order(pin, |pin| Ok(Command::Init { pin, config: config(pin)? }))
    }

    /// The level of a pin.
    pub fn read_pin(&mut self, pin: i32) -> i32 {
        self.act(pin, |board, pin| i32::from(board.at(pin).value().is_high()))
    }

    /// Sets the level of a pin.
    pub fn write_pin(&mut self, pin: i32, value: i32) -> i32 {
        self.act(pin, |board, pin| {
            board.at(pin).set_value((value != 0).into());
            0
        })
    }

    /// Inverts an output; answers its new level.
    pub fn toggle_pin(&mut self, pin: i32) -> i32 {
        self.act(pin, |board, pin| {
            let pin = board.at(pin);
            pin.toggle();
            let output = if pin.mode().is_output() { OUTPUT } else { 0 };
            i32::from(pin.latch().is_high()) | output
        })
    }

    /// A setting as its number.
    pub fn setting(&mut self, pin: i32, setting: i32) -> i32 {
        let found = self.pin(pin).and_then(|pin| self.read_setting(pin, setting));
        self.answer(found)
    }

    /// Changes the mode of a pin, and as an output drives `value` if it is not negative.
    pub fn set_mode(&mut self, pin: i32, mode: i32, value: i32) -> i32 {
        let machine = self.playground.machine().peek_board();
        let present = self.pin(pin).map(|pin| (machine.at(pin).pull(), machine.at(pin).drive()));
        self.order(pin, |pin| {
            let ((pull, drive), mode) = (present?, Numbered::mode(pin, mode)?);
            Ok(Command::Init { pin, config: Config { mode, pull, drive, alt: -1, value: level(value) } })
        })
    }

    /// Changes the pull of a pin.
    pub fn set_pull(&mut self, pin: i32, pull: i32) -> i32 {
        let done = self.pin(pin).and_then(|pin| {
            let pull = Numbered::pull(pin, pull)?;
            self.playground.adjust(pin, |pin| pin.set_pull(pull))
        });
        self.done(done)
    }

    /// Changes the drive strength of a pin.
    pub fn set_drive(&mut self, pin: i32, drive: i32) -> i32 {
        let done = self.pin(pin).and_then(|pin| {
            let drive = Numbered::drive(pin, drive)?;
            self.playground.adjust(pin, |pin| pin.set_drive(drive))
        });
        self.done(done)
    }

    /// The name of a pin.
    pub fn pin_name(&mut self, pin: i32) -> String {
        self.pin(pin).map(|pin| pin.name().to_owned()).unwrap_or_default()
    }

    /// The alternate functions of a pin, a line each: number and name.
    pub fn alternates(&mut self, pin: i32) -> String {
        let lines = |pin: PinId| pin.alternates().iter().map(|alt| format!("{} {}\n", alt.index, alt.name())).collect();
        self.pin(pin).map(lines).unwrap_or_default()
    }

    /// A pin as MicroPython prints it.
    pub fn print_pin(&self, pin: i32) -> String {
        let board = self.playground.machine().peek_board();
        PinId::from_index(pin as usize).map_or_else(String::new, |pin| board.at(pin).to_string())
    }
}

/// Interrupts.
impl Engine {
    /// `Pin.irq`; the handler is the script's, if it has one.
    pub fn arm(&mut self, pin: i32, trigger: i32, priority: i32, wake: i32, handles: bool) -> i32 {
        let reaction = if handles { Reaction::Script } else { Reaction::Nothing };
        self.order(pin, |pin| {
            let priority = Priority::from_number(pin, priority)?;
            let trigger = Trigger::from_bits(pin, trigger)?;
            let config = IrqConfig { trigger, priority, wake: Wake::from_bits(pin, wake)? };
            Ok(Command::Irq { pin, config, reaction, takes_ns: 0 })
        })
    }

    /// Starts the interrupt of a pin again, or stops it.
    pub fn enable(&mut self, pin: i32, on: bool) -> i32 {
        self.order(pin, |pin| Ok(if on { Command::Enable { pin } } else { Command::Disable { pin } }))
    }

    /// Whether a pin has an interrupt.
    pub fn armed(&mut self, pin: i32) -> i32 {
        let flags = self.flags(pin);
        if flags == REFUSED { REFUSED } else { 0 }
    }

    /// The trigger that fired, while its handler runs.
    pub fn flags(&mut self, pin: i32) -> i32 {
        let answer = self.pin(pin).and_then(|pin| self.playground.command(Command::Flags { pin }));
        let flags = answer.map(|answer| match answer {
            Response::Flags(Some(trigger)) => trigger.bits(),
            _ => 0,
        });
        self.answer(flags)
    }

    /// The pin whose handler is to be called now, else -1.
    pub fn next_call(&mut self) -> i32 {
        self.playground.next_call().map_or(-1, |pin| pin.index() as i32)
    }

    /// The handler of `pin` has returned. One that failed is disarmed.
    pub fn returned(&mut self, pin: i32, failed: bool) {
        let Ok(pin) = self.pin(pin) else { return };
        if failed {
            // It has an interrupt, unless the handler itself has done away with it.
            let _ = self.playground.command(Command::Disable { pin });
            self.playground.forget_handler(pin);
        }
        self.playground.handler_returned(pin);
    }
}

/// The board.
impl Engine {
    /// A script begins, from its top. Where nobody can reach it while it runs, its time is virtual.
    pub fn begin_script(&mut self, is_virtual: bool) {
        self.playground.begin_script();
        self.script = Script { is_virtual, ..Script::default() };
        self.recorder = CheckpointRecorder::default();
    }

    /// The script is over and forgotten.
    pub fn end_script(&mut self) {
        self.playground.end_script();
    }

    /// Puts the board to sleep.
    pub fn fall_asleep(&mut self, mode: i32) -> i32 {
        let mode = SleepMode::ALL.get(mode as usize).copied().unwrap_or(SleepMode::Active);
        let done = self.playground.command(Command::Sleep { mode }).map(drop);
        self.done(done)
    }

    /// Resets the chip, as software does.
    pub fn reset_chip(&mut self) {
        self.playground.reset_by_software();
    }

    /// Why the chip was last reset, by the port's number.
    pub fn reset_cause(&self) -> i32 {
        sleep::reset_cause(self.playground.machine().peek()) as i32
    }

    /// What woke the board last, by the port's number: 2 for a pin, 0 if it has not slept.
    pub fn wake_reason(&self) -> i32 {
        let words = self.playground.machine().peek();
        let by_pin = gprcm::LPDS_WAKEUP_SRC.read(words) & gprcm::WAKEUP_GPIO != 0;
        let from_hibernate = sleep::reset_cause(words) == ResetCause::DeepSleep;
        if by_pin || from_hibernate { 2 } else { 0 }
    }

    /// Why the last refused call was refused.
    pub fn refusal(&self) -> String {
        self.script.refusal.clone()
    }
}

/// How calls answer.
impl Engine {
    fn pin(&self, pin: i32) -> Result<PinId, Error> {
        let unknown = || Error::UnknownPin { given: ShortString::new(&pin.to_string()), nearest: None };
        usize::try_from(pin).ok().and_then(PinId::from_index).ok_or_else(unknown)
    }

    fn order(&mut self, pin: i32, command: impl FnOnce(PinId) -> Result<Command, Error>) -> i32 {
        let done = self.pin(pin).and_then(command).and_then(|command| self.playground.command(command));
        self.done(done.map(drop))
    }

    /// Something quick, which cannot be refused but by the bus.
    fn act(&mut self, pin: i32, act: impl FnOnce(Board<&Machine>, PinId) -> i32) -> i32 {
        let done = self.pin(pin).and_then(|pin| self.playground.access(|board| Ok(act(board, pin))));
        self.spend();
        match done {
            Ok(answer) if self.is_called() => answer | ATTEND,
            done => self.answer(done),
        }
    }

    fn done(&mut self, done: Result<(), Error>) -> i32 {
        self.spend();
        let attend = if self.is_called() { ATTEND } else { 0 };
        self.answer(done.map(|()| attend))
    }

    fn answer(&mut self, answer: Result<i32, Error>) -> i32 {
        self.changed = true;
        answer.unwrap_or_else(|error| {
            self.script.refusal = error.to_string();
            REFUSED
        })
    }

    fn read_setting(&self, pin: PinId, setting: i32) -> Result<i32, Error> {
        let pin = self.playground.machine().peek_board().at(pin);
        Ok(match setting {
            0 => pin.mode() as i32,
            1 => Numbered::of_pull(pin.pull()),
            2 => Numbered::of_drive(pin.drive()),
            3 => pin.alt(),
            _ => {
                let given = ShortString::new(&setting.to_string());
                return Err(Error::UnknownValue { pin: pin.id(), setting: Setting::Mode, given });
            }
        })
    }
}
