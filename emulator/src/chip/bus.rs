//! The bus: the address map, what a read answers and what follows from a write.
//!
//! Software mostly knows its address but for the port. So the way of an access is always inlined, down to the register
//! of the port: there a known address leaves one load or store of all the matching on the way.

use pinscope_core::cc3200::gpio::{self, Port};
use pinscope_core::{EventKind, PinId, Registers};

use super::{Chip, Fault};
use crate::gpio::pins;
use crate::pads;
use crate::prcm::WriteEffect;

impl Chip {
    /// Reads a word as software does.
    #[inline(always)]
    pub fn read(&mut self, addr: u32) -> u32 {
        let word = self.clocked_block(addr).and_then(|block| self.word(block, addr));
        word.unwrap_or_else(|| self.refuse(addr, false))
    }

    /// Writes a word as software does.
    #[inline(always)]
    pub fn write(&mut self, addr: u32, value: u32) {
        let stored = self.clocked_block(addr).is_some_and(|block| self.store(block, addr, value));
        if !stored {
            self.refuse(addr, true);
        }
        self.record_levels();
    }

    /// Returns `true` if software reaches the word at `addr`. `false` records the bus fault that the access would be.
    pub fn reaches(&mut self, addr: u32) -> bool {
        let reached = self.clocked_block(addr).and_then(|block| self.word(block, addr)).is_some();
        if !reached {
            self.refuse(addr, false);
        }
        reached
    }

    /// Software begins a section that nothing interrupts.
    #[inline]
    pub fn begin_exclusive(&mut self) {
        self.exclusive += 1;
    }

    /// Software ends the section begun last.
    #[inline]
    pub fn end_exclusive(&mut self) {
        self.exclusive -= 1;
        self.record_levels();
    }

    /// The block at `addr`, if it has a clock.
    #[inline(always)]
    fn clocked_block(&self, addr: u32) -> Option<Block> {
        match Block::at(addr)? {
            Block::Gpio(port) if !self.prcm.is_clocked(port) => None,
            block => Some(block),
        }
    }

    /// The word at `addr` in `block`; `None` where there is none. Nothing follows from looking.
    #[inline(always)]
    fn word(&self, block: Block, addr: u32) -> Option<u32> {
        match block {
            Block::Gpio(port) => self.gpio.read(port, addr % gpio::SIZE),
            Block::Pads => self.pads.read(addr),
            Block::Prcm => self.prcm.read(addr),
            Block::Nvic => self.nvic.read(addr),
        }
    }

    /// Stores a word and lets what follows from it happen; `false` where there is no register.
    #[inline(always)]
    fn store(&mut self, block: Block, addr: u32, value: u32) -> bool {
        match block {
            Block::Gpio(port) => self.store_gpio(port, addr % gpio::SIZE, value),
            Block::Pads => self.store_pad(addr, value),
            Block::Prcm => self.store_prcm(addr, value),
            Block::Nvic => self.nvic.write(addr, value),
        }
    }

    #[inline(always)]
    fn store_gpio(&mut self, port: Port, offset: u32, value: u32) -> bool {
        let (latch, dir) = (self.gpio.latch(), self.gpio.dir());
        if !self.gpio.write(port, offset, value) {
            return false;
        }
        let changed = (self.gpio.latch() ^ latch) | (self.gpio.dir() ^ dir);
        if changed != 0 {
            self.settle(pins(changed));
        }
        // What is driven reaches the port through the pads; any other word changes what the port makes of them.
        if offset > gpio::DATA_ALL {
            self.update_ports(0);
        }
        true
    }

    fn store_pad(&mut self, addr: u32, value: u32) -> bool {
        let stored = self.pads.write(addr, value);
        match pads::index(addr) {
            Some(index) => self.settle(PinId::ALL.into_iter().filter(|pin| pin.pad() == index)),
            None => self.settle(PinId::ALL),
        }
        stored
    }

    fn store_prcm(&mut self, addr: u32, value: u32) -> bool {
        match self.prcm.write(addr, value) {
            WriteEffect::Absent => return false,
            WriteEffect::Stored => {}
            WriteEffect::Sleep(mode) => self.fall_asleep(mode),
        }
        true
    }

    /// A bus fault: reads 0, changes nothing, and is told.
    #[cold]
    fn refuse(&mut self, addr: u32, write: bool) -> u32 {
        self.fault = Some(Fault { addr, write });
        self.record(EventKind::Fault { addr, write });
        0
    }
}

/// Looking at registers: no side effects, and no clock needed.
impl Registers for &Chip {
    #[inline(always)]
    fn read(self, addr: u32) -> u32 {
        Block::at(addr).and_then(|block| self.word(block, addr)).unwrap_or(0)
    }
}

/// The address map.
#[derive(Clone, Copy)]
enum Block {
    Gpio(Port),
    Pads,
    Prcm,
    Nvic,
}

impl Block {
    #[inline(always)]
    fn at(addr: u32) -> Option<Self> {
        if !addr.is_multiple_of(4) {
            return None;
        }
        if let Some(port) = Port::at(addr) {
            return Some(Self::Gpio(port));
        }
        match addr & !0xFFF {
            0x4402_E000 => Some(Self::Pads),
            0x4402_5000 | 0x4402_D000 | 0x4402_F000 => Some(Self::Prcm),
            0xE000_E000 => Some(Self::Nvic),
            _ => None,
        }
    }
}
