//! Tests of the reduction of a trace to columns.

use pinscope_core::EventKind::{Coalesced, Irq, Left, Pended, Reset, Sleep, Wake};
use pinscope_core::PinId::{GP9, GP10, GP17};
use pinscope_core::{EventKind, PadLevel, PinId, Power, Priority, ResetCause, Trigger};

use super::Segment::{Busy, Floating, High, Low, Unknown};
use super::Stage::{Preempted, Running, Waiting};
use super::{Lane, Mark, SleepEnd, SleepSpan, Span, TraceIndex, Viewport, Waveform};
use crate::trace::Trace;

const P1: Priority = Priority::P1;

fn level(pin: PinId, is_high: bool) -> EventKind {
    EventKind::Level { pin, level: if is_high { PadLevel::High } else { PadLevel::Low } }
}

fn irq(pin: PinId) -> EventKind {
    Irq { pin, trigger: Trigger::Rising, priority: P1 }
}

fn trace(events: &[(u64, EventKind)]) -> Trace {
    let mut trace = Trace::default();
    events.iter().for_each(|&(time_ns, kind)| trace.record(time_ns, kind));
    trace
}

/// Returns a waveform of ten columns of 10 ns from `from_ns` on, when the time is `now_ns`.
fn waveform(events: &[(u64, EventKind)], from_ns: f64, now_ns: u64) -> Waveform {
    let view = Viewport { from_ns: Some(from_ns), ns_per_column: 10.0, columns: 10, min_separation: 1 };
    TraceIndex::default().waveform(&trace(events), view, now_ns)
}

fn lane(waveform: &Waveform, pin: PinId) -> &Lane {
    &waveform.lanes[pin.index()]
}

fn span(from: u16, to: u16, stage: super::Stage) -> Span {
    Span { from, to, stage }
}

fn mark(column: u16, count: u32) -> Mark {
    Mark { column, count }
}

#[test]
fn an_edge_is_in_the_column_it_happens_in_and_at_a_border_in_the_next() {
    let events = [(9, level(GP10, true)), (20, level(GP10, false)), (39, level(GP10, true)), (40, level(GP10, false))];
    let shown = waveform(&events, 0.0, 95);
    assert_eq!(lane(&shown, GP10).runs, [(0, High), (2, Low), (3, High), (4, Low), (10, Unknown)]);
    assert_eq!(lane(&shown, GP9).runs, [(0, Floating), (10, Unknown)]);
    assert_eq!((shown.is_touched(GP10), shown.is_touched(GP9)), (true, false));
}

#[test]
fn a_column_with_two_changes_is_busy_and_adjacent_ones_are_one_run() {
    let pulse = |at: u64| [(at, level(GP10, true)), (at + 3, level(GP10, false))];
    let events = [pulse(21), pulse(31), pulse(45), pulse(72)].concat();
    let shown = waveform(&events, 0.0, 95);
    assert_eq!(lane(&shown, GP10).runs, [(0, Floating), (2, Busy), (5, Low), (7, Busy), (8, Low), (10, Unknown)]);
}

#[test]
fn busy_columns_end_at_a_single_change() {
    let events = [(21, level(GP10, true)), (22, level(GP10, false)), (23, level(GP10, true)), (35, level(GP10, false))];
    let shown = waveform(&events, 0.0, 95);
    assert_eq!(lane(&shown, GP10).runs, [(0, Floating), (2, Busy), (3, Low), (10, Unknown)]);
}

#[test]
fn changes_that_are_too_close_are_merged() {
    let changes = [5, 15, 45, 55, 65, 95].map(|at| (at, level(GP10, at % 20 == 5)));
    let served = |at: u64| [(at, irq(GP9)), (at, Left { pin: GP9 })];
    let events = [&changes[..], &served(5)[..], &served(25), &served(75)].concat();
    let mut events = events;
    events.sort_by_key(|&(time_ns, _)| time_ns);
    let view = Viewport { from_ns: Some(0.0), ns_per_column: 10.0, columns: 10, min_separation: 3 };
    let shown = TraceIndex::default().waveform(&trace(&events), view, 99);
    assert_eq!(lane(&shown, GP10).runs, [(0, Busy), (2, Low), (4, Busy), (7, High), (9, Low), (10, Unknown)]);
    assert_eq!(lane(&shown, GP9).spans, [span(0, 2, Running), span(7, 7, Running)]);
}

#[test]
fn the_left_edge_has_the_state_from_before_it() {
    let events = [
        (5, level(GP10, true)),
        (6, Pended { pin: GP10 }),
        (7, irq(GP10)),
        (8, Pended { pin: GP9 }),
        (9, irq(GP9)),
        (10, Pended { pin: GP17 }),
        (130, Left { pin: GP9 }),
        (150, Left { pin: GP10 }),
        (150, irq(GP17)),
        (160, Left { pin: GP17 }),
    ];
    let shown = waveform(&events, 100.0, 400);
    assert_eq!(lane(&shown, GP10).runs, [(0, High), (10, Unknown)]);
    assert_eq!(lane(&shown, GP10).spans, [span(0, 3, Preempted), span(3, 5, Running)]);
    assert_eq!(lane(&shown, GP9).spans, [span(0, 3, Running)]);
    assert_eq!(lane(&shown, GP17).spans, [span(0, 5, Waiting), span(5, 6, Running)]);
    assert!(lane(&shown, GP17).pended.is_empty());
}

#[test]
fn an_interrupt_waits_runs_is_preempted_and_ends() {
    let events = [
        (5, Pended { pin: GP10 }),
        (25, irq(GP10)),
        (41, Pended { pin: GP9 }),
        (41, irq(GP9)),
        (44, Coalesced { pin: GP10 }),
        (45, Coalesced { pin: GP10 }),
        (65, Left { pin: GP9 }),
        (85, Left { pin: GP10 }),
    ];
    let shown = waveform(&events, 0.0, 95);
    let gp10 = lane(&shown, GP10);
    assert_eq!(gp10.spans, [span(0, 2, Waiting), span(2, 4, Running), span(4, 6, Preempted), span(6, 8, Running)]);
    assert_eq!((gp10.pended.as_slice(), gp10.coalesced.as_slice()), (&[mark(0, 1)][..], &[mark(4, 2)][..]));
    assert_eq!(lane(&shown, GP9).spans, [span(4, 6, Running)]);
}

#[test]
fn a_handler_that_takes_no_time_has_a_mark_and_many_in_a_column_are_counted() {
    let served = |at: u64| [(at, Pended { pin: GP10 }), (at, irq(GP10)), (at, Left { pin: GP10 })];
    let shown = waveform(&[served(21), served(24), served(28), served(55)].concat(), 0.0, 95);
    assert_eq!(lane(&shown, GP10).spans, [span(2, 2, Running), span(5, 5, Running)]);
    assert_eq!(lane(&shown, GP10).pended, [mark(2, 3), mark(5, 1)]);
}

#[test]
fn a_sleep_has_the_cause_of_its_end_even_if_that_is_out_of_view() {
    let sleep = |at| (at, Sleep { power: Power::Suspended });
    let wake = |at| (at, Wake { pin: GP17, from: Power::Suspended });
    let events = [sleep(5), wake(250), (250, irq(GP17)), (250, Left { pin: GP17 }), (300, level(GP9, true))];
    let woken_sleep = SleepSpan {
        power: Power::Suspended,
        from_ns: 5,
        to_ns: 250,
        end: SleepEnd::Woken(GP17, Some(Trigger::Rising)),
    };
    // The sleep begins before the viewport, or ends after it.
    assert_eq!(waveform(&events, 100.0, 400).sleeps, [woken_sleep]);
    assert_eq!(waveform(&events, 0.0, 400).sleeps, [woken_sleep]);
    assert_eq!(waveform(&events, 260.0, 400).sleeps, []);
    let asleep = SleepSpan { to_ns: 90, end: SleepEnd::Asleep, ..woken_sleep };
    assert_eq!(waveform(&[sleep(5)], 0.0, 90).sleeps, [asleep]);
    let reset = (50, Reset { cause: ResetCause::PowerOn });
    assert_eq!(
        waveform(&[sleep(5), reset], 0.0, 90).sleeps,
        [SleepSpan { to_ns: 50, end: SleepEnd::Reset, ..woken_sleep }]
    );
    // IDLE is not shown as a sleep, and waking from it clears no pending interrupt.
    let idle =
        [(5, Pended { pin: GP10 }), (6, Sleep { power: Power::Idle }), (40, Wake { pin: GP10, from: Power::Idle })];
    let shown = waveform(&idle, 0.0, 90);
    assert!(shown.sleeps.is_empty());
    assert_eq!(lane(&shown, GP10).spans, [span(0, 10, Waiting)]);
}

#[test]
fn an_interrupt_that_a_sleep_cleared_is_not_waited_for() {
    let events = [
        (5, Pended { pin: GP10 }),
        (6, Sleep { power: Power::Suspended }),
        (40, Wake { pin: GP17, from: Power::Suspended }),
    ];
    assert_eq!(lane(&waveform(&events, 0.0, 90), GP10).spans, [span(0, 4, Waiting)]);
    assert_eq!(lane(&waveform(&events, 50.0, 90), GP10).spans, []);
}

#[test]
fn many_sleeps_in_a_column_are_one() {
    let short_sleep =
        |at: u64| [(at, Sleep { power: Power::Suspended }), (at + 1, Wake { pin: GP17, from: Power::Suspended })];
    let shown = waveform(&[short_sleep(21), short_sleep(24), short_sleep(28), short_sleep(31)].concat(), 0.0, 90);
    let times: Vec<_> = shown.sleeps.iter().map(|sleep| (sleep.from_ns, sleep.to_ns)).collect();
    assert_eq!(times, [(21, 29), (31, 32)]);
}

#[test]
fn a_viewport_that_follows_has_the_present_near_its_right_edge_and_nothing_after_it() {
    let view = Viewport { from_ns: None, ns_per_column: 10.0, columns: 100, min_separation: 1 };
    let events = trace(&[(9_990, level(GP10, true))]);
    let shown = TraceIndex::default().waveform(&events, view, 10_000);
    assert_eq!((shown.from_ns, shown.to_ns()), (9_200.0, 10_200.0));
    assert_eq!(lane(&shown, GP10).runs, [(0, Floating), (79, High), (81, Unknown)]);
    // An event at the present time is shown.
    let shown = TraceIndex::default().waveform(&trace(&[(10_000, level(GP10, true))]), view, 10_000);
    assert_eq!(lane(&shown, GP10).runs, [(0, Floating), (80, High), (81, Unknown)]);
    // The viewport can begin before time 0, where the levels are unknown.
    let shown = TraceIndex::default().waveform(&trace(&[(20, level(GP10, true))]), view, 40);
    assert_eq!(shown.from_ns, -760.0);
    assert_eq!(lane(&shown, GP10).runs, [(0, Unknown), (76, Floating), (78, High), (81, Unknown)]);
}

#[test]
fn the_time_of_dropped_events_is_unknown_and_their_result_is_known() {
    let mut trace = Trace::with_capacity(2);
    trace.record(5, level(GP9, true));
    trace.record(35, level(GP10, true));
    trace.record(55, level(GP10, false));
    trace.record(75, level(GP10, true));
    let view = Viewport { from_ns: Some(0.0), ns_per_column: 10.0, columns: 10, min_separation: 1 };
    let shown = TraceIndex::default().waveform(&trace, view, 95);
    assert_eq!((shown.lost, shown.kept_from_ns), (2, 35));
    assert_eq!(lane(&shown, GP10).runs, [(0, Unknown), (3, High), (5, Low), (7, High), (10, Unknown)]);
    assert_eq!(lane(&shown, GP9).runs, [(0, Unknown), (3, High), (10, Unknown)]);
    assert!(shown.is_touched(GP9));
}

/// An index that is used while the trace grows and drops events gives the same waveform as a new index.
#[test]
fn an_index_that_was_updated_agrees_with_a_new_one() {
    let mut trace = Trace::with_capacity(20_000);
    let mut index = TraceIndex::default();
    for at in 0..60_000 {
        trace.record(at * 7, level(PinId::ALL[at as usize % 25], at / 25 % 2 == 0));
        if at % 1_777 == 0 {
            let now_ns = at * 7;
            for back_ns in [0, 5_000, 90_000, 400_000] {
                let from_ns = Some(now_ns.saturating_sub(back_ns) as f64);
                let view = Viewport { from_ns, ns_per_column: 13.0, columns: 100, min_separation: 1 };
                assert_eq!(index.waveform(&trace, view, now_ns), TraceIndex::default().waveform(&trace, view, now_ns));
            }
        }
    }
}

#[test]
fn a_million_events_are_reduced_to_busy_columns() {
    let mut trace = Trace::default();
    for at in 0..1_000_000 {
        trace.record(at * 20_000, level(PinId::ALL[at as usize % 25], at / 25 % 2 == 0));
    }
    let view = Viewport { from_ns: Some(0.0), ns_per_column: 2e10 / 1200.0, columns: 1200, min_separation: 1 };
    let shown = TraceIndex::default().waveform(&trace, view, 20_000_000_000);
    assert_eq!(lane(&shown, GP10).runs, [(0, Busy), (1200, Unknown)]);
}

#[test]
fn a_level_that_was_not_reported_is_unknown() {
    let mut levels = [None; PinId::COUNT];
    levels[GP9.index()] = Some(PadLevel::High);
    let mut trace = Trace::known_from(20, levels);
    trace.record(45, level(GP10, false));
    trace.record(60, EventKind::Unknown { pin: GP9 });
    let view = Viewport { from_ns: Some(0.0), ns_per_column: 10.0, columns: 10, min_separation: 1 };
    let shown = TraceIndex::default().waveform(&trace, view, 95);
    let known = |pin| lane(&shown, pin).runs.iter().copied().filter(|run| run.1 != Unknown).collect::<Vec<_>>();
    assert_eq!((known(GP9), known(GP10)), (vec![(2, High)], vec![(4, Low)]));
    assert!(lane(&shown, GP9).runs.contains(&(6, Unknown)));
    assert_eq!((shown.kept_from_ns, shown.is_touched(GP9)), (20, false));
}
