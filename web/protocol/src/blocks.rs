//! The state of the chip's other blocks, which a snapshot does not contain.

use pinscope_core::{Interrupt, Priority, SleepMode};
use pinscope_emulator::{Alarm, AnalogInput};
use serde::{Deserialize, Serialize};

/// The state of the blocks beside the ports, at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocks {
    /// The interrupts that are enabled in the interrupt controller, each with its priority.
    pub interrupts: Vec<(Interrupt, Priority)>,
    /// The next alarm of the real-time clock.
    pub alarm: Option<Alarm>,
    /// The analog side of the pads of [`adc::PINS`](pinscope_core::adc::PINS). It is empty for a physical board.
    pub analog: Vec<AnalogInput>,
}

/// The reason why a block did or did not end the last sleep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockReason {
    /// The interrupt of the block.
    pub interrupt: Interrupt,
    /// The mode of the last sleep. `None` if the board has not slept.
    pub sleep: Option<SleepMode>,
    /// True if the block woke the board.
    pub woke: bool,
    /// The reason, in a sentence.
    pub text: String,
}
