//! The two loops of machine code that every processor here executes, as images that a boot loader copies to RAM.

/// The address of an image in RAM.
pub const IMAGE_BASE: u32 = 0x2000_4000;

/// The first stack pointer. The loops use no stack.
const STACK: u32 = 0x2004_0000;
/// The size of the vector table that the images have.
const VECTORS_SIZE: usize = 8;

/// The DATA register of port A1 of a CC3200, with all bits unmasked.
pub const DATA: u32 = 0x4000_53FC;
/// A word of RAM that nothing else uses, and that QEMU's machine has too.
const RESULT: u32 = 0x2000_F000;
/// The polynomial of CRC32, reflected.
const POLYNOMIAL: u32 = 0xEDB8_8320;

/// Stores R1 to the address in R0.
const STORE: u16 = 0x6001;
/// The operation `SYS_EXIT` of semihosting in R0, and the call. R1 has to be the reason.
const EXIT: [u16; 2] = [0x2018, 0xBEAB];
/// The reason of `SYS_EXIT` for the regular end of a program.
const APPLICATION_EXIT: u32 = 0x0002_0026;

/// A loop.
#[derive(Debug)]
pub struct Loop {
    /// The name of its benchmark.
    pub name: &'static str,
    /// Number of instructions of one turn.
    pub instructions: u32,
    code: &'static [u16],
    /// The values that registers have before the first turn.
    registers: &'static [(u16, u32)],
    /// The register that counts the turns down.
    counter: u16,
}

/// Two stores to DATA, a subtraction and a branch.
pub const TOGGLE: Loop = Loop {
    name: "toggle",
    instructions: 4,
    code: &[
        0x6001, // STR R1, [R0]
        0x6002, // STR R2, [R0]
        0x3B01, // SUBS R3, #1
        0xD1FB, // BNE to the first
    ],
    registers: &[(0, DATA), (1, 0xFF), (2, 0)],
    counter: 3,
};

/// A random number by xorshift, and a byte of its CRC32.
pub const COMPUTE: Loop = Loop {
    name: "compute",
    instructions: 5 + 8 * 5 + 4,
    code: &[
        0xEA80, 0x3040, // EOR.W R0, R0, R0, LSL #13
        0xEA80, 0x4050, // EOR.W R0, R0, R0, LSR #17
        0xEA80, 0x1040, // EOR.W R0, R0, R0, LSL #5
        0x4041, // EORS R1, R0
        0x2208, // MOVS R2, #8
        0x0849, // LSRS R1, R1, #1
        0xBF28, // IT CS
        0x4061, // EORCS R1, R4
        0x3A01, // SUBS R2, #1
        0xD1FA, // BNE to LSRS
        0x6029, // STR R1, [R5]
        0x682E, // LDR R6, [R5]
        0x3F01, // SUBS R7, #1
        0xD1EE, // BNE to the first
    ],
    registers: &[(0, DATA), (1, 0), (4, POLYNOMIAL), (5, RESULT)],
    counter: 7,
};

impl Loop {
    /// Returns an image that executes `stores`, each an address and a word, and then `turns` turns of the loop, or 2^32
    /// if that is 0. At its end it asks a debugger to exit.
    pub fn image(&self, stores: &[(u32, u32)], turns: u32) -> Vec<u8> {
        let mut assembler = Assembler::default();
        for &(address, word) in stores {
            assembler.load(0, address);
            assembler.load(1, word);
            assembler.code.push(STORE);
        }
        for &(register, value) in self.registers.iter().chain(&[(self.counter, turns)]) {
            assembler.load(register, value);
        }
        assembler.code.extend(self.code);
        assembler.load(1, APPLICATION_EXIT);
        assembler.code.extend(EXIT);
        assembler.image()
    }
}

/// Code whose constants follow it.
#[derive(Default)]
struct Assembler {
    code: Vec<u16>,
    /// The constants, each with the index of the instruction that loads it.
    constants: Vec<(usize, u32)>,
}

impl Assembler {
    /// Adds an instruction that loads a constant into a register from R0 to R7.
    fn load(&mut self, register: u16, value: u32) {
        self.constants.push((self.code.len(), value));
        self.code.push(0x4800 | register << 8);
    }

    /// Returns the image, with its vector table.
    fn image(mut self) -> Vec<u8> {
        self.code.resize(self.code.len().next_multiple_of(2), 0);
        let end = VECTORS_SIZE + 2 * self.code.len();
        for (number, &(index, _)) in self.constants.iter().enumerate() {
            // The address is relative to the instruction after the next one, rounded down to a word.
            let base = (VECTORS_SIZE + 2 * index + 4) & !3;
            self.code[index] |= ((end + 4 * number - base) / 4) as u16;
        }
        let vectors = [STACK, (IMAGE_BASE + VECTORS_SIZE as u32) | 1].map(u32::to_le_bytes);
        let code = self.code.into_iter().flat_map(u16::to_le_bytes);
        let constants = self.constants.into_iter().flat_map(|(_, value)| value.to_le_bytes());
        vectors.into_iter().flatten().chain(code).chain(constants).collect()
    }
}
