//! The commands that set the board up again after a reset, if no script does.

use pinscope_core::{Command, PinId, Pull, Reaction};

/// The last accepted `Init` and `Irq` command of each pin, in the order in which they were accepted.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct StartupCommands(Vec<Command>);

impl StartupCommands {
    /// Records an accepted command if it sets a pin up. A handler of a script ends with its script, so
    /// `Reaction::Nothing` is recorded in its place.
    pub fn record(&mut self, mut command: Command) {
        if let Command::Irq { reaction: reaction @ Reaction::Script, .. } = &mut command {
            *reaction = Reaction::Nothing;
        }
        if let Some(key) = key(&command) {
            self.0.retain(|other| self::key(other) != Some(key));
            self.0.push(command);
        }
    }

    /// Returns the last accepted pull of `pin`.
    pub fn pull(&self, pin: PinId) -> Pull {
        let pull = self.0.iter().find_map(|command| match *command {
            Command::Init { pin: other, config } if other == pin => Some(config.pull),
            _ => None,
        });
        pull.unwrap_or_default()
    }

    /// Returns the commands, in order.
    pub fn commands(&self) -> Vec<Command> {
        self.0.clone()
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
    use pinscope_core::{Config, Mode, PinId};

    use super::*;

    #[test]
    fn the_last_command_of_each_kind_and_pin_is_kept_in_order() {
        let init = |pin, mode| Command::Init { pin, config: Config { mode, ..Config::default() } };
        let mut startup = StartupCommands::default();
        startup.record(init(PinId::GP9, Mode::Out));
        startup.record(init(PinId::GP8, Mode::Out));
        startup.record(Command::Toggle { pin: PinId::GP9 });
        startup.record(init(PinId::GP9, Mode::In));
        assert_eq!(startup.commands(), [init(PinId::GP8, Mode::Out), init(PinId::GP9, Mode::In)]);
    }
}
