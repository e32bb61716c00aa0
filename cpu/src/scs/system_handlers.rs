//! SHPR1 to SHPR3 and SHCSR: priorities and state of the exceptions of the core (B3.2.10 to B3.2.13).

use super::SystemControl;
use crate::exceptions::{Exceptions, number};

/// A part of the state of an exception that SHCSR shows.
enum State {
    Active,
    Pending,
    Enabled,
}

/// The bits of SHCSR.
const SHCSR: [(u32, u16, State); 14] = [
    (0, number::MEM_MANAGE, State::Active),
    (1, number::BUS_FAULT, State::Active),
    (3, number::USAGE_FAULT, State::Active),
    (7, number::SV_CALL, State::Active),
    (8, number::DEBUG_MONITOR, State::Active),
    (10, number::PEND_SV, State::Active),
    (11, number::SYS_TICK, State::Active),
    (12, number::USAGE_FAULT, State::Pending),
    (13, number::MEM_MANAGE, State::Pending),
    (14, number::BUS_FAULT, State::Pending),
    (15, number::SV_CALL, State::Pending),
    (16, number::MEM_MANAGE, State::Enabled),
    (17, number::BUS_FAULT, State::Enabled),
    (18, number::USAGE_FAULT, State::Enabled),
];

impl SystemControl {
    pub(super) fn read_shcsr(&self) -> u32 {
        let Exceptions { enabled, pending, active, .. } = &self.exceptions;
        SHCSR.iter().fold(0, |word, (bit, exception, state)| {
            let set = match state {
                State::Active => active,
                State::Pending => pending,
                State::Enabled => enabled,
            };
            word | u32::from(set.contains(*exception)) << bit
        })
    }

    pub(super) fn write_shcsr(&mut self, value: u32) {
        let Exceptions { enabled, pending, active, .. } = &mut self.exceptions;
        for (bit, exception, state) in &SHCSR {
            let set = match state {
                State::Active => &mut *active,
                State::Pending => &mut *pending,
                State::Enabled => &mut *enabled,
            };
            set.put(*exception, value >> bit & 1 != 0);
        }
    }

    /// Reads the priorities at `offset` from SHPR1, a byte for each exception from MemManage on.
    pub(super) fn read_shpr(&self, offset: u32) -> u32 {
        u32::from_le_bytes(exceptions_at(offset).map(|exception| self.exceptions.configured_priority(exception)))
    }

    pub(super) fn write_shpr(&mut self, offset: u32, value: u32) {
        for (exception, priority) in exceptions_at(offset).into_iter().zip(value.to_le_bytes()) {
            if is_configurable(exception) {
                self.exceptions.set_priority(exception, priority);
            }
        }
    }
}

fn exceptions_at(offset: u32) -> [u16; 4] {
    let first = number::MEM_MANAGE + offset as u16;
    [first, first + 1, first + 2, first + 3]
}

fn is_configurable(exception: u16) -> bool {
    matches!(
        exception,
        number::MEM_MANAGE
            | number::BUS_FAULT
            | number::USAGE_FAULT
            | number::SV_CALL
            | number::DEBUG_MONITOR
            | number::PEND_SV
            | number::SYS_TICK
    )
}
