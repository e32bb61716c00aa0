//! The letters that stand for the value of one bit.

use pinscope_core::Level;

/// Returns true if `letter` is a value of Verilog (0, 1, x, z) or of VHDL (U, X, 0, 1, Z, W, L, H, -).
pub fn is_value(letter: u8) -> bool {
    b"01xXzZuUwWlLhH-".contains(&letter)
}

/// Returns the level of a value. A pin with any other value is released.
pub fn level(letter: u8) -> Option<Level> {
    match letter {
        b'0' | b'l' | b'L' => Some(Level::Low),
        b'1' | b'h' | b'H' => Some(Level::High),
        _ => None,
    }
}

/// Returns the level of a port's state in extended VCD, whose letters also say which side drives the port.
pub fn port_level(letter: u8) -> Option<Level> {
    match letter {
        b'0' | b'd' | b'D' | b'l' | b'L' => Some(Level::Low),
        b'1' | b'u' | b'U' | b'h' | b'H' => Some(Level::High),
        _ => None,
    }
}
