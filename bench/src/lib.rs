//! The loops that are measured: by criterion natively, and by Node as WebAssembly.
//!
//! [`Bench`] is a board, and [`CpuBench`] is a processor that executes instructions.
//!
//! `cargo xtask bench` runs everything in this package and compares the figures with their targets.

mod cpu;
pub mod machine_code;

pub use cpu::CpuBench;

use std::hint::black_box;

use pinscope_core::cc3200::timer::{Half, Timer as TimerId};
use pinscope_core::timer::{ChannelConfig, MAX_DUTY, Timer, TimerMode, Width};
use pinscope_core::{Command, Config, IrqConfig, Level, Mode, PinId, Profile, Reaction, Trigger};
use pinscope_emulator::{ClockSignal, Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

/// The pin whose level changes.
const INPUT: PinId = PinId::GP10;
/// The pin that the handler toggles.
const LED: PinId = PinId::GP25;
/// The simulated time between two edges.
const STEP_NS: u64 = 1000;
/// The frequency of the clock on every pin, in hertz.
const CLOCK_HERTZ: f64 = 10e3;
/// The period of the PWM outputs in ticks of a timer. It is that of 20 kHz.
const PWM_TICKS: u32 = 4_000;
/// The simulated time for which the clocks and the PWM outputs run.
const CLOCKED_NS: u64 = 10_000_000_000;

/// A board for one of the loops.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
#[derive(Debug)]
pub struct Bench {
    playground: Playground,
    level: Level,
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
impl Bench {
    /// Makes a board on which both edges of the input interrupt and the handler does nothing.
    pub fn served() -> Self {
        Self::with_interrupt(Reaction::Nothing)
    }

    /// Makes a board on which both edges of the input interrupt and the handler toggles the LED.
    pub fn toggling() -> Self {
        Self::with_interrupt(Reaction::Toggle(LED))
    }

    /// Makes a board without an interrupt.
    pub fn unarmed() -> Self {
        Self::board(&[])
    }

    /// Makes a board with a clock on every pin.
    pub fn clocked() -> Self {
        let mut bench = Self::board(&[]);
        for pin in PinId::ALL {
            let signal = ClockSignal::new(CLOCK_HERTZ, 0.5).expect("a possible clock");
            bench.playground.stimulus(Stimulus::Clock { pin, signal });
        }
        bench
    }

    /// Makes a board with PWM at 20 kHz on the five pins that offer it.
    pub fn pwm() -> Self {
        let mut bench = Self::board(&[]);
        let outputs = bench.playground.access(|board| {
            let timers = TimerId::ALL.map(|id| Timer::new(id, board.registers));
            let mut outputs = 0;
            for timer in timers {
                timer.configure(TimerMode::Pwm, Width::Halves).expect("PWM has halves");
                for channel in Half::ALL.map(|half| timer.channel(half)) {
                    let config = ChannelConfig { ticks: PWM_TICKS, duty: MAX_DUTY / 2, is_inverted: false };
                    channel.start(config).expect("a possible period");
                    outputs += u32::from(channel.connect(Profile::Wipy).is_some());
                }
            }
            Ok(outputs)
        });
        assert_eq!(outputs, Ok(5), "five pins offer PWM");
        bench
    }

    /// Changes the level of the input `count` times.
    pub fn edges(&mut self, count: u32) {
        for _ in 0..count {
            self.level = !self.level;
            self.playground.stimulus(Stimulus::Drive { pin: INPUT, level: Some(self.level) });
            self.playground.advance(STEP_NS);
        }
    }

    /// Advances the board by ten simulated seconds.
    pub fn ten_seconds(&mut self) {
        self.playground.advance(CLOCKED_NS);
    }

    /// Takes `count` snapshots.
    pub fn snapshots(&self, count: u32) {
        for _ in 0..count {
            black_box(self.playground.snapshot(true));
        }
    }
}

impl Bench {
    /// The number of edges that the PWM outputs make in ten seconds.
    pub const PWM_EDGES: u64 = 5 * 2 * 20_000 * (CLOCKED_NS / 1_000_000_000);
    /// The number of edges that the clocks make in ten seconds.
    pub const CLOCK_EDGES: u64 = PinId::COUNT as u64 * 2 * CLOCK_HERTZ as u64 * (CLOCKED_NS / 1_000_000_000);

    fn with_interrupt(reaction: Reaction) -> Self {
        let led = Config { mode: Mode::Out, value: Some(Level::Low), ..Config::DEFAULT };
        let irq = IrqConfig::new(Trigger::BothEdges);
        Self::board(&[
            Command::Init { pin: LED, config: led },
            Command::Irq { pin: INPUT, config: irq, reaction, takes_ns: 0 },
        ])
    }

    fn board(commands: &[Command]) -> Self {
        let mut playground = Playground::new(Profile::Wipy);
        for &command in commands {
            playground.command(command).expect("a valid command");
        }
        Self { playground, level: Level::Low }
    }
}
