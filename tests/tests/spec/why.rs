//! The wake report explains why a pin woke the board or did not.

use pinscope_core::PinId::{GP2, GP4, GP9, GP10, GP11, GP17, GP24};
use pinscope_core::{Command, IrqConfig, Level, PinId, Profile, Reaction, SleepMode, Trigger, Wake};
use pinscope_emulator::{ClockSignal, Playground, Stimulus, Trace, WakeCause, WakeReason};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn drive(playground: &mut Playground, pin: PinId, level: Level) {
    playground.stimulus(Stimulus::Drive { pin, level: Some(level) });
}

fn arm(playground: &mut Playground, pin: PinId, trigger: Trigger, wake: Wake) {
    drive(playground, pin, Level::Low);
    let config = IrqConfig { wake, ..IrqConfig::new(trigger) };
    let irq = Command::Irq { pin, config, reaction: Reaction::Nothing, takes_ns: 0 };
    playground.command(irq).expect("valid");
}

fn reason(playground: &Playground, pin: PinId) -> Option<WakeReason> {
    playground.wake_report().into_iter().find(|why| why.pin == pin).map(|why| why.reason)
}

fn text(playground: &Playground, pin: PinId) -> String {
    playground.wake_report().into_iter().find(|why| why.pin == pin).map(|why| why.to_string()).unwrap_or_default()
}

#[test]
fn every_reason_is_reported_for_its_pin() {
    let mut playground = Playground::new(Profile::Wipy);
    arm(&mut playground, GP2, Trigger::Rising, Wake::SUSPENDED);
    arm(&mut playground, GP4, Trigger::Rising, Wake::ACTIVE);
    arm(&mut playground, GP11, Trigger::BothEdges, Wake::ACTIVE);
    arm(&mut playground, GP24, Trigger::Rising, Wake::ACTIVE);
    playground.command(Command::Disable { pin: GP24 }).expect("valid");
    arm(&mut playground, GP17, Trigger::Falling, Wake::SUSPENDED);
    assert_eq!(reason(&playground, GP17), Some(WakeReason::NotAsleep));

    playground.command(Command::Sleep { mode: SleepMode::Suspended }).expect("valid");
    assert_eq!(reason(&playground, GP17), Some(WakeReason::NothingHappened));
    for pin in [GP2, GP4, GP11, GP24, GP9, GP10, GP17] {
        drive(&mut playground, pin, Level::High);
    }
    assert_eq!(reason(&playground, GP2), Some(WakeReason::Replaced));
    assert_eq!(text(&playground, GP2), "GP2 was replaced by GP17: SUSPENDED ends with one pin");
    assert_eq!(reason(&playground, GP4), Some(WakeReason::WakeNotSet));
    assert_eq!(reason(&playground, GP11), Some(WakeReason::BothEdges));
    assert_eq!(reason(&playground, GP24), Some(WakeReason::Disabled));
    assert_eq!(reason(&playground, GP9), Some(WakeReason::NoWakeLine));
    assert_eq!(reason(&playground, GP10), Some(WakeReason::NotArmed));
    assert_eq!(reason(&playground, GP17), Some(WakeReason::WrongEdge));
    assert_eq!(text(&playground, GP17), "GP17 changed, but it waits for falling");
    assert_eq!(reason(&playground, PinId::GP0), None, "neither armed nor driven");

    drive(&mut playground, GP17, Level::Low);
    assert_eq!(reason(&playground, GP17), Some(WakeReason::Woke));
    assert_eq!(text(&playground, GP17), "GP17 ended SUSPENDED: falling, as armed");
    assert_eq!(reason(&playground, GP2), Some(WakeReason::Replaced), "the reasons remain after the wake");
}

/// Returns a board that sleeps in `mode`, which a rising edge of GP2 would end.
fn asleep(mode: SleepMode) -> Playground {
    let mut playground = Playground::new(Profile::Wipy);
    playground.set_up_again(false);
    arm(&mut playground, GP2, Trigger::Rising, Wake::ACTIVE | Wake::SUSPENDED | Wake::HIBERNATE);
    playground.command(Command::Sleep { mode }).expect("awake");
    playground
}

#[test]
fn a_reset_that_ended_the_sleep_is_named_and_what_came_after_it_does_not_count() {
    for mode in SleepMode::ALL {
        let mut playground = asleep(mode);
        playground.reset_chip();
        arm(&mut playground, GP2, Trigger::Rising, Wake::ACTIVE);
        drive(&mut playground, GP2, Level::High);
        assert_eq!(reason(&playground, GP2), Some(WakeReason::NothingHappened), "{mode:?}");
        let sleep = mode.power().name();
        let words = format!("GP2 waited for rising, and its level did not change; a reset ended {sleep}");
        assert_eq!(text(&playground, GP2), words);
        drive(&mut playground, GP9, Level::High);
        assert!(playground.wake_report().iter().all(|report| report.ended_by == Some(WakeCause::Reset)));
    }
}

#[test]
fn the_report_stays_although_the_trace_has_dropped_the_sleep() {
    let mut playground = asleep(SleepMode::Suspended);
    drive(&mut playground, GP17, Level::High);
    drive(&mut playground, GP2, Level::High);
    let signal = ClockSignal::new(10e6, 0.5).expect("possible");
    playground.stimulus(Stimulus::Clock { pin: GP9, signal });
    playground.advance(51_000_000);
    assert!(playground.machine().trace(Trace::lost) > 1000, "the sleep is no longer in the trace");
    assert_eq!(text(&playground, GP2), "GP2 ended SUSPENDED: rising, as armed");
    assert_eq!(reason(&playground, GP17), Some(WakeReason::NotArmed));
}

#[test]
fn a_pin_that_changed_in_a_sleep_is_known_however_long_it_lasts() {
    let mut playground = asleep(SleepMode::Suspended);
    arm_then_sleep_again(&mut playground);
    drive(&mut playground, GP2, Level::High);
    drive(&mut playground, GP2, Level::Low);
    let signal = ClockSignal::new(10e6, 0.5).expect("possible");
    playground.stimulus(Stimulus::Clock { pin: GP9, signal });
    playground.advance(51_000_000);
    assert_eq!(reason(&playground, GP2), Some(WakeReason::Replaced));
    assert_eq!(reason(&playground, GP4), Some(WakeReason::NothingHappened));
    drive(&mut playground, GP4, Level::High);
    assert_eq!(reason(&playground, GP4), Some(WakeReason::WrongEdge));
    playground.advance(51_000_000);
    assert_eq!(reason(&playground, GP4), Some(WakeReason::WrongEdge));
}

/// Wakes the board and arms GP4 for falling edges, which replaces GP2.
fn arm_then_sleep_again(playground: &mut Playground) {
    drive(playground, GP2, Level::High);
    drive(playground, GP2, Level::Low);
    arm(playground, GP4, Trigger::Falling, Wake::SUSPENDED);
    playground.command(Command::Sleep { mode: SleepMode::Suspended }).expect("awake");
}

#[test]
fn a_hibernate_wake_is_explained_although_the_settings_are_lost() {
    let mut playground = Playground::new(Profile::Wipy);
    playground.set_up_again(false);
    arm(&mut playground, GP2, Trigger::Rising, Wake::HIBERNATE);
    arm(&mut playground, GP4, Trigger::Rising, Wake::HIBERNATE);
    playground.command(Command::Sleep { mode: SleepMode::Hibernate }).expect("valid");
    drive(&mut playground, GP4, Level::High);
    assert_eq!(reason(&playground, GP4), Some(WakeReason::Woke));
    assert_eq!(reason(&playground, GP2), Some(WakeReason::NothingHappened));
}

#[test]
fn the_other_sleeps_have_their_reasons_too() {
    use WakeReason::{BothEdges, Disabled, NoWakeLine, NotArmed, NothingHappened, WakeNotSet, Woke, WrongEdge};
    for (mode, needed, instead, expected) in [
        (
            SleepMode::Active,
            Wake::ACTIVE,
            Wake::HIBERNATE,
            [Disabled, WakeNotSet, WrongEdge, NotArmed, NotArmed, NothingHappened, NothingHappened],
        ),
        (
            SleepMode::Hibernate,
            Wake::HIBERNATE,
            Wake::SUSPENDED,
            [Disabled, WakeNotSet, WrongEdge, NotArmed, NoWakeLine, BothEdges, NothingHappened],
        ),
    ] {
        let mut playground = Playground::new(Profile::Wipy);
        playground.set_up_again(false);
        let disabled = GP2;
        arm(&mut playground, disabled, Trigger::Rising, needed);
        playground.command(Command::Disable { pin: disabled }).expect("it is set");
        arm(&mut playground, GP4, Trigger::Rising, instead);
        arm(&mut playground, GP11, Trigger::Falling, needed);
        arm(&mut playground, PinId::GP22, Trigger::BothEdges, Wake::ACTIVE);
        arm(&mut playground, GP10, Trigger::BothEdges, Wake::ACTIVE);
        arm(&mut playground, GP17, Trigger::Rising, needed);
        playground.command(Command::Sleep { mode }).expect("awake");
        for pin in [disabled, GP4, GP11, GP24, GP9] {
            drive(&mut playground, pin, Level::High);
        }
        let reasons = [disabled, GP4, GP11, GP24, GP9, GP10, GP17].map(|pin| reason(&playground, pin));
        assert_eq!(reasons, expected.map(Some), "{mode:?}");
        drive(&mut playground, GP17, Level::High);
        assert_eq!(reason(&playground, GP17), Some(Woke), "{mode:?}");
        assert_eq!(reason(&playground, GP11), Some(WrongEdge), "{mode:?}");
    }
}
