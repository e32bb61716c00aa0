//! The FIFOs of a UART, their interrupts, and the control of the flow.

use pinscope_core::{PadLevel, PinId, Registers as _};
use pinscope_emulator::{Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{BIT, CTL, DR, FR, ICR, LCRH, MIS, OE, RIS, RT, RX, TX, UARTS, receive, select, send, wired};
use crate::peripherals::{ISPR0, MS, read, write};

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
fn looking_at_the_data_register_takes_nothing_from_it() {
    let mut playground = wired();
    send(&mut playground, 0, b"q");
    playground.advance(20 * BIT);
    let before = playground.machine().clone();
    assert_eq!(playground.machine().peek().read(UARTS[1].0 + DR), u32::from(b'q'));
    assert!(playground.machine() == &before);
    assert_eq!(receive(&mut playground, 1), [u32::from(b'q')]);
}
