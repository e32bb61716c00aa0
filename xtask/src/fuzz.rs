//! `cargo xtask fuzz` runs libFuzzer on an emulated board and stops at the first input that breaks an invariant.

use anyhow::Result;

use crate::paths;
use crate::process::{self, program, search_first};
use crate::setup::{self, NIGHTLY};

/// The default duration.
pub const DEFAULT_SECONDS: u32 = 600;

/// Maximum duration of a case. A case that takes longer counts as hanging.
const CASE_TIMEOUT_SECONDS: u32 = 10;

/// Maximum memory. A case needs a few MiB for its trace, so more means that something grows without bound.
const MAX_MEMORY_MIB: u32 = 1024;

/// Maximum length of a case. Longer ones find nothing that shorter ones do not.
const MAX_CASE_BYTES: u32 = 4096;

/// Fuzzes for this many seconds, beginning with the inputs that earlier runs kept in `fuzz/corpus`. An input that
/// breaks an invariant is written to `fuzz/artifacts`.
pub fn run(seconds: u32) -> Result<()> {
    setup::nightly()?;
    let cargo_fuzz = setup::cargo_fuzz()?;
    let mut fuzz = program("rustup");
    // Sanitizers look for faults of unsafe code, and the emulator has none.
    fuzz.args(["run", NIGHTLY, "cargo", "fuzz", "run", "--sanitizer=none", "board", "--", "-print_final_stats=1"]);
    fuzz.args([
        format!("-max_total_time={seconds}"),
        format!("-timeout={CASE_TIMEOUT_SECONDS}"),
        format!("-rss_limit_mb={MAX_MEMORY_MIB}"),
        format!("-max_len={MAX_CASE_BYTES}"),
    ]);
    // The fuzzer has a target directory of its own, because no other build uses its compiler flags.
    fuzz.env("CARGO_TARGET_DIR", paths::target().join("fuzz"));
    process::run(search_first(&mut fuzz, &[cargo_fuzz])?)
}
