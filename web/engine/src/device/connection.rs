//! Tracks the state of the connection to a physical board.

use pinscope_core::link::serial::DeviceInfo;

use super::{REQUEST_INTERVAL_MS, SILENCE_TIMEOUT_MS};

/// The state of the connection.
///
/// ```text
///   Idle ── connect ──► Backoff ── delay over ──► Connecting ── opened ──► Connected
///                          ▲                          │                        │
///                          └───────── closed ─────────┴──────── closed ────────┘
/// ```
#[derive(Debug)]
pub enum ConnectionState {
    /// Nobody has asked for a connection yet.
    Idle,
    /// The transport is closed, and is opened at this time, in milliseconds.
    Backoff {
        /// The end of the delay.
        until_ms: f64,
    },
    /// The transport is being opened.
    Connecting,
    /// The transport is open. It is unknown if a board is connected to it until one has identified itself.
    Connected(Connection),
}

/// An open transport.
#[derive(Debug)]
pub struct Connection {
    /// The board, once it has identified itself.
    pub device: Option<Device>,
    /// The emulator that runs the board's firmware, if the bridge has named one.
    pub emulator: Option<String>,
    /// The times of the last bytes and of the last requests, in milliseconds.
    pub last_received_ms: f64,
    pub last_identify_ms: f64,
    pub last_resync_ms: f64,
}

/// A board that has identified itself.
#[derive(Debug)]
pub struct Device {
    pub info: DeviceInfo,
    /// True if the board has sent text since it identified itself. It does so after a reset, and has to identify itself
    /// again.
    pub has_sent_text: bool,
}

impl ConnectionState {
    /// Returns whether the delay before the next attempt is over.
    pub fn ends_backoff(&self, now_ms: f64) -> bool {
        matches!(self, Self::Backoff { until_ms } if now_ms >= *until_ms)
    }

    /// Returns the open transport.
    pub fn connection(&self) -> Option<&Connection> {
        match self {
            Self::Connected(connection) => Some(connection),
            Self::Idle | Self::Backoff { .. } | Self::Connecting => None,
        }
    }

    /// Returns the open transport, to change it.
    pub fn connection_mut(&mut self) -> Option<&mut Connection> {
        match self {
            Self::Connected(connection) => Some(connection),
            Self::Idle | Self::Backoff { .. } | Self::Connecting => None,
        }
    }

    /// Returns the board, if it has identified itself.
    pub fn device_mut(&mut self) -> Option<&mut Device> {
        self.connection_mut()?.device.as_mut()
    }

    /// Returns the identity of the board, if it has identified itself.
    pub fn info(&self) -> Option<&DeviceInfo> {
        self.connection()?.info()
    }
}

impl Connection {
    /// Creates the state of a transport that was opened at `now_ms`.
    pub fn new(now_ms: f64) -> Self {
        Self {
            device: None,
            emulator: None,
            last_received_ms: now_ms,
            last_identify_ms: f64::NEG_INFINITY,
            last_resync_ms: f64::NEG_INFINITY,
        }
    }

    /// Returns the identity of the board, if it has identified itself.
    pub fn info(&self) -> Option<&DeviceInfo> {
        self.device.as_ref().map(|device| &device.info)
    }

    /// Returns whether nothing was received for so long that nobody answers any more.
    pub fn is_silent(&self, now_ms: f64) -> bool {
        now_ms - self.last_received_ms >= SILENCE_TIMEOUT_MS
    }

    /// Returns whether the board has to be asked for its identity. A board that is asleep is not, because a byte could
    /// wake it.
    pub fn needs_identity(&self, now_ms: f64, is_asleep: bool) -> bool {
        let is_quiet = now_ms - self.last_received_ms > REQUEST_INTERVAL_MS && !is_asleep;
        let is_unknown = self.device.as_ref().is_none_or(|device| device.has_sent_text);
        (is_unknown || is_quiet) && now_ms - self.last_identify_ms > REQUEST_INTERVAL_MS
    }
}
