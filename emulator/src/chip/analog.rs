//! The analog side of the chip: the voltages at the pads, and the ADC that samples four of them.

use pinscope_core::adc::PINS as ADC_PINS;
use pinscope_core::cc3200::adc;
use pinscope_core::{Interrupt, Level, PadLevel, PinId};

use super::Chip;
use crate::adc::PadVoltage;
use crate::nets::pins;
use crate::stimulus::Button;
use crate::voltage::SUPPLY_UV;

/// The analog side of a pad of the ADC, at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AnalogInput {
    /// The voltage at the pad, in microvolts.
    pub microvolts: u32,
    /// The number to which the ADC converts it, from 0 to 4095.
    pub sample: u32,
    /// True if the channel of the pad samples.
    pub is_sampled: bool,
}

impl Chip {
    /// Returns the analog side of the pads of [`ADC_PINS`].
    pub fn analog_inputs(&self) -> [AnalogInput; ADC_PINS.len()] {
        std::array::from_fn(|index| {
            let microvolts = self.voltage(ADC_PINS[index]).microvolts_at(self.time_ns);
            let (adc, channel) = (&self.peripherals.adc, 2 * index);
            AnalogInput { microvolts, sample: adc.convert(channel, microvolts), is_sampled: adc.samples(channel) }
        })
    }

    /// Returns whether the pad of `pin` has a voltage of its own, or the ADC samples it.
    pub(crate) fn is_analog(&self, pin: PinId) -> bool {
        let channel = ADC_PINS.iter().position(|&sampled| sampled == pin);
        self.wiring.voltage(pin).is_some() || channel.is_some_and(|index| self.peripherals.adc.samples(2 * index))
    }

    /// Returns the voltage at the pad of `pin`. It is that of a rail on its net, otherwise that of the first external
    /// source there, and otherwise that of the level of the net. A net that floats has 0 V.
    fn voltage(&self, pin: PinId) -> PadVoltage {
        if let Some(rail) = crate::nets::rail_drivers(self.wiring.rails_of_net(pin)).next() {
            return rail_voltage(rail.level);
        }
        if let Some(voltage) = pins(self.wiring.net(pin)).find_map(|pin| self.external_voltage(pin)) {
            return voltage;
        }
        rail_voltage(match self.level(pin) {
            PadLevel::High => Level::High,
            PadLevel::Low | PadLevel::Floating => Level::Low,
            PadLevel::Contention => self.input(pin),
        })
    }

    /// Returns the voltage of the external source at `pin`, if there is one. A pressed button replaces the source.
    fn external_voltage(&self, pin: PinId) -> Option<PadVoltage> {
        let external = self.wiring.external(pin);
        let is_replaced = matches!(external.button, Some(Button::Closed(_))) && external.button_end.is_none();
        match self.wiring.voltage(pin) {
            Some((source, start_ns)) if !is_replaced => Some(PadVoltage::Source(source, start_ns)),
            _ => self.wiring.driver(pin).map(|driver| rail_voltage(driver.level)),
        }
    }

    /// Writes the word of the ADC at `addr`. Returns `false` if there is no register.
    pub(super) fn store_adc(&mut self, addr: u32, value: u32) -> bool {
        self.peripherals.adc.update(self.time_ns);
        let stored = self.peripherals.adc.write(addr, value, self.time_ns);
        self.refresh_adc();
        stored
    }

    /// Removes the sample that software has read at `addr`.
    pub(super) fn pop_adc(&mut self, addr: u32) {
        self.peripherals.adc.update(self.time_ns);
        self.peripherals.adc.pop(addr);
        self.refresh_adc();
    }

    /// Brings the ADC up to date: its samples until now, the voltages from now on, its interrupt lines, and the time at
    /// which it is due.
    pub(super) fn refresh_adc(&mut self) {
        self.peripherals.adc.update(self.time_ns);
        for (index, pin) in ADC_PINS.into_iter().enumerate() {
            let voltage = self.voltage(pin);
            self.peripherals.adc.set_voltage(2 * index, voltage);
            let line = self.peripherals.adc.line(2 * index);
            self.set_line(Interrupt::of_adc(index), line);
        }
        self.peripherals.refresh_adc_due();
    }

    /// Returns the word of the ADC at `addr`. The samples that it has taken since its last update are added to a copy.
    pub(super) fn read_adc(&self, addr: u32) -> Option<u32> {
        let adc = &self.peripherals.adc;
        if !adc.is_sampling() {
            return adc.read(addr, self.time_ns);
        }
        let mut adc = adc.clone();
        adc.update(self.time_ns);
        adc.read(addr, self.time_ns)
    }
}

fn rail_voltage(level: Level) -> PadVoltage {
    PadVoltage::Constant(if level.is_high() { SUPPLY_UV } else { 0 })
}

/// Returns `true` if `addr` is a register of the ADC.
pub(super) const fn has_adc(addr: u32) -> bool {
    addr.wrapping_sub(adc::BASE) < adc::SIZE
}
