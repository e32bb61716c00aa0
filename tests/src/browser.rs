//! The built page in a headless browser, moved and read through WebDriver as a person would.

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
use thirtyfour::{BrowserLogEntry, By, WebDriver, WebElement};
use tokio::runtime::{self, Runtime};

use crate::scenario::{Report, Target};
pub use devtools::{DevTools, Thread};
pub use driver::Browser;
use driver::Driver;
pub use screen::Screen;

/// How long the page may take for anything. It takes milliseconds; a busy machine may take longer.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// How long to wait for something that must not happen.
const QUIET: Duration = Duration::from_millis(150);

/// A page in a browser of its own, with a fresh profile. It ends with this value.
pub struct Page {
    runtime: Runtime,
    browser: WebDriver,
    /// Dropped before the profile, which the browser writes to.
    _driver: Driver,
    profile: TempDir,
}

impl Page {
    /// Opens the page at another address than the usual one, and waits until a click would count.
    pub fn open_from(url: &str, browser: Browser) -> Result<Self> {
        let page = Self::start(browser)?;
        page.run(page.browser.goto(url))?;
        page.call("snapshot", json!([]))?;
        Ok(page)
    }

    /// Opens the page that is being tested and waits until a click would count.
    pub fn open() -> Result<Self> {
        Self::open_in(Browser::Chromium)
    }

    /// The same in a browser of choice.
    pub fn open_in(browser: Browser) -> Result<Self> {
        let page = Self::start(browser)?;
        page.go("")?;
        page.call("snapshot", json!([]))?;
        Ok(page)
    }

    /// Opens the page with `rest` behind its address, and does not wait.
    pub fn open_at(rest: &str) -> Result<Self> {
        let page = Self::start(Browser::Chromium)?;
        page.go(rest)?;
        Ok(page)
    }

    /// Opens the page in a browser that runs `script` before anything of the page, and does not wait.
    pub fn open_with(script: &str) -> Result<Self> {
        let page = Self::start(Browser::Chromium)?;
        page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }))?;
        page.go("")?;
        Ok(page)
    }

    /// Starts a browser that shows nothing yet.
    pub fn start(browser: Browser) -> Result<Self> {
        let profile = tempfile::tempdir().context("no folder for the browser's profile")?;
        let driver = Driver::start(browser, profile.path())?;
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let asked = WebDriver::new(&driver.address, browser.capabilities(profile.path())?);
        let browser = runtime.block_on(asked).with_context(|| format!("{browser:?} does not open"))?;
        Ok(Self { runtime, browser, _driver: driver, profile })
    }

    /// Goes to the page, with `rest` behind its address, and does not wait.
    pub fn go(&self, rest: &str) -> Result<()> {
        let url = env::var("PINSCOPE_URL")
            .map_err(|_| anyhow!("no page to test: run `cargo xtask test`, which builds and serves it"))?;
        self.run(self.browser.goto(format!("{url}{rest}")))
    }

    /// Opens the page again, with nothing kept of before, and waits until a click would count.
    pub fn open_afresh(&self) -> Result<()> {
        let origin = self.evaluate("location.origin")?;
        self.run(self.browser.goto("about:blank"))?;
        self.devtools("Storage.clearDataForOrigin", json!({"origin": origin, "storageTypes": "all"}))?;
        self.go("")?;
        self.call("snapshot", json!([]))?;
        Ok(())
    }

    /// Calls `window.pinscope[name](...args)` and waits for its answer.
    ///
    /// # Errors
    /// `kind: message` of a refusal.
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

    /// Runs JavaScript that may `await`, and answers with what it returns.
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

    /// Sends a command of the DevTools protocol, which only Chromium speaks.
    pub fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        self.run(self.browser.cdp().send_raw(command, parameters))
    }

    /// Clicks the middle of the first element that `css` selects.
    pub fn click(&self, css: &str) -> Result<()> {
        let element = self.element(css)?;
        self.run(element.click())
    }

    /// An attribute of the first element that `css` selects.
    pub fn attribute(&self, css: &str, name: &str) -> Result<Option<String>> {
        self.element(css)?;
        let attribute = format!("document.querySelector({}).getAttribute({})", json!(css), json!(name));
        Ok(self.evaluate(&attribute)?.as_str().map(str::to_owned))
    }

    /// The visible text of every element that `css` selects, read at one moment: the page may be drawn anew at any.
    pub fn texts(&self, css: &str) -> Result<Vec<String>> {
        let texts = format!("[...document.querySelectorAll({})].map(element => element.innerText)", json!(css));
        Ok(serde_json::from_value(self.evaluate(&texts)?)?)
    }

    /// Types keys into the element that has the focus.
    pub fn press_keys(&self, keys: &str) -> Result<()> {
        self.run(self.browser.action_chain().send_keys(keys).perform())
    }

    /// Picks the entry of a list that is `word`, or begins with it, once there is one.
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

    /// Waits until `holds` does.
    pub fn wait_until(&self, what: &str, mut holds: impl FnMut(&Self) -> Result<bool>) -> Result<()> {
        let end = Instant::now() + PATIENCE;
        while !holds(self)? {
            ensure!(Instant::now() < end, "{what}: not so after {PATIENCE:?}");
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// What the browser's console has been told since this was last asked.
    pub fn console(&self) -> Result<Vec<BrowserLogEntry>> {
        self.run(self.browser.browser_log())
    }

    /// The first element that `css` selects, once there is one.
    pub fn element(&self, css: &str) -> Result<WebElement> {
        self.wait_until(css, |page| Ok(!page.run(page.browser.find_all(By::Css(css)))?.is_empty()))?;
        self.run(self.browser.find(By::Css(css)))
    }

    /// The address of the whole browser for the DevTools protocol; what [`devtools`](Self::devtools) reaches is the page.
    pub fn devtools_address(&self) -> Result<String> {
        let port = fs::read_to_string(self.profile.path().join("DevToolsActivePort"))?;
        let (port, path) = port.split_once('\n').context("the browser says no path")?;
        Ok(format!("ws://127.0.0.1:{port}{}", path.trim_end()))
    }

    /// The browser, for what has no word here.
    pub fn browser(&self) -> &WebDriver {
        &self.browser
    }

    /// Waits for what the browser was asked.
    pub fn run<T>(&self, asked: impl Future<Output = thirtyfour::error::WebDriverResult<T>>) -> Result<T> {
        Ok(self.runtime.block_on(asked)?)
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // It fails only if the browser is gone already.
        let _ = self.runtime.block_on(self.browser.clone().quit());
    }
}

/// The CSS selector of a pin's pad.
pub fn pad(pin: PinId) -> String {
    format!("[data-pin='{}']", pin.name())
}

impl Target for Page {
    /// Clicks the pad, which must bring the level. The pointer goes there by itself: Firefox's driver takes every group
    /// of a drawing for hidden and would not click it.
    fn drive(&mut self, pin: PinId, level: Level) -> Result<()> {
        let pad = self.element(&pad(pin))?;
        self.run(self.browser.action_chain().move_to_element_center(&pad).click().perform())?;
        self.wait_until("the pad shows the level", |page| Ok(page.shown_level(pin)? == Some(level)))
    }

    fn level(&mut self, pin: PinId) -> Result<Level> {
        self.shown_level(pin)?.with_context(|| format!("{pin:?} is neither low nor high"))
    }

    /// What the log's lines say. The pad's count must say the same.
    fn reports(&mut self, expected: usize) -> Result<Vec<Report>> {
        let counted = |page: &Self| Ok(page.attribute(&pad(BUTTON), "data-irqs")? == Some(expected.to_string()));
        self.wait_until("the pad counts the interrupts", counted)?;
        std::thread::sleep(QUIET);
        ensure!(counted(self)?, "the pad has counted on");
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

/// A line of the log: `0.152 340 GP10 rising priority 1 toggled GP25`, the time in front.
fn report(line: &str) -> Result<Report> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let name = words.iter().position(|word| word.starts_with("GP")).context("the line names no pin")?;
    let priority = words.iter().position(|&word| word == "priority").context("the line says no priority")?;
    ensure!(name > 0, "the line `{line}` says no time");
    Ok(Report {
        pin: PinId::from_name(words[name]).with_context(|| format!("the line `{line}` names no pin"))?,
        trigger: words[name + 1..priority].join(" "),
        priority: words.get(priority + 1).context("the line says no priority")?.parse()?,
    })
}
