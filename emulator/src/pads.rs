//! The pads of the package: multiplexer, pulls, drive strength and open drain (`hw_ocp_shared.h`).

use pinscope_core::Level;
use pinscope_core::cc3200::pad;

/// Number of microamperes in a milliampere.
const MILLIAMP: u32 = 1000;
/// Current of a weak pull resistor, in microamperes.
pub(crate) const PULL_MICROAMPS: u32 = 10;
/// The word of GPIO_PAD_CMN_CONFIG that enables every input and isolates none.
const ALL_INPUTS: u32 = pad::COMMON_INPUTS | pad::COMMON_JTAG_INPUTS;

/// The configuration words of the pads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pads {
    words: [u32; pad::COUNT],
    common: u32,
    /// The pads that drive regardless of the direction of their port. Bit n is pad n.
    forced: u64,
}

impl Default for Pads {
    fn default() -> Self {
        Self { words: [pad::RESET; pad::COUNT], common: ALL_INPUTS, forced: 0 }
    }
}

impl Pads {
    /// Returns the word at `addr`, or `None` if there is no pad.
    pub fn read(&self, addr: u32) -> Option<u32> {
        if addr == pad::COMMON.0 {
            return Some(self.common);
        }
        index(addr).map(|index| self.words[usize::from(index)])
    }

    /// Writes the word at `addr`. Returns `false` if there is no pad.
    pub fn write(&mut self, addr: u32, value: u32) -> bool {
        if addr == pad::COMMON.0 {
            self.common = value;
        } else if let Some(index) = index(addr) {
            self.words[usize::from(index)] = value & pad::BITS;
            let forced = value & (pad::OVERRIDE | pad::OUTPUT_OFF) == pad::OVERRIDE;
            self.forced = self.forced & !(1 << index) | u64::from(forced) << index;
        } else {
            return false;
        }
        true
    }

    /// Returns the multiplexer setting of pad `index`. 0 is the GPIO port.
    #[inline]
    pub fn function(&self, index: u8) -> u32 {
        self.words[usize::from(index)] & pad::CONFMODE
    }

    /// Returns the level that pad `index` drives and its strength in microamperes, given the level and the direction of
    /// the signal that its multiplexer selects. Returns `None` if the pad is released.
    #[inline]
    pub fn output(&self, index: u8, directed_out: bool, level: Level) -> Option<(Level, u32)> {
        let word = self.words[usize::from(index)];
        let enabled = if word & pad::OVERRIDE != 0 { word & pad::OUTPUT_OFF == 0 } else { directed_out };
        let released = word & pad::OPEN_DRAIN != 0 && level.is_high();
        (enabled && !released).then(|| (level, strength(word)))
    }

    /// Returns `true` if pad `index` drives regardless of the direction of its port.
    pub fn is_forced(&self, index: u8) -> bool {
        self.forced & 1 << index != 0
    }

    /// Returns `true` if any pad drives regardless of the direction of its port.
    #[inline]
    pub fn any_forced(&self) -> bool {
        self.forced != 0
    }

    /// Returns two values, for the pull-up and the pull-down of pad `index`. Each is `true` if that pull is on.
    pub fn pulls(&self, index: u8) -> (bool, bool) {
        let word = self.words[usize::from(index)];
        (word & pad::PULL_UP != 0, word & pad::PULL_DOWN != 0)
    }

    /// Returns `true` if the chip reads the level of pad `index`: its digital input is enabled and not isolated.
    #[inline]
    pub fn input_enabled(&self, index: u8) -> bool {
        if self.common == ALL_INPUTS {
            return true;
        }
        let jtag = if matches!(index, 23 | 24 | 28 | 29) { pad::COMMON_JTAG_INPUTS } else { 0 };
        let needed = pad::COMMON_INPUTS | jtag;
        self.common & needed == needed && self.common & pad::isolation(index) == 0
    }
}

/// Returns the index of the pad whose word is at `addr`.
pub(crate) fn index(addr: u32) -> Option<u8> {
    let index = addr.checked_sub(pad::BASE)? / 4;
    (index < pad::COUNT as u32).then_some(index as u8)
}

/// Returns the sum of the enabled drive stages, in microamperes. The bits of the 2, 4 and 8 mA stages, shifted down by
/// four, are their sum in milliamperes.
fn strength(word: u32) -> u32 {
    ((word & pad::STRENGTH) >> 4) * MILLIAMP
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(word: u32) -> Pads {
        let mut pads = Pads::default();
        assert!(pads.write(pad::config(10).0, word));
        pads
    }

    #[test]
    fn a_reset_pad_is_released_and_pulls_nothing() {
        assert_eq!(Pads::default().output(10, true, Level::High), None);
        assert_eq!(Pads::default().pulls(10), (false, false));
    }

    #[test]
    fn strength_is_the_sum_of_the_stages() {
        assert_eq!(with(0x060).output(10, true, Level::High), Some((Level::High, 6000)));
        assert_eq!(with(0x0E0).output(10, true, Level::Low), Some((Level::Low, 14_000)));
    }

    #[test]
    fn open_drain_drives_low_and_releases_high() {
        assert_eq!(with(0x050).output(10, true, Level::Low), Some((Level::Low, 4000)));
        assert_eq!(with(0x050).output(10, true, Level::High), None);
    }

    #[test]
    fn the_override_wins_over_the_direction() {
        assert_eq!(with(pad::RELEASED | 0x40).output(10, true, Level::High), None);
        assert_eq!(with(pad::FORCED | 0x40).output(10, false, Level::Low), Some((Level::Low, 4000)));
    }

    #[test]
    fn the_function_of_a_pad_is_in_its_lowest_four_bits() {
        assert_eq!((with(0x043).function(10), with(0xFF0).function(10)), (3, 0));
    }

    #[test]
    fn isolation_cuts_one_input_off() {
        let mut pads = Pads::default();
        pads.write(pad::COMMON.0, 0x21 | 1 << 9);
        assert!(!pads.input_enabled(2));
        assert!(pads.input_enabled(3));
    }

    #[test]
    fn there_is_no_pad_past_the_last() {
        assert_eq!(index(pad::config(40).0), Some(40));
        assert_eq!(index(pad::config(40).0 + 4), None);
        assert_eq!(index(pad::BASE - 4), None);
    }
}
