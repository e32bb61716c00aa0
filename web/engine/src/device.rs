//! Replaces the emulated board by a physical one. The session answers the same messages as the engine does, so the page
//! does not depend on which of them it has.

mod calls;
mod command_queue;
mod connection;
mod frames;
mod history;
mod messages;
#[cfg(test)]
mod tests;
mod transport;
#[cfg(target_arch = "wasm32")]
pub mod worker;

use std::collections::VecDeque;

use pinscope_core::link::serial::{self, DeviceInfo, LinkDecoder, Received, RequestKind};
use pinscope_core::{Command, Error, Power, Response, SleepMode};
use pinscope_protocol::{Reply, Request, Watched};

use crate::answers::{self, Answer};
use crate::error::ApiError;
use crate::frame_scheduler::FrameScheduler;
use crate::session::Message;
use crate::timeline::{self, Timeline};

use command_queue::{CommandOutcome, CommandQueue, CommandSource};
use connection::{Connection, ConnectionState, Device};
use history::DeviceHistory;
pub use transport::{TransportEvent, TransportKind};

/// Minimum time between two requests for the identity of a board, or for a whole snapshot, in milliseconds.
const REQUEST_INTERVAL_MS: f64 = 500.0;
/// Time without a byte after which an incomplete frame is discarded, in milliseconds.
const IDLE_TIMEOUT_MS: f64 = 100.0;
/// Time after which a silent board that has announced a sleep counts as asleep, in milliseconds.
const SLEEP_TIMEOUT_MS: f64 = 300.0;
/// Time after which a silent board counts as lost, in milliseconds. While it is awake, it sends something every 40 ms.
const SILENCE_TIMEOUT_MS: f64 = 1_500.0;
/// Delay before a transport that was lost is opened again, in milliseconds.
const RETRY_DELAY_MS: f64 = 1_000.0;
/// Time that a call of `connect` waits for a board, in milliseconds.
const CONNECT_TIMEOUT_MS: f64 = 5_000.0;

/// An action that the worker has to carry out for the session.
#[derive(Debug)]
pub enum Output {
    /// Send this reply to the page.
    Reply(Reply),
    /// Send this answer to `window.pinscope`.
    Answer(Answer),
    /// Open a transport, after closing the one before.
    Open(TransportKind),
    /// Send this request to the board.
    Send(serial::Request),
}

/// A physical board, the connection to it, and the state of the messages to the page.
pub struct DeviceSession {
    transport: TransportKind,
    state: ConnectionState,
    connect_calls: Vec<ConnectCall>,
    /// A board has identified itself since the session started.
    was_identified: bool,
    decoder: LinkDecoder,
    history: DeviceHistory,
    commands: CommandQueue,
    /// The messages that were not processed yet, oldest first.
    inbox: VecDeque<Message>,
    /// The last notice that was sent to the page.
    notice: String,
    frames: FrameScheduler,
    timeline: Timeline,
    /// The optional part that frames carry.
    subscription: Option<Watched>,
}

/// A call of `connect` that waits for a board to identify itself.
struct ConnectCall {
    id: f64,
    deadline_ms: f64,
}

impl DeviceSession {
    /// Creates a session that is idle until `connect` is called.
    pub fn new() -> Self {
        Self {
            transport: TransportKind::Bridge,
            state: ConnectionState::Idle,
            connect_calls: Vec::new(),
            was_identified: false,
            decoder: LinkDecoder::new(),
            history: DeviceHistory::default(),
            commands: CommandQueue::default(),
            inbox: VecDeque::new(),
            notice: String::new(),
            frames: FrameScheduler::new(),
            timeline: Timeline::default(),
            subscription: None,
        }
    }

    /// Queues a message for the next [`DeviceSession::poll`].
    pub fn enqueue(&mut self, message: Message) {
        self.inbox.push_back(message);
    }

    /// Receives an event of the transport at `now_ms` of real time.
    pub fn on_event(&mut self, event: TransportEvent, now_ms: f64) -> Vec<Output> {
        match event {
            TransportEvent::Opened => {
                self.state = ConnectionState::Connected(Connection::new(now_ms));
                self.decoder = LinkDecoder::new();
                self.frames.mark_changed();
                Vec::new()
            }
            TransportEvent::Emulator(name) => {
                if let Some(connection) = self.state.connection_mut() {
                    connection.emulator = Some(name);
                }
                self.frames.mark_changed();
                Vec::new()
            }
            TransportEvent::Data(bytes) => self.on_data(&bytes, now_ms),
            TransportEvent::Closed => {
                self.state = ConnectionState::Backoff { until_ms: now_ms + RETRY_DELAY_MS };
                self.history.on_disconnected();
                self.frames.mark_changed();
                self.fail_commands("the line to the board was lost before it answered: it may have done it or not")
            }
        }
    }

    /// Does the work that is due at `now_ms` of real time, and returns what the worker has to carry out.
    pub fn poll(&mut self, now_ms: f64) -> Vec<Output> {
        let mut outputs = Vec::new();
        while let Some(message) = self.inbox.pop_front() {
            match message {
                Message::Request(request) => self.request(request, &mut outputs),
                Message::Call(call) => self.call(call, now_ms, &mut outputs),
            }
        }
        self.poll_connection(now_ms, &mut outputs);
        if self.is_responding(now_ms) {
            outputs.extend(self.commands.next(now_ms).map(Output::Send));
        }
        let timed_out = self.commands.time_out(now_ms, self.is_asleep());
        outputs.extend(timed_out.and_then(conclude));
        self.time_out_connect_calls(now_ms, &mut outputs);
        self.notify_page(now_ms, &mut outputs);
        outputs
    }
}

impl Default for DeviceSession {
    fn default() -> Self {
        Self::new()
    }
}

/// The connection.
impl DeviceSession {
    fn on_data(&mut self, bytes: &[u8], now_ms: f64) -> Vec<Output> {
        let mut outputs = Vec::new();
        let Some(connection) = self.state.connection_mut() else { return outputs };
        let silence_ms = now_ms - std::mem::replace(&mut connection.last_received_ms, now_ms);
        for &byte in bytes {
            if let Some(received) = self.decoder.push(byte) {
                self.on_received(received, silence_ms, &mut outputs);
            }
        }
        outputs
    }

    fn on_received(&mut self, received: Received, silence_ms: f64, outputs: &mut Vec<Output>) {
        let is_identified = self.state.info().is_some();
        match received {
            Received::DeviceInfo(info) => self.on_device_info(info, silence_ms, outputs),
            Received::Response { seq, result } => match self.commands.on_response(seq, result) {
                Some(outcome) => outputs.extend(conclude(outcome)),
                // The board gave up a sleep after the command had already been taken for done.
                None => outputs.extend(refused_sleep(result)),
            },
            Received::Event(event) if is_identified => self.history.on_event(event),
            Received::Snapshot if is_identified => {
                if self.history.on_snapshot(self.decoder.snapshot()) {
                    self.timeline.restart();
                }
            }
            // The board sends text after a reset, or because somebody uses its console.
            Received::Text(_) => {
                if let Some(device) = self.state.device_mut() {
                    device.has_sent_text = true;
                }
            }
            Received::Event(_) | Received::Snapshot | Received::Corrupt => {}
        }
        self.frames.mark_changed();
    }

    fn on_device_info(&mut self, info: DeviceInfo, silence_ms: f64, outputs: &mut Vec<Output>) {
        let last_ns = self.decoder.snapshot().time_ns.max(self.history.board_ns());
        if self.was_identified && info.time_ns < last_ns {
            let gap_ns = (silence_ms.max(0.0) * 1e6) as u64;
            self.history.on_reset(info.reset, gap_ns, info.time_ns);
            outputs.extend(self.fail_commands("the board was reset before it answered"));
        }
        self.was_identified = true;
        let incompatible = messages::incompatible(&info);
        for ConnectCall { id, .. } in self.connect_calls.drain(..) {
            let outcome = match &incompatible {
                None => Ok(answers::Value::Null),
                Some(message) => Err(ApiError::new("OtherVersion", message.clone())),
            };
            outputs.push(Output::Answer(Answer { id, outcome }));
        }
        if let Some(connection) = self.state.connection_mut() {
            connection.device = Some(Device { info, has_sent_text: false });
        }
    }

    /// Opens the transport again after a delay, and sends requests to a board that is silent or unknown.
    fn poll_connection(&mut self, now_ms: f64, outputs: &mut Vec<Output>) {
        if self.state.ends_backoff(now_ms) {
            self.state = ConnectionState::Connecting;
            outputs.push(Output::Open(self.transport));
            return;
        }
        let (is_asleep, is_responding) = (self.is_asleep(), self.is_responding(now_ms));
        let Some(connection) = self.state.connection_mut() else { return };
        let silence_ms = now_ms - connection.last_received_ms;
        if silence_ms > IDLE_TIMEOUT_MS {
            self.decoder.on_idle();
        }
        if silence_ms > SLEEP_TIMEOUT_MS {
            self.history.confirm_sleep();
        }
        if connection.needs_identity(now_ms, is_asleep) {
            connection.last_identify_ms = now_ms;
            outputs.push(Output::Send(serial::Request { seq: 0, kind: RequestKind::Identify }));
        } else if is_responding
            && self.decoder.needs_resync()
            && now_ms - connection.last_resync_ms > REQUEST_INTERVAL_MS
        {
            connection.last_resync_ms = now_ms;
            outputs.push(Output::Send(serial::Request { seq: 0, kind: RequestKind::Resync }));
        }
    }

    fn time_out_connect_calls(&mut self, now_ms: f64, outputs: &mut Vec<Output>) {
        let notice = &self.notice;
        for ConnectCall { id, .. } in self.connect_calls.extract_if(.., |call| now_ms >= call.deadline_ms) {
            let outcome = Err(ApiError::new("NoBoard", notice.clone()));
            outputs.push(Output::Answer(Answer { id, outcome }));
        }
    }

    fn is_asleep(&self) -> bool {
        let power = self.decoder.snapshot().power;
        self.state.info().is_some() && matches!(power, Power::Suspended | Power::Hibernate)
    }

    /// Returns whether the board can receive commands: it is compatible, and not silent, unless it is asleep.
    fn is_responding(&self, now_ms: f64) -> bool {
        self.state.connection().is_some_and(|connection| {
            let is_compatible = connection.info().is_some_and(|info| messages::incompatible(info).is_none());
            is_compatible && (!connection.is_silent(now_ms) || self.is_asleep())
        })
    }
}

/// The requests of the page.
impl DeviceSession {
    fn request(&mut self, request: Request, outputs: &mut Vec<Output>) {
        let limits = messages::limits(self.transport, &[]);
        match request {
            Request::Command(command) => outputs.extend(self.execute(command, CommandSource::Page)),
            Request::FrameShown => self.frames.acknowledge(),
            Request::View(viewport) => self.timeline.set_viewport(viewport),
            Request::Subscribe(watched) => self.subscription = watched,
            Request::Query(query) => {
                outputs.push(Output::Reply(Reply::Trace(timeline::answer(self.history.trace(), query))));
            }
            Request::Poke { .. } => outputs.push(Output::Reply(Reply::PokeRefused { message: limits.poke })),
            Request::ResetChip => {
                // The page shows the refusal of a wake-up beside the sleep modes.
                let command = Command::Sleep { mode: SleepMode::Active };
                outputs.extend(limits.stimuli.map(|message| Output::Reply(Reply::Refused { command, message })));
            }
            // The page does not offer these for a physical board.
            Request::Stimulus(_)
            | Request::Run(_)
            | Request::Speed(_)
            | Request::Step(_)
            | Request::StopOn(_)
            | Request::NewBench(_)
            | Request::Example(_)
            | Request::Reopen { .. }
            | Request::SetUpAgain(_)
            | Request::Replay { .. }
            | Request::Restore(_)
            | Request::BeginAgain
            | Request::ClearCounts(_)
            | Request::EndActivity => {}
        }
        self.frames.mark_changed();
    }

    /// Queues a command for the board. Returns the refusal if it cannot be queued.
    fn execute(&mut self, command: Command, source: CommandSource) -> Option<Output> {
        if self.state.info().is_none_or(|info| messages::incompatible(info).is_some()) {
            let result = Err(ApiError::new("NoBoard", self.notice.clone()));
            return conclude(CommandOutcome { command, source, result });
        }
        self.commands.push(command, source).err().and_then(conclude)
    }

    /// Ends all commands with the error `NoAnswer`.
    fn fail_commands(&mut self, message: &str) -> Vec<Output> {
        self.commands.fail_all("NoAnswer", message).into_iter().filter_map(conclude).collect()
    }
}

/// Returns the message to the source of a command. The page receives none if the command has succeeded.
fn conclude(CommandOutcome { command, source, result }: CommandOutcome) -> Option<Output> {
    match (source, result) {
        (CommandSource::Page, Ok(_)) => None,
        (CommandSource::Page, Err(error)) => {
            Some(Output::Reply(Reply::Refused { command, message: error.into_message() }))
        }
        (CommandSource::Call(id), result) => {
            Some(Output::Answer(Answer { id, outcome: result.map(answers::response) }))
        }
    }
}

fn refused_sleep(result: Result<Response, Error>) -> Option<Output> {
    let error = result.err()?;
    let Error::StayedAwake { power } = error else { return None };
    let mode = if power == Power::Hibernate { SleepMode::Hibernate } else { SleepMode::Suspended };
    Some(Output::Reply(Reply::Refused { command: Command::Sleep { mode }, message: error.to_string() }))
}
