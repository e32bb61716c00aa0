//! What is said of a real board, and of what cannot be done to it from here.

use pinscope_core::link::serial::{DeviceInfo, PROTOCOL_VERSION};
use pinscope_core::{Error, PinId};

use super::Way;
use crate::error::ApiError;
use pinscope_protocol::DeviceLimits;

const HANDS: &str = "Hands must be at the board: from here nothing can be attached to a pad, and no button pressed.";
const BENCH: &str = "Only the emulated board: a real one keeps its own time, and no link can carry it.";
const POKE: &str = "Only on the emulated board: the link takes commands, and no words for the bus.";
const SCRIPT: &str = "Only on the emulated board: Python runs beside it, and a real one runs its own firmware.";
const WHY: &str = "the board does not say why a pin did or did not wake it";

/// Why some things cannot be done, as the page shows it. `taken` are the pins of the link.
pub fn real(taken: &[PinId]) -> DeviceLimits {
    let [hands, bench, poke] = [HANDS, BENCH, POKE].map(str::to_owned);
    let reason = |&pin: &PinId| (pin, Error::CarriesLink { pin }.to_string());
    DeviceLimits { hands, bench, poke, taken: taken.iter().map(reason).collect() }
}

/// The refusal of a call that a real board cannot be asked, by its name; `None` for any other.
pub fn refusal(name: &str) -> Option<ApiError> {
    let (kind, why) = match name {
        "drive" | "pulse" | "clock" | "press" | "release" | "bounce" | "wire" | "unwire" | "replay" => {
            ("HandsOnly", HANDS)
        }
        "pause" | "run" | "advance" | "speed" | "reset" | "board" | "open" | "load" | "share" | "example" => {
            ("EmulatedOnly", BENCH)
        }
        "poke" => ("EmulatedOnly", POKE),
        "python" | "script" | "stop" | "type" => ("EmulatedOnly", SCRIPT),
        "why" => ("EmulatedOnly", WHY),
        _ => return None,
    };
    Some(ApiError::new(kind, why.to_owned()))
}

/// That there is no such way.
pub fn no_way(given: &str) -> ApiError {
    ApiError::bad_argument(format!("a board is reached by \"bridge\" or \"serial\", not {given}"))
}

/// Why the protocol of a board is not understood, if it is not.
pub fn foreign(info: &DeviceInfo) -> Option<String> {
    (info.protocol != PROTOCOL_VERSION).then(|| {
        let theirs = info.protocol;
        format!("The board's firmware speaks version {theirs} of the link and this page {PROTOCOL_VERSION}: flash the one that belongs to it")
    })
}

/// Returns the sentence about the board that is connected: which one it is, and by which way.
pub fn connected(info: &DeviceInfo, way: Way, emulator: Option<&str>) -> String {
    let DeviceInfo { version, profile, .. } = info;
    let (name, way) = (profile.name(), by(way));
    match emulator {
        None => format!("A real board: {name}, firmware {version}, {way}"),
        Some(emulator) => format!(
            "{emulator}, not a real board: {name}, firmware {version}, {way}. Levels are changed in the bridge's terminal"
        ),
    }
}

/// That a line is open, and nobody speaks.
pub fn silent(way: Way) -> String {
    format!("No board answers {} yet; the page goes on asking", by(way))
}

/// That there is no line.
pub fn shut(way: Way, was_heard: bool) -> &'static str {
    match (way, was_heard) {
        (_, true) => "The board is gone: unplugged, or its line is lost. The page connects again as soon as it is back",
        (Way::Bridge, _) => {
            "There is no bridge to a board at this address, or no board behind it: `cargo xtask bridge` serves the page with one. \
             The page goes on trying"
        }
        (Way::Serial, _) => {
            "No serial port can be opened: it may be in use elsewhere, or unplugged. The page goes on trying"
        }
    }
}

fn by(way: Way) -> &'static str {
    match way {
        Way::Bridge => "over this page's bridge",
        Way::Serial => "over USB serial",
    }
}
