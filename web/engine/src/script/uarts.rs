//! The UARTs of a script.

use pinscope_core::uart::{Parity, Uart, UartConfig, UartId};
use pinscope_core::{Interrupt, PinId, Priority, RegistersMut};

use super::REFUSED;
use crate::session::Engine;

// The numbers below are shared with `web/python/lib/_uart.py`.

/// The result of reading a byte when there is none.
const NO_BYTE: i32 = -1;
/// The bits of the state of a UART.
const HAS_RECEIVED: i32 = 1;
const HAS_ROOM: i32 = 2;
const IS_BUSY: i32 = 4;
/// The bits of the settings of a UART beside its baud rate and its data bits.
const HAS_PARITY: i32 = 1;
const IS_ODD: i32 = 2;
const HAS_TWO_STOP_BITS: i32 = 4;
const USES_RTS: i32 = 8;
const USES_CTS: i32 = 16;

impl Engine {
    /// Connects the lines of a UART to pins: the index of a pin, or a negative number for none. There are two or four
    /// lines.
    pub fn connect_uart(&mut self, id: i32, count: i32, tx: i32, rx: i32, rts: i32, cts: i32) -> i32 {
        let pins = [tx, rx, rts, cts].map(|pin| usize::try_from(pin).ok().and_then(PinId::from_index));
        let pins = &pins[..count.clamp(0, 4) as usize];
        let connected = self.playground.access(|board| Ok(uart(board.registers, id).connect(board, pins)));
        self.result(connected.map(|connected| if connected.is_ok() { 0 } else { REFUSED }))
    }

    /// Switches a UART on with these settings.
    pub fn configure_uart(&mut self, id: i32, baud: i32, data_bits: i32, bits: i32) -> i32 {
        let parity = match (bits & HAS_PARITY != 0, bits & IS_ODD != 0) {
            (false, _) => Parity::None,
            (true, false) => Parity::Even,
            (true, true) => Parity::Odd,
        };
        let config = UartConfig {
            baud: baud as u32,
            data_bits: data_bits as u8,
            parity,
            has_two_stop_bits: bits & HAS_TWO_STOP_BITS != 0,
            uses_rts: bits & USES_RTS != 0,
            uses_cts: bits & USES_CTS != 0,
        };
        // Received bytes interrupt even if the script has no handler for them.
        self.playground.attach_block_irq(interrupt(id), true);
        self.board_call(&mut |registers| if uart(registers, id).configure(config).is_ok() { 0 } else { REFUSED })
    }

    /// Sets the priority of the interrupt of a UART.
    pub fn arm_uart(&mut self, id: i32, priority: i32) -> i32 {
        let priority = Priority::ALL.into_iter().find(|&known| known as i32 == priority).unwrap_or_default();
        self.board_call(&mut |registers| {
            interrupt(id).enable(registers, priority);
            0
        })
    }

    /// Switches a UART off.
    pub fn stop_uart(&mut self, id: i32) -> i32 {
        self.board_call(&mut |registers| {
            uart(registers, id).stop();
            0
        })
    }

    /// Holds the line of a UART low, or lets it go.
    pub fn set_break(&mut self, id: i32, on: bool) -> i32 {
        self.access_registers(&mut |registers| {
            uart(registers, id).set_break(on);
            0
        })
    }

    /// Returns the next received byte, or −1 when none waits.
    pub fn read_uart(&mut self, id: i32) -> i32 {
        self.access_registers(&mut |registers| uart(registers, id).read_byte().map_or(NO_BYTE, i32::from))
    }

    /// Sends a byte, for which there must be room.
    pub fn write_uart(&mut self, id: i32, byte: i32) -> i32 {
        self.access_registers(&mut |registers| {
            uart(registers, id).write_byte(byte as u8);
            0
        })
    }

    /// Returns the bits of the state of a UART.
    pub fn uart_state(&mut self, id: i32) -> i32 {
        let bit = |is_set: bool, bit: i32| if is_set { bit } else { 0 };
        self.access_registers(&mut |registers| {
            let uart = uart(registers, id);
            bit(uart.has_received(), HAS_RECEIVED) | bit(uart.has_room(), HAS_ROOM) | bit(uart.is_busy(), IS_BUSY)
        })
    }

    /// Returns whether one of these UARTs can be read, or one of those has room. The bits are the numbers of the UARTs.
    pub(super) fn is_uart_ready(&self, readable: u32, writable: u32) -> bool {
        let registers = self.playground.machine().peek();
        [UartId::A0, UartId::A1].into_iter().any(|id| {
            let (uart, bit) = (Uart::new(id, registers), 1 << id.index());
            readable & bit != 0 && uart.has_received() || writable & bit != 0 && uart.has_room()
        })
    }
}

fn uart<R: RegistersMut>(registers: R, id: i32) -> Uart<R> {
    Uart::new(if id == 0 { UartId::A0 } else { UartId::A1 }, registers)
}

fn interrupt(id: i32) -> Interrupt {
    Interrupt::of_uart(if id == 0 { UartId::A0 } else { UartId::A1 })
}
