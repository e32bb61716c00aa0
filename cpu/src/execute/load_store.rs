//! Loads and stores of one or two registers, and exclusive ones.

use crate::bus::{Bus, Size};
use crate::faults::Fault;
use crate::instruction::{Index, Reg, Transfer};
use crate::processor::Processor;

impl Transfer {
    #[inline(always)]
    fn size(self) -> Size {
        match self {
            Transfer::Byte | Transfer::SignedByte => Size::Byte,
            Transfer::Halfword | Transfer::SignedHalfword => Size::Halfword,
            Transfer::Word => Size::Word,
        }
    }

    #[inline(always)]
    fn extend(self, value: u32) -> u32 {
        match self {
            Transfer::SignedByte => value as i8 as u32,
            Transfer::SignedHalfword => value as i16 as u32,
            _ => value,
        }
    }
}

impl Processor {
    /// Writes a loaded value. Loading the program counter is a branch.
    #[inline(always)]
    fn set_loaded<B: Bus>(&mut self, bus: &mut B, t: Reg, value: u32) {
        if t == Reg::PC {
            self.branch_exchange(bus, value);
        } else {
            self.registers.set(t, value);
        }
    }

    #[inline(always)]
    fn load_to<B: Bus>(&mut self, bus: &mut B, transfer: Transfer, t: Reg, address: u32) -> Result<(), Fault> {
        let value = self.load(bus, address, transfer.size())?;
        self.set_loaded(bus, t, transfer.extend(value));
        Ok(())
    }

    #[inline(always)]
    pub(super) fn load_immediate<B: Bus>(
        &mut self,
        bus: &mut B,
        transfer: Transfer,
        t: Reg,
        n: Reg,
        offset: i32,
    ) -> Result<(), Fault> {
        self.load_to(bus, transfer, t, self.registers.get(n).wrapping_add_signed(offset))
    }

    #[inline(always)]
    pub(super) fn load_register<B: Bus>(
        &mut self,
        bus: &mut B,
        transfer: Transfer,
        t: Reg,
        n: Reg,
        offset: (Reg, u8),
    ) -> Result<(), Fault> {
        self.load_to(bus, transfer, t, self.shifted_address(n, offset))
    }

    #[inline(always)]
    pub(super) fn load_literal<B: Bus>(
        &mut self,
        bus: &mut B,
        transfer: Transfer,
        t: Reg,
        offset: i32,
    ) -> Result<(), Fault> {
        self.load_to(bus, transfer, t, self.aligned_pc().wrapping_add_signed(offset))
    }

    #[inline(always)]
    pub(super) fn store_immediate<B: Bus>(
        &mut self,
        bus: &mut B,
        size: Size,
        t: Reg,
        n: Reg,
        offset: i32,
    ) -> Result<(), Fault> {
        let address = self.registers.get(n).wrapping_add_signed(offset);
        self.store(bus, address, size, self.registers.get(t) & size.mask())
    }

    #[inline(always)]
    pub(super) fn store_register<B: Bus>(
        &mut self,
        bus: &mut B,
        size: Size,
        t: Reg,
        n: Reg,
        offset: (Reg, u8),
    ) -> Result<(), Fault> {
        let address = self.shifted_address(n, offset);
        self.store(bus, address, size, self.registers.get(t) & size.mask())
    }

    #[inline(always)]
    fn shifted_address(&self, n: Reg, (m, shift): (Reg, u8)) -> u32 {
        self.registers.get(n).wrapping_add(self.registers.get(m) << (shift & 31))
    }

    /// Returns the address of an access and the new value of its base register.
    fn indexed(&self, n: Reg, (index, offset): (Index, i16)) -> (u32, u32) {
        let base = if n == Reg::PC { self.aligned_pc() } else { self.registers.get(n) };
        let sum = base.wrapping_add_signed(offset.into());
        match index {
            Index::Offset => (sum, base),
            Index::Pre => (sum, sum),
            Index::Post => (base, sum),
        }
    }

    pub(super) fn load_indexed<B: Bus>(
        &mut self,
        bus: &mut B,
        transfer: Transfer,
        t: Reg,
        n: Reg,
        offset: (Index, i16),
    ) -> Result<(), Fault> {
        let (address, base) = self.indexed(n, offset);
        let value = self.load(bus, address, transfer.size())?;
        self.registers.set(n, base);
        self.set_loaded(bus, t, transfer.extend(value));
        Ok(())
    }

    pub(super) fn store_indexed<B: Bus>(
        &mut self,
        bus: &mut B,
        size: Size,
        t: Reg,
        n: Reg,
        offset: (Index, i16),
    ) -> Result<(), Fault> {
        let (address, base) = self.indexed(n, offset);
        self.store(bus, address, size, self.registers.get(t) & size.mask())?;
        self.registers.set(n, base);
        Ok(())
    }

    /// Executes LDRT and the like, whose access is that of unprivileged code.
    pub(super) fn load_unprivileged<B: Bus>(
        &mut self,
        bus: &mut B,
        transfer: Transfer,
        t: Reg,
        n: Reg,
        offset: u8,
    ) -> Result<(), Fault> {
        let address = self.registers.get(n).wrapping_add(offset.into());
        let value = self.load_checked(bus, address, transfer.size(), false)?;
        self.set_loaded(bus, t, transfer.extend(value));
        Ok(())
    }

    /// Executes STRT and the like.
    pub(super) fn store_unprivileged<B: Bus>(
        &mut self,
        bus: &mut B,
        size: Size,
        t: Reg,
        n: Reg,
        offset: u8,
    ) -> Result<(), Fault> {
        let address = self.registers.get(n).wrapping_add(offset.into());
        self.store_checked(bus, address, size, self.registers.get(t) & size.mask(), false)
    }

    pub(super) fn load_dual<B: Bus>(
        &mut self,
        bus: &mut B,
        (t, t2): (Reg, Reg),
        n: Reg,
        offset: (Index, i16),
    ) -> Result<(), Fault> {
        let (address, base) = self.indexed(n, offset);
        check_alignment(address, Size::Word)?;
        let first = self.load(bus, address, Size::Word)?;
        let second = self.load(bus, address.wrapping_add(4), Size::Word)?;
        if offset.0 != Index::Offset {
            self.registers.set(n, base);
        }
        self.registers.set(t, first);
        self.registers.set(t2, second);
        Ok(())
    }

    pub(super) fn store_dual<B: Bus>(
        &mut self,
        bus: &mut B,
        (t, t2): (Reg, Reg),
        n: Reg,
        offset: (Index, i16),
    ) -> Result<(), Fault> {
        let (address, base) = self.indexed(n, offset);
        check_alignment(address, Size::Word)?;
        self.store(bus, address, Size::Word, self.registers.get(t))?;
        self.store(bus, address.wrapping_add(4), Size::Word, self.registers.get(t2))?;
        if offset.0 != Index::Offset {
            self.registers.set(n, base);
        }
        Ok(())
    }

    /// Executes LDREX and the like.
    pub(super) fn load_exclusive<B: Bus>(
        &mut self,
        bus: &mut B,
        size: Size,
        t: Reg,
        n: Reg,
        offset: u16,
    ) -> Result<(), Fault> {
        let address = self.registers.get(n).wrapping_add(offset.into());
        check_alignment(address, size)?;
        let value = self.load(bus, address, size)?;
        self.has_exclusive = true;
        self.registers.set(t, value);
        Ok(())
    }

    /// Executes STREX and the like. The result is 0 if the value was written, and else 1.
    pub(super) fn store_exclusive<B: Bus>(
        &mut self,
        bus: &mut B,
        size: Size,
        d: Reg,
        t: Reg,
        (n, offset): (Reg, u16),
    ) -> Result<(), Fault> {
        let address = self.registers.get(n).wrapping_add(offset.into());
        check_alignment(address, size)?;
        if self.has_exclusive {
            self.store(bus, address, size, self.registers.get(t) & size.mask())?;
        }
        self.registers.set(d, u32::from(!self.has_exclusive));
        self.has_exclusive = false;
        Ok(())
    }
}

/// Returns an error for an access that has to be aligned whatever CCR says (A3.2.1).
#[inline(always)]
pub(super) fn check_alignment(address: u32, size: Size) -> Result<(), Fault> {
    if address & (size.bytes() - 1) == 0 { Ok(()) } else { Err(Fault::Unaligned) }
}
