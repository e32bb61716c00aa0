//! The analog-to-digital converter of a script.

use pinscope_core::adc::{self, AdcChannel};

use crate::session::Engine;

// `web/python/lib/_adc.py` passes 0 to 3 for a channel.

/// The result of reading a channel that has no sample.
const NO_SAMPLE: i32 = -1;

impl Engine {
    /// Switches the converter on or off.
    pub fn enable_adc(&mut self, on: bool) -> i32 {
        self.board_call(&mut |registers| {
            if on {
                adc::start(registers);
            } else {
                adc::stop(registers);
            }
            0
        })
    }

    /// Connects a channel to its pin and lets it sample, or stops it.
    pub fn enable_adc_channel(&mut self, number: i32, on: bool) -> i32 {
        let Some(channel) = AdcChannel::from_number(number as usize) else { return super::REFUSED };
        let connected = self.playground.access(|board| {
            if on {
                channel.connect(board);
            }
            Ok(0)
        });
        if self.result(connected) < 0 {
            return super::REFUSED;
        }
        self.board_call(&mut |registers| {
            channel.enable(registers, on);
            0
        })
    }

    /// Returns the oldest sample of a channel, or −1 when none waits. It takes no time of its own.
    pub fn read_adc(&mut self, number: i32) -> i32 {
        let Some(channel) = AdcChannel::from_number(number as usize) else { return NO_SAMPLE };
        self.access_registers(&mut |registers| channel.read(registers).map_or(NO_SAMPLE, i32::from))
    }
}
