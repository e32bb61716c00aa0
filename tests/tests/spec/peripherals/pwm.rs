//! PWM: the pads of the five pins that offer it.

use pinscope_core::PinId::{self, GP9, GP10, GP11, GP12, GP24, GP25};
use pinscope_core::{Command, Config, EventKind, IrqConfig, Level, PadLevel, Reaction, SleepMode, Trigger};
use pinscope_emulator::{Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::timers::{TIMERS, configure};
use super::{MS, edges, playground, read, sleep, write};

const PWM: u32 = 0x0A;

/// Pin, pad word with its function (`docs/peripherals.md`, section 2), address of the pad, timer and half.
pub(super) const PINS: [(PinId, u32, u32, usize, u32); 5] = [
    (GP24, 0x045, 0x4402_E100, 0, 0),
    (GP25, 0x049, 0x4402_E104, 1, 0),
    (GP9, 0x043, 0x4402_E0C4, 2, 1),
    (GP10, 0x043, 0x4402_E0C8, 3, 0),
    (GP11, 0x043, 0x4402_E0CC, 3, 1),
];

/// Starts PWM with the port's writes: the channel, and then the pad. `load` and `matches` have 24 bits.
fn start(playground: &mut Playground, pin: PinId, load: u32, matches: u32, is_inverted: bool) {
    let (_, word, pad, timer, half) = PINS.into_iter().find(|&(other, ..)| other == pin).expect("it offers PWM");
    let (base, shift) = (TIMERS[timer].0, 8 * half);
    write(playground, &[(base + 0x38 + 4 * half, load >> 16), (base + 0x28 + 4 * half, load)]);
    let control = read(playground, base + 0x0C) & !(0x40 << shift);
    let control = control | if is_inverted { 0x40 << shift } else { 0 };
    write(
        playground,
        &[
            (base + 0x0C, control),
            (base + 0x30 + 4 * half, matches),
            (base + 0x40 + 4 * half, matches >> 16),
            (base + 0x0C, control | 1 << shift),
            (pad, word),
        ],
    );
}

pub(super) fn started(pin: PinId, load: u32, matches: u32, is_inverted: bool) -> Playground {
    let mut playground = playground();
    let (.., timer, _) = PINS.into_iter().find(|&(other, ..)| other == pin).expect("it offers PWM");
    configure(&mut playground, timer, PWM, 16);
    start(&mut playground, pin, load, matches, is_inverted);
    playground
}

/// Returns the lengths of the high and low phases of `pin`, in nanoseconds, from its first rising edge after the start
/// on.
fn phases(playground: &Playground, pin: PinId) -> (u64, u64) {
    let edges = edges(playground, pin, 1);
    let rise = edges.iter().position(|&(_, level)| level == PadLevel::High).expect("it rises");
    let times: Vec<_> = edges[rise..].iter().map(|&(time_ns, _)| time_ns).collect();
    (times[1] - times[0], times[2] - times[1])
}

#[test]
fn five_pins_have_a_wave_of_the_period_and_the_duty_of_their_half() {
    for (pin, ..) in PINS {
        // 1 kHz and a duty of 25.00 %: L is 79999, M is L - L * 2500 / 10000.
        let mut playground = started(pin, 79_999, 59_997, false);
        playground.advance(10 * MS);
        let (high_ns, low_ns) = phases(&playground, pin);
        assert_eq!((high_ns + low_ns, high_ns), (MS, 20_002 * 25 / 2), "{pin}");
        assert_eq!(edges(&playground, pin, 1).len(), 20);
        let driver = playground.machine().drivers(pin)[0];
        assert_eq!(driver.microamps, 4_000, "it drives with the strength of the pad");
    }
}

/// Loads and match values are those of `docs/peripherals.md`, section 2.
#[test]
fn the_pad_is_high_for_the_ticks_between_load_and_match() {
    for (load, matches, high) in
        [(1_599, 1_280, 319), (1_599, 320, 1_279), (79_999, 39_610, 40_389), (79_999, 99, 79_900)]
    {
        for is_inverted in [false, true] {
            let mut playground = started(GP10, load, matches, is_inverted);
            playground.advance(10 * MS);
            let ticks = |ns: u64| (ns * 2 + 12) / 25;
            let (high_ns, low_ns) = phases(&playground, GP10);
            let (asserted, deasserted) = if is_inverted { (low_ns, high_ns) } else { (high_ns, low_ns) };
            let expected = (high, u64::from(load) + 1 - high);
            assert_eq!((ticks(asserted), ticks(deasserted)), expected, "{load} {matches} {is_inverted}");
        }
    }
}

/// At a duty of 0 the match value is L - 1.
#[test]
fn a_duty_of_zero_is_a_pulse_of_one_tick() {
    let mut playground = started(GP24, 79_999, 79_998, false);
    playground.advance(5 * MS);
    let (high_ns, low_ns) = phases(&playground, GP24);
    assert_eq!((high_ns, high_ns + low_ns), (13, MS));
}

/// With a match value of the load the output is never asserted, and with a greater one it is never deasserted.
#[test]
fn match_values_at_the_load_and_beyond_it_are_flat_lines() {
    for (matches, level) in [(1_599, PadLevel::Low), (1_600, PadLevel::High)] {
        let mut playground = started(GP24, 1_599, matches, false);
        let before = edges(&playground, GP24, 0).len();
        playground.advance(5 * MS);
        assert_eq!((playground.machine().level(GP24), edges(&playground, GP24, 0).len()), (level, before));
        assert_eq!(playground.next_timer_ns(), None);
    }
}

#[test]
fn settings_act_at_once_and_keep_the_phase() {
    let mut playground = started(GP9, 79_999, 59_999, false);
    playground.advance(100_000);
    assert_eq!(playground.machine().level(GP9), PadLevel::High);
    start(&mut playground, GP9, 79_999, 75_999, false);
    assert_eq!(playground.machine().level(GP9), PadLevel::Low, "the pulse is shorter and therefore over");
    start(&mut playground, GP9, 79_999, 75_999, true);
    assert_eq!(playground.machine().level(GP9), PadLevel::High, "inverted");
    start(&mut playground, GP9, 79_999, 59_999, false);
    playground.advance(10 * MS);
    let rises = edges(&playground, GP9, 150_000).into_iter().filter(|&(_, level)| level == PadLevel::High);
    assert!(rises.map(|(time_ns, _)| time_ns).eq((1..=10).map(|period| period * MS)));
}

#[test]
fn a_disabled_half_keeps_its_level_and_one_that_never_ran_is_low() {
    let mut playground = playground();
    configure(&mut playground, 0, PWM, 16);
    write(&mut playground, &[(0x4402_E100, 0x045)]);
    assert_eq!(playground.machine().level(GP24), PadLevel::Low);
    start(&mut playground, GP24, 79_999, 39_999, false);
    playground.advance(100_000);
    write(&mut playground, &[(TIMERS[0].0 + 0x0C, 0)]);
    playground.advance(10 * MS);
    assert_eq!(playground.machine().level(GP24), PadLevel::High);
    // The clock goes too, as after the port's `Timer.deinit`.
    write(&mut playground, &[(TIMERS[0].1, 0)]);
    assert_eq!(playground.machine().level(GP24), PadLevel::High);
}

#[test]
fn a_pad_that_selects_a_timer_without_a_clock_is_released() {
    let mut playground = playground();
    let config = Config { mode: pinscope_core::Mode::Alt, alt: 5, ..Config::default() };
    playground.command(Command::Init { pin: GP24, config }).expect("valid");
    assert_eq!(playground.machine().level(GP24), PadLevel::Floating);
}

#[test]
fn a_pad_that_is_released_or_open_drain_does_not_drive_high() {
    let mut playground = started(GP24, 79_999, 39_999, false);
    for (word, high, low) in [
        (0xC45, PadLevel::Floating, PadLevel::Floating),
        (0x055, PadLevel::Floating, PadLevel::Low),
        (0x155, PadLevel::High, PadLevel::Low),
    ] {
        write(&mut playground, &[(0x4402_E100, word)]);
        playground.advance(MS / 4);
        assert_eq!(playground.machine().level(GP24), high, "{word:#x}");
        playground.advance(MS / 2);
        assert_eq!(playground.machine().level(GP24), low, "{word:#x}");
        playground.advance(MS / 4);
    }
}

#[test]
fn a_pwm_that_is_wired_to_an_input_interrupts_it() {
    let mut playground = started(GP25, 79_999, 39_999, false);
    playground.stimulus(Stimulus::Wire { a: GP25, b: GP12 });
    let config = IrqConfig::new(Trigger::Rising);
    playground.command(Command::Irq { pin: GP12, config, reaction: Reaction::Nothing, takes_ns: 0 }).expect("valid");
    playground.advance(10 * MS);
    let irq = playground.snapshot(true).status(GP12).irq.expect("armed");
    assert_eq!((irq.count, irq.coalesced), (10, 0));
}

#[test]
fn two_waves_on_one_wire_are_resolved_by_strength() {
    let mut playground = started(GP10, 79_999, 39_999, false);
    start(&mut playground, GP11, 79_999, 39_999, true);
    playground.stimulus(Stimulus::Wire { a: GP10, b: GP11 });
    assert_eq!(playground.machine().level(GP10), PadLevel::Contention);
    playground.stimulus(Stimulus::Drive { pin: GP10, level: Some(Level::High) });
    assert_eq!(playground.machine().level(GP11), PadLevel::Contention, "a rail wins, and the chip still drives");
}

/// TAPWMIE lets the edges of the output raise the capture event, bit 2; the match bit is never raised.
#[test]
fn the_edges_of_the_output_interrupt_only_if_the_mode_says_so() {
    for (mode, status) in [(PWM, 0), (PWM | 0x200, 0x04)] {
        let mut playground = playground();
        configure(&mut playground, 0, mode, 16);
        start(&mut playground, GP24, 79_999, 39_999, false);
        write(&mut playground, &[(TIMERS[0].0 + 0x24, !0)]);
        playground.advance(10 * MS);
        assert_eq!(read(&playground, TIMERS[0].0 + 0x1C), status);
    }
}

#[test]
fn in_lpds_the_pad_keeps_its_level() {
    let mut playground = started(GP24, 79_999, 39_999, false);
    playground.advance(MS / 4);
    sleep(&mut playground, SleepMode::Suspended);
    playground.advance(10 * MS);
    assert_eq!(playground.machine().level(GP24), PadLevel::High);
    let changes = |kind: &EventKind| matches!(kind, EventKind::Level { pin: GP24, .. });
    let since_sleep = |playground: &Playground| {
        playground.machine().trace(|trace| trace.from(MS / 4).filter(|event| changes(&event.kind)).count())
    };
    assert_eq!(since_sleep(&playground), 0);
}

#[test]
fn how_far_the_time_moves_at_once_changes_nothing_of_the_wave() {
    let mut once = started(GP24, 1_599, 1_280, false);
    let mut often = once.clone();
    once.advance(MS);
    (0..1_000).for_each(|_| often.advance(1_000));
    assert_eq!(once.machine(), often.machine());
}
