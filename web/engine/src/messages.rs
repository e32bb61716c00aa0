//! The messages that a worker exchanges with the page, as values of JavaScript.

use js_sys::{Object, Reflect, Uint8Array};
use pinscope_protocol::{Call, Reply};
use serde::Serialize;
use wasm_bindgen::prelude::{JsCast as _, JsValue};
use web_sys::DedicatedWorkerGlobalScope;

use crate::answers::{Answer, Value};
use crate::session::Message;

/// Reads a message, which is `{request}` from the page or `{call: {id, name, args}}` from `window.pinscope`.
pub fn read(data: &JsValue) -> Option<Message> {
    let request = field(data, "request").and_then(|bytes| pinscope_protocol::decode(&Uint8Array::new(&bytes).to_vec()));
    request.map(Message::Request).or_else(|| field(data, "call").map(|call| Message::Call(Call::from_js(&call))))
}

/// Returns a field of a message, if it is there.
pub fn field(data: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(data, &name.into()).ok().filter(|value| !value.is_undefined())
}

/// Sends a reply to the page.
pub fn post(reply: &Reply) {
    send("reply", &Uint8Array::from(pinscope_protocol::encode(reply).as_slice()));
}

/// Sends the answer to a call of `window.pinscope`. A trace is sent as `{trace: {id, trace}}`, because the page has to
/// turn it into a file first.
pub fn answer(Answer { id, outcome }: Answer) {
    let (kind, key, value) = match outcome {
        Ok(Value::Trace(trace)) => ("trace", "trace", Uint8Array::from(trace.as_slice()).into()),
        Ok(value) => ("answer", "value", to_js(&value)),
        Err(error) => ("answer", "error", to_js(&error)),
    };
    let message = Object::new();
    // Setting a field of a plain object cannot fail.
    let _ = Reflect::set(&message, &"id".into(), &id.into());
    let _ = Reflect::set(&message, &key.into(), &value);
    send(kind, &message);
}

/// Returns the global scope of this worker.
pub fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Returns the real time in milliseconds since this worker has started.
pub fn now_ms() -> f64 {
    scope().performance().map_or(0.0, |performance| performance.now())
}

/// Returns a value that consists of numbers, strings, `null`, arrays and plain objects.
fn to_js(value: &impl Serialize) -> JsValue {
    // This fails only for integers that JavaScript cannot represent, and an answer contains none (`answers.rs`).
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}

fn send(kind: &str, content: &JsValue) {
    let message = Object::new();
    let _ = Reflect::set(&message, &kind.into(), content);
    // This fails only if the page has been closed, and then nothing needs the message.
    let _ = scope().post_message(&message);
}
