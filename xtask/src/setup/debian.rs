//! What only the tests need and Debian provides: two browsers, the driver of one, GTKWave, QEMU, and a C
//! compiler to compare with.

use anyhow::{Result, bail};

use crate::process::{answer, program, run, succeeds};

/// Chromium's driver, as the package below installs it.
pub const CHROMEDRIVER: &str = "/usr/bin/chromedriver";

const PACKAGES: [&str; 6] =
    ["chromium", "chromium-driver", "firefox-esr", "gcc-arm-none-eabi", "gtkwave", "qemu-system-arm"];

/// Installs the packages that are missing, where that is allowed without asking for a password.
pub fn test_packages() -> Result<()> {
    let missing: Vec<_> = PACKAGES.into_iter().filter(|name| !is_installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Setting up {}", missing.join(", "));
    let as_root: &[&str] = if answer(program("id").arg("-u")).as_deref() == Some("0") {
        &[]
    } else if succeeds(program("sudo").args(["-n", "true"])) {
        &["sudo", "-n"]
    } else {
        bail!(
            "the tests need Debian packages that only root may install; as root, run: apt-get install {}",
            missing.join(" ")
        );
    };
    let apt = |arguments: &[&str]| {
        let words = [as_root, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"], arguments].concat();
        run(program(words[0]).args(&words[1..]))
    };
    apt(&["update"])?;
    apt(&[&["install", "--yes", "--no-install-recommends"], &missing[..]].concat())
}

/// Whether the package is installed and configured; an interrupted installation is not.
fn is_installed(package: &str) -> bool {
    let mut query = program("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]);
    answer(&mut query).as_deref() == Some("installed")
}
