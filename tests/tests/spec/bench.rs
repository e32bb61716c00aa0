//! Clicks, rails, bouncing buttons, jumper wires and the levels of nets.

use pinscope_core::PinId::{GP7, GP8, GP9, GP10, GP16, GP22};
use pinscope_core::cc3200::pad;
use pinscope_core::{
    Command, Config, Drive, EventKind, IrqConfig, Level, Mode, PadLevel, PinId, Profile, Pull, Reaction,
    RegistersMut as _, Trigger,
};
use pinscope_emulator::{Bounce, DriverSource, Playground, Stimulus, Trace};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

pub fn board() -> Playground {
    Playground::new(Profile::Wipy)
}

pub fn init(playground: &mut Playground, pin: PinId, config: Config) {
    playground.command(Command::Init { pin, config }).expect("valid");
}

pub fn pulled(pull: Pull) -> Config {
    Config { pull, ..Config::default() }
}

/// Returns how often the level of `pin` has changed.
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
fn a_click_does_not_change_a_pad_that_the_chip_drives() {
    let mut playground = board();
    init(&mut playground, GP9, Config { mode: Mode::Out, ..Config::default() });
    let before = playground.machine().clone();
    playground.stimulus(Stimulus::Click { pin: GP9 });
    assert_eq!(playground.machine(), &before);
    playground.stimulus(Stimulus::Drive { pin: GP9, level: Some(Level::High) });
    assert_eq!(playground.machine().level(GP9), PadLevel::Contention);
}

#[test]
fn after_a_button_is_released_the_pad_has_its_level_of_before() {
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
fn a_button_bounces_as_often_as_configured_and_the_same_each_time() {
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
fn by_default_a_press_makes_ten_to_a_hundred_extra_edges_in_a_millisecond() {
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
fn wires_join_pads_to_one_net_until_they_are_removed() {
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
fn two_outputs_that_disagree_are_contention_and_both_are_listed() {
    let mut playground = board();
    let out = |value, drive| Config { mode: Mode::Out, value: Some(value), drive, ..Config::default() };
    init(&mut playground, GP8, out(Level::High, Drive::High));
    init(&mut playground, GP9, out(Level::Low, Drive::Med));
    playground.stimulus(Stimulus::Wire { a: GP8, b: GP9 });
    playground.stimulus(Stimulus::Wire { a: GP8, b: GP10 });
    let machine = playground.machine();
    assert_eq!([GP8, GP9, GP10].map(|pin| machine.level(pin)), [PadLevel::Contention; 3]);
    assert_eq!(machine.peek_board().at(GP10).latch(), Level::High, "6 mA against 4 mA");
    let drivers: Vec<_> = machine.drivers(GP10).iter().map(|driver| (driver.level, driver.microamps)).collect();
    assert_eq!(drivers, [(Level::Low, 4000), (Level::High, 6000)]);
}

#[test]
fn every_driver_of_a_net_is_listed_with_its_current() {
    let mut playground = board();
    let out = Config { mode: Mode::Out, value: Some(Level::High), drive: Drive::Low, ..pulled(Pull::Up) };
    init(&mut playground, GP8, out);
    init(&mut playground, GP9, pulled(Pull::Down));
    playground.stimulus(Stimulus::Wire { a: GP8, b: GP9 });
    playground.stimulus(Stimulus::Wire { a: GP9, b: GP10 });
    playground.stimulus(Stimulus::Drive { pin: GP10, level: Some(Level::Low) });
    let drivers = playground.machine().drivers(GP9);
    for (source, level, microamps) in [
        (DriverSource::Chip(GP8), Level::High, 2_000),
        (DriverSource::Pull(GP8), Level::High, 10),
        (DriverSource::Pull(GP9), Level::Low, 10),
        (DriverSource::External(GP10), Level::Low, 20_000),
    ] {
        let listed =
            drivers.iter().find(|driver| driver.source == source).map(|driver| (driver.level, driver.microamps));
        assert_eq!(listed, Some((level, microamps)), "{source:?}");
    }
    assert_eq!(drivers.len(), 4, "a wire is no driver: {drivers:?}");
}

#[test]
fn a_rail_wins_over_any_output_an_output_over_any_pull_and_opposing_pulls_float() {
    let out = |value, drive| Config { mode: Mode::Out, value: Some(value), drive, ..Config::default() };
    let [none, up, down] = [Pull::None, Pull::Up, Pull::Down].map(pulled);
    let (low, high) = (Some(Level::Low), Some(Level::High));
    let six = out(Level::High, Drive::High);
    let [two, four] = [Drive::Low, Drive::Med].map(|drive| out(Level::Low, drive));
    for (pins, rail, shown, reads) in [
        ([up, up, up, down], None, PadLevel::Floating, None),
        ([up, up, up, none], None, PadLevel::High, high),
        ([two, up, up, up], None, PadLevel::Low, low),
        ([six, down, down, down], None, PadLevel::High, high),
        ([six, four, down, down], None, PadLevel::Contention, high),
        ([six, four, two, up], None, PadLevel::Contention, low),
        ([six, four, four, up], None, PadLevel::Contention, low),
        ([up, up, up, up], low, PadLevel::Low, low),
        ([two, four, four, down], high, PadLevel::Contention, high),
        ([six, six, six, six], low, PadLevel::Contention, low),
        ([six, six, six, six], high, PadLevel::High, high),
    ] {
        let mut playground = board();
        for (pin, config) in [GP7, GP8, GP9, GP10].into_iter().zip(pins) {
            playground.stimulus(Stimulus::Wire { a: GP16, b: pin });
            init(&mut playground, pin, config);
        }
        playground.stimulus(Stimulus::Drive { pin: GP22, level: rail });
        playground.stimulus(Stimulus::Wire { a: GP22, b: GP16 });
        let machine = playground.machine();
        assert_eq!((machine.level(GP16), machine.level(GP22)), (shown, shown), "{pins:?} {rail:?}");
        if let Some(level) = reads {
            assert_eq!(machine.peek_board().at(GP16).latch(), level, "{pins:?} {rail:?}");
        }
    }
}

#[test]
fn a_seed_gives_the_same_bursts_for_presses_and_releases() {
    let mut playground = board();
    let mut bursts = |seed| {
        playground.stimulus(Stimulus::Bounce { pin: GP10, bounce: Bounce { seed, ..Bounce::default() } });
        [Stimulus::Press { pin: GP10 }, Stimulus::Release { pin: GP10 }].map(|stimulus| {
            let (began_ns, since) = (playground.machine().time_ns(), playground.machine().trace(Trace::next));
            playground.stimulus(stimulus);
            playground.advance(1_000_000);
            playground.machine().trace(|trace| {
                let levels = trace.since(since).filter(|(_, event)| matches!(event.kind, EventKind::Level { .. }));
                levels.map(|(_, event)| event.time_ns - began_ns).collect::<Vec<_>>()
            })
        })
    };
    let [first, other, again] = [bursts(7), bursts(8), bursts(7)];
    assert!(first.iter().chain(&other).all(|burst| (11..=101).contains(&burst.len())), "{first:?}");
    assert_eq!(first, again);
    assert_ne!(first, other);
}

/// The handler of the first edge disables the interrupt, so the rest of the burst does not count.
#[test]
fn a_debounced_button_counts_once_a_press() {
    let mut playground = board();
    init(&mut playground, GP10, pulled(Pull::Up));
    let config = IrqConfig::new(Trigger::Falling);
    playground.command(Command::Irq { pin: GP10, config, reaction: Reaction::Nothing, takes_ns: 0 }).expect("valid");
    let count = |playground: &Playground| playground.snapshot(true).status(GP10).irq.map(|irq| irq.count);
    for presses in 1..=3 {
        playground.stimulus(Stimulus::Press { pin: GP10 });
        assert_eq!(count(&playground), Some(presses));
        playground.command(Command::Disable { pin: GP10 }).expect("it is set");
        playground.advance(2_000_000);
        playground.stimulus(Stimulus::Release { pin: GP10 });
        playground.advance(2_000_000);
        playground.command(Command::Enable { pin: GP10 }).expect("it is set");
    }
    assert_eq!(count(&playground), Some(3));
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

/// Only a register write makes such a pad: the override drives the latch's level, and the latch of an input follows its
/// pad.
#[test]
fn a_pad_that_drives_what_it_reads_agrees_with_the_side_that_wins() {
    let playground = board();
    let machine = playground.machine();
    machine.write(pad::config(GP8.pad()).0, pad::FORCED | pad::STAGE_4MA);
    assert_eq!(machine.level(GP8), PadLevel::Low);
    machine.drive(GP8, Some(Level::High));
    assert_eq!(machine.level(GP8), PadLevel::High);
    machine.drive(GP8, None);
    assert_eq!(machine.level(GP8), PadLevel::High, "it still drives the level that it read");
}
