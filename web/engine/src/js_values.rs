//! Conversions between values of JavaScript and those of the engine.

use js_sys::{Array, JSON, Object};
use serde::Serialize;
use wasm_bindgen::prelude::{JsCast as _, JsValue};

use crate::api::Call;
use crate::argument::Argument;
use crate::messages::field;

/// Depth to which arguments are converted. The deepest are the settings of a `bounce` among timed stimuli:
/// `{stimuli: [{bounce: ["GP17", {seed: 1}]}]}`.
const MAX_DEPTH: u32 = 5;

/// Returns a value that consists of numbers, strings, `null`, arrays and plain objects.
pub fn to_js(value: &impl Serialize) -> JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}

/// Returns the call in `{id, name, args}`, as `boot.js` sends it.
pub fn call(call: &JsValue) -> Call {
    let args = field(call, "args").filter(Array::is_array);
    Call {
        id: field(call, "id").and_then(|id| id.as_f64()).unwrap_or_default(),
        name: field(call, "name").and_then(|name| name.as_string()).unwrap_or_default(),
        args: args.map_or_else(Vec::new, |args| Array::from(&args).iter().map(|value| argument(&value, 0)).collect()),
    }
}

fn argument(value: &JsValue, depth: u32) -> Argument {
    if value.is_undefined() {
        Argument::Undefined
    } else if value.is_null() {
        Argument::Null
    } else if let Some(boolean) = value.as_bool() {
        Argument::Boolean(boolean)
    } else if let Some(number) = value.as_f64() {
        Argument::Number(number)
    } else if let Some(text) = value.as_string() {
        Argument::Text(text)
    } else {
        array_or_object(value, depth)
    }
}

/// Converts an array or an object. The depth is bounded, because an object may contain itself. `JSON.stringify` refuses
/// such an object.
fn array_or_object(value: &JsValue, depth: u32) -> Argument {
    let json = JSON::stringify(value).ok().and_then(|json| json.as_string()).unwrap_or_default();
    let is_deep = depth >= MAX_DEPTH;
    if Array::is_array(value) {
        let elements = if is_deep { Array::new() } else { Array::from(value) };
        Argument::Array { elements: elements.iter().map(|element| argument(&element, depth + 1)).collect(), json }
    } else {
        let entries = match value.dyn_ref::<Object>() {
            Some(object) if !is_deep => Object::entries(object),
            _ => Array::new(),
        };
        let property = |entry: JsValue| {
            let entry = Array::from(&entry);
            Some((entry.get(0).as_string()?, argument(&entry.get(1), depth + 1)))
        };
        Argument::Object { properties: entries.iter().filter_map(property).collect(), json }
    }
}
