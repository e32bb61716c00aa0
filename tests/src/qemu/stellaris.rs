//! Controls QEMU's machine: accesses registers as its processor does, and drives its pins from outside.

use std::fmt;
use std::fs;
use std::os::unix::net::{UnixListener, UnixStream};

use anyhow::{Context as _, Result, ensure};
use pinscope_core::PinId;
use pinscope_core::cc3200::gpio::Port;
use serde_json::{Value, json};

use super::device::Device;
use super::process::{Lines, Process, QEMU_TIMEOUT, Setup};

/// A running machine. It ends when this value is dropped.
pub struct Stellaris {
    /// QEMU's qtest protocol, which accesses memory and pins.
    qtest: Lines,
    /// QEMU's QMP protocol, which controls QEMU itself.
    qmp: Lines,
    /// The QOM path of each GPIO port, A0 first.
    ports: Vec<String>,
    process: Process,
}

/// One operation on a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Reads the word at an address.
    Read(u32),
    /// Writes a word to an address.
    Write(u32, u32),
    /// Drives a pin of a port from outside.
    Input(Port, u8, bool),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(addr) => write!(f, "read {addr:#010x}"),
            Self::Write(addr, value) => write!(f, "write {addr:#010x} = {value:#010x}"),
            Self::Input(port, bit, high) => write!(f, "{} bit {bit} from outside = {}", port.name(), u8::from(*high)),
        }
    }
}

impl Stellaris {
    /// Starts a machine whose processor is stopped after the reset, so that only [`Stellaris::run`] changes it.
    pub fn stopped() -> Result<Self> {
        let mut setup = Setup::new()?;
        setup.command.args(["-S", "-serial", "null"]);
        Self::start(setup)
    }

    /// Like [`Stellaris::stopped`]. The stream that is also returned is the other end of the serial line of the UART
    /// with this index: 0 for UARTA0, 1 for UARTA1.
    pub fn stopped_with_serial(uart: usize) -> Result<(Self, UnixStream)> {
        let mut setup = Setup::new()?;
        let (listener, address) = setup.listen("serial")?;
        setup.command.arg("-S");
        for _ in 0..uart {
            setup.command.args(["-serial", "null"]);
        }
        setup.command.args(["-serial", &address]);
        let mut machine = Self::start(setup)?;
        let serial = machine.process.accept(&listener)?;
        serial.set_read_timeout(Some(QEMU_TIMEOUT))?;
        Ok((machine, serial))
    }

    pub(super) fn start(mut setup: Setup) -> Result<Self> {
        let (qtest, qtest_address) = setup.listen("qtest")?;
        let (qmp, qmp_address) = setup.listen("qmp")?;
        setup.command.args(["-qtest", &qtest_address, "-qtest-log", "/dev/null", "-qmp", &qmp_address]);
        let mut process = setup.start()?;
        let qtest = Lines::new(process.accept(&qtest)?)?;
        let mut qmp = Lines::new(process.accept(&qmp)?)?;
        let ports = ports(&mut qmp)?;
        Ok(Self { qtest, qmp, ports, process })
    }

    /// Returns the serial line that the machine connects to `listener`.
    pub(super) fn accept(&mut self, listener: &UnixListener) -> Result<Device> {
        Device::new(self.process.accept(listener)?)
    }

    /// Returns the addresses of the instructions that the processor executes while `during` runs, in order.
    pub fn trace(&mut self, during: impl FnOnce(&mut Self) -> Result<()>) -> Result<Vec<u32>> {
        let log = self.process.file("instructions");
        // QEMU translates one instruction at a time and logs each. It links none to the next, because a link would skip
        // the log.
        for line in ["singlestep on", &format!("logfile {}", log.display()), "log exec,nochain"] {
            self.monitor(line)?;
        }
        during(self)?;
        self.monitor("log none")?;
        let log = fs::read_to_string(&log).context("QEMU has written no log of its instructions")?;
        let address = |line: &str| u32::from_str_radix(line.split('/').nth(1)?, 16).ok();
        Ok(log.lines().filter_map(address).collect())
    }

    /// Executes a line of QEMU's monitor.
    fn monitor(&mut self, line: &str) -> Result<()> {
        let command = json!({ "execute": "human-monitor-command", "arguments": { "command-line": line } });
        let output = execute(&mut self.qmp, command)?;
        ensure!(output.as_str() == Some(""), "QEMU's monitor refused `{line}`: {output}");
        Ok(())
    }

    /// Resets the whole machine, which keeps its connections.
    pub fn reset(&mut self) -> Result<()> {
        execute(&mut self.qmp, json!({ "execute": "system_reset" })).map(drop)
    }

    /// Drives a pin from outside.
    pub fn set_pin(&mut self, pin: PinId, high: bool) -> Result<()> {
        self.run(&[Step::Input(pin.port(), pin.bit(), high)]).map(drop)
    }

    /// Returns the word at `addr`.
    pub fn read_word(&mut self, addr: u32) -> Result<u32> {
        Ok(self.run(&[Step::Read(addr)])?[0])
    }

    /// Writes the word at `addr`.
    pub fn write_word(&mut self, addr: u32, value: u32) -> Result<()> {
        self.run(&[Step::Write(addr, value)]).map(drop)
    }

    /// Carries out all of `steps` and returns the words read, in order. Many steps at once take little longer than one.
    pub fn run(&mut self, steps: &[Step]) -> Result<Vec<u32>> {
        let lines: String = steps.iter().map(|step| self.line(step)).collect();
        self.qtest.send(&lines)?;
        let mut words = Vec::new();
        for step in steps {
            let response = self.qtest.receive(QEMU_TIMEOUT);
            let response = response.with_context(|| format!("QEMU does not respond to `{step}`"))?;
            let result = response.strip_prefix("OK").with_context(|| format!("QEMU refused `{step}`: {response}"))?;
            if let Step::Read(_) = step {
                let digits = result.trim().trim_start_matches("0x");
                let word = u32::from_str_radix(digits, 16);
                words.push(word.with_context(|| format!("QEMU's response to `{step}` is no number: {response}"))?);
            }
        }
        Ok(words)
    }

    /// Returns the qtest command for `step`.
    fn line(&self, step: &Step) -> String {
        match *step {
            Step::Read(addr) => format!("readl {addr:#x}\n"),
            Step::Write(addr, value) => format!("writel {addr:#x} {value:#x}\n"),
            Step::Input(port, bit, high) => {
                format!("set_irq_in {} unnamed-gpio-in {bit} {}\n", self.ports[port.index()], u8::from(high))
            }
        }
    }
}

/// Returns the QOM paths of the GPIO ports: seven devices of one type, numbered in the order of ports A to G.
fn ports(qmp: &mut Lines) -> Result<Vec<String>> {
    // QEMU sends a greeting first, and accepts no other command before this one.
    qmp.receive(QEMU_TIMEOUT)?;
    execute(qmp, json!({ "execute": "qmp_capabilities" }))?;
    let list = json!({ "execute": "qom-list", "arguments": { "path": "/machine/unattached" } });
    let devices = execute(qmp, list)?;
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
    ensure!(ports.len() == 7, "QEMU has {} GPIO ports, but the machine has 7: {devices}", ports.len());
    ports.sort();
    Ok(ports.into_iter().map(|(_, path)| path).collect())
}

/// Executes a QMP command and returns its result.
fn execute(qmp: &mut Lines, command: Value) -> Result<Value> {
    let mut line = qmp.request(&command.to_string())?;
    loop {
        let message: Value = serde_json::from_str(&line).with_context(|| format!("QEMU sent no JSON: {line}"))?;
        if let Some(result) = message.get("return") {
            return Ok(result.clone());
        }
        // QEMU may send events before the result.
        ensure!(message.get("event").is_some(), "QEMU refused {command}: {message}");
        line = qmp.receive(QEMU_TIMEOUT)?;
    }
}
