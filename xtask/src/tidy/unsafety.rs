//! Where `unsafe` may be: in the files that touch hardware, each time with the reason why it is sound.

use super::Problems;
use super::sources::Source;

/// Faults and the stack, sleep entry and return, register access, the vector table.
const ALLOWED: [&str; 4] =
    ["firmware/src/exceptions.rs", "firmware/src/lpds.rs", "firmware/src/mmio.rs", "firmware/src/vectors.rs"];

/// A statement's start or an attribute may stand between the reason and the word.
const LINES_BETWEEN: usize = 2;

/// Reports `unsafe` in other files, and without a `// SAFETY:` line in these.
pub fn check(sources: &[Source]) -> Problems {
    let code = sources.iter().filter(|source| source.is_rust());
    code.flat_map(check_source).collect()
}

fn check_source(source: &Source) -> Problems {
    let Some(words) = source.words() else {
        return vec![format!("{}: cannot be read as Rust, so nothing can be said about it", source.path)];
    };
    let lines: Vec<&str> = source.text.lines().map(str::trim_start).collect();
    let uses = words.into_iter().filter(|(word, _)| word == "unsafe").map(|(_, line)| line);
    if ALLOWED.contains(&source.path.as_str()) {
        uses.filter(|&line| !has_reason(&lines[..line]))
            .map(|line| format!("{}: this `unsafe` has no `// SAFETY:` line above it", source.at(line)))
            .collect()
    } else {
        uses.map(|line| format!("{}: `unsafe` belongs in {} only", source.at(line), ALLOWED.join(", "))).collect()
    }
}

/// Whether the comment above the last of these lines gives the reason, or, of a function, asks its caller for one.
fn has_reason(lines: &[&str]) -> bool {
    let is_comment = |line: &&&str| line.starts_with("//");
    let gives_reason = |line: &&str| line.starts_with("// SAFETY:") || *line == "/// # Safety";
    let above = lines.iter().rev().skip(1);
    let between = above.clone().take_while(|line| !is_comment(line)).count();
    between <= LINES_BETWEEN && above.skip(between).take_while(is_comment).any(gives_reason)
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
    fn what_cannot_be_read_is_said() {
        assert_eq!(problems("core/src/pin.rs", "fn a() {"), 1);
    }
}
