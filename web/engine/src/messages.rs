//! What passes between the page and whichever worker is its board.

use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::{JsCast as _, JsValue};
use web_sys::DedicatedWorkerGlobalScope;

use crate::session::{Answer, Call, Message};
use pinscope_protocol::Reply;

/// A message is `{request}` from the page or `{call: {id, name, args}}` from `window.pinscope`.
pub fn read(data: &JsValue) -> Option<Message> {
    let request = field(data, "request").and_then(|bytes| pinscope_protocol::decode(&Uint8Array::new(&bytes).to_vec()));
    request.map(Message::Request).or_else(|| field(data, "call").map(|call| Message::Call(Call::from(&call))))
}

/// A part of a message, if it has it.
pub fn field(data: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(data, &name.into()).ok().filter(|value| !value.is_undefined())
}

/// Tells the page something.
pub fn post(reply: &Reply) {
    send("reply", &Uint8Array::from(pinscope_protocol::encode(reply).as_slice()));
}

/// Answers a call of `window.pinscope`.
pub fn answer(Answer { id, outcome }: Answer) {
    let message = Object::new();
    let (key, value) = match outcome {
        Ok(value) => ("value", value),
        Err(error) => ("error", error.to_js()),
    };
    // Setting a field of a plain object cannot fail.
    let _ = Reflect::set(&message, &"id".into(), &id.into());
    let _ = Reflect::set(&message, &key.into(), &value);
    send("answer", &message);
}

/// This worker.
pub fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Real time in this worker, in milliseconds since it began.
pub fn now_ms() -> f64 {
    scope().performance().map_or(0.0, |performance| performance.now())
}

fn send(kind: &str, content: &JsValue) {
    let message = Object::new();
    let _ = Reflect::set(&message, &kind.into(), content);
    // The page may be gone; then nobody is there to tell.
    let _ = scope().post_message(&message);
}
