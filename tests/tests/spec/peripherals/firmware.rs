//! A firmware serves the interrupts of blocks. A simulation leaves a firmware by unwinding, which WebAssembly does not
//! do, so these tests run on the host alone.

use std::cell::RefCell;

use pinscope_core::{EventKind, Interrupt, Priority, Profile, RegistersMut as _, interrupt};
use pinscope_emulator::playground::{STORM_PAUSE_NS, STORM_THRESHOLD};
use pinscope_emulator::{Firmware, RunningBoard, Simulation};

use super::MS;

const PERIODIC: u32 = 0x32;
const TIMER_A0: u32 = 0x4003_0000;
const IMR: u32 = 0x18;
/// Number of ticks of a timer in a millisecond.
const MS_TICKS: u32 = 80_000;

/// A firmware whose timer interrupts every millisecond.
#[derive(Default)]
struct Ticking {
    /// True if the routine removes the cause of its interrupt.
    clears: bool,
    calls_ns: RefCell<Vec<u64>>,
}

impl Firmware for Ticking {
    fn main(&self, board: RunningBoard<'_>) {
        board.write(0x4402_5090, 0x101);
        board.write(TIMER_A0 + 0x04, PERIODIC);
        board.write(TIMER_A0 + 0x28, MS_TICKS - 1);
        board.write(TIMER_A0 + IMR, 1);
        Interrupt::TimerA0A.enable(board, Priority::P3);
        board.write(TIMER_A0 + 0x0C, 1);
        loop {
            board.idle();
        }
    }

    fn block_interrupt(&self, board: RunningBoard<'_>, interrupt: Interrupt) {
        assert_eq!(interrupt, Interrupt::TimerA0A);
        self.calls_ns.borrow_mut().push(board.millis());
        if self.clears {
            assert_eq!(interrupt::take_causes(board, interrupt), 1);
            board.delay_us(10);
        }
    }
}

#[test]
fn a_firmware_serves_the_interrupt_of_its_timer() {
    let mut simulation = Simulation::new(Profile::Wipy);
    let firmware = Ticking { clears: true, ..Ticking::default() };
    simulation.run(&firmware, 100 * MS + MS / 2);
    assert_eq!(*firmware.calls_ns.borrow(), (1..=100).collect::<Vec<_>>());
}

#[test]
fn a_firmware_that_leaves_the_cause_has_a_storm_which_pauses() {
    let mut simulation = Simulation::new(Profile::Wipy);
    let firmware = Ticking::default();
    simulation.run(&firmware, STORM_PAUSE_NS + MS / 2);
    assert_eq!(firmware.calls_ns.borrow().len(), STORM_THRESHOLD as usize);
    let storm = EventKind::BlockStorm { interrupt: Interrupt::TimerA0A };
    let has_storm = |simulation: &mut Simulation| {
        simulation.machine().trace(|trace| trace.from(0).filter(|event| event.kind == storm).count())
    };
    assert_eq!(has_storm(&mut simulation), 1);
}
