//! The general-purpose timers: registers, counting, interrupts, clocks and resets.

use pinscope_core::PinId::{GP10, GP17};
use pinscope_core::{EventKind, Level, PinId, Power, Registers as _, SleepMode};
use pinscope_emulator::{Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{ISPR0, ISPR1, MS, SECOND, playground, read, sleep, write};

/// Base, clock gate, soft reset, and the interrupts of A and B of each timer (`docs/peripherals.md`, section 1).
pub const TIMERS: [(u32, u32, u32, [u32; 2]); 4] = [
    (0x4003_0000, 0x4402_5090, 0x4402_5094, [19, 20]),
    (0x4003_1000, 0x4402_5098, 0x4402_509C, [21, 22]),
    (0x4003_2000, 0x4402_50A0, 0x4402_50A4, [23, 24]),
    (0x4003_3000, 0x4402_50A8, 0x4402_50AC, [35, 36]),
];

const CFG: u32 = 0x00;
const TAMR: u32 = 0x04;
const TBMR: u32 = 0x08;
const CTL: u32 = 0x0C;
const IMR: u32 = 0x18;
const RIS: u32 = 0x1C;
const MIS: u32 = 0x20;
const ICR: u32 = 0x24;
const TAILR: u32 = 0x28;
const TBILR: u32 = 0x2C;
const TAMATCHR: u32 = 0x30;
const TBMATCHR: u32 = 0x34;
const TAPR: u32 = 0x38;
const TBPR: u32 = 0x3C;
const TAPMR: u32 = 0x40;
const TBPMR: u32 = 0x44;
const TAR: u32 = 0x48;
const TAV: u32 = 0x50;

const ONE_SHOT: u32 = 0x31;
const PERIODIC: u32 = 0x32;

/// Configures a timer as the port's `Timer.init` does.
pub fn configure(playground: &mut Playground, timer: usize, mode: u32, width: u32) {
    let (base, gate, reset, _) = TIMERS[timer];
    write(playground, &[(gate, read(playground, gate) | 0x101), (reset, 1), (reset, 0), (0x4402_60B0, 0xFF)]);
    let control = read(playground, base + CTL);
    let config = if width == 16 { 4 } else { 0 };
    write(
        playground,
        &[
            (base + CTL, control & !0x101),
            (base + CFG, config),
            (base + TAMR, mode),
            (base + TBMR, if width == 16 { mode } else { 0 }),
        ],
    );
}

/// Starts a channel as the port does, with this period in ticks.
fn start(playground: &mut Playground, timer: usize, half: u32, period: u32) {
    let base = TIMERS[timer].0;
    let load = period - 1;
    write(playground, &[(base + TAPR + 4 * half, load >> 16), (base + TAILR + 4 * half, load)]);
    let control = read(playground, base + CTL);
    write(playground, &[(base + CTL, control | 1 << (8 * half))]);
}

/// Counts how often these bits of RIS are raised in `ns` nanoseconds, looking often enough and clearing them.
fn count_raised(playground: &mut Playground, timer: usize, bits: u32, ns: u64) -> u32 {
    let base = TIMERS[timer].0;
    let end_ns = playground.machine().time_ns() + ns;
    let mut count = 0;
    loop {
        if read(playground, base + RIS) & bits != 0 {
            count += 1;
            write(playground, &[(base + ICR, bits)]);
        }
        match playground.next_timer_ns() {
            Some(due_ns) if due_ns <= end_ns => playground.advance(due_ns - playground.machine().time_ns()),
            _ => break,
        }
    }
    playground.advance(end_ns - playground.machine().time_ns());
    count
}

#[test]
fn registers_have_their_reset_values_and_widths() {
    let rows = [
        (CFG, 0, 0x7),
        (TAMR, 0, 0xFFF),
        (TBMR, 0, 0xFFF),
        (IMR, 0, 0x1_2F3F),
        (TAILR, 0xFFFF_FFFF, 0xFFFF_FFFF),
        (TAMATCHR, 0xFFFF_FFFF, 0xFFFF_FFFF),
        (TBMATCHR, 0xFFFF, 0xFFFF),
        (TAPR, 0, 0xFF),
        (TBPR, 0, 0xFF),
        (TAPMR, 0, 0xFF),
        (TBPMR, 0, 0xFF),
    ];
    for (base, gate, reset, _) in TIMERS {
        let mut playground = playground();
        write(&mut playground, &[(gate, 0x101)]);
        for (offset, at_reset, bits) in rows {
            assert_eq!(read(&playground, base + offset), at_reset, "{offset:#x}");
            write(&mut playground, &[(base + offset, 0xFFFF_FFFF)]);
            assert_eq!(read(&playground, base + offset), bits, "{offset:#x}");
            write(&mut playground, &[(base + offset, at_reset)]);
        }
        for offset in [CTL, RIS, MIS, ICR, 0x10, 0x58, 0x6C, 0xFC0] {
            assert_eq!(read(&playground, base + offset), 0, "{offset:#x}");
        }
        assert!(playground.poke(base + 0x14, 1).is_err() && playground.poke(base + 0xFFC, 1).is_err());
        write(&mut playground, &[(base + TAILR, 5), (reset, 1), (reset, 0)]);
        assert_eq!(read(&playground, base + TAILR), 0xFFFF_FFFF, "a soft reset");
    }
}

#[test]
fn a_half_of_sixteen_bits_has_narrow_registers_and_a_whole_timer_ignores_the_load_of_b() {
    let mut playground = playground();
    let base = TIMERS[0].0;
    configure(&mut playground, 0, PERIODIC, 16);
    write(&mut playground, &[(base + TAILR, 0x12_3456), (base + TBILR, 0x12_3456), (base + TAMATCHR, 0x12_3456)]);
    assert_eq!([TAILR, TBILR, TAMATCHR].map(|offset| read(&playground, base + offset)), [0x3456; 3]);
    configure(&mut playground, 0, PERIODIC, 32);
    write(&mut playground, &[(base + TAILR, 0x12_3456), (base + TBILR, 7)]);
    assert_eq!([TAILR, TBILR].map(|offset| read(&playground, base + offset)), [0x12_3456, 0xFFFF]);
}

#[test]
fn without_its_clock_or_in_reset_a_timer_answers_with_a_bus_fault() {
    for (timer, (base, gate, reset, _)) in TIMERS.into_iter().enumerate() {
        let mut playground = playground();
        assert!(playground.poke(base, 4).is_err());
        write(&mut playground, &[(gate, 0x001)]);
        for (other, (base, ..)) in TIMERS.into_iter().enumerate() {
            assert_eq!(playground.poke(base, 4).is_ok(), other == timer, "gate of {timer}, timer {other}");
        }
        write(&mut playground, &[(reset, 1)]);
        assert!(playground.poke(base, 4).is_err(), "held in reset");
        write(&mut playground, &[(reset, 0)]);
        assert_eq!(read(&playground, base), 0);
    }
}

/// The loads and prescalers are those of `docs/peripherals.md`, section 2.
#[test]
fn a_periodic_half_times_out_once_a_period() {
    let rows = [(5, 16_000_000, 0xF4), (100, 800_000, 0x0C), (1_000, 80_000, 0x01), (10, 8_000_000, 0x7A)];
    for (timer, (base, ..)) in TIMERS.into_iter().enumerate() {
        for half in [0, 1] {
            for (hertz, period, prescale) in rows {
                let mut playground = playground();
                configure(&mut playground, timer, PERIODIC, 16);
                start(&mut playground, timer, half, period);
                assert_eq!(read(&playground, base + TAPR + 4 * half), prescale);
                let raised = count_raised(&mut playground, timer, 1 << (8 * half), SECOND);
                assert_eq!(raised, hertz, "{hertz} Hz, timer {timer}, half {half}");
            }
        }
    }
}

#[test]
fn a_timeout_comes_to_the_nanosecond_and_its_time_does_not_drift() {
    let mut playground = playground();
    let base = TIMERS[0].0;
    configure(&mut playground, 0, PERIODIC, 16);
    playground.advance(1_000);
    // 80 MHz: three ticks take 37.5 ns.
    start(&mut playground, 0, 0, 3);
    for count in 1..20_u64 {
        let due_ns = 1_000 + (count * 75).div_ceil(2);
        playground.advance(due_ns - 1 - playground.machine().time_ns());
        assert_eq!(read(&playground, base + RIS) & 1, 0, "before timeout {count}");
        playground.advance(1);
        assert_eq!(read(&playground, base + RIS) & 1, 1, "timeout {count}");
        write(&mut playground, &[(base + ICR, 1)]);
    }
}

#[test]
fn a_single_period_ends_with_the_half_disabled() {
    for half in [0, 1] {
        let mut playground = playground();
        let base = TIMERS[1].0;
        configure(&mut playground, 1, ONE_SHOT, 16);
        start(&mut playground, 1, half, 8_000_000);
        playground.advance(100 * MS - 1);
        assert_eq!(
            (read(&playground, base + RIS), read(&playground, base + CTL)),
            (0x10 << (7 * half), 1 << (8 * half))
        );
        assert_eq!(count_raised(&mut playground, 1, 1 << (8 * half), 10 * SECOND), 1);
        assert_eq!(read(&playground, base + CTL), 0);
        assert_eq!(playground.next_timer_ns(), None, "nothing is left to do");
    }
}

#[test]
fn a_whole_timer_counts_thirty_two_bits_and_uses_the_line_of_a_only() {
    let mut playground = playground();
    let base = TIMERS[2].0;
    configure(&mut playground, 2, PERIODIC, 32);
    start(&mut playground, 2, 0, 400_000_000);
    write(&mut playground, &[(base + CTL, 0x101), (base + IMR, 0x1_2F3F)]);
    playground.advance(5 * SECOND - 1);
    assert_eq!(read(&playground, base + RIS) & 1, 0);
    playground.advance(1);
    assert_eq!(read(&playground, base + MIS), 0x01, "the match value is beyond the load value");
    assert_eq!(read(&playground, ISPR0), 1 << 23);
}

/// After reset the match value is 0x00FFFF, the match bit of A is 4 and that of B is 11.
#[test]
fn the_match_bit_needs_its_enable_and_is_cleared_by_writing_one() {
    for (half, bit) in [(0, 0x10), (1, 0x800)] {
        for (mode, raises) in [(PERIODIC, true), (PERIODIC & !0x20, false)] {
            let mut playground = playground();
            let base = TIMERS[0].0;
            configure(&mut playground, 0, mode, 16);
            start(&mut playground, 0, half, 80_000);
            let at_match_ns = 65_535 * 25 / 2;
            playground.advance(at_match_ns);
            assert_eq!(read(&playground, base + RIS) & bit, 0);
            playground.advance(1);
            assert_eq!(read(&playground, base + RIS) & bit != 0, raises, "half {half}, mode {mode:#x}");
            write(&mut playground, &[(base + ICR, !bit)]);
            assert_eq!(read(&playground, base + RIS) & bit != 0, raises);
            write(&mut playground, &[(base + ICR, bit)]);
            assert_eq!(read(&playground, base + RIS) & bit, 0);
        }
    }
}

#[test]
fn each_half_has_its_interrupt_with_a_priority() {
    for (timer, (base, _, _, interrupts)) in TIMERS.into_iter().enumerate() {
        for (half, interrupt) in (0..).zip(interrupts) {
            let mut playground = playground();
            configure(&mut playground, timer, PERIODIC, 16);
            start(&mut playground, timer, half, 800);
            let pending =
                |playground: &Playground| u64::from(read(playground, ISPR1)) << 32 | u64::from(read(playground, ISPR0));
            playground.advance(MS);
            assert_eq!(pending(&playground), 0, "masked");
            write(&mut playground, &[(base + IMR, 1 << (8 * half))]);
            assert_eq!(pending(&playground), 1 << interrupt);
            let (word, shift) = (0xE000_E400 + interrupt / 4 * 4, 8 * (interrupt % 4));
            write(&mut playground, &[(word, 0x60 << shift)]);
            assert_eq!(read(&playground, word), 0x60 << shift);
            // The pending bit stays until the line is low.
            write(&mut playground, &[(ISPR0 + 0x80 + interrupt / 32 * 4, !0)]);
            assert_eq!(pending(&playground), 1 << interrupt);
            write(&mut playground, &[(base + IMR, 0), (ISPR0 + 0x80 + interrupt / 32 * 4, !0)]);
            assert_eq!(pending(&playground), 0);
        }
    }
}

#[test]
fn a_counter_shows_its_count_up_or_down() {
    for (mode, counts) in [(0x12, [0, 4, 9, 0]), (0x02, [9, 5, 0, 9])] {
        let mut playground = playground();
        let base = TIMERS[0].0;
        configure(&mut playground, 0, mode, 16);
        start(&mut playground, 0, 0, 10);
        for (ticks, count) in [0, 4, 9, 10].into_iter().zip(counts) {
            playground.advance((ticks * 25_u64).div_ceil(2) - playground.machine().time_ns());
            assert_eq!([TAR, TAV].map(|offset| read(&playground, base + offset)), [count; 2], "{ticks} ticks");
        }
    }
}

/// In a half of 16 bits that counts time down, the prescaler divides (`docs/peripherals.md`, section 2).
#[test]
fn the_prescaler_divides_only_where_the_half_counts_down() {
    let mut playground = playground();
    let base = TIMERS[0].0;
    configure(&mut playground, 0, 0x02, 16);
    write(&mut playground, &[(base + TAPR, 79), (base + TAILR, 999), (base + CTL, 1)]);
    assert_eq!(count_raised(&mut playground, 0, 1, 10 * MS), 10, "1 MHz, 1000 ticks");
}

#[test]
fn a_new_load_keeps_the_phase_and_a_counter_beyond_it_goes_on_to_its_end() {
    let mut playground = playground();
    let base = TIMERS[0].0;
    configure(&mut playground, 0, 0x12, 16);
    start(&mut playground, 0, 0, 80_000);
    playground.advance(250_000);
    start(&mut playground, 0, 0, 40_000);
    playground.advance(250_000 - 1);
    assert_eq!(read(&playground, base + RIS), 0);
    playground.advance(1);
    assert_eq!(read(&playground, base + RIS), 1, "500 us after the start");
    playground.advance(400_000);
    start(&mut playground, 0, 0, 8_000);
    write(&mut playground, &[(base + ICR, 1)]);
    // The counter has 24 bits, of which 32 000 ticks have passed.
    let to_end_ns = ((1 << 24) - 32_000) * 25 / 2;
    playground.advance(to_end_ns - 1);
    assert_eq!(read(&playground, base + RIS), 0);
    playground.advance(1);
    assert_eq!(read(&playground, base + RIS), 1);
}

#[test]
fn a_timer_without_a_clock_stands_still() {
    let mut playground = playground();
    let (base, gate, ..) = TIMERS[3];
    configure(&mut playground, 3, 0x12, 16);
    start(&mut playground, 3, 0, 8_000);
    playground.advance(50_000);
    write(&mut playground, &[(gate, 0)]);
    assert_eq!(playground.next_timer_ns(), None);
    playground.advance(SECOND);
    write(&mut playground, &[(gate, 0x101)]);
    assert_eq!((read(&playground, base + TAV), read(&playground, base + RIS)), (4_000, 0));
    playground.advance(50_000);
    assert_eq!(read(&playground, base + RIS), 1);
}

#[test]
fn a_timer_stands_still_in_lpds_and_is_reset_when_the_board_wakes() {
    let mut playground = playground();
    let (base, gate, ..) = TIMERS[0];
    configure(&mut playground, 0, PERIODIC, 16);
    start(&mut playground, 0, 0, 80_000);
    sleep(&mut playground, SleepMode::Suspended);
    assert_eq!(playground.next_timer_ns(), None);
    playground.advance(10 * MS);
    let peeked = playground.machine().peek().read(base + RIS);
    assert_eq!((playground.machine().power(), peeked), (Power::Suspended, 0));
    playground.stimulus(Stimulus::Drive { pin: GP17, level: Some(Level::High) });
    assert_eq!(playground.machine().power(), Power::Active);
    assert!(playground.poke(base, 0).is_err(), "its clock is off");
    write(&mut playground, &[(gate, 0x101)]);
    assert_eq!(read(&playground, base + TAILR), 0xFFFF_FFFF);
}

#[test]
fn a_reset_of_the_chip_resets_the_timers_and_one_of_the_core_does_not() {
    for (reset, survives) in [(1, true), (2, false)] {
        let mut playground = playground();
        let (base, gate, ..) = TIMERS[0];
        configure(&mut playground, 0, PERIODIC, 16);
        start(&mut playground, 0, 0, 80_000);
        write(&mut playground, &[(base + IMR, 1)]);
        playground.advance(MS);
        write(&mut playground, &[(0x4402_D000, reset)]);
        assert_eq!(read(&playground, gate) != 0, survives);
        assert_eq!(read(&playground, ISPR0) != 0, survives, "the line is still high");
        assert_eq!(playground.machine().peek().read(base + CTL), u32::from(survives));
    }
    let mut playground = playground();
    configure(&mut playground, 0, PERIODIC, 16);
    start(&mut playground, 0, 0, 80_000);
    sleep(&mut playground, SleepMode::Hibernate);
    assert_eq!(playground.next_timer_ns(), None);
}

#[test]
fn a_board_without_a_timer_waits_for_nothing() {
    let mut playground = playground();
    write(&mut playground, &[(TIMERS[0].1, 0x101)]);
    assert_eq!(playground.next_timer_ns(), None);
    let events = |playground: &Playground, pin: PinId| {
        playground.machine().trace(|trace| trace.since(0).filter(|(_, event)| event.kind.pin() == Some(pin)).count())
    };
    playground.advance(SECOND);
    assert_eq!(events(&playground, GP10), 0);
    let is_fault = |kind: &EventKind| matches!(kind, EventKind::Fault { .. });
    assert!(playground.machine().trace(|trace| !trace.since(0).any(|(_, event)| is_fault(&event.kind))));
}
