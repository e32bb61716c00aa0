//! Runs other programs: says what is run, with an environment that cannot change the outcome.

use std::env;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::project;

/// Cargo's variables that say how to fetch and report, not what to build: mirrors, proxies and their like. The programs
/// that xtask starts see them.
const HARMLESS: [&str; 8] = [
    "CARGO_BUILD_JOBS",
    "CARGO_HOME",
    "CARGO_HTTP_",
    "CARGO_NET_",
    "CARGO_REGISTRIES_",
    "CARGO_REGISTRY_",
    "CARGO_SOURCE_",
    "CARGO_TERM_",
];

/// A program to be run at the project's root.
///
/// `cargo run` hands xtask the variables of xtask's own package, and a person's shell may add flags and target
/// directories. A build that xtask starts sees neither: the same files come out, at the promised paths.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(project::root());
    for (key, _) in env::vars_os() {
        if key.to_str().is_some_and(steers_a_build) {
            command.env_remove(key);
        }
    }
    command.env("CARGO_TARGET_DIR", project::target());
    command
}

/// Cargo with these arguments.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = program("cargo");
    command.args(arguments);
    command
}

/// Lets the command, and what it starts, find programs in these folders before any others.
pub fn search_first<'a>(command: &'a mut Command, folders: &[PathBuf]) -> Result<&'a mut Command> {
    let path = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(env::split_paths(&path));
    Ok(command.env("PATH", env::join_paths(all)?))
}

/// Says what is run and runs it to its end.
pub fn run(command: &mut Command) -> Result<()> {
    let line = line(command);
    println!("  $ {line}");
    let status = command.status().with_context(|| format!("cannot start `{line}`"))?;
    ensure!(status.success(), "`{line}` failed ({status})");
    Ok(())
}

/// Shows the command, runs it to its end and returns its output.
pub fn output(command: &mut Command) -> Result<String> {
    println!("  $ {}", line(command));
    output_quietly(command)
}

/// Runs a command to its end and returns its output.
pub fn output_quietly(command: &mut Command) -> Result<String> {
    let line = line(command);
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start `{line}`"))?;
    ensure!(output.status.success(), "`{line}` failed ({})", output.status);
    String::from_utf8(output.stdout).with_context(|| format!("`{line}` prints no text"))
}

/// Whether the program can be started and answers with success. Shows nothing.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// What the program prints, without the line's end, if it succeeds.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim_end().to_owned())
}

fn steers_a_build(key: &str) -> bool {
    let flags = matches!(key, "RUSTFLAGS" | "RUSTDOCFLAGS");
    let cargo = key.starts_with("CARGO_") && !HARMLESS.iter().any(|&kept| key.starts_with(kept));
    // Trunk takes every setting from its environment too, and stops at a NO_COLOR=1.
    let trunk = key.starts_with("TRUNK_") || key == "NO_COLOR";
    flags || cargo || trunk
}

/// Returns the command as a line that can be pasted into a shell.
pub fn line(command: &Command) -> String {
    let words = [command.get_program()].into_iter().chain(command.get_args()).map(OsStr::to_string_lossy);
    words.map(|word| quoted(&word)).collect::<Vec<_>>().join(" ")
}

/// Returns a word as a shell takes it. Most need no quotes, and read better without.
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./=,:+@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    // Only a zero byte cannot be quoted, and the system refuses such a word anyway.
    shlex::try_quote(word).map_or_else(|_| word.to_owned(), |quoted| quoted.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_sees_no_flags_of_its_caller() {
        for key in ["RUSTFLAGS", "CARGO_TARGET_DIR", "CARGO_PKG_NAME", "TRUNK_BUILD_RELEASE"] {
            assert!(steers_a_build(key), "{key}");
        }
        for key in ["PATH", "CARGO_HOME", "CARGO_HTTP_PROXY", "CARGO_SOURCE_CRATES_IO_REPLACE_WITH", "RUSTUP_TOOLCHAIN"]
        {
            assert!(!steers_a_build(key), "{key}");
        }
    }

    #[test]
    fn a_command_reads_as_typed() {
        assert_eq!(line(&cargo(&["build", "--profile=firmware"])), "cargo build --profile=firmware");
    }

    #[test]
    fn a_command_can_be_pasted() {
        let words = ["-c", "reset halt", "it's", "$HOME", "", "--sop2", "~dtr"];
        let pasted = shlex::split(&line(&cargo(&words))).unwrap();
        assert_eq!(pasted[1..], words);
        assert!(line(&cargo(&["~dtr"])).ends_with("'~dtr'"), "a shell makes a home directory of ~dtr");
    }
}
