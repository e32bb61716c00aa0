//! The firmware in QEMU: a `lm3s6965evb` whose pins the test moves, whose console it reads, whose bus it looks at.
//!
//! The GPIO ports A0 to A3, UARTA0 and the NVIC lie at the same addresses there, the ports being a PL061 and the UART
//! a PL011 that others wrote. Of pads, clock gates and wake words it has none: they read 0 and forget what is written.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, ErrorKind, Write as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use object::{Object as _, ObjectSegment as _};
use pinscope_core::{Level, PinId};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::script::{Report, Target};

/// How long QEMU has to start and to answer. It takes milliseconds; a busy machine may take longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long to wait for a line that must not come.
const QUIET: Duration = Duration::from_millis(150);

/// A running machine. It ends with this value.
pub struct Qemu {
    console: Lines,
    /// The interrupts its console has reported.
    reports: Vec<Report>,
    bus: Lines,
    /// The QOM path of each GPIO port, A0 first.
    ports: Vec<String>,
    /// Dropped before `_files`: its sockets lie there.
    _process: Process,
    _files: TempDir,
}

impl Qemu {
    /// Starts the firmware in the file `elf`. Nothing it prints is missed.
    pub fn start(elf: &Path) -> Result<Self> {
        let files = tempfile::tempdir().context("no folder for temporary files")?;
        let file = |name: &str| files.path().join(name);

        // The processor takes stack and entry from address 0, where the CC3200's boot loader would take them from the
        // image. That memory is read-only: only a file gets there.
        let vectors = file("vectors.bin");
        fs::write(&vectors, reset_vectors(elf)?).with_context(|| format!("cannot write {}", vectors.display()))?;

        // This side listens, so that QEMU is connected before its processor runs.
        let listen = |name| {
            let path = file(name);
            let listener = UnixListener::bind(&path).with_context(|| format!("no socket at {}", path.display()))?;
            listener.set_nonblocking(true)?;
            anyhow::Ok((listener, format!("unix:{}", path.display())))
        };
        let (console, console_address) = listen("console")?;
        let (bus, bus_address) = listen("bus")?;
        let (control, control_address) = listen("control")?;

        let loader = format!("loader,file={},addr=0x0,force-raw=on", vectors.display());
        let mut process = Process::start(
            Command::new("qemu-system-arm")
                .args(["-machine", "lm3s6965evb", "-display", "none", "-monitor", "none"])
                .args(["-serial", &console_address])
                .args(["-qtest", &bus_address, "-qtest-log", "/dev/null"])
                .args(["-qmp", &control_address])
                .args(["-device", &loader])
                .arg("-kernel")
                .arg(elf),
            file("said"),
        )?;
        let console = process.accept(&console)?;
        let bus = process.accept(&bus)?;
        let ports = ports(process.accept(&control)?)?;
        Ok(Self { console, reports: Vec::new(), bus, ports, _process: process, _files: files })
    }

    /// The console's next line, without its end.
    pub fn read_line(&mut self, timeout: Duration) -> Result<String> {
        self.console.read(timeout).context("the firmware's console")
    }

    /// Puts a level on a pin from outside.
    pub fn set_pin(&mut self, pin: PinId, high: bool) -> Result<()> {
        let (port, bit, level) = (&self.ports[pin.port().index()], pin.bit(), u8::from(high));
        let command = format!("set_irq_in {port} unnamed-gpio-in {bit} {level}");
        self.ask(&command).map(drop)
    }

    /// The word at `addr`, as the processor would read it.
    pub fn read_word(&mut self, addr: u32) -> Result<u32> {
        let answer = self.ask(&format!("readl {addr:#x}"))?;
        let digits = answer.trim_start_matches("0x");
        u32::from_str_radix(digits, 16).with_context(|| format!("QEMU answers {answer} for the word at {addr:#010x}"))
    }

    /// Writes the word at `addr`, as the processor would.
    pub fn write_word(&mut self, addr: u32, value: u32) -> Result<()> {
        self.ask(&format!("writel {addr:#x} {value:#x}")).map(drop)
    }

    /// Sends a qtest command and returns what follows its `OK`.
    fn ask(&mut self, command: &str) -> Result<String> {
        let answer = self.bus.ask(command)?;
        let result = answer.strip_prefix("OK").with_context(|| format!("QEMU refused `{command}`: {answer}"))?;
        Ok(result.trim().to_owned())
    }
}

impl Target for Qemu {
    fn drive(&mut self, pin: PinId, level: Level) -> Result<()> {
        self.set_pin(pin, level.is_high())
    }

    /// The pin's DATA bit: of an input what it reads, of an output what it drives.
    fn level(&mut self, pin: PinId) -> Result<Level> {
        Ok(Level::from(self.read_word(pin.port().data(pin.mask()).0)? != 0))
    }

    fn reports(&mut self, expected: usize) -> Result<Vec<Report>> {
        while self.reports.len() < expected {
            let line = self.read_line(PATIENCE)?;
            self.reports.push(report(&line)?);
        }
        if let Ok(line) = self.read_line(QUIET) {
            bail!("one report too many: `{line}`");
        }
        Ok(self.reports.clone())
    }
}

/// A line of the console: `irq GP10 rising priority 1 GP25=1`.
fn report(line: &str) -> Result<Report> {
    let wrong = || format!("`{line}` is no report");
    let (pin, rest) = line.strip_prefix("irq ").and_then(|rest| rest.split_once(' ')).with_context(wrong)?;
    let (trigger, rest) = rest.split_once(" priority ").with_context(wrong)?;
    let (priority, _) = rest.split_once(' ').with_context(wrong)?;
    let pin = PinId::named(pin).with_context(wrong)?;
    Ok(Report { pin, trigger: trigger.to_owned(), priority: priority.parse().with_context(wrong)? })
}

/// The first two words of the image: where the stack begins, and where to.
fn reset_vectors(elf: &Path) -> Result<Vec<u8>> {
    let file = fs::read(elf).with_context(|| format!("cannot read the firmware {}", elf.display()))?;
    let file = object::File::parse(&*file).with_context(|| format!("{} is no ELF file", elf.display()))?;
    let first = file.segments().min_by_key(|segment| segment.address()).context("the firmware is empty")?;
    let vectors = first.data()?.get(..8).context("the firmware has no vector table")?;
    Ok(vectors.to_vec())
}

/// The QOM paths of the GPIO ports: seven devices of that type, numbered in the order of ports A to G.
fn ports(mut control: Lines) -> Result<Vec<String>> {
    // QEMU begins with a greeting, and takes no other command before this one.
    control.read(PATIENCE)?;
    execute(&mut control, json!({ "execute": "qmp_capabilities" }))?;
    let list = json!({ "execute": "qom-list", "arguments": { "path": "/machine/unattached" } });
    let devices = execute(&mut control, list)?;
    let mut ports: Vec<(u32, String)> = devices
        .as_array()
        .into_iter()
        .flatten()
        .filter(|device| device["type"] == "child<pl061_luminary>")
        .filter_map(|device| {
            let name = device["name"].as_str()?;
            let number = name.strip_prefix("device[")?.strip_suffix(']')?.parse().ok()?;
            Some((number, format!("/machine/unattached/{name}")))
        })
        .collect();
    ensure!(ports.len() == 7, "QEMU has {} GPIO ports where the machine has 7: {devices}", ports.len());
    ports.sort();
    Ok(ports.into_iter().map(|(_, path)| path).collect())
}

/// Has QEMU carry out a QMP command, and returns its result.
fn execute(control: &mut Lines, command: Value) -> Result<Value> {
    let mut answer = control.ask(&command.to_string())?;
    loop {
        let message: Value = serde_json::from_str(&answer).with_context(|| format!("QEMU says {answer}"))?;
        if let Some(result) = message.get("return") {
            return Ok(result.clone());
        }
        // Events come in between.
        ensure!(message.get("event").is_some(), "QEMU refused {command}: {message}");
        answer = control.read(PATIENCE)?;
    }
}

/// QEMU itself. Killed when dropped.
struct Process {
    child: Child,
    /// The file that holds what it says of itself.
    said: PathBuf,
}

impl Process {
    fn start(command: &mut Command, said: PathBuf) -> Result<Self> {
        let child = command.stdin(Stdio::null()).stderr(File::create(&said)?).spawn();
        let child = child.context("cannot start qemu-system-arm, which Debian's package of that name holds")?;
        Ok(Self { child, said })
    }

    /// The connection QEMU makes to `listener`.
    fn accept(&mut self, listener: &UnixListener) -> Result<Lines> {
        let end = Instant::now() + PATIENCE;
        loop {
            match listener.accept() {
                Ok((stream, _)) => return Lines::new(stream),
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
        if let (Ok(Some(status)), Ok(said)) = (self.child.try_wait(), fs::read_to_string(&self.said)) {
            eprintln!("QEMU had ended with {status}: {said}");
        }
        // Both fail only if it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A connection that speaks in lines.
struct Lines {
    stream: UnixStream,
    read: Receiver<String>,
}

impl Lines {
    /// What comes is read at once, in a thread: QEMU stands still while a console is full, and a few lines fill it.
    fn new(stream: UnixStream) -> Result<Self> {
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
    fn ask(&mut self, line: &str) -> Result<String> {
        self.stream
            .write_all(format!("{line}\n").as_bytes())
            .with_context(|| format!("QEMU does not take `{line}`"))?;
        self.read(PATIENCE).with_context(|| format!("no answer to `{line}`"))
    }

    fn read(&mut self, timeout: Duration) -> Result<String> {
        self.read.recv_timeout(timeout).map_err(|error| match error {
            RecvTimeoutError::Timeout => anyhow!("no line came in {timeout:?}"),
            RecvTimeoutError::Disconnected => anyhow!("QEMU has hung up"),
        })
    }
}
