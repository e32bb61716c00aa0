//! Power, reset and clocks: the words of APPS_RCM, GPRCM and the HIB domain, and what some of them ask for.

use pinscope_core::SleepMode;
use pinscope_core::cc3200::gpio::Port;
use pinscope_core::cc3200::{arcm, gprcm, hib};

/// Words of APPS_RCM that are kept.
const ARCM_WORDS: usize = 0x130 / 4;
/// Words of GPRCM that are kept.
const GPRCM_WORDS: usize = 0x200 / 4;
/// Words of the two HIB blocks, which lie side by side.
const HIB_WORDS: usize = 0x1000 / 4;
const ARCM_BASE: u32 = 0x4402_5000;
const GPRCM_BASE: u32 = 0x4402_D000;
const HIB_BASE: u32 = 0x4402_F000;

/// Plain storage, and the few words with a meaning of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Prcm {
    arcm: [u32; ARCM_WORDS],
    gprcm: [u32; GPRCM_WORDS],
    hib: [u32; HIB_WORDS],
}

/// What became of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WriteEffect {
    /// There is no such register.
    Absent,
    /// It is stored.
    Stored,
    /// It is stored, and it asks the chip to sleep.
    Sleep(SleepMode),
}

impl Default for Prcm {
    fn default() -> Self {
        Self { arcm: [0; ARCM_WORDS], gprcm: [0; GPRCM_WORDS], hib: [0; HIB_WORDS] }
    }
}

impl Prcm {
    /// Forgets everything but the HIB domain.
    pub fn reset(&mut self) {
        *self = Self { hib: self.hib, ..Self::default() };
    }

    /// Gates every clock again, as the core's way through ROM does; the wake words of GPRCM stay.
    pub fn reset_clocks(&mut self) {
        self.arcm = [0; ARCM_WORDS];
    }

    /// The word at `addr`; `None` where there is no register of ours.
    pub fn read(&self, addr: u32) -> Option<u32> {
        let (block, index) = place(addr)?;
        match block {
            Block::Arcm => self.arcm.get(index),
            Block::Gprcm => self.gprcm.get(index),
            Block::Hib => self.hib.get(index),
        }
        .copied()
    }

    /// Writes the word at `addr`. Requests clear themselves.
    pub fn write(&mut self, addr: u32, value: u32) -> WriteEffect {
        match addr {
            _ if addr == arcm::LPDS_REQUEST.0 && value & 1 != 0 => WriteEffect::Sleep(SleepMode::Suspended),
            _ if addr == hib::REQUEST.0 && value & 1 != 0 => WriteEffect::Sleep(SleepMode::Hibernate),
            _ => match self.word(addr) {
                Some(word) => {
                    *word = value;
                    WriteEffect::Stored
                }
                None => WriteEffect::Absent,
            },
        }
    }

    /// Whether `port` has its clock while software runs.
    pub fn is_clocked(&self, port: Port) -> bool {
        let index = (arcm::gpio_clock(port).0 - ARCM_BASE) as usize / 4;
        self.arcm[index] & 1 != 0
    }

    /// Notes why the core was reset, and what ended the sleep before, if one did.
    pub fn note_reset(&mut self, cause: u32, woken_from: Option<SleepMode>) {
        let (lpds, hibernate) = match woken_from {
            Some(SleepMode::Suspended) => (gprcm::WAKEUP_GPIO, 0),
            Some(SleepMode::Hibernate) => (0, hib::WOKE_BY_GPIO),
            Some(SleepMode::Active) | None => (0, 0),
        };
        let notes = [(gprcm::APPS_RESET_CAUSE, cause), (gprcm::LPDS_WAKEUP_SRC, lpds), (hib::WAKE_STATUS, hibernate)];
        for (register, value) in notes {
            if let Some(word) = self.word(register.0) {
                *word = value;
            }
        }
        // Waking clears what was armed (`hw_hib3p3.h`: auto-clear).
        if let (Some(SleepMode::Hibernate), Some(word)) = (woken_from, self.word(hib::GPIO_WAKE_EN.0)) {
            *word = 0;
        }
    }

    fn word(&mut self, addr: u32) -> Option<&mut u32> {
        let (block, index) = place(addr)?;
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

/// The block `addr` lies in, and the number of its word there.
fn place(addr: u32) -> Option<(Block, usize)> {
    let block = match addr & !0xFFF {
        ARCM_BASE => Block::Arcm,
        GPRCM_BASE => Block::Gprcm,
        HIB_BASE => Block::Hib,
        _ => return None,
    };
    Some((block, (addr & 0xFFF) as usize / 4))
}
