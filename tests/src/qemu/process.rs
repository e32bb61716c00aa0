//! QEMU as a process: how it is set up and started, its end, and the sockets it speaks through.

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

/// How long QEMU has to start and to answer. It takes milliseconds; a busy machine may take longer.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// A QEMU about to be started.
pub(super) struct Setup {
    pub command: Command,
    files: TempDir,
}

impl Setup {
    /// One with neither screen nor monitor, and with a folder of its own.
    pub fn new() -> Result<Self> {
        let mut command = Command::new("qemu-system-arm");
        command.args(["-machine", "lm3s6965evb", "-display", "none", "-monitor", "none"]);
        let files = tempfile::tempdir().context("no folder for temporary files")?;
        Ok(Self { command, files })
    }

    /// A path in its folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.files.path().join(name)
    }

    /// A socket and the address QEMU will find it at. This side listens, so that QEMU is connected before its
    /// processor runs.
    pub fn listen(&self, name: &str) -> Result<(UnixListener, String)> {
        let path = self.file(name);
        let listener = UnixListener::bind(&path).with_context(|| format!("no socket at {}", path.display()))?;
        listener.set_nonblocking(true)?;
        Ok((listener, format!("unix:{}", path.display())))
    }

    /// Starts it.
    pub fn start(mut self) -> Result<Process> {
        let said = File::create(self.file("said"))?;
        let child = self.command.stdin(Stdio::null()).stderr(said).spawn();
        let child = child.context("cannot start qemu-system-arm, which Debian's package of that name holds")?;
        Ok(Process { child, files: self.files })
    }
}

/// QEMU itself. Killed when dropped, before its folder goes.
pub(super) struct Process {
    child: Child,
    files: TempDir,
}

impl Process {
    /// A path in its folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.files.path().join(name)
    }

    /// The connection QEMU makes to `listener`.
    pub fn accept(&mut self, listener: &UnixListener) -> Result<UnixStream> {
        let end = Instant::now() + PATIENCE;
        loop {
            match listener.accept() {
                Ok((stream, _)) => return Ok(stream),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error).context("QEMU cannot connect"),
            }
            ensure!(self.child.try_wait()?.is_none(), "QEMU ended at once");
            ensure!(Instant::now() < end, "QEMU has not connected in {PATIENCE:?}");
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let said = fs::read_to_string(self.files.path().join("said"));
        if let (Ok(Some(status)), Ok(said)) = (self.child.try_wait(), said) {
            eprintln!("QEMU had ended with {status}: {said}");
        }
        // Both fail only if it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A connection that speaks in lines.
pub(super) struct Lines {
    stream: UnixStream,
    read: Receiver<String>,
}

impl Lines {
    /// What comes is read at once, in a thread: QEMU stands still while a console is full, and a few lines fill it.
    pub fn new(stream: UnixStream) -> Result<Self> {
        stream.set_nonblocking(false)?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let incoming = BufReader::new(stream.try_clone()?);
        let (sender, read) = mpsc::channel();
        thread::spawn(move || {
            let lines = incoming.split(b'\n').map_while(io::Result::ok);
            // It ends with the connection, or when nobody listens any more.
            lines
                .map(|line| String::from_utf8_lossy(&line).trim_end().to_owned())
                .try_for_each(|line| sender.send(line))
        });
        Ok(Self { stream, read })
    }

    /// Sends a line and returns the one that comes next.
    pub fn ask(&mut self, line: &str) -> Result<String> {
        self.send(&format!("{line}\n"))?;
        self.read(PATIENCE).with_context(|| format!("no answer to `{line}`"))
    }

    /// Sends lines, each with its end.
    pub fn send(&mut self, lines: &str) -> Result<()> {
        self.stream.write_all(lines.as_bytes()).with_context(|| format!("QEMU does not take `{}`", lines.trim_end()))
    }

    /// The next line, without its end.
    pub fn read(&mut self, timeout: Duration) -> Result<String> {
        self.read.recv_timeout(timeout).map_err(|error| match error {
            RecvTimeoutError::Timeout => anyhow!("no line came in {timeout:?}"),
            RecvTimeoutError::Disconnected => anyhow!("QEMU has hung up"),
        })
    }
}
