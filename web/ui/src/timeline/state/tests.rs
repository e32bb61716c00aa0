//! Tests of the actions on the timeline.

use pinscope_core::PinId::{GP9, GP10};
use pinscope_core::{Event, EventKind, PadLevel, PinId};
use pinscope_protocol::waveform::{Lane, Segment, Waveform};
use pinscope_protocol::{Pulse, Request, TraceAnswer, TraceQuery};

use super::State;
use crate::timeline::action::{Cursor, CursorTarget, TimelineAction};
use crate::timeline::status::StatusMessage;
use crate::timeline::window::tests::waveform;

/// Returns a running timeline of 1000 pixels from 10 to 20 s. GP10 rises in the pixel of 15 s.
fn state() -> State {
    let mut lanes = vec![Lane::default(); PinId::COUNT];
    lanes[GP10.index()].runs = vec![(0, Segment::Low), (500, Segment::High), (999, Segment::Unknown)];
    let mut state = State::default();
    state.window.resize(1_000.0, 1.0);
    state.set_waveform(Waveform { lanes, ..waveform() }, true);
    state
}

fn update(state: &mut State, action: TimelineAction) -> Vec<Request> {
    state.update(action, GP10)
}

fn at(x: f64) -> CursorTarget {
    CursorTarget { x, pin: Some(GP10), is_free: false }
}

fn click(state: &mut State, x: f64, times: i32, with_shift: bool) {
    update(state, TimelineAction::PointerDown(1, x));
    update(state, TimelineAction::PointerUp(1));
    update(state, TimelineAction::Click { target: at(x), times, with_shift });
}

#[test]
fn clicks_place_a_then_b_then_a_again_and_with_shift_always_b() {
    let mut state = state();
    click(&mut state, 100.0, 1, false);
    assert_eq!(state.cursors, [Some(11_000_000_000), None]);
    click(&mut state, 200.0, 1, false);
    assert_eq!(state.cursors, [Some(11_000_000_000), Some(12_000_000_000)]);
    click(&mut state, 300.0, 1, true);
    assert_eq!(state.cursors, [Some(11_000_000_000), Some(13_000_000_000)]);
    click(&mut state, 400.0, 1, false);
    assert_eq!(state.cursors, [Some(14_000_000_000), Some(13_000_000_000)]);
}

#[test]
fn a_double_click_follows_the_present_and_places_no_cursor() {
    let mut state = state();
    update(&mut state, TimelineAction::Pan(100.0));
    click(&mut state, 100.0, 1, false);
    click(&mut state, 100.0, 2, false);
    assert_eq!(state.cursors, [None, None]);
    assert!(state.window.follows());
}

#[test]
fn the_end_of_a_drag_places_no_cursor() {
    let mut state = state();
    update(&mut state, TimelineAction::PointerDown(1, 100.0));
    let requests = update(&mut state, TimelineAction::PointerMove(1, 150.0));
    assert!(matches!(requests[..], [Request::View(view)] if view.from_ns == Some(9.5e9)), "{requests:?}");
    update(&mut state, TimelineAction::PointerUp(1));
    update(&mut state, TimelineAction::Click { target: at(150.0), times: 1, with_shift: false });
    assert_eq!(state.cursors, [None, None]);
}

#[test]
fn only_another_part_of_the_record_is_requested() {
    let mut state = state();
    assert!(update(&mut state, TimelineAction::PlaceCursor(Cursor::A)).is_empty());
    assert_eq!(state.cursors[0], Some(15_000_000_000), "the middle");
    assert_eq!(update(&mut state, TimelineAction::Zoom(2.0, None)).len(), 1);
    update(&mut state, TimelineAction::Follow(true));
    assert!(update(&mut state, TimelineAction::Follow(true)).is_empty(), "it follows already");
}

#[test]
fn a_cursor_moves_by_pixels_and_stays_in_view() {
    let mut state = state();
    update(&mut state, TimelineAction::DragCursor(Cursor::B, at(995.0)));
    update(&mut state, TimelineAction::NudgeCursor(Cursor::B, 10.0));
    assert_eq!(state.cursors[1], Some(20_000_000_000));
    update(&mut state, TimelineAction::NudgeCursor(Cursor::A, 10.0));
    assert_eq!(state.cursors[0], None, "a cursor that does not exist is not moved");
}

#[test]
fn a_cursor_snaps_to_an_edge_of_its_lane_exactly_unless_it_is_free() {
    let mut state = state();
    let requests = update(&mut state, TimelineAction::DragCursor(Cursor::A, at(504.0)));
    let asked_ns = 15_000_000_000;
    let [Request::Query(TraceQuery::NearestEdge { pin: Some(GP10), time_ns, max_distance_ns })] = requests[..] else {
        panic!("{requests:?}")
    };
    assert_eq!((state.cursors[0], time_ns, max_distance_ns), (Some(asked_ns), asked_ns, 60_000_000));
    let edge_ns = Some(15_003_333_333);
    update(&mut state, TimelineAction::Answer(TraceAnswer::Edge { time_ns: asked_ns, edge_ns }));
    assert_eq!(state.cursors[0], edge_ns);
    update(&mut state, TimelineAction::Answer(TraceAnswer::Edge { time_ns: asked_ns, edge_ns: Some(5) }));
    assert_eq!(state.cursors[0], edge_ns, "an old answer moves nothing");

    let free = CursorTarget { is_free: true, ..at(504.0) };
    assert!(update(&mut state, TimelineAction::DragCursor(Cursor::A, free)).is_empty());
    assert_eq!(state.cursors[0], Some(15_040_000_000));
    update(&mut state, TimelineAction::DragCursor(Cursor::A, CursorTarget { pin: Some(GP9), ..at(504.0) }));
    assert_eq!(state.cursors[0], Some(15_040_000_000), "GP9 has no edge there");
}

#[test]
fn a_step_goes_from_cursor_a_or_from_the_edge_of_the_view() {
    let step = |a, is_forward| {
        let mut state = self::state();
        state.cursors[0] = a;
        let requests = update(&mut state, TimelineAction::Step { is_forward });
        let [Request::Query(query)] = requests[..] else { panic!("{requests:?}") };
        query
    };
    assert_eq!(step(None, false), TraceQuery::Previous { pin: GP10, before_ns: 20_000_000_001 });
    assert_eq!(step(None, true), TraceQuery::Next { pin: GP10, from_ns: 10_000_000_000 });
    let in_view = Some(15_000_000_000);
    assert_eq!(step(in_view, false), TraceQuery::Previous { pin: GP10, before_ns: 15_000_000_000 });
    assert_eq!(step(in_view, true), TraceQuery::Next { pin: GP10, from_ns: 15_000_000_001 });
    assert_eq!(step(Some(1_000_000_000), true), TraceQuery::Next { pin: GP10, from_ns: 10_000_000_000 });
}

#[test]
fn steps_that_come_faster_than_answers_are_not_lost() {
    let mut state = state();
    assert_eq!(update(&mut state, TimelineAction::Step { is_forward: false }).len(), 1);
    assert!(update(&mut state, TimelineAction::Step { is_forward: false }).is_empty());
    let event = Event { time_ns: 5_000, kind: EventKind::Level { pin: GP10, level: PadLevel::High } };
    let requests = update(&mut state, TimelineAction::Answer(TraceAnswer::Event(Some(event))));
    let query = TraceQuery::Previous { pin: GP10, before_ns: 5_000 };
    assert!(matches!(requests[..], [Request::View(_), Request::Query(asked)] if asked == query), "{requests:?}");
    // Another action takes the place of the steps that wait.
    update(&mut state, TimelineAction::Clear);
    assert!(update(&mut state, TimelineAction::Answer(TraceAnswer::Event(Some(event)))).is_empty());
    assert_eq!(state.cursors[0], None);
}

#[test]
fn a_found_event_has_cursor_a_and_is_in_view_and_measured() {
    let mut state = state();
    let event = |time_ns| Event { time_ns, kind: EventKind::Level { pin: GP9, level: PadLevel::High } };
    let found = |event| TimelineAction::Answer(TraceAnswer::Event(event));
    update(&mut state, TimelineAction::Step { is_forward: true });
    let requests = update(&mut state, found(Some(event(12_000_000_000))));
    let query = TraceQuery::Pulse { pin: GP9, time_ns: 12_000_000_000 };
    assert!(matches!(requests[..], [Request::View(_), Request::Query(asked)] if asked == query), "{requests:?}");
    assert_eq!(state.window.view().from_ns, Some(10e9), "it is in view, and time runs");
    update(&mut state, TimelineAction::Step { is_forward: false });
    update(&mut state, found(Some(event(6_000_000_000))));
    assert_eq!((state.cursors[0], state.window.view().from_ns), (Some(6_000_000_000), Some(1e9)));
    assert_eq!(state.status.text, "GP9 high at 6.000 000 000 s");
    update(&mut state, TimelineAction::Step { is_forward: true });
    update(&mut state, found(None));
    assert_eq!(state.status.text, "There is no later edge or interrupt of GP10.");
}

#[test]
fn a_zoom_without_a_pointer_keeps_the_cursor_or_the_last_event_in_place() {
    let mut state = state();
    update(&mut state, TimelineAction::Zoom(2.0, None));
    assert!(state.window.follows(), "the present is the anchor while it is followed");
    let mut paused = self::state();
    paused.is_running = false;
    update(&mut paused, TimelineAction::Zoom(2.0, None));
    assert_eq!(paused.window.view().from_ns, Some(12.5e9), "15 s stays at pixel 500");
    let mut paused = self::state();
    update(&mut paused, TimelineAction::DragCursor(Cursor::B, at(200.0)));
    update(&mut paused, TimelineAction::Zoom(2.0, None));
    assert_eq!(paused.window.view().from_ns, Some(11e9), "12 s stays at pixel 200");
}

#[test]
fn a_pointer_that_rests_on_the_record_measures_a_pulse() {
    let mut state = state();
    let requests = update(&mut state, TimelineAction::Rest(Some((GP10, 300.0))));
    let query = TraceQuery::Pulse { pin: GP10, time_ns: 13_000_000_000 };
    assert!(matches!(requests[..], [Request::Query(asked)] if asked == query), "{requests:?}");
    let pulse = Pulse { level: PadLevel::Low, from_ns: None, to_ns: Some(15_000_000_000), period_ns: None };
    let answer = |time_ns| TimelineAction::Answer(TraceAnswer::Pulse { pin: GP10, time_ns, pulse: Some(pulse) });
    update(&mut state, answer(1));
    assert!(state.measurement.is_none(), "that was asked for earlier");
    update(&mut state, answer(13_000_000_000));
    assert_eq!(state.measurement.map(|measured| measured.pulse), Some(pulse));
    update(&mut state, TimelineAction::Rest(None));
    assert!(state.measurement.is_none());
    let mut later = waveform();
    later.now_ns = 12_000_000_000;
    state.set_waveform(later, true);
    assert!(update(&mut state, TimelineAction::Rest(Some((GP10, 300.0)))).is_empty(), "nothing has happened there yet");
}

#[test]
fn a_message_goes_with_the_next_action_and_with_a_new_bench() {
    let mut state = state();
    let message = || StatusMessage::refused("no");
    update(&mut state, TimelineAction::ShowStatus(message()));
    assert_eq!(state.status.text, "not replayed: no");
    update(&mut state, TimelineAction::Clear);
    assert_eq!(state.status, StatusMessage::default());
    update(&mut state, TimelineAction::Follow(false));
    assert!(state.status.text.starts_with("The view stays here."));
    update(&mut state, TimelineAction::ShowStatus(message()));
    update(&mut state, TimelineAction::Pan(50.0));
    state.reset();
    assert!(state.window.follows() && state.status == StatusMessage::default());
}

#[test]
fn restoring_keeps_the_present_size() {
    let before = state();
    let mut state = State::default();
    state.window.resize(500.0, 3.0);
    state.restore(before);
    assert_eq!((state.window.width(), state.window.density), (500.0, 3.0));
    assert!(state.waveform.is_some());
}
