//! A character display on the bench: Hitachi's HD44780 on four data wires, as a driver meets it.
//!
//! What it does with its wires is in its data sheet (ADE-207-272): it takes data when E falls, shows data while E is
//! high and RW asks for it, begins with eight data wires until it is told of four, and is busy after each instruction.

use std::cell::{Cell, RefCell};

use embedded_hal::delay::DelayNs;
use pinscope_core::{Level, PadLevel, PinId, Registers, RegistersMut};
use pinscope_emulator::Machine;

/// How long most instructions take, and how long clearing takes.
const INSTRUCTION_NS: u64 = 37_000;
const CLEAR_NS: u64 = 1_520_000;

/// A machine with a display on its wires. `&Desk` is a [`RegistersMut`], through which the display sees every change
/// as it is made, and a [`DelayNs`], in whose time it is busy.
pub struct Desk {
    /// The machine.
    pub machine: Machine,
    display: RefCell<Display>,
    time_ns: Cell<u64>,
}

impl Desk {
    /// Connects a display.
    pub fn new(machine: Machine, wires: Wires) -> Self {
        Self { machine, display: RefCell::new(Display::new(wires)), time_ns: Cell::new(0) }
    }

    /// The display, for looking.
    pub fn display(&self) -> std::cell::Ref<'_, Display> {
        self.display.borrow()
    }
}

impl Registers for &Desk {
    fn read(self, addr: u32) -> u32 {
        (&self.machine).read(addr)
    }
}

impl RegistersMut for &Desk {
    fn write(self, addr: u32, value: u32) {
        (&self.machine).write(addr, value);
        self.display.borrow_mut().look(&self.machine, self.time_ns.get());
    }

    fn exclusive<T>(self, f: impl FnOnce(Self) -> T) -> T {
        (&self.machine).exclusive(|_| f(self))
    }
}

impl DelayNs for &Desk {
    fn delay_ns(&mut self, ns: u32) {
        self.time_ns.set(self.time_ns.get() + u64::from(ns));
        assert!(self.time_ns.get() < 1_000_000_000, "the driver waits for ever");
    }
}

/// The pads a display is connected to.
pub struct Wires {
    /// Data, not instructions.
    pub rs: PinId,
    /// Read, not write.
    pub rw: PinId,
    /// Enable.
    pub e: PinId,
    /// DB4 to DB7.
    pub data: [PinId; 4],
}

/// The display.
pub struct Display {
    wires: Wires,
    enabled: bool,
    four_wires: bool,
    /// The upper half of a byte of which the lower half is still to come.
    half: Option<u8>,
    busy_until_ns: u64,
    ram: [u8; 0x80],
    address: u8,
    /// How often it said that it is busy.
    pub said_busy: u32,
    /// How many instructions it missed because it was busy.
    pub missed: u32,
}

impl Display {
    fn new(wires: Wires) -> Self {
        let (ram, address) = ([0; 0x80], 0);
        let (enabled, four_wires, half) = (false, false, None);
        Self { wires, enabled, four_wires, half, busy_until_ns: 0, ram, address, said_busy: 0, missed: 0 }
    }

    /// The 16 letters of a line.
    pub fn line(&self, line: usize) -> String {
        self.ram[0x40 * line..][..16].iter().map(|&letter| char::from(letter)).collect()
    }

    /// Sees what has become of the wires.
    fn look(&mut self, machine: &Machine, time_ns: u64) {
        let is_high = |pin| machine.level(pin) == PadLevel::High;
        let (rs, rw) = (is_high(self.wires.rs), is_high(self.wires.rw));
        match (std::mem::replace(&mut self.enabled, is_high(self.wires.e)), self.enabled) {
            (false, true) if rw => self.show(machine, self.answer(rs, time_ns)),
            (true, false) if rw => self.shown(machine, rs, time_ns),
            (true, false) => {
                let bits = self.wires.data.iter().rev().fold(0, |bits, &pin| bits << 1 | u8::from(is_high(pin)));
                self.take(rs, bits, time_ns);
            }
            _ => {}
        }
    }

    fn answer(&self, rs: bool, time_ns: u64) -> u8 {
        if rs { self.ram[usize::from(self.address)] } else { u8::from(self.is_busy(time_ns)) << 7 | self.address }
    }

    fn is_busy(&self, time_ns: u64) -> bool {
        time_ns < self.busy_until_ns
    }

    fn show(&self, machine: &Machine, byte: u8) {
        let bits = if self.half.is_some() { byte } else { byte >> 4 };
        for (index, &pin) in self.wires.data.iter().enumerate() {
            machine.drive(pin, Some(Level::from(bits >> index & 1 != 0)));
        }
    }

    fn shown(&mut self, machine: &Machine, rs: bool, time_ns: u64) {
        self.wires.data.iter().for_each(|&pin| machine.drive(pin, None));
        if self.half.take().is_none() {
            self.half = Some(0);
        } else if rs {
            self.go_on();
        } else {
            self.said_busy += u32::from(self.is_busy(time_ns));
        }
    }

    fn take(&mut self, rs: bool, bits: u8, time_ns: u64) {
        match self.half.take() {
            None if self.four_wires => self.half = Some(bits),
            _ if self.is_busy(time_ns) => self.missed += 1,
            None => self.obey(rs, bits << 4, time_ns),
            Some(half) => self.obey(rs, half << 4 | bits, time_ns),
        }
    }

    fn obey(&mut self, rs: bool, byte: u8, time_ns: u64) {
        self.busy_until_ns = time_ns + INSTRUCTION_NS;
        match byte {
            _ if rs => {
                self.ram[usize::from(self.address)] = byte;
                self.go_on();
            }
            0x80.. => self.address = byte & 0x7F,
            0x20..=0x3F => self.four_wires = byte & 0x10 == 0,
            0x01 => {
                (self.ram, self.address) = ([b' '; 0x80], 0);
                self.busy_until_ns = time_ns + CLEAR_NS;
            }
            // Cursor, fonts and shifting change how it looks, not what it holds.
            _ => {}
        }
    }

    fn go_on(&mut self) {
        self.address = (self.address + 1) & 0x7F;
    }
}
