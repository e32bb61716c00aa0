//! The blocks that have a clock gate and a soft reset of their own.

use pinscope_core::cc3200::timer::Timer;
use pinscope_core::cc3200::uart::Uart;
use pinscope_core::cc3200::{Rw, arcm, mcu_init};

use crate::signals::Signal;

/// A block with a clock gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Peripheral {
    Timer(Timer),
    Watchdog,
    Uart(Uart),
}

impl Peripheral {
    pub const ALL: [Self; 7] = [
        Self::Timer(Timer::A0),
        Self::Timer(Timer::A1),
        Self::Timer(Timer::A2),
        Self::Timer(Timer::A3),
        Self::Watchdog,
        Self::Uart(Uart::A0),
        Self::Uart(Uart::A1),
    ];

    /// Returns the position in [`Peripheral::ALL`].
    pub const fn index(self) -> usize {
        match self {
            Self::Timer(timer) => timer.index(),
            Self::Watchdog => 4,
            Self::Uart(uart) => 5 + uart.index(),
        }
    }

    /// Returns the register of the clock gate.
    pub const fn clock_gate(self) -> Rw {
        match self {
            Self::Timer(timer) => arcm::timer_clock(timer),
            Self::Watchdog => mcu_init::WATCHDOG_CLOCK,
            Self::Uart(uart) => arcm::uart_clock(uart),
        }
    }

    /// Returns the register of the soft reset.
    pub const fn soft_reset(self) -> Rw {
        match self {
            Self::Timer(timer) => arcm::timer_reset(timer),
            Self::Watchdog => mcu_init::WATCHDOG_RESET,
            Self::Uart(uart) => arcm::uart_reset(uart),
        }
    }
}

impl Signal {
    /// Returns the block to which the signal belongs.
    pub(super) const fn peripheral(self) -> Peripheral {
        match self {
            Self::Pwm(timer, _) | Self::Capture(timer, _) => Peripheral::Timer(timer),
            Self::UartTx(uart) | Self::UartRx(uart) | Self::UartCts(uart) | Self::UartRts(uart) => {
                Peripheral::Uart(uart)
            }
        }
    }
}
