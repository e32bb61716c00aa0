//! QEMU as a process: its options, start and end, and the sockets through which it communicates.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, ErrorKind, Write as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, ensure};
use tempfile::TempDir;

/// Maximum time for QEMU to start and to respond. It takes milliseconds, but more on a busy machine.
pub(super) const QEMU_TIMEOUT: Duration = Duration::from_secs(20);

/// Time between two checks for a connection.
const ACCEPT_INTERVAL: Duration = Duration::from_millis(5);

/// A QEMU that has not been started yet.
pub(super) struct Setup {
    pub command: Command,
    files: TempDir,
}

impl Setup {
    /// Returns a QEMU without screen and monitor, and with a folder of its own.
    pub fn new() -> Result<Self> {
        let mut command = Command::new("qemu-system-arm");
        command.args(["-machine", "lm3s6965evb", "-display", "none", "-monitor", "none"]);
        let files = tempfile::tempdir().context("cannot create a folder for QEMU's files")?;
        Ok(Self { command, files })
    }

    /// Returns the path of a file in QEMU's folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.files.path().join(name)
    }

    /// Returns a socket and its address for QEMU's options. The tests listen and QEMU connects, so that QEMU is
    /// connected before its processor runs.
    pub fn listen(&self, name: &str) -> Result<(UnixListener, String)> {
        let path = self.file(name);
        let listener = UnixListener::bind(&path).with_context(|| format!("cannot listen at {}", path.display()))?;
        listener.set_nonblocking(true)?;
        Ok((listener, format!("unix:{}", path.display())))
    }

    /// Starts QEMU.
    pub fn start(mut self) -> Result<Process> {
        let stderr = File::create(self.file("stderr"))?;
        let child = self.command.stdin(Stdio::null()).stderr(stderr).spawn();
        let child = child.context("cannot start qemu-system-arm; install the Debian package qemu-system-arm")?;
        Ok(Process { child, files: self.files })
    }
}

/// A running QEMU. It is killed when this value is dropped, before its folder is removed.
pub(super) struct Process {
    child: Child,
    files: TempDir,
}

impl Process {
    /// Returns the path of a file in QEMU's folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.files.path().join(name)
    }

    /// Waits for QEMU to connect to `listener` and returns the connection.
    pub fn accept(&mut self, listener: &UnixListener) -> Result<UnixStream> {
        let deadline = Instant::now() + QEMU_TIMEOUT;
        loop {
            match listener.accept() {
                Ok((stream, _)) => return Ok(stream),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error).context("QEMU cannot connect"),
            }
            ensure!(self.child.try_wait()?.is_none(), "QEMU ended before it connected");
            ensure!(Instant::now() < deadline, "QEMU has not connected within {QEMU_TIMEOUT:?}");
            thread::sleep(ACCEPT_INTERVAL);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let stderr = fs::read_to_string(self.files.path().join("stderr"));
        if let (Ok(Some(status)), Ok(stderr)) = (self.child.try_wait(), stderr) {
            eprintln!("QEMU had ended with {status}: {stderr}");
        }
        // Both fail only if QEMU has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A connection that carries lines of text.
pub(super) struct Lines {
    stream: UnixStream,
    received: Receiver<String>,
}

impl Lines {
    /// Starts a thread that reads the connection. QEMU stops when nobody reads, because a few lines fill its buffer.
    pub fn new(stream: UnixStream) -> Result<Self> {
        stream.set_nonblocking(false)?;
        stream.set_write_timeout(Some(QEMU_TIMEOUT))?;
        let reader = BufReader::new(stream.try_clone()?);
        let (sender, received) = mpsc::channel();
        thread::spawn(move || {
            let lines = reader.split(b'\n').map_while(io::Result::ok);
            // The thread ends with the connection, or when the receiver has been dropped.
            lines
                .map(|line| String::from_utf8_lossy(&line).trim_end().to_owned())
                .try_for_each(|line| sender.send(line))
        });
        Ok(Self { stream, received })
    }

    /// Sends a line and returns the next line that QEMU sends.
    pub fn request(&mut self, line: &str) -> Result<String> {
        self.send(&format!("{line}\n"))?;
        self.receive(QEMU_TIMEOUT).with_context(|| format!("QEMU does not respond to `{line}`"))
    }

    /// Sends lines, each of which ends with a newline.
    pub fn send(&mut self, lines: &str) -> Result<()> {
        self.stream.write_all(lines.as_bytes()).with_context(|| format!("QEMU does not accept `{}`", lines.trim_end()))
    }

    /// Waits for the next line and returns it without its newline.
    pub fn receive(&mut self, timeout: Duration) -> Result<String> {
        self.received.recv_timeout(timeout).map_err(|error| match error {
            RecvTimeoutError::Timeout => anyhow!("no line was received within {timeout:?}"),
            RecvTimeoutError::Disconnected => anyhow!("QEMU has closed the connection"),
        })
    }
}
