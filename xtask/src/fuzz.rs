//! `cargo xtask fuzz`: does whatever libFuzzer thinks of to an emulated board, and stops at the first thing that breaks.

use anyhow::Result;

use crate::process::{self, program, search_first};
use crate::project;
use crate::setup::{self, NIGHTLY};

/// For how long, unless told otherwise.
pub const SECONDS: u32 = 600;

/// A case that takes longer than so many seconds hangs.
const MOST_SECONDS: u32 = 10;
/// More memory than so many MiB is without bound: the trace of a case fills a few.
const MOST_MIB: u32 = 1024;
/// Longer cases than so many bytes find nothing that shorter ones do not.
const MOST_BYTES: u32 = 4096;

/// Fuzzes for so many seconds, beginning with what earlier runs kept in `fuzz/corpus`. What breaks a board is written to
/// `fuzz/artifacts`.
pub fn run(seconds: u32) -> Result<()> {
    setup::nightly()?;
    let cargo_fuzz = setup::cargo_fuzz()?;
    let mut fuzz = program("rustup");
    // Nothing here is unsafe, so there is nothing for a sanitizer to find.
    fuzz.args(["run", NIGHTLY, "cargo", "fuzz", "run", "--sanitizer=none", "board", "--", "-print_final_stats=1"]);
    fuzz.args([
        format!("-max_total_time={seconds}"),
        format!("-timeout={MOST_SECONDS}"),
        format!("-rss_limit_mb={MOST_MIB}"),
        format!("-max_len={MOST_BYTES}"),
    ]);
    // Its flags are not those of any other build.
    fuzz.env("CARGO_TARGET_DIR", project::target().join("fuzz"));
    process::run(search_first(&mut fuzz, &[cargo_fuzz])?)
}
