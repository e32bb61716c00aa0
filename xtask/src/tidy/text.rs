//! How a file reads: its first line says what it is, it is short, and no white space hides at the end of a line.

use super::Problems;
use super::sources::Source;

/// Longer files hold more than one idea.
const MOST_LINES: usize = 400;

/// Files that people write; what a tool writes is its own affair.
const WRITTEN: [&str; 13] = ["css", "html", "js", "json", "ld", "md", "mjs", "rs", "run", "sh", "svg", "toml", "x"];

/// Reports what is untidy about the text itself.
pub fn check(sources: &[Source]) -> Problems {
    let rust = sources.iter().filter(|source| source.is_rust());
    let written = sources.iter().filter(|source| is_written(&source.path));
    rust.flat_map(|source| [tagline(source), length(source)]).flatten().chain(written.flat_map(white_space)).collect()
}

fn is_written(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    WRITTEN.contains(&name.rsplit('.').next().unwrap_or(name))
}

fn tagline(source: &Source) -> Option<String> {
    let says_what_it_is = source.text.starts_with("//! ");
    (!says_what_it_is).then(|| format!("{}: a file begins with a `//!` line that says what it is", source.at(1)))
}

fn length(source: &Source) -> Option<String> {
    let lines = source.text.lines().count();
    let is_long = source.path.contains("/src/") && lines > MOST_LINES;
    is_long.then(|| format!("{}: {lines} lines, where {MOST_LINES} are the most", source.path))
}

fn white_space(source: &Source) -> Problems {
    let lines = source.text.split('\n').zip(1..);
    lines
        .flat_map(|(line, number)| {
            let trailing = line.ends_with(char::is_whitespace).then_some("white space at the end");
            let tab = line.contains('\t').then_some("a tab");
            [trailing, tab].into_iter().flatten().map(move |what| format!("{}: {what}", source.at(number)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sources::source;
    use super::*;

    fn problems(path: &str, text: &str) -> Problems {
        check(&[source(path, text)])
    }

    #[test]
    fn a_rust_file_says_what_it_is() {
        assert!(problems("core/src/pin.rs", "//! A pin.\n").is_empty());
        assert_eq!(problems("core/src/pin.rs", "use core::fmt;\n").len(), 1);
        assert_eq!(problems("core/src/pin.rs", "").len(), 1);
    }

    #[test]
    fn a_rust_file_is_short() {
        let text = |lines: usize| format!("//! Long.\n{}", "\n".repeat(lines - 1));
        assert!(problems("core/src/pin.rs", &text(400)).is_empty());
        assert_eq!(problems("core/src/pin.rs", &text(401)), ["core/src/pin.rs: 401 lines, where 400 are the most"]);
        assert!(problems("core/tests/pin.rs", &text(401)).is_empty());
    }

    #[test]
    fn white_space_does_not_hide() {
        assert_eq!(problems("README.md", "a\nb \n"), ["README.md:2: white space at the end"]);
        assert_eq!(problems("web/style.css", "\ta\r\n").len(), 2);
        assert_eq!(problems(".ci/run", "a \n").len(), 1);
        assert!(problems("tests/console.out", "a \n").is_empty());
    }
}
