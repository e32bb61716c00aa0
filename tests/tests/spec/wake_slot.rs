//! Only one pin at a time ends SUSPENDED: the one that was armed for it last.

use pinscope_core::PinId::{GP2, GP4, GP17};
use pinscope_core::{Command, IrqConfig, Level, PinId, Power, Profile, Reaction, SleepMode, Trigger, Wake};
use pinscope_emulator::{Playground, Stimulus, WakeReason};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const BOTH: Wake = Wake::ACTIVE.or(Wake::SUSPENDED);

fn arm(playground: &mut Playground, pin: PinId, wake: Wake) {
    playground.stimulus(Stimulus::Drive { pin, level: Some(Level::Low) });
    let config = IrqConfig { wake, ..IrqConfig::new(Trigger::Rising) };
    playground.command(Command::Irq { pin, config, reaction: Reaction::Nothing, takes_ns: 0 }).expect("valid");
}

fn disable(playground: &mut Playground, pin: PinId) {
    playground.command(Command::Disable { pin }).expect("it is armed");
}

fn enable(playground: &mut Playground, pin: PinId) {
    playground.command(Command::Enable { pin }).expect("it is armed");
}

/// Returns a board on which GP2 and then GP17 were armed for SUSPENDED.
fn armed() -> Playground {
    let mut playground = Playground::new(Profile::Wipy);
    arm(&mut playground, GP2, BOTH);
    arm(&mut playground, GP17, BOTH);
    playground
}

/// Returns the wake settings of GP2 and GP17 in the registers.
fn wakes(playground: &Playground) -> [Option<Wake>; 2] {
    [GP2, GP17].map(|pin| playground.machine().peek_board().at(pin).wake())
}

#[test]
fn enabling_a_pin_again_leaves_the_slot_to_the_pin_that_was_armed_later() {
    let mut playground = armed();
    disable(&mut playground, GP2);
    enable(&mut playground, GP2);
    assert_eq!(wakes(&playground), [Some(Wake::ACTIVE), Some(BOTH)]);
    playground.command(Command::Sleep { mode: SleepMode::Suspended }).expect("awake");
    playground.stimulus(Stimulus::Drive { pin: GP2, level: Some(Level::High) });
    assert_eq!(playground.machine().power(), Power::Suspended);
    let reason = playground.wake_report().into_iter().find(|report| report.pin == GP2).map(|report| report.reason);
    assert_eq!(reason, Some(WakeReason::Replaced));
    playground.stimulus(Stimulus::Drive { pin: GP17, level: Some(Level::High) });
    assert_eq!(playground.machine().power(), Power::Active);
}

#[test]
fn the_pin_that_was_armed_last_gets_the_slot_back_when_it_is_enabled_again() {
    let mut playground = armed();
    disable(&mut playground, GP17);
    assert_eq!(wakes(&playground), [Some(Wake::ACTIVE), None]);
    enable(&mut playground, GP2);
    assert_eq!(wakes(&playground), [Some(Wake::ACTIVE), None], "arming GP17 has dropped the setting of GP2");
    enable(&mut playground, GP17);
    assert_eq!(wakes(&playground), [Some(Wake::ACTIVE), Some(BOTH)]);
}

#[test]
fn arming_a_pin_again_gives_it_the_slot() {
    let mut playground = armed();
    arm(&mut playground, GP2, BOTH);
    disable(&mut playground, GP17);
    enable(&mut playground, GP17);
    assert_eq!(wakes(&playground), [Some(BOTH), Some(Wake::ACTIVE)]);
    arm(&mut playground, GP2, Wake::ACTIVE);
    enable(&mut playground, GP2);
    assert_eq!(wakes(&playground), [Some(Wake::ACTIVE); 2], "nobody ends SUSPENDED now");
    arm(&mut playground, GP4, Wake::HIBERNATE);
    disable(&mut playground, GP4);
    enable(&mut playground, GP4);
    assert_eq!(playground.machine().peek_board().at(GP4).wake(), Some(Wake::HIBERNATE));
}

/// The slot belongs to the same pin after a sleep, and in a bench that is loaded again.
#[test]
fn the_slot_outlives_a_sleep_and_a_link() {
    let mut playground = armed();
    disable(&mut playground, GP17);
    let (mut again, _) = Playground::load(&playground.bench());
    for board in [&mut playground, &mut again] {
        enable(board, GP2);
        enable(board, GP17);
        board.command(Command::Sleep { mode: SleepMode::Suspended }).expect("awake");
        board.stimulus(Stimulus::Drive { pin: GP17, level: Some(Level::High) });
        enable(board, GP2);
        assert_eq!(wakes(board), [Some(Wake::ACTIVE), Some(BOTH)]);
    }
}
