//! What `build`, `play` and `test` have in common: the release page and the firmware.

use anyhow::Result;

use crate::{image, page};

/// Builds both, as far as they are not there already.
pub fn run() -> Result<()> {
    page::build()?;
    image::build()
}
