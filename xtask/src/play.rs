//! `cargo xtask play`: builds the page, then serves it until Ctrl-C.

use anyhow::Result;

use crate::serve::{self, Server};
use crate::steps;
use crate::{page, project};

/// The port of the address in the README.
pub const PORT: u16 = 8080;

/// Builds the page as far as needed, serves it and prints its address.
pub fn run(port: u16) -> Result<()> {
    // The port is taken first, so that a port in use is reported before the build and not after it.
    let listener = serve::listen(serve::LOCALHOST, port, "cargo xtask play --port")?;
    build()?;
    let server = Server::start(listener, project::page())?;
    println!("\nPinscope is at {}   (Ctrl-C stops it)", server.url());
    server.wait();
    Ok(())
}

/// Builds the page in numbered steps, unless it is there already.
fn build() -> Result<()> {
    if page::is_up_to_date() {
        return Ok(());
    }
    steps::run(&page::STEPS.each_ref())
}
