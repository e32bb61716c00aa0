//! Each example does what its description says.

use pinscope_core::PinId::{self, GP2, GP4, GP8, GP9, GP10, GP11, GP12, GP13, GP16, GP17, GP24, GP25};
use pinscope_core::{Command, Drive, EventKind, Level, PadLevel, Power, Trigger, demo};
use pinscope_emulator::examples::{EXAMPLES, Example, START};
use pinscope_emulator::playground::costs::START_AFTER_HIBERNATE;
use pinscope_emulator::{Playground, Stimulus, WakeReason};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const MILLISECOND: u64 = 1_000_000;

fn open(name: &str) -> Playground {
    let example = Example::from_name(name).expect("there is such an example");
    let (playground, refused) = Playground::load(&example.bench());
    assert_eq!(refused, 0, "{name}");
    playground
}

fn click(playground: &mut Playground, pin: PinId) {
    playground.stimulus(Stimulus::Click { pin });
}

fn level(playground: &Playground, pin: PinId) -> PadLevel {
    playground.machine().level(pin)
}

fn reads(playground: &mut Playground, pin: PinId) -> Level {
    playground.machine().board().at(pin).value()
}

fn count(playground: &Playground, pin: PinId) -> u32 {
    playground.snapshot(true).status(pin).irq.map_or(0, |irq| irq.count)
}

fn power(playground: &Playground) -> Power {
    playground.machine().power()
}

fn count_events(playground: &Playground, wanted: impl Fn(&EventKind) -> bool) -> usize {
    playground.machine().trace(|trace| trace.since(0).filter(|(_, event)| wanted(&event.kind)).count())
}

#[test]
fn all_can_be_opened_and_each_is_described_by_one_sentence() {
    for example in EXAMPLES {
        let (_, refused) = Playground::load(&example.bench());
        assert_eq!(refused, 0, "{}", example.name);
        assert!(
            example.instructions.ends_with('.') && !example.instructions.contains(". "),
            "one sentence: {}",
            example.instructions
        );
        assert_eq!(EXAMPLES.iter().filter(|other| other.name == example.name).count(), 1);
    }
    assert_eq!(START.bench().commands, demo::COMMANDS, "the page starts with the manual's second example");
}

#[test]
fn the_empty_bench_comes_first_and_a_click_changes_only_a_level() {
    assert_eq!(EXAMPLES[0].name, "empty bench");
    let mut playground = open("empty bench");
    for pin in PinId::ALL {
        click(&mut playground, pin);
        assert_eq!(level(&playground, pin), PadLevel::High, "{pin:?}");
        assert_eq!(count(&playground, pin), 0);
    }
    assert_eq!(count_events(&playground, |kind| !matches!(kind, EventKind::Level { .. })), 0);
}

#[test]
fn an_output_drives_its_pad_and_a_click_does_not_fight_it() {
    let mut playground = open("an output");
    for value in [Level::High, Level::Low] {
        playground.command(Command::SetValue { pin: GP9, level: value }).expect("valid");
        let shown = level(&playground, GP9);
        assert_eq!(shown, if value.is_high() { PadLevel::High } else { PadLevel::Low });
        click(&mut playground, GP9);
        assert_eq!(level(&playground, GP9), shown);
    }
}

#[test]
fn only_rising_edges_interrupt() {
    let mut playground = open("an interrupt");
    for (clicks, interrupts) in [(1, 1), (2, 1), (3, 2)] {
        click(&mut playground, GP10);
        assert_eq!(count(&playground, GP10), interrupts, "after {clicks} clicks");
    }
}

#[test]
fn the_led_blinks_once_a_second_and_is_read_over_the_wire() {
    let mut playground = open("blink and read");
    let mut seen = Vec::new();
    for _ in 0..4 {
        playground.advance(1000 * MILLISECOND);
        let led = level(&playground, GP25);
        assert_eq!(level(&playground, GP9), led);
        assert_eq!(reads(&mut playground, GP9).is_high(), led == PadLevel::High);
        seen.push(led);
    }
    assert!(seen.windows(2).all(|pair| pair[0] != pair[1]), "{seen:?}");
}

#[test]
fn pulls_hold_float_and_lose_to_a_rail() {
    let mut playground = open("pull-ups and floating inputs");
    assert_eq!(level(&playground, GP8), PadLevel::High);
    assert_eq!(level(&playground, GP9), PadLevel::Low);
    assert_eq!(level(&playground, GP10), PadLevel::Floating);
    for pin in [GP8, GP9, GP10] {
        let before = level(&playground, pin);
        click(&mut playground, pin);
        assert_ne!(level(&playground, pin), before);
        assert_ne!(level(&playground, pin), PadLevel::Contention);
    }
}

#[test]
fn the_bus_is_high_only_when_all_release_it() {
    let mut playground = open("open-drain bus of three pins");
    let buttons = [GP2, GP4, GP17];
    let mut pulls = [false; 3];
    for step in [0, 1, 0, 2, 1, 2, 0, 0] {
        click(&mut playground, buttons[step]);
        pulls[step] = !pulls[step];
        let expected = if pulls.contains(&true) { PadLevel::Low } else { PadLevel::High };
        for pin in [GP8, GP9, GP10] {
            assert_eq!(level(&playground, pin), expected, "{pulls:?}");
        }
    }
}

#[test]
fn the_stronger_output_wins_and_low_if_they_are_equal_or_weaker() {
    let mut playground = open("two outputs that fight");
    assert_eq!(level(&playground, GP10), PadLevel::Contention);
    assert_eq!(reads(&mut playground, GP10), Level::High);
    let Some(Command::Init { config, .. }) = playground.bench().commands.first().copied() else {
        panic!("GP8 comes first")
    };
    let weak = Command::Init { pin: GP8, config: pinscope_core::Config { drive: Drive::Low, ..config } };
    playground.command(weak).expect("valid");
    assert_eq!(reads(&mut playground, GP10), Level::Low);
    playground.command(Command::Init { pin: GP8, config: Default::default() }).expect("valid");
    assert_eq!(level(&playground, GP10), PadLevel::Low);
}

#[test]
fn a_bouncing_button_counts_many_and_the_latch_one() {
    let mut playground = open("bounce, counted, then debounced");
    for (round, pin) in [GP10, GP11].into_iter().enumerate() {
        playground.stimulus(Stimulus::Press { pin });
        playground.advance(5 * MILLISECOND);
        playground.stimulus(Stimulus::Release { pin });
        playground.advance(5 * MILLISECOND);
        assert!(count(&playground, pin) > 5, "{pin:?} counts {}", count(&playground, pin));
        assert_eq!(count(&playground, GP9), round as u32 + 1);
    }
}

#[test]
fn the_urgent_handler_preempts_the_other_which_then_continues() {
    let mut playground = open("priorities: a handler preempted");
    click(&mut playground, GP10);
    playground.advance(1000 * MILLISECOND);
    click(&mut playground, GP17);
    playground.advance(10_000 * MILLISECOND);
    let history: Vec<_> = playground.machine().trace(|trace| {
        let history = trace.since(0).filter_map(|(_, event)| match event.kind {
            EventKind::Irq { pin, .. } => Some((event.time_ns / MILLISECOND, pin, true)),
            EventKind::Left { pin } => Some((event.time_ns / MILLISECOND, pin, false)),
            _ => None,
        });
        history.collect()
    });
    assert_eq!(history, [(0, GP10, true), (1000, GP17, true), (2000, GP17, false), (4000, GP10, false)]);
}

#[test]
fn a_lasting_level_is_an_interrupt_storm_until_it_ends() {
    let mut playground = open("level trigger storm");
    click(&mut playground, GP10);
    playground.advance(25 * MILLISECOND);
    let storms = |playground: &Playground| count_events(playground, |kind| matches!(kind, EventKind::IrqStorm { .. }));
    assert_eq!((storms(&playground), count(&playground, GP10)), (3, 3 * 64));
    click(&mut playground, GP10);
    playground.advance(25 * MILLISECOND);
    assert_eq!(storms(&playground), 3);
}

#[test]
fn the_last_pin_armed_ends_suspended() {
    let mut playground = open("wake from SUSPENDED: the last armed pin wins");
    assert_eq!(power(&playground), Power::Suspended);
    click(&mut playground, GP2);
    assert_eq!(power(&playground), Power::Suspended);
    click(&mut playground, GP17);
    assert_eq!(power(&playground), Power::Active);
}

#[test]
fn each_of_the_six_ends_hibernate_and_the_board_is_set_up_again() {
    for pin in [GP2, GP4, GP10, GP11, GP17, GP24] {
        let mut playground = open("HIBERNATE from six pins");
        assert_eq!(power(&playground), Power::Hibernate);
        click(&mut playground, pin);
        playground.advance(START_AFTER_HIBERNATE.ns);
        assert_eq!(power(&playground), Power::Active);
        assert_eq!(count_events(&playground, |kind| *kind == EventKind::Wake { pin, from: Power::Hibernate }), 1);
        assert_eq!(count_events(&playground, |kind| *kind == EventKind::SetUp), 1);
        assert_eq!(playground.snapshot(true).pin(pin).trigger(), Trigger::Rising);
    }
}

#[test]
fn every_reason_why_it_did_not_wake_is_another() {
    let mut playground = open("why didn't it wake?");
    for pin in [GP9, GP2, GP4, GP11, GP24] {
        click(&mut playground, pin);
        assert_eq!(power(&playground), Power::Suspended, "{pin:?}");
    }
    click(&mut playground, GP17);
    assert_eq!(power(&playground), Power::Active);
    let expected = [
        (GP9, WakeReason::NoWakeLine),
        (GP2, WakeReason::Replaced),
        (GP4, WakeReason::WakeNotSet),
        (GP11, WakeReason::BothEdges),
        (GP24, WakeReason::Disabled),
        (GP17, WakeReason::Woke),
    ];
    let why = playground.wake_report();
    for (pin, code) in expected {
        assert_eq!(why.iter().find(|why| why.pin == pin).map(|why| why.reason), Some(code), "{pin:?}");
    }
}

/// Their scripts make the settings, so the benches have only wires.
#[test]
fn the_benches_of_the_peripherals_wait_for_their_scripts() {
    for (name, wires) in [
        ("a timer blinks the LED", &[][..]),
        ("PWM: the LED breathes", &[]),
        ("a voltage, converted", &[]),
        ("two serial lines", &[(GP17, GP12), (GP13, GP16)]),
        ("an alarm ends SUSPENDED", &[]),
        ("the watchdog resets the board", &[]),
    ] {
        let playground = open(name);
        assert!(playground.bench().commands.is_empty(), "{name}");
        assert_eq!(playground.machine().wires().len(), wires.len(), "{name}");
        for &(a, b) in wires {
            let found = playground.machine().wires();
            assert!(found.contains(&(a, b)) || found.contains(&(b, a)), "{name}: {found:?}");
        }
    }
}
