//! The built page in a headless browser, operated and read through WebDriver.

mod devtools;
mod driver;
mod screen;

use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::{Context as _, Result, anyhow, ensure};
use pinscope_core::demo::BUTTON;
use pinscope_core::{Level, PinId};
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::action_chain::ActionChain;
use thirtyfour::{BrowserLogEntry, By, WebDriver, WebElement};
use tokio::runtime::{self, Runtime};

use crate::scenario::{Report, Target};
pub use devtools::{DevTools, Thread};
pub use driver::Browser;
use driver::Driver;
pub use screen::Screen;

/// Maximum time to wait for the page. It needs milliseconds, but a busy machine may need longer.
pub const PAGE_TIMEOUT: Duration = Duration::from_secs(60);

/// The time to wait for something that must not happen.
const SETTLE_TIME: Duration = Duration::from_millis(150);

/// A page in a browser of its own with a fresh profile. The browser is closed when this is dropped.
pub struct Page {
    runtime: Runtime,
    browser: WebDriver,
    /// Dropped before the profile, which the browser writes to.
    _driver: Driver,
    profile: TempDir,
}

impl Page {
    /// Opens the page at `url` and waits until it accepts clicks.
    pub fn open_from(url: &str, browser: Browser) -> Result<Self> {
        let page = Self::start(browser)?;
        page.run(page.browser.goto(url))?;
        page.call("snapshot", json!([]))?;
        Ok(page)
    }

    /// Opens the page in Chromium and waits until it accepts clicks.
    pub fn open() -> Result<Self> {
        Self::open_in(Browser::Chromium)
    }

    /// Opens the page in `browser` and waits until it accepts clicks.
    pub fn open_in(browser: Browser) -> Result<Self> {
        let page = Self::start(browser)?;
        page.go("")?;
        page.call("snapshot", json!([]))?;
        Ok(page)
    }

    /// Opens the page with `rest` appended to its URL, and does not wait.
    pub fn open_at(rest: &str) -> Result<Self> {
        let page = Self::start(Browser::Chromium)?;
        page.go(rest)?;
        Ok(page)
    }

    /// Opens the page in a browser that runs `script` before any script of the page, and does not wait.
    pub fn open_with(script: &str) -> Result<Self> {
        let page = Self::start(Browser::Chromium)?;
        page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }))?;
        page.go("")?;
        Ok(page)
    }

    /// Starts a browser without opening the page.
    pub fn start(browser: Browser) -> Result<Self> {
        let profile = tempfile::tempdir().context("no folder for the browser's profile")?;
        let driver = Driver::start(browser, profile.path())?;
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let started = WebDriver::new(&driver.address, browser.capabilities(profile.path())?);
        let browser = runtime.block_on(started).with_context(|| format!("{browser:?} does not open"))?;
        Ok(Self { runtime, browser, _driver: driver, profile })
    }

    /// Goes to the page with `rest` appended to its URL, and does not wait.
    pub fn go(&self, rest: &str) -> Result<()> {
        let url = env::var("PINSCOPE_URL")
            .map_err(|_| anyhow!("no page to test: run `cargo xtask test`, which builds and serves it"))?;
        self.run(self.browser.goto(format!("{url}{rest}")))
    }

    /// Clears everything that the page has stored, opens it again and waits until it accepts clicks.
    pub fn open_afresh(&self) -> Result<()> {
        let origin = self.evaluate("location.origin")?;
        self.run(self.browser.goto("about:blank"))?;
        self.devtools("Storage.clearDataForOrigin", json!({"origin": origin, "storageTypes": "all"}))?;
        self.go("")?;
        self.call("snapshot", json!([]))?;
        Ok(())
    }

    /// Calls `window.pinscope[name](...args)` and waits for its result.
    ///
    /// # Errors
    /// Contains the `kind: message` of a refused call.
    pub fn call(&self, name: &str, args: Value) -> Result<Value> {
        let script = "const [name, args, done] = arguments;
            window.pinscope[name](...args).then(
                value => done({value: JSON.parse(JSON.stringify(value === undefined ? '(undefined)' : value))}),
                error => done({error: error instanceof Error ? `${error.kind}: ${error.message}` : '(no Error)'}));";
        let answer = self.run(self.browser.execute_async(script, vec![json!(name), args]))?;
        match answer.json().get("error") {
            Some(error) => Err(anyhow!("{}", error.as_str().unwrap_or("?"))),
            None => Ok(answer.json()["value"].clone()),
        }
    }

    /// Runs JavaScript that may use `await`, and returns its result.
    pub fn script(&self, body: &str) -> Result<Value> {
        let script = format!(
            "const done = arguments[0];
            (async () => {{ {body} }})().then(value => done({{value}}), error => done({{error: String(error)}}));"
        );
        let answer = self.run(self.browser.execute_async(script, Vec::new()))?;
        match answer.json().get("error") {
            Some(error) => Err(anyhow!("{}", error.as_str().unwrap_or("?"))),
            None => Ok(answer.json()["value"].clone()),
        }
    }

    /// Evaluates a JavaScript expression in the page.
    pub fn evaluate(&self, expression: &str) -> Result<Value> {
        Ok(self.run(self.browser.execute(format!("return {expression};"), Vec::new()))?.json().clone())
    }

    /// Sends a command of the DevTools protocol, which only Chromium supports.
    pub fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        self.run(self.browser.cdp().send_raw(command, parameters))
    }

    /// Clicks the middle of the first element that `css` selects.
    pub fn click(&self, css: &str) -> Result<()> {
        let element = self.element(css)?;
        self.run(element.click())
    }

    /// Returns an attribute of the first element that `css` selects.
    pub fn attribute(&self, css: &str, name: &str) -> Result<Option<String>> {
        self.element(css)?;
        let attribute = format!("document.querySelector({}).getAttribute({})", json!(css), json!(name));
        Ok(self.evaluate(&attribute)?.as_str().map(str::to_owned))
    }

    /// Returns the visible text of every element that `css` selects. One script reads all of them, because the page may
    /// redraw between two scripts.
    pub fn texts(&self, css: &str) -> Result<Vec<String>> {
        let texts = format!("[...document.querySelectorAll({})].map(element => element.innerText)", json!(css));
        Ok(serde_json::from_value(self.evaluate(&texts)?)?)
    }

    /// Types keys into the element that has the focus.
    pub fn press_keys(&self, keys: &str) -> Result<()> {
        self.run(self.browser.action_chain().send_keys(keys).perform())
    }

    /// Waits for a list to have an entry that is `word` or begins with it, and selects that entry.
    pub fn pick(&self, setting: &str, word: &str) -> Result<()> {
        let pick = format!(
            "const list = document.querySelector('select[data-setting={setting}]');
            const words = list ? [...list.options].map(option => option.text) : [];
            const is = words.indexOf({word}), begins = words.findIndex(text => text.startsWith({word}));
            if (begins < 0) return false;
            list.selectedIndex = is < 0 ? begins : is;
            list.dispatchEvent(new Event('change', {{bubbles: true}}));
            return true;",
            word = json!(word)
        );
        self.wait_until(word, |page| Ok(page.script(&pick)? == json!(true)))
    }

    /// Waits until `condition` is true; `what` names it if it never is.
    pub fn wait_until(&self, what: &str, mut condition: impl FnMut(&Self) -> Result<bool>) -> Result<()> {
        let end = Instant::now() + PAGE_TIMEOUT;
        while !condition(self)? {
            ensure!(Instant::now() < end, "{what}: not so after {PAGE_TIMEOUT:?}");
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// Returns the entries of the browser's console since the last call.
    pub fn console(&self) -> Result<Vec<BrowserLogEntry>> {
        self.run(self.browser.browser_log())
    }

    /// Waits until `css` selects an element, and returns the first one.
    pub fn element(&self, css: &str) -> Result<WebElement> {
        self.wait_until(css, |page| Ok(!page.run(page.browser.find_all(By::Css(css)))?.is_empty()))?;
        self.run(self.browser.find(By::Css(css)))
    }

    /// Returns the DevTools address of the whole browser; [`devtools`](Self::devtools) reaches only the page.
    pub fn devtools_address(&self) -> Result<String> {
        let port = fs::read_to_string(self.profile.path().join("DevToolsActivePort"))?;
        let (port, path) = port.split_once('\n').context("the browser's DevTools file has no path")?;
        Ok(format!("ws://127.0.0.1:{port}{}", path.trim_end()))
    }

    /// Returns the WebDriver session, for commands that have no method here.
    pub fn browser(&self) -> &WebDriver {
        &self.browser
    }

    /// Returns the beginning of a series of actions whose moves take no time. A drag is made of these, because a press
    /// that does not move for a while is a long press.
    pub fn quick_actions(&self) -> ActionChain {
        self.browser.action_chain_with_delay(None, Some(Duration::ZERO))
    }

    /// Waits for a WebDriver command.
    pub fn run<T>(&self, command: impl Future<Output = thirtyfour::error::WebDriverResult<T>>) -> Result<T> {
        Ok(self.runtime.block_on(command)?)
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // This fails only if the browser has already ended.
        let _ = self.runtime.block_on(self.browser.clone().quit());
    }
}

/// Returns the CSS selector of a pin's pad.
pub fn pad(pin: PinId) -> String {
    format!("[data-pin='{}']", pin.name())
}

impl Target for Page {
    /// Clicks the pad and waits for the level. The click is made of pointer actions, because Firefox's driver considers
    /// groups of an SVG hidden and refuses to click them.
    fn drive(&mut self, pin: PinId, level: Level) -> Result<()> {
        let pad = self.element(&pad(pin))?;
        self.run(self.browser.action_chain().move_to_element_center(&pad).click().perform())?;
        self.wait_until("the pad shows the level", |page| Ok(page.shown_level(pin)? == Some(level)))
    }

    fn level(&mut self, pin: PinId) -> Result<Level> {
        self.shown_level(pin)?.with_context(|| format!("{pin:?} is neither low nor high"))
    }

    /// Reads the lines of the log. The count of the pad has to agree with them.
    fn reports(&mut self, expected: usize) -> Result<Vec<Report>> {
        let counted = |page: &Self| Ok(page.attribute(&pad(BUTTON), "data-irqs")? == Some(expected.to_string()));
        self.wait_until("the pad counts the interrupts", counted)?;
        std::thread::sleep(SETTLE_TIME);
        ensure!(counted(self)?, "the pad has counted more interrupts");
        self.texts("[data-event='Irq']")?.iter().map(|line| report(line)).collect()
    }
}

impl Page {
    fn shown_level(&self, pin: PinId) -> Result<Option<Level>> {
        Ok(match self.attribute(&pad(pin), "data-level")?.as_deref() {
            Some("low") => Some(Level::Low),
            Some("high") => Some(Level::High),
            _ => None,
        })
    }
}

/// Parses a line of the log, such as `0.152 340 GP10 rising priority 1 toggled GP25`, which begins with the time.
fn report(line: &str) -> Result<Report> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let name = words.iter().position(|word| word.starts_with("GP")).context("the line names no pin")?;
    let priority = words.iter().position(|&word| word == "priority").context("the line has no priority")?;
    ensure!(name > 0, "the line `{line}` has no time");
    Ok(Report {
        pin: PinId::from_name(words[name]).with_context(|| format!("the line `{line}` names no pin"))?,
        trigger: words[name + 1..priority].join(" "),
        priority: words.get(priority + 1).context("the line has no priority")?.parse()?,
    })
}
