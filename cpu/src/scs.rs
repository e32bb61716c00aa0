//! The private peripheral bus: the system control space with its registers (B3.2), and the parts of it that have files
//! of their own.

mod interrupt_control;
mod system_handlers;

use crate::bus::{BusError, Size};
use crate::cpu::StopReason;
use crate::dwt::Dwt;
use crate::exceptions::Exceptions;
use crate::faults::FaultStatus;
use crate::mpu::Mpu;
use crate::nvic;
use crate::processor::Processor;
use crate::systick::SysTick;

/// Offsets of registers from 0xE000_0000.
mod offset {
    pub const DWT: u32 = 0x1000;
    pub const DWT_END: u32 = 0x1FFF;
    pub const ICTR: u32 = 0xE004;
    pub const ACTLR: u32 = 0xE008;
    pub const SYST_CSR: u32 = 0xE010;
    pub const SYST_CALIB: u32 = 0xE01C;
    pub const NVIC: u32 = 0xE100;
    pub const NVIC_END: u32 = 0xE4EF;
    pub const CPUID: u32 = 0xED00;
    pub const ICSR: u32 = 0xED04;
    pub const VTOR: u32 = 0xED08;
    pub const AIRCR: u32 = 0xED0C;
    pub const SCR: u32 = 0xED10;
    pub const CCR: u32 = 0xED14;
    pub const SHPR1: u32 = 0xED18;
    pub const SHPR3: u32 = 0xED20;
    pub const SHCSR: u32 = 0xED24;
    pub const CFSR: u32 = 0xED28;
    pub const HFSR: u32 = 0xED2C;
    pub const DFSR: u32 = 0xED30;
    pub const MMFAR: u32 = 0xED34;
    pub const BFAR: u32 = 0xED38;
    pub const ID_PFR0: u32 = 0xED40;
    pub const ID_ISAR4: u32 = 0xED70;
    pub const MPU_TYPE: u32 = 0xED90;
    pub const MPU_RASR_A3: u32 = 0xEDB8;
    pub const DEMCR: u32 = 0xEDFC;
    pub const STIR: u32 = 0xEF00;
}

/// The CPUID of a Cortex-M4, revision r0p1.
const CPUID: u32 = 0x410F_C241;

/// The registers from ID_PFR0 to ID_ISAR4 of a Cortex-M4 (TRM, table 4-1).
const FEATURES: [u32; 13] = [
    0x0000_0030,
    0x0000_0200,
    0x0010_0000,
    0,
    0x0010_0030,
    0,
    0x0100_0000,
    0,
    0x0110_1110,
    0x0211_2000,
    0x2123_2231,
    0x0111_1131,
    0x0131_0132,
];

const VTOR_WRITABLE: u32 = 0xFFFF_FF80;

/// Bits of AIRCR.
const AIRCR_KEY: u32 = 0x05FA << 16;
const AIRCR_KEY_READ: u32 = 0xFA05 << 16;
const AIRCR_SYSRESETREQ: u32 = 1 << 2;

/// Bits of SCR. SLEEPDEEP is for the chip.
const SCR_SLEEPONEXIT: u32 = 1 << 1;
const SCR_SLEEPDEEP: u32 = 1 << 2;
const SCR_SEVONPEND: u32 = 1 << 4;

/// Bits of CCR.
const CCR_NONBASETHRDENA: u32 = 1;
const CCR_USERSETMPEND: u32 = 1 << 1;
const CCR_UNALIGN_TRP: u32 = 1 << 3;
const CCR_DIV_0_TRP: u32 = 1 << 4;
const CCR_BFHFNMIGN: u32 = 1 << 8;
const CCR_STKALIGN: u32 = 1 << 9;
const CCR_WRITABLE: u32 =
    CCR_NONBASETHRDENA | CCR_USERSETMPEND | CCR_UNALIGN_TRP | CCR_DIV_0_TRP | CCR_BFHFNMIGN | CCR_STKALIGN;

/// DEMCR.TRCENA switches the DWT on.
const DEMCR_TRCENA: u32 = 1 << 24;

/// The state behind the private peripheral bus.
#[derive(Clone, Debug)]
pub struct SystemControl {
    pub exceptions: Exceptions,
    pub faults: FaultStatus,
    pub systick: SysTick,
    pub mpu: Mpu,
    pub vtor: u32,
    dwt: Dwt,
    scr: u32,
    ccr: u32,
    actlr: u32,
    demcr: u32,
}

impl SystemControl {
    pub fn new(vtor: u32) -> SystemControl {
        SystemControl {
            exceptions: Exceptions::new(),
            faults: FaultStatus::default(),
            systick: SysTick::default(),
            mpu: Mpu::default(),
            vtor: vtor & VTOR_WRITABLE,
            dwt: Dwt::default(),
            scr: 0,
            ccr: CCR_STKALIGN,
            actlr: 0,
            demcr: 0,
        }
    }

    /// Lets the timers count from `cycle` on.
    pub fn start_at(&mut self, cycle: u64) {
        self.systick.count(cycle);
        self.dwt.set_trace_enabled(false, cycle);
    }

    /// Returns true if frames of exceptions are aligned to 8 bytes.
    pub fn aligns_stack(&self) -> bool {
        self.ccr & CCR_STKALIGN != 0
    }

    /// Returns true if a handler may return to Thread mode while others are active.
    pub fn allows_thread_return(&self) -> bool {
        self.ccr & CCR_NONBASETHRDENA != 0
    }

    pub fn traps_unaligned(&self) -> bool {
        self.ccr & CCR_UNALIGN_TRP != 0
    }

    pub fn traps_division_by_zero(&self) -> bool {
        self.ccr & CCR_DIV_0_TRP != 0
    }

    pub fn ignores_bus_faults_below_zero(&self) -> bool {
        self.ccr & CCR_BFHFNMIGN != 0
    }

    pub fn sleeps_on_exit(&self) -> bool {
        self.scr & SCR_SLEEPONEXIT != 0
    }

    pub fn sleeps_deeply(&self) -> bool {
        self.scr & SCR_SLEEPDEEP != 0
    }

    pub fn sends_event_on_pend(&self) -> bool {
        self.scr & SCR_SEVONPEND != 0
    }

    /// Returns true if unprivileged code may write the register at `address`, which is STIR if CCR allows it.
    pub fn is_open_to_all(&self, address: u32) -> bool {
        address & 0xF_FFFF == offset::STIR && self.ccr & CCR_USERSETMPEND != 0
    }
}

/// Returns true if `address` belongs to the private peripheral bus.
#[inline]
pub fn is_private(address: u32) -> bool {
    address >> 20 == 0xE00
}

impl Processor {
    /// Reads from the private peripheral bus. The address is aligned.
    pub(crate) fn read_private(&mut self, address: u32, size: Size) -> Result<u32, BusError> {
        let offset = address & 0xF_FFFC;
        let word = self.read_register(offset)?;
        Ok(word >> (8 * (address & 3)) & size.mask())
    }

    /// Writes to the private peripheral bus. The address is aligned. In registers in which 1 sets or clears a bit, the
    /// bytes that are not written count as 0. In others they keep their value. Returns the word that was written.
    pub(crate) fn write_private(&mut self, address: u32, size: Size, value: u32) -> Result<u32, BusError> {
        let offset = address & 0xF_FFFC;
        let shift = 8 * (address & 3);
        let mut word = value << shift;
        if size != Size::Word && !is_written_with_ones(offset) {
            word |= self.read_register(offset)? & !(size.mask() << shift);
        }
        self.write_register(offset, word)?;
        Ok(word)
    }

    fn read_register(&mut self, offset: u32) -> Result<u32, BusError> {
        let cycle = self.cycles;
        let scs = &mut self.scs;
        Ok(match offset {
            offset::DWT..=offset::DWT_END => scs.dwt.read(offset - offset::DWT, cycle),
            offset::ICTR => nvic::ICTR,
            offset::ACTLR => scs.actlr,
            offset::SYST_CSR..=offset::SYST_CALIB => {
                self.count_systick();
                self.scs.systick.read(offset - offset::SYST_CSR)
            }
            offset::NVIC..=offset::NVIC_END => nvic::read(&scs.exceptions, offset - offset::NVIC),
            offset::CPUID => CPUID,
            offset::ICSR => {
                self.count_systick();
                self.read_icsr()
            }
            offset::VTOR => scs.vtor,
            offset::AIRCR => AIRCR_KEY_READ | u32::from(scs.exceptions.prigroup) << 8,
            offset::SCR => scs.scr,
            offset::CCR => scs.ccr,
            offset::SHPR1..=offset::SHPR3 => scs.read_shpr(offset - offset::SHPR1),
            offset::SHCSR => scs.read_shcsr(),
            offset::CFSR => scs.faults.cfsr,
            offset::HFSR => scs.faults.hfsr,
            offset::DFSR => scs.faults.dfsr,
            offset::MMFAR => scs.faults.mmfar,
            offset::BFAR => scs.faults.bfar,
            offset::ID_PFR0..=offset::ID_ISAR4 => FEATURES[((offset - offset::ID_PFR0) / 4) as usize],
            offset::MPU_TYPE..=offset::MPU_RASR_A3 => scs.mpu.read(offset - offset::MPU_TYPE),
            offset::DEMCR => scs.demcr,
            _ => return reserved(offset).map(|()| 0),
        })
    }

    fn write_register(&mut self, offset: u32, value: u32) -> Result<(), BusError> {
        let cycle = self.cycles;
        let scs = &mut self.scs;
        match offset {
            offset::DWT..=offset::DWT_END => scs.dwt.write(offset - offset::DWT, value, cycle),
            offset::ACTLR => scs.actlr = value,
            offset::SYST_CSR..=offset::SYST_CALIB => {
                self.count_systick();
                self.scs.systick.write(offset - offset::SYST_CSR, value);
            }
            offset::NVIC..=offset::NVIC_END => {
                let pends = nvic::write(&mut scs.exceptions, offset - offset::NVIC, value);
                self.event |= pends && self.scs.sends_event_on_pend();
            }
            offset::ICSR => {
                self.count_systick();
                self.write_icsr(value);
            }
            offset::VTOR => scs.vtor = value & VTOR_WRITABLE,
            offset::AIRCR if value & 0xFFFF << 16 == AIRCR_KEY => {
                scs.exceptions.prigroup = (value >> 8 & 7) as u8;
                if value & AIRCR_SYSRESETREQ != 0 {
                    self.stop(StopReason::ResetRequested);
                }
            }
            offset::SCR => scs.scr = value & (SCR_SLEEPONEXIT | SCR_SLEEPDEEP | SCR_SEVONPEND),
            offset::CCR => {
                scs.ccr = value & CCR_WRITABLE;
                self.protection_changed();
            }
            offset::SHPR1..=offset::SHPR3 => scs.write_shpr(offset - offset::SHPR1, value),
            offset::SHCSR => scs.write_shcsr(value),
            offset::CFSR => scs.faults.cfsr &= !value,
            offset::HFSR => scs.faults.hfsr &= !value,
            offset::DFSR => scs.faults.dfsr &= !value,
            offset::MMFAR => scs.faults.mmfar = value,
            offset::BFAR => scs.faults.bfar = value,
            offset::MPU_TYPE..=offset::MPU_RASR_A3 => {
                scs.mpu.write(offset - offset::MPU_TYPE, value);
                self.protection_changed();
            }
            offset::DEMCR => {
                scs.demcr = value & DEMCR_TRCENA;
                scs.dwt.set_trace_enabled(value & DEMCR_TRCENA != 0, cycle);
            }
            offset::STIR => {
                nvic::trigger(&mut scs.exceptions, value);
                self.event |= self.scs.sends_event_on_pend();
            }
            _ => return reserved(offset),
        }
        self.request_attention();
        Ok(())
    }
}

/// Returns an error where nothing answers. Reserved registers of the system control space, and the debug units that are
/// not emulated, read as 0 and ignore writes.
fn reserved(offset: u32) -> Result<(), BusError> {
    match offset {
        ..0x3000 | 0xE000..0xF000 | 0xF_F000.. => Ok(()),
        _ => Err(BusError),
    }
}

/// Returns true if bits that are written as 0 do not change the register.
fn is_written_with_ones(offset: u32) -> bool {
    matches!(offset, offset::ICSR | offset::CFSR..=offset::DFSR | offset::STIR)
        || offset.checked_sub(offset::NVIC).is_some_and(nvic::is_written_with_ones)
}
