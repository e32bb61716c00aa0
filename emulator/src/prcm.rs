//! Power, reset and clocks: the registers of APPS_RCM, GPRCM and the HIB domain.

use pinscope_core::SleepMode;
use pinscope_core::cc3200::gpio::Port;
use pinscope_core::cc3200::{Rw, arcm, gprcm, hib, mcu_init};

/// Number of emulated words of APPS_RCM.
const ARCM_WORDS: usize = 0x130 / 4;
/// Number of emulated words of GPRCM.
const GPRCM_WORDS: usize = 0x200 / 4;
/// Number of words of the two HIB blocks, which are adjacent.
const HIB_WORDS: usize = 0x1000 / 4;
const ARCM_BASE: u32 = 0x4402_5000;
const GPRCM_BASE: u32 = 0x4402_D000;
const HIB_BASE: u32 = 0x4402_F000;

/// The stored words. A few of them act on the chip when they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Prcm {
    arcm: [u32; ARCM_WORDS],
    gprcm: [u32; GPRCM_WORDS],
    hib: [u32; HIB_WORDS],
}

/// The effect of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WriteEffect {
    /// There is no register at the address.
    Absent,
    /// The word is stored.
    Stored,
    /// The write requests sleep.
    Sleep(SleepMode),
    /// The write requests a reset with this cause.
    Reset(u32),
}

/// The end of a sleep as the registers describe it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Woken {
    /// LPDS has ended. The source is the word of [`gprcm::LPDS_WAKEUP_SRC`].
    Lpds { source: u32 },
    /// HIBERNATE has ended. The status is the word of [`hib::WAKE_STATUS`].
    Hibernate { status: u32 },
}

impl Default for Prcm {
    fn default() -> Self {
        Self { arcm: [0; ARCM_WORDS], gprcm: [0; GPRCM_WORDS], hib: [0; HIB_WORDS] }
    }
}

impl Prcm {
    /// Resets everything except the HIB domain.
    pub fn reset(&mut self) {
        *self = Self { hib: self.hib, ..Self::default() };
    }

    /// Resets everything that a reset by software resets: all but the registers that keep their value until the power
    /// fails.
    pub fn reset_by_software(&mut self) {
        let kept = [mcu_init::HIB_REG0, hib::REG1, hib::REG2, hib::REG3].map(|register| register.0);
        let words = kept.map(|addr| self.read(addr).unwrap_or(0));
        *self = Self::default();
        for (addr, value) in kept.into_iter().zip(words) {
            self.write(addr, value);
        }
    }

    /// Turns every peripheral clock off, as the ROM does when the core restarts. The wake words of GPRCM keep their
    /// values.
    pub fn reset_clocks(&mut self) {
        self.arcm = [0; ARCM_WORDS];
    }

    /// Returns the word at `addr`, or `None` if there is no emulated register.
    pub fn read(&self, addr: u32) -> Option<u32> {
        let (block, index) = locate(addr)?;
        match block {
            Block::Arcm => self.arcm.get(index),
            Block::Gprcm => self.gprcm.get(index),
            Block::Hib => self.hib.get(index),
        }
        .copied()
    }

    /// Writes the word at `addr`. A request for sleep or for a reset clears itself, so it is not stored.
    pub fn write(&mut self, addr: u32, value: u32) -> WriteEffect {
        match addr {
            _ if addr == arcm::LPDS_REQUEST.0 && value & arcm::ENTER_LPDS != 0 => {
                WriteEffect::Sleep(SleepMode::Suspended)
            }
            _ if addr == hib::REQUEST.0 && value & hib::ENTER_HIBERNATE != 0 => {
                WriteEffect::Sleep(SleepMode::Hibernate)
            }
            _ if addr == gprcm::APPS_SOFT_RESET.0 && value & gprcm::RESET_SYSTEM != 0 => {
                WriteEffect::Reset(gprcm::CAUSE_SYSTEM_RESET)
            }
            _ if addr == gprcm::APPS_SOFT_RESET.0 && value & gprcm::RESET_CORE != 0 => {
                WriteEffect::Reset(gprcm::CAUSE_CORE_RESET)
            }
            _ if addr == gprcm::MCU_SOFT_RESET.0 && value & gprcm::RESET_CHIP != 0 => {
                WriteEffect::Reset(gprcm::CAUSE_CHIP_RESET)
            }
            _ => match self.word(addr) {
                Some(word) => {
                    *word = value;
                    WriteEffect::Stored
                }
                None => WriteEffect::Absent,
            },
        }
    }

    /// Returns the words that are not 0, with their addresses.
    pub fn words(&self) -> Vec<(u32, u32)> {
        let blocks = [(ARCM_BASE, &self.arcm[..]), (GPRCM_BASE, &self.gprcm[..]), (HIB_BASE, &self.hib[..])];
        let words = blocks.into_iter().flat_map(|(base, words)| (base..).step_by(4).zip(words.iter().copied()));
        words.filter(|&(_, word)| word != 0).collect()
    }

    /// Returns registers with these words at these addresses. All other words are 0.
    pub fn from_words(words: &[(u32, u32)]) -> Self {
        let mut prcm = Self::default();
        for &(addr, value) in words {
            if let Some(word) = prcm.word(addr) {
                *word = value;
            }
        }
        prcm
    }

    /// Returns `true` if `port` has its clock while software runs.
    pub fn is_clocked(&self, port: Port) -> bool {
        let index = (arcm::gpio_clock(port).0 - ARCM_BASE) as usize / 4;
        self.arcm[index] & arcm::CLOCK_RUN != 0
    }

    /// Returns `true` if the block with these two registers has its clock and is not held in reset.
    pub fn has_clock(&self, gate: Rw, reset: Rw) -> bool {
        let word = |register: Rw| self.read(register.0).unwrap_or(0);
        word(gate) & arcm::CLOCK_RUN != 0 && word(reset) & arcm::IN_RESET == 0
    }

    /// Stores the cause of a reset, and the wake source if the reset ends a sleep. LPDS does not change the HIB domain.
    pub fn record_reset(&mut self, cause: u32, woken: Option<Woken>) {
        let (lpds, hibernate) = match woken {
            Some(Woken::Lpds { source }) => (source, None),
            Some(Woken::Hibernate { status }) => (0, Some(status)),
            None => (0, Some(0)),
        };
        for (register, value) in [
            (gprcm::APPS_RESET_CAUSE, Some(cause)),
            (gprcm::LPDS_WAKEUP_SRC, Some(lpds)),
            (hib::WAKE_STATUS, hibernate),
        ] {
            if let (Some(word), Some(value)) = (self.word(register.0), value) {
                *word = value;
            }
        }
        // Waking clears the armed wake sources (`hw_hib3p3.h`: auto-clear).
        if let (Some(Woken::Hibernate { .. }), Some(word)) = (woken, self.word(hib::GPIO_WAKE_EN.0)) {
            *word = 0;
        }
    }

    fn word(&mut self, addr: u32) -> Option<&mut u32> {
        let (block, index) = locate(addr)?;
        match block {
            Block::Arcm => self.arcm.get_mut(index),
            Block::Gprcm => self.gprcm.get_mut(index),
            Block::Hib => self.hib.get_mut(index),
        }
    }
}

#[derive(Clone, Copy)]
enum Block {
    Arcm,
    Gprcm,
    Hib,
}

/// Returns the block of `addr` and the index of its word there.
fn locate(addr: u32) -> Option<(Block, usize)> {
    let block = match addr & !0xFFF {
        ARCM_BASE => Block::Arcm,
        GPRCM_BASE => Block::Gprcm,
        HIB_BASE => Block::Hib,
        _ => return None,
    };
    Some((block, (addr & 0xFFF) as usize / 4))
}
