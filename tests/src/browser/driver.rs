//! Starts browsers and their WebDriver servers.

use std::env;
use std::io::{BufRead as _, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result};
use thirtyfour::{Capabilities, ChromiumLikeCapabilities as _, DesiredCapabilities, LoggingPrefsLogLevel};

/// A browser to test in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Debian's Chromium, which also offers the DevTools protocol.
    Chromium,
    /// Debian's Firefox, which offers WebDriver only.
    Firefox,
}

/// Chromium's arguments: it opens no window and fetches nothing by itself.
const CHROMIUM: [&str; 11] = [
    "--headless",
    "--window-size=1440,1000",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // The address bar, which nobody sees, would load two pages of its own, which slow every test by a fifth.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup",
    // These two addresses make a page of this machine look as if another host had served it.
    "--host-resolver-rules=MAP 192.168.7.7 127.0.0.1, MAP pinscope.example 127.0.0.1",
];

/// Firefox's arguments; geckodriver adds the others.
const FIREFOX: [&str; 3] = ["--headless", "--width=1440", "--height=1000"];

impl Browser {
    /// Returns the capabilities to request, for a browser with its profile in a folder.
    pub(super) fn capabilities(self, profile: &Path) -> Result<Capabilities> {
        Ok(match self {
            Self::Chromium => {
                let mut chromium = DesiredCapabilities::chrome();
                chromium.set_binary("/usr/bin/chromium")?;
                CHROMIUM.iter().try_for_each(|argument| chromium.add_arg(argument))?;
                chromium.add_arg(&format!("--user-data-dir={}", profile.display()))?;
                chromium.set_browser_log_level(LoggingPrefsLogLevel::All)?;
                chromium.into()
            }
            Self::Firefox => {
                let mut firefox = DesiredCapabilities::firefox();
                firefox.set_firefox_binary("/usr/bin/firefox-esr")?;
                FIREFOX.iter().try_for_each(|argument| firefox.add_arg(argument))?;
                firefox.into()
            }
        })
    }

    /// Returns the command of the WebDriver server, and the text that it prints before its port.
    fn server(self, profile: &Path) -> Result<(Command, &'static str)> {
        Ok(match self {
            Self::Chromium => {
                let mut server = Command::new("chromedriver");
                server.arg("--port=0");
                (server, "started successfully on port ")
            }
            Self::Firefox => {
                let path = env::var_os("PINSCOPE_GECKODRIVER");
                let mut server = Command::new(path.context("no geckodriver: run `cargo xtask test`, which has one")?);
                server.arg("--port=0").arg("--profile-root").arg(profile);
                // Firefox writes a message there for each of its optional parts that is missing.
                server.stderr(Stdio::null());
                (server, "Listening on 127.0.0.1:")
            }
        })
    }
}

/// A WebDriver server, which is killed when dropped.
pub(super) struct Driver {
    child: Child,
    /// The URL at which it listens.
    pub(super) address: String,
    /// Kept open, because the server stops when it cannot write to its output.
    _output: Lines<BufReader<ChildStdout>>,
}

impl Driver {
    /// Starts the server of a browser that will have its profile in a folder.
    ///
    /// chromedriver chooses a free port for IPv4 and ends if another program has the same port for IPv6. It is
    /// therefore started up to six times.
    pub(super) fn start(browser: Browser, profile: &Path) -> Result<Self> {
        let mut tries = (0..5).map(|_| Self::attempt(browser, profile));
        tries.find(Result::is_ok).unwrap_or_else(|| Self::attempt(browser, profile))
    }

    fn attempt(browser: Browser, profile: &Path) -> Result<Self> {
        let (mut server, announcement) = browser.server(profile)?;
        let child = server.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut child = child.with_context(|| format!("cannot start the driver of {browser:?}"))?;
        let mut output = BufReader::new(child.stdout.take().context("the driver has no output")?).lines();
        let port =
            output.by_ref().find_map(|line| line.ok()?.split_once(announcement).map(|(_, port)| port.to_owned()));
        let port = port.with_context(|| format!("the driver of {browser:?} ended without printing its port"))?;
        let address = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
        Ok(Self { child, address, _output: output })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Both calls fail only if the server has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
