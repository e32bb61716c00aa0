//! `cargo xtask flash`: runs the image on a LaunchPad, or writes it there, with the tool that is installed.

use anyhow::{Result, bail};

use crate::image::{self, Board};
use crate::process::{program, run, succeeds};

/// With a serial port: writes the image there by `cc3200tool`. Without: loads it into RAM by OpenOCD and runs it.
pub fn flash(port: Option<String>) -> Result<()> {
    image::build()?;
    match port {
        Some(port) => write(&port),
        None => load(),
    }
}

fn load() -> Result<()> {
    if !succeeds(program("openocd").arg("--version")) {
        bail!(
            "OpenOCD is not installed (Debian: apt-get install openocd); it loads the image into a LaunchPad's RAM over \
             USB. With cc3200tool installed, `cargo xtask flash /dev/ttyUSB1` writes it for good. A WiPy takes neither: \
             see `cargo xtask image`"
        );
    }
    let elf = image::file(Board::Launchxl, "elf");
    let load = format!("load_image {}", elf.display());
    // As the boot loader starts it: the stack and the entry are the first two words.
    let steps = [
        "init",
        "reset halt",
        &load,
        "reg sp [lindex [read_memory 0x20004000 32 1] 0]",
        "resume [lindex [read_memory 0x20004004 32 1] 0]",
        "shutdown",
    ];
    let mut openocd = program("openocd");
    openocd.args(["-f", "board/ti_cc3200_launchxl.cfg"]);
    for step in steps {
        openocd.args(["-c", step]);
    }
    run(&mut openocd)
}

fn write(port: &str) -> Result<()> {
    if !succeeds(program("cc3200tool").arg("--help")) {
        bail!("cc3200tool is not installed: it is https://github.com/toniebox-reverse-engineering/cc3200tool");
    }
    let mut tool = program("cc3200tool");
    tool.args(["-p", port, "--sop2", "~dtr", "--reset", "prompt", "write_file"]);
    run(tool.arg(image::file(Board::Launchxl, "bin")).arg("/sys/mcuimg.bin"))
}
