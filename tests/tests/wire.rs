//! Messages cross the serial link unchanged, and after any damage to the line the next frame is received.
#![cfg(not(target_arch = "wasm32"))]

#[path = "generate/commands.rs"]
mod commands;

use commands::command;
use pinscope_core::link::reserved_pins;
use pinscope_core::link::serial::{
    Capabilities, Counters, Decoded, Deframer, DeviceInfo, Frame, LinkDecoder, MAX_PAYLOAD_BYTES, Message,
    PROTOCOL_VERSION, Payload, Received, Request, RequestKind, SnapshotEncoder, SnapshotHeader,
};
use pinscope_core::{
    Command, Config, Error, Event, EventKind, IrqConfig, Level, Mode, PinId, Power, Profile, Reaction, ResetCause,
    Response, Setting, ShortString, Trigger, Wake,
};
use pinscope_emulator::{Playground, Stimulus};
use proptest::prelude::*;

fn requests(deframer: &mut Deframer, bytes: &[u8]) -> Vec<Request> {
    let parse = |&byte: &u8| match deframer.push(byte) {
        Some(Decoded::Payload(payload)) => Request::parse(payload),
        _ => None,
    };
    bytes.iter().filter_map(parse).collect()
}

fn received(decoder: &mut LinkDecoder, bytes: &[u8]) -> Vec<Received> {
    bytes.iter().filter_map(|&byte| decoder.push(byte)).collect()
}

fn snapshot(encoder: &mut SnapshotEncoder, board: &Playground, counters: Counters) -> Vec<Frame> {
    let mut frames = Vec::new();
    let snapshot = board.snapshot(true);
    let now = SnapshotHeader { time_ns: snapshot.time_ns, power: snapshot.power, counters, image: &snapshot.image };
    encoder.snapshot(&now, |pin| *snapshot.status(pin), |frame| frames.push(frame.clone()));
    frames
}

fn device_info() -> DeviceInfo {
    DeviceInfo {
        protocol: PROTOCOL_VERSION,
        version: ShortString::new("0.1.0"),
        profile: Profile::Launchxl,
        reset: ResetCause::DeepSleep,
        time_ns: 12_345,
        capabilities: Capabilities::default(),
        reserved: reserved_pins::PINS,
    }
}

proptest! {
    #[test]
    fn a_command_arrives_as_it_was_sent(seq: u16, command in command()) {
        let request = Request { seq, kind: RequestKind::Execute(command) };
        prop_assert_eq!(requests(&mut Deframer::new(), request.frame().as_bytes()), [request]);
    }

    #[test]
    fn any_bytes_fit_or_are_refused_whole(bytes in proptest::collection::vec(any::<u8>(), 0..2 * MAX_PAYLOAD_BYTES)) {
        let mut payload = Payload::new();
        let fits = bytes.iter().take_while(|byte| payload.push(*byte)).count();
        prop_assert_eq!(fits, bytes.len().min(MAX_PAYLOAD_BYTES));
        let frame = payload.finish();
        let (first, rest) = frame.as_bytes().split_first().unwrap();
        let (last, inner) = rest.split_last().unwrap();
        prop_assert_eq!((*first, *last, inner.contains(&0)), (0, 0, false));
        let mut deframer = Deframer::new();
        for &byte in &frame.as_bytes()[..frame.as_bytes().len() - 1] {
            prop_assert_eq!(deframer.push(byte), None);
        }
        prop_assert_eq!(deframer.push(0), Some(Decoded::Payload(&bytes[..fits])));
    }

    /// The frame is sent twice, because damage may destroy the zero with which the first one begins.
    #[test]
    fn after_any_noise_the_second_frame_is_received(noise in proptest::collection::vec(any::<u8>(), 0..600)) {
        let mut deframer = Deframer::new();
        let request = Request { seq: 7, kind: RequestKind::Identify };
        requests(&mut deframer, &noise);
        let twice = [request.frame().as_bytes(), request.frame().as_bytes()].concat();
        prop_assert!(requests(&mut deframer, &twice).contains(&request));
    }

    #[test]
    fn after_an_idle_line_the_first_frame_is_received(noise in proptest::collection::vec(any::<u8>(), 0..600)) {
        let mut deframer = Deframer::new();
        let request = Request { seq: 7, kind: RequestKind::Identify };
        requests(&mut deframer, &noise);
        deframer.on_idle();
        prop_assert_eq!(requests(&mut deframer, request.frame().as_bytes()), [request]);
    }

    #[test]
    fn a_frame_with_a_wrong_bit_is_discarded(command in command(), place: prop::sample::Index, bit in 0..8_u32) {
        let frame = Request { seq: 1, kind: RequestKind::Execute(command) }.frame();
        let mut bytes = frame.as_bytes().to_vec();
        let place = 1 + place.index(bytes.len() - 2);
        bytes[place] ^= 1 << bit;
        prop_assert_eq!(requests(&mut Deframer::new(), &bytes), []);
    }

    #[test]
    fn text_beside_frames_is_text(text in "[ -~\r\n]{0,40}") {
        let frame = Request { seq: 1, kind: RequestKind::Identify }.frame();
        let line = [text.as_bytes(), frame.as_bytes(), text.as_bytes()].concat();
        let mut deframer = Deframer::new();
        let typed: Vec<u8> = line.iter().filter_map(|&byte| match deframer.push(byte) {
            Some(Decoded::Text(byte)) => Some(byte),
            _ => None,
        }).collect();
        prop_assert_eq!(typed, text.repeat(2).into_bytes());
    }

    /// Applying the differences gives the snapshot. A lost frame is noticed, and a whole snapshot repairs the loss.
    #[test]
    fn differences_make_the_board(
        commands in proptest::collection::vec((command(), any::<bool>()), 1..30),
        counters in proptest::array::uniform6(any::<u32>()),
    ) {
        let mut board = Playground::new(Profile::WipySilicon);
        let (mut encoder, mut decoder) = (SnapshotEncoder::new(), LinkDecoder::new());
        let [served, dropped, damaged, overrun, unsent, stack] = counters;
        let counters = Counters { served, dropped, damaged, overrun, unsent, stack };
        for (command, lost) in commands {
            let _ = board.command(command);
            board.advance(1_000);
            for frame in snapshot(&mut encoder, &board, counters) {
                if lost {
                    continue;
                }
                for received in received(&mut decoder, frame.as_bytes()) {
                    prop_assert_eq!(received, Received::Snapshot);
                    prop_assert_eq!(decoder.snapshot(), &board.snapshot(true));
                    prop_assert_eq!(decoder.counters(), counters);
                }
            }
        }
        encoder.reset();
        let frames = snapshot(&mut encoder, &board, counters);
        let last: Vec<_> = frames.iter().flat_map(|frame| received(&mut decoder, frame.as_bytes())).collect();
        prop_assert_eq!(last, [Received::Snapshot]);
        prop_assert_eq!(decoder.snapshot(), &board.snapshot(true));
        prop_assert!(!decoder.needs_resync());
    }

    #[test]
    fn a_decoder_survives_any_bytes(noise in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let mut decoder = LinkDecoder::new();
        received(&mut decoder, &noise);
        // In valid frames, the same bytes reach the parser of messages.
        for bytes in noise.chunks(MAX_PAYLOAD_BYTES) {
            let mut payload = Payload::new();
            assert!(bytes.iter().all(|byte| payload.push(byte)));
            received(&mut decoder, payload.finish().as_bytes());
        }
    }
}

/// Tests every message except snapshots, with every error.
#[test]
fn messages_arrive_as_they_were_sent() {
    let (pin, power) = (PinId::GP10, Power::Suspended);
    let errors = [
        Error::UnknownPin { given: ShortString::new("GP99"), nearest: Some(pin) },
        Error::UnknownPin { given: ShortString::new(""), nearest: None },
        Error::UnknownValue { pin, setting: Setting::Handler, given: ShortString::new("sing") },
        Error::AltInGpioMode { pin, mode: Mode::Out, alt: 3 },
        Error::AltNotOffered { pin, alt: i32::MIN },
        Error::PriorityOutOfRange { pin, given: 8 },
        Error::TriggerCombination { pin, given: 5 },
        Error::WakeOutOfRange { pin, given: 0 },
        Error::NotAWakePin { pin, profile: Profile::WipySilicon },
        Error::BothEdgesCannotWake { pin },
        Error::NoInterrupt { pin },
        Error::Asleep { power },
        Error::CarriesLink { pin: pinscope_core::pins::LINK_TX },
        Error::StayedAwake { power },
        Error::BusFault { addr: u32::MAX, write: true },
    ];
    let answers = [
        Response::Done,
        Response::Level(Level::High),
        Response::Flags(Some(Trigger::BothEdges)),
        Response::Call(Reaction::Set(pin, Level::Low)),
    ];
    let (mut encoder, mut decoder) = (SnapshotEncoder::new(), LinkDecoder::new());
    let mut received = |message| received(&mut decoder, encoder.frame(&message).as_bytes());
    for (seq, result) in (0..).zip(errors.map(Err).into_iter().chain(answers.map(Ok))) {
        assert_eq!(received(Message::Response { seq, result }), [Received::Response { seq, result }]);
    }
    let event = Event { time_ns: u64::MAX, kind: EventKind::Fault { addr: u32::MAX, write: false } };
    assert_eq!(received(Message::Event(event)), [Received::Event(event)]);
    assert_eq!(received(Message::DeviceInfo(device_info())), [Received::DeviceInfo(device_info())]);
}

/// Bytes that the line transmits in a twentieth of a second, at 115,200 bits a second and ten bits a byte.
const TWENTIETH_BYTES: usize = 115_200 / 10 / 20;

/// Returns the size of a snapshot in which only `pins` have changed, and the size of a whole snapshot.
///
/// The interrupts of these pins and the counters change too, and the board has run for a day.
fn snapshot_bytes(pins: &[PinId]) -> (usize, usize) {
    const DAY_NS: u64 = 86_400_000_000_000;
    let size = |frames: Vec<Frame>| frames.iter().map(|frame| frame.as_bytes().len()).sum();
    let mut board = Playground::new(Profile::WipySilicon);
    let mut encoder = SnapshotEncoder::new();
    for pin in PinId::ALL {
        let irq =
            Command::Irq { pin, config: IrqConfig::new(Trigger::BothEdges), reaction: Reaction::Nothing, takes_ns: 0 };
        board.command(irq).unwrap();
    }
    board.advance(DAY_NS);
    let counters = Counters { served: 1 << 20, ..Counters::ZERO };
    let whole = size(snapshot(&mut encoder, &board, counters));
    for &pin in pins {
        board.stimulus(Stimulus::Drive { pin, level: Some(Level::High) });
    }
    let changed = pins.len() as u32;
    let counters = Counters { served: counters.served + changed, ..counters };
    (size(snapshot(&mut encoder, &board, counters)), whole)
}

#[test]
fn twenty_snapshots_a_second_fit_whatever_moves() {
    let ((none, whole), (one, _), (all, _)) =
        (snapshot_bytes(&[]), snapshot_bytes(&[PinId::GP10]), snapshot_bytes(&PinId::ALL));
    println!(
        "bytes of a snapshot: {none} if nothing changes, {one} if one pin does, {all} if all do; {whole} if it is whole"
    );
    assert!(none < one && one < all && all < whole);
    assert!(all <= TWENTIETH_BYTES, "{all}");
}

#[test]
fn a_command_that_would_take_the_links_pins_is_refused() {
    let init = |pin, config| Command::Init { pin, config };
    let irq = |pin, wake, reaction| {
        let config = IrqConfig { wake, ..IrqConfig::new(Trigger::Rising) };
        Command::Irq { pin, config, reaction, takes_ns: 0 }
    };
    let alt = |alt| Config { mode: Mode::Alt, alt, ..Config::DEFAULT };
    let (tx, rx) = (Some(PinId::GP1), Some(PinId::GP2));
    for (command, taken) in [
        (init(PinId::GP1, Config::DEFAULT), tx),
        (init(PinId::GP2, Config::DEFAULT), rx),
        (init(PinId::GP9, Config::DEFAULT), None),
        // Other pins would take the functions of UART0; the last takes one of UART1.
        (init(PinId::GP12, alt(7)), tx),
        (init(PinId::GP13, alt(7)), rx),
        (init(PinId::GP3, alt(6)), None),
        (Command::SetValue { pin: PinId::GP1, level: Level::Low }, tx),
        (Command::Toggle { pin: PinId::GP2 }, rx),
        (Command::Value { pin: PinId::GP2 }, None),
        (irq(PinId::GP1, Wake::SUSPENDED, Reaction::Nothing), tx),
        (irq(PinId::GP2, Wake::ACTIVE | Wake::SUSPENDED, Reaction::Nothing), rx),
        (irq(PinId::GP2, Wake::SUSPENDED | Wake::HIBERNATE, Reaction::Nothing), None),
        (irq(PinId::GP10, Wake::ACTIVE, Reaction::Toggle(PinId::GP1)), tx),
        (irq(PinId::GP10, Wake::ACTIVE, Reaction::Set(PinId::GP2, Level::Low)), rx),
    ] {
        let expected = taken.map_or(Ok(()), |pin| Err(Error::CarriesLink { pin }));
        assert_eq!(reserved_pins::check_unreserved(&command), expected, "{command:?}");
    }
    let message = Error::CarriesLink { pin: PinId::GP2 }.to_string();
    assert!(
        message.contains("GP2 carries the link") && message.contains("UART0_RX") && message.contains("wake"),
        "{message}"
    );
}
