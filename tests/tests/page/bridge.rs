//! `cargo xtask bridge --qemu` as a person runs it, and killed as hard as can be.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result};
use pinscope_core::PinId::GP9;
use pinscope_tests::browser::{Browser, Page};
use serde_json::json;

use super::cable::{connect, says, shows, variable};

/// A bridge with a board of its own. Killed when dropped.
struct Bridge {
    process: Child,
    port: u16,
    /// Open for as long as it may say something.
    _said: BufReader<ChildStdout>,
}

impl Bridge {
    /// Starts it on `port`, or if that is 0 on a free one, and waits until it serves the page.
    fn start(port: u16) -> Result<Self> {
        let mut command = Command::new(variable("PINSCOPE_XTASK")?);
        command.args(["bridge", "--qemu", "--listen", &port.to_string()]).stdout(Stdio::piped());
        let mut process = command.spawn().context("cannot start the bridge")?;
        let mut said = BufReader::new(process.stdout.take().context("it says nothing")?);
        let port = said.by_ref().lines().map_while(Result::ok).find_map(|line| {
            let (_, address) = line.split_once("the board is at http://127.0.0.1:")?;
            address.split_once('/')?.0.parse().ok()
        });
        Ok(Self { process, port: port.context("it does not say where it is")?, _said: said })
    }

    fn page(&self) -> Result<Page> {
        Page::open_from(&format!("http://127.0.0.1:{}/", self.port), Browser::Chromium)
    }

    /// The processes it has started.
    fn boards(&self) -> Result<Vec<u32>> {
        let ids = fs::read_dir("/proc")?.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        Ok(ids.filter(|&id| state(id).is_some_and(|(_, parent)| parent == self.process.id())).collect())
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        // Both fail only if it has ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What a process does, `Z` if it has ended and nobody has asked how, and who has started it.
fn state(id: u32) -> Option<(char, u32)> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // Behind its name, which is in parentheses and can be anything.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    Some((fields.next()?.chars().next()?, fields.next()?.parse().ok()?))
}

#[test]
fn a_bridge_that_is_killed_takes_its_board_with_it_and_the_page_finds_the_next() -> Result<()> {
    let bridge = Bridge::start(0)?;
    let page = bridge.page()?;
    connect(&page)?;
    page.call("init", json!(["GP9", {"mode": "OUT"}]))?;
    shows(&page, GP9, "data-mode", "OUT")?;
    let (boards, port) = (bridge.boards()?, bridge.port);
    assert_eq!(boards.len(), 1);
    drop(bridge);
    says(&page, "The board is gone")?;
    page.wait_until("its QEMU has ended", |_| {
        Ok(boards.iter().all(|&board| state(board).is_none_or(|(state, _)| state == 'Z')))
    })?;
    let _next = Bridge::start(port)?;
    says(&page, "A real board: WIPY_SILICON")?;
    shows(&page, GP9, "data-mode", "IN")
}
