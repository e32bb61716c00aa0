//! Command-line arguments that several commands share.

use std::process::ExitCode;

use anyhow::{Result, anyhow, bail};
use pico_args::Arguments;

use crate::serial_ports;

/// Returns the value of `--serial`, or of `--port`, which is its older name.
pub fn serial_port(arguments: &mut Arguments) -> Result<Option<String>> {
    let value = |arguments: &mut Arguments, name| {
        arguments.opt_value_from_str(name).map_err(|_| anyhow!("{name} takes a device; {}", serial_ports::list()))
    };
    Ok(value(arguments, "--serial")?.or(value(arguments, "--port")?))
}

/// Refuses arguments that no one has read, so that a typing error is reported.
pub fn finish(arguments: Arguments) -> Result<()> {
    match arguments.finish().first() {
        None => Ok(()),
        Some(extra) => {
            bail!("this command does not take `{}`: `cargo xtask --help` lists the arguments", extra.display())
        }
    }
}

/// Prints the error of a command, and returns the exit code.
pub fn exit_code(result: Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
