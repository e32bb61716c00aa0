//! `cargo xtask tidy`: the rules of the house that need no compiler.
//!
//! Each rule is a function from the sources to the places where it is broken, so its own tests can break it.

mod imports;
mod licences;
mod locks;
mod markdown;
mod sources;
mod text;
mod unsafety;

use anyhow::{Result, bail};

use crate::paths;
use sources::Source;

/// What breaks a rule, and where: `path:line: what is wrong`.
type Problems = Vec<String>;

const RULES: [fn(&[Source]) -> Problems; 6] =
    [imports::check, unsafety::check, text::check, markdown::check, locks::check, licences::check];

/// Checks every rule and prints all that is wrong.
pub fn run() -> Result<()> {
    let sources = sources::read(paths::root())?;
    let problems: Problems = RULES.iter().flat_map(|rule| rule(&sources)).collect();
    for problem in &problems {
        eprintln!("{problem}");
    }
    match problems.len() {
        0 => println!("Tidy: {} files follow the rules", sources.len()),
        1 => bail!("one place is not tidy"),
        count => bail!("{count} places are not tidy"),
    }
    Ok(())
}
