//! Runs other programs in an environment that cannot change what they build, and prints each command before it runs.

use std::env;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::paths;

/// The variables of cargo that change how it fetches and reports (mirrors, proxies and the like), but not what it
/// builds. The programs that xtask starts get these variables.
const KEPT_VARIABLES: [&str; 8] = [
    "CARGO_BUILD_JOBS",
    "CARGO_HOME",
    "CARGO_HTTP_",
    "CARGO_NET_",
    "CARGO_REGISTRIES_",
    "CARGO_REGISTRY_",
    "CARGO_SOURCE_",
    "CARGO_TERM_",
];

/// Returns a command that runs a program in the project's root.
///
/// `cargo run` sets variables for the package of xtask, and a user's shell may set compiler flags and a target
/// directory. The command gets neither, so that every build makes the same files at the documented paths.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(paths::root());
    for (key, _) in env::vars_os() {
        if key.to_str().is_some_and(steers_a_build) {
            command.env_remove(key);
        }
    }
    command.env("CARGO_TARGET_DIR", paths::target());
    command
}

/// Returns a command that runs cargo with these arguments.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = program("cargo");
    command.args(arguments);
    command
}

/// Puts folders in front of PATH, for the command and the programs that it starts.
pub fn search_first<'a>(command: &'a mut Command, folders: &[PathBuf]) -> Result<&'a mut Command> {
    let path = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(env::split_paths(&path));
    Ok(command.env("PATH", env::join_paths(all)?))
}

/// Prints the command and runs it to its end.
pub fn run(command: &mut Command) -> Result<()> {
    let line = line(command);
    println!("  $ {line}");
    let status = command.status().with_context(|| format!("cannot start `{line}`"))?;
    ensure!(status.success(), "`{line}` failed ({status})");
    Ok(())
}

/// Prints the command, runs it to its end and returns its output.
pub fn output(command: &mut Command) -> Result<String> {
    println!("  $ {}", line(command));
    output_quietly(command)
}

/// Runs the command to its end and returns its output.
pub fn output_quietly(command: &mut Command) -> Result<String> {
    let line = line(command);
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start `{line}`"))?;
    ensure!(output.status.success(), "`{line}` failed ({})", output.status);
    String::from_utf8(output.stdout).with_context(|| format!("the output of `{line}` is not UTF-8"))
}

/// Returns true if the program can be started and succeeds. Its output is discarded.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Returns the output of the program without the last line break, or `None` if it fails.
pub fn output_if_successful(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim_end().to_owned())
}

fn steers_a_build(key: &str) -> bool {
    let flags = matches!(key, "RUSTFLAGS" | "RUSTDOCFLAGS");
    let cargo = key.starts_with("CARGO_") && !KEPT_VARIABLES.iter().any(|&kept| key.starts_with(kept));
    // Trunk also reads every setting from its environment, and refuses NO_COLOR=1.
    let trunk = key.starts_with("TRUNK_") || key == "NO_COLOR";
    flags || cargo || trunk
}

/// Returns the command as a line that can be pasted into a shell.
pub fn line(command: &Command) -> String {
    let words = [command.get_program()].into_iter().chain(command.get_args()).map(OsStr::to_string_lossy);
    words.map(|word| quoted(&word)).collect::<Vec<_>>().join(" ")
}

/// Returns a word, quoted if a shell needs that.
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./=,:+@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    // Only a word with a zero byte cannot be quoted, and no program can be started with one.
    shlex::try_quote(word).map_or_else(|_| word.to_owned(), |quoted| quoted.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_gets_no_flags_of_its_caller() {
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
