//! The wake report explains why a pin woke the board or did not.

use pinscope_core::PinId::{GP2, GP4, GP9, GP10, GP11, GP17, GP24};
use pinscope_core::{Command, IrqConfig, Level, PinId, Profile, Reaction, SleepMode, Trigger, Wake};
use pinscope_emulator::{Playground, Stimulus, WakeReason};
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
