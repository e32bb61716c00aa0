//! A UART, of which the chip has two. It is Arm's PL011 (`docs/peripherals.md`, section 3, and `docs/cc3200.md`,
//! section 8).

mod format;
mod line;
mod receiver;
mod transmitter;

use pinscope_core::Level;
use pinscope_core::cc3200::uart;

use format::{Character, Format};
pub(crate) use line::decode_around;
pub use line::{SerialCharacter, SerialCharacters, SerialFormat};
use receiver::Receiver;
use transmitter::Transmitter;

/// Number of bytes in a FIFO.
const FIFO_CAPACITY: usize = 16;
/// The numbers of bytes at which the FIFOs interrupt, by the codes of IFLS.
const FIFO_LEVELS: [usize; 8] = [2, 4, 8, 12, 14, 14, 14, 14];

/// The registers of a UART. Every time is a number of cycles of its clock.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Uart {
    /// The errors of the character that was read last.
    receive_status: u32,
    ilpr: u32,
    ibrd: u32,
    fbrd: u32,
    lcrh: u32,
    control: u32,
    ifls: u32,
    im: u32,
    ris: u32,
    dmactl: u32,
    /// The divisor in sixty-fourths. A write of LCRH takes it over from IBRD and FBRD.
    divisor: u32,
    /// True if a character was lost because the FIFO was full.
    has_overrun: bool,
    transmitter: Transmitter,
    receiver: Receiver,
    /// The bytes that have been sent since they were last taken.
    #[cfg_attr(feature = "serde", serde(skip))]
    sent: Vec<u8>,
    /// The levels of the inputs.
    rx: Level,
    cts: Level,
}

impl Default for Uart {
    fn default() -> Self {
        Self {
            receive_status: 0,
            ilpr: 0,
            ibrd: 0,
            fbrd: 0,
            lcrh: 0,
            control: uart::CTL_TXE | uart::CTL_RXE,
            ifls: 0x12,
            im: 0,
            ris: 0,
            dmactl: 0,
            divisor: 0,
            has_overrun: false,
            transmitter: Transmitter::default(),
            receiver: Receiver::default(),
            sent: Vec::new(),
            rx: Level::High,
            cts: Level::High,
        }
    }
}

impl Uart {
    /// Returns the word at `offset`, or `None` if there is no register. Reading has no side effects here; software that
    /// reads [`uart::DR`] also calls [`Uart::pop`].
    pub fn read(&self, offset: u32) -> Option<u32> {
        Some(match uart::BASE + offset {
            addr if addr == uart::DR.0 => self.receiver.fifo.front().copied().unwrap_or(0),
            addr if addr == uart::RSR.0 => self.receive_status,
            addr if addr == uart::FR.0 => self.flags(),
            addr if addr == uart::ILPR.0 => self.ilpr,
            addr if addr == uart::IBRD.0 => self.ibrd,
            addr if addr == uart::FBRD.0 => self.fbrd,
            addr if addr == uart::LCRH.0 => self.lcrh,
            addr if addr == uart::CTL.0 => self.control,
            addr if addr == uart::IFLS.0 => self.ifls,
            addr if addr == uart::IM.0 => self.im,
            addr if addr == uart::RIS.0 => self.ris,
            addr if addr == uart::MIS.0 => self.masked(),
            addr if addr == uart::ICR.0 => 0,
            addr if addr == uart::DMACTL.0 => self.dmactl,
            _ if is_unused(offset) => 0,
            _ => return None,
        })
    }

    /// Writes the word at `offset`. Returns `false` if there is no register.
    pub fn write(&mut self, offset: u32, value: u32, now: u64) -> bool {
        self.update(now);
        match uart::BASE + offset {
            addr if addr == uart::DR.0 => self.send(value as u8),
            addr if addr == uart::RSR.0 => self.receive_status = 0,
            addr if addr == uart::ILPR.0 => self.ilpr = value & 0xFF,
            addr if addr == uart::IBRD.0 => self.ibrd = value & uart::IBRD_BITS,
            addr if addr == uart::FBRD.0 => self.fbrd = value & uart::FBRD_BITS,
            addr if addr == uart::LCRH.0 => self.set_line_control(value & 0xFF),
            addr if addr == uart::CTL.0 => self.control = value & uart::CTL_BITS,
            addr if addr == uart::IFLS.0 => self.ifls = value & (uart::IFLS_TX | uart::IFLS_RX),
            addr if addr == uart::IM.0 => self.im = value & uart::INTERRUPT_BITS,
            addr if addr == uart::ICR.0 => self.ris &= !value,
            addr if addr == uart::DMACTL.0 => self.dmactl = value & 0x7,
            // The flags and the interrupt status are read-only: the write is accepted and has no effect.
            _ => return self.read(offset).is_some(),
        }
        self.update(now);
        true
    }

    /// Removes the byte from the receive FIFO that software has just read.
    pub fn pop(&mut self) {
        let Some(word) = self.receiver.fifo.pop_front() else { return };
        self.receive_status = word >> uart::RSR_SHIFT;
        if self.receiver.fifo.len() < self.receive_level() {
            self.ris &= !uart::RX_INTERRUPT;
        }
        if self.receiver.fifo.is_empty() {
            self.ris &= !uart::RT_INTERRUPT;
            self.receiver.cancel_timeout();
        }
    }

    /// Updates the FIFOs and the interrupt status for what has happened until `now`.
    pub fn update(&mut self, now: u64) {
        self.transmit(now);
        if let Some(character) = self.receiver.sample(now) {
            self.receive(character);
        }
        if self.receiver.take_timeout(now) {
            self.ris |= uart::RT_INTERRUPT;
        }
        let line = if self.loops_back() { self.transmitter.level(now) } else { self.rx };
        self.receiver.set_line(line, self.receive_format(), now);
    }

    /// Returns the bytes that have been sent since the last call.
    pub fn take_sent(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.sent)
    }

    /// Begins to receive a byte from a terminal at the cycle `now`. Returns `false` if the receiver is off or busy.
    pub fn begin_to_receive(&mut self, byte: u8, now: u64) -> bool {
        self.receive_format().is_some_and(|format| self.receiver.begin_typed(byte, format, now))
    }

    /// Sets the level of the input for data.
    pub fn set_rx(&mut self, level: Level, now: u64) {
        self.update(now);
        self.rx = level;
        self.update(now);
    }

    /// Sets the level of the input CTS.
    pub fn set_cts(&mut self, level: Level, now: u64) {
        self.update(now);
        self.cts = level;
        self.update(now);
    }

    /// Returns the next cycle after `now` at which something happens. If the output drives a pad, its edges matter.
    pub fn due(&self, now: u64, is_driving: bool) -> Option<u64> {
        let sent = self.transmitter.due(now, is_driving || self.loops_back());
        sent.into_iter().chain(self.receiver.due()).min()
    }

    /// Returns the format of the characters on the lines, if the UART is on.
    pub fn line_format(&self) -> Option<SerialFormat> {
        let is_on = self.control & uart::CTL_UARTEN != 0;
        is_on.then(|| self.format()).filter(Format::has_rate).map(SerialFormat)
    }

    /// Returns the level of the output for data.
    pub fn tx(&self, now: u64) -> Level {
        if self.lcrh & uart::LCRH_BRK != 0 { Level::Low } else { self.transmitter.level(now) }
    }

    /// Returns the level of the output RTS, which is low if the UART is ready to receive.
    pub fn rts(&self) -> Level {
        let is_ready = if self.control & uart::CTL_RTSEN != 0 {
            self.receiver.fifo.len() < self.receive_level()
        } else {
            self.control & uart::CTL_RTS != 0
        };
        Level::from(!is_ready)
    }

    /// Returns `true` if the interrupt line is high.
    pub fn line(&self) -> bool {
        self.masked() != 0
    }

    fn masked(&self) -> u32 {
        self.ris & self.im
    }

    fn flags(&self) -> u32 {
        let flag = |is_set: bool, bit: u32| if is_set { bit } else { 0 };
        flag(!self.cts.is_high(), uart::FR_CTS)
            | flag(self.transmitter.is_busy(), uart::FR_BUSY)
            | flag(self.receiver.fifo.is_empty(), uart::FR_RXFE)
            | flag(self.transmitter.fifo.len() >= self.fifo_capacity(), uart::FR_TXFF)
            | flag(self.receiver.fifo.len() >= self.fifo_capacity(), uart::FR_RXFF)
            | flag(self.transmitter.fifo.is_empty(), uart::FR_TXFE)
    }

    /// Adds a byte to the transmit FIFO. A byte that has no room is lost.
    fn send(&mut self, byte: u8) {
        if self.transmitter.fifo.len() < self.fifo_capacity() {
            self.transmitter.fifo.push_back(byte);
            if self.transmitter.fifo.len() > self.transmit_level() {
                self.ris &= !uart::TX_INTERRUPT;
            }
        }
    }

    /// Sends the bytes of the FIFO, each after the one before.
    fn transmit(&mut self, now: u64) {
        let mut begin = now;
        loop {
            if let Some((end, data)) = self.transmitter.end_character(now) {
                begin = end;
                self.sent.push(data);
                if self.control & uart::CTL_EOT != 0 && self.transmitter.fifo.is_empty() {
                    self.ris |= uart::TX_INTERRUPT;
                }
            }
            let format = self.format();
            if !self.may_transmit(&format) || !self.transmitter.begin_character(format, begin) {
                return;
            }
            if self.control & uart::CTL_EOT == 0 && self.transmitter.fifo.len() == self.transmit_level() {
                self.ris |= uart::TX_INTERRUPT;
            }
        }
    }

    fn may_transmit(&self, format: &Format) -> bool {
        let is_on = self.control & (uart::CTL_UARTEN | uart::CTL_TXE) == uart::CTL_UARTEN | uart::CTL_TXE;
        let is_held = self.control & uart::CTL_CTSEN != 0 && self.cts.is_high();
        is_on && !is_held && format.has_rate() && self.lcrh & uart::LCRH_BRK == 0
    }

    /// Adds a received character to the FIFO. A character that has no room is lost.
    fn receive(&mut self, character: Character) {
        let flag = |is_set: bool, bit: u32| if is_set { bit } else { 0 };
        if self.receiver.fifo.len() >= self.fifo_capacity() {
            self.has_overrun = true;
            self.ris |= uart::OE_INTERRUPT;
            return;
        }
        let errors = flag(character.framing_error, uart::DR_FRAMING)
            | flag(character.parity_error, uart::DR_PARITY)
            | flag(character.is_break, uart::DR_BREAK);
        let overrun = flag(std::mem::take(&mut self.has_overrun), uart::DR_OVERRUN);
        self.receiver.fifo.push_back(character.data | errors | overrun);
        // The interrupt bits of the errors are those of the data register, one place lower.
        self.ris |= errors >> 1;
        if self.receiver.fifo.len() >= self.receive_level() {
            self.ris |= uart::RX_INTERRUPT;
        }
    }

    /// Writes LCRH, which takes the divisors over. A change of the FIFO enable empties the FIFOs.
    fn set_line_control(&mut self, value: u32) {
        if (self.lcrh ^ value) & uart::LCRH_FEN != 0 {
            self.transmitter.fifo.clear();
            self.receiver.fifo.clear();
            self.receiver.cancel_timeout();
        }
        self.lcrh = value;
        self.divisor = self.ibrd << 6 | self.fbrd;
    }

    fn format(&self) -> Format {
        Format::new(self.divisor, self.lcrh, self.control)
    }

    /// Returns the format of what is received, or `None` if the receiver is off.
    fn receive_format(&self) -> Option<Format> {
        let is_on = self.control & (uart::CTL_UARTEN | uart::CTL_RXE) == uart::CTL_UARTEN | uart::CTL_RXE;
        is_on.then(|| self.format()).filter(Format::has_rate)
    }

    fn loops_back(&self) -> bool {
        self.control & uart::CTL_LBE != 0
    }

    fn fifo_capacity(&self) -> usize {
        if self.lcrh & uart::LCRH_FEN != 0 { FIFO_CAPACITY } else { 1 }
    }

    /// Returns the number of received bytes that interrupts.
    fn receive_level(&self) -> usize {
        if self.lcrh & uart::LCRH_FEN != 0 {
            FIFO_LEVELS[((self.ifls & uart::IFLS_RX) >> uart::IFLS_RX.trailing_zeros()) as usize]
        } else {
            1
        }
    }

    /// Returns the number of bytes left to send that interrupts.
    fn transmit_level(&self) -> usize {
        if self.lcrh & uart::LCRH_FEN != 0 { FIFO_LEVELS[(self.ifls & uart::IFLS_TX) as usize] } else { 0 }
    }
}

/// Returns `true` if `offset` is a register that the emulated chip does not use: LIN, the ninth bit, the properties and
/// the clock, and the identification. It reads 0.
const fn is_unused(offset: u32) -> bool {
    matches!(offset, 0x90 | 0x94 | 0x98 | 0xA4 | 0xA8 | 0xFC0 | 0xFC8 | 0xFD0..=0xFFC)
}
