//! The emulated board with the image of a firmware on it: its pins are driven from outside, and its serial line is used
//! as a program does and as a person does. All time is simulated.

use std::collections::VecDeque;

use anyhow::{Result, bail, ensure};
use pinscope_core::cc3200::uart::Uart;
use pinscope_core::link::serial::{Counters, DeviceInfo, LinkDecoder, Received, Request, RequestKind};
use pinscope_core::{Command, Error, Event, Level, PinId, Power, Profile, Response, Snapshot};
use pinscope_emulator::playground::LINE_WORDS;
use pinscope_emulator::{Playground, Stimulus};
use pinscope_image::{Board, BusError, ExceptionChange, Image, ImageRunner, InterruptLines, Progress};

use crate::scenario::{Report, Target};

/// Maximum simulated time to wait for anything.
const TIMEOUT_NS: u64 = 10_000_000_000;
/// Simulated time between two looks at the serial line.
const POLL_NS: u64 = 100_000;
/// Maximum number of cycles of a slice.
const MAX_CYCLES: u64 = 100_000;

/// The exception number of interrupt 0.
const FIRST_INTERRUPT: u16 = 16;

/// A playground as the board of an image.
pub struct ImageBoard {
    pub playground: Playground,
    limit_ns: u64,
    /// The time of the next event as the processor knows it.
    event_ns: u64,
    lines: Option<[u32; LINE_WORDS]>,
}

impl Board for ImageBoard {
    fn time_ns(&mut self) -> u64 {
        self.playground.machine().time_ns()
    }

    fn limit_ns(&mut self) -> u64 {
        self.limit_ns
    }

    fn next_event_ns(&mut self) -> u64 {
        self.event_ns = self.playground.next_timer_ns().unwrap_or(u64::MAX);
        self.event_ns
    }

    fn advance(&mut self, time_ns: u64) {
        self.playground.advance_image(time_ns, None);
    }

    fn is_awake(&mut self) -> bool {
        self.playground.machine().power() == Power::Active
    }

    fn take_restart(&mut self) -> bool {
        self.playground.take_restart()
    }

    fn reset(&mut self) {
        self.playground.reset_by_software();
    }

    fn read(&mut self, address: u32, time_ns: u64) -> Result<u32, BusError> {
        self.playground.image_read(address, time_ns).map_err(|_| BusError)
    }

    fn write(&mut self, address: u32, word: u32, time_ns: u64) -> Result<(), BusError> {
        self.playground.image_write(address, word, time_ns).map_err(|_| BusError)
    }

    fn changed_lines(&mut self) -> Option<InterruptLines> {
        let words = self.playground.interrupt_lines();
        (self.lines.replace(words) != Some(words)).then(|| InterruptLines::from_words(&words))
    }

    fn ends_slice(&mut self) -> bool {
        let is_due_earlier = self.playground.next_timer_ns().is_some_and(|due_ns| due_ns < self.event_ns);
        is_due_earlier || !self.is_awake() || self.playground.restarts_script()
    }

    fn on_exception(&mut self, change: ExceptionChange, time_ns: u64) {
        match change {
            ExceptionChange::Entered(number @ FIRST_INTERRUPT..) => {
                self.playground.image_entered((number - FIRST_INTERRUPT).into(), time_ns);
            }
            ExceptionChange::Returned(number @ FIRST_INTERRUPT..) => {
                self.playground.image_returned((number - FIRST_INTERRUPT).into(), time_ns);
            }
            _ => {}
        }
    }

    fn on_system_write(&mut self, address: u32, word: u32) {
        self.playground.image_wrote_nvic(address, word);
    }
}

/// An emulated board that runs an image.
pub struct ImageBench {
    pub board: ImageBoard,
    pub runner: ImageRunner,
    decoder: LinkDecoder,
    /// Printed bytes that have not been decoded.
    bytes: VecDeque<u8>,
    text: Vec<u8>,
    events: Vec<Event>,
    seq: u16,
    reports: Vec<Report>,
}

impl ImageBench {
    /// Starts the image on a WiPy.
    ///
    /// # Errors
    /// The reason why the file is no image.
    pub fn new(file: &[u8]) -> Result<Self> {
        let mut playground = Playground::new(Profile::WipySilicon);
        playground.begin_image();
        Ok(Self {
            board: ImageBoard { playground, limit_ns: 0, event_ns: 0, lines: None },
            runner: ImageRunner::new(Image::parse(file)?),
            decoder: LinkDecoder::new(),
            bytes: VecDeque::new(),
            text: Vec::new(),
            events: Vec::new(),
            seq: 0,
            reports: Vec::new(),
        })
    }

    /// Lets simulated time pass.
    pub fn run_ns(&mut self, ns: u64) {
        self.board.limit_ns = self.board.time_ns() + ns;
        while self.runner.run(&mut self.board, 1000, MAX_CYCLES) == Progress::Behind {}
        self.bytes.extend(self.board.playground.take_printed(Uart::A0));
    }

    /// Connects a pad to a rail from outside.
    pub fn set_pin(&mut self, pin: PinId, level: Level) {
        self.board.playground.stimulus(Stimulus::Drive { pin, level: Some(level) });
    }

    /// Drives a pin high for `ns` nanoseconds, as a press of a button does.
    pub fn press(&mut self, pin: PinId, ns: u64) {
        self.set_pin(pin, Level::High);
        self.run_ns(ns);
        self.set_pin(pin, Level::Low);
    }

    /// Types at the terminal of the serial line.
    pub fn send(&mut self, bytes: &[u8]) {
        self.board.playground.type_bytes(Uart::A0, bytes);
    }

    /// Asks the board to identify itself.
    ///
    /// # Errors
    /// The board does not respond.
    pub fn identify(&mut self) -> Result<DeviceInfo> {
        self.request(RequestKind::Identify);
        self.receive_until("its identification", |received| match received {
            Received::DeviceInfo(info) => Some(info),
            _ => None,
        })
    }

    /// Sends a command and returns its result.
    ///
    /// # Errors
    /// The board does not respond.
    pub fn command(&mut self, command: Command) -> Result<Result<Response, Error>> {
        let expected = self.request(RequestKind::Execute(command));
        self.receive_until("a response", |received| match received {
            Received::Response { seq, result } if seq == expected => Some(result),
            _ => None,
        })
    }

    /// Waits for the next snapshot.
    ///
    /// # Errors
    /// No snapshot comes.
    pub fn snapshot(&mut self) -> Result<Snapshot> {
        self.receive_until("a snapshot", |received| (received == Received::Snapshot).then_some(()))?;
        Ok(self.decoder.snapshot().clone())
    }

    /// Decodes everything that was received.
    pub fn receive_all(&mut self) {
        while !self.bytes.is_empty() {
            self.decode();
        }
    }

    /// Returns the counters of the last snapshot.
    pub fn counters(&self) -> Counters {
        self.decoder.counters()
    }

    /// Returns the events that the firmware has reported since the last call.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// Waits for the next line of text and returns it without its newline.
    ///
    /// # Errors
    /// No line comes.
    pub fn read_line(&mut self) -> Result<String> {
        let end_ns = self.board.time_ns() + TIMEOUT_NS;
        loop {
            if let Some(end) = self.text.iter().position(|&byte| byte == b'\n') {
                let line: Vec<u8> = self.text.drain(..=end).collect();
                return Ok(String::from_utf8_lossy(&line).trim_end().to_owned());
            }
            let text = self.text.len();
            while self.bytes.front().is_some() && self.text.len() == text {
                self.decode();
            }
            if self.text.len() == text {
                let time_ns = self.board.time_ns();
                let text = String::from_utf8_lossy(&self.text);
                ensure!(time_ns < end_ns, "no line, only `{text}`; the image is {:?}", self.runner.state());
                self.run_ns(POLL_NS);
            }
        }
    }

    fn request(&mut self, kind: RequestKind) -> u16 {
        self.seq = self.seq.wrapping_add(1);
        let frame = Request { seq: self.seq, kind }.frame();
        self.send(frame.as_bytes());
        self.seq
    }

    fn receive_until<T>(&mut self, awaited: &str, mut find: impl FnMut(Received) -> Option<T>) -> Result<T> {
        let end_ns = self.board.time_ns() + TIMEOUT_NS;
        while self.board.time_ns() < end_ns {
            while !self.bytes.is_empty() {
                if let Some(found) = self.decode().and_then(&mut find) {
                    return Ok(found);
                }
            }
            self.run_ns(POLL_NS);
        }
        let text = String::from_utf8_lossy(&self.text);
        bail!("the board does not send {awaited}; its text is `{text}`, and the image is {:?}", self.runner.state())
    }

    /// Decodes a byte and keeps text and events.
    fn decode(&mut self) -> Option<Received> {
        match self.decoder.push(self.bytes.pop_front()?)? {
            Received::Text(byte) => {
                self.text.push(byte);
                None
            }
            received => {
                if let Received::Event(event) = received {
                    self.events.push(event);
                }
                Some(received)
            }
        }
    }
}

impl Target for ImageBench {
    fn drive(&mut self, pin: PinId, level: Level) -> Result<()> {
        self.set_pin(pin, level);
        Ok(())
    }

    fn level(&mut self, pin: PinId) -> Result<Level> {
        self.board.playground.level(pin)
    }

    fn reports(&mut self, expected: usize) -> Result<Vec<Report>> {
        self.run_ns(20_000_000);
        while self.reports.len() < expected || self.bytes.contains(&b'\n') {
            let line = self.read_line()?;
            self.reports.push(Report::parse(&line)?);
        }
        Ok(self.reports.clone())
    }
}
