//! The calls of `window.pinscope` for serial lines: `send` sends text to a pad, and `receive` returns the characters
//! that were on one.

use pinscope_core::{PinId, Registers};
use pinscope_emulator::SerialFormat;

use crate::answers::{ReceivedView, Value};
use crate::arguments::Arguments;
use crate::error::ApiError;
use crate::session::Engine;

/// A call for a serial line, with eight data bits, no parity and one stop bit.
#[derive(Debug)]
pub enum SerialCall {
    /// Sends text to a pad.
    Send { pin: PinId, text: String, format: SerialFormat },
    /// Returns the characters on a pad since a simulated time.
    Receive { pin: PinId, format: SerialFormat, since_ns: u64 },
}

impl SerialCall {
    /// Returns the call `name`, or `None` if that is not a call of this kind.
    pub fn parse<R: Registers>(name: &str, arguments: &Arguments<R>) -> Result<Option<Self>, ApiError> {
        Ok(Some(match name {
            "send" => {
                let (pin, text) = (arguments.pin()?, arguments.string(1, "text")?);
                Self::Send { pin, text, format: format(arguments.number(2, "baud")?)? }
            }
            "receive" => {
                let (pin, format) = (arguments.pin()?, format(arguments.number(1, "baud")?)?);
                Self::Receive { pin, format, since_ns: arguments.number(2, "since_ns")? }
            }
            _ => return Ok(None),
        }))
    }
}

fn format(baud: u64) -> Result<SerialFormat, ApiError> {
    u32::try_from(baud).ok().and_then(SerialFormat::from_baud).ok_or_else(|| {
        let (min, max) = (SerialFormat::MIN_BAUD, SerialFormat::MAX_BAUD);
        ApiError::bad_argument(format!("a baud rate is {min} to {max}, not {baud}"))
    })
}

impl Engine {
    /// Executes a call for a serial line. `send` returns the number of bytes for which there was room.
    pub(crate) fn serial_call(&mut self, call: SerialCall) -> Value {
        match call {
            SerialCall::Send { pin, text, format } => {
                Value::Number(self.playground.send(pin, text.as_bytes(), format) as i32)
            }
            SerialCall::Receive { pin, format, since_ns } => {
                let machine = self.playground.machine();
                let now_ns = machine.time_ns();
                let decoded = machine.trace(|trace| format.decode(trace, pin, since_ns.min(now_ns), now_ns));
                Value::Received(ReceivedView {
                    bytes: decoded.characters.iter().map(|character| character.data).collect(),
                    damaged: decoded.characters.iter().filter(|character| character.is_damaged).count(),
                    next_ns: decoded.next_ns,
                    baud: machine.serial_format(pin).map(|format| format.baud()),
                })
            }
        }
    }
}
