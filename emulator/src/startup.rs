//! The commands that set the board up again after a reset, if no script does.

use pinscope_core::{Command, Config, Function, Level, Pin, PinId, Pull, Reaction, Registers};

/// The last accepted `Init` and `Irq` command of each pin, in the order in which they were accepted. An `Init` command
/// is recorded as the configuration that it resulted in.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct StartupCommands(Vec<Command>);

impl StartupCommands {
    /// Records the configuration of `pin`, which `config` has just resulted in.
    pub fn record_init<R: Registers>(&mut self, pin: Pin<R>, config: Config) {
        self.release_function(pin.id());
        self.replace(Command::Init { pin: pin.id(), config: resulting(pin, config) });
    }

    /// Records an accepted `Irq` command. A handler of a script ends with its script, so `Reaction::Nothing` is
    /// recorded in its place.
    pub fn record_irq(&mut self, mut command: Command) {
        if let Command::Irq { reaction: reaction @ Reaction::Script, .. } = &mut command {
            *reaction = Reaction::Nothing;
        }
        self.replace(command);
    }

    fn replace(&mut self, command: Command) {
        self.0.retain(|other| key(other) != key(&command));
        self.0.push(command);
    }

    /// Prepares for a new configuration of `pin`. Its old configuration has taken a function from the pins that are
    /// recorded before it with the same function. Without it they would get that function back, so they are recorded
    /// as the inputs that they are.
    fn release_function(&mut self, pin: PinId) {
        let is_of_pin = |command: &Command| key(command) == Some((pin, false));
        let Some(index) = self.0.iter().position(is_of_pin) else { return };
        let Some(released) = function(&self.0[index]) else { return };
        for earlier in self.0[..index].iter_mut().filter(|earlier| function(earlier) == Some(released)) {
            if let Command::Init { config, .. } = earlier {
                *config = Config::default();
            }
        }
    }

    /// Returns the recorded pull of `pin`.
    pub fn pull(&self, pin: PinId) -> Pull {
        self.config(pin).map_or_else(Pull::default, |config| config.pull)
    }

    /// Returns the level that `pin` starts to drive.
    pub fn value(&self, pin: PinId) -> Option<Level> {
        self.config(pin)?.value
    }

    fn config(&self, pin: PinId) -> Option<Config> {
        self.0.iter().find_map(|command| match *command {
            Command::Init { pin: other, config } if other == pin => Some(config),
            _ => None,
        })
    }

    /// Returns the commands, in order.
    pub fn commands(&self) -> Vec<Command> {
        self.0.clone()
    }
}

/// Returns a configuration that makes `pin` what it is now, after `config`. In an ALT mode -1 keeps the multiplexer as
/// it was, so its present number is recorded. If that is 0, the GPIO port drives the pin as it did before.
fn resulting<R: Registers>(pin: Pin<R>, config: Config) -> Config {
    if config.mode.is_gpio() {
        config
    } else if pin.alt() > 0 {
        Config { alt: pin.alt(), ..config }
    } else if pin.mode().is_output() {
        Config { mode: pin.mode(), alt: -1, value: Some(pin.latch()), ..config }
    } else {
        config
    }
}

/// Returns the alternate function that a command selects.
fn function(command: &Command) -> Option<Function> {
    match *command {
        Command::Init { pin, config } => pin.alternate(config.alt),
        _ => None,
    }
}

/// Returns the pin that a command sets up, and `true` if it sets up the interrupt of that pin. A command replaces the
/// recorded command with the same key.
fn key(command: &Command) -> Option<(PinId, bool)> {
    match *command {
        Command::Init { pin, .. } => Some((pin, false)),
        Command::Irq { pin, .. } => Some((pin, true)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::PinId::{GP8, GP9};
    use pinscope_core::{IrqConfig, Mode, Profile, Trigger};

    use super::*;
    use crate::machine::Machine;

    #[test]
    fn the_last_command_of_each_kind_and_pin_is_kept_in_order() {
        let machine = Machine::new(Profile::Wipy);
        let config = |mode| Config { mode, ..Config::default() };
        let irq = |pin, reaction| Command::Irq { pin, config: IrqConfig::new(Trigger::Rising), reaction, takes_ns: 0 };
        let mut startup = StartupCommands::default();
        for (pin, mode) in [(GP9, Mode::Out), (GP8, Mode::Out)] {
            startup.record_init(machine.board().at(pin), config(mode));
        }
        startup.record_irq(irq(GP9, Reaction::Script));
        startup.record_init(machine.board().at(GP9), config(Mode::In));
        let init = |pin, mode| Command::Init { pin, config: config(mode) };
        let expected = [init(GP8, Mode::Out), irq(GP9, Reaction::Nothing), init(GP9, Mode::In)];
        assert_eq!(startup.commands(), expected);
    }
}
