//! The registers of the blocks beside the ports: timers, UARTs, watchdog, ADC and real-time clock.

use std::iter;

use pinscope_core::cc3200::timer::{self, Timer};
use pinscope_core::cc3200::uart::{self, Uart};
use pinscope_core::cc3200::{Rw, adc, arcm, hib, mcu_init, watchdog};

use super::{CAPTURE_PATHS, CLOCK_GATE, Peripheral, Register, SOFT_RESET};

/// The names of some registers, each with its offset from the first address of the block.
type Names = [(&'static str, u32)];

const TIMER: [(&str, u32); 20] = [
    ("CFG", timer::CFG),
    ("TAMR", timer::TAMR),
    ("TBMR", timer::TBMR),
    ("CTL", timer::CTL),
    ("IMR", timer::IMR),
    ("RIS", timer::RIS),
    ("MIS", timer::MIS),
    ("ICR", timer::ICR),
    ("TAILR", timer::TAILR),
    ("TBILR", timer::TBILR),
    ("TAMATCHR", timer::TAMATCHR),
    ("TBMATCHR", timer::TBMATCHR),
    ("TAPR", timer::TAPR),
    ("TBPR", timer::TBPR),
    ("TAPMR", timer::TAPMR),
    ("TBPMR", timer::TBPMR),
    ("TAR", timer::TAR),
    ("TBR", timer::TBR),
    ("TAV", timer::TAV),
    ("TBV", timer::TBV),
];

const UART: [(&str, u32); 12] = [
    ("DR", uart::DR.0 - uart::BASE),
    ("RSR", uart::RSR.0 - uart::BASE),
    ("FR", uart::FR.0 - uart::BASE),
    ("IBRD", uart::IBRD.0 - uart::BASE),
    ("FBRD", uart::FBRD.0 - uart::BASE),
    ("LCRH", uart::LCRH.0 - uart::BASE),
    ("CTL", uart::CTL.0 - uart::BASE),
    ("IFLS", uart::IFLS.0 - uart::BASE),
    ("IM", uart::IM.0 - uart::BASE),
    ("RIS", uart::RIS.0 - uart::BASE),
    ("MIS", uart::MIS.0 - uart::BASE),
    ("ICR", uart::ICR.0 - uart::BASE),
];

const WATCHDOG: [(&str, u32); 8] = [
    ("LOAD", watchdog::LOAD),
    ("VALUE", watchdog::VALUE),
    ("CTL", watchdog::CTL),
    ("ICR", watchdog::ICR),
    ("RIS", watchdog::RIS),
    ("MIS", watchdog::MIS),
    ("TEST", watchdog::TEST),
    ("LOCK", watchdog::LOCK),
];

const ADC: [(&str, u32); 4] = [
    ("CTRL", adc::CTRL.0 - adc::BASE),
    ("CH_ENABLE", adc::CH_ENABLE.0 - adc::BASE),
    ("TIMER_CONF", adc::TIMER_CONF.0 - adc::BASE),
    ("TIMER_NOW", adc::TIMER_NOW.0 - adc::BASE),
];

/// The registers of a channel of the ADC, as offsets of those of channel 0. Those of the next channel are one word
/// further.
const ADC_CHANNEL: [(&str, u32); 5] = [
    ("GAIN", adc::gain(0).0 - adc::BASE),
    ("IRQ_EN", adc::irq_enable(0).0 - adc::BASE),
    ("IRQ_STATUS", adc::irq_status(0).0 - adc::BASE),
    ("FIFODATA", adc::fifo_data(0).0 - adc::BASE),
    ("FIFO_LVL", adc::fifo_level(0).0 - adc::BASE),
];

/// The registers of the real-time clock, which are not adjacent: name and address.
const RTC: [(&str, u32); 10] = [
    ("HIB_RTC_TIMER_ENABLE", mcu_init::RTC_TIMER_ENABLE.0),
    ("HIB_RTC_TIMER_LSW_1P2", hib::RTC_TIMER_LSW_FAST.0),
    ("HIB_RTC_TIMER_MSW_1P2", hib::RTC_TIMER_MSW_FAST.0),
    ("HIB_RTC_IRQ_ENABLE", hib::RTC_IRQ_ENABLE.0),
    ("HIB_RTC_IRQ_LSW_CONF", hib::RTC_IRQ_LSW.0),
    ("HIB_RTC_IRQ_MSW_CONF", hib::RTC_IRQ_MSW.0),
    ("MEM_HIB_REG2", hib::REG2.0),
    ("MEM_HIB_REG3", hib::REG3.0),
    ("RCM_INTERRUPT_STATUS", arcm::INTERRUPT_STATUS.0),
    ("RCM_INTERRUPT_ENABLE", arcm::INTERRUPT_ENABLE.0),
];

/// Number of channels of the ADC whose pads are pins of the headers.
const ADC_CHANNELS: u8 = 4;

/// Returns the registers of all blocks, each block with its clock gate and its soft reset first if it has them. The paths
/// of all capture inputs follow the last timer.
pub(super) fn registers() -> impl Iterator<Item = Register> {
    let timers = Timer::ALL.into_iter().flat_map(|timer| {
        let block = Peripheral::Timer(timer);
        control(block, arcm::timer_clock(timer), arcm::timer_reset(timer)).chain(group(block, timer.base(), &TIMER))
    });
    let capture_paths =
        Register { addr: timer::GPT_TRIG_SEL.0, block: Peripheral::Timer(Timer::A3), name: CAPTURE_PATHS };
    let uarts = [Uart::A0, Uart::A1].into_iter().flat_map(|uart| {
        let block = Peripheral::Uart(uart);
        let base = uart::BASE + uart.index() as u32 * uart::SIZE;
        control(block, arcm::uart_clock(uart), arcm::uart_reset(uart)).chain(group(block, base, &UART))
    });
    let watchdog = control(Peripheral::Watchdog, mcu_init::WATCHDOG_CLOCK, mcu_init::WATCHDOG_RESET).chain(group(
        Peripheral::Watchdog,
        watchdog::BASE,
        &WATCHDOG,
    ));
    let channels = (0..ADC_CHANNELS).flat_map(|channel| {
        let base = adc::BASE + 8 * u32::from(channel);
        group(Peripheral::AdcChannel(channel), base, &ADC_CHANNEL)
    });
    timers
        .chain(iter::once(capture_paths))
        .chain(uarts)
        .chain(watchdog)
        .chain(group(Peripheral::Adc, adc::BASE, &ADC))
        .chain(channels)
        .chain(group(Peripheral::Rtc, 0, &RTC))
}

/// Returns the registers with which the power and clock manager controls a block.
fn control(block: Peripheral, gate: Rw, reset: Rw) -> impl Iterator<Item = Register> {
    [(CLOCK_GATE, gate), (SOFT_RESET, reset)].into_iter().map(move |(name, Rw(addr))| Register { addr, block, name })
}

fn group(block: Peripheral, base: u32, names: &'static Names) -> impl Iterator<Item = Register> {
    names.iter().map(move |&(name, offset)| Register { addr: base + offset, block, name })
}
