//! The serial link: it receives requests and sends responses, events and snapshots.
//!
//! A program sends and receives frames, and a person types and reads lines. Output goes to the one whose input came
//! last.

use pinscope_core::cc3200::gprcm;
use pinscope_core::link::reserved_pins::PINS;
use pinscope_core::link::serial::{
    Capabilities, Counters, Decoded, Deframer, DeviceInfo, Message, PROTOCOL_VERSION, Request, RequestKind,
    SnapshotEncoder, SnapshotHeader,
};
use pinscope_core::{Command, Error, EventKind, Power, RegisterImage, Response, ShortString, SleepMode, sleep};
use pinscope_firmware::Mmio;

use crate::console::{self, Console};
use crate::{BOARD, event_queue, interrupts, power, stack_guard, systick, uart};

/// The firmware's version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Time between two snapshots: there are 25 a second.
const SNAPSHOT_INTERVAL_MS: u64 = 40;
/// Maximum pause inside a frame. After a longer pause the rest of the frame counts as lost.
const IDLE_TIMEOUT_MS: u64 = 100;
/// Maximum number of bytes that one call of [`Session::poll`] receives, and of events that it sends, so that neither
/// delays the other.
const MAX_PER_POLL: usize = 64;

/// The state of the serial link.
pub struct Session {
    deframer: Deframer,
    encoder: SnapshotEncoder,
    console: Console,
    /// True if output goes to a program as frames. Otherwise it goes to a person as lines.
    sends_frames: bool,
    last_received_ms: u64,
    /// The time at which the last snapshot was sent.
    last_sent_ms: u64,
    damaged: u32,
    /// The word of [`gprcm::APPS_RESET_CAUSE`] after the reset, which a wake from LPDS overwrites.
    reset_cause: u32,
    /// The number of interrupts that had been served when the board became IDLE; `None` if it is not IDLE.
    idle_since: Option<u32>,
    /// True if the board has slept, or has refused to, since the last call of [`Session::take_wake`].
    has_slept: bool,
}

impl Session {
    /// Returns a session that has received nothing, after a reset of the board.
    pub fn new() -> Self {
        Self {
            deframer: Deframer::new(),
            encoder: SnapshotEncoder::new(),
            console: Console::new(),
            sends_frames: false,
            last_received_ms: 0,
            last_sent_ms: 0,
            damaged: 0,
            reset_cause: gprcm::APPS_RESET_CAUSE.read(Mmio),
            idle_since: None,
            has_slept: false,
        }
    }

    /// Prints the version, the board and the cause of the reset for a person. A program sends [`RequestKind::Identify`]
    /// instead.
    pub fn write_banner(&self) {
        let (profile, cause) = (BOARD.profile.name(), sleep::reset_cause(Mmio).name());
        uart::write_line(format_args!("pinscope {VERSION} {profile} {cause}, Enter for a console"));
    }

    /// Handles what has been received, and sends waiting events and a snapshot that is due.
    pub fn poll(&mut self) {
        interrupts::poll_storm();
        self.receive();
        self.send_events(MAX_PER_POLL);
        self.end_idle();
        if self.sends_frames && systick::now_ms().wrapping_sub(self.last_sent_ms) >= SNAPSHOT_INTERVAL_MS {
            self.send_snapshot(self.power());
        }
    }

    /// Puts the board to sleep without a command. There is no response, but an error is printed for a person.
    pub fn sleep(&mut self, mode: SleepMode) {
        if let Err(error) = self.enter_sleep(mode)
            && !self.sends_frames
        {
            uart::write_line(format_args!("{error}"));
        }
    }

    /// Returns whether the board has slept, or has refused to, since the last call.
    pub fn take_wake(&mut self) -> bool {
        core::mem::take(&mut self.has_slept)
    }

    fn receive(&mut self) {
        for byte in core::iter::from_fn(uart::receive).take(MAX_PER_POLL) {
            self.last_received_ms = systick::now_ms();
            let request = match self.deframer.push(byte) {
                None => continue,
                Some(Decoded::Text(key)) => {
                    self.on_key(key);
                    continue;
                }
                Some(Decoded::Payload(payload)) => Request::parse(payload),
                Some(Decoded::Corrupt) => None,
            };
            match request {
                Some(request) => self.on_request(request),
                None => self.damaged = self.damaged.wrapping_add(1),
            }
        }
        if systick::now_ms().wrapping_sub(self.last_received_ms) >= IDLE_TIMEOUT_MS && self.deframer.on_idle() {
            self.damaged = self.damaged.wrapping_add(1);
        }
    }

    fn on_request(&mut self, Request { seq, kind }: Request) {
        self.sends_frames = true;
        match kind {
            RequestKind::Identify => {
                self.encoder.reset();
                self.send(&Message::DeviceInfo(self.info()));
                self.send_snapshot(self.power());
            }
            RequestKind::Resync => {
                self.encoder.reset();
                self.send_snapshot(self.power());
            }
            RequestKind::Execute(command) => {
                let result = self.execute(command);
                self.send(&Message::Response { seq, result });
            }
        }
    }

    #[inline(never)]
    fn on_key(&mut self, key: u8) {
        if key == b'\r' && self.sends_frames {
            // The Enter key is documented to start the console.
            self.sends_frames = false;
            self.write_banner();
        }
        if self.sends_frames {
            return;
        }
        if let Some(command) = self.console.on_key(key) {
            if matches!(command, Command::Sleep { mode } if !interrupts::is_armed(mode)) {
                uart::write_line(format_args!("nothing is armed: the board sleeps until it is reset"));
            }
            console::write_result(self.execute(command));
        }
    }

    fn execute(&mut self, command: Command) -> Result<Response, Error> {
        if self.idle_since.is_some() {
            return Err(Error::Asleep { power: Power::Idle });
        }
        let response = interrupts::execute(command)?;
        if let Response::Sleep(mode) = response {
            self.enter_sleep(mode)?;
        }
        Ok(response)
    }

    /// Puts the board to sleep and returns when it is awake again. IDLE returns at once, because the main loop waits
    /// for interrupts anyway.
    fn enter_sleep(&mut self, mode: SleepMode) -> Result<(), Error> {
        event_queue::push(EventKind::Sleep { power: mode.power() });
        if mode == SleepMode::Active {
            self.idle_since = Some(event_queue::counts().0);
            return Ok(());
        }
        self.send_events(usize::MAX);
        if self.sends_frames {
            self.send_snapshot(mode.power());
        }
        uart::flush();
        self.has_slept = true;
        match mode {
            SleepMode::Suspended => power::suspend().map(drop),
            _ => Err(power::hibernate()),
        }
    }

    /// Ends IDLE after the first interrupt.
    fn end_idle(&mut self) {
        if self.idle_since.is_some_and(|served| served != event_queue::counts().0) {
            self.idle_since = None;
        }
    }

    fn send_events(&mut self, max: usize) {
        for event in core::iter::from_fn(event_queue::pop).take(max) {
            if self.sends_frames {
                self.send(&Message::Event(event));
            } else {
                console::write_event(&event);
            }
        }
    }

    fn power(&self) -> Power {
        if self.idle_since.is_some() { Power::Idle } else { Power::Active }
    }

    fn send(&mut self, message: &Message) {
        uart::send(self.encoder.frame(message).as_bytes());
    }

    fn send_snapshot(&mut self, power: Power) {
        self.last_sent_ms = systick::now_ms();
        let (served, dropped) = event_queue::counts();
        let (overrun, unsent) = uart::losses();
        let stack = stack_guard::max_used();
        let header = SnapshotHeader {
            time_ns: 1000 * systick::now_us(),
            power,
            counters: Counters { served, dropped, damaged: self.damaged, overrun, unsent, stack },
            image: &self.register_image(),
        };
        self.encoder.snapshot(&header, interrupts::status, |frame| uart::send(frame.as_bytes()));
    }

    /// Returns the registers with the cause of the last reset.
    fn register_image(&self) -> RegisterImage {
        let mut image = RegisterImage::capture(Mmio);
        image.set_reset_cause(self.reset_cause);
        image
    }

    fn info(&self) -> DeviceInfo {
        DeviceInfo {
            protocol: PROTOCOL_VERSION,
            version: ShortString::new(VERSION),
            profile: BOARD.profile,
            reset: sleep::reset_cause(&self.register_image()),
            time_ns: 1000 * systick::now_us(),
            // A board cannot drive its own inputs, read the pads of its outputs, or stop its time.
            capabilities: Capabilities::default(),
            reserved: PINS,
        }
    }
}
