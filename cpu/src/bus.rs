//! The seam between the processor and the chip around it: a bus and interrupt lines.

/// Number of interrupts of the NVIC, which is the largest number that fits its registers in this implementation.
pub const INTERRUPTS: usize = 240;

/// Number of words that hold one bit for each interrupt.
const LINE_WORDS: usize = INTERRUPTS.div_ceil(32);

/// The width of an access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// 8 bits.
    Byte,
    /// 16 bits.
    Halfword,
    /// 32 bits.
    Word,
}

impl Size {
    /// Returns the number of bytes.
    #[inline]
    pub const fn bytes(self) -> u32 {
        match self {
            Size::Byte => 1,
            Size::Halfword => 2,
            Size::Word => 4,
        }
    }

    /// Returns the bits that a value of this width may have.
    #[inline]
    pub const fn mask(self) -> u32 {
        match self {
            Size::Byte => 0xFF,
            Size::Halfword => 0xFFFF,
            Size::Word => 0xFFFF_FFFF,
        }
    }
}

/// Nothing answers at the address of an access. The processor takes a BusFault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BusError;

/// The levels of the interrupt lines. Line n is interrupt n, which has the exception number 16 + n.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InterruptLines(pub(crate) [u32; LINE_WORDS]);

impl InterruptLines {
    /// Returns the levels that `words` have. Bit n of word m is line 32 m + n. Lines without a word are low.
    pub fn from_words(words: &[u32]) -> InterruptLines {
        let mut lines = InterruptLines::default();
        for line in (0..words.len() * 32).filter(|line| words[line / 32] >> (line % 32) & 1 != 0) {
            lines.set(line, true);
        }
        lines
    }

    /// Sets the level of `line`. A line that does not exist is ignored.
    pub fn set(&mut self, line: usize, is_high: bool) {
        if line < INTERRUPTS {
            let bit = 1 << (line % 32);
            let word = &mut self.0[line / 32];
            *word = if is_high { *word | bit } else { *word & !bit };
        }
    }

    /// Returns true if `line` is high.
    pub fn is_high(&self, line: usize) -> bool {
        line < INTERRUPTS && self.0[line / 32] & 1 << (line % 32) != 0
    }
}

/// A change of the active exceptions. Interrupt n has the exception number 16 + n.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExceptionChange {
    /// The processor has entered the exception with this number.
    Entered(u16),
    /// The processor has returned from the exception with this number.
    Returned(u16),
}

/// Everything outside the processor but its RAM. Addresses of an access are multiples of its width.
///
/// `cycle` is [`Cpu::cycles`](crate::Cpu::cycles) at the moment of the access, from which a chip derives its time.
pub trait Bus {
    /// Reads a value. Its bits above the width are zero.
    fn read(&mut self, address: u32, size: Size, cycle: u64) -> Result<u32, BusError>;

    /// Writes a value. Its bits above the width are zero.
    fn write(&mut self, address: u32, size: Size, value: u32, cycle: u64) -> Result<(), BusError>;

    /// Returns the levels of the interrupt lines if they may have changed since the last call. Called when a slice
    /// begins and after each access.
    fn changed_lines(&mut self) -> Option<InterruptLines> {
        None
    }

    /// Returns true if the slice has to end, for example because a timer was started that is due before the slice
    /// ends. Called after each access.
    fn ends_slice(&mut self) -> bool {
        false
    }

    /// Called when the processor has entered an exception or has returned from one. An entry that follows a return
    /// without a break (tail-chaining) is reported too. The slice ends there if [`Bus::ends_slice`] returns true
    /// after an entry.
    fn on_exception(&mut self, change: ExceptionChange, cycle: u64) {
        let _ = (change, cycle);
    }

    /// Called when software has written a word of the system control space, or a part of the word. A part that was not
    /// written is as it was before, or 0 in a register in which 1 sets or clears a bit.
    fn on_system_write(&mut self, address: u32, word: u32) {
        let _ = (address, word);
    }
}
