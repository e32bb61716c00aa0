//! The format of a character on the line: the length of its bits, their number, and the parity.

use pinscope_core::cc3200::uart;

/// Number of parts into which a cycle of the clock is divided here, so that the length of a bit is a whole number.
const PARTS: u64 = 8;

/// The format of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Format {
    /// The length of a bit in eighths of a cycle. It is 0 if there is no baud rate.
    bit: u64,
    data_bits: u32,
    parity: Option<Parity>,
    stop_bits: u32,
}

/// The rule for the parity bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
enum Parity {
    Even,
    Odd,
    /// The bit always has this value.
    Fixed(bool),
}

/// A received character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Character {
    pub data: u32,
    pub parity_error: bool,
    pub framing_error: bool,
    /// The line was low for the whole character.
    pub is_break: bool,
}

impl Format {
    /// Returns the format for a divisor in sixty-fourths and for words of LCRH and CTL.
    pub fn new(divisor: u32, lcrh: u32, control: u32) -> Self {
        // A bit has 16 periods of the baud clock, or 8 at high speed. The divisor counts sixty-fourths of a cycle.
        let bit = if control & uart::CTL_HSE != 0 { divisor } else { 2 * divisor };
        let parity = (lcrh & uart::LCRH_PEN != 0).then_some(match (lcrh & uart::LCRH_SPS, lcrh & uart::LCRH_EPS) {
            (0, 0) => Parity::Odd,
            (0, _) => Parity::Even,
            (_, even) => Parity::Fixed(even == 0),
        });
        Self {
            bit: bit.into(),
            data_bits: 5 + ((lcrh & uart::LCRH_WLEN) >> 5),
            parity,
            stop_bits: if lcrh & uart::LCRH_STP2 != 0 { 2 } else { 1 },
        }
    }

    /// Returns `true` if there is a baud rate.
    pub fn has_rate(&self) -> bool {
        self.bit != 0
    }

    /// Returns the length of a bit in eighths of a cycle.
    pub fn bit_length(&self) -> u64 {
        self.bit
    }

    /// Returns the cycle at which bit `index` of a character begins that has begun at `start`. The start bit is bit 0.
    pub fn begin_of_bit(&self, start: u64, index: u32) -> u64 {
        start + (u64::from(index) * self.bit).div_ceil(PARTS)
    }

    /// Returns the cycle in the middle of bit `index`.
    pub fn middle_of_bit(&self, start: u64, index: u32) -> u64 {
        start + ((2 * u64::from(index) + 1) * self.bit).div_ceil(2 * PARTS)
    }

    /// Returns the bit of the character that is on the line at `now`.
    pub fn bit_at(&self, start: u64, now: u64) -> u32 {
        ((now - start) * PARTS / self.bit.max(1)) as u32
    }

    /// Returns the levels of a character from the start bit to the last stop bit, the first one lowest, and their
    /// number.
    pub fn encode(&self, data: u32) -> (u32, u32) {
        let data = data & ((1 << self.data_bits) - 1);
        let (mut levels, mut count) = (data << 1, 1 + self.data_bits);
        if let Some(parity) = self.parity {
            levels |= u32::from(parity.bit(data)) << count;
            count += 1;
        }
        levels |= ((1 << self.stop_bits) - 1) << count;
        (levels, count + self.stop_bits)
    }

    /// Returns the number of bits that a receiver samples: all but the second stop bit.
    pub fn sampled_bits(&self) -> u32 {
        2 + self.data_bits + u32::from(self.parity.is_some())
    }

    /// Returns the character with these sampled levels.
    pub fn decode(&self, levels: u32) -> Character {
        let data = levels >> 1 & ((1 << self.data_bits) - 1);
        let parity_bit = levels >> (1 + self.data_bits) & 1 != 0;
        let has_stop_bit = levels >> (self.sampled_bits() - 1) & 1 != 0;
        let is_break = levels == 0;
        Character {
            data,
            parity_error: !is_break && self.parity.is_some_and(|parity| parity.bit(data) != parity_bit),
            framing_error: !is_break && !has_stop_bit,
            is_break,
        }
    }
}

impl Parity {
    /// Returns the parity bit of a character.
    fn bit(self, data: u32) -> bool {
        let is_odd = data.count_ones() % 2 == 1;
        match self {
            Self::Even => is_odd,
            Self::Odd => !is_odd,
            Self::Fixed(bit) => bit,
        }
    }
}
