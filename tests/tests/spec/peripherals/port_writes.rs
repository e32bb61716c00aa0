//! The writes with which the MicroPython port configures and starts the blocks, replayed in its order
//! (`docs/peripherals.md`, sections 2, 3, 4 and 6). The registers have the documented words afterwards.

use pinscope_core::{Power, Registers as _};
use pinscope_emulator::Playground;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::timers::TIMERS;
use super::{MS, SECOND, playground, read, write};

/// A write of the port, or the change of some bits of a word: the bits that are cleared, and those that are set.
#[derive(Clone, Copy)]
enum Step {
    Write(u32, u32),
    Modify(u32, u32, u32),
}
use Step::{Modify, Write};

fn replay(playground: &mut Playground, steps: &[Step]) {
    for &step in steps {
        let (addr, value) = match step {
            Write(addr, value) => (addr, value),
            Modify(addr, clear, set) => (addr, read(playground, addr) & !clear | set),
        };
        write(playground, &[(addr, value)]);
    }
}

fn assert_words(playground: &Playground, expected: &[(u32, u32)]) {
    for &(addr, value) in expected {
        assert_eq!(playground.machine().peek().read(addr), value, "{addr:#x}");
    }
}

const ONE_SHOT: u32 = 0x31;
const PERIODIC: u32 = 0x32;
const PWM: u32 = 0x0A;

/// Replays `Timer.init` with the value of CFG, 4 for a width of 16 bits and 0 for 32.
fn init_timer(playground: &mut Playground, timer: usize, config: u32, mode: u32) {
    let (base, gate, reset, _) = TIMERS[timer];
    let steps = [
        Modify(gate, 0, 0x101),
        Modify(reset, 0, 1),
        Modify(reset, 1, 0),
        Write(0x4402_60B0, 0xFF),
        Modify(base + 0x0C, 0x101, 0),
        Write(base, config),
        Write(base + 0x04, mode),
        Write(base + 0x08, if config == 0 { 0 } else { mode }),
    ];
    replay(playground, &steps);
    let words = [(gate, 0x101), (reset, 0), (0x4402_60B0, 0xFF), (base, config), (base + 0x04, mode)];
    assert_words(playground, &words);
}

/// `Timer.init` and a channel with a frequency and, for PWM, a duty and a polarity. The rows are the check values of
/// section 2.
#[test]
fn a_timer_is_configured_and_its_channel_is_started() {
    // The mode, the load, its prescaler, and for PWM the match value and PWML, which is set for NEGATIVE.
    let rows = [
        (PERIODIC, 15_999_999, 0xF4, None),
        (PERIODIC, 799_999, 0x0C, None),
        (PERIODIC, 79_999, 0x01, None),
        (PERIODIC, 7_999_999, 0x7A, None),
        (ONE_SHOT, 1_599_999, 0x18, None),
        (ONE_SHOT, 7_999_999, 0x7A, None),
        (PWM, 1_599, 0x00, Some((1_280, 0))),
        (PWM, 1_599, 0x00, Some((320, 0x40))),
        (PWM, 79_999, 0x01, Some((39_610, 0x40))),
        (PWM, 79_999, 0x01, Some((99, 0))),
    ];
    for (timer, (base, ..)) in TIMERS.into_iter().enumerate() {
        for half in [0, 1] {
            for (mode, load, prescale, duty) in rows {
                let mut playground = playground();
                let (own, enable) = (4 * half, 1 << (8 * half));
                init_timer(&mut playground, timer, 4, mode);
                replay(&mut playground, &[Write(base + 0x38 + own, load >> 16), Write(base + 0x28 + own, load)]);
                let (matches, inverted) = duty.unwrap_or((0xFFFF, 0));
                let inverted = inverted << (8 * half);
                if duty.is_some() {
                    let polarity = Modify(base + 0x0C, 0x40 << (8 * half), inverted);
                    let words = [Write(base + 0x30 + own, matches), Write(base + 0x40 + own, matches >> 16)];
                    replay(&mut playground, &[polarity, words[0], words[1]]);
                }
                replay(&mut playground, &[Modify(base + 0x0C, 0, enable)]);
                assert_words(
                    &playground,
                    &[
                        (base + 0x08, mode),
                        (base + 0x0C, enable | inverted),
                        (base + 0x18, 0),
                        (base + 0x1C, 0),
                        (base + 0x28 + own, load & 0xFFFF),
                        (base + 0x30 + own, matches & 0xFFFF),
                        (base + 0x38 + own, prescale),
                        (base + 0x40 + own, matches >> 16),
                        // The other half has its words of the reset.
                        (base + 0x2C - own, 0xFFFF),
                    ],
                );
                // The count is that of one tick after the start: PWM counts down.
                playground.advance(13);
                let count = if mode == PWM { load - 1 } else { 1 };
                assert_eq!(read(&playground, base + 0x50 + own), count, "timer {timer}, half {half}");
                // Only ONE_SHOT ends with the period.
                playground.advance(u64::from(load + 1) * 25 / 2);
                let control = if mode == ONE_SHOT { 0 } else { enable | inverted };
                let timeout = if mode == PWM { 0 } else { enable };
                assert_words(&playground, &[(base + 0x0C, control)]);
                assert_eq!(read(&playground, base + 0x1C) & 0x101, timeout, "timer {timer}, half {half}");
            }
        }
    }
}

/// `Timer.init` with a width of 32 bits and `channel(Timer.A | Timer.B, period=5000000)`: A's register is written, then
/// B's, and the prescalers are 0, because the high half of the load is not below 0xFF.
#[test]
fn a_timer_of_32_bits_is_configured_and_its_channel_is_started() {
    const LOAD: u32 = 399_999_999;
    for (timer, (base, ..)) in TIMERS.into_iter().enumerate() {
        for (mode, stays_enabled) in [(PERIODIC, true), (ONE_SHOT, false)] {
            let mut playground = playground();
            init_timer(&mut playground, timer, 0, mode);
            let start = [
                Write(base + 0x38, 0),
                Write(base + 0x3C, 0),
                Write(base + 0x28, LOAD),
                Write(base + 0x2C, LOAD),
                Modify(base + 0x0C, 0, 0x101),
            ];
            replay(&mut playground, &start);
            let words = [(0x08, 0), (0x0C, 0x101), (0x28, LOAD), (0x2C, 0xFFFF), (0x38, 0), (0x3C, 0)];
            assert_words(&playground, &words.map(|(offset, word)| (base + offset, word)));
            playground.advance(5 * SECOND - 1);
            assert_words(&playground, &[(base + 0x1C, 0), (base + 0x50, LOAD)]);
            playground.advance(1);
            assert_words(&playground, &[(base + 0x1C, 1), (base + 0x50, 0)]);
            assert_eq!(read(&playground, base + 0x0C) & 1 != 0, stays_enabled, "timer {timer}, mode {mode:#x}");
        }
    }
}

/// `UART(id, baudrate)`, with the interrupt that fills the port's ring.
#[test]
fn a_uart_is_configured_and_its_interrupt_is_enabled() {
    let uarts = [(0x4000_C000, 0x4402_5080, 0x4402_5084, 5), (0x4000_D000, 0x4402_5088, 0x4402_508C, 6)];
    for (base, gate, reset, number) in uarts {
        for (ibrd, fbrd, format) in [(43, 26, 0x60), (86, 52, 0x66), (130, 13, 0x4A), (520, 53, 0x62)] {
            let mut playground = playground();
            let (priority, shift) = (0xE000_E400 + number / 4 * 4, 8 * (number % 4));
            replay(
                &mut playground,
                &[
                    Modify(gate, 0, 0x101),
                    Modify(reset, 0, 1),
                    Modify(reset, 1, 0),
                    Modify(base + 0x2C, 0x10, 0),
                    Modify(base + 0x30, 0x301, 0),
                    Modify(base + 0x30, 0x020, 0),
                    Write(base + 0x24, ibrd),
                    Write(base + 0x28, fbrd),
                    Write(base + 0x2C, format),
                    Write(base + 0x18, 0),
                    Modify(base + 0x2C, 0, 0x10),
                    Modify(base + 0x30, 0, 0x301),
                    Modify(base + 0x2C, 0, 0x10),
                    Write(base + 0x34, 0x12),
                    Modify(priority, 0xFF << shift, 0x60 << shift),
                    Write(0xE000_E100, 1 << number),
                    Write(base + 0x44, 0x50),
                    Modify(base + 0x38, 0, 0x50),
                ],
            );
            assert_words(
                &playground,
                &[
                    (base + 0x18, 0x90),
                    (base + 0x24, ibrd),
                    (base + 0x28, fbrd),
                    (base + 0x2C, format | 0x10),
                    (base + 0x30, 0x301),
                    (base + 0x34, 0x12),
                    (base + 0x38, 0x50),
                    (base + 0x3C, 0),
                    (base + 0x40, 0),
                    (priority, 0x60 << shift),
                    (0xE000_E100, 1 << number),
                ],
            );
        }
    }
}

/// `WDT(timeout=...)`, whose odd milliseconds are rounded down, and `feed`.
#[test]
fn the_watchdog_is_started_and_fed() {
    for (timeout_ms, load) in [(5_000, 200_000_000), (1_000, 40_000_000), (1_001, 40_000_000)] {
        let mut playground = playground();
        let start = [
            Modify(0x4402_5078, 0, 0x101),
            Write(0x4000_0C00, 0x1ACC_E551),
            Write(0x4000_0000, 80_000 * (timeout_ms / 2)),
            Modify(0x4000_0008, 0, 1),
        ];
        replay(&mut playground, &start);
        let words = [(0x4000_0000, load), (0x4000_0008, 1), (0x4000_0010, 0), (0x4000_0C00, 0)];
        assert_words(&playground, &words);
        playground.advance(u64::from(timeout_ms / 2) * MS * 3 / 2);
        assert_words(&playground, &[(0x4000_0004, load / 2), (0x4000_0010, 1)]);
        replay(&mut playground, &[Write(0x4000_000C, 1)]);
        assert_words(&playground, &[(0x4000_0004, load), (0x4000_0010, 0)]);
    }
}

/// The time at power-on, 2015-01-01, and the setting of another one. Units are 1/1024 s, of which the counter has 32
/// ticks, and the registers hold the time at which the counter was 0.
#[test]
fn the_time_is_set_and_read_with_the_words_of_the_port() {
    const REG2: u32 = 0x4402_FC20;
    const REG3: u32 = 0x4402_FC24;
    let mut playground = playground();
    let word = |playground: &Playground, addr| u64::from(playground.machine().peek().read(addr));
    let units = |playground: &Playground| (word(playground, 0x4402_F0D0) << 32 | word(playground, 0x4402_F0CC)) >> 5;
    let time = |playground: &Playground| {
        let fraction = word(playground, REG2) >> 16 & 0x3FF;
        (word(playground, REG3) << 10 | fraction) + units(playground)
    };
    replay(&mut playground, &[Write(0x4402_F804, 1), Modify(REG2, 0, 1 << 31)]);
    for (seconds, after_ms) in [(473_385_600_u64, 2_500), (31_536_000, 1_250)] {
        let reference = (seconds << 10) - units(&playground);
        let fraction = (reference & 0x3FF) as u32;
        let steps = [Modify(REG2, 0x3FF << 16, fraction << 16), Write(REG3, (reference >> 10) as u32)];
        replay(&mut playground, &steps);
        assert_eq!(word(&playground, REG2) >> 31, 1, "in use");
        playground.advance(after_ms * MS);
        assert_eq!(time(&playground), (seconds << 10) + after_ms * 1_024 / 1_000);
    }
}

/// The writes of `alarm(time=...)` with an interrupt: both enables off, the match value, both enables on.
fn set_alarm(playground: &mut Playground, matches: u32) {
    let steps = [
        Modify(0x4402_5124, 4, 0),
        Modify(0x4402_F854, 1, 0),
        Write(0x4402_F858, matches),
        Write(0x4402_F85C, 0),
        Modify(0x4402_F854, 0, 1),
        Modify(0x4402_5124, 0, 4),
    ];
    replay(playground, &steps);
    assert_words(playground, &[(0x4402_F854, 1), (0x4402_F858, matches), (0x4402_F85C, 0), (0x4402_5124, 4)]);
}

/// `alarm(time=...)` with an interrupt, and `alarm_cancel`.
#[test]
fn an_alarm_is_set_and_cancelled() {
    let mut playground = playground();
    replay(&mut playground, &[Write(0x4402_F804, 1)]);
    set_alarm(&mut playground, 65_536);
    playground.advance(2 * SECOND - MS);
    assert_words(&playground, &[(0x4402_5120, 0)]);
    playground.advance(MS);
    assert_words(&playground, &[(0x4402_5120, 0x4000)]);
    assert_eq!((read(&playground, 0x4402_5120), read(&playground, 0x4402_5120)), (0x4000, 0), "reading clears it");
    replay(&mut playground, &[Write(0x4402_F858, 131_072)]);
    replay(&mut playground, &[Modify(0x4402_5124, 4, 0), Modify(0x4402_F854, 1, 0)]);
    playground.advance(3 * SECOND);
    assert_words(&playground, &[(0x4402_5120, 0)]);
}

/// The writes with which the port lets an alarm end `lightsleep`, when more than 654 ticks are left.
#[test]
fn an_alarm_ends_lpds_654_ticks_early_and_its_match_stands() {
    let mut playground = playground();
    replay(&mut playground, &[Write(0x4402_F804, 1)]);
    set_alarm(&mut playground, 65_536);
    playground.advance(SECOND);
    let ticks = 65_536 - read(&playground, 0x4402_F0CC) - 654;
    let sleep = [
        Write(0x4402_D020, ticks),
        Write(0x4402_D010, ticks - 20),
        Modify(0x4402_D004, !0x91, 0x01),
        Modify(0x4402_E168, 0, 1 << 9),
        Write(0x4402_F0C0, 1),
    ];
    replay(&mut playground, &sleep);
    assert_words(&playground, &[(0x4402_D020, 32_114), (0x4402_D010, 32_094), (0x4402_D004, 0x01)]);
    replay(&mut playground, &[Write(0x4402_50E4, 1)]);
    playground.advance(980 * MS);
    assert_eq!(playground.machine().power(), Power::Suspended, "32114 ticks are 980.04 ms");
    playground.advance(MS);
    assert_eq!(playground.machine().power(), Power::Active);
    assert_words(&playground, &[(0x4402_D008, 0x01), (0x4402_D00C, 1), (0x4402_F858, 65_536), (0x4402_5120, 0)]);
    playground.advance(19 * MS);
    assert_words(&playground, &[(0x4402_F0CC, 65_536), (0x4402_5120, 0x4000)]);
}

/// With at most 654 ticks left, the port does not sleep and lets the alarm come in 10 ms, which are 10 units.
#[test]
fn an_alarm_that_is_too_near_for_lpds_comes_in_10_ms() {
    let mut playground = playground();
    replay(&mut playground, &[Write(0x4402_F804, 1), Modify(0x4402_D004, !0x91, 0x01)]);
    set_alarm(&mut playground, 600);
    let soon = read(&playground, 0x4402_F0CC) + 10 * 32;
    let steps = [Modify(0x4402_D004, 1, 0), Write(0x4402_F858, soon), Write(0x4402_F85C, 0), Modify(0x4402_5124, 0, 4)];
    replay(&mut playground, &steps);
    assert_words(&playground, &[(0x4402_D004, 0), (0x4402_5124, 4)]);
    playground.advance(9 * MS);
    assert_words(&playground, &[(0x4402_5120, 0)]);
    playground.advance(MS);
    assert_words(&playground, &[(0x4402_5120, 0x4000)]);
}

/// The writes with which the port lets an alarm end `deepsleep`: the counter is latched and read, and its wake match is
/// the alarm less one second.
#[test]
fn an_alarm_ends_hibernate_a_second_early() {
    let mut playground = playground();
    replay(&mut playground, &[Write(0x4402_F804, 1)]);
    set_alarm(&mut playground, 131_072);
    playground.advance(SECOND);
    let left = 131_072 - read(&playground, 0x4402_F0CC);
    replay(&mut playground, &[Write(0x4402_F80C, 1)]);
    let now = read(&playground, 0x4402_F810);
    assert_words(&playground, &[(0x4402_F810, 32_768), (0x4402_F814, 0)]);
    let wake = now + left - 32_768;
    replay(&mut playground, &[Write(0x4402_F81C, wake), Write(0x4402_F820, 0), Write(0x4402_F818, 1)]);
    assert_words(&playground, &[(0x4402_F818, 1), (0x4402_F81C, 98_304), (0x4402_F820, 0)]);
    replay(&mut playground, &[Write(0x4402_F800, 1)]);
    playground.advance(2 * SECOND - MS);
    assert_eq!(playground.machine().power(), Power::Hibernate);
    // The start takes a second.
    playground.advance(SECOND + 2 * MS);
    assert_eq!(playground.machine().power(), Power::Active);
    // It woke from HIBERNATE by the clock, whose wake clears itself, and the interrupt is not enabled.
    assert_words(&playground, &[(0x4402_FC68, 0b00101), (0x4402_F818, 0), (0x4402_5124, 0), (0x4402_D00C, 0)]);
}
