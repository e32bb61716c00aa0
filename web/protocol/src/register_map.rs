//! The registers by name, for the register panel and for calls that name a register.

mod blocks;
mod fields;
mod parse;

pub use fields::{Field, FieldOwner};
pub use parse::{ParseWordError, parse_word};

use std::fmt;

use pinscope_core::cc3200::gpio::{self, Port};
use pinscope_core::cc3200::timer::Timer;
use pinscope_core::cc3200::uart::Uart;
use pinscope_core::cc3200::{arcm, arm, gprcm, hib, nvic, pad, watchdog};

/// A register with its name, such as `GPIOA1_DIR`, `GPIO_PAD_CONFIG_10` or `LPDS_GPIO_SEL` (`docs/cc3200.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Register {
    /// The absolute address.
    pub addr: u32,
    /// The part of the chip to which it belongs.
    pub block: Peripheral,
    name: &'static str,
}

/// A part of the chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peripheral {
    /// A GPIO port, with its clock gate.
    Port(Port),
    /// The pad with this index.
    Pad(u8),
    /// The registers that all pads share, and those for sleep and wake.
    Wake,
    /// The processor's interrupt controller, with its timer SysTick.
    Nvic,
    /// A general-purpose timer, with its clock gate.
    Timer(Timer),
    /// A UART, with its clock gate.
    Uart(Uart),
    /// The watchdog, with its clock gate.
    Watchdog,
    /// The registers that all channels of the ADC share.
    Adc,
    /// The channel of the ADC for the pin at this position in [`adc::PINS`](pinscope_core::adc::PINS).
    AdcChannel(u8),
    /// The real-time clock.
    Rtc,
}

impl Peripheral {
    /// Returns `true` for a block whose registers a snapshot does not contain.
    pub const fn is_outside_snapshot(self) -> bool {
        !matches!(self, Self::Port(_) | Self::Pad(_) | Self::Wake | Self::Nvic)
    }
}

/// The registers of a port: name and offset. DATA is at the masked address that reaches all eight bits.
const PORT_REGISTERS: [(&str, u32); 9] = [
    ("DATA", gpio::DATA_ALL),
    ("DIR", gpio::DIR),
    ("IS", gpio::IS),
    ("IBE", gpio::IBE),
    ("IEV", gpio::IEV),
    ("IM", gpio::IM),
    ("RIS", gpio::RIS),
    ("MIS", gpio::MIS),
    ("ICR", gpio::ICR),
];

/// The name of a block's clock gate.
const CLOCK_GATE: &str = "CLK_GATING";
/// The name of a block's soft reset.
const SOFT_RESET: &str = "SOFT_RESET";
/// The name of the register that connects the capture inputs of all timers to their pads.
const CAPTURE_PATHS: &str = "GPT_TRIG_SEL";

/// The registers for sleep and wake: name and address.
const WAKE_REGISTERS: [(&str, u32); 18] = [
    ("GPIO_PAD_CMN_CONFIG", pad::COMMON.0),
    ("APPS_LPDS_REQ", arcm::LPDS_REQUEST.0),
    ("LPDS_WAKEUP_CFG", gprcm::LPDS_WAKEUP_CFG.0),
    ("LPDS_WAKEUP_SRC", gprcm::LPDS_WAKEUP_SRC.0),
    ("APPS_RESET_CAUSE", gprcm::APPS_RESET_CAUSE.0),
    ("LPDS_WAKETIME_OPP_CFG", gprcm::LPDS_WAKETIME_OPP_CFG.0),
    ("SRAM_DSLP_CFG", gprcm::SRAM_DSLP_CFG.0),
    ("SRAM_LPDS_CFG", gprcm::SRAM_LPDS_CFG.0),
    ("LPDS_WAKETIME_WAKE_CFG", gprcm::LPDS_WAKETIME_WAKE_CFG.0),
    ("APPS_GPIO_WAKE_CONF", gprcm::GPIO_WAKE_CONF.0),
    ("LPDS_GPIO_SEL", hib::LPDS_GPIO_SEL.0),
    ("HIB_REQ", hib::REQUEST.0),
    ("GPIO_WAKE_EN", hib::GPIO_WAKE_EN.0),
    ("GPIO_WAKE_CONF", hib::GPIO_WAKE_CONF.0),
    ("WAKE_STATUS", hib::WAKE_STATUS.0),
    ("HIB_RTC_WAKE_EN", hib::RTC_WAKE_EN.0),
    ("HIB_RTC_WAKE_LSW_CONF", hib::RTC_WAKE_LSW.0),
    ("HIB_RTC_WAKE_MSW_CONF", hib::RTC_WAKE_MSW.0),
];

/// The registers of the interrupt controller: name and address.
const NVIC_REGISTERS: [(&str, u32); 29] = [
    ("NVIC_EN0", nvic::ISER0.0),
    ("NVIC_DIS0", nvic::ICER0.0),
    ("NVIC_PEND0", nvic::ISPR0.0),
    ("NVIC_UNPEND0", nvic::ICPR0.0),
    ("NVIC_ACTIVE0", nvic::IABR0.0),
    ("NVIC_PRI0", nvic::IPR0.0),
    ("NVIC_PRI1", nvic::IPR1.0),
    ("NVIC_PRI3", nvic::IPR0.0 + 4 * 3),
    ("NVIC_PRI4", nvic::IPR0.0 + 4 * 4),
    ("NVIC_PRI5", nvic::IPR0.0 + 4 * 5),
    ("NVIC_PRI6", nvic::IPR0.0 + 4 * 6),
    ("NVIC_PRI8", nvic::IPR0.0 + 4 * 8),
    ("NVIC_PRI9", nvic::IPR0.0 + 4 * 9),
    ("NVIC_PRI43", nvic::IPR0.0 + 4 * 43),
    ("NVIC_EN1", nvic::ISER0.0 + 4),
    ("NVIC_DIS1", nvic::ICER0.0 + 4),
    ("NVIC_PEND1", nvic::ISPR0.0 + 4),
    ("NVIC_UNPEND1", nvic::ICPR0.0 + 4),
    ("NVIC_ACTIVE1", nvic::IABR0.0 + 4),
    ("NVIC_EN5", nvic::ISER0.0 + 4 * 5),
    ("NVIC_DIS5", nvic::ICER0.0 + 4 * 5),
    ("NVIC_PEND5", nvic::ISPR0.0 + 4 * 5),
    ("NVIC_UNPEND5", nvic::ICPR0.0 + 4 * 5),
    ("NVIC_ACTIVE5", nvic::IABR0.0 + 4 * 5),
    ("NVIC_ST_CTRL", arm::SYST_CSR.0),
    ("NVIC_ST_RELOAD", arm::SYST_RVR.0),
    ("NVIC_ST_CURRENT", arm::SYST_CVR.0),
    ("NVIC_INT_CTRL", arm::ICSR.0),
    ("NVIC_SYS_PRI3", arm::SHPR3.0),
];

/// The address bit that distinguishes the words of the NVIC that clear bits from the words that set the same bits.
const NVIC_CLEAR: u32 = nvic::ISER0.0 ^ nvic::ICER0.0;

/// Returns every register, in this order: the ports with their clock gates, the pads, sleep and wake, the NVIC, and the
/// other blocks.
///
/// They are collected, so that the chain of iterators is compiled once and not at each use.
pub fn registers() -> impl Iterator<Item = Register> {
    all().into_iter()
}

fn all() -> Vec<Register> {
    let port_registers = |port: Port| {
        let word = move |(name, offset)| Register { addr: port.base() + offset, block: Peripheral::Port(port), name };
        let gate = Register { addr: arcm::gpio_clock(port).0, block: Peripheral::Port(port), name: CLOCK_GATE };
        PORT_REGISTERS.into_iter().map(word).chain([gate])
    };
    let pad_register = |index| Register { addr: pad::config(index).0, block: Peripheral::Pad(index), name: "" };
    let single = |block| move |(name, addr)| Register { addr, block, name };
    let pads = (0..pad::COUNT as u8).map(pad_register);
    let singles = WAKE_REGISTERS
        .into_iter()
        .map(single(Peripheral::Wake))
        .chain(NVIC_REGISTERS.into_iter().map(single(Peripheral::Nvic)));
    Port::ALL.into_iter().flat_map(port_registers).chain(pads).chain(singles).chain(blocks::registers()).collect()
}

impl Register {
    /// Returns the name of the register within its block, such as `"DIR"` or `"LPDS_GPIO_SEL"`. It is empty for a pad,
    /// which has a number and no name.
    pub const fn short_name(self) -> &'static str {
        self.name
    }

    /// Returns true if a write to the register is accepted but changes nothing.
    pub fn is_read_only(self) -> bool {
        match self.block {
            Peripheral::Nvic => self.name.starts_with("NVIC_ACTIVE"),
            Peripheral::Rtc => self.name.ends_with("1P2"),
            Peripheral::Pad(_) | Peripheral::Wake => false,
            _ => {
                const NAMES: [&str; 10] =
                    ["RIS", "MIS", "FR", "VALUE", "TAR", "TBR", "TAV", "TBV", "TIMER_NOW", "FIFO_LVL"];
                NAMES.contains(&self.name)
            }
        }
    }

    /// Returns the address and the value of the bus write that inverts the bits of `mask` and no others while the
    /// register holds `word`. DATA is written at a masked address, a 1 written to ICR clears, the NVIC sets and clears
    /// its bits at two addresses, and a key unlocks the watchdog.
    pub fn toggle(self, word: u32, mask: u32) -> (u32, u32) {
        match (self.block, self.name) {
            (Peripheral::Port(port), "DATA") => (port.data(mask as u8).0, word ^ mask),
            (_, "ICR" | "IRQ_STATUS") => (self.addr, mask),
            (Peripheral::Watchdog, "LOCK") if word & mask != 0 => (self.addr, watchdog::KEY),
            (Peripheral::Nvic, "NVIC_INT_CTRL") if word & mask != 0 => (self.addr, arm::ICSR_SYST_CLEAR),
            (Peripheral::Nvic, _) if self.is_pair() => {
                let set = self.addr & !NVIC_CLEAR;
                (if word & mask == 0 { set } else { set | NVIC_CLEAR }, mask)
            }
            _ => (self.addr, word ^ mask),
        }
    }

    /// Returns `true` if the NVIC sets the bits at one address and clears them at another.
    fn is_pair(self) -> bool {
        ["NVIC_EN", "NVIC_DIS", "NVIC_PEND", "NVIC_UNPEND"].into_iter().any(|name| self.name.starts_with(name))
    }
}

impl fmt::Display for Register {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.block {
            Peripheral::Port(port) => write!(f, "GPIO{}_{}", port.name(), self.name),
            Peripheral::Pad(index) => write!(f, "GPIO_PAD_CONFIG_{index}"),
            Peripheral::Timer(_) if self.name == CAPTURE_PATHS => f.write_str(self.name),
            Peripheral::Timer(timer) => write!(f, "TIMERA{}_{}", timer.index(), self.name),
            Peripheral::Uart(uart) => write!(f, "UARTA{}_{}", uart.index(), self.name),
            Peripheral::Watchdog => write!(f, "WDT_{}", self.name),
            Peripheral::Adc => write!(f, "ADC_{}", self.name),
            Peripheral::AdcChannel(channel) => write!(f, "ADC_CH{}_{}", 2 * channel, self.name),
            Peripheral::Wake | Peripheral::Nvic | Peripheral::Rtc => f.write_str(self.name),
        }
    }
}
