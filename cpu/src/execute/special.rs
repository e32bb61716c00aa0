//! Special registers: MRS, MSR and CPS (chapter B5).

use crate::condition::Flags;
use crate::instruction::Reg;
use crate::processor::Processor;

/// The numbers of special registers (SYSm).
mod sysm {
    pub const MAX_PSR: u8 = 7;
    pub const MSP: u8 = 8;
    pub const PSP: u8 = 9;
    pub const PRIMASK: u8 = 16;
    pub const BASEPRI: u8 = 17;
    pub const BASEPRI_MAX: u8 = 18;
    pub const FAULTMASK: u8 = 19;
    pub const CONTROL: u8 = 20;
}

/// The bits of BASEPRI that are implemented.
const BASEPRI_MASK: u32 = 0xE0;

impl Processor {
    /// Executes MRS. Unprivileged code reads 0 from all registers but the APSR and CONTROL.
    pub(super) fn move_from_special(&mut self, d: Reg, special: u8) {
        let registers = &self.registers;
        let value = match special {
            ..=sysm::MAX_PSR => {
                let apsr = if special & 4 == 0 { registers.flags.to_bits() } else { 0 };
                let ipsr = if special & 1 != 0 && registers.is_privileged() { registers.exception } else { 0 };
                apsr | u32::from(ipsr)
            }
            sysm::CONTROL => u32::from(registers.npriv) | u32::from(registers.spsel) << 1,
            _ if !registers.is_privileged() => 0,
            sysm::MSP => registers.main_sp(),
            sysm::PSP => registers.process_sp(),
            sysm::PRIMASK => registers.primask.into(),
            sysm::BASEPRI | sysm::BASEPRI_MAX => registers.basepri.into(),
            sysm::FAULTMASK => registers.faultmask.into(),
            _ => 0,
        };
        self.registers.set(d, value);
    }

    /// Executes MSR. Unprivileged code writes nothing but the APSR.
    pub(super) fn move_to_special(&mut self, special: u8, n: Reg, mask: u8) {
        let value = self.registers.get(n);
        let is_privileged = self.registers.is_privileged();
        match special {
            ..=sysm::MAX_PSR if special & 4 == 0 => self.write_apsr(value, mask),
            ..=sysm::MAX_PSR => {}
            _ if !is_privileged => {}
            sysm::MSP => self.registers.set_main_sp(value),
            sysm::PSP => self.registers.set_process_sp(value),
            sysm::PRIMASK => self.registers.primask = value & 1 != 0,
            sysm::BASEPRI => self.registers.basepri = (value & BASEPRI_MASK) as u8,
            sysm::BASEPRI_MAX => {
                let (new, old) = ((value & BASEPRI_MASK) as u8, self.registers.basepri);
                if new != 0 && (old == 0 || new < old) {
                    self.registers.basepri = new;
                }
            }
            sysm::FAULTMASK => self.set_faultmask(value & 1 != 0),
            sysm::CONTROL => {
                self.registers.npriv = value & 1 != 0;
                if !self.registers.is_handler_mode() {
                    self.registers.select_stack(value & 2 != 0);
                }
                self.protection_changed();
            }
            _ => {}
        }
        self.request_attention();
    }

    fn write_apsr(&mut self, value: u32, mask: u8) {
        let new = Flags::from_bits(value);
        let flags = &mut self.registers.flags;
        if mask & 1 != 0 {
            flags.ge = new.ge;
        }
        if mask & 2 != 0 {
            *flags = Flags { ge: flags.ge, ..new };
        }
    }

    /// Executes CPS, which does nothing in unprivileged code.
    pub(super) fn change_processor_state(&mut self, disables: bool, primask: bool, faultmask: bool) {
        if !self.registers.is_privileged() {
            return;
        }
        if primask {
            self.registers.primask = disables;
        }
        if faultmask {
            self.set_faultmask(disables);
        }
        self.request_attention();
    }

    /// Sets FAULTMASK. It cannot be set where the execution priority is negative already.
    fn set_faultmask(&mut self, is_set: bool) {
        if !is_set || self.scs.exceptions.execution_priority(self.masks()) > -1 {
            self.registers.faultmask = is_set;
            self.protection_changed();
        }
    }
}
