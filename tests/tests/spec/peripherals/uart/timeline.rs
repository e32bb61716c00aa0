//! The timeline shows each byte as it was sent, also after the settings of the UART have changed.

use pinscope_core::RegisterImage;
use pinscope_emulator::trace::waveform::{Lane, TraceIndex, Viewport};
use pinscope_emulator::{SerialFormat, Trace};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

/// The divisors of baud rates (`docs/peripherals.md`, section 3), and the words of LCRH for the formats.
const BAUD_9600: (u32, u32) = (520, 53);
const BAUD_115200: (u32, u32) = (43, 26);
const FORMAT_8N1: u32 = 0x60;
const FORMAT_8E1: u32 = 0x66;
const FORMAT_7O2: u32 = 0x4A;

/// Returns the lane of a pin between two simulated times, in columns of 1 us.
fn lane(playground: &Playground, pin: PinId, from_ns: u64, to_ns: u64) -> Lane {
    let columns = u16::try_from((to_ns - from_ns) / 1_000).expect("the time is short");
    let view = Viewport { from_ns: Some(from_ns as f64), ns_per_column: 1_000.0, columns, min_separation: 1 };
    let now_ns = playground.machine().time_ns();
    playground.machine().trace(|trace| {
        let mut waveform = TraceIndex::default().waveform(trace, view, now_ns);
        waveform.add_characters(trace);
        waveform.lanes.swap_remove(pin.index())
    })
}

/// Returns the characters of a lane as text, with a question mark for each that is damaged.
fn text(lane: &Lane) -> String {
    let shown = lane.characters.iter().map(|one| if one.is_damaged { '?' } else { char::from(one.data) });
    shown.collect()
}

/// Sends one letter after the other on GP12, each with other settings of UART 0, and then stops the UART. Returns the
/// times before the letters and at the end.
fn letters() -> (Playground, [u64; 4]) {
    let mut playground = playground();
    let settings = [(MBAUD, FORMAT_8N1), (BAUD_9600, FORMAT_8E1), (BAUD_115200, FORMAT_7O2)];
    select(&mut playground, &[(GP12, 7)]);
    playground.advance(MS);
    let mut times = [0; 4];
    for ((divisor, format), (letter, time_ns)) in settings.into_iter().zip((b'A'..).zip(&mut times)) {
        *time_ns = playground.machine().time_ns();
        init(&mut playground, 0, divisor, format);
        send(&mut playground, 0, &[letter]);
        playground.advance(2 * MS);
    }
    times[3] = playground.machine().time_ns();
    write(&mut playground, &[(UARTS[0].0 + CTL, 0), (UARTS[0].1, 0)]);
    playground.advance(MS);
    (playground, times)
}

#[test]
fn each_byte_is_decoded_with_the_settings_with_which_it_was_sent() {
    let (playground, [first_ns, second_ns, third_ns, end_ns]) = letters();
    assert_eq!(playground.machine().serial_format(GP12), None, "the UART is off");
    let all = lane(&playground, GP12, 0, end_ns);
    assert_eq!((text(&all).as_str(), all.bauds.as_slice()), ("ABC", [1_000_000, 9_600, 115_191].as_slice()));
    for (from_ns, to_ns, letter, baud) in
        [(first_ns, second_ns, "A", 1_000_000), (second_ns, third_ns, "B", 9_600), (third_ns, end_ns, "C", 115_191)]
    {
        let part = lane(&playground, GP12, from_ns + 1_000, to_ns - 1_000);
        assert_eq!((text(&part).as_str(), part.bauds.as_slice()), (letter, [baud].as_slice()));
    }
    let off = lane(&playground, GP12, end_ns + 1_000, end_ns + MS);
    assert_eq!((text(&off).as_str(), off.bauds.as_slice()), ("", [].as_slice()));
}

#[test]
fn a_pad_that_was_the_line_is_decoded_for_the_time_in_which_it_was() {
    let (mut playground, [.., end_ns]) = letters();
    init(&mut playground, 0, MBAUD, FORMAT_8N1);
    // GP12 is an input now, and GP1 the line.
    select(&mut playground, &[(GP12, 0), (PinId::GP1, 3)]);
    let moved_ns = playground.machine().time_ns();
    send(&mut playground, 0, b"D");
    playground.stimulus(Stimulus::Drive { pin: GP12, level: Some(Level::Low) });
    playground.advance(MS);
    assert_eq!(text(&lane(&playground, GP12, 0, end_ns)), "ABC");
    assert_eq!(text(&lane(&playground, GP12, moved_ns, moved_ns + MS)), "");
    assert_eq!(text(&lane(&playground, PinId::GP1, moved_ns, moved_ns + MS)), "D");
    playground.reset_chip();
    playground.advance(MS);
    assert_eq!(text(&lane(&playground, PinId::GP1, 0, moved_ns + MS)), "D", "a reset forgets nothing");
}

#[test]
fn a_terminal_at_another_baud_rate_is_decoded_as_the_uart_receives_it() {
    let mut playground = playground();
    init(&mut playground, 0, BAUD_115200, FORMAT_8N1);
    select(&mut playground, &[(GP13, 7)]);
    let baud = |baud| SerialFormat::from_baud(baud).expect("possible");
    playground.send(GP13, b"right", baud(115_200));
    playground.advance(2 * MS);
    let mut received = Vec::new();
    let mut empty_fifo = |playground: &Playground| {
        while read(playground, UARTS[0].0 + FR) & 0x10 == 0 {
            received.push(read(playground, UARTS[0].0 + DR));
        }
    };
    empty_fifo(&playground);
    playground.send(GP13, b"no", baud(9_600));
    playground.advance(8 * MS);
    empty_fifo(&playground);
    let shown = lane(&playground, GP13, 0, 10 * MS);
    let bytes: Vec<_> = shown.characters.iter().map(|one| (u32::from(one.data), one.is_damaged)).collect();
    let expected: Vec<_> = received.into_iter().map(|word| (word & 0xFF, word & 0x700 != 0)).collect();
    assert_eq!(bytes, expected);
    assert!(text(&shown).starts_with("right") && text(&shown).contains('?'), "{}", text(&shown));
}

#[test]
fn a_restored_board_shows_the_bytes_of_before_and_those_that_follow() {
    let (board, [.., end_ns]) = letters();
    let image = RegisterImage::capture(board.machine().peek());
    let events = board.machine().trace(|trace| trace.since(0).map(|(_, event)| event).collect());
    let formats = board.machine().trace(|trace| trace.serial_formats().clone());
    let trace = Trace::from_events(0, events).with_serial_formats(formats);
    let mut again = Playground::restore(&board.bench(), &image, board.machine().time_ns(), trace);
    again.restore_state(board.saved_state());
    assert_eq!(text(&lane(&again, GP12, 0, end_ns)), "ABC");
    let now_ns = again.machine().time_ns();
    init(&mut again, 0, MBAUD, FORMAT_8N1);
    send(&mut again, 0, b"D");
    again.advance(MS);
    assert_eq!(text(&lane(&again, GP12, now_ns, now_ns + MS)), "D");
}
