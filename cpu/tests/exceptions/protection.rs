//! Privilege and the memory protection unit.

use crate::guest::*;

const MPU_CTRL: u32 = 0xE000_ED94;
const MPU_RBAR: u32 = 0xE000_ED9C;
const MPU_RASR: u32 = 0xE000_EDA0;

/// Address of the guard of a stack.
const GUARD: u32 = RAM + 0xC000;

/// Returns code that makes 1 KB at `base` region 1 with these access permissions, and switches the unit on.
fn region(base: u32, permissions: u32) -> Vec<u16> {
    let attributes = permissions << 24 | 9 << 1 | 1;
    [store(MPU_RBAR, base | 0x11), store(MPU_RASR, attributes), store(MPU_CTRL, 5), store(SHCSR, ALL_FAULTS)].concat()
}

/// Returns code that makes Thread mode unprivileged: MOVS R0, #1; MSR CONTROL, R0; ISB.
fn drop_privilege() -> Vec<u16> {
    vec![0x2001, 0xF380, 0x8814, 0xF3BF, 0x8F6F]
}

#[test]
fn a_push_into_the_guard_is_a_mem_manage_fault() {
    // MOV SP, R7; PUSH {R0-R3}
    let mut guest = Guest::new(&[region(GUARD, 0), vec![0x46BD, 0xB40F]].concat());
    guest.cpu.set_register(7, GUARD + 0x408);
    // The handler has no stack either, so the fault happens again on entry, and the handler sets a new one.
    guest.raw_handler(4, &[set(0, STACK), vec![0x4685], log_exception(0), vec![STOP]].concat());
    assert_eq!(guest.log_of(60), [4]);
    let status = guest.cpu.fault_status();
    assert_eq!((status.cfsr, status.mmfar), (1 << 7 | 1 << 4 | 1 << 1, GUARD + 0x3F8));
}

#[test]
fn data_and_stack_around_the_guard_can_be_used() {
    // LDR and STR on both sides, again and again.
    let main = [region(GUARD, 0), set(2, GUARD - 4), set(3, GUARD + 0x400), vec![0x3401, 0x6014, 0x601C, 0xE7FB]];
    let mut guest = Guest::new(&main.concat());
    guest.run(500);
    assert_eq!(guest.log(), []);
    assert!(guest.read_ram(GUARD - 4) > 100 && guest.read_ram(GUARD + 0x400) > 100);
}

#[test]
fn permissions_depend_on_privilege() {
    // Of a load and a store, privileged and not.
    for (permissions, expected) in [
        (0b000, [false, false, false, false]),
        (0b001, [true, true, false, false]),
        (0b010, [true, true, true, false]),
        (0b011, [true, true, true, true]),
        (0b101, [true, false, false, false]),
        (0b110, [true, false, true, false]),
        (0b111, [true, false, true, false]),
    ] {
        let accesses = [0x6811, 0x6011];
        let cases = [false, true].into_iter().flat_map(|drops| accesses.map(|access| (drops, access)));
        let permitted: Vec<bool> = cases
            .map(|(drops, access)| {
                // The background map is for privileged code alone, so the code has a region of its own.
                let code = [store(MPU_RBAR, RAM | 0x10), store(MPU_RASR, 0b011 << 24 | 14 << 1 | 1)];
                let privilege = if drops { drop_privilege() } else { vec![] };
                let main = [code.concat(), region(GUARD, permissions), set(2, GUARD), privilege, vec![access]].concat();
                let mut guest = Guest::new(&main);
                guest.run(80);
                guest.log().is_empty()
            })
            .collect();
        assert_eq!(permitted, expected, "{permissions:03b}");
    }
}

#[test]
fn code_cannot_be_executed_in_an_execute_never_region() {
    let attributes = 1 << 28 | 0b011 << 24 | 9 << 1 | 1;
    let main = [region(GUARD, 0b011), store(MPU_RASR, attributes), set(0, GUARD | 1), vec![0x4700]].concat();
    let mut guest = Guest::new(&main);
    guest.code(GUARD, &[NOP]);
    assert!(guest.log_of(60).starts_with(&[4, 0x104]));
    assert_eq!(guest.cpu.fault_status().cfsr, 1);
}

#[test]
fn unprivileged_code_cannot_reach_the_system_control_space() {
    let mut guest = Guest::new(&[drop_privilege(), set(0, ICSR), vec![0x6801]].concat());
    assert_eq!(guest.log_of(11), [3]);
    assert_eq!(guest.cpu.fault_status().bfar, ICSR);
}

#[test]
fn unprivileged_code_can_trigger_interrupts_if_ccr_allows_it() {
    let trigger = store(0xE000_EF00, 0);
    let main = [store(CCR, 2), store(ISER0, 1), drop_privilege(), trigger].concat();
    assert_eq!(Guest::new(&main).log_of(60), [16, 0x110]);
}

#[test]
fn unprivileged_code_changes_no_masks() {
    // CPSID I; MOVS R0, #1; MSR PRIMASK, R0; MOVS R0, #0; MSR CONTROL, R0; MRS R2, MSP
    let code = vec![CPSID_I, 0x2001, 0xF380, 0x8810, 0x2000, 0xF380, 0x8814, 0xF3EF, 0x8208];
    let mut guest = Guest::new(&[drop_privilege(), code].concat());
    guest.run(20);
    assert_eq!((guest.cpu.primask(), guest.cpu.control(), guest.cpu.register(2)), (false, 1, 0));
    assert!(!guest.cpu.is_privileged());
}

#[test]
fn an_unprivileged_load_is_checked_as_such() {
    // LDRT R1, [R2]
    let main = [region(GUARD, 0b001), set(2, GUARD), vec![0xF852, 0x1E00]].concat();
    let mut guest = Guest::new(&main);
    assert_eq!(guest.log_of(40).first(), Some(&4));
    assert_eq!(guest.cpu.fault_status().mmfar, GUARD);
}

#[test]
fn the_unit_is_off_in_a_hard_fault_unless_hfnmiena_is_set() {
    for (control, expected) in [(5, 0x7777), (7, 0)] {
        let setup = [region(GUARD, 0), store(MPU_CTRL, control), store(SHCSR, 0), vec![UDF]].concat();
        let mut guest = Guest::new(&setup);
        guest.handler(3, &store(GUARD, 0x7777));
        guest.run(60);
        assert_eq!(guest.read_ram(GUARD), expected);
    }
}
