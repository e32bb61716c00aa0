//! A call of `window.pinscope`. However it gets to the engine, it is converted here, so that it always means the same.

use js_sys::{Array, Object, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::{JsCast as _, JsValue};

use crate::argument::Argument;

/// Depth to which arrays and objects are converted, because an object may contain itself.
const MAX_DEPTH: u32 = 8;
/// Maximum number of values in one call, because an array may claim to have billions of elements.
const MAX_VALUES: u32 = 1_000_000;

/// The names of the calls by which a person does something at the pads. No software of the board takes part in them.
pub const STIMULUS_CALLS: [&str; 12] =
    ["drive", "pulse", "clock", "press", "release", "bounce", "button", "wire", "unwire", "voltage", "send", "receive"];

/// A call of a function of `window.pinscope`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// The number of the call, which its answer repeats.
    pub id: f64,
    /// The function's name.
    pub name: String,
    /// The arguments.
    pub args: Vec<Argument>,
}

impl Call {
    /// Returns whether the call changes nothing.
    pub fn is_question(&self) -> bool {
        matches!(self.name.as_str(), "snapshot" | "events" | "why" | "registers" | "alternates")
    }

    /// Converts the call in `{id, name, args}`, as `boot.js` sends it.
    pub fn from_js(call: &JsValue) -> Self {
        let args = field(call, "args").map(|args| Converter { remaining: MAX_VALUES }.argument(&args, 0));
        Self {
            id: field(call, "id").and_then(|id| id.as_f64()).unwrap_or_default(),
            name: field(call, "name").and_then(|name| name.as_string()).unwrap_or_default(),
            args: match args {
                Some(Argument::Array(args)) => args,
                _ => Vec::new(),
            },
        }
    }
}

fn field(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}

/// Converts the values of one call.
struct Converter {
    /// The number of values that may still be converted.
    remaining: u32,
}

impl Converter {
    fn argument(&mut self, value: &JsValue, depth: u32) -> Argument {
        self.remaining = self.remaining.saturating_sub(1);
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
        } else if let Some(array) = value.dyn_ref::<Array>() {
            self.array(array, depth)
        } else {
            match value.dyn_ref::<Object>().filter(|object| is_plain(object)) {
                Some(object) => self.object(object, depth),
                None => Argument::Other(format!("a value of type {}", type_name(value))),
            }
        }
    }

    fn array(&mut self, array: &Array, depth: u32) -> Argument {
        if depth > MAX_DEPTH || array.length() > self.remaining {
            return Argument::Other(format!("an array of {} values", array.length()));
        }
        Argument::Array(array.iter().map(|element| self.argument(&element, depth + 1)).collect())
    }

    fn object(&mut self, object: &Object, depth: u32) -> Argument {
        let entries = Object::entries(object);
        if depth > MAX_DEPTH || entries.length() > self.remaining {
            return Argument::Other(format!("an object of {} values", entries.length()));
        }
        let property = |entry: JsValue| {
            let entry = Array::from(&entry);
            Some((entry.get(0).as_string()?, self.argument(&entry.get(1), depth + 1)))
        };
        Argument::Object(entries.iter().filter_map(property).collect())
    }
}

/// Returns whether an object was written as `{…}`. Other objects, such as a `Map`, keep their contents elsewhere.
fn is_plain(object: &Object) -> bool {
    Object::get_prototype_of(object) == Object::get_prototype_of(&Object::new())
}

fn type_name(value: &JsValue) -> String {
    let class = field(value, "constructor").and_then(|class| field(&class, "name"));
    class.and_then(|name| name.as_string()).unwrap_or_else(|| value.js_typeof().as_string().unwrap_or_default())
}
