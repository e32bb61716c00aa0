//! The watchdog: its two stages, its lock, and the reset that it causes.

use pinscope_core::PinId::{GP10, GP17};
use pinscope_core::{Command, Config, EventKind, Level, Mode, ResetCause, SleepMode};
use pinscope_emulator::{Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{ISPR0, MS, SECOND, playground, read, sleep, write};

const BASE: u32 = 0x4000_0000;
const LOAD: u32 = BASE;
const VALUE: u32 = BASE + 0x04;
const CTL: u32 = BASE + 0x08;
const ICR: u32 = BASE + 0x0C;
const RIS: u32 = BASE + 0x10;
const MIS: u32 = BASE + 0x14;
const TEST: u32 = BASE + 0x418;
const LOCK: u32 = BASE + 0xC00;
const GATE: u32 = 0x4402_5078;
const RESET: u32 = 0x4402_507C;
const KEY: u32 = 0x1ACC_E551;

/// Starts the watchdog with the writes of the port's `WDT`.
pub(super) fn start(playground: &mut Playground, timeout_ms: u32) {
    write(playground, &[(GATE, 0x101), (LOCK, KEY), (LOAD, 80_000 * (timeout_ms / 2)), (CTL, 1)]);
}

fn resets(playground: &Playground) -> usize {
    let is_reset = |kind: EventKind| kind == EventKind::Reset { cause: ResetCause::Watchdog };
    playground.machine().trace(|trace| trace.since(0).filter(|(_, event)| is_reset(event.kind)).count())
}

#[test]
fn registers_have_their_reset_values_and_need_a_clock() {
    let mut playground = playground();
    assert!(playground.poke(LOAD, 1).is_err());
    write(&mut playground, &[(GATE, 1)]);
    let expected = [(LOAD, !0), (VALUE, !0), (CTL, 0), (ICR, 0), (RIS, 0), (MIS, 0), (TEST, 0), (LOCK, 0)];
    for (addr, value) in expected {
        assert_eq!(read(&playground, addr), value, "{addr:#x}");
    }
    assert!(playground.poke(BASE + 0x18, 0).is_err());
    write(&mut playground, &[(LOAD, 5), (TEST, !0), (RESET, 1), (RESET, 0)]);
    assert_eq!((read(&playground, LOAD), read(&playground, TEST)), (!0, 0));
}

/// Half of the timeout after the start is the first stage, and the whole timeout the second.
#[test]
fn the_first_stage_interrupts_and_the_second_resets_the_chip() {
    for (timeout_ms, load) in [(5_000, 200_000_000), (1_000, 40_000_000), (1_001, 40_000_000)] {
        let mut playground = playground();
        start(&mut playground, timeout_ms);
        assert_eq!(read(&playground, LOAD), load);
        let half_ns = u64::from(timeout_ms / 2) * MS;
        playground.advance(half_ns - 1);
        assert_eq!((read(&playground, RIS), read(&playground, VALUE)), (0, 1));
        playground.advance(1);
        assert_eq!((read(&playground, RIS), read(&playground, MIS), read(&playground, VALUE)), (1, 1, load));
        assert_eq!(read(&playground, ISPR0), 1 << 18);
        playground.advance(half_ns - 1);
        assert_eq!(resets(&playground), 0);
        playground.advance(1);
        assert_eq!((resets(&playground), playground.reset_cause()), (1, ResetCause::Watchdog));
        assert_eq!(read(&playground, 0x4402_D00C), 5);
        assert_eq!(playground.next_timer_ns(), None, "it is off after the reset");
    }
}

#[test]
fn a_board_that_was_reset_by_the_watchdog_is_set_up_again() {
    let mut playground = playground();
    let config = Config { mode: Mode::Out, value: Some(Level::High), ..Config::default() };
    playground.command(Command::Init { pin: GP10, config }).expect("valid");
    start(&mut playground, 1_000);
    playground.advance(SECOND);
    assert_eq!(playground.snapshot(true).pin(GP10).mode(), Mode::Out);
    assert!(playground.poke(LOAD, 1).is_err(), "its clock is off");
}

#[test]
fn feeding_starts_the_count_again() {
    let mut playground = playground();
    start(&mut playground, 1_000);
    for _ in 0..10 {
        playground.advance(900 * MS);
        assert_eq!(read(&playground, RIS), 1);
        write(&mut playground, &[(ICR, 1)]);
        assert_eq!((read(&playground, RIS), read(&playground, VALUE)), (0, 40_000_000));
    }
    assert_eq!(resets(&playground), 0);
    playground.advance(SECOND);
    assert_eq!(resets(&playground), 1);
}

#[test]
fn a_new_load_starts_from_there_and_keeps_the_interrupt() {
    let mut playground = playground();
    start(&mut playground, 1_000);
    playground.advance(600 * MS);
    write(&mut playground, &[(LOAD, 80_000_000)]);
    assert_eq!((read(&playground, RIS), read(&playground, VALUE)), (1, 80_000_000));
    playground.advance(SECOND - 1);
    assert_eq!(resets(&playground), 0);
    playground.advance(1);
    assert_eq!(resets(&playground), 1);
}

#[test]
fn a_load_of_zero_interrupts_at_once() {
    let mut playground = playground();
    write(&mut playground, &[(GATE, 1), (CTL, 1), (LOAD, 0)]);
    assert_eq!((read(&playground, RIS), read(&playground, ISPR0)), (1, 1 << 18));
}

#[test]
fn the_enable_bit_stays_until_a_reset() {
    let mut playground = playground();
    start(&mut playground, 1_000);
    write(&mut playground, &[(CTL, 0)]);
    assert_eq!(read(&playground, CTL), 1);
    write(&mut playground, &[(CTL, 2)]);
    assert_eq!(read(&playground, CTL), 3);
}

#[test]
fn a_lock_keeps_every_register_but_itself() {
    let mut playground = playground();
    start(&mut playground, 1_000);
    write(&mut playground, &[(LOCK, 0)]);
    assert_eq!(read(&playground, LOCK), 1);
    playground.advance(600 * MS);
    write(&mut playground, &[(LOAD, 7), (CTL, 2), (ICR, 1), (TEST, 0x100)]);
    let words = [LOAD, CTL, RIS, TEST].map(|addr| read(&playground, addr));
    assert_eq!(words, [40_000_000, 1, 1, 0]);
    write(&mut playground, &[(LOCK, KEY), (ICR, 1)]);
    assert_eq!((read(&playground, LOCK), read(&playground, RIS)), (0, 0));
}

#[test]
fn it_stands_still_in_lpds_and_is_off_afterwards() {
    for mode in [SleepMode::Suspended, SleepMode::Hibernate] {
        let mut playground = playground();
        start(&mut playground, 1_000);
        sleep(&mut playground, mode);
        playground.advance(10 * SECOND);
        playground.stimulus(Stimulus::Drive { pin: GP17, level: Some(Level::High) });
        playground.advance(10 * SECOND);
        assert_eq!(resets(&playground), 0, "{mode:?}");
        assert!(playground.poke(LOAD, 1).is_err());
    }
}

#[test]
fn it_goes_on_in_idle() {
    let mut playground = playground();
    start(&mut playground, 1_000);
    playground.command(Command::Sleep { mode: SleepMode::Active }).expect("awake");
    playground.advance(SECOND);
    assert_eq!(resets(&playground), 1);
}
