//! The calls of `window.pinscope` that a physical board can execute. The others are refused with the reason.

use pinscope_core::Board;
use pinscope_protocol::{Call, Reply};

use super::command_queue::CommandSource;
use super::{CONNECT_TIMEOUT_MS, ConnectCall, ConnectionState, DeviceSession, Output, TransportKind, messages};
use crate::answers::{self, Answer, Value};
use crate::arguments::Arguments;
use crate::command_call::CommandCall;
use crate::error::ApiError;

impl DeviceSession {
    pub(super) fn call(&mut self, Call { id, name, args }: Call, now_ms: f64, outputs: &mut Vec<Output>) {
        let snapshot = self.snapshot(now_ms);
        let arguments = Arguments::new(Board::new(self.profile(), &snapshot), args);
        if let Err(error) = arguments.check_count(&name) {
            return outputs.push(Output::Answer(Answer { id, outcome: Err(error) }));
        }
        let refusal = messages::refusal(&name, self.transport);
        let outcome = match name.as_str() {
            "connect" => match TransportKind::from_name(&arguments.text(0)) {
                None => Err(messages::unknown_transport(&arguments.text(0))),
                Some(transport) => return self.connect(transport, id, now_ms),
            },
            "disconnect" => return self.disconnect(id, outputs),
            "snapshot" => Ok(answers::snapshot(&snapshot)),
            "events" => arguments.number(0, "since").map(|since| answers::events(self.history.trace(), since)),
            "registers" => Ok(answers::registers(&snapshot)),
            "alternates" => arguments.pin().map(answers::alternates),
            "vcd" => Ok(answers::trace(self.history.trace(), self.profile(), self.history.now_ns())),
            _ => match refusal.map_or_else(|| CommandCall::parse(&name, &arguments), Err) {
                Ok(Some(CommandCall::Execute(command))) => {
                    return outputs.extend(self.execute(command, CommandSource::Call(id)));
                }
                Ok(Some(CommandCall::QueryIrq(pin))) => answers::interrupt(&snapshot, pin).map_err(ApiError::from),
                Ok(None) => Err(ApiError::bad_argument(format!("window.pinscope has no function '{name}'"))),
                Err(error) => Err(error),
            },
        };
        outputs.push(Output::Answer(Answer { id, outcome }));
    }

    /// Connects over this transport. The call is answered when a board has identified itself.
    fn connect(&mut self, transport: TransportKind, id: f64, now_ms: f64) {
        self.connect_calls.push(ConnectCall { id, deadline_ms: now_ms + CONNECT_TIMEOUT_MS });
        let is_same = transport == self.transport;
        self.transport = transport;
        match &mut self.state {
            ConnectionState::Connected(connection) if is_same => {
                // The board has to identify itself once more.
                connection.device = None;
                connection.last_identify_ms = f64::NEG_INFINITY;
            }
            ConnectionState::Connecting | ConnectionState::Backoff { .. } if is_same => {}
            state => *state = ConnectionState::Backoff { until_ms: now_ms },
        }
    }

    /// Ends all calls. The page then ends this worker.
    fn disconnect(&mut self, id: f64, outputs: &mut Vec<Output>) {
        const MESSAGE: &str = "the board was disconnected before it answered";
        outputs.extend(self.fail_commands(MESSAGE));
        for ConnectCall { id, .. } in self.connect_calls.drain(..) {
            outputs.push(Output::Answer(Answer { id, outcome: Err(ApiError::new("NoBoard", MESSAGE)) }));
        }
        outputs.push(Output::Answer(Answer { id, outcome: Ok(Value::Null) }));
        outputs.push(Output::Reply(Reply::Disconnected));
    }
}
