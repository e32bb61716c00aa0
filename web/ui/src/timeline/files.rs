//! Saves VCD files, and opens those that are chosen in a dialog or dropped on the timeline.

use pinscope_protocol::MAX_VCD_BYTES;
use wasm_bindgen::prelude::{Closure, JsCast as _, JsValue};
use web_sys::{File, FileList, FileReader};
use yew::Callback;

use crate::dom;

/// Name of a saved file.
const FILE_NAME: &str = "pinscope.vcd";

/// Saves `text` as a file.
pub fn save(text: &JsValue) {
    dom::save_file(FILE_NAME, text);
}

/// Reads the first of `files`. `on_text` is called with its text, or with the reason why it is refused.
pub fn open(files: Option<FileList>, on_text: Callback<Result<JsValue, String>>) {
    if let Some(file) = files.and_then(|files| files.get(0)) {
        read(&file, on_text);
    }
}

fn read(file: &File, on_text: Callback<Result<JsValue, String>>) {
    let (name, bytes) = (file.name(), file.size());
    if bytes > MAX_VCD_BYTES as f64 {
        on_text.emit(Err(format!("{name} has {} bytes; at most {MAX_VCD_BYTES} are read", bytes as u64)));
        return;
    }
    let Ok(reader) = FileReader::new() else { return };
    // This is called once, whether reading succeeds or not.
    let ended = Closure::once_into_js({
        let (on_text, reader) = (on_text, reader.clone());
        move || {
            let text = reader.result().ok().filter(JsValue::is_string);
            on_text.emit(text.ok_or_else(|| format!("{name} cannot be read")));
        }
    });
    reader.set_onloadend(Some(ended.unchecked_ref()));
    // If the file cannot be read, `loadend` is called too.
    let _ = reader.read_as_text(file);
}
