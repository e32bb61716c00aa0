//! Calls of `window.pinscope`, which are objects `{id, name, args}`, and their answers.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::{JsError, JsValue};

use crate::engine_client;

/// Completes a call in place of the engine. `key` is `value` or `error`.
pub fn answer(call: &JsValue, key: &str, value: &JsValue) {
    let answer = Object::new();
    set(&answer, "id", &field(call, "id"));
    set(&answer, key, value);
    engine_client::dispatch(engine_client::ANSWER, &answer);
}

/// Completes a call that has run a script.
pub fn answer_run(call: &JsValue, stdout: &str, error: Option<&str>) {
    let value = Object::new();
    set(&value, "stdout", &stdout.into());
    set(&value, "error", &error.map_or(JsValue::NULL, JsValue::from));
    answer(call, "value", &value);
}

/// Completes a call with an error.
pub fn refuse(call: &JsValue, kind: &str, message: &str) {
    let error: JsValue = JsError::new(message).into();
    set(&error, "kind", &kind.into());
    answer(call, "error", &error);
}

/// Returns a property of an object. It is undefined if it is missing.
pub fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Sets a property of a plain object, which cannot fail.
pub fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}
