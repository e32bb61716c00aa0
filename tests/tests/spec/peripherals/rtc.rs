//! The real-time clock: its counter, its interrupt, and its wake from LPDS and HIBERNATE.

use pinscope_core::PinId::GP17;
use pinscope_core::{Command, EventKind, Level, Power, Registers as _, ResetCause, SleepMode, Trigger, sleep};
use pinscope_emulator::{Playground, Stimulus, WakeCause};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{MS, SECOND, arm_wake, playground, read, sleep as fall_asleep, write};

const TIMER_ENABLE: u32 = 0x4402_F804;
const TIMER_RESET: u32 = 0x4402_F808;
const TIMER_READ: u32 = 0x4402_F80C;
const TIMER_LSW: u32 = 0x4402_F810;
const TIMER_MSW: u32 = 0x4402_F814;
const FAST_LSW: u32 = 0x4402_F0CC;
const FAST_MSW: u32 = 0x4402_F0D0;
const WAKE_EN: u32 = 0x4402_F818;
const WAKE_LSW: u32 = 0x4402_F81C;
const WAKE_MSW: u32 = 0x4402_F820;
const IRQ_EN: u32 = 0x4402_F854;
const IRQ_LSW: u32 = 0x4402_F858;
const IRQ_MSW: u32 = 0x4402_F85C;
const STATUS: u32 = 0x4402_5120;
const ENABLE: u32 = 0x4402_5124;
const REG2: u32 = 0x4402_FC20;
const REG3: u32 = 0x4402_FC24;
/// Interrupts 160 to 191, among which that of the PRCM is number 172.
const ISPR5: u32 = 0xE000_E214;

fn counting() -> Playground {
    let mut playground = playground();
    write(&mut playground, &[(TIMER_ENABLE, 1)]);
    playground
}

fn count(playground: &Playground) -> u64 {
    let word = |addr| u64::from(playground.machine().peek().read(addr));
    word(FAST_MSW) << 32 | word(FAST_LSW)
}

/// Writes an alarm with the port's writes: both enables off, the match value, both enables on.
fn set_alarm(playground: &mut Playground, at: u64) {
    let words =
        [(ENABLE, 0), (IRQ_EN, 0), (IRQ_LSW, at as u32), (IRQ_MSW, (at >> 32) as u32), (IRQ_EN, 1), (ENABLE, 4)];
    write(playground, &words);
}

fn happened(playground: &Playground, kind: EventKind) -> bool {
    playground.machine().trace(|trace| trace.since(0).any(|(_, event)| event.kind == kind))
}

#[test]
fn it_counts_32768_ticks_in_a_second_once_it_is_on() {
    let mut playground = playground();
    playground.advance(SECOND);
    assert_eq!((count(&playground), read(&playground, TIMER_ENABLE)), (0, 0));
    write(&mut playground, &[(TIMER_ENABLE, 1)]);
    playground.advance(10 * SECOND);
    assert_eq!(count(&playground), 327_680);
    assert_eq!((read(&playground, TIMER_LSW), read(&playground, TIMER_MSW)), (0, 0), "not latched yet");
    write(&mut playground, &[(TIMER_READ, 1)]);
    playground.advance(SECOND);
    assert_eq!((read(&playground, TIMER_LSW), read(&playground, TIMER_MSW)), (327_680, 0));
    write(&mut playground, &[(TIMER_RESET, 1)]);
    playground.advance(SECOND / 2);
    assert_eq!(count(&playground), 16_384);
    assert_eq!(playground.next_timer_ns(), None, "it has nothing to do");
}

#[test]
fn its_interrupt_needs_both_enables_and_reading_the_status_clears_it() {
    for (irq_enable, enable, status, is_pending) in [(1, 4, 0x4000, true), (0, 4, 0, false), (1, 0, 0x4000, false)] {
        let mut playground = counting();
        set_alarm(&mut playground, 32_768);
        write(&mut playground, &[(IRQ_EN, irq_enable), (ENABLE, enable)]);
        playground.advance(SECOND - 1);
        assert_eq!(playground.machine().peek().read(STATUS), 0);
        playground.advance(1);
        assert_eq!(read(&playground, ISPR5), if is_pending { 1 << 12 } else { 0 });
        assert_eq!(playground.machine().peek().read(STATUS), status, "looking does not clear it");
        assert_eq!((read(&playground, STATUS), read(&playground, STATUS)), (status, 0));
        playground.advance(10 * SECOND);
        assert_eq!(read(&playground, STATUS), 0, "once");
    }
}

#[test]
fn the_match_value_has_48_bits_and_waits_if_it_has_passed() {
    let mut playground = counting();
    playground.advance(SECOND);
    for at in [32_767, 1 << 40] {
        set_alarm(&mut playground, at);
        assert_eq!((read(&playground, IRQ_LSW), read(&playground, IRQ_MSW)), (at as u32, (at >> 32) as u32));
        playground.advance(10 * SECOND);
        assert_eq!(read(&playground, STATUS), 0, "{at}");
    }
    write(&mut playground, &[(IRQ_MSW, 0xFFFF_FFFF)]);
    assert_eq!(read(&playground, IRQ_MSW), 0xFFFF);
}

/// `docs/cc3200.md`, section 6.2: the timer has a source bit and a number of ticks.
#[test]
fn a_timer_ends_lpds() {
    for (sources, ticks, wakes) in [(0x11, 16_384, true), (0x01, 16_384, true), (0x10, 16_384, false)] {
        let mut playground = counting();
        playground.advance(MS);
        write(&mut playground, &[(0x4402_D004, sources), (0x4402_D020, ticks), (0x4402_50E4, 1)]);
        assert_eq!(playground.machine().power(), Power::Suspended);
        playground.advance(499 * MS);
        assert_eq!(playground.machine().power(), Power::Suspended);
        playground.advance(2 * MS);
        assert_eq!(playground.machine().power() == Power::Active, wakes, "{sources:#x}");
        assert_eq!(happened(&playground, EventKind::RtcWake { from: Power::Suspended }), wakes);
        if wakes {
            assert_eq!((read(&playground, 0x4402_D008), read(&playground, 0x4402_D00C)), (0x01, 1));
            assert_eq!(playground.reset_cause(), ResetCause::PowerOn, "software resumes");
        }
    }
}

#[test]
fn a_pin_may_end_lpds_before_the_timer_does() {
    let mut playground = counting();
    arm_wake(&mut playground);
    write(&mut playground, &[(0x4402_D004, 0x11), (0x4402_D020, 32_768)]);
    playground.command(Command::Sleep { mode: SleepMode::Suspended }).expect("awake");
    playground.advance(SECOND / 2);
    playground.stimulus(Stimulus::Drive { pin: GP17, level: Some(Level::High) });
    assert_eq!((playground.machine().power(), read(&playground, 0x4402_D008)), (Power::Active, 0x10));
    playground.advance(10 * SECOND);
    assert!(!happened(&playground, EventKind::RtcWake { from: Power::Suspended }));
}

#[test]
fn a_match_ends_hibernate_and_the_time_goes_on() {
    let mut playground = counting();
    playground.advance(SECOND);
    write(&mut playground, &[(REG2, 1 << 31), (REG3, 12_345), (WAKE_LSW, 65_536), (WAKE_MSW, 0), (WAKE_EN, 1)]);
    fall_asleep(&mut playground, SleepMode::Hibernate);
    playground.advance(SECOND - 1);
    assert!(!happened(&playground, EventKind::RtcWake { from: Power::Hibernate }));
    playground.advance(1);
    assert!(happened(&playground, EventKind::RtcWake { from: Power::Hibernate }));
    playground.advance(SECOND);
    assert_eq!(playground.machine().power(), Power::Active);
    assert_eq!((read(&playground, 0x4402_FC68), read(&playground, 0x4402_D00C)), (0b00101, 0));
    assert_eq!(sleep::reset_cause(playground.machine()), ResetCause::DeepSleep);
    assert_eq!((read(&playground, WAKE_EN), count(&playground)), (0, 3 * 32_768));
    assert_eq!((read(&playground, REG2), read(&playground, REG3)), (1 << 31, 12_345));
    let report = playground.wake_report().into_iter().find(|report| report.pin == GP17);
    assert!(report.is_none_or(|report| report.ended_by == Some(WakeCause::Rtc)));
}

#[test]
fn a_match_that_has_passed_or_is_not_enabled_does_not_end_hibernate() {
    for (wake_match, enable) in [(32_767, 1), (65_536, 0)] {
        let mut playground = counting();
        playground.advance(SECOND);
        write(&mut playground, &[(WAKE_LSW, wake_match), (WAKE_EN, enable)]);
        fall_asleep(&mut playground, SleepMode::Hibernate);
        playground.advance(100 * SECOND);
        assert_eq!(playground.machine().power(), Power::Hibernate);
        assert_eq!(playground.next_timer_ns(), None);
    }
}

/// `docs/peripherals.md`, section 7.
#[test]
fn it_survives_resets_by_software_and_lpds_but_no_loss_of_power() {
    let prepared = || {
        let mut playground = counting();
        set_alarm(&mut playground, 1 << 40);
        write(&mut playground, &[(REG2, 1 << 31), (REG3, 7)]);
        playground.advance(SECOND);
        playground
    };
    let kept = |playground: &Playground| (count(playground), read(playground, REG3), read(playground, ENABLE));
    let mut playground = prepared();
    write(&mut playground, &[(0x4402_D000, 2)]);
    assert_eq!(kept(&playground), (32_768, 7, 0), "machine.reset()");
    let mut playground = prepared();
    fall_asleep(&mut playground, SleepMode::Suspended);
    playground.advance(SECOND);
    playground.stimulus(Stimulus::Drive { pin: GP17, level: Some(Level::High) });
    assert_eq!(kept(&playground), (65_536, 7, 0), "LPDS");
    let mut playground = prepared();
    playground.reset_chip();
    assert_eq!((kept(&playground), read(&playground, TIMER_ENABLE)), ((0, 0, 0), 0), "the reset button");
}

#[test]
fn a_wake_by_the_clock_calls_no_handler_and_restores_the_pins() {
    let mut playground = counting();
    arm_wake(&mut playground);
    write(&mut playground, &[(0x4402_D004, 0x11), (0x4402_D020, 32_768)]);
    playground.command(Command::Sleep { mode: SleepMode::Suspended }).expect("awake");
    playground.advance(2 * SECOND);
    let snapshot = playground.snapshot(true);
    let irq = snapshot.status(GP17).irq.expect("armed");
    assert_eq!((irq.count, irq.trigger, playground.machine().power()), (0, Trigger::Rising, Power::Active));
    playground.stimulus(Stimulus::Drive { pin: GP17, level: Some(Level::High) });
    assert_eq!(playground.snapshot(true).status(GP17).irq.map(|irq| irq.count), Some(0), "its wake excludes ACTIVE");
}
