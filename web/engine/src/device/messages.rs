//! The sentences about a physical board: its connection, and what cannot be done to it from the page.

use pinscope_core::link::serial::{DeviceInfo, PROTOCOL_VERSION};
use pinscope_core::{Error, PinId};
use pinscope_protocol::{DeviceLimits, STIMULUS_CALLS};

use super::TransportKind;
use crate::error::ApiError;

const STIMULI: &str = "Hands must be at the board: from here nothing can be attached to a pad, and no button pressed.";
const SIMULATION: &str =
    "Only the emulated board can do this: a real one keeps its own time and cannot be put into a link.";
const POKE: &str = "Only the emulated board can do this: the link to a real one carries commands, and no bus accesses.";
const SCRIPT: &str =
    "Only the emulated board can do this: Python runs beside it, and a real one runs its own firmware.";
const CABLE: &str =
    "The page reaches the firmware over a cable, and only the firmware: disconnect it to control the emulated board.";
const WHY: &str = "the board does not report why a pin did or did not wake it";

/// Returns the limits of a board that is connected over `transport`. The pins in `reserved` carry the link.
pub fn limits(transport: TransportKind, reserved: &[PinId]) -> DeviceLimits {
    let reason = |&pin: &PinId| (pin, Error::CarriesLink { pin }.to_string());
    let (stimuli, simulation, poke) = match transport {
        TransportKind::Image => (None, CABLE, CABLE),
        TransportKind::Bridge | TransportKind::Serial => (Some(STIMULI.to_owned()), SIMULATION, POKE),
    };
    DeviceLimits {
        stimuli,
        simulation: simulation.to_owned(),
        poke: poke.to_owned(),
        reserved: reserved.iter().map(reason).collect(),
    }
}

/// Returns the refusal of the call called `name`, or `None` if a board that is connected over `transport` can execute
/// it.
pub fn refusal(name: &str, transport: TransportKind) -> Option<ApiError> {
    let (kind, message) = match name {
        "replay" => ("HandsOnly", STIMULI),
        name if STIMULUS_CALLS.contains(&name) => ("HandsOnly", STIMULI),
        "pause" | "run" | "advance" | "speed" | "reset" | "board" | "open" | "load" | "share" | "bench" | "example" => {
            ("EmulatedOnly", SIMULATION)
        }
        "poke" => ("EmulatedOnly", POKE),
        "file" | "files" | "python" | "script" | "stop" | "type" => ("EmulatedOnly", SCRIPT),
        "why" => ("EmulatedOnly", WHY),
        _ => return None,
    };
    Some(match transport {
        TransportKind::Image => ApiError::new("EmulatedOnly", CABLE),
        TransportKind::Bridge | TransportKind::Serial => ApiError::new(kind, message),
    })
}

/// Returns the refusal of a transport that does not exist.
pub fn unknown_transport(given: &str) -> ApiError {
    ApiError::bad_argument(format!("a board is reached by \"bridge\", \"serial\" or \"image\", not {given}"))
}

/// Returns why the page cannot communicate with a board, or `None` if their protocols have the same version.
pub fn incompatible(info: &DeviceInfo) -> Option<String> {
    (info.protocol != PROTOCOL_VERSION).then(|| {
        let version = info.protocol;
        format!(
            "The board's firmware uses version {version} of the link protocol and this page version \
             {PROTOCOL_VERSION}: flash the firmware that belongs to this page"
        )
    })
}

/// Returns the sentence about the board that is connected: which one it is, and over which transport.
pub fn connected(info: &DeviceInfo, transport: TransportKind, emulator: Option<&str>) -> String {
    let DeviceInfo { version, profile, .. } = info;
    let (name, way) = (profile.name(), over(transport));
    match emulator {
        None if transport == TransportKind::Image => {
            format!("The firmware {version} for {name} on the emulated board, {way}")
        }
        None => format!("A real board: {name}, firmware {version}, {way}"),
        Some(emulator) => format!(
            "{emulator}, not a real board: {name}, firmware {version}, {way}. \
             Levels are changed in the bridge's terminal"
        ),
    }
}

/// Returns the sentence about an open transport over which no board answers.
pub fn silent(transport: TransportKind) -> String {
    match transport {
        TransportKind::Image => {
            "No firmware answers on the emulated board: disconnect, and start one of the page's own in the tab \
             firmware. The page keeps trying"
                .to_owned()
        }
        TransportKind::Bridge | TransportKind::Serial => {
            format!("No board answers {} yet; the page keeps trying", over(transport))
        }
    }
}

/// Returns the sentence about a transport that is not open. `was_identified` says that a board was connected before.
pub fn disconnected(transport: TransportKind, was_identified: bool) -> &'static str {
    match (transport, was_identified) {
        (_, true) => "The board is gone: unplugged, or its line is lost. The page connects again as soon as it is back",
        (TransportKind::Bridge, _) => {
            "There is no bridge to a board at this address, or no board behind it: `cargo xtask bridge` serves the \
             page with one. The page keeps trying"
        }
        (TransportKind::Serial, _) => {
            "No serial port can be opened: it may be in use elsewhere, or unplugged. The page keeps trying"
        }
        (TransportKind::Image, _) => "The cable to the emulated board is being connected",
    }
}

fn over(transport: TransportKind) -> &'static str {
    match transport {
        TransportKind::Bridge => "over this page's bridge",
        TransportKind::Serial => "over USB serial",
        TransportKind::Image => "over a cable to its UARTA0",
    }
}
