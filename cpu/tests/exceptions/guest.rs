//! A guest for tests: code that is assembled here, a port that records what the guest writes, and interrupt lines.

use pinscope_cpu::{Bus, BusError, Cpu, InterruptLines, Size, StopReason};

pub const RAM: u32 = 0x2000_0000;
pub const RAM_SIZE: u32 = 0x1_0000;
/// The main program.
pub const MAIN: u32 = RAM + 0x2000;
/// The initial main stack pointer.
pub const STACK: u32 = RAM + 0xF000;
/// A word that records each value that is written to it.
pub const LOG: u32 = 0x4000_0000;
/// A word for each interrupt line. A value other than 0 makes it high.
pub const LINES: u32 = 0x4000_1000;

/// Registers of the system control space.
pub const ICSR: u32 = 0xE000_ED04;
pub const VTOR: u32 = 0xE000_ED08;
pub const AIRCR: u32 = 0xE000_ED0C;
pub const SCR: u32 = 0xE000_ED10;
pub const CCR: u32 = 0xE000_ED14;
pub const SHPR3: u32 = 0xE000_ED20;
pub const SHCSR: u32 = 0xE000_ED24;
pub const ISER0: u32 = 0xE000_E100;
pub const ISPR0: u32 = 0xE000_E200;
pub const IPR0: u32 = 0xE000_E400;

/// SHCSR with MemManage, BusFault and UsageFault enabled.
pub const ALL_FAULTS: u32 = 7 << 16;

/// Instructions.
pub const BX_LR: u16 = 0x4770;
pub const NOP: u16 = 0xBF00;
pub const SVC: u16 = 0xDF00;
pub const UDF: u16 = 0xDE00;
pub const WFI: u16 = 0xBF30;
pub const WFE: u16 = 0xBF20;
pub const SEV: u16 = 0xBF40;
pub const BKPT: u16 = 0xBE00;
pub const CPSID_I: u16 = 0xB672;
pub const CPSIE_I: u16 = 0xB662;
pub const CPSID_F: u16 = 0xB671;
/// A branch to itself.
pub const STOP: u16 = 0xE7FE;

/// Returns `MOVW` and `MOVT`, which set a register to any value.
pub fn set(register: u16, value: u32) -> Vec<u16> {
    let half = |opcode: u16, value: u32| {
        let (imm4, i, imm3, imm8) = (value >> 12 & 15, value >> 11 & 1, value >> 8 & 7, value & 0xFF);
        [opcode | (i << 10 | imm4) as u16, (imm3 << 12 | imm8) as u16 | register << 8]
    };
    [half(0xF240, value & 0xFFFF), half(0xF2C0, value >> 16)].concat()
}

/// Returns code that writes a word. It changes R0 and R1.
pub fn store(address: u32, value: u32) -> Vec<u16> {
    [set(0, address), set(1, value), vec![0x6001]].concat()
}

/// Returns code that writes the number of the current exception plus `offset` to the log. It changes R0 and R1.
pub fn log_exception(offset: u16) -> Vec<u16> {
    // MRS R1, IPSR; ADDW R1, R1, #offset; STR R1, [R0]
    let add = [0xF201, (offset >> 8 & 7) << 12 | 0x100 | offset & 0xFF];
    [set(0, LOG), vec![0xF3EF, 0x8105], add.to_vec(), vec![0x6001]].concat()
}

/// The bus, the log and the interrupt lines.
#[derive(Default)]
pub struct Outside {
    log: Vec<u32>,
    lines: InterruptLines,
    have_changed: bool,
}

impl Outside {
    pub fn set_line(&mut self, line: usize, is_high: bool) {
        self.lines.set(line, is_high);
        self.have_changed = true;
    }
}

impl Bus for Outside {
    fn read(&mut self, address: u32, _: Size, _: u64) -> Result<u32, BusError> {
        if address == LOG { Ok(self.log.len() as u32) } else { Err(BusError) }
    }

    fn write(&mut self, address: u32, _: Size, value: u32, _: u64) -> Result<(), BusError> {
        match address {
            LOG => self.log.push(value),
            LINES..0x4000_2000 => self.set_line((address - LINES) as usize / 4, value != 0),
            _ => return Err(BusError),
        }
        Ok(())
    }

    fn changed_lines(&mut self) -> Option<InterruptLines> {
        std::mem::take(&mut self.have_changed).then_some(self.lines)
    }
}

pub struct Guest {
    pub cpu: Cpu,
    pub outside: Outside,
    /// The address behind the code of the last handler.
    next_handler: u32,
}

impl Guest {
    /// Makes a guest that runs `main`. Each exception logs its number when it begins, and 0x100 more when it ends.
    pub fn new(main: &[u16]) -> Guest {
        let mut guest =
            Guest { cpu: Cpu::new(RAM, RAM_SIZE, RAM), outside: Outside::default(), next_handler: RAM + 0x400 };
        guest.write_ram(RAM, STACK);
        guest.write_ram(RAM + 4, MAIN | 1);
        for exception in 2..256 {
            guest.handler(exception, &[]);
            if exception > 20 {
                guest.next_handler -= 64;
            }
        }
        guest.code(MAIN, &[main, &[STOP]].concat());
        guest.cpu.reset(&mut guest.outside);
        guest
    }

    /// Makes `exception` log its number, execute `body`, and log 0x100 more.
    pub fn handler(&mut self, exception: u32, body: &[u16]) {
        self.raw_handler(exception, &[&log_exception(0), body, &log_exception(0x100), &[BX_LR]].concat());
    }

    /// Makes `exception` execute `code`, and nothing else.
    pub fn raw_handler(&mut self, exception: u32, code: &[u16]) {
        self.code(self.next_handler, code);
        self.write_ram(RAM + 4 * exception, self.next_handler | 1);
        self.next_handler += 64.max(2 * code.len() as u32);
    }

    /// Writes instructions.
    pub fn code(&mut self, address: u32, code: &[u16]) {
        let bytes: Vec<u8> = code.iter().flat_map(|half| half.to_le_bytes()).collect();
        assert!(self.cpu.write_ram(address, &bytes), "{address:#X}");
    }

    pub fn write_ram(&mut self, address: u32, value: u32) {
        assert!(self.cpu.write_ram(address, &value.to_le_bytes()), "{address:#X}");
    }

    pub fn read_ram(&self, address: u32) -> u32 {
        let offset = (address - RAM) as usize;
        u32::from_le_bytes(self.cpu.ram()[offset..offset + 4].try_into().expect("a word has four bytes"))
    }

    pub fn run(&mut self, cycles: u64) -> StopReason {
        self.cpu.run(&mut self.outside, cycles)
    }

    /// Returns what was written to the log since the last call.
    pub fn log(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.outside.log)
    }

    /// Runs the guest and returns what it wrote to the log.
    pub fn log_of(&mut self, cycles: u64) -> Vec<u32> {
        self.run(cycles);
        self.log()
    }

    /// Returns the eight words of the frame at `address`: R0 to R3, R12, LR, the return address and the xPSR.
    pub fn frame(&self, address: u32) -> [u32; 8] {
        std::array::from_fn(|index| self.read_ram(address + 4 * index as u32))
    }
}
