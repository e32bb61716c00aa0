//! A board to play with: commands and stimuli go in, events and snapshots come out.

mod bench;
mod lifecycle;
mod processor;
mod run_until;
mod script;
mod stimuli;
mod wake_report;

use pinscope_core::cc3200::{arcm, gprcm, hib};
use pinscope_core::{
    Command, Error, Handlers, IrqStatus, PinId, PinStatus, Power, Profile, Reaction, RegisterImage, Response,
    SleepMode, Snapshot, link,
};

use crate::machine::Machine;
use crate::startup::StartupCommands;
use crate::stimulus::{Change, Stimulus};
use crate::timer_queue::{Timer, TimerQueue};
pub use bench::Bench;
use processor::Processor;
pub use processor::{STORM_THRESHOLD, STORM_PAUSE_NS};
pub use run_until::StopReason;
use script::Script;
use stimuli::StimulusState;
use wake_report::SleepRecord;
pub use wake_report::{WakeReason, WakeReport};

/// A machine, the little program that runs on it, the hands around it, and what is due to happen.
#[derive(Clone, Debug)]
pub struct Playground {
    machine: Machine,
    clock: TimerQueue,
    hands: StimulusState,
    processor: Processor,
    handlers: Handlers<Reaction>,
    /// How much simulated time each pin's handler takes.
    takes_ns: [u64; PinId::COUNT],
    /// How often each pin's interrupt was served since it was armed.
    served: [u32; PinId::COUNT],
    /// SRAM, as far as it matters: what software keeps over LPDS.
    sram: RegisterImage,
    program: StartupCommands,
    sets_up_again: bool,
    script: Script,
    /// The script beside the bench, whether it runs or not.
    source: String,
    /// What would bring software to where it was when the board last fell asleep.
    before_sleep: Vec<Command>,
    /// The sleep the board is in, or was in last.
    nap: Option<SleepRecord>,
}

impl Playground {
    /// A board just started: every pin IN, no pull; nothing attached, nothing armed.
    pub fn new(profile: Profile) -> Self {
        let machine = Machine::new(profile);
        machine.board().start();
        Self {
            machine,
            clock: TimerQueue::default(),
            hands: StimulusState::default(),
            processor: Processor::default(),
            handlers: Handlers::new(),
            takes_ns: [0; PinId::COUNT],
            served: [0; PinId::COUNT],
            sram: RegisterImage::EMPTY,
            program: StartupCommands::default(),
            sets_up_again: true,
            script: Script::default(),
            source: String::new(),
            before_sleep: Vec::new(),
            nap: None,
        }
    }

    /// The machine, for looking.
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// Whether the list of accepted settings is applied again after a reset.
    pub fn sets_up_again(&self) -> bool {
        self.sets_up_again
    }

    /// Says whether the list of accepted settings is applied again after a reset.
    pub fn set_up_again(&mut self, on: bool) {
        self.sets_up_again = on;
    }

    /// The board at this moment. `running` is what it says of time going on by itself.
    pub fn snapshot(&self, running: bool) -> Snapshot {
        let status = |pin: PinId| PinStatus {
            level: Some(self.machine.level(pin)),
            irq: self.handlers.slot(pin).map(|slot| IrqStatus {
                trigger: slot.trigger,
                wake: slot.wake,
                reaction: slot.handler,
                takes_ns: self.takes_ns[pin.index()],
                enabled: slot.enabled,
                count: self.served[pin.index()],
                coalesced: self.machine.look(|chip| chip.coalesced[pin.index()]),
            }),
        };
        Snapshot {
            time_ns: self.machine.time_ns(),
            running,
            profile: self.machine.peek_board().profile,
            power: self.machine.power(),
            image: RegisterImage::capture(self.machine.peek()),
            pins: PinId::ALL.map(status),
        }
    }

    /// Software does something.
    ///
    /// # Errors
    /// The core's, [`Error::Asleep`] while no software runs, and [`Error::BusFault`].
    pub fn command(&mut self, command: Command) -> Result<Response, Error> {
        let answer = self.carry_out(command)?;
        self.program.note(command);
        match answer {
            Response::Call(reaction) => reaction.run(self.machine.board()),
            Response::Sleep(mode) => self.fall_asleep(mode),
            Response::Done | Response::Level(_) | Response::Flags(_) => {}
        }
        self.go_on();
        Ok(answer)
    }

    /// Software writes a word to the bus. A request to sleep is carried out as [`Command::Sleep`] is, with all that
    /// software keeps over it.
    ///
    /// # Errors
    /// [`Error::Asleep`] while no software runs, and [`Error::BusFault`].
    pub fn poke(&mut self, addr: u32, value: u32) -> Result<(), Error> {
        self.software_runs()?;
        match value & 1 {
            1 if addr == arcm::LPDS_REQUEST.0 => self.fall_asleep(SleepMode::Suspended),
            1 if addr == hib::REQUEST.0 => self.fall_asleep(SleepMode::Hibernate),
            _ => {
                self.machine.chip().fault = None;
                self.machine.chip().write(addr, value);
                self.no_fault()?;
            }
        }
        self.go_on();
        Ok(())
    }

    /// StimulusState do something.
    pub fn stimulus(&mut self, stimulus: Stimulus) {
        self.handle(stimulus);
        self.go_on();
    }

    /// StimulusState do what a recording says, from this moment on. What was being replayed is over.
    pub fn replay(&mut self, recording: Vec<Change>) {
        let now_ns = self.machine.time_ns();
        let next = self.hands.begin_replay(now_ns, recording);
        self.clock.set(Timer::Replay, next);
    }

    /// Lets `ns` nanoseconds pass, and everything happen that is due in them.
    pub fn advance(&mut self, ns: u64) {
        let end = self.machine.time_ns().saturating_add(ns);
        while !self.advance_until(end, u32::MAX) {}
    }

    /// Lets time pass until `end_ns`, or until `most` timers have rung. Answers whether the end was reached, so that a
    /// caller with other things to do can go on later.
    pub fn advance_until(&mut self, end_ns: u64, most: u32) -> bool {
        for _ in 0..most {
            let Some((time_ns, timer)) = self.clock.pop_until(end_ns) else {
                let chip = self.machine.chip();
                chip.time_ns = chip.time_ns.max(end_ns);
                return true;
            };
            self.machine.chip().time_ns = time_ns;
            self.ring(timer);
            self.go_on();
        }
        false
    }

    /// The reset button on the board.
    pub fn reset_chip(&mut self) {
        self.machine.chip().press_reset();
        self.start_again();
        self.go_on();
    }

    /// Software resets the chip (`machine.reset()`).
    pub fn reset_by_software(&mut self) {
        self.machine.chip().reset(gprcm::CAUSE_CHIP_RESET);
        self.start_again();
        self.go_on();
    }

    fn ring(&mut self, timer: Timer) {
        match timer {
            Timer::Bounce(pin) => self.bounce_once(pin),
            Timer::ClockSignal(pin) => self.invert_wave(pin),
            Timer::Pulse(pin) => self.end_pulse(pin),
            Timer::Replay => self.replay_next(),
            Timer::Handler => self.handler_done(),
            Timer::StormOver => self.processor.storm_over(),
        }
    }

    fn carry_out(&mut self, command: Command) -> Result<Response, Error> {
        self.software_runs()?;
        self.machine.chip().fault = None;
        let before = self.handlers.clone();
        let answer = link::execute(command, self.machine.board(), &mut self.handlers)?;
        if let Err(fault) = self.no_fault() {
            self.handlers = before;
            return Err(fault);
        }
        if let Command::Irq { pin, takes_ns, .. } = command {
            self.takes_ns[pin.index()] = takes_ns;
            self.served[pin.index()] = 0;
            self.machine.chip().coalesced[pin.index()] = 0;
        }
        Ok(answer)
    }

    fn software_runs(&self) -> Result<(), Error> {
        match self.machine.power() {
            Power::Active => Ok(()),
            power => Err(Error::Asleep { power }),
        }
    }

    /// Fails what software did if the bus answered it with a fault.
    fn no_fault(&mut self) -> Result<(), Error> {
        match self.machine.chip().fault.take() {
            Some(fault) => Err(Error::BusFault { addr: fault.addr, write: fault.write }),
            None => Ok(()),
        }
    }
}
