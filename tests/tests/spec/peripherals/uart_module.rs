//! The core's module for UARTs: the order of its writes, its lines, its bytes, and what it refuses.

use embedded_io::{Read as _, ReadReady as _, Write as _, WriteReady as _};
use pinscope_core::PinId::{self, GP1, GP6, GP7, GP12, GP13, GP16, GP17};
use pinscope_core::interrupt::take_causes;
use pinscope_core::uart::{Parity, Uart, UartConfig, UartId};
use pinscope_core::{Function, Interrupt, Mode};
use pinscope_emulator::{Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{MS, playground, read, recorder, run};

#[test]
fn it_is_set_up_with_the_words_of_the_port() {
    let recorder = recorder();
    let uart = Uart::new(UartId::A1, recorder.board().registers);
    let config = UartConfig {
        data_bits: 7,
        parity: Parity::Even,
        has_two_stop_bits: true,
        uses_cts: true,
        ..UartConfig::new(115_200)
    };
    uart.configure(config).expect("valid");
    let words = [
        (0x4402_5088, 0x101),
        (0x4402_508C, 1),
        (0x4402_508C, 0),
        (0x4000_D030, 0),
        (0x4000_D024, 43),
        (0x4000_D028, 26),
        (0x4000_D02C, 0x5E),
        (0x4000_D034, 0x12),
        (0x4000_D030, 0x8301),
        (0xE000_E404, 0x60 << 16),
        (0xE000_E100, 1 << 6),
        (0x4000_D044, 0x50),
        (0x4000_D038, 0x50),
    ];
    assert_eq!(recorder.take(), words);
    uart.stop();
    assert_eq!(recorder.take(), [(0x4000_D038, 0), (0x4000_D030, 0), (0x4402_5088, 0)]);
}

/// `docs/peripherals.md`, section 3, and `docs/cc3200.md`, section 8.
#[test]
fn the_divisor_is_that_of_the_port() {
    for (baud, integer, fraction) in
        [(1_000_000, 5, 0), (57_600, 86, 52), (38_400, 130, 13), (115_200, 43, 26), (9_600, 520, 53), (921_600, 5, 27)]
    {
        let playground = playground();
        Uart::new(UartId::A0, playground.machine()).configure(UartConfig::new(baud)).expect("valid");
        assert_eq!([0x4000_C024, 0x4000_C028].map(|addr| read(&playground, addr)), [integer, fraction], "{baud}");
    }
}

#[test]
fn its_lines_have_a_pull_up_and_each_line_has_one_pin() {
    let mut playground = playground();
    let connect = |playground: &mut Playground, pins: &[Option<PinId>]| {
        let done = playground.access(|board| Ok(Uart::new(UartId::A0, board.registers).connect(board, pins)));
        done.expect("the board is awake")
    };
    connect(&mut playground, &[Some(GP12), Some(GP13)]).expect("offered");
    // The pads of GP12 and GP13: pull-up, 2 mA and alternate function 7.
    assert_eq!([0x4402_E0D0, 0x4402_E0D4].map(|addr| read(&playground, addr)), [0x127, 0x127]);
    connect(&mut playground, &[Some(GP1), None, Some(GP7), Some(GP6)]).expect("offered");
    let board = playground.machine().peek_board();
    assert_eq!([GP12, GP13].map(|pin| board.at(pin).mode()), [Mode::In; 2]);
    let lines = [Function::Uart0Tx, Function::Uart0Rts, Function::Uart0Cts].map(Some);
    assert_eq!([GP1, GP7, GP6].map(|pin| board.at(pin).function()), lines);
    let refused = connect(&mut playground, &[Some(GP12), Some(GP16)]).expect_err("GP16 has no RX");
    assert_eq!(refused.to_string(), "GP16 has no alternate function UART0_RX");
    let board = playground.machine().peek_board();
    assert_eq!([GP12, GP1].map(|pin| board.at(pin).mode()), [Mode::In, Mode::Alt], "nothing has changed");
}

/// Returns a board whose two UARTs are connected crosswise.
fn crossed(config: UartConfig) -> Playground {
    let mut playground = playground();
    playground.stimulus(Stimulus::Wire { a: GP12, b: GP17 });
    playground.stimulus(Stimulus::Wire { a: GP16, b: GP13 });
    let done = playground.access(|board| {
        for (id, pins) in [(UartId::A0, [Some(GP12), Some(GP13)]), (UartId::A1, [Some(GP16), Some(GP17)])] {
            let uart = Uart::new(id, board.registers);
            uart.connect(board, &pins).expect("offered");
            uart.configure(config).expect("valid");
        }
        Ok(())
    });
    done.expect("every access is possible");
    playground
}

#[test]
fn bytes_cross_in_every_format_through_embedded_io() {
    for (baud, data_bits, parity, has_two_stop_bits) in [
        (1_000_000, 8, Parity::None, false),
        (10_000_000, 8, Parity::None, false),
        (115_200, 7, Parity::Even, true),
        (9_600, 5, Parity::Odd, false),
    ] {
        let config = UartConfig { data_bits, parity, has_two_stop_bits, ..UartConfig::new(baud) };
        let mut playground = crossed(config);
        run(&mut playground, |registers| {
            let (mut from, mut to) = (Uart::new(UartId::A0, registers), Uart::new(UartId::A1, registers));
            assert_eq!((from.write_ready(), to.read_ready()), (Ok(true), Ok(false)));
            assert_eq!(from.write(b"hello, world"), Ok(12));
            assert!(from.is_busy());
        });
        playground.advance(20 * MS);
        run(&mut playground, |registers| {
            let (from, mut to) = (Uart::new(UartId::A0, registers), Uart::new(UartId::A1, registers));
            assert!(take_causes(registers, Interrupt::UartA1) != 0 && !from.is_busy());
            let mut bytes = [0; 20];
            assert_eq!(to.read(&mut bytes), Ok(12));
            let expected = b"hello, world".map(|byte| byte & (0xFF >> (8 - data_bits)));
            assert_eq!(bytes[..12], expected, "{config:?}");
            assert_eq!(take_causes(registers, Interrupt::UartA1), 0);
        });
    }
}

#[test]
fn a_full_fifo_takes_no_more_and_a_break_holds_the_line() {
    let mut playground = crossed(UartConfig::new(9_600));
    run(&mut playground, |registers| {
        let mut uart = Uart::new(UartId::A0, registers);
        // One byte is being sent, or is the next to be, and the FIFO has room for 16.
        let count = uart.write(&[0; 40]).expect("infallible");
        assert!((16..=17).contains(&count), "{count}");
        assert_eq!(uart.write_ready(), Ok(false));
    });
    playground.advance(30 * MS);
    run(&mut playground, |registers| Uart::new(UartId::A0, registers).set_break(true));
    assert_eq!(playground.machine().level(GP17), pinscope_core::PadLevel::Low);
    run(&mut playground, |registers| Uart::new(UartId::A0, registers).set_break(false));
    assert_eq!(playground.machine().level(GP17), pinscope_core::PadLevel::High);
}

#[test]
fn a_format_that_it_does_not_have_is_refused_by_name_and_changes_nothing() {
    let recorder = recorder();
    let uart = Uart::new(UartId::A0, recorder.board().registers);
    for baud in [0, 76, 10_000_001, u32::MAX] {
        let error = uart.configure(UartConfig::new(baud)).expect_err("it is out of range");
        assert_eq!(error.to_string(), format!("UART 0: {baud} baud is outside 77 to 10000000"));
    }
    for data_bits in [0, 4, 9] {
        let error = uart.configure(UartConfig { data_bits, ..UartConfig::new(9_600) }).expect_err("out of range");
        assert_eq!(error.to_string(), format!("UART 0: {data_bits} data bits are outside 5 to 8"));
    }
    assert_eq!(recorder.take(), []);
}
