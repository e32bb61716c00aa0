//! `cargo xtask tidy` checks the rules of the project that need no compiler.
//!
//! Each rule is a function that takes the sources and returns the places that break it, so that its own tests can break
//! it.

mod core_order;
mod first_line;
mod identifiers;
mod imports;
mod licences;
mod locks;
mod markdown;
mod sources;
mod text;
mod unsafety;
mod words;

use anyhow::{Result, bail};

use crate::paths;
use sources::Source;

/// The places that break a rule: `path:line: what is wrong`.
type Problems = Vec<String>;

const RULES: [fn(&[Source]) -> Problems; 9] = [
    imports::check,
    core_order::check,
    unsafety::check,
    first_line::check,
    words::check,
    text::check,
    markdown::check,
    locks::check,
    licences::check,
];

/// Checks every rule and prints every place that breaks one.
pub fn run() -> Result<()> {
    let sources = sources::read(paths::root())?;
    let problems: Problems = RULES.iter().flat_map(|rule| rule(&sources)).collect();
    for problem in &problems {
        eprintln!("{problem}");
    }
    match problems.len() {
        0 => println!("{} files follow the rules", sources.len()),
        1 => bail!("1 place breaks a rule"),
        count => bail!("{count} places break a rule"),
    }
    Ok(())
}
