//! Tests of how arguments are parsed, and of the text of each refusal.

use pinscope_core::PinId::{GP9, GP10};
use pinscope_core::RegisterImage;
use pinscope_emulator::VoltageSource;
use serde_json::{Value, json};

use super::*;
use crate::test_support;

/// Parses the arguments in a JSON array, with `Argument::Undefined` for each string `"undefined"`.
fn parse<T>(
    values: Value,
    get: impl FnOnce(&Arguments<&'static RegisterImage>) -> Result<T, ApiError>,
) -> Result<T, String> {
    let mut values = test_support::arguments(values);
    for value in &mut values {
        if *value == Argument::Text("undefined".to_owned()) {
            *value = Argument::Undefined;
        }
    }
    let arguments = Arguments::new(Board::new(Profile::WipySilicon, &RegisterImage::EMPTY), values);
    get(&arguments).map_err(ApiError::into_message)
}

/// Checks that the error of each row begins with its text.
fn assert_refused<T>(rows: &[(Value, &str)], get: impl Fn(&Arguments<&'static RegisterImage>) -> Result<T, ApiError>) {
    for (values, text) in rows {
        let message = parse(values.clone(), &get).err().unwrap_or_else(|| panic!("{values} is accepted"));
        assert!(message.starts_with(text), "{values}: {message}");
    }
}

#[test]
fn a_pin_is_given_by_its_name() {
    assert_eq!(parse(json!(["GP9"]), Arguments::pin), Ok(GP9));
    assert_eq!(parse(json!(["GP9", "GP10"]), Arguments::wire_ends), Ok((GP9, Endpoint::Pin(GP10))));
    let rows = [
        (json!(["GP99"]), "there is no pin 'GP99'; the nearest is GP9"),
        (json!([]), "there is no pin 'nothing'; "),
        (json!([null]), "there is no pin 'null'; "),
        (json!([10]), "there is no pin '10'; "),
        (json!([1e21]), "there is no pin '1e+21'; "),
        (json!([true]), "there is no pin 'true'; "),
        (json!([["GP9"]]), "there is no pin '[\"GP9\"]'; "),
        (json!([{"pin": 9}]), "there is no pin '{\"pin\":9}'; "),
    ];
    assert_refused(&rows, Arguments::pin);
}

#[test]
fn a_wire_or_button_ends_at_a_pin_or_a_rail() {
    let ends = |values: Value| parse(values, Arguments::wire_ends);
    assert_eq!(ends(json!(["GP9", "GND"])), Ok((GP9, Endpoint::GND)));
    assert_eq!(ends(json!(["3V3", "GP9"])), Ok((GP9, Endpoint::Rail(Level::High))));
    let rows = [
        (json!(["GND", "3V3"]), "a wire has a pin at one end at least, not GND and 3V3"),
        (json!(["GP9", "VIN"]), "VIN takes no wire: it is the supply of the board, and its voltage is too high"),
        (json!(["GP9", "gnd"]), "there is no pin 'gnd'"),
        (json!(["GP9"]), "there is no pin 'nothing'"),
    ];
    assert_refused(&rows, Arguments::wire_ends);
    let button = |values: Value| parse(values, Arguments::button_end);
    assert_eq!(button(json!(["GP9"])), Ok(None));
    assert_eq!(button(json!(["GP9", "GP10"])), Ok(Some(Endpoint::Pin(GP10))));
    assert_eq!(button(json!(["GP9", "GP9"])), Err("a button has two different ends, not GP9 twice".to_owned()));
}

#[test]
fn a_clock_has_a_possible_frequency_and_duty() {
    let signal = |values: Value| parse(values, Arguments::clock_signal);
    assert_eq!(signal(json!(["GP9", 1000])).ok(), ClockSignal::new(1000.0, 0.5));
    assert_eq!(signal(json!(["GP9", 1000, 0.25])).ok(), ClockSignal::new(1000.0, 0.25));
    for (values, given) in [
        (json!(["GP9", 0]), "0"),
        (json!(["GP9"]), "nothing"),
        (json!(["GP9", "1000"]), "\"1000\""),
        (json!(["GP9", 1000, null]), "1000 and null"),
    ] {
        let text = "a clock has 0.000001 to 10000000 Hz and a duty between 0 and 1";
        assert_eq!(signal(values), Err(format!("{text}, not {given}")));
    }
}

#[test]
fn a_voltage_is_constant_or_goes_between_two_at_a_possible_frequency() {
    let source = |values: Value| parse(values, Arguments::voltage);
    assert_eq!(source(json!(["GP2", 1.2])), Ok(VoltageSource::constant(1.2)));
    assert_eq!(source(json!(["GP2", 0])), Ok(VoltageSource::constant(0.0)));
    assert_eq!(source(json!(["GP2", 0, 1.4, 50, "sine"])), Ok(VoltageSource::sine(0.0, 1.4, 50.0)));
    assert_eq!(source(json!(["GP2", 0.5, 3.3, 0.25, "ramp"])), Ok(VoltageSource::ramp(0.5, 3.3, 0.25)));
    assert!(VoltageSource::ramp(0.5, 3.3, 0.25).is_some(), "the expected ones are possible");
    assert_eq!((source(json!(["GP2", null])), source(json!(["GP2", "float"]))), (Ok(None), Ok(None)));
    for (values, given) in [
        (json!(["GP2"]), "nothing"),
        (json!(["GP2", -0.1]), "-0.1"),
        (json!(["GP2", 3.7]), "3.7"),
        (json!(["GP2", "1.2"]), "\"1.2\""),
        (json!(["GP2", 1.4, 0, 50, "sine"]), "1.4, 0, 50"),
        (json!(["GP2", 0, 5, 50, "sine"]), "0, 5, 50"),
        (json!(["GP2", 0, 1.4, 200_000, "ramp"]), "0, 1.4, 200000"),
        (json!(["GP2", 0, 1.4, 0, "ramp"]), "0, 1.4, 0"),
        (json!(["GP2", null, 1.4, 50, "sine"]), "null, 1.4, 50"),
    ] {
        let text = "a voltage has 0 to 3.6 V, or goes from one to a higher one at 0.000001 to 100000 Hz";
        let refused = if given == "nothing" { "" } else { given };
        assert_eq!(source(values), Err(format!("{text}, not {refused}")));
    }
    let shapes = [(json!(["GP2", 0, 1.4, 50, "square"]), "\"square\""), (json!(["GP2", 0, 1.4, 50]), "nothing")];
    for (values, given) in shapes {
        assert_eq!(source(values), Err(format!("a voltage is a \"sine\" or a \"ramp\", not {given}")));
    }
}

#[test]
fn a_speed_is_within_its_range() {
    assert_eq!(parse(json!([1e6]), Arguments::speed), Ok(1e6));
    let text = "speed is 0.001 to 1000000";
    assert_refused(
        &[(json!([0]), text), (json!([1_000_001]), text), (json!([]), text), (json!(["1"]), text)],
        |arguments| arguments.speed(),
    );
}

#[test]
fn a_number_is_a_safe_integer_and_0_if_it_is_missing() {
    let number = |values: Value| parse(values, |arguments| arguments.number(0, "ns"));
    assert_eq!(number(json!([])), Ok(0));
    assert_eq!(number(json!(["undefined"])), Ok(0));
    assert_eq!(number(json!([9_007_199_254_740_991_u64])), Ok(9_007_199_254_740_991));
    let rows = [
        (json!([-1]), "ns is a whole number, 0 or more, not -1"),
        (json!([1.5]), "ns is a whole number, 0 or more, not 1.5"),
        (json!([9_007_199_254_740_992_u64]), "ns is a whole number, 0 or more, not 9007199254740992"),
        (json!([null]), "ns is a whole number, 0 or more, not null"),
        (json!(["5"]), "ns is a whole number, 0 or more, not \"5\""),
    ];
    assert_refused(&rows, |arguments| arguments.number(0, "ns"));
}

#[test]
fn a_register_is_given_by_its_name_or_address_and_a_word_in_any_base() {
    let by_address = parse(json!(["0x40005400"]), Arguments::register);
    assert_eq!(by_address, Ok(0x4000_5400));
    assert_eq!(parse(json!(["GPIOA1_DIR"]), Arguments::register), by_address);
    assert_refused(&[(json!(["NONSENSE"]), "there is no register 'NONSENSE'")], Arguments::register);
    for word in [json!(31), json!("31"), json!("0x1F"), json!("0b11111")] {
        assert_eq!(parse(json!([0, word]), |arguments| arguments.word(1)), Ok(31));
    }
    assert!(parse(json!([0, "thirty"]), |arguments| arguments.word(1)).is_err());
}

#[test]
fn names_are_refused_with_those_that_exist() {
    let rail = "a pad is driven \"low\", \"high\" or \"float\", not ";
    assert_refused(
        &[(json!(["GP9", "up"]), &format!("{rail}\"up\"")), (json!(["GP9"]), &format!("{rail}nothing"))],
        |it| it.rail(),
    );
    assert_refused(
        &[(json!(["SOMETIMES"]), "sleep is ACTIVE, SUSPENDED or HIBERNATE, not SOMETIMES")],
        Arguments::sleep_mode,
    );
    assert_refused(&[(json!([2]), "the boards are WIPY, WIPY_SILICON and LAUNCHXL, not 2")], Arguments::profile);
    assert_refused(
        &[(json!(["none"]), "there is no example 'none'; there are: empty bench · an output · ")],
        Arguments::example,
    );
}

#[test]
fn settings_that_are_missing_have_their_default() {
    assert_eq!(parse(json!(["GP9"]), Arguments::config), Ok(Config::default()));
    let config = parse(json!(["GP9", {"mode": "OUT", "pull": null, "value": "high"}]), Arguments::config);
    assert_eq!(config, Ok(Config { mode: Mode::Out, value: Some(Level::High), ..Config::default() }));
    assert_eq!(parse(json!(["GP9"]), Arguments::irq), Ok(None));
    assert_eq!(parse(json!(["GP9", {}]), Arguments::bounce).ok(), Some(Bounce::default()));
}

#[test]
fn settings_are_refused_in_the_words_of_the_core() {
    let rows = [
        (json!(["GP9", {"mode": "FOO"}]), "GP9: mode cannot be FOO; "),
        (json!(["GP9", {"mode": null}]), "GP9: mode cannot be null; "),
        (json!(["GP9", {"pull": "UP"}]), "GP9: pull cannot be UP; "),
        (json!(["GP9", {"drive": 6}]), "GP9: drive cannot be 6; "),
        (json!(["GP9", {"alt": 1.5}]), "GP9: alt cannot be 1.5; "),
        (json!(["GP9", {"alt": 1e21}]), "GP9: alt cannot be 1e+21; "),
        (json!(["GP9", {"alt": "3"}]), "GP9: alt cannot be \"3\"; "),
    ];
    assert_refused(&rows, Arguments::config);
    let rows = [
        (json!(["GP9", {}]), "GP9: trigger cannot be nothing; "),
        (json!(["GP9", {"trigger": "IRQ_RISING", "priority": 8}]), "GP9: priority 8 "),
        (json!(["GP9", {"trigger": ["IRQ_RISING", "IRQ_LOW_LEVEL"]}]), "GP9: the hardware has no trigger 6; "),
        (json!(["GP9", {"trigger": "IRQ_RISING", "wake": []}]), "GP9: wake 0 "),
        (json!(["GP9", {"trigger": "IRQ_RISING", "handler": "toggle:GP77"}]), "there is no pin 'GP77'"),
        (json!(["GP9", {"trigger": "IRQ_RISING", "takes_ns": -5}]), "takes_ns is a whole number, 0 or more, not -5"),
    ];
    assert_refused(&rows, Arguments::irq);
    assert_refused(
        &[(json!(["GP9", {"seed": true}]), "seed is a whole number, 0 or more, not true")],
        Arguments::bounce,
    );
}

#[test]
fn a_level_is_read_or_refused_and_undefined_is_no_level() {
    let level = |values: Value| parse(values, Arguments::level);
    for (value, expected) in [
        (json!("low"), Level::Low),
        (json!("high"), Level::High),
        (json!(false), Level::Low),
        (json!(true), Level::High),
        (json!(0), Level::Low),
        (json!(1), Level::High),
    ] {
        assert_eq!(level(json!(["GP9", value])), Ok(Some(expected)));
        let config = parse(json!(["GP9", {"value": value}]), Arguments::config);
        assert_eq!(config.map(|config| config.value), Ok(Some(expected)));
    }
    assert_eq!((level(json!(["GP9"])), level(json!(["GP9", "undefined"]))), (Ok(None), Ok(None)));
    for value in [json!("yes"), json!(""), json!("0"), json!(2), json!(-0.5), json!(null), json!([]), json!({})] {
        let text = format!("level is \"low\", \"high\", false, true, 0 or 1, not {value}");
        assert_eq!(level(json!(["GP9", value])), Err(text.clone()));
        let refused = parse(json!(["GP9", {"value": value}]), Arguments::config).err();
        assert_eq!(refused, Some(text.replace("level", "GP9: value")));
    }
}

#[test]
fn settings_that_do_not_exist_are_refused_by_name() {
    let unknown = "GP9: init has no setting 'pul'; it has mode, pull, drive, alt, value";
    assert_refused(&[(json!(["GP9", {"mode": "OUT", "pul": "PULL_UP"}]), unknown)], Arguments::config);
    let unknown = "GP9: irq has no setting 'prio'; it has trigger, priority, wake, handler, takes_ns";
    assert_refused(&[(json!(["GP9", {"trigger": "IRQ_RISING", "prio": 3}]), unknown)], Arguments::irq);
    let unknown = "GP9: bounce has no setting 'edge'; it has seed, edges, window_ns";
    assert_refused(&[(json!(["GP9", {"edge": 3}]), unknown)], Arguments::bounce);
}

#[test]
fn settings_are_an_object() {
    for value in [json!("OUT"), json!(["OUT"]), json!(null), json!(1), json!(true)] {
        let values = json!(["GP9", value]);
        let text = format!("an object with mode, pull, drive, alt, value, not {value}");
        let refused = parse(values.clone(), Arguments::config).err();
        assert_eq!(refused, Some(format!("GP9: the second argument of init is {text}")));
        assert!(parse(values.clone(), Arguments::irq).is_err(), "{values}");
        assert!(parse(values.clone(), Arguments::bounce).is_err(), "{values}");
    }
}

#[test]
fn a_string_is_no_other_value() {
    assert_eq!(parse(json!(["print(1)"]), |arguments| arguments.string(0, "text")), Ok("print(1)".to_owned()));
    assert_eq!(parse(json!([]), |arguments| arguments.optional_string(0, "text")), Ok(None));
    let rows = [
        (json!([]), "text is a string, not nothing"),
        (json!([5]), "text is a string, not 5"),
        (json!([null]), "text is a string, not null"),
        (json!([["a"]]), "text is a string, not [\"a\"]"),
    ];
    assert_refused(&rows, |arguments| arguments.string(0, "text"));
}

#[test]
fn an_argument_without_a_parameter_is_refused_unless_it_is_undefined() {
    assert_eq!(parse(json!(["GP9"]), |arguments| arguments.check_count("toggle")), Ok(()));
    assert_eq!(parse(json!(["GP9", "undefined"]), |arguments| arguments.check_count("toggle")), Ok(()));
    assert_eq!(parse(json!(["GP9", 1]), |arguments| arguments.check_count("value")), Ok(()));
    let text = "toggle(pin) takes no further argument, but \"GP8\" was given";
    assert_refused(&[(json!(["GP9", "GP8"]), text)], |arguments| arguments.check_count("toggle"));
    let text = "pause() takes no further argument, but null was given";
    assert_refused(&[(json!([null]), text)], |arguments| arguments.check_count("pause"));
}
