//! The worker around the engine: its messages, its clock, and its turns.

use std::cell::RefCell;

use gloo_timers::callback::{Interval, Timeout};
use pinscope_emulator::examples::EXAMPLES;
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;

use crate::error::ApiError;
use crate::messages::{self, field, now_ms, post};
use crate::session::{Call, Engine, Message, Out};
use crate::vcd;
use pinscope_protocol::ring::{Packet, Reader};
use pinscope_protocol::{BUILD, Reply};

/// How often simulated time follows real time when no message comes, in milliseconds.
const TICK_MS: u32 = 10;

thread_local! {
    /// The one engine of this worker.
    static ENGINE: RefCell<Engine> = RefCell::new(Engine::new(now_ms()));
    /// What the page writes for a worker that is busy in a script.
    static RING: RefCell<Option<Reader>> = const { RefCell::new(None) };
}

/// `web/js/engine_worker.js`: the interpreter beside the engine, which it loads when a script first comes.
#[wasm_bindgen]
extern "C" {
    /// Does something with a text once this turn is over: runs it, or takes it for what was typed.
    #[wasm_bindgen(js_namespace = script)]
    fn interpret(what: &str, text: &str);
    /// Lets the script attend to what waits for it, if it does not run.
    #[wasm_bindgen(js_namespace = script, js_name = attend)]
    fn attend_script();
    /// There is a ring: the script can be reached while it runs.
    #[wasm_bindgen(js_namespace = script, js_name = share)]
    fn share_ring(ring: &JsValue);
}

/// Runs the engine in this worker for as long as the worker lives.
pub fn run() {
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| receive(&event.data()));
    messages::scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();

    post(&Reply::Ready { build: BUILD.to_owned() });
    post(&Reply::Examples(EXAMPLES.iter().map(|example| example.name.to_owned()).collect()));
    idle_turn();
    Interval::new(TICK_MS, idle_turn).forget();
}

/// Does something with the engine.
pub fn with_engine<T>(work: impl FnOnce(&mut Engine) -> T) -> T {
    ENGINE.with_borrow_mut(work)
}

/// A turn within a script, which calls it while it runs.
pub fn turn() {
    round(true);
}

/// Takes in what the page has written, does what there is to do, and tells the page.
fn round(in_script: bool) {
    RING.with_borrow_mut(|ring| {
        while let Some(packet) = ring.as_mut().and_then(Reader::next) {
            take(match packet {
                Packet::Request(bytes) => pinscope_protocol::decode(&bytes).map(Message::Request),
                Packet::Call(text) => js_sys::JSON::parse(&text).ok().map(|call| Message::Call(Call::from(&call))),
            });
        }
    });
    let now_ms = now_ms();
    for out in with_engine(|engine| engine.work(now_ms)) {
        put(out, in_script);
    }
}

fn put(out: Out, in_script: bool) {
    match out {
        Out::Reply(reply) => post(&reply),
        Out::Answer(answer) => messages::answer(answer),
        Out::Script(what, text) => interpret(&what, &text),
        // Nothing can load before the script lets the worker go.
        Out::Task(_) if in_script => conclude(Err(vcd::busy())),
        Out::Task(task) => task.begin(|outcome| {
            conclude(outcome);
            idle_turn();
        }),
    }
}

fn conclude(outcome: Result<vcd::Done, ApiError>) {
    if let Some(out) = with_engine(|engine| engine.conclude(outcome)) {
        put(out, false);
    }
}

/// A turn in which no script runs.
fn idle_turn() {
    round(false);
    if with_engine(|engine| engine.has_to_attend()) {
        attend_script();
    }
    if with_engine(|engine| engine.is_busy()) {
        Timeout::new(0, idle_turn).forget();
    }
}

/// Takes in a message, or the `{ring}` that all of them are written to from then on.
fn receive(data: &JsValue) {
    if let Some(ring) = field(data, "ring") {
        share_ring(&ring);
        RING.set(Some(Reader::new(&ring)));
    }
    take(messages::read(data));
    idle_turn();
}

fn take(message: Option<Message>) {
    if let Some(message) = message {
        with_engine(|engine| engine.take(message));
    }
}
