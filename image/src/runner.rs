//! Executes an image: it begins after a reset, runs from event to event, sleeps and resumes, as the processor and the
//! ROM of the chip let it.

use alloc::string::String;

use pinscope_cpu::{Cpu, StopReason};

use crate::board::Board;
use crate::bus::BoardBus;
use crate::cycles::{first_from, passed_at, time_of};
use crate::fault::{FaultReport, place};
use crate::image::{Image, RAM_BASE, RAM_SIZE};

/// The stack pointer and the address with which the ROM continues after LPDS (`docs/cc3200.md`, section 6.2).
const RESTORE_SP: u32 = 0x4402_E18C;
const RESTORE_PC: u32 = 0x4402_E190;

/// Maximum number of events that a step waits for while the processor waits for an interrupt.
const MAX_EVENTS_PER_STEP: u32 = 10_000;

/// The bit of an xPSR that selects Thumb instructions.
const XPSR_THUMB: u32 = 1 << 24;

/// The present activity of an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunState {
    /// It executes instructions.
    Running,
    /// It waits for an interrupt or an event.
    Waiting,
    /// The chip is in LPDS or HIBERNATE.
    Asleep,
    /// It has stopped for this reason, and only a reset lets it begin again.
    Stopped(String),
}

/// The reason why [`ImageRunner::run`] has returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The image has reached the time up to which time may pass.
    UpToDate,
    /// As many slices as were allowed have been executed.
    Behind,
}

/// An image with its processor and memory.
#[derive(Clone, Debug)]
pub struct ImageRunner {
    image: Image,
    cpu: Cpu,
    /// The cycle of the board at the cycle 0 of the processor.
    first_cycle: u64,
    state: RunState,
    fault: Option<FaultReport>,
}

impl ImageRunner {
    /// Makes a runner for `image`. The image begins when the board has been reset ([`Board::take_restart`]).
    pub fn new(image: Image) -> ImageRunner {
        let cpu = Cpu::new(RAM_BASE, RAM_SIZE, image.vector_table());
        ImageRunner { image, cpu, first_cycle: 0, state: RunState::Waiting, fault: None }
    }

    /// Returns the image.
    pub fn image(&self) -> &Image {
        &self.image
    }

    /// Returns the processor.
    pub fn cpu(&self) -> &Cpu {
        &self.cpu
    }

    /// Returns the present activity.
    pub fn state(&self) -> &RunState {
        &self.state
    }

    /// Returns the last fault since the image began.
    pub fn fault(&self) -> Option<&FaultReport> {
        self.fault.as_ref()
    }

    /// Runs until the board lets time pass no further now, at most `max_slices` slices. A slice ends at the next event,
    /// and takes at most `max_cycles`.
    pub fn run<B: Board>(&mut self, board: &mut B, max_slices: u32, max_cycles: u64) -> Progress {
        for _ in 0..max_slices {
            self.begin_if_reset(board);
            let (now_ns, event_ns, limit_ns) = (board.time_ns(), board.next_event_ns(), board.limit_ns());
            if limit_ns <= now_ns && event_ns > now_ns {
                return Progress::UpToDate;
            }
            let end_ns = event_ns.min(limit_ns).min(now_ns.saturating_add(time_of(max_cycles)));
            self.slice(board, end_ns.max(now_ns));
        }
        Progress::Behind
    }

    /// Executes one instruction, or enters an exception. If the processor waits for an interrupt, time passes until it
    /// gets one. Returns false if there is nothing to execute, because the image is asleep or has stopped.
    pub fn step<B: Board>(&mut self, board: &mut B) -> bool {
        self.begin_if_reset(board);
        for _ in 0..MAX_EVENTS_PER_STEP {
            if !self.is_executing() || !board.is_awake() {
                return false;
            }
            let before = self.cpu.cycles();
            if self.execute(board, 1) != Some(StopReason::WaitForInterrupt) || self.cpu.cycles() != before {
                board.advance(self.time_ns());
                self.update_sleep(board);
                return true;
            }
            let Some(end_ns) = self.end_of_wait(board) else { return false };
            self.pass_time(board, end_ns);
        }
        false
    }

    /// Executes or waits until `end_ns` at most.
    fn slice<B: Board>(&mut self, board: &mut B, end_ns: u64) {
        let cycles = passed_at(end_ns).saturating_sub(self.cycle());
        if !self.is_executing() || cycles == 0 {
            self.pass_time(board, end_ns);
            return;
        }
        match self.execute(board, cycles) {
            None => {
                board.advance(self.time_ns().min(end_ns));
                self.update_sleep(board);
            }
            Some(StopReason::WaitForInterrupt) => {
                let end_ns = self.end_of_systick().map_or(end_ns, |systick_ns| systick_ns.min(end_ns));
                self.pass_time(board, end_ns);
            }
            Some(_) => {
                // The rest of the time until the event is shorter than a cycle.
                board.advance(end_ns);
                self.update_sleep(board);
            }
        }
    }

    /// Executes instructions. Returns the reason to stop if it is [`StopReason::Budget`] or, for waiting of any kind,
    /// [`StopReason::WaitForInterrupt`].
    fn execute<B: Board>(&mut self, board: &mut B, cycles: u64) -> Option<StopReason> {
        let before = self.cpu.fault_status();
        let mut bus = BoardBus::new(board, self.first_cycle);
        let reason = self.cpu.run(&mut bus, cycles);
        if bus.fault.is_some() {
            self.fault = Some(FaultReport::on_entry(&self.cpu, &before, self.image.symbols()));
        }
        self.state = RunState::Running;
        match reason {
            StopReason::Budget => return Some(StopReason::Budget),
            StopReason::WaitForInterrupt | StopReason::WaitForEvent => {
                self.state = RunState::Waiting;
                return Some(StopReason::WaitForInterrupt);
            }
            StopReason::Breakpoint => {
                let place = place(self.cpu.register(15), self.image.symbols());
                self.state = RunState::Stopped(alloc::format!("The image has stopped at the breakpoint at {place}."));
            }
            StopReason::Lockup => {
                let report = FaultReport::on_lockup(&self.cpu, self.image.symbols());
                self.state = RunState::Stopped(report.sentence.clone());
                self.fault = Some(report);
            }
            StopReason::ResetRequested => board.reset(),
            StopReason::Bus => {}
        }
        None
    }

    /// Lets time pass in which nothing is executed.
    fn pass_time<B: Board>(&mut self, board: &mut B, end_ns: u64) {
        board.advance(end_ns);
        self.cpu.skip(first_from(board.time_ns()).saturating_sub(self.cycle()));
        self.update_sleep(board);
    }

    /// Records that the board has fallen asleep, or resumes the image if it is awake again.
    fn update_sleep<B: Board>(&mut self, board: &mut B) {
        if matches!(self.state, RunState::Stopped(_)) {
            return;
        }
        if !board.is_awake() {
            self.state = RunState::Asleep;
        } else if self.state == RunState::Asleep && !self.begin_if_reset(board) {
            self.resume(board);
        }
    }

    /// Starts the image if the chip was reset: the boot loader copies it to RAM, and the processor begins at its vector
    /// table.
    fn begin_if_reset<B: Board>(&mut self, board: &mut B) -> bool {
        let is_reset = board.take_restart();
        if is_reset {
            self.cpu = Cpu::new(RAM_BASE, RAM_SIZE, self.image.vector_table());
            self.first_cycle = first_from(board.time_ns());
            self.image.load(|address, bytes| {
                // The image was checked when it was read, so all of it fits.
                let _ = self.cpu.write_ram(address, bytes);
            });
            self.cpu.reset(&mut BoardBus::new(board, self.first_cycle));
            self.fault = None;
            self.state = RunState::Running;
        }
        is_reset
    }

    /// Resumes the image after LPDS: the ROM continues with the stack pointer and at the address that the image has
    /// left, or at its vector table.
    fn resume<B: Board>(&mut self, board: &mut B) {
        let time_ns = board.time_ns();
        let mut restore = |address| board.read(address, time_ns).unwrap_or(0);
        let (sp, pc) = (restore(RESTORE_SP), restore(RESTORE_PC));
        self.cpu.reset(&mut BoardBus::new(board, self.first_cycle));
        if pc != 0 {
            self.cpu.set_register(13, sp);
            self.cpu.set_register(15, pc);
            self.cpu.set_xpsr(if pc & 1 != 0 { XPSR_THUMB } else { 0 });
        }
        self.state = RunState::Running;
    }

    fn is_executing(&self) -> bool {
        matches!(self.state, RunState::Running | RunState::Waiting)
    }

    /// Returns the time at which something can end the wait of the processor.
    fn end_of_wait<B: Board>(&self, board: &mut B) -> Option<u64> {
        let event_ns = Some(board.next_event_ns()).filter(|&event_ns| event_ns != u64::MAX);
        event_ns.into_iter().chain(self.end_of_systick()).min()
    }

    /// Returns the time of the next exception of SysTick.
    fn end_of_systick(&self) -> Option<u64> {
        self.cpu.cycles_until_systick().map(|cycles| time_of(self.cycle().saturating_add(cycles)))
    }

    fn cycle(&self) -> u64 {
        self.first_cycle.saturating_add(self.cpu.cycles())
    }

    fn time_ns(&self) -> u64 {
        time_of(self.cycle())
    }
}
