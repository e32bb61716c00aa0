//! The UARTs: their registers, their clock and their sleep. The modules are about the lines, the FIFOs and the timeline.

mod characters;
mod fifos;
mod timeline;

use pinscope_core::PinId::{self, GP3, GP12, GP13, GP16, GP17};
use pinscope_core::{Board, Level, PadLevel, Registers as _, SleepMode};
use pinscope_emulator::{Machine, Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{MS, playground, read, sleep, write};

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
pub(super) fn init(playground: &mut Playground, uart: usize, (ibrd, fbrd): (u32, u32), format: u32) {
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
pub(super) fn select(playground: &mut Playground, pads: &[(PinId, u32)]) {
    for &(pin, alternate) in pads {
        write(playground, &[(0x4402_E0A0 + 4 * u32::from(pin.pad()), 0x120 | alternate)]);
    }
}

/// Returns a board on which both UARTs run at 1 Mbaud, and TX of each is wired to RX of the other.
fn wired() -> Playground {
    wired_with(MBAUD, 0x60)
}

/// Returns a board on which both UARTs have these divisors and this format, and TX of each is wired to RX of the other.
pub(super) fn wired_with(divisors: (u32, u32), format: u32) -> Playground {
    let mut playground = playground();
    for uart in [0, 1] {
        init(&mut playground, uart, divisors, format);
    }
    select(&mut playground, &[(GP12, 7), (GP13, 7), (GP16, 5), (GP17, 5)]);
    playground.stimulus(Stimulus::Wire { a: GP12, b: GP17 });
    playground.stimulus(Stimulus::Wire { a: GP16, b: GP13 });
    playground
}

pub(super) fn send(playground: &mut Playground, uart: usize, bytes: &[u8]) {
    for &byte in bytes {
        write(playground, &[(UARTS[uart].0 + DR, byte.into())]);
    }
}

/// Reads as software what has been received, until the FIFO is empty.
pub(super) fn receive(playground: &mut Playground, uart: usize) -> Vec<u32> {
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
