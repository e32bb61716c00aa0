//! Lines of Markdown are short, so that a diff shows only the lines that changed.

use super::Problems;
use super::sources::Source;

/// Maximum number of characters of a line, as in the project's Rust code.
const MAX_LINE_LENGTH: usize = 120;

/// Reports lines of Markdown that are too long and could be wrapped.
pub fn check(sources: &[Source]) -> Problems {
    sources.iter().filter(|source| source.path.ends_with(".md")).flat_map(long_lines).collect()
}

/// Reports long lines of a file. Skips rows of tables and fenced code, and does not count one address of each line,
/// because none of these can be wrapped.
fn long_lines(source: &Source) -> Problems {
    let mut is_code = false;
    let mut problems = Problems::new();
    for (line, number) in source.text.lines().zip(1..) {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        let length = length_without_address(line);
        if length > MAX_LINE_LENGTH && !is_code && !is_fence && !line.starts_with('|') {
            problems.push(format!(
                "{}: the line has {length} characters, but at most {MAX_LINE_LENGTH} are allowed; break it",
                source.at(number)
            ));
        }
    }
    problems
}

/// Returns the number of characters of a line, without those of its longest address.
fn length_without_address(line: &str) -> usize {
    let ends = |character: char| character.is_whitespace() || ")>\"".contains(character);
    let addresses = line.match_indices("https://").map(|(start, _)| line[start..].split(ends).next().unwrap_or(""));
    let longest = addresses.map(|address| address.chars().count()).max().unwrap_or(0);
    line.chars().count() - longest
}

#[cfg(test)]
mod tests {
    use super::super::sources::source;
    use super::*;

    fn problems(path: &str, text: &str) -> Problems {
        check(&[source(path, text)])
    }

    fn long(character: char) -> String {
        character.to_string().repeat(MAX_LINE_LENGTH + 1)
    }

    #[test]
    fn lines_of_markdown_are_short() {
        let longest = "ä".repeat(MAX_LINE_LENGTH);
        assert!(problems("docs/spec.md", &longest).is_empty());
        let text = format!("# Title\n\n{}\n", long('a'));
        assert_eq!(
            problems("README.md", &text),
            ["README.md:3: the line has 121 characters, but at most 120 are allowed; break it"]
        );
        assert!(problems("web/js/storage.js", &text).is_empty());
    }

    #[test]
    fn tables_and_code_are_as_wide_as_they_have_to_be() {
        assert!(problems("a.md", &format!("| {} |", long('a'))).is_empty());
        let code = format!("```sh\n{0}\n```\n{0}", long('a'));
        assert_eq!(problems("a.md", &code).len(), 1, "only the line after the fence can be wrapped");
        assert!(problems("a.md", &format!("```{}\n```", long('a'))).is_empty());
    }

    #[test]
    fn one_address_may_make_a_line_too_long() {
        let address = format!("https://example.org/{}", long('a'));
        assert!(problems("a.md", &format!("- [the manual]({address}), which is long")).is_empty());
        assert_eq!(problems("a.md", &format!("[{}]({address})", long('b'))).len(), 1);
        assert_eq!(problems("a.md", &format!("{address} {address}")).len(), 1);
    }
}
