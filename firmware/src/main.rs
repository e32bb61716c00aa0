//! The program that is flashed: GP10 rising toggles the LED, GP17 wakes the board, and the serial cable takes commands.

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

use pinscope_core::link::reserved_pins as link;
use pinscope_core::{Board, Command, Error, Profile, demo};
use pinscope_firmware::{Mmio, bringup, entry};

use session::Session;
use wake_button::WakeButton;

/// The board, with the wake pins the chip has: hardware cannot follow the manual where it is wrong.
const BOARD: Board<Mmio> =
    Board::new(if cfg!(feature = "launchxl") { Profile::Launchxl } else { Profile::WipySilicon }, Mmio);

/// What it does by itself, with the LED it has.
const DEMO: [Command; 3] = demo::commands(demo::led(BOARD.profile));
/// What wakes it.
const WAKER: [Command; 2] = demo::wake_commands();

#[entry]
fn main() -> ! {
    let Err(refused) = run();
    uart::fatal("%1", &[Gap::Refusal(&refused)])
}

fn run() -> Result<Infallible, Error> {
    stack_guard::guard();
    bringup::run(Mmio);
    uart::start(BOARD);
    BOARD.start_except(&link::PINS);
    systick::start(Mmio);

    let cable = cable();
    for &command in DEMO.iter().chain(&WAKER) {
        interrupts::serve_command(command)?;
    }
    cable.introduce();
    let mut waker = WakeButton::new();
    loop {
        cable.turn();
        if let Some(mode) = waker.turn() {
            cable.sleep(mode);
            waker.woke();
        }
        event_queue::wait();
    }
}

/// The one cable, which is too large for the stack.
#[inline(never)]
fn cable() -> &'static mut Session {
    let once = cortex_m::singleton!(: Session = Session::new());
    once.unwrap_or_else(|| uart::fatal("there is one cable", &[]))
}
