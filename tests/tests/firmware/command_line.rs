//! The commands that `cargo xtask image` prints can be pasted into a shell.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use anyhow::{Context as _, Result, ensure};

use super::{LINE_TIMEOUT, root, run_xtask};

/// A shell that runs a command.
struct Terminal {
    shell: Child,
    input: ChildStdin,
    lines: Receiver<String>,
}

impl Terminal {
    fn run(line: &str) -> Result<Self> {
        let mut shell = Command::new("sh");
        shell.args(["-c", line]).current_dir(root()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut shell = shell.spawn().context("cannot start a shell")?;
        let input = shell.stdin.take().context("the shell has no input")?;
        let output = BufReader::new(shell.stdout.take().context("the shell has no output")?);
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            // The thread ends with the command, or when the receiver has been dropped.
            output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line.trim_end().to_owned()))
        });
        Ok(Self { shell, input, lines })
    }

    fn wait_for(&self, text: &str) -> Result<()> {
        while !self.lines.recv_timeout(LINE_TIMEOUT).with_context(|| format!("`{text}` is not printed"))?.contains(text)
        {
        }
        Ok(())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // These keys end QEMU. Both calls fail only if QEMU has ended by itself.
        let _ = self.input.write_all(b"\x01x");
        let _ = self.shell.wait();
    }
}

#[test]
fn the_printed_command_of_each_board_opens_its_console() -> Result<()> {
    let printed = run_xtask(&["image"])?;
    let commands: Vec<_> = printed.lines().map(str::trim).filter(|line| line.starts_with("qemu-system-arm")).collect();
    ensure!(commands.len() == 2, "there is not one command for each board: {printed}");
    for (command, board) in commands.into_iter().zip(["WIPY_SILICON", "LAUNCHXL"]) {
        let mut terminal = Terminal::run(command)?;
        terminal.wait_for(&format!("{board} PWRON_RESET, Enter for a console"))?;
        terminal.input.write_all(b"init GP9 out high\rread GP9\r")?;
        for line in ["init GP9 out high", "ok", "read GP9", "high"] {
            terminal.wait_for(line)?;
        }
    }
    Ok(())
}
