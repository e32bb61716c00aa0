//! Connects a [`DeviceSession`] to its Web Worker: to messages, to the clock, and to the transport.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Interval;
use pinscope_protocol::{BUILD, Reply};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, MessagePort};

use super::transport::browser::Transport;
use super::{DeviceSession, Output, TransportEvent, TransportKind};
use crate::messages;

/// Time between two turns of the session when nothing is received, in milliseconds.
const TICK_MS: u32 = 20;

/// Runs a session in this worker.
pub fn run() {
    let worker = Rc::new(Worker::default());
    let receiver = worker.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(port) = messages::field(&event.data(), "cable") {
            receiver.cable.replace(port.dyn_into().ok());
        }
        if let Some(message) = messages::read(&event.data()) {
            receiver.session.borrow_mut().enqueue(message);
            receiver.poll();
        }
    });
    messages::scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    messages::post(&Reply::Ready { build: BUILD.to_owned() });
    Interval::new(TICK_MS, move || worker.poll()).forget();
}

#[derive(Default)]
struct Worker {
    session: RefCell<DeviceSession>,
    transport: RefCell<Option<Transport>>,
    /// This worker's end of a cable to the emulated board.
    cable: RefCell<Option<MessagePort>>,
    /// The number of transports that were opened. Events of all but the last are ignored.
    opened: Cell<u64>,
}

impl Worker {
    fn poll(self: &Rc<Self>) {
        let outputs = self.session.borrow_mut().poll(messages::now_ms());
        self.carry_out_all(outputs);
    }

    fn on_event(self: &Rc<Self>, event: TransportEvent) {
        let outputs = self.session.borrow_mut().on_event(event, messages::now_ms());
        self.carry_out_all(outputs);
        self.poll();
    }

    fn carry_out_all(self: &Rc<Self>, outputs: Vec<Output>) {
        outputs.into_iter().for_each(|output| self.carry_out(output));
    }

    fn carry_out(self: &Rc<Self>, output: Output) {
        match output {
            Output::Reply(reply) => messages::post(&reply),
            Output::Answer(answer) => messages::answer(answer),
            Output::Send(request) => {
                if let Some(transport) = &*self.transport.borrow() {
                    transport.send(request.frame().as_bytes());
                }
            }
            Output::Open(kind) => self.open(kind),
        }
    }

    /// Opens a transport in place of the one before.
    fn open(self: &Rc<Self>, kind: TransportKind) {
        self.opened.set(self.opened.get() + 1);
        self.transport.take();
        let (worker, number) = (self.clone(), self.opened.get());
        let transport = Transport::open(kind, &messages::scope(), self.cable.borrow().clone(), move |event| {
            if worker.opened.get() == number {
                worker.on_event(event);
            }
        });
        match transport {
            Some(transport) => {
                self.transport.replace(Some(transport));
            }
            None => self.on_event(TransportEvent::Closed),
        }
    }
}
