//! The calls of `window.pinscope` that act on the board from outside, now or at a simulated moment.

use pinscope_core::{Board, Registers};
use pinscope_emulator::Stimulus;
use pinscope_emulator::playground::TimedStimulus;
use pinscope_protocol::{Argument, END_OF_TIME_NS};

use crate::arguments::Arguments;
use crate::error::ApiError;

/// The calls of this kind.
const NAMES: [&str; 10] =
    ["drive", "press", "release", "bounce", "button", "pulse", "clock", "wire", "unwire", "voltage"];
/// Maximum number of timed stimuli of one run.
const MAX_STIMULI: usize = 100_000;

/// Returns the stimulus of the call `name`, or `None` if that is not a call of this kind.
pub fn parse<R: Registers>(name: &str, arguments: &Arguments<R>) -> Result<Option<Stimulus>, ApiError> {
    Ok(Some(match name {
        "drive" => Stimulus::Drive { pin: arguments.pin()?, level: arguments.rail()? },
        "press" => Stimulus::Press { pin: arguments.pin()? },
        "release" => Stimulus::Release { pin: arguments.pin()? },
        "bounce" => Stimulus::Bounce { pin: arguments.pin()?, bounce: arguments.bounce()? },
        "pulse" => Stimulus::Pulse { pin: arguments.pin()?, ns: arguments.number(1, "ns")? },
        "clock" => Stimulus::Clock { pin: arguments.pin()?, signal: arguments.clock_signal()? },
        "button" => Stimulus::PlaceButton { pin: arguments.pin()?, end: arguments.button_end()? },
        "wire" => arguments.wire_ends().map(|(pin, end)| Stimulus::wire(pin, end))?,
        "voltage" => Stimulus::Voltage { pin: arguments.pin()?, source: arguments.voltage()? },
        "unwire" => arguments.wire_ends().map(|(pin, end)| Stimulus::unwire(pin, end))?,
        _ => return Ok(None),
    }))
}

/// Returns the stimuli in `{stimuli: [{at_ns, NAME: [argument, …]}, …]}`, or `None` if there are no settings.
///
/// # Errors
/// The stimuli have to be in the order of their times, and each has exactly one call of this kind.
pub fn timed<R: Registers>(board: Board<R>, settings: &Argument) -> Result<Option<Vec<TimedStimulus>>, ApiError> {
    let properties = match settings {
        Argument::Undefined => return Ok(None),
        Argument::Object(properties) => properties,
        other => return Err(ApiError::bad_argument(format!("python(text, {{stimuli}}), not {}", other.to_text()))),
    };
    if let Some((name, _)) = properties.iter().find(|(name, _)| name != "stimuli") {
        return Err(ApiError::bad_argument(format!("python has no setting '{name}'; it has: stimuli")));
    }
    let elements = match settings.property("stimuli") {
        None => return Ok(None),
        Some(Argument::Array(elements)) => elements,
        Some(other) => return Err(ApiError::bad_argument(format!("stimuli is an array, not {}", other.to_text()))),
    };
    if elements.len() > MAX_STIMULI {
        return Err(ApiError::bad_argument(format!("there are at most {MAX_STIMULI} stimuli, not {}", elements.len())));
    }
    let mut stimuli: Vec<TimedStimulus> = Vec::new();
    for (index, element) in elements.iter().enumerate() {
        let refuse = |reason: String| ApiError::bad_argument(format!("stimuli[{index}]: {reason}"));
        let timed = one(board, element).map_err(|error| refuse(error.into_message()))?;
        if stimuli.last().is_some_and(|last| last.at_ns > timed.at_ns) {
            return Err(refuse(format!("at_ns is {}, which is before that of the stimulus before it", timed.at_ns)));
        }
        stimuli.push(timed);
    }
    Ok(Some(stimuli))
}

/// Returns the stimulus in `{at_ns, NAME: [argument, …]}`.
fn one<R: Registers>(board: Board<R>, element: &Argument) -> Result<TimedStimulus, ApiError> {
    let bad = |reason: String| Err(ApiError::bad_argument(reason));
    let Argument::Object(properties) = element else {
        return bad(format!("a stimulus is {{at_ns, drive: [pin, level]}} or the like, not {}", element.to_text()));
    };
    let at = element.property("at_ns").unwrap_or(&Argument::Undefined);
    let Some(at_ns) = at.as_safe_integer().filter(|&at_ns| at_ns < END_OF_TIME_NS) else {
        return bad(format!("at_ns is a whole number of nanoseconds, 0 or more, not {}", at.to_text()));
    };
    let mut calls = properties.iter().filter(|(name, _)| name != "at_ns");
    let (Some((name, arguments)), None) = (calls.next(), calls.next()) else {
        return bad(format!("a stimulus has at_ns and exactly one of: {}", NAMES.join(", ")));
    };
    let arguments = match arguments {
        Argument::Array(elements) => elements.clone(),
        other => return bad(format!("{name} has an array of arguments, not {}", other.to_text())),
    };
    let arguments = Arguments::new(board, arguments);
    arguments.check_count(name)?;
    match parse(name, &arguments)? {
        Some(stimulus) => Ok(TimedStimulus { at_ns, stimulus }),
        None => bad(format!("there is no stimulus '{name}'; there are: {}", NAMES.join(", "))),
    }
}
