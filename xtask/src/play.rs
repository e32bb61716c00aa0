//! `cargo xtask play` builds the page and serves it until Ctrl-C.

use std::net::{IpAddr, UdpSocket};

use anyhow::Result;

use crate::serve::{self, LOCALHOST, Server};
use crate::steps;
use crate::{page, paths};

/// The default port, which the README names.
pub const DEFAULT_PORT: u16 = 8080;

/// Builds the page if necessary, serves it on an address of this machine and prints that address.
pub fn run(host: IpAddr, port: u16) -> Result<()> {
    // The port is bound first, so that a port in use is reported before the build and not after it.
    let listener = serve::listen(host, port, "cargo xtask play --port")?;
    build()?;
    let server = Server::start(listener, paths::page())?;
    println!("\nPinscope is at {}   (Ctrl-C stops it)", server.url());
    if !host.is_loopback() {
        warn_about_network(host, server.address().port());
    }
    server.wait()
}

/// Builds the page in numbered steps, unless it is up to date.
fn build() -> Result<()> {
    if page::is_up_to_date() {
        return Ok(());
    }
    steps::run(&page::STEPS.each_ref())
}

/// Prints who can reach a server that listens beyond this machine, and which features its page lacks there.
fn warn_about_network(host: IpAddr, port: u16) {
    let host = if host.is_unspecified() { outside_address().unwrap_or(LOCALHOST) } else { host };
    println!(
        "Warning: everybody in this network can open the page at http://{host}:{port}/. The page contains none of your \
         files and changes nothing on this machine.\n\
         The address does not begin with https, so browsers give the page neither shared memory nor an offline copy: a \
         click reaches a running script only when the script waits or ends. For a classroom without this limit, put \
         `target/site/` (`cargo xtask site`) on a web host with https."
    );
}

/// Returns the address by which other machines reach this one. Connecting a UDP socket sends nothing; it only chooses
/// the network interface that a packet would leave by. 192.0.2.1 is an address for documentation (RFC 5737).
fn outside_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    Some(socket.local_addr().ok()?.ip())
}
