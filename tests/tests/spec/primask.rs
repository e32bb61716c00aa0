//! PRIMASK holds every interrupt off, as `machine.disable_irq()` does.

use pinscope_core::PinId::{GP2, GP10, GP17, GP25};
use pinscope_core::{
    Command, Config, EventKind, IrqConfig, Level, Mode, PinId, Power, Priority, Profile, Reaction, SleepMode, Trigger,
    Wake,
};
use pinscope_emulator::{Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn arm(playground: &mut Playground, pin: PinId, config: IrqConfig, reaction: Reaction) {
    playground.stimulus(Stimulus::Drive { pin, level: Some(Level::Low) });
    playground.command(Command::Irq { pin, config, reaction, takes_ns: 0 }).expect("valid");
}

/// Returns a board with the LED on GP25, which each rising edge of GP10 toggles.
fn board() -> Playground {
    let mut playground = Playground::new(Profile::Wipy);
    let out = Config { mode: Mode::Out, value: Some(Level::Low), ..Config::DEFAULT };
    playground.command(Command::Init { pin: GP25, config: out }).expect("valid");
    arm(&mut playground, GP10, IrqConfig::new(Trigger::Rising), Reaction::Toggle(GP25));
    playground
}

fn rise(playground: &mut Playground, pin: PinId) {
    for level in [Level::High, Level::Low] {
        playground.stimulus(Stimulus::Drive { pin, level: Some(level) });
    }
}

fn counts(playground: &Playground, pin: PinId) -> (u32, u32) {
    playground.snapshot(true).status(pin).irq.map_or((0, 0), |irq| (irq.count, irq.coalesced))
}

fn led(playground: &Playground) -> Level {
    playground.machine().peek_board().at(GP25).latch()
}

/// Returns the times at which the handler of `pin` was entered.
fn entries(playground: &Playground, pin: PinId) -> Vec<u64> {
    let is_entry = |kind| matches!(kind, EventKind::Irq { pin: entered, .. } if entered == pin);
    playground.machine().trace(|trace| {
        trace.since(0).filter(|(_, event)| is_entry(event.kind)).map(|(_, event)| event.time_ns).collect()
    })
}

#[test]
fn edges_meanwhile_are_one_interrupt_which_is_served_afterwards() {
    let mut playground = board();
    playground.set_primask(true);
    for _ in 0..5 {
        rise(&mut playground, GP10);
        playground.advance(1000);
    }
    assert_eq!((counts(&playground, GP10), led(&playground)), ((0, 4), Level::Low), "nothing runs meanwhile");
    playground.set_primask(false);
    assert_eq!((counts(&playground, GP10), led(&playground)), ((1, 4), Level::High));
    assert_eq!(entries(&playground, GP10), [5000]);
    rise(&mut playground, GP10);
    assert_eq!(counts(&playground, GP10), (2, 4));
}

#[test]
fn the_most_urgent_comes_first_afterwards() {
    let mut playground = board();
    arm(
        &mut playground,
        GP2,
        IrqConfig { priority: Priority::P7, ..IrqConfig::new(Trigger::Rising) },
        Reaction::Nothing,
    );
    playground.set_primask(true);
    rise(&mut playground, GP10);
    rise(&mut playground, GP2);
    playground.set_primask(false);
    let served = |kind| if let EventKind::Irq { pin, .. } = kind { Some(pin) } else { None };
    let order: Vec<_> =
        playground.machine().trace(|trace| trace.since(0).filter_map(|(_, event)| served(event.kind)).collect());
    assert_eq!(order, [GP2, GP10]);
}

#[test]
fn a_handler_of_a_script_is_not_called_meanwhile() {
    let mut playground = Playground::new(Profile::Wipy);
    playground.begin_script();
    arm(&mut playground, GP10, IrqConfig::new(Trigger::Rising), Reaction::Script);
    playground.set_primask(true);
    rise(&mut playground, GP10);
    assert!(!playground.needs_program());
    playground.set_primask(false);
    assert_eq!(playground.next_call(), Some(GP10.into()));
}

/// WFI ends with an interrupt that PRIMASK holds off.
#[test]
fn idle_ends_and_the_interrupt_is_served_later() {
    let mut playground = board();
    playground.set_primask(true);
    playground.command(Command::Sleep { mode: SleepMode::Active }).expect("awake");
    assert_eq!(playground.machine().power(), Power::Idle);
    rise(&mut playground, GP10);
    assert_eq!((playground.machine().power(), counts(&playground, GP10)), (Power::Active, (0, 0)));
    playground.set_primask(false);
    assert_eq!(counts(&playground, GP10), (1, 0));
}

#[test]
fn the_handler_of_the_pin_that_ends_suspended_waits_too() {
    let mut playground = Playground::new(Profile::Wipy);
    arm(
        &mut playground,
        GP17,
        IrqConfig { wake: Wake::SUSPENDED, ..IrqConfig::new(Trigger::Rising) },
        Reaction::Nothing,
    );
    playground.set_primask(true);
    playground.command(Command::Sleep { mode: SleepMode::Suspended }).expect("awake");
    playground.stimulus(Stimulus::Drive { pin: GP17, level: Some(Level::High) });
    assert_eq!((playground.machine().power(), counts(&playground, GP17)), (Power::Active, (0, 0)));
    playground.set_primask(false);
    assert_eq!(counts(&playground, GP17), (1, 0));
}

#[test]
fn a_reset_and_the_end_of_a_script_clear_it() {
    for end in [Playground::reset_chip, Playground::reset_by_software, Playground::end_script] {
        let mut playground = board();
        playground.set_primask(true);
        end(&mut playground);
        rise(&mut playground, GP10);
        assert_eq!(counts(&playground, GP10), (1, 0));
    }
}
