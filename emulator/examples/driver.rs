//! Tests a driver for embedded-hal on the emulated board: a debounced button switches a lamp.

use std::convert::Infallible;

use embedded_hal::digital::{InputPin, OutputPin};
use pinscope_core::{Config, Level, Mode, PinId, Profile, Pull};
use pinscope_emulator::Machine;

/// Number of equal readings in a row that count as a change of the button.
const STABLE_READINGS: u8 = 3;

/// The driver. It depends on the traits of embedded-hal only, not on the CC3200.
struct Lamp<B, L> {
    button: B,
    led: L,
    is_on: bool,
    changed_readings: u8,
}

impl<E, B: InputPin<Error = E>, L: OutputPin<Error = E>> Lamp<B, L> {
    fn new(button: B, led: L) -> Self {
        Self { button, led, is_on: false, changed_readings: 0 }
    }

    /// Reads the button once. Call it every few milliseconds.
    fn poll(&mut self) -> Result<(), E> {
        if self.button.is_high()? == self.is_on {
            self.changed_readings = 0;
            return Ok(());
        }
        self.changed_readings += 1;
        if self.changed_readings == STABLE_READINGS {
            self.is_on = !self.is_on;
            self.changed_readings = 0;
            self.led.set_state(self.is_on.into())?;
        }
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let machine = Machine::new(Profile::Wipy);
    let board = machine.board();
    board.start();
    let (button, led) = (board.pin("GP10")?, board.pin("GP25")?);
    button.init(Config { pull: Pull::Down, ..Config::default() })?;
    led.init(Config { mode: Mode::Out, ..Config::default() })?;

    // With the feature `hal` of pinscope-core, a pin implements the traits that the driver needs.
    let mut lamp = Lamp::new(button, led);
    let mut read = |level| -> Result<Level, Infallible> {
        machine.drive(PinId::GP10, Some(level));
        lamp.poll()?;
        println!("GP10 reads {level:?}, the lamp is {:?}", led.value());
        Ok(led.value())
    };
    let (low, high) = (Level::Low, Level::High);
    for (level, lamp) in [(high, low), (low, low), (high, low), (high, low), (high, high), (low, high), (high, high)] {
        assert_eq!(read(level)?, lamp);
    }
    Ok(())
}

#[test]
fn the_lamp_ignores_bounces() -> Result<(), Box<dyn std::error::Error>> {
    main()
}
