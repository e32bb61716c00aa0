//! The state of the blocks beside ports and pads, as it is saved and restored.

use pinscope_core::{Level, PinId};

use super::peripherals::Peripherals;
use super::timed_wake::TimedWake;
use super::{Chip, WakeSource};
use crate::nvic::Nvic;
use crate::prcm::Prcm;

/// The state of the blocks whose registers a `RegisterImage` does not hold.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct BlockState {
    /// The words of power, reset and clocks that are not 0, with their addresses. The real-time clock keeps its time in
    /// two of them.
    prcm: Vec<(u32, u32)>,
    peripherals: Peripherals,
    timed_wake: TimedWake,
    /// The source that has ended HIBERNATE, while the chip still starts.
    starting: Option<WakeSource>,
    /// The interrupts, of which software has no routine that runs or is attached.
    nvic: Nvic,
    voltage_start_ns: [u64; PinId::COUNT],
    /// The rail to which each pad is connected, which is the level of a voltage there.
    rails: [Option<Level>; PinId::COUNT],
}

impl Chip {
    /// Returns the state of the blocks.
    pub fn block_state(&self) -> BlockState {
        BlockState {
            prcm: self.prcm.words(),
            peripherals: self.peripherals.clone(),
            timed_wake: self.timed_wake.clone(),
            starting: self.starting,
            nvic: self.nvic.without_software(),
            voltage_start_ns: self.wiring.voltage_start_ns(),
            rails: PinId::ALL.map(|pin| self.wiring.external(pin).rail),
        }
    }

    /// Restores the state of the blocks. The pads, the nets, the time and the trace are already those of that moment,
    /// so nothing of this is recorded.
    pub fn restore_blocks(&mut self, state: BlockState) {
        let trace = std::mem::take(&mut self.trace);
        self.prcm = Prcm::from_words(&state.prcm);
        self.peripherals = state.peripherals;
        self.timed_wake = state.timed_wake;
        self.starting = state.starting;
        self.wiring.set_voltage_start_ns(state.voltage_start_ns);
        for (pin, rail) in PinId::ALL.into_iter().zip(state.rails) {
            if self.wiring.voltage(pin).is_some() {
                self.wiring.set_rail(pin, rail);
            }
        }
        self.select_signals(PinId::ALL.into_iter());
        self.set_block_lines();
        self.nvic = state.nvic;
        self.settle(PinId::ALL);
        self.trace = trace;
        self.record_serial_formats();
    }
}
