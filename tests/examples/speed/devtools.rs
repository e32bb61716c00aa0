//! The DevTools protocol by itself: WebDriver reaches the page, but not its worker.

use std::net::TcpStream;

use anyhow::{Context as _, Result, bail};
use pinscope_tests::browser::Page;
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

/// A connection to the browser.
pub struct DevTools {
    socket: WebSocket<TcpStream>,
    last: u64,
}

/// A thread of the page: its name and its session.
pub type Thread = (String, Value);

impl DevTools {
    /// Connects to the page's browser.
    pub fn connect(page: &Page) -> Result<Self> {
        let address = page.devtools_address()?;
        let host = address.strip_prefix("ws://").and_then(|rest| rest.split('/').next()).context("no host")?;
        let (socket, _) = tungstenite::client(&address, TcpStream::connect(host)?)?;
        Ok(Self { socket, last: 0 })
    }

    /// The page and its worker.
    pub fn threads(&mut self) -> Result<[Thread; 2]> {
        let targets = self.send(&Value::Null, "Target.getTargets", json!({}))?;
        let mut targets = targets["targetInfos"].as_array().into_iter().flatten();
        let page = targets.find(|target| target["type"] == "page").context("the browser shows no page")?;
        let attach = json!({"targetId": page["targetId"], "flatten": true});
        let page = self.send(&Value::Null, "Target.attachToTarget", attach)?["sessionId"].clone();
        let workers = json!({"autoAttach": true, "waitForDebuggerOnStart": false, "flatten": true});
        self.write(&page, "Target.setAutoAttach", &workers)?;
        loop {
            let told = self.read()?;
            if told["method"] == "Target.attachedToTarget" && told["params"]["targetInfo"]["type"] == "worker" {
                return Ok([("page".to_owned(), page), ("engine".to_owned(), told["params"]["sessionId"].clone())]);
            }
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

    fn read(&mut self) -> Result<Value> {
        Ok(serde_json::from_str(self.socket.read()?.to_text()?)?)
    }
}
