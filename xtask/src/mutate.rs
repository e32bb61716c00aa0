//! `cargo xtask mutate`: changes each number in the core's register file in turn, and says which change no test sees.
//!
//! It works on a copy of the project and runs only the tests that need neither a browser nor QEMU.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail, ensure};
use proc_macro2::{Literal, TokenStream, TokenTree};

use crate::{files, process, project};

/// The files whose numbers are changed.
const FILES: [&str; 4] =
    ["core/src/cc3200.rs", "core/src/cc3200/arm.rs", "core/src/cc3200/mcu.rs", "core/src/cc3200/uart.rs"];

/// Seconds after which a test that runs on counts as failed: a wrong number may make a loop endless.
const PATIENCE: &str = "300";

/// Tries every number and reports those that could be anything.
pub fn run() -> Result<()> {
    let copy = project::target().join("mutants/project");
    copy_project(&copy)?;
    println!("Testing {} as they are", FILES.join(" and "));
    ensure!(passes(&copy)?, "the tests fail before anything is changed");

    let start = Instant::now();
    let (mut tried, mut survivors) = (0, 0);
    for file in FILES {
        let text = project::read(file)?;
        let numbers = numbers(&text).with_context(|| format!("cannot read {file}"))?;
        for number in &numbers {
            fs::write(copy.join(file), number.changed(&text))?;
            let place = format!("{file}:{}: {} instead of {}", number.line, number.replacement, number.written);
            let verdict = if passes(&copy)? {
                survivors += 1;
                "NOT SEEN"
            } else {
                "seen"
            };
            tried += 1;
            println!("{tried:3}  {verdict:8}  {place}");
        }
        fs::write(copy.join(file), &text)?;
    }
    let seconds = start.elapsed().as_secs();
    println!("{tried} numbers changed in {seconds} s, {survivors} of the changes not seen");
    if survivors > 0 { bail!("{survivors} numbers could be anything") } else { Ok(()) }
}

/// A number in the text, and what to try in its place.
struct Number {
    line: usize,
    start: usize,
    written: String,
    replacement: String,
}

impl Number {
    /// The number without its lowest bit, or 1 for 0: of an address a neighbour, of a mask fewer bits.
    fn new(literal: &Literal) -> Option<Self> {
        let written = literal.to_string();
        let digits = written.replace('_', "");
        let value = match digits.get(..2) {
            Some("0x") => u64::from_str_radix(&digits[2..], 16),
            Some("0b") => u64::from_str_radix(&digits[2..], 2),
            _ => digits.parse(),
        }
        .ok()?;
        let lowest = if value == 0 { 1 } else { 1 << value.trailing_zeros() };
        let replacement = format!("{:#x}", value ^ lowest);
        let span = literal.span();
        Some(Self { line: span.start().line, start: span.byte_range().start, written, replacement })
    }

    fn changed(&self, text: &str) -> String {
        [&text[..self.start], &self.replacement, &text[self.start + self.written.len()..]].concat()
    }
}

fn numbers(text: &str) -> Result<Vec<Number>> {
    let tokens: TokenStream = text.parse().map_err(|error| anyhow!("{error}"))?;
    let mut numbers = Vec::new();
    collect(tokens, &mut numbers);
    Ok(numbers)
}

fn collect(tokens: TokenStream, numbers: &mut Vec<Number>) {
    let mut after_word = false;
    let mut is_field = false;
    for token in tokens {
        match &token {
            TokenTree::Group(group) => collect(group.stream(), numbers),
            // The 0 of `self.0` names a field.
            TokenTree::Literal(literal) if !is_field => numbers.extend(Number::new(literal)),
            _ => {}
        }
        is_field = after_word && matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '.');
        after_word = matches!(&token, TokenTree::Ident(_));
    }
}

fn passes(copy: &Path) -> Result<bool> {
    let packages = ["pinscope-core", "pinscope-emulator", "pinscope-tests"].map(|name| format!("--package={name}"));
    let status = process::program("timeout")
        .args([PATIENCE, "cargo", "test", "--quiet", "--lib", "--test=spec"])
        .args(packages)
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", project::target().join("mutants/target"))
        // Nobody debugs these, and they build and link in half the time.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    Ok(status.context("cannot start timeout and cargo")?.success())
}

fn copy_project(copy: &Path) -> Result<()> {
    if copy.exists() {
        fs::remove_dir_all(copy)?;
    }
    for file in files::below(project::root())? {
        let to = copy.join(file.strip_prefix(project::root())?);
        fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
        fs::copy(&file, &to).with_context(|| format!("cannot copy {}", file.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(text: &str) -> Vec<String> {
        numbers(text).unwrap().iter().map(|number| number.changed(text)).collect()
    }

    #[test]
    fn each_number_loses_its_lowest_bit_in_turn() {
        assert_eq!(
            changes("const A: u32 = 0x4402_E0A0; const B: u32 = 8 * 0b0100;"),
            [
                "const A: u32 = 0x4402e080; const B: u32 = 8 * 0b0100;",
                "const A: u32 = 0x4402_E0A0; const B: u32 = 0x0 * 0b0100;",
                "const A: u32 = 0x4402_E0A0; const B: u32 = 8 * 0x0;",
            ]
        );
        assert_eq!(changes("2..=5 => 0"), ["0x0..=5 => 0", "2..=0x4 => 0", "2..=5 => 0x1"]);
    }

    #[test]
    fn a_field_and_a_comment_are_no_numbers() {
        assert!(changes("//! 2 mA\nfn read(self) { registers.read(self.0) }").is_empty());
    }
}
