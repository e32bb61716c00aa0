//! A general-purpose timer (GPTM), of which the chip has four (`docs/peripherals.md`, section 2).
//!
//! Nothing is done cycle by cycle. The count of a half is computed from the time since it was last known, and
//! [`Gptm::due`] is the next cycle at which something happens that software or a pad can notice.

mod half;

use pinscope_core::Level;
use pinscope_core::cc3200::timer::{self, Half};

use half::{HalfTimer, Happened, Shape};

/// The registers of a timer. Every time is a number of cycles of the timer's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Gptm {
    config: u32,
    control: u32,
    imr: u32,
    ris: u32,
    halves: [HalfTimer; 2],
}

impl Default for Gptm {
    fn default() -> Self {
        let halves = [HalfTimer::new(u32::MAX), HalfTimer::new(0xFFFF)];
        Self { config: timer::ONE_TIMER, control: 0, imr: 0, ris: 0, halves }
    }
}

impl Gptm {
    /// Returns the word at `offset`, or `None` if there is no register. Reading has no side effects.
    pub fn read(&self, offset: u32, now: u64) -> Option<u32> {
        Some(match offset {
            timer::CFG => self.config,
            timer::CTL => self.control,
            timer::IMR => self.imr,
            timer::RIS => self.ris,
            timer::MIS => self.masked(),
            timer::ICR => 0,
            timer::TAR | timer::TBR | timer::TAV | timer::TBV => {
                let half = half_of(offset);
                let is_captured = offset < timer::TAV;
                self.halves[half.index()].count(&self.shape(half), self.is_enabled(half), is_captured, now)
            }
            timer::TAMR..=timer::TBMR | timer::TAILR..=timer::TBPMR => {
                let half = half_of(offset);
                let word = self.halves[half.index()].register(offset_in_a(offset))?;
                if self.is_narrow(offset) { word & 0xFFFF } else { word }
            }
            _ if is_unused(offset) => 0,
            _ => return None,
        })
    }

    /// Writes the word at `offset`. Returns `false` if there is no register.
    pub fn write(&mut self, offset: u32, value: u32, now: u64) -> bool {
        self.update(now);
        match offset {
            timer::CFG => {
                self.config = value & timer::CFG_BITS;
                Half::ALL.into_iter().for_each(|half| self.keep_in_period(half));
            }
            timer::CTL => self.set_control(value & timer::CTL_BITS, now),
            timer::IMR => self.imr = value & timer::INTERRUPT_BITS,
            timer::ICR => self.ris &= !value,
            // A timer of 32 bits has no load value of half B.
            timer::TBILR if self.config == timer::ONE_TIMER => {}
            timer::TAMR..=timer::TBMR | timer::TAILR..=timer::TBPMR => {
                let half = half_of(offset);
                let value = if self.is_narrow(offset) { value & 0xFFFF } else { value };
                if !self.halves[half.index()].set_register(offset_in_a(offset), value) {
                    return false;
                }
                self.keep_in_period(half);
            }
            // These registers are read-only: the write is accepted and has no effect.
            timer::RIS | timer::MIS | timer::TAR..=timer::TBV => {}
            _ if is_unused(offset) => {}
            _ => return false,
        }
        true
    }

    /// Updates the interrupt status and the control register for what has happened until `now`.
    pub fn update(&mut self, now: u64) {
        for half in Half::ALL {
            if !self.is_enabled(half) {
                continue;
            }
            let shape = self.shape(half);
            let happened = self.halves[half.index()].advance(&shape, now);
            self.apply(half, &shape, happened);
        }
    }

    /// Applies a new level of the capture input of `half`.
    pub fn set_input(&mut self, half: Half, level: Level, now: u64) {
        self.update(now);
        let before = std::mem::replace(&mut self.halves[half.index()].input, level);
        let shape = self.shape(half);
        if before != level && self.is_enabled(half) && self.observes(half, level) {
            let happened = self.halves[half.index()].capture(&shape);
            self.apply(half, &shape, happened);
        }
    }

    /// Returns the next cycle at which something happens. A half whose bit in `driving` is set drives a pad, so the
    /// edges of its output matter.
    pub fn due(&self, driving: [bool; 2]) -> Option<u64> {
        let due_of = |half: Half| {
            let is_driving = driving[half.index()];
            if !self.is_enabled(half) {
                return None;
            }
            let shape = self.shape(half);
            let is_raised = |cause: timer::Cause| self.ris & cause.bit(half) != 0;
            self.halves[half.index()].due(&shape, is_driving, is_raised)
        };
        due_of(Half::A).into_iter().chain(due_of(Half::B)).min()
    }

    /// Returns the level that `half` drives at a pad.
    pub fn output(&self, half: Half, now: u64) -> Level {
        let is_asserted = self.halves[half.index()].is_asserted(&self.shape(half), self.is_enabled(half), now);
        Level::from(is_asserted != (self.control_of(half) & timer::INVERTED != 0))
    }

    /// Returns `true` if the interrupt line of `half` is high.
    pub fn line(&self, half: Half) -> bool {
        let bits = match half {
            Half::A => timer::INTERRUPTS_A,
            Half::B => timer::INTERRUPTS_B,
        };
        self.masked() & bits != 0
    }

    fn masked(&self) -> u32 {
        self.ris & self.imr
    }

    /// Writes the control register. A half that is enabled begins a period, and one that is disabled keeps its output.
    fn set_control(&mut self, value: u32, now: u64) {
        for half in Half::ALL {
            let (was, is) = (self.is_enabled(half), value >> half.control_shift() & timer::ENABLE != 0);
            let shape = self.shape(half);
            if was && !is {
                self.halves[half.index()].stop(&shape, now);
            }
        }
        let before = std::mem::replace(&mut self.control, value);
        for half in Half::ALL {
            if before >> half.control_shift() & timer::ENABLE == 0 && self.is_enabled(half) {
                let shape = self.shape(half);
                let happened = self.halves[half.index()].start(&shape, now);
                self.apply(half, &shape, happened);
            }
        }
    }

    /// Raises the interrupt status for what has happened to `half`, and disables it at the end of a single period.
    fn apply(&mut self, half: Half, shape: &Shape, happened: Happened) {
        let mut raise = |cause: timer::Cause, is_raised: bool| {
            if is_raised {
                self.ris |= cause.bit(half);
            }
        };
        raise(timer::Cause::Timeout, happened.timeout);
        raise(timer::Cause::Match, happened.matched);
        raise(timer::Cause::CaptureMatch, happened.counted);
        raise(timer::Cause::CaptureEvent, happened.captured);
        if shape.pwm_interrupt {
            let edge = |asserted: bool| Level::from(asserted != (self.control_of(half) & timer::INVERTED != 0));
            let rose = happened.asserted && self.observes(half, edge(true));
            let fell = happened.deasserted && self.observes(half, edge(false));
            if rose || fell {
                self.ris |= timer::Cause::CaptureEvent.bit(half);
            }
        }
        if happened.stopped {
            self.control &= !(timer::ENABLE << half.control_shift());
        }
    }

    fn keep_in_period(&mut self, half: Half) {
        let shape = self.shape(half);
        self.halves[half.index()].keep_in_period(&shape);
    }

    /// Returns how `half` counts.
    fn shape(&self, half: Half) -> Shape {
        self.halves[half.index()].shape(self.config, half)
    }

    fn is_enabled(&self, half: Half) -> bool {
        self.control_of(half) & timer::ENABLE != 0
    }

    /// Returns `true` if an edge of `half` to `level` is one that it observes.
    fn observes(&self, half: Half, level: Level) -> bool {
        match self.control_of(half) & timer::EVENT {
            timer::EVENT_RISING => level.is_high(),
            timer::EVENT_FALLING => !level.is_high(),
            event => event == timer::EVENT_BOTH,
        }
    }

    /// Returns the bits of the control register for `half`, in the place of those for half A.
    fn control_of(&self, half: Half) -> u32 {
        self.control >> half.control_shift()
    }

    /// Returns `true` if the register at `offset` has 16 bits now.
    fn is_narrow(&self, offset: u32) -> bool {
        match offset {
            timer::TAILR | timer::TAMATCHR => self.config != timer::ONE_TIMER,
            _ => matches!(offset, timer::TBILR | timer::TBMATCHR),
        }
    }
}

/// Returns the half to which the register at `offset` belongs, if the registers of the halves alternate there.
const fn half_of(offset: u32) -> Half {
    let is_of_b = match offset {
        timer::TAMR..=timer::TBMR => offset == timer::TBMR,
        _ => offset % 8 == 4,
    };
    if is_of_b { Half::B } else { Half::A }
}

/// Returns the offset of the register of half A whose counterpart is at `offset`.
const fn offset_in_a(offset: u32) -> u32 {
    offset - 4 * half_of(offset).index() as u32
}

/// Returns `true` if `offset` is a register that the emulated chip does not use: the synchronization of the timers, the
/// values of the real-time clock and of the snapshots, and the properties. It reads 0.
const fn is_unused(offset: u32) -> bool {
    matches!(offset, 0x10 | 0x58..=0x6C | 0xFC0)
}
