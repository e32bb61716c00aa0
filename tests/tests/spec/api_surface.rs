//! The API has the manual's names, numbers, defaults and callback object.

use pinscope_core::PinId::{self, *};
use pinscope_core::{
    Board, Config, Drive, Error, Handlers, IrqConfig, Level, Mode, PadLevel, Priority, Profile, Pull, Registers,
    SleepMode, Trigger, Wake,
};
use pinscope_tests::playground::machine;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// A chip that panics when one of its registers is read.
#[derive(Clone, Copy, Debug)]
struct UnreadableChip;

impl Registers for UnreadableChip {
    fn read(self, addr: u32) -> u32 {
        panic!("the word at {addr:#010x} is read")
    }
}

/// The contents of `alt_list()` (`docs/cc3200.md`, section 4.2).
const ALTERNATES: [(PinId, &[(&str, i8)]); PinId::COUNT] = [
    (GP2, &[("UART0_RX", 3), ("UART1_RX", 6), ("ADC0_CH0", -1)]),
    (GP1, &[("UART0_TX", 3), ("UART1_TX", 6)]),
    (GP23, &[("UART1_TX", 2), ("I2C0_SCL", 9)]),
    (GP24, &[("UART1_RX", 2), ("TIM0_PWM", 5), ("I2C0_SDA", 9)]),
    (GP11, &[("I2C0_SDA", 1), ("TIM3_PWM", 3), ("SD0_CMD", 6), ("UART1_RX", 7)]),
    (GP12, &[("I2C0_SCL", 5), ("UART0_TX", 7)]),
    (GP13, &[("I2C0_SDA", 5), ("UART0_RX", 7)]),
    (GP14, &[("I2C0_SCL", 5), ("SPI0_CLK", 7)]),
    (GP15, &[("I2C0_SDA", 5), ("SPI0_MISO", 7), ("SD0_DAT0", 8)]),
    (GP16, &[("UART1_TX", 5), ("SPI0_MOSI", 7), ("SD0_CLK", 8)]),
    (GP17, &[("UART1_RX", 5), ("SPI0_CS0", 7), ("SD0_CMD", 8)]),
    (GP22, &[]),
    (GP28, &[]),
    (GP10, &[("I2C0_SCL", 1), ("TIM3_PWM", 3), ("SD0_CLK", 6), ("UART1_TX", 7)]),
    (GP9, &[("TIM2_PWM", 3), ("SD0_DAT0", 6)]),
    (GP8, &[]),
    (GP7, &[("UART1_RTS", 3), ("UART0_RTS", 10), ("UART0_TX", 11)]),
    (GP6, &[("UART1_CTS", 3), ("UART0_RTS", 5), ("UART0_CTS", 6)]),
    (GP30, &[("SPI0_MISO", 7), ("UART0_TX", 9)]),
    (GP31, &[("UART1_RX", 2), ("SPI0_CLK", 7), ("UART0_RX", 9)]),
    (GP3, &[("UART1_TX", 6), ("ADC0_CH1", -1)]),
    (GP0, &[("UART0_RTS", 3), ("SPI0_CS0", 9), ("UART1_RTS", 10), ("UART0_CTS", 12)]),
    (GP4, &[("UART1_RX", 6), ("ADC0_CH2", -1)]),
    (GP5, &[("ADC0_CH3", -1)]),
    (GP25, &[("TIM1_PWM", 9)]),
];

#[test]
fn finding_pins_accesses_no_register() {
    let board = Board::new(Profile::Wipy, UnreadableChip);
    assert!(board.pins().map(|pin| pin.id()).eq(PinId::ALL));
    for id in PinId::ALL {
        assert_eq!((board.at(id).id(), board.pin(id.name()).map(|pin| pin.id())), (id, Ok(id)));
    }
    assert!(board.pin("GP99").is_err());
}

#[test]
fn every_pin_offers_the_alternates_of_its_table() {
    for (pin, expected) in ALTERNATES {
        let offered: Vec<_> = pin.alternates().iter().map(|alternate| (alternate.name(), alternate.index)).collect();
        assert_eq!(offered, expected, "{pin:?}");
    }
}

#[test]
fn every_constant_is_found_by_the_manuals_name() {
    let pin = GP9;
    let modes = ["IN", "OUT", "OPEN_DRAIN", "ALT", "ALT_OPEN_DRAIN"].map(|name| Mode::from_name(pin, name));
    assert_eq!(modes, [Mode::In, Mode::Out, Mode::OpenDrain, Mode::Alt, Mode::AltOpenDrain].map(Ok));
    let pulls = ["PULL_UP", "PULL_DOWN", "None"].map(|name| Pull::from_name(pin, name));
    assert_eq!(pulls, [Pull::Up, Pull::Down, Pull::None].map(Ok));
    let drives = ["LOW_POWER", "MED_POWER", "HIGH_POWER"].map(|name| Drive::from_name(pin, name));
    assert_eq!(drives, [Drive::Low, Drive::Med, Drive::High].map(Ok));
    let triggers = ["IRQ_FALLING", "IRQ_RISING", "IRQ_LOW_LEVEL", "IRQ_HIGH_LEVEL"];
    assert_eq!(triggers.map(|name| Trigger::bit_from_name(pin, name)), [1, 2, 4, 8].map(Ok));
    for names in [["ACTIVE", "SUSPENDED", "HIBERNATE"], ["IDLE", "SLEEP", "DEEPSLEEP"]] {
        assert_eq!(names.map(|name| Wake::bit_from_name(pin, name)), [1, 2, 4].map(Ok));
        assert_eq!(names.map(SleepMode::from_name), SleepMode::ALL.map(Some));
    }
}

#[test]
fn the_board_lists_its_pins_down_the_left_header_down_the_right_and_the_led() {
    let machine = machine();
    let names: Vec<_> = machine.board().pins().map(|pin| pin.id().name()).collect();
    let expected = "GP2 GP1 GP23 GP24 GP11 GP12 GP13 GP14 GP15 GP16 GP17 GP22 GP28 \
                    GP10 GP9 GP8 GP7 GP6 GP30 GP31 GP3 GP0 GP4 GP5 GP25";
    assert_eq!(names.join(" "), expected);
    for name in names {
        assert_eq!(machine.board().pin(name).map(|pin| pin.id().name()), Ok(name));
    }
}

#[test]
fn labels_are_those_of_the_silkscreen_and_of_the_launchpads_headers() {
    let labels = |pin: PinId| [Profile::Wipy.label(pin), Profile::WipySilicon.label(pin), Profile::Launchxl.label(pin)];
    assert_eq!(labels(GP10), ["R4", "R4", "P19"]);
    assert_eq!(labels(GP25), ["HBL", "HBL", "P28"]);
    assert_eq!(labels(GP2), ["L2", "L2", "P33"]);
}

#[test]
fn each_profile_has_six_wake_pins() {
    let names = |profile: Profile| profile.wake_pins().map(PinId::name).join(" ");
    assert_eq!(names(Profile::Wipy), "GP2 GP4 GP10 GP17 GP11 GP24");
    assert_eq!(names(Profile::WipySilicon), "GP2 GP4 GP13 GP17 GP11 GP24");
    assert_eq!(names(Profile::Launchxl), "GP2 GP4 GP13 GP17 GP11 GP24");
}

#[test]
fn constants_have_the_ports_numbers() {
    let modes = [Mode::In, Mode::Out, Mode::Alt, Mode::AltOpenDrain, Mode::OpenDrain].map(|mode| mode as i32);
    assert_eq!(modes, [0, 1, 2, 3, 16]);
    let triggers = [Trigger::Falling, Trigger::Rising, Trigger::LowLevel, Trigger::HighLevel, Trigger::BothEdges];
    assert_eq!(triggers.map(Trigger::bits), [1, 2, 4, 8, 3]);
    assert_eq!([Wake::ACTIVE, Wake::SUSPENDED, Wake::HIBERNATE].map(Wake::bits), [1, 2, 4]);
    assert_eq!(SleepMode::ALL.map(SleepMode::name), ["ACTIVE", "SUSPENDED", "HIBERNATE"]);
    assert_eq!(Drive::ALL.map(Drive::milliamps), [2, 4, 6]);
}

#[test]
fn a_setting_that_is_not_given_takes_its_default() {
    let machine = machine();
    let pin = machine.board().at(GP9);
    pin.init(Config { mode: Mode::Out, pull: Pull::Up, drive: Drive::High, ..Config::default() }).expect("valid");
    pin.init(Config::default()).expect("valid");
    assert_eq!((pin.mode(), pin.pull(), pin.drive(), pin.alt()), (Mode::In, Pull::None, Drive::Med, -1));
}

#[test]
fn pulls_work_in_every_mode() {
    let rows = [(Pull::Up, PadLevel::High), (Pull::Down, PadLevel::Low), (Pull::None, PadLevel::Floating)];
    for mode in Mode::ALL {
        for (pull, pulled) in rows {
            let machine = machine();
            let pin = machine.board().at(GP10);
            let alt = if mode.is_gpio() { -1 } else { 1 };
            // An open-drain output that is high releases the pad; a push-pull output is stronger than its pull.
            pin.init(Config { mode, pull, alt, value: Some(Level::High), ..Config::default() }).expect("valid");
            assert_eq!((pin.mode(), pin.pull()), (mode, pull));
            let level = if mode == Mode::Out { PadLevel::High } else { pulled };
            assert_eq!(machine.level(GP10), level, "{mode:?} {pull:?}");
            let pulls = machine.drivers(GP10).into_iter().filter(|driver| driver.microamps == 10).count();
            assert_eq!(pulls, usize::from(pull != Pull::None), "{mode:?} {pull:?}");
        }
    }
}

#[test]
fn a_floating_input_reads_low_after_a_reset() {
    let machine = machine();
    assert_eq!(machine.board().at(GP9).value(), Level::Low);
}

#[test]
fn by_default_an_interrupt_has_priority_one_and_works_while_active() {
    let config = IrqConfig::new(Trigger::Rising);
    assert_eq!((config.priority, config.wake), (Priority::P1, Wake::ACTIVE));
}

#[test]
fn irq_handle_returns_the_interrupt_that_is_set() {
    let machine = machine();
    let pin = machine.board().at(GP10);
    let mut handlers = Handlers::new();
    assert_eq!(pin.irq_handle(&mut handlers).map(drop).map_err(|error| error.kind()), Err("NoInterrupt"));
    pin.irq(&mut handlers, IrqConfig::new(Trigger::Rising), "its handler").expect("valid");
    let irq = pin.irq_handle(&mut handlers).expect("it is set");
    assert_eq!((irq.pin().id(), irq.handler(), irq.flags()), (GP10, Some(&"its handler"), None));
}

#[test]
fn the_callback_object_sets_the_interrupt_again_or_refuses_and_keeps_it() {
    let machine = machine();
    let pin = machine.board().at(GP9);
    let mut handlers = Handlers::new();
    let mut irq = pin.irq(&mut handlers, IrqConfig::new(Trigger::Rising), 1).expect("valid");
    irq.init(IrqConfig { priority: Priority::P6, ..IrqConfig::new(Trigger::Falling) }, 2).expect("valid");
    assert_eq!((pin.trigger(), pin.priority(), irq.handler()), (Trigger::Falling, Priority::P6, Some(&2)));
    let refused = irq.init(IrqConfig { wake: Wake::HIBERNATE, ..IrqConfig::new(Trigger::Rising) }, 3);
    assert_eq!(refused, Err(Error::NotAWakePin { pin: GP9, profile: Profile::Wipy }));
    assert_eq!((pin.trigger(), irq.handler()), (Trigger::Falling, Some(&2)));
}
