//! The program for a board: a rising edge at GP10 toggles the LED, a press of the button at GP17 suspends or wakes the
//! board, and the serial link executes commands.

#![no_std]
#![no_main]

mod console;
mod event_queue;
mod exceptions;
mod interrupts;
mod power;
mod session;
mod stack_guard;
mod systick;
mod uart;
mod wake_button;

use core::convert::Infallible;

use pinscope_core::link::reserved_pins;
use pinscope_core::{Board, Command, Error, Profile, demo};
use pinscope_firmware::{Mmio, bringup, entry};

use session::Session;

/// The board. Its wake pins are those of the chip; the manual lists one that the chip does not have.
const BOARD: Board<Mmio> =
    Board::new(if cfg!(feature = "launchxl") { Profile::Launchxl } else { Profile::WipySilicon }, Mmio);

/// The commands that set up the button which toggles the board's own LED.
const DEMO_COMMANDS: [Command; 3] = demo::commands(demo::led(BOARD.profile));
/// The commands that set up the button which wakes the board.
const WAKE_COMMANDS: [Command; 2] = demo::wake_commands();

#[entry]
fn main() -> ! {
    let Err(error) = run();
    uart::fatal(format_args!("{error}"))
}

fn run() -> Result<Infallible, Error> {
    stack_guard::enable();
    bringup::run(Mmio);
    uart::start(BOARD);
    BOARD.start_except(&reserved_pins::PINS);
    systick::start(Mmio);

    let session = session();
    for &command in DEMO_COMMANDS.iter().chain(&WAKE_COMMANDS) {
        interrupts::execute(command)?;
    }
    session.write_banner();
    let mut button = demo::WakeButton::new();
    loop {
        session.poll();
        if let Some(mode) = wake_button::poll(&mut button) {
            session.sleep(mode);
        }
        // A command puts the board to sleep too. The press that wakes the board must not put it to sleep again.
        if session.take_wake() {
            button = wake_button::after_wake();
        }
        event_queue::wait();
    }
}

/// Returns the only session, which is a static variable because it is too large for the stack.
#[inline(never)]
fn session() -> &'static mut Session {
    let once = cortex_m::singleton!(: Session = Session::new());
    once.unwrap_or_else(|| uart::fatal(format_args!("there is already a session")))
}
