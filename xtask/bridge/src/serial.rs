//! Opens a board's serial line, and opens it again whenever it is lost because the board was unplugged or its QEMU has
//! ended.

use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::sync::mpsc::{self, Receiver, Sender};
use xtask::serial_ports;

use crate::board::Board;
use crate::pins::{Change, PULSE, Pin};
use crate::qemu::Qemu;

/// The time before a lost line is opened again.
const RETRY_DELAY: Duration = Duration::from_secs(1);

/// Maximum number of bytes that are read from the line at once.
const READ_CAPACITY: usize = 4096;

/// Maximum number of pieces of the board's output that wait for a slow page. A page that is even slower loses the line
/// and has to connect again.
const PAGE_CAPACITY: usize = 1024;

/// A line whose bytes go to one page at a time.
pub struct SerialLine {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// The writer to the board, while the line is open.
    out: Mutex<Option<Box<dyn Write + Send>>>,
    /// The sender to the page that connected last.
    page: Mutex<Option<Sender<Vec<u8>>>>,
    /// The QEMU that is the board, while it runs.
    qemu: Mutex<Option<Qemu>>,
}

impl SerialLine {
    /// Opens a line to `board` in the background.
    pub fn open(board: Board) -> Self {
        let shared = Arc::new(Shared::default());
        let background = Arc::clone(&shared);
        thread::spawn(move || {
            let mut last_message = String::new();
            loop {
                let message = match background.connect(&board) {
                    Ok(()) => "The serial line to the board has ended. The bridge keeps trying to open it.".to_owned(),
                    Err(error) => format!("The serial line to the board cannot be used: {error:#}"),
                };
                // The same message is printed once, not at every try.
                if message != last_message {
                    println!("{message}");
                    last_message = message;
                }
                *lock(&background.out) = None;
                // This ends the receiver of the page.
                *lock(&background.page) = None;
                thread::sleep(RETRY_DELAY);
            }
        });
        Self { shared }
    }

    /// Returns a receiver of the board's bytes from now on. The receiver of an earlier page ends.
    pub fn subscribe(&self) -> Receiver<Vec<u8>> {
        let (sender, receiver) = mpsc::channel(PAGE_CAPACITY);
        *lock(&self.shared.page) = Some(sender);
        receiver
    }

    /// Sends bytes to the board.
    pub fn send(&self, bytes: &[u8]) -> io::Result<()> {
        match lock(&self.shared.out).as_mut() {
            Some(out) => out.write_all(bytes),
            None => Err(ErrorKind::NotConnected.into()),
        }
    }

    /// Changes the level of a pin of the board in QEMU, and returns a sentence about the change.
    pub fn change_pin(&self, pin: Pin, change: Change) -> Result<String> {
        let mut qemu = lock(&self.shared.qemu);
        let qemu = qemu.as_mut().context("QEMU is not running")?;
        let word = |is_high| if is_high { "high" } else { "low" };
        let is_high = match change {
            Change::High => true,
            Change::Low => false,
            Change::Pulse => {
                let before = qemu.is_high(pin);
                qemu.set_pin(pin, !before)?;
                thread::sleep(PULSE);
                qemu.set_pin(pin, before)?;
                let length = PULSE.as_millis();
                return Ok(format!("{pin} was {} for {length} ms and is {} again.", word(!before), word(before)));
            }
        };
        qemu.set_pin(pin, is_high)?;
        Ok(format!("{pin} is {} now.", word(is_high)))
    }
}

impl Shared {
    /// Opens the line and forwards the board's bytes until the line ends.
    fn connect(&self, board: &Board) -> Result<()> {
        match board {
            Board::Qemu(profile) => {
                let (qemu, line) = Qemu::start(*profile)?;
                *lock(&self.qemu) = Some(qemu);
                let ended = self.forward(line.try_clone()?, line);
                *lock(&self.qemu) = None;
                ended
            }
            Board::Serial(port) => {
                let line = serial_ports::open(port)?;
                self.forward(line.try_clone()?, line)
            }
            Board::Socket(path) => {
                let line = open_socket(path)?;
                self.forward(line.try_clone()?, line)
            }
        }
    }

    fn forward(&self, out: impl Write + Send + 'static, mut line: impl Read) -> Result<()> {
        *lock(&self.out) = Some(Box::new(out));
        println!("The serial line to the board is open.");
        let mut buffer = [0; READ_CAPACITY];
        loop {
            let length = match line.read(&mut buffer) {
                // The timeout of the port has passed without a byte.
                Err(error) if is_timeout(&error) => continue,
                Err(error) => return Err(error).context("the line was lost"),
                Ok(0) => return Ok(()),
                Ok(length) => length,
            };
            let mut page = lock(&self.page);
            if page.as_ref().is_some_and(|page| page.try_send(buffer[..length].to_vec()).is_err()) {
                *page = None;
            }
        }
    }
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

#[cfg(unix)]
fn open_socket(path: &Path) -> Result<std::os::unix::net::UnixStream> {
    std::os::unix::net::UnixStream::connect(path).with_context(|| format!("no program listens at {}", path.display()))
}

#[cfg(not(unix))]
fn open_socket(path: &Path) -> Result<std::net::TcpStream> {
    anyhow::bail!("{} is a socket of Unix, which this system does not have", path.display())
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
