//! Builds the firmware, one ELF for the board, for QEMU and for the page.

use anyhow::Result;

use crate::process::{cargo, run};
use crate::setup::{self, FIRMWARE_TARGET};

/// Builds the release ELF.
pub fn build() -> Result<()> {
    setup::rust_target(FIRMWARE_TARGET)?;
    println!("Building the firmware");
    run(&mut cargo(&["build", "--release", "--package=pinscope-firmware", "--target", FIRMWARE_TARGET]))
}
