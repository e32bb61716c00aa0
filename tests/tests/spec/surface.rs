//! The surface of the manual: names, numbers, defaults, and the callback object.

use pinscope_core::PinId::{GP9, GP10, GP25};
use pinscope_core::{
    Config, Drive, Error, Handlers, IrqConfig, Level, Mode, PinId, Priority, Profile, Pull, SleepMode, Trigger, Wake,
};
use pinscope_tests::playground::machine;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

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
    assert_eq!(labels(PinId::GP2), ["L2", "L2", "P33"]);
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
fn what_is_not_given_takes_its_default() {
    let machine = machine();
    let pin = machine.board().at(GP9);
    pin.init(Config { mode: Mode::Out, pull: Pull::Up, drive: Drive::High, ..Config::default() }).expect("valid");
    pin.init(Config::default()).expect("valid");
    assert_eq!((pin.mode(), pin.pull(), pin.drive(), pin.alt()), (Mode::In, Pull::None, Drive::Med, -1));
}

#[test]
fn pulls_work_in_every_mode() {
    for mode in Mode::ALL {
        let machine = machine();
        let pin = machine.board().at(GP10);
        pin.init(Config { mode, pull: Pull::Up, ..Config::default() }).expect("valid");
        assert_eq!(pin.pull(), Pull::Up, "{mode:?}");
    }
}

#[test]
fn a_floating_input_reads_low_after_a_reset() {
    let machine = machine();
    assert_eq!(machine.board().at(GP9).value(), Level::Low);
}

#[test]
fn an_interrupt_has_priority_one_and_works_while_active_unless_told_otherwise() {
    let config = IrqConfig::new(Trigger::Rising);
    assert_eq!((config.priority, config.wake), (Priority::P1, Wake::ACTIVE));
}

#[test]
fn irq_with_nothing_gives_the_one_that_is_set() {
    let machine = machine();
    let pin = machine.board().at(GP10);
    let mut handlers = Handlers::new();
    assert_eq!(pin.armed(&mut handlers).map(drop).map_err(|error| error.kind()), Err("NoInterrupt"));
    pin.irq(&mut handlers, IrqConfig::new(Trigger::Rising), "its handler").expect("valid");
    let irq = pin.armed(&mut handlers).expect("it is set");
    assert_eq!((irq.pin().id(), irq.handler(), irq.flags()), (GP10, Some(&"its handler"), None));
}

#[test]
fn the_callback_object_sets_the_interrupt_anew_or_refuses_and_keeps_it() {
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
