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
mod serve;
mod setup;
mod site;
mod size;
mod steps;
mod test;
mod tidy;
mod wasm;
mod workflows;

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use pico_args::Arguments;

const USAGE: &str = "\
Usage: cargo xtask <command>

  play [--port N]  builds the page, then serves it on http://127.0.0.1:8080/
  build            the release page in dist/ and the firmware, with their sizes
  site             target/site/ and target/site.zip: the page for any web host, with the firmware beside it
  image            the firmware of each board in target/image/, with its size and how to flash it
  flash [PORT]     runs it on a LaunchPad: in RAM by OpenOCD, or for good by cc3200tool at a serial port
  bridge           serves the page with a board behind it: --qemu the firmware in QEMU, --port DEVICE a real one,
                   --socket PATH whoever listens there; --listen N on another port
  size             the firmware's sections against the budget
  test [STEP]      every check and every test, or one step of them; --long adds what takes minutes more
  tidy             the rules of the house that need no compiler
  mutate           changes each number of the register file, and says which change no test sees
  bench [PART]     how fast the emulated board and the page are, and how large, or one of them: board, page;
                   --long adds the page's memory over ten minutes
  fuzz [SECONDS]   does anything to an emulated board, for ten minutes unless told otherwise

What a command needs and does not find, it sets up first under target/tools.";

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
            no_more(arguments)?;
            play::run(port.unwrap_or(play::PORT))
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
            no_more(arguments)?;
            image::report()
        }
        Some("flash") => {
            let port = arguments.opt_free_from_str()?;
            no_more(arguments)?;
            flash::flash(port)
        }
        Some("bridge") => {
            let listen = arguments.opt_value_from_str("--listen").context("--listen takes a number up to 65535")?;
            let port = arguments.opt_value_from_str("--port")?.map(bridge::Board::Port);
            let socket = arguments.opt_value_from_str("--socket")?.map(bridge::Board::Socket);
            let qemu = arguments.contains("--qemu").then_some(bridge::Board::Qemu);
            no_more(arguments)?;
            let board = port.or(socket).or(qemu).context("which board: --qemu, --port DEVICE or --socket PATH?")?;
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

/// Refuses what no command asked for, so that a typing error is not silently dropped.
fn no_more(arguments: Arguments) -> Result<()> {
    match arguments.finish().first() {
        None => Ok(()),
        Some(extra) => bail!("what is `{}`?\n\n{USAGE}", extra.to_string_lossy()),
    }
}
