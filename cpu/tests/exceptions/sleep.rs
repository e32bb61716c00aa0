//! Waiting for interrupts and events (B1.5.18, B1.5.19).

use pinscope_cpu::StopReason;

use crate::guest::*;

#[test]
fn a_waiting_processor_executes_nothing_until_an_interrupt() {
    let mut guest = Guest::new(&[store(ISER0, 1), vec![WFI], store(LOG, 1)].concat());
    assert_eq!(guest.run(100), StopReason::WaitForInterrupt);
    assert_eq!(guest.cpu.cycles(), 6);
    assert_eq!(guest.run(100), StopReason::WaitForInterrupt);
    assert_eq!(guest.cpu.cycles(), 6);
    guest.outside.set_line(0, true);
    guest.handler(16, &store(LINES, 0));
    assert_eq!(guest.log_of(100), [16, 0x110, 1]);
}

#[test]
fn an_interrupt_that_is_masked_by_primask_wakes_without_being_taken() {
    let mut guest = Guest::new(&[store(ISER0, 1), vec![CPSID_I, WFI], store(LOG, 1)].concat());
    assert_eq!(guest.run(100), StopReason::WaitForInterrupt);
    guest.outside.set_line(0, true);
    assert_eq!(guest.log_of(100), [1]);
}

#[test]
fn an_interrupt_that_is_disabled_or_masked_by_basepri_does_not_wake() {
    // MOVS R0, #0x20; MSR BASEPRI, R0
    let mask = vec![0x2020, 0xF380, 0x8811];
    for setup in [vec![], [store(IPR0, 0x40), store(ISER0, 1), mask].concat()] {
        let mut guest = Guest::new(&[setup, vec![WFI]].concat());
        guest.run(100);
        guest.outside.set_line(0, true);
        assert_eq!(guest.run(100), StopReason::WaitForInterrupt);
    }
}

#[test]
fn systick_wakes_after_the_host_has_skipped_time() {
    let main = [store(0xE000_E014, 999), store(0xE000_E018, 0), store(0xE000_E010, 3), vec![WFI]].concat();
    let mut guest = Guest::new(&main);
    assert_eq!(guest.run(100), StopReason::WaitForInterrupt);
    let remaining = guest.cpu.cycles_until_systick().expect("SysTick counts");
    guest.cpu.skip(remaining - 1);
    assert_eq!(guest.run(100), StopReason::WaitForInterrupt);
    guest.cpu.skip(1);
    assert_eq!(guest.log_of(20), [15, 0x10F]);
}

#[test]
fn sleep_on_exit_waits_after_each_handler() {
    let mut guest = Guest::new(&[store(SCR, 2), store(ISER0, 1), store(ISPR0, 1), store(LOG, 1)].concat());
    guest.handler(16, &store(LINES, 0));
    assert_eq!(guest.run(200), StopReason::WaitForInterrupt);
    assert_eq!(guest.log(), [16, 0x110]);
    guest.outside.set_line(0, true);
    assert_eq!(guest.run(200), StopReason::WaitForInterrupt);
    assert_eq!(guest.log(), [16, 0x110], "the main program does not go on");
}

#[test]
fn an_event_ends_one_wait() {
    let mut guest = Guest::new(&[&[SEV, WFE][..], &store(LOG, 1), &[WFE], &store(LOG, 2)].concat());
    assert_eq!(guest.run(100), StopReason::WaitForEvent);
    assert_eq!(guest.log(), [1]);
    assert_eq!(guest.run(100), StopReason::WaitForEvent);
}

#[test]
fn a_disabled_interrupt_is_an_event_if_scr_asks_for_it() {
    for (scr, expected) in [(0, StopReason::WaitForEvent), (1 << 4, StopReason::Budget)] {
        let mut guest = Guest::new(&[store(SCR, scr), vec![WFE]].concat());
        assert_eq!(guest.run(100), StopReason::WaitForEvent);
        guest.outside.set_line(0, true);
        assert_eq!(guest.run(100), expected);
    }
}

#[test]
fn the_host_sees_deep_sleep() {
    let mut guest = Guest::new(&[store(SCR, 4), vec![WFI]].concat());
    assert_eq!(guest.run(100), StopReason::WaitForInterrupt);
    assert!(guest.cpu.sleeps_deeply());
}

#[test]
fn a_breakpoint_stops_the_slice_and_stays_the_next_instruction() {
    let mut guest = Guest::new(&[NOP, BKPT, NOP]);
    for _ in 0..2 {
        assert_eq!(guest.run(100), StopReason::Breakpoint);
        assert_eq!(guest.cpu.register(15), MAIN + 2);
    }
    guest.cpu.set_register(15, MAIN + 4);
    assert_eq!(guest.run(100), StopReason::Budget);
}
