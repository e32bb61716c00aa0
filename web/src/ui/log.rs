//! The log: what happened, the newest first.

use std::collections::VecDeque;
use std::rc::Rc;

use pinscope_core::{Event, EventKind, PinId, Reaction};
use pinscope_emulator::playground::STORM_REST_NS;
use yew::{AttrValue, Callback, Html, MouseEvent, Properties, function_component, html};

use super::words;
use crate::protocol::{Frame, Request};

/// How many lines are kept.
const KEPT: usize = 200;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    seq: u64,
    kind: &'static str,
    time: AttrValue,
    time_ns: u64,
    pin: Option<PinId>,
    words: AttrValue,
    /// How often it happened: a storm is one line, not a flood.
    times: u32,
}

impl Line {
    fn says_what(&self, other: &Self) -> bool {
        (self.kind, self.pin, &self.words) == (other.kind, other.pin, &other.words)
    }
}

/// How a storm's line is called.
const STORM: &str = "IrqStorm";

/// Every line kept, the newest first. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines(Rc<VecDeque<Line>>);

impl Lines {
    /// Adds what happened since the last frame, which showed `before`.
    pub fn add(&mut self, before: Option<&Frame>, frame: &Frame) {
        let lines = frame.events.iter().filter_map(|(seq, event)| line(*seq, event, before, frame)).collect::<Vec<_>>();
        if lines.is_empty() {
            return;
        }
        let kept = Rc::make_mut(&mut self.0);
        for line in lines {
            add(kept, line);
        }
        kept.truncate(KEPT);
    }

    /// Forgets everything: the bench is a new one.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Adds a line. A storm and the interrupt that makes it are two lines that count, not a flood that washes away the rest.
fn add(lines: &mut VecDeque<Line>, line: Line) {
    if line.kind == STORM {
        gather(lines, &line);
    }
    let is_storming = lines.front().is_some_and(|storm| {
        storm.kind == STORM && storm.pin == line.pin && line.time_ns <= storm.time_ns.saturating_add(STORM_REST_NS)
    });
    match lines.iter_mut().take(2).find(|known| is_storming && known.says_what(&line)) {
        Some(known) => {
            known.times = known.times.saturating_add(1);
            known.time_ns = line.time_ns;
        }
        None => lines.push_front(line),
    }
}

/// Makes the interrupts that led to a storm, all of one moment, one line.
fn gather(lines: &mut VecDeque<Line>, storm: &Line) {
    let is_part = |line: &Line| line.pin == storm.pin && line.time_ns == storm.time_ns && line.kind != STORM;
    while let [Some(last), Some(before)] = [lines.front(), lines.get(1)]
        && is_part(last)
        && is_part(before)
        && before.says_what(last)
    {
        let times = last.times;
        lines.pop_front();
        if let Some(before) = lines.front_mut() {
            before.times = before.times.saturating_add(times);
        }
    }
}

fn line(seq: u64, event: &Event, before: Option<&Frame>, frame: &Frame) -> Option<Line> {
    let pin = event.kind.pin().filter(|_| !matches!(event.kind, EventKind::Wake { .. }));
    // A reset since then has forgotten the handler, but it was there before.
    let irq_in = |frame: &Frame| pin.and_then(|pin| frame.snapshot.status(pin).irq);
    let irq = irq_in(frame).or_else(|| before.and_then(irq_in));
    let reaction = irq.map_or(Reaction::Nothing, |irq| irq.reaction);
    let (kind, words) = words::event(&event.kind, reaction)?;
    let time_ns = event.time_ns;
    Some(Line { seq, kind, time: words::seconds(time_ns).into(), time_ns, pin, words: words.into(), times: 1 })
}

/// What the log shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// Its lines.
    pub lines: Lines,
    /// Whether the bench is set up again after a reset; unknown at first.
    pub sets_up_again: Option<bool>,
    /// Told what the engine is to do.
    pub on_ask: Callback<Request>,
}

/// The log and its switch.
#[function_component]
pub fn Log(props: &Props) -> Html {
    html! {
        <section class="log" aria-label="Log">
            <div class="log-bar">
                <h2>{ "Log" }</h2>
                { for props.sets_up_again.map(|on| switch(on, &props.on_ask)) }
            </div>
            // It scrolls, so the keyboard must reach it.
            <ol data-log="" tabindex="0" aria-label="What happened, the newest first">
                { for props.lines.0.iter().map(row) }
            </ol>
        </section>
    }
}

fn switch(on: bool, on_ask: &Callback<Request>) -> Html {
    let turn = on_ask.reform(move |_: MouseEvent| Request::SetUpAgain(!on));
    html! {
        <button type="button" class="switch" role="switch" aria-checked={on.to_string()} data-setting="set-up-again" onclick={turn}>
            <i />{ "set up again after a reset" }
        </button>
    }
}

fn row(line: &Line) -> Html {
    html! {
        <li key={line.seq} data-event={line.kind}>
            <time>{ &line.time }</time>{ "  " }
            <b>{ line.pin.map(PinId::name).unwrap_or_default() }</b>{ "  " }
            <span>{ &line.words }{ (line.times > 1).then(|| format!("  ×{}", words::grouped(line.times.into()))) }</span>
        </li>
    }
}
