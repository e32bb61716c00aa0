//! The arguments of a call, read as the manual's names and refused in the core's words.

use std::ops::RangeInclusive;

use js_sys::{Array, Number, Reflect};
use pinscope_core::{
    Board, Config, Drive, Error, IrqConfig, Level, Mode, PinId, Priority, Profile, Pull, Reaction, Registers, Setting,
    ShortString, SleepMode, Trigger, Wake,
};
use pinscope_emulator::examples::{EXAMPLES, Example};
use pinscope_emulator::{Bounce, ClockSignal};
use wasm_bindgen::JsValue;

use pinscope_protocol::register_map;

use crate::error::ApiError;

/// How many times faster than real time simulated time may run.
const SPEEDS: RangeInclusive<f64> = 0.001..=1_000_000.0;

/// The positional arguments of one call. Most begin with a pin, some end with an object of settings.
pub struct Arguments<R> {
    board: Board<R>,
    values: Array,
}

impl<R: Registers> Arguments<R> {
    /// Arguments for a call to `board`.
    pub fn new(board: Board<R>, values: Array) -> Self {
        Self { board, values }
    }

    /// The pin, which comes first.
    pub fn pin(&self) -> Result<PinId, ApiError> {
        let name = text(&self.values.get(0));
        Ok(self.board.pin(&name)?.id())
    }

    /// A text, if there is one.
    pub fn given(&self, index: u32) -> Option<String> {
        self.values.get(index).as_string()
    }

    /// Any text.
    pub fn text(&self, index: u32) -> String {
        text(&self.values.get(index))
    }

    /// The pin that comes second.
    pub fn other_pin(&self) -> Result<PinId, ApiError> {
        Ok(self.board.pin(&text(&self.values.get(1)))?.id())
    }

    /// Hertz and, unless it is one half, the share of time the wave is high.
    pub fn wave(&self) -> Result<ClockSignal, ApiError> {
        let duty = self.values.get(2);
        let hertz = self.values.get(1).as_f64().unwrap_or(f64::NAN);
        let duty = if duty.is_undefined() { 0.5 } else { duty.as_f64().unwrap_or(f64::NAN) };
        let impossible = || {
            let (least, most) = (shown(ClockSignal::MIN_HERTZ), shown(ClockSignal::MAX_HERTZ));
            ApiError::bad_argument(format!("a clock has {least} to {most} Hz and a duty between 0 and 1"))
        };
        ClockSignal::new(hertz, duty).ok_or_else(impossible)
    }

    /// How many times faster than real time simulated time runs.
    pub fn speed(&self) -> Result<f64, ApiError> {
        let speed = self.values.get(0).as_f64().filter(|speed| SPEEDS.contains(speed));
        speed.ok_or_else(|| {
            ApiError::bad_argument(format!("speed is {} to {}", shown(*SPEEDS.start()), shown(*SPEEDS.end())))
        })
    }

    /// A whole number of nanoseconds or a sequence number, 0 or more; 0 if it is left out.
    pub fn number(&self, index: u32) -> Result<u64, ApiError> {
        let value = self.values.get(index);
        if value.is_undefined() {
            return Ok(0);
        }
        whole(&value)
            .ok_or_else(|| ApiError::bad_argument(format!("{} is not a whole number, 0 or more", text(&value))))
    }

    /// The address of a register, which comes first: its name, or the address itself.
    pub fn register(&self) -> Result<u32, ApiError> {
        let name = self.text(0);
        match register_map::registers().find(|register| register.to_string() == name) {
            Some(register) => Ok(register.addr),
            None => register_map::parse_word(&name)
                .map_err(|_| ApiError::bad_argument(format!("there is no register '{}'", ShortString::new(&name)))),
        }
    }

    /// A word: a number, or one written as `0x1F`, `0b11111` or `31`.
    pub fn word(&self, index: u32) -> Result<u32, ApiError> {
        register_map::parse_word(&self.text(index)).map_err(|error| ApiError::bad_argument(error.to_string()))
    }

    /// A level, anything truthy or falsy; `None` if it is left out.
    pub fn level(&self) -> Result<Option<Level>, ApiError> {
        Ok(truth(&self.values.get(1)))
    }

    /// `"low"`, `"high"` or `"float"`.
    pub fn rail(&self) -> Result<Option<Level>, ApiError> {
        match text(&self.values.get(1)).as_str() {
            "low" => Ok(Some(Level::Low)),
            "high" => Ok(Some(Level::High)),
            "float" => Ok(None),
            other => {
                Err(ApiError::bad_argument(format!("a pad is driven \"low\", \"high\" or \"float\", not {other}")))
            }
        }
    }

    /// The name of a sleep.
    pub fn sleep_mode(&self) -> Result<SleepMode, ApiError> {
        let name = text(&self.values.get(0));
        SleepMode::from_name(&name)
            .ok_or_else(|| ApiError::bad_argument(format!("sleep is ACTIVE, SUSPENDED or HIBERNATE, not {name}")))
    }

    /// The name of a board.
    pub fn profile(&self) -> Result<Profile, ApiError> {
        let name = text(&self.values.get(0));
        let known = Profile::from_name(&name);
        known.ok_or_else(|| {
            ApiError::bad_argument(format!("the boards are WIPY, WIPY_SILICON and LAUNCHXL, not {name}"))
        })
    }

    /// The name of an example.
    pub fn example(&self) -> Result<&'static Example, ApiError> {
        let name = self.text(0);
        Example::from_name(&name).ok_or_else(|| {
            let names: Vec<_> = EXAMPLES.iter().map(|example| example.name).collect();
            ApiError::bad_argument(format!("there is no example '{name}'; there are: {}", names.join(" · ")))
        })
    }

    /// `{mode, pull, drive, alt, value}`; what is left out has the manual's default.
    pub fn config(&self) -> Result<Config, ApiError> {
        let pin = self.pin()?;
        let mut config = Config::default();
        if let Some(mode) = self.setting("mode") {
            config.mode = Mode::from_name(pin, &text(&mode))?;
        }
        if let Some(pull) = self.setting("pull").filter(|pull| !pull.is_null()) {
            config.pull = Pull::from_name(pin, &text(&pull))?;
        }
        if let Some(drive) = self.setting("drive") {
            config.drive = Drive::from_name(pin, &text(&drive))?;
        }
        if let Some(alt) = self.setting("alt") {
            config.alt = integer(pin, Setting::Alt, &alt)?;
        }
        config.value = self.setting("value").as_ref().and_then(truth);
        Ok(config)
    }

    /// `{trigger, priority, wake, handler, takes_ns}`; `None` if the object is left out.
    pub fn irq(&self) -> Result<Option<(IrqConfig, Reaction, u64)>, ApiError> {
        let pin = self.pin()?;
        if self.values.get(1).is_undefined() {
            return Ok(None);
        }
        let trigger = self.setting("trigger").unwrap_or(JsValue::UNDEFINED);
        let trigger = Trigger::from_bits(pin, names(&trigger, |name| Trigger::bit_from_name(pin, name))?)?;
        let mut config = IrqConfig::new(trigger);
        if let Some(priority) = self.setting("priority") {
            config.priority = Priority::from_number(pin, integer(pin, Setting::Priority, &priority)?)?;
        }
        if let Some(wake) = self.setting("wake").filter(|wake| !wake.is_null()) {
            config.wake = Wake::from_bits(pin, names(&wake, |name| Wake::bit_from_name(pin, name))?)?;
        }
        let handler = self.setting("handler").filter(|handler| !handler.is_null());
        let reaction = match handler {
            Some(handler) => Reaction::parse(self.board, pin, &text(&handler))?,
            None => Reaction::Nothing,
        };
        Ok(Some((config, reaction, self.whole_setting("takes_ns")?.unwrap_or(0))))
    }

    /// `{seed, edges, window_ns}`; what is left out has its default.
    pub fn bounce(&self) -> Result<Bounce, ApiError> {
        let usual = Bounce::default();
        Ok(Bounce {
            seed: self.whole_setting("seed")?.unwrap_or(usual.seed),
            edges: self.whole_setting("edges")?.map(|edges| u32::try_from(edges).unwrap_or(u32::MAX)),
            window_ns: self.whole_setting("window_ns")?.unwrap_or(usual.window_ns),
        })
    }

    /// A field that is a whole number, 0 or more; `None` if it is left out.
    fn whole_setting(&self, name: &str) -> Result<Option<u64>, ApiError> {
        let Some(value) = self.setting(name) else { return Ok(None) };
        let wrong = || ApiError::bad_argument(format!("{name} is a whole number, 0 or more, not {}", text(&value)));
        whole(&value).map(Some).ok_or_else(wrong)
    }

    /// A field of the object that comes second; `None` if it is left out.
    fn setting(&self, name: &str) -> Option<JsValue> {
        let field = Reflect::get(&self.values.get(1), &name.into()).ok();
        field.filter(|value| !value.is_undefined())
    }
}

/// A number as JavaScript writes it, which is one way less to write numbers with a point.
fn shown(number: f64) -> String {
    text(&number.into())
}

/// What a person would read of a value; a string is itself.
fn text(value: &JsValue) -> String {
    value.as_string().unwrap_or_else(|| match value.is_undefined() {
        true => "nothing".to_owned(),
        false => js_sys::JSON::stringify(value).ok().and_then(|json| json.as_string()).unwrap_or_default(),
    })
}

fn truth(value: &JsValue) -> Option<Level> {
    (!value.is_undefined()).then(|| Level::from(value.is_truthy()))
}

fn whole(value: &JsValue) -> Option<u64> {
    let number = value.as_f64().filter(|_| Number::is_safe_integer(value))?;
    (number >= 0.0).then_some(number as u64)
}

/// A whole number that an error can show; the rule for it is the core's.
fn integer(pin: PinId, setting: Setting, value: &JsValue) -> Result<i32, Error> {
    let number = value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() <= f64::from(i32::MAX));
    number.map(|number| number as i32).ok_or_else(|| Error::UnknownValue {
        pin,
        setting,
        given: ShortString::new(&text(value)),
    })
}

/// One name, or an array of names ORed together.
fn names(value: &JsValue, bit: impl Fn(&str) -> Result<i32, Error>) -> Result<i32, Error> {
    if Array::is_array(value) {
        Array::from(value).iter().try_fold(0, |bits, name| Ok(bits | bit(&text(&name))?))
    } else {
        bit(&text(value))
    }
}
