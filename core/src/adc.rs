//! The analog-to-digital converter (`docs/peripherals.md`, section 5). It samples the pins of its channels in turn,
//! all the time, and each channel has a FIFO of four samples.

use crate::board::Board;
use crate::cc3200::{adc, pad};
use crate::config::{Config, Drive};
use crate::pins::PinId;
use crate::registers::{Registers, RegistersMut};

/// Number of channels that pins have.
pub const CHANNELS: usize = 4;
/// Largest value of a sample. It means 1.467 V.
pub const MAX_SAMPLE: u16 = adc::MAX_SAMPLE as u16;

/// The pin of each channel. The one at position n belongs to channel 2n of the chip.
pub const PINS: [PinId; CHANNELS] = [PinId::GP2, PinId::GP3, PinId::GP4, PinId::GP5];

/// A channel of the converter, 0 to 3. It stores nothing about its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct AdcChannel(usize);

impl AdcChannel {
    /// Returns the channel with this number, or `None` if no pin has it.
    pub fn from_number(number: usize) -> Option<Self> {
        (number < CHANNELS).then_some(Self(number))
    }

    /// Returns the channel of a pin, if it has one.
    pub fn of_pin(pin: PinId) -> Option<Self> {
        PINS.iter().position(|&other| other == pin).map(Self)
    }

    /// Returns the pin of the channel.
    pub const fn pin(self) -> PinId {
        PINS[self.0]
    }

    /// Connects the pin to the converter: nothing drives it, and its digital input is isolated from the voltage.
    pub fn connect<R: RegistersMut>(self, board: Board<R>) {
        let pin = board.at(self.pin());
        pin.apply(Config { drive: Drive::Low, ..Config::DEFAULT });
        pad::COMMON.modify(board.registers, pad::isolation(self.pin().pad()), !0);
        pad::config(self.pin().pad()).write(board.registers, pad::RELEASED);
    }

    /// Lets the channel sample, or not.
    pub fn enable(self, registers: impl RegistersMut, on: bool) {
        adc::CH_ENABLE.modify(registers, adc::channel_enable(2 * self.0 as u32), if on { !0 } else { 0 });
    }

    /// Returns the oldest sample, if there is one, and removes it from the FIFO.
    pub fn read(self, registers: impl Registers) -> Option<u16> {
        let channel = 2 * self.0 as u32;
        let has_sample = adc::fifo_level(channel).read(registers) != 0;
        has_sample.then(|| (adc::fifo_data(channel).read(registers) >> adc::SAMPLE_SHIFT & adc::MAX_SAMPLE) as u16)
    }
}

/// Starts the timer that stamps the samples, and switches the converter on.
pub fn start(registers: impl RegistersMut) {
    adc::TIMER_CONF.write(registers, adc::TIMER_COUNT);
    adc::TIMER_CONF.modify(registers, adc::TIMER_ENABLE, adc::TIMER_ENABLE);
    adc::CTRL.modify(registers, adc::ENABLE, adc::ENABLE);
}

/// Switches the converter off.
pub fn stop(registers: impl RegistersMut) {
    adc::CTRL.modify(registers, adc::ENABLE, 0);
}
