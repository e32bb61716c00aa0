//! The bytes, the FIFOs and the interrupts of a UART (`docs/peripherals.md`, section 3).
//!
//! QEMU's UART takes no time and has no lines: it sends a byte at once, and receives one when a person would type it.
//! The emulator therefore sends until its line is idle, and its line is silent for long enough after each byte that it
//! receives. QEMU ignores the enables, the formats and the control of the flow, so these stay as they are.

mod deviations;
mod operation;

use std::collections::VecDeque;
use std::io::{self, Read as _, Write as _};
use std::iter;
use std::os::unix::net::UnixStream;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use fastrand::Rng;
use pinscope_core::PinId::{GP1, GP2, GP4};
use pinscope_core::{Level, Profile, Registers as _};
use pinscope_emulator::{Playground, Stimulus};
use pinscope_tests::qemu::{Stellaris, Step};

use crate::HISTORY_LENGTH;
use crate::deviation::check_all_occurred;
use deviations::{Comparison, TABLE};
use operation::Operation;

/// Number of words that are compared.
const COUNT: usize = 13;

/// The words of the UART and of the NVIC at one comparison, in the order of [`WORDS`].
type Words = [u32; COUNT];

/// The registers that are compared. The data register is compared when software reads it.
const WORDS: [(&str, u32); COUNT] = [
    ("RSR", BASE + 0x04),
    ("FR", BASE + 0x18),
    ("ILPR", BASE + 0x20),
    ("IBRD", BASE + 0x24),
    ("FBRD", BASE + 0x28),
    ("LCRH", BASE + 0x2C),
    ("CTL", BASE + 0x30),
    ("IFLS", BASE + 0x34),
    ("IM", BASE + 0x38),
    ("RIS", BASE + 0x3C),
    ("MIS", BASE + 0x40),
    ("DMACTL", BASE + 0x48),
    ("ISPR0", 0xE000_E200),
];
const FR: usize = 1;
const IBRD: usize = 3;
const FBRD: usize = 4;
const LCRH: usize = 5;
const IFLS: usize = 7;
const IM: usize = 8;
const RIS: usize = 9;
const MIS: usize = 10;
const ISPR0: usize = 12;

const BASE: u32 = 0x4000_C000;
const DR: u32 = BASE;
const ICR: u32 = BASE + 0x44;
const ICPR0: u32 = 0xE000_E280;
/// The bit of UARTA0 in the registers of the NVIC.
const PENDING: u32 = 1 << 5;

/// The flags of an empty and of a full receive FIFO, and the enable of the FIFOs in LCRH.
const RXFE: u32 = 0x10;
const RXFF: u32 = 0x40;
const FEN: u32 = 0x10;

/// The other UART, which receives what the emulator sends.
const OTHER: u32 = 0x4000_D000;

/// The divisors of both at the beginning: 1 Mbaud.
const DIVISORS: (u32, u32) = (5, 0);

/// Number of bits after which a line was silent for long enough.
const SILENCE_BITS: u64 = 40;

/// Number of responses of QEMU after which it has received a byte that was sent before. It looks at all of its sockets
/// before it waits again, but may respond first.
const RECEIVE_ROUNDS: usize = 3;

#[test]
fn the_bytes_and_interrupts_of_a_uart_agree() -> Result<()> {
    let (operations, seed) = crate::settings("UART", 5_000)?;
    let start = Instant::now();
    let mut pair = Pair::new()?;
    let mut rng = Rng::with_seed(seed);
    for number in 1..=operations {
        let operation = Operation::random(&mut rng, &pair.words());
        pair.latest.truncate(HISTORY_LENGTH - 1);
        pair.latest.push_front(operation);
        pair.compare(operation)
            .with_context(|| format!("PINSCOPE_SEED={seed}, operation {number}, latest first: {:x?}", pair.latest))?;
    }
    let (words, seconds) = (operations * COUNT as u64, start.elapsed().as_secs_f64());
    writeln!(io::stderr(), "QEMU differential, UART: {words} words compared in {seconds:.1} s")?;
    check_all_occurred(&TABLE, &pair.deviations)
}

/// The emulator and QEMU in the same state.
struct Pair {
    playground: Playground,
    qemu: Stellaris,
    /// The other end of QEMU's serial line.
    serial: UnixStream,
    /// The divisor in sixty-fourths that the latest write of LCRH took over.
    divisor: u32,
    /// Number of bytes in the receive FIFO.
    waiting: usize,
    deviations: [u64; TABLE.len()],
    latest: VecDeque<Operation>,
}

impl Pair {
    fn new() -> Result<Self> {
        let mut playground = Playground::new(Profile::WipySilicon);
        // The clocks, and TX and RX of the first UART and RX of the other at their pads.
        for (addr, value) in [(0x4402_5080, 1), (0x4402_5088, 1)] {
            playground.poke(addr, value)?;
        }
        for (pin, alternate) in [(GP1, 3), (GP2, 3), (GP4, 6)] {
            playground.poke(0x4402_E0A0 + 4 * u32::from(pin.pad()), 0x120 | alternate)?;
        }
        playground.stimulus(Stimulus::Wire { a: GP1, b: GP4 });
        playground.stimulus(Stimulus::Drive { pin: GP2, level: Some(Level::High) });
        let (qemu, serial) = Stellaris::stopped_with_serial()?;
        let deviations = [0; TABLE.len()];
        let mut pair = Self { playground, qemu, serial, divisor: 0, waiting: 0, deviations, latest: VecDeque::new() };
        pair.check(&pair.words()).context("after the reset")?;
        for (addr, value) in [(BASE + 0x24, DIVISORS.0), (BASE + 0x28, DIVISORS.1), (BASE + 0x2C, 0x70)] {
            pair.write(addr, value)?;
        }
        pair.playground.poke(OTHER + 0x30, 0x301)?;
        pair.write(BASE + 0x30, 0x301)?;
        Ok(pair)
    }

    /// Returns the emulator's words.
    fn words(&self) -> Words {
        WORDS.map(|(_, addr)| self.playground.machine().read(addr))
    }

    /// Carries out an operation on both and compares all words. After a known difference both are made equal.
    fn compare(&mut self, operation: Operation) -> Result<()> {
        let comparison = Comparison { operation, before: self.words(), waiting: self.waiting };
        match operation {
            Operation::Write(addr, value) => self.write(addr, value)?,
            Operation::Send { first, count } => self.send(first, count)?,
            Operation::Receive(byte) => self.receive(byte)?,
            Operation::Read => self.read()?,
        }
        let ours = self.words();
        let (expected, deviates) = comparison.expected(&ours);
        self.check(&expected)?;
        for (times, deviates) in self.deviations.iter_mut().zip(deviates) {
            *times += u64::from(deviates);
        }
        if expected == ours {
            return Ok(());
        }
        self.write(ICR, ours[RIS] ^ expected[RIS])?;
        self.write(ICPR0, PENDING)?;
        self.check(&self.words()).context("after both were made equal")
    }

    /// Fails at the first of QEMU's words that is not as expected.
    fn check(&mut self, expected: &Words) -> Result<()> {
        let theirs = self.qemu.run(&WORDS.map(|(_, addr)| Step::Read(addr)))?;
        for ((name, _), (expected, theirs)) in WORDS.iter().zip(expected.iter().zip(theirs)) {
            ensure!(
                *expected == theirs,
                "UART {name}: the emulator, known differences applied: {expected:#010x}, QEMU: {theirs:#010x}"
            );
        }
        Ok(())
    }

    fn write(&mut self, addr: u32, value: u32) -> Result<()> {
        self.playground.poke(addr, value)?;
        self.qemu.write_word(addr, value)?;
        if addr == BASE + 0x2C {
            // The other UART keeps the same rate and format, always with FIFOs.
            let words = self.words();
            self.divisor = words[IBRD] << 6 | words[FBRD];
            for (offset, value) in [(0x24, words[IBRD]), (0x28, words[FBRD]), (0x2C, value | 0x10)] {
                self.playground.poke(OTHER + offset, value)?;
            }
        }
        Ok(())
    }

    /// Software sends bytes. Both lines have to carry them.
    fn send(&mut self, first: u8, count: u8) -> Result<()> {
        let bytes: Vec<u8> = (0..count).map(|index| first.wrapping_add(index)).collect();
        for &byte in &bytes {
            self.playground.poke(DR, byte.into())?;
            self.qemu.write_word(DR, byte.into())?;
        }
        let mut theirs = vec![0; bytes.len()];
        self.serial.read_exact(&mut theirs).context("QEMU has sent too little")?;
        self.playground.advance(self.bit_ns() * (12 * u64::from(count) + SILENCE_BITS));
        let machine = self.playground.machine();
        let is_empty = || machine.read(OTHER + 0x18) & RXFE != 0;
        let ours: Vec<u32> = iter::from_fn(|| (!is_empty()).then(|| machine.read(OTHER))).collect();
        ensure!(theirs == bytes, "QEMU has sent {theirs:x?} in place of {bytes:x?}");
        ensure!(
            ours == bytes.iter().map(|&byte| byte.into()).collect::<Vec<u32>>(),
            "{ours:x?} in place of {bytes:x?}"
        );
        Ok(())
    }

    /// A byte comes in on the line.
    fn receive(&mut self, byte: u8) -> Result<()> {
        let bit_ns = self.bit_ns();
        let levels = u32::from(byte) << 1 | 1 << 9;
        for index in 0..10 {
            let level = Level::from(levels >> index & 1 != 0);
            self.playground.stimulus(Stimulus::Drive { pin: GP2, level: Some(level) });
            self.playground.advance(bit_ns);
        }
        self.playground.advance(bit_ns * SILENCE_BITS);
        self.serial.write_all(&[byte])?;
        for _ in 0..RECEIVE_ROUNDS {
            self.qemu.read_word(BASE + 0x18)?;
        }
        self.waiting += 1;
        Ok(())
    }

    /// Software reads a byte.
    fn read(&mut self) -> Result<()> {
        let ours = self.playground.machine().read(DR);
        let theirs = self.qemu.read_word(DR)?;
        ensure!(ours == theirs, "DR: the emulator reads {ours:#x}, QEMU {theirs:#x}");
        self.waiting -= 1;
        Ok(())
    }

    /// Returns the length of a bit to the nanosecond: 16 periods of the baud clock of 80 MHz over the divisor.
    fn bit_ns(&self) -> u64 {
        u64::from(self.divisor) * 16 * 25 / 128
    }
}
