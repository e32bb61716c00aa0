//! One GPIO port: eight bits, PL061-like (`hw_gpio.h`; QEMU's `pl061.c` is the second opinion).

use pinscope_core::cc3200::gpio;

/// A port's registers and what its pads last read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gpio {
    latch: u8,
    dir: u8,
    is: u8,
    ibe: u8,
    iev: u8,
    im: u8,
    ris: u8,
    pads: u8,
}

impl Gpio {
    /// All words 0: eight inputs, nothing unmasked. What the pads read is not the port's to reset.
    pub fn reset(&mut self) {
        *self = Self { pads: self.pads, ..Self::default() };
    }

    /// The word at `offset`; `None` where the port has no register. Reading changes nothing.
    #[inline(always)]
    pub fn read(&self, offset: u32) -> Option<u32> {
        let bits = match offset {
            ..=gpio::DATA_ALL => self.latch & data_mask(offset),
            gpio::DIR => self.dir,
            gpio::IS => self.is,
            gpio::IBE => self.ibe,
            gpio::IEV => self.iev,
            gpio::IM => self.im,
            gpio::RIS => self.ris,
            gpio::MIS => self.masked(),
            gpio::ICR => 0,
            _ => return None,
        };
        Some(bits.into())
    }

    /// Writes the word at `offset`; `false` where the port has no register. [`Gpio::update`] must follow.
    #[inline(always)]
    pub fn write(&mut self, offset: u32, value: u32) -> bool {
        let bits = value as u8;
        match offset {
            ..=gpio::DATA_ALL => {
                let mask = data_mask(offset) & self.dir;
                self.latch = self.latch & !mask | bits & mask;
            }
            gpio::DIR => self.dir = bits,
            gpio::IS => self.is = bits,
            gpio::IBE => self.ibe = bits,
            gpio::IEV => self.iev = bits,
            gpio::IM => self.im = bits,
            gpio::ICR => self.ris &= !bits,
            // Read-only: the bus takes the write and nothing comes of it.
            gpio::RIS | gpio::MIS => {}
            _ => return false,
        }
        true
    }

    /// Shows the port what its pads read now. Answers which of its inputs have changed; where any has,
    /// [`Gpio::update`] must follow.
    #[inline]
    pub fn show(&mut self, pads: u8) -> u8 {
        let changed = (self.pads ^ pads) & !self.dir;
        self.pads = pads;
        changed
    }

    /// Acts on what the pads show, after a write or when the inputs at `changed` have a new level. Answers the bits
    /// whose matching edge found its raw status still set and unmasked: the chip cannot see those.
    ///
    /// The latch of an input follows its pad. Only an input raises an interrupt, and only by a change of level.
    #[inline]
    pub fn update(&mut self, changed: u8) -> u8 {
        let inputs = !self.dir;
        self.latch = self.latch & !inputs | self.pads & inputs;
        let active = !(self.pads ^ self.iev);
        let edges = changed & (self.ibe | active) & !self.is;
        let lost = edges & self.masked();
        let levels = active & self.is & inputs;
        self.ris |= edges | levels;
        lost
    }

    /// RIS & IM: the bits that interrupt.
    pub fn masked(&self) -> u8 {
        self.ris & self.im
    }

    /// The output latch.
    pub fn latch(&self) -> u8 {
        self.latch
    }

    /// The direction, 1 = output.
    pub fn dir(&self) -> u8 {
        self.dir
    }
}

/// Address bits 9 to 2 of a data access are its mask.
fn data_mask(offset: u32) -> u8 {
    (offset >> 2) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn see(port: &mut Gpio, pads: u8) -> u8 {
        let changed = port.show(pads);
        port.update(changed)
    }

    fn port(words: &[(u32, u32)], pads: u8) -> Gpio {
        let mut port = Gpio::default();
        for &(offset, value) in words {
            assert!(port.write(offset, value));
            see(&mut port, pads);
        }
        port
    }

    #[test]
    fn a_data_write_reaches_only_masked_outputs() {
        let port = port(&[(gpio::DIR, 0x0F), (0x33 << 2, 0xFF)], 0);
        assert_eq!(port.read(gpio::DATA_ALL), Some(0x03));
        assert_eq!(port.read(0x02 << 2), Some(0x02));
    }

    #[test]
    fn a_value_written_to_an_input_is_lost() {
        let port = port(&[(gpio::DATA_ALL, 0x01), (gpio::DIR, 0x01)], 0);
        assert_eq!(port.latch(), 0);
    }

    #[test]
    fn an_input_becoming_output_holds_what_it_last_read() {
        let port = port(&[(gpio::DIR, 0x00), (gpio::DIR, 0x04)], 0x04);
        assert_eq!(port.latch(), 0x04);
    }

    #[test]
    fn edges_follow_ibe_and_iev_and_need_a_change() {
        let mut port = port(&[(gpio::IEV, 0x01), (gpio::IBE, 0x04), (gpio::IM, 0xFF)], 0);
        see(&mut port, 0b111);
        assert_eq!(port.masked(), 0b101, "rising on bit 0, both on bit 2");
        port.write(gpio::ICR, 0xFF);
        see(&mut port, 0b111);
        assert_eq!(port.masked(), 0, "no change, no edge");
        see(&mut port, 0);
        assert_eq!(port.masked(), 0b110, "falling on bit 1, both on bit 2");
    }

    #[test]
    fn a_second_edge_before_the_clear_is_lost_only_while_unmasked() {
        let mut port = port(&[(gpio::IEV, 0x03), (gpio::IM, 0x01)], 0);
        assert_eq!(see(&mut port, 0b11), 0);
        see(&mut port, 0);
        assert_eq!(see(&mut port, 0b11), 0b01);
    }

    #[test]
    fn a_level_comes_back_after_the_clear_until_it_is_gone() {
        let mut port = port(&[(gpio::IS, 0x01), (gpio::IEV, 0x01), (gpio::IM, 0x01)], 0x01);
        port.write(gpio::ICR, 0x01);
        see(&mut port, 0x01);
        assert_eq!(port.masked(), 0x01);
        port.write(gpio::ICR, 0x01);
        see(&mut port, 0x00);
        assert_eq!(port.masked(), 0x00);
    }

    #[test]
    fn an_output_raises_nothing() {
        let mut port = port(&[(gpio::DIR, 0x01), (gpio::IBE, 0x01), (gpio::IM, 0x01)], 0);
        see(&mut port, 0x01);
        port.write(gpio::IS, 0x01);
        see(&mut port, 0x00);
        assert_eq!(port.masked(), 0);
    }
}
