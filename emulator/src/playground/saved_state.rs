//! The state of a board that neither a bench nor a `RegisterImage` holds, for checkpoints.
//!
//! A script is not part of it. A board that is restored goes on like one whose script was ended: its interrupts have no
//! routines, and nothing of the time that the script owed is spent.

use pinscope_core::{PinId, Power, RegisterImage};

use super::Playground;
use super::ticks::Ticks;
use super::timed_stimuli::TimedStimulus;
use crate::chip::BlockState;
use crate::timer_queue::Timer;

/// The blocks beside ports and pads, the interrupts, the ticks of the software, the timed stimuli that are still to
/// come, and what ends a sleep or a start.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SavedState {
    blocks: BlockState,
    ticks: Ticks,
    stimuli: Vec<TimedStimulus>,
    /// The end of the start after HIBERNATE, while it lasts.
    started_ns: Option<u64>,
    /// The copy of the registers from which software restores the pins after LPDS, while it lasts.
    sram: Option<RegisterImage>,
}

impl Playground {
    /// Returns the state that [`Playground::restore_state`] restores.
    pub fn saved_state(&self) -> SavedState {
        SavedState {
            blocks: self.machine.peek_chip(|chip| chip.block_state()),
            ticks: self.ticks,
            stimuli: self.timed_stimuli.iter().copied().collect(),
            started_ns: self.timers.due_ns(Timer::Started),
            sram: (self.machine.power() == Power::Suspended).then_some(self.sram),
        }
    }

    /// Restores what [`Playground::restore`] does not: timers, UARTs, ADC, watchdog and clocks continue, interrupts
    /// are enabled and pending as they were, and the timed stimuli that are still to come act at their times. A start
    /// after HIBERNATE ends at its time, and pins are restored after LPDS as they were before it.
    pub fn restore_state(&mut self, state: SavedState) {
        self.machine.chip_mut().restore_blocks(state.blocks);
        self.ticks = state.ticks;
        self.timed_stimuli = state.stimuli.into();
        self.set_stimulus_timer();
        self.timers.set(Timer::Started, state.started_ns);
        self.sram = state.sram.unwrap_or(self.sram);
        PinId::ALL.into_iter().for_each(|pin| self.schedule_voltage_change(pin));
        self.run_pending();
    }
}
