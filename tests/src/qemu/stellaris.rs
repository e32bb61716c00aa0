//! The machine: its registers, as the processor would reach them, and its pins, as a hand would move them.

use std::fmt;
use std::fs;
use std::os::unix::net::UnixListener;

use anyhow::{Context as _, Result, ensure};
use pinscope_core::PinId;
use pinscope_core::cc3200::gpio::Port;
use serde_json::{Value, json};

use super::device::Device;
use super::process::{Lines, PATIENCE, Process, Setup};

/// A machine within reach. It ends with this value.
pub struct Stellaris {
    bus: Lines,
    control: Lines,
    /// The QOM path of each GPIO port, A0 first.
    ports: Vec<String>,
    process: Process,
}

/// One thing done to a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The word at an address is read.
    Read(u32),
    /// A word is written to an address.
    Write(u32, u32),
    /// A pin of a port is brought to a level from outside.
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
    /// A machine just reset, whose processor stands still: nothing happens but what is done to it.
    pub fn stopped() -> Result<Self> {
        let mut setup = Setup::new()?;
        setup.command.args(["-S", "-serial", "null"]);
        Self::start(setup)
    }

    pub(super) fn start(mut setup: Setup) -> Result<Self> {
        let (bus, bus_address) = setup.listen("bus")?;
        let (control, control_address) = setup.listen("control")?;
        setup.command.args(["-qtest", &bus_address, "-qtest-log", "/dev/null", "-qmp", &control_address]);
        let mut process = setup.start()?;
        let bus = Lines::new(process.accept(&bus)?)?;
        let mut control = Lines::new(process.accept(&control)?)?;
        let ports = ports(&mut control)?;
        Ok(Self { bus, control, ports, process })
    }

    /// The serial line the machine connects to.
    pub(super) fn accept(&mut self, listener: &UnixListener) -> Result<Device> {
        Device::new(self.process.accept(listener)?)
    }

    /// The addresses of the instructions the processor executes while `during` runs, in order.
    pub fn trace(&mut self, during: impl FnOnce(&mut Self) -> Result<()>) -> Result<Vec<u32>> {
        let log = self.process.file("instructions");
        // One instruction at a time, each noted, none linked to the one behind it.
        for line in ["singlestep on", &format!("logfile {}", log.display()), "log exec,nochain"] {
            self.monitor(line)?;
        }
        during(self)?;
        self.monitor("log none")?;
        let log = fs::read_to_string(&log).context("QEMU has not noted what it executes")?;
        let address = |line: &str| u32::from_str_radix(line.split('/').nth(1)?, 16).ok();
        Ok(log.lines().filter_map(address).collect())
    }

    /// Has QEMU's monitor carry out a line.
    fn monitor(&mut self, line: &str) -> Result<()> {
        let command = json!({ "execute": "human-monitor-command", "arguments": { "command-line": line } });
        let said = execute(&mut self.control, command)?;
        ensure!(said.as_str() == Some(""), "QEMU says {said} to `{line}`");
        Ok(())
    }

    /// Resets the whole machine, which keeps its connections.
    pub fn reset(&mut self) -> Result<()> {
        execute(&mut self.control, json!({ "execute": "system_reset" })).map(drop)
    }

    /// Puts a level on a pin from outside.
    pub fn set_pin(&mut self, pin: PinId, high: bool) -> Result<()> {
        self.run(&[Step::Input(pin.port(), pin.bit(), high)]).map(drop)
    }

    /// The word at `addr`.
    pub fn read_word(&mut self, addr: u32) -> Result<u32> {
        Ok(self.run(&[Step::Read(addr)])?[0])
    }

    /// Writes the word at `addr`.
    pub fn write_word(&mut self, addr: u32, value: u32) -> Result<()> {
        self.run(&[Step::Write(addr, value)]).map(drop)
    }

    /// Does all of `steps` and returns the words read, in order. Many at once take little longer than one.
    pub fn run(&mut self, steps: &[Step]) -> Result<Vec<u32>> {
        let lines: String = steps.iter().map(|step| self.line(step)).collect();
        self.bus.send(&lines)?;
        let mut words = Vec::new();
        for step in steps {
            let answer = self.bus.read(PATIENCE).with_context(|| format!("no answer to `{step}`"))?;
            let result = answer.strip_prefix("OK").with_context(|| format!("QEMU refused `{step}`: {answer}"))?;
            if let Step::Read(_) = step {
                let digits = result.trim().trim_start_matches("0x");
                let word = u32::from_str_radix(digits, 16);
                words.push(word.with_context(|| format!("QEMU answers {answer} to `{step}`"))?);
            }
        }
        Ok(words)
    }

    /// The qtest command for `step`.
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

/// The QOM paths of the GPIO ports: seven devices of that type, numbered in the order of ports A to G.
fn ports(control: &mut Lines) -> Result<Vec<String>> {
    // QEMU begins with a greeting, and takes no other command before this one.
    control.read(PATIENCE)?;
    execute(control, json!({ "execute": "qmp_capabilities" }))?;
    let list = json!({ "execute": "qom-list", "arguments": { "path": "/machine/unattached" } });
    let devices = execute(control, list)?;
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
