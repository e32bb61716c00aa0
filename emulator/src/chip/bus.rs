//! The bus: the address map, what a read answers and what follows from a write.

use pinscope_core::cc3200::gpio::{self, Port};
use pinscope_core::{EventKind, PinId, Registers};

use super::{Chip, Fault, pins_of_port};
use crate::bench::{ALL_PINS, PinMask, bit};
use crate::pads;
use crate::prcm::Written;

impl Chip {
    /// Reads a word as software does.
    pub fn read(&mut self, addr: u32) -> u32 {
        let word = self.clocked_block(addr).and_then(|block| self.word(block, addr));
        word.unwrap_or_else(|| self.refuse(addr, false))
    }

    /// Writes a word as software does.
    pub fn write(&mut self, addr: u32, value: u32) {
        let stored = self.clocked_block(addr).is_some_and(|block| self.store(block, addr, value));
        if !stored {
            self.refuse(addr, true);
        }
        self.record_levels();
    }

    /// Software begins a section that nothing interrupts.
    pub fn begin_exclusive(&mut self) {
        self.exclusive += 1;
    }

    /// Software ends the section begun last.
    pub fn end_exclusive(&mut self) {
        self.exclusive -= 1;
        self.record_levels();
    }

    /// The block at `addr`, if it has a clock.
    fn clocked_block(&self, addr: u32) -> Option<Block> {
        match Block::at(addr)? {
            Block::Gpio(port) if !self.prcm.is_clocked(port) => None,
            block => Some(block),
        }
    }

    /// The word at `addr` in `block`; `None` where there is none. Nothing follows from looking.
    fn word(&self, block: Block, addr: u32) -> Option<u32> {
        match block {
            Block::Gpio(port) => self.gpio[port.index()].read(addr - port.base()),
            Block::Pads => self.pads.read(addr),
            Block::Prcm => self.prcm.read(addr),
            Block::Nvic => self.nvic.read(addr),
        }
    }

    /// Stores a word and lets what follows from it happen; `false` where there is no register.
    fn store(&mut self, block: Block, addr: u32, value: u32) -> bool {
        match block {
            Block::Gpio(port) => self.store_gpio(port, addr - port.base(), value),
            Block::Pads => {
                let stored = self.pads.write(addr, value);
                self.settle(pads::index(addr).map_or(ALL_PINS, pin_of_pad));
                stored
            }
            Block::Prcm => match self.prcm.write(addr, value) {
                Written::Absent => false,
                Written::Stored => true,
                Written::Sleep(mode) => {
                    self.fall_asleep(mode);
                    true
                }
            },
            Block::Nvic => self.nvic.write(addr, value),
        }
    }

    fn store_gpio(&mut self, port: Port, offset: u32, value: u32) -> bool {
        let block = &mut self.gpio[port.index()];
        let (latch, dir, masked) = (block.latch(), block.dir(), block.masked());
        if !block.write(offset, value) {
            return false;
        }
        let changed = (block.latch() ^ latch) | (block.dir() ^ dir);
        if changed != 0 {
            self.settle(pins_of_port(port, changed));
        }
        // What is driven reaches the port through the pads; any other word changes what the port makes of them.
        if offset > gpio::DATA_ALL {
            self.update_port(port, masked);
        }
        true
    }

    /// A bus fault: reads 0, changes nothing, and is told.
    fn refuse(&mut self, addr: u32, write: bool) -> u32 {
        self.fault = Some(Fault { addr, write });
        self.record(EventKind::Fault { addr, write });
        0
    }
}

/// Looking at registers: no side effects, and no clock needed.
impl Registers for &Chip {
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
    fn at(addr: u32) -> Option<Self> {
        if !addr.is_multiple_of(4) {
            return None;
        }
        match addr & !0xFFF {
            0x4000_4000 => Some(Self::Gpio(Port::A0)),
            0x4000_5000 => Some(Self::Gpio(Port::A1)),
            0x4000_6000 => Some(Self::Gpio(Port::A2)),
            0x4000_7000 => Some(Self::Gpio(Port::A3)),
            0x4402_E000 => Some(Self::Pads),
            0x4402_5000 | 0x4402_D000 | 0x4402_F000 => Some(Self::Prcm),
            0xE000_E000 => Some(Self::Nvic),
            _ => None,
        }
    }
}

/// The header pin at pad `index`, if there is one.
fn pin_of_pad(index: u8) -> PinMask {
    PinId::ALL.into_iter().find(|pin| pin.pad() == index).map_or(0, bit)
}
