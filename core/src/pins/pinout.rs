//! The package: what each of the 25 pins is on the chip itself, whatever board it is soldered to.
//!
//! Sources: TI's pin map and MicroPython's `af.csv` for the CC3200, as tabled in the port's generator.

use super::function::Function::{self, *};
use super::{Alternate, PinId};
use crate::cc3200::gpio::Port;

/// What the chip connects to one pin.
struct Package {
    name: &'static str,
    gpio: u8,
    package_pin: u8,
    pad: u8,
    alternates: &'static [Alternate],
}

/// One row a pin, in the order of [`PinId::ALL`].
const PACKAGE: [Package; PinId::COUNT] = [
    row("GP2", 2, 57, 2, &[alt(Uart0Rx, 3), alt(Uart1Rx, 6), alt(Adc0Ch0, -1)]),
    row("GP1", 1, 55, 1, &[alt(Uart0Tx, 3), alt(Uart1Tx, 6)]),
    row("GP23", 23, 16, 23, &[alt(Uart1Tx, 2), alt(I2c0Scl, 9)]),
    row("GP24", 24, 17, 24, &[alt(Uart1Rx, 2), alt(Tim0Pwm, 5), alt(I2c0Sda, 9)]),
    row("GP11", 11, 2, 11, &[alt(I2c0Sda, 1), alt(Tim3Pwm, 3), alt(Sd0Cmd, 6), alt(Uart1Rx, 7)]),
    row("GP12", 12, 3, 12, &[alt(I2c0Scl, 5), alt(Uart0Tx, 7)]),
    row("GP13", 13, 4, 13, &[alt(I2c0Sda, 5), alt(Uart0Rx, 7)]),
    row("GP14", 14, 5, 14, &[alt(I2c0Scl, 5), alt(Spi0Clk, 7)]),
    row("GP15", 15, 6, 15, &[alt(I2c0Sda, 5), alt(Spi0Miso, 7), alt(Sd0Dat0, 8)]),
    row("GP16", 16, 7, 16, &[alt(Uart1Tx, 5), alt(Spi0Mosi, 7), alt(Sd0Clk, 8)]),
    row("GP17", 17, 8, 17, &[alt(Uart1Rx, 5), alt(Spi0Cs0, 7), alt(Sd0Cmd, 8)]),
    row("GP22", 22, 15, 22, &[]),
    row("GP28", 28, 18, 40, &[]),
    row("GP10", 10, 1, 10, &[alt(I2c0Scl, 1), alt(Tim3Pwm, 3), alt(Sd0Clk, 6), alt(Uart1Tx, 7)]),
    row("GP9", 9, 64, 9, &[alt(Tim2Pwm, 3), alt(Sd0Dat0, 6)]),
    row("GP8", 8, 63, 8, &[]),
    row("GP7", 7, 62, 7, &[alt(Uart1Rts, 3), alt(Uart0Rts, 10), alt(Uart0Tx, 11)]),
    row("GP6", 6, 61, 6, &[alt(Uart1Cts, 3), alt(Uart0Rts, 5), alt(Uart0Cts, 6)]),
    row("GP30", 30, 53, 30, &[alt(Spi0Miso, 7), alt(Uart0Tx, 9)]),
    row("GP31", 31, 45, 31, &[alt(Uart1Rx, 2), alt(Spi0Clk, 7), alt(Uart0Rx, 9)]),
    row("GP3", 3, 58, 3, &[alt(Uart1Tx, 6), alt(Adc0Ch1, -1)]),
    row("GP0", 0, 50, 0, &[alt(Uart0Rts, 3), alt(Spi0Cs0, 9), alt(Uart1Rts, 10), alt(Uart0Cts, 12)]),
    row("GP4", 4, 59, 4, &[alt(Uart1Rx, 6), alt(Adc0Ch2, -1)]),
    row("GP5", 5, 60, 5, &[alt(Adc0Ch3, -1)]),
    row("GP25", 25, 21, 25, &[alt(Tim1Pwm, 9)]),
];

/// Where a pin is on the chip: what every access to it needs, in one word.
#[derive(Clone, Copy)]
pub(super) struct Site {
    pub port: Port,
    pub bit: u8,
    pub mask: u8,
    pub pad: u8,
}

/// The site of each pin, worked out once from [`PACKAGE`].
pub(super) static SITES: [Site; PinId::COUNT] = {
    let mut sites = [Site { port: Port::A0, bit: 0, mask: 0, pad: 0 }; PinId::COUNT];
    let mut index = 0;
    while index < PinId::COUNT {
        let Package { gpio, pad, .. } = PACKAGE[index];
        sites[index] = Site { port: Port::ALL[(gpio / 8) as usize], bit: gpio % 8, mask: 1 << (gpio % 8), pad };
        index += 1;
    }
    sites
};

/// The name of each pin. Columns of [`PACKAGE`] are tables of their own, so that a program keeps only those it asks for.
pub(super) static NAMES: [&str; PinId::COUNT] = {
    let mut names = [""; PinId::COUNT];
    let mut index = 0;
    while index < PinId::COUNT {
        names[index] = PACKAGE[index].name;
        index += 1;
    }
    names
};

/// The number on the package of each pin.
pub(super) static PACKAGE_PINS: [u8; PinId::COUNT] = {
    let mut pins = [0; PinId::COUNT];
    let mut index = 0;
    while index < PinId::COUNT {
        pins[index] = PACKAGE[index].package_pin;
        index += 1;
    }
    pins
};

/// What else each pin can be.
pub(super) static ALTERNATES: [&[Alternate]; PinId::COUNT] = {
    let mut alternates: [&[Alternate]; PinId::COUNT] = [&[]; PinId::COUNT];
    let mut index = 0;
    while index < PinId::COUNT {
        alternates[index] = PACKAGE[index].alternates;
        index += 1;
    }
    alternates
};

/// Every pin, to be looked up by place.
pub(super) static ORDER: [PinId; PinId::COUNT] = PinId::ALL;

/// Which pin sits at a bit of a port; `None` where the package leads no such GPIO to a header.
pub(super) static AT: [[Option<PinId>; 8]; 4] = {
    let mut at = [[None; 8]; 4];
    let mut index = 0;
    while index < PinId::COUNT {
        let gpio = PACKAGE[index].gpio as usize;
        at[gpio / 8][gpio % 8] = Some(PinId::ALL[index]);
        index += 1;
    }
    at
};

const fn row(name: &'static str, gpio: u8, package_pin: u8, pad: u8, alternates: &'static [Alternate]) -> Package {
    Package { name, gpio, package_pin, pad, alternates }
}

const fn alt(function: Function, index: i8) -> Alternate {
    Alternate { function, index }
}
