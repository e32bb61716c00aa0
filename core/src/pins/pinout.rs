//! The pinout: one row for each of the 25 pins that reach a header or an LED. `PinId` and all tables are generated from
//! these rows.
//!
//! Sources: TI's pin map and MicroPython's `af.csv` for the CC3200 (`docs/cc3200.md`, section 1); the silkscreens of
//! the WiPy and of the LaunchPad, whose label `P19` means header P1, pin 9.

use super::Alternate;
use super::function::Function::*;
use crate::cc3200::gpio::Port;

/// The location of a pin in the registers. Every access to a pin needs it, so the locations have a small table of
/// their own.
#[derive(Clone, Copy)]
pub(super) struct PinLocation {
    pub port: Port,
    pub bit: u8,
    pub mask: u8,
    pub pad: u8,
}

impl PinLocation {
    const fn new(gpio: u8, pad: u8) -> Self {
        Self { port: Port::ALL[(gpio / 8) as usize], bit: gpio % 8, mask: 1 << (gpio % 8), pad }
    }
}

/// The other facts about a pin.
pub(super) struct PinDef {
    pub name: &'static str,
    pub package_pin: u8,
    pub wipy_label: &'static str,
    pub launchxl_label: &'static str,
    pub alternates: &'static [Alternate],
}

/// Expands rows to the enum of pins and the table of their facts, so that neither can miss a pin or change its order.
macro_rules! pinout {
    ($($name:ident: $gpio:literal, $package_pin:literal, $pad:literal, $wipy:literal, $launchxl:literal,
        [$($function:ident = $index:literal),*];)*) => {
        /// A pin of the board, in the order of MicroPython's `Pin.board`: down the left header of the WiPy, then down
        /// the right one, then the LED.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "defmt", derive(defmt::Format))]
        #[repr(u8)]
        pub enum PinId {
            $(#[doc = concat!("GPIO ", $gpio, ", package pin ", $package_pin, ".")] $name,)*
        }

        impl PinId {
            /// Every pin, in order.
            pub const ALL: [Self; Self::COUNT] = [$(Self::$name),*];
        }

        /// The location of each pin, in the order of [`PinId::ALL`].
        pub(super) static LOCATIONS: [PinLocation; PinId::COUNT] = [$(PinLocation::new($gpio, $pad)),*];

        /// The other facts about each pin, in the order of [`PinId::ALL`].
        pub(super) static PINOUT: [PinDef; PinId::COUNT] = [$(
            PinDef {
                name: stringify!($name),
                package_pin: $package_pin,
                wipy_label: $wipy,
                launchxl_label: $launchxl,
                alternates: &[$(Alternate { function: $function, index: $index }),*],
            },
        )*];
    };
}

// A row has the form
// `name: GPIO, package pin, pad, label on the WiPy, label on the LaunchPad, [alternate function = its number, …];`.
// The number of an ADC channel is -1. HBL is the heartbeat LED.
pinout! {
    GP2: 2, 57, 2, "L2", "P33", [Uart0Rx = 3, Uart1Rx = 6, Adc0Ch0 = -1];
    GP1: 1, 55, 1, "L3", "P29", [Uart0Tx = 3, Uart1Tx = 6];
    GP23: 23, 16, 23, "L4", "P49", [Uart1Tx = 2, I2c0Scl = 9];
    GP24: 24, 17, 24, "L5", "P410", [Uart1Rx = 2, Tim0Pwm = 5, I2c0Sda = 9];
    GP11: 11, 2, 11, "L6", "P110", [I2c0Sda = 1, Tim3Pwm = 3, Sd0Cmd = 6, Uart1Rx = 7];
    GP12: 12, 3, 12, "L7", "P14", [I2c0Scl = 5, Uart0Tx = 7];
    GP13: 13, 4, 13, "L8", "P13", [I2c0Sda = 5, Uart0Rx = 7];
    GP14: 14, 5, 14, "L9", "P17", [I2c0Scl = 5, Spi0Clk = 7];
    GP15: 15, 6, 15, "L10", "P27", [I2c0Sda = 5, Spi0Miso = 7, Sd0Dat0 = 8];
    GP16: 16, 7, 16, "L11", "P26", [Uart1Tx = 5, Spi0Mosi = 7, Sd0Clk = 8];
    GP17: 17, 8, 17, "L12", "P23", [Uart1Rx = 5, Spi0Cs0 = 7, Sd0Cmd = 8];
    GP22: 22, 15, 22, "L13", "P210", [];
    GP28: 28, 18, 40, "L14", "P22", [];
    GP10: 10, 1, 10, "R4", "P19", [I2c0Scl = 1, Tim3Pwm = 3, Sd0Clk = 6, Uart1Tx = 7];
    GP9: 9, 64, 9, "R5", "P39", [Tim2Pwm = 3, Sd0Dat0 = 6];
    GP8: 8, 63, 8, "R6", "P37", [];
    GP7: 7, 62, 7, "R7", "P18", [Uart1Rts = 3, Uart0Rts = 10, Uart0Tx = 11];
    GP6: 6, 61, 6, "R8", "P15", [Uart1Cts = 3, Uart0Rts = 5, Uart0Cts = 6];
    GP30: 30, 53, 30, "R9", "P38", [Spi0Miso = 7, Uart0Tx = 9];
    GP31: 31, 45, 31, "R10", "P24", [Uart1Rx = 2, Spi0Clk = 7, Uart0Rx = 9];
    GP3: 3, 58, 3, "R11", "P12", [Uart1Tx = 6, Adc0Ch1 = -1];
    GP0: 0, 50, 0, "R12", "P310", [Uart0Rts = 3, Spi0Cs0 = 9, Uart1Rts = 10, Uart0Cts = 12];
    GP4: 4, 59, 4, "R13", "P16", [Uart1Rx = 6, Adc0Ch2 = -1];
    GP5: 5, 60, 5, "R14", "P34", [Adc0Ch3 = -1];
    GP25: 25, 21, 25, "HBL", "P28", [Tim1Pwm = 9];
}

/// The pin at each bit of each port; `None` if the GPIO reaches no header.
pub(super) static BY_PORT_BIT: [[Option<PinId>; 8]; 4] = {
    let mut pins = [[None; 8]; 4];
    let mut index = 0;
    while index < PinId::COUNT {
        let PinLocation { port, bit, .. } = LOCATIONS[index];
        pins[port.index()][bit as usize] = Some(PinId::ALL[index]);
        index += 1;
    }
    pins
};
