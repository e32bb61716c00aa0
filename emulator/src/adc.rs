//! The analog-to-digital converter (`docs/peripherals.md`, section 5). It samples its eight channels in turn, and each
//! channel that software uses has a FIFO of four words.
//!
//! Nothing is done sample by sample. The samples since the last update are computed from the voltages at the pads, of
//! which the FIFO keeps the last four.

use pinscope_core::cc3200::{Rw, adc};

use crate::voltage::VoltageSource;

/// Number of nanoseconds between two samples of a channel.
const ROUND_NS: u64 = 16_000;
/// Number of nanoseconds from the sample of one channel to that of the next.
const SLOT_NS: u64 = 2_000;
/// Number of words in a FIFO.
const FIFO_CAPACITY: usize = 4;
/// Voltage of the reference, in microvolts.
const REFERENCE_UV: u64 = 1_467_000;
/// Number of cycles of the clock that stamps the samples in 25 ns.
const STAMP_CYCLE_NS: u64 = 25;

/// The voltage at a pad over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum PadVoltage {
    /// The voltage stays the same, in microvolts.
    Constant(u32),
    /// The voltage is that of a source that was attached at this time, in nanoseconds.
    Source(VoltageSource, u64),
}

impl PadVoltage {
    /// Returns the voltage at `time_ns` in microvolts.
    pub fn microvolts_at(self, time_ns: u64) -> u32 {
        match self {
            Self::Constant(microvolts) => microvolts,
            Self::Source(source, start_ns) => source.microvolts_at(time_ns.saturating_sub(start_ns)),
        }
    }
}

/// The registers of the ADC.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Adc {
    control: u32,
    enabled_channels: u32,
    dma_mode: u32,
    channels: [Channel; adc::CHANNELS as usize],
    /// The time until which samples have been taken, in nanoseconds.
    updated_ns: u64,
    stamp_control: u32,
    /// The count of the timer that stamps the samples at the time `stamp_known_ns`.
    stamp: u64,
    stamp_known_ns: u64,
}

/// The registers of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Channel {
    gain: u32,
    irq_enable: u32,
    irq_status: u32,
    /// The samples, the oldest first.
    fifo: [u32; FIFO_CAPACITY],
    level: usize,
    voltage: PadVoltage,
}

impl Default for Channel {
    fn default() -> Self {
        let voltage = PadVoltage::Constant(0);
        Self { gain: 0, irq_enable: 0, irq_status: 0, fifo: [0; FIFO_CAPACITY], level: 0, voltage }
    }
}

impl Default for Adc {
    fn default() -> Self {
        Self {
            control: 0,
            enabled_channels: 0,
            dma_mode: 0,
            channels: [Channel::default(); adc::CHANNELS as usize],
            updated_ns: 0,
            stamp_control: 0,
            stamp: 0,
            stamp_known_ns: 0,
        }
    }
}

impl Adc {
    /// Returns the word at `addr`, or `None` if there is no register. Reading has no side effects here; software that
    /// reads a FIFO also calls [`Adc::pop`].
    pub fn read(&self, addr: u32, now_ns: u64) -> Option<u32> {
        if let Some((kind, index)) = locate(addr) {
            let channel = &self.channels[index];
            return Some(match kind {
                Kind::Gain => channel.gain,
                Kind::IrqEnable => channel.irq_enable,
                Kind::IrqStatus => channel.irq_status,
                Kind::FifoData => channel.fifo[0],
                Kind::FifoLevel => channel.level as u32,
            });
        }
        Some(match addr {
            _ if addr == adc::CTRL.0 => self.control,
            _ if addr == adc::DMA_MODE.0 => self.dma_mode,
            _ if addr == adc::TIMER_CONF.0 => self.stamp_control,
            _ if addr == adc::TIMER_NOW.0 => self.stamp_at(now_ns),
            _ if addr == adc::CH_ENABLE.0 => self.enabled_channels,
            _ => return None,
        })
    }

    /// Writes the word at `addr`. Returns `false` if there is no register. The caller has called [`Adc::update`].
    pub fn write(&mut self, addr: u32, value: u32, now_ns: u64) -> bool {
        if let Some((kind, index)) = locate(addr) {
            let channel = &mut self.channels[index];
            match kind {
                Kind::Gain => channel.gain = value & 0x3,
                Kind::IrqEnable => channel.irq_enable = value & adc::INTERRUPT_BITS,
                Kind::IrqStatus => channel.irq_status &= !value,
                // These registers are read-only: the write is accepted and has no effect.
                Kind::FifoData | Kind::FifoLevel => {}
            }
            return true;
        }
        match addr {
            _ if addr == adc::CTRL.0 => {
                if value & adc::SOFT_RESET != 0 {
                    let channels =
                        self.channels.map(|Channel { voltage, .. }| Channel { voltage, ..Channel::default() });
                    *self = Self { channels, updated_ns: self.updated_ns, ..Self::default() };
                }
                self.control = value & adc::CTRL_BITS;
            }
            _ if addr == adc::DMA_MODE.0 => self.dma_mode = value,
            _ if addr == adc::TIMER_CONF.0 => {
                self.stamp = if value & adc::TIMER_RESET == 0 { self.stamp_at(now_ns).into() } else { 0 };
                self.stamp_known_ns = now_ns;
                self.stamp_control = value & (adc::TIMER_COUNT | adc::TIMER_ENABLE);
            }
            _ if addr == adc::CH_ENABLE.0 => self.enabled_channels = value & adc::CH_ENABLE_BITS,
            _ => return addr == adc::TIMER_NOW.0,
        }
        true
    }

    /// Removes the sample that software has read from a FIFO, if `addr` is that of a FIFO.
    pub fn pop(&mut self, addr: u32) {
        let Some((Kind::FifoData, index)) = locate(addr) else { return };
        let channel = &mut self.channels[index];
        if channel.level == 0 {
            channel.irq_status |= adc::FIFO_UNDERFLOW;
            return;
        }
        channel.fifo.rotate_left(1);
        channel.level -= 1;
        if channel.level == 0 {
            channel.irq_status |= adc::FIFO_EMPTY;
        }
    }

    /// Takes the samples until `now_ns`, that moment included.
    pub fn update(&mut self, now_ns: u64) {
        for index in 0..self.channels.len() {
            if !self.samples(index) {
                continue;
            }
            let (first, end) = (round_after(index, self.updated_ns), round_after(index, now_ns));
            let count = end - first;
            let level = self.channels[index].level as u64;
            if count > 0 && level < FIFO_CAPACITY as u64 && level + count >= FIFO_CAPACITY as u64 {
                self.channels[index].irq_status |= adc::FIFO_FULL;
            }
            if level + count > FIFO_CAPACITY as u64 {
                self.channels[index].irq_status |= adc::FIFO_OVERFLOW;
            }
            for round in end.saturating_sub(FIFO_CAPACITY as u64).max(first)..end {
                let word = self.sample(index, round * ROUND_NS + index as u64 * SLOT_NS);
                self.channels[index].push(word);
            }
        }
        self.updated_ns = now_ns;
    }

    /// Sets the voltage at the pad of channel `index` from now on. The caller has called [`Adc::update`].
    pub fn set_voltage(&mut self, index: usize, voltage: PadVoltage) {
        self.channels[index].voltage = voltage;
    }

    /// Returns the time at which a sample raises an interrupt that is enabled, in nanoseconds.
    pub fn due_ns(&self) -> Option<u64> {
        let due = |index: usize| {
            let channel = &self.channels[index];
            let awaited = channel.irq_enable & !channel.irq_status;
            let room = (FIFO_CAPACITY - channel.level) as u64;
            let samples = if awaited & adc::FIFO_FULL != 0 && room > 0 {
                room
            } else if awaited & adc::FIFO_OVERFLOW != 0 {
                room + 1
            } else {
                return None;
            };
            let round = round_after(index, self.updated_ns) + samples - 1;
            Some(round * ROUND_NS + index as u64 * SLOT_NS)
        };
        (0..self.channels.len()).filter(|&index| self.samples(index)).filter_map(due).min()
    }

    /// Returns `true` if any channel samples.
    pub fn is_sampling(&self) -> bool {
        (0..self.channels.len()).any(|index| self.samples(index))
    }

    /// Returns `true` if the interrupt line of channel `index` is high.
    pub fn line(&self, index: usize) -> bool {
        self.channels[index].irq_status & self.channels[index].irq_enable != 0
    }

    /// Returns `true` if channel `index` samples.
    pub fn samples(&self, index: usize) -> bool {
        let is_enabled = index.is_multiple_of(2) && self.enabled_channels & adc::channel_enable(index as u32) != 0;
        is_enabled && self.control & (adc::ENABLE | adc::SOFT_RESET) == adc::ENABLE
    }

    /// Returns the word that channel `index` samples at `time_ns`.
    fn sample(&self, index: usize, time_ns: u64) -> u32 {
        let code = self.convert(index, self.channels[index].voltage.microvolts_at(time_ns));
        self.stamp_at(time_ns) << adc::STAMP_SHIFT | code << adc::SAMPLE_SHIFT
    }

    /// Returns the number to which channel `index` converts a voltage, which is given in microvolts.
    pub fn convert(&self, index: usize, microvolts: u32) -> u32 {
        let microvolts = u64::from(microvolts) * u64::from(self.channels[index].gain + 1);
        (microvolts * u64::from(adc::MAX_SAMPLE + 1) / REFERENCE_UV).min(adc::MAX_SAMPLE.into()) as u32
    }

    /// Returns the count of the timer that stamps the samples.
    fn stamp_at(&self, time_ns: u64) -> u32 {
        let passed = match self.stamp_control & adc::TIMER_ENABLE {
            0 => 0,
            _ => time_ns.saturating_sub(self.stamp_known_ns) / STAMP_CYCLE_NS,
        };
        let period = u64::from(self.stamp_control & adc::TIMER_COUNT) + 1;
        ((self.stamp + passed) % period) as u32
    }
}

impl Channel {
    /// Adds a sample. In a full FIFO it replaces the oldest one.
    fn push(&mut self, word: u32) {
        if self.level == FIFO_CAPACITY {
            self.fifo.rotate_left(1);
            self.level -= 1;
        }
        self.fifo[self.level] = word;
        self.level += 1;
    }
}

/// Returns the number of the first round whose sample of channel `index` is after `time_ns`.
fn round_after(index: usize, time_ns: u64) -> u64 {
    match time_ns.checked_sub(index as u64 * SLOT_NS) {
        Some(since_first_ns) => since_first_ns / ROUND_NS + 1,
        None => 0,
    }
}

/// The kinds of registers of which each channel has one.
enum Kind {
    Gain,
    IrqEnable,
    IrqStatus,
    FifoData,
    FifoLevel,
}

/// Returns the kind of the register at `addr` and its channel, if each channel has such a register.
fn locate(addr: u32) -> Option<(Kind, usize)> {
    let index_from = |first: Rw| {
        let index = addr.checked_sub(first.0)? / 4;
        (index < adc::CHANNELS).then_some(index as usize)
    };
    let kinds = [
        (adc::gain(0), Kind::Gain),
        (adc::irq_enable(0), Kind::IrqEnable),
        (adc::irq_status(0), Kind::IrqStatus),
        (adc::fifo_data(0), Kind::FifoData),
        (adc::fifo_level(0), Kind::FifoLevel),
    ];
    kinds.into_iter().find_map(|(first, kind)| Some((kind, index_from(first)?)))
}
