//! Sends the events of the script to the script panel, which is loaded when it is first shown.

use js_sys::Array;
use pinscope_core::PinId;
use pinscope_protocol::ScriptStatus;
use wasm_bindgen::prelude::JsValue;

use crate::calls::set;
use crate::engine_client;

/// Sends an event: a plain object whose only property names it.
pub fn send(name: &str, value: &JsValue) {
    engine_client::dispatch(engine_client::SCRIPT, &engine_client::object(name, value));
}

/// Sends that the panel is shown, which loads it, and then the parts of the script that act on the board.
pub fn send_shown(activity: &str) {
    send("shown", &JsValue::NULL);
    send("stillActive", &activity.into());
}

/// Sends the line on which the script waits, and the line that a handler has interrupted.
pub fn send_blocked(line: u32, interrupted: u32) {
    let event = engine_client::object("blocked", &line.into());
    set(&event, "interrupted", &interrupted.into());
    engine_client::dispatch(engine_client::SCRIPT, &event);
}

/// Sends what the script does.
pub fn send_status(status: &ScriptStatus) {
    let (kind, details): (_, &[(&str, JsValue)]) = match status {
        ScriptStatus::Running => ("running", &[]),
        ScriptStatus::Waiting { line, ms } => ("waiting", &[("line", (*line).into()), ("ms", (*ms).into())]),
        ScriptStatus::Asleep(pins) => ("asleep", &[("pins", names(pins))]),
        ScriptStatus::AsleepUntilAlarm(pins) => ("asleep", &[("pins", names(pins)), ("alarm", true.into())]),
        ScriptStatus::Paused { line } => ("paused", &[("line", (*line).into())]),
    };
    let event = engine_client::object("status", &kind.into());
    details.iter().for_each(|(name, value)| set(&event, name, value));
    engine_client::dispatch(engine_client::SCRIPT, &event);
}

/// Sends the error with which the handler of a pin has failed.
pub fn send_handler_error(pin: PinId, error: &str) {
    let event = engine_client::object("handlerFailed", &error.into());
    set(&event, "pin", &pin.name().into());
    engine_client::dispatch(engine_client::SCRIPT, &event);
}

/// Sends the number and the name of a file that the script uses.
pub fn send_file_used(number: u32, name: &str) {
    let event = engine_client::object("fileUsed", &name.into());
    set(&event, "number", &number.into());
    engine_client::dispatch(engine_client::SCRIPT, &event);
}

/// Sends that a call writes a file of the bench, or removes it if `text` is null.
pub fn send_file(name: &JsValue, text: &JsValue) {
    let event = engine_client::object("file", name);
    set(&event, "text", text);
    engine_client::dispatch(engine_client::SCRIPT, &event);
}

fn names(pins: &[PinId]) -> JsValue {
    pins.iter().map(|pin| JsValue::from(pin.name())).collect::<Array>().into()
}
