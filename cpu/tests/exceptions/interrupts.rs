//! Interrupt lines, the registers of the NVIC, SysTick and the exceptions of the core.

use pinscope_cpu::StopReason;

use crate::guest::*;

#[test]
fn a_line_that_stays_high_interrupts_again() {
    let mut guest = Guest::new(&store(ISER0, 1));
    guest.handler(16, &[]);
    guest.run(20);
    guest.outside.set_line(0, true);
    let log = guest.log_of(60);
    assert!(log.starts_with(&[16, 0x110, 16, 0x110]), "{log:X?}");
    guest.outside.set_line(0, false);
    guest.run(60);
    guest.log();
    assert_eq!(guest.log_of(60), []);
}

#[test]
fn a_handler_that_clears_its_source_runs_once() {
    let mut guest = Guest::new(&store(ISER0, 8));
    guest.handler(19, &store(LINES + 12, 0));
    guest.outside.set_line(3, true);
    assert_eq!(guest.log_of(100), [19, 0x113]);
}

#[test]
fn an_interrupt_stays_pending_while_it_is_disabled() {
    let mut guest = Guest::new(&[vec![NOP; 8], store(ISER0, 1)].concat());
    guest.outside.set_line(0, true);
    guest.run(1);
    guest.outside.set_line(0, false);
    assert_eq!(guest.log_of(60), [16, 0x110]);
}

#[test]
fn the_last_interrupt_works_as_the_first() {
    let mut guest = Guest::new(&[store(ISER0 + 28, 1 << 15), store(0xE000_EF00, 239)].concat());
    assert_eq!(guest.log_of(100), [255, 0x1FF]);
}

#[test]
fn bytes_and_halfwords_of_priorities_can_be_written() {
    // STRB R1, [R0, #1]; STRH R2, [R0, #2]; LDR R3, [R0]; LDRB R4, [R0, #3]
    let main = [set(0, IPR0), set(1, 0xFF), set(2, 0x4060), vec![0x7041, 0x8042, 0x6803, 0x78C4]].concat();
    let mut guest = Guest::new(&main);
    guest.run(20);
    assert_eq!((guest.cpu.register(3), guest.cpu.register(4)), (0x4060_E000, 0x40));
}

#[test]
fn a_byte_of_the_fault_status_clears_only_its_bits() {
    // STRB R1, [R0, #2] to UFSR.
    let main = [store(SHCSR, 0), set(0, 0xE000_ED28), set(1, 0xFF), vec![UDF, 0x7081]].concat();
    let mut guest = Guest::new(&main);
    // The handler skips UDF.
    guest.raw_handler(3, &[0x9906, 0x3102, 0x9106, BX_LR]);
    guest.run(10);
    assert_eq!(guest.cpu.fault_status().cfsr, 1 << 16);
    guest.run(10);
    assert_eq!(guest.cpu.fault_status().cfsr, 0);
}

#[test]
fn pend_sv_runs_after_what_is_more_urgent() {
    let main = [store(SHPR3, 0xE0 << 16), store(ISER0, 1), vec![SVC]].concat();
    let mut guest = Guest::new(&main);
    guest.handler(11, &[store(ICSR, 1 << 28), store(ISPR0, 1)].concat());
    assert_eq!(guest.log_of(200), [11, 0x10B, 16, 0x110, 14, 0x10E]);
}

#[test]
fn systick_interrupts_once_in_a_period() {
    let main = [store(0xE000_E014, 99), store(0xE000_E018, 0), store(0xE000_E010, 3)].concat();
    let mut guest = Guest::new(&main);
    guest.raw_handler(15, &[store(LOG, 15), vec![BX_LR]].concat());
    guest.run(15 + 50);
    assert_eq!(guest.log(), []);
    assert_eq!(guest.cpu.cycles_until_systick(), Some(50));
    guest.run(60);
    assert_eq!(guest.log(), [15]);
    guest.run(1000);
    assert_eq!(guest.log().len(), 10);
}

#[test]
fn one_long_slice_equals_many_short_ones() {
    let main = [store(0xE000_E014, 36), store(0xE000_E018, 0), store(0xE000_E010, 3)].concat();
    let [mut long, mut short] = [(); 2].map(|()| Guest::new(&main));
    long.run(1000);
    for _ in 0..1000 {
        short.run(1);
    }
    assert_eq!(long.log(), short.log());
    assert_eq!(long.cpu.ram(), short.cpu.ram());
    assert_eq!(long.cpu.register(15), short.cpu.register(15));
}

#[test]
fn the_cycle_counter_counts_instructions() {
    // DEMCR.TRCENA, DWT_CTRL.CYCCNTENA, then two reads of DWT_CYCCNT.
    let main = [store(0xE000_EDFC, 1 << 24), store(0xE000_1000, 1), set(0, 0xE000_1004), vec![0x6802, NOP, 0x6803]];
    let mut guest = Guest::new(&main.concat());
    guest.run(30);
    assert_eq!(guest.cpu.register(3) - guest.cpu.register(2), 2);
}

#[test]
fn a_reset_request_stops_the_slice() {
    let mut guest = Guest::new(&store(AIRCR, 0x05FA_0004));
    assert_eq!(guest.run(100), StopReason::ResetRequested);
    assert_eq!(guest.cpu.cycles(), 5);
    guest.cpu.reset(&mut guest.outside);
    assert_eq!((guest.cpu.register(15), guest.cpu.register(13)), (MAIN, STACK));
}

#[test]
fn a_write_to_aircr_without_the_key_does_nothing() {
    assert_eq!(Guest::new(&store(AIRCR, 4)).run(100), StopReason::Budget);
}

#[test]
fn the_cpu_names_itself_a_cortex_m4() {
    let mut guest = Guest::new(&[set(0, 0xE000_ED00), vec![0x6801]].concat());
    guest.run(3);
    assert_eq!(guest.cpu.register(1), 0x410F_C241);
}
