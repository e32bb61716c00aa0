//! A model of Hitachi's HD44780 character display, connected to the emulated chip by four data wires.
//!
//! It behaves as its data sheet (ADE-207-272) says: it latches data when E falls, drives the data wires while E and RW
//! are high, uses eight data wires until an instruction selects four, and is busy after each instruction.

use std::cell::{Cell, RefCell};

use embedded_hal::delay::DelayNs;
use pinscope_core::{Level, PadLevel, PinId, Registers, RegistersMut};
use pinscope_emulator::Machine;

/// The time for which the display is busy after most instructions.
const INSTRUCTION_NS: u64 = 37_000;
/// The time for which the display is busy after an instruction to clear it.
const CLEAR_NS: u64 = 1_520_000;

/// A machine with a display connected to its pads. `&BoardWithDisplay` is a [`RegistersMut`] that updates the display
/// after each write, and a [`DelayNs`] whose time decides how long the display is busy.
pub struct BoardWithDisplay {
    pub machine: Machine,
    display: RefCell<Display>,
    time_ns: Cell<u64>,
}

impl BoardWithDisplay {
    /// Connects a display to the pads of `machine`.
    pub fn new(machine: Machine, wires: Wires) -> Self {
        Self { machine, display: RefCell::new(Display::new(wires)), time_ns: Cell::new(0) }
    }

    pub fn display(&self) -> std::cell::Ref<'_, Display> {
        self.display.borrow()
    }
}

impl Registers for &BoardWithDisplay {
    fn read(self, addr: u32) -> u32 {
        (&self.machine).read(addr)
    }
}

impl RegistersMut for &BoardWithDisplay {
    fn write(self, addr: u32, value: u32) {
        (&self.machine).write(addr, value);
        self.display.borrow_mut().update(&self.machine, self.time_ns.get());
    }

    fn exclusive<T>(self, f: impl FnOnce(Self) -> T) -> T {
        (&self.machine).exclusive(|_| f(self))
    }
}

impl DelayNs for &BoardWithDisplay {
    fn delay_ns(&mut self, ns: u32) {
        self.time_ns.set(self.time_ns.get() + u64::from(ns));
        assert!(self.time_ns.get() < 1_000_000_000, "the driver waits for ever");
    }
}

/// The pads to which the wires of a display are connected.
pub struct Wires {
    /// Register select: high for data, low for instructions.
    pub rs: PinId,
    /// High to read, low to write.
    pub rw: PinId,
    /// Enable.
    pub e: PinId,
    /// DB4 to DB7.
    pub data: [PinId; 4],
}

/// The state of the display.
pub struct Display {
    wires: Wires,
    enabled: bool,
    four_wires: bool,
    /// The upper half of a byte whose lower half has not arrived yet.
    upper_half: Option<u8>,
    busy_until_ns: u64,
    ram: [u8; 0x80],
    address: u8,
    /// The number of times that the busy flag was read as set.
    pub busy_reads: u32,
    /// The number of instructions that were lost because the display was busy.
    pub missed_instructions: u32,
}

impl Display {
    fn new(wires: Wires) -> Self {
        let (ram, address) = ([0; 0x80], 0);
        let (enabled, four_wires, upper_half) = (false, false, None);
        Self {
            wires,
            enabled,
            four_wires,
            upper_half,
            busy_until_ns: 0,
            ram,
            address,
            busy_reads: 0,
            missed_instructions: 0,
        }
    }

    /// Returns the 16 characters of a line.
    pub fn line(&self, line: usize) -> String {
        self.ram[0x40 * line..][..16].iter().map(|&letter| char::from(letter)).collect()
    }

    /// Reacts to the present levels of the wires.
    fn update(&mut self, machine: &Machine, time_ns: u64) {
        let is_high = |pin| machine.level(pin) == PadLevel::High;
        let (rs, rw) = (is_high(self.wires.rs), is_high(self.wires.rw));
        match (std::mem::replace(&mut self.enabled, is_high(self.wires.e)), self.enabled) {
            (false, true) if rw => self.drive_data(machine, self.read_byte(rs, time_ns)),
            (true, false) if rw => self.end_read(machine, rs, time_ns),
            (true, false) => {
                let bits = self.wires.data.iter().rev().fold(0, |bits, &pin| bits << 1 | u8::from(is_high(pin)));
                self.receive(rs, bits, time_ns);
            }
            _ => {}
        }
    }

    fn read_byte(&self, rs: bool, time_ns: u64) -> u8 {
        if rs { self.ram[usize::from(self.address)] } else { u8::from(self.is_busy(time_ns)) << 7 | self.address }
    }

    fn is_busy(&self, time_ns: u64) -> bool {
        time_ns < self.busy_until_ns
    }

    fn drive_data(&self, machine: &Machine, byte: u8) {
        let bits = if self.upper_half.is_some() { byte } else { byte >> 4 };
        for (index, &pin) in self.wires.data.iter().enumerate() {
            machine.drive(pin, Some(Level::from(bits >> index & 1 != 0)));
        }
    }

    fn end_read(&mut self, machine: &Machine, rs: bool, time_ns: u64) {
        self.wires.data.iter().for_each(|&pin| machine.drive(pin, None));
        if self.upper_half.take().is_none() {
            self.upper_half = Some(0);
        } else if rs {
            self.increment_address();
        } else {
            self.busy_reads += u32::from(self.is_busy(time_ns));
        }
    }

    fn receive(&mut self, rs: bool, bits: u8, time_ns: u64) {
        match self.upper_half.take() {
            None if self.four_wires => self.upper_half = Some(bits),
            _ if self.is_busy(time_ns) => self.missed_instructions += 1,
            None => self.execute(rs, bits << 4, time_ns),
            Some(half) => self.execute(rs, half << 4 | bits, time_ns),
        }
    }

    fn execute(&mut self, rs: bool, byte: u8, time_ns: u64) {
        self.busy_until_ns = time_ns + INSTRUCTION_NS;
        match byte {
            _ if rs => {
                self.ram[usize::from(self.address)] = byte;
                self.increment_address();
            }
            0x80.. => self.address = byte & 0x7F,
            0x20..=0x3F => self.four_wires = byte & 0x10 == 0,
            0x01 => {
                (self.ram, self.address) = ([b' '; 0x80], 0);
                self.busy_until_ns = time_ns + CLEAR_NS;
            }
            // Instructions for the cursor, fonts and shifting change the appearance, not the contents.
            _ => {}
        }
    }

    fn increment_address(&mut self) {
        self.address = (self.address + 1) & 0x7F;
    }
}
