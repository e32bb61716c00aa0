//! Triggers, priorities and the callback object of interrupts.

use pinscope_core::PinId::{GP2, GP4, GP9, GP10, GP17, GP23, GP25};
use pinscope_core::cc3200::{arcm, gpio::Port, nvic};
use pinscope_core::{
    Command, Config, EventKind, IrqConfig, Level, Mode, PadLevel, PinId, Priority, Profile, Pull, Reaction, Registers,
    RegistersMut, Response, Trigger, Wake,
};
use pinscope_emulator::{Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn board() -> Playground {
    Playground::new(Profile::Wipy)
}

fn arm(playground: &mut Playground, pin: PinId, config: IrqConfig, reaction: Reaction) {
    playground.command(Command::Irq { pin, config, reaction, takes_ns: 0 }).expect("valid");
}

fn drive(playground: &mut Playground, pin: PinId, high: bool) {
    playground.stimulus(Stimulus::Drive { pin, level: Some(Level::from(high)) });
}

fn count(playground: &Playground, pin: PinId) -> u32 {
    playground.snapshot(true).status(pin).irq.map_or(0, |irq| irq.count)
}

/// Returns the pins whose interrupts were served, in order.
fn served(playground: &Playground) -> Vec<(PinId, Trigger)> {
    let served = |kind| match kind {
        EventKind::Irq { pin, trigger, .. } => Some((pin, trigger)),
        _ => None,
    };
    playground.machine().trace(|trace| trace.since(0).filter_map(|(_, event)| served(event.kind)).collect())
}

#[test]
fn each_trigger_fires_on_its_own_edges_only() {
    let rows = [(Trigger::Falling, 2), (Trigger::Rising, 3), (Trigger::BothEdges, 5)];
    for (trigger, expected) in rows {
        let mut playground = board();
        drive(&mut playground, GP10, false);
        arm(&mut playground, GP10, IrqConfig::new(trigger), Reaction::Nothing);
        for high in [true, true, false, true, false, false, true] {
            drive(&mut playground, GP10, high);
        }
        assert_eq!(count(&playground, GP10), expected, "{trigger:?}");
    }
}

#[test]
fn an_edge_that_a_write_causes_is_reported_once() {
    let mut playground = board();
    let high = Config { mode: Mode::Out, pull: Pull::Down, value: Some(Level::High), ..Config::DEFAULT };
    playground.command(Command::Init { pin: GP10, config: high }).expect("valid");
    arm(&mut playground, GP10, IrqConfig::new(Trigger::Falling), Reaction::Nothing);
    playground.poke(Port::A1.dir().0, 0).expect("it is clocked");
    let pended = |kind| kind == EventKind::Pended { pin: GP10 };
    let times = playground.machine().trace(|trace| trace.since(0).filter(|(_, event)| pended(event.kind)).count());
    assert_eq!((times, count(&playground, GP10)), (1, 1), "the output is released, and the pull takes the pin low");
}

#[test]
fn with_both_edges_the_flag_names_the_edge_that_fired() {
    let mut playground = board();
    drive(&mut playground, GP10, false);
    arm(&mut playground, GP10, IrqConfig::new(Trigger::BothEdges), Reaction::Nothing);
    drive(&mut playground, GP10, true);
    drive(&mut playground, GP10, false);
    assert_eq!(served(&playground), [(GP10, Trigger::Rising), (GP10, Trigger::Falling)]);
}

#[test]
fn arming_reads_back_from_the_registers() {
    for trigger in Trigger::ALL {
        for priority in Priority::ALL {
            let mut playground = board();
            drive(&mut playground, GP23, trigger != Trigger::HighLevel);
            let config = IrqConfig { priority, ..IrqConfig::new(trigger) };
            arm(&mut playground, GP23, config, Reaction::Nothing);
            let pin = playground.machine().peek_board().at(GP23);
            assert_eq!((pin.trigger(), pin.priority(), pin.wake()), (trigger, priority, Some(Wake::ACTIVE)));
        }
    }
}

#[test]
fn a_priority_is_the_nvics_byte_and_belongs_to_the_port() {
    let mut playground = board();
    let priority = |priority| IrqConfig { priority, ..IrqConfig::new(Trigger::Rising) };
    arm(&mut playground, GP10, priority(Priority::P4), Reaction::Nothing);
    assert_eq!(playground.machine().peek().read(nvic::IPR0.0), 0x0000_8000);
    arm(&mut playground, GP9, priority(Priority::P7), Reaction::Nothing);
    let machine = playground.machine();
    assert_eq!(machine.peek().read(nvic::IPR0.0), 0x0000_2000);
    assert_eq!(machine.peek_board().at(GP10).priority(), Priority::P7, "GP10 shares port A1 with GP9");
}

#[test]
fn pins_of_one_port_are_served_from_bit_0_up_and_ports_by_priority() {
    let mut playground = board();
    let on = |priority| IrqConfig { priority, ..IrqConfig::new(Trigger::Rising) };
    for (pin, priority) in [(GP4, Priority::P1), (GP2, Priority::P1), (GP10, Priority::P2), (GP17, Priority::P5)] {
        drive(&mut playground, pin, false);
        arm(&mut playground, pin, on(priority), Reaction::Nothing);
    }
    for pin in [GP2, GP10, GP17] {
        playground.stimulus(Stimulus::Wire { a: GP4, b: pin });
    }
    for pin in [GP2, GP10, GP17] {
        playground.stimulus(Stimulus::Drive { pin, level: None });
    }
    drive(&mut playground, GP4, true);
    let order: Vec<_> = served(&playground).into_iter().map(|(pin, _)| pin).collect();
    assert_eq!(order, [GP17, GP10, GP2, GP4]);
}

#[test]
fn a_level_that_never_ends_is_a_storm_with_a_bound() {
    let mut playground = board();
    playground
        .command(Command::Init { pin: GP10, config: Config { pull: Pull::Up, ..Config::default() } })
        .expect("valid");
    arm(&mut playground, GP10, IrqConfig::new(Trigger::HighLevel), Reaction::Nothing);
    let storms = |playground: &Playground| {
        let storm = |kind| matches!(kind, EventKind::IrqStorm { pin: GP10 });
        playground.machine().trace(|trace| trace.since(0).filter(|(_, event)| storm(event.kind)).count())
    };
    assert_eq!((storms(&playground), count(&playground, GP10)), (1, 64));
    playground.advance(25_000_000);
    assert_eq!((storms(&playground), count(&playground, GP10)), (3, 192), "it rests 10 ms at a time");
    drive(&mut playground, GP10, false);
    playground.advance(100_000_000);
    assert_eq!(storms(&playground), 3, "it ends with the level");
}

#[test]
fn an_interrupt_without_a_pin_to_serve_is_a_storm_too() {
    let storms = |playground: &Playground| {
        let storm = |kind| matches!(kind, EventKind::IrqStorm { .. });
        playground.machine().trace(|trace| trace.since(0).filter(|(_, event)| storm(event.kind)).count())
    };
    // The port loses its clock while its interrupt is armed, so the routine can neither read nor clear the status.
    let mut playground = board();
    arm(&mut playground, GP10, IrqConfig::new(Trigger::Rising), Reaction::Nothing);
    playground.machine().write(arcm::gpio_clock(Port::A1).0, 0);
    drive(&mut playground, GP10, true);
    assert_eq!(storms(&playground), 1);
    // A level triggers on a bit that is connected to no pin of the package.
    let mut playground = board();
    for (addr, value) in [(nvic::ISER0.0, 1 << 2), (Port::A2.is().0, 4), (Port::A2.im().0, 4)] {
        playground.machine().write(addr, value);
    }
    drive(&mut playground, GP2, true);
    assert_eq!(storms(&playground), 1);
}

#[test]
fn a_handler_follows_its_pin_or_opposes_it() {
    for (reaction, pressed) in [(Reaction::Follow(GP25), Level::High), (Reaction::Oppose(GP25), Level::Low)] {
        let mut playground = board();
        let out = Config { mode: Mode::Out, value: Some(Level::Low), ..Config::default() };
        playground.command(Command::Init { pin: GP25, config: out }).expect("valid");
        arm(&mut playground, GP10, IrqConfig::new(Trigger::BothEdges), reaction);
        for level in [true, false, true] {
            drive(&mut playground, GP10, level);
            let expected = if level { pressed } else { !pressed };
            assert_eq!(playground.machine().peek_board().at(GP25).latch(), expected, "{reaction:?}");
        }
    }
}

#[test]
fn a_level_interrupt_fires_until_its_handler_ends_the_level() {
    let mut playground = board();
    let out = Config { mode: Mode::Out, value: Some(Level::Low), ..Config::default() };
    playground.command(Command::Init { pin: GP9, config: out }).expect("valid");
    playground.stimulus(Stimulus::Wire { a: GP9, b: GP10 });
    arm(&mut playground, GP10, IrqConfig::new(Trigger::HighLevel), Reaction::Set(GP9, Level::Low));
    playground.command(Command::SetValue { pin: GP9, level: Level::High }).expect("valid");
    assert!((1..=2).contains(&count(&playground, GP10)), "{}", count(&playground, GP10));
    assert_eq!(playground.machine().peek_board().at(GP9).latch(), Level::Low);
}

#[test]
fn a_low_level_fires_until_its_handler_ends_it() {
    let mut playground = board();
    let out = Config { mode: Mode::Out, value: Some(Level::High), ..Config::default() };
    playground.command(Command::Init { pin: GP9, config: out }).expect("valid");
    playground.stimulus(Stimulus::Wire { a: GP9, b: GP10 });
    arm(&mut playground, GP10, IrqConfig::new(Trigger::LowLevel), Reaction::Set(GP9, Level::High));
    assert_eq!(count(&playground, GP10), 0);
    for _ in 0..3 {
        playground.command(Command::SetValue { pin: GP9, level: Level::Low }).expect("valid");
        assert_eq!(playground.machine().peek_board().at(GP9).latch(), Level::High);
    }
    assert!((3..=6).contains(&count(&playground, GP10)), "{}", count(&playground, GP10));
}

#[test]
fn releasing_a_pad_makes_no_edge() {
    for level in [Level::Low, Level::High] {
        let mut playground = board();
        drive(&mut playground, GP10, level.is_high());
        arm(&mut playground, GP10, IrqConfig::new(Trigger::BothEdges), Reaction::Nothing);
        playground.stimulus(Stimulus::Drive { pin: GP10, level: None });
        assert_eq!(playground.machine().level(GP10), PadLevel::Floating);
        assert_eq!(playground.command(Command::Value { pin: GP10 }), Ok(Response::Level(level)));
        drive(&mut playground, GP10, level.is_high());
        assert_eq!(count(&playground, GP10), 0, "nor is there one when the same level comes back");
        drive(&mut playground, GP10, !level.is_high());
        assert_eq!(count(&playground, GP10), 1);
    }
}

#[test]
fn without_active_a_pin_makes_no_interrupt_while_the_board_runs() {
    let mut playground = board();
    drive(&mut playground, GP17, false);
    let config = IrqConfig { wake: Wake::SUSPENDED, ..IrqConfig::new(Trigger::Rising) };
    arm(&mut playground, GP17, config, Reaction::Nothing);
    drive(&mut playground, GP17, true);
    assert_eq!(count(&playground, GP17), 0);
}

#[test]
fn an_outputs_own_changes_raise_nothing() {
    let mut playground = board();
    let out = Config { mode: Mode::Out, ..Config::default() };
    playground.command(Command::Init { pin: GP9, config: out }).expect("valid");
    arm(&mut playground, GP9, IrqConfig::new(Trigger::BothEdges), Reaction::Nothing);
    for _ in 0..4 {
        playground.command(Command::Toggle { pin: GP9 }).expect("valid");
    }
    assert_eq!(count(&playground, GP9), 0);
}

#[test]
fn settings_that_leave_the_level_alone_make_no_edge() {
    let mut playground = board();
    let pulled = Config { pull: Pull::Up, ..Config::default() };
    playground.command(Command::Init { pin: GP10, config: pulled }).expect("valid");
    arm(&mut playground, GP10, IrqConfig::new(Trigger::BothEdges), Reaction::Nothing);
    playground.command(Command::Init { pin: GP10, config: Config::default() }).expect("valid");
    playground.command(Command::Init { pin: GP10, config: pulled }).expect("valid");
    assert_eq!(count(&playground, GP10), 0, "it floated, and an input on a floating net reads what it last read");
}

#[test]
fn edges_while_an_interrupt_is_disabled_are_never_served() {
    let mut playground = board();
    drive(&mut playground, GP10, false);
    arm(&mut playground, GP10, IrqConfig::new(Trigger::Rising), Reaction::Toggle(GP25));
    playground.command(Command::Disable { pin: GP10 }).expect("valid");
    drive(&mut playground, GP10, true);
    assert_eq!(count(&playground, GP10), 0);
    let irq = playground.snapshot(true).status(GP10).irq.expect("it is still set");
    assert_eq!((irq.enabled, irq.wake, irq.reaction), (false, Wake::ACTIVE, Reaction::Toggle(GP25)));
    playground.command(Command::Enable { pin: GP10 }).expect("valid");
    assert_eq!(count(&playground, GP10), 0);
    drive(&mut playground, GP10, false);
    drive(&mut playground, GP10, true);
    assert_eq!(count(&playground, GP10), 1);
}

#[test]
fn called_by_hand_the_handler_runs_and_the_flags_are_zero() {
    let mut playground = board();
    let out = Config { mode: Mode::Out, value: Some(Level::Low), ..Config::default() };
    playground.command(Command::Init { pin: GP25, config: out }).expect("valid");
    arm(&mut playground, GP10, IrqConfig::new(Trigger::Rising), Reaction::Toggle(GP25));
    playground.command(Command::Call { pin: GP10 }).expect("valid");
    assert_eq!(playground.command(Command::Value { pin: GP25 }), Ok(Response::Level(Level::High)));
    assert_eq!(playground.command(Command::Flags { pin: GP10 }), Ok(Response::Flags(None)));
    assert_eq!(count(&playground, GP10), 0, "nothing fired");
}

#[test]
fn arming_resets_the_count_and_clears_a_pending_interrupt() {
    let mut playground = board();
    drive(&mut playground, GP10, false);
    arm(&mut playground, GP10, IrqConfig::new(Trigger::Rising), Reaction::Nothing);
    drive(&mut playground, GP10, true);
    assert_eq!(count(&playground, GP10), 1);
    arm(&mut playground, GP10, IrqConfig::new(Trigger::Falling), Reaction::Nothing);
    assert_eq!(count(&playground, GP10), 0);
    assert_eq!(Port::A1.ris().read(playground.machine().peek()), 0);
}

#[test]
fn an_interrupt_whose_handler_fails_is_disabled_and_the_fault_is_reported() {
    let mut playground = Playground::new(Profile::Wipy);
    let config = IrqConfig::new(Trigger::BothEdges);
    let reaction = Reaction::Toggle(PinId::GP25);
    playground.command(Command::Irq { pin: GP17, config, reaction, takes_ns: 0 }).expect("valid");
    playground.machine().write(arcm::gpio_clock(PinId::GP25.port()).0, 0);
    for level in [Level::High, Level::Low] {
        playground.stimulus(Stimulus::Drive { pin: GP17, level: Some(level) });
    }
    let irq = playground.snapshot(true).status(GP17).irq.expect("it is still there");
    assert_eq!((irq.count, irq.enabled), (1, false));
    let is_fault = |kind| matches!(kind, EventKind::Fault { .. });
    assert!(playground.machine().trace(|trace| trace.since(0).any(|(_, event)| is_fault(event.kind))));
}
