//! A reset clears the chip, keeps everything outside it, and is followed by the startup commands.

use pinscope_core::PinId::{GP2, GP4, GP8, GP9, GP10, GP17, GP25};
use pinscope_core::{
    Command, Config, Drive, EventKind, IrqConfig, Level, Mode, PadLevel, PinId, Power, Priority, Profile, Pull,
    Reaction, ResetCause, SleepMode, Trigger, Wake, sleep,
};
use pinscope_emulator::playground::costs::START_AFTER_HIBERNATE;
use pinscope_emulator::{Button, ClockSignal, Endpoint, Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// The two ways to reset the board.
#[derive(Clone, Copy, Debug)]
enum Cause {
    Button,
    Hibernate,
}

fn init(playground: &mut Playground, pin: PinId, config: Config) {
    playground.command(Command::Init { pin, config }).expect("valid");
}

fn arm(playground: &mut Playground, pin: PinId, config: IrqConfig) {
    playground.command(Command::Irq { pin, config, reaction: Reaction::Nothing, takes_ns: 0 }).expect("valid");
}

fn waking(trigger: Trigger, wake: Wake) -> IrqConfig {
    IrqConfig { wake, ..IrqConfig::new(trigger) }
}

fn drive(playground: &mut Playground, pin: PinId, level: Option<Level>) {
    playground.stimulus(Stimulus::Drive { pin, level });
}

fn happened(playground: &Playground, kind: EventKind) -> bool {
    playground.machine().trace(|trace| trace.since(0).any(|(_, event)| event.kind == kind))
}

/// Resets the board, from HIBERNATE by a low level on GP17.
fn reset(playground: &mut Playground, cause: Cause) {
    match cause {
        Cause::Button => playground.reset_chip(),
        Cause::Hibernate => {
            drive(playground, GP17, Some(Level::Low));
            arm(playground, GP17, waking(Trigger::LowLevel, Wake::HIBERNATE));
            playground.command(Command::Sleep { mode: SleepMode::Hibernate }).expect("awake");
            playground.advance(START_AFTER_HIBERNATE.ns);
        }
    }
    assert!(happened(playground, EventKind::Reset { cause: sleep::reset_cause(&playground.snapshot(true)) }));
}

#[test]
fn after_a_hibernate_wake_the_benchs_list_sets_the_board_up_again() {
    let mut playground = pinscope_tests::playground::demo();
    arm(&mut playground, GP17, waking(Trigger::Rising, Wake::HIBERNATE));
    drive(&mut playground, GP17, Some(Level::Low));
    playground.command(Command::Sleep { mode: SleepMode::Hibernate }).expect("awake");
    drive(&mut playground, GP17, Some(Level::High));
    playground.advance(START_AFTER_HIBERNATE.ns);
    assert!(happened(&playground, EventKind::SetUp));
    let snapshot = playground.snapshot(true);
    assert_eq!((snapshot.pin(GP25).mode(), snapshot.pin(GP10).pull()), (Mode::Out, Pull::Down));
    let irq = snapshot.status(GP10).irq.expect("it is armed again");
    assert_eq!((irq.reaction, irq.count), (Reaction::Toggle(GP25), 0));
    assert_eq!(snapshot.pin(GP17).wake(), Some(Wake::HIBERNATE));
}

#[test]
fn the_reset_button_resets_the_chip_and_leaves_the_outside() {
    let mut playground = Playground::new(Profile::Wipy);
    playground.set_up_again(false);
    init(&mut playground, GP9, Config { pull: Pull::Down, ..Config::default() });
    arm(&mut playground, GP9, IrqConfig::new(Trigger::Rising));
    drive(&mut playground, GP9, Some(Level::High));
    playground.stimulus(Stimulus::Wire { a: GP9, b: GP4 });
    playground.advance(1000);
    playground.reset_chip();
    let snapshot = playground.snapshot(true);
    assert_eq!((snapshot.pin(GP9).pull(), snapshot.status(GP9).irq), (Pull::None, None));
    assert_eq!(sleep::reset_cause(&snapshot), ResetCause::PowerOn);
    assert_eq!(snapshot.status(GP4).level, Some(pinscope_core::PadLevel::High));
    assert_eq!(snapshot.time_ns, 1000);
}

#[test]
fn after_a_reset_pins_and_interrupts_are_as_start_leaves_them() {
    for cause in [Cause::Button, Cause::Hibernate] {
        let mut playground = Playground::new(Profile::Wipy);
        playground.set_up_again(false);
        let strong = Config { mode: Mode::OpenDrain, pull: Pull::Up, drive: Drive::High, ..Config::default() };
        PinId::ALL.into_iter().for_each(|pin| init(&mut playground, pin, strong));
        init(&mut playground, GP10, Config { mode: Mode::Alt, alt: 1, ..Config::default() });
        let urgent = IrqConfig { priority: Priority::P6, ..waking(Trigger::HighLevel, Wake::ACTIVE | Wake::HIBERNATE) };
        arm(&mut playground, GP2, urgent);
        arm(&mut playground, GP4, waking(Trigger::Rising, Wake::SUSPENDED));
        reset(&mut playground, cause);
        let (snapshot, fresh) = (playground.snapshot(true), Playground::new(Profile::Wipy).snapshot(true));
        for pin in PinId::ALL {
            let (now, start) = (snapshot.pin(pin), fresh.pin(pin));
            assert_eq!(now.to_string(), start.to_string(), "{cause:?}");
            assert_eq!((now.trigger(), now.priority()), (start.trigger(), start.priority()), "{cause:?} {pin:?}");
            assert_eq!(snapshot.status(pin).irq, None);
            // HIB registers keep their values over HIBERNATE (`docs/cc3200.md`, section 6.3), also the enabled wake
            // lines.
            let suspended = now.wake().is_some_and(|wake| wake.contains(Wake::SUSPENDED));
            assert!(!now.is_unmasked() && !suspended, "{cause:?} {pin:?}");
        }
    }
}

#[test]
fn after_a_reset_a_floating_input_reads_low() {
    for cause in [Cause::Button, Cause::Hibernate] {
        let mut playground = Playground::new(Profile::Wipy);
        for level in [Some(Level::High), None] {
            drive(&mut playground, GP8, level);
        }
        assert_eq!(playground.machine().peek_board().at(GP8).latch(), Level::High, "it reads what it last read");
        reset(&mut playground, cause);
        assert_eq!(playground.machine().level(GP8), PadLevel::Floating);
        assert_eq!(playground.machine().peek_board().at(GP8).latch(), Level::Low, "{cause:?}");
    }
}

#[test]
fn wires_sources_and_buttons_outlive_a_reset() {
    for cause in [Cause::Button, Cause::Hibernate] {
        let mut playground = Playground::new(Profile::Wipy);
        let signal = ClockSignal::new(1000.0, 0.5).expect("possible");
        playground.stimulus(Stimulus::Clock { pin: GP9, signal });
        playground.stimulus(Stimulus::Wire { a: GP9, b: GP10 });
        init(&mut playground, GP4, Config { pull: Pull::Up, ..Config::default() });
        playground.stimulus(Stimulus::Press { pin: GP4 });
        playground.advance(2_000_100);
        reset(&mut playground, cause);
        assert_eq!(playground.machine().external(GP4).button, Some(Button::Closed(Endpoint::GND)));
        assert_eq!(playground.machine().level(GP4), PadLevel::Low);
        for level in [PadLevel::High, PadLevel::Low, PadLevel::High] {
            assert_eq!(playground.machine().level(GP10), level, "the clock goes on, and so does its wire: {cause:?}");
            playground.advance(500_000);
        }
    }
}

#[test]
fn the_list_is_the_last_accepted_init_and_irq_of_each_pin() {
    for cause in [Cause::Button, Cause::Hibernate] {
        let mut playground = Playground::new(Profile::Wipy);
        let out = |value| Config { mode: Mode::Out, value: Some(value), ..Config::default() };
        init(&mut playground, GP9, out(Level::Low));
        init(&mut playground, GP9, out(Level::High));
        playground.command(Command::SetValue { pin: GP9, level: Level::Low }).expect("valid");
        init(&mut playground, GP25, out(Level::Low));
        playground.command(Command::Toggle { pin: GP25 }).expect("valid");
        let refused = Config { mode: Mode::In, alt: 5, ..Config::default() };
        assert!(playground.command(Command::Init { pin: GP9, config: refused }).is_err());
        arm(&mut playground, GP10, IrqConfig::new(Trigger::Rising));
        arm(&mut playground, GP10, IrqConfig { priority: Priority::P3, ..IrqConfig::new(Trigger::Falling) });
        let refused = Command::Irq {
            pin: GP10,
            config: waking(Trigger::BothEdges, Wake::SUSPENDED),
            reaction: Reaction::Toggle(GP25),
            takes_ns: 7,
        };
        assert!(playground.command(refused).is_err());
        reset(&mut playground, cause);
        assert!(happened(&playground, EventKind::SetUp));
        let board = playground.machine().peek_board();
        assert_eq!((board.at(GP9).driven(), board.at(GP25).driven()), (Some(Level::High), Some(Level::Low)));
        assert_eq!((board.at(GP10).trigger(), board.at(GP10).priority()), (Trigger::Falling, Priority::P3));
        let irq = playground.snapshot(true).status(GP10).irq.expect("it is armed again");
        assert_eq!((irq.reaction, irq.takes_ns), (Reaction::Nothing, 0));
    }
}

#[test]
fn switched_off_nothing_is_set_up_again() {
    for cause in [Cause::Button, Cause::Hibernate] {
        let mut playground = pinscope_tests::playground::demo();
        playground.set_up_again(false);
        reset(&mut playground, cause);
        assert!(!happened(&playground, EventKind::SetUp));
        let snapshot = playground.snapshot(true);
        assert_eq!((snapshot.pin(GP25).mode(), snapshot.pin(GP10).pull()), (Mode::In, Pull::None));
        assert_eq!(snapshot.status(GP10).irq, None);
    }
}

/// The registers of HIB keep their values, but a wake disarms them: they do not end the next HIBERNATE.
#[test]
fn after_a_reset_nothing_armed_before_it_ends_a_sleep() {
    for cause in [Cause::Button, Cause::Hibernate] {
        for mode in SleepMode::ALL {
            let mut playground = Playground::new(Profile::Wipy);
            playground.set_up_again(false);
            drive(&mut playground, GP2, Some(Level::Low));
            arm(&mut playground, GP2, waking(Trigger::Rising, Wake::ACTIVE | Wake::SUSPENDED | Wake::HIBERNATE));
            reset(&mut playground, cause);
            assert_eq!(playground.machine().peek_board().at(GP2).wake(), None, "{cause:?}");
            drive(&mut playground, GP17, Some(Level::High));
            playground.command(Command::Sleep { mode }).expect("awake");
            drive(&mut playground, GP2, Some(Level::High));
            assert_eq!(playground.machine().power(), mode.power(), "{cause:?}");
        }
    }
}

#[test]
fn a_reset_ends_a_storm() {
    for cause in [Cause::Button, Cause::Hibernate] {
        let mut playground = Playground::new(Profile::Wipy);
        playground.set_up_again(false);
        drive(&mut playground, GP9, Some(Level::High));
        arm(&mut playground, GP9, IrqConfig::new(Trigger::HighLevel));
        assert!(happened(&playground, EventKind::IrqStorm { pin: GP9 }));
        reset(&mut playground, cause);
        arm(&mut playground, GP10, IrqConfig::new(Trigger::Rising));
        drive(&mut playground, GP10, Some(Level::High));
        assert_eq!(playground.snapshot(true).status(GP10).irq.map(|irq| irq.count), Some(1), "{cause:?}");
    }
}

#[test]
fn a_button_against_a_pull_up_ends_hibernate_though_the_pull_is_gone() {
    let mut playground = Playground::new(Profile::Wipy);
    init(&mut playground, GP17, Config { pull: Pull::Up, ..Config::default() });
    arm(&mut playground, GP17, waking(Trigger::Falling, Wake::HIBERNATE));
    playground.command(Command::Sleep { mode: SleepMode::Hibernate }).expect("awake");
    playground.stimulus(Stimulus::Press { pin: GP17 });
    assert!(happened(&playground, EventKind::Wake { pin: GP17, from: Power::Hibernate }));
    assert_eq!(playground.machine().external(GP17).button, Some(Button::Closed(Endpoint::GND)));
}
