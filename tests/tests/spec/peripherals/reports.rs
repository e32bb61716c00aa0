//! The reports on the real-time clock and the watchdog, which end a sleep without a pin.

use pinscope_core::rtc::{self, POWER_ON_TIME, UNITS_PER_SECOND};
use pinscope_core::{Command, Interrupt, SleepMode, watchdog};
use pinscope_emulator::{BlockReason, Playground};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{SECOND, playground, run, sleep};

/// Returns a board whose alarm interrupts in two seconds.
fn with_alarm() -> Playground {
    let mut playground = playground();
    run(&mut playground, |registers| {
        rtc::set_time(registers, POWER_ON_TIME);
        rtc::set_alarm(registers, POWER_ON_TIME + 2 * UNITS_PER_SECOND, true);
    });
    playground
}

fn report(playground: &Playground, interrupt: Interrupt) -> Option<(BlockReason, String)> {
    let reports = playground.block_report();
    let report = reports.iter().find(|report| report.interrupt == interrupt)?;
    Some((report.reason, report.to_string()))
}

#[test]
fn the_report_says_whether_the_alarm_ends_the_sleep_and_when() {
    assert_eq!(report(&playground(), Interrupt::Rtc), None, "no alarm is set");
    let mut board = with_alarm();
    let alarm = board.alarm().expect("it is set");
    assert_eq!((alarm.time_ns, alarm.wakes), (2 * SECOND, false));
    let text = "RTC: the board has not slept; the alarm is at 2.000 s";
    assert_eq!(report(&board, Interrupt::Rtc), Some((BlockReason::NotAsleep, text.to_owned())));
    sleep(&mut board, SleepMode::Suspended);
    let text = "the wake of the RTC does not name SUSPENDED; its alarm is at 2.000 s";
    assert_eq!(report(&board, Interrupt::Rtc), Some((BlockReason::WakeNotSet, text.to_owned())));
    assert_eq!(board.alarm(), None, "nothing happens at that time");

    let mut board = with_alarm();
    run(&mut board, |registers| rtc::set_suspended_wake(registers, Some(rtc::ticks_to_alarm(registers))));
    board.command(Command::Sleep { mode: SleepMode::Suspended }).expect("awake");
    let wake_ns = board.alarm().filter(|alarm| alarm.wakes).expect("it ends the sleep").time_ns;
    assert!((19 * SECOND / 10..2 * SECOND).contains(&wake_ns), "{wake_ns}");
    assert_eq!(report(&board, Interrupt::Rtc).map(|(reason, _)| reason), Some(BlockReason::NothingHappened));
    board.advance(2 * SECOND);
    assert_eq!(report(&board, Interrupt::Rtc).map(|(reason, _)| reason), Some(BlockReason::Woke));
    assert!(board.block_report().iter().any(|report| report.woke()));
}

#[test]
fn the_report_says_when_the_watchdog_resets_the_board_and_that_it_has() {
    let mut board = playground();
    assert_eq!(report(&board, Interrupt::Watchdog), None);
    run(&mut board, |registers| watchdog::start(registers, 4_000).expect("possible"));
    let text = "WDT resets the board at 4.000 s, unless it is fed before";
    assert_eq!(report(&board, Interrupt::Watchdog), Some((BlockReason::NotAsleep, text.to_owned())));
    board.advance(3 * SECOND);
    assert_eq!(report(&board, Interrupt::Watchdog).map(|(_, text)| text).as_deref(), Some(text), "the second stage");
    run(&mut board, |registers| watchdog::feed(registers));
    let fed = report(&board, Interrupt::Watchdog).map(|(_, text)| text);
    assert_eq!(fed.as_deref(), Some("WDT resets the board at 7.000 s, unless it is fed before"));
    let mut asleep = board.clone();
    sleep(&mut asleep, SleepMode::Suspended);
    assert_eq!(report(&asleep, Interrupt::Watchdog).map(|(reason, _)| reason), Some(BlockReason::Stopped));
    board.advance(4 * SECOND);
    assert_eq!(report(&board, Interrupt::Watchdog).map(|(reason, _)| reason), Some(BlockReason::Reset));
}
