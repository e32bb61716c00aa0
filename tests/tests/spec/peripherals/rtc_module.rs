//! The core's module for the real-time clock: its time, its alarm, and its wake from sleep.

use pinscope_core::cc3200::{gprcm, hib};
use pinscope_core::interrupt::take_causes;
use pinscope_core::rtc::{self, POWER_ON_TIME, UNITS_PER_SECOND};
use pinscope_core::{Interrupt, Power, Registers as _, SleepMode};
use pinscope_emulator::Playground;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{MS, SECOND, playground, read, run};

/// 2020-02-29 12:00:00 and a half, in units.
const NOON: u64 = 636_206_400 * 1_024 + 512;

fn time(playground: &Playground) -> Option<u64> {
    rtc::time(playground.machine().peek())
}

/// `docs/peripherals.md`, section 6: the seconds and the fraction are those at which the counter was 0.
#[test]
fn the_time_is_kept_in_two_registers_and_goes_on() {
    let mut playground = playground();
    assert_eq!(time(&playground), None);
    run(&mut playground, |registers| rtc::set_time(registers, POWER_ON_TIME));
    playground.advance(10 * SECOND);
    assert_eq!(time(&playground), Some(POWER_ON_TIME + 10 * UNITS_PER_SECOND));
    run(&mut playground, |registers| rtc::set_time(registers, NOON));
    assert_eq!([0x4402_FC24, 0x4402_FC20].map(|addr| read(&playground, addr)), [636_206_390, 1 << 31 | 512 << 16]);
    playground.reset_by_software();
    assert_eq!(time(&playground), Some(NOON), "a reset by software keeps the time");
    playground.advance(500 * MS);
    assert_eq!(time(&playground), Some(NOON + 512));
    // A time that lies before the start of the counter in 2000 is possible too.
    run(&mut playground, |registers| rtc::set_time(registers, 0));
    assert_eq!(time(&playground), Some(0));
    playground.reset_chip();
    assert_eq!(time(&playground), None, "the reset button does not");
}

#[test]
fn an_alarm_interrupts_once_at_its_time() {
    let mut playground = playground();
    run(&mut playground, |registers| {
        rtc::set_time(registers, NOON);
        rtc::set_alarm(registers, NOON + 2 * UNITS_PER_SECOND, true);
    });
    let left = |playground: &Playground| rtc::ticks_to_alarm(playground.machine().peek());
    assert_eq!(left(&playground), 65_536);
    // Interrupt 172, with the priority byte 0x20.
    assert_eq!([0xE000_E114, 0xE000_E4AC].map(|addr| read(&playground, addr)), [1 << 12, 0x20]);
    playground.advance(2 * SECOND - 1);
    assert_eq!(read(&playground, 0xE000_E214), 0);
    playground.advance(1);
    assert_eq!((read(&playground, 0xE000_E214), left(&playground)), (1 << 12, 0));
    run(&mut playground, |registers| {
        assert!(take_causes(registers, Interrupt::Rtc) != 0);
        assert!(take_causes(registers, Interrupt::Rtc) == 0);
        rtc::set_alarm(registers, NOON + 4 * UNITS_PER_SECOND, false);
    });
    playground.advance(4 * SECOND);
    run(&mut playground, |registers| {
        assert!(take_causes(registers, Interrupt::Rtc) == 0, "it was set without its interrupt")
    });
}

#[test]
fn an_alarm_ends_both_sleeps_early_enough_to_be_in_time() {
    // Sleep, lead, and the length of the sleep until software runs again.
    for (mode, seconds, sleep_ns) in [
        (SleepMode::Suspended, 3, (3 * 32_768 - 654) * SECOND / 32_768),
        (SleepMode::Suspended, 0, 21 * SECOND / 32_768),
        (SleepMode::Hibernate, 3, 3 * SECOND),
    ] {
        let mut playground = playground();
        run(&mut playground, |registers| {
            rtc::set_time(registers, NOON);
            rtc::set_alarm(registers, NOON + seconds * UNITS_PER_SECOND, true);
            let ticks = rtc::ticks_to_alarm(registers);
            match mode {
                SleepMode::Hibernate => rtc::set_hibernate_wake(registers, Some(ticks)),
                _ => rtc::set_suspended_wake(registers, Some(ticks)),
            }
        });
        playground.command(pinscope_core::Command::Sleep { mode }).expect("it is awake");
        playground.advance(sleep_ns - 50_000);
        assert_ne!(playground.machine().power(), Power::Active, "{mode:?} for {seconds} s");
        playground.advance(100_000);
        assert_eq!(playground.machine().power(), Power::Active, "{mode:?} for {seconds} s");
        let source = gprcm::LPDS_WAKEUP_SRC.read(playground.machine().peek());
        let status = hib::WAKE_STATUS.read(playground.machine().peek());
        assert_eq!((source, status), if mode == SleepMode::Hibernate { (0, 0x5) } else { (0x01, 0) });
    }
}

#[test]
fn without_an_alarm_neither_sleep_ends() {
    for mode in [SleepMode::Suspended, SleepMode::Hibernate] {
        let mut playground = playground();
        run(&mut playground, |registers| {
            rtc::set_time(registers, NOON);
            for ticks in [Some(65_536), None] {
                rtc::set_suspended_wake(registers, ticks);
                rtc::set_hibernate_wake(registers, ticks);
            }
        });
        playground.command(pinscope_core::Command::Sleep { mode }).expect("it is awake");
        playground.advance(100 * SECOND);
        assert_ne!(playground.machine().power(), Power::Active);
    }
    assert_eq!(playground().machine().peek().read(0x4402_F818), 0);
}
