//! Programs that users install themselves, with a check that each is present and advice on how to install it.

use anyhow::{Result, ensure};

use crate::process::{program, succeeds};

/// A program that xtask starts and does not install.
pub struct Tool {
    name: &'static str,
    /// An option with which the program only prints something and succeeds.
    probe: &'static str,
    /// The purpose of the program, in words that follow "it".
    purpose: &'static str,
    /// Advice on how to install the program.
    install: &'static str,
}

/// Runs the firmware without a board.
pub const QEMU: Tool = Tool {
    name: "qemu-system-arm",
    probe: "--version",
    purpose: "runs the firmware without a board",
    install: "Debian and Ubuntu: apt-get install qemu-system-arm; Fedora: dnf install qemu-system-arm; \
        macOS: brew install qemu; others: https://www.qemu.org/download/",
};

/// Loads a program into a LaunchPad's RAM.
pub const OPENOCD: Tool = Tool {
    name: "openocd",
    probe: "--version",
    purpose: "loads a program into a LaunchPad's RAM over USB",
    install: "Debian and Ubuntu: apt-get install openocd; Fedora: dnf install openocd; macOS: brew install open-ocd; \
        others: https://openocd.org/",
};

/// Writes a program into a LaunchPad's flash memory.
pub const CC3200TOOL: Tool = Tool {
    name: "cc3200tool",
    probe: "--help",
    purpose: "writes a program into a LaunchPad's flash memory over its serial port",
    install: "it needs Python and git: \
        pip install git+https://github.com/toniebox-reverse-engineering/cc3200tool.git",
};

impl Tool {
    /// Checks that the program can be started.
    ///
    /// # Errors
    /// The program is missing. The message says what it is for and how to install it.
    pub fn require(&self) -> Result<()> {
        let Self { name, probe, purpose, install } = self;
        ensure!(
            succeeds(program(name).arg(probe)),
            "{name} is not installed, or not on PATH; it {purpose}\n  {install}"
        );
        Ok(())
    }
}
