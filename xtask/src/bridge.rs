//! `cargo xtask bridge`: the page, and behind `/board` of the same origin a WebSocket whose binary messages are the bytes of
//! a board's serial line, as they are. The board is the firmware in QEMU, or a real one. Where it is QEMU, the first
//! message is the text `QEMU`.

mod line;
mod pins;
mod qemu;

use std::io::{self, ErrorKind};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::TryRecvError;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tungstenite::{Error, HandshakeError, Message, WebSocket};

pub use line::Board;
use line::Line;

use crate::serve::{self, LOCALHOST, Server};
use crate::tools::QEMU;
use crate::{image, page, project, serial};

/// Where the WebSocket is.
pub const PATH: &str = "/board";

/// How long a message of the page is waited for before the board's bytes have their turn.
const TURN: Duration = Duration::from_millis(4);

/// The most bytes a message of the page may have.
const MOST_BYTES: usize = 64 * 1024;

/// The first message to a page whose board is QEMU, so that it does not take it for a real one.
const EMULATOR: &str = "QEMU";

/// Serves page and board on `port` until the process is ended.
pub fn run(board: Board, port: u16) -> Result<()> {
    // Port, tool and device come first, so that what is missing is known before the minutes of a first build.
    let listener = serve::listen(LOCALHOST, port, "cargo xtask bridge --listen")?;
    match &board {
        Board::Qemu(profile) => {
            QEMU.require()?;
            image::build_for(*profile)?;
        }
        Board::Serial(port) => drop(serial::open(port)?),
        Board::Socket(_) => {}
    }
    page::build()?;
    let line = Arc::new(Line::open(board.clone()));
    let server = serve(listener, project::page(), Arc::clone(&line), board.emulator())?;
    println!("\nThe page is at {}   (Ctrl-C stops it)", server.url());
    println!("Choose \"a real one\" among its boards, and there \"this page's bridge\".");
    println!("A program finds the board's serial line at ws://{}{PATH}.", server.address());
    if let Board::Qemu(profile) = board {
        introduce_qemu(profile);
        thread::spawn(move || change_pins(&line));
    }
    server.wait();
    Ok(())
}

/// Chooses the board that the command's options mean.
///
/// # Errors
/// A sentence that says which options there are, if none or several were given.
pub fn board(other: Option<Board>, is_qemu: bool, profile: Option<&str>) -> Result<Board> {
    match (other, is_qemu) {
        (Some(board), false) => {
            ensure!(profile.is_none(), "--board belongs to --qemu: a real board names itself");
            Ok(board)
        }
        (None, true) => {
            let name = profile.unwrap_or(image::Board::Wipy.name());
            let profile = image::Board::from_name(name);
            profile.map(Board::Qemu).with_context(|| format!("--board takes wipy or launchxl, not {name}"))
        }
        (Some(_), true) => bail!("only one board can be behind the page: leave --qemu away, or the other option"),
        (None, false) => bail!("which board? --qemu needs none, --serial DEVICE is a real one; {}", serial::present()),
    }
}

fn introduce_qemu(profile: image::Board) {
    let [elf, vectors] = ["elf", "vectors.bin"].map(|kind| image::relative(&image::file(profile, kind)));
    println!(
        "The board is QEMU with the firmware for {}. It has pins, interrupts and a serial line, but neither pulls nor sleep.\n\
         {}\n\
         The page uses the serial line, so nothing else can. For the console instead, stop this and run:\n  {}",
        profile.name(),
        pins::HELP,
        crate::qemu::console(&elf, &vectors)
    );
}

/// Carries out the lines that a person types, or another program writes, until they end.
fn change_pins(line: &Line) {
    for typed in io::stdin().lines().map_while(Result::ok).filter(|typed| !typed.trim().is_empty()) {
        let changed = pins::parse(&typed).and_then(|(pin, change)| line.change_pin(pin, change));
        println!("{}", changed.unwrap_or_else(|error| format!("{error:#}")));
    }
}

/// The server of page and board.
pub fn start(listener: TcpListener, folder: PathBuf, board: Board) -> Result<Server> {
    let emulator = board.emulator();
    serve(listener, folder, Arc::new(Line::open(board)), emulator)
}

fn serve(listener: TcpListener, folder: PathBuf, line: Arc<Line>, emulator: Option<&'static str>) -> Result<Server> {
    let port = listener.local_addr()?.port();
    Server::start_with(listener, folder, PATH, move |connection| {
        // A page that goes away, or that comes from elsewhere, is not an error here.
        let _ = serve_page(connection, &line, port, emulator);
    })
}

impl Board {
    /// Returns the name of the emulator that the board runs in, if it is not a real one.
    fn emulator(&self) -> Option<&'static str> {
        matches!(self, Self::Qemu(_)).then_some(EMULATOR)
    }
}

/// Carries bytes both ways until either side ends it, or another page takes the line over.
#[allow(clippy::result_large_err)] // The library's own type.
fn serve_page(connection: TcpStream, line: &Line, port: u16, emulator: Option<&str>) -> Result<(), Error> {
    connection.set_read_timeout(Some(Duration::from_secs(5)))?;
    // A page from elsewhere can open a socket to this machine too; it is told from ours by its origin.
    let mut page = tungstenite::accept_hdr(connection, |request: &Request, response| admit(request, response, port))
        .map_err(|error| match error {
            HandshakeError::Failure(error) => error,
            HandshakeError::Interrupted(_) => Error::Io(ErrorKind::TimedOut.into()),
        })?;
    page.get_ref().set_read_timeout(Some(TURN))?;
    if let Some(emulator) = emulator {
        page.send(Message::text(emulator))?;
    }
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

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::io::{Read as _, Write as _};
    use std::os::unix::net::UnixListener;
    use std::path::Path;
    use std::thread;
    use tungstenite::client::IntoClientRequest as _;
    use tungstenite::stream::MaybeTlsStream;

    type Page = WebSocket<MaybeTlsStream<TcpStream>>;

    /// A server whose board sends every letter back as a capital.
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
        start(serve::listen_locally().unwrap(), folder, Board::Socket(path)).unwrap()
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
