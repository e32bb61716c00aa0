//! The functions through which a script uses the board. Arguments and results are small numbers, because those pass
//! quickly between Python, JavaScript and Rust. Settings have the numbers that MicroPython gives them.
//!
//! A function whose call is refused returns [`REFUSED`], and [`Engine::refusal`] returns the reason.

mod activity;
mod adc;
mod bus;
mod calls;
mod pins;
mod rtc;
mod settings;
mod status;
#[cfg(test)]
mod tests;
mod timers;
mod uarts;
mod waits;
mod watchdog;

use pinscope_core::cc3200::{gprcm, hib};
use pinscope_core::{
    Board, Command, Error, IrqConfig, PinId, Priority, Reaction, ResetCause, Response, ShortString, Trigger, Wake,
};
use pinscope_emulator::playground::costs::{BOARD_CALL, PIN_CALL};
use pinscope_emulator::playground::{Goal, TimedStimulus};
use pinscope_emulator::{Bench, Machine, Playground};

use crate::checkpoint::CheckpointRecorder;
use crate::session::Engine;
use bus::Bus;

// The numbers below are shared with `web/python/host_module.js` and `web/python/lib/machine.py`.

/// The result of a call that was refused.
pub const REFUSED: i32 = -1;
/// The bit beside a level that is set if the script has to call a handler, restart or end.
const SERVICE: i32 = 2;
/// MicroPython's `machine.PWRON_WAKE`, `machine.PIN_WAKE` and `machine.RTC_WAKE`.
const PWRON_WAKE: i32 = 0;
const PIN_WAKE: i32 = 2;
const RTC_WAKE: i32 = 3;
/// MicroPython's `machine.SOFT_RESET`.
const SOFT_RESET: i32 = 4;

/// The state of the script that runs.
#[derive(Debug)]
pub struct ScriptSession {
    /// The reason why the last refused call was refused.
    refusal: String,
    /// The goal of the last wait of the handler that runs, or of the main program.
    goal: Goal,
    /// The time of the last call of that kind that sleeps, in milliseconds.
    sleep_ms: u32,
    /// The goals and sleeps of the main program and of the handlers that were interrupted, the last one last.
    outer_waits: Vec<(Goal, u32)>,
    /// The script may spend simulated time up to this moment without settling, in nanoseconds.
    limit_ns: u64,
    /// The first statement has begun.
    has_begun: bool,
    /// Simulated time has to continue from the present moment of real time, because compiling the script took a while.
    restarts_pacer: bool,
    /// The page can reach the script while it runs.
    is_reachable: bool,
    /// The stimuli with which the next script begins.
    pub(crate) stimuli: Option<Vec<TimedStimulus>>,
    /// The script has timed stimuli, so its run is the same every time.
    is_repeatable: bool,
    /// A script or the prompt has run on this bench.
    pub(crate) has_run: bool,
    /// A soft reset has started the script, and no reset of the chip since. The first script is started by the reset
    /// before it.
    is_soft_reset: bool,
    status: status::StatusReport,
    /// The last report of what still acts on the board after the script has ended.
    reported_activity: Option<String>,
    /// The engine has its turn in the middle of the script.
    pub(crate) is_in_turn: bool,
    pub(crate) recorder: CheckpointRecorder,
}

impl Default for ScriptSession {
    fn default() -> Self {
        Self {
            refusal: String::new(),
            goal: Goal::Spent,
            sleep_ms: 0,
            outer_waits: Vec::new(),
            limit_ns: 0,
            has_begun: false,
            restarts_pacer: false,
            is_reachable: true,
            stimuli: None,
            is_repeatable: false,
            has_run: false,
            is_soft_reset: false,
            status: status::StatusReport::default(),
            reported_activity: None,
            is_in_turn: false,
            recorder: CheckpointRecorder::default(),
        }
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

    /// Disables the interrupt of a pin, whose handler has failed and is not called again. Returns the pin.
    pub fn handler_failed(&mut self, pin: i32) -> Option<PinId> {
        let pin = self.pin(pin).ok()?;
        // This is refused only if the handler itself has removed the interrupt.
        let _ = self.playground.command(Command::Disable { pin });
        self.playground.forget_handler(pin);
        Some(pin)
    }

    /// Disables all interrupts, or enables them again (PRIMASK). Returns whether they were enabled before.
    pub fn enable_interrupts(&mut self, on: bool) -> bool {
        !self.playground.set_primask(!on)
    }
}

/// The board.
impl Engine {
    /// Prepares the board for a script that a person runs: as a soft reset does, or from time 0 on if the script has
    /// timed stimuli.
    pub fn prepare_script(&mut self) {
        let stimuli = self.script.stimuli.take();
        self.script.is_repeatable = stimuli.is_some();
        self.script.is_soft_reset = stimuli.is_none() && self.script.has_run;
        if let Some(stimuli) = stimuli {
            let before_ns = self.time_ns();
            if let Some(advance) = &mut self.advance {
                // A call of `advance` that came while the interpreter was loaded has not moved time yet.
                advance.end_ns = advance.end_ns.saturating_sub(before_ns);
            }
            // What software has set up is reset, so only the sources and wires of the bench are loaded.
            let bench = Bench { commands: Vec::new(), ..self.playground.bench() };
            self.playground = Playground::load(&bench).0;
            self.playground.schedule(stimuli);
            self.frames.restart_at(0);
            self.timeline.restart();
        } else {
            self.playground.soft_reset();
        }
    }

    /// Begins a script at `now_ms` of real time. It starts from its first line. `is_reachable` says whether the page
    /// can reach it while it runs.
    pub fn begin_script(&mut self, is_reachable: bool, now_ms: f64) {
        self.report_replaced_image();
        self.playground.begin_script();
        self.start_clock();
        self.pacer.stand_still_until(now_ms);
        let ScriptSession { is_repeatable, is_soft_reset, .. } = self.script;
        self.script =
            ScriptSession { is_reachable, is_repeatable, has_run: true, is_soft_reset, ..ScriptSession::default() };
    }

    /// Returns whether the run of the script is the same every time, because it has timed stimuli.
    pub fn is_repeatable(&self) -> bool {
        self.script.is_repeatable
    }

    /// Returns whether simulated time stands still because the interpreter of a repeatable script is starting.
    pub(crate) fn is_interpreter_starting(&self) -> bool {
        self.script.stimuli.is_some() || self.script.is_repeatable && self.playground.restarts_script()
    }

    /// Returns whether simulated time is going to move, so that a script that begins now does not stand still.
    pub fn is_time_moving(&self) -> bool {
        self.pacer.is_running() || self.is_busy()
    }

    /// Stops the script for a call of `stop`. If it runs, `host_module.js` interrupts and ends it.
    pub(crate) fn stop_script(&mut self) {
        if !self.script.is_in_turn {
            self.end_script();
        }
    }

    /// Ends the script. Its handlers are no longer called.
    pub fn end_script(&mut self) {
        self.playground.end_script();
    }

    /// Resets the chip, as software can.
    pub fn reset_chip(&mut self) {
        self.playground.reset_by_software();
    }

    /// Returns the cause of the last reset, as the number that MicroPython gives it.
    pub fn reset_cause(&self) -> i32 {
        if self.script.is_soft_reset { SOFT_RESET } else { self.playground.reset_cause() as i32 }
    }

    /// Returns what woke the board last, as the number that MicroPython gives it.
    pub fn wake_reason(&self) -> i32 {
        let words = self.playground.machine().peek();
        let sources = gprcm::LPDS_WAKEUP_SRC.read(words);
        let from_hibernate = self.playground.reset_cause() == ResetCause::DeepSleep;
        let source_of_hibernate = hib::WAKE_STATUS.read(words) & hib::WAKE_SOURCE;
        if sources & gprcm::WAKEUP_TIMER != 0 || from_hibernate && source_of_hibernate == hib::WAKE_SOURCE_RTC {
            RTC_WAKE
        } else if sources & gprcm::WAKEUP_GPIO != 0 || from_hibernate {
            PIN_WAKE
        } else {
            PWRON_WAKE
        }
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
        match done {
            Ok(value) if self.spend(PIN_CALL) => Ok(value | SERVICE),
            done => done,
        }
        .unwrap_or_else(|error| self.refuse(error))
    }

    /// Calls `access` with the registers and returns its answer, which is not negative or [`REFUSED`]. It is a part of
    /// a call, so it takes no time of its own.
    fn access_registers(&mut self, access: &mut dyn FnMut(Bus) -> i32) -> i32 {
        let done = self.playground.access(|board| Ok(access(Bus(board.registers))));
        self.result(done)
    }

    /// Does the same as a call that takes time. [`Engine::settle`] has to be called.
    fn board_call(&mut self, access: &mut dyn FnMut(Bus) -> i32) -> i32 {
        let answer = self.access_registers(access);
        self.spend(BOARD_CALL);
        answer
    }

    fn done(&mut self, done: Result<(), Error>) -> i32 {
        let service = if self.spend(BOARD_CALL) { SERVICE } else { 0 };
        self.result(done.map(|()| service))
    }

    fn result(&mut self, result: Result<i32, Error>) -> i32 {
        result.unwrap_or_else(|error| self.refuse(error))
    }

    fn refuse(&mut self, error: Error) -> i32 {
        self.script.refusal = error.to_string();
        REFUSED
    }
}
