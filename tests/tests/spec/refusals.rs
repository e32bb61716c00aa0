//! Bad input is refused with a specific error, before any register changes.

use pinscope_core::PinId::{GP4, GP9, GP10, GP16, GP17, GP22, GP31};
use pinscope_core::{
    Command, Config, Error, IrqConfig, Level, Mode, PinId, Priority, Profile, Reaction, Setting, ShortString, Trigger,
    Wake,
};
use pinscope_emulator::{Bounce, Change, Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Returns the error of `command` on a board of `profile`, and asserts that nothing has changed.
fn refused(profile: Profile, command: Command) -> Error {
    let mut playground = Playground::new(profile);
    let before = playground.machine().clone();
    let error = playground.command(command).expect_err("it is to be refused");
    assert_eq!(playground.machine(), &before, "a refused call changes nothing");
    error
}

fn init(pin: PinId, mode: Mode, alt: i32) -> Command {
    Command::Init { pin, config: Config { mode, alt, ..Config::default() } }
}

fn irq(pin: PinId, trigger: Trigger, wake: Wake) -> Command {
    let config = IrqConfig { wake, ..IrqConfig::new(trigger) };
    Command::Irq { pin, config, reaction: Reaction::Nothing, takes_ns: 0 }
}

#[test]
fn an_unknown_pin_is_refused_with_the_nearest_where_one_is_near() {
    let playground = Playground::new(Profile::Wipy);
    let refused = |name: &str| playground.machine().board().pin(name).map(|pin| pin.id()).expect_err("no such pin");
    // The names have an additional letter, are a header's label, differ in case, are only the number, or have other
    // letters before the number.
    for (name, nearest) in
        [("GP99", GP9), ("R4", GP10), ("gp17", GP17), ("31", GP31), ("P10", GP10), ("G17", GP17), ("GPIO4", GP4)]
    {
        assert_eq!(refused(name), Error::UnknownPin { given: ShortString::new(name), nearest: Some(nearest) });
    }
    assert_eq!(refused("R4").to_string(), "there is no pin 'R4'; the nearest is GP10");
    // No name is near, or several are equally near.
    for name in ["", "LED", "None", "29", "GP29", "GP1O"] {
        assert_eq!(refused(name), Error::UnknownPin { given: ShortString::new(name), nearest: None });
    }
    let names = "there is no pin 'GP29'; there are GP0 to GP17, GP22 to GP25, GP28, GP30 and GP31";
    assert_eq!(refused("GP29").to_string(), names);
}

#[test]
fn any_text_as_a_pin_is_refused_and_shortened_in_the_message() {
    let playground = Playground::new(Profile::Wipy);
    for name in ["", "G", "💥💥💥💥💥💥💥💥💥💥", &"x".repeat(10_000), "GP10\0", "GP1O"] {
        let error = playground.machine().board().pin(name).map(|pin| pin.id()).expect_err("no such pin");
        assert!(error.to_string().len() < 100, "{error}");
    }
}

#[test]
fn an_alternate_function_in_a_gpio_mode_is_refused() {
    for mode in [Mode::In, Mode::Out, Mode::OpenDrain] {
        for alt in [0, 1, 3, 99, -2, i32::MAX, i32::MIN] {
            let error = refused(Profile::Wipy, init(GP10, mode, alt));
            assert_eq!(error, Error::AltInGpioMode { pin: GP10, mode, alt });
        }
    }
}

#[test]
fn an_alternate_function_the_pin_lacks_is_refused_with_those_it_has() {
    for alt in [2, 4, 16, 99, -2, i32::MAX, i32::MIN] {
        let error = refused(Profile::Wipy, init(GP10, Mode::Alt, alt));
        assert_eq!(error, Error::AltNotOffered { pin: GP10, alt });
    }
    let words = refused(Profile::Wipy, init(GP10, Mode::Alt, 2)).to_string();
    assert_eq!(words, "GP10 has no alternate function 2; it offers I2C0_SCL 1, TIM3_PWM 3, SD0_CLK 6, UART1_TX 7");
    let words = refused(Profile::Wipy, init(GP22, Mode::AltOpenDrain, 5)).to_string();
    assert_eq!(words, "GP22 has no alternate function 5; it offers none");
}

#[test]
fn a_function_the_multiplexer_does_not_select_is_not_offered() {
    // The number of an ADC channel is -1, which in an ALT mode keeps the multiplexer as it is.
    let words = refused(Profile::Wipy, init(PinId::GP5, Mode::Alt, 1)).to_string();
    assert_eq!(words, "GP5 has no alternate function 1; it offers none");
}

#[test]
fn a_pin_without_wake_line_is_refused_with_those_that_have_one() {
    for wake in [Wake::SUSPENDED, Wake::HIBERNATE, Wake::SUSPENDED | Wake::ACTIVE] {
        let error = refused(Profile::Wipy, irq(GP16, Trigger::Rising, wake));
        assert_eq!(error, Error::NotAWakePin { pin: GP16, profile: Profile::Wipy });
    }
    let words = refused(Profile::Wipy, irq(GP16, Trigger::Rising, Wake::SUSPENDED)).to_string();
    assert_eq!(
        words,
        "GP16 cannot wake the board from SUSPENDED or HIBERNATE; GP2, GP4, GP10, GP11, GP17, or GP24 can"
    );
}

#[test]
fn on_silicon_gp10_is_refused_as_a_wake_pin_and_gp13_is_named() {
    for profile in [Profile::WipySilicon, Profile::Launchxl] {
        let error = refused(profile, irq(GP10, Trigger::Rising, Wake::HIBERNATE));
        assert_eq!(error, Error::NotAWakePin { pin: GP10, profile });
        assert!(error.to_string().ends_with("the chip wires that wake line to GP13)"), "{error}");
    }
}

#[test]
fn on_the_board_of_the_manual_gp13_is_refused_and_the_chips_wiring_is_named() {
    let error = refused(Profile::Wipy, irq(PinId::GP13, Trigger::Rising, Wake::HIBERNATE));
    let words = "GP13 cannot wake the board from SUSPENDED or HIBERNATE; GP2, GP4, GP10, GP11, GP17, or GP24 can (the \
                 chip wires a wake line to GP13, but the manual lists GP10; WIPY_SILICON follows the chip)";
    assert_eq!(error.to_string(), words);
}

#[test]
fn both_edges_cannot_wake() {
    for wake in [Wake::SUSPENDED, Wake::HIBERNATE, Wake::ACTIVE | Wake::HIBERNATE] {
        let error = refused(Profile::Wipy, irq(GP17, Trigger::BothEdges, wake));
        assert_eq!(error, Error::BothEdgesCannotWake { pin: GP17 });
    }
}

#[test]
fn priorities_are_one_to_seven() {
    for number in [0, 8, -1, i32::MAX, i32::MIN] {
        let wrong = Error::PriorityOutOfRange { pin: GP10, given: number };
        assert_eq!(Priority::from_number(GP10, number), Err(wrong));
    }
    for number in 1..=7 {
        assert_eq!(Priority::from_number(GP10, number).map(Priority::number), Ok(number as u8));
    }
}

#[test]
fn of_all_trigger_combinations_the_hardware_has_five() {
    let possible: Vec<i32> = (-1..=16).filter(|&bits| Trigger::from_bits(GP10, bits).is_ok()).collect();
    assert_eq!(possible, [1, 2, 3, 4, 8]);
    assert_eq!(Trigger::from_bits(GP10, 5), Err(Error::TriggerCombination { pin: GP10, given: 5 }));
}

#[test]
fn a_wake_value_has_at_least_one_bit_and_no_unknown_one() {
    let possible: Vec<i32> = (-1..=16).filter(|&bits| Wake::from_bits(GP10, bits).is_ok()).collect();
    assert_eq!(possible, [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(Wake::from_bits(GP10, 0), Err(Error::WakeOutOfRange { pin: GP10, given: 0 }));
}

#[test]
fn names_other_than_the_manuals_are_refused_with_the_accepted_ones() {
    let unknown = |setting| Error::UnknownValue { pin: GP10, setting, given: ShortString::new("FOO") };
    assert_eq!(Mode::from_name(GP10, "FOO"), Err(unknown(Setting::Mode)));
    assert_eq!(Trigger::bit_from_name(GP10, "FOO"), Err(unknown(Setting::Trigger)));
    assert_eq!(Wake::bit_from_name(GP10, "FOO"), Err(unknown(Setting::Wake)));
    let words = unknown(Setting::Mode).to_string();
    assert_eq!(words, "GP10: mode cannot be FOO; it can be IN, OUT, OPEN_DRAIN, ALT or ALT_OPEN_DRAIN");
}

#[test]
fn without_an_interrupt_enable_disable_call_and_flags_are_refused() {
    let pin = GP9;
    let commands = [Command::Enable { pin }, Command::Disable { pin }, Command::Call { pin }, Command::Flags { pin }];
    for command in commands {
        assert_eq!(refused(Profile::Wipy, command), Error::NoInterrupt { pin });
    }
}

#[test]
fn a_handler_is_written_as_a_verb_and_a_pin_that_exists() {
    let playground = Playground::new(Profile::Wipy);
    let parse = |text| Reaction::parse(playground.machine().board(), GP10, text);
    assert_eq!(parse("toggle:GP25"), Ok(Reaction::Toggle(PinId::GP25)));
    assert_eq!(parse("follow:GP25"), Ok(Reaction::Follow(PinId::GP25)));
    assert_eq!(parse("oppose:GP25"), Ok(Reaction::Oppose(PinId::GP25)));
    assert_eq!(parse("high:GP9").map(|reaction| reaction.to_string()), Ok("high:GP9".to_owned()));
    assert!(matches!(parse("toggle:GP99"), Err(Error::UnknownPin { .. })));
    for text in ["", "toggle", "blink:GP9", ":", "GP9:toggle"] {
        assert!(matches!(parse(text), Err(Error::UnknownValue { setting: Setting::Handler, .. })), "{text}");
    }
}

#[test]
fn an_error_names_the_pin_the_value_and_the_accepted_values() {
    let (pin, text) = (GP10, ShortString::new("FOO"));
    let unknown = |setting| Error::UnknownValue { pin, setting, given: text };
    let six_pins = "GP2, GP4, GP11, GP13, GP17, or GP24 can";
    for (error, given, accepted) in [
        (unknown(Setting::Mode), "FOO", "IN, OUT, OPEN_DRAIN, ALT or ALT_OPEN_DRAIN"),
        (unknown(Setting::Pull), "FOO", "PULL_UP, PULL_DOWN or none"),
        (unknown(Setting::Drive), "FOO", "LOW_POWER, MED_POWER or HIGH_POWER"),
        (unknown(Setting::Alt), "FOO", "-1 or the number of an alternate function"),
        (unknown(Setting::Trigger), "FOO", "IRQ_FALLING, IRQ_RISING, IRQ_LOW_LEVEL, IRQ_HIGH_LEVEL, or both edges"),
        (unknown(Setting::Priority), "FOO", "1 to 7"),
        (unknown(Setting::Wake), "FOO", "ACTIVE, SUSPENDED, HIBERNATE, or several of them"),
        (unknown(Setting::Handler), "FOO", "none, toggle:PIN, high:PIN, low:PIN, follow:PIN or oppose:PIN"),
        (Error::AltInGpioMode { pin, mode: Mode::Out, alt: 3 }, "alt is 3", "-1, or use ALT or ALT_OPEN_DRAIN"),
        (Error::AltNotOffered { pin, alt: 2 }, " 2;", "I2C0_SCL 1, TIM3_PWM 3, SD0_CLK 6, UART1_TX 7"),
        (Error::PriorityOutOfRange { pin, given: 8 }, "priority 8", "1 to 7"),
        (Error::TriggerCombination { pin, given: 6 }, "trigger 6", "IRQ_HIGH_LEVEL 8, and FALLING|RISING 3"),
        (Error::WakeOutOfRange { pin, given: 9 }, "wake 9", "ACTIVE 1, SUSPENDED 2, HIBERNATE 4 or a sum of them"),
        (Error::BothEdgesCannotWake { pin }, "both edges", "one edge or one level"),
        (Error::NotAWakePin { pin, profile: Profile::Launchxl }, "SUSPENDED or HIBERNATE", six_pins),
    ] {
        let words = error.to_string();
        assert!(words.starts_with("GP10") && words.contains(given) && words.contains(accepted), "{words}");
    }
}

#[test]
fn numbers_at_the_ends_of_their_ranges_cause_no_panic() {
    let mut playground = Playground::new(Profile::Wipy);
    for takes_ns in [u64::MAX, 1] {
        let config = IrqConfig::new(Trigger::BothEdges);
        let irq = Command::Irq { pin: GP10, config, reaction: Reaction::Toggle(GP9), takes_ns };
        playground.command(irq).expect("valid");
        let bounce = Bounce { seed: u64::MAX, edges: Some(u32::MAX), window_ns: u64::MAX };
        for stimulus in [
            Stimulus::Bounce { pin: GP10, bounce },
            Stimulus::Press { pin: GP10 },
            Stimulus::Pulse { pin: GP17, ns: u64::MAX },
            Stimulus::Wire { a: GP10, b: GP10 },
            Stimulus::Unwire { a: GP10, b: GP17 },
        ] {
            playground.stimulus(stimulus);
            playground.advance(1);
        }
        playground.replay(vec![Change { time_ns: u64::MAX, pin: GP16, level: Some(Level::High) }]);
        playground.advance(u64::MAX);
        playground.stimulus(Stimulus::Release { pin: GP10 });
        playground.advance(u64::MAX);
    }
    assert_eq!(playground.machine().time_ns(), u64::MAX - 1);
}
