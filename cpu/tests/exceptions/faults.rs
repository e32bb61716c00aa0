//! Faults, their status words, their escalation and lockup (B1.5.14, B1.5.15).

use pinscope_cpu::{Cpu, StopReason};

use crate::guest::*;

const NOWHERE: u32 = 0x6000_0000;

/// A fault: its name, the code that causes it, the exception that handles it and CFSR.
type Row = (&'static str, Vec<u16>, u32, u32);

fn rows() -> Vec<Row> {
    let load = |address| [set(0, address), vec![0x6801]].concat();
    let jump = |address| [set(0, address), vec![0x4700]].concat();
    vec![
        ("an undefined instruction", vec![UDF], 6, 1 << 16),
        ("a floating-point instruction", vec![0xEE30, 0x0A00], 6, 1 << 19),
        ("a branch to ARM code", jump(MAIN + 0x100), 6, 1 << 17),
        ("an unaligned LDM", [set(0, RAM + 2), vec![0xC806]].concat(), 6, 1 << 24),
        ("an unaligned LDRD", [set(0, RAM + 2), vec![0xE9D0, 0x1200]].concat(), 6, 1 << 24),
        ("a trapped unaligned load", [store(CCR, 8), load(RAM + 2)].concat(), 6, 1 << 24),
        ("a trapped division by zero", [store(CCR, 16), vec![0x2100, 0xFBB0, 0xF0F1]].concat(), 6, 1 << 25),
        ("a load from nowhere", load(NOWHERE), 5, 1 << 9 | 1 << 15),
        ("a store to nowhere", store(NOWHERE, 1), 5, 1 << 9 | 1 << 15),
        ("a jump to nowhere", jump(NOWHERE | 1), 5, 1 << 8),
        ("a jump to a peripheral", jump(0x4000_0001), 4, 1),
        ("a jump to the system region", jump(0xE000_0001), 4, 1),
    ]
}

#[test]
fn each_fault_has_its_exception_and_its_bits() {
    for (name, code, exception, cfsr) in rows() {
        let mut guest = Guest::new(&[store(SHCSR, ALL_FAULTS), code].concat());
        assert_eq!(guest.log_of(18).first(), Some(&exception), "{name}");
        assert_eq!(guest.cpu.fault_status().cfsr, cfsr, "{name}");
        assert_eq!(guest.cpu.fault_status().hfsr, 0, "{name}");
        if cfsr & 1 << 15 != 0 {
            assert_eq!(guest.cpu.fault_status().bfar, NOWHERE, "{name}");
        }
    }
}

#[test]
fn a_fault_whose_exception_is_disabled_is_a_hard_fault() {
    for (name, code, _, cfsr) in rows() {
        let mut guest = Guest::new(&code);
        assert_eq!(guest.log_of(18).first(), Some(&3), "{name}");
        let status = guest.cpu.fault_status();
        assert_eq!((status.cfsr, status.hfsr), (cfsr, 1 << 30), "{name}");
    }
}

#[test]
fn the_frame_of_a_fault_holds_the_address_of_the_instruction() {
    let mut guest = Guest::new(&[NOP, NOP, UDF]);
    guest.run(4);
    assert_eq!(guest.frame(STACK - 32)[6], MAIN + 4);
}

#[test]
fn a_fault_leaves_the_registers_as_they_were() {
    // STMDB R0!, {R1-R3} and LDR R0, [R0], #4 at the end of RAM.
    for code in [vec![0xE920, 0x000E], vec![0xF850, 0x0B04]] {
        let mut guest = Guest::new(&code);
        guest.cpu.set_register(0, 0x1000_0004);
        guest.run(1);
        assert_eq!(guest.cpu.xpsr() & 0x1FF, 3);
        assert_eq!(guest.cpu.register(0), 0x1000_0004);
    }
}

#[test]
fn division_by_zero_and_unaligned_accesses_are_allowed_unless_ccr_traps_them() {
    // UDIV R2, R3, R4; LDR R5, [R6, #1]
    let mut guest = Guest::new(&[0xFBB3, 0xF2F4, 0xF8D6, 0x5001]);
    guest.cpu.set_register(2, 9);
    guest.cpu.set_register(6, RAM);
    guest.run(2);
    let word = u64::from(guest.read_ram(RAM)) | u64::from(guest.read_ram(RAM + 4)) << 32;
    assert_eq!((guest.cpu.register(2), guest.cpu.register(5)), (0, (word >> 8) as u32));
}

#[test]
fn a_supervisor_call_that_cannot_preempt_is_a_hard_fault() {
    let mut guest = Guest::new(&[SVC]);
    guest.handler(11, &[SVC]);
    assert_eq!(guest.log_of(100), [11, 3, 0x103, 0x10B]);
    assert_eq!(guest.cpu.fault_status().hfsr, 1 << 30);
}

#[test]
fn a_fault_in_a_hard_fault_locks_up() {
    let mut guest = Guest::new(&[UDF]);
    guest.handler(3, &[UDF]);
    assert_eq!(guest.run(100), StopReason::Lockup);
    assert_eq!(guest.log(), [3]);
    let cycles = guest.cpu.cycles();
    assert_eq!((guest.run(100), guest.cpu.cycles()), (StopReason::Lockup, cycles));
    guest.cpu.reset(&mut guest.outside);
    assert_eq!(guest.run(1), StopReason::Budget);
}

#[test]
fn a_fault_with_faultmask_set_locks_up() {
    assert_eq!(Guest::new(&[CPSID_F, UDF]).run(100), StopReason::Lockup);
}

#[test]
fn a_processor_without_a_vector_table_locks_up() {
    let mut outside = Outside::default();
    let mut cpu = Cpu::new(RAM, RAM_SIZE, 0);
    cpu.reset(&mut outside);
    assert_eq!(cpu.run(&mut outside, 100), StopReason::Lockup);
}

#[test]
fn a_vector_that_cannot_be_read_is_a_hard_fault() {
    // The table of VTOR reaches to the end of RAM behind the vector of HardFault.
    let mut guest = Guest::new(&[store(VTOR, RAM + RAM_SIZE - 128), store(ISER0, 1 << 20)].concat());
    guest.write_ram(RAM + RAM_SIZE - 128 + 12, guest.read_ram(RAM + 12));
    guest.outside.set_line(20, true);
    assert_eq!(guest.log_of(17), [3]);
    assert_eq!(guest.cpu.fault_status().hfsr, 1 << 1);
}

#[test]
fn a_stack_overflow_ends_in_the_hard_fault_handler() {
    // PUSH {R0-R7} below RAM, and a handler that sets a new stack.
    let mut guest = Guest::new(&[0xB4FF]);
    guest.raw_handler(3, &[set(0, STACK), vec![0x4685], log_exception(0), vec![STOP]].concat());
    guest.cpu.set_register(13, RAM + 8);
    assert_eq!(guest.log_of(20), [3]);
    assert_eq!(guest.cpu.fault_status().cfsr, 1 << 15 | 1 << 12 | 1 << 9);
}

#[test]
fn a_handler_in_arm_state_is_a_hard_fault_if_usage_fault_cannot_preempt_it() {
    let mut guest = Guest::new(&[store(SHCSR, ALL_FAULTS), vec![SVC]].concat());
    guest.write_ram(RAM + 44, MAIN);
    assert_eq!(guest.log_of(14).first(), Some(&3));
    assert_eq!(guest.cpu.fault_status().cfsr, 1 << 17);
}

#[test]
fn faults_of_loads_can_be_ignored_in_a_hard_fault() {
    let mut guest = Guest::new(&[store(CCR, 1 << 8), vec![UDF]].concat());
    // The handler loads from nowhere, and skips UDF.
    let body = [set(0, NOWHERE), vec![0x6801, 0x9806, 0x3002, 0x9006]].concat();
    guest.handler(3, &body);
    assert_eq!(guest.log_of(40), [3, 0x103]);
}

#[test]
fn the_non_maskable_interrupt_preempts_a_hard_fault() {
    let mut guest = Guest::new(&[UDF]);
    // NMIPENDSET, and then the handler skips UDF.
    guest.handler(3, &[store(ICSR, 1 << 31), vec![0x9806, 0x3002, 0x9006]].concat());
    assert_eq!(guest.log_of(60), [3, 2, 0x102, 0x103]);
}
