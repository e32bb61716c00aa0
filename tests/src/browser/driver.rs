//! The browsers, and the WebDriver servers in front of them.

use std::env;
use std::io::{BufRead as _, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result};
use thirtyfour::{Capabilities, ChromiumLikeCapabilities as _, DesiredCapabilities, LoggingPrefsLogLevel};

/// A browser to test in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Debian's, with the DevTools protocol.
    Chromium,
    /// Debian's, which knows WebDriver and nothing more.
    Firefox,
}

/// What Chromium needs in a test: no window, nothing fetched by itself.
const CHROMIUM: [&str; 10] = [
    "--headless",
    "--window-size=1440,1000",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // Two addresses by which a page of this machine looks as if it came from elsewhere.
    "--host-resolver-rules=MAP 192.168.7.7 127.0.0.1, MAP pinscope.example 127.0.0.1",
];

/// What Firefox needs; geckodriver sees to the rest.
const FIREFOX: [&str; 3] = ["--headless", "--width=1440", "--height=1000"];

impl Browser {
    /// What asks for a browser whose profile is in a folder.
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

    /// Its server, and the words before the port in what that says.
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
                // Firefox tells there of every part of itself that it does without.
                server.stderr(Stdio::null());
                (server, "Listening on 127.0.0.1:")
            }
        })
    }
}

/// A WebDriver server. Killed when dropped.
pub(super) struct Driver {
    child: Child,
    /// Where it listens.
    pub(super) address: String,
    /// Held open: a server that cannot say what it does stops.
    _output: Lines<BufReader<ChildStdout>>,
}

impl Driver {
    /// Starts the server of a browser whose profile is to be in a folder.
    ///
    /// Chromium's takes a free port of IPv4, wants the same one of IPv6, and gives up if another program has that. So it is
    /// asked again.
    pub(super) fn start(browser: Browser, profile: &Path) -> Result<Self> {
        let mut tries = (0..5).map(|_| Self::attempt(browser, profile));
        tries.find(Result::is_ok).unwrap_or_else(|| Self::attempt(browser, profile))
    }

    fn attempt(browser: Browser, profile: &Path) -> Result<Self> {
        let (mut server, announcement) = browser.server(profile)?;
        let child = server.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut child = child.with_context(|| format!("cannot start the driver of {browser:?}"))?;
        let mut output = BufReader::new(child.stdout.take().context("the driver says nothing")?).lines();
        let port =
            output.by_ref().find_map(|line| line.ok()?.split_once(announcement).map(|(_, port)| port.to_owned()));
        let port = port.with_context(|| format!("the driver of {browser:?} ended without saying its port"))?;
        let address = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
        Ok(Self { child, address, _output: output })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Both fail only if it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
