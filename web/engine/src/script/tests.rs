//! Tests of the functions that a script calls.

use pinscope_core::PinId::{GP9, GP10};
use pinscope_core::{Drive, Mode, Pull};
use pinscope_emulator::Stimulus;

use super::waits::{WAIT_DONE, WAIT_ENDLESS, WAIT_INTERRUPTED};
use super::*;

/// Returns an engine whose script has started and has made GP9 an output and GP10 an input.
fn engine(is_virtual: bool) -> Engine {
    let mut engine = Engine::new(0.0);
    engine.begin_script(is_virtual);
    assert_eq!(init(&mut engine, GP9, Mode::Out), 0);
    assert_eq!(init(&mut engine, GP10, Mode::In), 0);
    engine
}

fn init(engine: &mut Engine, pin: PinId, mode: Mode) -> i32 {
    let (pull, drive) = (settings::pull_number(Pull::None), settings::drive_number(Drive::Med));
    engine.init_pin(index(pin), mode as i32, pull, -1, drive, -1)
}

fn index(pin: PinId) -> i32 {
    pin.index() as i32
}

#[test]
fn a_refused_call_returns_its_number_and_keeps_the_reason() {
    let mut engine = engine(false);
    assert_eq!(engine.find_pin("GP9"), index(GP9));
    assert_eq!(engine.find_pin("GP99"), REFUSED);
    assert_eq!(engine.refusal(), "there is no pin 'GP99'; the nearest is GP9");
    assert_eq!(engine.read_pin(1000), REFUSED);
    assert_eq!(engine.set_pull(index(GP9), 7), REFUSED);
    assert!(engine.refusal().starts_with("GP9: pull cannot be 7; "));
}

#[test]
fn a_toggle_returns_the_level_and_whether_the_pin_is_an_output() {
    let mut engine = engine(false);
    assert_eq!(engine.toggle_pin(index(GP9)), 1 | OUTPUT);
    assert_eq!(engine.toggle_pin(index(GP9)), OUTPUT);
    assert_eq!(engine.read_pin(index(GP9)), 0);
    assert_eq!(engine.setting(index(GP9), SETTING_MODE), Mode::Out as i32);
}

#[test]
fn a_call_returns_that_a_handler_waits_until_it_has_returned() {
    let mut engine = engine(false);
    assert_eq!(engine.arm(index(GP10), Trigger::Rising.bits(), 1, Wake::ACTIVE.bits(), true), 0);
    assert_eq!(engine.read_pin(index(GP9)), 0);
    engine.playground.stimulus(Stimulus::Click { pin: GP10 });
    assert_eq!(engine.read_pin(index(GP9)), SERVICE);
    assert!(engine.has_to_attend());
    assert_eq!(engine.next_call(), index(GP10));
    engine.returned(index(GP10), false);
    assert_eq!(engine.next_call(), -1);
    assert_eq!(engine.read_pin(index(GP9)), 0);
}

#[test]
fn a_wait_takes_real_time_unless_the_time_of_the_script_is_virtual() {
    let mut real = engine(false);
    let end_us = (real.time_ns() / 1000) as i32 + 5_000;
    assert_eq!(real.wait_until(end_us, false), 5.0);
    real.pacer.run(false);
    assert_eq!(real.wait_until(end_us, false), WAIT_ENDLESS);
    let mut virtual_time = engine(true);
    assert_eq!(virtual_time.wait_until(end_us, true), WAIT_DONE);
    assert_eq!(virtual_time.time_ns(), end_us as u64 * 1000);
}

#[test]
fn a_loop_is_blocked_after_many_turns_while_time_is_paused() {
    let mut engine = engine(false);
    engine.pacer.run(false);
    assert!((0..=MAX_TURNS).all(|_| !engine.loop_turn()));
    assert!(engine.loop_turn());
    assert_eq!(engine.wait_turn(), WAIT_ENDLESS);
    engine.pacer.run(true);
    assert_eq!(engine.wait_turn(), WAIT_DONE);
}

#[test]
fn a_script_has_to_end_when_another_bench_is_opened() {
    let mut engine = engine(false);
    assert!(!engine.has_to_end());
    engine.new_bench(pinscope_core::Profile::WipySilicon);
    assert!(engine.has_to_end());
    assert_eq!(engine.wait_turn(), WAIT_INTERRUPTED);
}

#[test]
fn a_handler_that_fails_without_an_interrupt_disarms_its_pin_too() {
    let mut engine = engine(false);
    assert_eq!(engine.arm(index(GP10), Trigger::Rising.bits(), 1, Wake::ACTIVE.bits(), true), 0);
    engine.handler_failed(index(GP10));
    let irq = engine.playground.snapshot(false).status(GP10).irq;
    assert_eq!(irq.map(|irq| (irq.enabled, irq.reaction)), Some((false, Reaction::Nothing)));
    assert_eq!(engine.armed(index(GP10)), 0, "it can be enabled again");
}
