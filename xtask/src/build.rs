//! `cargo xtask build`: the release page and the firmware, with their sizes.

use anyhow::Result;

use crate::{firmware, page, size};

/// Builds both and reports their sizes.
pub fn run() -> Result<()> {
    page::build()?;
    firmware::build()?;
    size::report()
}
