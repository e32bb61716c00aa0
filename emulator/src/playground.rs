//! A board to play with: commands and stimuli go in, events and snapshots come out.

use pinscope_core::{
    Answer, Command, Error, EventKind, Handlers, Image, IrqStatus, Level, PadLevel, PinId, PinStatus, Power, Profile,
    Pull, Reaction, SleepMode, Snapshot, Trigger, irq, link, sleep,
};

use crate::bench::bit;
use crate::button::{Bouncer, Burst};
use crate::chip::{Chip, Woken};
use crate::clock::{Clock, Timer};
use crate::machine::Machine;
use crate::program::Program;
use crate::stimulus::{Bounce, Button, Stimulus};

/// How many interrupts are served without time going on before it counts as a storm.
pub const STORM_BOUND: u32 = 64;
/// How long a storm rests before it goes on, in nanoseconds.
pub const STORM_REST_NS: u64 = 10_000_000;

/// A machine, the little program that runs on it, and what is due to happen.
#[derive(Clone, Debug)]
pub struct Playground {
    machine: Machine,
    handlers: Handlers<Reaction>,
    /// How often each pin's interrupt was served since it was armed.
    served: [u32; PinId::COUNT],
    /// SRAM, as far as it matters: what software keeps over LPDS.
    sram: Image,
    program: Program,
    sets_up_again: bool,
    clock: Clock,
    buttons: [PushButton; PinId::COUNT],
    storming: bool,
}

/// A pad's button: how it bounces, and the burst it is in.
#[derive(Clone, Debug)]
struct PushButton {
    bouncer: Bouncer,
    burst: Burst,
    /// The rail it was last pressed to.
    rail: Level,
}

impl Playground {
    /// A board just started: every pin IN, no pull; nothing attached, nothing armed.
    pub fn new(profile: Profile) -> Self {
        let machine = Machine::new(profile);
        machine.board().start();
        let button = |pin: PinId| PushButton {
            bouncer: Bouncer::new(Bounce { seed: pin.index() as u64, ..Bounce::default() }),
            burst: Burst::default(),
            rail: Level::High,
        };
        Self {
            machine,
            handlers: Handlers::new(),
            served: [0; PinId::COUNT],
            sram: Image::EMPTY,
            program: Program::default(),
            sets_up_again: true,
            clock: Clock::default(),
            buttons: PinId::ALL.map(button),
            storming: false,
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
            irq: self.handlers.row(pin).map(|row| IrqStatus {
                trigger: row.trigger,
                wake: row.wake,
                reaction: row.handler,
                enabled: row.enabled,
                count: self.served[pin.index()],
                coalesced: self.machine.look(|chip| chip.coalesced[pin.index()]),
            }),
        };
        Snapshot {
            time_ns: self.machine.time_ns(),
            running,
            profile: self.machine.board().profile,
            power: self.machine.power(),
            image: Image::take(self.machine.peek()),
            pins: PinId::ALL.map(status),
        }
    }

    /// Software does something.
    ///
    /// # Errors
    /// The core's, [`Error::Asleep`] while no software runs, and [`Error::BusFault`].
    pub fn command(&mut self, command: Command) -> Result<Answer, Error> {
        let answer = self.carry_out(command)?;
        self.program.note(command);
        match answer {
            Answer::Call(reaction) => reaction.run(self.machine.board()),
            Answer::Sleep(mode) => self.fall_asleep(mode),
            Answer::Done | Answer::Level(_) | Answer::Flags(_) => {}
        }
        self.go_on();
        Ok(answer)
    }

    /// Hands do something.
    pub fn stimulus(&mut self, stimulus: Stimulus) {
        match stimulus {
            Stimulus::Drive { pin, level } => self.hold(pin, level),
            Stimulus::Click { pin } => self.click(pin),
            Stimulus::Press { pin } => self.press(pin),
            Stimulus::Release { pin } => self.release(pin),
            Stimulus::Bounce { pin, bounce } => self.buttons[pin.index()].bouncer = Bouncer::new(bounce),
            Stimulus::Wire { a, b } => self.machine.change(|chip| {
                chip.change_bench(bit(a) | bit(b), |bench| bench.wire(a, b));
            }),
            Stimulus::Unwire { a, b } => self.machine.change(|chip| {
                chip.change_bench(bit(a) | bit(b), |bench| bench.unwire(a, b));
            }),
        }
        self.go_on();
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
                self.machine.change(|chip| chip.time_ns = chip.time_ns.max(end_ns));
                return true;
            };
            self.machine.change(|chip| chip.time_ns = time_ns);
            self.ring(timer);
            self.go_on();
        }
        false
    }

    /// The reset button on the board.
    pub fn reset_chip(&mut self) {
        self.machine.change(Chip::press_reset);
        self.start_again();
        self.go_on();
    }

    fn carry_out(&mut self, command: Command) -> Result<Answer, Error> {
        match self.machine.power() {
            Power::Active => {}
            power => return Err(Error::Asleep { power }),
        }
        self.machine.change(|chip| chip.fault = None);
        let answer = link::serve(command, self.machine.board(), &mut self.handlers)?;
        if let Some(fault) = self.machine.change(|chip| chip.fault.take()) {
            return Err(Error::BusFault { addr: fault.addr, write: fault.write });
        }
        if let Command::Irq { pin, .. } = command {
            self.served[pin.index()] = 0;
            self.machine.change(|chip| chip.coalesced[pin.index()] = 0);
        }
        Ok(answer)
    }

    fn fall_asleep(&mut self, mode: SleepMode) {
        match mode {
            SleepMode::Active => self.machine.change(Chip::idle),
            SleepMode::Suspended => sleep::suspend(&self.machine, &mut self.sram),
            SleepMode::Hibernate => {
                // SRAM loses power too, and with it what the handlers were.
                self.handlers.clear();
                sleep::hibernate(&self.machine);
            }
        }
    }

    /// What software does of itself after something has happened: it goes on after a sleep, and it serves interrupts.
    fn go_on(&mut self) {
        if let Some(Woken { pin, from }) = self.machine.change(|chip| chip.woken.take()) {
            match from {
                Power::Hibernate => self.start_again(),
                _ => self.resume(pin),
            }
        }
        self.serve_interrupts();
    }

    /// After LPDS: puts the pins back and runs the callback of the pin that woke the board.
    fn resume(&mut self, pin: PinId) {
        sleep::resume(&self.machine, &self.sram);
        if let Some(row) = self.handlers.row(pin) {
            self.run_handler(pin, row.trigger, false);
        }
    }

    /// After a reset: the board as `Board::start` leaves it, and then the bench's list, if it is to be applied.
    fn start_again(&mut self) {
        self.handlers.clear();
        self.machine.board().start();
        let commands = self.program.commands();
        if self.sets_up_again && !commands.is_empty() {
            self.machine.change(|chip| chip.record(EventKind::SetUp));
            for command in commands {
                // Each was accepted by this very board, so it is again; a refusal would leave the pin as it is.
                let _ = self.carry_out(command);
            }
        }
    }

    /// Serves interrupts as the processor would, the most urgent first, until none is left or it storms.
    fn serve_interrupts(&mut self) {
        let mut served = 0;
        while !self.storming {
            let Some(port) = self.machine.look(Chip::next_interrupt) else { return };
            self.machine.change(|chip| chip.enter(port));
            for pin in irq::take_pending(&self.machine, port) {
                let trigger = self.machine.seen().at(pin).fired();
                self.run_handler(pin, trigger, true);
                served += 1;
                if served == STORM_BOUND {
                    self.storm(pin);
                }
            }
            self.machine.change(|chip| chip.leave(port));
        }
    }

    /// Runs the handler of `pin`. Its flags say the trigger only when an interrupt called it.
    fn run_handler(&mut self, pin: PinId, trigger: Trigger, interrupt: bool) {
        let priority = self.machine.seen().at(pin).priority();
        self.machine.change(|chip| chip.record(EventKind::Irq { pin, trigger, priority }));
        self.served[pin.index()] = self.served[pin.index()].saturating_add(1);
        if let Some(row) = self.handlers.row_mut(pin) {
            row.fired = interrupt.then_some(trigger);
            row.handler.run(self.machine.board());
            row.fired = None;
        }
        self.machine.change(|chip| chip.record(EventKind::Left { pin }));
    }

    /// An interrupt that nobody clears: says so, and lets time go on before it may go on.
    fn storm(&mut self, pin: PinId) {
        self.storming = true;
        self.machine.change(|chip| chip.record(EventKind::IrqStorm { pin }));
        let rested = self.machine.time_ns().saturating_add(STORM_REST_NS);
        self.clock.set(Timer::StormOver, Some(rested));
    }

    fn ring(&mut self, timer: Timer) {
        match timer {
            Timer::Bounce(pin) => self.bounce(pin),
            Timer::StormOver => self.storming = false,
        }
    }

    fn hold(&mut self, pin: PinId, level: Option<Level>) {
        self.machine.change(|chip| chip.change_bench(bit(pin), |bench| bench.hold(pin, level)));
    }

    /// One clean edge, unless the chip drives the pad.
    fn click(&mut self, pin: PinId) {
        if self.machine.look(|chip| chip.output(pin)).is_some() {
            return;
        }
        let reads = match self.machine.level(pin) {
            PadLevel::Floating => Level::Low,
            _ => self.machine.look(|chip| chip.reads(pin)),
        };
        let before = self.machine.outside(pin).held.unwrap_or(reads);
        self.hold(pin, Some(!before));
    }

    /// Closes the button to the rail opposite the pin's pull, high if it has none.
    fn press(&mut self, pin: PinId) {
        let rail = if self.machine.seen().at(pin).pull() == Pull::Up { Level::Low } else { Level::High };
        self.buttons[pin.index()].rail = rail;
        self.push(pin, Button::Closed(rail));
    }

    /// Opens the button; one that was never pressed stays as it is.
    fn release(&mut self, pin: PinId) {
        if self.machine.outside(pin).button.is_some() {
            self.push(pin, Button::Open);
        }
    }

    /// Puts the button into a position: one change now, and then it bounces.
    fn push(&mut self, pin: PinId, position: Button) {
        let time_ns = self.machine.time_ns();
        let button = &mut self.buttons[pin.index()];
        button.burst = button.bouncer.burst(time_ns);
        self.put(pin, position);
        self.bounce_later(pin);
    }

    /// The next change of a bouncing button.
    fn bounce(&mut self, pin: PinId) {
        let position = match self.machine.outside(pin).button {
            Some(Button::Closed(_)) => Button::Open,
            Some(Button::Open) | None => Button::Closed(self.buttons[pin.index()].rail),
        };
        self.put(pin, position);
        self.bounce_later(pin);
    }

    fn bounce_later(&mut self, pin: PinId) {
        let button = &mut self.buttons[pin.index()];
        let next = button.bouncer.next(&mut button.burst);
        self.clock.set(Timer::Bounce(pin), next);
    }

    fn put(&mut self, pin: PinId, position: Button) {
        self.machine.change(|chip| chip.change_bench(bit(pin), |bench| bench.put_button(pin, position)));
    }
}
