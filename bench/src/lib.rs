//! What is measured: one set of loops, timed by criterion natively and by Node in WebAssembly.

use std::hint::black_box;

use pinscope_core::{Command, Config, IrqConfig, Level, Mode, PinId, Profile, Reaction, Trigger};
use pinscope_emulator::{ClockSignal, Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

/// The pin whose level changes.
const INPUT: PinId = PinId::GP10;
/// The pin the handler toggles.
const LED: PinId = PinId::GP25;
/// The time between two edges: an edge each microsecond.
const STEP_NS: u64 = 1000;
/// The clock on every pin, in hertz.
const HERTZ: f64 = 10e3;
/// How long they run: ten seconds.
const CLOCKED_NS: u64 = 10_000_000_000;

/// A board, and what is done to it over and over.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
#[derive(Debug)]
pub struct Bench {
    playground: Playground,
    level: Level,
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
impl Bench {
    /// Both edges of the input interrupt; the handler is called and does nothing.
    pub fn served() -> Self {
        Self::armed(Reaction::Nothing)
    }

    /// Both edges of the input interrupt; the handler toggles the LED, so another level changes with each.
    pub fn toggling() -> Self {
        Self::armed(Reaction::Toggle(LED))
    }

    /// No interrupt is armed.
    pub fn unheard() -> Self {
        Self::board(&[])
    }

    /// A clock on every pin.
    pub fn clocked() -> Self {
        let mut bench = Self::board(&[]);
        for pin in PinId::ALL {
            let signal = ClockSignal::new(HERTZ, 0.5).expect("a possible wave");
            bench.playground.stimulus(Stimulus::Clock { pin, signal });
        }
        bench
    }

    /// Changes the level of the input that often.
    pub fn edges(&mut self, count: u32) {
        for _ in 0..count {
            self.level = !self.level;
            self.playground.stimulus(Stimulus::Drive { pin: INPUT, level: Some(self.level) });
            self.playground.advance(STEP_NS);
        }
    }

    /// Lets ten simulated seconds pass.
    pub fn ten_seconds(&mut self) {
        self.playground.advance(CLOCKED_NS);
    }

    /// Takes that many snapshots.
    pub fn snapshots(&self, count: u32) {
        for _ in 0..count {
            black_box(self.playground.snapshot(true));
        }
    }
}

impl Bench {
    /// How many edges the clocks make in ten seconds.
    pub const CLOCK_EDGES: u64 = PinId::COUNT as u64 * 2 * HERTZ as u64 * (CLOCKED_NS / 1_000_000_000);

    fn armed(reaction: Reaction) -> Self {
        let led = Config { mode: Mode::Out, value: Some(Level::Low), ..Config::DEFAULT };
        let irq = IrqConfig::new(Trigger::BothEdges);
        Self::board(&[
            Command::Init { pin: LED, config: led },
            Command::Irq { pin: INPUT, config: irq, reaction, takes_ns: 0 },
        ])
    }

    fn board(program: &[Command]) -> Self {
        let mut playground = Playground::new(Profile::Wipy);
        for &command in program {
            playground.command(command).expect("a valid program");
        }
        Self { playground, level: Level::Low }
    }
}
