//! Sleep and wake: what ends which sleep, what survives it, and what the board says afterwards.

use pinscope_core::PinId::{GP2, GP4, GP9, GP10, GP13, GP17, GP25};
use pinscope_core::{
    Answer, Command, Config, Error, EventKind, IrqConfig, Level, Mode, PinId, Power, Priority, Profile, Pull, Reaction,
    ResetCause, SleepMode, Trigger, Wake, sleep,
};
use pinscope_emulator::{Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn pull_down(playground: &mut Playground, pin: PinId) {
    let config = Config { pull: Pull::Down, ..Config::default() };
    playground.command(Command::Init { pin, config }).expect("valid");
}

fn arm(playground: &mut Playground, pin: PinId, trigger: Trigger, wake: Wake) {
    let config = IrqConfig { wake, ..IrqConfig::new(trigger) };
    playground.command(Command::Irq { pin, config, reaction: Reaction::Nothing, takes_ns: 0 }).expect("valid");
}

/// A board with these pins pulled down and armed to wake on a rising edge.
fn armed(pins: &[PinId], wake: Wake) -> Playground {
    let mut playground = Playground::new(Profile::Wipy);
    for &pin in pins {
        pull_down(&mut playground, pin);
        arm(&mut playground, pin, Trigger::Rising, wake);
    }
    playground
}

fn fall_asleep(playground: &mut Playground, mode: SleepMode) {
    assert_eq!(playground.command(Command::Sleep { mode }), Ok(Answer::Sleep(mode)));
}

fn drive(playground: &mut Playground, pin: PinId, level: Level) {
    playground.stimulus(Stimulus::Drive { pin, level: Some(level) });
}

fn power(playground: &Playground) -> Power {
    playground.machine().power()
}

fn happened(playground: &Playground, kind: EventKind) -> bool {
    playground.machine().trace(|trace| trace.since(0).any(|(_, event)| event.kind == kind))
}

#[test]
fn idle_ends_with_any_interrupt() {
    let mut playground = armed(&[GP9], Wake::ACTIVE);
    fall_asleep(&mut playground, SleepMode::Active);
    assert_eq!(power(&playground), Power::Idle);
    drive(&mut playground, GP9, Level::High);
    assert_eq!(power(&playground), Power::Active);
    assert!(happened(&playground, EventKind::Wake { pin: GP9, from: Power::Idle }));
}

#[test]
fn suspended_ends_with_its_pin_and_everything_is_put_back() {
    let mut playground = armed(&[GP17], Wake::ACTIVE | Wake::SUSPENDED);
    let out = Config { mode: Mode::Out, value: Some(Level::High), ..Config::default() };
    playground.command(Command::Init { pin: GP25, config: out }).expect("valid");
    let config = IrqConfig { priority: Priority::P5, ..IrqConfig::new(Trigger::BothEdges) };
    playground.command(Command::Irq { pin: GP9, config, reaction: Reaction::Nothing, takes_ns: 0 }).expect("valid");
    let before = playground.snapshot(true);

    fall_asleep(&mut playground, SleepMode::Suspended);
    assert_eq!(power(&playground), Power::Suspended);
    drive(&mut playground, GP17, Level::High);
    assert_eq!(power(&playground), Power::Active);
    assert!(happened(&playground, EventKind::Wake { pin: GP17, from: Power::Suspended }));

    let after = playground.snapshot(true);
    for pin in PinId::ALL {
        let (then, now) = (before.pin(pin), after.pin(pin));
        assert_eq!(
            (then.mode(), then.pull(), then.drive(), then.alt()),
            (now.mode(), now.pull(), now.drive(), now.alt())
        );
        assert_eq!(
            (then.trigger(), then.priority(), then.wake()),
            (now.trigger(), now.priority(), now.wake()),
            "{pin:?}"
        );
        assert_eq!(then.driven(), now.driven());
    }
    assert_eq!(after.status(GP17).irq.map(|irq| irq.count), Some(1), "the callback runs");
    assert_eq!(sleep::reset_cause(&after), ResetCause::PowerOn, "a wake from LPDS is no reset");
    drive(&mut playground, GP9, Level::High);
    assert_eq!(playground.snapshot(true).status(GP9).irq.map(|irq| irq.count), Some(1), "it interrupts as before");
}

#[test]
fn nothing_of_the_gap_is_seen_outside() {
    let mut playground = armed(&[GP17], Wake::SUSPENDED);
    let out = Config { mode: Mode::Out, value: Some(Level::High), ..Config::default() };
    playground.command(Command::Init { pin: GP25, config: out }).expect("valid");
    fall_asleep(&mut playground, SleepMode::Suspended);
    let asleep = playground.machine().trace(pinscope_emulator::Trace::next);
    drive(&mut playground, GP17, Level::High);
    let led = |kind| matches!(kind, EventKind::Level { pin: GP25, .. });
    assert_eq!(playground.machine().trace(|trace| trace.since(asleep).filter(|(_, event)| led(event.kind)).count()), 0);
}

#[test]
fn the_last_pin_armed_is_the_only_one_that_ends_suspended() {
    let mut playground = armed(&[GP2, GP17], Wake::SUSPENDED);
    fall_asleep(&mut playground, SleepMode::Suspended);
    drive(&mut playground, GP2, Level::High);
    assert_eq!(power(&playground), Power::Suspended, "GP17 has replaced GP2");
    drive(&mut playground, GP17, Level::High);
    assert_eq!(power(&playground), Power::Active);
}

#[test]
fn each_trigger_ends_each_sleep_by_its_own_encoding() {
    let rows = [
        (Trigger::Rising, Level::Low, Level::High),
        (Trigger::Falling, Level::High, Level::Low),
        (Trigger::HighLevel, Level::Low, Level::High),
        (Trigger::LowLevel, Level::High, Level::Low),
    ];
    for (mode, wake) in [(SleepMode::Suspended, Wake::SUSPENDED), (SleepMode::Hibernate, Wake::HIBERNATE)] {
        for (trigger, rest, other) in rows {
            let mut playground = Playground::new(Profile::Wipy);
            drive(&mut playground, GP4, rest);
            arm(&mut playground, GP4, trigger, wake);
            fall_asleep(&mut playground, mode);
            assert_eq!(power(&playground), mode.power(), "{trigger:?} at rest");
            drive(&mut playground, GP4, other);
            assert_eq!(power(&playground), Power::Active, "{trigger:?}");
        }
    }
}

#[test]
fn a_level_that_holds_at_entry_wakes_at_once() {
    for (mode, wake) in [(SleepMode::Suspended, Wake::SUSPENDED), (SleepMode::Hibernate, Wake::HIBERNATE)] {
        let mut playground = Playground::new(Profile::Wipy);
        drive(&mut playground, GP4, Level::High);
        arm(&mut playground, GP4, Trigger::HighLevel, wake);
        fall_asleep(&mut playground, mode);
        assert_eq!(power(&playground), Power::Active);
        assert!(happened(&playground, EventKind::Sleep { power: mode.power() }));
    }
}

#[test]
fn arming_another_trigger_leaves_nothing_of_the_first() {
    // High level and then falling: ORed together they would be rising.
    let mut playground = Playground::new(Profile::Wipy);
    drive(&mut playground, GP4, Level::Low);
    arm(&mut playground, GP4, Trigger::HighLevel, Wake::HIBERNATE);
    arm(&mut playground, GP4, Trigger::Falling, Wake::HIBERNATE);
    fall_asleep(&mut playground, SleepMode::Hibernate);
    drive(&mut playground, GP4, Level::High);
    assert_eq!(power(&playground), Power::Hibernate);
    drive(&mut playground, GP4, Level::Low);
    assert_eq!(power(&playground), Power::Active);
}

#[test]
fn all_six_pins_end_hibernate_and_waking_is_a_reset() {
    for waking in Profile::Wipy.wake_pins() {
        let mut playground = armed(Profile::Wipy.wake_pins(), Wake::HIBERNATE);
        playground.set_up_again(false);
        fall_asleep(&mut playground, SleepMode::Hibernate);
        drive(&mut playground, *waking, Level::High);
        let snapshot = playground.snapshot(true);
        assert_eq!(
            (snapshot.power, sleep::reset_cause(&snapshot)),
            (Power::Active, ResetCause::DeepSleep),
            "{waking:?}"
        );
        assert!(happened(&playground, EventKind::Reset { cause: ResetCause::DeepSleep }));
        for pin in PinId::ALL {
            assert_eq!((snapshot.pin(pin).mode(), snapshot.pin(pin).pull()), (Mode::In, Pull::None));
            assert_eq!(snapshot.status(pin).irq, None);
        }
    }
}

#[test]
fn after_a_hibernate_wake_the_benchs_list_sets_the_board_up_again() {
    let mut playground = pinscope_tests::playground::demo();
    arm(&mut playground, GP17, Trigger::Rising, Wake::HIBERNATE);
    drive(&mut playground, GP17, Level::Low);
    fall_asleep(&mut playground, SleepMode::Hibernate);
    drive(&mut playground, GP17, Level::High);
    assert!(happened(&playground, EventKind::SetUp));
    let snapshot = playground.snapshot(true);
    assert_eq!((snapshot.pin(GP25).mode(), snapshot.pin(GP10).pull()), (Mode::Out, Pull::Down));
    let irq = snapshot.status(GP10).irq.expect("it is armed again");
    assert_eq!((irq.reaction, irq.count), (Reaction::Toggle(GP25), 0));
    assert_eq!(snapshot.pin(GP17).wake(), Some(Wake::HIBERNATE));
}

#[test]
fn the_reset_button_resets_the_chip_and_leaves_the_outside() {
    let mut playground = armed(&[GP9], Wake::ACTIVE);
    playground.set_up_again(false);
    drive(&mut playground, GP9, Level::High);
    playground.stimulus(Stimulus::Wire { a: GP9, b: GP4 });
    playground.advance(1000);
    playground.reset_chip();
    let snapshot = playground.snapshot(true);
    assert_eq!((snapshot.pin(GP9).pull(), snapshot.status(GP9).irq), (Pull::None, None));
    assert_eq!(sleep::reset_cause(&snapshot), ResetCause::PowerOn);
    assert_eq!(snapshot.status(GP4).level, Some(pinscope_core::PadLevel::High));
    assert_eq!(snapshot.time_ns, 1000);
}

#[test]
fn the_reset_button_ends_any_sleep() {
    for mode in SleepMode::ALL {
        let mut playground = Playground::new(Profile::Wipy);
        fall_asleep(&mut playground, mode);
        playground.advance(1_000_000_000);
        assert_eq!(power(&playground), mode.power(), "nothing is armed");
        playground.reset_chip();
        assert_eq!(power(&playground), Power::Active);
    }
}

#[test]
fn asleep_commands_are_refused_and_hands_still_work() {
    for mode in SleepMode::ALL {
        let mut playground = armed(&[GP17], Wake::HIBERNATE);
        fall_asleep(&mut playground, mode);
        let refused = playground.command(Command::Toggle { pin: GP25 });
        assert_eq!(refused, Err(Error::Asleep { power: mode.power() }));
        drive(&mut playground, GP9, Level::High);
        assert_eq!(playground.machine().level(GP9), pinscope_core::PadLevel::High);
    }
}

#[test]
fn a_disabled_interrupt_wakes_nothing() {
    for (mode, wake) in [(SleepMode::Suspended, Wake::SUSPENDED), (SleepMode::Hibernate, Wake::HIBERNATE)] {
        let mut playground = armed(&[GP17], wake);
        playground.command(Command::Disable { pin: GP17 }).expect("valid");
        assert_eq!(playground.machine().seen().at(GP17).wake(), None);
        fall_asleep(&mut playground, mode);
        drive(&mut playground, GP17, Level::High);
        assert_eq!(power(&playground), mode.power());
    }
}

#[test]
fn gp13_wakes_where_the_chip_says_so_and_gp10_where_the_manual_does() {
    for (profile, pin) in [(Profile::Wipy, GP10), (Profile::WipySilicon, GP13), (Profile::Launchxl, GP13)] {
        let mut playground = Playground::new(profile);
        drive(&mut playground, pin, Level::Low);
        arm(&mut playground, pin, Trigger::Rising, Wake::SUSPENDED);
        fall_asleep(&mut playground, SleepMode::Suspended);
        drive(&mut playground, pin, Level::High);
        assert_eq!(power(&playground), Power::Active, "{profile:?}");
    }
}
