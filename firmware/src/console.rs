//! The text console: it edits a line, parses it as a command, and prints responses and events.

use heapless::String;
use pinscope_core::{
    Command, Config, Error, Event, EventKind, IrqConfig, Level, Mode, PinId, Pull, Reaction, Response, Setting,
    ShortString, SleepMode, Trigger,
};

use crate::{BOARD, uart};

/// Maximum length of a line; further characters are ignored.
const LINE_CAPACITY: usize = 64;

const HELP: &str = "init PIN in|out|open_drain [up|down] [high|low]\r\n\
    irq PIN rising|falling|both|high|low [toggle:PIN|high:PIN|low:PIN]\r\n\
    read PIN   set PIN high|low   toggle PIN   show PIN\r\n\
    disable PIN   enable PIN   call PIN\r\n\
    sleep [idle|hibernate]\r\n\
    help";

/// The commands whose second word is a pin.
const PIN_COMMANDS: [&str; 9] = ["init", "irq", "read", "set", "toggle", "enable", "disable", "call", "show"];

/// A console with the line that is being typed.
pub struct Console {
    line: String<LINE_CAPACITY>,
}

/// The meaning of a line.
enum Input {
    /// The line is empty.
    Nothing,
    Help,
    /// Prints a pin and its configuration.
    Show(PinId),
    Command(Command),
}

/// The reason why a line is not a command.
#[derive(Debug, thiserror::Error)]
enum ParseError {
    #[error("there is no command '{0}'")]
    UnknownCommand(ShortString),
    #[error("'{0}' needs a pin")]
    MissingPin(ShortString),
    #[error("'set' needs high or low")]
    MissingLevel,
    #[error("'irq' needs a trigger")]
    MissingTrigger,
    #[error("'sleep' takes idle or hibernate, not '{0}'")]
    UnknownSleepMode(ShortString),
    #[error("'{0}' is one word too many")]
    ExtraWord(ShortString),
    #[error(transparent)]
    Refused(#[from] Error),
}

impl Console {
    /// Returns a console whose line is empty.
    pub const fn new() -> Self {
        Self { line: String::new() }
    }

    /// Handles a typed character and echoes it. Returns a command when its line is complete. A complete line that is no
    /// command is answered at once.
    pub fn on_key(&mut self, key: u8) -> Option<Command> {
        match key {
            b'\r' => return self.finish_line(),
            // Terminals send either of these for the backspace key.
            0x08 | 0x7F => self.erase(),
            b' '..=b'~' => self.insert(key),
            _ => {}
        }
        None
    }

    fn insert(&mut self, key: u8) {
        if self.line.push(key.into()).is_ok() {
            uart::send(&[key]);
        }
    }

    fn erase(&mut self) {
        if self.line.pop().is_some() {
            uart::send(b"\x08 \x08");
        }
    }

    fn finish_line(&mut self) -> Option<Command> {
        uart::send(b"\r\n");
        let input = parse(&self.line);
        self.line.clear();
        command(input)
    }
}

/// Prints an event.
pub fn write_event(event: &Event) {
    match event.kind {
        EventKind::Irq { pin, trigger, priority } => {
            let (trigger, priority) = (trigger.word(), priority.number());
            uart::write_line(format_args!("irq {pin} {trigger} priority {priority}"));
        }
        EventKind::Sleep { power } => uart::write_line(format_args!("{}", power.name())),
        EventKind::Wake { pin, from } => uart::write_line(format_args!("{pin} ended {}", from.name())),
        EventKind::IrqStorm { pin } => uart::write_line(format_args!("{pin} fires without end: it pauses for 10 ms")),
        _ => {}
    }
}

/// Prints the result of a command.
pub fn write_result(result: Result<Response, Error>) {
    match result {
        Err(error) => uart::write_line(format_args!("{error}")),
        Ok(Response::Level(Level::High)) => uart::write_line(format_args!("high")),
        Ok(Response::Level(Level::Low)) => uart::write_line(format_args!("low")),
        Ok(_) => uart::write_line(format_args!("ok")),
    }
}

/// Returns the command of a line. If the line is no command, prints the answer to it and returns `None`.
fn command(input: Result<Input, ParseError>) -> Option<Command> {
    match input {
        Ok(Input::Command(command)) => return Some(command),
        Ok(Input::Nothing) => {}
        Ok(Input::Help) => uart::write_line(format_args!("{HELP}")),
        Ok(Input::Show(pin)) => uart::write_line(format_args!("{}", BOARD.at(pin))),
        Err(ParseError::Refused(error)) => uart::write_line(format_args!("{error}")),
        Err(error) => uart::write_line(format_args!("{error}\r\n{HELP}")),
    }
    None
}

#[inline(never)]
fn parse(line: &str) -> Result<Input, ParseError> {
    let mut words = line.split_ascii_whitespace();
    let Some(verb) = words.next() else { return Ok(Input::Nothing) };
    let input = parse_command(verb, &mut words)?;
    match words.next() {
        None => Ok(input),
        Some(word) => Err(ParseError::ExtraWord(ShortString::new(word))),
    }
}

/// Parses the words after `verb`.
fn parse_command<'a>(verb: &str, words: &mut impl Iterator<Item = &'a str>) -> Result<Input, ParseError> {
    match verb {
        "sleep" => return Ok(Input::Command(sleep(words.next())?)),
        "help" => return Ok(Input::Help),
        _ if !PIN_COMMANDS.contains(&verb) => return Err(ParseError::UnknownCommand(ShortString::new(verb))),
        _ => {}
    }
    let name = words.next().ok_or_else(|| ParseError::MissingPin(ShortString::new(verb)))?;
    let pin = BOARD.pin(name)?.id();
    Ok(Input::Command(match verb {
        "init" => Command::Init { pin, config: config(pin, words)? },
        "irq" => irq(pin, words)?,
        "read" => Command::Value { pin },
        "set" => match words.next() {
            Some("high") => Command::SetValue { pin, level: Level::High },
            Some("low") => Command::SetValue { pin, level: Level::Low },
            _ => return Err(ParseError::MissingLevel),
        },
        "toggle" => Command::Toggle { pin },
        "enable" => Command::Enable { pin },
        "disable" => Command::Disable { pin },
        "call" => Command::Call { pin },
        _ => return Ok(Input::Show(pin)),
    }))
}

fn sleep(word: Option<&str>) -> Result<Command, ParseError> {
    let mode = match word {
        None => SleepMode::Suspended,
        Some("idle") => SleepMode::Active,
        Some("hibernate") => SleepMode::Hibernate,
        Some(word) => return Err(ParseError::UnknownSleepMode(ShortString::new(word))),
    };
    Ok(Command::Sleep { mode })
}

fn config<'a>(pin: PinId, words: impl Iterator<Item = &'a str>) -> Result<Config, Error> {
    let mut config = Config::DEFAULT;
    for word in words {
        match word {
            "in" => config.mode = Mode::In,
            "out" => config.mode = Mode::Out,
            "open_drain" => config.mode = Mode::OpenDrain,
            "up" => config.pull = Pull::Up,
            "down" => config.pull = Pull::Down,
            "high" => config.value = Some(Level::High),
            "low" => config.value = Some(Level::Low),
            _ => return Err(Error::UnknownValue { pin, setting: Setting::Mode, given: ShortString::new(word) }),
        }
    }
    Ok(config)
}

fn irq<'a>(pin: PinId, mut words: impl Iterator<Item = &'a str>) -> Result<Command, ParseError> {
    let trigger = match words.next().ok_or(ParseError::MissingTrigger)? {
        "rising" => Trigger::Rising,
        "falling" => Trigger::Falling,
        "both" => Trigger::BothEdges,
        "high" => Trigger::HighLevel,
        "low" => Trigger::LowLevel,
        word => {
            return Err(Error::UnknownValue { pin, setting: Setting::Trigger, given: ShortString::new(word) }.into());
        }
    };
    let reaction = words.next().map_or(Ok(Reaction::Nothing), |word| Reaction::parse(BOARD, pin, word))?;
    Ok(Command::Irq { pin, config: IrqConfig::new(trigger), reaction, takes_ns: 0 })
}
