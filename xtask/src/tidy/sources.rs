//! Reads the project's files for the rules.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use proc_macro2::{TokenStream, TokenTree};

use crate::files;

/// One text file.
#[derive(Debug)]
pub struct Source {
    /// The path relative to the root, with `/`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl Source {
    /// Returns true if the file is Rust code.
    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Returns `path:line`. Lines are counted from 1.
    pub fn at(&self, line: usize) -> String {
        format!("{}:{line}", self.path)
    }

    /// Returns every identifier and keyword of Rust code with its line, counted from 1, without comments and literals.
    /// Returns `None` if the text is not valid Rust.
    pub fn words(&self) -> Option<Vec<(String, usize)>> {
        let mut words = Vec::new();
        collect_words(self.text.parse().ok()?, &mut words);
        Some(words)
    }
}

fn collect_words(tokens: TokenStream, words: &mut Vec<(String, usize)>) {
    for token in tokens {
        match token {
            TokenTree::Ident(word) => words.push((word.to_string(), word.span().start().line)),
            TokenTree::Group(group) => collect_words(group.stream(), words),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Reads every text file below the root, sorted by path.
pub fn read(root: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for file in files::below(root)? {
        let contents = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        if let Ok(text) = String::from_utf8(contents) {
            let path = file.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            sources.push(Source { path, text });
        }
    }
    Ok(sources)
}

/// Makes a file for the tests of the rules.
#[cfg(test)]
pub fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_code_only() {
        let text = "//! unsafe\n/* unsafe */ fn a() { let s = \"unsafe\"; unsafe { 'u' } }";
        let words = source("a.rs", text).words().unwrap();
        let found: Vec<_> = words.iter().filter(|(word, _)| word == "unsafe").collect();
        assert_eq!(found, [&("unsafe".to_owned(), 2)]);
        assert_eq!(source("a.rs", "fn a() {").words(), None);
    }
}
