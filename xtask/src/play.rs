//! `cargo xtask play`: builds the page, then serves it until Ctrl-C.

use std::net::{IpAddr, UdpSocket};

use anyhow::Result;

use crate::serve::{self, LOCALHOST, Server};
use crate::steps;
use crate::{page, project};

/// The port of the address in the README.
pub const PORT: u16 = 8080;

/// Builds the page as far as needed, serves it at an address of this machine and prints where it is.
pub fn run(host: IpAddr, port: u16) -> Result<()> {
    // The port is taken first, so that a port in use is reported before the build and not after it.
    let listener = serve::listen(host, port, "cargo xtask play --port")?;
    build()?;
    let server = Server::start(listener, project::page())?;
    println!("\nPinscope is at {}   (Ctrl-C stops it)", server.url());
    if !host.is_loopback() {
        warn(host, server.address().port());
    }
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

/// Says who can reach a server that listens beyond this machine, and what browsers withhold from its page.
fn warn(host: IpAddr, port: u16) {
    let host = if host.is_unspecified() { outside_address().unwrap_or(LOCALHOST) } else { host };
    println!(
        "Warning: everybody in this network can open the page at http://{host}:{port}/. It holds nothing of yours and \
         changes nothing here.\n\
         Browsers run it there without shared memory and without its offline copy, because the address does not begin \
         with https: what a person clicks reaches a running script when it waits or ends. For a class without that limit, \
         host `target/site/` (`cargo xtask site`) where https is."
    );
}

/// Returns the address by which other machines reach this one. Connecting a UDP socket sends nothing: it only chooses the
/// network that a packet would leave by; 192.0.2.1 is an address for documentation (RFC 5737).
fn outside_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    Some(socket.local_addr().ok()?.ip())
}
