//! Commands on their way to the board, one at a time: its room for bytes is small, and the next may depend on the one
//! before.

use std::collections::VecDeque;

use pinscope_core::link::serial::{Request, RequestKind};
use pinscope_core::{Command, Error, Response, SleepMode};

use crate::error::ApiError;

/// More than this do not wait.
const MOST: usize = 256;

/// How long an answer is waited for, in milliseconds. It takes some ten; a board that tries to sleep takes a hundred.
const PATIENCE_MS: f64 = 2_000.0;

/// DriverSource wants to know what became of a command.
#[derive(Clone, Copy, Debug)]
pub enum Asker {
    /// The page, if it was refused.
    Page,
    /// The call of `window.pinscope` with this number.
    Call(f64),
}

/// What became of a command.
pub type Outcome = (Command, Asker, Result<Response, ApiError>);

/// Commands that wait, and the one that was sent.
#[derive(Debug, Default)]
pub struct CommandQueue {
    waiting: VecDeque<(Command, Asker)>,
    sent: Option<(u16, Command, Asker, f64)>,
    seq: u16,
}

impl CommandQueue {
    /// Takes a command in.
    ///
    /// # Errors
    /// The outcome where too many wait already.
    pub fn take(&mut self, command: Command, asker: Asker) -> Result<(), Outcome> {
        if self.waiting.len() >= MOST {
            let message = format!("{MOST} commands wait for the board already");
            return Err((command, asker, Err(ApiError::new("Busy", message))));
        }
        self.waiting.push_back((command, asker));
        Ok(())
    }

    /// The next command to send, if its turn has come.
    pub fn next(&mut self, now_ms: f64) -> Option<Request> {
        if self.sent.is_some() {
            return None;
        }
        let (command, asker) = self.waiting.pop_front()?;
        self.seq = self.seq.wrapping_add(1);
        self.sent = Some((self.seq, command, asker, now_ms));
        Some(Request { seq: self.seq, kind: RequestKind::Execute(command) })
    }

    /// The board has answered.
    pub fn answered(&mut self, seq: u16, result: Result<Response, Error>) -> Option<Outcome> {
        let (.., command, asker, _) = self.sent.take_if(|(sent, ..)| *sent == seq)?;
        Some((command, asker, result.map_err(ApiError::from)))
    }

    /// The board is asleep, which is an answer of its own to whoever sent it there, or has kept silent for too long.
    pub fn give_up(&mut self, now_ms: f64, is_asleep: bool) -> Option<Outcome> {
        let (_, command, asker, _) = self.sent.take_if(|(.., sent_ms)| now_ms - *sent_ms > PATIENCE_MS)?;
        let outcome = match command {
            Command::Sleep { mode: SleepMode::Suspended | SleepMode::Hibernate } if is_asleep => Ok(Response::Done),
            _ => Err(ApiError::new("NoAnswer", "the board has not answered: it may have done it or not".to_owned())),
        };
        Some((command, asker, outcome))
    }

    /// Nobody will answer any of them.
    pub fn drop_all(&mut self, kind: &'static str, why: &str) -> Vec<Outcome> {
        let sent = self.sent.take().map(|(_, command, asker, _)| (command, asker));
        let all = sent.into_iter().chain(self.waiting.drain(..));
        all.map(|(command, asker)| (command, asker, Err(ApiError::new(kind, why.to_owned())))).collect()
    }
}
