//! The settings of `share`: how the link shows the bench.

use pinscope_core::Registers;
use pinscope_emulator::lesson::{Lesson, MAX_TASK_CHARS, Part};
use pinscope_protocol::Argument;

use super::{Arguments, wrong};
use crate::error::ApiError;
use crate::parameters::SHARE_SETTINGS;

impl<R: Registers> Arguments<R> {
    /// Returns the settings `{task, parts, only_shows_script}`. Those that are missing are as `present` has them.
    pub fn lesson(&self, present: &Lesson) -> Result<Lesson, ApiError> {
        let known = SHARE_SETTINGS.join(", ");
        let settings = match self.value(0) {
            Argument::Undefined => return Ok(present.clone()),
            settings @ Argument::Object(properties) => {
                if let Some((name, _)) = properties.iter().find(|(name, _)| !SHARE_SETTINGS.contains(&name.as_str())) {
                    return Err(ApiError::bad_argument(format!("share has no setting '{name}'; it has {known}")));
                }
                settings
            }
            other => return Err(wrong("the argument of share", &format!("an object with {known}"), other)),
        };
        let mut lesson = present.clone();
        if let Some(task) = settings.property("task") {
            lesson.task = task.to_text();
        }
        if let Some(parts) = settings.property("parts") {
            lesson.parts = self::parts(parts)?;
        }
        match settings.property("only_shows_script") {
            None => {}
            Some(Argument::Boolean(is_set)) => lesson.only_shows_script = *is_set,
            Some(other) => return Err(wrong("only_shows_script", "true or false", other)),
        }
        if lesson.is_valid() {
            Ok(lesson)
        } else {
            let message = format!("the task is one line of at most {MAX_TASK_CHARS} characters");
            Err(ApiError::new("BadTask", message))
        }
    }
}

/// Returns the parts with these names, in their order on the page and each once.
fn parts(names: &Argument) -> Result<Vec<Part>, ApiError> {
    let Argument::Array(names) = names else { return Err(wrong("parts", "an array of names", names)) };
    let all = Part::ALL.map(Part::name).join(", ");
    let named = names.iter().map(|name| {
        let part = Part::from_name(&name.to_text());
        part.ok_or_else(|| {
            ApiError::bad_argument(format!("the parts of the page are {all}, not {}", name.to_literal()))
        })
    });
    let named = named.collect::<Result<Vec<_>, _>>()?;
    Ok(Part::ALL.into_iter().filter(|part| named.contains(part)).collect())
}
