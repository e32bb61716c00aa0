//! A firmware with PWM and a serial line: the LED breathes, and the board answers how bright it is.

use std::cell::Cell;
use std::fmt::Write as _;

use embedded_hal::pwm::SetDutyCycle;
use pinscope_core::cc3200::timer::Half;
use pinscope_core::interrupt::take_causes;
use pinscope_core::timer::{ChannelConfig, Timer, TimerId, TimerMode, Width};
use pinscope_core::uart::{Uart, UartConfig, UartId};
use pinscope_core::{EventKind, Interrupt, Level, PadLevel, PinId, Profile};
use pinscope_emulator::{Firmware, RunningBoard, Simulation, Stimulus};

const BAUD: u32 = 9_600;
const BIT_NS: u64 = 1_000_000_000 / BAUD as u64;
const MS: u64 = 1_000_000;

/// Makes the LED brighter and darker, a step at a time. It needs only the trait of embedded-hal.
struct Breath<L> {
    led: L,
    percent: u8,
    is_rising: bool,
}

impl<L: SetDutyCycle> Breath<L> {
    fn step(&mut self) -> Result<u8, L::Error> {
        self.percent = if self.is_rising { self.percent + 5 } else { self.percent - 5 };
        if matches!(self.percent, 0 | 100) {
            self.is_rising = !self.is_rising;
        }
        self.led.set_duty_cycle_percent(self.percent)?;
        Ok(self.percent)
    }
}

/// The state that the main program and the interrupt share.
#[derive(Default)]
struct Lamp {
    percent: Cell<u8>,
}

impl Firmware for Lamp {
    fn main(&self, running: RunningBoard) {
        let board = running.board();
        board.start();
        let timer = Timer::new(TimerId::A1, running);
        timer.configure(TimerMode::Pwm, Width::Halves).expect("PWM has halves");
        // 1 kHz: 80000 ticks of 12.5 ns.
        let led = timer.channel(Half::A);
        led.start(ChannelConfig { ticks: 80_000, duty: 0, is_inverted: false }).expect("1 kHz is possible");
        led.connect(board.profile);

        let serial = Uart::new(UartId::A1, running);
        serial.connect(board, &[Some(PinId::GP16), Some(PinId::GP17)]).expect("the pins offer the lines");
        serial.configure(UartConfig::new(BAUD)).expect("9600 baud are possible");

        let mut breath = Breath { led, percent: 0, is_rising: true };
        loop {
            running.delay_ms(50);
            self.percent.set(breath.step().expect("the timer runs"));
        }
    }

    /// Called when bytes have been received: a question mark is answered.
    fn block_interrupt(&self, running: RunningBoard, interrupt: Interrupt) {
        take_causes(running, interrupt);
        let mut serial = Uart::new(UartId::A1, running);
        while let Some(byte) = serial.read_byte() {
            if byte == b'?' {
                let mut answer = String::new();
                let _ = writeln!(answer, "{} %", self.percent.get());
                let _ = embedded_io::Write::write(&mut serial, answer.as_bytes());
            }
        }
    }
}

/// Sends a byte to the board from outside, bit by bit from `at_ns` on.
fn send(simulation: &mut Simulation, at_ns: u64, byte: u8) {
    let bits = u16::from(byte) << 1 | 1 << 9;
    for bit in 0..10 {
        let level = Level::from(bits >> bit & 1 != 0);
        simulation.stimulus_at(at_ns + bit * BIT_NS, Stimulus::Drive { pin: PinId::GP17, level: Some(level) });
    }
}

/// Returns the text that the board has sent, decoded from the level of GP16 in the middle of each bit.
fn received(simulation: &mut Simulation) -> String {
    let edges: Vec<(u64, bool)> = simulation.machine().trace(|trace| {
        let edge = |event: &pinscope_core::Event| match event.kind {
            EventKind::Level { pin: PinId::GP16, level } => Some((event.time_ns, level == PadLevel::High)),
            _ => None,
        };
        trace.from(0).filter_map(edge).collect()
    });
    let level_at = |time_ns| edges.iter().rev().find(|&&(at_ns, _)| at_ns <= time_ns).is_some_and(|&(_, level)| level);
    let mut text = String::new();
    let mut next_ns = edges.iter().find(|(_, is_high)| *is_high).map_or(0, |&(at_ns, _)| at_ns);
    while let Some(&(start_ns, _)) = edges.iter().find(|&&(at_ns, is_high)| at_ns >= next_ns && !is_high) {
        let bit = |number: u64| u8::from(level_at(start_ns + number * BIT_NS + BIT_NS / 2)) << (number - 1);
        text.push((1..=8).map(bit).sum::<u8>().into());
        next_ns = start_ns + 9 * BIT_NS + BIT_NS / 2;
    }
    text
}

fn main() {
    let mut simulation = Simulation::new(Profile::Wipy);
    for (at_ms, byte) in [(120, b'?'), (220, b'x'), (320, b'?')] {
        send(&mut simulation, at_ms * MS, byte);
    }
    simulation.run(&Lamp::default(), 500 * MS);
    let text = received(&mut simulation);
    print!("{text}");
    assert_eq!(text, "10 %\n30 %\n");
}

#[test]
fn the_board_answers_how_bright_its_led_is() {
    main();
}
