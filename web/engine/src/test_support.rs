//! Helpers of the unit tests.

use pinscope_protocol::Argument;
use serde_json::Value;

use crate::answers::Answer;

/// Returns a value of JavaScript that JSON can express.
pub fn argument(value: Value) -> Argument {
    match value {
        Value::Null => Argument::Null,
        Value::Bool(boolean) => Argument::Boolean(boolean),
        Value::Number(number) => Argument::Number(number.as_f64().unwrap_or(f64::NAN)),
        Value::String(text) => Argument::Text(text),
        Value::Array(elements) => Argument::Array(elements.into_iter().map(argument).collect()),
        Value::Object(properties) => {
            Argument::Object(properties.into_iter().map(|(name, value)| (name, argument(value))).collect())
        }
    }
}

/// Returns the arguments of a call, from an array of JSON.
pub fn arguments(values: Value) -> Vec<Argument> {
    match argument(values) {
        Argument::Array(elements) => elements,
        _ => Vec::new(),
    }
}

/// Returns an answer as `{id, value}` or `{id, error: {kind, message}}`.
pub fn to_json(answer: &Answer) -> Value {
    match &answer.outcome {
        Ok(value) => serde_json::json!({"id": answer.id, "value": value}),
        Err(error) => serde_json::json!({"id": answer.id, "error": error}),
    }
}
