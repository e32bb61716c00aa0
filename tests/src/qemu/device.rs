//! The serial line of a board that runs the firmware, used as a program does and as a person does.

use std::collections::VecDeque;
use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use pinscope_core::link::serial::{DeviceInfo, LinkDecoder, Received, Request, RequestKind};
use pinscope_core::{Command, Error, Event, Response, Snapshot};

use super::process::QEMU_TIMEOUT;

/// Time to wait for a response before the request is repeated. A test that damages frames can lose a response.
const RETRY_DELAY: Duration = Duration::from_secs(1);

/// A serial line.
pub struct Device {
    stream: UnixStream,
    received: Receiver<Vec<u8>>,
    /// Received bytes that have not been decoded.
    bytes: VecDeque<u8>,
    decoder: LinkDecoder,
    /// Text that has not been read.
    text: Vec<u8>,
    /// The number of the last request.
    seq: u16,
    /// Events that have not been taken.
    events: Vec<Event>,
}

impl Device {
    /// Starts a thread that reads the line. QEMU stops when nobody reads, because a few frames fill its buffer.
    pub(super) fn new(stream: UnixStream) -> Result<Self> {
        stream.set_nonblocking(false)?;
        stream.set_write_timeout(Some(QEMU_TIMEOUT))?;
        let mut reader = stream.try_clone()?;
        let (sender, received) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            // The thread ends with the connection, or when the receiver has been dropped.
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        Ok(Self {
            stream,
            received,
            bytes: VecDeque::new(),
            decoder: LinkDecoder::new(),
            text: Vec::new(),
            seq: 0,
            events: Vec::new(),
        })
    }

    /// Sends bytes.
    pub fn send(&mut self, bytes: &[u8]) -> Result<()> {
        self.stream.write_all(bytes).context("QEMU does not accept bytes on the serial line")
    }

    /// Asks the board to identify itself until it responds.
    pub fn identify(&mut self) -> Result<DeviceInfo> {
        let deadline = Instant::now() + QEMU_TIMEOUT;
        while Instant::now() < deadline {
            self.request(RequestKind::Identify)?;
            let retry = Instant::now() + RETRY_DELAY;
            while let Some(received) = self.receive(retry)? {
                if let Received::DeviceInfo(info) = received {
                    return Ok(info);
                }
            }
        }
        bail!("the board has not identified itself within {QEMU_TIMEOUT:?}; its text is `{}`", self.unread_text())
    }

    /// Sends a command and returns its result.
    pub fn command(&mut self, command: Command) -> Result<Result<Response, Error>> {
        let expected = self.request(RequestKind::Execute(command))?;
        let deadline = Instant::now() + QEMU_TIMEOUT;
        while let Some(received) = self.receive(deadline)? {
            match received {
                Received::Response { seq, result } if seq == expected => return Ok(result),
                _ => {}
            }
        }
        bail!("the board does not respond to {command:?}; its text is `{}`", self.unread_text())
    }

    /// Requests a whole snapshot instead of differences, and returns one that was made after the request.
    pub fn whole_snapshot(&mut self) -> Result<Snapshot> {
        self.request(RequestKind::Resync)?;
        // The first may have been sent before the request arrived.
        self.snapshot()?;
        self.snapshot()
    }

    /// Waits for the next snapshot.
    pub fn snapshot(&mut self) -> Result<Snapshot> {
        let deadline = Instant::now() + QEMU_TIMEOUT;
        while let Some(received) = self.receive(deadline)? {
            if received == Received::Snapshot {
                return Ok(self.decoder.snapshot().clone());
            }
        }
        bail!("no snapshot was received within {QEMU_TIMEOUT:?}")
    }

    /// Returns the decoder, which has the board's counters.
    pub fn decoder(&self) -> &LinkDecoder {
        &self.decoder
    }

    /// Returns the events since the last call.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// Waits until `deadline` for the next message. Text is kept for [`Device::read_line`].
    pub fn receive(&mut self, deadline: Instant) -> Result<Option<Received>> {
        while let Some(byte) = self.next_byte(deadline)? {
            match self.decoder.push(byte) {
                None => {}
                Some(Received::Text(byte)) => self.text.push(byte),
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

    /// Waits for the next line of text and returns it without its newline. Messages before it are decoded.
    pub fn read_line(&mut self, timeout: Duration) -> Result<String> {
        let deadline = Instant::now() + timeout;
        loop {
            if let Some(end) = self.text.iter().position(|&byte| byte == b'\n') {
                let line: Vec<u8> = self.text.drain(..=end).collect();
                return Ok(String::from_utf8_lossy(&line).trim_end().to_owned());
            }
            let byte = self.next_byte(deadline)?.with_context(|| format!("no line was received within {timeout:?}"))?;
            match self.decoder.push(byte) {
                Some(Received::Text(byte)) => self.text.push(byte),
                Some(Received::Event(event)) => self.events.push(event),
                _ => {}
            }
        }
    }

    /// Sends a request and returns its number.
    fn request(&mut self, kind: RequestKind) -> Result<u16> {
        self.seq = self.seq.wrapping_add(1);
        self.send(Request { seq: self.seq, kind }.frame().as_bytes())?;
        Ok(self.seq)
    }

    fn next_byte(&mut self, deadline: Instant) -> Result<Option<u8>> {
        while self.bytes.is_empty() {
            match self.received.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.bytes.extend(bytes),
                Err(RecvTimeoutError::Timeout) => return Ok(None),
                Err(RecvTimeoutError::Disconnected) => bail!("QEMU has closed the connection"),
            }
        }
        Ok(self.bytes.pop_front())
    }

    fn unread_text(&self) -> String {
        String::from_utf8_lossy(&self.text).into_owned()
    }
}
