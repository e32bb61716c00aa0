//! A pin as code: the MicroPython and the Rust calls that bring it to the state it is in.

use std::fmt::{self, Display, Formatter};

use pinscope_core::Pin;
use pinscope_core::PinId;
use pinscope_core::Registers;
use pinscope_core::cc3200::pad;
use pinscope_core::{Config, Drive, Level, Mode, Pull};
use pinscope_core::{IrqConfig, Priority, Wake};
use pinscope_core::{IrqStatus, Reaction};

/// The calls that would set up a pin that has just started as this one is.
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

/// An argument of `Pin(…)` or of `irq(…)`, in the order they are written.
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
    /// Power modes the interrupt works in.
    Wake,
    /// What the interrupt does.
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

    /// Its keyword.
    pub const fn name(self) -> &'static str {
        (&["mode", "pull", "drive", "value", "alt", "trigger", "priority", "wake", "handler"])[self as usize]
    }
}

/// What the MicroPython calls need before them.
const IMPORTS: &str = "import machine\nfrom machine import Pin\n\n";

/// What the Rust calls need before them.
const GIVEN: &str = "use pinscope_core::*;\n\n// `board` is a Board, `handlers` its Handlers<Reaction>.\n";

impl SetupCode {
    /// The calls for `pin`. No register tells what an interrupt does, nor the modes it was asked for while it is
    /// disabled or when another pin has taken its place; `irq` does.
    pub fn new<R: Registers>(pin: Pin<R>, irq: Option<IrqStatus>) -> Self {
        let mode = pin.mode();
        // An open-drain pad whose multiplexer is at 0 reads back as an input, and only this call makes one.
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

    /// The arguments the MicroPython calls name, in order.
    pub fn arguments(&self) -> impl Iterator<Item = Argument> {
        let (has_value, has_irq) = (self.config.value.is_some(), self.irq.is_some());
        Argument::ALL.into_iter().filter(move |argument| match argument {
            Argument::Value => has_value,
            Argument::Trigger | Argument::Priority | Argument::Wake | Argument::Handler => has_irq,
            _ => true,
        })
    }

    /// Whether leaving `argument` away would mean the same.
    pub fn is_default(&self, argument: Argument) -> bool {
        let irq = |is: fn(&Interrupt) -> bool| self.irq.as_ref().is_none_or(is);
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

    /// What stands before `argument`: the call it is the first of.
    pub fn prefix(&self, argument: Argument) -> impl Display {
        let pin = self.pin.name();
        from_fn(move |f| match argument {
            Argument::Mode => write!(f, "p = Pin('{pin}', "),
            Argument::Trigger => f.write_str("p.irq("),
            _ => Ok(()),
        })
    }

    /// `argument` as MicroPython names it: `pull=Pin.PULL_DOWN`.
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
                (Argument::Trigger, Some(irq)) => ored(f, "Pin.", irq.config.trigger.names().iter().copied()),
                (Argument::Priority, Some(irq)) => write!(f, "{}", irq.config.priority.number()),
                (Argument::Wake, Some(irq)) => ored(f, "machine.Sleep.", irq.config.wake.names()),
                (Argument::Handler, Some(irq)) => handler(f, irq.reaction),
                (_, None) => Ok(()),
            }
        })
    }

    /// What stands after `argument`: a comma, or the end of its call.
    pub fn suffix(&self, argument: Argument) -> &'static str {
        match (argument, self.irq) {
            (Argument::Alt, _) | (Argument::Handler, Some(Interrupt { enabled: true, .. })) => ")",
            (Argument::Handler, _) => ").disable()",
            _ => ",",
        }
    }

    /// A MicroPython program that does it.
    pub fn micropython(&self) -> impl Display {
        from_fn(move |f| {
            f.write_str(IMPORTS)?;
            self.arguments().try_for_each(|argument| {
                let end = self.suffix(argument);
                let space = if end == "," { " " } else { "\n" };
                write!(f, "{}{}{end}{space}", self.prefix(argument), self.keyword_argument(argument))
            })
        })
    }

    /// Rust statements that do it, with what they need before them.
    pub fn rust(&self) -> impl Display {
        from_fn(move |f| write!(f, "{GIVEN}let pin = board.pin(\"{}\")?;\n{}", self.pin.name(), self.rust_calls()))
    }

    /// The Rust calls alone, a line each.
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

/// Returns what displays as `write` writes. `core::fmt::from_fn` does the same from Rust 1.93 on.
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
        let usual = IrqConfig::new(trigger);
        f.write_str("pin.irq(&mut handlers, IrqConfig")?;
        if self.config == usual {
            write!(f, "::new(Trigger::{trigger:?})")?;
        } else {
            f.write_str(" { ")?;
            if priority != usual.priority {
                write!(f, "priority: Priority::{priority:?}, ")?;
            }
            if wake != usual.wake {
                f.write_str("wake: ")?;
                ored(f, "Wake::", wake.names())?;
                f.write_str(", ")?;
            }
            write!(f, "..IrqConfig::new(Trigger::{trigger:?}) }}")?;
        }
        match self.reaction {
            Reaction::Nothing => write!(f, ", Reaction::Nothing")?,
            Reaction::Script => write!(f, ", Reaction::Script")?,
            Reaction::Toggle(pin) => write!(f, ", Reaction::Toggle(PinId::{pin:?})")?,
            Reaction::Set(pin, level) => write!(f, ", Reaction::Set(PinId::{pin:?}, Level::{level:?})")?,
        }
        f.write_str(if self.enabled { ")?;\n" } else { ")?.disable();\n" })
    }
}

/// A callable, or None. The pin acted on comes from `Pin.board`, because `Pin(…)` sets a pin up anew on a real board.
fn handler(f: &mut Formatter<'_>, reaction: Reaction) -> fmt::Result {
    match reaction {
        Reaction::Nothing => f.write_str("None"),
        // The manual's name for a function that the script has.
        Reaction::Script => f.write_str("pincb"),
        Reaction::Toggle(pin) => write!(f, "lambda p: Pin.board.{}.toggle()", pin.name()),
        Reaction::Set(pin, level) => {
            write!(f, "lambda p: Pin.board.{}.value(", pin.name())?;
            number(f, level)?;
            f.write_str(")")
        }
    }
}

fn number(f: &mut Formatter<'_>, level: Level) -> fmt::Result {
    f.write_str(if level.is_high() { "1" } else { "0" })
}

fn ored(f: &mut Formatter<'_>, of: &str, names: impl Iterator<Item = &'static str>) -> fmt::Result {
    names.enumerate().try_for_each(|(place, name)| write!(f, "{}{of}{name}", if place == 0 { "" } else { " | " }))
}
