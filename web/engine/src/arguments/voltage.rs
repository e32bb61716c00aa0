//! The source of a voltage as an argument: `1.2`, `0, 1.4, 50, "sine"`, or `null` for none.

use pinscope_core::Registers;
use pinscope_emulator::VoltageSource;
use pinscope_protocol::Argument;

use super::{Arguments, number_text};
use crate::error::ApiError;

impl<R: Registers> Arguments<R> {
    /// Returns the source of a voltage, which is given by the arguments after the pin. It is `None` if the second
    /// argument is `null` or `"float"`.
    pub fn voltage(&self) -> Result<Option<VoltageSource>, ApiError> {
        let is_none = *self.value(1) == Argument::Null || self.text(1) == "float";
        let is_constant = (2..5).all(|index| *self.value(index) == Argument::Undefined);
        if is_none && is_constant {
            return Ok(None);
        }
        let number = |index| self.value(index).as_number();
        let source = if is_constant {
            number(1).and_then(VoltageSource::constant)
        } else {
            let shape = match self.text(4).as_str() {
                "sine" => VoltageSource::sine,
                "ramp" => VoltageSource::ramp,
                _ => {
                    let given = self.value(4).to_literal();
                    return Err(ApiError::bad_argument(format!("a voltage is a \"sine\" or a \"ramp\", not {given}")));
                }
            };
            let numbers = (number(1), number(2), number(3));
            if let (Some(low), Some(high), Some(hertz)) = numbers { shape(low, high, hertz) } else { None }
        };
        source.map(Some).ok_or_else(|| {
            let (min, max) = (number_text(VoltageSource::MIN_HERTZ), number_text(VoltageSource::MAX_HERTZ));
            let volts = number_text(VoltageSource::MAX_VOLTS);
            let given: Vec<_> = (1..4)
                .map(|index| self.value(index))
                .filter(|value| **value != Argument::Undefined)
                .map(Argument::to_literal)
                .collect();
            ApiError::bad_argument(format!(
                "a voltage has 0 to {volts} V, or goes from one to a higher one at {min} to {max} Hz, not {}",
                given.join(", ")
            ))
        })
    }
}
