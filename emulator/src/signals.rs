//! The signals of the peripherals that the multiplexer of a pad can select.

use std::fmt;

use pinscope_core::cc3200::pad;
use pinscope_core::cc3200::timer::{Half, Timer};
use pinscope_core::cc3200::uart::Uart;
use pinscope_core::{Function, PinId};

/// A signal of a peripheral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Signal {
    /// The PWM output of a half of a timer.
    Pwm(Timer, Half),
    /// The capture input of a half of a timer.
    Capture(Timer, Half),
    /// The transmit data of a UART.
    UartTx(Uart),
    /// The receive data of a UART.
    UartRx(Uart),
    /// The input with which the other side holds a UART.
    UartCts(Uart),
    /// The output with which a UART holds the other side.
    UartRts(Uart),
}

impl Signal {
    /// Returns the signal that the multiplexer setting `mode` selects at `pin`. If it is `None`, the setting selects
    /// the GPIO port, a peripheral that is not emulated, or nothing.
    pub fn at(pin: PinId, mode: u32) -> Option<Self> {
        match pin.alternate(mode as i32) {
            Some(Function::Tim0Pwm) => Some(Self::Pwm(Timer::A0, Half::A)),
            Some(Function::Tim1Pwm) => Some(Self::Pwm(Timer::A1, Half::A)),
            Some(Function::Tim2Pwm) => Some(Self::Pwm(Timer::A2, Half::B)),
            // Two pins have the PWM of timer 3: GP10 that of half A, GP11 that of half B.
            Some(Function::Tim3Pwm) if pin == PinId::GP10 => Some(Self::Pwm(Timer::A3, Half::A)),
            Some(Function::Tim3Pwm) => Some(Self::Pwm(Timer::A3, Half::B)),
            Some(Function::Uart0Tx) => Some(Self::UartTx(Uart::A0)),
            Some(Function::Uart0Rx) => Some(Self::UartRx(Uart::A0)),
            Some(Function::Uart0Cts) => Some(Self::UartCts(Uart::A0)),
            Some(Function::Uart0Rts) => Some(Self::UartRts(Uart::A0)),
            Some(Function::Uart1Tx) => Some(Self::UartTx(Uart::A1)),
            Some(Function::Uart1Rx) => Some(Self::UartRx(Uart::A1)),
            Some(Function::Uart1Cts) => Some(Self::UartCts(Uart::A1)),
            Some(Function::Uart1Rts) => Some(Self::UartRts(Uart::A1)),
            Some(_) => None,
            None => capture_input(pin, mode),
        }
    }

    /// Returns the signal that holds the pad of `pin` while the word of the pad is `word`. It is `None` if the pad
    /// belongs to the GPIO port, or to a peripheral that is not emulated.
    pub fn of_pad(pin: PinId, word: u32) -> Option<Self> {
        Self::at(pin, word & pad::CONFMODE)
    }

    /// Returns `true` if the chip drives the signal.
    pub fn is_output(self) -> bool {
        matches!(self, Self::Pwm(..) | Self::UartTx(_) | Self::UartRts(_))
    }
}

impl fmt::Display for Signal {
    /// Writes the signal as `TIMA3 PWM`, `TIMA1 B capture` or `UART0 TX`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Pwm(timer, _) => write!(f, "TIMA{} PWM", timer.index()),
            Self::Capture(timer, Half::A) => write!(f, "TIMA{} A capture", timer.index()),
            Self::Capture(timer, Half::B) => write!(f, "TIMA{} B capture", timer.index()),
            Self::UartTx(uart) => write!(f, "UART{} TX", uart.index()),
            Self::UartRx(uart) => write!(f, "UART{} RX", uart.index()),
            Self::UartCts(uart) => write!(f, "UART{} CTS", uart.index()),
            Self::UartRts(uart) => write!(f, "UART{} RTS", uart.index()),
        }
    }
}

/// Returns the capture input that the multiplexer setting `mode` selects at `pin`. MicroPython does not offer them.
///
/// `docs/cc3200.md`, section 4.2, names the timer of each; TI's data sheet of the CC3200 (SWAS032, pin attributes)
/// numbers them GT_CCP00 to GT_CCP07, the halves of the timers in order.
fn capture_input(pin: PinId, mode: u32) -> Option<Signal> {
    let number = match (pin, mode) {
        (PinId::GP0, 7) | (PinId::GP9, 12) => 0,
        (PinId::GP1, 7) | (PinId::GP10, 12) => 1,
        (PinId::GP2, 7) | (PinId::GP11, 12) => 2,
        (PinId::GP12, 12) => 3,
        (PinId::GP13, 12) | (PinId::GP22, 5) => 4,
        (PinId::GP5, 7) | (PinId::GP14, 12) | (PinId::GP30, 4) => 5,
        (PinId::GP6, 7) | (PinId::GP8, 12) | (PinId::GP15, 13) | (PinId::GP24, 4) => 6,
        (PinId::GP16, 13) => 7,
        _ => return None,
    };
    Some(Signal::Capture(Timer::ALL[number / 2], Half::ALL[number % 2]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_multiplexer_selects_the_pwm_of_five_pins() {
        let rows = [
            (PinId::GP24, 5, Timer::A0, Half::A),
            (PinId::GP25, 9, Timer::A1, Half::A),
            (PinId::GP9, 3, Timer::A2, Half::B),
            (PinId::GP10, 3, Timer::A3, Half::A),
            (PinId::GP11, 3, Timer::A3, Half::B),
        ];
        for (pin, mode, timer, half) in rows {
            assert_eq!(Signal::at(pin, mode), Some(Signal::Pwm(timer, half)), "{pin}");
        }
        let all = PinId::ALL.into_iter().flat_map(|pin| (0..16).filter_map(move |mode| Signal::at(pin, mode)));
        assert_eq!(all.filter(|signal| matches!(signal, Signal::Pwm(..))).count(), rows.len());
    }

    /// The timers are those of `docs/cc3200.md`, section 4.2.
    #[test]
    fn the_multiplexer_selects_the_capture_inputs_of_the_documented_timers() {
        let rows = [
            (PinId::GP2, 7, 1),
            (PinId::GP1, 7, 0),
            (PinId::GP24, 4, 3),
            (PinId::GP11, 12, 1),
            (PinId::GP12, 12, 1),
            (PinId::GP13, 12, 2),
            (PinId::GP14, 12, 2),
            (PinId::GP15, 13, 3),
            (PinId::GP16, 13, 3),
            (PinId::GP22, 5, 2),
            (PinId::GP10, 12, 0),
            (PinId::GP9, 12, 0),
            (PinId::GP8, 12, 3),
            (PinId::GP6, 7, 3),
            (PinId::GP30, 4, 2),
            (PinId::GP0, 7, 0),
            (PinId::GP5, 7, 2),
        ];
        let mut count = 0;
        for pin in PinId::ALL {
            for mode in 0..16 {
                let Some(Signal::Capture(timer, _)) = Signal::at(pin, mode) else { continue };
                assert!(rows.contains(&(pin, mode, timer.index())), "{pin} {mode} {timer:?}");
                count += 1;
            }
        }
        assert_eq!(count, rows.len());
    }
}
