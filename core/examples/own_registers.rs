//! Blinks an LED and serves an interrupt on registers of your own, here words in memory. Yours may be volatile accesses
//! on the chip, a debug probe, or another emulator.

use std::cell::RefCell;
use std::collections::BTreeMap;

use pinscope_core::{
    Board, Config, Error, Handlers, IrqConfig, Level, Mode, PinId, Profile, Pull, Registers, RegistersMut, Trigger,
    take_pending,
};

/// Words that keep what is written to them, by their address on the chip.
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

    /// Nothing interrupts a program on one thread. On the chip this is a critical section.
    fn exclusive<T>(self, f: impl FnOnce(Self) -> T) -> T {
        f(self)
    }
}

/// The handler of the button's interrupt. It can be any type; here it is a function.
fn toggle_led(board: Board<&Memory>) {
    board.at(PinId::GP25).toggle();
}

fn main() -> Result<(), Error> {
    let memory = Memory::default();
    let board = Board::new(Profile::Wipy, &memory);
    // Clocks the GPIO ports. A real chip faults at the first access to a port without it.
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

    // The chip sets this bit when the pin rises. Memory does not, so the example does.
    let port = button.id().port();
    (&memory).write(port.mis().0, u32::from(button.id().mask()));

    // Nobody calls a handler but the interrupt routine, and that is ours: on a real chip the vector of the pin's port.
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
