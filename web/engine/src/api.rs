//! The calls of `window.pinscope`, executed in the order in which they were made.

use pinscope_core::{PinId, Profile};
use pinscope_emulator::share;
use pinscope_protocol::{Call, END_OF_TIME_NS};

use crate::answers::{self, Loaded, Value};
use crate::arguments::Arguments;
use crate::command_call::CommandCall;
use crate::error::ApiError;
use crate::files::FileCall;
use crate::serial_call::SerialCall;
use crate::session::{Advance, Engine, InterpreterCall};
use crate::stimulus_call;

impl Engine {
    /// Executes a call. Returns `None` if its answer follows later.
    pub(crate) fn execute(&mut self, Call { id, name, args }: Call) -> Result<Option<Value>, ApiError> {
        let board = self.playground.machine().peek_board();
        let arguments = Arguments::new(board, args);
        arguments.check_count(&name)?;
        if let Some(stimulus) = stimulus_call::parse(&name, &arguments)? {
            self.playground.stimulus(stimulus);
            return Ok(Some(Value::Null));
        }
        if let Some(call) = SerialCall::parse(&name, &arguments)? {
            return Ok(Some(self.serial_call(call)));
        }
        let command = match name.as_str() {
            "snapshot" => return Ok(Some(answers::snapshot(&self.snapshot()))),
            "events" => {
                let since = arguments.number(0, "since")?;
                return Ok(Some(self.playground.machine().trace(|trace| answers::events(trace, since))));
            }
            "why" => {
                return Ok(Some(answers::reasons(&self.playground.wake_report(), &self.playground.block_report())));
            }
            "registers" => return Ok(Some(answers::registers(self.playground.machine().peek()))),
            // The page passes the trace on to the VCD program. It keeps calls of `replay` to itself, which that program
            // turns into requests.
            "vcd" => {
                let now_ns = self.time_ns();
                return Ok(Some(self.playground.machine().trace(|trace| answers::trace(trace, board.profile, now_ns))));
            }
            // The page disconnects a physical board itself; the call comes here if there is none.
            "disconnect" => return Ok(Some(Value::Null)),
            "connect" => {
                // The page passes this call on only if the program for a physical board is missing.
                let message = "The connection to a board could not be loaded. Check your network and try again.";
                return Err(ApiError::new("Unavailable", message));
            }
            "poke" => {
                self.playground.poke(arguments.register()?, arguments.word(1)?)?;
                return Ok(Some(Value::Null));
            }
            "open" => {
                let link = arguments.optional_string(0, "link")?.unwrap_or_default();
                let kept = arguments.optional_string(1, "kept")?.unwrap_or_default();
                self.open(&link, &kept);
                return Ok(Some(Value::Null));
            }
            "load" => {
                let skipped = self.load(&arguments.string(0, "text")?)?;
                return Ok(Some(Value::Loaded(Loaded { skipped })));
            }
            "share" => {
                let lesson = arguments.lesson(&self.lesson)?;
                return Ok(Some(Value::Text(self.share(lesson)?)));
            }
            // The page makes this call for a check.
            "bench" => return Ok(Some(Value::Text(share::encode(&self.present_bench())))),
            "example" => {
                self.open_example(arguments.example()?);
                return Ok(Some(Value::Null));
            }
            "script" => {
                if let Some(source) = arguments.optional_string(0, "text")? {
                    self.set_script(source)?;
                }
                return Ok(Some(Value::Text(self.playground.source().to_owned())));
            }
            "files" => return Ok(Some(self.all_files())),
            "file" => {
                let call = FileCall::parse(&arguments)?;
                return self.file(call).map(Some);
            }
            // The page answers when the script has ended.
            "python" => {
                let text = arguments.string(0, "text")?;
                self.script.stimuli = stimulus_call::timed(board, arguments.value(1))?;
                self.interpreter_calls.push(InterpreterCall { text, name });
                return Ok(None);
            }
            "step" => {
                self.pacer.step(arguments.step()?, self.playground.machine());
                self.step_call = Some(id);
                return Ok(None);
            }
            "type" => {
                self.interpreter_calls.push(InterpreterCall { text: arguments.string(0, "keys")?, name });
                return Ok(None);
            }
            // The panel for images makes this call.
            "firmware" => {
                self.interpreter_calls.push(InterpreterCall { text: arguments.string(0, "channel")?, name });
                return Ok(Some(Value::Null));
            }
            "stop" => {
                self.stop_script();
                return Ok(Some(Value::Null));
            }
            "alternates" => return Ok(Some(answers::alternates(arguments.pin()?))),
            "advance" => {
                let end_ns = self.time_ns().saturating_add(arguments.number(0, "ns")?);
                if end_ns > END_OF_TIME_NS {
                    return Err(ApiError::bad_argument("simulated time ends at 2^53 - 1 ns, after 104 days"));
                }
                self.advance = Some(Advance { end_ns, call: id, began_ms: None });
                return Ok(None);
            }
            "pause" => return self.run(false),
            "run" => return self.run(true),
            "speed" => {
                self.pacer.set_speed(arguments.speed()?);
                return Ok(Some(Value::Null));
            }
            "reset" => return self.bench(board.profile),
            "board" => return self.bench(arguments.profile()?),
            _ => match CommandCall::parse(&name, &arguments)? {
                Some(CommandCall::Execute(command)) => command,
                Some(CommandCall::QueryIrq(pin)) => return Ok(Some(self.interrupt(pin)?)),
                None => return Err(ApiError::bad_argument(format!("window.pinscope has no function '{name}'"))),
            },
        };
        Ok(Some(answers::response(self.playground.command(command)?)))
    }

    fn interrupt(&self, pin: PinId) -> Result<Value, ApiError> {
        Ok(answers::interrupt(&self.snapshot(), pin)?)
    }

    fn run(&mut self, running: bool) -> Result<Option<Value>, ApiError> {
        self.pacer.run(running);
        Ok(Some(Value::Null))
    }

    fn bench(&mut self, profile: Profile) -> Result<Option<Value>, ApiError> {
        self.new_bench(profile);
        Ok(Some(Value::Null))
    }
}
