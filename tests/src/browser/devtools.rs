//! A client of the DevTools protocol. It reaches the page's workers, which WebDriver cannot.

use std::collections::VecDeque;
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use super::Page;

/// Maximum time without a message from the browser. Some measurements in a worker take two minutes.
const READ_TIMEOUT: Duration = Duration::from_secs(300);

/// A connection to the browser.
pub struct DevTools {
    socket: WebSocket<TcpStream>,
    last: u64,
    /// Sessions and URLs of workers that attached while the client waited for something else.
    workers: VecDeque<(Value, String)>,
}

/// The name and the session of a thread of the page.
pub type Thread = (String, Value);

impl DevTools {
    /// Connects to the page's browser.
    pub fn connect(page: &Page) -> Result<Self> {
        let address = page.devtools_address()?;
        let host = address.strip_prefix("ws://").and_then(|rest| rest.split('/').next()).context("no host")?;
        let stream = TcpStream::connect(host)?;
        stream.set_read_timeout(Some(READ_TIMEOUT))?;
        let (socket, _) = tungstenite::client(&address, stream)?;
        Ok(Self { socket, last: 0, workers: VecDeque::new() })
    }

    /// Returns the threads of the page and of its worker.
    pub fn threads(&mut self) -> Result<[Thread; 2]> {
        let page = self.page()?;
        self.attach_workers(&page, false)?;
        let (worker, _) = self.next_worker()?;
        Ok([("page".to_owned(), page), ("engine".to_owned(), worker)])
    }

    /// Calls `start`, waits for the worker whose program is in the file `name`, runs `script` in it before its program,
    /// and returns its session.
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

    /// Attaches to every worker that the page has or will start. If `wait` is set, new workers are paused at first.
    fn attach_workers(&mut self, page: &Value, wait: bool) -> Result<()> {
        let workers = json!({"autoAttach": true, "waitForDebuggerOnStart": wait, "flatten": true});
        self.write(page, "Target.setAutoAttach", &workers)?;
        Ok(())
    }

    /// Waits for the next worker to attach and returns its session and URL.
    fn next_worker(&mut self) -> Result<(Value, String)> {
        loop {
            if let Some(worker) = self.workers.pop_front() {
                return Ok(worker);
            }
            self.read()?;
        }
    }

    /// Sends a command and waits for its response.
    pub fn send(&mut self, session: &Value, method: &str, parameters: Value) -> Result<Value> {
        let id = self.write(session, method, &parameters)?;
        loop {
            let mut message = self.read()?;
            if message["id"] == id {
                if !message["error"].is_null() {
                    bail!("{method}: {}", message["error"]);
                }
                return Ok(message["result"].take());
            }
        }
    }

    /// Evaluates an expression in a thread.
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

    /// Reads the next message and records a worker that has attached.
    fn read(&mut self) -> Result<Value> {
        let message: Value = serde_json::from_str(self.socket.read()?.to_text()?)?;
        let (worker, target) = (&message["params"]["sessionId"], &message["params"]["targetInfo"]);
        if message["method"] == "Target.attachedToTarget" && target["type"] == "worker" {
            self.workers.push_back((worker.clone(), target["url"].as_str().unwrap_or_default().to_owned()));
        }
        Ok(message)
    }
}
