//! Blinks the LED of an emulated WiPy, and then lets a button toggle it through an interrupt.

use pinscope_core::{
    Board, Config, Error, Handlers, IrqConfig, Level, Mode, PinId, Profile, Pull, Trigger, take_pending,
};
use pinscope_emulator::Machine;

/// Toggles the LED. This is the handler of the button's interrupt; a handler can be of any type.
fn toggle_led(board: Board<&Machine>) {
    board.at(PinId::GP25).toggle();
}

fn main() -> Result<(), Error> {
    let machine = Machine::new(Profile::Wipy);
    let board = machine.board();
    // Turn on the clocks of the GPIO ports. Without them the first `init` below returns an error, and on a real chip it
    // is a bus fault.
    board.start();

    let led = board.pin("GP25")?;
    led.init(Config { mode: Mode::Out, ..Config::default() })?;
    for _ in 0..4 {
        led.toggle();
        println!("GP25 is {:?}", led.value());
    }

    let mut handlers: Handlers<fn(Board<&Machine>)> = Handlers::new();
    let button = board.pin("GP10")?;
    button.init(Config { pull: Pull::Down, ..Config::default() })?;
    button.irq(&mut handlers, IrqConfig::new(Trigger::Rising), toggle_led)?;

    // Press the button, which connects the pin to 3.3 V.
    machine.drive(PinId::GP10, Some(Level::High));

    // Serve the interrupt. On a real chip, the interrupt service routine of the port does this.
    for pin in take_pending(&machine, button.id().port()) {
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
