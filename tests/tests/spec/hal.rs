//! The embedded-hal traits of a pin, and a driver from crates.io that uses them.

use embedded_hal::digital::{InputPin, OutputPin, StatefulOutputPin};
use lcd1602_driver::command::{DataWidth, LineMode, State};
use lcd1602_driver::lcd::{Basic, BasicRead, Config as LcdConfig, Ext, Lcd};
use lcd1602_driver::sender::ParallelSender;
use pinscope_core::PinId::{GP6, GP7, GP8, GP9, GP12, GP15, GP16, GP22};
use pinscope_core::{Board, Config, Level, Mode, PadLevel, Profile, Pull};
use pinscope_tests::hd44780::{BoardWithDisplay, Wires};
use pinscope_tests::playground::machine;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const OUT: Config = Config { mode: Mode::Out, ..Config::DEFAULT };
const OPEN_DRAIN: Config =
    Config { mode: Mode::OpenDrain, pull: Pull::Up, value: Some(Level::High), ..Config::DEFAULT };

#[test]
fn an_open_drain_output_reads_the_wire_and_remembers_what_was_set() {
    let machine = machine();
    let mut pin = machine.board().at(GP8);
    pin.init(OPEN_DRAIN).expect("valid");
    assert_eq!((pin.is_set_high(), pin.is_high(), pin.is_low()), (Ok(true), Ok(true), Ok(false)));
    machine.drive(GP8, Some(Level::Low));
    assert_eq!((pin.is_set_high(), pin.is_high(), pin.is_low()), (Ok(true), Ok(false), Ok(true)));
    assert_eq!(pin.is_set_low(), Ok(false));
    StatefulOutputPin::toggle(&mut pin).expect("infallible");
    machine.drive(GP8, None);
    assert_eq!((pin.is_set_low(), pin.is_low(), machine.level(GP8)), (Ok(true), Ok(true), PadLevel::Low));
}

#[test]
fn an_output_drives_what_is_set_and_an_input_loses_it() {
    let machine = machine();
    let mut pin = machine.board().at(GP8);
    pin.set_high().expect("infallible");
    assert_eq!((pin.is_high(), machine.level(GP8)), (Ok(false), PadLevel::Floating));
    pin.init(OUT).expect("valid");
    assert_eq!(machine.level(GP8), PadLevel::Low);
    pin.set_high().expect("infallible");
    assert_eq!((pin.is_high(), machine.level(GP8)), (Ok(true), PadLevel::High));
    pin.set_low().expect("infallible");
    assert_eq!((pin.is_high(), machine.level(GP8)), (Ok(false), PadLevel::Low));
}

#[test]
fn an_unmodified_driver_writes_on_a_character_display_and_reads_it_back() {
    let data = [GP16, GP22, GP12, GP15];
    let display_board = BoardWithDisplay::new(machine(), Wires { rs: GP6, rw: GP7, e: GP8, data });
    let board = Board::new(Profile::Wipy, &display_board);
    let set_up = |pin, config| {
        let pin = board.at(pin);
        pin.init(config).expect("valid");
        pin
    };
    let [rs, rw, e, backlight] = [GP6, GP7, GP8, GP9].map(|pin| set_up(pin, OUT));
    let [d4, d5, d6, d7] = data.map(|pin| set_up(pin, OPEN_DRAIN));

    let mut sender = ParallelSender::new_4pin(rs, rw, e, d4, d5, d6, d7, Some(backlight));
    let config =
        LcdConfig::default().set_data_width(DataWidth::Bit4).set_line_mode(LineMode::TwoLine).set_backlight(State::On);
    let mut delay = &display_board;
    let mut lcd = Lcd::new(&mut sender, &mut delay, config, Some(40));
    lcd.write_str_to_cur("Pinscope");
    lcd.set_cursor_pos((4, 1));
    lcd.write_str_to_cur("1 bit a wire");

    assert_eq!(display_board.display().line(0), "Pinscope        ");
    assert_eq!(display_board.display().line(1), "    1 bit a wire");
    assert_eq!(display_board.machine.level(GP9), PadLevel::High, "the backlight");
    lcd.set_cursor_pos((3, 0));
    assert_eq!([lcd.read_u8_from_cur(), lcd.read_u8_from_cur()], *b"sc");
    assert!(display_board.display().busy_reads > 0, "the driver has to wait");
    assert_eq!(display_board.display().missed_instructions, 0, "and it does");
}
