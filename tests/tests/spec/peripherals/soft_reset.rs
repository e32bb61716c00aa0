//! A block is held in reset as long as TI's `PRCMPeripheralReset` holds it, because a shorter pulse may not reach it.

use std::cell::RefCell;

use pinscope_core::timer::{Timer, TimerId, TimerMode, Width};
use pinscope_core::uart::{Uart, UartConfig, UartId};
use pinscope_core::{Registers, RegistersMut};
use pinscope_emulator::Machine;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::playground;

/// TI's library counts to 16 while it holds the reset, and each turn of its loop takes at least four cycles. A read takes
/// at least one.
const MIN_READS: usize = 64;

/// An access of software.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Access {
    Read,
    Write(u32, u32),
}

/// A chip with every access of software to it, in order.
struct AccessLog<'a> {
    machine: &'a Machine,
    accesses: RefCell<Vec<Access>>,
}

impl Registers for &AccessLog<'_> {
    fn read(self, addr: u32) -> u32 {
        self.accesses.borrow_mut().push(Access::Read);
        self.machine.read(addr)
    }
}

impl RegistersMut for &AccessLog<'_> {
    fn write(self, addr: u32, value: u32) {
        self.accesses.borrow_mut().push(Access::Write(addr, value));
        self.machine.write(addr, value);
    }

    fn exclusive<T>(self, f: impl FnOnce(Self) -> T) -> T {
        f(self)
    }
}

/// Returns the number of reads between the write that begins the reset and the write that ends it.
fn reads_in_reset(reset: u32, configure: impl FnOnce(&AccessLog<'_>)) -> usize {
    let playground = playground();
    let log = AccessLog { machine: playground.machine(), accesses: RefCell::default() };
    configure(&log);
    let accesses = log.accesses.take();
    let place = |value| accesses.iter().position(|&access| access == Access::Write(reset, value));
    let (begin, end) = (place(1).expect("the reset begins"), place(0).expect("the reset ends"));
    let between = &accesses[begin + 1..end];
    assert!(between.iter().all(|&access| access == Access::Read), "nothing is written in between");
    between.len()
}

#[test]
fn the_reset_of_a_uart_and_of_a_timer_is_held_for_as_long_as_ti_holds_it() {
    let uart = reads_in_reset(0x4402_508C, |log| {
        Uart::new(UartId::A1, log).configure(UartConfig::new(9_600)).expect("valid");
    });
    let timer = reads_in_reset(0x4402_50AC, |log| {
        Timer::new(TimerId::A3, log).configure(TimerMode::Periodic, Width::Halves).expect("valid");
    });
    assert!(uart >= MIN_READS && timer >= MIN_READS, "{uart} and {timer} reads");
}
