//! The general-purpose timers TIMERA0 to TIMERA3 (GPTM, `hw_timer.h`). Each has two halves, A and B, which count the
//! system clock of 80 MHz.

use super::Rw;

/// One of the four timers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Timer {
    /// TIMERA0, interrupts 19 and 20.
    #[doc(alias = "TIMERA0")]
    A0 = 0,
    /// TIMERA1, interrupts 21 and 22.
    #[doc(alias = "TIMERA1")]
    A1 = 1,
    /// TIMERA2, interrupts 23 and 24.
    #[doc(alias = "TIMERA2")]
    A2 = 2,
    /// TIMERA3, interrupts 35 and 36.
    #[doc(alias = "TIMERA3")]
    A3 = 3,
}

/// A half of a timer. Its registers are next to those of the other half.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Half {
    /// The first half. A timer of 32 bits is controlled by the registers of this half.
    #[doc(alias = "TIMER_A")]
    A = 0,
    /// The second half.
    #[doc(alias = "TIMER_B")]
    B = 1,
}

/// Number of bytes that a timer's registers occupy on the bus.
pub const SIZE: u32 = 0x1000;

/// Offset of the configuration: [`ONE_TIMER`], [`REAL_TIME_CLOCK`] or [`TWO_HALVES`].
#[doc(alias("GPTMCFG", "TIMER_O_CFG"))]
pub const CFG: u32 = 0x00;
/// The bits of [`CFG`].
#[doc(alias = "TIMER_CFG_M")]
pub const CFG_BITS: u32 = 0x7;
/// Value of [`CFG`]: one timer of 32 bits.
#[doc(alias = "TIMER_CFG_32_BIT_TIMER")]
pub const ONE_TIMER: u32 = 0x0;
/// Value of [`CFG`]: a real-time clock. MicroPython does not use it.
#[doc(alias = "TIMER_CFG_32_BIT_RTC")]
pub const REAL_TIME_CLOCK: u32 = 0x1;
/// Value of [`CFG`]: two halves of 16 bits.
#[doc(alias = "TIMER_CFG_16_BIT")]
pub const TWO_HALVES: u32 = 0x4;

/// Offset of the mode of half A. That of half B is 4 bytes further, as it is for every register of a half.
#[doc(alias("GPTMTAMR", "TIMER_O_TAMR"))]
pub const TAMR: u32 = 0x04;
/// Offset of the mode of half B.
#[doc(alias("GPTMTBMR", "TIMER_O_TBMR"))]
pub const TBMR: u32 = 0x08;
/// The bits of a mode, 1:0, that hold [`ONE_SHOT`], [`PERIODIC`] or [`CAPTURE`].
#[doc(alias("TIMER_TAMR_TAMR_M", "TIMER_TBMR_TBMR_M"))]
pub const KIND: u32 = 0b11;
/// Value of [`KIND`]: the half stops after one period.
#[doc(alias("TIMER_TAMR_TAMR_1_SHOT", "TIMER_TBMR_TBMR_1_SHOT"))]
pub const ONE_SHOT: u32 = 1;
/// Value of [`KIND`]: the half counts one period after the other.
#[doc(alias("TIMER_TAMR_TAMR_PERIOD", "TIMER_TBMR_TBMR_PERIOD"))]
pub const PERIODIC: u32 = 2;
/// Value of [`KIND`]: the half observes the edges of its input.
#[doc(alias("TIMER_TAMR_TAMR_CAP", "TIMER_TBMR_TBMR_CAP"))]
pub const CAPTURE: u32 = 3;
/// Bit 2 of a mode: capture stores the time of each edge. Without it, it counts edges.
#[doc(alias("TACMR", "TBCMR", "TIMER_TAMR_TACMR", "TIMER_TBMR_TBCMR"))]
pub const EDGE_TIME: u32 = 0x004;
/// Bit 3 of a mode: pulse width modulation.
#[doc(alias("TAAMS", "TBAMS", "TIMER_TAMR_TAAMS", "TIMER_TBMR_TBAMS"))]
pub const PWM: u32 = 0x008;
/// Bit 4 of a mode: the half counts up.
#[doc(alias("TACDIR", "TBCDIR", "TIMER_TAMR_TACDIR", "TIMER_TBMR_TBCDIR"))]
pub const COUNT_UP: u32 = 0x010;
/// Bit 5 of a mode: the half raises its interrupt status when it reaches its match value.
#[doc(alias("TAMIE", "TBMIE", "TIMER_TAMR_TAMIE", "TIMER_TBMR_TBMIE"))]
pub const MATCH_INTERRUPT: u32 = 0x020;
/// Bit 9 of a mode: the edges of the PWM output raise the interrupt status of a capture event.
#[doc(alias("TAPWMIE", "TBPWMIE", "TIMER_TAMR_TAPWMIE", "TIMER_TBMR_TBPWMIE"))]
pub const PWM_INTERRUPT: u32 = 0x200;
/// The bits of a mode.
pub const MODE_BITS: u32 = 0xFFF;

/// Offset of the control register. [`Half::control_shift`] is the position of the bits of each half.
#[doc(alias("GPTMCTL", "TIMER_O_CTL"))]
pub const CTL: u32 = 0x0C;
/// [`CTL`] bit 0 of a half: it counts.
#[doc(alias("TAEN", "TBEN", "TIMER_CTL_TAEN", "TIMER_CTL_TBEN"))]
pub const ENABLE: u32 = 0x01;
/// [`CTL`] bits 3:2 of a half: the edges that it observes.
#[doc(alias("TAEVENT", "TBEVENT", "TIMER_CTL_TAEVENT_M", "TIMER_CTL_TBEVENT_M"))]
pub const EVENT: u32 = 0b11 << 2;
/// Value of [`EVENT`]: rising edges.
#[doc(alias("TIMER_CTL_TAEVENT_POS", "TIMER_CTL_TBEVENT_POS"))]
pub const EVENT_RISING: u32 = 0 << 2;
/// Value of [`EVENT`]: falling edges.
#[doc(alias("TIMER_CTL_TAEVENT_NEG", "TIMER_CTL_TBEVENT_NEG"))]
pub const EVENT_FALLING: u32 = 1 << 2;
/// Value of [`EVENT`]: both edges.
#[doc(alias("TIMER_CTL_TAEVENT_BOTH", "TIMER_CTL_TBEVENT_BOTH"))]
pub const EVENT_BOTH: u32 = 3 << 2;
/// [`CTL`] bit 6 of a half: its PWM output is inverted.
#[doc(alias("TAPWML", "TBPWML", "TIMER_CTL_TAPWML", "TIMER_CTL_TBPWML"))]
pub const INVERTED: u32 = 0x40;
/// The bits of [`CTL`].
pub const CTL_BITS: u32 = 0x6F7F;

/// Offset of the interrupt mask; 1 lets an interrupt reach the processor.
#[doc(alias("GPTMIMR", "TIMER_O_IMR"))]
pub const IMR: u32 = 0x18;
/// Offset of the raw interrupt status.
#[doc(alias("GPTMRIS", "TIMER_O_RIS"))]
pub const RIS: u32 = 0x1C;
/// Offset of the masked interrupt status, which is RIS & IMR.
#[doc(alias("GPTMMIS", "TIMER_O_MIS"))]
pub const MIS: u32 = 0x20;
/// Offset of the interrupt clear register; writing 1 clears.
#[doc(alias("GPTMICR", "TIMER_O_ICR"))]
pub const ICR: u32 = 0x24;
/// The bits of the interrupt registers.
pub const INTERRUPT_BITS: u32 = 0x1_2F3F;
/// The interrupt bits of half A; those of half B are [`INTERRUPTS_B`].
pub const INTERRUPTS_A: u32 = 0x003F;
/// The interrupt bits of half B.
pub const INTERRUPTS_B: u32 = 0x2F00;

/// Offset of the load value of half A. The period is one tick longer.
#[doc(alias("GPTMTAILR", "TIMER_O_TAILR"))]
pub const TAILR: u32 = 0x28;
/// Offset of the load value of half B.
#[doc(alias("GPTMTBILR", "TIMER_O_TBILR"))]
pub const TBILR: u32 = 0x2C;
/// Offset of the match value of half A.
#[doc(alias("GPTMTAMATCHR", "TIMER_O_TAMATCHR"))]
pub const TAMATCHR: u32 = 0x30;
/// Offset of the match value of half B.
#[doc(alias("GPTMTBMATCHR", "TIMER_O_TBMATCHR"))]
pub const TBMATCHR: u32 = 0x34;
/// Offset of the prescaler of half A.
#[doc(alias("GPTMTAPR", "TIMER_O_TAPR"))]
pub const TAPR: u32 = 0x38;
/// Offset of the prescaler of half B.
#[doc(alias("GPTMTBPR", "TIMER_O_TBPR"))]
pub const TBPR: u32 = 0x3C;
/// Offset of the prescaler's match value of half A.
#[doc(alias("GPTMTAPMR", "TIMER_O_TAPMR"))]
pub const TAPMR: u32 = 0x40;
/// Offset of the prescaler's match value of half B.
#[doc(alias("GPTMTBPMR", "TIMER_O_TBPMR"))]
pub const TBPMR: u32 = 0x44;
/// Offset of the count of half A. In [`EDGE_TIME`] it is the count at the last edge.
#[doc(alias("GPTMTAR", "TIMER_O_TAR"))]
pub const TAR: u32 = 0x48;
/// Offset of the count of half B.
#[doc(alias("GPTMTBR", "TIMER_O_TBR"))]
pub const TBR: u32 = 0x4C;
/// Offset of the free-running count of half A.
#[doc(alias("GPTMTAV", "TIMER_O_TAV"))]
pub const TAV: u32 = 0x50;
/// Offset of the free-running count of half B.
#[doc(alias("GPTMTBV", "TIMER_O_TBV"))]
pub const TBV: u32 = 0x54;

/// The paths from the pads to the capture inputs of the timers (APPS_CONFIG). Each input has a bit,
/// [`capture_path`]. TI's driver opens all of them whenever it configures a timer.
#[doc(alias = "APPS_CONFIG_O_GPT_TRIG_SEL")]
pub const GPT_TRIG_SEL: Rw = Rw(0x4402_60B0);
/// The bits of [`GPT_TRIG_SEL`].
pub const CAPTURE_PATHS: u32 = 0xFF;

/// A cause of an interrupt of a half.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The period has ended.
    #[doc(alias("TIMER_TIMA_TIMEOUT", "TIMER_TIMB_TIMEOUT"))]
    Timeout,
    /// The number of edges has reached the match value.
    #[doc(alias("TIMER_CAPA_MATCH", "TIMER_CAPB_MATCH"))]
    CaptureMatch,
    /// An edge was observed at the input, or at the PWM output.
    #[doc(alias("TIMER_CAPA_EVENT", "TIMER_CAPB_EVENT"))]
    CaptureEvent,
    /// The count has reached the match value.
    #[doc(alias("TIMER_TIMA_MATCH", "TIMER_TIMB_MATCH"))]
    Match,
}

impl Cause {
    /// Returns the bit of this cause for `half` in the interrupt registers.
    #[inline]
    pub const fn bit(self, half: Half) -> u32 {
        match (self, half) {
            (Self::Timeout, Half::A) => 0x001,
            (Self::CaptureMatch, Half::A) => 0x002,
            (Self::CaptureEvent, Half::A) => 0x004,
            (Self::Match, Half::A) => 0x010,
            (Self::Timeout, Half::B) => 0x100,
            (Self::CaptureMatch, Half::B) => 0x200,
            (Self::CaptureEvent, Half::B) => 0x400,
            (Self::Match, Half::B) => 0x800,
        }
    }
}

impl Half {
    /// Both halves in order.
    pub const ALL: [Self; 2] = [Self::A, Self::B];

    /// Returns 0 or 1.
    #[inline]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Returns the position of the bits of this half in [`CTL`].
    #[inline]
    pub const fn control_shift(self) -> u32 {
        8 * self as u32
    }
}

impl Timer {
    /// The four timers in order.
    pub const ALL: [Self; 4] = [Self::A0, Self::A1, Self::A2, Self::A3];

    /// Returns the timer to whose registers `addr` belongs.
    #[inline]
    pub const fn at(addr: u32) -> Option<Self> {
        match addr.wrapping_sub(Self::A0.base()) / SIZE {
            0 => Some(Self::A0),
            1 => Some(Self::A1),
            2 => Some(Self::A2),
            3 => Some(Self::A3),
            _ => None,
        }
    }

    /// Returns 0 to 3.
    #[inline]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Returns the timer's first address.
    #[inline]
    #[doc(alias = "TIMERA0_BASE")]
    pub const fn base(self) -> u32 {
        0x4003_0000 + self as u32 * SIZE
    }

    /// Returns the number of the interrupt of `half` in the NVIC.
    #[inline]
    #[doc(alias("INT_TIMERA0A", "INT_TIMERA0B"))]
    pub const fn interrupt(self, half: Half) -> u32 {
        let first = match self {
            Self::A0 => 19,
            Self::A1 => 21,
            Self::A2 => 23,
            Self::A3 => 35,
        };
        first + half as u32
    }
}

/// Returns the bit of [`GPT_TRIG_SEL`] for the capture input of `half` of `timer`.
#[inline]
pub const fn capture_path(timer: Timer, half: Half) -> u32 {
    1 << (2 * timer as u32 + half as u32)
}
