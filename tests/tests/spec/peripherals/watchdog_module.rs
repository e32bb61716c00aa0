//! The core's module for the watchdog: the order of its writes, and what it refuses.

use pinscope_core::watchdog::{self, WatchdogError};
use pinscope_core::{EventKind, ResetCause};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{MS, SECOND, playground, recorder, run};

/// `docs/peripherals.md`, section 4: 5000 ms are 200000000 ticks for each of two stages.
#[test]
fn it_is_started_in_the_order_of_the_port() {
    let recorder = recorder();
    let registers = recorder.board().registers;
    watchdog::start(registers, 5_000).expect("valid");
    let words = [(0x4402_5078, 0x101), (0x4000_0C00, 0x1ACC_E551), (0x4000_0000, 200_000_000), (0x4000_0008, 1)];
    assert_eq!(recorder.take(), words);
    watchdog::feed(registers);
    assert_eq!(recorder.take(), [(0x4000_000C, 1)]);
    assert_eq!(watchdog::start(registers, 5_000), Err(WatchdogError::Running));
    assert_eq!(recorder.take(), []);
}

#[test]
fn a_timeout_that_it_cannot_count_is_refused_by_name_and_changes_nothing() {
    let recorder = recorder();
    for timeout_ms in [0, 999, 107_375, u32::MAX] {
        let error = watchdog::start(recorder.board().registers, timeout_ms).expect_err("it is out of range");
        let rule = format!("the watchdog: a timeout of {timeout_ms} ms is outside 1000 to 107374 ms");
        assert_eq!(error.to_string(), rule);
    }
    assert_eq!(recorder.take(), []);
}

#[test]
fn it_resets_the_chip_unless_it_is_fed() {
    let mut playground = playground();
    run(&mut playground, |registers| watchdog::start(registers, 1_000).expect("valid"));
    for _ in 0..5 {
        playground.advance(990 * MS);
        run(&mut playground, |registers| watchdog::feed(registers));
    }
    let is_reset = |kind: EventKind| matches!(kind, EventKind::Reset { cause: ResetCause::Watchdog });
    let resets = |playground: &pinscope_emulator::Playground| {
        playground.machine().trace(|trace| trace.since(0).filter(|(_, event)| is_reset(event.kind)).count())
    };
    assert_eq!(resets(&playground), 0);
    playground.advance(2 * SECOND);
    assert_eq!(resets(&playground), 1, "and after the reset it is off");
    run(&mut playground, |registers| assert!(!watchdog::is_running(registers)));
}
