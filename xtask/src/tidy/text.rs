//! Files of Rust are short, and no line contains a tab or ends with white space.

use super::Problems;
use super::sources::Source;

/// Maximum number of lines of a file. A longer file usually contains more than one idea.
const MAX_LINES: usize = 400;

/// The extensions of the files that people write. Files that a tool writes are not checked.
const WRITTEN: [&str; 13] = ["css", "html", "js", "json", "ld", "md", "mjs", "rs", "run", "sh", "svg", "toml", "x"];

/// Reports files that are too long, tabs, and white space at the end of a line.
pub fn check(sources: &[Source]) -> Problems {
    let rust = sources.iter().filter(|source| source.is_rust());
    let written = sources.iter().filter(|source| is_written(&source.path));
    rust.filter_map(length).chain(written.flat_map(white_space)).collect()
}

fn is_written(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    WRITTEN.contains(&name.rsplit('.').next().unwrap_or(name))
}

fn length(source: &Source) -> Option<String> {
    let lines = source.text.lines().count();
    let is_long = source.path.contains("/src/") && lines > MAX_LINES;
    is_long.then(|| format!("{}: the file has {lines} lines, but at most {MAX_LINES} are allowed", source.path))
}

fn white_space(source: &Source) -> Problems {
    let lines = source.text.split('\n').zip(1..);
    lines
        .flat_map(|(line, number)| {
            let trailing = line.ends_with(char::is_whitespace).then_some("the line ends with white space");
            let tab = line.contains('\t').then_some("the line contains a tab");
            [trailing, tab].into_iter().flatten().map(move |problem| format!("{}: {problem}", source.at(number)))
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
    fn a_rust_file_is_short() {
        let text = |lines: usize| "\n".repeat(lines);
        assert!(problems("core/src/pin.rs", &text(400)).is_empty());
        assert_eq!(
            problems("core/src/pin.rs", &text(401)),
            ["core/src/pin.rs: the file has 401 lines, but at most 400 are allowed"]
        );
        assert!(problems("core/tests/pin.rs", &text(401)).is_empty());
    }

    #[test]
    fn white_space_does_not_hide() {
        assert_eq!(problems("README.md", "a\nb \n"), ["README.md:2: the line ends with white space"]);
        assert_eq!(problems("web/style.css", "\ta\r\n").len(), 2);
        assert_eq!(problems(".ci/run", "a \n").len(), 1);
        assert!(problems("tests/console.out", "a \n").is_empty());
    }
}
