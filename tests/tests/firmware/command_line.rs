//! The commands that `cargo xtask image` prints, run by a shell as if they had been pasted.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use anyhow::{Context as _, Result, ensure};

use super::{PATIENCE, chore, root};

/// A command in a terminal.
struct Terminal {
    shell: Child,
    typed: ChildStdin,
    lines: Receiver<String>,
}

impl Terminal {
    fn run(line: &str) -> Result<Self> {
        let mut shell = Command::new("sh");
        shell.args(["-c", line]).current_dir(root()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut shell = shell.spawn().context("there is no shell")?;
        let typed = shell.stdin.take().context("it has no input")?;
        let shown = BufReader::new(shell.stdout.take().context("it has no output")?);
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            // It ends with the command, or when the test is over.
            shown.lines().map_while(Result::ok).try_for_each(|line| sender.send(line.trim_end().to_owned()))
        });
        Ok(Self { shell, typed, lines })
    }

    fn wait_for(&self, text: &str) -> Result<()> {
        while !self.lines.recv_timeout(PATIENCE).with_context(|| format!("`{text}` is not shown"))?.contains(text) {}
        Ok(())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // The keys that end QEMU. They fail only if it has ended by itself.
        let _ = self.typed.write_all(b"\x01x");
        let _ = self.shell.wait();
    }
}

#[test]
fn a_printed_command_brings_the_console_of_either_board() -> Result<()> {
    let printed = chore(&["image"])?;
    let commands: Vec<_> = printed.lines().map(str::trim).filter(|line| line.starts_with("qemu-system-arm")).collect();
    ensure!(commands.len() == 2, "one command for each board: {printed}");
    for (command, board) in commands.into_iter().zip(["WIPY_SILICON", "LAUNCHXL"]) {
        let mut terminal = Terminal::run(command)?;
        terminal.wait_for(&format!("{board} PWRON_RESET, Enter for a console"))?;
        terminal.typed.write_all(b"init GP9 out high\rread GP9\r")?;
        for line in ["init GP9 out high", "ok", "read GP9", "high"] {
            terminal.wait_for(line)?;
        }
    }
    Ok(())
}
