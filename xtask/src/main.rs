//! Every chore of the project, as `cargo xtask <command>`.

mod bench;
mod bridge;
mod build;
mod files;
mod fingerprint;
mod flash;
mod fuzz;
mod image;
mod library;
mod mutate;
mod page;
mod play;
mod process;
mod project;
mod qemu;
mod serial;
mod serve;
mod setup;
mod site;
mod size;
mod steps;
mod test;
mod tidy;
mod tools;
mod wasm;
mod workflows;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use pico_args::Arguments;

const USAGE: &str = "\
Usage: cargo xtask <command>

  play             builds the page, then serves it on http://127.0.0.1:8080/; --port N uses another port, --host 0.0.0.0
                   serves it to everybody in this network
  build            the release page in dist/ and the firmware, with their sizes
  site             target/site/ and target/site.zip: the page for any web host, with the firmware beside it
  image [FILE]     builds the firmware of each board in target/image/, and prints its size and how to run it on a board
                   and in QEMU; with the ELF file of a program of your own, makes the image of that one
  flash [FILE]     runs the firmware, or a program of your own, in a LaunchPad's RAM with OpenOCD; with --serial DEVICE
                   writes it for good with cc3200tool
  bridge           serves the page with a board behind it: --serial DEVICE a real one, --qemu the firmware in QEMU
                   (--board launchxl the LaunchPad's), --socket PATH a program that listens there; --listen N uses
                   another port than 8080
  size             the firmware's sections against the budget
  test [STEP]      every check and every test, or one step of them; --long adds what takes minutes more
  tidy             the rules of the house that need no compiler
  mutate           changes each number of the register file, and says which change no test sees
  bench [PART]     how fast the emulated board and the page are, and how large, or one of them: board, page;
                   --long adds the page's memory over ten minutes
  fuzz [SECONDS]   does anything to an emulated board, for ten minutes unless told otherwise

What a command needs and does not find, it sets up first under target/tools. QEMU, OpenOCD and cc3200tool are yours to
install; the command that needs one says how.";

fn main() -> ExitCode {
    match dispatch(Arguments::from_env()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(mut arguments: Arguments) -> Result<()> {
    if arguments.contains(["-h", "--help"]) {
        println!("{USAGE}");
        return Ok(());
    }
    match arguments.subcommand()?.as_deref() {
        Some("play") => {
            let port = arguments.opt_value_from_str("--port").context("--port takes a number up to 65535")?;
            let host = arguments.opt_value_from_str("--host").context("--host takes an address, such as 0.0.0.0")?;
            no_more(arguments)?;
            play::run(host.unwrap_or(serve::LOCALHOST), port.unwrap_or(play::PORT))
        }
        Some("build") => {
            no_more(arguments)?;
            build::run()?;
            size::report()
        }
        Some("site") => {
            no_more(arguments)?;
            site::run()
        }
        Some("image") => {
            let program: Option<PathBuf> = arguments.opt_free_from_str()?;
            no_more(arguments)?;
            image::report(program)
        }
        Some("flash") => {
            let port = serial_port(&mut arguments)?;
            let free: Option<String> = arguments.opt_free_from_str()?;
            no_more(arguments)?;
            // A device in the file's place is the older way to write for good.
            let is_device = |free: &String| free.starts_with("/dev/") || free.starts_with("COM");
            let (device, program) = free.map_or((None, None), |free| {
                if port.is_none() && is_device(&free) { (Some(free), None) } else { (None, Some(PathBuf::from(free))) }
            });
            flash::flash(program, port.or(device))
        }
        Some("bridge") => {
            let listen = arguments.opt_value_from_str("--listen").context("--listen takes a number up to 65535")?;
            let serial = serial_port(&mut arguments)?.map(bridge::Board::Serial);
            let socket = arguments.opt_value_from_str("--socket")?.map(bridge::Board::Socket);
            let is_qemu = arguments.contains("--qemu");
            let profile: Option<String> = arguments.opt_value_from_str("--board")?;
            no_more(arguments)?;
            let board = bridge::board(serial.or(socket), is_qemu, profile.as_deref())?;
            bridge::run(board, listen.unwrap_or(play::PORT))
        }
        Some("size") => {
            no_more(arguments)?;
            image::build()?;
            size::check()
        }
        Some("test") => {
            let long = arguments.contains("--long");
            let step = arguments.opt_free_from_str()?;
            no_more(arguments)?;
            test::run(step, long)
        }
        Some("tidy") => {
            no_more(arguments)?;
            tidy::run()
        }
        Some("mutate") => {
            no_more(arguments)?;
            mutate::run()
        }
        Some("bench") => {
            let long = arguments.contains("--long");
            let part: Option<String> = arguments.opt_free_from_str()?;
            no_more(arguments)?;
            bench::report(part.as_deref(), long)
        }
        Some("fuzz") => {
            let seconds = arguments.opt_free_from_str().context("fuzz takes a number of seconds")?;
            no_more(arguments)?;
            fuzz::run(seconds.unwrap_or(fuzz::SECONDS))
        }
        Some(unknown) => bail!("there is no command `{unknown}`\n\n{USAGE}"),
        None => bail!("which command?\n\n{USAGE}"),
    }
}

/// Returns the value of `--serial`, or of `--port`, which is its older name.
fn serial_port(arguments: &mut Arguments) -> Result<Option<String>> {
    let value = |arguments: &mut Arguments, name| {
        arguments.opt_value_from_str(name).map_err(|_| anyhow!("{name} takes a device; {}", serial::present()))
    };
    Ok(value(arguments, "--serial")?.or(value(arguments, "--port")?))
}

/// Refuses what no command asked for, so that a typing error is not silently dropped.
fn no_more(arguments: Arguments) -> Result<()> {
    match arguments.finish().first() {
        None => Ok(()),
        Some(extra) => bail!("what is `{}`?\n\n{USAGE}", extra.to_string_lossy()),
    }
}
