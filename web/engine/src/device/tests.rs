//! Tests of the session with a physical board: the connection, commands and calls.

use pinscope_core::PinId::{GP9, GP10};
use pinscope_core::link::serial::{
    Counters, Frame, Message as DeviceMessage, PROTOCOL_VERSION, SnapshotEncoder, SnapshotHeader,
};
use pinscope_core::{
    Event, EventKind, PinStatus, Profile, RegisterImage, ResetCause, ShortString, link::serial::Capabilities,
};
use pinscope_protocol::Call;
use serde_json::{Value as Json, json};

use super::command_queue::{COMMAND_TIMEOUT_MS, MAX_COMMANDS};
use super::*;
use crate::test_support::{arguments, to_json};

/// A session, and the firmware of a board at the other end of its line.
struct Test {
    session: DeviceSession,
    encoder: SnapshotEncoder,
    /// The answers that the session has sent to the page and to programs.
    answers: Vec<Json>,
    notices: Vec<String>,
    /// The requests that it has sent to the board, and the number of times it has opened the transport.
    sent: Vec<serial::Request>,
    opened: usize,
}

impl Test {
    fn new() -> Self {
        Self {
            session: DeviceSession::new(),
            encoder: SnapshotEncoder::new(),
            answers: Vec::new(),
            notices: Vec::new(),
            sent: Vec::new(),
            opened: 0,
        }
    }

    /// Returns a session at 0 ms with a board that has identified itself and sent a snapshot.
    fn connected() -> Self {
        let mut test = Self::new();
        test.call(1, "connect", json!(["bridge"]), 0.0);
        test.event(TransportEvent::Opened, 0.0);
        test.identify(info(0), 0.0);
        test.snapshot(0, Power::Active, 0.0);
        test.answers.clear();
        test.sent.clear();
        test
    }

    fn carry_out(&mut self, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::Answer(answer) => self.answers.push(to_json(&answer)),
                Output::Reply(Reply::Notice { text, .. }) => self.notices.push(text),
                Output::Open(_) => self.opened += 1,
                Output::Send(request) => self.sent.push(request),
                Output::Reply(_) => {}
            }
        }
    }

    fn poll(&mut self, now_ms: f64) {
        let outputs = self.session.poll(now_ms);
        self.carry_out(outputs);
    }

    fn event(&mut self, event: TransportEvent, now_ms: f64) {
        let outputs = self.session.on_event(event, now_ms);
        self.carry_out(outputs);
        self.poll(now_ms);
    }

    fn call(&mut self, id: u32, name: &str, args: Json, now_ms: f64) {
        let call = Call { id: id.into(), name: name.to_owned(), args: arguments(args) };
        self.session.enqueue(Message::Call(call));
        self.poll(now_ms);
    }

    fn receive(&mut self, frame: &Frame, now_ms: f64) {
        self.event(TransportEvent::Data(frame.as_bytes().to_vec()), now_ms);
    }

    fn message(&mut self, message: DeviceMessage, now_ms: f64) {
        let frame = self.encoder.frame(&message);
        self.receive(&frame, now_ms);
    }

    fn identify(&mut self, info: DeviceInfo, now_ms: f64) {
        self.encoder = SnapshotEncoder::new();
        self.message(DeviceMessage::DeviceInfo(info), now_ms);
    }

    fn snapshot(&mut self, time_ns: u64, power: Power, now_ms: f64) {
        let header = SnapshotHeader { time_ns, power, counters: Counters::ZERO, image: &RegisterImage::EMPTY };
        let mut frames = Vec::new();
        self.encoder.snapshot(&header, |_| PinStatus::UNKNOWN, |frame| frames.push(frame.clone()));
        frames.iter().for_each(|frame| self.receive(frame, now_ms));
    }

    /// Lets time pass in steps of 100 ms.
    fn wait(&mut self, from_ms: u32, to_ms: u32) {
        (from_ms..=to_ms).step_by(100).for_each(|now_ms| self.poll(now_ms.into()));
    }

    fn notice(&self) -> &str {
        self.notices.last().map_or("", String::as_str)
    }

    /// Returns the requests to the board since the last call, without their numbers.
    fn take_sent(&mut self) -> Vec<RequestKind> {
        self.sent.drain(..).map(|request| request.kind).collect()
    }
}

fn info(time_ns: u64) -> DeviceInfo {
    DeviceInfo {
        protocol: PROTOCOL_VERSION,
        version: ShortString::new("0.1.0"),
        profile: Profile::WipySilicon,
        reset: ResetCause::PowerOn,
        time_ns,
        capabilities: Capabilities::default(),
        reserved: [pinscope_core::PinId::GP1, pinscope_core::PinId::GP2],
    }
}

fn error(id: u32, kind: &str, message: &str) -> Json {
    json!({"id": f64::from(id), "error": {"kind": kind, "message": message}})
}

#[test]
fn an_idle_session_opens_nothing() {
    let mut test = Test::new();
    test.wait(0, 10_000);
    assert_eq!(test.opened, 0);
    assert!(matches!(test.session.state, ConnectionState::Idle));
}

#[test]
fn a_transport_that_cannot_be_opened_is_opened_again_after_a_delay() {
    let mut test = Test::new();
    test.call(1, "connect", json!(["serial"]), 0.0);
    assert_eq!(test.opened, 1);
    assert!(matches!(test.session.state, ConnectionState::Connecting));
    test.event(TransportEvent::Closed, 100.0);
    assert!(matches!(test.session.state, ConnectionState::Backoff { until_ms } if until_ms == 100.0 + RETRY_DELAY_MS));
    test.poll(99.0 + RETRY_DELAY_MS);
    assert_eq!(test.opened, 1);
    test.poll(100.0 + RETRY_DELAY_MS);
    assert_eq!(test.opened, 2);
    assert!(test.notice().starts_with("No serial port can be opened"));
    test.poll(CONNECT_TIMEOUT_MS);
    assert_eq!(test.answers, [error(1, "NoBoard", test.notice())]);
}

#[test]
fn a_board_that_identifies_itself_answers_connect() {
    let mut test = Test::new();
    test.call(1, "connect", json!(["bridge"]), 0.0);
    test.event(TransportEvent::Opened, 10.0);
    assert_eq!(test.take_sent(), [RequestKind::Identify]);
    test.identify(info(0), 20.0);
    assert_eq!(test.answers, [json!({"id": 1.0, "value": null})]);
    assert_eq!(test.notice(), "A real board: WIPY_SILICON, firmware 0.1.0, over this page's bridge");
}

#[test]
fn an_emulator_behind_the_bridge_is_named() {
    let mut test = Test::new();
    test.call(1, "connect", json!(["bridge"]), 0.0);
    test.event(TransportEvent::Opened, 0.0);
    test.event(TransportEvent::Emulator("QEMU".to_owned()), 0.0);
    test.identify(info(0), 0.0);
    assert!(test.notice().starts_with("QEMU, not a real board: WIPY_SILICON"));
}

#[test]
fn a_silent_transport_is_asked_for_a_board_again_and_again() {
    let mut test = Test::new();
    test.call(1, "connect", json!(["serial"]), 0.0);
    test.event(TransportEvent::Opened, 0.0);
    test.wait(0, 3_000);
    assert!(test.take_sent().len() > 3);
    assert_eq!(test.notice(), "No board answers over USB serial yet; the page keeps trying");
}

#[test]
fn a_board_that_falls_silent_takes_no_commands_and_its_levels_are_unknown() {
    let mut test = Test::connected();
    assert!(test.session.is_responding(SILENCE_TIMEOUT_MS - 1.0));
    test.wait(0, 2_000);
    assert!(!test.session.is_responding(2_000.0));
    assert!(test.take_sent().iter().all(|kind| *kind == RequestKind::Identify));
    assert!(test.notice().starts_with("No board answers"));
    test.call(2, "toggle", json!(["GP9"]), 2_000.0);
    assert!(!test.sent.iter().any(|request| matches!(request.kind, RequestKind::Execute(_))));
}

#[test]
fn a_board_of_another_protocol_is_refused_with_both_versions() {
    let mut test = Test::new();
    test.call(1, "connect", json!(["bridge"]), 0.0);
    test.event(TransportEvent::Opened, 0.0);
    test.identify(DeviceInfo { protocol: PROTOCOL_VERSION + 1, ..info(0) }, 0.0);
    let text = format!(
        "The board's firmware uses version {} of the link protocol and this page version {PROTOCOL_VERSION}: flash the \
         firmware that belongs to this page",
        PROTOCOL_VERSION + 1
    );
    assert_eq!(test.answers, [error(1, "OtherVersion", &text)]);
    assert_eq!(test.notice(), text);
    test.call(2, "toggle", json!(["GP9"]), 0.0);
    assert_eq!(test.answers.last(), Some(&error(2, "NoBoard", &text)));
}

#[test]
fn commands_are_sent_one_at_a_time_and_answered_by_number() {
    let mut test = Test::connected();
    test.call(2, "toggle", json!(["GP9"]), 1.0);
    test.call(3, "value", json!(["GP10"]), 1.0);
    let seq = test.sent[0].seq;
    assert_eq!(test.take_sent(), [RequestKind::Execute(Command::Toggle { pin: GP9 })]);
    test.message(DeviceMessage::Response { seq, result: Ok(Response::Done) }, 2.0);
    assert_eq!(test.answers, [json!({"id": 2.0, "value": null})]);
    assert_eq!(test.take_sent(), [RequestKind::Execute(Command::Value { pin: GP10 })]);
}

#[test]
fn a_command_without_a_response_fails_after_a_while() {
    let mut test = Test::connected();
    test.call(2, "toggle", json!(["GP9"]), 1.0);
    test.poll(COMMAND_TIMEOUT_MS + 2.0);
    assert_eq!(test.answers, [error(2, "NoAnswer", "the board has not answered: it may have done it or not")]);
}

#[test]
fn a_reset_ends_the_commands_and_is_recorded() {
    let mut test = Test::connected();
    test.snapshot(5_000_000, Power::Active, 5.0);
    test.call(2, "toggle", json!(["GP9"]), 6.0);
    test.identify(info(1_000), 20.0);
    assert_eq!(test.answers, [error(2, "NoAnswer", "the board was reset before it answered")]);
    let trace = test.session.history.trace();
    assert!(trace.since(0).any(|(_, event)| matches!(event.kind, EventKind::Reset { .. })));
    assert!(test.session.history.now_ns() > 5_000_000, "the clock of the trace does not go back");
}

#[test]
fn a_lost_transport_ends_the_commands_and_the_board_is_found_again() {
    let mut test = Test::connected();
    test.call(2, "toggle", json!(["GP9"]), 1.0);
    test.event(TransportEvent::Closed, 2.0);
    let text = "the line to the board was lost before it answered: it may have done it or not";
    assert_eq!(test.answers, [error(2, "NoAnswer", text)]);
    assert!(test.notice().starts_with("The board is gone"));
    test.call(3, "toggle", json!(["GP9"]), 3.0);
    assert_eq!(test.answers.last(), Some(&error(3, "NoBoard", test.notice())));
    test.poll(2.0 + RETRY_DELAY_MS);
    assert_eq!(test.opened, 2);
    test.event(TransportEvent::Opened, 1_100.0);
    test.identify(info(1_000_000_000), 1_110.0);
    assert!(test.notice().starts_with("A real board"));
}

#[test]
fn a_board_that_is_asleep_answers_a_sleep_by_its_silence_and_is_left_alone() {
    let mut test = Test::connected();
    test.call(2, "sleep", json!(["SUSPENDED"]), 1.0);
    test.message(DeviceMessage::Event(Event { time_ns: 1, kind: EventKind::Sleep { power: Power::Suspended } }), 2.0);
    test.snapshot(2, Power::Suspended, 3.0);
    test.take_sent();
    test.wait(100, 5_000);
    assert_eq!(test.answers, [json!({"id": 2.0, "value": null})]);
    assert_eq!(test.take_sent(), [], "a byte could wake it");
    let slept = EventKind::Sleep { power: Power::Suspended };
    assert!(test.session.history.trace().since(0).any(|(_, event)| event.kind == slept));
}

#[test]
fn a_sleep_that_is_not_answered_by_an_awake_board_fails() {
    let mut test = Test::connected();
    test.call(2, "sleep", json!(["HIBERNATE"]), 1.0);
    for now_ms in (100..=2_200).step_by(100) {
        test.snapshot(now_ms * 1_000_000, Power::Active, now_ms as f64);
    }
    assert_eq!(test.answers, [error(2, "NoAnswer", "the board has not answered: it may have done it or not")]);
}

#[test]
fn too_many_commands_are_refused() {
    let mut test = Test::connected();
    for id in 0..MAX_COMMANDS as u32 + 2 {
        test.call(id, "toggle", json!(["GP9"]), 1.0);
    }
    let last = MAX_COMMANDS as u32 + 1;
    assert_eq!(test.answers, [error(last, "Busy", "256 commands wait for the board already")]);
}

#[test]
fn what_only_the_emulated_board_can_do_is_refused() {
    let mut test = Test::connected();
    test.call(2, "drive", json!(["GP10", "high"]), 1.0);
    test.call(3, "advance", json!([1]), 1.0);
    let kinds: Vec<_> = test.answers.iter().map(|answer| answer["error"]["kind"].clone()).collect();
    assert_eq!(kinds, ["HandsOnly", "EmulatedOnly"]);
}

#[test]
fn arguments_are_checked_as_for_the_emulated_board() {
    let mut test = Test::connected();
    for (id, name, args, text) in [
        (2, "init", json!(["GP9", {"pul": 1}]), "GP9: init has no setting 'pul'; it has mode, pull, drive, alt, value"),
        (3, "value", json!(["GP9", "on"]), "level is \"low\", \"high\", false, true, 0 or 1, not \"on\""),
        (4, "toggle", json!(["GP9", 1]), "toggle(pin) takes no further argument, but 1 was given"),
        (5, "events", json!(["0"]), "since is a whole number, 0 or more, not \"0\""),
    ] {
        test.call(id, name, args, 1.0);
        assert_eq!(test.answers.last(), Some(&error(id, "BadArgument", text)));
    }
    assert_eq!(test.take_sent(), []);
}

#[test]
fn a_board_may_give_any_time() {
    let mut test = Test::connected();
    test.snapshot(u64::MAX, Power::Active, 1.0);
    test.call(2, "snapshot", json!([]), 1.0);
    let time_ns = test.answers.last().and_then(|answer| answer["value"]["time_ns"].as_u64());
    assert!(time_ns.is_some_and(|time_ns| time_ns <= pinscope_protocol::MAX_SAFE_INTEGER), "{time_ns:?}");
}

#[test]
fn a_second_connect_lets_the_board_identify_itself_again() {
    let mut test = Test::connected();
    test.call(2, "connect", json!(["bridge"]), 10.0);
    assert_eq!(test.opened, 1, "the transport stays open");
    assert_eq!(test.take_sent(), [RequestKind::Identify]);
    test.call(3, "connect", json!(["serial"]), 20.0);
    assert_eq!(test.opened, 2);
}

#[test]
fn disconnect_ends_every_call() {
    let mut test = Test::connected();
    test.call(2, "toggle", json!(["GP9"]), 1.0);
    test.call(3, "connect", json!(["bridge"]), 1.0);
    test.call(4, "disconnect", json!([]), 1.0);
    let text = "the board was disconnected before it answered";
    let expected = [error(2, "NoAnswer", text), error(3, "NoBoard", text), json!({"id": 4.0, "value": null})];
    assert_eq!(test.answers, expected);
}

#[test]
fn the_trace_of_a_board_is_sent_for_a_file() {
    let mut test = Test::connected();
    let call = Call { id: 7.0, name: "vcd".to_owned(), args: Vec::new() };
    test.session.enqueue(Message::Call(call));
    let is_trace =
        |output: &Output| matches!(output, Output::Answer(Answer { id: 7.0, outcome: Ok(answers::Value::Trace(_)) }));
    assert!(test.session.poll(0.0).iter().any(is_trace));
}
