//! `cargo xtask bridge --qemu` as a person uses it in a terminal, and its end by SIGKILL.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use pinscope_core::PinId::{GP9, GP10};
use pinscope_tests::browser::{Browser, Page};
use serde_json::json;

use super::device::{path_variable, wait_for_attribute, wait_for_notice};

/// A bridge with its own board in QEMU, which is killed when dropped.
struct Bridge {
    process: Child,
    port: u16,
    /// Its standard input.
    typed: ChildStdin,
    /// Its standard output.
    shown: BufReader<ChildStdout>,
}

impl Bridge {
    /// Starts a bridge on `port`, or on a free port if that is 0, and waits until it serves the page.
    fn start(board: &str, port: u16) -> Result<Self> {
        let mut command = Command::new(path_variable("PINSCOPE_XTASK")?);
        command.args(["bridge", "--qemu", "--board", board, "--listen", &port.to_string()]);
        let mut process =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("cannot start the bridge")?;
        let typed = process.stdin.take().context("it has no input")?;
        let mut shown = BufReader::new(process.stdout.take().context("it has no output")?);
        let port = shown.by_ref().lines().map_while(Result::ok).find_map(|line| {
            let (_, address) = line.split_once("The page is at http://127.0.0.1:")?;
            address.split_once('/')?.0.parse().ok()
        });
        Ok(Self { process, port: port.context("it prints no address")?, typed, shown })
    }

    /// Types a line and waits for the line that the bridge prints in response.
    fn type_line(&mut self, line: &str, answer: &str) -> Result<()> {
        writeln!(self.typed, "{line}")?;
        let answered = self.shown.by_ref().lines().map_while(Result::ok).any(|line| line == answer);
        ensure!(answered, "the bridge ended without `{answer}`");
        Ok(())
    }

    fn page(&self) -> Result<Page> {
        Page::open_from(&format!("http://127.0.0.1:{}/", self.port), Browser::Chromium)
    }

    /// Returns the processes that the bridge has started.
    fn boards(&self) -> Result<Vec<u32>> {
        let ids = fs::read_dir("/proc")?.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        Ok(ids.filter(|&id| state(id).is_some_and(|(_, parent)| parent == self.process.id())).collect())
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        // Both calls fail only if the bridge has ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Returns the state of a process, which is `Z` if it has ended but still has an entry, and the id of its parent.
fn state(id: u32) -> Option<(char, u32)> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The fields follow the name, which is in parentheses and may contain any character.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    Some((fields.next()?.chars().next()?, fields.next()?.parse().ok()?))
}

/// Connects the page, which shows that the board is in QEMU.
fn connect(page: &Page, board: &str) -> Result<()> {
    page.wait_until("it connects", |page| Ok(page.call("connect", json!(["bridge"])).is_ok()))?;
    wait_for_notice(page, &format!("QEMU, not a real board: {board}, firmware "))
}

#[test]
fn a_level_that_is_typed_at_the_bridge_is_an_edge_in_the_page() -> Result<()> {
    let mut bridge = Bridge::start("launchxl", 0)?;
    let page = bridge.page()?;
    connect(&page, "LAUNCHXL")?;
    wait_for_attribute(&page, GP10, "data-level", "low")?;
    bridge.type_line("GP10 high", "GP10 is high now.")?;
    wait_for_attribute(&page, GP10, "data-level", "high")?;
    wait_for_attribute(&page, GP10, "data-irqs", "1")?;
    bridge.type_line("GP10 pulse", "GP10 was low for 100 ms and is high again.")?;
    wait_for_attribute(&page, GP10, "data-irqs", "2")?;
    bridge.type_line("GP2 low", "GP2 carries the serial line, so its level cannot be changed")
}

#[test]
fn a_killed_bridge_ends_its_board_and_the_page_connects_to_the_next_one() -> Result<()> {
    let bridge = Bridge::start("wipy", 0)?;
    let page = bridge.page()?;
    connect(&page, "WIPY_SILICON")?;
    page.call("init", json!(["GP9", {"mode": "OUT"}]))?;
    wait_for_attribute(&page, GP9, "data-mode", "OUT")?;
    let (boards, port) = (bridge.boards()?, bridge.port);
    assert_eq!(boards.len(), 1);
    drop(bridge);
    wait_for_notice(&page, "The board is gone")?;
    page.wait_until("its QEMU has ended", |_| {
        Ok(boards.iter().all(|&board| state(board).is_none_or(|(state, _)| state == 'Z')))
    })?;
    let _next = Bridge::start("wipy", port)?;
    wait_for_notice(&page, "QEMU, not a real board: WIPY_SILICON")?;
    wait_for_attribute(&page, GP9, "data-mode", "IN")
}
