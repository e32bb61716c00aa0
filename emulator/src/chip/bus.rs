//! The bus, with its address map, its reads, and its writes and their effects.
//!
//! In most accesses everything about the address but the port is known at compile time. Therefore an access is always
//! inlined, down to the register of the port, so that the compiler reduces the matches on the address to one load or
//! store.

use pinscope_core::cc3200::arcm;
use pinscope_core::cc3200::gpio::{self, Port};
use pinscope_core::cc3200::timer::{self, Timer};
use pinscope_core::cc3200::uart::{self, Uart};
use pinscope_core::cc3200::{arm, watchdog};
use pinscope_core::{EventKind, PinId, Registers};

use super::analog::has_adc;
use super::peripheral::Peripheral;
use super::{Chip, Fault};
use crate::gpio::{of_port, pins};
use crate::pads;
use crate::prcm::WriteEffect;
use crate::{rtc, spare_registers};

impl Chip {
    /// Reads a word as software does. A read that is a bus fault returns 0.
    #[inline(always)]
    pub fn read(&mut self, addr: u32) -> u32 {
        let block = self.clocked_block(addr);
        let word = block.and_then(|block| self.peek(block, addr));
        if let Some(block) = block {
            self.after_read(block, addr);
        }
        word.unwrap_or_else(|| self.record_fault(addr, false))
    }

    /// Writes a word as software does. A write that is a bus fault changes nothing.
    #[inline(always)]
    pub fn write(&mut self, addr: u32, value: u32) {
        let stored = self.clocked_block(addr).is_some_and(|block| self.store(block, addr, value));
        if !stored {
            self.record_fault(addr, true);
        }
        self.record_levels();
    }

    /// Returns `true` if software can access the word at `addr`. Otherwise records the bus fault and returns `false`.
    pub fn reaches(&mut self, addr: u32) -> bool {
        let reached = self.clocked_block(addr).and_then(|block| self.peek(block, addr)).is_some();
        if !reached {
            self.record_fault(addr, false);
        }
        reached
    }

    /// Begins a section that nothing interrupts.
    #[inline]
    pub fn begin_exclusive(&mut self) {
        self.exclusive += 1;
    }

    /// Ends the section that was begun last.
    #[inline]
    pub fn end_exclusive(&mut self) {
        self.exclusive -= 1;
        self.record_levels();
    }

    /// Returns the block at `addr`, if it has a clock.
    #[inline(always)]
    fn clocked_block(&self, addr: u32) -> Option<Block> {
        match Block::at(addr)? {
            Block::Gpio(port) if !self.prcm.is_clocked(port) => None,
            Block::Watchdog if !self.peripherals.is_clocked(Peripheral::Watchdog) => None,
            Block::Uart(uart) if !self.peripherals.is_clocked(Peripheral::Uart(uart)) => None,
            Block::Timer(timer) if !self.peripherals.is_clocked(Peripheral::Timer(timer)) => None,
            block => Some(block),
        }
    }

    /// Returns the word at `addr` in `block`, or `None` if there is no register. Reading has no side effects.
    #[inline(always)]
    fn peek(&self, block: Block, addr: u32) -> Option<u32> {
        match block {
            Block::Gpio(port) => self.gpio.read(port, addr % gpio::SIZE),
            Block::Pads => self.pads.read(addr),
            Block::Prcm => self.prcm.read(addr),
            Block::Nvic => self.nvic.read(addr),
            Block::Timer(timer) => self.peripherals.read_timer(timer, addr % timer::SIZE, self.time_ns),
            Block::Watchdog => self.peripherals.read_watchdog(addr % watchdog::SIZE, self.time_ns),
            Block::Uart(uart) => self.peripherals.read_uart(uart, addr % uart::SIZE),
            Block::Rtc => self.timed_wake.rtc.read(addr, self.time_ns),
            Block::CapturePaths => Some(self.peripherals.capture_paths()),
            Block::Adc => self.read_adc(addr),
            Block::SysTick => self.read_sys_tick(addr),
            Block::Spare => self.spare.read(addr),
        }
    }

    /// Carries out the side effects of a read.
    #[inline(always)]
    fn after_read(&mut self, block: Block, addr: u32) {
        match block {
            Block::Rtc if addr == arcm::INTERRUPT_STATUS.0 => self.clear_rtc_status(),
            Block::Uart(uart) if addr % uart::SIZE == uart::DR.0 % uart::SIZE => self.pop_uart(uart),
            Block::Adc => self.pop_adc(addr),
            Block::SysTick => self.after_sys_tick_read(addr),
            _ => {}
        }
    }

    /// Stores a word and carries out its effects. Returns `false` if there is no register.
    #[inline(always)]
    fn store(&mut self, block: Block, addr: u32, value: u32) -> bool {
        match block {
            Block::Gpio(port) => self.store_gpio(port, addr % gpio::SIZE, value),
            Block::Pads => self.store_pad(addr, value),
            Block::Prcm => self.store_prcm(addr, value),
            Block::Nvic => self.nvic.write(addr, value),
            Block::Timer(timer) => self.store_timer(timer, addr % timer::SIZE, value),
            Block::Watchdog => self.store_watchdog(addr % watchdog::SIZE, value),
            Block::Uart(uart) => self.store_uart(uart, addr % uart::SIZE, value),
            Block::Rtc => self.store_rtc(addr, value),
            Block::CapturePaths => {
                self.store_capture_paths(value);
                true
            }
            Block::Adc => self.store_adc(addr, value),
            Block::SysTick => self.store_sys_tick(addr, value),
            Block::Spare => {
                self.spare.write(addr, value);
                true
            }
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
        // The data and direction words act on the ports through the pads; the others act on them directly.
        if offset > gpio::DATA_ALL {
            let is_acknowledgement = offset == gpio::ICR && self.unacknowledged == Some(port);
            if is_acknowledgement {
                self.unacknowledged = None;
            }
            self.update_ports(0, if is_acknowledgement { of_port(!0, port) } else { 0 });
        }
        true
    }

    fn store_pad(&mut self, addr: u32, value: u32) -> bool {
        let stored = self.pads.write(addr, value);
        match pads::index(addr) {
            Some(index) => {
                let pins = || PinId::ALL.into_iter().filter(move |pin| pin.pad() == index);
                self.select_signals(pins());
                self.settle(pins());
            }
            None => self.settle(PinId::ALL),
        }
        stored
    }

    fn store_prcm(&mut self, addr: u32, value: u32) -> bool {
        match self.prcm.write(addr, value) {
            WriteEffect::Absent => return false,
            WriteEffect::Stored => self.update_clock_gate(addr, value),
            WriteEffect::Sleep(mode) => self.enter_sleep(mode),
            WriteEffect::Reset(cause) => {
                self.reset(cause);
                self.was_reset = true;
            }
        }
        true
    }

    /// Records a bus fault. Returns 0, which is the value that a read returns.
    #[cold]
    fn record_fault(&mut self, addr: u32, write: bool) -> u32 {
        self.fault = Some(Fault { addr, write });
        self.record(EventKind::Fault { addr, write });
        0
    }
}

/// Reads without side effects, for which a block needs no clock.
impl Registers for &Chip {
    #[inline(always)]
    fn read(self, addr: u32) -> u32 {
        Block::at(addr).and_then(|block| self.peek(block, addr)).unwrap_or(0)
    }
}

/// A block of the address map.
#[derive(Clone, Copy)]
enum Block {
    Gpio(Port),
    Pads,
    Prcm,
    Nvic,
    Timer(Timer),
    Uart(Uart),
    Watchdog,
    Rtc,
    /// The register that opens the paths to the capture inputs of the timers.
    CapturePaths,
    Adc,
    SysTick,
    /// The registers that only keep a word.
    Spare,
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
        if let Some(timer) = Timer::at(addr) {
            return Some(Self::Timer(timer));
        }
        if let Some(uart) = Uart::at(addr) {
            return Some(Self::Uart(uart));
        }
        if addr == timer::GPT_TRIG_SEL.0 {
            return Some(Self::CapturePaths);
        }
        if rtc::has(addr) {
            return Some(Self::Rtc);
        }
        if spare_registers::has(addr) {
            return Some(Self::Spare);
        }
        match addr & !0xFFF {
            0x4402_E000 if has_adc(addr) => Some(Self::Adc),
            0x4402_E000 => Some(Self::Pads),
            0x4402_5000 | 0x4402_D000 | 0x4402_F000 => Some(Self::Prcm),
            0xE000_E000 if (arm::SYST_CSR.0..=arm::SYST_CALIB.0).contains(&addr) => Some(Self::SysTick),
            0xE000_E000 => Some(Self::Nvic),
            watchdog::BASE => Some(Self::Watchdog),
            _ => None,
        }
    }
}
