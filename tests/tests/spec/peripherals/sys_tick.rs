//! SysTick: its registers and its exception.

use pinscope_core::{EventKind, Interrupt, Priority, SleepMode};
use pinscope_emulator::playground::{Goal, Progress};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{MS, SECOND, playground, read, sleep, write};

const CSR: u32 = 0xE000_E010;
const RVR: u32 = 0xE000_E014;
const CVR: u32 = 0xE000_E018;
const CALIB: u32 = 0xE000_E01C;
const ICSR: u32 = 0xE000_ED04;

#[test]
fn it_counts_the_clock_of_the_processor_down() {
    let mut playground = playground();
    assert_eq!([CSR, RVR, CVR, CALIB].map(|addr| read(&playground, addr)), [0; 4]);
    write(&mut playground, &[(RVR, 0xFFFF_FFFF), (CALIB, 7)]);
    assert_eq!((read(&playground, RVR), read(&playground, CALIB)), (0xFF_FFFF, 0));
    write(&mut playground, &[(RVR, 79_999), (CVR, 1), (CSR, 5)]);
    playground.advance(MS / 2);
    assert_eq!((read(&playground, CVR), read(&playground, CSR)), (40_000, 5));
    playground.advance(MS / 2);
    assert_eq!((read(&playground, CVR), read(&playground, CSR), read(&playground, CSR)), (0, 0x1_0005, 5));
    playground.advance(25);
    assert_eq!((read(&playground, CVR), read(&playground, ICSR)), (79_998, 0), "its exception is off");
    assert_eq!(playground.next_timer_ns(), None, "nobody waits for it");
    write(&mut playground, &[(CSR, 4)]);
    playground.advance(MS);
    assert_eq!(read(&playground, CVR), 79_998, "it is stopped");
}

#[test]
fn its_exception_calls_the_handler_of_a_script_each_millisecond() {
    let mut playground = playground();
    playground.begin_script();
    write(&mut playground, &[(RVR, 79_999), (CVR, 0), (CSR, 7)]);
    playground.run(Goal::Time(MS), SECOND, u32::MAX, None);
    assert_eq!(read(&playground, ICSR), 1 << 26, "it is pending, because it has no routine");
    write(&mut playground, &[(ICSR, 1 << 25)]);
    Interrupt::SysTick.enable(playground.machine(), Priority::P3);
    playground.attach_block_irq(Interrupt::SysTick, true);
    for millisecond in 2..=5 {
        assert_eq!(playground.run(Goal::Time(SECOND), SECOND, u32::MAX, None), Progress::Interrupted);
        assert_eq!(playground.machine().time_ns(), millisecond * MS);
        assert_eq!(playground.next_call(), Some(Interrupt::SysTick.into()));
        playground.handler_returned(Interrupt::SysTick);
    }
    let irq = EventKind::BlockIrq { interrupt: Interrupt::SysTick, priority: Priority::P3 };
    assert_eq!(playground.machine().trace(|trace| trace.from(0).filter(|event| event.kind == irq).count()), 4);
}

#[test]
fn it_loses_its_registers_in_lpds() {
    let mut playground = playground();
    write(&mut playground, &[(RVR, 79_999), (CSR, 7)]);
    sleep(&mut playground, SleepMode::Suspended);
    assert_eq!(playground.next_timer_ns(), None);
}
