//! What becomes of a record, column by column.

use std::time::Instant;

use pinscope_core::EventKind::{Coalesced, Irq, Left, Pended, Reset, Sleep, Wake};
use pinscope_core::PinId::{GP9, GP10, GP17};
use pinscope_core::{EventKind, PadLevel, PinId, Power, Priority, ResetCause, Trigger};

use super::Segment::{Busy, Floating, High, Low, Unknown};
use super::Stage::{Preempted, Running, Waiting};
use super::{Lane, SleepEnd, SleepSpan, Span, TraceIndex, Viewport, Waveform};
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

/// Ten columns of 10 ns from `from_ns` on, seen at `now_ns`.
fn strip(events: &[(u64, EventKind)], from_ns: f64, now_ns: u64) -> Waveform {
    let view = Viewport { from_ns: Some(from_ns), ns_per_column: 10.0, columns: 10, min_separation: 1 };
    TraceIndex::default().waveform(&trace(events), view, now_ns)
}

fn lane(strip: &Waveform, pin: PinId) -> &Lane {
    &strip.lanes[pin.index()]
}

fn span(from: u16, to: u16, stage: super::Stage) -> Span {
    Span { from, to, stage }
}

#[test]
fn an_edge_is_in_the_column_it_happens_in_and_at_a_border_in_the_next() {
    let events = [(9, level(GP10, true)), (20, level(GP10, false)), (39, level(GP10, true)), (40, level(GP10, false))];
    let seen = strip(&events, 0.0, 95);
    assert_eq!(lane(&seen, GP10).runs, [(0, High), (2, Low), (3, High), (4, Low), (10, Unknown)]);
    assert_eq!(lane(&seen, GP9).runs, [(0, Floating), (10, Unknown)]);
    assert_eq!((seen.is_touched(GP10), seen.is_touched(GP9)), (true, false));
}

#[test]
fn what_changes_twice_in_a_column_is_busy_and_neighbours_are_one_run() {
    let pulse = |at: u64| [(at, level(GP10, true)), (at + 3, level(GP10, false))];
    let events = [pulse(21), pulse(31), pulse(45), pulse(72)].concat();
    let seen = strip(&events, 0.0, 95);
    assert_eq!(lane(&seen, GP10).runs, [(0, Floating), (2, Busy), (5, Low), (7, Busy), (8, Low), (10, Unknown)]);
}

#[test]
fn busy_columns_end_at_a_single_change() {
    let events = [(21, level(GP10, true)), (22, level(GP10, false)), (23, level(GP10, true)), (35, level(GP10, false))];
    let seen = strip(&events, 0.0, 95);
    assert_eq!(lane(&seen, GP10).runs, [(0, Floating), (2, Busy), (3, Low), (10, Unknown)]);
}

#[test]
fn what_is_too_close_is_not_told_apart() {
    let changes = [5, 15, 45, 55, 65, 95].map(|at| (at, level(GP10, at % 20 == 5)));
    let served = |at: u64| [(at, irq(GP9)), (at, Left { pin: GP9 })];
    let events = [&changes[..], &served(5)[..], &served(25), &served(75)].concat();
    let mut events = events;
    events.sort_by_key(|&(time_ns, _)| time_ns);
    let view = Viewport { from_ns: Some(0.0), ns_per_column: 10.0, columns: 10, min_separation: 3 };
    let seen = TraceIndex::default().waveform(&trace(&events), view, 99);
    assert_eq!(lane(&seen, GP10).runs, [(0, Busy), (2, Low), (4, Busy), (7, High), (9, Low), (10, Unknown)]);
    assert_eq!(lane(&seen, GP9).spans, [span(0, 2, Running), span(7, 7, Running)]);
}

#[test]
fn the_left_edge_knows_what_was_before_it() {
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
    let seen = strip(&events, 100.0, 400);
    assert_eq!(lane(&seen, GP10).runs, [(0, High), (10, Unknown)]);
    assert_eq!(lane(&seen, GP10).spans, [span(0, 3, Preempted), span(3, 5, Running)]);
    assert_eq!(lane(&seen, GP9).spans, [span(0, 3, Running)]);
    assert_eq!(lane(&seen, GP17).spans, [span(0, 5, Waiting), span(5, 6, Running)]);
    assert!(lane(&seen, GP17).pended.is_empty());
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
    let seen = strip(&events, 0.0, 95);
    let gp10 = lane(&seen, GP10);
    assert_eq!(gp10.spans, [span(0, 2, Waiting), span(2, 4, Running), span(4, 6, Preempted), span(6, 8, Running)]);
    assert_eq!((gp10.pended.as_slice(), gp10.coalesced.as_slice()), (&[0][..], &[4][..]));
    assert_eq!(lane(&seen, GP9).spans, [span(4, 6, Running)]);
}

#[test]
fn a_handler_that_takes_no_time_has_a_mark_and_many_in_a_column_have_one() {
    let served = |at: u64| [(at, Pended { pin: GP10 }), (at, irq(GP10)), (at, Left { pin: GP10 })];
    let seen = strip(&[served(21), served(24), served(28), served(55)].concat(), 0.0, 95);
    assert_eq!(lane(&seen, GP10).spans, [span(2, 2, Running), span(5, 5, Running)]);
    assert_eq!(lane(&seen, GP10).pended, [2, 5]);
}

#[test]
fn a_sleep_says_what_ended_it_even_where_that_is_out_of_view() {
    let sleep = |at| (at, Sleep { power: Power::Suspended });
    let wake = |at| (at, Wake { pin: GP17, from: Power::Suspended });
    let woken = [sleep(5), wake(250), (250, irq(GP17)), (250, Left { pin: GP17 }), (300, level(GP9, true))];
    let nap = SleepSpan {
        power: Power::Suspended,
        from_ns: 5,
        to_ns: 250,
        end: SleepEnd::Woken(GP17, Some(Trigger::Rising)),
    };
    // It begins before the view, or ends behind it.
    assert_eq!(strip(&woken, 100.0, 400).sleeps, [nap]);
    assert_eq!(strip(&woken, 0.0, 400).sleeps, [nap]);
    assert_eq!(strip(&woken, 260.0, 400).sleeps, []);
    let asleep = SleepSpan { to_ns: 90, end: SleepEnd::Asleep, ..nap };
    assert_eq!(strip(&[sleep(5)], 0.0, 90).sleeps, [asleep]);
    let reset = (50, Reset { cause: ResetCause::PowerOn });
    assert_eq!(strip(&[sleep(5), reset], 0.0, 90).sleeps, [SleepSpan { to_ns: 50, end: SleepEnd::Reset, ..nap }]);
    // IDLE is no sleep to show, and waking from it forgets nothing.
    let idle =
        [(5, Pended { pin: GP10 }), (6, Sleep { power: Power::Idle }), (40, Wake { pin: GP10, from: Power::Idle })];
    let seen = strip(&idle, 0.0, 90);
    assert!(seen.sleeps.is_empty());
    assert_eq!(lane(&seen, GP10).spans, [span(0, 10, Waiting)]);
}

#[test]
fn what_a_sleep_forgot_is_not_waited_for() {
    let events = [
        (5, Pended { pin: GP10 }),
        (6, Sleep { power: Power::Suspended }),
        (40, Wake { pin: GP17, from: Power::Suspended }),
    ];
    assert_eq!(lane(&strip(&events, 0.0, 90), GP10).spans, [span(0, 4, Waiting)]);
    assert_eq!(lane(&strip(&events, 50.0, 90), GP10).spans, []);
}

#[test]
fn many_sleeps_in_a_column_are_one() {
    let nap = |at: u64| [(at, Sleep { power: Power::Suspended }), (at + 1, Wake { pin: GP17, from: Power::Suspended })];
    let seen = strip(&[nap(21), nap(24), nap(28), nap(31)].concat(), 0.0, 90);
    let times: Vec<_> = seen.sleeps.iter().map(|nap| (nap.from_ns, nap.to_ns)).collect();
    assert_eq!(times, [(21, 29), (31, 32)]);
}

#[test]
fn a_view_that_follows_has_the_present_near_its_right_edge_and_nothing_behind_it() {
    let view = Viewport { from_ns: None, ns_per_column: 10.0, columns: 100, min_separation: 1 };
    let events = trace(&[(9_990, level(GP10, true))]);
    let seen = TraceIndex::default().waveform(&events, view, 10_000);
    assert_eq!((seen.from_ns, seen.to_ns()), (9_200.0, 10_200.0));
    assert_eq!(lane(&seen, GP10).runs, [(0, Floating), (79, High), (81, Unknown)]);
    // What happens now is seen now.
    let seen = TraceIndex::default().waveform(&trace(&[(10_000, level(GP10, true))]), view, 10_000);
    assert_eq!(lane(&seen, GP10).runs, [(0, Floating), (80, High), (81, Unknown)]);
    // It begins before time does, where nothing is known.
    let seen = TraceIndex::default().waveform(&trace(&[(20, level(GP10, true))]), view, 40);
    assert_eq!(seen.from_ns, -760.0);
    assert_eq!(lane(&seen, GP10).runs, [(0, Unknown), (76, Floating), (78, High), (81, Unknown)]);
}

#[test]
fn what_is_lost_is_unknown_and_what_it_led_to_is_not() {
    let mut trace = Trace::with_capacity(2);
    trace.record(5, level(GP9, true));
    trace.record(35, level(GP10, true));
    trace.record(55, level(GP10, false));
    trace.record(75, level(GP10, true));
    let view = Viewport { from_ns: Some(0.0), ns_per_column: 10.0, columns: 10, min_separation: 1 };
    let seen = TraceIndex::default().waveform(&trace, view, 95);
    assert_eq!((seen.lost, seen.kept_from_ns), (2, 35));
    assert_eq!(lane(&seen, GP10).runs, [(0, Unknown), (3, High), (5, Low), (7, High), (10, Unknown)]);
    assert_eq!(lane(&seen, GP9).runs, [(0, Unknown), (3, High), (10, Unknown)]);
    assert!(seen.is_touched(GP9));
}

/// One index, asked while a record grows and its oldest goes, tells what a fresh one does.
#[test]
fn an_index_that_keeps_up_and_one_that_begins_now_agree() {
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

/// A wish, and a figure to read with `--nocapture` in a release build; the bound is generous for a busy machine.
#[test]
fn a_million_events_are_reduced_in_no_time() {
    let mut trace = Trace::default();
    let mut index = TraceIndex::default();
    for at in 0..1_000_000 {
        trace.record(at * 20_000, level(PinId::ALL[at as usize % 25], at / 25 % 2 == 0));
    }
    let view = Viewport { from_ns: Some(0.0), ns_per_column: 2e10 / 1200.0, columns: 1200, min_separation: 1 };
    index.waveform(&trace, view, 20_000_000_000);
    let start = Instant::now();
    let seen = index.waveform(&trace, view, 20_000_000_000);
    println!("1 000 000 events reduced to 1200 columns in {:?}", start.elapsed());
    assert!(start.elapsed().as_millis() < 1_000);
    assert_eq!(lane(&seen, GP10).runs, [(0, Busy), (1200, Unknown)]);
}

#[test]
fn what_a_board_cannot_tell_is_unknown() {
    let mut levels = [None; PinId::COUNT];
    levels[GP9.index()] = Some(PadLevel::High);
    let mut trace = Trace::known_from(20, levels);
    trace.record(45, level(GP10, false));
    trace.record(60, EventKind::Unknown { pin: GP9 });
    let view = Viewport { from_ns: Some(0.0), ns_per_column: 10.0, columns: 10, min_separation: 1 };
    let seen = TraceIndex::default().waveform(&trace, view, 95);
    let known = |pin| lane(&seen, pin).runs.iter().copied().filter(|run| run.1 != Unknown).collect::<Vec<_>>();
    assert_eq!((known(GP9), known(GP10)), (vec![(2, High)], vec![(4, Low)]));
    assert!(lane(&seen, GP9).runs.contains(&(6, Unknown)));
    assert_eq!((seen.kept_from_ns, seen.is_touched(GP9)), (20, false));
}
