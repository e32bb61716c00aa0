//! The calls of `window.pinscope` that are commands of the core, which both the emulated board and a physical board can
//! execute.

use pinscope_core::{Command, PinId, Registers};

use crate::arguments::Arguments;
use crate::error::ApiError;

/// A call that is a command.
pub enum CommandCall {
    /// Executes the command.
    Execute(Command),
    /// Returns the interrupt of a pin.
    QueryIrq(PinId),
}

impl CommandCall {
    /// Returns the command for the call of this name, or `None` if it is not a command.
    pub fn parse<R: Registers>(name: &str, arguments: &Arguments<R>) -> Result<Option<Self>, ApiError> {
        Ok(Some(Self::Execute(match name {
            "init" => Command::Init { pin: arguments.pin()?, config: arguments.config()? },
            "value" => match arguments.level()? {
                Some(level) => Command::SetValue { pin: arguments.pin()?, level },
                None => Command::Value { pin: arguments.pin()? },
            },
            "toggle" => Command::Toggle { pin: arguments.pin()? },
            "irq" => match arguments.irq()? {
                Some((config, reaction, takes_ns)) => {
                    Command::Irq { pin: arguments.pin()?, config, reaction, takes_ns }
                }
                None => return Ok(Some(Self::QueryIrq(arguments.pin()?))),
            },
            "enable" => Command::Enable { pin: arguments.pin()? },
            "disable" => Command::Disable { pin: arguments.pin()? },
            "call" => Command::Call { pin: arguments.pin()? },
            "flags" => Command::Flags { pin: arguments.pin()? },
            "sleep" => Command::Sleep { mode: arguments.sleep_mode()? },
            _ => return Ok(None),
        })))
    }
}
