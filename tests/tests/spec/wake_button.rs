//! The button that puts a board without a computer to sleep (`core/src/demo/wake_button.rs`).

use pinscope_core::demo::{DEBOUNCE_MS, LONG_PRESS_MS, WakeButton};
use pinscope_core::{Level, SleepMode};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Reads the button once a millisecond at each level for so many milliseconds. Returns the requests with their times.
fn requests(button: &mut WakeButton, levels: &[(Level, u64)]) -> Vec<(u64, SleepMode)> {
    let each_ms = levels.iter().flat_map(|&(level, duration_ms)| (0..duration_ms).map(move |_| level));
    (0..).zip(each_ms).filter_map(|(now_ms, level)| Some((now_ms, button.update(level, now_ms)?))).collect()
}

const LOW: Level = Level::Low;
const HIGH: Level = Level::High;

#[test]
fn a_short_press_suspends_after_its_release_has_stopped_bouncing() {
    // The contact bounces at the press, and for 6 ms at the release at 100 ms.
    let levels = [(LOW, 40), (HIGH, 2), (LOW, 1), (HIGH, 57), (LOW, 2), (HIGH, 1), (LOW, 1), (HIGH, 2), (LOW, 100)];
    assert_eq!(requests(&mut WakeButton::new(), &levels), [(106 + DEBOUNCE_MS, SleepMode::Suspended)]);
}

#[test]
fn a_long_press_hibernates_while_it_is_held_and_its_release_requests_nothing() {
    let levels = [(LOW, 40), (HIGH, LONG_PRESS_MS + 500), (LOW, 100)];
    assert_eq!(requests(&mut WakeButton::new(), &levels), [(40 + LONG_PRESS_MS, SleepMode::Hibernate)]);
}

#[test]
fn bounce_without_a_press_requests_nothing() {
    let levels = [(LOW, 40), (HIGH, DEBOUNCE_MS - 1), (LOW, 1), (HIGH, 5), (LOW, 100)];
    assert_eq!(requests(&mut WakeButton::new(), &levels), []);
}

#[test]
fn the_press_that_woke_the_board_does_not_put_it_to_sleep_again() {
    let mut button = WakeButton::after_wake(HIGH, 0);
    let levels = [(HIGH, 300), (LOW, 200), (HIGH, 100), (LOW, 100)];
    assert_eq!(requests(&mut button, &levels), [(600 + DEBOUNCE_MS, SleepMode::Suspended)]);
}
