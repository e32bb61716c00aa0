//! The parameters of the functions of `window.pinscope`.

/// The names of the settings in the object that is the second argument of `init`.
pub const INIT_SETTINGS: &[&str] = &["mode", "pull", "drive", "alt", "value"];
/// The names of the settings in the object that is the second argument of `irq`.
pub const IRQ_SETTINGS: &[&str] = &["trigger", "priority", "wake", "handler", "takes_ns"];
/// The names of the settings in the object that is the second argument of `bounce`.
pub const BOUNCE_SETTINGS: &[&str] = &["seed", "edges", "window_ns"];
/// The names of the settings in the object that is the first argument of `share`.
pub const SHARE_SETTINGS: &[&str] = &["task", "parts", "only_shows_script"];

/// Returns the names of the parameters of the function called `name`, or `None` if there is no such function.
pub fn for_function(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "snapshot" | "why" | "registers" | "vcd" | "disconnect" | "files" | "stop" | "pause" | "run" | "reset"
        | "bench" => &[],
        "toggle" | "alternates" | "enable" | "disable" | "call" | "flags" | "press" | "release" => &["pin"],
        "init" | "irq" | "bounce" => &["pin", "settings"],
        "value" | "drive" => &["pin", "level"],
        "pulse" => &["pin", "ns"],
        "button" => &["pin", "end"],
        "clock" => &["pin", "hz", "duty"],
        "voltage" => &["pin", "volts", "to_volts", "hz", "shape"],
        "send" => &["pin", "text", "baud"],
        "receive" => &["pin", "baud", "since_ns"],
        "wire" | "unwire" => &["a", "b"],
        "sleep" => &["mode"],
        "events" => &["since"],
        "advance" => &["ns"],
        "speed" => &["factor"],
        "board" | "example" => &["name"],
        "load" | "replay" | "script" => &["text"],
        "python" => &["text", "settings"],
        "file" => &["name", "text"],
        "share" => &["settings"],
        "step" => &["until"],
        "type" => &["keys"],
        "open" => &["link", "kept"],
        "poke" => &["register", "word"],
        "connect" => &["over"],
        _ => return None,
    })
}
