//! The calls of `window.pinscope` that a real board can be asked; the others are refused with the reason.

use pinscope_core::Board;
use wasm_bindgen::JsValue;

use super::command_queue::Asker;
use super::{Cable, Line, Out, PATIENCE_MS, Way, texts};
use crate::arguments::Arguments;
use crate::command_call::CommandCall;
use crate::error::ApiError;
use crate::json;
use crate::session::{Answer, Call};
use crate::vcd::Task;
use pinscope_protocol::{Recorded, Reply};

impl Cable {
    pub(super) fn call(&mut self, Call { id, name, args }: Call, now_ms: f64, out: &mut Vec<Out>) {
        let snapshot = self.snapshot(now_ms);
        let arguments = Arguments::new(Board::new(self.profile(), &snapshot), args);
        let outcome = match name.as_str() {
            "connect" => match Way::from_name(&arguments.text(0)) {
                None => Err(texts::no_way(&arguments.text(0))),
                Some(way) => return self.connect(way, id, now_ms),
            },
            "disconnect" => return self.let_go(id, out),
            "snapshot" => Ok(self.presented(now_ms)),
            "events" => arguments.number(0).map(|since| json::events(self.record.trace(), since)),
            "registers" => Ok(json::registers(&snapshot)),
            "alternates" => arguments.pin().map(json::alternates),
            "vcd" => return out.push(self.file(Asker::Call(id))),
            _ => match texts::refusal(&name).map_or_else(|| CommandCall::parse(&name, &arguments), Err) {
                Ok(Some(CommandCall::Execute(command))) => return out.extend(self.run(command, Asker::Call(id))),
                Ok(Some(CommandCall::QueryIrq(pin))) => json::interrupt(&snapshot, pin).map_err(ApiError::from),
                Ok(None) => Err(ApiError::bad_argument(format!("window.pinscope has no function '{name}'"))),
                Err(error) => Err(error),
            },
        };
        out.push(Out::Answer(Answer { id, outcome }));
    }

    /// Everything recorded, to be written.
    pub(super) fn file(&self, asker: Asker) -> Out {
        let (trace, profile, now_ns) = (self.record.trace(), self.profile(), self.record.now_ns());
        Out::Task(Task::Write(pinscope_protocol::encode(&Recorded { trace, profile, now_ns })), asker)
    }

    /// Connects this way. It is answered when the board has said who it is.
    fn connect(&mut self, way: Way, id: f64, now_ms: f64) {
        self.connecting.push((id, now_ms + PATIENCE_MS));
        let goes_on = way == self.way && self.line != Line::Shut(f64::INFINITY);
        self.way = way;
        self.info = None;
        if goes_on {
            // It says who it is once more.
            self.asked_ms = f64::NEG_INFINITY;
        } else {
            self.line = Line::Shut(now_ms);
        }
    }

    /// Nothing more is asked of the board, and whoever waits is told so; the page ends this worker.
    fn let_go(&mut self, id: f64, out: &mut Vec<Out>) {
        const WHY: &str = "the board was disconnected before it answered";
        out.extend(self.drop_errands(WHY));
        for (id, _) in self.connecting.drain(..) {
            out.push(Out::Answer(Answer { id, outcome: Err(ApiError::new("NoBoard", WHY.to_owned())) }));
        }
        out.push(Out::Answer(Answer { id, outcome: Ok(JsValue::NULL) }));
        out.push(Out::Reply(Reply::Disconnected));
    }
}
