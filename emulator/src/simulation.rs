//! Runs a firmware of your own on the emulated board, with time, stimuli, interrupts and sleep.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

use pinscope_core::cc3200::gpio::Port;
use pinscope_core::{Board, Interrupt, Power, Profile, Registers, RegistersMut};

use crate::machine::Machine;
use crate::playground::{Goal, IrqSource, Playground, Progress, TimedStimulus};
use crate::stimulus::Stimulus;

/// A firmware: a main program, and the interrupt service routines of the GPIO ports and of the other blocks.
pub trait Firmware {
    /// The main program. It begins again after each reset and after HIBERNATE. The simulation stops it when its time is
    /// over, so it may be an endless loop as long as each turn lets time pass.
    fn main(&self, board: RunningBoard<'_>);

    /// Serves the interrupt of `port`. It is called while the main program lets time pass, at the moment of the
    /// interrupt. It may let time pass itself, and then a more urgent port can interrupt it.
    fn interrupt(&self, board: RunningBoard<'_>, port: Port) {
        let _ = (board, port);
    }

    /// Serves the interrupt of a block that is not a port, such as a timer. It is called like
    /// [`Firmware::interrupt`], once the block raises its interrupt and the interrupt is enabled
    /// ([`Interrupt::enable`]). It has to remove the cause, for example with
    /// [`take_causes`](pinscope_core::interrupt::take_causes). Otherwise the interrupt comes again at once, which is a
    /// storm.
    fn block_interrupt(&self, board: RunningBoard<'_>, interrupt: Interrupt) {
        let _ = (board, interrupt);
    }
}

/// An emulated board that runs a firmware.
#[derive(Debug)]
pub struct Simulation {
    playground: RefCell<Playground>,
    stimuli: Vec<TimedStimulus>,
}

/// The reason to leave the main program, which is the payload of the unwinding that leaves it.
enum Leave {
    Restart,
    End,
}

impl Simulation {
    /// Returns a board that has just been given power.
    pub fn new(profile: Profile) -> Self {
        Self { playground: RefCell::new(Playground::new(profile)), stimuli: Vec::new() }
    }

    /// Lets a stimulus act `at_ns` nanoseconds after the start of [`Simulation::run`].
    pub fn stimulus_at(&mut self, at_ns: u64, stimulus: Stimulus) {
        self.stimuli.push(TimedStimulus { at_ns, stimulus });
    }

    /// Runs the firmware for `ns` nanoseconds of simulated time. After its main program has returned, its interrupts
    /// are still served until then.
    pub fn run(&mut self, firmware: &impl Firmware, ns: u64) {
        let playground = self.playground.get_mut();
        let end_ns = playground.machine().time_ns().saturating_add(ns);
        playground.begin_firmware();
        playground.schedule(std::mem::take(&mut self.stimuli));
        let board = RunningBoard { playground: &self.playground, firmware, end_ns };
        let main = || {
            firmware.main(board);
            board.wait(Goal::Never);
        };
        loop {
            let Err(payload) = panic::catch_unwind(AssertUnwindSafe(main)) else { return };
            match payload.downcast::<Leave>() {
                Ok(leave) if matches!(*leave, Leave::Restart) => {}
                Ok(_) => return,
                Err(panic) => panic::resume_unwind(panic),
            }
        }
    }

    /// Returns the machine, to look at its levels, registers and events.
    pub fn machine(&mut self) -> &Machine {
        self.playground.get_mut().machine()
    }
}

/// The board while a firmware runs on it. It is a [`RegistersMut`], so [`RunningBoard::board`] returns pins.
///
/// An access to a register takes no simulated time. Time passes in `delay_us`, `delay_ms`, `idle` and while the board
/// sleeps, and interrupts are served there.
#[derive(Clone, Copy)]
pub struct RunningBoard<'a> {
    playground: &'a RefCell<Playground>,
    firmware: &'a dyn Firmware,
    end_ns: u64,
}

impl<'a> RunningBoard<'a> {
    /// Returns the board as the core's functions use it.
    pub fn board(self) -> Board<Self> {
        Board::new(self.playground.borrow().machine().peek_board().profile, self)
    }

    /// Lets `us` microseconds pass.
    pub fn delay_us(self, us: u64) {
        self.delay_ns(us * 1_000);
    }

    /// Lets `ms` milliseconds pass.
    pub fn delay_ms(self, ms: u64) {
        self.delay_ns(ms * 1_000_000);
    }

    /// Waits for an interrupt or for the next tick of SysTick, as the instruction WFI does.
    pub fn idle(self) {
        let goal = self.playground.borrow_mut().begin_idle();
        self.wait(goal);
    }

    /// Returns the milliseconds since the last reset, not counting SUSPENDED.
    pub fn millis(self) -> u64 {
        self.playground.borrow().ticks_ns() / 1_000_000
    }

    fn delay_ns(self, ns: u64) {
        let now_ns = self.playground.borrow().machine().time_ns();
        self.wait(Goal::Time(now_ns.saturating_add(ns)));
    }

    /// Waits until `goal` is reached and serves interrupts meanwhile. It does not return when the simulation is over or
    /// when the firmware has to start again.
    fn wait(self, goal: Goal) {
        self.playground.borrow_mut().run_pending();
        loop {
            let progress = self.playground.borrow_mut().run(goal, self.end_ns, u32::MAX, None);
            match progress {
                Progress::Reached => return,
                Progress::Limit => panic::resume_unwind(Box::new(Leave::End)),
                Progress::Interrupted => self.serve_interrupt(),
                Progress::Stopped | Progress::Budget => {}
            }
        }
    }

    fn serve_interrupt(self) {
        if self.playground.borrow_mut().take_restart() {
            panic::resume_unwind(Box::new(Leave::Restart));
        }
        let Some(source) = self.playground.borrow_mut().next_isr() else { return };
        match source {
            IrqSource::Pin(pin) => self.firmware.interrupt(self, pin.port()),
            IrqSource::Block(interrupt) => self.firmware.block_interrupt(self, interrupt),
        }
        self.playground.borrow_mut().handler_returned(source);
    }
}

impl Registers for RunningBoard<'_> {
    fn read(self, addr: u32) -> u32 {
        self.playground.borrow().machine().read(addr)
    }
}

impl RegistersMut for RunningBoard<'_> {
    /// Writes the word. A write that puts the board to sleep returns when the board is awake again, and what follows it
    /// is what the firmware does after waking.
    fn write(self, addr: u32, value: u32) {
        self.playground.borrow().machine().write(addr, value);
        if self.playground.borrow().machine().power() != Power::Active {
            self.playground.borrow_mut().stop_ticks();
            self.wait(Goal::Awake);
        }
    }

    fn reaches(self, addr: u32) -> bool {
        self.playground.borrow().machine().reaches(addr)
    }

    fn exclusive<T>(self, f: impl FnOnce(Self) -> T) -> T {
        self.playground.borrow().machine().exclusive(|_| f(self))
    }
}
