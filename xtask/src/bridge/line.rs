//! A board's serial line, opened again whenever it is lost: unplugged, or its QEMU ended.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::image::{self, Board as Profile};
use crate::process::{program, run};
use crate::project;

/// How long to wait before a line that was lost is opened again.
const AGAIN: Duration = Duration::from_secs(1);

/// How long QEMU may take to connect.
const PATIENCE: Duration = Duration::from_secs(20);

/// RCC of QEMU's machine, and what brings its clock near the 80 MHz of the CC3200: 100.
const FASTER: &[u8] = b"writel 0x400fe060 0x800000\n";

/// A board to speak with.
#[derive(Clone, Debug)]
pub enum Board {
    /// The WiPy's image in QEMU, started here.
    Qemu,
    /// A real board, at a serial port.
    Port(String),
    /// Whoever connects to this socket.
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
    /// Who listens.
    page: Mutex<Option<Sender<Vec<u8>>>>,
}

impl Line {
    /// A line to `board`, opened in the background.
    pub fn open(board: Board) -> Self {
        let shared = Arc::new(Shared::default());
        let background = Arc::clone(&shared);
        thread::spawn(move || {
            loop {
                match background.carry(&board) {
                    Ok(()) => println!("the line has ended"),
                    Err(error) => println!("no line to the board: {error:#}"),
                }
                // Whoever listens is told by the end of what it listens to.
                *lock(&background.out) = None;
                *lock(&background.page) = None;
                thread::sleep(AGAIN);
            }
        });
        Self { shared }
    }

    /// What the board says from now on; whoever listened before hears no more.
    pub fn listen(&self) -> Receiver<Vec<u8>> {
        let (sender, receiver) = mpsc::channel();
        *lock(&self.shared.page) = Some(sender);
        receiver
    }

    /// Says something to the board.
    pub fn send(&self, bytes: &[u8]) -> io::Result<()> {
        match lock(&self.shared.out).as_mut() {
            Some(out) => out.write_all(bytes),
            None => Err(ErrorKind::NotConnected.into()),
        }
    }
}

impl Shared {
    /// Opens the line and passes on what the board says until it ends.
    fn carry(&self, board: &Board) -> Result<()> {
        match board {
            Board::Qemu => {
                let (mut qemu, line) = qemu()?;
                let ended = self.pass_on(line.try_clone()?, line);
                // Both fail only if it has ended by itself.
                let _ = qemu.kill();
                let _ = qemu.wait();
                ended
            }
            Board::Port(port) => {
                run(program("stty").args(["-F", port, "115200", "cs8", "-cstopb", "-parenb", "raw", "-echo"]))?;
                let line = OpenOptions::new().read(true).write(true).open(port);
                let line = line.with_context(|| format!("cannot open {port}"))?;
                self.pass_on(line.try_clone()?, line)
            }
            Board::Socket(path) => {
                let line = UnixStream::connect(path).with_context(|| format!("nobody at {}", path.display()))?;
                self.pass_on(line.try_clone()?, line)
            }
        }
    }

    fn pass_on(&self, out: impl Write + Send + 'static, mut line: impl Read) -> Result<()> {
        *lock(&self.out) = Some(Box::new(out));
        println!("the line is open");
        let mut buffer = [0; 4096];
        loop {
            let length = line.read(&mut buffer)?;
            if length == 0 {
                return Ok(());
            }
            let mut page = lock(&self.page);
            if page.as_ref().is_some_and(|page| page.send(buffer[..length].to_vec()).is_err()) {
                *page = None;
            }
        }
    }
}

/// Starts QEMU with the image that is flashed, and takes its serial line.
fn qemu() -> Result<(Child, UnixStream)> {
    let folder = project::target().join("bridge");
    fs::create_dir_all(&folder)?;
    let [serial, bus, vectors] = ["serial", "bus", "vectors.bin"].map(|name| folder.join(name));
    // The processor takes stack and entry from address 0, where the boot loader would take them from the image.
    fs::write(&vectors, &fs::read(image::file(Profile::Wipy, "bin"))?[..8])?;
    let listen = |path: &PathBuf| -> Result<UnixListener> {
        // Left by another run; if it was not there, the better.
        let _ = fs::remove_file(path);
        let listener = UnixListener::bind(path).with_context(|| format!("no socket at {}", path.display()))?;
        listener.set_nonblocking(true)?;
        Ok(listener)
    };
    let (serial_listener, bus_listener) = (listen(&serial)?, listen(&bus)?);
    let mut qemu = program("qemu-system-arm");
    qemu.args(["-machine", "lm3s6965evb", "-display", "none", "-monitor", "none", "-qtest-log", "/dev/null"]);
    qemu.args(["-serial", &format!("unix:{}", serial.display()), "-qtest", &format!("unix:{}", bus.display())]);
    qemu.args(["-device", &format!("loader,file={},addr=0x0,force-raw=on", vectors.display()), "-kernel"]);
    qemu.arg(image::file(Profile::Wipy, "elf")).stdin(Stdio::null()).stderr(File::create(folder.join("said"))?);
    let mut child = qemu.spawn().context("cannot start qemu-system-arm, Debian's package of that name")?;
    let line = accept(&serial_listener, &mut child)?;
    accept(&bus_listener, &mut child)?.write_all(FASTER)?;
    Ok((child, line))
}

fn accept(listener: &UnixListener, qemu: &mut Child) -> Result<UnixStream> {
    let end = Instant::now() + PATIENCE;
    loop {
        match listener.accept() {
            Ok((stream, _)) => {
                stream.set_nonblocking(false)?;
                return Ok(stream);
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Err(error).context("QEMU cannot connect"),
        }
        ensure!(qemu.try_wait()?.is_none() && Instant::now() < end, "QEMU has not connected: see target/bridge/said");
        thread::sleep(Duration::from_millis(5));
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
