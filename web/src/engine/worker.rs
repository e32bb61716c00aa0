//! The worker around the engine: its messages, its clock, and its turns.

use std::cell::RefCell;

use gloo_timers::callback::{Interval, Timeout};
use js_sys::{Object, Reflect, Uint8Array};
use pinscope_emulator::examples::EXAMPLES;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::refusal::CallError;
use super::{Answer, Call, Engine, Message, Out, vcd};
use crate::protocol::{self, BUILD, Reply};
use crate::ring::{Packet, Reader};

/// How often simulated time follows real time when no message comes, in milliseconds.
const TICK_MS: u32 = 10;

thread_local! {
    /// The one engine of this worker.
    static ENGINE: RefCell<Engine> = RefCell::new(Engine::new(now_ms()));
    /// What the page writes for a worker that is busy in a script.
    static RING: RefCell<Option<Reader>> = const { RefCell::new(None) };
}

/// `web/worker.js`: the interpreter beside the engine, which it loads when a script first comes.
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
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
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
                Packet::Request(bytes) => protocol::decode(&bytes).map(Message::Request),
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
        Out::Answer(answer) => self::answer(answer),
        Out::Script(what, text) => interpret(&what, &text),
        // Nothing can load before the script lets the worker go.
        Out::Task(_) if in_script => conclude(Err(vcd::busy())),
        Out::Task(task) => task.begin(|outcome| {
            conclude(outcome);
            idle_turn();
        }),
    }
}

fn conclude(outcome: Result<vcd::Done, CallError>) {
    if let Some(out) = with_engine(|engine| engine.conclude(outcome)) {
        put(out, false);
    }
}

/// Tells the page something.
pub fn post(reply: &Reply) {
    send("reply", &Uint8Array::from(protocol::encode(reply).as_slice()));
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

/// A message is `{request}` from the page, `{call: {id, name, args}}` from `window.pinscope`, or the `{ring}` that both
/// are written to from then on.
fn receive(data: &JsValue) {
    let field = |name: &str| Reflect::get(data, &name.into()).ok().filter(|value| !value.is_undefined());
    if let Some(ring) = field("ring") {
        share_ring(&ring);
        RING.set(Some(Reader::new(&ring)));
    }
    let request = field("request").and_then(|bytes| protocol::decode(&Uint8Array::new(&bytes).to_vec()));
    take(request.map(Message::Request).or_else(|| field("call").map(|call| Message::Call(Call::from(&call)))));
    idle_turn();
}

fn take(message: Option<Message>) {
    if let Some(message) = message {
        with_engine(|engine| engine.take(message));
    }
}

fn answer(Answer { id, outcome }: Answer) {
    let message = Object::new();
    let (key, value) = match outcome {
        Ok(value) => ("value", value),
        Err(error) => ("error", error.to_js()),
    };
    // Setting a field of a plain object cannot fail.
    let _ = Reflect::set(&message, &"id".into(), &id.into());
    let _ = Reflect::set(&message, &key.into(), &value);
    send("answer", &message);
}

fn send(kind: &str, content: &JsValue) {
    let message = Object::new();
    let _ = Reflect::set(&message, &kind.into(), content);
    // The page may be gone; then nobody is there to tell.
    let _ = scope().post_message(&message);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn now_ms() -> f64 {
    scope().performance().map_or(0.0, |performance| performance.now())
}
