//! Finds the identifiers in code: in Rust by its tokens, in JavaScript and Python by leaving out comments and strings.

use super::sources::Source;

/// Returns every identifier and keyword of a file with its line, counted from 1. A file that is not code has none.
pub fn identifiers(source: &Source) -> Vec<(String, usize)> {
    match source.path.rsplit('.').next() {
        Some("rs") => source.words().unwrap_or_default(),
        Some("js" | "mjs") => words(&without_text(&source.text, &["//"], &[("/*", "*/"), ("`", "`")])),
        Some("py") => words(&without_text(&source.text, &["#"], &[("\"\"\"", "\"\"\""), ("'''", "'''")])),
        _ => Vec::new(),
    }
}

/// Returns the words that a name consists of, in lower case: `snake`, `case` and `camel`, `case`.
pub fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut previous = '_';
    for character in name.chars() {
        let begins = character.is_uppercase() && !previous.is_uppercase();
        if begins || character == '_' {
            words.push(String::new());
        }
        if character != '_' {
            words.last_mut().expect("it has at least one").extend(character.to_lowercase());
        }
        previous = character;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Returns the code without comments and strings. Lines keep their numbers.
fn without_text(text: &str, comments: &[&str], blocks: &[(&str, &str)]) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if let Some((begin, end)) = blocks.iter().find(|(begin, _)| rest.starts_with(begin)) {
            rest[begin.len()..].find(end).map_or(rest.len(), |length| begin.len() + length + end.len())
        } else if comments.iter().any(|mark| rest.starts_with(mark)) {
            rest.find('\n').unwrap_or(rest.len())
        } else if first == '"' || first == '\'' {
            string_length(rest, first)
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        code.push(' ');
        code.extend(rest[..length].chars().filter(|&character| character == '\n'));
        rest = &rest[length..];
    }
    code
}

/// Returns the length of the string that the text begins with. It ends with its line at the latest.
fn string_length(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (index, character) in text.char_indices().skip(1) {
        match character {
            '\n' => return index,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if character == quote => return index + 1,
            _ => {}
        }
    }
    text.len()
}

fn words(code: &str) -> Vec<(String, usize)> {
    let is_part = |character: char| character.is_alphanumeric() || character == '_' || character == '$';
    let is_name = |word: &&str| word.chars().next().is_some_and(|first| !first.is_numeric());
    code.lines()
        .zip(1..)
        .flat_map(|(line, number)| {
            line.split(move |character| !is_part(character)).filter(is_name).map(move |word| (word.to_owned(), number))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sources::source;
    use super::*;

    fn found(path: &str, text: &str) -> Vec<(String, usize)> {
        identifiers(&source(path, text))
    }

    fn expected(words: &[(&str, usize)]) -> Vec<(String, usize)> {
        words.iter().map(|&(word, line)| (word.to_owned(), line)).collect()
    }

    #[test]
    fn a_name_is_taken_apart() {
        assert_eq!(words_of("take_in"), ["take", "in"]);
        assert_eq!(words_of("_takeIn2"), ["take", "in2"]);
        assert_eq!(words_of("MAX_BYTES"), ["max", "bytes"]);
        assert_eq!(words_of("IrqStatus"), ["irq", "status"]);
        assert!(words_of("_").is_empty());
    }

    #[test]
    fn comments_and_strings_of_scripts_hold_no_identifiers() {
        let script = "/* a\n b */ let c = \"d\\\"e\" + 'f' + `g\n${h}`; // i\nj";
        assert_eq!(found("a.js", script), expected(&[("let", 2), ("c", 2), ("j", 4)]));
        let python = "\"\"\"a\nb\"\"\"\nc = 'd' # e\nf2";
        assert_eq!(found("a.py", python), expected(&[("c", 3), ("f2", 4)]));
        assert!(found("a.md", "text").is_empty());
    }

    #[test]
    fn a_quote_that_is_left_open_ends_with_its_line() {
        assert_eq!(found("a.js", "let a = /'/;\nb"), expected(&[("let", 1), ("a", 1), ("b", 2)]));
    }
}
