//! The holes of a board at which no wire ends.

/// Returns the reason why no wire ends at the hole called `name`, or `None` if that is not a hole of this kind.
pub fn why_no_wire(name: &str) -> Option<&'static str> {
    match name {
        "VIN" => {
            Some("VIN takes no wire: it is the supply of the board, and its voltage is too high for a pin; use 3V3")
        }
        "5V" => Some("5V takes no wire: its voltage is too high for a pin; use 3V3"),
        "RST" => Some("RST takes no wire: it is the reset line of the board; press the reset button"),
        _ => None,
    }
}
