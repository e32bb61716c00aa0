//! Connects the engine to its Web Worker: to messages, to the clock, and to the interpreter of scripts.

use std::cell::RefCell;

use gloo_timers::callback::{Interval, Timeout};
use pinscope_emulator::examples::EXAMPLES;
use pinscope_protocol::ring::{Packet, Reader};
use pinscope_protocol::{BUILD, Reply};
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;

use crate::messages::{self, field, now_ms, post};
use crate::session::{Engine, InterpreterCall, Message, Output};

/// Time between two turns of the engine while no message arrives, in milliseconds.
const TICK_MS: u32 = 10;

thread_local! {
    /// The engine of this worker.
    static ENGINE: RefCell<Engine> = RefCell::new(Engine::default());
    /// The ring to which the page writes once a script has started, because the worker receives no messages while one
    /// runs.
    static RING: RefCell<Option<Reader>> = const { RefCell::new(None) };
}

/// The object `script` of `engine_worker.js`, which loads the interpreter when the first script is run.
#[wasm_bindgen]
extern "C" {
    /// Runs a script, or passes on a line that was typed at the prompt, after this turn.
    #[wasm_bindgen(js_namespace = script)]
    fn interpret(name: &str, text: &str);
    /// Calls the handlers of the script until simulated time has caught up with real time, or restarts the script. It
    /// does nothing while the script runs. If the program is an image, lets it run.
    #[wasm_bindgen(js_namespace = script, js_name = service)]
    fn service_script();
    /// Passes on the ring, through which the page can reach a script that runs.
    #[wasm_bindgen(js_namespace = script, js_name = share)]
    fn share_ring(ring: &JsValue);
    /// Connects a cable, which is a port of messages, to the serial line of the image. Null disconnects it.
    #[wasm_bindgen(js_namespace = script, js_name = cable)]
    fn connect_cable(port: &JsValue);
}

/// Runs the engine in this worker.
pub fn run() {
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| receive(&event.data()));
    messages::scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();

    post(&Reply::Ready { build: BUILD.to_owned() });
    post(&Reply::Examples(EXAMPLES.iter().map(|example| example.name.to_owned()).collect()));
    idle_turn();
    Interval::new(TICK_MS, idle_turn).forget();
}

/// Calls `work` with the engine.
pub fn with_engine<T>(work: impl FnOnce(&mut Engine) -> T) -> T {
    ENGINE.with_borrow_mut(work)
}

/// Gives the engine a turn while a script runs. The script calls it.
pub fn turn() {
    poll(Engine::poll_in_script);
}

/// Passes the messages in the ring to the engine and carries out what `poll` returns.
fn poll(poll: fn(&mut Engine, f64) -> Vec<Output>) {
    RING.with_borrow_mut(|ring| {
        while let Some(packet) = ring.as_mut().and_then(Reader::next) {
            enqueue(match packet {
                Packet::Request(bytes) => pinscope_protocol::decode(&bytes).map(Message::Request),
                Packet::Call(bytes) => pinscope_protocol::decode(&bytes).map(Message::Call),
            });
        }
    });
    let now_ms = now_ms();
    for output in with_engine(|engine| poll(engine, now_ms)) {
        carry_out(output);
    }
}

fn carry_out(output: Output) {
    match output {
        Output::Reply(reply) => post(&reply),
        Output::Answer(answer) => messages::answer(answer),
        Output::Interpret(InterpreterCall { name, text }) => interpret(&name, &text),
    }
}

/// Gives the engine a turn while no script runs.
fn idle_turn() {
    poll(Engine::poll);
    if with_engine(|engine| engine.needs_service() || engine.runs_image()) {
        service_script();
    }
    if with_engine(|engine| engine.is_busy()) {
        Timeout::new(0, idle_turn).forget();
    }
}

/// Receives a message of the page, the `{ring}` to which it writes all messages from then on, or the `{cable}` of an
/// image.
fn receive(data: &JsValue) {
    if let Some(port) = field(data, "cable") {
        connect_cable(&port);
    }
    if let Some(ring) = field(data, "ring") {
        share_ring(&ring);
        RING.set(Some(Reader::new(&ring)));
    }
    enqueue(messages::read(data));
    idle_turn();
}

fn enqueue(message: Option<Message>) {
    if let Some(message) = message {
        with_engine(|engine| engine.enqueue(message));
    }
}
