//! The CC3200 as a register file, and the bench around it.
//!
//! Plain Rust, no browser and no clock of its own: time is a number the caller advances, so the same inputs give the
//! same trace on every target.
//!
//! ```
//! use pinscope_core::{Command, PinId, Profile, demo};
//! use pinscope_emulator::{Playground, Stimulus};
//!
//! let mut playground = Playground::new(Profile::Wipy);
//! for command in demo::COMMANDS {
//!     playground.command(command)?;
//! }
//! playground.stimulus(Stimulus::Click { pin: PinId::GP10 });
//! let irq = playground.snapshot(true).status(PinId::GP10).irq;
//! assert_eq!(irq.map(|irq| irq.count), Some(1));
//! # Ok::<(), pinscope_core::Error>(())
//! ```

mod bench;
mod button;
mod chip;
mod clock;
mod gpio;
mod nvic;
mod pads;
mod prcm;
mod program;

pub mod examples;
pub mod machine;
pub mod playground;
#[cfg(feature = "share")]
pub mod share;
pub mod stimulus;
pub mod trace;

pub use machine::{Machine, Peek};
pub use playground::{Bench, Playground, Why, WhyCode};
pub use stimulus::{Bounce, Button, Change, Driver, Outside, Stimulus, Wave, Who};
pub use trace::Trace;
