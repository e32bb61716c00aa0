//! A recorded copy of the registers that make up the pins: what LPDS wipes, and what the page decodes.

use crate::cc3200::{arcm, gpio, gpio::Port, gprcm, hib, nvic, pad};
use crate::pins::PinId;
use crate::registers::{Registers, RegistersMut};

/// The registers of one port an image holds.
const PORT_WORDS: [u32; 7] = [gpio::DATA_ALL, gpio::DIR, gpio::IS, gpio::IBE, gpio::IEV, gpio::IM, gpio::RIS];

/// The single registers an image holds, in the order that [`RegisterImage::restore`] takes them apart in: the wake words first.
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

/// How many of [`SCALARS`] are wake words.
const WAKE_WORDS: usize = 5;

/// Pads, ports, NVIC and wake words as they were at one moment.
///
/// `&RegisterImage` is a [`Registers`], so the methods of [`Pin`](crate::Pin) that look decode it as they decode the chip.
/// Addresses it does not hold read 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct RegisterImage {
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_array"))]
    ports: [[u32; PORT_WORDS.len()]; 4],
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_array"))]
    pads: [u32; PinId::COUNT],
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_array"))]
    singles: [u32; SCALARS.len()],
}

impl RegisterImage {
    /// An image of nothing: every word 0.
    pub const EMPTY: Self =
        Self { ports: [[0; PORT_WORDS.len()]; 4], pads: [0; PinId::COUNT], singles: [0; SCALARS.len()] };

    /// How many words an image holds.
    pub const WORDS: usize = 4 * PORT_WORDS.len() + PinId::COUNT + SCALARS.len();

    /// Every word, in an order that does not change.
    pub fn words(&self) -> impl Iterator<Item = u32> {
        self.ports.as_flattened().iter().chain(&self.pads).chain(&self.singles).copied()
    }

    /// The word at place `index` of [`RegisterImage::words`], to be replaced; `None` behind the last.
    pub fn word_mut(&mut self, index: usize) -> Option<&mut u32> {
        self.ports.as_flattened_mut().iter_mut().chain(&mut self.pads).chain(&mut self.singles).nth(index)
    }

    /// Copies the registers. The ports' clocks must be on.
    pub fn capture(registers: impl Registers) -> Self {
        let read = |addr| registers.read(addr);
        Self {
            ports: Port::ALL.map(|port| PORT_WORDS.map(|offset| read(port.base() + offset))),
            pads: PinId::ALL.map(|pin| read(pad::config(pin.pad()).0)),
            singles: SCALARS.map(read),
        }
    }

    /// Writes the copy back to a chip that has been reset.
    ///
    /// Pads come after ports, so that an output drives only when its level is right; the raw status is cleared when
    /// every level stands, and only then may pins interrupt.
    pub fn restore(&self, registers: impl RegistersMut) {
        registers.exclusive(|registers| {
            let [.., common, enabled, priorities, _, _, _] = self.singles;
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
            for (&addr, &word) in SCALARS[..WAKE_WORDS].iter().zip(&self.singles) {
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
            return PORT_WORDS.iter().position(|&held| held == offset).map_or(0, |index| words[index]);
        }
        if let Some(pin) = PinId::ALL.iter().copied().find(|pin| pad::config(pin.pad()).0 == addr) {
            return self.pads[pin.index()];
        }
        SCALARS.iter().position(|&held| held == addr).map_or(0, |index| self.singles[index])
    }
}
