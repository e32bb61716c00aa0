//! The serial lines of the chip: their formats, and their terminals. A terminal prints what a UART sends, and what is
//! typed there arrives at the UART.

use std::collections::VecDeque;

use pinscope_core::PinId;
use pinscope_core::cc3200::uart::Uart;

use super::Chip;
use super::peripheral::Peripheral;
use crate::uart;

/// Maximum number of printed bytes that are kept until they are taken. Older ones are dropped.
const PRINTED_CAPACITY: usize = 1 << 16;
/// Maximum number of typed bytes that wait for the UART.
const TYPED_CAPACITY: usize = 1 << 12;

/// A terminal for each UART.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SerialTerminals([Terminal; 2]);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Terminal {
    printed: VecDeque<u8>,
    typed: VecDeque<u8>,
}

/// Prints the bytes that the UART `id` has sent, and lets the next typed byte begin if the line is free. Without
/// terminals the bytes are lost.
pub(super) fn exchange(
    terminals: &mut Option<SerialTerminals>,
    id: Uart,
    uart: &mut uart::Uart,
    is_sending: bool,
    is_receiving: bool,
    now: u64,
) {
    let sent = uart.take_sent();
    let Some(SerialTerminals(terminals)) = terminals else { return };
    let Terminal { printed, typed } = &mut terminals[id.index()];
    if is_sending {
        printed.extend(sent);
        printed.drain(..printed.len().saturating_sub(PRINTED_CAPACITY));
    }
    if is_receiving
        && let Some(&byte) = typed.front()
        && uart.begin_to_receive(byte, now)
    {
        typed.pop_front();
    }
}

impl Chip {
    /// Returns the format of the characters at `pin`, if its pad is the line of a UART that is on.
    pub fn serial_format(&self, pin: PinId) -> Option<uart::SerialFormat> {
        self.peripherals.serial_format(pin)
    }

    /// Records the formats of the lines after a change of the UARTs or of the pads, before the levels that follow it.
    pub(super) fn record_serial_formats(&mut self) {
        for pin in PinId::ALL {
            self.trace.record_serial_format(self.time_ns, pin, self.peripherals.serial_format(pin));
        }
    }

    /// Connects a terminal to each UART, whose bytes pass through the pads that have selected the lines of the UART.
    /// Each terminal prints nothing yet.
    pub fn connect_terminals(&mut self) {
        self.serial = Some(SerialTerminals::default());
    }

    /// Removes the terminals.
    pub fn disconnect_terminals(&mut self) {
        self.serial = None;
    }

    /// Types bytes at the terminal of `uart`. They arrive one after another, at the speed of the UART. Returns the
    /// number of bytes that there was room for.
    pub fn type_bytes(&mut self, uart: Uart, bytes: &[u8]) -> usize {
        let Some(SerialTerminals(terminals)) = &mut self.serial else { return 0 };
        let typed = &mut terminals[uart.index()].typed;
        let count = bytes.len().min(TYPED_CAPACITY - typed.len());
        typed.extend(&bytes[..count]);
        self.refresh(Peripheral::Uart(uart));
        count
    }

    /// Returns what the terminal of `uart` has printed since the last call.
    pub fn take_printed(&mut self, uart: Uart) -> Vec<u8> {
        let terminals = self.serial.as_mut();
        terminals
            .map_or_else(Vec::new, |SerialTerminals(terminals)| terminals[uart.index()].printed.drain(..).collect())
    }
}
