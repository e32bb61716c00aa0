//! The registers by name: what a register panel shows, and what a script can ask for.

mod fields;
mod parse;

pub use fields::{Field, FieldOwner};
pub use parse::{ParseWordError, parse_word};

use std::fmt;

use pinscope_core::cc3200::gpio::{self, Port};
use pinscope_core::cc3200::{arcm, gprcm, hib, nvic, pad};

/// A register and its name, as TI's headers spell it: `GPIOA1_DIR`, `GPIO_PAD_CONFIG_10`, `LPDS_GPIO_SEL`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Register {
    /// Absolute address.
    pub addr: u32,
    /// The part of the chip it belongs to.
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
    /// What all pads have in common, and what puts the chip to sleep and wakes it.
    Wake,
    /// The processor's interrupt controller.
    Nvic,
}

/// A port's registers. DATA is the address that shows all eight bits.
const OF_PORT: [(&str, u32); 9] = [
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

const CLOCK_GATE: &str = "CLK_GATING";

const OF_WAKE: [(&str, u32); 18] = [
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

const OF_NVIC: [(&str, u32); 7] = [
    ("NVIC_EN0", nvic::ISER0.0),
    ("NVIC_DIS0", nvic::ICER0.0),
    ("NVIC_PEND0", nvic::ISPR0.0),
    ("NVIC_UNPEND0", nvic::ICPR0.0),
    ("NVIC_ACTIVE0", nvic::IABR0.0),
    ("NVIC_PRI0", nvic::IPR0.0),
    ("NVIC_PRI1", nvic::IPR1.0),
];

/// The bit of an address that tells the NVIC's enable and pending words from those that end the same.
const NVIC_ENDS: u32 = nvic::ISER0.0 ^ nvic::ICER0.0;

/// Ports and their clock gates, pads, wake words and NVIC, in that order.
pub fn registers() -> impl Iterator<Item = Register> {
    let of_port = |port: Port| {
        let word = move |(name, offset)| Register { addr: port.base() + offset, block: Peripheral::Port(port), name };
        let gate = Register { addr: arcm::gpio_clock(port).0, block: Peripheral::Port(port), name: CLOCK_GATE };
        OF_PORT.into_iter().map(word).chain([gate])
    };
    let of_pad = |index| Register { addr: pad::config(index).0, block: Peripheral::Pad(index), name: "" };
    let single = |block| move |(name, addr)| Register { addr, block, name };
    let pads = (0..pad::COUNT as u8).map(of_pad);
    let singles =
        OF_WAKE.into_iter().map(single(Peripheral::Wake)).chain(OF_NVIC.into_iter().map(single(Peripheral::Nvic)));
    Port::ALL.into_iter().flat_map(of_port).chain(pads).chain(singles)
}

impl Register {
    /// The name within its block: `"DIR"`, `"LPDS_GPIO_SEL"`; empty for a pad, which has a number instead.
    pub const fn short_name(self) -> &'static str {
        self.name
    }

    /// Whether a write changes nothing: the bus takes it, and it is lost.
    pub fn is_read_only(self) -> bool {
        matches!((self.block, self.name), (Peripheral::Port(_), "RIS" | "MIS") | (Peripheral::Nvic, "NVIC_ACTIVE0"))
    }

    /// The bus write, address and value, that inverts the bits of `mask` where the register holds `word`, and no
    /// other: DATA has a masked address for it, ICR clears what is written 1, and the NVIC's words set and end by two
    /// addresses.
    pub fn toggle(self, word: u32, mask: u32) -> (u32, u32) {
        match (self.block, self.name) {
            (Peripheral::Port(port), "DATA") => (port.data(mask as u8).0, word ^ mask),
            (Peripheral::Port(_), "ICR") => (self.addr, mask),
            (Peripheral::Nvic, "NVIC_EN0" | "NVIC_DIS0" | "NVIC_PEND0" | "NVIC_UNPEND0") => {
                let sets = self.addr & !NVIC_ENDS;
                (if word & mask == 0 { sets } else { sets | NVIC_ENDS }, mask)
            }
            _ => (self.addr, word ^ mask),
        }
    }
}

impl fmt::Display for Register {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.block {
            Peripheral::Port(port) => write!(f, "GPIO{}_{}", port.name(), self.name),
            Peripheral::Pad(index) => write!(f, "GPIO_PAD_CONFIG_{index}"),
            Peripheral::Wake | Peripheral::Nvic => f.write_str(self.name),
        }
    }
}
