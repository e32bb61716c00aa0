//! The files of the bench: the calls of `window.pinscope` for them, and the functions through which a script's
//! interpreter reads and writes them.

use pinscope_core::Registers;
use pinscope_emulator::files::{FileError, MAIN, MAX_BYTES};
use pinscope_protocol::Argument;

use crate::answers::Value;
use crate::arguments::Arguments;
use crate::error::ApiError;
use crate::session::Engine;

/// A call of `file(name, text)`.
#[derive(Debug)]
pub struct FileCall {
    name: String,
    action: FileAction,
}

#[derive(Debug)]
enum FileAction {
    Read,
    /// The text is `null`.
    Remove,
    Write(String),
}

impl FileCall {
    /// Returns the call with these arguments.
    pub fn parse(arguments: &Arguments<impl Registers>) -> Result<Self, ApiError> {
        let action = match arguments.value(1) {
            Argument::Null => FileAction::Remove,
            _ => arguments.optional_string(1, "text")?.map_or(FileAction::Read, FileAction::Write),
        };
        Ok(Self { name: arguments.string(0, "name")?, action })
    }
}

impl Engine {
    /// Returns the names of the script and of all files.
    pub fn file_names(&self) -> Vec<String> {
        [MAIN.to_owned()].into_iter().chain(self.files.iter().map(|file| file.name.clone())).collect()
    }

    /// Returns the text of a file, if there is one of this name.
    pub fn file_text(&self, name: &str) -> Option<String> {
        let text = if name == MAIN { Some(self.playground.source()) } else { self.files.get(name) };
        text.map(str::to_owned)
    }

    /// Writes a file for a script. Returns the reason if the bench cannot keep it.
    pub fn write_file(&mut self, name: &str, text: &str) -> Option<String> {
        self.set_file(name, text.to_owned()).err().map(|error| error.to_string())
    }

    /// Removes a file. The script cannot be removed, so its text becomes empty.
    pub fn remove_file(&mut self, name: &str) {
        if name == MAIN {
            self.playground.set_source(String::new());
        } else {
            self.files.remove(name);
        }
    }

    /// Implements `files()`, which returns the text of each file by its name.
    pub(crate) fn all_files(&self) -> Value {
        let file = |name: String| {
            let text = self.file_text(&name).unwrap_or_default();
            (name, text)
        };
        Value::Files(self.file_names().into_iter().map(file).collect())
    }

    /// Implements `file(name, text)`, which returns the text of the file.
    pub(crate) fn file(&mut self, FileCall { name, action }: FileCall) -> Result<Value, ApiError> {
        match action {
            FileAction::Read => {}
            FileAction::Remove if name == MAIN => {
                return Err(ApiError::new("BadFileName", "main.py is the script of the bench and cannot be removed"));
            }
            FileAction::Remove => self.remove_file(&name),
            FileAction::Write(text) => self.set_file(&name, text)?,
        }
        Ok(self.file_text(&name).map_or(Value::Null, Value::Text))
    }

    /// Writes a file, which may be the script.
    pub(crate) fn set_file(&mut self, name: &str, text: String) -> Result<(), FileError> {
        if name != MAIN {
            return self.files.set(name, text, self.playground.source().len());
        }
        let bytes = text.len() + self.files.bytes();
        if bytes > MAX_BYTES {
            return Err(FileError::TooLong { name: name.to_owned(), bytes });
        }
        self.playground.set_source(text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use pinscope_protocol::Call;
    use serde_json::{Value as Json, json};

    use super::Engine;
    use crate::test_support::arguments;

    /// Returns the value that a call returns, or the kind of its error.
    fn call(engine: &mut Engine, name: &str, args: Json) -> Json {
        let outcome = engine.execute(Call { id: 0.0, name: name.to_owned(), args: arguments(args) });
        match outcome {
            Ok(value) => json!(value.expect("an answer at once")),
            Err(error) => json!(error)["kind"].clone(),
        }
    }

    #[test]
    fn files_are_written_read_and_removed_and_the_script_is_one_of_them() {
        let mut engine = Engine::default();
        assert_eq!(call(&mut engine, "files", json!([])), json!({"main.py": ""}));
        assert_eq!(call(&mut engine, "file", json!(["helper.py", "x = 1"])), "x = 1");
        assert_eq!(call(&mut engine, "file", json!(["main.py", "import helper"])), "import helper");
        assert_eq!(call(&mut engine, "script", json!([])), "import helper");
        assert_eq!(call(&mut engine, "files", json!([])), json!({"helper.py": "x = 1", "main.py": "import helper"}));
        assert_eq!(call(&mut engine, "file", json!(["helper.py"])), "x = 1");
        assert_eq!(call(&mut engine, "file", json!(["helper.py", null])), Json::Null);
        assert_eq!(call(&mut engine, "file", json!(["helper.py"])), Json::Null);
        for (args, kind) in [
            (json!(["main.py", null]), "BadFileName"),
            (json!(["lib/a.py", ""]), "BadFileName"),
            (json!(["MAIN.PY", ""]), "FileExists"),
            (json!(["a.py", "x".repeat(200_000)]), "FilesTooLong"),
            (json!(["main.py", "x".repeat(200_000)]), "FilesTooLong"),
            (json!(["a.py", 3]), "BadArgument"),
            (json!([]), "BadArgument"),
        ] {
            assert_eq!(call(&mut engine, "file", args.clone()), kind, "{args}");
        }
        assert_eq!(call(&mut engine, "files", json!([])), json!({"main.py": "import helper"}));
    }

    #[test]
    fn a_script_writes_files_and_its_main_file_can_become_empty_only() {
        let mut engine = Engine::default();
        assert_eq!(engine.write_file("log.txt", "1"), None);
        let reason = engine.write_file("a:b", "").expect("refused");
        assert!(reason.contains("does not contain ':'"), "{reason}");
        engine.write_file("main.py", "print(1)");
        assert_eq!(engine.file_names(), ["main.py", "log.txt"]);
        engine.remove_file("log.txt");
        engine.remove_file("main.py");
        assert_eq!(
            (engine.file_names(), engine.file_text("main.py")),
            (vec!["main.py".to_owned()], Some(String::new()))
        );
    }

    #[test]
    fn a_link_has_the_files_and_the_lesson_and_another_board_keeps_them() {
        let mut engine = Engine::default();
        call(&mut engine, "file", json!(["helper.py", "x = 1"]));
        let lesson = json!({"task": "Light the LED.", "parts": ["script", "board"], "only_shows_script": true});
        let link = call(&mut engine, "share", json!([lesson]));
        assert!(link.as_str().is_some_and(|link| link.starts_with("5.")), "{link}");
        let mut other = Engine::default();
        call(&mut other, "load", json!([link]));
        assert_eq!(call(&mut other, "share", json!([])), link, "it is shown as before");
        call(&mut other, "board", json!(["LAUNCHXL"]));
        assert_eq!(call(&mut other, "file", json!(["helper.py"])), "x = 1");
        let bare = call(&mut other, "share", json!([{"task": "", "parts": [], "only_shows_script": false}]));
        call(&mut other, "file", json!(["helper.py", null]));
        assert_ne!(call(&mut other, "share", json!([])), bare);
        call(&mut other, "example", json!(["an output"]));
        assert_eq!(call(&mut other, "files", json!([])), json!({"main.py": ""}), "an example has no files");
        let plain = call(&mut other, "share", json!([]));
        assert!(plain.as_str().is_some_and(|link| link.starts_with("1.")), "{plain}");
        for (lesson, kind) in [
            (json!({"task": "x".repeat(301)}), "BadTask"),
            (json!({"parts": ["console"]}), "BadArgument"),
            (json!({"parts": "board"}), "BadArgument"),
            (json!({"only_shows_script": 1}), "BadArgument"),
            (json!({"tasks": ""}), "BadArgument"),
            (json!("task"), "BadArgument"),
        ] {
            assert_eq!(call(&mut other, "share", json!([lesson])), kind, "{lesson}");
        }
    }

    #[test]
    fn files_that_are_too_long_for_a_link_are_stored_and_not_shared() {
        let mut engine = Engine::default();
        call(&mut engine, "file", json!(["data.csv", "x".repeat(32_768)]));
        assert!(call(&mut engine, "share", json!([])).is_string());
        call(&mut engine, "file", json!(["b.txt", "y"]));
        assert_eq!(call(&mut engine, "share", json!([])), "FilesTooLong");
        let bench = call(&mut engine, "bench", json!([]));
        assert_eq!(
            call(&mut Engine::default(), "load", json!([bench])),
            json!({"skipped": 0}),
            "a copy has long files"
        );
        assert_eq!(call(&mut engine, "script", json!(["x".repeat(32_769)])), "ScriptTooLong");
    }
}
