//! A recorded copy of the registers that hold the state of the pins. Software restores it after LPDS, and the page
//! decodes it.

use crate::cc3200::{arcm, gpio, gpio::Port, gprcm, hib, nvic, pad};
use crate::pins::PinId;
use crate::registers::{Registers, RegistersMut};

/// The registers of one port that an image holds, as offsets.
const PORT_WORDS: [u32; 7] = [gpio::DATA_ALL, gpio::DIR, gpio::IS, gpio::IBE, gpio::IEV, gpio::IM, gpio::RIS];

/// The single registers that an image holds in addition to ports and pads. [`RegisterImage::restore`] depends on their
/// order: the wake registers come first.
const SCALARS: [u32; 11] = [
    gprcm::LPDS_WAKEUP_CFG.0,
    gprcm::GPIO_WAKE_CONF.0,
    hib::LPDS_GPIO_SEL.0,
    hib::GPIO_WAKE_EN.0,
    hib::GPIO_WAKE_CONF.0,
    pad::COMMON.0,
    nvic::ISER0.0,
    nvic::IPR0.0,
    gprcm::LPDS_WAKEUP_SRC.0,
    gprcm::APPS_RESET_CAUSE.0,
    hib::WAKE_STATUS.0,
];

/// Number of wake registers in [`SCALARS`].
const WAKE_WORDS: usize = 5;

/// The words of pads, ports, NVIC and wake registers at one moment.
///
/// `&RegisterImage` implements [`Registers`], so the methods of [`Pin`](crate::Pin) that only read decode it as they
/// decode the chip. An address that the image does not hold reads 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct RegisterImage {
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_array"))]
    ports: [[u32; PORT_WORDS.len()]; 4],
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_array"))]
    pads: [u32; PinId::COUNT],
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_array"))]
    scalars: [u32; SCALARS.len()],
}

impl RegisterImage {
    /// An image in which every word is 0.
    pub const EMPTY: Self =
        Self { ports: [[0; PORT_WORDS.len()]; 4], pads: [0; PinId::COUNT], scalars: [0; SCALARS.len()] };

    /// Number of words in an image.
    pub const WORDS: usize = 4 * PORT_WORDS.len() + PinId::COUNT + SCALARS.len();

    /// Returns every word, in an order that does not change.
    pub fn words(&self) -> impl Iterator<Item = u32> {
        self.ports.as_flattened().iter().chain(&self.pads).chain(&self.scalars).copied()
    }

    /// Returns a mutable reference to the word at position `index` of [`RegisterImage::words`], if there is one.
    pub fn word_mut(&mut self, index: usize) -> Option<&mut u32> {
        self.ports.as_flattened_mut().iter_mut().chain(&mut self.pads).chain(&mut self.scalars).nth(index)
    }

    /// Replaces the word of [`gprcm::APPS_RESET_CAUSE`] with the one that software read after the last reset. A wake
    /// from LPDS overwrites the word on the chip.
    pub fn set_reset_cause(&mut self, word: u32) {
        if let Some(index) = SCALARS.iter().position(|&addr| addr == gprcm::APPS_RESET_CAUSE.0) {
            self.scalars[index] = word;
        }
    }

    /// Copies the registers. The clocks of the ports must be on.
    pub fn capture(registers: impl Registers) -> Self {
        let read = |addr| registers.read(addr);
        Self {
            ports: Port::ALL.map(|port| PORT_WORDS.map(|offset| read(port.base() + offset))),
            pads: PinId::ALL.map(|pin| read(pad::config(pin.pad()).0)),
            scalars: SCALARS.map(read),
        }
    }

    /// Writes the copy back to a chip that has been reset.
    ///
    /// Pads are written after ports, so that an output drives only when its level is right. The raw status is cleared
    /// when every level has been set, and interrupts are unmasked after that.
    pub fn restore(&self, registers: impl RegistersMut) {
        registers.exclusive(|registers| {
            let [.., common, enabled, priorities, _, _, _] = self.scalars;
            let ports = || Port::ALL.iter().zip(&self.ports);
            for (&port, &[data, dir, is, ibe, iev, ..]) in ports() {
                arcm::clock_gpio(registers, port);
                port.dir().write(registers, dir);
                port.data(0xFF).write(registers, data);
                port.ibe().write(registers, ibe);
                port.is().write(registers, is);
                port.iev().write(registers, iev);
            }
            pad::COMMON.write(registers, common);
            for (pin, &word) in PinId::ALL.iter().zip(&self.pads) {
                pad::config(pin.pad()).write(registers, word);
            }
            for (&addr, &word) in SCALARS[..WAKE_WORDS].iter().zip(&self.scalars) {
                registers.write(addr, word);
            }
            nvic::IPR0.write(registers, priorities);
            nvic::ISER0.write(registers, enabled);
            for (port, &[.., im, _]) in ports() {
                port.icr().write(registers, 0xFF);
                port.im().write(registers, im);
            }
        });
    }
}

impl Registers for &RegisterImage {
    fn read(self, addr: u32) -> u32 {
        if let Some(port) = Port::at(addr) {
            let words = &self.ports[port.index()];
            let offset = addr - port.base();
            if offset <= gpio::DATA_ALL {
                return words[0] & (offset >> 2);
            }
            return PORT_WORDS.iter().position(|&other| other == offset).map_or(0, |index| words[index]);
        }
        if let Some(pin) = PinId::ALL.iter().copied().find(|pin| pad::config(pin.pad()).0 == addr) {
            return self.pads[pin.index()];
        }
        SCALARS.iter().position(|&other| other == addr).map_or(0, |index| self.scalars[index])
    }
}
