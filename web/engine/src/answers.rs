//! The values that `window.pinscope` returns: plain objects that JSON can express, with the names of MicroPython's
//! manual.

use std::collections::BTreeMap;

use pinscope_core::{
    Error, EventKind, Interrupt, IrqStatus, Level, PadLevel, PinId, Power, Profile, Pull, Registers, Response,
    Snapshot, Wake, sleep,
};
use pinscope_emulator::{BlockReport, Trace, WakeReason, WakeReport};
use pinscope_protocol::register_map::{self, Register};
use pinscope_protocol::{MAX_SAFE_INTEGER, TraceExport};
use serde::{Serialize, Serializer};

use crate::error::ApiError;

/// Maximum number of events in one answer. Its field `next` is the sequence number to continue with.
const MAX_EVENTS: usize = 100_000;

/// The answer to a call.
#[derive(Debug)]
pub struct Answer {
    /// The number of the call.
    pub id: f64,
    /// The value that the call returns, or the error with which it is rejected.
    pub outcome: Result<Value, ApiError>,
}

/// A value that a call returns.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Value {
    Null,
    Number(i32),
    Text(String),
    /// An encoded [`TraceExport`]. It is sent to the page apart from other answers (`messages.rs`); the page has the
    /// VCD program write it as a file, and then answers the call.
    #[serde(skip)]
    Trace(Vec<u8>),
    Alternates(Vec<(&'static str, i8)>),
    Events(EventsView),
    Files(BTreeMap<String, String>),
    Interrupt(IrqView),
    Loaded(Loaded),
    Reasons(BTreeMap<&'static str, ReasonView>),
    Received(ReceivedView),
    Registers(BTreeMap<String, u32>),
    Snapshot(SnapshotView),
}

/// Returns the object for a snapshot of the board.
pub fn snapshot(snapshot: &Snapshot) -> Value {
    Value::Snapshot(SnapshotView {
        time_ns: snapshot.time_ns,
        running: snapshot.running,
        board: snapshot.profile.name(),
        power: snapshot.power.name(),
        reset_cause: sleep::reset_cause(snapshot).name(),
        pins: PinId::ALL.into_iter().map(|pin| pin_view(snapshot, pin)).collect(),
    })
}

/// Returns the interrupt of `pin`, if it has one.
fn irq(snapshot: &Snapshot, pin: PinId) -> Option<IrqView> {
    let IrqStatus { trigger, wake, reaction, takes_ns, enabled, count, coalesced } = snapshot.status(pin).irq?;
    let pin = snapshot.pin(pin);
    // The registers contain the modes in which an interrupt wakes the board only while it is enabled.
    let wake = if enabled { pin.wake() } else { Some(wake) };
    let handler = reaction.to_string();
    Some(IrqView {
        trigger: trigger.names(),
        priority: pin.priority().number(),
        wake: wake.into_iter().flat_map(Wake::names).collect(),
        handler: (!handler.is_empty()).then_some(handler),
        takes_ns,
        enabled,
        count,
        coalesced,
    })
}

/// Returns the interrupt of `pin`.
///
/// # Errors
/// [`Error::NoInterrupt`] if it has none.
pub fn interrupt(snapshot: &Snapshot, pin: PinId) -> Result<Value, Error> {
    irq(snapshot, pin).map(Value::Interrupt).ok_or(Error::NoInterrupt { pin })
}

/// Returns the value that the call of a command returns.
pub fn response(response: Response) -> Value {
    match response {
        Response::Level(level) => Value::Number(i32::from(level == Level::High)),
        Response::Flags(trigger) => Value::Number(trigger.map_or(0, |trigger| trigger.bits())),
        Response::Done | Response::Call(_) | Response::Sleep(_) => Value::Null,
    }
}

/// Returns the events from sequence number `since` on.
pub fn events(trace: &Trace, since: u64) -> Value {
    let kept = trace.since(since);
    let events: Vec<_> = kept.take(MAX_EVENTS).map(|(seq, event)| event_view(seq, event.time_ns, event.kind)).collect();
    let next = events.last().map_or(trace.next(), |event| event.seq + 1);
    Value::Events(EventsView { events, next, lost: trace.lost() })
}

/// Returns a trace that ends at `now_ns`, for the VCD program.
pub fn trace(trace: &Trace, profile: Profile, now_ns: u64) -> Value {
    Value::Trace(pinscope_protocol::encode(&TraceExport { trace, profile, now_ns }))
}

/// Returns `{pin: {woke, code, text}}` for every pin that has an interrupt or is driven, and the same for the real-time
/// clock as `RTC` and for the watchdog as `WDT`.
pub fn reasons(reports: &[WakeReport], blocks: &[BlockReport]) -> Value {
    let view = |report: &WakeReport| {
        let woke = report.reason == WakeReason::Woke;
        (report.pin.name(), ReasonView { woke, code: report.reason.name(), text: report.to_string() })
    };
    let block_view = |report: &BlockReport| {
        let view = ReasonView { woke: report.woke(), code: report.reason.name(), text: report.to_string() };
        (report.interrupt.name(), view)
    };
    Value::Reasons(reports.iter().map(view).chain(blocks.iter().map(block_view)).collect())
}

/// Returns `{name: word}` for every register. `words` has to be a view whose reads have no side effects.
pub fn registers(words: impl Registers) -> Value {
    let word = |register: Register| (register.to_string(), words.read(register.addr));
    Value::Registers(register_map::registers().map(word).collect())
}

/// Returns `[[name, index], …]`, as MicroPython's `alt_list()` does.
pub fn alternates(pin: PinId) -> Value {
    Value::Alternates(pin.alternates().iter().map(|alternate| (alternate.name(), alternate.index)).collect())
}

/// The result of loading a bench.
#[derive(Debug, Serialize)]
pub struct Loaded {
    /// The number of impossible settings that were left out.
    pub skipped: usize,
}

#[derive(Debug, Serialize)]
pub struct ReasonView {
    woke: bool,
    code: &'static str,
    text: String,
}

/// The characters that were on a pad.
#[derive(Debug, Serialize)]
pub struct ReceivedView {
    /// Their bytes.
    pub bytes: Vec<u8>,
    /// The number of them without a stop bit.
    pub damaged: usize,
    /// The simulated time from which on the next call continues.
    #[serde(serialize_with = "safe_integer")]
    pub next_ns: u64,
    /// The baud rate of the UART that holds the pad, if one does.
    pub baud: Option<u32>,
}

#[derive(Debug, Serialize)]
pub struct SnapshotView {
    #[serde(serialize_with = "safe_integer")]
    time_ns: u64,
    running: bool,
    board: &'static str,
    power: &'static str,
    reset_cause: &'static str,
    pins: Vec<PinView>,
}

#[derive(Debug, Serialize)]
struct PinView {
    id: &'static str,
    mode: &'static str,
    pull: Option<&'static str>,
    drive: &'static str,
    alt: i32,
    latch: u8,
    driven: Option<u8>,
    level: Option<PadLevel>,
    irq: Option<IrqView>,
}

#[derive(Debug, Serialize)]
pub struct IrqView {
    trigger: &'static [&'static str],
    priority: u8,
    wake: Vec<&'static str>,
    handler: Option<String>,
    #[serde(serialize_with = "safe_integer")]
    takes_ns: u64,
    enabled: bool,
    count: u32,
    coalesced: u32,
}

#[derive(Debug, Serialize)]
pub struct EventsView {
    events: Vec<EventView>,
    #[serde(serialize_with = "safe_integer")]
    next: u64,
    #[serde(serialize_with = "safe_integer")]
    lost: u64,
}

/// An event, without the fields that its kind does not have.
#[derive(Debug, Default, Serialize)]
struct EventView {
    #[serde(serialize_with = "safe_integer")]
    seq: u64,
    #[serde(serialize_with = "safe_integer")]
    time_ns: u64,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pin: Option<PinId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<PadLevel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trigger: Option<&'static [&'static str]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    power: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    addr: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    write: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interrupt: Option<&'static str>,
}

fn pin_view(snapshot: &Snapshot, id: PinId) -> PinView {
    let pin = snapshot.pin(id);
    let number = |level: Level| u8::from(level.is_high());
    let pull = pin.pull();
    PinView {
        id: id.name(),
        mode: pin.mode().name(),
        pull: (pull != Pull::None).then(|| pull.name()),
        drive: pin.drive().name(),
        alt: pin.alt(),
        latch: number(pin.latch()),
        driven: pin.driven().map(number),
        level: snapshot.status(id).level,
        irq: irq(snapshot, id),
    }
}

fn event_view(seq: u64, time_ns: u64, kind: EventKind) -> EventView {
    let interrupt = kind.interrupt().map(Interrupt::name);
    let event = EventView { seq, time_ns, pin: kind.pin(), interrupt, ..EventView::default() };
    match kind {
        EventKind::Level { level, .. } => EventView { kind: "Level", level: Some(level), ..event },
        EventKind::Pended { .. } => EventView { kind: "Pended", ..event },
        EventKind::Irq { trigger, priority, .. } => {
            EventView { kind: "Irq", trigger: Some(trigger.names()), priority: Some(priority.number()), ..event }
        }
        EventKind::Left { .. } => EventView { kind: "Left", ..event },
        EventKind::Unknown { .. } => EventView { kind: "Unknown", ..event },
        EventKind::Coalesced { .. } => EventView { kind: "Coalesced", ..event },
        EventKind::Sleep { power } => EventView { kind: "Sleep", power: Some(power.name()), ..event },
        EventKind::Wake { from, .. } => EventView { kind: "Wake", power: Some(from.name()), ..event },
        EventKind::RtcWake { from } => EventView { kind: "RtcWake", power: Some(from.name()), ..event },
        EventKind::Reset { cause } => EventView { kind: "Reset", cause: Some(cause.name()), ..event },
        EventKind::SetUp => EventView { kind: "SetUp", ..event },
        EventKind::Fault { addr, write } => EventView { kind: "Fault", addr: Some(addr), write: Some(write), ..event },
        EventKind::IrqStorm { .. } => EventView { kind: "IrqStorm", ..event },
        EventKind::Unpended { .. } => EventView { kind: "Unpended", ..event },
        EventKind::BlockPended { .. } => EventView { kind: "BlockPended", ..event },
        EventKind::BlockIrq { priority, .. } => {
            EventView { kind: "BlockIrq", priority: Some(priority.number()), ..event }
        }
        EventKind::BlockLeft { .. } => EventView { kind: "BlockLeft", ..event },
        EventKind::BlockStorm { .. } => EventView { kind: "BlockStorm", ..event },
        EventKind::BlockWake { .. } => EventView { kind: "BlockWake", power: Some(Power::Idle.name()), ..event },
    }
}

/// Serializes an integer that JavaScript can represent, because an answer with another one could not be sent at all. A
/// larger one becomes [`MAX_SAFE_INTEGER`].
fn safe_integer<S: Serializer>(number: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64((*number).min(MAX_SAFE_INTEGER))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn no_number_of_an_answer_is_too_large_for_javascript() {
        let event = |time_ns| event_view(u64::MAX, time_ns, EventKind::SetUp);
        let events = Value::Events(EventsView { events: vec![event(u64::MAX)], next: u64::MAX, lost: u64::MAX });
        let expected = json!({"seq": MAX_SAFE_INTEGER, "time_ns": MAX_SAFE_INTEGER, "kind": "SetUp"});
        let expected = json!({"events": [expected], "next": MAX_SAFE_INTEGER, "lost": MAX_SAFE_INTEGER});
        assert_eq!(serde_json::to_value(events).ok(), Some(expected));
    }
}
