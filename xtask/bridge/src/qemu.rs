//! Runs the firmware in QEMU, with its serial line on a socket, and sets the levels of its pins from outside.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, ErrorKind, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use xtask::image::{self, Board};
use xtask::process::{program, succeeds};
use xtask::{paths, qemu};

use crate::pins::Pin;

/// Maximum time that QEMU may take to start and to respond.
const START_TIMEOUT: Duration = Duration::from_secs(20);

/// The command that writes the register RCC of QEMU's machine, so that its clock is 100 MHz, near the 80 MHz of the
/// CC3200.
const SET_CLOCK: &str = "writel 0x400fe060 0x800000";

/// A QEMU that runs the firmware. It is ended when it is dropped.
pub struct Qemu {
    process: Child,
    /// The connection to QEMU's test interface, which reads and writes registers and sets pins.
    qtest: BufReader<TcpStream>,
    /// The path of each GPIO port within QEMU, beginning with port A0.
    ports: Vec<String>,
    /// The levels of the pins from outside, one bit for each pin number. All are low at the start.
    levels: u32,
}

impl Qemu {
    /// Starts the firmware of `board`. Returns QEMU and the serial line.
    pub fn start(board: Board) -> Result<(Self, TcpStream)> {
        let [serial, qtest, control] = [listen()?, listen()?, listen()?];
        let folder = paths::target().join("bridge");
        fs::create_dir_all(&folder)?;
        let messages = folder.join("qemu.txt");
        let mut command = command();
        qemu::load(&mut command, &image::file(board, "elf"), &image::file(board, "vectors.bin"));
        command.args(["-display", "none", "-monitor", "none", "-qtest-log", "none"]);
        for (option, listener) in [("-serial", &serial), ("-qtest", &qtest), ("-qmp", &control)] {
            command.args([option, &format!("tcp:{},nodelay=on", listener.local_addr()?)]);
        }
        let mut process =
            command.stdin(Stdio::null()).stderr(File::create(&messages)?).spawn().context("cannot start QEMU")?;
        let connected = (|| {
            let [serial, qtest, control] =
                [accept(&serial, &mut process)?, accept(&qtest, &mut process)?, accept(&control, &mut process)?];
            let mut qtest = BufReader::new(qtest);
            run_command(&mut qtest, SET_CLOCK)?;
            Ok((serial, qtest, ports(control)?))
        })();
        match connected {
            Ok((serial, qtest, ports)) => Ok((Self { process, qtest, ports, levels: 0 }, serial)),
            Err(error) => {
                end(&mut process);
                let printed = fs::read_to_string(&messages).unwrap_or_default();
                let printed = printed.trim_end();
                Err(if printed.is_empty() { error } else { error.context(format!("QEMU printed: {printed}")) })
            }
        }
    }

    /// Sets the level of a pin from outside.
    pub fn set_pin(&mut self, pin: Pin, is_high: bool) -> Result<()> {
        let port = self.ports.get(pin.port()).context("QEMU has no such GPIO port")?;
        let line = format!("set_irq_in {port} unnamed-gpio-in {} {}", pin.bit(), u8::from(is_high));
        run_command(&mut self.qtest, &line)?;
        let mask = 1 << pin.number();
        self.levels = if is_high { self.levels | mask } else { self.levels & !mask };
        Ok(())
    }

    /// Returns true if the level from outside is high.
    pub fn is_high(&self, pin: Pin) -> bool {
        self.levels & (1 << pin.number()) != 0
    }
}

impl Drop for Qemu {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

fn end(process: &mut Child) {
    // Both fail only if QEMU has ended already.
    let _ = process.kill();
    let _ = process.wait();
}

/// Returns the command for QEMU. On Linux QEMU ends with this process, however this process ends, because a QEMU that
/// is left behind would use memory and a processor for ever. On other systems Ctrl-C in the terminal ends both.
fn command() -> Command {
    const WITH_PARENT: [&str; 3] = ["--pdeathsig", "KILL", "--"];
    if succeeds(program("setpriv").args(WITH_PARENT).arg("true")) {
        let mut command = program("setpriv");
        command.args(WITH_PARENT).arg("qemu-system-arm");
        return command;
    }
    program("qemu-system-arm")
}

/// Returns a socket that QEMU connects to before its processor runs.
fn listen() -> Result<TcpListener> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no port is free for QEMU")?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn accept(listener: &TcpListener, process: &mut Child) -> Result<TcpStream> {
    let end = Instant::now() + START_TIMEOUT;
    loop {
        match listener.accept() {
            Ok((stream, _)) => {
                stream.set_nonblocking(false)?;
                stream.set_nodelay(true)?;
                return Ok(stream);
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Err(error).context("QEMU cannot connect"),
        }
        if let Some(status) = process.try_wait()? {
            bail!("QEMU ended at once ({status})");
        }
        ensure!(Instant::now() < end, "QEMU has not connected within {} s", START_TIMEOUT.as_secs());
        thread::sleep(Duration::from_millis(5));
    }
}

/// Sends a command to QEMU's test interface and waits until QEMU has run it.
fn run_command(qtest: &mut BufReader<TcpStream>, line: &str) -> Result<()> {
    let response = exchange(qtest, line)?;
    ensure!(response.starts_with("OK"), "QEMU refuses `{line}`: {response}");
    Ok(())
}

/// Returns the paths of the GPIO ports: seven devices of one type, numbered in the order of ports A to G. The numbers
/// depend on the version of QEMU.
fn ports(control: TcpStream) -> Result<Vec<String>> {
    let mut control = BufReader::new(control);
    // QEMU begins with a greeting, and accepts no other command before this one.
    read_line(&mut control)?;
    execute(&mut control, &json!({ "execute": "qmp_capabilities" }))?;
    let list = json!({ "execute": "qom-list", "arguments": { "path": "/machine/unattached" } });
    let devices = execute(&mut control, &list)?;
    let port = |device: &Value| {
        let name = device["name"].as_str().filter(|_| device["type"] == "child<pl061_luminary>")?;
        let number: u32 = name.strip_prefix("device[")?.strip_suffix(']')?.parse().ok()?;
        Some((number, format!("/machine/unattached/{name}")))
    };
    let mut ports: Vec<_> = devices.as_array().into_iter().flatten().filter_map(port).collect();
    ports.sort();
    Ok(ports.into_iter().map(|(_, path)| path).collect())
}

/// Runs a command of QEMU's machine protocol and returns the result.
fn execute(control: &mut BufReader<TcpStream>, command: &Value) -> Result<Value> {
    let mut response = exchange(control, &command.to_string())?;
    loop {
        let message: Value =
            serde_json::from_str(&response).with_context(|| format!("QEMU sent {response}, which is not JSON"))?;
        if let Some(result) = message.get("return") {
            return Ok(result.clone());
        }
        // Events may arrive before the result.
        ensure!(message.get("event").is_some(), "QEMU refuses {command}: {message}");
        response = read_line(control)?;
    }
}

fn exchange(stream: &mut BufReader<TcpStream>, line: &str) -> Result<String> {
    stream.get_mut().write_all(format!("{line}\n").as_bytes()).context("QEMU has ended")?;
    read_line(stream)
}

fn read_line(stream: &mut BufReader<TcpStream>) -> Result<String> {
    stream.get_ref().set_read_timeout(Some(START_TIMEOUT))?;
    let mut line = String::new();
    let length = stream.read_line(&mut line).context("QEMU does not respond")?;
    ensure!(length > 0, "QEMU has ended");
    Ok(line.trim_end().to_owned())
}
