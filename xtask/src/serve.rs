//! The web server behind `play` and the browser tests: one folder, cross-origin isolated, on this machine only.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result, anyhow};
use tiny_http::{Header, Method, Request, Response};

/// Headers of every answer. The first two isolate the page, which shared memory asks for; the page is rebuilt in place,
/// so a browser must ask again each time.
const HEADERS: [(&str, &str); 4] = [
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Cache-Control", "no-cache"),
    ("X-Content-Type-Options", "nosniff"),
];

/// Takes a port of this machine; port 0 takes any free one.
pub fn listen(port: u16) -> Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => anyhow!(
            "port {port} is taken by another program: stop that one, or choose another port with \
             `cargo xtask play --port {}`",
            port.checked_add(1).unwrap_or(crate::play::PORT)
        ),
        _ => anyhow!(error).context(format!("cannot listen on port {port}")),
    })
}

/// A running server. It stops when dropped.
pub struct Server {
    http: Arc<tiny_http::Server>,
    address: SocketAddr,
    requested: Arc<Mutex<BTreeSet<String>>>,
    answering: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves the files of a folder on a port taken by [`listen`].
    pub fn start(listener: TcpListener, folder: PathBuf) -> Result<Self> {
        let address = listener.local_addr()?;
        let http =
            tiny_http::Server::from_listener(listener, None).map_err(|error| anyhow!("cannot serve: {error}"))?;
        let http = Arc::new(http);
        let requests = Arc::clone(&http);
        let requested = Arc::<Mutex<BTreeSet<String>>>::default();
        let noted = Arc::clone(&requested);
        let answering = thread::Builder::new()
            .name("serve".to_owned())
            .spawn(move || {
                for request in requests.incoming_requests() {
                    noted.lock().unwrap_or_else(PoisonError::into_inner).insert(request.url().to_owned());
                    answer(request, &folder);
                }
            })
            .context("cannot start the server's thread")?;
        Ok(Self { http, address, requested, answering: Some(answering) })
    }

    /// The page's address.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Every file that was asked for so far, relative to the folder.
    pub fn requested(&self) -> BTreeSet<PathBuf> {
        let requested = self.requested.lock().unwrap_or_else(PoisonError::into_inner);
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
        self.http.unblock();
        self.join();
    }
}

fn answer(request: Request, folder: &Path) {
    // A browser that goes away in the middle of an answer is nobody's error.
    let _ = match request.method() {
        Method::Get | Method::Head => match open(folder, request.url()) {
            Some((file, mime)) => request.respond(isolated(Response::from_file(file), mime)),
            None => request.respond(plain(404, "There is no such file.\n")),
        },
        _ => request.respond(plain(405, "This server only hands out files.\n")),
    };
}

fn open(folder: &Path, url: &str) -> Option<(File, &'static str)> {
    let path = folder.join(relative_path(url)?);
    let mime = mime(&path);
    let file = path.is_file().then(|| File::open(&path).ok())??;
    Some((file, mime))
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

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn plain(status: u16, text: &str) -> Response<impl std::io::Read> {
    isolated(Response::from_string(text), mime(Path::new("answer.txt"))).with_status_code(status)
}

fn isolated<R: std::io::Read>(mut response: Response<R>, mime: &str) -> Response<R> {
    for (name, value) in HEADERS.into_iter().chain([("Content-Type", mime)]) {
        let header = Header::from_bytes(name, value).expect("headers are plain ASCII");
        response.add_header(header);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read as _, Write as _};
    use std::net::TcpStream;

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
        let server = Server::start(listen(0).unwrap(), Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
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
    fn a_taken_port_is_said_with_a_way_out() {
        let taken = listen(0).unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = listen(port).unwrap_err().to_string();
        assert!(error.contains(&format!("port {port} is taken")) && error.contains("--port"), "{error}");
    }

    fn get(server: &Server, path: &str) -> String {
        let mut stream = TcpStream::connect(server.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}
