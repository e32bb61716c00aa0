//! Builds the page and the firmware, for the commands that need both.

use anyhow::Result;

use crate::{image, page};

/// Builds the page and the firmware, unless they are up to date.
pub fn run() -> Result<()> {
    page::build()?;
    image::build()
}
