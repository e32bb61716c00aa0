//! The calls of `window.pinscope`, executed in the order in which they were made.

use pinscope_core::{PinId, Profile};
use pinscope_emulator::Stimulus;

use crate::answers::{self, Loaded, Value};
use crate::argument::Argument;
use crate::arguments::Arguments;
use crate::command_call::CommandCall;
use crate::error::ApiError;
use crate::session::{Advance, END_OF_TIME_NS, Engine, InterpreterCall};

/// A call of a function of `window.pinscope`.
#[derive(Debug)]
pub struct Call {
    /// The number of the call, which its answer repeats.
    pub id: f64,
    /// The function's name.
    pub name: String,
    /// The arguments.
    pub args: Vec<Argument>,
}

impl Engine {
    /// Executes a call. Returns `None` if its answer follows later.
    pub(crate) fn execute(&mut self, Call { id, name, args }: Call) -> Result<Option<Value>, ApiError> {
        let board = self.playground.machine().peek_board();
        let arguments = Arguments::new(board, args);
        let command = match name.as_str() {
            "snapshot" => return Ok(Some(answers::snapshot(&self.playground.snapshot(self.pacer.is_running())))),
            "events" => {
                let since = arguments.number(0)?;
                return Ok(Some(self.playground.machine().trace(|trace| answers::events(trace, since))));
            }
            "why" => return Ok(Some(answers::reasons(&self.playground.wake_report()))),
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
                self.open(&arguments.text(0), &arguments.text(1));
                return Ok(Some(Value::Null));
            }
            "load" => {
                let skipped = self.load(&arguments.text(0))?;
                return Ok(Some(Value::Loaded(Loaded { skipped })));
            }
            "share" => return Ok(Some(Value::Text(self.share()))),
            "example" => {
                self.open_example(arguments.example()?);
                return Ok(Some(Value::Null));
            }
            "script" => {
                if let Some(source) = arguments.string(0) {
                    self.set_script(source)?;
                }
                return Ok(Some(Value::Text(self.playground.source().to_owned())));
            }
            // The page answers when the script has ended.
            "python" | "type" => {
                self.interpreter_call = Some(InterpreterCall { text: arguments.text(0), name });
                return Ok(None);
            }
            "stop" => {
                self.end_script();
                return Ok(Some(Value::Null));
            }
            "alternates" => return Ok(Some(answers::alternates(arguments.pin()?))),
            "advance" => {
                let end_ns = self.time_ns().saturating_add(arguments.number(0)?);
                if end_ns > END_OF_TIME_NS {
                    return Err(ApiError::bad_argument("simulated time ends at 2^53 ns, 104 days"));
                }
                self.advance = Some(Advance { end_ns, call: id });
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
            "drive" => return self.apply(Stimulus::Drive { pin: arguments.pin()?, level: arguments.rail()? }),
            "press" => return self.apply(Stimulus::Press { pin: arguments.pin()? }),
            "release" => return self.apply(Stimulus::Release { pin: arguments.pin()? }),
            "bounce" => return self.apply(Stimulus::Bounce { pin: arguments.pin()?, bounce: arguments.bounce()? }),
            "pulse" => return self.apply(Stimulus::Pulse { pin: arguments.pin()?, ns: arguments.number(1)? }),
            "clock" => return self.apply(Stimulus::Clock { pin: arguments.pin()?, signal: arguments.clock_signal()? }),
            "wire" => return self.apply(Stimulus::Wire { a: arguments.pin()?, b: arguments.other_pin()? }),
            "unwire" => return self.apply(Stimulus::Unwire { a: arguments.pin()?, b: arguments.other_pin()? }),
            _ => match CommandCall::parse(&name, &arguments)? {
                Some(CommandCall::Execute(command)) => command,
                Some(CommandCall::QueryIrq(pin)) => return Ok(Some(self.interrupt(pin)?)),
                None => return Err(ApiError::bad_argument(format!("window.pinscope has no function '{name}'"))),
            },
        };
        Ok(Some(answers::response(self.playground.command(command)?)))
    }

    fn interrupt(&self, pin: PinId) -> Result<Value, ApiError> {
        Ok(answers::interrupt(&self.playground.snapshot(self.pacer.is_running()), pin)?)
    }

    fn run(&mut self, running: bool) -> Result<Option<Value>, ApiError> {
        self.pacer.run(running);
        Ok(Some(Value::Null))
    }

    fn bench(&mut self, profile: Profile) -> Result<Option<Value>, ApiError> {
        self.new_bench(profile);
        Ok(Some(Value::Null))
    }

    fn apply(&mut self, stimulus: Stimulus) -> Result<Option<Value>, ApiError> {
        self.playground.stimulus(stimulus);
        Ok(Some(Value::Null))
    }
}
