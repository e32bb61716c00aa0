//! The line console: what a person types, and what a person reads.

use heapless::String;
use pinscope_core::{
    Command, Config, Error, Event, EventKind, IrqConfig, Level, Mode, PinId, Pull, Reaction, Response, Setting,
    ShortString, SleepMode, Trigger,
};

use crate::{BOARD, uart};

/// The longest line a person can type; what goes on is cut.
const ROOM: usize = 64;

const HELP: &str = "init PIN in|out|open_drain [up|down] [high|low]\r\n\
    irq PIN rising|falling|both|high|low [toggle:PIN|high:PIN|low:PIN]\r\n\
    read PIN   set PIN high|low   toggle PIN   show PIN\r\n\
    disable PIN   enable PIN   call PIN\r\n\
    sleep [idle|hibernate]\r\n\
    help";

/// The line that is being typed.
pub struct Console {
    line: String<ROOM>,
}

/// The commands whose second word is a pin.
const PIN_COMMANDS: [&str; 9] = ["init", "irq", "read", "set", "toggle", "enable", "disable", "call", "show"];

/// Why a line is no command.
pub enum ParseError {
    /// Nothing is wrong: it was carried out, or there was nothing in it.
    Nothing,
    /// Somebody asks for help.
    Help,
    /// The line begins with no command, or a word is missing: the sentence, and what stands in its gap.
    Usage(&'static str, ShortString),
    /// A word of it is not what it should be.
    Refused(Error),
    /// The pin, to be shown.
    Show(PinId),
}

impl From<Error> for ParseError {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl ParseError {
    /// Says what is to be said of it.
    pub fn explain(self) {
        match self {
            Self::Nothing => {}
            Self::Help => uart::line(HELP, &[]),
            Self::Usage(sentence, given) => {
                uart::line(sentence, &[Gap::Given(&given)]);
                uart::line(HELP, &[]);
            }
            Self::Refused(error) => uart::line("%1", &[Gap::Refusal(&error)]),
            Self::Show(pin) => {
                BOARD.at(pin).tell(&mut uart::send);
                uart::line("", &[]);
            }
        }
    }
}

impl Console {
    /// One in which nothing has been typed.
    pub const fn new() -> Self {
        Self { line: String::new() }
    }

    /// Takes a key in, and shows it. At the line's end: the command it is.
    pub fn typed(&mut self, byte: u8) -> Option<Result<Command, ParseError>> {
        match byte {
            b'\r' => {
                uart::send(b"\r\n");
                let command = parse(&self.line);
                self.line.clear();
                Some(command)
            }
            // Backspace, as terminals send it.
            0x08 | 0x7F => {
                if let Some(shorter) = self.line.len().checked_sub(1) {
                    self.line.truncate(shorter);
                    uart::send(b"\x08 \x08");
                }
                None
            }
            b' '..=b'~' => {
                if self.line.push(byte.into()).is_ok() {
                    uart::send(&[byte]);
                }
                None
            }
            _ => None,
        }
    }

    /// Says what happened.
    pub fn event(&self, event: &Event) {
        match event.kind {
            EventKind::Irq { pin, trigger, priority } => {
                let priority = Gap::Number(priority.number().into());
                uart::line("irq %1 %2 priority %3", &[Gap::Pin(pin), Gap::Word(trigger.word()), priority]);
            }
            EventKind::Sleep { power } => uart::line(power.name(), &[]),
            EventKind::Wake { pin, from } => uart::line("%1 ended %2", &[Gap::Pin(pin), Gap::Word(from.name())]),
            EventKind::IrqStorm { pin } => uart::line("%1 fired without end: disabled", &[Gap::Pin(pin)]),
            _ => {}
        }
    }

    /// Says what became of a command.
    pub fn answer(&self, command: &Command, result: Result<Response, Error>) {
        match (command, result) {
            (_, Err(refused)) => uart::line("%1", &[Gap::Refusal(&refused)]),
            (_, Ok(Response::Level(level))) => uart::line(if level.is_high() { "high" } else { "low" }, &[]),
            _ => uart::line("ok", &[]),
        }
    }
}

#[inline(never)]
fn parse(line: &str) -> Result<Command, ParseError> {
    let mut words = words(line);
    let verb = words.next().ok_or(ParseError::Nothing)?;
    let usage = |sentence| ParseError::Usage(sentence, ShortString::new(verb));
    match verb {
        "sleep" => return sleep(words.next()),
        "help" => return Err(ParseError::Help),
        _ if !PIN_COMMANDS.contains(&verb) => return Err(usage("there is no command '%1'")),
        _ => {}
    }
    let name = words.next().ok_or_else(|| usage("'%1' needs a pin"))?;
    let pin = BOARD.pin(name)?.id();
    Ok(match verb {
        "init" => Command::Init { pin, config: config(pin, words)? },
        "irq" => irq(pin, words)?,
        "read" => Command::Value { pin },
        "set" => match words.next() {
            Some("high") => Command::SetValue { pin, level: Level::High },
            Some("low") => Command::SetValue { pin, level: Level::Low },
            _ => return Err(usage("'%1' needs high or low")),
        },
        "toggle" => Command::Toggle { pin },
        "enable" => Command::Enable { pin },
        "disable" => Command::Disable { pin },
        "call" => Command::Call { pin },
        _ => return Err(ParseError::Show(pin)),
    })
}

/// What stands between blanks.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    core::iter::from_fn(move || {
        (!rest.is_empty()).then(|| {
            let (word, after) = words::split_once(rest, b' ').unwrap_or((rest, ""));
            rest = after;
            word
        })
    })
    .filter(|word| !word.is_empty())
}

fn sleep(word: Option<&str>) -> Result<Command, ParseError> {
    let mode = match word {
        None => SleepMode::Suspended,
        Some("idle") => SleepMode::Active,
        Some("hibernate") => SleepMode::Hibernate,
        Some(word) => {
            return Err(ParseError::Usage("'sleep' takes idle or hibernate, not '%1'", ShortString::new(word)));
        }
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
    let word = words.next().ok_or(ParseError::Usage("'irq' needs a trigger", ShortString::new("")))?;
    let trigger = match word {
        "rising" => Trigger::Rising,
        "falling" => Trigger::Falling,
        "both" => Trigger::BothEdges,
        "high" => Trigger::HighLevel,
        "low" => Trigger::LowLevel,
        _ => return Err(Error::UnknownValue { pin, setting: Setting::Trigger, given: ShortString::new(word) }.into()),
    };
    let reaction = words.next().map_or(Ok(Reaction::Nothing), |word| Reaction::parse(BOARD, pin, word))?;
    Ok(Command::Irq { pin, config: IrqConfig::new(trigger), reaction, takes_ns: 0 })
}
