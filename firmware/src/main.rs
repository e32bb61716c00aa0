//! The demo on the board itself: GP10 rising toggles GP25, and UARTA0 reports each interrupt.

#![no_std]
#![no_main]

mod boot;
mod console;
mod interrupts;
mod mmio;
mod reports;

use core::convert::Infallible;

use cortex_m_rt::entry;
use pinscope_core::demo::{self, BUTTON, LED};
use pinscope_core::{Board, Error, Profile};

use console::Console;
use mmio::Mmio;

/// The board, with the wake pins the chip has: hardware cannot follow the manual where it is wrong.
const BOARD: Board<Mmio> = Board::new(Profile::WipySilicon, Mmio);

#[entry]
fn main() -> ! {
    let Err(refused) = run();
    console::stop(format_args!("{refused}"))
}

fn run() -> Result<Infallible, Error> {
    BOARD.start();
    let mut console = Console::start(BOARD)?;
    console.line(format_args!("pinscope {}", BOARD.profile.name()));

    for command in demo::COMMANDS {
        interrupts::carry_out(command)?;
    }
    console.line(format_args!("{} rising toggles {}", BUTTON.name(), LED.name()));

    loop {
        console.line(format_args!("{}", reports::next()));
    }
}
