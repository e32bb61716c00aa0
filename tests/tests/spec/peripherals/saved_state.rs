//! A board that is restored from a checkpoint continues with its timers, its ADC, its clock and its stimuli.

use pinscope_core::PinId::{GP3, GP9, GP24};
use pinscope_core::{EventKind, Level, RegisterImage, Registers as _};
use pinscope_emulator::playground::TimedStimulus;
use pinscope_emulator::{Playground, Stimulus, Trace, VoltageSource};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::timers::{TIMERS, configure};
use super::{MS, playground, write};

/// The events of levels from `since_ns` on.
fn levels(playground: &Playground, since_ns: u64) -> Vec<pinscope_core::Event> {
    let is_level = |event: &&pinscope_core::Event| matches!(event.kind, EventKind::Level { .. });
    playground.machine().trace(|trace| trace.from(since_ns).filter(is_level).copied().collect())
}

#[test]
fn what_the_blocks_did_goes_on_in_the_restored_board() {
    let mut board = playground();
    let base = TIMERS[0].0;
    // A PWM of 1 kHz at GP24, a clock, SysTick, and an ADC that samples a ramp.
    configure(&mut board, 0, 0x0A, 16);
    write(&mut board, &[(base + 0x38, 1), (base + 0x28, 79_999), (base + 0x30, 39_999), (base + 0x0C, 1)]);
    write(&mut board, &[(0x4402_E100, 0x45), (0x4402_F804, 1), (0xE000_E014, 79_999), (0xE000_E010, 7)]);
    board.stimulus(Stimulus::Voltage { pin: GP3, source: VoltageSource::ramp(0.0, 3.3, 70.0) });
    write(&mut board, &[(0x4402_E800, 1), (0x4402_E8B8, 4)]);
    let stimulus = Stimulus::Drive { pin: GP9, level: Some(Level::High) };
    board.schedule(vec![TimedStimulus { at_ns: 20 * MS, stimulus }]);
    board.advance(10 * MS + 123_456);

    let now_ns = board.machine().time_ns();
    let image = RegisterImage::capture(board.machine().peek());
    let trace = board.machine().trace(Trace::clone);
    let mut again = Playground::restore(&board.bench(), &image, now_ns, trace);
    again.restore_state(board.saved_state());
    assert_eq!(again.ticks_ns(), board.ticks_ns());
    board.advance(30 * MS);
    again.advance(30 * MS);
    let expected = levels(&board, now_ns + 1);
    assert_eq!(levels(&again, now_ns + 1), expected);
    for pin in [GP3, GP9, GP24] {
        assert!(expected.iter().any(|event| event.kind.pin() == Some(pin)), "{pin} has changed");
    }
    let words = [0x4402_5090, base + 0x50, 0x4402_F0CC, 0xE000_E018, 0x4402_E87C, 0x4402_E89C];
    for addr in words {
        assert_eq!(again.machine().peek().read(addr), board.machine().peek().read(addr), "{addr:#x}");
    }
}
