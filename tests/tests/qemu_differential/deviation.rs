//! A known difference between the emulator and QEMU. Each is asserted both ways: QEMU must have exactly the emulator's
//! words after the differences were applied, and each difference must have changed a word by the end.

use std::io::{self, Write as _};

use anyhow::{Result, ensure};

/// A known difference. `A` is the function that turns the emulator's words into QEMU's.
pub struct Deviation<A> {
    /// A description of QEMU's behaviour.
    pub name: &'static str,
    /// The reason why the emulator behaves differently.
    pub reason: &'static str,
    /// The sources of both behaviours.
    pub source: &'static str,
    pub apply: A,
}

/// Prints how often each difference has changed a word. Fails if one has never done so.
pub fn check_all_occurred<A>(table: &[Deviation<A>], times: &[u64]) -> Result<()> {
    for (row, times) in table.iter().zip(times) {
        // The output of `eprintln!` is captured in a test that passes.
        writeln!(io::stderr(), "  {times} times: {}", row.name)?;
        ensure!(
            *times > 0,
            "this deviation no longer occurs: {} (reason: {}; source: {})",
            row.name,
            row.reason,
            row.source
        );
    }
    Ok(())
}
