//! The bench's own list of settings: what sets the board up again after a reset where there is no other program.

use pinscope_core::{Command, PinId, Pull, Reaction};

/// The accepted `init` and `irq` commands, the last of each kind a pin, in the order they were accepted.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct StartupCommands(Vec<Command>);

impl StartupCommands {
    /// Remembers an accepted command, if it is one that sets a pin up. A script's handler goes with its script: what is
    /// remembered then does nothing.
    pub fn note(&mut self, mut command: Command) {
        if let Command::Irq { reaction: reaction @ Reaction::Script, .. } = &mut command {
            *reaction = Reaction::Nothing;
        }
        if let Some(setting) = setting(&command) {
            self.0.retain(|other| self::setting(other) != Some(setting));
            self.0.push(command);
        }
    }

    /// The pull of `pin` as last accepted.
    pub fn pull(&self, pin: PinId) -> Pull {
        let pull = self.0.iter().find_map(|command| match *command {
            Command::Init { pin: its, config } if its == pin => Some(config.pull),
            _ => None,
        });
        pull.unwrap_or_default()
    }

    /// The commands, in order.
    pub fn commands(&self) -> Vec<Command> {
        self.0.clone()
    }
}

/// Which setting a command makes: of which pin, and whether it is the interrupt's.
fn setting(command: &Command) -> Option<(PinId, bool)> {
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
    fn the_last_of_each_kind_a_pin_is_kept_in_order() {
        let init = |pin, mode| Command::Init { pin, config: Config { mode, ..Config::default() } };
        let mut program = StartupCommands::default();
        program.note(init(PinId::GP9, Mode::Out));
        program.note(init(PinId::GP8, Mode::Out));
        program.note(Command::Toggle { pin: PinId::GP9 });
        program.note(init(PinId::GP9, Mode::In));
        assert_eq!(program.commands(), [init(PinId::GP8, Mode::Out), init(PinId::GP9, Mode::In)]);
    }
}
