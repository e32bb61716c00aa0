//! Runs QEMU's machine `lm3s6965evb`, with the firmware or without. Tests drive its pins, use its serial line and
//! access its registers.
//!
//! The GPIO ports A0 to A3, UARTA0 and the NVIC have the same addresses there. The ports are QEMU's PL061 and the UART
//! is QEMU's PL011, so neither shares code with this project. The machine has no pads, clock gates and wake registers:
//! they read as 0, and writes to them are lost.

mod device;
mod process;
mod stellaris;
mod timed;

pub use device::Device;
pub use stellaris::{Stellaris, Step};
pub use timed::{MAX_ACCESSES, TimedAccess, run_timed};

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use object::{Object as _, ObjectSegment as _};
use pinscope_core::{Level, PinId};

use crate::scenario::{Report, Target};
use process::{QEMU_TIMEOUT, Setup};

/// Time to wait for a line that must not come.
const EXTRA_LINE_TIMEOUT: Duration = Duration::from_millis(150);

/// RCC, which sets the machine's clock (LM3S data sheet, System Control).
const RCC: u32 = 0x400F_E060;
/// The value of [`RCC`] for 100 MHz. The CC3200's 80 MHz are not available, because a period is a whole number of
/// nanoseconds here.
const RCC_100_MHZ: u32 = 1 << 23;

/// A machine that runs the firmware. It ends when this value is dropped.
pub struct Qemu {
    device: Device,
    /// The interrupts that the console has reported.
    reports: Vec<Report>,
    machine: Stellaris,
}

impl Qemu {
    /// Starts the firmware in the file `elf`. Everything that it prints is received.
    pub fn start(elf: &Path) -> Result<Self> {
        let mut setup = Setup::new()?;
        load(&mut setup, elf)?;
        let (listener, address) = setup.listen("serial")?;
        setup.command.args(["-serial", &address]);
        let mut machine = Stellaris::start(setup)?;
        let device = machine.accept(&listener)?;
        machine.write_word(RCC, RCC_100_MHZ)?;
        Ok(Self { device, reports: Vec::new(), machine })
    }

    /// Starts the firmware on a machine whose serial line is a socket at `line`, to which others can connect.
    pub fn start_at(elf: &Path, line: &Path) -> Result<Stellaris> {
        let mut setup = Setup::new()?;
        setup.command.args(["-serial", &format!("unix:{},server=on,wait=off", line.display())]);
        load(&mut setup, elf)?;
        let mut machine = Stellaris::start(setup)?;
        machine.write_word(RCC, RCC_100_MHZ)?;
        Ok(machine)
    }

    /// Returns the machine.
    pub fn machine(&mut self) -> &mut Stellaris {
        &mut self.machine
    }

    /// Returns the machine's serial line.
    pub fn device(&mut self) -> &mut Device {
        &mut self.device
    }

    /// Waits for the next line of text on the serial line and returns it without its newline.
    pub fn read_line(&mut self, timeout: Duration) -> Result<String> {
        self.device.read_line(timeout).context("cannot read the firmware's serial line")
    }
}

impl Target for Qemu {
    fn drive(&mut self, pin: PinId, level: Level) -> Result<()> {
        self.machine.set_pin(pin, level.is_high())
    }

    /// Returns the pin's DATA bit: the level that an input reads, or that an output drives.
    fn level(&mut self, pin: PinId) -> Result<Level> {
        Ok(Level::from(self.machine.read_word(pin.port().data(pin.mask()).0)? != 0))
    }

    fn reports(&mut self, expected: usize) -> Result<Vec<Report>> {
        while self.reports.len() < expected {
            let line = self.read_line(QEMU_TIMEOUT)?;
            self.reports.push(Report::parse(&line)?);
        }
        if let Ok(line) = self.read_line(EXTRA_LINE_TIMEOUT) {
            bail!("there is one report too many: `{line}`");
        }
        Ok(self.reports.clone())
    }
}

/// Adds the firmware in the file `elf` to QEMU's options.
fn load(setup: &mut Setup, elf: &Path) -> Result<()> {
    // The processor reads its stack pointer and entry point at address 0, whereas the CC3200's boot loader reads them
    // from the image. That memory is read-only, so the values have to come from a file.
    let vectors = setup.file("vectors.bin");
    fs::write(&vectors, reset_vectors(elf)?).with_context(|| format!("cannot write {}", vectors.display()))?;
    let loader = format!("loader,file={},addr=0x0,force-raw=on", vectors.display());
    setup.command.args(["-device", &loader]).arg("-kernel").arg(elf);
    Ok(())
}

/// Returns the first two words of the image: the initial stack pointer and the entry point.
fn reset_vectors(elf: &Path) -> Result<Vec<u8>> {
    let file = fs::read(elf).with_context(|| format!("cannot read the firmware {}", elf.display()))?;
    let file = object::File::parse(&*file).with_context(|| format!("{} is no ELF file", elf.display()))?;
    let first = file.segments().min_by_key(|segment| segment.address()).context("the firmware is empty")?;
    let vectors = first.data()?.get(..8).context("the firmware has no vector table")?;
    Ok(vectors.to_vec())
}
