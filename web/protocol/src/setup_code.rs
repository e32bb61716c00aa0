//! The setup code of a pin: the MicroPython and the Rust calls that bring a pin to its current state.

use std::fmt::{self, Display, Formatter};

use pinscope_core::cc3200::pad;
use pinscope_core::{
    Config, Drive, IrqConfig, IrqStatus, Level, Mode, Pin, PinId, Priority, Pull, Reaction, Registers, Wake,
};

/// The calls that bring a pin from its state after a reset to its current state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetupCode {
    pin: PinId,
    config: Config,
    irq: Option<Interrupt>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Interrupt {
    config: IrqConfig,
    reaction: Reaction,
    enabled: bool,
}

/// An argument of `Pin(…)` or of `irq(…)`. The variants are in the order in which the calls have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Pin mode.
    Mode,
    /// Pull resistor.
    Pull,
    /// Drive strength.
    Drive,
    /// The level of an output.
    Value,
    /// Alternate function.
    Alt,
    /// Interrupt trigger.
    Trigger,
    /// Interrupt priority.
    Priority,
    /// The power modes in which the interrupt works.
    Wake,
    /// The handler of the interrupt.
    Handler,
}

impl Argument {
    /// Every argument.
    pub const ALL: [Self; 9] = [
        Self::Mode,
        Self::Pull,
        Self::Drive,
        Self::Value,
        Self::Alt,
        Self::Trigger,
        Self::Priority,
        Self::Wake,
        Self::Handler,
    ];

    /// Returns the keyword of the argument.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mode => "mode",
            Self::Pull => "pull",
            Self::Drive => "drive",
            Self::Value => "value",
            Self::Alt => "alt",
            Self::Trigger => "trigger",
            Self::Priority => "priority",
            Self::Wake => "wake",
            Self::Handler => "handler",
        }
    }
}

/// The lines that must precede the MicroPython calls.
const MICROPYTHON_PREAMBLE: &str = "import machine\nfrom machine import Pin\n\n";

/// The lines that must precede the Rust calls.
const RUST_PREAMBLE: &str = "use pinscope_core::*;\n\n// `board` is a Board, `handlers` its Handlers<Reaction>.\n";

impl SetupCode {
    /// Creates the code for `pin`. `irq` has the parts of the interrupt's state that no register holds: the action, and
    /// the power modes while the interrupt is disabled or when another pin has replaced this one as the wake pin.
    pub fn new<R: Registers>(pin: Pin<R>, irq: Option<IrqStatus>) -> Self {
        let mode = pin.mode();
        // An open-drain pad whose multiplexer is 0 reads back as an input. Only ALT_OPEN_DRAIN with alt 0 produces it.
        let (mode, alt) = match mode {
            Mode::In if pin.pad_word() & pad::OPEN_DRAIN != 0 => (Mode::AltOpenDrain, 0),
            _ => (mode, pin.alt()),
        };
        let value = mode.is_output().then(|| pin.latch());
        let interrupt = |irq: IrqStatus| {
            let wake = pin.wake().filter(|_| irq.enabled).unwrap_or(irq.wake);
            let config = IrqConfig { trigger: pin.trigger(), priority: pin.priority(), wake };
            Interrupt { config, reaction: irq.reaction, enabled: irq.enabled }
        };
        Self {
            pin: pin.id(),
            config: Config { mode, pull: pin.pull(), drive: pin.drive(), alt, value },
            irq: irq.map(interrupt),
        }
    }

    /// Returns the arguments of the MicroPython calls, in order.
    pub fn arguments(&self) -> impl Iterator<Item = Argument> {
        let has_value = self.config.value.is_some();
        let has_irq = self.irq.is_some();
        Argument::ALL.into_iter().filter(move |argument| match argument {
            Argument::Value => has_value,
            Argument::Trigger | Argument::Priority | Argument::Wake | Argument::Handler => has_irq,
            _ => true,
        })
    }

    /// Returns true if the calls would do the same without `argument`.
    pub fn is_default(&self, argument: Argument) -> bool {
        let irq = |is_default: fn(&Interrupt) -> bool| self.irq.as_ref().is_none_or(is_default);
        match argument {
            Argument::Mode => self.config.mode == Mode::default(),
            Argument::Pull => self.config.pull == Pull::default(),
            Argument::Drive => self.config.drive == Drive::default(),
            Argument::Value => self.config.value.is_none(),
            Argument::Alt => self.config.alt == -1,
            Argument::Trigger => self.irq.is_none(),
            Argument::Priority => irq(|irq| irq.config.priority == Priority::default()),
            Argument::Wake => irq(|irq| irq.config.wake == Wake::default()),
            Argument::Handler => irq(|irq| irq.reaction == Reaction::default()),
        }
    }

    /// Returns the text before `argument`. It is the beginning of the call if `argument` is the first one.
    pub fn prefix(&self, argument: Argument) -> impl Display {
        let pin = self.pin.name();
        from_fn(move |f| match argument {
            Argument::Mode => write!(f, "p = Pin('{pin}', "),
            Argument::Trigger => f.write_str("p.irq("),
            _ => Ok(()),
        })
    }

    /// Returns `argument` as a keyword argument of MicroPython, such as `pull=Pin.PULL_DOWN`.
    pub fn keyword_argument(&self, argument: Argument) -> impl Display {
        let Self { config, irq, .. } = *self;
        from_fn(move |f| {
            write!(f, "{}=", argument.name())?;
            match (argument, irq) {
                (Argument::Mode, _) => write!(f, "Pin.{}", config.mode.name()),
                (Argument::Pull, _) if config.pull == Pull::None => f.write_str("None"),
                (Argument::Pull, _) => write!(f, "Pin.{}", config.pull.name()),
                (Argument::Drive, _) => write!(f, "Pin.{}", config.drive.name()),
                (Argument::Value, _) => number(f, config.value.unwrap_or(Level::Low)),
                (Argument::Alt, _) => write!(f, "{}", config.alt),
                (Argument::Trigger, Some(irq)) => combined(f, "Pin.", irq.config.trigger.names().iter().copied()),
                (Argument::Priority, Some(irq)) => write!(f, "{}", irq.config.priority.number()),
                (Argument::Wake, Some(irq)) => combined(f, "machine.Sleep.", irq.config.wake.names()),
                (Argument::Handler, Some(irq)) => handler(f, irq.reaction),
                (_, None) => Ok(()),
            }
        })
    }

    /// Returns the text after `argument`: a comma or the end of the call.
    pub fn suffix(&self, argument: Argument) -> &'static str {
        match (argument, self.irq) {
            (Argument::Alt, _) | (Argument::Handler, Some(Interrupt { enabled: true, .. })) => ")",
            (Argument::Handler, _) => ").disable()",
            _ => ",",
        }
    }

    /// Returns a MicroPython program with the calls.
    pub fn micropython(&self) -> impl Display {
        from_fn(move |f| {
            f.write_str(MICROPYTHON_PREAMBLE)?;
            self.arguments().try_for_each(|argument| {
                let end = self.suffix(argument);
                let space = if end == "," { " " } else { "\n" };
                write!(f, "{}{}{end}{space}", self.prefix(argument), self.keyword_argument(argument))
            })
        })
    }

    /// Returns Rust statements with the calls and the lines that must precede them.
    pub fn rust(&self) -> impl Display {
        from_fn(move |f| {
            write!(f, "{RUST_PREAMBLE}let pin = board.pin(\"{}\")?;\n{}", self.pin.name(), self.rust_calls())
        })
    }

    /// Returns only the Rust calls, one on each line.
    pub fn rust_calls(&self) -> impl Display {
        from_fn(move |f| {
            self.rust_init(f)?;
            self.irq.map_or(Ok(()), |irq| irq.rust(f))
        })
    }

    fn rust_init(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Config { mode, pull, drive, alt, value } = self.config;
        let is_set = |argument: &Argument| !self.is_default(*argument);
        let setup = [Argument::Mode, Argument::Pull, Argument::Drive, Argument::Alt, Argument::Value];
        f.write_str("pin.init(Config")?;
        let mut fields = setup.into_iter().filter(is_set).peekable();
        if fields.peek().is_none() {
            return f.write_str("::default())?;\n");
        }
        f.write_str(" { ")?;
        for field in fields {
            write!(f, "{}: ", field.name())?;
            match field {
                Argument::Pull => write!(f, "Pull::{pull:?}, ")?,
                Argument::Drive => write!(f, "Drive::{drive:?}, ")?,
                Argument::Alt => write!(f, "{alt}, ")?,
                Argument::Value => write!(f, "Some(Level::{:?}), ", value.unwrap_or(Level::Low))?,
                _ => write!(f, "Mode::{mode:?}, ")?,
            }
        }
        f.write_str("..Config::default() })?;\n")
    }
}

/// Returns a value that is displayed by `write`. The standard library has `core::fmt::from_fn` from Rust 1.93 on.
fn from_fn<F: Fn(&mut Formatter<'_>) -> fmt::Result>(write: F) -> impl Display {
    struct FromFn<F>(F);

    impl<F: Fn(&mut Formatter<'_>) -> fmt::Result> Display for FromFn<F> {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            self.0(f)
        }
    }

    FromFn(write)
}

impl Interrupt {
    fn rust(self, f: &mut Formatter<'_>) -> fmt::Result {
        let IrqConfig { trigger, priority, wake } = self.config;
        let default = IrqConfig::new(trigger);
        f.write_str("pin.irq(&mut handlers, IrqConfig")?;
        if self.config == default {
            write!(f, "::new(Trigger::{trigger:?})")?;
        } else {
            f.write_str(" { ")?;
            if priority != default.priority {
                write!(f, "priority: Priority::{priority:?}, ")?;
            }
            if wake != default.wake {
                f.write_str("wake: ")?;
                combined(f, "Wake::", wake.names())?;
                f.write_str(", ")?;
            }
            write!(f, "..IrqConfig::new(Trigger::{trigger:?}) }}")?;
        }
        match self.reaction {
            Reaction::Nothing => write!(f, ", Reaction::Nothing")?,
            Reaction::Script => write!(f, ", Reaction::Script")?,
            Reaction::Toggle(pin) => write!(f, ", Reaction::Toggle(PinId::{pin:?})")?,
            Reaction::Set(pin, level) => write!(f, ", Reaction::Set(PinId::{pin:?}, Level::{level:?})")?,
            Reaction::Follow(pin) => write!(f, ", Reaction::Follow(PinId::{pin:?})")?,
            Reaction::Oppose(pin) => write!(f, ", Reaction::Oppose(PinId::{pin:?})")?,
        }
        f.write_str(if self.enabled { ")?;\n" } else { ")?.disable();\n" })
    }
}

/// Writes the action as a Python function, or `None`. The target pin comes from `Pin.board`, because `Pin(…)` resets a
/// pin on a physical board.
fn handler(f: &mut Formatter<'_>, reaction: Reaction) -> fmt::Result {
    match reaction {
        Reaction::Nothing => f.write_str("None"),
        // The manual's examples use this name for a function of the script.
        Reaction::Script => f.write_str("pincb"),
        Reaction::Toggle(pin) => write!(f, "lambda p: Pin.board.{}.toggle()", pin.name()),
        Reaction::Set(pin, level) => {
            write!(f, "lambda p: Pin.board.{}.value(", pin.name())?;
            number(f, level)?;
            f.write_str(")")
        }
        Reaction::Follow(pin) => write!(f, "lambda p: Pin.board.{}.value(p())", pin.name()),
        Reaction::Oppose(pin) => write!(f, "lambda p: Pin.board.{}.value(not p())", pin.name()),
    }
}

/// Writes a level as 0 or 1.
fn number(f: &mut Formatter<'_>, level: Level) -> fmt::Result {
    f.write_str(if level.is_high() { "1" } else { "0" })
}

/// Writes names with a prefix, combined with OR.
fn combined(f: &mut Formatter<'_>, prefix: &str, names: impl Iterator<Item = &'static str>) -> fmt::Result {
    names.enumerate().try_for_each(|(index, name)| write!(f, "{}{prefix}{name}", if index == 0 { "" } else { " | " }))
}
