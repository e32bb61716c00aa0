//! The interrupts of the blocks that are not GPIO ports, by name.

use super::timer::{Half, Timer};
use super::uart::Uart;
use super::{Rw, arm, nvic};

/// The interrupt of a block that is not a GPIO port.
///
/// The order is the encoding in messages, so new interrupts are appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Interrupt {
    /// SysTick, which is exception 15 of the processor and has no number in the NVIC.
    #[doc(alias = "FAULT_SYSTICK")]
    SysTick,
    /// UARTA0, number 5.
    #[doc(alias = "INT_UARTA0")]
    UartA0,
    /// UARTA1, number 6.
    #[doc(alias = "INT_UARTA1")]
    UartA1,
    /// The first channel of the ADC, number 14.
    #[doc(alias = "INT_ADCCH0")]
    Adc0,
    /// The second channel of the ADC, number 15.
    #[doc(alias = "INT_ADCCH1")]
    Adc1,
    /// The third channel of the ADC, number 16.
    #[doc(alias = "INT_ADCCH2")]
    Adc2,
    /// The fourth channel of the ADC, number 17.
    #[doc(alias = "INT_ADCCH3")]
    Adc3,
    /// The watchdog, number 18.
    #[doc(alias = "INT_WDT")]
    Watchdog,
    /// Half A of TIMERA0, number 19.
    #[doc(alias = "INT_TIMERA0A")]
    TimerA0A,
    /// Half B of TIMERA0, number 20.
    #[doc(alias = "INT_TIMERA0B")]
    TimerA0B,
    /// Half A of TIMERA1, number 21.
    #[doc(alias = "INT_TIMERA1A")]
    TimerA1A,
    /// Half B of TIMERA1, number 22.
    #[doc(alias = "INT_TIMERA1B")]
    TimerA1B,
    /// Half A of TIMERA2, number 23.
    #[doc(alias = "INT_TIMERA2A")]
    TimerA2A,
    /// Half B of TIMERA2, number 24.
    #[doc(alias = "INT_TIMERA2B")]
    TimerA2B,
    /// Half A of TIMERA3, number 35.
    #[doc(alias = "INT_TIMERA3A")]
    TimerA3A,
    /// Half B of TIMERA3, number 36.
    #[doc(alias = "INT_TIMERA3B")]
    TimerA3B,
    /// The real-time clock, whose interrupt is that of the PRCM, number 172.
    #[doc(alias = "INT_PRCM")]
    Rtc,
}

impl Interrupt {
    /// Every interrupt in order.
    pub const ALL: [Self; 17] = [
        Self::SysTick,
        Self::UartA0,
        Self::UartA1,
        Self::Adc0,
        Self::Adc1,
        Self::Adc2,
        Self::Adc3,
        Self::Watchdog,
        Self::TimerA0A,
        Self::TimerA0B,
        Self::TimerA1A,
        Self::TimerA1B,
        Self::TimerA2A,
        Self::TimerA2B,
        Self::TimerA3A,
        Self::TimerA3B,
        Self::Rtc,
    ];

    /// Returns the interrupt of `half` of `timer`.
    pub const fn of_timer(timer: Timer, half: Half) -> Self {
        Self::ALL[Self::TimerA0A as usize + 2 * timer.index() + half.index()]
    }

    /// Returns the interrupt of `uart`.
    pub const fn of_uart(uart: Uart) -> Self {
        Self::ALL[Self::UartA0 as usize + uart.index()]
    }

    /// Returns the interrupt of channel 0 to 3 of the ADC.
    pub const fn of_adc(channel: usize) -> Self {
        Self::ALL[Self::Adc0 as usize + channel]
    }

    /// Returns the position in [`Interrupt::ALL`].
    #[inline]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Returns the number of the interrupt in the NVIC, or `None` for SysTick.
    pub const fn number(self) -> Option<u32> {
        Some(match self {
            Self::SysTick => return None,
            Self::UartA0 => nvic::UARTA0,
            Self::UartA1 => nvic::UARTA1,
            Self::Adc0 => nvic::ADC0,
            Self::Adc1 => nvic::ADC0 + 1,
            Self::Adc2 => nvic::ADC0 + 2,
            Self::Adc3 => nvic::ADC0 + 3,
            Self::Watchdog => nvic::WATCHDOG,
            Self::TimerA0A => Timer::A0.interrupt(Half::A),
            Self::TimerA0B => Timer::A0.interrupt(Half::B),
            Self::TimerA1A => Timer::A1.interrupt(Half::A),
            Self::TimerA1B => Timer::A1.interrupt(Half::B),
            Self::TimerA2A => Timer::A2.interrupt(Half::A),
            Self::TimerA2B => Timer::A2.interrupt(Half::B),
            Self::TimerA3A => Timer::A3.interrupt(Half::A),
            Self::TimerA3B => Timer::A3.interrupt(Half::B),
            Self::Rtc => nvic::PRCM,
        })
    }

    /// Returns the register with the priority byte of the interrupt, and the position of the byte in it.
    pub const fn priority_field(self) -> (Rw, u32) {
        match self.number() {
            Some(number) => (Rw(nvic::IPR0.0 + number / 4 * 4), 8 * (number % 4)),
            None => (arm::SHPR3, arm::SYSTICK_PRIORITY_SHIFT),
        }
    }

    /// Returns TI's name of the block, with the half or the channel: `TIMERA0A`, `UARTA1`, `ADCCH2`, `RTC`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SysTick => "SYSTICK",
            Self::UartA0 => "UARTA0",
            Self::UartA1 => "UARTA1",
            Self::Adc0 => "ADCCH0",
            Self::Adc1 => "ADCCH1",
            Self::Adc2 => "ADCCH2",
            Self::Adc3 => "ADCCH3",
            Self::Watchdog => "WDT",
            Self::TimerA0A => "TIMERA0A",
            Self::TimerA0B => "TIMERA0B",
            Self::TimerA1A => "TIMERA1A",
            Self::TimerA1B => "TIMERA1B",
            Self::TimerA2A => "TIMERA2A",
            Self::TimerA2B => "TIMERA2B",
            Self::TimerA3A => "TIMERA3A",
            Self::TimerA3B => "TIMERA3B",
            Self::Rtc => "RTC",
        }
    }
}
