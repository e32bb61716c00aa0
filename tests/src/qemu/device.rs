//! The serial line of a board that runs the firmware: what a program says and hears, and what a person does.

use std::collections::VecDeque;
use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use pinscope_core::link::serial::{DeviceInfo, LinkDecoder, Received, Request, RequestKind};
use pinscope_core::{Command, Error, Event, Response, Snapshot};

use super::process::PATIENCE;

/// How long to wait for an answer before asking again: one may be lost with the damage a test does.
const AGAIN: Duration = Duration::from_secs(1);

/// A serial line.
pub struct Device {
    stream: UnixStream,
    incoming: Receiver<Vec<u8>>,
    decoder: LinkDecoder,
    bytes: VecDeque<u8>,
    line: Vec<u8>,
    seq: u16,
    events: Vec<Event>,
}

impl Device {
    /// What comes is read at once, in a thread: QEMU stands still while a line is full, and a few frames fill it.
    pub(super) fn new(stream: UnixStream) -> Result<Self> {
        stream.set_nonblocking(false)?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let mut reading = stream.try_clone()?;
        let (sender, incoming) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            // It ends with the connection, or when nobody listens any more.
            while let Ok(length @ 1..) = reading.read(&mut buffer) {
                if sender.send(buffer[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        let (decoder, bytes, line, events) = (LinkDecoder::new(), VecDeque::new(), Vec::new(), Vec::new());
        Ok(Self { stream, incoming, decoder, bytes, line, seq: 0, events })
    }

    /// Sends bytes, whatever they are.
    pub fn send(&mut self, bytes: &[u8]) -> Result<()> {
        self.stream.write_all(bytes).context("QEMU does not take bytes of the serial line")
    }

    /// Asks, and returns the number of the request.
    pub fn ask(&mut self, kind: RequestKind) -> Result<u16> {
        self.seq = self.seq.wrapping_add(1);
        self.send(Request { seq: self.seq, kind }.frame().as_bytes())?;
        Ok(self.seq)
    }

    /// What the board is, asked again until it answers.
    pub fn hello(&mut self) -> Result<DeviceInfo> {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            self.ask(RequestKind::Identify)?;
            let again = Instant::now() + AGAIN;
            while let Some(received) = self.hear(again)? {
                if let Received::DeviceInfo(info) = received {
                    return Ok(info);
                }
            }
        }
        bail!("nobody answers in {PATIENCE:?}; it says `{}`", String::from_utf8_lossy(&self.line))
    }

    /// Has a command carried out.
    pub fn command(&mut self, command: Command) -> Result<Result<Response, Error>> {
        let asked = self.ask(RequestKind::Execute(command))?;
        let end = Instant::now() + PATIENCE;
        while let Some(received) = self.hear(end)? {
            match received {
                Received::Response { seq, result } if seq == asked => return Ok(result),
                _ => {}
            }
        }
        bail!("no answer to {command:?}; it says `{}`", String::from_utf8_lossy(&self.line))
    }

    /// The board as it is from now on: whole, not made of differences.
    pub fn whole_snapshot(&mut self) -> Result<Snapshot> {
        self.ask(RequestKind::Resync)?;
        // One was on its way, perhaps; the second is the answer, or comes after it.
        self.snapshot()?;
        self.snapshot()
    }

    /// The next snapshot.
    pub fn snapshot(&mut self) -> Result<Snapshot> {
        let end = Instant::now() + PATIENCE;
        while let Some(received) = self.hear(end)? {
            if received == Received::Snapshot {
                return Ok(self.decoder.snapshot().clone());
            }
        }
        bail!("no snapshot in {PATIENCE:?}")
    }

    /// The decoder, for what it counts.
    pub fn decoder(&self) -> &LinkDecoder {
        &self.decoder
    }

    /// Every event so far, once.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// The next thing the board says, until `end`. Text waits for [`Device::read_line`].
    pub fn hear(&mut self, end: Instant) -> Result<Option<Received>> {
        while let Some(byte) = self.next_byte(end)? {
            match self.decoder.push(byte) {
                None => {}
                Some(Received::Text(byte)) => self.line.push(byte),
                Some(received) => {
                    if let Received::Event(event) = received {
                        self.events.push(event);
                    }
                    return Ok(Some(received));
                }
            }
        }
        Ok(None)
    }

    /// The next line of text, without its end. Frames before it are received, and not returned.
    pub fn read_line(&mut self, timeout: Duration) -> Result<String> {
        let end = Instant::now() + timeout;
        loop {
            if let Some(place) = self.line.iter().position(|&byte| byte == b'\n') {
                let line: Vec<u8> = self.line.drain(..=place).collect();
                return Ok(String::from_utf8_lossy(&line).trim_end().to_owned());
            }
            let byte = self.next_byte(end)?.with_context(|| format!("no line came in {timeout:?}"))?;
            match self.decoder.push(byte) {
                Some(Received::Text(byte)) => self.line.push(byte),
                Some(Received::Event(event)) => self.events.push(event),
                _ => {}
            }
        }
    }

    fn next_byte(&mut self, end: Instant) -> Result<Option<u8>> {
        while self.bytes.is_empty() {
            match self.incoming.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.bytes.extend(bytes),
                Err(RecvTimeoutError::Timeout) => return Ok(None),
                Err(RecvTimeoutError::Disconnected) => bail!("QEMU has hung up"),
            }
        }
        Ok(self.bytes.pop_front())
    }
}
