//! A board's serial line, opened again whenever it is lost: the board was unplugged, or its QEMU has ended.

use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

use super::is_timeout;
use super::pins::{Change, PULSE, Pin};
use super::qemu::Qemu;
use crate::image::Board as Profile;
use crate::serial;

/// How long to wait before a line that was lost is opened again.
const RETRY_DELAY: Duration = Duration::from_secs(1);

/// A board at the end of a serial line.
#[derive(Clone, Debug)]
pub enum Board {
    /// The firmware of this board in QEMU, started here.
    Qemu(Profile),
    /// A real board, at a serial port.
    Serial(String),
    /// A program that listens at this socket.
    Socket(PathBuf),
}

/// A line that one page at a time listens to.
pub struct Line {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// Where bytes go, while the line is open.
    out: Mutex<Option<Box<dyn Write + Send>>>,
    /// The page that listens.
    page: Mutex<Option<Sender<Vec<u8>>>>,
    /// The board, while it is QEMU and runs.
    qemu: Mutex<Option<Qemu>>,
}

impl Line {
    /// A line to `board`, opened in the background.
    pub fn open(board: Board) -> Self {
        let shared = Arc::new(Shared::default());
        let background = Arc::clone(&shared);
        thread::spawn(move || {
            let mut last_message = String::new();
            loop {
                let message = match background.carry(&board) {
                    Ok(()) => {
                        "The serial line to the board has ended. It is opened again as soon as possible.".to_owned()
                    }
                    Err(error) => format!("There is no serial line to the board: {error:#}"),
                };
                // Once, however often it is tried.
                if message != last_message {
                    println!("{message}");
                    last_message = message;
                }
                *lock(&background.out) = None;
                // The page learns it by the end of its receiver.
                *lock(&background.page) = None;
                thread::sleep(RETRY_DELAY);
            }
        });
        Self { shared }
    }

    /// Returns the board's bytes from now on. A page that listened before gets no more.
    pub fn listen(&self) -> Receiver<Vec<u8>> {
        let (sender, receiver) = mpsc::channel();
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

    /// Changes the level of a pin of the board in QEMU, and returns a sentence about it.
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
    /// Opens the line and passes on the board's bytes until it ends.
    fn carry(&self, board: &Board) -> Result<()> {
        match board {
            Board::Qemu(profile) => {
                let (qemu, line) = Qemu::start(*profile)?;
                *lock(&self.qemu) = Some(qemu);
                let ended = self.pass_on(line.try_clone()?, line);
                *lock(&self.qemu) = None;
                ended
            }
            Board::Serial(port) => {
                let line = serial::open(port)?;
                self.pass_on(line.try_clone()?, line)
            }
            Board::Socket(path) => {
                let line = connect(path)?;
                self.pass_on(line.try_clone()?, line)
            }
        }
    }

    fn pass_on(&self, out: impl Write + Send + 'static, mut line: impl Read) -> Result<()> {
        *lock(&self.out) = Some(Box::new(out));
        println!("The serial line to the board is open.");
        let mut buffer = [0; 4096];
        loop {
            let length = match line.read(&mut buffer) {
                // A serial port gives up after a while in which nothing has come.
                Err(error) if is_timeout(&error) => continue,
                Err(error) => return Err(error).context("the line was lost"),
                Ok(0) => return Ok(()),
                Ok(length) => length,
            };
            let mut page = lock(&self.page);
            if page.as_ref().is_some_and(|page| page.send(buffer[..length].to_vec()).is_err()) {
                *page = None;
            }
        }
    }
}

#[cfg(unix)]
fn connect(path: &Path) -> Result<std::os::unix::net::UnixStream> {
    std::os::unix::net::UnixStream::connect(path).with_context(|| format!("no program listens at {}", path.display()))
}

#[cfg(not(unix))]
fn connect(path: &Path) -> Result<std::net::TcpStream> {
    anyhow::bail!("{} is a socket of Unix, which this system does not have", path.display())
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
