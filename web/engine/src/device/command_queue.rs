//! Commands on their way to the board. They are sent one at a time, because the board can store few bytes, and a
//! command may depend on the one before it.

use std::collections::VecDeque;

use pinscope_core::link::serial::{Request, RequestKind};
use pinscope_core::{Command, Error, Response, SleepMode};

use crate::error::ApiError;

/// Maximum number of queued commands. Further ones fail with the error `Busy`.
pub const MAX_COMMANDS: usize = 256;

/// Time after which a command without a response fails, in milliseconds. A response usually takes 10 ms, and 100 ms
/// from a board that tries to sleep.
pub const COMMAND_TIMEOUT_MS: f64 = 2_000.0;

/// The source of a command, which gets its outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CommandSource {
    /// The page, which gets only refusals.
    Page,
    /// The call of `window.pinscope` with this number.
    Call(f64),
}

/// The outcome of a command.
#[derive(Debug, PartialEq)]
pub struct CommandOutcome {
    pub command: Command,
    pub source: CommandSource,
    pub result: Result<Response, ApiError>,
}

#[derive(Debug)]
struct SentCommand {
    seq: u16,
    command: Command,
    source: CommandSource,
    sent_ms: f64,
}

/// The commands that wait, and the one that was sent.
#[derive(Debug, Default)]
pub struct CommandQueue {
    waiting: VecDeque<(Command, CommandSource)>,
    sent: Option<SentCommand>,
    last_seq: u16,
}

impl CommandQueue {
    /// Queues a command.
    ///
    /// # Errors
    /// The outcome of the command, if too many are queued.
    pub fn push(&mut self, command: Command, source: CommandSource) -> Result<(), CommandOutcome> {
        if self.waiting.len() >= MAX_COMMANDS {
            let message = format!("{MAX_COMMANDS} commands wait for the board already");
            return Err(CommandOutcome { command, source, result: Err(ApiError::new("Busy", message)) });
        }
        self.waiting.push_back((command, source));
        Ok(())
    }

    /// Returns the next command to send, unless one is under way.
    pub fn next(&mut self, now_ms: f64) -> Option<Request> {
        if self.sent.is_some() {
            return None;
        }
        let (command, source) = self.waiting.pop_front()?;
        self.last_seq = self.last_seq.wrapping_add(1);
        self.sent = Some(SentCommand { seq: self.last_seq, command, source, sent_ms: now_ms });
        Some(Request { seq: self.last_seq, kind: RequestKind::Execute(command) })
    }

    /// Receives a response of the board. Returns the outcome of its command, or `None` if the command has already
    /// ended.
    pub fn on_response(&mut self, seq: u16, result: Result<Response, Error>) -> Option<CommandOutcome> {
        let SentCommand { command, source, .. } = self.sent.take_if(|sent| sent.seq == seq)?;
        Some(CommandOutcome { command, source, result: result.map_err(ApiError::from) })
    }

    /// Ends the command that was sent if it had no response for too long. A command to sleep has succeeded if the board
    /// is asleep.
    pub fn time_out(&mut self, now_ms: f64, is_asleep: bool) -> Option<CommandOutcome> {
        let is_late = |sent: &mut SentCommand| now_ms - sent.sent_ms > COMMAND_TIMEOUT_MS;
        let SentCommand { command, source, .. } = self.sent.take_if(is_late)?;
        let result = match command {
            Command::Sleep { mode: SleepMode::Suspended | SleepMode::Hibernate } if is_asleep => Ok(Response::Done),
            _ => Err(ApiError::new("NoAnswer", "the board has not answered: it may have done it or not")),
        };
        Some(CommandOutcome { command, source, result })
    }

    /// Ends all commands with this error.
    pub fn fail_all(&mut self, kind: &'static str, message: &str) -> Vec<CommandOutcome> {
        let sent = self.sent.take().map(|sent| (sent.command, sent.source));
        let all = sent.into_iter().chain(self.waiting.drain(..));
        let fail = |(command, source)| CommandOutcome { command, source, result: Err(ApiError::new(kind, message)) };
        all.map(fail).collect()
    }
}
