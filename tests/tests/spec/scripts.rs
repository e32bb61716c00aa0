//! The board while a script is its program and calls the handlers.

use pinscope_core::PinId::{GP2, GP9, GP10, GP25};
use pinscope_core::{
    Command, Config, EventKind, IrqConfig, Level, Mode, PinId, Power, Priority, Profile, Pull, Reaction, ResetCause,
    SleepMode, Trigger, Wake, sleep,
};
use pinscope_emulator::playground::costs::START_AFTER_HIBERNATE;
use pinscope_emulator::{Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Returns a board with a script that has handlers for GP10 (priority 1) and GP2 (priority 7). Both trigger on rising
/// edges and can wake the board.
fn scripted() -> Playground {
    let mut playground = Playground::new(Profile::Wipy);
    playground.begin_script();
    for (pin, priority) in [(GP10, Priority::P1), (GP2, Priority::P7)] {
        let wake = Wake::ACTIVE | Wake::SUSPENDED | Wake::HIBERNATE;
        let config = IrqConfig { priority, wake, ..IrqConfig::new(Trigger::Rising) };
        drive(&mut playground, pin, false);
        playground.command(Command::Irq { pin, config, reaction: Reaction::Script, takes_ns: 0 }).expect("valid");
    }
    playground
}

fn drive(playground: &mut Playground, pin: PinId, high: bool) {
    playground.stimulus(Stimulus::Drive { pin, level: Some(Level::from(high)) });
}

fn rise(playground: &mut Playground, pin: PinId) {
    drive(playground, pin, true);
    drive(playground, pin, false);
}

/// Returns the pins whose handlers were entered (`true`) and left (`false`), in order.
fn handled(playground: &Playground) -> Vec<(PinId, bool)> {
    let handled = |kind| match kind {
        EventKind::Irq { pin, .. } => Some((pin, true)),
        EventKind::Left { pin } => Some((pin, false)),
        _ => None,
    };
    playground.machine().trace(|trace| trace.since(0).filter_map(|(_, event)| handled(event.kind)).collect())
}

#[test]
fn an_interrupt_is_served_until_the_script_returns() {
    let mut playground = scripted();
    rise(&mut playground, GP10);
    assert!(playground.needs_program());
    assert_eq!(playground.next_call(), Some(GP10.into()));
    assert_eq!(playground.next_call(), None, "it is under way");
    assert_eq!(handled(&playground), [(GP10, true)]);
    rise(&mut playground, GP10);
    assert_eq!(playground.next_call(), None, "an interrupt does not preempt itself");
    playground.handler_returned(GP10);
    assert_eq!(playground.next_call(), Some(GP10.into()), "what came meanwhile is served next");
    playground.handler_returned(GP10);
    assert_eq!(handled(&playground), [(GP10, true), (GP10, false), (GP10, true), (GP10, false)]);
    assert!(!playground.needs_program());
}

#[test]
fn a_higher_priority_is_called_first() {
    let mut playground = scripted();
    rise(&mut playground, GP10);
    assert_eq!(playground.next_call(), Some(GP10.into()));
    rise(&mut playground, GP2);
    assert_eq!(playground.next_call(), Some(GP2.into()));
    rise(&mut playground, GP10);
    assert_eq!(playground.next_call(), None, "the lower one waits");
    playground.handler_returned(GP2);
    playground.handler_returned(GP10);
    assert_eq!(playground.next_call(), Some(GP10.into()));
}

#[test]
fn a_handler_takes_as_long_as_the_script_does() {
    let mut playground = scripted();
    rise(&mut playground, GP10);
    assert_eq!(playground.next_call(), Some(GP10.into()));
    playground.advance(5_000_000);
    assert_eq!(handled(&playground), [(GP10, true)]);
    playground.handler_returned(GP10);
    let left = playground.machine().trace(|trace| trace.since(0).last().map(|(_, event)| event));
    assert_eq!(left.map(|event| (event.time_ns, event.kind)), Some((5_000_000, EventKind::Left { pin: GP10 })));
}

#[test]
fn without_its_script_an_interrupt_is_counted_and_does_nothing() {
    let mut playground = scripted();
    rise(&mut playground, GP10);
    assert_eq!(playground.next_call(), Some(GP10.into()));
    rise(&mut playground, GP2);
    playground.end_script();
    assert_eq!(handled(&playground), [(GP10, true), (GP2, true), (GP2, false), (GP10, false)]);
    rise(&mut playground, GP10);
    assert_eq!(playground.next_call(), None);
    let irq = playground.snapshot(true).status(GP10).irq.expect("it is armed");
    assert_eq!((irq.count, irq.reaction), (2, Reaction::Nothing));
}

#[test]
fn after_suspended_the_handler_of_the_pin_is_called() {
    let mut playground = scripted();
    playground.command(Command::Sleep { mode: SleepMode::Suspended }).expect("it is awake");
    rise(&mut playground, GP2);
    assert_eq!(playground.machine().power(), Power::Active);
    assert_eq!(playground.next_call(), Some(GP2.into()));
    playground.handler_returned(GP2);
    assert_eq!(handled(&playground), [(GP2, true), (GP2, false)]);
}

#[test]
fn a_reset_restarts_the_script_and_applies_no_startup_commands() {
    let mut playground = scripted();
    playground.command(Command::Sleep { mode: SleepMode::Hibernate }).expect("it is awake");
    rise(&mut playground, GP10);
    assert!(!playground.take_restart(), "the board has yet to start");
    playground.advance(START_AFTER_HIBERNATE.ns);
    assert!(playground.take_restart());
    assert!(!playground.take_restart(), "once");
    let cause = |playground: &Playground| sleep::reset_cause(playground.machine().peek());
    assert_eq!(cause(&playground), ResetCause::DeepSleep);
    assert!(playground.snapshot(true).status(GP10).irq.is_none(), "the script arms it again");
    playground.reset_by_software();
    assert_eq!((playground.take_restart(), cause(&playground)), (true, ResetCause::Hard));
    playground.end_script();
    playground.reset_chip();
    assert!(!playground.take_restart());
    assert!(playground.snapshot(true).status(GP10).irq.is_some(), "without a script the bench's list is applied");
}

#[test]
fn the_settings_of_a_script_are_set_up_again_but_its_handlers_are_not() {
    let mut playground = scripted();
    let config = Config { mode: Mode::Out, value: Some(Level::High), ..Config::DEFAULT };
    playground.command(Command::Init { pin: GP25, config }).expect("valid");
    playground.adjust(GP25, |pin| pin.set_pull(Pull::Up)).expect("it is awake");
    let (again, refused) = Playground::load(&playground.bench());
    assert_eq!(refused, 0);
    assert_eq!(
        again.machine().peek_board().at(GP25).to_string(),
        playground.machine().peek_board().at(GP25).to_string()
    );
    assert_eq!(again.machine().peek_board().at(GP25).latch(), Level::High);
    let reaction = |playground: &Playground| playground.snapshot(true).status(GP10).irq.map(|irq| irq.reaction);
    assert_eq!((reaction(&playground), reaction(&again)), (Some(Reaction::Script), Some(Reaction::Nothing)));
}

#[test]
fn a_board_continues_from_a_checkpoint() {
    let mut playground = scripted();
    playground.stimulus(Stimulus::Wire { a: GP9, b: GP25 });
    let config = Config { mode: Mode::Out, value: Some(Level::High), ..Config::DEFAULT };
    playground.command(Command::Init { pin: GP9, config }).expect("valid");
    playground.advance(1_000_000);
    rise(&mut playground, GP10);
    let snapshot = playground.snapshot(true);
    let record = playground.machine().trace(Clone::clone);
    let bench = playground.bench();
    let mut again = Playground::restore(&bench, &snapshot.image, snapshot.time_ns, record.clone());
    assert_eq!(again.machine().trace(Clone::clone), record, "it adds nothing");
    assert_eq!(again.snapshot(true).image, snapshot.image);
    assert_eq!(again.machine().level(GP25), playground.machine().level(GP25));
    rise(&mut again, GP10);
    let next = again.machine().trace(|trace| trace.since(record.next()).next()).map(|(_, event)| event.time_ns);
    assert_eq!(next, Some(1_000_000), "time continues");
}
