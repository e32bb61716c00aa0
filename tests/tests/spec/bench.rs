//! Hands: clicks, rails, buttons that bounce, jumper wires, and time.

use pinscope_core::PinId::{GP8, GP9, GP10, GP16};
use pinscope_core::cc3200::pad;
use pinscope_core::{
    Command, Config, EventKind, IrqConfig, Level, Mode, PadLevel, PinId, Profile, Pull, Reaction, RegistersMut as _,
    Trigger,
};
use pinscope_emulator::{Bounce, Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn board() -> Playground {
    Playground::new(Profile::Wipy)
}

fn init(playground: &mut Playground, pin: PinId, config: Config) {
    playground.command(Command::Init { pin, config }).expect("valid");
}

fn pulled(pull: Pull) -> Config {
    Config { pull, ..Config::default() }
}

/// How often the level of `pin` has changed.
fn changes(playground: &Playground, pin: PinId) -> usize {
    let change = |kind| matches!(kind, EventKind::Level { pin: changed, .. } if changed == pin);
    playground.machine().trace(|trace| trace.since(0).filter(|(_, event)| change(event.kind)).count())
}

#[test]
fn the_first_click_drives_the_opposite_and_each_further_one_inverts() {
    let rows =
        [(pulled(Pull::Down), PadLevel::High), (pulled(Pull::Up), PadLevel::Low), (pulled(Pull::None), PadLevel::High)];
    for (config, first) in rows {
        let mut playground = board();
        init(&mut playground, GP10, config);
        let click = |playground: &mut Playground| {
            playground.stimulus(Stimulus::Click { pin: GP10 });
            playground.machine().level(GP10)
        };
        let second = if first == PadLevel::High { PadLevel::Low } else { PadLevel::High };
        let levels = [click(&mut playground), click(&mut playground), click(&mut playground)];
        assert_eq!(levels, [first, second, first]);
    }
}

#[test]
fn a_click_leaves_a_pad_alone_that_the_chip_drives() {
    let mut playground = board();
    init(&mut playground, GP9, Config { mode: Mode::Out, ..Config::default() });
    let before = playground.machine().clone();
    playground.stimulus(Stimulus::Click { pin: GP9 });
    assert_eq!(playground.machine(), &before);
    playground.stimulus(Stimulus::Drive { pin: GP9, level: Some(Level::High) });
    assert_eq!(playground.machine().level(GP9), PadLevel::Contention);
}

#[test]
fn a_released_button_gives_back_what_was_there_before() {
    for (pull, held, pressed) in [
        (Pull::Up, None, PadLevel::Low),
        (Pull::Down, None, PadLevel::High),
        (Pull::None, None, PadLevel::High),
        (Pull::Down, Some(Level::Low), PadLevel::High),
    ] {
        let mut playground = board();
        init(&mut playground, GP10, pulled(pull));
        playground.stimulus(Stimulus::Drive { pin: GP10, level: held });
        let before = playground.machine().level(GP10);
        playground.stimulus(Stimulus::Press { pin: GP10 });
        playground.advance(2_000_000);
        assert_eq!(playground.machine().level(GP10), pressed);
        playground.stimulus(Stimulus::Release { pin: GP10 });
        playground.advance(2_000_000);
        assert_eq!(playground.machine().level(GP10), before);
    }
}

#[test]
fn a_button_bounces_as_often_as_it_is_told_and_the_same_each_time() {
    let burst = |edges| {
        let mut playground = board();
        init(&mut playground, GP10, pulled(Pull::Up));
        let bounce = Bounce { seed: 42, edges: Some(edges), window_ns: 500_000 };
        playground.stimulus(Stimulus::Bounce { pin: GP10, bounce });
        let before = changes(&playground, GP10);
        playground.stimulus(Stimulus::Press { pin: GP10 });
        playground.advance(500_000);
        assert_eq!(playground.machine().level(GP10), PadLevel::Low);
        (changes(&playground, GP10) - before, playground.machine().clone())
    };
    assert_eq!(burst(0).0, 1);
    assert_eq!(burst(40).0, 41);
    assert_eq!(burst(39).0, 41);
    assert_eq!(burst(40).1, burst(40).1);
}

#[test]
fn unless_told_otherwise_a_push_makes_ten_to_a_hundred_extra_edges_in_a_millisecond() {
    let mut playground = board();
    init(&mut playground, GP10, pulled(Pull::Up));
    let config = IrqConfig::new(Trigger::Falling);
    playground.command(Command::Irq { pin: GP10, config, reaction: Reaction::Nothing, takes_ns: 0 }).expect("valid");
    let before = changes(&playground, GP10);
    playground.stimulus(Stimulus::Press { pin: GP10 });
    playground.advance(1_000_000);
    let made = changes(&playground, GP10) - before;
    assert!((11..=101).contains(&made) && made % 2 == 1, "{made}");
    let count = playground.snapshot(true).status(GP10).irq.map(|irq| irq.count);
    assert_eq!(count, Some(made.div_ceil(2) as u32), "every falling edge is counted");
    playground.advance(10_000_000);
    assert_eq!(changes(&playground, GP10) - before, made, "it is over");
}

#[test]
fn wires_make_one_net_and_removed_they_part() {
    let mut playground = board();
    init(&mut playground, GP10, pulled(Pull::Up));
    playground.stimulus(Stimulus::Wire { a: GP10, b: GP8 });
    playground.stimulus(Stimulus::Wire { a: GP8, b: GP16 });
    assert_eq!(playground.machine().level(GP16), PadLevel::High);
    playground.stimulus(Stimulus::Drive { pin: GP16, level: Some(Level::Low) });
    assert_eq!(playground.machine().level(GP10), PadLevel::Low);
    playground.stimulus(Stimulus::Unwire { a: GP16, b: GP8 });
    let levels = [GP10, GP8, GP16].map(|pin| playground.machine().level(pin));
    assert_eq!(levels, [PadLevel::High, PadLevel::High, PadLevel::Low]);
}

#[test]
fn two_outputs_that_disagree_are_contention_and_everyone_is_named() {
    let mut playground = board();
    let out = |value, drive| Config { mode: Mode::Out, value: Some(value), drive, ..Config::default() };
    init(&mut playground, GP8, out(Level::High, pinscope_core::Drive::High));
    init(&mut playground, GP9, out(Level::Low, pinscope_core::Drive::Med));
    playground.stimulus(Stimulus::Wire { a: GP8, b: GP9 });
    playground.stimulus(Stimulus::Wire { a: GP8, b: GP10 });
    let machine = playground.machine();
    assert_eq!([GP8, GP9, GP10].map(|pin| machine.level(pin)), [PadLevel::Contention; 3]);
    assert_eq!(machine.seen().at(GP10).latch(), Level::High, "6 mA against 4 mA");
    let drivers: Vec<_> = machine.drivers(GP10).iter().map(|driver| (driver.level, driver.microamps)).collect();
    assert_eq!(drivers, [(Level::Low, 4000), (Level::High, 6000)]);
}

#[test]
fn one_big_step_of_time_is_many_small_ones() {
    let run = |steps: u64| {
        let mut playground = board();
        init(&mut playground, GP10, pulled(Pull::Up));
        let config = IrqConfig::new(Trigger::BothEdges);
        playground
            .command(Command::Irq { pin: GP10, config, reaction: Reaction::Toggle(GP9), takes_ns: 0 })
            .expect("valid");
        playground.stimulus(Stimulus::Press { pin: GP10 });
        for _ in 0..steps {
            playground.advance(3_000_000 / steps);
        }
        playground.machine().clone()
    };
    let whole = run(1);
    assert!(whole == run(1000));
    assert!(whole == run(3));
}

/// Only a written register makes such a pad: the override drives, and the latch of an input follows its pad.
#[test]
fn a_pad_that_drives_what_it_reads_agrees_with_the_side_that_wins() {
    let playground = board();
    let machine = playground.machine();
    machine.write(pad::config(GP8.pad()).0, pad::FORCED | pad::STAGE_4MA);
    assert_eq!(machine.level(GP8), PadLevel::Low);
    machine.drive(GP8, Some(Level::High));
    assert_eq!(machine.level(GP8), PadLevel::High);
    machine.drive(GP8, None);
    assert_eq!(machine.level(GP8), PadLevel::High, "it goes on driving what it read");
}
