//! `unsafe` stands only in the files that access hardware, each time with a comment that says why it is sound.

use super::Problems;
use super::sources::Source;

/// The files for exceptions, for entering and leaving LPDS, for register access and for the vector table.
const ALLOWED: [&str; 4] =
    ["firmware/src/exceptions.rs", "firmware/src/lpds.rs", "firmware/src/mmio.rs", "firmware/src/vectors.rs"];

/// Maximum number of lines between the comment and `unsafe`: the start of a statement, or an attribute.
const MAX_LINES_BETWEEN: usize = 2;

/// Reports `unsafe` in other files, and `unsafe` without a `// SAFETY:` comment in these files.
pub fn check(sources: &[Source]) -> Problems {
    let code = sources.iter().filter(|source| source.is_rust());
    code.flat_map(check_source).collect()
}

fn check_source(source: &Source) -> Problems {
    let Some(words) = source.words() else {
        return vec![format!("{}: this file is not valid Rust, so it cannot be checked", source.path)];
    };
    let lines: Vec<&str> = source.text.lines().map(str::trim_start).collect();
    let uses = words.into_iter().filter(|(word, _)| word == "unsafe").map(|(_, line)| line);
    if ALLOWED.contains(&source.path.as_str()) {
        uses.filter(|&line| !has_reason(&lines[..line]))
            .map(|line| format!("{}: this `unsafe` has no `// SAFETY:` comment above it", source.at(line)))
            .collect()
    } else {
        uses.map(|line| format!("{}: `unsafe` is allowed only in {}", source.at(line), ALLOWED.join(", "))).collect()
    }
}

/// Returns true if the comment above the last of these lines gives the reason, or, for an unsafe function, has a
/// section `# Safety`.
fn has_reason(lines: &[&str]) -> bool {
    let is_comment = |line: &&&str| line.starts_with("//");
    let gives_reason = |line: &&str| line.starts_with("// SAFETY:") || *line == "/// # Safety";
    let above = lines.iter().rev().skip(1);
    let between = above.clone().take_while(|line| !is_comment(line)).count();
    between <= MAX_LINES_BETWEEN && above.skip(between).take_while(is_comment).any(gives_reason)
}

#[cfg(test)]
mod tests {
    use super::super::sources::source;
    use super::*;

    fn problems(path: &str, text: &str) -> usize {
        check(&[source(path, text)]).len()
    }

    #[test]
    fn unsafe_stays_in_its_files() {
        let text = "// SAFETY: aligned.\nunsafe { read(address) }";
        assert_eq!(problems("firmware/src/mmio.rs", text), 0);
        assert_eq!(problems("firmware/src/main.rs", text), 1);
        assert_eq!(problems("core/src/pin.rs", text), 1);
        assert_eq!(problems("core/src/pin.rs", "#![forbid(unsafe_code)] // unsafe"), 0);
    }

    #[test]
    fn each_unsafe_has_its_reason() {
        let path = "firmware/src/mmio.rs";
        assert_eq!(problems(path, "unsafe { a() }"), 1);
        assert_eq!(problems(path, "// Because.\nunsafe { a() }"), 1);
        assert_eq!(problems(path, "// SAFETY: one\n// reason.\nlet x =\n    unsafe { a() };"), 0);
        assert_eq!(problems(path, "// SAFETY: one.\nunsafe { a() }\n\n\nunsafe { b() }"), 1);
        assert_eq!(problems(path, "/// Jumps.\n///\n/// # Safety\n/// Only once.\nunsafe fn a() {}"), 0);
    }

    #[test]
    fn a_file_that_is_not_rust_is_reported() {
        assert_eq!(problems("core/src/pin.rs", "fn a() {"), 1);
    }
}
