//! Handlers that take simulated time are pended, entered, preempted and left, and edges are coalesced meanwhile.

use pinscope_core::PinId::{GP2, GP4, GP9, GP10, GP17};
use pinscope_core::{Command, Event, EventKind, IrqConfig, Level, PinId, Priority, Profile, Reaction, Trigger};
use pinscope_emulator::playground::{Goal, Progress, STORM_PAUSE_NS, STORM_THRESHOLD};
use pinscope_emulator::{ClockSignal, Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Returns a board with these pins low and armed for rising edges, with these priorities and handler times.
fn armed(pins: &[(PinId, Priority, u64)]) -> Playground {
    let mut playground = Playground::new(Profile::Wipy);
    for &(pin, priority, takes_ns) in pins {
        playground.stimulus(Stimulus::Drive { pin, level: Some(Level::Low) });
        let config = IrqConfig { priority, ..IrqConfig::new(Trigger::Rising) };
        let irq = Command::Irq { pin, config, reaction: Reaction::Nothing, takes_ns };
        playground.command(irq).expect("valid");
    }
    playground
}

fn pulse(playground: &mut Playground, pin: PinId) {
    for level in [Level::High, Level::Low] {
        playground.stimulus(Stimulus::Drive { pin, level: Some(level) });
    }
}

/// Returns the events of interrupts as time, name and pin.
fn interrupt_events(playground: &Playground) -> Vec<(u64, &'static str, PinId)> {
    let named = |event: Event| {
        let (name, pin) = match event.kind {
            EventKind::Pended { pin } => ("pended", pin),
            EventKind::Irq { pin, .. } => ("entered", pin),
            EventKind::Left { pin } => ("left", pin),
            EventKind::Coalesced { pin } => ("coalesced", pin),
            _ => return None,
        };
        Some((event.time_ns, name, pin))
    };
    playground.machine().trace(|trace| trace.since(0).filter_map(|(_, event)| named(event)).collect())
}

fn counts(playground: &Playground, pin: PinId) -> (u32, u32) {
    playground.snapshot(true).status(pin).irq.map_or((0, 0), |irq| (irq.count, irq.coalesced))
}

#[test]
fn a_handler_is_left_when_its_time_is_over() {
    let mut playground = armed(&[(GP10, Priority::P1, 500)]);
    playground.advance(100);
    pulse(&mut playground, GP10);
    playground.advance(1000);
    assert_eq!(interrupt_events(&playground), [(100, "pended", GP10), (100, "entered", GP10), (600, "left", GP10)]);
}

#[test]
fn an_edge_while_the_handler_runs_is_served_next_and_a_further_one_is_coalesced() {
    let mut playground = armed(&[(GP10, Priority::P1, 500)]);
    pulse(&mut playground, GP10);
    playground.advance(100);
    pulse(&mut playground, GP10);
    playground.advance(100);
    pulse(&mut playground, GP10);
    pulse(&mut playground, GP10);
    playground.advance(5000);
    let story = interrupt_events(&playground);
    let expected = [
        (0, "pended", GP10),
        (0, "entered", GP10),
        (100, "pended", GP10),
        (200, "coalesced", GP10),
        (200, "coalesced", GP10),
        (500, "left", GP10),
        (500, "entered", GP10),
        (1000, "left", GP10),
    ];
    assert_eq!(story, expected);
    assert_eq!(counts(&playground, GP10), (2, 2));
}

#[test]
fn a_more_urgent_port_preempts_and_the_other_goes_on_where_it_was() {
    let mut playground = armed(&[(GP10, Priority::P2, 1000), (GP17, Priority::P6, 300)]);
    pulse(&mut playground, GP10);
    playground.advance(400);
    pulse(&mut playground, GP17);
    playground.advance(5000);
    let expected = [
        (0, "pended", GP10),
        (0, "entered", GP10),
        (400, "pended", GP17),
        (400, "entered", GP17),
        (700, "left", GP17),
        (1300, "left", GP10),
    ];
    assert_eq!(interrupt_events(&playground), expected);
}

#[test]
fn an_equally_urgent_port_waits() {
    let mut playground = armed(&[(GP10, Priority::P3, 1000), (GP17, Priority::P3, 300)]);
    pulse(&mut playground, GP10);
    playground.advance(400);
    pulse(&mut playground, GP17);
    playground.advance(5000);
    let waited = [(400, "pended", GP17), (1000, "left", GP10), (1000, "entered", GP17), (1300, "left", GP17)];
    assert_eq!(interrupt_events(&playground)[2..], waited);
}

#[test]
fn pins_of_one_port_wait_for_each_other_from_bit_0_up() {
    let mut playground = armed(&[(GP4, Priority::P1, 100), (GP2, Priority::P1, 100), (GP10, Priority::P7, 1000)]);
    pulse(&mut playground, GP10);
    pulse(&mut playground, GP4);
    pulse(&mut playground, GP2);
    playground.advance(5000);
    let served = [
        (1000, "left", GP10),
        (1000, "entered", GP2),
        (1100, "left", GP2),
        (1100, "entered", GP4),
        (1200, "left", GP4),
    ];
    assert_eq!(interrupt_events(&playground)[4..], served);
}

#[test]
fn during_a_handler_the_flags_say_what_fired_and_then_nothing() {
    use pinscope_core::Response;
    let mut playground = armed(&[(GP10, Priority::P1, 500)]);
    pulse(&mut playground, GP10);
    let flags = |playground: &mut Playground| playground.command(Command::Flags { pin: GP10 });
    assert_eq!(flags(&mut playground), Ok(Response::Flags(Some(Trigger::Rising))));
    playground.advance(500);
    assert_eq!(flags(&mut playground), Ok(Response::Flags(None)));
}

#[test]
fn edges_of_a_masked_pin_are_neither_pending_nor_coalesced() {
    let mut playground = armed(&[(GP10, Priority::P1, 500)]);
    playground.command(Command::Disable { pin: GP10 }).expect("valid");
    for _ in 0..5 {
        pulse(&mut playground, GP10);
    }
    playground.command(Command::Enable { pin: GP10 }).expect("valid");
    playground.advance(5000);
    assert_eq!(counts(&playground, GP10), (0, 0));
    assert_eq!(interrupt_events(&playground), []);
}

#[test]
fn a_level_interrupt_that_takes_time_fires_as_often_as_time_allows_until_it_is_a_storm() {
    let mut playground = Playground::new(Profile::Wipy);
    let config = IrqConfig::new(Trigger::HighLevel);
    playground.stimulus(Stimulus::Drive { pin: GP9, level: Some(Level::Low) });
    let irq = Command::Irq { pin: GP9, config, reaction: Reaction::Nothing, takes_ns: 1000 };
    playground.command(irq).expect("valid");
    playground.stimulus(Stimulus::Drive { pin: GP9, level: Some(Level::High) });
    playground.advance(49_500);
    assert_eq!(counts(&playground, GP9).0, 50);
    playground.advance(50_000);
    assert_eq!(counts(&playground, GP9).0, STORM_THRESHOLD, "it pauses");
    playground.advance(STORM_PAUSE_NS);
    assert!(counts(&playground, GP9).0 > STORM_THRESHOLD, "and goes on");
}

#[test]
fn one_big_step_is_many_small_ones_also_with_handlers_that_take_time() {
    let run = |step: u64| {
        let mut playground = armed(&[(GP10, Priority::P1, 7000), (GP17, Priority::P5, 3000), (GP9, Priority::P1, 100)]);
        for (pin, hertz) in [(GP10, 61_000.0), (GP17, 23_000.0), (GP9, 90_000.0)] {
            let signal = pinscope_emulator::ClockSignal::new(hertz, 0.3).expect("possible");
            playground.stimulus(Stimulus::Clock { pin, signal });
        }
        for _ in 0..2_000_000 / step {
            playground.advance(step);
        }
        playground.machine().clone()
    };
    let whole = run(2_000_000);
    assert!(whole == run(1_000) && whole == run(2_500));
}

#[test]
fn a_million_events_are_kept_and_the_lost_ones_are_counted() {
    let playground = Playground::new(Profile::Wipy);
    let machine = playground.machine();
    for index in 0..1_000_007_u32 {
        machine.drive(GP9, Some(Level::from(index % 2 == 0)));
    }
    machine.trace(|trace| {
        assert_eq!((trace.lost(), trace.next(), trace.since(0).count()), (7, 1_000_007, 1_000_000));
    });
}

fn is_edge(kind: &EventKind) -> bool {
    matches!(kind, EventKind::Level { .. })
}

#[test]
fn time_stops_at_the_very_event_and_no_later() {
    let mut playground = armed(&[(GP10, Priority::P1, 500)]);
    let signal = ClockSignal::new(1e6, 0.5).expect("a possible wave");
    playground.stimulus(Stimulus::Clock { pin: GP10, signal });
    let start_ns = playground.machine().time_ns();
    let mut found = Vec::new();
    for _ in 0..3 {
        assert_eq!(playground.run(Goal::Never, u64::MAX, u32::MAX, Some(&is_edge)), Progress::Stopped);
        found.push(playground.machine().time_ns() - start_ns);
    }
    assert_eq!(found, [500, 1000, 1500]);
    let served = |kind: &EventKind| matches!(kind, EventKind::Irq { .. });
    assert_eq!(playground.run(Goal::Never, u64::MAX, u32::MAX, Some(&served)), Progress::Stopped);
    assert_eq!(playground.machine().time_ns() - start_ns, 2000, "the next rising edge");
}

#[test]
fn time_ends_at_its_limit_or_when_many_timers_have_fired() {
    let mut playground = Playground::new(Profile::Wipy);
    let signal = ClockSignal::new(1e3, 0.5).expect("a possible wave");
    playground.stimulus(Stimulus::Clock { pin: GP9, signal });
    assert_eq!(playground.run(Goal::Never, 1_000, u32::MAX, None), Progress::Limit);
    assert_eq!(playground.machine().time_ns(), 1_000);
    assert_eq!(playground.run(Goal::Never, u64::MAX, 4, None), Progress::Budget);
    assert_eq!(playground.machine().time_ns(), 2_000_000, "four edges of it");
}
