//! The analog-to-digital converter (ADC, `hw_adc.h`). It has eight channels, which it samples in turn. Channels 0, 2, 4
//! and 6 are those of the pins GP2, GP3, GP4 and GP5; the network processor uses the others.

use super::Rw;

/// First address of the ADC.
#[doc(alias = "ADC_BASE")]
pub const BASE: u32 = 0x4402_E800;
/// Number of bytes that its registers occupy on the bus.
pub const SIZE: u32 = 0x800;
/// Number of channels.
pub const CHANNELS: u32 = 8;

/// The control register.
#[doc(alias("ADC_CTRL", "ADC_O_ADC_CTRL"))]
pub const CTRL: Rw = Rw(BASE);
/// [`CTRL`] bit 0: the ADC samples.
#[doc(alias("ADC_EN_APPS", "ADC_ADC_CTRL_adc_en"))]
pub const ENABLE: u32 = 0x01;
/// [`CTRL`] bit 1: the ADC is held in reset.
#[doc(alias = "ADC_ADC_CTRL_adc_soft_reset")]
pub const SOFT_RESET: u32 = 0x02;
/// The bits of [`CTRL`].
pub const CTRL_BITS: u32 = 0x3F;

/// Interrupt bit 0: the FIFO is full.
#[doc(alias = "ADC_FIFO_FULL")]
pub const FIFO_FULL: u32 = 0x1;
/// Interrupt bit 1: the FIFO has become empty.
#[doc(alias = "ADC_FIFO_EMPTY")]
pub const FIFO_EMPTY: u32 = 0x2;
/// Interrupt bit 2: software has read an empty FIFO.
#[doc(alias = "ADC_FIFO_UNDERFLOW")]
pub const FIFO_UNDERFLOW: u32 = 0x4;
/// Interrupt bit 3: a sample has replaced one that was not read.
#[doc(alias = "ADC_FIFO_OVERFLOW")]
pub const FIFO_OVERFLOW: u32 = 0x8;
/// The bits of the interrupt registers of a channel.
pub const INTERRUPT_BITS: u32 = 0xF;

/// The requests to the DMA controller, which are not emulated.
#[doc(alias("ADC_DMA_MODE_EN", "ADC_O_ADC_DMA_MODE_EN"))]
pub const DMA_MODE: Rw = Rw(BASE + 0x64);
/// The configuration of the timer that stamps the samples.
#[doc(alias("ADC_TIMER_CONFIGURATION", "ADC_O_adc_timer_configuration"))]
pub const TIMER_CONF: Rw = Rw(BASE + 0x68);
/// [`TIMER_CONF`] bits 16:0: the count after which the timer starts over.
#[doc(alias = "ADC_adc_timer_configuration_timercount_M")]
pub const TIMER_COUNT: u32 = 0x1_FFFF;
/// [`TIMER_CONF`] bit 24: the timer starts over.
#[doc(alias = "ADC_adc_timer_configuration_timerreset")]
pub const TIMER_RESET: u32 = 1 << 24;
/// [`TIMER_CONF`] bit 25: the timer counts.
#[doc(alias = "ADC_adc_timer_configuration_timeren")]
pub const TIMER_ENABLE: u32 = 1 << 25;
/// The present count of the timer.
#[doc(alias("ADC_TIMER_CURRENT_COUNT", "ADC_O_adc_timer_current_count"))]
pub const TIMER_NOW: Rw = Rw(BASE + 0x70);
/// The channels that sample, beside [`ENABLE`]: bit 1 + n/2 for channel n.
#[doc(alias("ADC_CH_ENABLE", "ADC_O_ADC_CH_ENABLE"))]
pub const CH_ENABLE: Rw = Rw(BASE + 0xB8);
/// The bits of [`CH_ENABLE`].
pub const CH_ENABLE_BITS: u32 = 0x1E;

/// [`fifo_data`] bits 13:2: the sample.
pub const SAMPLE_SHIFT: u32 = 2;
/// The largest sample.
pub const MAX_SAMPLE: u32 = 0xFFF;
/// The position of the time stamp of a sample in [`fifo_data`], bits 31:14.
pub const STAMP_SHIFT: u32 = 14;

/// [`gain`] bits 1:0.
#[doc(alias = "ADC_adc_ch0_gain_adc_channel0_gain_M")]
pub const GAIN: u32 = 0x3;
/// [`fifo_level`] bits 2:0: the number of samples.
#[doc(alias = "ADC_adc_ch0_fifo_lvl_adc_channel0_fifo_lvl_M")]
pub const LEVEL: u32 = 0x7;

/// Returns the gain of `channel`.
#[doc(alias("ADC_CH0_GAIN", "ADC_O_adc_ch0_gain"))]
pub const fn gain(channel: u32) -> Rw {
    Rw(BASE + 0x04 + 4 * channel)
}

/// Returns the interrupt enable register of `channel`.
#[doc(alias("ADC_CH0_IRQ_EN", "ADC_O_adc_ch0_irq_en"))]
pub const fn irq_enable(channel: u32) -> Rw {
    Rw(BASE + 0x24 + 4 * channel)
}

/// Returns the interrupt status of `channel`; writing 1 clears.
#[doc(alias("ADC_CH0_IRQ_STATUS", "ADC_O_adc_ch0_irq_status"))]
pub const fn irq_status(channel: u32) -> Rw {
    Rw(BASE + 0x44 + 4 * channel)
}

/// Returns the oldest sample in the FIFO of `channel`. Reading it removes it.
#[doc(alias("CHANNEL0FIFODATA", "ADC_O_channel0FIFODATA"))]
pub const fn fifo_data(channel: u32) -> Rw {
    Rw(BASE + 0x74 + 4 * channel)
}

/// Returns the number of samples in the FIFO of `channel`, in [`LEVEL`].
#[doc(alias("ADC_CH0_FIFO_LVL", "ADC_O_adc_ch0_fifo_lvl"))]
pub const fn fifo_level(channel: u32) -> Rw {
    Rw(BASE + 0x94 + 4 * channel)
}

/// Returns the bit of `channel`, which is even, in [`CH_ENABLE`].
pub const fn channel_enable(channel: u32) -> u32 {
    0x2 << (channel / 2)
}
