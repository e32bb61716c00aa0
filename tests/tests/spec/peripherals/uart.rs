//! The UARTs: registers, lines, FIFOs and interrupts.

use pinscope_core::PinId::{self, GP1, GP2, GP3, GP4, GP12, GP13, GP16, GP17};
use pinscope_core::{Board, Level, PadLevel, Registers as _, SleepMode};
use pinscope_emulator::{Machine, Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{ISPR0, MS, edges, playground, read, sleep, write};

/// Base, clock gate, soft reset and interrupt of each UART (`docs/peripherals.md`, section 1).
const UARTS: [(u32, u32, u32, u32); 2] =
    [(0x4000_C000, 0x4402_5080, 0x4402_5084, 5), (0x4000_D000, 0x4402_5088, 0x4402_508C, 6)];

const DR: u32 = 0x00;
const RSR: u32 = 0x04;
const FR: u32 = 0x18;
const IBRD: u32 = 0x24;
const FBRD: u32 = 0x28;
const LCRH: u32 = 0x2C;
const CTL: u32 = 0x30;
const IFLS: u32 = 0x34;
const IM: u32 = 0x38;
const RIS: u32 = 0x3C;
const MIS: u32 = 0x40;
const ICR: u32 = 0x44;

const RX: u32 = 0x10;
const TX: u32 = 0x20;
const RT: u32 = 0x40;
const OE: u32 = 0x400;

/// 1 Mbaud: a bit takes 1000 ns, and a character of ten bits 10 us.
const MBAUD: (u32, u32) = (5, 0);
const BIT: u64 = 1_000;

/// Initializes a UART with the writes of the port (`docs/cc3200.md`, section 8, and `docs/peripherals.md`, section 3).
fn init(playground: &mut Playground, uart: usize, (ibrd, fbrd): (u32, u32), format: u32) {
    let (base, gate, reset, interrupt) = UARTS[uart];
    write(playground, &[(gate, read(playground, gate) | 0x101), (reset, 1), (reset, 0)]);
    let modify = |playground: &mut Playground, offset: u32, clear: u32, set: u32| {
        let word = read(playground, base + offset) & !clear | set;
        write(playground, &[(base + offset, word)]);
    };
    assert_eq!(read(playground, base + FR) & 0x08, 0);
    modify(playground, LCRH, 0x10, 0);
    modify(playground, CTL, 0x301, 0);
    modify(playground, CTL, 0x020, 0);
    write(playground, &[(base + IBRD, ibrd), (base + FBRD, fbrd), (base + LCRH, format), (base + FR, 0)]);
    modify(playground, LCRH, 0, 0x10);
    modify(playground, CTL, 0, 0x301);
    write(playground, &[(base + IFLS, 0x12), (0xE000_E100, 1 << interrupt), (base + ICR, 0x50)]);
    modify(playground, IM, 0, 0x50);
}

/// Gives these pads a function of a UART, with the port's pull-up and 2 mA.
fn select(playground: &mut Playground, pads: &[(PinId, u32)]) {
    for &(pin, alternate) in pads {
        write(playground, &[(0x4402_E0A0 + 4 * u32::from(pin.pad()), 0x120 | alternate)]);
    }
}

/// Returns a board on which both UARTs run at 1 Mbaud, and TX of each is wired to RX of the other.
fn wired() -> Playground {
    let mut playground = playground();
    for uart in [0, 1] {
        init(&mut playground, uart, MBAUD, 0x60);
    }
    select(&mut playground, &[(GP12, 7), (GP13, 7), (GP16, 5), (GP17, 5)]);
    playground.stimulus(Stimulus::Wire { a: GP12, b: GP17 });
    playground.stimulus(Stimulus::Wire { a: GP16, b: GP13 });
    playground
}

fn send(playground: &mut Playground, uart: usize, bytes: &[u8]) {
    for &byte in bytes {
        write(playground, &[(UARTS[uart].0 + DR, byte.into())]);
    }
}

/// Reads as software what has been received, until the FIFO is empty.
fn receive(playground: &mut Playground, uart: usize) -> Vec<u32> {
    let base = UARTS[uart].0;
    let read_all = |board: Board<&Machine>| {
        let word = |offset| board.registers.read(base + offset);
        Ok(std::iter::from_fn(|| (word(FR) & 0x10 == 0).then(|| word(DR))).collect())
    };
    playground.access(read_all).expect("the UART has a clock")
}

#[test]
fn registers_have_their_reset_values_and_need_a_clock() {
    for (base, gate, reset, _) in UARTS {
        let mut playground = playground();
        assert!(playground.poke(base + DR, 0).is_err());
        write(&mut playground, &[(gate, 1)]);
        let values =
            [(DR, 0), (RSR, 0), (FR, 0x90), (IBRD, 0), (FBRD, 0), (LCRH, 0), (CTL, 0x300), (IFLS, 0x12), (IM, 0)];
        for (offset, value) in values.into_iter().chain([(RIS, 0), (MIS, 0), (ICR, 0), (0xFC0, 0)]) {
            assert_eq!(read(&playground, base + offset), value, "{offset:#x}");
        }
        for (offset, bits) in [(IBRD, 0xFFFF), (FBRD, 0x3F), (IFLS, 0x3F), (IM, 0xFFF)] {
            write(&mut playground, &[(base + offset, !0)]);
            assert_eq!(read(&playground, base + offset), bits, "{offset:#x}");
        }
        assert!(playground.poke(base + 0x4C, 0).is_err());
        write(&mut playground, &[(reset, 1), (reset, 0)]);
        assert_eq!((read(&playground, base + IBRD), read(&playground, base + CTL)), (0, 0x300));
    }
}

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

/// The FIFO interrupts at 8 of 16 bytes, and what is left after 32 bits of silence.
#[test]
fn the_receive_interrupts_come_at_the_level_and_after_silence() {
    let mut playground = wired();
    let base = UARTS[1].0;
    send(&mut playground, 0, b"0123456789");
    let status = |playground: &Playground| read(playground, base + MIS);
    playground.advance(79 * BIT);
    assert_eq!(status(&playground), 0);
    playground.advance(BIT);
    assert_eq!((status(&playground), read(&playground, ISPR0)), (RX, 1 << 6));
    assert_eq!(read(&playground, base + DR), u32::from(b'0'));
    assert_eq!(status(&playground), 0, "below the level");
    // The last byte ends in the middle of its stop bit.
    playground.advance(20 * BIT + BIT / 2 + 30 * BIT);
    assert_eq!(status(&playground), RX);
    write(&mut playground, &[(base + ICR, RX)]);
    assert_eq!(status(&playground), 0);
    playground.advance(BIT + BIT / 2);
    assert_eq!(status(&playground), RT);
    assert_eq!(receive(&mut playground, 1).len(), 9);
    assert_eq!(status(&playground), 0, "the FIFO is empty");
    playground.advance(MS);
    assert_eq!(status(&playground), 0);
}

#[test]
fn three_bytes_at_one_megabaud_are_announced_after_32_microseconds_of_silence() {
    let mut playground = wired();
    send(&mut playground, 0, b"abc");
    playground.advance(61 * BIT);
    assert_eq!(read(&playground, UARTS[1].0 + RIS) & RT, 0);
    playground.advance(BIT);
    assert_eq!(read(&playground, UARTS[1].0 + RIS) & RT, RT);
    write(&mut playground, &[(UARTS[1].0 + ICR, RT)]);
    playground.advance(MS);
    assert_eq!(read(&playground, UARTS[1].0 + RIS) & RT, 0, "once");
}

#[test]
fn the_seventeenth_byte_is_lost() {
    let mut playground = wired();
    let base = UARTS[1].0;
    for byte in 0..18 {
        send(&mut playground, 0, &[byte]);
        playground.advance(10 * BIT);
        assert_eq!(read(&playground, base + RIS) & OE, if byte < 16 { 0 } else { OE }, "{byte}");
    }
    assert_eq!(read(&playground, base + FR) & 0x40, 0x40, "full");
    assert!(receive(&mut playground, 1).into_iter().eq(0..16));
    send(&mut playground, 0, &[0x42]);
    playground.advance(10 * BIT);
    assert_eq!(receive(&mut playground, 1), [0x842], "the next one says so");
}

#[test]
fn the_transmit_fifo_has_sixteen_bytes_and_interrupts_when_it_falls_to_its_level() {
    let mut playground = wired();
    let base = UARTS[0].0;
    // The first byte goes to the line at once.
    send(&mut playground, 0, &[0; 17]);
    assert_eq!(read(&playground, base + FR) & 0xA0, 0x20, "full");
    send(&mut playground, 0, &[1]);
    playground.advance(79 * BIT);
    assert_eq!(read(&playground, base + RIS) & TX, 0);
    playground.advance(BIT);
    assert_eq!(read(&playground, base + RIS) & TX, TX, "eight are left");
    write(&mut playground, &[(base + ICR, TX)]);
    playground.advance(MS);
    assert_eq!((read(&playground, base + FR), read(&playground, base + RIS) & TX), (0x90, 0));
}

#[test]
fn without_fifos_there_is_room_for_one_byte() {
    let mut playground = wired();
    for uart in [0, 1] {
        write(&mut playground, &[(UARTS[uart].0 + LCRH, 0x60)]);
    }
    send(&mut playground, 0, b"ab");
    assert_eq!(read(&playground, UARTS[0].0 + FR) & 0x20, 0x20);
    playground.advance(10 * BIT);
    assert_eq!(read(&playground, UARTS[1].0 + RIS) & (RX | OE), RX);
    playground.advance(10 * BIT);
    assert_eq!(read(&playground, UARTS[1].0 + RIS) & OE, OE);
    assert_eq!(receive(&mut playground, 1), [u32::from(b'a')]);
}

#[test]
fn divisors_act_when_the_format_is_written_and_a_uart_without_them_sends_nothing() {
    let mut playground = wired();
    let base = UARTS[0].0;
    write(&mut playground, &[(base + IBRD, 10)]);
    send(&mut playground, 0, b"a");
    playground.advance(10 * BIT);
    assert_eq!(read(&playground, base + FR) & 0x08, 0, "still 1 Mbaud");
    write(&mut playground, &[(base + LCRH, 0x70)]);
    send(&mut playground, 0, b"a");
    playground.advance(19 * BIT);
    assert_eq!(read(&playground, base + FR) & 0x08, 0x08, "500 kbaud");
    playground.advance(BIT);
    write(&mut playground, &[(base + IBRD, 0), (base + LCRH, 0x70)]);
    send(&mut playground, 0, b"a");
    playground.advance(MS);
    assert_eq!((read(&playground, base + FR) & 0x08, playground.next_timer_ns()), (0x08, None));
}

/// RTS rises when the receive FIFO reaches its level, and a transmitter with CTS waits.
#[test]
fn rts_and_cts_hold_the_other_side() {
    let mut playground = wired();
    let control = |playground: &mut Playground, uart: usize, bits: u32| {
        let word = read(playground, UARTS[uart].0 + CTL);
        write(playground, &[(UARTS[uart].0 + CTL, word | bits)]);
    };
    // RTS of UART 1 is at GP7, and CTS of UART 0 at GP6.
    select(&mut playground, &[(PinId::GP7, 3), (PinId::GP6, 6)]);
    playground.stimulus(Stimulus::Wire { a: PinId::GP7, b: PinId::GP6 });
    control(&mut playground, 1, 0x4000);
    control(&mut playground, 0, 0x8000);
    assert_eq!((playground.machine().level(PinId::GP7), read(&playground, UARTS[0].0 + FR) & 1), (PadLevel::Low, 1));
    send(&mut playground, 0, &[7; 16]);
    playground.advance(MS);
    assert_eq!(playground.machine().level(PinId::GP7), PadLevel::High);
    let first = receive(&mut playground, 1).len();
    playground.advance(MS);
    let second = receive(&mut playground, 1).len();
    // The eighth byte is received in the middle of its stop bit, so the ninth waits.
    assert_eq!((first, second), (8, 8));
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

#[test]
fn looking_at_the_data_register_takes_nothing_from_it() {
    let mut playground = wired();
    send(&mut playground, 0, b"q");
    playground.advance(20 * BIT);
    let before = playground.machine().clone();
    assert_eq!(playground.machine().peek().read(UARTS[1].0 + DR), u32::from(b'q'));
    assert!(playground.machine() == &before);
    assert_eq!(receive(&mut playground, 1), [u32::from(b'q')]);
}

#[test]
fn a_uart_stands_still_in_lpds_and_is_reset_by_waking() {
    let mut playground = playground();
    init(&mut playground, 1, MBAUD, 0x60);
    select(&mut playground, &[(GP3, 6)]);
    send(&mut playground, 1, &[0x00]);
    playground.advance(5 * BIT);
    sleep(&mut playground, SleepMode::Suspended);
    playground.advance(MS);
    assert_eq!(playground.machine().level(GP3), PadLevel::Low, "the pad holds its level");
    playground.stimulus(Stimulus::Drive { pin: GP17, level: Some(Level::High) });
    assert!(playground.poke(UARTS[1].0 + DR, 0).is_err());
}

#[test]
fn how_far_the_time_moves_at_once_changes_nothing_of_the_bytes() {
    let mut once = wired();
    send(&mut once, 0, b"The quick brown");
    let mut often = once.clone();
    once.advance(MS);
    (0..1_000).for_each(|_| often.advance(1_000));
    assert!(once.machine() == often.machine());
}
