//! `cargo xtask bridge`: the page, and behind `/board` of the same origin a WebSocket whose binary messages are the bytes of
//! a board's serial line, as they are. The board is the firmware in QEMU, or a real one.

mod line;

use std::io::{self, ErrorKind};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::TryRecvError;
use std::time::Duration;

use anyhow::Result;
use tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tungstenite::{Error, HandshakeError, Message, WebSocket};

pub use line::Board;
use line::Line;

use crate::serve::{self, Server};
use crate::{image, page, project};

/// Where the WebSocket is.
pub const PATH: &str = "/board";

/// How long a message of the page is waited for before the board's bytes have their turn.
const TURN: Duration = Duration::from_millis(4);

/// The most bytes a message of the page may have.
const MOST_BYTES: usize = 64 * 1024;

/// Serves page and board on `port` until the process is ended.
pub fn run(board: Board, port: u16) -> Result<()> {
    if let Board::Qemu = board {
        image::build()?;
    }
    page::build()?;
    let server = start(serve::listen(port)?, project::page(), board)?;
    println!("the board is at {0}, its serial line at ws://{1}{PATH}", server.url(), server.address());
    server.wait();
    Ok(())
}

/// The server of page and board.
fn start(listener: TcpListener, folder: PathBuf, board: Board) -> Result<Server> {
    let port = listener.local_addr()?.port();
    let line = Arc::new(Line::open(board));
    Server::start_with(listener, folder, PATH, move |connection| {
        // A page that goes away, or is none of ours, is nobody's error here.
        let _ = serve_page(connection, &line, port);
    })
}

/// Carries bytes both ways until either side ends it, or another page takes the line over.
#[allow(clippy::result_large_err)] // The library's own type.
fn serve_page(connection: TcpStream, line: &Line, port: u16) -> Result<(), Error> {
    connection.set_read_timeout(Some(Duration::from_secs(5)))?;
    // A page from elsewhere can open a socket to this machine too; it is told from ours by its origin.
    let mut page = tungstenite::accept_hdr(connection, |request: &Request, response| admit(request, response, port))
        .map_err(|error| match error {
            HandshakeError::Failure(error) => error,
            HandshakeError::Interrupted(_) => Error::Io(ErrorKind::TimedOut.into()),
        })?;
    page.get_ref().set_read_timeout(Some(TURN))?;
    let incoming = line.listen();
    loop {
        match incoming.try_recv() {
            Ok(bytes) => page.send(Message::Binary(bytes.into()))?,
            Err(TryRecvError::Disconnected) => return page.close(None),
            Err(TryRecvError::Empty) => match next(&mut page)? {
                Some(Message::Binary(bytes)) if bytes.len() <= MOST_BYTES => line.send(&bytes)?,
                Some(Message::Close(_)) => return Ok(()),
                _ => {}
            },
        }
    }
}

#[allow(clippy::result_large_err)] // The library's own type.
fn admit(request: &Request, response: Response, port: u16) -> Result<Response, ErrorResponse> {
    let origin = request.headers().get("origin").and_then(|origin| origin.to_str().ok());
    let ours = ["127.0.0.1", "localhost"].map(|host| format!("http://{host}:{port}"));
    // Programs that are no browsers send none.
    if origin.is_none_or(|origin| ours.iter().any(|ours| ours == origin)) {
        Ok(response)
    } else {
        let mut refusal = ErrorResponse::new(Some("only the page that is served here\n".to_owned()));
        *refusal.status_mut() = tungstenite::http::StatusCode::FORBIDDEN;
        Err(refusal)
    }
}

/// The page's next message, if one comes in a turn.
fn next(page: &mut WebSocket<TcpStream>) -> Result<Option<Message>, Error> {
    match page.read() {
        Ok(message) => Ok(Some(message)),
        Err(Error::Io(error)) if is_timeout(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read as _, Write as _};
    use std::os::unix::net::UnixListener;
    use std::path::Path;
    use std::thread;
    use tungstenite::client::IntoClientRequest as _;
    use tungstenite::stream::MaybeTlsStream;

    type Page = WebSocket<MaybeTlsStream<TcpStream>>;

    /// A server whose board says in capitals what it hears.
    fn server(name: &str) -> Server {
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
        start(serve::listen(0).unwrap(), folder, Board::Socket(path)).unwrap()
    }

    #[allow(clippy::result_large_err)] // The library's own type.
    fn open(server: &Server, origin: &str) -> Result<Page, Error> {
        let mut request = format!("ws://{}{PATH}", server.address()).into_client_request()?;
        request.headers_mut().insert("origin", origin.parse().unwrap());
        Ok(tungstenite::connect(request)?.0)
    }

    /// What the board answers; it may not be there yet, and then the page is sent away and comes again.
    fn ask(server: &Server, origin: &str) -> (Page, Vec<u8>) {
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
        panic!("no board answers");
    }

    #[test]
    fn bytes_pass_both_ways_and_the_last_page_has_the_line() {
        let server = server("bytes");
        let origin = server.url().trim_end_matches('/').to_owned();
        let (mut first, answer) = ask(&server, &origin);
        assert_eq!(answer, [b'A', 0, 0xFF]);
        let (_second, answer) = ask(&server, &origin);
        assert_eq!(answer, [b'A', 0, 0xFF]);
        assert!(!matches!(first.read(), Ok(Message::Binary(_))), "the first hears no more");
    }

    #[test]
    fn a_page_from_elsewhere_is_refused() {
        let server = server("elsewhere");
        let refused = open(&server, "http://elsewhere.example");
        assert!(matches!(refused, Err(Error::Http(response)) if response.status() == 403));
    }
}
