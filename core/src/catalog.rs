//! The registers by name: what a register panel shows, and what a script can ask for.

use core::fmt;

use crate::cc3200::gpio::{self, Port};
use crate::cc3200::{arcm, gprcm, hib, nvic, pad};

/// A register and its name, as TI's headers spell it: `GPIOA1_DIR`, `GPIO_PAD_CONFIG_10`, `LPDS_GPIO_SEL`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// Absolute address.
    pub addr: u32,
    name: Name,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    OfPort(Port, &'static str),
    OfPad(u8),
    Single(&'static str),
}

/// A port's registers. DATA is the address that shows all eight bits.
const OF_PORT: [(&str, u32); 8] = [
    ("DATA", gpio::DATA_ALL),
    ("DIR", gpio::DIR),
    ("IS", gpio::IS),
    ("IBE", gpio::IBE),
    ("IEV", gpio::IEV),
    ("IM", gpio::IM),
    ("RIS", gpio::RIS),
    ("MIS", gpio::MIS),
];

const SINGLES: [(&str, u32); 13] = [
    ("GPIO_PAD_CMN_CONFIG", pad::COMMON.0),
    ("LPDS_WAKEUP_CFG", gprcm::LPDS_WAKEUP_CFG.0),
    ("LPDS_WAKEUP_SRC", gprcm::LPDS_WAKEUP_SRC.0),
    ("APPS_RESET_CAUSE", gprcm::APPS_RESET_CAUSE.0),
    ("APPS_GPIO_WAKE_CONF", gprcm::GPIO_WAKE_CONF.0),
    ("GPIO_WAKE_EN", hib::GPIO_WAKE_EN.0),
    ("GPIO_WAKE_CONF", hib::GPIO_WAKE_CONF.0),
    ("WAKE_STATUS", hib::WAKE_STATUS.0),
    ("LPDS_GPIO_SEL", hib::LPDS_GPIO_SEL.0),
    ("NVIC_EN0", nvic::ISER0.0),
    ("NVIC_PEND0", nvic::ISPR0.0),
    ("NVIC_ACTIVE0", nvic::IABR0.0),
    ("NVIC_PRI0", nvic::IPR0.0),
];

/// Ports and their clock gates, pads, wake words and NVIC, in that order.
pub fn registers() -> impl Iterator<Item = Named> {
    let of_port = |port: Port| {
        let word = move |(name, offset)| Named { addr: port.base() + offset, name: Name::OfPort(port, name) };
        let gate = Named { addr: arcm::gpio_clock(port).0, name: Name::OfPort(port, "CLK_GATING") };
        OF_PORT.into_iter().map(word).chain([gate])
    };
    let of_pad = |index| Named { addr: pad::config(index).0, name: Name::OfPad(index) };
    let single = |(name, addr)| Named { addr, name: Name::Single(name) };
    let pads = (0..pad::COUNT as u8).map(of_pad);
    Port::ALL.into_iter().flat_map(of_port).chain(pads).chain(SINGLES.into_iter().map(single))
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name {
            Name::OfPort(port, name) => write!(f, "GPIO{}_{name}", port.name()),
            Name::OfPad(index) => write!(f, "GPIO_PAD_CONFIG_{index}"),
            Name::Single(name) => f.write_str(name),
        }
    }
}
