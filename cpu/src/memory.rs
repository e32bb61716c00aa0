//! Accesses to memory: to RAM directly where every access is permitted, and else with all checks.

use crate::bus::{Bus, BusError, Size};
use crate::code_cache::Decoded;
use crate::decode;
use crate::exceptions::number;
use crate::faults::Fault;
use crate::mpu::{self, Access, Window};
use crate::processor::Processor;
use crate::scs;

/// Ranges of RAM that need no check. They are emptied when protection changes.
#[derive(Clone, Debug, Default)]
pub struct Windows {
    /// Ranges that may be read and written. There are two, so that data and a stack with a guard between both fit.
    data: [Window; 2],
    /// The range that may be executed.
    code: Window,
    /// Data outside these ranges has to be checked by the MPU or for its alignment.
    needs_checks: bool,
}

impl Processor {
    /// Returns true if the code at `address` needs no check.
    #[inline(always)]
    pub(crate) fn may_execute(&self, address: u32) -> bool {
        self.windows.code.contains(address, 4)
    }

    /// Reads and decodes the instruction at `address`.
    pub(crate) fn fetch<B: Bus>(&mut self, bus: &mut B, address: u32) -> Result<Decoded, Fault> {
        self.check_execute(address)?;
        if self.ram.contains(address) {
            self.windows.code = self.window_around(address);
        }
        let first = self.fetch_halfword(bus, address)?;
        if !decode::is_first_of_two(first) {
            return Ok(Decoded { instruction: decode::decode16(first), size: 2 });
        }
        self.check_execute(address.wrapping_add(2))?;
        let second = self.fetch_halfword(bus, address.wrapping_add(2))?;
        Ok(Decoded { instruction: decode::decode32(first, second), size: 4 })
    }

    fn fetch_halfword<B: Bus>(&mut self, bus: &mut B, address: u32) -> Result<u16, Fault> {
        let value = match self.ram.read(address, Size::Halfword) {
            Some(value) => Ok(value),
            None => self.read_bus(bus, address, Size::Halfword),
        };
        value.map(|value| value as u16).map_err(|BusError| Fault::InstructionBus)
    }

    fn check_execute(&self, address: u32) -> Result<(), Fault> {
        let is_permitted = mpu::is_executable_by_default(address)
            && (!self.is_mpu_active()
                || self.scs.mpu.permits(address, Access::Execute, self.registers.is_privileged()));
        is_permitted.then_some(()).ok_or(Fault::InstructionAccess)
    }

    /// Reads data as the code that runs may.
    #[inline(always)]
    pub(crate) fn load<B: Bus>(&mut self, bus: &mut B, address: u32, size: Size) -> Result<u32, Fault> {
        if self.windows.data[0].contains(address, size.bytes())
            && let Some(value) = self.ram.read(address, size)
        {
            return Ok(value);
        }
        self.load_checked(bus, address, size, self.registers.is_privileged())
    }

    /// Writes to RAM. Returns false if not all of the value is there.
    #[inline(always)]
    fn write_ram(&mut self, address: u32, size: Size, value: u32) -> bool {
        match self.ram.write(address, size, value) {
            Some(has_code) => {
                if has_code {
                    self.request_attention();
                }
                true
            }
            None => false,
        }
    }

    /// Writes data as the code that runs may.
    #[inline(always)]
    pub(crate) fn store<B: Bus>(&mut self, bus: &mut B, address: u32, size: Size, value: u32) -> Result<(), Fault> {
        if self.windows.data[0].contains(address, size.bytes()) && self.write_ram(address, size, value) {
            return Ok(());
        }
        self.store_checked(bus, address, size, value, self.registers.is_privileged())
    }

    #[inline(never)]
    pub(crate) fn load_checked<B: Bus>(
        &mut self,
        bus: &mut B,
        address: u32,
        size: Size,
        is_privileged: bool,
    ) -> Result<u32, Fault> {
        if self.windows.needs_checks || scs::is_private(address) {
            self.check_data(address, size, Access::Read, is_privileged)?;
        }
        self.load_unchecked(bus, address, size)
    }

    #[inline(never)]
    pub(crate) fn store_checked<B: Bus>(
        &mut self,
        bus: &mut B,
        address: u32,
        size: Size,
        value: u32,
        is_privileged: bool,
    ) -> Result<(), Fault> {
        if self.windows.needs_checks || scs::is_private(address) {
            self.check_data(address, size, Access::Write, is_privileged)?;
        }
        if self.write_ram(address, size, value) {
            return Ok(());
        }
        let result = if is_aligned(address, size) {
            self.write_bus(bus, address, size, value)
        } else {
            bytes_of(address, size)
                .try_for_each(|(shift, address)| self.write_bus(bus, address, Size::Byte, value >> shift & 0xFF))
        };
        match result {
            Err(BusError) if !self.ignores_bus_faults() => Err(Fault::PreciseBus { address }),
            _ => Ok(()),
        }
    }

    /// Reads data without asking whether the code may.
    pub(crate) fn load_unchecked<B: Bus>(&mut self, bus: &mut B, address: u32, size: Size) -> Result<u32, Fault> {
        if let Some(value) = self.ram.read(address, size) {
            return Ok(value);
        }
        let value = if is_aligned(address, size) {
            self.read_bus(bus, address, size)
        } else {
            bytes_of(address, size)
                .try_fold(0, |value, (shift, address)| Ok(value | self.read_bus(bus, address, Size::Byte)? << shift))
        };
        match value {
            Ok(value) => Ok(value),
            Err(BusError) if self.ignores_bus_faults() => Ok(0),
            Err(BusError) => Err(Fault::PreciseBus { address }),
        }
    }

    fn read_bus<B: Bus>(&mut self, bus: &mut B, address: u32, size: Size) -> Result<u32, BusError> {
        if scs::is_private(address) {
            return self.read_private(address, size);
        }
        let value = bus.read(address, size, self.cycles);
        self.after_access(bus);
        value.map(|value| value & size.mask())
    }

    fn write_bus<B: Bus>(&mut self, bus: &mut B, address: u32, size: Size, value: u32) -> Result<(), BusError> {
        if scs::is_private(address) {
            let word = self.write_private(address, size, value)?;
            bus.on_system_write(address & !3, word);
            return Ok(());
        }
        let result = bus.write(address, size, value, self.cycles);
        self.after_access(bus);
        result
    }

    /// Returns an error if data may not be accessed (ValidateAddress, and the alignment that CCR asks for).
    fn check_data(&mut self, address: u32, size: Size, access: Access, is_privileged: bool) -> Result<(), Fault> {
        let is_unaligned = !is_aligned(address, size);
        if is_unaligned && self.scs.traps_unaligned() {
            return Err(Fault::Unaligned);
        }
        if scs::is_private(address) {
            let is_open = is_privileged || access == Access::Write && self.scs.is_open_to_all(address);
            return (is_open && !is_unaligned).then_some(()).ok_or(Fault::PreciseBus { address });
        }
        let is_checked =
            self.windows.data[1].contains(address, size.bytes()) && is_privileged == self.registers.is_privileged();
        if self.is_mpu_active() && !is_checked {
            for byte in [address, address.wrapping_add(size.bytes() - 1)] {
                if !self.scs.mpu.permits(byte, access, is_privileged) {
                    return Err(Fault::DataAccess { address });
                }
            }
            self.open_window(address);
        }
        Ok(())
    }

    /// Remembers that the range around `address` needs no check, if it is RAM that may be read and written.
    fn open_window(&mut self, address: u32) {
        let permits = |access| self.scs.mpu.permits(address, access, self.registers.is_privileged());
        if self.ram.contains(address) && !self.scs.traps_unaligned() && permits(Access::Read) && permits(Access::Write)
        {
            self.windows.data = [self.window_around(address), self.windows.data[0]];
        }
    }

    fn window_around(&self, address: u32) -> Window {
        let (start, end) = (self.ram.base(), self.ram.end());
        if self.is_mpu_active() { self.scs.mpu.window(address, start, end) } else { Window::new(start, end) }
    }

    /// Forgets which accesses need no check. Called when the MPU, the privilege or anything else that decides about
    /// accesses may have changed.
    pub(crate) fn protection_changed(&mut self) {
        let needs_checks = self.is_mpu_active() || self.scs.traps_unaligned();
        self.windows = Windows { needs_checks, ..Windows::default() };
        if !needs_checks {
            self.windows.data[0] = Window::new(self.ram.base(), self.ram.end());
            if mpu::is_executable_by_default(self.ram.base()) {
                self.windows.code = self.windows.data[0];
            }
        }
    }

    fn is_mpu_active(&self) -> bool {
        self.scs.mpu.is_active(self.is_below_zero())
    }

    /// Returns true if the execution priority is negative.
    fn is_below_zero(&self) -> bool {
        let active = &self.scs.exceptions.active;
        self.registers.faultmask || active.contains(number::HARD_FAULT) || active.contains(number::NMI)
    }

    fn ignores_bus_faults(&self) -> bool {
        self.scs.ignores_bus_faults_below_zero() && self.is_below_zero()
    }
}

fn is_aligned(address: u32, size: Size) -> bool {
    address & (size.bytes() - 1) == 0
}

/// Returns the bytes of an access that is not aligned, as positions of their bits and addresses.
fn bytes_of(address: u32, size: Size) -> impl Iterator<Item = (u32, u32)> {
    (0..size.bytes()).map(move |index| (8 * index, address.wrapping_add(index)))
}
