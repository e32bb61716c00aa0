//! Lists the serial ports of this machine, and opens one with the settings of the board's UART.

use std::io::ErrorKind as Io;
use std::path::Path;
use std::time::Duration;

use anyhow::{Result, anyhow};
use serialport::{ErrorKind, SerialPort, SerialPortInfo, SerialPortType, UsbPortInfo};

/// The baud rate of the firmware's UART. Eight bits, no parity and one stop bit are the library's defaults.
const BAUD_RATE: u32 = 115_200;

/// Maximum time that a read waits for a byte, and that a write waits until bytes can be sent.
const TIMEOUT: Duration = Duration::from_secs(1);

/// USB vendor and product of a CC3200-LAUNCHXL.
const LAUNCHPAD: (u16, u16) = (0x0451, 0xC32A);

/// Opens a port.
///
/// # Errors
/// The port cannot be opened. The message says why, and what to do.
pub fn open(port: &str) -> Result<Box<dyn SerialPort>> {
    serialport::new(port, BAUD_RATE).timeout(TIMEOUT).open().map_err(|error| match error.kind() {
        ErrorKind::Io(Io::NotFound) => {
            anyhow!("there is no serial port {port}: plug the board in, or choose another port; {}", list())
        }
        ErrorKind::Io(Io::PermissionDenied) => anyhow!(
            "this account may not use {port}: on Linux, add it to the group that owns the port with \
             `sudo usermod -aG dialout $USER` (on Arch the group is uucp), then log out and in again"
        ),
        ErrorKind::NoDevice => anyhow!("{port} is in use by another program: close it, then try again"),
        _ => anyhow!("{port} cannot be opened as a serial port ({error}); {}", list()),
    })
}

/// Returns the part of a sentence that lists the ports of this machine.
pub fn list() -> String {
    let ports: Vec<_> = ports().iter().map(describe).collect();
    if ports.is_empty() {
        "this machine has no serial port".to_owned()
    } else {
        format!("the ports of this machine are {}", ports.join(", "))
    }
}

/// Returns the port of the LaunchPad that is plugged in. Without one, returns the name that its port usually has.
pub fn launchpad() -> String {
    let is_launchpad = |port: &SerialPortInfo| usb(port).is_some_and(|usb| (usb.vid, usb.pid) == LAUNCHPAD);
    // The first of the LaunchPad's two interfaces is JTAG, the second is the UART. Linux creates a port for the second
    // one only. On systems that create two ports, the last one is the UART.
    let found = ports().into_iter().rfind(is_launchpad);
    let usual = if cfg!(windows) {
        "COM3"
    } else if cfg!(target_os = "macos") {
        "/dev/cu.usbserial"
    } else {
        "/dev/ttyUSB0"
    };
    found.map_or_else(|| usual.to_owned(), |port| port.port_name)
}

fn ports() -> Vec<SerialPortInfo> {
    // The library panics without this folder, which some containers lack.
    if cfg!(target_os = "linux") && !Path::new("/sys/class/tty").is_dir() {
        return Vec::new();
    }
    let mut ports = serialport::available_ports().unwrap_or_default();
    ports.sort_by(|one, other| one.port_name.cmp(&other.port_name));
    ports
}

fn describe(port: &SerialPortInfo) -> String {
    let name = &port.port_name;
    match usb(port) {
        Some(usb) if (usb.vid, usb.pid) == LAUNCHPAD => format!("{name} (CC3200-LAUNCHXL)"),
        Some(UsbPortInfo { product: Some(product), .. }) => format!("{name} ({product})"),
        Some(usb) => format!("{name} (USB {:04x}:{:04x})", usb.vid, usb.pid),
        None => name.clone(),
    }
}

fn usb(port: &SerialPortInfo) -> Option<&UsbPortInfo> {
    match &port.port_type {
        SerialPortType::UsbPort(usb) => Some(usb),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn port(vid: u16, pid: u16, product: Option<&str>) -> SerialPortInfo {
        let usb =
            UsbPortInfo { vid, pid, serial_number: None, manufacturer: None, product: product.map(str::to_owned) };
        SerialPortInfo { port_name: "/dev/ttyUSB0".to_owned(), port_type: SerialPortType::UsbPort(usb) }
    }

    #[test]
    fn a_launchpad_is_recognized_by_its_usb_numbers() {
        let named = port(LAUNCHPAD.0, LAUNCHPAD.1, Some("USB <-> Serial Converter"));
        assert_eq!(describe(&named), "/dev/ttyUSB0 (CC3200-LAUNCHXL)");
        assert_eq!(describe(&port(0x1A86, 0x7523, Some("USB Serial"))), "/dev/ttyUSB0 (USB Serial)");
        assert_eq!(describe(&port(0x1A86, 0x7523, None)), "/dev/ttyUSB0 (USB 1a86:7523)");
    }

    #[test]
    fn a_port_that_cannot_be_opened_is_named_with_what_to_do() {
        let missing = open("/dev/nothing-is-here").unwrap_err().to_string();
        assert!(missing.contains("/dev/nothing-is-here") && missing.contains("plug the board in"), "{missing}");
        let other = open(env!("CARGO_MANIFEST_DIR")).unwrap_err().to_string();
        assert!(other.contains("cannot be opened as a serial port"), "{other}");
    }
}
