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
use pinscope_core::PinId::{self, GP1, GP2, GP3, GP4};
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

/// The registers that are compared: name and offset. The data register is compared when software reads it, and the
/// pending interrupts come last.
const WORDS: [(&str, u32); COUNT - 1] = [
    ("RSR", 0x04),
    ("FR", 0x18),
    ("ILPR", 0x20),
    ("IBRD", 0x24),
    ("FBRD", 0x28),
    ("LCRH", 0x2C),
    ("CTL", 0x30),
    ("IFLS", 0x34),
    ("IM", 0x38),
    ("RIS", 0x3C),
    ("MIS", 0x40),
    ("DMACTL", 0x48),
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

/// The offsets of registers.
const DR: u32 = 0x00;
const ICR: u32 = 0x44;
const ICPR0: u32 = 0xE000_E280;

/// A UART that is compared, at the same address and with the same interrupt on both chips.
struct Uart {
    base: u32,
    gate: u32,
    /// The number of the interrupt.
    interrupt: u32,
    /// The pins of the UART, and the multiplexer setting that selects it there.
    tx: PinId,
    rx: PinId,
    multiplexer: u32,
}

/// The UARTs of the CC3200. While one of them is compared, the other one receives what the emulator sends.
const UARTS: [Uart; 2] = [
    Uart { base: 0x4000_C000, gate: 0x4402_5080, interrupt: 5, tx: GP1, rx: GP2, multiplexer: 3 },
    Uart { base: 0x4000_D000, gate: 0x4402_5088, interrupt: 6, tx: GP3, rx: GP4, multiplexer: 6 },
];

/// The flags of an empty and of a full receive FIFO, and the enable of the FIFOs in LCRH.
const RXFE: u32 = 0x10;
const RXFF: u32 = 0x40;
const FEN: u32 = 0x10;

/// The divisors of both at the beginning: 1 Mbaud.
const DIVISORS: (u32, u32) = (5, 0);

/// Number of bits after which a line was silent for long enough.
const SILENCE_BITS: u64 = 40;

/// Number of responses of QEMU after which it has received a byte that was sent before. It looks at all of its sockets
/// before it waits again, but may respond first.
const RECEIVE_ROUNDS: usize = 3;

#[test]
fn the_bytes_and_interrupts_of_the_uarts_agree() -> Result<()> {
    let (operations, seed) = crate::settings("UART", 5_000)?;
    let start = Instant::now();
    let mut pairs = [Pair::new(0)?, Pair::new(1)?];
    let mut rng = Rng::with_seed(seed);
    for number in 1..=operations {
        let index = rng.usize(..pairs.len());
        let pair = &mut pairs[index];
        let operation = Operation::random(&mut rng, &pair.words());
        pair.latest.truncate(HISTORY_LENGTH - 1);
        pair.latest.push_front(operation);
        pair.compare(operation).with_context(|| {
            format!("PINSCOPE_SEED={seed}, operation {number}, UARTA{index}, latest first: {:x?}", pair.latest)
        })?;
    }
    let (words, seconds) = (operations * COUNT as u64, start.elapsed().as_secs_f64());
    writeln!(io::stderr(), "QEMU differential, UART: {words} words compared in {seconds:.1} s")?;
    pairs.iter().try_for_each(|pair| check_all_occurred(&TABLE, &pair.deviations))
}

/// The emulator and QEMU in the same state.
struct Pair {
    uart: &'static Uart,
    other: &'static Uart,
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
    /// Returns a pair that compares the UART with this index.
    fn new(index: usize) -> Result<Self> {
        let (uart, other) = (&UARTS[index], &UARTS[1 - index]);
        let mut playground = Playground::new(Profile::WipySilicon);
        // The clocks, and TX and RX of the UART and RX of the other at their pads.
        for gate in [uart.gate, other.gate] {
            playground.poke(gate, 1)?;
        }
        for (pin, multiplexer) in
            [(uart.tx, uart.multiplexer), (uart.rx, uart.multiplexer), (other.rx, other.multiplexer)]
        {
            playground.poke(0x4402_E0A0 + 4 * u32::from(pin.pad()), 0x120 | multiplexer)?;
        }
        playground.stimulus(Stimulus::Wire { a: uart.tx, b: other.rx });
        playground.stimulus(Stimulus::Drive { pin: uart.rx, level: Some(Level::High) });
        let (qemu, serial) = Stellaris::stopped_with_serial(index)?;
        let (divisor, waiting, deviations, latest) = (0, 0, [0; TABLE.len()], VecDeque::new());
        let mut pair = Self { uart, other, playground, qemu, serial, divisor, waiting, deviations, latest };
        pair.check(&pair.words()).context("after the reset")?;
        for (offset, value) in [(0x24, DIVISORS.0), (0x28, DIVISORS.1), (0x2C, 0x70)] {
            pair.write(offset, value)?;
        }
        pair.playground.poke(other.base + 0x30, 0x301)?;
        pair.write(0x30, 0x301)?;
        Ok(pair)
    }

    /// Returns the addresses of the words that are compared.
    fn addrs(&self) -> [u32; COUNT] {
        std::array::from_fn(|index| WORDS.get(index).map_or(0xE000_E200, |(_, offset)| self.uart.base + offset))
    }

    /// Returns the emulator's words.
    fn words(&self) -> Words {
        self.addrs().map(|addr| self.playground.machine().read(addr))
    }

    /// Carries out an operation on both and compares all words. After a known difference both are made equal.
    fn compare(&mut self, operation: Operation) -> Result<()> {
        let pending = 1 << self.uart.interrupt;
        let comparison = Comparison { operation, before: self.words(), waiting: self.waiting, pending };
        match operation {
            Operation::Write(offset, value) => self.write(offset, value)?,
            Operation::ClearPending => self.write_both(ICPR0, pending)?,
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
        self.write_both(ICPR0, pending)?;
        self.check(&self.words()).context("after both were made equal")
    }

    /// Fails at the first of QEMU's words that is not as expected.
    fn check(&mut self, expected: &Words) -> Result<()> {
        let theirs = self.qemu.run(&self.addrs().map(Step::Read))?;
        let names = WORDS.iter().map(|(name, _)| name).chain([&"ISPR0"]);
        for (name, (expected, theirs)) in names.zip(expected.iter().zip(theirs)) {
            ensure!(
                *expected == theirs,
                "UART {name}: the emulator, known differences applied: {expected:#010x}, QEMU: {theirs:#010x}"
            );
        }
        Ok(())
    }

    fn write_both(&mut self, addr: u32, value: u32) -> Result<()> {
        self.playground.poke(addr, value)?;
        self.qemu.write_word(addr, value)
    }

    /// Software writes the register at `offset`.
    fn write(&mut self, offset: u32, value: u32) -> Result<()> {
        self.write_both(self.uart.base + offset, value)?;
        if offset == 0x2C {
            // The other UART keeps the same rate and format, always with FIFOs.
            let words = self.words();
            self.divisor = words[IBRD] << 6 | words[FBRD];
            for (offset, value) in [(0x24, words[IBRD]), (0x28, words[FBRD]), (0x2C, value | 0x10)] {
                self.playground.poke(self.other.base + offset, value)?;
            }
        }
        Ok(())
    }

    /// Software sends bytes. Both lines have to carry them.
    fn send(&mut self, first: u8, count: u8) -> Result<()> {
        let bytes: Vec<u8> = (0..count).map(|index| first.wrapping_add(index)).collect();
        for &byte in &bytes {
            self.write_both(self.uart.base + DR, byte.into())?;
        }
        let mut theirs = vec![0; bytes.len()];
        self.serial.read_exact(&mut theirs).context("QEMU has sent too little")?;
        self.playground.advance(self.bit_ns() * (12 * u64::from(count) + SILENCE_BITS));
        let (machine, other) = (self.playground.machine(), self.other.base);
        let is_empty = || machine.read(other + 0x18) & RXFE != 0;
        let ours: Vec<u32> = iter::from_fn(|| (!is_empty()).then(|| machine.read(other + DR))).collect();
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
            self.playground.stimulus(Stimulus::Drive { pin: self.uart.rx, level: Some(level) });
            self.playground.advance(bit_ns);
        }
        self.playground.advance(bit_ns * SILENCE_BITS);
        self.serial.write_all(&[byte])?;
        for _ in 0..RECEIVE_ROUNDS {
            self.qemu.read_word(self.uart.base + 0x18)?;
        }
        self.waiting += 1;
        Ok(())
    }

    /// Software reads a byte.
    fn read(&mut self) -> Result<()> {
        let ours = self.playground.machine().read(self.uart.base + DR);
        let theirs = self.qemu.read_word(self.uart.base + DR)?;
        ensure!(ours == theirs, "DR: the emulator reads {ours:#x}, QEMU {theirs:#x}");
        self.waiting -= 1;
        Ok(())
    }

    /// Returns the length of a bit to the nanosecond: 16 periods of the baud clock of 80 MHz over the divisor.
    fn bit_ns(&self) -> u64 {
        u64::from(self.divisor) * 16 * 25 / 128
    }
}
