//! Entry, return, tail-chaining, preemption and late arrival (B1.5.6 to B1.5.12).

use crate::guest::*;

/// Returns code that enables interrupts 0 and 1 with these priorities.
fn enable(priorities: [u8; 2]) -> Vec<u16> {
    [store(IPR0, u16::from_le_bytes(priorities).into()), store(ISER0, 3)].concat()
}

#[test]
fn an_exception_stacks_eight_words_and_returns_to_them() {
    let mut guest = Guest::new(&[SVC, NOP]);
    guest.raw_handler(11, &[NOP, BX_LR]);
    for register in 0..15 {
        guest.cpu.set_register(register, 0x1111_1100 * u32::from(register));
    }
    guest.cpu.set_register(13, STACK);
    guest.cpu.set_xpsr(0xA80F_0000 | 1 << 24);
    let before: Vec<u32> = (0..15).map(|register| guest.cpu.register(register)).collect();
    guest.run(1);
    assert_eq!(
        guest.frame(STACK - 32),
        [before[0], before[1], before[2], before[3], before[12], before[14], MAIN + 2, 0xA90F_0000]
    );
    assert_eq!((guest.cpu.register(14), guest.cpu.xpsr() & 0x1FF), (0xFFFF_FFF9, 11));
    assert_eq!(guest.cpu.main_stack_pointer(), STACK - 32);
    guest.run(2);
    let after: Vec<u32> = (0..15).map(|register| guest.cpu.register(register)).collect();
    assert_eq!((after, guest.cpu.xpsr(), guest.cpu.register(15)), (before, 0xA90F_0000, MAIN + 2));
}

#[test]
fn a_frame_is_aligned_to_eight_bytes_if_ccr_asks_for_it() {
    for (ccr, frame, flag) in [(1 << 9, STACK - 40, 1 << 9), (0, STACK - 36, 0)] {
        let mut guest = Guest::new(&[store(CCR, ccr), vec![SVC]].concat());
        guest.raw_handler(11, &[BX_LR]);
        guest.cpu.set_register(13, STACK - 4);
        guest.run(6);
        assert_eq!(guest.cpu.register(13), frame);
        assert_eq!(guest.frame(frame)[7] & 1 << 9, flag);
        guest.run(1);
        assert_eq!(guest.cpu.register(13), STACK - 4);
    }
}

#[test]
fn a_thread_on_the_process_stack_is_stacked_there() {
    // MSR PSP, R2; MOVS R3, #2; MSR CONTROL, R3; ISB; SVC
    let main = [0xF382, 0x8809, 0x2302, 0xF383, 0x8814, 0xF3BF, 0x8F6F, SVC];
    let mut guest = Guest::new(&main);
    guest.raw_handler(11, &[NOP, BX_LR]);
    guest.cpu.set_register(2, STACK - 0x1000);
    guest.run(5);
    assert_eq!(guest.cpu.register(14), 0xFFFF_FFFD);
    assert_eq!((guest.cpu.register(13), guest.cpu.control()), (STACK, 0));
    assert_eq!(guest.cpu.process_stack_pointer(), STACK - 0x1000 - 32);
    guest.run(2);
    assert_eq!((guest.cpu.register(13), guest.cpu.control()), (STACK - 0x1000, 2));
}

#[test]
fn a_more_urgent_interrupt_preempts_and_an_equal_one_waits() {
    for (priorities, expected) in [([0x40, 0x20], [16, 17, 0x111, 0x110]), ([0x40, 0x40], [16, 0x110, 17, 0x111])] {
        let mut guest = Guest::new(&[enable(priorities), store(ISPR0, 1)].concat());
        guest.handler(16, &store(ISPR0, 2));
        assert_eq!(guest.log_of(100), expected);
        assert_eq!(guest.cpu.register(13), STACK);
    }
}

#[test]
fn the_priority_group_decides_about_preemption() {
    // PRIGROUP 6 leaves one bit for groups, so that 0x40 and 0x20 are in the same one.
    let mut guest = Guest::new(&[store(AIRCR, 0x05FA_0600), enable([0x40, 0x20]), store(ISPR0, 1)].concat());
    guest.handler(16, &store(ISPR0, 2));
    assert_eq!(guest.log_of(100), [16, 0x110, 17, 0x111]);
}

#[test]
fn pending_exceptions_chain_without_unstacking() {
    let mut guest = Guest::new(&[enable([0x20, 0x40]), vec![CPSID_I], store(ISPR0, 3), vec![CPSIE_I]].concat());
    // The first handler overwrites the stacked R12. Without unstacking, it is still so in the second.
    let overwrite = [set(1, 0x1234_5678), vec![0x9104]].concat();
    guest.raw_handler(16, &[overwrite, vec![BX_LR]].concat());
    guest.raw_handler(17, &[0x9A04, BX_LR]);
    guest.run(22);
    assert_eq!(guest.cpu.register(14), 0xFFFF_FFF9);
    guest.run(20);
    assert_eq!((guest.cpu.register(12), guest.cpu.register(13)), (0x1234_5678, STACK));
}

#[test]
fn the_most_urgent_of_several_is_entered_first() {
    let mut guest = Guest::new(&[enable([0x60, 0x20]), vec![CPSID_I], store(ISPR0, 3), vec![CPSIE_I]].concat());
    assert_eq!(guest.log_of(200), [17, 0x111, 16, 0x110]);
}

#[test]
fn an_interrupt_that_arrives_during_entry_uses_the_same_frame() {
    // The process stack is the words that set the lines, so stacking R1 raises line 1.
    // MSR PSP, R2; MOVS R3, #2; MSR CONTROL, R3; ISB; MOVS R2, #0; MOVS R3, #0
    let stack = [set(2, LINES + 32), vec![0xF382, 0x8809, 0x2302, 0xF383, 0x8814, 0xF3BF, 0x8F6F, 0x2200, 0x2300]];
    let mut guest = Guest::new(&[enable([0x60, 0x20]), stack.concat(), store(ISPR0, 1)].concat());
    // MOV R1, LR; STR R1, [R0]
    guest.raw_handler(17, &[set(0, LOG), vec![0x4671, 0x6001, STOP]].concat());
    assert_eq!(guest.log_of(60), [0xFFFF_FFFD]);
    assert_eq!(guest.cpu.register(13), STACK);
}

#[test]
fn masks_hold_interrupts_back() {
    let set_mask = |number: u16, value: u16| [0x2000 | value, 0xF380, 0x8800 | number];
    for (mask, allowed) in [
        (set_mask(16, 1), false),
        (set_mask(16, 0), true),
        (set_mask(17, 0x20), false),
        (set_mask(17, 0x40), false),
        (set_mask(17, 0x60), true),
        (set_mask(17, 0), true),
        (set_mask(18, 0x40), false),
        (set_mask(19, 1), false),
    ] {
        let mut guest = Guest::new(&[&enable([0x40, 0])[..], &mask, &store(ISPR0, 1)].concat());
        let expected: &[u32] = if allowed { &[16, 0x110] } else { &[] };
        assert_eq!(guest.log_of(60), expected, "{mask:X?}");
    }
}

#[test]
fn a_return_that_is_impossible_is_a_usage_fault() {
    // The handler returns with this value.
    for exc_return in [0xFFFF_FFF1, 0xFFFF_FFF0, 0xFFFF_FFF5, 0xF000_0009, 0xFFFF_FFE9] {
        let mut guest = Guest::new(&[store(SHCSR, ALL_FAULTS), vec![SVC]].concat());
        guest.raw_handler(11, &[set(0, exc_return), vec![0x4700]].concat());
        assert_eq!(guest.log_of(9), [], "{exc_return:X}");
        assert_eq!(guest.cpu.xpsr() & 0x1FF, 6, "{exc_return:X}");
        assert_eq!(guest.cpu.fault_status().cfsr, 1 << 18);
        assert_eq!(guest.cpu.register(14), exc_return);
    }
}

#[test]
fn a_frame_of_the_wrong_mode_is_a_usage_fault() {
    let mut guest = Guest::new(&[store(SHCSR, ALL_FAULTS), vec![SVC]].concat());
    // LDR R0, [SP, #28]; ADDS R0, #5; STR R0, [SP, #28]: the stacked IPSR is 5 instead of 0.
    guest.raw_handler(11, &[0x9807, 0x3005, 0x9007, BX_LR]);
    guest.run(10);
    assert_eq!(guest.cpu.xpsr() & 0x1FF, 6);
    assert_eq!(guest.cpu.fault_status().cfsr, 1 << 18);
}

#[test]
fn an_if_then_block_goes_on_after_an_interrupt() {
    // MOVS R2, #0; CMP R2, #0; ITTE EQ; SVC in the middle; the flags of the handler do not matter.
    let main = [0x2200, 0x2A00, 0xBF06, 0x3201, SVC, 0x3210, 0x3220];
    let mut guest = Guest::new(&main);
    guest.raw_handler(11, &[0x2101, BX_LR]);
    guest.run(20);
    assert_eq!(guest.cpu.register(2), 0x21, "the third instruction of the block is skipped");
}

#[test]
fn the_vector_table_moves_with_vtor() {
    let mut guest = Guest::new(&[store(VTOR, RAM + 0x8000), vec![SVC]].concat());
    guest.write_ram(RAM + 0x8000 + 44, MAIN + 0x101);
    guest.code(MAIN + 0x100, &[STOP]);
    guest.run(10);
    assert_eq!(guest.cpu.register(15), MAIN + 0x100);
}

#[test]
fn an_exception_clears_the_exclusive_monitor() {
    // LDREX R1, [R2]; SVC or NOP; STREX R3, R1, [R2]
    for (between, expected) in [(NOP, 0), (SVC, 1)] {
        let mut guest = Guest::new(&[0xE852, 0x1F00, between, 0xE842, 0x1300]);
        guest.raw_handler(11, &[BX_LR]);
        guest.cpu.set_register(2, RAM + 0x9000);
        guest.cpu.set_register(3, 7);
        guest.run(10);
        assert_eq!(guest.cpu.register(3), expected);
    }
}
