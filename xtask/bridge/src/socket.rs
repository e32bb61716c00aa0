//! Serves the WebSocket between the page and the serial line. If the board is QEMU, the first message is the text
//! `QEMU`.

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use axum::Router;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, ORIGIN};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use tokio::task::block_in_place;
use xtask::serve::Server;

use crate::serial::SerialLine;

/// The path of the WebSocket.
pub const PATH: &str = "/board";

/// Maximum length of a message of the page.
const MAX_MESSAGE_BYTES: usize = 64 * 1024;

struct Bridge {
    line: Arc<SerialLine>,
    /// The origins of the page that this server serves.
    origins: [String; 2],
    /// The first message to the page, so that it does not take an emulator for a physical board.
    emulator: Option<&'static str>,
}

/// Serves the page in `folder` and the WebSocket.
pub fn serve(
    listener: TcpListener,
    folder: PathBuf,
    line: Arc<SerialLine>,
    emulator: Option<&'static str>,
) -> Result<Server> {
    let port = listener.local_addr()?.port();
    let origins = ["127.0.0.1", "localhost"].map(|host| format!("http://{host}:{port}"));
    let bridge = Arc::new(Bridge { line, origins, emulator });
    Server::start_with_routes(listener, folder, Router::new().route(PATH, get(upgrade)).with_state(bridge))
}

async fn upgrade(State(bridge): State<Arc<Bridge>>, headers: HeaderMap, upgrade: WebSocketUpgrade) -> Response {
    if !bridge.admits(&headers) {
        return (StatusCode::FORBIDDEN, "Only the page of this server may use the board.\n").into_response();
    }
    upgrade.max_message_size(MAX_MESSAGE_BYTES).on_upgrade(async move |page| {
        // This fails when the page or the board has disconnected, and then there is nothing left to do.
        let _ = bridge.connect(page).await;
    })
}

impl Bridge {
    /// Returns true if the request comes from the page of this server, or from a program that is not a browser and
    /// sends no origin. Pages of other sites could reach this machine too.
    fn admits(&self, headers: &HeaderMap) -> bool {
        headers.get(ORIGIN).is_none_or(|origin| self.origins.iter().any(|own| own.as_bytes() == origin.as_bytes()))
    }

    /// Carries bytes in both directions until one side ends, or another page connects.
    async fn connect(&self, mut page: WebSocket) -> Result<()> {
        if let Some(emulator) = self.emulator {
            page.send(Message::text(emulator)).await?;
        }
        let mut received = self.line.subscribe();
        loop {
            tokio::select! {
                bytes = received.recv() => match bytes {
                    Some(bytes) => page.send(Message::Binary(bytes.into())).await?,
                    None => return Ok(page.send(Message::Close(None)).await?),
                },
                message = page.recv() => match message.transpose()? {
                    Some(Message::Binary(bytes)) => block_in_place(|| self.line.send(&bytes))?,
                    None | Some(Message::Close(_)) => return Ok(()),
                    Some(_) => {}
                },
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::io::{Read as _, Write as _};
    use std::net::TcpStream;
    use std::os::unix::net::UnixListener;
    use std::path::Path;
    use std::thread;
    use std::time::Duration;
    use tungstenite::client::IntoClientRequest as _;
    use tungstenite::stream::MaybeTlsStream;
    use tungstenite::{Error, Message};

    use crate::board::Board;

    type Page = tungstenite::WebSocket<MaybeTlsStream<TcpStream>>;

    /// Starts a server whose board sends every letter back as a capital.
    fn start(name: &str) -> Server {
        let path = std::env::temp_dir().join(format!("pinscope-bridge-{}-{name}", std::process::id()));
        let _ = std::fs::remove_file(&path);
        let board = UnixListener::bind(&path).unwrap();
        thread::spawn(move || {
            let (mut line, _) = board.accept().unwrap();
            let mut byte = [0];
            while line.read_exact(&mut byte).is_ok()
                && line.write_all(&byte.map(|byte| byte.to_ascii_uppercase())).is_ok()
            {}
        });
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let line = Arc::new(SerialLine::open(Board::Socket(path)));
        serve(xtask::serve::listen_locally().unwrap(), folder, line, None).unwrap()
    }

    #[allow(clippy::result_large_err)] // The library's own type.
    fn open(server: &Server, origin: &str) -> Result<Page, Error> {
        let mut request = format!("ws://{}{PATH}", server.address()).into_client_request()?;
        request.headers_mut().insert("origin", origin.parse().unwrap());
        Ok(tungstenite::connect(request)?.0)
    }

    /// Sends three bytes and returns the board's response. Connects again as long as the board has not been reached.
    fn exchange(server: &Server, origin: &str) -> (Page, Vec<u8>) {
        for _ in 0..200 {
            let mut page = open(server, origin).unwrap();
            page.send(Message::Binary(vec![b'a', 0, 0xFF].into())).unwrap();
            if let Ok(Message::Binary(bytes)) = page.read() {
                let mut all = bytes.to_vec();
                while all.len() < 3 {
                    all.extend(page.read().unwrap().into_data());
                }
                return (page, all);
            }
            thread::sleep(Duration::from_millis(50));
        }
        panic!("the board does not respond");
    }

    #[test]
    fn bytes_pass_both_ways_and_the_last_page_has_the_line() {
        let server = start("bytes");
        let origin = server.url().trim_end_matches('/').to_owned();
        let (mut first, response) = exchange(&server, &origin);
        assert_eq!(response, [b'A', 0, 0xFF]);
        let (_second, response) = exchange(&server, &origin);
        assert_eq!(response, [b'A', 0, 0xFF]);
        assert!(!matches!(first.read(), Ok(Message::Binary(_))), "the first page receives no more");
    }

    #[test]
    fn a_page_from_elsewhere_is_refused() {
        let server = start("elsewhere");
        let refused = open(&server, "http://elsewhere.example");
        assert!(matches!(refused, Err(Error::Http(response)) if response.status() == 403));
    }
}
