//! `cargo xtask play`: builds everything, then serves the page until Ctrl-C.

use anyhow::Result;

use crate::serve::{self, Server};
use crate::{build, project};

/// The port of the address in the README.
pub const PORT: u16 = 8080;

/// Builds, serves and says where.
pub fn run(port: u16) -> Result<()> {
    // First, so that a taken port is known before the build and not after it.
    let listener = serve::listen(port)?;
    build::run()?;
    let server = Server::start(listener, project::page())?;
    println!("\nPinscope is at {}   (Ctrl-C stops it)", server.url());
    server.wait();
    Ok(())
}
