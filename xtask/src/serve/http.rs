//! As much of HTTP as it takes to hand out files: one request a connection, each in a thread of its own, so that a
//! browser that opens connections ahead of need keeps no other waiting.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// How long a browser may take to ask, and how much it may say.
const PATIENCE: Duration = Duration::from_secs(60);
const MOST_BYTES: u64 = 64 * 1024;

/// What is asked for.
pub struct Request {
    /// `GET` or another.
    pub method: String,
    /// The path and what follows it.
    pub url: String,
}

/// Whether a connection begins with a request for `path`. Takes nothing from it.
pub fn asks_for(connection: &TcpStream, path: &str) -> io::Result<bool> {
    connection.set_read_timeout(Some(PATIENCE))?;
    let line = format!("GET {path} ");
    let mut begin = vec![0; line.len()];
    let length = connection.peek(&mut begin)?;
    Ok(begin[..length] == *line.as_bytes())
}

/// Reads a request to its end. What it says besides changes nothing here.
pub fn read(connection: &TcpStream) -> io::Result<Request> {
    connection.set_read_timeout(Some(PATIENCE))?;
    let mut lines = BufReader::new(connection.take(MOST_BYTES)).lines();
    let line = lines.next().unwrap_or(Err(io::ErrorKind::UnexpectedEof.into()))?;
    for header in lines {
        if header?.is_empty() {
            break;
        }
    }
    let mut words = line.split(' ').map(str::to_owned);
    let mut word = || words.next().unwrap_or_default();
    Ok(Request { method: word(), url: word() })
}

/// An answer.
pub struct Response<'a> {
    /// `200 OK` or another.
    pub status: &'static str,
    /// Names and values.
    pub headers: Vec<(&'a str, &'a str)>,
    /// What is handed out.
    pub body: Vec<u8>,
}

impl Response<'_> {
    /// Writes the answer, and without its body if only the rest was asked for.
    pub fn write(&self, mut connection: &TcpStream, with_body: bool) -> io::Result<()> {
        let headers: String = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let length = self.body.len();
        let head =
            format!("HTTP/1.1 {}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n", self.status);
        connection.write_all(head.as_bytes())?;
        connection.write_all(if with_body { &self.body } else { &[] })
    }
}
