//! The capture inputs of the general-purpose timers, which count edges or store their times.

use pinscope_core::Level;
use pinscope_core::PinId::{self, *};
use pinscope_emulator::{ClockSignal, Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::timers::{TIMERS, configure};
use super::{ISPR0, ISPR1, playground, read, write};

const CTL: u32 = 0x0C;
const IMR: u32 = 0x18;
const RIS: u32 = 0x1C;
const ICR: u32 = 0x24;
const TAILR: u32 = 0x28;
const TAMATCHR: u32 = 0x30;
const TAPR: u32 = 0x38;
const TAPMR: u32 = 0x40;
const TAR: u32 = 0x48;

/// Modes, each of which counts up with this bit.
const EDGE_COUNT: u32 = 0x03;
const EDGE_TIME: u32 = 0x07;
const UP: u32 = 0x10;

/// The interrupts of half A in RIS: its edges have reached the match value, and the time of an edge was stored.
const COUNTED: u32 = 0x02;
const CAPTURED: u32 = 0x04;

/// Every pad that offers a capture input: its pin and its address, the setting of its multiplexer, the timer
/// (`docs/cc3200.md`, section 4.2), and the half, which follows from the number of GT_CCP (`docs/decisions.md`, D-84).
pub(super) const INPUTS: [(PinId, u32, u32, usize, u32); 17] = [
    (GP0, 0x4402_E0A0, 7, 0, 0),
    (GP1, 0x4402_E0A4, 7, 0, 1),
    (GP2, 0x4402_E0A8, 7, 1, 0),
    (GP5, 0x4402_E0B4, 7, 2, 1),
    (GP6, 0x4402_E0B8, 7, 3, 0),
    (GP8, 0x4402_E0C0, 12, 3, 0),
    (GP9, 0x4402_E0C4, 12, 0, 0),
    (GP10, 0x4402_E0C8, 12, 0, 1),
    (GP11, 0x4402_E0CC, 12, 1, 0),
    (GP12, 0x4402_E0D0, 12, 1, 1),
    (GP13, 0x4402_E0D4, 12, 2, 0),
    (GP14, 0x4402_E0D8, 12, 2, 1),
    (GP15, 0x4402_E0DC, 13, 3, 0),
    (GP16, 0x4402_E0E0, 13, 3, 1),
    (GP22, 0x4402_E0F8, 5, 2, 0),
    (GP24, 0x4402_E100, 4, 3, 0),
    (GP30, 0x4402_E118, 4, 2, 1),
];

/// A half of a timer whose capture input is at a pad.
#[derive(Clone, Copy, Debug)]
struct Input {
    pin: PinId,
    timer: usize,
    half: u32,
}

impl Input {
    /// Returns the address of a register of the half, whose counterpart in half A is at `offset`.
    fn addr(self, offset: u32) -> u32 {
        TIMERS[self.timer].0 + offset + 4 * self.half
    }

    /// Returns the word at `offset`, which both halves share, with the bits of this half in the place of those of A.
    fn shared(self, playground: &Playground, offset: u32) -> u32 {
        read(playground, TIMERS[self.timer].0 + offset) >> (8 * self.half) & 0xFF
    }

    /// Writes the word at `offset`, in which `bits` of half A are those of this half.
    fn write_shared(self, playground: &mut Playground, offset: u32, bits: u32) {
        write(playground, &[(TIMERS[self.timer].0 + offset, bits << (8 * self.half))]);
    }

    fn count(self, playground: &Playground) -> u32 {
        read(playground, self.addr(TAR))
    }

    /// Returns `true` if the interrupt of this half is pending, and no other one.
    fn is_pending(self, playground: &Playground) -> bool {
        let pending = u64::from(read(playground, ISPR1)) << 32 | u64::from(read(playground, ISPR0));
        let own = 1 << TIMERS[self.timer].3[self.half as usize];
        assert!(pending == 0 || pending == own, "{pending:#x}");
        pending == own
    }

    fn drive(self, playground: &mut Playground, level: Level) {
        playground.stimulus(Stimulus::Drive { pin: self.pin, level: Some(level) });
    }

    /// Makes a pulse, which has one rising edge.
    fn pulse(self, playground: &mut Playground) {
        self.drive(playground, Level::High);
        self.drive(playground, Level::Low);
    }
}

/// Returns every input with a board on which both halves of its timer have `mode` but do not run, the pad is selected,
/// and the interrupt `cause` of the half is unmasked.
fn inputs(mode: u32, cause: u32) -> impl Iterator<Item = (Input, Playground)> {
    INPUTS.into_iter().map(move |(pin, pad, multiplexer, timer, half)| {
        let (mut playground, input) = (playground(), Input { pin, timer, half });
        configure(&mut playground, timer, mode, 16);
        write(&mut playground, &[(pad, 0x020 | multiplexer)]);
        input.write_shared(&mut playground, IMR, cause);
        (input, playground)
    })
}

#[test]
fn edges_are_counted_down_to_the_match_value_and_then_the_half_stops() {
    // With the prescalers, load and match value have 24 bits.
    for (load, matches) in [(10, 7), (0x1_0001, 0xFFFE)] {
        for (input, mut playground) in inputs(EDGE_COUNT, COUNTED) {
            let words = [(TAPR, load >> 16), (TAILR, load), (TAPMR, matches >> 16), (TAMATCHR, matches)];
            write(&mut playground, &words.map(|(offset, word)| (input.addr(offset), word)));
            // Both halves count, but only one has this input.
            write(&mut playground, &[(TIMERS[input.timer].0 + CTL, 0x101)]);
            for count in [load - 1, load - 2] {
                input.pulse(&mut playground);
                let state = (input.count(&playground), input.shared(&playground, RIS), input.is_pending(&playground));
                assert_eq!(state, (count, 0, false), "{input:?}");
            }
            input.drive(&mut playground, Level::High);
            let state = (input.shared(&playground, RIS), input.is_pending(&playground));
            assert_eq!(state, (COUNTED, true), "{input:?}, three edges");
            let other = 0x100 >> (8 * input.half);
            assert_eq!(read(&playground, TIMERS[input.timer].0 + CTL), other, "{input:?}, the other half goes on");
            input.pulse(&mut playground);
            input.pulse(&mut playground);
            assert_eq!(input.count(&playground), load, "{input:?}, further edges do not count");
        }
    }
}

#[test]
fn edges_are_counted_up_to_the_match_value_and_then_from_0_again() {
    for (event, edges_in_pulse) in [(0, 1), (1, 1), (3, 2)] {
        for (input, mut playground) in inputs(EDGE_COUNT | UP, COUNTED) {
            write(&mut playground, &[(input.addr(TAMATCHR), 4)]);
            input.write_shared(&mut playground, CTL, event << 2 | 1);
            for pulse in 1..=12 {
                input.pulse(&mut playground);
                let edges = pulse * edges_in_pulse;
                let is_reached = edges % 4 == 0;
                let state = (input.count(&playground), input.shared(&playground, RIS) == COUNTED);
                assert_eq!(state, (edges % 4, is_reached), "{input:?}, event {event}, {edges} edges");
                assert_eq!(input.is_pending(&playground), is_reached);
                assert_eq!(input.shared(&playground, CTL) & 1, 1, "{input:?} goes on");
                input.write_shared(&mut playground, ICR, COUNTED);
                write(&mut playground, &[(ISPR0 + 0x80, !0), (ISPR1 + 0x80, !0)]);
            }
        }
    }
}

#[test]
fn the_time_of_an_edge_is_stored() {
    const LAST: u64 = 0xFF_FFFF;
    for (event, edge_ns) in [(0, [0, 1000]), (1, [300, 1300]), (3, [300, 1000])] {
        for direction in [0, UP] {
            for (input, mut playground) in inputs(EDGE_TIME | direction, CAPTURED) {
                write(&mut playground, &[(input.addr(TAPR), 0xFF)]);
                input.write_shared(&mut playground, CTL, event << 2 | 1);
                let signal = ClockSignal::from_phases_ns(300, 700).expect("possible");
                playground.stimulus(Stimulus::Clock { pin: input.pin, signal });
                for at_ns in edge_ns {
                    playground.advance(at_ns - playground.machine().time_ns());
                    assert_eq!(input.shared(&playground, RIS), CAPTURED, "{input:?}, event {event}, {at_ns} ns");
                    assert!(input.is_pending(&playground));
                    // The count stays until the next edge.
                    playground.advance(100);
                    let ticks = at_ns * 2 / 25;
                    let expected = if direction == UP { ticks } else { LAST - ticks };
                    assert_eq!(u64::from(input.count(&playground)), expected, "{input:?}, event {event}, {at_ns} ns");
                    input.write_shared(&mut playground, ICR, CAPTURED);
                    write(&mut playground, &[(ISPR0 + 0x80, !0), (ISPR1 + 0x80, !0)]);
                }
            }
        }
    }
}

#[test]
fn a_closed_path_hides_the_pad_from_the_capture_input() {
    const GPT_TRIG_SEL: u32 = 0x4402_60B0;
    for (input, mut playground) in inputs(EDGE_TIME | UP, CAPTURED) {
        let path = 1 << (2 * input.timer as u32 + input.half);
        write(&mut playground, &[(GPT_TRIG_SEL, !path)]);
        input.write_shared(&mut playground, CTL, 1);
        input.drive(&mut playground, Level::High);
        assert_eq!(input.shared(&playground, RIS), 0, "{input:?}");
        write(&mut playground, &[(GPT_TRIG_SEL, path)]);
        assert_eq!(input.shared(&playground, RIS), CAPTURED, "{input:?} rises when the path opens");
    }
}
