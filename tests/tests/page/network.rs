//! A proxy in front of the server that can be ended or can remove headers.

use std::io::{self, copy, prelude::*};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use anyhow::Result;
use pinscope_tests::browser::Page;

/// A proxy in front of the page's server, until it is ended.
pub struct Network {
    pub url: String,
    is_up: Arc<AtomicBool>,
}

impl Network {
    /// Starts a proxy in front of `server`.
    pub fn to(server: &str) -> Result<Self> {
        Self::start(server, false)
    }

    /// Starts a proxy that removes the headers which isolate a page, as if the host sent none.
    pub fn without_isolation(server: &str) -> Result<Self> {
        Self::start(server, true)
    }

    fn start(server: &str, strips: bool) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let network = Self { url: format!("http://{}/", listener.local_addr()?), is_up: Arc::new(true.into()) };
        let (server, is_up) = (server.to_owned(), network.is_up.clone());
        thread::spawn(move || {
            for browser in listener.incoming().flatten() {
                if !is_up.load(Ordering::SeqCst) {
                    break;
                }
                let (server, is_up) = (server.clone(), is_up.clone());
                thread::spawn(move || forward(browser, &server, &is_up, strips));
            }
        });
        Ok(network)
    }

    /// Ends the proxy: from now on nothing answers.
    pub fn end(&self) {
        self.is_up.store(false, Ordering::SeqCst);
        // A connection makes the listener's loop check `is_up`.
        let _ = TcpStream::connect(self.url.trim_start_matches("http://").trim_end_matches('/'));
    }
}

/// Forwards everything in both directions. After the end, a connection is closed when the browser uses it again.
fn forward(browser: TcpStream, server: &str, is_up: &AtomicBool, strips: bool) -> Option<()> {
    let server = TcpStream::connect(server).ok()?;
    let (mut from_server, mut to_browser) = (server.try_clone().ok()?, browser.try_clone().ok()?);
    let responses = thread::spawn(move || {
        if strips {
            to_browser.write_all(&stripped_head(&mut from_server)?)?;
        }
        copy(&mut from_server, &mut to_browser)
    });
    let (mut from_browser, mut to_server) = (&browser, &server);
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = from_browser.read(&mut buffer) {
        if !is_up.load(Ordering::SeqCst) {
            break;
        }
        let request = &buffer[..length];
        // Only the head of a connection's first response is changed, so each connection carries one response.
        let request =
            if strips { replaced(request, "Connection: keep-alive", "Connection: close") } else { request.to_vec() };
        to_server.write_all(&request).ok()?;
    }
    let _ = (browser.shutdown(Shutdown::Both), server.shutdown(Shutdown::Both));
    responses.join().ok().map(drop)
}

/// Reads the head of a response and renames the headers that isolate a page. The server writes names in lower case.
fn stripped_head(from_server: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        from_server.read_exact(&mut byte)?;
        head.extend(byte);
    }
    Ok(replaced(&replaced(&head, "cross-origin-", "nothing-"), "content-security-", "nothing-"))
}

fn replaced(head: &[u8], from: &str, to: &str) -> Vec<u8> {
    String::from_utf8_lossy(head).replace(from, to).into()
}

/// Waits until the page has stored files with these names for use without a network.
pub fn wait_until_stored(page: &Page, names: &[&str]) -> Result<()> {
    page.wait_until(&format!("{names:?} are stored"), |page| {
        let script = "const done = arguments[0];
            caches.open(`pinscope ${new URL('.', location)}`).then(cache => cache.keys())
                .then(keys => done(keys.map(({url}) => url)));";
        let stored = page.run(page.browser().execute_async(script, Vec::new()))?.json().to_string();
        Ok(names.iter().all(|name| stored.contains(name)))
    })
}
