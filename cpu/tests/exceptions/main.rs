//! Exceptions as the manual describes them (B1.5), seen by guests.

mod entry;
mod faults;
mod guest;
mod hostile;
mod interrupts;
mod protection;
mod qemu;
mod sleep;
