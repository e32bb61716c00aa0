//! `cargo xtask mutate` changes each number in the core's register definitions in turn, and lists the changes that no
//! test detects.
//!
//! It works on a copy of the project, and runs only the tests that need neither a browser nor QEMU.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail, ensure};
use proc_macro2::{Literal, TokenStream, TokenTree};

use crate::{files, paths, process};

/// The files whose numbers are changed.
const FILES: [&str; 9] = [
    "core/src/cc3200/arcm.rs",
    "core/src/cc3200/arm.rs",
    "core/src/cc3200/gpio.rs",
    "core/src/cc3200/gprcm.rs",
    "core/src/cc3200/hib.rs",
    "core/src/cc3200/mcu_init.rs",
    "core/src/cc3200/nvic.rs",
    "core/src/cc3200/pad.rs",
    "core/src/cc3200/uart.rs",
];

/// The number of seconds after which the tests count as failed, because a wrong number may make a loop endless.
const TEST_TIMEOUT_SECONDS: &str = "300";

/// Changes every number in turn, and fails if a change is not detected.
pub fn run() -> Result<()> {
    let copy = paths::target().join("mutants/project");
    copy_project(&copy)?;
    println!("Running the tests before any change to {}", FILES.join(", "));
    ensure!(passes(&copy)?, "the tests fail without any change: make `cargo xtask test host` pass first");

    let start = Instant::now();
    let (mut changes, mut survivors) = (0, 0);
    for file in FILES {
        let text = paths::read(file)?;
        let numbers = numbers(&text).with_context(|| format!("cannot read {file}"))?;
        for number in &numbers {
            fs::write(copy.join(file), number.changed(&text))?;
            let change = format!("{file}:{}: {} instead of {}", number.line, number.replacement, number.written);
            let verdict = if passes(&copy)? {
                survivors += 1;
                "NOT DETECTED"
            } else {
                "detected"
            };
            changes += 1;
            println!("{changes:3}  {verdict:12}  {change}");
        }
        fs::write(copy.join(file), &text)?;
    }
    let seconds = start.elapsed().as_secs();
    println!("{changes} changes were tested in {seconds} s, and {survivors} were not detected");
    if survivors > 0 { bail!("no test detects {survivors} of the changes above") } else { Ok(()) }
}

/// A number in the text, and the number that replaces it.
struct Number {
    line: usize,
    start: usize,
    written: String,
    replacement: String,
}

impl Number {
    /// Returns the number with a replacement that lacks its lowest bit, which is a neighbour of an address or a mask
    /// with fewer bits. The replacement of 0 is 1. Returns `None` if the literal is not an integer.
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
        .args([TEST_TIMEOUT_SECONDS, "cargo", "test", "--quiet", "--lib", "--test=spec"])
        .args(packages)
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", paths::target().join("mutants/target"))
        // Without debug information, building and linking takes half the time.
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
    for file in files::below(paths::root())? {
        let to = copy.join(file.strip_prefix(paths::root())?);
        fs::create_dir_all(to.parent().context("a file has no folder")?)?;
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
