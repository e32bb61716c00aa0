//! Helpers of the unit tests.

use serde_json::Value;

use crate::answers::Answer;
use crate::argument::Argument;

/// Returns a value of JavaScript that JSON can express.
pub fn argument(value: Value) -> Argument {
    let json = value.to_string();
    match value {
        Value::Null => Argument::Null,
        Value::Bool(boolean) => Argument::Boolean(boolean),
        Value::Number(number) => Argument::Number(number.as_f64().unwrap_or(f64::NAN)),
        Value::String(text) => Argument::Text(text),
        Value::Array(elements) => Argument::Array { elements: elements.into_iter().map(argument).collect(), json },
        Value::Object(properties) => {
            let properties = properties.into_iter().map(|(name, value)| (name, argument(value))).collect();
            Argument::Object { properties, json }
        }
    }
}

/// Returns the arguments of a call, from an array of JSON.
pub fn arguments(values: Value) -> Vec<Argument> {
    match argument(values) {
        Argument::Array { elements, .. } => elements,
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
