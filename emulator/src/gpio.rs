//! The four GPIO ports, which resemble a PL061 (`hw_gpio.h`). Tests compare them with QEMU's `pl061.c`.

use pinscope_core::PinId;
use pinscope_core::cc3200::gpio::{self, Port};

/// A set of GPIOs. Bit n is GPIO n, so each port has one byte.
pub(crate) type GpioMask = u32;

/// The bit of each pin.
const BITS: [GpioMask; PinId::COUNT] = {
    let mut bits = [0; PinId::COUNT];
    let mut index = 0;
    while index < PinId::COUNT {
        let pin = PinId::ALL[index];
        bits[index] = (pin.mask() as GpioMask) << shift(pin.port());
        index += 1;
    }
    bits
};

/// Returns the bit of `pin`.
#[inline]
pub(crate) fn bit(pin: PinId) -> GpioMask {
    BITS[pin.index()]
}

/// Returns the header pins in `mask`, in the order of their GPIO numbers.
#[inline]
pub(crate) fn pins(mut mask: GpioMask) -> impl Iterator<Item = PinId> {
    std::iter::from_fn(move || {
        while mask != 0 {
            let number = mask.trailing_zeros() as usize;
            mask &= mask - 1;
            if let Some(pin) = PinId::at(Port::ALL[number / 8], (number % 8) as u8) {
                return Some(pin);
            }
        }
        None
    })
}

/// Returns the bits of `mask` that belong to `port`.
#[inline]
pub(crate) fn of_port(mask: GpioMask, port: Port) -> GpioMask {
    mask & 0xFF << shift(port)
}

/// The registers of all ports. Each word has one byte per port, so one operation updates all 32 GPIOs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gpio {
    latch: GpioMask,
    dir: GpioMask,
    is: GpioMask,
    ibe: GpioMask,
    iev: GpioMask,
    im: GpioMask,
    ris: GpioMask,
}

impl Gpio {
    /// Returns the word of `port` at `offset`, or `None` if there is no register. Reading has no side effects.
    #[inline(always)]
    pub fn read(&self, port: Port, offset: u32) -> Option<u32> {
        let bits = match offset {
            ..=gpio::DATA_ALL => self.latch & data_mask(port, offset),
            gpio::DIR => self.dir,
            gpio::IS => self.is,
            gpio::IBE => self.ibe,
            gpio::IEV => self.iev,
            gpio::IM => self.im,
            gpio::RIS => self.ris,
            gpio::MIS => self.masked(),
            gpio::ICR => 0,
            _ if is_unused(offset) => 0,
            _ => return None,
        };
        Some(of_port(bits, port) >> shift(port))
    }

    /// Writes the word of `port` at `offset`. Returns `false` if there is no register. The caller must then call
    /// [`Gpio::update`].
    #[inline(always)]
    pub fn write(&mut self, port: Port, offset: u32, value: u32) -> bool {
        let bits = (value & 0xFF) << shift(port);
        let replace = |word: &mut GpioMask| *word ^= of_port(*word ^ bits, port);
        match offset {
            ..=gpio::DATA_ALL => {
                let mask = data_mask(port, offset) & self.dir;
                self.latch = self.latch & !mask | bits & mask;
            }
            gpio::DIR => replace(&mut self.dir),
            gpio::IS => replace(&mut self.is),
            gpio::IBE => replace(&mut self.ibe),
            gpio::IEV => replace(&mut self.iev),
            gpio::IM => replace(&mut self.im),
            gpio::ICR => self.ris &= !bits,
            // These registers are read-only: the write is accepted and has no effect.
            gpio::RIS | gpio::MIS => {}
            _ if is_unused(offset) => {}
            _ => return false,
        }
        true
    }

    /// Updates the latches and the interrupt status from the input levels `pads`, after a write or after the levels of
    /// the pads in `changed` have changed. Returns the bits whose edge was lost because their status was still set and
    /// unmasked.
    ///
    /// The latch of an input follows its pad. Only an input raises an interrupt, and an edge is a change of its level.
    /// The status of an edge stays set until it is cleared, and that of a level lasts as long as the level.
    #[inline]
    pub fn update(&mut self, pads: GpioMask, changed: GpioMask) -> GpioMask {
        let inputs = !self.dir;
        self.latch = self.latch & !inputs | pads & inputs;
        let active = !(pads ^ self.iev);
        let edges = changed & inputs & (self.ibe | active) & !self.is;
        let lost = edges & self.masked();
        let levels = active & self.is & inputs;
        self.ris = self.ris & !self.is | edges | levels;
        lost
    }

    /// Returns the masked interrupt status, RIS & IM.
    #[inline]
    pub fn masked(&self) -> GpioMask {
        self.ris & self.im
    }

    /// Returns the output latch.
    #[inline]
    pub fn latch(&self) -> GpioMask {
        self.latch
    }

    /// Returns the direction register, in which 1 is output.
    #[inline]
    pub fn dir(&self) -> GpioMask {
        self.dir
    }
}

/// Returns `true` if `offset` is a register that the block has inherited from its ancestors and the CC3200 does not
/// use: AFSEL, the pad, lock and DMA registers, and the identification (`docs/cc3200.md`, section 2). It reads 0.
#[inline]
const fn is_unused(offset: u32) -> bool {
    matches!(offset, 0x420 | 0x500..=0x53C | 0xFD0..=0xFFC)
}

/// Returns the position of the lowest bit of `port`.
#[inline]
const fn shift(port: Port) -> usize {
    8 * port.index()
}

/// Returns the mask of an access to the data register, which is in bits 9 to 2 of its address.
#[inline]
fn data_mask(port: Port, offset: u32) -> GpioMask {
    (offset >> 2 & 0xFF) << shift(port)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORT: Port = Port::A0;

    fn write(ports: &mut Gpio, offset: u32, value: u32) {
        assert!(ports.write(PORT, offset, value));
    }

    fn ports(words: &[(u32, u32)], pads: u32) -> Gpio {
        let mut ports = Gpio::default();
        ports.update(pads, 0);
        for &(offset, value) in words {
            write(&mut ports, offset, value);
            ports.update(pads, 0);
        }
        ports
    }

    #[test]
    fn a_word_reaches_the_byte_of_its_port_and_no_other() {
        let mut ports = Gpio::default();
        for (port, value) in Port::ALL.into_iter().zip([0x11, 0x22, 0x33, 0x1_44]) {
            assert!(ports.write(port, gpio::DIR, value));
        }
        assert_eq!(ports.dir(), 0x4433_2211);
        assert_eq!(Port::ALL.map(|port| ports.read(port, gpio::DIR)), [0x11, 0x22, 0x33, 0x44].map(Some));
        assert!(ports.write(Port::A2, gpio::DATA_ALL, 0xFF));
        assert_eq!(Port::ALL.map(|port| ports.read(port, gpio::DATA_ALL)), [0, 0, 0x33, 0].map(Some));
    }

    #[test]
    fn a_data_write_reaches_only_masked_outputs() {
        let ports = ports(&[(gpio::DIR, 0x0F), (0x33 << 2, 0xFF)], 0);
        assert_eq!(ports.read(PORT, gpio::DATA_ALL), Some(0x03));
        assert_eq!(ports.read(PORT, 0x02 << 2), Some(0x02));
    }

    #[test]
    fn a_value_written_to_an_input_is_lost() {
        let ports = ports(&[(gpio::DATA_ALL, 0x01), (gpio::DIR, 0x01)], 0);
        assert_eq!(ports.latch(), 0);
    }

    #[test]
    fn an_input_becoming_output_holds_what_it_last_read() {
        let ports = ports(&[(gpio::DIR, 0x00), (gpio::DIR, 0x04)], 0x04);
        assert_eq!(ports.latch(), 0x04);
    }

    #[test]
    fn edges_follow_ibe_and_iev_and_need_a_change() {
        let mut ports = ports(&[(gpio::IEV, 0x01), (gpio::IBE, 0x04), (gpio::IM, 0xFF)], 0);
        ports.update(0b111, 0b111);
        assert_eq!(ports.masked(), 0b101, "rising on bit 0, both on bit 2");
        write(&mut ports, gpio::ICR, 0xFF);
        ports.update(0b111, 0);
        assert_eq!(ports.masked(), 0, "no change, no edge");
        ports.update(0, 0b111);
        assert_eq!(ports.masked(), 0b110, "falling on bit 1, both on bit 2");
    }

    #[test]
    fn a_second_edge_before_the_clear_is_lost_only_while_unmasked() {
        let mut ports = ports(&[(gpio::IEV, 0x03), (gpio::IM, 0x01)], 0);
        assert_eq!(ports.update(0b11, 0b11), 0);
        ports.update(0, 0b11);
        assert_eq!(ports.update(0b11, 0b11), 0b01);
    }

    #[test]
    fn a_level_comes_back_after_the_clear_until_it_is_gone() {
        let mut ports = ports(&[(gpio::IS, 0x01), (gpio::IEV, 0x01), (gpio::IM, 0x01)], 0x01);
        write(&mut ports, gpio::ICR, 0x01);
        ports.update(0x01, 0);
        assert_eq!(ports.masked(), 0x01);
        write(&mut ports, gpio::ICR, 0x01);
        ports.update(0x00, 0x01);
        assert_eq!(ports.masked(), 0x00);
    }

    #[test]
    fn the_status_of_a_level_ends_with_the_level_and_that_of_an_edge_does_not() {
        let mut ports = ports(&[(gpio::IS, 0x01), (gpio::IEV, 0x03), (gpio::IM, 0x03)], 0x00);
        ports.update(0x03, 0x03);
        assert_eq!(ports.masked(), 0x03);
        ports.update(0x00, 0x03);
        assert_eq!(ports.masked(), 0x02);
    }

    #[test]
    fn a_register_that_the_chip_does_not_use_reads_0_and_stores_nothing() {
        let mut ports = Gpio::default();
        for offset in [0x420, 0x500, 0x53C, 0xFD0, 0xFFC] {
            assert!(ports.write(PORT, offset, !0));
            assert_eq!(ports.read(PORT, offset), Some(0), "{offset:#x}");
        }
        for offset in [0x424, 0x4FC, 0x540, 0xFCC] {
            assert!(!ports.write(PORT, offset, !0), "{offset:#x}");
        }
    }

    #[test]
    fn an_output_raises_nothing() {
        let mut ports = ports(&[(gpio::DIR, 0x01), (gpio::IBE, 0x01), (gpio::IM, 0x01)], 0);
        ports.update(0x01, 0x01);
        write(&mut ports, gpio::IS, 0x01);
        ports.update(0x00, 0x01);
        assert_eq!(ports.masked(), 0);
    }
}
