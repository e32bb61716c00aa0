//! Calls functions of `window.pinscope`, as any other script could.

use js_sys::futures::JsFuture;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;

/// Calls the function `name`, and waits for its answer.
///
/// # Errors
/// Returns the error of the call.
pub async fn call(name: &str, args: &[JsValue]) -> Result<JsValue, JsValue> {
    let pinscope = Reflect::get(&js_sys::global(), &"pinscope".into())?;
    let function: Function = Reflect::get(&pinscope, &name.into())?.dyn_into()?;
    let args: Array = args.iter().collect();
    let answer: Promise = function.apply(&pinscope, &args)?.dyn_into()?;
    JsFuture::from(answer).await
}

/// Returns the message of an error.
pub fn message(error: &JsValue) -> String {
    Reflect::get(error, &"message".into()).ok().and_then(|message| message.as_string()).unwrap_or_default()
}
