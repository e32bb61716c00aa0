//! The modules of core have an order, and each imports only modules before it, so that a reader can read them in this
//! order and no imports go in a circle.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::Problems;
use super::sources::Source;

/// The modules of core.
const ORDER: [&str; 23] = [
    "serde_array",
    "text",
    "registers",
    "cc3200",
    "config",
    "pins",
    "error",
    "parse",
    "register_image",
    "pin",
    "sleep",
    "irq",
    "interrupt",
    "board",
    "timer",
    "uart",
    "adc",
    "rtc",
    "watchdog",
    "hal",
    "io",
    "link",
    "demo",
];

/// The folder with the modules.
const FOLDER: &str = "core/src/";

/// An import of one module by another. Both are directly below the crate's root.
struct Import {
    from: String,
    to: String,
    /// The file and the line of the import.
    place: String,
}

/// Reports every import of a module that comes later in the order than its importer, and every module that has no place
/// in the order.
pub fn check(sources: &[Source]) -> Problems {
    let root = sources.iter().find(|source| source.path == format!("{FOLDER}lib.rs"));
    let exports = root.and_then(tokens).map(exports).unwrap_or_default();
    let mut problems: Problems = sources.iter().filter_map(without_place).collect();
    let imports = sources.iter().flat_map(|source| imports(source, &exports));
    problems.extend(imports.filter(is_forbidden).map(|Import { from, to, place }| {
        format!("{place}: `{from}` may not import `{to}`: the order in core is {}", ORDER.join(", "))
    }));
    problems
}

/// Returns the message about a module that has no place in the order.
fn without_place(source: &Source) -> Option<String> {
    let module = module_path(source)?[0];
    let has_place = module == "lib" || place_in_order(module).is_some();
    (!has_place)
        .then(|| format!("{}: `{module}` has no place in the order of xtask/src/tidy/core_order.rs", source.path))
}

fn is_forbidden(import: &Import) -> bool {
    import.from != import.to && place_in_order(&import.to) > place_in_order(&import.from)
}

fn place_in_order(module: &str) -> Option<usize> {
    ORDER.iter().position(|name| *name == module)
}

/// Returns the names of the modules from the crate's root to this file, if it belongs to core.
fn module_path(source: &Source) -> Option<Vec<&str>> {
    let file = source.path.strip_prefix(FOLDER)?.strip_suffix(".rs")?;
    Some(file.split('/').filter(|name| *name != "mod").collect())
}

fn tokens(source: &Source) -> Option<TokenStream> {
    source.text.parse().ok()
}

/// Returns the imports of a file of core. `exports` contains the module of each item that the crate's root exports.
fn imports(source: &Source, exports: &BTreeMap<String, String>) -> Vec<Import> {
    let Some(module) = module_path(source).filter(|module| *module != ["lib"]) else { return Vec::new() };
    let Some(tokens) = tokens(source) else { return Vec::new() };
    let mut names = Vec::new();
    collect_root_names(&tokens, module.len(), &mut names);
    let import = |(name, line): (String, usize)| {
        let to = exports.get(&name).cloned().unwrap_or(name);
        Import { from: module[0].to_owned(), to, place: source.at(line) }
    };
    names.into_iter().map(import).collect()
}

/// Returns the module of each item that the crate's root exports: `pub use pin::Pin;` gives `Pin` and `pin`.
fn exports(root: TokenStream) -> BTreeMap<String, String> {
    let mut exports = BTreeMap::new();
    let mut tokens = root.into_iter();
    while let Some(token) = tokens.next() {
        if !is_word(&token, "use") {
            continue;
        }
        let path: TokenStream = tokens.by_ref().take_while(|token| !is_punctuation(token, ';')).collect();
        let mut words = Vec::new();
        collect_words(path, &mut words);
        let mut words = words.into_iter().filter(|word| !["crate", "self", "as"].contains(&word.as_str()));
        if let Some(module) = words.next() {
            exports.extend(words.map(|word| (word, module.clone())));
        }
    }
    exports
}

fn collect_words(tokens: TokenStream, words: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(word) => words.push(word.to_string()),
            TokenTree::Group(group) => collect_words(group.stream(), words),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Collects the names below the crate's root that paths such as `crate::pin::Pin` and `super::irq` begin with, each
/// with its line. `depth` is the number of modules around the tokens.
fn collect_root_names(tokens: &TokenStream, depth: usize, names: &mut Vec<(String, usize)>) {
    let tokens: Vec<_> = tokens.clone().into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(word) if *word == "crate" => collect_first_names(&tokens[index + 1..], names),
            TokenTree::Ident(word) if *word == "super" => {
                let is_next = |level: usize| tokens.get(index + 3 * level).is_some_and(|next| is_word(next, "super"));
                let levels = 1 + (1..).take_while(|&level| is_next(level)).count();
                if levels == depth {
                    collect_first_names(&tokens[index + 1 + 3 * (levels - 1)..], names);
                }
            }
            TokenTree::Group(group) => {
                let is_module =
                    index >= 2 && is_word(&tokens[index - 2], "mod") && group.delimiter() == Delimiter::Brace;
                collect_root_names(&group.stream(), depth + usize::from(is_module), names);
            }
            _ => {}
        }
    }
}

/// Collects the names that follow `::`: one name, or the first one of each path between braces.
fn collect_first_names(path: &[TokenTree], names: &mut Vec<(String, usize)>) {
    let [first, second, name, ..] = path else {
        return;
    };
    if !is_punctuation(first, ':') || !is_punctuation(second, ':') {
        return;
    }
    match name {
        TokenTree::Ident(word) => names.push((word.to_string(), word.span().start().line)),
        TokenTree::Group(group) => {
            let paths: Vec<_> = group.stream().into_iter().collect();
            for path in paths.split(|token| is_punctuation(token, ',')) {
                if let Some(TokenTree::Ident(word)) = path.first() {
                    names.push((word.to_string(), word.span().start().line));
                }
            }
        }
        TokenTree::Punct(_) | TokenTree::Literal(_) => {}
    }
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if *ident == word)
}

fn is_punctuation(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

#[cfg(test)]
mod tests {
    use super::super::sources::source;
    use super::*;

    fn problems(files: &[(&str, &str)]) -> Problems {
        check(&files.iter().map(|(path, text)| source(path, text)).collect::<Vec<_>>())
    }

    #[test]
    fn a_module_imports_only_earlier_ones() {
        let earlier = "use crate::pins::PinId;\nuse crate::registers::Registers;";
        assert!(problems(&[("core/src/pin.rs", earlier)]).is_empty());
        assert_eq!(
            problems(&[("core/src/pin.rs", "//! A pin.\nuse crate::irq::Irq;")]),
            [format!("core/src/pin.rs:2: `pin` may not import `irq`: the order in core is {}", ORDER.join(", "))]
        );
        assert!(problems(&[("emulator/src/pin.rs", "use crate::irq::Irq;")]).is_empty(), "it is another crate");
    }

    #[test]
    fn every_way_to_write_an_import_is_understood() {
        for text in [
            "use crate::{cc3200::pad, link::Command};",
            "use crate::{\n    cc3200::{self, pad},\n    link,\n};",
            "use super::link::Command;",
            "pub(crate) use crate::link::Command as C;",
            "fn a() -> crate::link::Command { todo!() }",
            "mod inner { use super::super::link::Command; }",
            "fn a() { use crate::link::*; }",
        ] {
            assert_eq!(problems(&[("core/src/config.rs", text)]).len(), 1, "{text}");
        }
        let text = "use super::super::link::Command;";
        assert_eq!(problems(&[("core/src/irq/config.rs", text)]).len(), 1, "{text}");
    }

    #[test]
    fn a_module_may_import_its_own_parts() {
        for text in ["use super::IrqSlot;", "use crate::irq::IrqSlot;", "mod tests { use super::*; }"] {
            assert!(problems(&[("core/src/irq/config.rs", text)]).is_empty(), "{text}");
        }
        assert!(problems(&[("core/src/irq.rs", "mod tests { use super::*; }\nuse self::config::Trigger;")]).is_empty());
    }

    #[test]
    fn an_item_at_the_root_counts_as_its_module() {
        let root = ("core/src/lib.rs", "pub use link::{Command, wire::Frame};\npub use pins::PinId;");
        assert_eq!(problems(&[root, ("core/src/irq.rs", "use crate::{Command, PinId};")]).len(), 1);
        assert_eq!(problems(&[root, ("core/src/irq.rs", "use crate::Frame;")]).len(), 1);
        assert!(problems(&[root, ("core/src/irq.rs", "use crate::PinId;")]).is_empty());
    }

    #[test]
    fn a_module_without_a_place_is_reported() {
        let found = problems(&[("core/src/helpers.rs", "")]);
        assert_eq!(found, ["core/src/helpers.rs: `helpers` has no place in the order of xtask/src/tidy/core_order.rs"]);
        assert!(problems(&[("core/src/text.rs", ""), ("core/src/irq/config.rs", "")]).is_empty());
    }

    #[test]
    fn comments_import_nothing() {
        assert!(
            problems(&[("core/src/pin.rs", "//! See [`crate::link`].\n/// [`crate::irq::Irq`]\nfn a() {}")]).is_empty()
        );
    }
}
