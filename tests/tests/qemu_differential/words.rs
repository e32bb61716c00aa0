//! The words that are compared: every register of one port, and the NVIC's registers for all ports.

use pinscope_core::cc3200::gpio::Port;

/// The number of words that are compared at once.
pub const COUNT: usize = 15;

/// The words of a port and of the NVIC at one moment, in the order of [`NAMES`].
pub type Words = [u32; COUNT];

/// The names of the words.
pub const NAMES: [&str; COUNT] =
    ["DATA", "DIR", "IS", "IBE", "IEV", "IM", "RIS", "MIS", "ICR", "ISER0", "ICER0", "ISPR0", "ICPR0", "IABR0", "IPR0"];

pub const DATA: usize = 0;
pub const DIR: usize = 1;
pub const IS: usize = 2;
pub const IBE: usize = 3;
pub const IEV: usize = 4;
pub const IM: usize = 5;
pub const RIS: usize = 6;
pub const MIS: usize = 7;
pub const ICR: usize = 8;
pub const ISPR0: usize = 11;
pub const ICPR0: usize = 12;
pub const IPR0: usize = 14;

/// The indices of the words that belong to a port.
pub const OF_PORT: std::ops::RangeInclusive<usize> = DATA..=ICR;

/// Offsets in the port (`docs/cc3200.md`, section 2), followed by addresses of the NVIC (section 5 there, and ARMv7-M).
const LOCATIONS: [u32; COUNT] = [
    0x3FC,
    0x400,
    0x404,
    0x408,
    0x40C,
    0x410,
    0x414,
    0x418,
    0x41C,
    0xE000_E100,
    0xE000_E180,
    0xE000_E200,
    0xE000_E280,
    0xE000_E300,
    0xE000_E400,
];

/// Returns the address of word `index` for `port`.
pub fn addr(port: Port, index: usize) -> u32 {
    if OF_PORT.contains(&index) { port.base() + LOCATIONS[index] } else { LOCATIONS[index] }
}

/// Returns the addresses of all words for `port`.
pub fn addrs(port: Port) -> [u32; COUNT] {
    std::array::from_fn(|index| addr(port, index))
}
