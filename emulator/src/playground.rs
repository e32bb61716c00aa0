//! The playground, which accepts commands and stimuli for a board and returns its events and snapshots.

mod bench;
mod block_irqs;
mod block_report;
pub mod costs;
mod image;
mod lifecycle;
mod processor;
mod program;
mod saved_state;
mod scheduler;
mod serial_line;
mod service_counts;
mod stimuli;
mod ticks;
mod timed_stimuli;
mod voltages;
mod wake_report;

use pinscope_core::cc3200::{arcm, gprcm, hib};
use pinscope_core::{
    Command, Error, Handlers, IrqStatus, PinId, PinStatus, Power, Profile, Reaction, RegisterImage, ResetCause,
    Response, SleepMode, Snapshot, link, sleep,
};

use crate::machine::Machine;
use crate::startup::StartupCommands;
use crate::stimulus::{Change, Stimulus};
use crate::timer_queue::{Timer, TimerQueue};
pub use bench::Bench;
pub use block_irqs::IrqSource;
pub use block_report::{BlockReason, BlockReport};
pub use image::LINE_WORDS;
use processor::Processor;
pub use processor::{STORM_PAUSE_NS, STORM_THRESHOLD};
use program::Program;
pub use saved_state::SavedState;
use scheduler::Debt;
pub use scheduler::{Goal, Progress};
use service_counts::ServiceCounts;
use stimuli::StimulusState;
use ticks::Ticks;
use timed_stimuli::TimedStimuli;
pub use timed_stimuli::TimedStimulus;
use wake_report::SleepRecord;
pub use wake_report::{WakeReason, WakeReport};

pub use crate::chip::{Alarm, AnalogInput, WakeCause};

/// A machine with simulated time, the program that runs on it, and the stimuli that act on it.
#[derive(Clone, Debug)]
pub struct Playground {
    machine: Machine,
    timers: TimerQueue,
    stimuli: StimulusState,
    timed_stimuli: TimedStimuli,
    processor: Processor,
    ticks: Ticks,
    handlers: Handlers<Reaction>,
    /// The simulated time that the handler of each pin takes.
    takes_ns: [u64; PinId::COUNT],
    service_counts: ServiceCounts,
    /// The part of SRAM that software needs to resume from LPDS.
    sram: RegisterImage,
    /// The word of [`gprcm::APPS_RESET_CAUSE`] after the last reset.
    reset_cause: u32,
    startup: StartupCommands,
    sets_up_again: bool,
    program: Program,
    debt: Debt,
    /// The text of the script, no matter whether the script runs.
    source: String,
    /// The commands that would bring software to its state before the last sleep, and then put the board to sleep.
    commands_before_sleep: Vec<Command>,
    /// The present sleep, or the last one.
    last_sleep: Option<SleepRecord>,
}

impl Playground {
    /// Returns a board that has just been started. Every pin is an input without a pull, nothing is attached to it, and
    /// no interrupt is armed.
    pub fn new(profile: Profile) -> Self {
        let mut machine = Machine::new(profile);
        machine.chip_mut().starts_at_once = false;
        machine.board().start();
        Self {
            machine,
            timers: TimerQueue::default(),
            stimuli: StimulusState::default(),
            timed_stimuli: TimedStimuli::default(),
            processor: Processor::default(),
            ticks: Ticks::default(),
            handlers: Handlers::new(),
            takes_ns: [0; PinId::COUNT],
            service_counts: ServiceCounts::default(),
            sram: RegisterImage::EMPTY,
            reset_cause: gprcm::CAUSE_POWER_ON,
            startup: StartupCommands::default(),
            sets_up_again: true,
            program: Program::default(),
            debt: Debt::default(),
            source: String::new(),
            commands_before_sleep: Vec::new(),
            last_sleep: None,
        }
    }

    /// Returns the machine.
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// Returns `true` if the accepted commands are executed again after a reset.
    pub fn sets_up_again(&self) -> bool {
        self.sets_up_again
    }

    /// Sets whether the accepted commands are executed again after a reset.
    pub fn set_up_again(&mut self, on: bool) {
        self.sets_up_again = on;
    }

    /// Returns the registers as software sees them: with the cause of the last reset, which a wake from LPDS overwrites
    /// on the chip.
    fn register_image(&self) -> RegisterImage {
        let mut image = RegisterImage::capture(self.machine.peek());
        image.set_reset_cause(self.reset_cause);
        image
    }

    /// Returns the cause of the last reset. A wake from SUSPENDED is no reset.
    pub fn reset_cause(&self) -> ResetCause {
        sleep::reset_cause(&self.register_image())
    }

    /// Returns the present state of the board. `running` becomes the field of that name: if it is `true`, simulated
    /// time follows real time.
    pub fn snapshot(&self, running: bool) -> Snapshot {
        let status = |pin: PinId| PinStatus {
            level: Some(self.machine.level(pin)),
            irq: if self.runs_image() { self.image_irq(pin) } else { self.handled_irq(pin) },
        };
        Snapshot {
            time_ns: self.machine.time_ns(),
            running,
            profile: self.machine.peek_board().profile,
            power: self.machine.power(),
            image: self.register_image(),
            pins: PinId::ALL.map(status),
        }
    }

    /// Returns the interrupt of `pin`, if it has a handler.
    fn handled_irq(&self, pin: PinId) -> Option<IrqStatus> {
        self.handlers.slot(pin).map(|slot| IrqStatus {
            trigger: slot.trigger,
            wake: slot.wake,
            reaction: slot.handler,
            takes_ns: self.takes_ns[pin.index()],
            enabled: slot.enabled,
            count: self.service_counts.served(pin),
            coalesced: self.machine.peek_chip(|chip| chip.coalesced[pin.index()]),
        })
    }

    /// Executes a command as software on the board.
    ///
    /// # Errors
    /// The errors of the core, [`Error::Asleep`] while no software runs, and [`Error::BusFault`].
    pub fn command(&mut self, command: Command) -> Result<Response, Error> {
        self.processor.reset_service_counts();
        let response = self.execute(command)?;
        match command {
            Command::Init { pin, config } => self.startup.record_init(self.machine.peek_board().at(pin), config),
            Command::Irq { .. } => self.startup.record_irq(command),
            _ => {}
        }
        match response {
            Response::Call(reaction) => self.call_by_hand(command, reaction),
            Response::Sleep(mode) => self.enter_sleep(mode),
            Response::Done | Response::Level(_) | Response::Flags(_) => {}
        }
        self.run_pending();
        Ok(response)
    }

    /// Writes a word to the bus as software on the board. A write that requests sleep does the same as
    /// [`Command::Sleep`], so software saves the state that it needs to resume.
    ///
    /// # Errors
    /// [`Error::Asleep`] while no software runs, and [`Error::BusFault`].
    pub fn poke(&mut self, addr: u32, value: u32) -> Result<(), Error> {
        self.check_awake()?;
        self.processor.reset_service_counts();
        match value & 1 {
            1 if addr == arcm::LPDS_REQUEST.0 => self.enter_sleep(SleepMode::Suspended),
            1 if addr == hib::REQUEST.0 => self.enter_sleep(SleepMode::Hibernate),
            _ => {
                self.machine.chip_mut().fault = None;
                self.machine.chip_mut().write(addr, value);
                self.check_fault()?;
            }
        }
        self.run_pending();
        Ok(())
    }

    /// Applies a stimulus to the board.
    pub fn stimulus(&mut self, stimulus: Stimulus) {
        self.processor.reset_service_counts();
        self.apply(stimulus);
        self.run_pending();
    }

    /// Replays a recording, beginning now. It replaces a recording that is being replayed.
    pub fn replay(&mut self, recording: Vec<Change>) {
        let now_ns = self.machine.time_ns();
        let next_ns = self.stimuli.start_replay(now_ns, recording);
        self.timers.set(Timer::Replay, next_ns);
    }

    /// Resets the board as its reset button does.
    pub fn reset_chip(&mut self) {
        self.machine.chip_mut().press_reset();
        self.restart();
        self.run_pending();
    }

    /// Resets the chip as software does (`machine.reset()`).
    pub fn reset_by_software(&mut self) {
        gprcm::APPS_SOFT_RESET.write(&self.machine, gprcm::RESET_SYSTEM);
        self.run_pending();
    }

    fn fire(&mut self, timer: Timer) {
        match timer {
            Timer::Bounce(pin) => self.bounce_once(pin),
            Timer::ClockSignal(pin) => self.toggle_clock(pin),
            Timer::Pulse(pin) => self.end_pulse(pin),
            Timer::Level(pin) => {
                if !self.change_serial_line(pin) {
                    self.change_voltage_level(pin);
                }
            }
            Timer::Replay => self.replay_next(),
            Timer::Stimulus => self.apply_timed_stimulus(),
            Timer::Handler => self.finish_handler(),
            Timer::StormOver => self.processor.end_storm_pause(),
            Timer::Started => {
                self.machine.chip_mut().finish_start();
                self.restart();
            }
            Timer::Peripheral => self.machine.chip_mut().run_due(),
        }
    }

    fn execute(&mut self, command: Command) -> Result<Response, Error> {
        self.check_awake()?;
        self.machine.chip_mut().fault = None;
        let handlers_before = self.handlers.clone();
        let response = link::execute(command, self.machine.board(), &mut self.handlers)?;
        if let Err(fault) = self.check_fault() {
            self.handlers = handlers_before;
            return Err(fault);
        }
        if let Command::Irq { pin, takes_ns, .. } = command {
            self.takes_ns[pin.index()] = takes_ns;
            self.clear_counts(pin);
        }
        Ok(response)
    }

    /// Sets the counts of the interrupt of `pin` to 0. The interrupt stays armed.
    pub fn clear_counts(&mut self, pin: PinId) {
        self.service_counts.clear(pin);
        self.machine.chip_mut().coalesced[pin.index()] = 0;
    }

    /// Returns the number of times that the interrupt of `pin` was served since the last press of the pin began, or
    /// `None` if the pin was not pressed yet.
    pub fn served_since_press(&self, pin: PinId) -> Option<u32> {
        self.service_counts.since_press(pin)
    }

    /// Returns an error if no software runs.
    fn check_awake(&self) -> Result<(), Error> {
        match self.machine.power() {
            Power::Active => Ok(()),
            power => Err(Error::Asleep { power }),
        }
    }

    /// Returns an error if software has caused a bus fault.
    fn check_fault(&mut self) -> Result<(), Error> {
        match self.machine.chip_mut().fault.take() {
            Some(fault) => Err(Error::BusFault { addr: fault.addr, write: fault.write }),
            None => Ok(()),
        }
    }
}
