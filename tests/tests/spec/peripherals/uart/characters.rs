//! The characters on the lines of a UART: their bits, their formats and their errors.

use pinscope_core::PinId::{GP1, GP2, GP4, GP12};
use pinscope_core::{Level, PadLevel};
use pinscope_emulator::Stimulus;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{BIT, CTL, DR, FR, LCRH, MBAUD, RIS, RSR, UARTS, init, receive, select, send, wired};
use crate::peripherals::{MS, edges, playground, read, write};

/// The start bit is low, the lowest bit comes first, and the stop bit is high.
#[test]
fn a_byte_on_the_line_has_a_start_bit_eight_bits_and_a_stop_bit() {
    let mut playground = playground();
    init(&mut playground, 0, MBAUD, 0x60);
    select(&mut playground, &[(GP1, 3)]);
    assert_eq!(playground.machine().level(GP1), PadLevel::High, "it idles high");
    playground.advance(10 * BIT);
    send(&mut playground, 0, &[0b0100_1101]);
    assert_eq!(read(&playground, UARTS[0].0 + FR), 0x98, "busy");
    playground.advance(10 * BIT - 1);
    assert_eq!(read(&playground, UARTS[0].0 + FR), 0x98, "until the end of the stop bit");
    playground.advance(1);
    assert_eq!(read(&playground, UARTS[0].0 + FR), 0x90);
    let bits = [(0, false), (1, true), (2, false), (3, true), (5, false), (7, true), (8, false), (9, true)];
    let expected = bits.map(|(bit, high)| ((10 + bit) * BIT, if high { PadLevel::High } else { PadLevel::Low }));
    assert_eq!(edges(&playground, GP1, 1), expected);
}

/// Divisors are those of `docs/cc3200.md`, section 8, and `docs/peripherals.md`, section 3.
#[test]
fn a_character_takes_as_long_as_divisors_and_format_say() {
    let rows = [
        ((43, 26), 0x60, 0, 10, 2_778),
        ((86, 52), 0x60, 0, 10, 5_556),
        ((130, 13), 0x60, 0, 10, 8_333),
        ((520, 53), 0x60, 0, 10, 33_333),
        ((5, 0), 0x00, 0, 7, 320),
        ((5, 0), 0x66, 0, 11, 320),
        ((5, 0), 0x6A, 0, 12, 320),
        ((5, 0), 0x60, 0x20, 10, 160),
    ];
    for (divisors, format, speed, bits, sixty_fourths) in rows {
        let mut playground = playground();
        init(&mut playground, 1, divisors, format);
        let control = read(&playground, UARTS[1].0 + CTL);
        write(&mut playground, &[(UARTS[1].0 + CTL, control | speed)]);
        send(&mut playground, 1, &[0x55]);
        // 16 periods of the baud clock a bit, 12.5 ns a cycle.
        let character_ns = (bits * sixty_fourths * 16 * 25_u64).div_ceil(128);
        playground.advance(character_ns - 13);
        assert_eq!(read(&playground, UARTS[1].0 + FR) & 0x08, 0x08, "{divisors:?} {format:#x}");
        playground.advance(26);
        assert_eq!(read(&playground, UARTS[1].0 + FR) & 0x08, 0, "{divisors:?} {format:#x}");
    }
}

#[test]
fn bytes_cross_two_wires_in_both_directions() {
    let mut playground = wired();
    send(&mut playground, 0, b"123456");
    send(&mut playground, 1, b"\x00\xFFabc");
    playground.advance(70 * BIT);
    let words = |bytes: &[u8]| bytes.iter().map(|&byte| u32::from(byte)).collect::<Vec<_>>();
    assert_eq!(receive(&mut playground, 1), words(b"123456"));
    assert_eq!(receive(&mut playground, 0), words(b"\x00\xFFabc"));
    assert_eq!(read(&playground, UARTS[0].0 + DR), 0, "nothing is left");
}

#[test]
fn every_format_carries_what_it_can() {
    for (format, mask) in
        [(0x00, 0x1F), (0x20, 0x3F), (0x40, 0x7F), (0x60, 0xFF), (0x66, 0xFF), (0x62, 0xFF), (0x6E, 0xFF)]
    {
        let mut playground = wired();
        for uart in [0, 1] {
            init(&mut playground, uart, MBAUD, format);
        }
        send(&mut playground, 0, &[0x00, 0x5A, 0xA5, 0xFF]);
        playground.advance(60 * BIT);
        assert_eq!(receive(&mut playground, 1), [0x00, 0x5A & mask, 0xA5 & mask, mask], "{format:#x}");
    }
}

#[test]
fn another_parity_or_baud_rate_is_an_error() {
    let mut playground = wired();
    init(&mut playground, 0, MBAUD, 0x66);
    init(&mut playground, 1, MBAUD, 0x62);
    send(&mut playground, 0, &[0x01]);
    playground.advance(20 * BIT);
    assert_eq!(receive(&mut playground, 1), [0x201]);
    assert_eq!((read(&playground, UARTS[1].0 + RSR), read(&playground, UARTS[1].0 + RIS) & 0x100), (2, 0x100));
    write(&mut playground, &[(UARTS[1].0 + RSR, 0)]);
    assert_eq!(read(&playground, UARTS[1].0 + RSR), 0);
    // At half the rate, the receiver sees every second bit: a start bit, 00000000, and no stop bit.
    let mut playground = wired();
    init(&mut playground, 1, (2, 32), 0x60);
    init(&mut playground, 0, (5, 0), 0x60);
    send(&mut playground, 0, &[0x00, 0xF0]);
    playground.advance(40 * BIT);
    assert!(receive(&mut playground, 1).iter().any(|word| word & 0x700 != 0), "a framing error or a break");
}

#[test]
fn a_break_is_received_as_one() {
    let mut playground = wired();
    write(&mut playground, &[(UARTS[0].0 + LCRH, 0x71)]);
    assert_eq!(playground.machine().level(GP12), PadLevel::Low);
    playground.advance(30 * BIT);
    write(&mut playground, &[(UARTS[0].0 + LCRH, 0x70)]);
    assert_eq!(playground.machine().level(GP12), PadLevel::High);
    playground.advance(30 * BIT);
    assert_eq!(receive(&mut playground, 1), [0x400]);
}

#[test]
fn a_receiver_that_no_pad_selects_sees_an_idle_line() {
    let mut playground = playground();
    init(&mut playground, 0, MBAUD, 0x60);
    playground.stimulus(Stimulus::Drive { pin: GP2, level: Some(Level::Low) });
    playground.advance(MS);
    assert_eq!(read(&playground, UARTS[0].0 + FR) & 0x10, 0x10);
    select(&mut playground, &[(GP2, 3)]);
    playground.advance(MS);
    assert_eq!(receive(&mut playground, 0), [0x400], "a line that is low all the time is a break");
}

#[test]
fn a_short_pulse_is_no_start_bit() {
    let mut playground = playground();
    init(&mut playground, 1, MBAUD, 0x60);
    select(&mut playground, &[(GP4, 6)]);
    playground.stimulus(Stimulus::Pulse { pin: GP4, ns: 400 });
    playground.advance(MS);
    assert_eq!(read(&playground, UARTS[1].0 + FR) & 0x10, 0x10);
    playground.stimulus(Stimulus::Pulse { pin: GP4, ns: 600 });
    playground.advance(MS);
    assert_eq!(receive(&mut playground, 1), [0xFF]);
}

#[test]
fn the_loopback_needs_no_pad() {
    let mut playground = playground();
    init(&mut playground, 0, MBAUD, 0x60);
    write(&mut playground, &[(UARTS[0].0 + CTL, 0x381)]);
    send(&mut playground, 0, b"xyz");
    playground.advance(40 * BIT);
    assert_eq!(receive(&mut playground, 0), [0x78, 0x79, 0x7A]);
}
