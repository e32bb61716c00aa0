//! How the release page is compiled: small, by a nightly compiler that builds the standard library with it.

use std::process::Command;

use crate::setup::NIGHTLY;

/// What cargo is told, as variables of its environment, since Trunk passes nothing else on.
pub const COMPILER: [(&str, &str); 4] = [
    ("RUSTUP_TOOLCHAIN", NIGHTLY),
    // For size, and without all that a panic could say: a worker that panics traps, and the page says what is to be done.
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
    ("RUSTFLAGS", "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none"),
];

/// Lets the command compile like that.
pub fn small(command: &mut Command) -> &mut Command {
    command.envs(COMPILER)
}
