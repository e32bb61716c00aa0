//! The calls of `window.pinscope` that stand for something software does: any board can be asked.

use pinscope_core::{Command, PinId, Registers};

use crate::arguments::Arguments;
use crate::error::ApiError;

/// What a call asks of software.
pub enum CommandCall {
    /// To do this.
    Execute(Command),
    /// To say which interrupt a pin has.
    QueryIrq(PinId),
}

impl CommandCall {
    /// What the call of this name asks, if it asks anything of software.
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
