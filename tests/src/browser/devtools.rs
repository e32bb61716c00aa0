//! The DevTools protocol by itself: WebDriver reaches the page, but not its workers.

use std::collections::VecDeque;
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use super::Page;

/// How long the browser may say nothing: what is measured in a worker takes a minute or two.
const PATIENCE: Duration = Duration::from_secs(300);

/// A connection to the browser.
pub struct DevTools {
    socket: WebSocket<TcpStream>,
    last: u64,
    /// Workers that were told of while something else was waited for: their sessions and addresses.
    workers: VecDeque<(Value, String)>,
}

/// A thread of the page: its name and its session.
pub type Thread = (String, Value);

impl DevTools {
    /// Connects to the page's browser.
    pub fn connect(page: &Page) -> Result<Self> {
        let address = page.devtools_address()?;
        let host = address.strip_prefix("ws://").and_then(|rest| rest.split('/').next()).context("no host")?;
        let stream = TcpStream::connect(host)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let (socket, _) = tungstenite::client(&address, stream)?;
        Ok(Self { socket, last: 0, workers: VecDeque::new() })
    }

    /// The page and its worker.
    pub fn threads(&mut self) -> Result<[Thread; 2]> {
        let page = self.page()?;
        self.attach_workers(&page, false)?;
        let (worker, _) = self.next_worker()?;
        Ok([("page".to_owned(), page), ("engine".to_owned(), worker)])
    }

    /// Waits for the worker whose program is in the file `name`, which `start` makes the page begin, has it run `script`
    /// before anything of its own, and answers with its session.
    pub fn prepare_worker(&mut self, name: &str, script: &str, start: impl FnOnce() -> Result<()>) -> Result<Value> {
        let page = self.page()?;
        self.attach_workers(&page, true)?;
        start()?;
        loop {
            let (worker, url) = self.next_worker()?;
            let is_it = url.ends_with(name);
            if is_it {
                self.evaluate(&worker, script)?;
            }
            self.send(&worker, "Runtime.runIfWaitingForDebugger", json!({}))?;
            if is_it {
                return Ok(worker);
            }
        }
    }

    fn page(&mut self) -> Result<Value> {
        let targets = self.send(&Value::Null, "Target.getTargets", json!({}))?;
        let mut targets = targets["targetInfos"].as_array().into_iter().flatten();
        let page = targets.find(|target| target["type"] == "page").context("the browser shows no page")?;
        let attach = json!({"targetId": page["targetId"], "flatten": true});
        Ok(self.send(&Value::Null, "Target.attachToTarget", attach)?["sessionId"].take())
    }

    /// Asks to be told of every worker the page has or starts; those to come may have to wait for leave to run.
    fn attach_workers(&mut self, page: &Value, wait: bool) -> Result<()> {
        let workers = json!({"autoAttach": true, "waitForDebuggerOnStart": wait, "flatten": true});
        self.write(page, "Target.setAutoAttach", &workers)?;
        Ok(())
    }

    /// The session and the address of the next worker that is told of.
    fn next_worker(&mut self) -> Result<(Value, String)> {
        loop {
            if let Some(worker) = self.workers.pop_front() {
                return Ok(worker);
            }
            self.read()?;
        }
    }

    /// Sends a command and waits for its answer.
    pub fn send(&mut self, session: &Value, method: &str, parameters: Value) -> Result<Value> {
        let id = self.write(session, method, &parameters)?;
        loop {
            let mut told = self.read()?;
            if told["id"] == id {
                if !told["error"].is_null() {
                    bail!("{method}: {}", told["error"]);
                }
                return Ok(told["result"].take());
            }
        }
    }

    /// What a thread makes of an expression.
    pub fn evaluate(&mut self, session: &Value, expression: &str) -> Result<Value> {
        let parameters = json!({"expression": expression, "awaitPromise": true, "returnByValue": true});
        Ok(self.send(session, "Runtime.evaluate", parameters)?["result"]["value"].take())
    }

    fn write(&mut self, session: &Value, method: &str, parameters: &Value) -> Result<u64> {
        self.last += 1;
        let mut command = json!({"id": self.last, "method": method, "params": parameters});
        if !session.is_null() {
            command["sessionId"] = session.clone();
        }
        self.socket.send(Message::text(command.to_string()))?;
        Ok(self.last)
    }

    /// The next message, which may tell of a worker.
    fn read(&mut self) -> Result<Value> {
        let told: Value = serde_json::from_str(self.socket.read()?.to_text()?)?;
        let (worker, target) = (&told["params"]["sessionId"], &told["params"]["targetInfo"]);
        if told["method"] == "Target.attachedToTarget" && target["type"] == "worker" {
            self.workers.push_back((worker.clone(), target["url"].as_str().unwrap_or_default().to_owned()));
        }
        Ok(told)
    }
}
