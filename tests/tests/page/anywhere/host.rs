//! A web host that serves files without the headers that isolate a page.

use std::env;
use std::net::TcpListener;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use axum::Router;
use axum::response::Html;
use axum::routing::get;
use tokio::runtime::{self, Runtime};
use tower_http::services::ServeDir;

/// The name of this machine in the URLs of most tests.
pub const LOOPBACK: &str = "127.0.0.1";

/// Another name of this machine, which the browser considers another site.
pub const LOCALHOST: &str = "localhost";

/// A running host. It ends with all its connections when dropped.
pub struct Host {
    port: u16,
    _runtime: Runtime,
}

impl Host {
    /// Starts a host that serves `routes`.
    pub fn start(routes: Router) -> Result<Self> {
        let runtime = runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let listener = TcpListener::bind((LOOPBACK, 0))?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        runtime.spawn(async move { axum::serve(tokio::net::TcpListener::from_std(listener)?, routes).await });
        Ok(Self { port, _runtime: runtime })
    }

    /// Starts a host with the site below `/a/b/`.
    pub fn for_site() -> Result<Self> {
        Self::start(routes()?)
    }

    /// Starts a host with one page that contains `html`.
    pub fn for_page(html: &str) -> Result<Self> {
        let html = format!("<!doctype html><html lang=\"en\"><title>A lesson</title>{html}");
        Self::start(Router::new().route("/", get(move || async { Html(html) })))
    }

    /// Returns the URL of a file under one of the host's names.
    pub fn url(&self, name: &str, path: &str) -> String {
        format!("http://{name}:{}{path}", self.port)
    }
}

/// Returns the route of the site below `/a/b/`.
pub fn routes() -> Result<Router> {
    Ok(Router::new().nest_service("/a/b", ServeDir::new(site()?)))
}

/// Returns the folder with the site.
pub fn site() -> Result<PathBuf> {
    let folder = env::var_os("PINSCOPE_SITE").context("no site to test: run `cargo xtask test`, which writes it")?;
    Ok(folder.into())
}
