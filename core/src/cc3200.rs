//! The registers of the CC3200: addresses, fields and encodings, one file for each block of the chip.
//!
//! A constant of type [`Ro`], [`Rw`] or [`Wo`] is a register, and the type shows which accesses it allows. A `u32` is
//! an offset, the mask of a field, or a value in its place within the word. TI's name of each register and field is a
//! search alias of its constant: the name in `docs/cc3200.md` and, where it differs, the one in TI's headers
//! (`hw_gpio.h`, `hw_ocp_shared.h`, `hw_apps_rcm.h`, `hw_gprcm.h`, `hw_hib3p3.h`, `hw_nvic.h`, `hw_timer.h`,
//! `hw_uart.h`, `hw_wdt.h`, `hw_adc.h`).

pub mod adc;
pub mod arcm;
pub mod arm;
pub mod gpio;
pub mod gprcm;
pub mod hib;
mod interrupt;
pub mod mcu_init;
pub mod nvic;
pub mod pad;
mod register;
pub mod timer;
pub mod uart;
pub mod watchdog;

pub use interrupt::Interrupt;
pub use register::{Ro, Rw, Wo};
