//! Modes, pulls, drive strengths and alternate functions are read back from the registers as they were set.

use pinscope_core::PinId::{GP1, GP2, GP7, GP9, GP10, GP12, GP22, GP23, GP25, GP28};
use pinscope_core::cc3200::{gpio::Port, pad};
use pinscope_core::{
    Board, Command, Config, Drive, Error, Function, Handlers, IrqConfig, Level, Mode, PadLevel, PinId, Profile, Pull,
    Reaction, RegisterImage, Registers, RegistersMut, Trigger,
};
use pinscope_emulator::Machine;
use pinscope_tests::playground::machine;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn out(value: Level) -> Config {
    Config { mode: Mode::Out, value: Some(value), ..Config::default() }
}

#[test]
fn start_makes_every_pin_an_input_without_pull() {
    let machine = machine();
    for pin in machine.board().pins() {
        assert_eq!((pin.mode(), pin.pull(), pin.drive(), pin.alt()), (Mode::In, Pull::None, Drive::Med, -1));
        assert_eq!(pad::config(pin.id().pad()).read(&machine), 0x040, "{:?}", pin.id());
        assert_eq!(machine.level(pin.id()), PadLevel::Floating);
    }
}

#[test]
fn finding_a_pin_by_name_changes_no_register() {
    let machine = machine();
    machine.board().at(GP9).init(out(Level::High)).expect("valid");
    let before = machine.clone();
    let pin = machine.board().pin("GP9").expect("it exists");
    assert_eq!(pin.id().name(), "GP9");
    assert_eq!(machine, before);
}

/// A pad word is pull | drive | open drain, with bits 11:10 clear (`docs/cc3200.md`, section 3.1).
#[test]
fn pad_words_are_those_of_the_driver() {
    let rows = [
        (Mode::In, Pull::Up, Drive::Med, 0x140),
        (Mode::Out, Pull::None, Drive::High, 0x060),
        (Mode::OpenDrain, Pull::Up, Drive::Low, 0x130),
        (Mode::Out, Pull::Down, Drive::Med, 0x240),
    ];
    for (mode, pull, drive, word) in rows {
        let machine = machine();
        let pin = machine.board().at(GP23);
        pin.init(Config { mode, pull, drive, ..Config::default() }).expect("valid");
        assert_eq!(pad::config(23).read(&machine), word);
        assert_eq!((pin.mode(), pin.pull(), pin.drive()), (mode, pull, drive));
    }
    let machine = machine();
    let tx = Config { mode: Mode::Alt, pull: Pull::Up, drive: Drive::Low, alt: 3, value: None };
    machine.board().at(GP1).init(tx).expect("valid");
    assert_eq!(pad::config(1).read(&machine), 0x123);
}

#[test]
fn the_pad_of_gp28_is_the_fortieth() {
    let machine = machine();
    machine.board().at(GP28).set_pull(Pull::Up);
    assert_eq!((&machine).read(0x4402_E140) & pad::PULL_UP, pad::PULL_UP);
}

#[test]
fn setters_change_one_thing_and_leave_the_rest() {
    let machine = machine();
    let pin = machine.board().at(GP9);
    pin.init(Config { mode: Mode::Out, pull: Pull::Up, drive: Drive::High, ..Config::default() }).expect("valid");
    pin.set_pull(Pull::Down);
    assert_eq!((pin.mode(), pin.pull(), pin.drive()), (Mode::Out, Pull::Down, Drive::High));
    pin.set_drive(Drive::Low);
    assert_eq!((pin.mode(), pin.pull(), pin.drive()), (Mode::Out, Pull::Down, Drive::Low));
    pin.set_mode(Mode::OpenDrain);
    assert_eq!((pin.mode(), pin.pull(), pin.drive()), (Mode::OpenDrain, Pull::Down, Drive::Low));
}

#[test]
fn getters_return_what_setters_have_set() {
    let machine = machine();
    let pin = machine.board().at(GP1);
    pin.init(Config { mode: Mode::Alt, alt: 3, ..Config::default() }).expect("UART0_TX is 3 on GP1");
    for mode in [Mode::AltOpenDrain, Mode::Alt] {
        pin.set_mode(mode);
        assert_eq!((pin.mode(), pin.alt()), (mode, 3), "the multiplexer stays");
    }
    for mode in [Mode::Out, Mode::In, Mode::OpenDrain] {
        pin.set_mode(mode);
        assert_eq!((pin.mode(), pin.alt()), (mode, -1));
        for pull in Pull::ALL {
            for drive in Drive::ALL {
                pin.set_pull(pull);
                pin.set_drive(drive);
                assert_eq!((pin.mode(), pin.pull(), pin.drive()), (mode, pull, drive));
            }
        }
    }
}

#[test]
fn two_handles_on_one_pin_are_one_pin() {
    let machine = machine();
    let (one, other) = (machine.board().at(GP9), machine.board().pin("GP9").expect("it exists"));
    one.init(out(Level::High)).expect("valid");
    assert_eq!((other.mode(), other.value()), (Mode::Out, Level::High));
    other.toggle();
    assert_eq!(one.value(), Level::Low);
}

#[test]
fn an_output_starts_with_its_value_and_never_drives_another() {
    let machine = machine();
    machine.board().at(GP9).init(out(Level::High)).expect("valid");
    let levels: Vec<_> = machine.trace(|trace| trace.since(0).map(|(_, event)| event.kind).collect());
    let high = pinscope_core::EventKind::Level { pin: GP9, level: PadLevel::High };
    assert_eq!(levels, [high], "from floating straight to high");
}

#[test]
fn an_output_without_value_drives_what_the_pad_last_read() {
    for mode in [Mode::Out, Mode::OpenDrain] {
        for level in [Level::Low, Level::High] {
            let machine = machine();
            let pin = machine.board().at(GP9);
            for held in [Some(!level), Some(level), None] {
                machine.drive(GP9, held);
            }
            pin.init(Config { mode, ..Config::default() }).expect("valid");
            let driven = (mode == Mode::Out || level == Level::Low).then_some(level);
            assert_eq!((pin.latch(), pin.driven()), (level, driven), "{mode:?}");
        }
    }
}

#[test]
fn a_value_written_to_an_input_is_lost() {
    let machine = machine();
    let pin = machine.board().at(GP9);
    pin.set_value(Level::High);
    assert_eq!(pin.value(), Level::Low);
    pin.init(Config { mode: Mode::Out, ..Config::default() }).expect("valid");
    assert_eq!(pin.value(), Level::Low);
}

#[test]
fn an_open_drain_pin_reads_the_pad_and_reading_does_not_release_the_line() {
    let machine = machine();
    let pin = machine.board().at(GP9);
    let od = |value| Config { mode: Mode::OpenDrain, pull: Pull::Up, value: Some(value), ..Config::default() };
    pin.init(od(Level::High)).expect("valid");
    assert_eq!((pin.value(), pin.latch()), (Level::High, Level::High));
    let before = machine.clone();
    pin.set_value(Level::Low);
    assert_eq!((pin.value(), machine.level(GP9)), (Level::Low, PadLevel::Low));
    pin.set_value(Level::High);
    let (now, then) = (Board::new(Profile::Wipy, machine.peek()).at(GP9), before.peek_board().at(GP9));
    assert_eq!((now.mode(), now.latch(), now.pull()), (then.mode(), then.latch(), then.pull()));
}

#[test]
fn choosing_a_function_another_pin_holds_frees_that_pin() {
    let machine = machine();
    let board = machine.board();
    let tx = |alt| Config { mode: Mode::Alt, pull: Pull::Up, alt, ..Config::default() };
    board.at(GP1).init(tx(3)).expect("UART0_TX is 3 on GP1");
    board.at(GP2).init(tx(3)).expect("UART0_RX is 3 on GP2");
    board.at(GP12).init(tx(7)).expect("UART0_TX is 7 on GP12");
    let (freed, kept, holder) = (board.at(GP1), board.at(GP2), board.at(GP12));
    assert_eq!((freed.mode(), freed.pull(), freed.alt()), (Mode::In, Pull::None, -1));
    assert_eq!((kept.mode(), kept.alt()), (Mode::Alt, 3));
    assert_eq!((holder.function(), holder.alt()), (Some(Function::Uart0Tx), 7));
}

#[test]
fn a_function_is_taken_over_between_both_alt_modes() {
    for held in [Mode::Alt, Mode::AltOpenDrain] {
        for chosen in [Mode::Alt, Mode::AltOpenDrain] {
            let machine = machine();
            let [holder, other] = [GP10, PinId::GP11].map(|pin| machine.board().at(pin));
            let pwm = |mode| Config { mode, pull: Pull::Up, alt: 3, ..Config::default() };
            holder.init(pwm(held)).expect("TIM3_PWM is 3 on GP10");
            other.init(pwm(chosen)).expect("TIM3_PWM is 3 on GP11");
            assert_eq!((holder.mode(), holder.pull(), holder.alt()), (Mode::In, Pull::None, -1));
            assert_eq!((other.mode(), other.pull(), other.alt()), (chosen, Pull::Up, 3));
        }
    }
}

#[test]
fn gp9_is_freed_like_any_other() {
    let machine = machine();
    let board = machine.board();
    board.at(GP9).init(Config { mode: Mode::Alt, alt: 6, ..Config::default() }).expect("SD0_DAT0 is 6 on GP9");
    let gp15 = board.at(PinId::GP15);
    gp15.init(Config { mode: Mode::Alt, alt: 8, ..Config::default() }).expect("SD0_DAT0 is 8 on GP15");
    assert_eq!(board.at(GP9).mode(), Mode::In);
}

#[test]
fn in_an_alt_mode_minus_one_keeps_the_multiplexer_and_zero_is_gpio() {
    let machine = machine();
    let pin = machine.board().at(GP7);
    pin.init(Config { mode: Mode::Alt, alt: 11, ..Config::default() }).expect("UART0_TX is 11 on GP7");
    pin.init(Config { mode: Mode::AltOpenDrain, alt: -1, ..Config::default() }).expect("valid");
    assert_eq!((pin.mode(), pin.alt()), (Mode::AltOpenDrain, 11));
    pin.init(Config { mode: Mode::Alt, alt: 0, ..Config::default() }).expect("valid");
    assert_eq!((pin.mode(), pin.alt()), (Mode::In, -1), "multiplexer 0 reads back as a GPIO mode");
}

#[test]
fn alternates_are_listed_in_order_with_adc_channels_as_minus_one() {
    let list =
        |pin: PinId| pin.alternates().iter().map(|alternate| (alternate.name(), alternate.index)).collect::<Vec<_>>();
    assert_eq!(list(GP2), [("UART0_RX", 3), ("UART1_RX", 6), ("ADC0_CH0", -1)]);
    assert_eq!(list(GP22), []);
    assert_eq!(list(GP25), [("TIM1_PWM", 9)]);
}

#[test]
fn a_pin_prints_as_micropython_does() {
    let machine = machine();
    let pin = machine.board().at(GP23);
    let config = Config { mode: Mode::Out, pull: Pull::Up, drive: Drive::Low, ..Config::default() };
    pin.init(config).expect("valid");
    let printed = "Pin('GP23', mode=Pin.OUT, pull=Pin.PULL_UP, drive=Pin.LOW_POWER, alt=-1)";
    assert_eq!(pin.to_string(), printed);
    pin.set_pull(Pull::None);
    assert!(pin.to_string().contains("pull=None"));
    let config = Config { mode: Mode::AltOpenDrain, pull: Pull::Down, drive: Drive::High, alt: 9, value: None };
    pin.init(config).expect("I2C0_SCL is 9 on GP23");
    let printed = "Pin('GP23', mode=Pin.ALT_OPEN_DRAIN, pull=Pin.PULL_DOWN, drive=Pin.HIGH_POWER, alt=9)";
    assert_eq!(pin.to_string(), printed);
}

#[test]
fn an_access_to_an_unclocked_port_is_a_bus_fault_that_changes_nothing() {
    let machine = Machine::new(Profile::Wipy);
    (&machine).write(Port::A1.dir().0, 0xFF);
    assert_eq!((&machine).read(Port::A1.dir().0), 0);
    machine.board().start();
    assert_eq!((&machine).read(Port::A1.dir().0), 0);
    let faults = machine.trace(|trace| {
        let fault = |kind| matches!(kind, pinscope_core::EventKind::Fault { addr: 0x4000_5400, .. });
        trace.since(0).filter(|(_, event)| fault(event.kind)).count()
    });
    assert_eq!(faults, 2);
}

#[test]
fn before_start_a_pin_is_neither_set_up_nor_armed() {
    let machine = Machine::new(Profile::Wipy);
    let pin = machine.board().at(GP10);
    let words = || RegisterImage::capture(machine.peek());
    let (before, fault) = (words(), Error::BusFault { addr: Port::A1.dir().0, write: false });
    let mut handlers = Handlers::new();
    assert_eq!(pin.init(Config { mode: Mode::Out, ..Config::default() }), Err(fault));
    assert_eq!(pin.irq(&mut handlers, IrqConfig::new(Trigger::Rising), ()).map(drop), Err(fault));
    assert!(fault.to_string().ends_with("Board::start clocks the GPIO ports"), "{fault}");
    assert_eq!((words(), handlers.slot(GP10)), (before, None), "a refused call changes nothing");
    machine.board().start();
    assert_eq!(pin.init(Config::default()), Ok(()));
    assert_eq!(pin.irq(&mut handlers, IrqConfig::new(Trigger::Rising), ()).map(drop), Ok(()));
}

#[test]
fn an_absent_register_fails_the_command_it_belongs_to() {
    let mut playground = pinscope_emulator::Playground::new(Profile::Wipy);
    let toggle = pinscope_core::Command::Toggle { pin: GP10 };
    assert!(playground.command(toggle).is_ok());
    (playground.machine()).write(pinscope_core::cc3200::arcm::gpio_clock(Port::A1).0, 0);
    let refused = playground.command(toggle);
    assert!(matches!(refused, Err(Error::BusFault { addr, .. }) if Port::A1.base() <= addr), "{refused:?}");
}

#[test]
fn an_interrupt_that_meets_an_absent_register_is_not_armed() {
    let mut playground = pinscope_emulator::Playground::new(Profile::Wipy);
    (playground.machine()).write(pinscope_core::cc3200::arcm::gpio_clock(Port::A1).0, 0);
    let config = IrqConfig::new(Trigger::Rising);
    let reaction = Reaction::Nothing;
    let refused = playground.command(Command::Irq { pin: GP10, config, reaction, takes_ns: 0 });
    assert!(matches!(refused, Err(Error::BusFault { .. })), "{refused:?}");
    assert_eq!(playground.snapshot(true).status(GP10).irq, None);
}
