//! The web server of `play`, the bridge and the browser tests. It serves one folder as a cross-origin isolated site.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, anyhow};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{map_request_with_state, map_response};
use axum::response::Response;
use axum::routing::any;
use tokio::runtime::{self, Runtime};
use tokio::task::JoinHandle;
use tower_http::services::ServeDir;

/// The content security policy: the page and its workers load and run only what comes from this server. `index.html`,
/// `Trunk.toml` and `web/js/sw.js` contain the same policy.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; base-uri 'none'; form-action 'none'; object-src 'none'";

/// The headers of every response. The first two isolate the page, which shared memory requires. `no-cache` makes
/// browsers revalidate each file, because a new build replaces it.
pub const HEADERS: [(&str, &str); 5] = [
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Cache-Control", "no-cache"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", POLICY),
];

/// The address that only programs of this machine can reach.
pub const LOCALHOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// The lowest port that a program may bind without special rights.
const FIRST_USER_PORT: u16 = 1024;

/// Binds a port of `host`; port 0 binds any free one. `option` is the command with the option that chooses another
/// port: `cargo xtask play --port`.
///
/// # Errors
/// The port cannot be bound. The message says why, and what to do.
pub fn listen(host: IpAddr, port: u16, option: &str) -> Result<TcpListener> {
    TcpListener::bind((host, port)).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => anyhow!(
            "port {port} is taken by another program: stop that program, or choose another port with `{option} {}`",
            port.checked_add(1).unwrap_or(FIRST_USER_PORT)
        ),
        ErrorKind::AddrNotAvailable => anyhow!("this machine does not have the address {host}"),
        ErrorKind::PermissionDenied => anyhow!(
            "port {port} needs special rights: choose a port of at least {FIRST_USER_PORT}, such as `{option} 8080`"
        ),
        _ => anyhow!(error).context(format!("cannot listen on port {port}")),
    })
}

/// Binds any free port of this machine.
pub fn listen_locally() -> Result<TcpListener> {
    listen(LOCALHOST, 0, "")
}

/// Returns an address that a browser can connect to. For a server that listens on every address, this is the local one.
fn reachable(address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() { SocketAddr::new(LOCALHOST, address.port()) } else { address }
}

/// The files that were requested, relative to the served folder.
type RequestedFiles = Arc<Mutex<BTreeSet<PathBuf>>>;

/// A running server. It stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    requested: RequestedFiles,
    serving: JoinHandle<std::io::Result<()>>,
    runtime: Runtime,
}

impl Server {
    /// Serves the files of a folder on a port bound by [`listen`].
    pub fn start(listener: TcpListener, folder: PathBuf) -> Result<Self> {
        Self::start_with_routes(listener, folder, Router::new())
    }

    /// Serves these routes, and the files of a folder at every other path.
    pub fn start_with_routes(listener: TcpListener, folder: PathBuf, routes: Router) -> Result<Self> {
        let address = reachable(listener.local_addr()?);
        let requested = RequestedFiles::default();
        let not_found = any(|| async { (StatusCode::NOT_FOUND, "There is no such file.\n") });
        let files = ServeDir::new(folder).not_found_service(not_found);
        let routes = routes
            .fallback_service(files)
            .layer(map_request_with_state(Arc::clone(&requested), record))
            .layer(map_response(add_headers));
        let runtime = runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .context("cannot start the threads of the server")?;
        listener.set_nonblocking(true)?;
        let serving = runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            axum::serve(listener, routes).await
        });
        Ok(Self { address, requested, serving, runtime })
    }

    /// Returns the address of the page for a browser of this machine.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Returns the host and the port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns every file that was requested so far, relative to the served folder.
    pub fn requested(&self) -> BTreeSet<PathBuf> {
        self.requested.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Serves until the process is ended.
    ///
    /// # Errors
    /// The server cannot accept connections any more.
    pub fn wait(self) -> Result<()> {
        Ok(self.runtime.block_on(self.serving)??)
    }
}

async fn record(State(requested): State<RequestedFiles>, request: Request) -> Request {
    let path = request.uri().path().trim_start_matches('/');
    let file = if path.is_empty() { "index.html" } else { path };
    requested.lock().unwrap_or_else(PoisonError::into_inner).insert(file.into());
    request
}

async fn add_headers(mut response: Response) -> Response {
    for (name, value) in HEADERS {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("the names in HEADERS are valid");
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read as _, Write as _};
    use std::net::TcpStream;
    use std::path::Path;

    fn source_folder() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
    }

    fn get(server: &Server, path: &str) -> String {
        request(server, "GET", path)
    }

    fn request(server: &Server, method: &str, path: &str) -> String {
        let mut stream = TcpStream::connect(server.address).unwrap();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n").unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        response
    }

    #[test]
    fn requests_reach_files_of_the_folder_and_no_others() {
        let server = Server::start(listen_locally().unwrap(), source_folder().join("page")).unwrap();
        assert!(get(&server, "/template.rs?share=abc").starts_with("HTTP/1.1 200 "));
        for path in ["/../main.rs", "/a/../../main.rs", "/%2e%2e/main.rs", "/..%2fmain.rs", "//etc/passwd", "/a/"] {
            let response = get(&server, path);
            assert!(response.starts_with("HTTP/1.1 404 "), "{path}: {response}");
            assert!(response.ends_with("There is no such file.\n"), "{path}: {response}");
        }
    }

    #[test]
    fn every_response_has_the_headers_and_one_type() {
        let server = Server::start(listen_locally().unwrap(), source_folder()).unwrap();
        let found = get(&server, "/main.rs");
        assert!(found.starts_with("HTTP/1.1 200 "), "{found}");
        let missing = get(&server, "/nothing.js");
        assert!(missing.starts_with("HTTP/1.1 404 "), "{missing}");
        let head = request(&server, "HEAD", "/main.rs");
        assert!(head.starts_with("HTTP/1.1 200 ") && head.ends_with("\r\n\r\n"), "{head}");
        for response in [found, missing, head] {
            for (name, value) in HEADERS {
                let header = format!("\r\n{}: {value}\r\n", name.to_lowercase());
                assert_eq!(response.matches(&header).count(), 1, "{name} in {response}");
            }
            assert_eq!(response.matches("\r\ncontent-type: ").count(), 1, "{response}");
        }
        assert!(request(&server, "POST", "/main.rs").starts_with("HTTP/1.1 405 "));
    }

    #[test]
    fn idle_connections_do_not_delay_others() {
        let server = Server::start(listen_locally().unwrap(), source_folder()).unwrap();
        let idle: Vec<_> = (0..50).map(|_| TcpStream::connect(server.address).unwrap()).collect();
        assert!(get(&server, "/main.rs").starts_with("HTTP/1.1 200 "));
        assert_eq!(server.requested().into_iter().collect::<Vec<_>>(), [Path::new("main.rs")]);
        drop(idle);
    }

    #[test]
    fn a_server_that_is_dropped_frees_its_port() {
        let server = Server::start(listen_locally().unwrap(), source_folder()).unwrap();
        let address = server.address();
        drop(server);
        assert!(TcpStream::connect(address).is_err());
    }

    #[test]
    fn the_policy_is_the_same_in_every_file() {
        let texts =
            [include_str!("../../index.html"), include_str!("../../Trunk.toml"), include_str!("../../web/js/sw.js")];
        for text in texts {
            assert!(text.contains(&format!("\"{POLICY}\"")), "{text}");
        }
    }

    #[test]
    fn a_taken_port_is_reported_with_a_way_out() {
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
        let server = Server::start(listener, source_folder()).unwrap();
        assert!(server.url().starts_with("http://127.0.0.1:"), "{}", server.url());
        assert!(get(&server, "/main.rs").starts_with("HTTP/1.1 200 "));
    }

    #[test]
    fn an_address_of_another_machine_is_refused_by_name() {
        // This is an address for documentation (RFC 5737).
        let elsewhere = "192.0.2.1".parse().unwrap();
        let error = listen(elsewhere, 0, "cargo xtask play --port").unwrap_err().to_string();
        assert!(error.contains("192.0.2.1"), "{error}");
    }
}
