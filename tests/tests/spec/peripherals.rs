//! The peripherals of the chip, on registers.
//!
//! Every address and every encoding here is a literal from `docs/peripherals.md`, so that a wrong constant in the core
//! fails.

mod adc;
mod adc_module;
mod capture;
#[cfg(not(target_arch = "wasm32"))]
mod firmware;
mod interrupts;
mod port_writes;
mod pwm;
mod register_table;
mod reports;
mod rtc;
mod rtc_module;
mod saved_state;
mod soft_reset;
mod sys_tick;
mod timer_module;
mod timers;
mod uart;
mod uart_module;
mod vcd;
mod watchdog;
mod watchdog_module;

use pinscope_core::PinId::{self, GP17};
use pinscope_core::{
    Command, Config, EventKind, IrqConfig, PadLevel, Profile, Pull, Reaction, Registers as _, SleepMode, Trigger, Wake,
};
use pinscope_emulator::{Machine, Playground};
use pinscope_tests::recorder::Recorder;

const MS: u64 = 1_000_000;
const SECOND: u64 = 1_000 * MS;

/// Interrupts 0 to 31 that are pending, and those from 32 on.
const ISPR0: u32 = 0xE000_E200;
const ISPR1: u32 = 0xE000_E204;

fn playground() -> Playground {
    Playground::new(Profile::WipySilicon)
}

fn read(playground: &Playground, addr: u32) -> u32 {
    playground.machine().read(addr)
}

/// Writes words as software does. Each has to be accepted.
fn write(playground: &mut Playground, words: &[(u32, u32)]) {
    for &(addr, value) in words {
        playground.poke(addr, value).unwrap_or_else(|error| panic!("{addr:#x} = {value:#x}: {error}"));
    }
}

/// Runs a part of a program.
fn run(playground: &mut Playground, program: impl FnOnce(&Machine)) {
    let done = playground.access(|board| {
        program(board.registers);
        Ok(())
    });
    done.expect("the board is awake and every access is possible");
}

/// Returns a started board that records the writes of software.
fn recorder() -> Recorder {
    let recorder = Recorder::new(Profile::Wipy);
    recorder.board().start();
    recorder.take();
    recorder
}

/// Returns the times at which the level of `pin` has changed since `since_ns`, with the new levels.
fn edges(playground: &Playground, pin: PinId, since_ns: u64) -> Vec<(u64, PadLevel)> {
    let level = |event: &pinscope_core::Event| match event.kind {
        EventKind::Level { pin: other, level } if other == pin => Some((event.time_ns, level)),
        _ => None,
    };
    playground.machine().trace(|trace| trace.from(since_ns).filter_map(level).collect())
}

/// Arms GP17, which is pulled down, to end LPDS and HIBERNATE with a rising edge.
fn arm_wake(playground: &mut Playground) {
    let config = Config { pull: Pull::Down, ..Config::default() };
    playground.command(Command::Init { pin: GP17, config }).expect("valid");
    let config = IrqConfig { wake: Wake::SUSPENDED | Wake::HIBERNATE, ..IrqConfig::new(Trigger::Rising) };
    playground.command(Command::Irq { pin: GP17, config, reaction: Reaction::Nothing, takes_ns: 0 }).expect("valid");
}

/// Puts the board to sleep until GP17 rises.
fn sleep(playground: &mut Playground, mode: SleepMode) {
    arm_wake(playground);
    playground.command(Command::Sleep { mode }).expect("awake");
}
