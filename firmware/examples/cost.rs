//! Calls each function once, so that `tests/tests/firmware/cost.rs` can count the instructions that it executes.
//!
//! The pin of a `fixed_` function is known at compile time, the pin of an `any_` function only at run time.
//! `manual_write` is the access that a person would write without the library.

#![no_std]
#![no_main]

use core::hint::black_box;
use core::panic::PanicInfo;

use pinscope_core::{Board, Level, Mode, Pin, PinId, Profile, RegistersMut};
use pinscope_firmware::{Mmio, entry};

const BOARD: Board<Mmio> = Board::new(Profile::WipySilicon, Mmio);
const FIXED: Pin<Mmio> = BOARD.at(PinId::GP9);

#[inline(never)]
fn fixed_set_value() {
    FIXED.set_value(Level::High);
}

#[inline(never)]
fn manual_write() {
    // GP9 is bit 1 of port A1: its masked data address is 0x40005000 + (2 << 2).
    Mmio.write(0x4000_5008, 2);
}

#[inline(never)]
fn fixed_value() -> Level {
    FIXED.value()
}

#[inline(never)]
fn fixed_toggle() {
    FIXED.toggle();
}

#[inline(never)]
fn fixed_set_mode() {
    FIXED.set_mode(Mode::Out);
}

#[inline(never)]
fn any_set_value(pin: PinId, level: Level) {
    BOARD.at(pin).set_value(level);
}

#[inline(never)]
fn any_value(pin: PinId) -> Level {
    BOARD.at(pin).value()
}

#[inline(never)]
fn any_toggle(pin: PinId) {
    BOARD.at(pin).toggle();
}

#[inline(never)]
fn any_set_mode(pin: PinId, mode: Mode) {
    BOARD.at(pin).set_mode(mode);
}

/// The pin that the test drives high when it is ready to count.
const START: Pin<Mmio> = BOARD.at(PinId::GP10);

#[entry]
fn main() -> ! {
    while START.latch() == Level::Low {}
    black_box(fixed_set_value as fn())();
    black_box(manual_write as fn())();
    black_box(fixed_value as fn() -> Level)();
    black_box(fixed_toggle as fn())();
    black_box(fixed_set_mode as fn())();
    let pin = black_box(PinId::GP8);
    black_box(any_set_value as fn(PinId, Level))(pin, Level::High);
    black_box(any_value as fn(PinId) -> Level)(pin);
    black_box(any_toggle as fn(PinId))(pin);
    black_box(any_set_mode as fn(PinId, Mode))(pin, Mode::Out);
    loop {
        cortex_m::asm::wfi();
    }
}

#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    loop {
        cortex_m::asm::wfi();
    }
}
