//! The arguments of a call of `window.pinscope`: names from MicroPython's manual are parsed, and everything else is
//! refused.

mod lesson;
mod voltage;

use std::ops::RangeInclusive;

use pinscope_core::{
    Board, Config, Drive, Error, IrqConfig, Level, Mode, PinId, Priority, Profile, Pull, Reaction, Registers, Setting,
    ShortString, SleepMode, Trigger, Wake,
};
use pinscope_emulator::examples::{EXAMPLES, Example};
use pinscope_emulator::{Bounce, ClockSignal, Endpoint};
use pinscope_protocol::{Argument, Until, number_text, register_map, why_no_wire};

use crate::error::ApiError;
use crate::parameters::{self, BOUNCE_SETTINGS, INIT_SETTINGS, IRQ_SETTINGS};

static UNDEFINED: Argument = Argument::Undefined;

/// The speeds that simulated time may have, as multiples of real time.
const SPEEDS: RangeInclusive<f64> = 0.001..=1_000_000.0;

/// The positional arguments of one call. Most calls begin with a pin; some end with an object of settings.
pub struct Arguments<R> {
    board: Board<R>,
    values: Vec<Argument>,
}

impl<R: Registers> Arguments<R> {
    /// Creates the arguments of a call to `board`.
    pub fn new(board: Board<R>, values: Vec<Argument>) -> Self {
        Self { board, values }
    }

    /// Checks that the function called `name` has a parameter for each argument that is given.
    pub fn check_count(&self, name: &str) -> Result<(), ApiError> {
        let Some(parameters) = parameters::for_function(name) else { return Ok(()) };
        let mut superfluous = self.values.iter().skip(parameters.len());
        match superfluous.find(|value| **value != Argument::Undefined) {
            None => Ok(()),
            Some(value) => Err(ApiError::bad_argument(format!(
                "{name}({}) takes no further argument, but {} was given",
                parameters.join(", "),
                value.to_literal()
            ))),
        }
    }

    /// Returns an argument, which is `Argument::Undefined` if it is missing.
    pub fn value(&self, index: usize) -> &Argument {
        self.values.get(index).unwrap_or(&UNDEFINED)
    }

    /// Returns the pin, which is the first argument.
    pub fn pin(&self) -> Result<PinId, ApiError> {
        Ok(self.board.pin(&self.text(0))?.id())
    }

    /// Returns the ends of a wire, which are the first two arguments. One of them at least is a pin.
    pub fn wire_ends(&self) -> Result<(PinId, Endpoint), ApiError> {
        match (self.endpoint(0)?, self.endpoint(1)?) {
            (Endpoint::Pin(pin), end) | (end @ Endpoint::Rail(_), Endpoint::Pin(pin)) => Ok((pin, end)),
            (a, b) => Err(ApiError::bad_argument(format!("a wire has a pin at one end at least, not {a} and {b}"))),
        }
    }

    /// Returns the other end of the button of the pin, which is the second argument. It is `None` if there is none.
    pub fn button_end(&self) -> Result<Option<Endpoint>, ApiError> {
        if *self.value(1) == Argument::Undefined {
            return Ok(None);
        }
        match (self.pin()?, self.endpoint(1)?) {
            (pin, Endpoint::Pin(other)) if pin == other => {
                Err(ApiError::bad_argument(format!("a button has two different ends, not {pin} twice")))
            }
            (_, end) => Ok(Some(end)),
        }
    }

    /// Returns the end of a wire or button that is argument `index`: a pin, `"GND"` or `"3V3"`.
    fn endpoint(&self, index: usize) -> Result<Endpoint, ApiError> {
        let name = self.text(index);
        match (Endpoint::from_name(&name), why_no_wire(&name)) {
            (Some(end), _) => Ok(end),
            (None, Some(reason)) => Err(ApiError::bad_argument(reason)),
            (None, None) => Ok(Endpoint::Pin(self.board.pin(&name)?.id())),
        }
    }

    /// Returns the string that is argument `index`, or `None` if it is missing. A refusal calls it `name`.
    pub fn optional_string(&self, index: usize, name: &str) -> Result<Option<String>, ApiError> {
        match self.value(index) {
            Argument::Undefined => Ok(None),
            Argument::Text(text) => Ok(Some(text.clone())),
            other => Err(wrong(name, "a string", other)),
        }
    }

    /// Returns the string that is argument `index`. A refusal calls it `name`.
    pub fn string(&self, index: usize, name: &str) -> Result<String, ApiError> {
        self.optional_string(index, name)?.ok_or_else(|| wrong(name, "a string", &UNDEFINED))
    }

    /// Returns an argument as text, whatever it is.
    pub fn text(&self, index: usize) -> String {
        self.value(index).to_text()
    }

    /// Returns the clock signal with the frequency in hertz and the duty, which is 0.5 by default.
    pub fn clock_signal(&self) -> Result<ClockSignal, ApiError> {
        let (hertz, duty) = (self.value(1), self.value(2));
        let duty_number = if *duty == Argument::Undefined { Some(0.5) } else { duty.as_number() };
        let signal = hertz.as_number().zip(duty_number).and_then(|(hertz, duty)| ClockSignal::new(hertz, duty));
        signal.ok_or_else(|| {
            let (min, max) = (number_text(ClockSignal::MIN_HERTZ), number_text(ClockSignal::MAX_HERTZ));
            let mut message = format!("a clock has {min} to {max} Hz and a duty between 0 and 1, not ");
            message += &match duty {
                Argument::Undefined => hertz.to_literal(),
                duty => format!("{} and {}", hertz.to_literal(), duty.to_literal()),
            };
            ApiError::bad_argument(message)
        })
    }

    /// Returns the speed of simulated time, as a multiple of real time.
    pub fn speed(&self) -> Result<f64, ApiError> {
        let speed = self.value(0);
        speed.as_number().filter(|speed| SPEEDS.contains(speed)).ok_or_else(|| {
            let (min, max) = (number_text(*SPEEDS.start()), number_text(*SPEEDS.end()));
            wrong("speed", &format!("{min} to {max}"), speed)
        })
    }

    /// Returns the event at which a step ends.
    pub fn step(&self) -> Result<Until, ApiError> {
        match self.text(0).as_str() {
            "edge" => Ok(Until::Edge(None)),
            "interrupt" => Ok(Until::Interrupt(None)),
            "line" => Ok(Until::Line),
            _ => Err(wrong("a step", "\"edge\", \"interrupt\" or \"line\"", self.value(0))),
        }
    }

    /// Returns the integer of 0 or more that is argument `index`, such as a number of nanoseconds. It is 0 by default.
    /// A refusal calls it `name`.
    pub fn number(&self, index: usize, name: &str) -> Result<u64, ApiError> {
        match self.value(index) {
            Argument::Undefined => Ok(0),
            value => whole_number(name, value),
        }
    }

    /// Returns the address of a register, which is given by its name or as a number.
    pub fn register(&self) -> Result<u32, ApiError> {
        let name = self.text(0);
        match register_map::registers().find(|register| register.to_string() == name) {
            Some(register) => Ok(register.addr),
            None => register_map::parse_word(&name)
                .map_err(|_| ApiError::bad_argument(format!("there is no register '{}'", ShortString::new(&name)))),
        }
    }

    /// Returns a word, which is a number or a string such as `0x1F`, `0b11111` or `31`.
    pub fn word(&self, index: usize) -> Result<u32, ApiError> {
        register_map::parse_word(&self.text(index)).map_err(|error| ApiError::bad_argument(error.to_string()))
    }

    /// Returns the level that is the second argument, or `None` if there is none.
    pub fn level(&self) -> Result<Option<Level>, ApiError> {
        match self.value(1) {
            Argument::Undefined => Ok(None),
            value => level("level", value).map(Some),
        }
    }

    /// Returns the level to drive, which is `"low"`, `"high"` or `"float"`.
    pub fn rail(&self) -> Result<Option<Level>, ApiError> {
        match self.text(1).as_str() {
            "low" => Ok(Some(Level::Low)),
            "high" => Ok(Some(Level::High)),
            "float" => Ok(None),
            _ => {
                let given = self.value(1).to_literal();
                Err(ApiError::bad_argument(format!("a pad is driven \"low\", \"high\" or \"float\", not {given}")))
            }
        }
    }

    /// Returns the sleep mode with this name.
    pub fn sleep_mode(&self) -> Result<SleepMode, ApiError> {
        let name = self.text(0);
        SleepMode::from_name(&name)
            .ok_or_else(|| ApiError::bad_argument(format!("sleep is ACTIVE, SUSPENDED or HIBERNATE, not {name}")))
    }

    /// Returns the board with this name.
    pub fn profile(&self) -> Result<Profile, ApiError> {
        let name = self.text(0);
        Profile::from_name(&name).ok_or_else(|| {
            ApiError::bad_argument(format!("the boards are WIPY, WIPY_SILICON and LAUNCHXL, not {name}"))
        })
    }

    /// Returns the example with this name.
    pub fn example(&self) -> Result<&'static Example, ApiError> {
        let name = self.text(0);
        Example::from_name(&name).ok_or_else(|| {
            let names: Vec<_> = EXAMPLES.iter().map(|example| example.name).collect();
            ApiError::bad_argument(format!("there is no example '{name}'; there are: {}", names.join(" · ")))
        })
    }

    /// Returns the settings `{mode, pull, drive, alt, value}`. Those that are missing have the manual's default.
    pub fn config(&self) -> Result<Config, ApiError> {
        let pin = self.pin()?;
        self.check_settings(pin, "init", INIT_SETTINGS)?;
        let mut config = Config::default();
        if let Some(mode) = self.setting("mode") {
            config.mode = Mode::from_name(pin, &mode.to_text())?;
        }
        if let Some(pull) = self.setting("pull").filter(|pull| **pull != Argument::Null) {
            config.pull = Pull::from_name(pin, &pull.to_text())?;
        }
        if let Some(drive) = self.setting("drive") {
            config.drive = Drive::from_name(pin, &drive.to_text())?;
        }
        if let Some(alt) = self.setting("alt") {
            config.alt = integer(pin, Setting::Alt, alt)?;
        }
        config.value = self.setting("value").map(|value| level(&format!("{pin}: value"), value)).transpose()?;
        Ok(config)
    }

    /// Returns the interrupt `{trigger, priority, wake, handler, takes_ns}`, or `None` if the object is missing.
    pub fn irq(&self) -> Result<Option<(IrqConfig, Reaction, u64)>, ApiError> {
        let pin = self.pin()?;
        if *self.value(1) == Argument::Undefined {
            return Ok(None);
        }
        self.check_settings(pin, "irq", IRQ_SETTINGS)?;
        let trigger = self.setting("trigger").unwrap_or(&UNDEFINED);
        let trigger = Trigger::from_bits(pin, names(trigger, |name| Trigger::bit_from_name(pin, name))?)?;
        let mut config = IrqConfig::new(trigger);
        if let Some(priority) = self.setting("priority") {
            config.priority = Priority::from_number(pin, integer(pin, Setting::Priority, priority)?)?;
        }
        if let Some(wake) = self.setting("wake").filter(|wake| **wake != Argument::Null) {
            config.wake = Wake::from_bits(pin, names(wake, |name| Wake::bit_from_name(pin, name))?)?;
        }
        let reaction = match self.setting("handler") {
            None | Some(Argument::Null) => Reaction::Nothing,
            Some(handler) => Reaction::parse(self.board, pin, &handler.to_text())?,
        };
        Ok(Some((config, reaction, self.integer_setting("takes_ns")?.unwrap_or(0))))
    }

    /// Returns the bounce `{seed, edges, window_ns}`. Settings that are missing have their default.
    pub fn bounce(&self) -> Result<Bounce, ApiError> {
        self.check_settings(self.pin()?, "bounce", BOUNCE_SETTINGS)?;
        let default = Bounce::default();
        Ok(Bounce {
            seed: self.integer_setting("seed")?.unwrap_or(default.seed),
            edges: self.integer_setting("edges")?.map(|edges| u32::try_from(edges).unwrap_or(u32::MAX)),
            window_ns: self.integer_setting("window_ns")?.unwrap_or(default.window_ns),
        })
    }

    /// Returns a setting that is an integer of 0 or more, or `None` if it is missing.
    fn integer_setting(&self, name: &str) -> Result<Option<u64>, ApiError> {
        self.setting(name).map(|value| whole_number(name, value)).transpose()
    }

    /// Checks that the second argument is an object whose properties are all `known` settings of `function`, or that it
    /// is missing.
    fn check_settings(&self, pin: PinId, function: &str, known: &[&str]) -> Result<(), ApiError> {
        let known_names = known.join(", ");
        let settings = match self.value(1) {
            Argument::Undefined => return Ok(()),
            Argument::Object(settings) => settings,
            other => {
                let expected = format!("an object with {known_names}");
                return Err(wrong(&format!("{pin}: the second argument of {function}"), &expected, other));
            }
        };
        let is_unknown = |name: &str, value: &Argument| *value != Argument::Undefined && !known.contains(&name);
        match settings.iter().find(|(name, value)| is_unknown(name, value)) {
            None => Ok(()),
            Some((name, _)) => {
                let message = format!("{pin}: {function} has no setting '{name}'; it has {known_names}");
                Err(ApiError::bad_argument(message))
            }
        }
    }

    /// Returns a property of the object of settings, which is the second argument.
    fn setting(&self, name: &str) -> Option<&Argument> {
        self.value(1).property(name)
    }
}

/// Returns the refusal of `given`, which is not what the argument or setting called `name` has to be.
fn wrong(name: &str, expected: &str, given: &Argument) -> ApiError {
    ApiError::bad_argument(format!("{name} is {expected}, not {}", given.to_literal()))
}

/// Returns a level. A refusal calls it `name`.
fn level(name: &str, value: &Argument) -> Result<Level, ApiError> {
    value.as_level().ok_or_else(|| wrong(name, "\"low\", \"high\", false, true, 0 or 1", value))
}

/// Returns an integer of 0 or more. A refusal calls it `name`.
fn whole_number(name: &str, value: &Argument) -> Result<u64, ApiError> {
    value.as_safe_integer().ok_or_else(|| wrong(name, "a whole number, 0 or more", value))
}

/// Returns an integer as an `i32`, which the core's errors can contain. The core checks its range.
fn integer(pin: PinId, setting: Setting, value: &Argument) -> Result<i32, Error> {
    let number = value.as_number().filter(|number| number.fract() == 0.0 && number.abs() <= f64::from(i32::MAX));
    number.map(|number| number as i32).ok_or_else(|| Error::UnknownValue {
        pin,
        setting,
        given: ShortString::new(&value.to_literal()),
    })
}

/// Returns the bits of one name, or of an array of names, combined by OR.
fn names(value: &Argument, bit: impl Fn(&str) -> Result<i32, Error>) -> Result<i32, Error> {
    match value {
        Argument::Array(elements) => elements.iter().try_fold(0, |bits, name| Ok(bits | bit(&name.to_text())?)),
        name => bit(&name.to_text()),
    }
}

#[cfg(test)]
mod tests;
