//! Blinks an LED and serves an interrupt with an implementation of the register traits that stores words in memory.
//! Your own implementation can access the chip, a debug probe, or another emulator.

use std::cell::RefCell;
use std::collections::BTreeMap;

use pinscope_core::{
    Board, Config, Error, Handlers, IrqConfig, Level, Mode, PinId, Profile, Pull, Registers, RegistersMut, Trigger,
    take_pending,
};

/// The written words, by their address on the chip.
#[derive(Debug, Default)]
struct Memory(RefCell<BTreeMap<u32, u32>>);

impl Registers for &Memory {
    fn read(self, addr: u32) -> u32 {
        self.0.borrow().get(&addr).copied().unwrap_or(0)
    }
}

impl RegistersMut for &Memory {
    fn write(self, addr: u32, value: u32) {
        self.0.borrow_mut().insert(addr, value);
    }

    /// Calls `f` directly, because nothing interrupts a program with one thread. On the chip it is a critical section.
    fn exclusive<T>(self, f: impl FnOnce(Self) -> T) -> T {
        f(self)
    }
}

/// Toggles the LED. This is the handler of the button's interrupt; a handler can be of any type.
fn toggle_led(board: Board<&Memory>) {
    board.at(PinId::GP25).toggle();
}

fn main() -> Result<(), Error> {
    let memory = Memory::default();
    let board = Board::new(Profile::Wipy, &memory);
    // Turn on the clocks of the GPIO ports. Without them the first access to a port is a bus fault on the chip.
    board.start();

    let led = board.pin("GP25")?;
    led.init(Config { mode: Mode::Out, ..Config::default() })?;
    for _ in 0..4 {
        led.toggle();
        println!("GP25 is {:?}", led.value());
    }

    let mut handlers: Handlers<fn(Board<&Memory>)> = Handlers::new();
    let button = board.pin("GP10")?;
    button.init(Config { pull: Pull::Down, ..Config::default() })?;
    button.irq(&mut handlers, IrqConfig::new(Trigger::Rising), toggle_led)?;

    // The chip sets this bit at a rising edge. Memory does not, so the example sets it.
    let port = button.id().port();
    (&memory).write(port.mis().0, u32::from(button.id().mask()));

    // The library calls no handler. The interrupt routine of your program does, which is here part of `main`. On the
    // chip its address is in the vector table, at the interrupt of the port.
    for pin in take_pending(&memory, port) {
        if let Some(slot) = handlers.slot(pin) {
            (slot.handler)(board);
        }
    }
    println!("GP10 rose, and GP25 is {:?}", led.value());
    assert_eq!(led.value(), Level::High);
    Ok(())
}

#[test]
fn the_button_toggles_the_led() -> Result<(), Error> {
    main()
}
