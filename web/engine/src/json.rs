//! What `window.pinscope` answers: plain, JSON-safe objects with the manual's names.

use std::collections::BTreeMap;

use pinscope_core::{
    Error, EventKind, IrqStatus, Level, PadLevel, PinId, Pull, Registers, Response, Snapshot, Wake, sleep,
};
use pinscope_emulator::{Trace, WakeReason, WakeReport};
use pinscope_protocol::register_map::{self, Register};
use serde::Serialize;
use wasm_bindgen::JsValue;

/// At most this many events are given at once; `next` says where to go on.
const MAX_EVENTS: usize = 100_000;

/// Numbers, strings, null, arrays and plain objects, nothing else.
pub fn plain(value: &impl Serialize) -> JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}

/// The board at this moment.
pub fn snapshot(snapshot: &Snapshot) -> JsValue {
    plain(&SnapshotView {
        time_ns: snapshot.time_ns,
        running: snapshot.running,
        board: snapshot.profile.name(),
        power: snapshot.power.name(),
        reset_cause: sleep::reset_cause(snapshot).name(),
        pins: PinId::ALL.into_iter().map(|pin| pin_view(snapshot, pin)).collect(),
    })
}

/// The interrupt of `pin`, if it has one.
pub fn irq(snapshot: &Snapshot, pin: PinId) -> Option<IrqView> {
    let IrqStatus { trigger, wake, reaction, takes_ns, enabled, count, coalesced } = snapshot.status(pin).irq?;
    let pin = snapshot.pin(pin);
    // Armed, the registers say in which modes it works; disabled, they say none and it is what was asked for.
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

/// The same as an answer.
///
/// # Errors
/// The core's, if it has none.
pub fn interrupt(snapshot: &Snapshot, pin: PinId) -> Result<JsValue, Error> {
    irq(snapshot, pin).map(|irq| plain(&irq)).ok_or(Error::NoInterrupt { pin })
}

/// What the core answers to a command.
pub fn answer(answer: Response) -> JsValue {
    match answer {
        Response::Level(level) => JsValue::from(u8::from(level == Level::High)),
        Response::Flags(trigger) => JsValue::from(trigger.map_or(0, |trigger| trigger.bits())),
        Response::Done | Response::Call(_) | Response::Sleep(_) => JsValue::NULL,
    }
}

/// What happened from sequence number `since` on.
pub fn events(trace: &Trace, since: u64) -> JsValue {
    let kept = trace.since(since);
    let events: Vec<_> = kept.take(MAX_EVENTS).map(|(seq, event)| event_view(seq, event.time_ns, event.kind)).collect();
    let next = events.last().map_or(trace.next(), |event| event.seq + 1);
    plain(&EventsView { events, next, lost: trace.lost() })
}

/// `{pin: {woke, code, text}}` for every pin that is armed or driven.
pub fn why(reasons: &[WakeReport]) -> JsValue {
    let view = |why: &WakeReport| {
        let view = WhyView { woke: why.reason == WakeReason::Woke, code: why.reason.name(), text: why.to_string() };
        (why.pin.name(), view)
    };
    plain(&reasons.iter().map(view).collect::<BTreeMap<_, _>>())
}

/// `{name: word}` for every register, without side effects.
pub fn registers(words: impl Registers) -> JsValue {
    let word = |register: Register| (register.to_string(), words.read(register.addr));
    plain(&register_map::registers().map(word).collect::<BTreeMap<_, _>>())
}

/// `[[name, index], …]`, as `alt_list()` gives it.
pub fn alternates(pin: PinId) -> JsValue {
    let list: Vec<_> = pin.alternates().iter().map(|alternate| (alternate.name(), alternate.index)).collect();
    plain(&list)
}

/// What became of a bench that was loaded.
#[derive(Serialize)]
pub struct Loaded {
    /// How many of its settings are impossible and were left out.
    pub skipped: usize,
}

#[derive(Serialize)]
struct WhyView {
    woke: bool,
    code: &'static str,
    text: String,
}

#[derive(Serialize)]
struct SnapshotView {
    time_ns: u64,
    running: bool,
    board: &'static str,
    power: &'static str,
    reset_cause: &'static str,
    pins: Vec<PinView>,
}

#[derive(Serialize)]
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

/// An interrupt, in the manual's names.
#[derive(Serialize)]
pub struct IrqView {
    trigger: &'static [&'static str],
    priority: u8,
    wake: Vec<&'static str>,
    handler: Option<String>,
    takes_ns: u64,
    enabled: bool,
    count: u32,
    coalesced: u32,
}

#[derive(Serialize)]
struct EventsView {
    events: Vec<EventView>,
    next: u64,
    lost: u64,
}

/// One event; a field that does not belong to its kind is left out.
#[derive(Default, Serialize)]
struct EventView {
    seq: u64,
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
    let event = EventView { seq, time_ns, pin: kind.pin(), ..EventView::default() };
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
        EventKind::Reset { cause } => EventView { kind: "Reset", cause: Some(cause.name()), ..event },
        EventKind::SetUp => EventView { kind: "SetUp", ..event },
        EventKind::Fault { addr, write } => EventView { kind: "Fault", addr: Some(addr), write: Some(write), ..event },
        EventKind::IrqStorm { .. } => EventView { kind: "IrqStorm", ..event },
    }
}
