//! The worker around the cable: its messages, its clock, and its line.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Interval;
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;

use super::command_queue::Asker;
use super::transport::{Line, Said};
use super::{Cable, Out, Way};
use crate::messages;
use crate::session::Answer;
use crate::vcd::Done;
use pinscope_protocol::{BUILD, Reply};

/// How often it looks at the time when nothing comes, in milliseconds.
const TICK_MS: u32 = 20;

/// Speaks to a board in this worker for as long as the worker lives.
pub fn run() {
    let worker =
        Rc::new(Worker { cable: RefCell::new(Cable::default()), line: RefCell::default(), lines: Cell::default() });
    let receiver = worker.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(message) = messages::read(&event.data()) {
            receiver.cable.borrow_mut().take(message);
            receiver.turn();
        }
    });
    messages::scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    messages::post(&Reply::Ready { build: BUILD.to_owned() });
    Interval::new(TICK_MS, move || worker.turn()).forget();
}

struct Worker {
    cable: RefCell<Cable>,
    line: RefCell<Option<Line>>,
    /// How many lines were opened: what one before the last tells does not count.
    lines: Cell<u64>,
}

impl Worker {
    fn turn(self: &Rc<Self>) {
        let out = self.cable.borrow_mut().work(messages::now_ms());
        self.put_all(out);
    }

    fn put_all(self: &Rc<Self>, out: Vec<Out>) {
        out.into_iter().for_each(|out| self.put(out));
    }

    fn put(self: &Rc<Self>, out: Out) {
        match out {
            Out::Reply(reply) => messages::post(&reply),
            Out::Answer(reply) => messages::answer(reply),
            Out::Send(request) => {
                if let Some(line) = &*self.line.borrow() {
                    line.send(request.frame().as_bytes());
                }
            }
            Out::Open(way) => self.open(way),
            Out::Task(task, asker) => {
                let worker = self.clone();
                task.begin(move |outcome| {
                    let file = outcome.map(|done| match done {
                        Done::Written(file) => file,
                        Done::Read(_) => String::new(),
                    });
                    worker.put(match asker {
                        Asker::Page => Out::Reply(Reply::Vcd(file.map_err(|error| error.message()))),
                        Asker::Call(id) => Out::Answer(Answer { id, outcome: file.map(JsValue::from) }),
                    });
                });
            }
        }
    }

    fn open(self: &Rc<Self>, way: Way) {
        self.close();
        let (worker, number) = (self.clone(), self.lines.get());
        let line = Line::open(way, &messages::scope(), move |said| {
            if worker.lines.get() == number {
                worker.hear(said);
            }
        });
        match line {
            Some(line) => *self.line.borrow_mut() = Some(line),
            None => self.hear(Said::Ended),
        }
    }

    fn hear(self: &Rc<Self>, said: Said) {
        let now_ms = messages::now_ms();
        let out = match said {
            Said::Opened => {
                self.cable.borrow_mut().opened(now_ms);
                Vec::new()
            }
            Said::Emulator(name) => {
                self.cable.borrow_mut().set_emulator(name);
                Vec::new()
            }
            Said::Bytes(bytes) => self.cable.borrow_mut().hear(&bytes, now_ms),
            Said::Ended => self.cable.borrow_mut().ended(now_ms),
        };
        self.put_all(out);
        self.turn();
    }

    /// Closes the line there is. What it tells afterwards does not count.
    fn close(&self) {
        self.lines.set(self.lines.get() + 1);
        let line = self.line.borrow_mut().take();
        if let Some(Line::Serial(serial)) = &line {
            serial.close();
        }
    }
}
