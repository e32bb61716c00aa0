//! Uses the library in a program of its own: GP9 blinks, and each rising edge at GP10 toggles GP25.
//!
//! `cargo build --release --target thumbv7m-none-eabi --package pinscope-firmware --example blink` builds it, and
//! `cargo xtask flash target/thumbv7m-none-eabi/release/examples/blink` runs it on a LaunchPad, whose red LED is GP9.

#![no_std]
#![no_main]

use core::panic::PanicInfo;

use pinscope_core::cc3200::gpio::Port;
use pinscope_core::{
    Board, Config, Error, Handlers, IrqConfig, Mode, Pin, PinId, Profile, Pull, Trigger, take_pending,
};
use pinscope_firmware::{Mmio, bringup, entry, interrupt};

const BOARD: Board<Mmio> = Board::new(Profile::Launchxl, Mmio);
const BLINKING_LED: Pin<Mmio> = BOARD.at(PinId::GP9);
const BUTTON: Pin<Mmio> = BOARD.at(PinId::GP10);
const BUTTON_LED: Pin<Mmio> = BOARD.at(PinId::GP25);

/// Number of cycles in half a second at 80 MHz.
const HALF_PERIOD_CYCLES: u32 = 40_000_000;

#[entry]
fn main() -> ! {
    bringup::run(Mmio);
    BOARD.start();
    if set_up().is_ok() {
        loop {
            BLINKING_LED.toggle();
            cortex_m::asm::delay(HALF_PERIOD_CYCLES);
        }
    }
    panic!("a pin refused its configuration")
}

fn set_up() -> Result<(), Error> {
    let output = Config { mode: Mode::Out, ..Config::DEFAULT };
    BLINKING_LED.init(output)?;
    BUTTON_LED.init(output)?;
    BUTTON.init(Config { pull: Pull::Down, ..Config::DEFAULT })?;
    BUTTON.irq(&mut Handlers::new(), IrqConfig::new(Trigger::Rising), ())?;
    Ok(())
}

/// Toggles the LED of the button. The chip calls this routine when one of the pins GP8 to GP15 interrupts.
/// `take_pending` clears the interrupts and returns their pins.
#[interrupt]
fn GPIOA1() {
    for pin in take_pending(Mmio, Port::A1) {
        if pin == BUTTON.id() {
            BUTTON_LED.toggle();
        }
    }
}

#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    loop {
        cortex_m::asm::wfi();
    }
}
