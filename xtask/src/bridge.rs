//! `cargo xtask bridge` runs the package `pinscope-bridge`. That is a package of its own so that no other command has
//! to compile it.

use std::env;
use std::ffi::OsString;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use anyhow::{Context, Result, anyhow};

use crate::paths;
use crate::process::{self, cargo};

const PACKAGE: &str = "--package=pinscope-bridge";

/// The line by which the bridge shows its address begins with these words.
pub const ADDRESS_PREFIX: &str = "The page is at ";

/// Runs the bridge with these arguments, until it ends.
pub fn run(arguments: &[OsString]) -> Result<()> {
    let mut bridge = cargo(&["run", PACKAGE, "--manifest-path"]);
    bridge.arg(paths::path("Cargo.toml")).arg("--").args(arguments);
    // Paths in the arguments are relative to the folder of the user.
    replace_this_process(bridge.current_dir(env::current_dir()?))
}

/// Runs a command in place of this process, so that ending this process ends the command.
#[cfg(unix)]
fn replace_this_process(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    let line = process::line(command);
    Err(command.exec()).with_context(|| format!("cannot start `{line}`"))
}

#[cfg(not(unix))]
fn replace_this_process(command: &mut Command) -> Result<()> {
    process::run(command)
}

/// A bridge that runs beside this process. It is ended when it is dropped.
pub struct Bridge {
    process: Child,
    url: String,
}

impl Bridge {
    /// Starts a bridge on a free port, to the program that listens at a socket.
    pub fn start(socket: &Path) -> Result<Self> {
        process::run(&mut cargo(&["build", PACKAGE]))?;
        let mut command = process::program(paths::target().join("debug/pinscope-bridge"));
        command.args(["--listen", "0", "--socket"]).arg(socket);
        let mut process = command.stdout(Stdio::piped()).spawn().context("cannot start the bridge")?;
        let mut lines = BufReader::new(process.stdout.take().context("the bridge has no output")?).lines();
        let url = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let address = line.strip_prefix(ADDRESS_PREFIX)?;
            address.split_whitespace().next().map(str::to_owned)
        });
        // The rest of its output is read and dropped, because a full pipe would stop the bridge.
        thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        match url {
            Some(url) => Ok(Self { process, url }),
            None => Err(anyhow!("the bridge ended ({}) without an address", process.wait()?)),
        }
    }

    /// Returns the address of its page.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        // Both fail only if the bridge has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
