//! The calls of `window.pinscope`, carried out in the order made.

use js_sys::{Array, Reflect};
use pinscope_core::{PinId, Profile};
use pinscope_emulator::Stimulus;
use wasm_bindgen::JsValue;

use crate::arguments::Arguments;
use crate::command_call::CommandCall;
use crate::error::ApiError;
use crate::json;
use crate::session::{END_OF_TIME_NS, Engine};
use crate::vcd::{Asker, Task};

/// A numbered call of a function of `window.pinscope`.
pub struct Call {
    /// Its number, which the answer bears.
    pub id: f64,
    /// The function's name.
    pub name: String,
    /// What it is called with.
    pub args: Array,
}

/// What became of a call.
pub struct Answer {
    /// The number of the call.
    pub id: f64,
    /// A JSON-safe value, or why it was refused.
    pub outcome: Result<JsValue, ApiError>,
}

/// `{id, name, args}`, as `boot.js` sends it.
impl From<&JsValue> for Call {
    fn from(call: &JsValue) -> Self {
        let field = |name: &str| Reflect::get(call, &name.into()).unwrap_or(JsValue::UNDEFINED);
        let args = field("args");
        Self {
            id: field("id").as_f64().unwrap_or_default(),
            name: field("name").as_string().unwrap_or_default(),
            args: if Array::is_array(&args) { Array::from(&args) } else { Array::new() },
        }
    }
}

impl Engine {
    /// Carries a call out. `None` where the answer comes later.
    pub(crate) fn carry_out(&mut self, Call { id, name, args }: Call) -> Result<Option<JsValue>, ApiError> {
        let board = self.playground.machine().peek_board();
        let arguments = Arguments::new(board, args);
        let command = match name.as_str() {
            "snapshot" => return Ok(Some(json::snapshot(&self.playground.snapshot(self.pace.is_running())))),
            "events" => {
                let since = arguments.number(0)?;
                return Ok(Some(self.playground.machine().trace(|trace| json::events(trace, since))));
            }
            "why" => return Ok(Some(json::why(&self.playground.wake_report()))),
            "registers" => return Ok(Some(json::registers(self.playground.machine().peek()))),
            "vcd" => {
                self.want(self.recorded(), Asker::Call(id));
                return Ok(None);
            }
            "replay" => {
                self.want(Task::Read(arguments.text(0)), Asker::Call(id));
                return Ok(None);
            }
            // Before it comes here the page has let go of the cable, or found none.
            "disconnect" => return Ok(Some(JsValue::NULL)),
            "connect" => {
                let message = "what speaks to a board cannot be loaded; it takes a network once".to_owned();
                return Err(ApiError::new("Unavailable", message));
            }
            "poke" => {
                self.playground.poke(arguments.register()?, arguments.word(1)?)?;
                return Ok(Some(JsValue::NULL));
            }
            "open" => {
                self.open(&arguments.text(0), &arguments.text(1));
                return Ok(Some(JsValue::NULL));
            }
            "load" => {
                let skipped = self.load(&arguments.text(0))?;
                return Ok(Some(json::plain(&json::Loaded { skipped })));
            }
            "share" => return Ok(Some(JsValue::from(self.share()))),
            "example" => {
                self.put_up_example(arguments.example()?);
                return Ok(Some(JsValue::NULL));
            }
            "script" => {
                arguments.given(0).map_or(Ok(()), |source| self.put_script(source))?;
                return Ok(Some(JsValue::from(self.playground.source())));
            }
            // The page answers when it is over.
            "python" | "type" => {
                self.to_interpret = Some((name, arguments.text(0)));
                return Ok(None);
            }
            "stop" => {
                self.end_script();
                return Ok(Some(JsValue::NULL));
            }
            "alternates" => return Ok(Some(json::alternates(arguments.pin()?))),
            "advance" => {
                let end_ns = self.time_ns().saturating_add(arguments.number(0)?);
                if end_ns > END_OF_TIME_NS {
                    return Err(ApiError::bad_argument("simulated time ends at 2^53 ns, 104 days".to_owned()));
                }
                self.advancing_to = Some((end_ns, id));
                return Ok(None);
            }
            "pause" => return self.run(false),
            "run" => return self.run(true),
            "speed" => {
                self.pace.set_speed(arguments.speed()?);
                return Ok(Some(JsValue::NULL));
            }
            "reset" => return self.bench(board.profile),
            "board" => return self.bench(arguments.profile()?),
            "drive" => return self.hand(Stimulus::Drive { pin: arguments.pin()?, level: arguments.rail()? }),
            "press" => return self.hand(Stimulus::Press { pin: arguments.pin()? }),
            "release" => return self.hand(Stimulus::Release { pin: arguments.pin()? }),
            "bounce" => return self.hand(Stimulus::Bounce { pin: arguments.pin()?, bounce: arguments.bounce()? }),
            "pulse" => return self.hand(Stimulus::Pulse { pin: arguments.pin()?, ns: arguments.number(1)? }),
            "clock" => return self.hand(Stimulus::Clock { pin: arguments.pin()?, signal: arguments.wave()? }),
            "wire" => return self.hand(Stimulus::Wire { a: arguments.pin()?, b: arguments.other_pin()? }),
            "unwire" => return self.hand(Stimulus::Unwire { a: arguments.pin()?, b: arguments.other_pin()? }),
            _ => match CommandCall::parse(&name, &arguments)? {
                Some(CommandCall::Execute(command)) => command,
                Some(CommandCall::QueryIrq(pin)) => return self.interrupt(pin),
                None => return Err(ApiError::bad_argument(format!("window.pinscope has no function '{name}'"))),
            },
        };
        Ok(Some(json::answer(self.playground.command(command)?)))
    }

    /// The interrupt a pin has (`irq()` with no argument).
    fn interrupt(&self, pin: PinId) -> Result<Option<JsValue>, ApiError> {
        Ok(Some(json::interrupt(&self.playground.snapshot(self.pace.is_running()), pin)?))
    }

    fn run(&mut self, running: bool) -> Result<Option<JsValue>, ApiError> {
        self.pace.run(running);
        Ok(Some(JsValue::NULL))
    }

    fn bench(&mut self, profile: Profile) -> Result<Option<JsValue>, ApiError> {
        self.new_bench(profile);
        Ok(Some(JsValue::NULL))
    }

    fn hand(&mut self, stimulus: Stimulus) -> Result<Option<JsValue>, ApiError> {
        self.playground.stimulus(stimulus);
        Ok(Some(JsValue::NULL))
    }
}
