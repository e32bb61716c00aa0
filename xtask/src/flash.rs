//! `cargo xtask flash` runs a program in a LaunchPad's RAM with OpenOCD, or writes it into the flash memory with
//! cc3200tool.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf, absolute};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};

use crate::image::convert::{self, ResetVectors};
use crate::image::{self, Board};
use crate::process::{self, program};
use crate::serial_ports;
use crate::tools::{CC3200TOOL, OPENOCD};

/// The settings for the LaunchPad, which are part of OpenOCD.
const BOARD_FILE: &str = "board/ti_cc3200_launchxl.cfg";

/// Messages of OpenOCD, each with advice. The first one that occurs in the output is the cause.
const ADVICE: [(&str, &str); 4] = [
    (
        "LIBUSB_ERROR_ACCESS",
        "This account may not use the LaunchPad's USB chip. OpenOCD's package for Debian and Ubuntu contains a rule \
         that lets the group plugdev use it: plug the board in again, or join the group with `sudo usermod -aG plugdev \
         $USER` and log in again. On other systems put this line into /etc/udev/rules.d/60-cc3200.rules, run `sudo \
         udevadm control --reload`, and plug the board in again:\n  \
         ATTRS{idVendor}==\"0451\", ATTRS{idProduct}==\"c32a\", MODE=\"660\", GROUP=\"plugdev\", TAG+=\"uaccess\"",
    ),
    (
        "unable to open ftdi device",
        "OpenOCD finds no LaunchPad on USB. Plug it in with a cable that carries data. If it is plugged in, this \
         account may not be allowed to use it: try again as root.",
    ),
    (
        "JTAG scan chain interrogation failed",
        "OpenOCD reaches the LaunchPad's USB chip, but not the CC3200. Set the four JTAG jumpers TCK, TMS, TDI and \
         TDO.",
    ),
    ("Can't find board/", "This OpenOCD has no settings for the LaunchPad. Install a newer one, 0.11 or later."),
];

/// Runs the program in `file`, or the firmware, in the RAM of a LaunchPad. Given a serial port, writes it into the
/// flash memory instead.
pub fn flash(file: Option<PathBuf>, port: Option<String>) -> Result<()> {
    // Tools are started in the project's folder, so the path has to be absolute.
    let given = file.map(|file| image::make_image(&absolute(file)?)).transpose()?;
    match &port {
        Some(port) => {
            CC3200TOOL.require()?;
            // The port is closed again. This only checks that it exists and may be used.
            drop(serial_ports::open(port)?);
        }
        None => OPENOCD.require().map_err(|error| {
            anyhow!(
                "{error}\nInstead, `cargo xtask flash --serial DEVICE` writes into the flash memory with cc3200tool. A \
                 WiPy supports neither: see `cargo xtask image`."
            )
        })?,
    }
    let image = match given {
        Some(image) => image,
        None => {
            image::build_for(Board::Launchxl)?;
            image::file(Board::Launchxl, "bin")
        }
    };
    match port {
        Some(port) => write(&image, &port),
        None => load(&image),
    }
}

/// Loads an image into RAM and starts it as the boot loader does, with the stack and the entry in its first two words.
/// OpenOCD sets the Thumb bit itself, because that bit is not part of an address.
fn load(image: &Path) -> Result<()> {
    let ResetVectors { stack, entry } = convert::reset_vectors(&std::fs::read(image)?)?;
    let load = format!("load_image {} {:#x} bin", tcl_word(&image.display().to_string()), convert::START);
    let (stack, entry) = (format!("reg sp {stack:#x}"), format!("resume {:#x}", entry & !1));
    let mut openocd = program("openocd");
    openocd.args(["-f", BOARD_FILE]);
    for step in ["init", "reset halt", &load, &stack, &entry, "shutdown"] {
        openocd.args(["-c", step]);
    }
    run_with_advice(&mut openocd)?;
    println!("The program runs until the next reset. Its console is at {}, 115200 baud.", serial_ports::launchpad());
    Ok(())
}

/// Runs OpenOCD and prints its messages. If it fails, the error is the advice about its messages.
fn run_with_advice(openocd: &mut Command) -> Result<()> {
    println!("  $ {}", process::line(openocd));
    let mut running = openocd.stderr(Stdio::piped()).spawn().context("cannot start openocd")?;
    let mut messages = String::new();
    for line in running.stderr.take().map(BufReader::new).into_iter().flat_map(|stderr| stderr.split(b'\n')) {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        eprintln!("{line}");
        messages.push_str(&line);
        messages.push('\n');
    }
    let status = running.wait()?;
    if status.success() {
        return Ok(());
    }
    match advice(&messages) {
        Some(advice) => bail!("{advice}"),
        None => bail!("OpenOCD failed ({status}); its messages are above"),
    }
}

fn advice(messages: &str) -> Option<&'static str> {
    ADVICE.into_iter().find(|(message, _)| messages.contains(message)).map(|(_, advice)| advice)
}

/// Returns text as one word of Tcl, the language of OpenOCD: each character with a meaning there follows a backslash.
fn tcl_word(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    text.chars().flat_map(|c| (!is_plain(c)).then_some('\\').into_iter().chain([c])).collect()
}

/// Writes an image into the flash memory, from which the boot loader loads it after each reset.
fn write(image: &Path, port: &str) -> Result<()> {
    println!(
        "Set the jumper on SOP2 and the UART jumpers RX and TX (J6 and J7), and press the reset button when cc3200tool \
         asks for it."
    );
    let mut tool = program("cc3200tool");
    tool.args(["-p", port, "--sop2", "~dtr", "--reset", "prompt", "write_file"]);
    process::run(tool.arg(image).arg("/sys/mcuimg.bin"))?;
    println!("The program is written. Remove the jumper from SOP2 and press the reset button to start it.");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_of_tcl() {
        assert_eq!(tcl_word("/home/a/launchxl.bin"), "/home/a/launchxl.bin");
        assert_eq!(tcl_word("/my board/[1]{$x}"), "/my\\ board/\\[1\\]\\{\\$x\\}");
        assert_eq!(tcl_word("C:\\a"), "C\\:\\\\a");
    }

    #[test]
    fn a_failure_of_openocd_is_explained() {
        let no_rights =
            "Error: libusb_open() failed with LIBUSB_ERROR_ACCESS\nError: unable to open ftdi device with vid 0451";
        assert!(advice(no_rights).unwrap().contains("udev"));
        let no_board = "Error: unable to open ftdi device with vid 0451, pid c32a";
        assert!(advice(no_board).unwrap().contains("Plug it in"));
        assert_eq!(advice("Error: something else"), None);
    }
}
