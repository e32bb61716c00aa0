//! Reads the command line of `cargo xtask <command>` and runs the command.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use pico_args::Arguments;
use xtask::arguments::{self, finish};
use xtask::{bench, bridge, build, flash, fuzz, image, mutate, play, serve, site, size, test, test_images, tidy};

const USAGE: &str = "\
Usage: cargo xtask <command>

  play             builds the page and serves it at http://127.0.0.1:8080/; --port N uses another port, --host 0.0.0.0
                   serves it to everybody in this network
  build            builds the page in dist/ and the firmware, and prints their sizes
  site             writes target/site/ and target/site.zip: the page for any web host, with the firmware beside it
  image [FILE]     builds the firmware for each board in target/image/, and prints its size and how to run it on a board
                   and in QEMU; given the ELF file of another program, makes the image of that program
  flash [FILE]     runs the firmware, or another program, in the RAM of a LaunchPad with OpenOCD; --serial DEVICE writes
                   it into the flash memory with cc3200tool
  bridge           serves the page with a board behind it: --serial DEVICE a physical board, --qemu the firmware in QEMU
                   (--board launchxl the one for the LaunchPad), --socket PATH a program that listens there; --listen N
                   uses another port than 8080
  size             compares the size of the firmware with its budget
  test [STEP]      runs every check and every test, or one step of them; --long adds what takes minutes more
  test-images      builds the programs in tests/images/ again, whose ELF files are committed
  tidy             checks the rules of the project that need no compiler
  mutate           changes each number of the register definitions, and lists the changes that no test detects
  bench [PART]     measures speed and size of the emulated board and of the page, or of one PART: board, page; --long
                   adds the memory of the page over ten minutes
  fuzz [SECONDS]   runs random input on an emulated board, by default for ten minutes

Each command installs what it needs below target/tools. You have to install QEMU, OpenOCD and cc3200tool yourself; a
command that needs one of them prints how.";

fn main() -> ExitCode {
    arguments::exit_code(run(Arguments::from_env()))
}

fn run(mut arguments: Arguments) -> Result<()> {
    let is_help = arguments.contains(["-h", "--help"]);
    let command = arguments.subcommand()?;
    if is_help || command.as_deref() == Some("help") {
        println!("{USAGE}");
        return Ok(());
    }
    match command.as_deref() {
        Some("play") => {
            let port = arguments.opt_value_from_str("--port").context("--port takes a number up to 65535")?;
            let host = arguments.opt_value_from_str("--host").context("--host takes an address, such as 0.0.0.0")?;
            finish(arguments)?;
            play::run(host.unwrap_or(serve::LOCALHOST), port.unwrap_or(play::DEFAULT_PORT))
        }
        Some("build") => {
            finish(arguments)?;
            build::run()?;
            size::report()
        }
        Some("site") => {
            finish(arguments)?;
            site::run()
        }
        Some("image") => {
            let program: Option<PathBuf> = arguments.opt_free_from_str()?;
            finish(arguments)?;
            image::report(program)
        }
        Some("flash") => {
            let port = arguments::serial_port(&mut arguments)?;
            let free: Option<String> = arguments.opt_free_from_str()?;
            finish(arguments)?;
            // Older versions took the device in place of the file.
            let is_device = |free: &String| free.starts_with("/dev/") || free.starts_with("COM");
            let (device, program) = free.map_or((None, None), |free| {
                if port.is_none() && is_device(&free) { (Some(free), None) } else { (None, Some(PathBuf::from(free))) }
            });
            flash::flash(program, port.or(device))
        }
        // The bridge is a program of its own and reads its own arguments.
        Some("bridge") => bridge::run(&arguments.finish()),
        Some("size") => {
            finish(arguments)?;
            image::build()?;
            size::check()
        }
        Some("test") => {
            let long = arguments.contains("--long");
            let step = arguments.opt_free_from_str()?;
            finish(arguments)?;
            test::run(step, long)
        }
        Some("test-images") => {
            finish(arguments)?;
            test_images::build()
        }
        Some("tidy") => {
            finish(arguments)?;
            tidy::run()
        }
        Some("mutate") => {
            finish(arguments)?;
            mutate::run()
        }
        Some("bench") => {
            let long = arguments.contains("--long");
            let part: Option<String> = arguments.opt_free_from_str()?;
            finish(arguments)?;
            bench::report(part.as_deref(), long)
        }
        Some("fuzz") => {
            let seconds = arguments.opt_free_from_str().context("fuzz takes a number of seconds")?;
            finish(arguments)?;
            fuzz::run(seconds.unwrap_or(fuzz::DEFAULT_SECONDS))
        }
        Some(unknown) => bail!("there is no command `{unknown}`\n\n{USAGE}"),
        None => bail!("a command is missing\n\n{USAGE}"),
    }
}
