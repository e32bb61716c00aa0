//! The cable: requests come in and are answered, events and snapshots go out, to a program in frames or to a person in
//! lines. Whoever spoke last is spoken to.

use pinscope_core::link::reserved_pins::PINS;
use pinscope_core::link::serial::{
    Capabilities, Counters, Decoded, Deframer, DeviceInfo, Message, PROTOCOL_VERSION, Request, RequestKind,
    SnapshotEncoder, SnapshotHeader,
};
use pinscope_core::{Command, Error, EventKind, Power, RegisterImage, Response, ShortString, SleepMode, sleep};
use pinscope_firmware::Mmio;

use crate::console::{Console, ParseError};
use crate::{BOARD, interrupts, power, reports, stack, time, uart};

/// The firmware's version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A snapshot goes out as often as this: 25 a second.
const SNAPSHOT_MS: u64 = 40;
/// A frame that pauses for so long has no end.
const QUIET_MS: u64 = 100;
/// How many bytes, and how many events, a turn takes: neither keeps the other waiting.
const TURN: usize = 64;

/// The cable's state.
pub struct Session {
    deframer: Deframer,
    encoder: SnapshotEncoder,
    console: Console,
    /// Whether a program spoke last, not a person.
    to_program: bool,
    heard_ms: u64,
    told_ms: u64,
    damaged: u32,
    /// How many interrupts had been served when the board was asked to be IDLE, if it still is.
    idle: Option<u32>,
}

impl Session {
    /// A cable on which nobody has spoken.
    pub const fn new() -> Self {
        Self {
            deframer: Deframer::new(),
            encoder: SnapshotEncoder::new(),
            console: Console::new(),
            to_program: false,
            heard_ms: 0,
            told_ms: 0,
            damaged: 0,
            idle: None,
        }
    }

    /// Says to a person what this is; a program asks.
    pub fn introduce(&self) {
        let cause = Gap::Word(sleep::reset_cause(Mmio).name());
        let gaps = [Gap::Word(VERSION), Gap::Word(BOARD.profile.name()), cause];
        uart::line("pinscope %1 %2 %3, Enter for a console", &gaps);
    }

    /// Hears what has come and says what there is to say.
    pub fn turn(&mut self) {
        interrupts::reset_storm_count();
        self.hear();
        self.report(TURN);
        self.wake_from_idle();
        if self.to_program && systick::now_ms().wrapping_sub(self.told_ms) >= SNAPSHOT_MS {
            self.tell_snapshot(self.power());
        }
    }

    /// Puts the board to sleep, nobody having asked for an answer.
    pub fn sleep(&mut self, mode: SleepMode) {
        if let Err(refused) = self.fall_asleep(mode)
            && !self.to_program
        {
            uart::line("%1", &[Gap::Refusal(&refused)]);
        }
    }

    fn hear(&mut self) {
        for byte in core::iter::from_fn(uart::next).take(TURN) {
            self.heard_ms = systick::now_ms();
            let request = match self.deframer.push(byte) {
                None => continue,
                Some(Decoded::Text(byte)) => {
                    self.typed(byte);
                    continue;
                }
                Some(Decoded::Payload(payload)) => Request::parse(payload),
                Some(Decoded::Corrupt) => None,
            };
            match request {
                Some(request) => self.answer(request),
                None => self.damaged = self.damaged.wrapping_add(1),
            }
        }
        if systick::now_ms().wrapping_sub(self.heard_ms) >= QUIET_MS && self.deframer.on_idle() {
            self.damaged = self.damaged.wrapping_add(1);
        }
    }

    fn answer(&mut self, Request { seq, ask }: Request) {
        self.to_program = true;
        match ask {
            RequestKind::Identify => {
                self.encoder.reset();
                let info = info();
                self.tell(&Message::DeviceInfo(info));
                self.tell_snapshot(self.power());
            }
            RequestKind::Resync => {
                self.encoder.reset();
                self.tell_snapshot(self.power());
            }
            RequestKind::Execute(command) => {
                let result = self.carry_out(command);
                self.tell(&Message::Response { seq, result });
            }
        }
    }

    #[inline(never)]
    fn typed(&mut self, byte: u8) {
        if byte == b'\r' && self.to_program {
            // The documented key: from here on a person is spoken to.
            self.to_program = false;
            self.introduce();
        }
        if self.to_program {
            return;
        }
        match self.console.typed(byte) {
            None | Some(Err(ParseError::Nothing)) => {}
            Some(Err(wrong)) => wrong.explain(),
            Some(Ok(command)) => {
                let result = self.carry_out(command);
                self.console.answer(&command, result);
            }
        }
    }

    fn carry_out(&mut self, command: Command) -> Result<Response, Error> {
        if self.idle.is_some() {
            return Err(Error::Asleep { power: Power::Idle });
        }
        let answer = interrupts::serve_command(command)?;
        if let Response::Sleep(mode) = answer {
            self.fall_asleep(mode)?;
        }
        Ok(answer)
    }

    /// Sleeps, and returns when the board is awake again, or, of IDLE, at once: the main loop waits anyway.
    fn fall_asleep(&mut self, mode: SleepMode) -> Result<(), Error> {
        event_queue::push(EventKind::Sleep { power: mode.power() });
        if mode == SleepMode::Active {
            self.idle = Some(event_queue::counts().0);
            return Ok(());
        }
        self.report(usize::MAX);
        if self.to_program {
            self.tell_snapshot(mode.power());
        }
        uart::flush();
        match mode {
            SleepMode::Suspended => power::suspend().map(drop),
            _ => Err(power::hibernate()),
        }
    }

    /// The first interrupt ends IDLE.
    fn wake_from_idle(&mut self) {
        if self.idle.is_some_and(|served| served != event_queue::counts().0) {
            self.idle = None;
        }
    }

    /// Tells what has happened, so many events at most.
    fn report(&mut self, most: usize) {
        for event in core::iter::from_fn(event_queue::next).take(most) {
            if self.to_program {
                self.tell(&Message::Event(event));
            } else {
                self.console.event(&event);
            }
        }
    }

    fn power(&self) -> Power {
        if self.idle.is_some() { Power::Idle } else { Power::Active }
    }

    fn tell(&mut self, message: &Message) {
        uart::send(self.encoder.frame(message).as_bytes());
    }

    fn tell_snapshot(&mut self, power: Power) {
        self.told_ms = systick::now_ms();
        let (served, dropped) = event_queue::counts();
        let (overrun, unsent) = uart::losses();
        let now = SnapshotHeader {
            time_ns: 1000 * systick::now_us(),
            power,
            counters: Counters {
                served,
                dropped,
                damaged: self.damaged,
                overrun,
                unsent,
                stack: stack_guard::most_used(),
            },
            image: &RegisterImage::capture(Mmio),
        };
        self.encoder.snapshot(&now, interrupts::status, |frame| uart::send(frame.as_bytes()));
    }
}

fn info() -> DeviceInfo {
    DeviceInfo {
        protocol: PROTOCOL_VERSION,
        version: ShortString::new(VERSION),
        profile: BOARD.profile,
        reset: sleep::reset_cause(Mmio),
        time_ns: 1000 * systick::now_us(),
        // Hands are a person's here, a pad is read only where the port reads it, and time is its own.
        can: Capabilities::default(),
        taken: PINS,
    }
}
