//! Serves the page, and at `/board` of the same origin a WebSocket whose binary messages are the bytes of a board's
//! serial line. The board is the firmware in QEMU, a physical board, or a program at a socket. `cargo xtask bridge`
//! runs this.

mod board;
mod pins;
mod qemu;
mod serial;
mod socket;

use std::io;
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;

use anyhow::{Context as _, Result};
use pico_args::Arguments;
use xtask::bridge::ADDRESS_PREFIX;
use xtask::serve::{self, LOCALHOST};
use xtask::tools::QEMU;
use xtask::{arguments, image, page, paths, play, serial_ports};

use board::Board;
use serial::SerialLine;

fn main() -> ExitCode {
    arguments::exit_code(run(Arguments::from_env()))
}

fn run(mut arguments: Arguments) -> Result<()> {
    let listen = arguments.opt_value_from_str("--listen").context("--listen takes a number up to 65535")?;
    let serial = arguments::serial_port(&mut arguments)?.map(Board::Serial);
    let socket = arguments.opt_value_from_str("--socket")?.map(Board::Socket);
    let is_qemu = arguments.contains("--qemu");
    let profile: Option<String> = arguments.opt_value_from_str("--board")?;
    arguments::finish(arguments)?;
    let board = Board::from_options(serial.or(socket), is_qemu, profile.as_deref())?;
    serve_board(board, listen.unwrap_or(play::DEFAULT_PORT))
}

/// Serves the page and the board on `port` until the process is ended.
fn serve_board(board: Board, port: u16) -> Result<()> {
    // The port, the tool and the device are checked first, because a first build takes minutes.
    let listener = serve::listen(LOCALHOST, port, "cargo xtask bridge --listen")?;
    match &board {
        Board::Qemu(profile) => {
            QEMU.require()?;
            image::build_for(*profile)?;
        }
        Board::Serial(port) => drop(serial_ports::open(port)?),
        Board::Socket(_) => {}
    }
    page::build()?;
    let line = Arc::new(SerialLine::open(board.clone()));
    let server = socket::serve(listener, paths::page(), Arc::clone(&line), board.emulator())?;
    println!("\n{ADDRESS_PREFIX}{}   (Ctrl-C stops it)", server.url());
    println!("Choose \"a real board …\" in its list of boards, and then \"this page's bridge\".");
    println!("Other programs can use the board's serial line at ws://{}{}.", server.address(), socket::PATH);
    if let Board::Qemu(profile) = board {
        introduce_qemu(profile);
        thread::spawn(move || change_pins(&line));
    }
    server.wait()
}

fn introduce_qemu(profile: image::Board) {
    let [elf, vectors] = ["elf", "vectors.bin"].map(|kind| image::relative(&image::file(profile, kind)));
    println!(
        "The board is QEMU with the firmware for {}. It has pins, interrupts and a serial line, but neither pulls nor \
         sleep.\n\
         {}\n\
         The page uses the serial line, so no other program can. For the console instead, stop this and run:\n  {}",
        profile.name(),
        pins::HELP,
        xtask::qemu::console_command(&elf, &vectors)
    );
}

/// Carries out the lines that are typed into the terminal, until the input ends.
fn change_pins(line: &SerialLine) {
    for typed in io::stdin().lines().map_while(Result::ok).filter(|typed| !typed.trim().is_empty()) {
        let changed = pins::parse(&typed).and_then(|(pin, change)| line.change_pin(pin, change));
        println!("{}", changed.unwrap_or_else(|error| format!("{error:#}")));
    }
}
