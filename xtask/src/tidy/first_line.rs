//! A file begins with a comment whose first paragraph consists of plain sentences.

use super::Problems;
use super::sources::Source;
use super::words;

/// The folders whose scripts are checked. All Rust code is.
const SCRIPT_FOLDERS: [&str; 2] = ["web/", "tests/python/"];

/// Examples that the page shows to people, who change them into scripts of their own.
const EXAMPLES: &str = "web/panel/examples/";

/// The start of the line with the settings of a test in Python, which is above its first comment.
const TEST_SETTINGS: &str = "# bench:";

/// Reports files whose first comment is missing, does not begin and end as a sentence does, or begins with a banned
/// word.
pub fn check(sources: &[Source]) -> Problems {
    sources.iter().filter_map(|source| Some(format!("{}: {}", source.at(1), problem(source)?))).collect()
}

fn problem(source: &Source) -> Option<String> {
    let (extension, marks) = match source.path.rsplit('.').next()? {
        "rs" => ("rs", ["//!", "//!", ""]),
        "js" | "mjs" => ("js", ["//", "/*", "*/"]),
        "py" => ("py", ["#", "\"\"\"", "\"\"\""]),
        _ => return None,
    };
    let is_checked = SCRIPT_FOLDERS.iter().any(|folder| source.path.starts_with(folder));
    if extension != "rs" && (!is_checked || source.path.starts_with(EXAMPLES)) {
        return None;
    }
    let paragraph = first_paragraph(&source.text, marks);
    let [line_mark, ..] = marks;
    let Some(first) = paragraph.chars().next() else {
        return Some(format!("the file does not begin with a comment (`{line_mark} …`) that describes it"));
    };
    if let Some(problem) = words::banned_start(&paragraph) {
        return Some(problem);
    }
    // A name from the code keeps its own spelling.
    let begins_well = first.is_uppercase() || first == '`';
    let ends_well = paragraph.ends_with(['.', ':']);
    (!begins_well || !ends_well).then(|| {
        format!("the comment `{paragraph}` is not a sentence that begins with a capital letter and ends with a period")
    })
}

/// Returns the first paragraph of the comment that the text begins with, as one line. It is empty if there is none.
fn first_paragraph(text: &str, [line_mark, begin, end]: [&str; 3]) -> String {
    let text = text.strip_prefix(TEST_SETTINGS).and_then(|rest| rest.split_once('\n')).map_or(text, |(_, rest)| rest);
    let block = text.strip_prefix(begin).filter(|_| !end.is_empty()).and_then(|rest| rest.split(end).next());
    let lines: Vec<&str> = match block {
        Some(block) => block.trim().lines().map(|line| line.trim_matches([' ', '*'])).collect(),
        None => text.lines().map_while(|line| line.strip_prefix(line_mark)).map(str::trim).collect(),
    };
    lines.into_iter().take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::sources::source;
    use super::*;

    fn problems(path: &str, text: &str) -> Problems {
        check(&[source(path, text)])
    }

    #[test]
    fn a_file_begins_with_a_sentence() {
        for (path, text) in [
            ("core/src/pin.rs", "//! Configures one pin.\n"),
            ("core/src/pin.rs", "//! Configures one pin, or\n//! several.\n//!\n//! # Example\nuse a;"),
            ("core/src/pin.rs", "//! `Pin` configures one pin.\n"),
            ("web/js/storage.js", "// Stores the bench, in two places:\n// here and there.\n\nconst a = 1;"),
            ("web/js/storage.js", "/** Stores the bench. */\n"),
            ("web/js/storage.js", "/*\n * Stores the bench\n * in the browser.\n */\n"),
            ("web/python/time.py", "# Implements the module `time`.\n"),
            ("web/python/time.py", "\"\"\"Implements the module `time`.\n\nMore.\n\"\"\"\n"),
            ("tests/python/sleep.py", "# bench: [[\"clock\", \"GP2\", 10]]\n# Sleep and wake are tested.\n"),
        ] {
            let found = problems(path, text);
            assert!(found.is_empty(), "{text}: {found:?}");
        }
    }

    #[test]
    fn a_file_without_such_a_sentence_is_reported() {
        for (path, text) in [
            ("core/src/pin.rs", "use core::fmt;\n"),
            ("core/src/pin.rs", ""),
            ("core/src/pin.rs", "// A comment that rustdoc ignores.\n"),
            ("core/src/pin.rs", "//! pins.\n"),
            ("core/src/pin.rs", "//! Configures one pin\n"),
            ("core/src/pin.rs", "//! What a pin does.\n"),
            ("web/js/storage.js", "\"use strict\";\n"),
            ("web/js/storage.js", "/* stores the bench. */"),
            ("tests/python/run.mjs", "// Whether a script runs.\n"),
            ("tests/python/sleep.py", "# bench: []\nimport machine\n"),
        ] {
            assert_eq!(problems(path, text).len(), 1, "{path}: {text}");
        }
        assert_eq!(
            problems("core/src/pin.rs", "//! What a pin does.\n"),
            ["core/src/pin.rs:1: a comment does not begin with `What`: write a whole sentence, such as \"Returns …\""]
        );
    }

    #[test]
    fn other_files_begin_as_they_like() {
        let text = "from machine import Pin\n";
        assert!(problems("web/panel/examples/bounce.py", text).is_empty());
        assert!(problems("bench/node.mjs", "const a = 1;\n").is_empty());
        assert!(problems("web/style.css", "a {}\n").is_empty());
    }
}
