//! Names and comments do not use certain words that an engineer would not search for.

use std::collections::BTreeSet;

use super::Problems;
use super::identifiers::{identifiers, words_of};
use super::sources::Source;

/// Words that a name does not contain, each with the words to use instead. Their plurals are banned too.
const NAMES: [(&str, &str); 15] = [
    ("attend", "`service`"),
    ("deed", "`action`"),
    ("errand", "`command`"),
    ("go_on", "`resume`"),
    ("hear", "`receive` or `on_…`"),
    ("heard", "`received`"),
    ("knock", "`wake`"),
    ("nap", "`sleep`"),
    ("put_up", "`load`"),
    ("remains", "`checkpoint`"),
    ("take_in", "`receive` or `poll`"),
    ("tell", "`send`, `notify` or `report`"),
    ("teller", "`encoder`"),
    ("told", "`sent` or `reported`"),
    ("wish", "`action` or `request`"),
];

/// Words that the name of a constant does not begin with, each with the name to use instead.
const CONSTANTS: [(&str, &str); 5] = [
    ("AGAIN", "`RETRY_DELAY`"),
    ("LEAST", "`MIN_…`"),
    ("MOST", "`MAX_…`"),
    ("PATIENCE", "`…_TIMEOUT`"),
    ("ROOM", "`…_CAPACITY`"),
];

/// Words that a comment does not begin with, each with what to write instead.
const STARTS: [(&str, &str); 4] = [
    ("Answers", "\"Returns …\""),
    ("What", "a whole sentence, such as \"Returns …\""),
    ("Whether", "a whole sentence, such as \"Returns true if …\""),
    ("Whoever", "a whole sentence, such as \"A caller that …\""),
];

/// A name that may contain a banned word in one file. A comment beside it gives the reason.
struct Exception {
    path: &'static str,
    name: &'static str,
}

const EXCEPTIONS: [Exception; 0] = [];

/// Maximum number of words of a name that is checked. A longer name is a sentence, as the names of tests are.
const MAX_WORDS_OF_NAME: usize = 4;

/// Reports banned words in names of code and at the start of documentation.
pub fn check(sources: &[Source]) -> Problems {
    sources.iter().flat_map(|source| [names(source, &EXCEPTIONS), starts(source)]).flatten().collect()
}

fn names(source: &Source, exceptions: &[Exception]) -> Problems {
    let mut reported = BTreeSet::new();
    let mut problems = Problems::new();
    for (name, line) in identifiers(source) {
        let is_allowed = exceptions.iter().any(|exception| exception.path == source.path && exception.name == name);
        let Some((word, instead)) = banned_word(&name).filter(|_| !is_allowed) else {
            continue;
        };
        if reported.insert(name.clone()) {
            problems.push(format!("{}: the name `{name}` contains `{word}`: use {instead}", source.at(line)));
        }
    }
    problems
}

fn banned_word(name: &str) -> Option<(&'static str, &'static str)> {
    let words = words_of(name);
    if words.len() > MAX_WORDS_OF_NAME {
        return None;
    }
    let is_constant = !name.chars().any(char::is_lowercase);
    let constant =
        |(word, _): &(&str, &str)| is_constant && words.first().is_some_and(|first| *first == word.to_lowercase());
    let contains = |(banned, _): &(&str, &str)| {
        let banned: Vec<_> = banned.split('_').collect();
        let is_same = |word: &String, banned: &&str| {
            let ending = word.strip_prefix(banned);
            ending.is_some_and(|ending| ["", "s", "es"].contains(&ending))
        };
        words.windows(banned.len()).any(|words| words.iter().zip(&banned).all(|(word, banned)| is_same(word, banned)))
    };
    CONSTANTS.into_iter().find(constant).or_else(|| NAMES.into_iter().find(contains))
}

/// Checks the first line of each comment that documents an item. The file's own comment is checked by another rule.
fn starts(source: &Source) -> Problems {
    let marks: &[&str] = match source.path.rsplit('.').next() {
        Some("rs") => &["///"],
        Some("js" | "mjs") => &["/**"],
        Some("py") => &["\"\"\""],
        _ => return Problems::new(),
    };
    let mut problems = Problems::new();
    let mut previous = "";
    for (line, number) in source.text.lines().map(str::trim).zip(1..) {
        let begins = |text: &str| marks.iter().any(|mark| text.starts_with(mark));
        // If the mark of a comment has a line of its own, the text begins on the next line.
        let is_first = (begins(line) && !(previous.starts_with("///") && begins(previous))) || previous == "/**";
        let text = line.trim_start_matches(['/', '*', '"', ' ']);
        if let Some(problem) = banned_start(text).filter(|_| is_first) {
            problems.push(format!("{}: {problem}", source.at(number)));
        }
        previous = line;
    }
    problems
}

/// Returns a message if a comment begins with a word that no comment begins with.
pub fn banned_start(comment: &str) -> Option<String> {
    let first = comment.split(|character: char| !character.is_alphabetic()).next()?;
    let (word, instead) = STARTS.into_iter().find(|(word, _)| *word == first)?;
    Some(format!("a comment does not begin with `{word}`: write {instead}"))
}

#[cfg(test)]
mod tests {
    use super::super::sources::source;
    use super::*;

    fn problems(path: &str, text: &str) -> Problems {
        check(&[source(path, text)])
    }

    #[test]
    fn names_consist_of_the_usual_words() {
        for (text, word) in [
            ("const MOST_BYTES: usize = 1;", "MAX_"),
            ("const LEAST: usize = 1;", "MIN_"),
            ("static ROOM: usize = 1;", "_CAPACITY"),
            ("const PATIENCE_MS: u32 = 1;", "_TIMEOUT"),
            ("fn hear() {}", "receive"),
            ("fn was_heard() {}", "received"),
            ("struct SnapshotTeller;", "encoder"),
            ("enum Deed { A }", "action"),
            ("struct A { errands: u8 }", "command"),
            ("fn go_on_now() {}", "resume"),
            ("let wishes = 1;", "request"),
        ] {
            let found = problems("core/src/pin.rs", text);
            assert!(found.len() == 1 && found[0].contains(word), "{text}: {found:?}");
        }
        for text in [
            "const MAX_BYTES: usize = 1;",
            "fn almost() {}",
            "fn at_most() {}",
            "let room = 1;",
            "fn again() {}",
            "fn storyteller() {}",
            "fn go_to() {}",
            "// tell\nlet text = \"tell\";",
            "fn an_edge_that_a_write_makes_is_told_once() {}",
        ] {
            assert!(problems("core/src/pin.rs", text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_name_is_reported_once_in_a_file() {
        assert_eq!(
            problems("a.rs", "\nfn tell() { tell() }"),
            ["a.rs:2: the name `tell` contains `tell`: use `send`, `notify` or `report`"]
        );
    }

    #[test]
    fn an_exception_holds_for_one_name_in_one_file() {
        let exceptions = [Exception { path: "a.rs", name: "tell" }];
        let text = "fn tell() { told() }";
        assert_eq!(names(&source("a.rs", text), &exceptions).len(), 1);
        assert_eq!(names(&source("b.rs", text), &exceptions).len(), 2);
    }

    #[test]
    fn scripts_are_checked_too() {
        assert_eq!(problems("web/js/a.js", "// told\nconst MOST_WAITING = \"told\"; let told;").len(), 2);
        assert_eq!(problems("web/python/a.py", "def hear(pin):  # heard\n    pass").len(), 1);
    }

    #[test]
    fn documentation_begins_with_a_sentence() {
        for (path, text) in [
            ("a.rs", "/// What a pin does.\nfn a() {}"),
            ("a.rs", "    /// Whether it is high.\n    a: bool,"),
            ("a.rs", "/// Whoever asks.\n/// And more."),
            ("a.rs", "fn a() {}\n/// Answers the level."),
            ("a.js", "/** What a pin does. */"),
            ("a.js", "/**\n * What's new.\n */"),
            ("a.py", "def a():\n    \"\"\"What a pin does.\"\"\""),
        ] {
            assert_eq!(problems(path, text).len(), 1, "{text}");
        }
        for text in [
            "/// Returns the level.\n/// Whether it is high matters.",
            "/// Whatever happens, the level stays.",
            "// What a pin does.",
            "let a = 1; // Whether it is high.",
        ] {
            assert!(problems("a.rs", text).is_empty(), "{text}");
        }
    }
}
