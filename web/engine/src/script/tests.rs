//! Tests of the functions that a script calls.

use pinscope_core::PinId::{GP9, GP10, GP12, GP13};
use pinscope_core::{Drive, Mode, Pull};
use pinscope_emulator::Stimulus;
use pinscope_protocol::{Reply, ScriptEvent};

use super::pins::{OUTPUT, SETTING_MODE};
use super::waits::{WAIT_DONE, WAIT_INTERRUPTED};
use super::*;
use crate::session::Advance;

/// Returns an engine whose script has started and has made GP9 an output and GP10 an input. Its time is paused.
fn engine() -> Engine {
    let mut engine = Engine::default();
    engine.prepare_script();
    engine.begin_script(true, 0.0);
    settle(&mut engine, 0.0);
    init(&mut engine, GP9, Mode::Out);
    init(&mut engine, GP10, Mode::In);
    engine
}

/// Settles at a real time until the script may go on or has to wait.
fn settle(engine: &mut Engine, now_ms: f64) -> f64 {
    engine.settle(now_ms)
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
    let mut engine = engine();
    assert_eq!(engine.find_pin("GP9"), index(GP9));
    assert_eq!(engine.find_pin("GP99"), REFUSED);
    assert_eq!(engine.refusal(), "there is no pin 'GP99'; the nearest is GP9");
    assert_eq!(engine.read_pin(1000), REFUSED);
    assert_eq!(engine.set_pull(index(GP9), 7), REFUSED);
    assert!(engine.refusal().starts_with("GP9: pull cannot be 7; "));
}

#[test]
fn a_toggle_returns_the_level_and_whether_the_pin_is_an_output() {
    let mut engine = engine();
    assert_eq!(engine.toggle_pin(index(GP9)), 1 | OUTPUT);
    assert_eq!(engine.toggle_pin(index(GP9)), OUTPUT);
    assert_eq!(engine.read_pin(index(GP9)), 0);
    assert_eq!(engine.setting(index(GP9), SETTING_MODE), Mode::Out as i32);
}

#[test]
fn a_call_returns_that_a_handler_waits_until_it_has_returned() {
    let mut engine = engine();
    assert_eq!(engine.arm(index(GP10), Trigger::Rising.bits(), 1, Wake::ACTIVE.bits(), true) & !SERVICE, 0);
    settle(&mut engine, 0.0);
    assert_eq!(engine.read_pin(index(GP9)), 0);
    engine.playground.stimulus(Stimulus::Click { pin: GP10 });
    assert_eq!(engine.read_pin(index(GP9)), SERVICE);
    assert_eq!(engine.settle(0.0), WAIT_INTERRUPTED);
    assert_eq!(engine.next_call(), index(GP10));
    engine.returned(index(GP10), false);
    assert_eq!(engine.next_call(), -1);
    assert_eq!(engine.settle(0.0), WAIT_DONE);
    assert_eq!(engine.read_pin(index(GP9)), 0);
}

#[test]
fn a_script_spends_time_until_it_is_a_millisecond_ahead_of_real_time() {
    let mut engine = engine();
    let start_ns = engine.time_ns();
    let statements = (0..10_000).take_while(|_| !engine.statement()).count() as u64;
    assert_eq!(engine.time_ns() - start_ns, statements * 2_000);
    assert!(engine.time_ns() <= 1_000_000);
    let wait_ms = (0..1000).find_map(|_| (engine.statement() && engine.settle(0.0) > 0.0).then(|| engine.settle(0.0)));
    let wait_ms = wait_ms.expect("it has to wait");
    assert!((0.9..1.1).contains(&wait_ms), "{wait_ms}");
    assert_eq!(engine.settle(wait_ms), WAIT_DONE);
}

#[test]
fn a_wait_takes_real_time_at_the_speed_and_none_while_time_is_paused() {
    let mut engine = engine();
    engine.begin_sleep(5_000, 5);
    let wait_ms = engine.wait(0.0);
    assert!((4.9..5.2).contains(&wait_ms), "{wait_ms}");
    assert_eq!(engine.wait(wait_ms + 0.1), WAIT_DONE);
    engine.pacer.run(false);
    engine.begin_sleep(5_000, 5);
    assert_eq!(engine.wait(100.0), f64::INFINITY);
}

#[test]
fn a_wait_for_uarts_ends_at_the_tick_after_a_byte_has_come_and_sleeps_until_something_is_due() {
    let mut engine = engine();
    engine.playground.stimulus(Stimulus::Wire { a: GP12, b: GP13 });
    engine.connect_uart(0, 2, index(GP12), index(GP13), -1, -1);
    engine.configure_uart(0, 4_800, 8, 0);
    assert_eq!(engine.settle(0.1), WAIT_DONE);
    engine.begin_sleep(100_000, 100);
    let wait_ms = engine.wait_for_uarts(1, 0, 0.1);
    assert!(wait_ms > 99.0, "nothing is due before the end: {wait_ms}");
    assert_eq!(engine.wait_for_uarts(1, 1, 1.5), WAIT_DONE, "there is room to write");
    assert_eq!(engine.time_ns(), 1_000_000);
    // The middle of its stop bit comes 1.98 ms later, and its interrupt another 6.7 ms later.
    engine.write_uart(0, 0x55);
    assert!(engine.wait_for_uarts(1, 0, 2.5) > 0.0);
    assert_eq!(engine.wait_for_uarts(1, 0, 3.5), WAIT_DONE);
    assert_eq!(engine.wait_for_uarts(1, 0, 20.0), WAIT_DONE, "a wait that is over stays over");
    assert_eq!((engine.time_ns(), engine.read_uart(0)), (3_000_000, 0x55));
    assert!(engine.wait_for_uarts(1, 0, 50.0) > 0.0, "it has been read");
    assert_eq!(engine.wait_for_uarts(1, 0, 200.0), WAIT_DONE, "the wait is over");
}

#[test]
fn a_pause_holds_a_script_at_its_next_statement_and_a_step_goes_to_the_next_line() {
    let mut engine = engine();
    engine.pacer.run(false);
    engine.poll_in_script(0.0);
    assert!(engine.statement());
    assert_eq!(engine.settle(10.0), f64::INFINITY);
    engine.pacer.step(pinscope_protocol::Until::Line, engine.playground.machine());
    assert_eq!(engine.settle(10.0), WAIT_DONE, "the statement runs");
    assert!(engine.statement());
    assert_eq!(engine.settle(10.0), f64::INFINITY, "and the next one waits");
    assert!(!engine.pacer.is_stepping());
}

#[test]
fn a_handler_has_a_wait_of_its_own() {
    let mut engine = engine();
    engine.arm(index(GP10), Trigger::Rising.bits(), 1, Wake::ACTIVE.bits(), true);
    engine.begin_sleep(1_000, 1);
    engine.playground.stimulus(Stimulus::Click { pin: GP10 });
    assert_eq!(engine.wait(0.0), WAIT_INTERRUPTED);
    assert_eq!(engine.next_call(), index(GP10));
    engine.begin_sleep(100, 0);
    assert_eq!(engine.wait(0.5), WAIT_DONE);
    let handler_ns = engine.time_ns();
    engine.returned(index(GP10), false);
    assert!(engine.wait(0.5) > 0.0, "the main program still sleeps");
    assert_eq!(engine.wait(1.2), WAIT_DONE);
    assert!(engine.time_ns() > handler_ns + 500_000);
}

#[test]
fn a_script_has_to_end_when_another_bench_is_opened() {
    let mut engine = engine();
    assert!(!engine.has_to_end());
    engine.new_bench(pinscope_core::Profile::WipySilicon);
    assert!(engine.has_to_end());
    assert_eq!(engine.settle(0.0), WAIT_INTERRUPTED);
}

#[test]
fn a_script_with_stimuli_begins_at_time_0_with_the_sources_of_the_bench() {
    let mut engine = engine();
    engine.playground.stimulus(Stimulus::Wire { a: GP9, b: GP10 });
    engine.playground.advance(5_000_000);
    engine.script.stimuli = Some(vec![TimedStimulus { at_ns: 1_000, stimulus: Stimulus::Click { pin: GP10 } }]);
    engine.advance = Some(Advance { end_ns: engine.time_ns() + 2_000_000, call: 0.0, began_ms: None });
    engine.prepare_script();
    engine.begin_script(true, 0.0);
    assert!(engine.is_repeatable());
    assert_eq!((engine.time_ns(), engine.ticks_us()), (0, 0));
    assert_eq!(engine.playground.machine().wires(), [(GP10, GP9)]);
    assert_eq!(engine.playground.next_timer_ns(), Some(1_000));
    assert_eq!(engine.advance.map(|advance| advance.end_ns), Some(2_000_000), "time still has to advance by 2 ms");
}

#[test]
fn a_handler_that_fails_without_an_interrupt_disarms_its_pin_too() {
    let mut engine = engine();
    assert_eq!(engine.arm(index(GP10), Trigger::Rising.bits(), 1, Wake::ACTIVE.bits(), true), 0);
    assert_eq!(engine.handler_failed(index(GP10)), Some(GP10));
    let irq = engine.playground.snapshot(false).status(GP10).irq;
    assert_eq!(irq.map(|irq| (irq.enabled, irq.reaction)), Some((false, Reaction::Nothing)));
    assert_eq!(engine.armed(index(GP10)), 0, "it can be enabled again");
}

/// Returns the report of what still acts on the board, if there is a new one.
fn activity(engine: &mut Engine) -> Option<String> {
    match engine.changed_activity() {
        Some(Reply::Script(ScriptEvent::StillActive(text))) => Some(text),
        _ => None,
    }
}

#[test]
fn what_a_script_leaves_at_work_is_reported_once_and_can_be_ended() {
    let mut engine = Engine::default();
    assert_eq!(activity(&mut engine).as_deref(), Some(""), "the handlers of the example are not those of a script");
    assert_eq!(activity(&mut engine), None);
    let mut engine = self::engine();
    assert_eq!(activity(&mut engine).as_deref(), Some(""));
    engine.arm(index(GP10), Trigger::Rising.bits(), 1, Wake::ACTIVE.bits(), true);
    assert_eq!(activity(&mut engine).as_deref(), Some("its handler of GP10 goes on"));
    let [periodic, pwm] = [0x32, 0x0A];
    engine.configure_timer(0, periodic, false);
    engine.start_channel(0, 0, 8_000_000, 0, false);
    assert_eq!(activity(&mut engine), None, "a timer that only counts does nothing to the board");
    engine.arm_channel(0, 0, 1);
    engine.configure_timer(1, pwm, false);
    engine.start_channel(1, 0, 80_000, 5_000, false);
    engine.connect_channel(1, 0);
    let all = "its PWM, its timer and its handler of GP10 go on";
    assert_eq!(activity(&mut engine).as_deref(), Some(all));
    engine.end_script();
    assert_eq!(activity(&mut engine).as_deref(), Some("its PWM goes on"));
    engine.end_activity();
    assert_eq!(activity(&mut engine).as_deref(), Some(""));
    assert_eq!(engine.setting(index(PinId::GP25), SETTING_MODE), Mode::In as i32);
}

#[test]
fn a_soft_reset_is_the_cause_until_the_chip_is_reset() {
    let mut engine = engine();
    assert_eq!(engine.reset_cause(), ResetCause::PowerOn as i32, "the first script");
    engine.prepare_script();
    engine.begin_script(true, 0.0);
    assert_eq!(engine.reset_cause(), SOFT_RESET);
    engine.reset_chip();
    assert!(engine.take_restart());
    assert_eq!(engine.reset_cause(), ResetCause::Hard as i32);
}

#[test]
fn a_stop_in_the_middle_of_a_script_lets_it_run_on_to_its_end() {
    let mut engine = engine();
    engine.script.is_in_turn = true;
    engine.stop_script();
    assert!(!engine.has_to_end());
    engine.script.is_in_turn = false;
    engine.stop_script();
    assert!(engine.has_to_end());
}
