//! The web server behind `play`, `bridge` and the browser tests: one folder, cross-origin isolated.

mod http;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result, anyhow};
use http::Response;

/// The policy that lets the page and its workers load and run only what comes from here. `index.html`, `Trunk.toml` and
/// `web/js/sw.js` contain the same.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; base-uri 'none'; form-action 'none'; object-src 'none'";

/// Headers of every answer. The first two isolate the page, which shared memory asks for; the page is rebuilt in place,
/// so a browser must ask again each time.
pub const HEADERS: [(&str, &str); 5] = [
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Cache-Control", "no-cache"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", POLICY),
];

/// The host that only programs of this machine can reach.
pub const LOCALHOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// The lowest port that a program may take without special rights.
const FIRST_USER_PORT: u16 = 1024;

/// Takes a port of `host`; port 0 takes any free one. `option` is the command and its option that choose another port:
/// `cargo xtask play --port`.
///
/// # Errors
/// A sentence that says why the port cannot be taken, and what to do.
pub fn listen(host: IpAddr, port: u16, option: &str) -> Result<TcpListener> {
    TcpListener::bind((host, port)).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => anyhow!(
            "port {port} is taken by another program: stop that one, or choose another port with `{option} {}`",
            port.checked_add(1).unwrap_or(FIRST_USER_PORT)
        ),
        ErrorKind::AddrNotAvailable => anyhow!("this machine does not have the address {host}"),
        ErrorKind::PermissionDenied => {
            anyhow!("port {port} is not for every program: choose one from {FIRST_USER_PORT} on with `{option} 8080`")
        }
        _ => anyhow!(error).context(format!("cannot listen on port {port}")),
    })
}

/// Takes any free port of this machine.
pub fn listen_locally() -> Result<TcpListener> {
    listen(LOCALHOST, 0, "")
}

/// Returns an address that can be connected to: of a server that listens on every address of this machine, the local one.
fn reachable(address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() { SocketAddr::new(LOCALHOST, address.port()) } else { address }
}

/// A running server. It stops when dropped.
pub struct Server {
    address: SocketAddr,
    site: Arc<Site>,
    answering: Option<JoinHandle<()>>,
}

/// What is done with a connection that asks for no file.
type Take = Box<dyn Fn(TcpStream) + Send + Sync>;

/// What is served, and what has become of it.
struct Site {
    folder: PathBuf,
    /// A path that is no file, and who takes connections to it.
    socket: Option<(&'static str, Take)>,
    requested: Mutex<BTreeSet<String>>,
    is_closed: AtomicBool,
}

impl Server {
    /// Serves the files of a folder on a port taken by [`listen`].
    pub fn start(listener: TcpListener, folder: PathBuf) -> Result<Self> {
        Self::start_site(listener, folder, None)
    }

    /// The same, and hands connections that ask for `path` to `take`, with nothing read of them.
    pub fn start_with(
        listener: TcpListener,
        folder: PathBuf,
        path: &'static str,
        take: impl Fn(TcpStream) + Send + Sync + 'static,
    ) -> Result<Self> {
        Self::start_site(listener, folder, Some((path, Box::new(take))))
    }

    fn start_site(listener: TcpListener, folder: PathBuf, socket: Option<(&'static str, Take)>) -> Result<Self> {
        let address = reachable(listener.local_addr()?);
        let site = Arc::new(Site { folder, socket, requested: Mutex::default(), is_closed: AtomicBool::new(false) });
        let answering = {
            let site = Arc::clone(&site);
            let thread = thread::Builder::new().name("serve".to_owned()).spawn(move || site.answer_all(&listener));
            thread.context("cannot start the server's thread")?
        };
        Ok(Self { address, site, answering: Some(answering) })
    }

    /// The page's address, as a browser of this machine opens it.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Host and port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Every file that was asked for so far, relative to the folder.
    pub fn requested(&self) -> BTreeSet<PathBuf> {
        let requested = self.site.requested.lock().unwrap_or_else(PoisonError::into_inner);
        requested.iter().filter_map(|url| relative_path(url)).collect()
    }

    /// Serves until the process is ended.
    pub fn wait(mut self) {
        self.join();
    }

    fn join(&mut self) {
        if let Some(thread) = self.answering.take() {
            // A panic there has already been printed; there is nothing to add to it.
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.site.is_closed.store(true, Ordering::Relaxed);
        // The next connection is the last; if nobody can connect, nobody is answered either.
        if TcpStream::connect(self.address).is_ok() {
            self.join();
        }
    }
}

impl Site {
    fn answer_all(self: Arc<Self>, listener: &TcpListener) {
        for connection in listener.incoming() {
            if self.is_closed.load(Ordering::Relaxed) {
                return;
            }
            let site = Arc::clone(&self);
            // A browser that goes away in the middle of an answer is nobody's error.
            thread::spawn(move || connection.and_then(|connection| site.take(connection)));
        }
    }

    fn take(&self, connection: TcpStream) -> io::Result<()> {
        match &self.socket {
            Some((path, take)) if http::asks_for(&connection, path)? => take(connection),
            _ => self.answer(&connection)?,
        }
        Ok(())
    }

    fn answer(&self, connection: &TcpStream) -> io::Result<()> {
        let request = http::read(connection)?;
        let response = match request.method.as_str() {
            "GET" | "HEAD" => match self.open(&request.url) {
                Some((body, mime)) => response("200 OK", mime, body),
                None => response("404 Not Found", mime(TEXT), "There is no such file.\n".into()),
            },
            _ => response("405 Method Not Allowed", mime(TEXT), "This server only hands out files.\n".into()),
        };
        self.requested.lock().unwrap_or_else(PoisonError::into_inner).insert(request.url);
        response.write(connection, request.method != "HEAD")
    }

    fn open(&self, url: &str) -> Option<(Vec<u8>, &'static str)> {
        let path = self.folder.join(relative_path(url)?);
        Some((fs::read(&path).ok()?, mime(&path)))
    }
}

/// The file that a request names, relative to the folder. Names of plain characters are all the page has, so anything
/// else (`..`, hidden files, percent signs, backslashes) names nothing, and no path can leave the folder.
fn relative_path(url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.strip_prefix('/')?;
    let path = if path.is_empty() { "index.html" } else { path };
    path.split('/').all(is_plain_name).then(|| path.into())
}

fn is_plain_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    !name.is_empty() && !name.starts_with('.') && name.chars().all(plain)
}

fn mime(path: impl AsRef<Path>) -> &'static str {
    match path.as_ref().extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("txt" | "py") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// As what the server's own sentences are sent.
const TEXT: &str = "answer.txt";

fn response(status: &'static str, mime: &'static str, body: Vec<u8>) -> Response<'static> {
    Response { status, headers: HEADERS.into_iter().chain([("Content-Type", mime)]).collect(), body }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read as _, Write as _};

    #[test]
    fn requests_name_files_of_the_folder_and_no_others() {
        let path = |url| relative_path(url).map(|path| path.to_str().unwrap().to_owned());
        assert_eq!(path("/").as_deref(), Some("index.html"));
        assert_eq!(path("/?share=abc#top").as_deref(), Some("index.html"));
        assert_eq!(path("/ui-1a2b_bg.wasm").as_deref(), Some("ui-1a2b_bg.wasm"));
        assert_eq!(path("/snippets/a/inline0.js").as_deref(), Some("snippets/a/inline0.js"));
        for bad in [
            "",
            "index.html",
            "//etc/passwd",
            "/../Cargo.toml",
            "/a/../../x",
            "/%2e%2e/x",
            "/..\\x",
            "/.git/HEAD",
            "/a/",
        ] {
            assert_eq!(path(bad), None, "{bad}");
        }
    }

    #[test]
    fn every_answer_is_isolated_and_typed() {
        let server =
            Server::start(listen_locally().unwrap(), Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
        let found = get(&server, "/main.rs");
        assert!(found.starts_with("HTTP/1.1 200 "), "{found}");
        let missing = get(&server, "/nothing.js");
        assert!(missing.starts_with("HTTP/1.1 404 "), "{missing}");
        for answer in [found, missing] {
            for (name, value) in HEADERS {
                assert!(answer.contains(&format!("{name}: {value}\r\n")), "{name} in {answer}");
            }
            assert_eq!(answer.matches("Content-Type: ").count(), 1, "{answer}");
        }
    }

    #[test]
    fn connections_that_ask_nothing_keep_nobody_waiting() {
        let server =
            Server::start(listen_locally().unwrap(), Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
        let idle: Vec<_> = (0..50).map(|_| TcpStream::connect(server.address).unwrap()).collect();
        assert!(get(&server, "/main.rs").starts_with("HTTP/1.1 200 "));
        assert_eq!(server.requested().into_iter().collect::<Vec<_>>(), [Path::new("main.rs")]);
        drop(idle);
    }

    #[test]
    fn the_policy_is_the_same_wherever_it_is_said() {
        let said =
            [include_str!("../../index.html"), include_str!("../../Trunk.toml"), include_str!("../../web/js/sw.js")];
        for text in said {
            assert!(text.contains(&format!("\"{POLICY}\"")), "{text}");
        }
    }

    #[test]
    fn a_taken_port_is_said_with_a_way_out() {
        let taken = listen_locally().unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = listen(LOCALHOST, port, "cargo xtask bridge --listen").unwrap_err().to_string();
        assert!(error.contains(&format!("port {port} is taken")), "{error}");
        assert!(error.contains("`cargo xtask bridge --listen "), "{error}");
    }

    #[test]
    fn a_server_on_every_address_names_one_that_a_browser_can_open() {
        let everywhere = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        let listener = listen(everywhere, 0, "cargo xtask play --port").unwrap();
        let server = Server::start(listener, Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
        assert!(server.url().starts_with("http://127.0.0.1:"), "{}", server.url());
        assert!(get(&server, "/main.rs").starts_with("HTTP/1.1 200 "));
    }

    #[test]
    fn an_address_of_another_machine_is_refused_by_name() {
        // One of those that are kept for examples.
        let elsewhere = "192.0.2.1".parse().unwrap();
        let error = listen(elsewhere, 0, "cargo xtask play --port").unwrap_err().to_string();
        assert!(error.contains("192.0.2.1"), "{error}");
    }

    fn get(server: &Server, path: &str) -> String {
        let mut stream = TcpStream::connect(server.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}
