//! An interpreter for the MicroPython lines that the page shows: two imports, `Pin(…)` and `irq(…)`.
//!
//! The numbers of the constants are those of MicroPython (`docs/cc3200.md`, section 7.1), not taken from the core.

use anyhow::{Context as _, Result, bail, ensure};
use pinscope_core::{Config, Drive, IrqConfig, Level, Mode, PinId, Priority, Profile, Pull, Reaction, Trigger, Wake};

use crate::state::State;

const CONSTANTS: [(&str, i32); 17] = [
    ("Pin.IN", 0),
    ("Pin.OUT", 1),
    ("Pin.ALT", 2),
    ("Pin.ALT_OPEN_DRAIN", 3),
    ("Pin.OPEN_DRAIN", 16),
    ("Pin.PULL_UP", 256),
    ("Pin.PULL_DOWN", 512),
    ("Pin.LOW_POWER", 32),
    ("Pin.MED_POWER", 64),
    ("Pin.HIGH_POWER", 96),
    ("Pin.IRQ_FALLING", 1),
    ("Pin.IRQ_RISING", 2),
    ("Pin.IRQ_LOW_LEVEL", 4),
    ("Pin.IRQ_HIGH_LEVEL", 8),
    ("machine.Sleep.ACTIVE", 1),
    ("machine.Sleep.SUSPENDED", 2),
    ("machine.Sleep.HIBERNATE", 4),
];

/// Runs `program` on a board that has just started.
pub fn run(profile: Profile, program: &str) -> Result<State> {
    let mut state = State::started(profile);
    let body =
        program.strip_prefix("import machine\nfrom machine import Pin\n\n").context("the imports are missing")?;
    let mut pin = None;
    for line in body.lines() {
        if let Some(call) = line.strip_prefix("p = Pin('").and_then(|rest| rest.strip_suffix(')')) {
            let (name, arguments) = call.split_once("', ").context("no name")?;
            let id = state.machine.board().pin(name)?.id();
            state.machine.board().at(id).init(config(arguments)?)?;
            pin = Some(id);
        } else if let Some(call) = line.strip_prefix("p.irq(") {
            let pin = pin.context("no p")?;
            let (arguments, disables) = match call.strip_suffix(").disable()") {
                Some(arguments) => (arguments, true),
                None => (call.strip_suffix(')').context("no end")?, false),
            };
            let (config, reaction) = irq(pin, arguments)?;
            let mut irq = state.machine.board().at(pin).irq(&mut state.handlers, config, reaction)?;
            if disables {
                irq.disable();
            }
        } else {
            bail!("not understood: {line}");
        }
    }
    Ok(state)
}

fn config(arguments: &str) -> Result<Config> {
    let mut config = Config::default();
    for (keyword, value) in keywords(arguments)? {
        let number = number(value)?;
        match (keyword, number) {
            ("mode", Some(number)) => {
                config.mode =
                    [(0, Mode::In), (1, Mode::Out), (2, Mode::Alt), (3, Mode::AltOpenDrain), (16, Mode::OpenDrain)]
                        .into_iter()
                        .find_map(|(known, mode)| (known == number).then_some(mode))
                        .context("no such mode")?
            }
            ("pull", None) => config.pull = Pull::None,
            ("pull", Some(256)) => config.pull = Pull::Up,
            ("pull", Some(512)) => config.pull = Pull::Down,
            ("drive", Some(32)) => config.drive = Drive::Low,
            ("drive", Some(64)) => config.drive = Drive::Med,
            ("drive", Some(96)) => config.drive = Drive::High,
            ("alt", Some(number)) => config.alt = number,
            ("value", Some(number)) => config.value = Some(Level::from(number != 0)),
            _ => bail!("TypeError: {keyword}={value}"),
        }
    }
    Ok(config)
}

fn irq(pin: PinId, arguments: &str) -> Result<(IrqConfig, Reaction)> {
    let (mut trigger, mut reaction) = (None, Reaction::Nothing);
    let (mut priority, mut wake) = (Priority::P1, Wake::ACTIVE);
    for (keyword, value) in keywords(arguments)? {
        match keyword {
            "handler" => reaction = handler(value)?,
            _ => {
                let number = number(value)?.context("TypeError: None")?;
                match keyword {
                    "trigger" => trigger = Some(Trigger::from_bits(pin, number)?),
                    "priority" => priority = Priority::from_number(pin, number)?,
                    "wake" => wake = Wake::from_bits(pin, number)?,
                    _ => bail!("TypeError: {keyword}={value}"),
                }
            }
        }
    }
    Ok((IrqConfig { trigger: trigger.context("TypeError: no trigger")?, priority, wake }, reaction))
}

/// Parses a handler: `None`, or a lambda that drives a pin.
fn handler(value: &str) -> Result<Reaction> {
    if value == "None" {
        return Ok(Reaction::Nothing);
    }
    let body = value.strip_prefix("lambda p: Pin.board.").context("not a handler")?;
    let (name, method) = body.split_once('.').context("no method")?;
    let pin = PinId::from_name(name).context("no such pin")?;
    Ok(match method {
        "toggle()" => Reaction::Toggle(pin),
        "value(1)" => Reaction::Set(pin, Level::High),
        "value(0)" => Reaction::Set(pin, Level::Low),
        "value(p())" => Reaction::Follow(pin),
        "value(not p())" => Reaction::Oppose(pin),
        _ => bail!("Pin has no {method}"),
    })
}

/// Splits `keyword=value, …`, in which each keyword occurs once.
fn keywords(arguments: &str) -> Result<Vec<(&str, &str)>> {
    let pairs: Option<Vec<_>> = arguments.split(", ").map(|argument| argument.split_once('=')).collect();
    let pairs = pairs.context("SyntaxError: a positional argument follows a keyword")?;
    for (place, (keyword, _)) in pairs.iter().enumerate() {
        ensure!(pairs[..place].iter().all(|(other, _)| other != keyword), "SyntaxError: {keyword} is repeated");
    }
    Ok(pairs)
}

/// Parses a number or constants joined by `|`. Returns `None` for Python's `None`.
fn number(value: &str) -> Result<Option<i32>> {
    if value == "None" {
        return Ok(None);
    }
    if let Ok(number) = value.parse() {
        return Ok(Some(number));
    }
    let constant = |name: &str| CONSTANTS.iter().find(|(known, _)| *known == name).map(|(_, number)| *number);
    let bits: Option<i32> = value.split(" | ").map(constant).try_fold(0, |bits, number| Some(bits | number?));
    bits.map(Some).with_context(|| format!("NameError: {value}"))
}
