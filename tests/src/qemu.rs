//! QEMU's `lm3s6965evb`, alone or with the firmware: pins the test moves, a console it reads, a bus it looks at.
//!
//! The GPIO ports A0 to A3, UARTA0 and the NVIC lie at the same addresses there, the ports being a PL061 and the UART
//! a PL011 that others wrote. Of pads, clock gates and wake words it has none: they read 0 and forget what is written.

mod device;
mod process;
mod stellaris;

pub use device::Device;
pub use stellaris::{Stellaris, Step};

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use object::{Object as _, ObjectSegment as _};
use pinscope_core::{Level, PinId};

use crate::scenario::{Report, Target};
use process::{PATIENCE, Setup};

/// How long to wait for a line that must not come.
const QUIET: Duration = Duration::from_millis(150);

/// RCC of the machine, which sets its clock, and what makes it the nearest to the CC3200's 80 MHz that is a whole
/// number of nanoseconds (LM3S data sheet, System Control).
const RCC: u32 = 0x400F_E060;
const RCC_100_MHZ: u32 = 1 << 23;

/// A machine that runs the firmware. It ends with this value.
pub struct Qemu {
    device: Device,
    /// The interrupts its console has reported.
    reports: Vec<Report>,
    machine: Stellaris,
}

impl Qemu {
    /// Starts the firmware in the file `elf`. Nothing it prints is missed.
    pub fn start(elf: &Path) -> Result<Self> {
        let mut setup = Setup::new()?;
        load(&mut setup, elf)?;
        let (device, cable_address) = setup.listen("device")?;
        setup.command.args(["-serial", &cable_address]);
        let mut machine = Stellaris::start(setup)?;
        let device = machine.accept(&device)?;
        machine.write_word(RCC, RCC_100_MHZ)?;
        Ok(Self { device, reports: Vec::new(), machine })
    }

    /// Starts the firmware on a machine whose serial line is a socket at `line`, for whoever connects there.
    pub fn start_at(elf: &Path, line: &Path) -> Result<Stellaris> {
        let mut setup = Setup::new()?;
        setup.command.args(["-serial", &format!("unix:{},server=on,wait=off", line.display())]);
        load(&mut setup, elf)?;
        let mut machine = Stellaris::start(setup)?;
        machine.write_word(RCC, RCC_100_MHZ)?;
        Ok(machine)
    }

    /// The machine it runs on.
    pub fn machine(&mut self) -> &mut Stellaris {
        &mut self.machine
    }

    /// Its serial line.
    pub fn device(&mut self) -> &mut Device {
        &mut self.device
    }

    /// Both, for whoever moves a pin and listens in turn.
    pub fn parts(&mut self) -> (&mut Stellaris, &mut Device) {
        (&mut self.machine, &mut self.device)
    }

    /// The next line of text on its serial line, without its end.
    pub fn read_line(&mut self, timeout: Duration) -> Result<String> {
        self.device.read_line(timeout).context("the firmware's serial line")
    }
}

impl Target for Qemu {
    fn drive(&mut self, pin: PinId, level: Level) -> Result<()> {
        self.machine.set_pin(pin, level.is_high())
    }

    /// The pin's DATA bit: of an input what it reads, of an output what it drives.
    fn level(&mut self, pin: PinId) -> Result<Level> {
        Ok(Level::from(self.machine.read_word(pin.port().data(pin.mask()).0)? != 0))
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

/// Has the machine run the firmware in the file `elf`.
fn load(setup: &mut Setup, elf: &Path) -> Result<()> {
    // The processor takes stack and entry from address 0, where the CC3200's boot loader would take them from the
    // image. That memory is read-only: only a file gets there.
    let vectors = setup.file("vectors.bin");
    fs::write(&vectors, reset_vectors(elf)?).with_context(|| format!("cannot write {}", vectors.display()))?;
    let loader = format!("loader,file={},addr=0x0,force-raw=on", vectors.display());
    setup.command.args(["-device", &loader]).arg("-kernel").arg(elf);
    Ok(())
}

/// A line of text: `irq GP10 rising priority 1`.
fn report(line: &str) -> Result<Report> {
    let wrong = || format!("`{line}` is no report");
    let (pin, rest) = line.strip_prefix("irq ").and_then(|rest| rest.split_once(' ')).with_context(wrong)?;
    let (trigger, priority) = rest.split_once(" priority ").with_context(wrong)?;
    let pin = PinId::from_name(pin).with_context(wrong)?;
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
