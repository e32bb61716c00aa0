//! ICSR, the interrupt control and state register (B3.2.4).

use crate::exceptions::number;
use crate::processor::Processor;

const PENDSTCLR: u32 = 1 << 25;
const PENDSTSET: u32 = 1 << 26;
const PENDSVCLR: u32 = 1 << 27;
const PENDSVSET: u32 = 1 << 28;
const NMIPENDSET: u32 = 1 << 31;
const ISRPENDING: u32 = 1 << 22;
const RETTOBASE: u32 = 1 << 11;

impl Processor {
    pub(super) fn read_icsr(&self) -> u32 {
        let exceptions = &self.scs.exceptions;
        let flag = |is_set: bool, bit: u32| if is_set { bit } else { 0 };
        let exception = self.registers.exception;
        let is_only_active = exceptions.active.len() == u32::from(exceptions.active.contains(exception));
        u32::from(exception)
            | flag(self.registers.is_handler_mode() && is_only_active, RETTOBASE)
            | u32::from(exceptions.most_urgent().unwrap_or(0)) << 12
            | flag(exceptions.pending.has_interrupts(), ISRPENDING)
            | flag(exceptions.pending.contains(number::SYS_TICK), PENDSTSET)
            | flag(exceptions.pending.contains(number::PEND_SV), PENDSVSET)
            | flag(exceptions.pending.contains(number::NMI), NMIPENDSET)
    }

    pub(super) fn write_icsr(&mut self, value: u32) {
        let pending = &mut self.scs.exceptions.pending;
        for (bit, exception, is_pending) in [
            (PENDSTCLR, number::SYS_TICK, false),
            (PENDSTSET, number::SYS_TICK, true),
            (PENDSVCLR, number::PEND_SV, false),
            (PENDSVSET, number::PEND_SV, true),
            (NMIPENDSET, number::NMI, true),
        ] {
            if value & bit != 0 {
                pending.put(exception, is_pending);
            }
        }
    }
}
