//! Wires to GND and 3V3, and buttons between two points.

use pinscope_core::PinId::{GP8, GP9, GP10, GP17};
use pinscope_core::{
    Command, Config, Drive, IrqConfig, Level, Mode, PadLevel, PinId, Pull, Reaction, SleepMode, Trigger, Wake,
};
use pinscope_emulator::{Bounce, Button, DriverSource, Endpoint, Playground, Stimulus, WakeReason};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::bench::{board, init, pulled};

const fn output(level: Level) -> Config {
    Config { mode: Mode::Out, drive: Drive::High, value: Some(level), ..Config::DEFAULT }
}

/// Places a button that does not bounce.
fn place_button(playground: &mut Playground, pin: PinId, end: Endpoint) {
    playground.stimulus(Stimulus::Bounce { pin, bounce: Bounce::none(pin) });
    playground.stimulus(Stimulus::PlaceButton { pin, end: Some(end) });
}

#[test]
fn a_wire_to_a_rail_wins_over_any_output_until_it_is_removed() {
    for (rail, other, name) in [(Level::Low, Level::High, "GND"), (Level::High, Level::Low, "3V3")] {
        let mut playground = board();
        init(&mut playground, GP9, output(other));
        playground.stimulus(Stimulus::Wire { a: GP9, b: GP10 });
        playground.stimulus(Stimulus::WireToRail { pin: GP9, rail });
        let machine = playground.machine();
        assert_eq!([GP9, GP10].map(|pin| machine.level(pin)), [PadLevel::Contention; 2]);
        assert_eq!(machine.peek_board().at(GP10).latch(), rail, "20 mA against 6 mA");
        assert_eq!(machine.rail_wires(), [(GP9, rail)]);
        let drivers = machine.drivers(GP10);
        let of_rail = drivers.iter().find(|driver| driver.source == DriverSource::Rail);
        let of_rail = of_rail.map(|driver| (Endpoint::Rail(driver.level).name(), driver.microamps));
        assert_eq!(of_rail, Some((name, 20_000)));
        playground.stimulus(Stimulus::UnwireFromRail { pin: GP9, rail });
        assert_eq!(playground.machine().level(GP10), if other.is_high() { PadLevel::High } else { PadLevel::Low });
    }
}

/// A rail is one source of 20 mA, so a second wire to it adds nothing.
#[test]
fn a_rail_counts_once_however_many_wires_connect_it() {
    let mut playground = board();
    init(&mut playground, GP10, output(Level::High));
    for pin in [GP8, GP9] {
        playground.stimulus(Stimulus::Wire { a: GP10, b: pin });
        playground.stimulus(Stimulus::WireToRail { pin, rail: Level::Low });
    }
    playground.stimulus(Stimulus::Drive { pin: GP17, level: Some(Level::High) });
    playground.stimulus(Stimulus::Wire { a: GP17, b: GP10 });
    let machine = playground.machine();
    assert_eq!(machine.level(GP8), PadLevel::Contention);
    assert_eq!(machine.peek_board().at(GP8).latch(), Level::High, "the two sources are equal, so the output decides");
    assert_eq!(machine.drivers(GP8).iter().filter(|driver| driver.source == DriverSource::Rail).count(), 1);
}

#[test]
fn a_button_to_gnd_with_a_pull_up_makes_a_falling_edge_and_bounces() {
    let mut playground = board();
    init(&mut playground, GP10, pulled(Pull::Up));
    let config = IrqConfig::new(Trigger::Falling);
    playground.command(Command::Irq { pin: GP10, config, reaction: Reaction::Nothing, takes_ns: 0 }).expect("valid");
    let bounce = Bounce { seed: 3, edges: Some(20), window_ns: 1_000_000 };
    playground.stimulus(Stimulus::Bounce { pin: GP10, bounce });
    playground.stimulus(Stimulus::PlaceButton { pin: GP10, end: Some(Endpoint::GND) });
    assert_eq!(playground.machine().external(GP10).button, Some(Button::Open));
    playground.stimulus(Stimulus::Press { pin: GP10 });
    playground.advance(2_000_000);
    assert_eq!(playground.machine().external(GP10).button, Some(Button::Closed(Endpoint::GND)));
    assert_eq!(playground.machine().level(GP10), PadLevel::Low);
    let count = |playground: &Playground| playground.snapshot(true).status(GP10).irq.map(|irq| irq.count);
    assert_eq!(count(&playground), Some(11), "the press and half of its bounces");
    playground.stimulus(Stimulus::Release { pin: GP10 });
    playground.advance(2_000_000);
    assert_eq!(playground.machine().level(GP10), PadLevel::High);
    assert_eq!(count(&playground), Some(21));
}

/// This is a key of a keypad: a row is driven, and a column is read.
#[test]
fn a_button_between_two_pins_connects_them_while_it_is_pressed() {
    let mut playground = board();
    init(&mut playground, GP9, output(Level::Low));
    init(&mut playground, GP10, pulled(Pull::Up));
    place_button(&mut playground, GP10, Endpoint::Pin(GP9));
    let level = |playground: &Playground| playground.machine().level(GP10);
    assert_eq!(level(&playground), PadLevel::High);
    playground.stimulus(Stimulus::Press { pin: GP10 });
    assert_eq!(level(&playground), PadLevel::Low);
    playground.command(Command::Toggle { pin: GP9 }).expect("awake");
    assert_eq!(level(&playground), PadLevel::High, "it follows the row");
    playground.command(Command::Toggle { pin: GP9 }).expect("awake");
    playground.stimulus(Stimulus::Release { pin: GP10 });
    assert_eq!(level(&playground), PadLevel::High);
}

#[test]
fn a_button_that_is_placed_elsewhere_is_open() {
    let mut playground = board();
    init(&mut playground, GP10, pulled(Pull::Up));
    playground.stimulus(Stimulus::PlaceButton { pin: GP10, end: Some(Endpoint::GND) });
    playground.stimulus(Stimulus::Press { pin: GP10 });
    playground.stimulus(Stimulus::PlaceButton { pin: GP10, end: Some(Endpoint::Pin(GP9)) });
    playground.advance(2_000_000);
    assert_eq!(playground.machine().external(GP10).button, Some(Button::Open));
    assert_eq!([GP9, GP10].map(|pin| playground.machine().level(pin)), [PadLevel::Floating, PadLevel::High]);
    let before = playground.machine().clone();
    playground.stimulus(Stimulus::PlaceButton { pin: GP10, end: Some(Endpoint::Pin(GP10)) });
    assert_eq!(playground.machine(), &before, "a button has two different ends");
    playground.stimulus(Stimulus::PlaceButton { pin: GP10, end: None });
    playground.stimulus(Stimulus::Press { pin: GP10 });
    playground.advance(2_000_000);
    assert_eq!(playground.machine().level(GP10), PadLevel::Low, "its other end is opposite the pull again");
}

#[test]
fn a_click_does_not_change_a_pad_that_is_wired_to_a_rail() {
    let mut playground = board();
    playground.stimulus(Stimulus::Wire { a: GP9, b: GP10 });
    playground.stimulus(Stimulus::WireToRail { pin: GP9, rail: Level::High });
    let before = playground.machine().clone();
    playground.stimulus(Stimulus::Click { pin: GP10 });
    assert_eq!(playground.machine(), &before);
}

#[test]
fn a_button_to_gnd_wakes_the_board_and_stays_where_it_is() {
    for mode in [SleepMode::Suspended, SleepMode::Hibernate] {
        let mut playground = board();
        init(&mut playground, GP17, pulled(Pull::Up));
        place_button(&mut playground, GP17, Endpoint::GND);
        let wake = Wake::SUSPENDED | Wake::HIBERNATE;
        let config = IrqConfig { wake, ..IrqConfig::new(Trigger::Falling) };
        let irq = Command::Irq { pin: GP17, config, reaction: Reaction::Nothing, takes_ns: 0 };
        playground.command(irq).expect("valid");
        playground.command(Command::Sleep { mode }).expect("awake");
        playground.stimulus(Stimulus::Press { pin: GP17 });
        let reason = playground.report_for_pin(GP17).reason;
        assert_eq!(reason, WakeReason::Woke, "{mode:?}");
        let external = playground.machine().external(GP17);
        assert_eq!(external.button_end, Some(Endpoint::GND));
        assert_eq!(external.button, Some(Button::Closed(Endpoint::GND)));
    }
}

#[test]
fn rails_and_buttons_come_back_with_the_bench_and_stay_after_a_reset() {
    let mut playground = board();
    for stimulus in [
        Stimulus::WireToRail { pin: GP9, rail: Level::High },
        Stimulus::WireToRail { pin: GP8, rail: Level::Low },
        Stimulus::PlaceButton { pin: GP10, end: Some(Endpoint::GND) },
        Stimulus::PlaceButton { pin: GP17, end: Some(Endpoint::Pin(GP10)) },
    ] {
        playground.stimulus(stimulus);
    }
    let bench = playground.bench();
    let (again, _) = Playground::load(&bench);
    playground.reset_chip();
    for board in [&again, &playground] {
        assert_eq!(board.machine().rail_wires(), [(GP9, Level::High), (GP8, Level::Low)]);
        for (pin, end) in [(GP10, Endpoint::GND), (GP17, Endpoint::Pin(GP10))] {
            assert_eq!(board.machine().external(pin).button_end, Some(end));
        }
        assert_eq!(board.bench(), bench);
    }
}

#[test]
fn services_are_counted_since_the_last_press_and_can_be_set_to_0() {
    let mut playground = board();
    init(&mut playground, GP10, pulled(Pull::Up));
    let config = IrqConfig::new(Trigger::Falling);
    playground.command(Command::Irq { pin: GP10, config, reaction: Reaction::Nothing, takes_ns: 0 }).expect("valid");
    place_button(&mut playground, GP10, Endpoint::GND);
    let counts = |playground: &Playground| {
        let all = playground.snapshot(true).status(GP10).irq.map(|irq| irq.count);
        (all, playground.served_since_press(GP10))
    };
    assert_eq!(counts(&playground), (Some(0), None), "it was not pressed yet");
    for presses in 1..=3 {
        playground.stimulus(Stimulus::Press { pin: GP10 });
        playground.stimulus(Stimulus::Release { pin: GP10 });
        assert_eq!(counts(&playground), (Some(presses), Some(1)));
    }
    playground.clear_counts(GP10);
    assert_eq!(counts(&playground), (Some(0), Some(0)));
    playground.stimulus(Stimulus::Press { pin: GP10 });
    assert_eq!(counts(&playground), (Some(1), Some(1)), "the interrupt is still armed");
}
