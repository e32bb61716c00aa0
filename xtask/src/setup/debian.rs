//! Installs the Debian packages that only the tests need: two browsers, the driver of one, GTKWave, QEMU, and a C
//! compiler to compare with.

use anyhow::{Result, bail};

use crate::process::{output_if_successful, program, run, succeeds};
use crate::steps::Explained;

/// The path at which Debian's package installs the driver of Chromium.
pub const CHROMEDRIVER: &str = "/usr/bin/chromedriver";

const PACKAGES: [&str; 6] =
    ["chromium", "chromium-driver", "firefox-esr", "gcc-arm-none-eabi", "gtkwave", "qemu-system-arm"];

/// Installs the packages that are missing, if this account may do so without a password.
pub fn test_packages() -> Result<()> {
    let missing: Vec<_> = PACKAGES.into_iter().filter(|name| !is_installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Installing {}", missing.join(", "));
    let as_root: &[&str] = if output_if_successful(program("id").arg("-u")).as_deref() == Some("0") {
        &[]
    } else if succeeds(program("sudo").args(["-n", "true"])) {
        &["sudo", "-n"]
    } else {
        bail!(Explained(format!(
            "the tests need Debian packages that only root may install: run `apt-get install {}` as root; on another \
             system, install the same programs.",
            missing.join(" ")
        )));
    };
    let apt = |arguments: &[&str]| {
        let words = [as_root, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"], arguments].concat();
        run(program(words[0]).args(&words[1..]))
    };
    apt(&["update"])?;
    apt(&[&["install", "--yes", "--no-install-recommends"], &missing[..]].concat())
}

/// Returns true if the package is installed and configured. An interrupted installation is not.
fn is_installed(package: &str) -> bool {
    let mut query = program("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]);
    output_if_successful(&mut query).as_deref() == Some("installed")
}
