//! Asks the engine for the link of the bench.

use js_sys::{Array, Object};
use pinscope_protocol::Lesson;
use wasm_bindgen::prelude::{JsCast as _, JsValue};

use crate::api;
use crate::calls::{field, set};

/// The answer to a request for a link.
#[derive(Debug, Default)]
pub struct Shared {
    /// The link, or nothing if there is none.
    pub link: String,
    /// The bench has a script.
    pub has_script: bool,
    /// The file because of which there is no link.
    pub long_file: Option<LongFile>,
}

/// A file that is too long for a link.
#[derive(Debug)]
pub struct LongFile {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: JsValue,
    /// The sentence with which the link was refused.
    pub reason: String,
}

/// Requests a link that shows the bench in this way.
pub async fn share(lesson: &Lesson) -> Shared {
    let script = api::call("script", &[]).await.ok().and_then(|script| script.as_string());
    let has_script = script.is_some_and(|script| !script.is_empty());
    match api::call("share", &[settings(lesson)]).await {
        Ok(link) => Shared { link: link.as_string().unwrap_or_default(), has_script, long_file: None },
        Err(error) if field(&error, "kind") == "FilesTooLong" => {
            Shared { has_script, long_file: longest_file(api::message(&error)).await, ..Shared::default() }
        }
        Err(_) => Shared { has_script, ..Shared::default() },
    }
}

fn settings(lesson: &Lesson) -> JsValue {
    let settings = Object::new();
    let parts: Array = lesson.parts.iter().map(|part| JsValue::from(part.name())).collect();
    let task = lesson.task.replace(char::is_control, " ");
    set(&settings, "task", &task.trim().into());
    set(&settings, "parts", &parts);
    set(&settings, "only_shows_script", &lesson.only_shows_script.into());
    settings.into()
}

/// Returns the file that `reason` names.
async fn longest_file(reason: String) -> Option<LongFile> {
    let files: Object = api::call("files", &[]).await.ok()?.unchecked_into();
    let names = Object::keys(&files).iter().filter_map(|name| name.as_string()).collect::<Vec<_>>();
    let name = names.into_iter().find(|name| reason.starts_with(&format!("{name} is too long")))?;
    Some(LongFile { text: field(&files, &name), name, reason })
}
