//! A firmware of your own on the emulated board: a button toggles the LED, and a loop counts how often it looked.

use std::cell::{Cell, RefCell};

use pinscope_core::cc3200::gpio::Port;
use pinscope_core::{Config, Handlers, IrqConfig, Level, Mode, PinId, Profile, Pull, Trigger, take_pending};
use pinscope_emulator::{Firmware, RunningBoard, Simulation, Stimulus};

/// The firmware's state: its own table of handlers, and the number of turns of its loop.
#[derive(Default)]
struct Lamp {
    handlers: RefCell<Handlers<fn(RunningBoard)>>,
    turns: Cell<u32>,
}

impl Firmware for Lamp {
    fn main(&self, running: RunningBoard) {
        let board = running.board();
        board.start();
        let led = board.at(PinId::GP25);
        led.init(Config { mode: Mode::Out, value: Some(Level::Low), ..Config::default() }).expect("GP25 drives");
        let button = board.at(PinId::GP17);
        button.init(Config { pull: Pull::Up, ..Config::default() }).expect("GP17 has a pull-up");
        let config = IrqConfig::new(Trigger::Falling);
        let toggle = |running: RunningBoard| running.board().at(PinId::GP25).toggle();
        button.irq(&mut self.handlers.borrow_mut(), config, toggle).expect("GP17 interrupts");
        loop {
            running.delay_ms(10);
            self.turns.set(self.turns.get() + 1);
        }
    }

    fn interrupt(&self, running: RunningBoard, port: Port) {
        for pin in take_pending(running, port) {
            let handler = self.handlers.borrow().slot(pin).map(|slot| slot.handler);
            if let Some(handler) = handler {
                handler(running);
            }
        }
    }
}

fn main() {
    let mut simulation = Simulation::new(Profile::Wipy);
    simulation.stimulus_at(5_000_000, Stimulus::Drive { pin: PinId::GP17, level: Some(Level::Low) });
    let lamp = Lamp::default();
    simulation.run(&lamp, 100_500_000);
    println!("The LED is {:?} after {} turns.", simulation.machine().level(PinId::GP25), lamp.turns.get());
}

#[test]
fn a_press_of_the_button_turns_the_led_on() {
    let mut simulation = Simulation::new(Profile::Wipy);
    let lamp = Lamp::default();
    simulation.run(&lamp, 20_000_000);
    assert_eq!(simulation.machine().level(PinId::GP25), pinscope_core::PadLevel::Low);
    simulation.stimulus_at(5_000_000, Stimulus::Drive { pin: PinId::GP17, level: Some(Level::Low) });
    let lamp = Lamp::default();
    simulation.run(&lamp, 100_500_000);
    assert_eq!(simulation.machine().level(PinId::GP25), pinscope_core::PadLevel::High);
    assert_eq!(lamp.turns.get(), 10);
}
