//! One clock for the board and its program: the program spends time and waits, and interrupts stop the clock at their
//! moment. How far the clock may move at once changes nothing of what happens.

use pinscope_core::PinId::{GP2, GP9, GP10, GP17, GP25};
use pinscope_core::{
    Command, Config, Event, EventKind, IrqConfig, Level, Mode, PinId, Power, Priority, Profile, Pull, Reaction,
    SleepMode, Trigger, Wake,
};
use pinscope_emulator::playground::costs::{COSTS, HANDLER_ENTRY, PIN_CALL, STATEMENT};
use pinscope_emulator::playground::{Goal, IrqSource, Progress, STORM_PAUSE_NS, STORM_THRESHOLD, TimedStimulus};
use pinscope_emulator::{ClockSignal, Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const MAX_TIMERS: u32 = 1000;

/// Returns a board with a script that has handlers for these pins, which are low and trigger on rising edges.
fn scripted(pins: &[(PinId, Priority)]) -> Playground {
    let mut playground = Playground::new(Profile::Wipy);
    playground.begin_script();
    for &(pin, priority) in pins {
        drive(&mut playground, pin, Level::Low);
        arm(&mut playground, pin, IrqConfig { priority, ..IrqConfig::new(Trigger::Rising) }, Reaction::Script, 0);
    }
    playground
}

fn arm(playground: &mut Playground, pin: PinId, config: IrqConfig, reaction: Reaction, takes_ns: u64) {
    playground.command(Command::Irq { pin, config, reaction, takes_ns }).expect("valid");
}

fn drive(playground: &mut Playground, pin: PinId, level: Level) {
    playground.stimulus(Stimulus::Drive { pin, level: Some(level) });
}

fn at(at_ns: u64, pin: PinId, level: Level) -> TimedStimulus {
    TimedStimulus { at_ns, stimulus: Stimulus::Drive { pin, level: Some(level) } }
}

fn clock(playground: &mut Playground, pin: PinId, hertz: f64) {
    let signal = ClockSignal::new(hertz, 0.5).expect("a possible wave");
    playground.stimulus(Stimulus::Clock { pin, signal });
}

fn now(playground: &Playground) -> u64 {
    playground.machine().time_ns()
}

/// Spends everything that the program owes and calls its handlers, each of which runs one statement. Returns the
/// handlers with the times of their first statements.
fn settle(playground: &mut Playground) -> Vec<(u64, PinId)> {
    let mut calls = Vec::new();
    wait(playground, Goal::Spent, &mut calls);
    calls
}

fn wait(playground: &mut Playground, goal: Goal, calls: &mut Vec<(u64, PinId)>) {
    while playground.run(goal, u64::MAX, MAX_TIMERS, None) != Progress::Reached {
        if let Some(IrqSource::Pin(pin)) = playground.next_call() {
            wait(playground, Goal::Spent, calls);
            calls.push((now(playground), pin));
            playground.spend(STATEMENT.ns, u64::MAX);
            wait(playground, Goal::Spent, calls);
            playground.handler_returned(pin);
        }
    }
}

#[test]
fn every_cost_has_a_source_and_a_name_of_its_own() {
    for cost in COSTS {
        assert!(cost.ns > 0 && !cost.source.is_empty());
        assert_eq!(COSTS.iter().filter(|other| other.action == cost.action).count(), 1);
    }
}

#[test]
fn a_program_moves_the_clock_by_its_costs_and_nothing_else_does() {
    let mut playground = scripted(&[]);
    assert!(playground.spend(STATEMENT.ns, u64::MAX));
    assert!(playground.spend(PIN_CALL.ns, u64::MAX));
    assert_eq!(now(&playground), STATEMENT.ns + PIN_CALL.ns);
}

#[test]
fn an_interrupt_stops_the_clock_inside_a_cost_and_the_rest_is_owed() {
    let mut playground = scripted(&[(GP10, Priority::P1)]);
    playground.schedule(vec![at(3_000, GP10, Level::High)]);
    assert!(!playground.spend(10_000, u64::MAX));
    assert_eq!(playground.run(Goal::Spent, u64::MAX, MAX_TIMERS, None), Progress::Interrupted);
    assert_eq!(now(&playground), 3_000);
    assert_eq!(settle(&mut playground), [(3_000 + HANDLER_ENTRY.ns, GP10)]);
    assert_eq!(now(&playground), 10_000 + HANDLER_ENTRY.ns + STATEMENT.ns, "the rest was spent afterwards");
}

#[test]
fn an_interrupt_that_the_program_causes_itself_comes_before_the_cost_of_its_call() {
    let mut playground = scripted(&[(GP10, Priority::P1)]);
    playground.stimulus(Stimulus::Wire { a: GP9, b: GP10 });
    drive(&mut playground, GP10, Level::Low);
    playground.stimulus(Stimulus::Drive { pin: GP10, level: None });
    let config = Config { mode: Mode::Out, value: Some(Level::High), ..Config::default() };
    playground.command(Command::Init { pin: GP9, config }).expect("valid");
    assert!(!playground.spend(PIN_CALL.ns, u64::MAX));
    assert_eq!(settle(&mut playground), [(HANDLER_ENTRY.ns, GP10)]);
    assert_eq!(now(&playground), HANDLER_ENTRY.ns + STATEMENT.ns + PIN_CALL.ns);
}

#[test]
fn a_more_urgent_handler_preempts_and_the_other_owes_the_rest() {
    let mut playground = scripted(&[(GP10, Priority::P1), (GP17, Priority::P7)]);
    playground.schedule(vec![at(0, GP10, Level::High), at(5_000, GP17, Level::High)]);
    playground.spend(1_000, u64::MAX);
    let entered = [(5_000 + HANDLER_ENTRY.ns, GP17), (2 * HANDLER_ENTRY.ns + STATEMENT.ns, GP10)];
    assert_eq!(settle(&mut playground), entered);
}

#[test]
fn a_reaction_that_takes_time_keeps_the_program_waiting() {
    let mut playground = scripted(&[]);
    drive(&mut playground, GP10, Level::Low);
    arm(&mut playground, GP10, IrqConfig::new(Trigger::Rising), Reaction::Toggle(GP25), 7_000);
    playground.schedule(vec![at(1_000, GP10, Level::High)]);
    playground.spend(4_000, u64::MAX);
    settle(&mut playground);
    assert_eq!(now(&playground), 4_000 + 7_000);
}

#[test]
fn a_wait_ends_on_time_whatever_comes() {
    let mut playground = scripted(&[(GP10, Priority::P1)]);
    clock(&mut playground, GP10, 10_000.0);
    let mut calls = Vec::new();
    wait(&mut playground, Goal::Time(950_000), &mut calls);
    assert_eq!(calls.len(), 10, "the first edge comes at once");
    assert_eq!(now(&playground), 950_000);
    playground.set_primask(true);
    wait(&mut playground, Goal::Time(2_000_000), &mut calls);
    assert_eq!((calls.len(), now(&playground)), (10, 2_000_000));
}

#[test]
fn the_clock_stops_at_its_limit_and_what_acts_there_acts_then() {
    let mut playground = scripted(&[(GP10, Priority::P1)]);
    assert_eq!(playground.run(Goal::Time(5_000_000), 2_000_000, MAX_TIMERS, None), Progress::Limit);
    drive(&mut playground, GP10, Level::High);
    let mut calls = Vec::new();
    wait(&mut playground, Goal::Time(5_000_000), &mut calls);
    assert_eq!(calls, [(2_000_000 + HANDLER_ENTRY.ns, GP10)]);
    assert_eq!(now(&playground), 5_000_000);
}

#[test]
fn a_limit_at_the_present_holds_the_program() {
    let mut playground = scripted(&[]);
    assert!(!playground.spend(STATEMENT.ns, 0));
    assert_eq!(playground.run(Goal::Spent, 0, MAX_TIMERS, None), Progress::Limit);
    assert_eq!(now(&playground), 0);
    settle(&mut playground);
    assert_eq!(now(&playground), STATEMENT.ns);
}

#[test]
fn a_step_to_an_interrupt_stops_before_the_first_statement_of_its_handler() {
    let mut playground = scripted(&[(GP10, Priority::P1)]);
    playground.schedule(vec![at(3_000, GP10, Level::High)]);
    playground.spend(10_000, u64::MAX);
    let is_interrupt = |kind: &EventKind| matches!(kind, EventKind::Irq { .. });
    assert_eq!(playground.run(Goal::Spent, u64::MAX, MAX_TIMERS, Some(&is_interrupt)), Progress::Stopped);
    assert_eq!(now(&playground), 3_000);
    assert!(playground.needs_program());
}

#[test]
fn a_program_that_has_ended_is_called_at_the_moment_of_an_interrupt() {
    let mut playground = scripted(&[(GP10, Priority::P1)]);
    playground.schedule(vec![at(3_000, GP10, Level::High)]);
    assert_eq!(playground.run(Goal::Never, 1_000_000, MAX_TIMERS, None), Progress::Interrupted);
    assert_eq!(now(&playground), 3_000);
}

#[test]
fn idle_ends_with_the_next_tick_or_an_interrupt() {
    let mut playground = scripted(&[(GP10, Priority::P1)]);
    playground.spend(300_000, u64::MAX);
    let mut calls = Vec::new();
    let goal = playground.begin_idle();
    assert_eq!(playground.machine().power(), Power::Idle);
    wait(&mut playground, goal, &mut calls);
    assert_eq!((now(&playground), playground.machine().power()), (1_000_000, Power::Active));
    playground.schedule(vec![at(400_000, GP10, Level::High)]);
    let goal = playground.begin_idle();
    wait(&mut playground, goal, &mut calls);
    assert_eq!(calls, [(1_400_000 + HANDLER_ENTRY.ns, GP10)]);
    assert_eq!(now(&playground), 1_400_000 + HANDLER_ENTRY.ns + STATEMENT.ns);
}

#[test]
fn idle_ends_with_an_interrupt_that_is_disabled_at_the_processor() {
    let mut playground = scripted(&[(GP10, Priority::P1)]);
    playground.set_primask(true);
    playground.schedule(vec![at(400_000, GP10, Level::High)]);
    let goal = playground.begin_idle();
    let mut calls = Vec::new();
    wait(&mut playground, goal, &mut calls);
    assert_eq!((now(&playground), calls.len()), (400_000, 0));
    assert!(playground.set_primask(false));
    assert_eq!(settle(&mut playground).len(), 1);
}

#[test]
fn edges_while_interrupts_are_disabled_are_one_call() {
    let mut playground = scripted(&[(GP10, Priority::P1)]);
    playground.set_primask(true);
    for _ in 0..5 {
        drive(&mut playground, GP10, Level::High);
        drive(&mut playground, GP10, Level::Low);
    }
    let irq =
        |playground: &Playground| playground.snapshot(true).status(GP10).irq.map(|irq| (irq.count, irq.coalesced));
    assert_eq!(irq(&playground), Some((0, 4)), "nothing is served yet");
    playground.set_primask(false);
    assert_eq!(settle(&mut playground).len(), 1);
    assert_eq!(irq(&playground), Some((1, 4)));
}

#[test]
fn a_program_stands_still_while_the_board_sleeps() {
    let mut playground = scripted(&[]);
    drive(&mut playground, GP17, Level::Low);
    let wake = Wake::ACTIVE | Wake::SUSPENDED;
    arm(&mut playground, GP17, IrqConfig { wake, ..IrqConfig::new(Trigger::Rising) }, Reaction::Nothing, 0);
    playground.command(Command::Sleep { mode: SleepMode::Suspended }).expect("it is awake");
    playground.schedule(vec![at(5_000_000, GP17, Level::High)]);
    let before_ns = playground.ticks_ns();
    assert!(!playground.spend(STATEMENT.ns, u64::MAX));
    settle(&mut playground);
    assert_eq!(now(&playground), 5_000_000 + STATEMENT.ns);
    assert_eq!(playground.ticks_ns(), before_ns + STATEMENT.ns, "the ticks stand still in LPDS");
    playground.reset_by_software();
    assert_eq!(playground.ticks_ns(), 0);
}

#[test]
fn hands_and_programs_can_make_any_number_of_edges_at_one_moment() {
    let mut playground = scripted(&[]);
    arm(&mut playground, GP10, IrqConfig::new(Trigger::Rising), Reaction::Nothing, 0);
    for _ in 0..100 {
        drive(&mut playground, GP10, Level::Low);
        drive(&mut playground, GP10, Level::High);
    }
    assert_eq!(playground.snapshot(true).status(GP10).irq.map(|irq| irq.count), Some(100));
}

#[test]
fn a_level_that_is_never_gone_is_a_storm_that_lets_the_main_program_run() {
    let mut playground = scripted(&[(GP17, Priority::P7)]);
    arm(&mut playground, GP10, IrqConfig::new(Trigger::HighLevel), Reaction::Script, 0);
    drive(&mut playground, GP10, Level::High);
    playground.spend(STATEMENT.ns, u64::MAX);
    let calls = settle(&mut playground);
    assert_eq!(calls.len(), STORM_THRESHOLD as usize);
    let storms = |kind: &EventKind| matches!(kind, EventKind::IrqStorm { pin: GP10 });
    assert_eq!(playground.machine().trace(|trace| trace.since(0).filter(|(_, event)| storms(&event.kind)).count()), 1);
    drive(&mut playground, GP17, Level::High);
    playground.spend(STATEMENT.ns, u64::MAX);
    assert_eq!(settle(&mut playground).len(), 1, "a more urgent port is served during the pause");
    let end_ns = now(&playground) + STORM_PAUSE_NS;
    let mut calls = Vec::new();
    wait(&mut playground, Goal::Time(end_ns), &mut calls);
    assert!(!calls.is_empty(), "the storm goes on after its pause");
}

#[test]
fn a_soft_reset_disarms_and_releases_the_pins_and_keeps_what_is_attached() {
    let mut playground = scripted(&[(GP10, Priority::P1)]);
    clock(&mut playground, GP2, 1000.0);
    let config = Config { mode: Mode::Out, pull: Pull::Up, value: Some(Level::High), ..Config::default() };
    playground.command(Command::Init { pin: GP25, config }).expect("valid");
    playground.command(Command::Sleep { mode: SleepMode::Suspended }).expect("it is awake");
    playground.soft_reset();
    let snapshot = playground.snapshot(true);
    assert_eq!(snapshot.power, Power::Active);
    assert_eq!((snapshot.pin(GP25).mode(), snapshot.pin(GP25).pull()), (Mode::In, Pull::None));
    assert!(snapshot.status(GP10).irq.is_none());
    assert!(playground.machine().external(GP2).signal.is_some());
    assert_eq!(playground.bench().commands, []);
    drive(&mut playground, GP10, Level::High);
    assert!(!playground.needs_program());
}

/// Runs a program that polls, sleeps and is interrupted, with limits that differ by `slice_ns`. Returns what happened.
fn run_in_slices(slice_ns: u64) -> (Vec<Event>, Vec<(u64, PinId)>) {
    let mut playground = scripted(&[(GP10, Priority::P2), (GP17, Priority::P6)]);
    clock(&mut playground, GP10, 7_000.0);
    playground.schedule((0..50).map(|n| at(n * 33_333, GP17, Level::from(n % 2 == 0))).collect());
    let mut calls = Vec::new();
    let wait = |playground: &mut Playground, goal, calls: &mut Vec<(u64, PinId)>| {
        sliced_wait(playground, goal, slice_ns, calls);
    };
    for turn in 0..200 {
        playground.spend(PIN_CALL.ns, now(&playground) + slice_ns);
        wait(&mut playground, Goal::Spent, &mut calls);
        if turn % 10 == 0 {
            let goal = Goal::Time(now(&playground) + 50_000);
            wait(&mut playground, goal, &mut calls);
        }
    }
    (playground.machine().trace(|trace| trace.since(0).map(|(_, event)| event).collect()), calls)
}

fn sliced_wait(playground: &mut Playground, goal: Goal, slice_ns: u64, calls: &mut Vec<(u64, PinId)>) {
    loop {
        let limit_ns = now(playground) + slice_ns;
        if playground.run(goal, limit_ns, MAX_TIMERS, None) == Progress::Reached {
            return;
        }
        if let Some(IrqSource::Pin(pin)) = playground.next_call() {
            sliced_wait(playground, Goal::Spent, slice_ns, calls);
            calls.push((now(playground), pin));
            playground.spend(STATEMENT.ns, u64::MAX);
            sliced_wait(playground, Goal::Spent, slice_ns, calls);
            playground.handler_returned(pin);
        }
    }
}

#[test]
fn how_far_the_clock_may_move_at_once_changes_nothing() {
    let whole = run_in_slices(u64::MAX >> 1);
    assert!(whole.1.len() > 10);
    for slice_ns in [1, 7, 1_000, 16_667, 1_000_000] {
        assert_eq!(run_in_slices(slice_ns), whole, "{slice_ns}");
    }
}
