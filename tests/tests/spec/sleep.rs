//! Sleep and wake: which pins end which sleep, and the state of the board afterwards.

use pinscope_core::PinId::{GP2, GP4, GP9, GP10, GP13, GP17, GP25};
use pinscope_core::{
    Command, Config, Error, EventKind, IrqConfig, Level, Mode, PadLevel, PinId, Power, Priority, Profile, Pull,
    Reaction, ResetCause, Response, SleepMode, Trigger, Wake, sleep,
};
use pinscope_emulator::playground::costs::START_AFTER_HIBERNATE;
use pinscope_emulator::{ClockSignal, Playground, Stimulus};
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

/// Returns a board with these pins pulled down and armed to wake on a rising edge.
fn armed(pins: &[PinId], wake: Wake) -> Playground {
    let mut playground = Playground::new(Profile::Wipy);
    for &pin in pins {
        pull_down(&mut playground, pin);
        arm(&mut playground, pin, Trigger::Rising, wake);
    }
    playground
}

fn fall_asleep(playground: &mut Playground, mode: SleepMode) {
    assert_eq!(playground.command(Command::Sleep { mode }), Ok(Response::Sleep(mode)));
}

fn drive(playground: &mut Playground, pin: PinId, level: Level) {
    playground.stimulus(Stimulus::Drive { pin, level: Some(level) });
}

fn power(playground: &Playground) -> Power {
    playground.machine().power()
}

fn count(playground: &Playground, pin: PinId) -> u32 {
    playground.snapshot(true).status(pin).irq.map_or(0, |irq| irq.count)
}

fn happened(playground: &Playground, kind: EventKind) -> bool {
    playground.machine().trace(|trace| trace.since(0).any(|(_, event)| event.kind == kind))
}

#[test]
fn idle_ends_with_the_interrupt_of_any_pin() {
    for pin in PinId::ALL {
        let mut playground = armed(&[pin], Wake::ACTIVE);
        fall_asleep(&mut playground, SleepMode::Active);
        assert_eq!(power(&playground), Power::Idle);
        drive(&mut playground, pin, Level::High);
        assert_eq!(power(&playground), Power::Active);
        assert!(happened(&playground, EventKind::Wake { pin, from: Power::Idle }));
        assert_eq!(count(&playground, pin), 1);
    }
}

#[test]
fn while_idle_everything_but_the_processor_runs() {
    let mut playground = armed(&[GP17], Wake::ACTIVE);
    fall_asleep(&mut playground, SleepMode::Active);
    let signal = ClockSignal::new(1000.0, 0.5).expect("possible");
    playground.stimulus(Stimulus::Clock { pin: GP2, signal });
    playground.advance(700_000);
    let level = |level| EventKind::Level { pin: GP2, level };
    assert!(happened(&playground, level(PadLevel::High)) && happened(&playground, level(PadLevel::Low)));
    assert_eq!(playground.machine().time_ns(), 700_000);
    assert_eq!(power(&playground), Power::Idle);
    assert_eq!(playground.snapshot(true).pin(GP17).pull(), Pull::Down, "settings are kept");
}

#[test]
fn without_active_a_pin_neither_interrupts_nor_ends_idle() {
    for wake in [Wake::SUSPENDED, Wake::HIBERNATE, Wake::SUSPENDED | Wake::HIBERNATE] {
        let mut playground = armed(&[GP17], wake);
        fall_asleep(&mut playground, SleepMode::Active);
        drive(&mut playground, GP17, Level::High);
        assert_eq!((power(&playground), count(&playground, GP17)), (Power::Idle, 0));
    }
}

#[test]
fn each_wake_pin_alone_ends_suspended_and_no_other_pin_may_be_armed() {
    for profile in Profile::ALL {
        for pin in PinId::ALL {
            let mut playground = Playground::new(profile);
            drive(&mut playground, pin, Level::Low);
            let config = IrqConfig { wake: Wake::SUSPENDED, ..IrqConfig::new(Trigger::Rising) };
            let irq = Command::Irq { pin, config, reaction: Reaction::Nothing, takes_ns: 0 };
            if !profile.wake_pins().contains(&pin) {
                assert_eq!(playground.command(irq), Err(Error::NotAWakePin { pin, profile }));
                continue;
            }
            playground.command(irq).expect("it is a wake pin");
            fall_asleep(&mut playground, SleepMode::Suspended);
            PinId::ALL.into_iter().filter(|&other| other != pin).for_each(|other| {
                drive(&mut playground, other, Level::High);
                drive(&mut playground, other, Level::Low);
            });
            assert_eq!(power(&playground), Power::Suspended, "{profile:?} waits for {pin:?}");
            drive(&mut playground, pin, Level::High);
            assert_eq!(power(&playground), Power::Active, "{profile:?} {pin:?}");
        }
    }
}

#[test]
fn execution_continues_within_five_milliseconds_of_a_suspended_wake() {
    let mut playground = armed(&[GP17], Wake::SUSPENDED);
    let out = Config { mode: Mode::Out, value: Some(Level::Low), ..Config::default() };
    playground.command(Command::Init { pin: GP25, config: out }).expect("valid");
    let config = IrqConfig { wake: Wake::SUSPENDED, ..IrqConfig::new(Trigger::Rising) };
    let irq = Command::Irq { pin: GP17, config, reaction: Reaction::Toggle(GP25), takes_ns: 0 };
    playground.command(irq).expect("valid");
    for (wakes, led) in (1..).zip([Level::High, Level::Low, Level::High]) {
        drive(&mut playground, GP17, Level::Low);
        fall_asleep(&mut playground, SleepMode::Suspended);
        playground.advance(1_000_000_000);
        assert_eq!(power(&playground), Power::Suspended);
        drive(&mut playground, GP17, Level::High);
        playground.advance(4_999_999);
        let answer = playground.command(Command::Value { pin: GP25 });
        assert_eq!(answer, Ok(Response::Level(led)), "software runs, and so did the callback");
        assert_eq!(count(&playground, GP17), wakes);
    }
}

#[test]
fn after_suspended_what_was_disabled_stays_disabled_and_every_trigger_is_back() {
    let mut playground = armed(&[GP17], Wake::SUSPENDED);
    let pins = [PinId::GP0, PinId::GP8, PinId::GP16, GP25, PinId::GP22];
    for ((pin, trigger), priority) in pins.into_iter().zip(Trigger::ALL).zip(Priority::ALL) {
        // Each pin has the level that does not trigger its interrupt.
        drive(&mut playground, pin, Level::from(matches!(trigger, Trigger::Falling | Trigger::LowLevel)));
        let config = IrqConfig { priority, ..IrqConfig::new(trigger) };
        playground.command(Command::Irq { pin, config, reaction: Reaction::Nothing, takes_ns: 0 }).expect("valid");
    }
    playground.command(Command::Disable { pin: PinId::GP8 }).expect("it is set");
    let before = pins.map(|pin| playground.snapshot(true).pin(pin).priority());
    fall_asleep(&mut playground, SleepMode::Suspended);
    drive(&mut playground, GP17, Level::High);
    for ((pin, trigger), priority) in pins.into_iter().zip(Trigger::ALL).zip(before) {
        let snapshot = playground.snapshot(true);
        assert_eq!((snapshot.pin(pin).trigger(), snapshot.pin(pin).priority()), (trigger, priority));
        assert_eq!(snapshot.pin(pin).wake(), (pin != PinId::GP8).then_some(Wake::ACTIVE), "{pin:?}");
        let rest = matches!(trigger, Trigger::Falling | Trigger::LowLevel);
        drive(&mut playground, pin, Level::from(!rest));
        drive(&mut playground, pin, Level::from(rest));
        // The level triggers cause storms, after which the port rests for some time.
        playground.advance(20_000_000);
        assert_eq!(count(&playground, pin) > 0, pin != PinId::GP8, "{pin:?} {trigger:?}");
    }
}

#[test]
fn suspended_ends_with_its_pin_and_everything_is_restored() {
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
            playground.advance(START_AFTER_HIBERNATE.ns);
            assert_eq!(power(&playground), Power::Active, "{trigger:?}");
        }
    }
}

#[test]
fn a_level_that_holds_at_entry_wakes_at_once() {
    for (mode, wake) in [(SleepMode::Suspended, Wake::SUSPENDED), (SleepMode::Hibernate, Wake::HIBERNATE)] {
        for (trigger, level) in [(Trigger::HighLevel, Level::High), (Trigger::LowLevel, Level::Low)] {
            let mut playground = Playground::new(Profile::Wipy);
            drive(&mut playground, GP4, level);
            arm(&mut playground, GP4, trigger, wake);
            fall_asleep(&mut playground, mode);
            playground.advance(START_AFTER_HIBERNATE.ns);
            assert_eq!(power(&playground), Power::Active);
            assert!(happened(&playground, EventKind::Sleep { power: mode.power() }));
        }
    }
}

#[test]
fn arming_another_trigger_leaves_nothing_of_the_first() {
    // The codes of high level and falling, ORed together, would be rising.
    let mut playground = Playground::new(Profile::Wipy);
    drive(&mut playground, GP4, Level::Low);
    arm(&mut playground, GP4, Trigger::HighLevel, Wake::HIBERNATE);
    arm(&mut playground, GP4, Trigger::Falling, Wake::HIBERNATE);
    fall_asleep(&mut playground, SleepMode::Hibernate);
    drive(&mut playground, GP4, Level::High);
    assert_eq!(power(&playground), Power::Hibernate);
    drive(&mut playground, GP4, Level::Low);
    playground.advance(START_AFTER_HIBERNATE.ns);
    assert_eq!(power(&playground), Power::Active);
}

/// `docs/spec.md`, section "Time and programs".
#[test]
fn waking_from_hibernate_takes_a_second_in_which_no_software_runs() {
    let mut playground = armed(&[GP2, GP4], Wake::HIBERNATE);
    playground.set_up_again(false);
    fall_asleep(&mut playground, SleepMode::Hibernate);
    playground.advance(500);
    drive(&mut playground, GP4, Level::High);
    let reset = EventKind::Reset { cause: ResetCause::DeepSleep };
    let asleep = Err(Error::Asleep { power: Power::Hibernate });
    for ns in [0, START_AFTER_HIBERNATE.ns - 1] {
        playground.advance(ns);
        drive(&mut playground, GP2, Level::High);
        drive(&mut playground, GP2, Level::Low);
        assert_eq!((power(&playground), playground.machine().starting()), (Power::Hibernate, Some(GP4)));
        assert_eq!(playground.command(Command::Value { pin: GP4 }), asleep);
        assert!(!happened(&playground, reset));
    }
    playground.advance(1);
    assert_eq!((power(&playground), playground.machine().starting()), (Power::Active, None));
    assert_eq!((playground.reset_cause(), playground.ticks_ns()), (ResetCause::DeepSleep, 0));
    let count =
        |kind| playground.machine().trace(|trace| trace.since(0).filter(|(_, event)| event.kind == kind).count());
    assert_eq!(count(reset), 1);
    assert_eq!(count(EventKind::Wake { pin: GP4, from: Power::Hibernate }), 1);
    assert!(!happened(&playground, EventKind::Wake { pin: GP2, from: Power::Hibernate }));
}

#[test]
fn the_reset_button_starts_a_board_at_once_that_is_starting_after_hibernate() {
    let mut playground = armed(&[GP4], Wake::HIBERNATE);
    fall_asleep(&mut playground, SleepMode::Hibernate);
    drive(&mut playground, GP4, Level::High);
    playground.reset_chip();
    assert_eq!((power(&playground), playground.reset_cause()), (Power::Active, ResetCause::PowerOn));
    playground.advance(2 * START_AFTER_HIBERNATE.ns);
    assert!(!happened(&playground, EventKind::Reset { cause: ResetCause::DeepSleep }));
}

#[test]
fn all_six_pins_end_hibernate_and_waking_is_a_reset() {
    for waking in Profile::Wipy.wake_pins() {
        let mut playground = armed(Profile::Wipy.wake_pins(), Wake::HIBERNATE);
        playground.set_up_again(false);
        fall_asleep(&mut playground, SleepMode::Hibernate);
        drive(&mut playground, *waking, Level::High);
        playground.advance(START_AFTER_HIBERNATE.ns);
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
fn the_reset_button_ends_any_sleep() {
    for mode in SleepMode::ALL {
        let mut playground = Playground::new(Profile::Wipy);
        fall_asleep(&mut playground, mode);
        for pin in PinId::ALL {
            drive(&mut playground, pin, Level::High);
            drive(&mut playground, pin, Level::Low);
        }
        playground.advance(1_000_000_000);
        assert_eq!(power(&playground), mode.power(), "nothing is armed");
        playground.reset_chip();
        assert_eq!(power(&playground), Power::Active);
    }
}

#[test]
fn while_asleep_commands_are_refused_and_stimuli_still_work() {
    for mode in SleepMode::ALL {
        let mut playground = armed(&[GP17], Wake::HIBERNATE);
        fall_asleep(&mut playground, mode);
        let (pin, config) = (GP17, IrqConfig::new(Trigger::Rising));
        for command in [
            Command::Init { pin, config: Config::default() },
            Command::Value { pin },
            Command::SetValue { pin, level: Level::High },
            Command::Toggle { pin },
            Command::Irq { pin, config, reaction: Reaction::Nothing, takes_ns: 0 },
            Command::Enable { pin },
            Command::Disable { pin },
            Command::Call { pin },
            Command::Flags { pin },
            Command::Sleep { mode: SleepMode::Active },
        ] {
            let before = playground.machine().clone();
            assert_eq!(playground.command(command), Err(Error::Asleep { power: mode.power() }), "{command:?}");
            assert_eq!(playground.machine(), &before);
        }
        drive(&mut playground, GP9, Level::High);
        assert_eq!(playground.machine().level(GP9), pinscope_core::PadLevel::High);
    }
}

#[test]
fn a_disabled_interrupt_wakes_nothing() {
    for (mode, wake) in [(SleepMode::Suspended, Wake::SUSPENDED), (SleepMode::Hibernate, Wake::HIBERNATE)] {
        let mut playground = armed(&[GP17], wake);
        playground.command(Command::Disable { pin: GP17 }).expect("valid");
        assert_eq!(playground.machine().peek_board().at(GP17).wake(), None);
        fall_asleep(&mut playground, mode);
        drive(&mut playground, GP17, Level::High);
        assert_eq!(power(&playground), mode.power());
    }
}

#[test]
fn gp13_wakes_with_the_wiring_of_the_chip_and_gp10_with_that_of_the_manual() {
    for (profile, pin) in [(Profile::Wipy, GP10), (Profile::WipySilicon, GP13), (Profile::Launchxl, GP13)] {
        let mut playground = Playground::new(profile);
        drive(&mut playground, pin, Level::Low);
        arm(&mut playground, pin, Trigger::Rising, Wake::SUSPENDED);
        fall_asleep(&mut playground, SleepMode::Suspended);
        drive(&mut playground, pin, Level::High);
        assert_eq!(power(&playground), Power::Active, "{profile:?}");
    }
}
