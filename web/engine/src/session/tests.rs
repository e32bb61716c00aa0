//! Tests of the engine, which receives messages and the time and returns outputs.

use pinscope_core::PinId::{GP9, GP10, GP12};
use pinscope_core::{Event, EventKind, Level, PadLevel};
use pinscope_emulator::{Stimulus, Trace, share};
use pinscope_protocol::{BenchView, Checkpoint, Frame, LeftBench, TraceExport, Until};
use serde_json::{Value as Json, json};

use super::*;
use crate::test_support::{arguments, to_json};

const CLICK: Message = Message::Request(Request::Stimulus(Stimulus::Click { pin: GP10 }));

/// Returns an engine at 0 ms, whose page has asked for its first frame and shown it.
fn engine() -> Engine {
    let mut engine = Engine::default();
    engine.enqueue(Message::Request(Request::FrameShown));
    assert!(frame(&engine.poll(0.0)).is_some());
    engine.enqueue(Message::Request(Request::FrameShown));
    engine
}

fn call(engine: &mut Engine, name: &str, args: Json) {
    engine.enqueue(Message::Call(Call { id: 7.0, name: name.to_owned(), args: arguments(args) }));
}

/// Makes a call at 0 ms and returns its answer.
fn answer_to(engine: &mut Engine, name: &str, args: Json) -> Option<Json> {
    call(engine, name, args);
    answer(&engine.poll(0.0))
}

fn answer(outputs: &[Output]) -> Option<Json> {
    outputs.iter().find_map(|output| match output {
        Output::Answer(answer) => Some(to_json(answer)),
        _ => None,
    })
}

fn frame(outputs: &[Output]) -> Option<&Frame> {
    outputs.iter().find_map(|output| match output {
        Output::Reply(Reply::Frame(frame)) => Some(&**frame),
        _ => None,
    })
}

#[test]
fn a_click_comes_back_as_a_frame_with_its_events() {
    let mut engine = engine();
    engine.enqueue(CLICK);
    let outputs = engine.poll(1.0);
    let frame = frame(&outputs).expect("a frame");
    assert!(frame.events.iter().any(|(_, event)| matches!(event.kind, EventKind::Irq { pin: GP10, .. })));
    assert_eq!(frame.snapshot.status(GP10).level, Some(PadLevel::High));
}

#[test]
fn one_frame_waits_for_its_acknowledgement_and_one_urgent_frame_does_not() {
    let mut engine = engine();
    assert!(frame(&engine.poll(20.0)).is_some());
    assert!(frame(&engine.poll(40.0)).is_none(), "the last one was not acknowledged");
    engine.enqueue(CLICK);
    assert!(frame(&engine.poll(41.0)).is_some(), "a click is urgent");
    engine.enqueue(CLICK);
    assert!(frame(&engine.poll(42.0)).is_none(), "only one goes ahead");
    engine.enqueue(Message::Request(Request::FrameShown));
    assert!(frame(&engine.poll(43.0)).is_some());
}

#[test]
fn a_call_is_answered_with_its_number() {
    let mut engine = engine();
    assert_eq!(answer_to(&mut engine, "value", json!(["GP10"])), Some(json!({"id": 7.0, "value": 0})));
    let error = json!({"kind": "BadArgument", "message": "window.pinscope has no function 'fly'"});
    assert_eq!(answer_to(&mut engine, "fly", json!([])), Some(json!({"id": 7.0, "error": error})));
    let snapshot = answer_to(&mut engine, "snapshot", json!([])).expect("an answer");
    assert_eq!(snapshot["value"]["pins"][0]["mode"], "IN");
    assert_eq!(snapshot["value"]["running"], true);
}

#[test]
fn advance_goes_in_slices_and_answers_at_its_end() {
    let mut engine = engine();
    answer_to(&mut engine, "pause", json!([]));
    answer_to(&mut engine, "clock", json!(["GP10", 100_000]));
    call(&mut engine, "advance", json!([1_000_000_000]));
    call(&mut engine, "value", json!(["GP10"]));
    let mut turns = 0;
    let outputs = loop {
        turns += 1;
        let outputs = engine.poll(0.0);
        if answer(&outputs).is_some() {
            break outputs;
        }
        assert!(engine.is_busy());
    };
    assert!(turns > 1, "200 000 edges are more than one slice");
    assert!(!engine.is_busy());
    assert_eq!(engine.time_ns(), 1_000_000_000);
    let answers = outputs.iter().filter(|output| matches!(output, Output::Answer(_))).count();
    assert_eq!(answers, 2, "the next call waited for it");
}

#[test]
fn simulated_time_follows_real_time_at_its_speed_and_gives_up_what_it_cannot_catch_up_with() {
    let mut engine = engine();
    engine.poll(10.0);
    assert_eq!(engine.time_ns(), 10_000_000);
    engine.enqueue(Message::Request(Request::Speed(2.0)));
    engine.poll(10.0);
    engine.poll(20.0);
    assert_eq!(engine.time_ns(), 30_000_000);
    engine.enqueue(Message::Request(Request::Run(false)));
    engine.poll(20.0);
    engine.poll(1000.0);
    assert_eq!(engine.time_ns(), 30_000_000);
    engine.enqueue(Message::Request(Request::Run(true)));
    engine.enqueue(Message::Request(Request::Speed(1.0)));
    engine.poll(1000.0);
    engine.poll(1001.0);
    engine.poll(1101.0);
    assert_eq!(engine.time_ns(), 131_000_000);
    call(&mut engine, "clock", json!(["GP10", 1]));
    engine.poll(1101.0);
    engine.poll(4101.0);
    assert_eq!(engine.time_ns(), 131_000_000);
    assert_eq!(engine.pacer.behind_ns(), 3_000_000_000);
    engine.poll(4111.0);
    assert_eq!(engine.time_ns(), 141_000_000);
}

#[test]
fn a_long_advance_answers_questions_and_ends_when_time_is_paused() {
    let mut engine = engine();
    answer_to(&mut engine, "clock", json!(["GP10", 1_000_000]));
    call(&mut engine, "advance", json!([1_000_000_000_000_u64]));
    assert_eq!(answer(&engine.poll(0.0)), None);
    call(&mut engine, "snapshot", json!([]));
    assert_eq!(answer(&engine.poll(10.0)), None, "it was asked for after the advance");
    let snapshot = answer(&engine.poll(100.0)).expect("an answer");
    assert!(snapshot["value"]["time_ns"].as_u64().is_some_and(|time_ns| time_ns < 1_000_000_000_000));
    call(&mut engine, "pause", json!([]));
    engine.poll(110.0);
    assert!(!engine.is_busy());
}

#[test]
fn a_step_answers_its_call_when_it_has_ended() {
    let mut engine = engine();
    answer_to(&mut engine, "pause", json!([]));
    answer_to(&mut engine, "clock", json!(["GP10", 1_000]));
    call(&mut engine, "step", json!(["edge"]));
    engine.poll(0.0);
    assert_eq!(answer(&engine.poll(0.0)), Some(json!({"id": 7.0, "value": null})));
    assert_eq!(engine.time_ns(), 500_000);
    let error = json!({"kind": "BadArgument", "message": "a step is \"edge\", \"interrupt\" or \"line\", not \"hop\""});
    assert_eq!(answer_to(&mut engine, "step", json!(["hop"])), Some(json!({"id": 7.0, "error": error})));
    call(&mut engine, "step", json!(["line"]));
    engine.poll(0.0);
    assert_eq!(answer(&engine.poll(0.0)), Some(json!({"id": 7.0, "value": null})), "no script runs");
}

#[test]
fn timed_stimuli_are_refused_by_name() {
    let mut engine = engine();
    let mut refusal = |stimuli: Json| {
        let answer = answer_to(&mut engine, "python", json!(["", {"stimuli": stimuli}])).expect("a refusal");
        answer["error"]["message"].as_str().expect("a message").to_owned()
    };
    let press = |at_ns: i64| json!({"at_ns": at_ns, "press": ["GP2"]});
    assert_eq!(refusal(json!(1)), "stimuli is an array, not 1");
    let before = "stimuli[1]: at_ns is 1, which is before that of the stimulus before it";
    assert_eq!(refusal(json!([press(2), press(1)])), before);
    assert!(refusal(json!([press(-1)])).starts_with("stimuli[0]: at_ns is a whole number"));
    assert!(refusal(json!([{"at_ns": 0}])).starts_with("stimuli[0]: a stimulus has at_ns and exactly one of: drive"));
    assert!(refusal(json!([{"at_ns": 0, "hit": []}])).starts_with("stimuli[0]: there is no stimulus 'hit'"));
    assert!(refusal(json!([{"at_ns": 0, "press": ["GP99"]}])).starts_with("stimuli[0]: there is no pin 'GP99'"));
}

#[test]
fn time_pauses_at_the_event_that_stops_it() {
    let mut engine = engine();
    engine.enqueue(Message::Request(Request::StopOn(Some(Until::Interrupt(Some(GP10))))));
    engine.enqueue(CLICK);
    engine.poll(1.0);
    assert!(!engine.pacer.is_running());
}

#[test]
fn a_trace_is_sent_as_it_is_when_its_call_is_executed() {
    let mut engine = engine();
    call(&mut engine, "vcd", json!([]));
    call(&mut engine, "drive", json!(["GP10", "high"]));
    call(&mut engine, "vcd", json!([]));
    let traces: Vec<_> = engine.poll(0.0).iter().filter_map(trace).collect();
    let [before, after] = traces.as_slice() else { panic!("{} traces", traces.len()) };
    assert!(before.next() < after.next());
    assert_eq!(engine.playground.machine().trace(Clone::clone), *after);
}

/// Returns the trace that an output carries.
fn trace(output: &Output) -> Option<Trace> {
    let Output::Answer(Answer { outcome: Ok(Value::Trace(bytes)), .. }) = output else { return None };
    let export: TraceExport<Trace> = pinscope_protocol::decode(bytes).expect("a trace");
    Some(export.trace)
}

#[test]
fn a_recording_is_replayed_from_now_on_and_its_call_is_answered() {
    let mut engine = engine();
    engine.poll(10.0);
    let changes = vec![Change { time_ns: 5, pin: GP9, level: Some(Level::High) }];
    engine.enqueue(Message::Request(Request::Replay { call: 3.0, changes }));
    assert_eq!(answer(&engine.poll(10.0)), Some(json!({"id": 3.0, "value": null})));
    engine.poll(11.0);
    let is_high = |event: Event| event.kind == EventKind::Level { pin: GP9, level: PadLevel::High };
    let times =
        |trace: &Trace| trace.since(0).filter(|(_, event)| is_high(*event)).map(|(_, event)| event.time_ns).collect();
    let times: Vec<_> = engine.playground.machine().trace(times);
    assert_eq!(times, [10_000_005]);
}

#[test]
fn a_recording_that_reaches_beyond_the_end_of_time_is_refused_and_changes_nothing() {
    let mut engine = engine();
    let first = vec![Change { time_ns: 5_000_000, pin: GP9, level: Some(Level::High) }];
    engine.enqueue(Message::Request(Request::Replay { call: 3.0, changes: first }));
    engine.poll(1.0);
    let changes = vec![
        Change { time_ns: 0, pin: GP9, level: Some(Level::Low) },
        Change { time_ns: (1 << 53) - 1, pin: GP9, level: Some(Level::High) },
    ];
    engine.enqueue(Message::Request(Request::Replay { call: 4.0, changes }));
    let refused = answer(&engine.poll(1.0)).expect("an answer");
    assert_eq!(refused["error"]["kind"], "TimeTooLate");
    let message = refused["error"]["message"].as_str().unwrap_or_default();
    assert!(message.contains("9007199254740991 ns"), "{message}");
    assert_eq!(engine.playground.machine().level(GP9), PadLevel::Floating);
    engine.poll(10.0);
    assert_eq!(engine.playground.machine().level(GP9), PadLevel::High, "the recording before goes on");
}

#[test]
fn a_changed_bench_is_reported_once_and_can_be_loaded() {
    let mut engine = engine();
    answer_to(&mut engine, "drive", json!(["GP10", "high"]));
    let changed = |outputs: Vec<Output>| {
        outputs.into_iter().find_map(|output| match output {
            Output::Reply(Reply::BenchChanged(text)) => Some(text),
            _ => None,
        })
    };
    let text = changed(engine.poll(200.0)).expect("a report");
    assert_eq!(changed(engine.poll(400.0)), None);
    let mut other = self::engine();
    assert_eq!(answer_to(&mut other, "load", json!([text])), Some(json!({"id": 7.0, "value": {"skipped": 0}})));
    assert_eq!(answer_to(&mut other, "share", json!([])), Some(json!({"id": 7.0, "value": text})));
}

#[test]
fn an_engine_continues_from_a_checkpoint() {
    let mut engine = engine();
    engine.enqueue(CLICK);
    engine.poll(5.0);
    engine.begin_script(true, 5.0);
    let Reply::Checkpoint { bench: Some(bench), board, chunk } = engine.checkpoint() else {
        panic!("the first checkpoint has a bench");
    };
    let next = chunk.first + chunk.count;
    let mut other = self::engine();
    other.restore(&Checkpoint { bench, board, record: vec![chunk] });
    assert_eq!(other.time_ns(), engine.time_ns());
    assert_eq!(other.present_bench(), engine.present_bench());
    assert_eq!(other.playground.machine().trace(pinscope_emulator::Trace::next), next);
}

#[test]
fn a_checkpoint_has_the_settings_of_uarts_for_the_bytes_that_the_timeline_shows() {
    let mut engine = engine();
    engine.begin_script(true, 0.0);
    let no_pin = -1;
    engine.connect_uart(0, 2, GP12.index() as i32, no_pin, no_pin, no_pin);
    engine.configure_uart(0, 115_200, 8, 0);
    engine.write_uart(0, 0x55);
    engine.stop_uart(0);
    let Reply::Checkpoint { bench: Some(bench), board, chunk } = engine.checkpoint() else {
        panic!("the first checkpoint has a bench");
    };
    let mut other = self::engine();
    other.restore(&Checkpoint { bench, board, record: vec![chunk] });
    let formats = |engine: &Engine| engine.playground.machine().trace(|trace| trace.serial_formats().clone());
    assert_eq!(formats(&other), formats(&engine));
    assert_ne!(formats(&other), formats(&self::engine()));
}

#[test]
fn a_script_is_passed_to_the_interpreter_after_the_turn() {
    let mut engine = engine();
    call(&mut engine, "python", json!(["print(1)"]));
    let outputs = engine.poll(0.0);
    let expected = InterpreterCall { name: "python".to_owned(), text: "print(1)".to_owned() };
    assert!(matches!(outputs.last(), Some(Output::Interpret(call)) if *call == expected));
    assert_eq!(answer(&outputs), None);
}

#[test]
fn calls_that_come_in_one_turn_are_all_passed_on_in_their_order() {
    let mut engine = engine();
    call(&mut engine, "firmware", json!(["a channel"]));
    call(&mut engine, "type", json!(["\r"]));
    let passed_on = engine.poll(0.0).into_iter().filter_map(|output| match output {
        Output::Interpret(InterpreterCall { name, .. }) => Some(name),
        _ => None,
    });
    assert!(passed_on.eq(["firmware", "type"]));
}

#[test]
fn a_script_that_is_no_string_is_refused_and_not_run() {
    let mut engine = engine();
    for (name, args) in [("python", json!([5])), ("type", json!([])), ("python", json!(["print(1)", "x"]))] {
        call(&mut engine, name, args);
        let outputs = engine.poll(0.0);
        let kind = answer(&outputs).map(|answer| answer["error"]["kind"].clone());
        assert_eq!(kind, Some(json!("BadArgument")), "{name}");
        assert!(!outputs.iter().any(|output| matches!(output, Output::Interpret(_))), "{name}");
    }
}

#[test]
fn a_refused_call_changes_nothing() {
    let mut engine = engine();
    call(&mut engine, "pause", json!([]));
    engine.poll(0.0);
    let before = answer_to(&mut engine, "snapshot", json!([]));
    for (name, args) in [
        ("init", json!(["GP9", "OUT"])),
        ("init", json!(["GP9", {"mode": "OUT", "pul": "PULL_UP"}])),
        ("init", json!(["GP9", {"mode": "OUT", "value": "yes"}])),
        ("value", json!(["GP25", "on"])),
        ("value", json!(["GP25", 1, 1])),
        ("toggle", json!(["GP25", null])),
        ("irq", json!(["GP9", {"trigger": "IRQ_RISING", "prio": 3}])),
        ("irq", json!(["GP9", "IRQ_RISING"])),
        ("drive", json!(["GP9", true])),
        ("wire", json!(["GP9", "GP8", "GP7"])),
        ("bounce", json!(["GP10", 0])),
        ("reset", json!(["WIPY"])),
    ] {
        let answer = answer_to(&mut engine, name, args.clone());
        let kind = answer.map(|answer| answer["error"]["kind"].clone());
        assert_eq!(kind, Some(json!("BadArgument")), "{name}{args}");
    }
    assert_eq!(answer_to(&mut engine, "snapshot", json!([])), before);
}

#[test]
fn a_replaced_bench_is_reported_and_opens_again_with_its_script_view_and_notice() {
    let mut engine = engine();
    let replies = |engine: &mut Engine| -> Vec<Reply> {
        let reply = |output| match output {
            Output::Reply(reply) => Some(reply),
            _ => None,
        };
        engine.poll(0.0).into_iter().filter_map(reply).collect()
    };
    let link = |engine: &Engine| share::encode(&engine.present_bench());
    let replaced = |replies: &[Reply]| {
        replies.iter().find_map(|reply| match reply {
            Reply::Replaced { bench, left } => Some((bench.clone(), *left)),
            _ => None,
        })
    };
    call(&mut engine, "open", json!(["", ""]));
    assert_eq!(replaced(&replies(&mut engine)), None, "the first bench replaces none");
    call(&mut engine, "script", json!(["x = 1"]));
    answer_to(&mut engine, "init", json!(["GP9", {"mode": "OUT"}]));
    let before = link(&engine);
    for request in [Request::NewBench(Profile::Launchxl), Request::Example(0)] {
        let before = link(&engine);
        engine.enqueue(Message::Request(request));
        assert_eq!(replaced(&replies(&mut engine)), Some((before, None)));
    }
    let (present, view) = (link(&engine), BenchView { pin: GP9, span_ns: 5 });
    let bench = LeftBench { bench: before.clone(), view, example: None, notice: "read this".to_owned() };
    engine.enqueue(Message::Request(Request::Reopen { bench: Box::new(bench), left: 7 }));
    let replies = replies(&mut engine);
    assert_eq!(replaced(&replies), Some((present, Some(7))));
    assert!(replies.iter().any(|reply| matches!(reply, Reply::Opened(Some(opened)) if *opened == view)));
    assert!(replies.iter().any(|reply| matches!(reply, Reply::Notice { text, .. } if text == "read this")));
    assert_eq!(link(&engine), before);
    assert_eq!(engine.playground.source(), "x = 1");
}
