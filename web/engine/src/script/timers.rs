//! The timers of a script.

use pinscope_core::cc3200::timer::Half;
use pinscope_core::timer::{Channel, ChannelConfig, Timer, TimerError, TimerId, TimerMode, Width};
use pinscope_core::{Interrupt, Priority, RegistersMut};

use super::REFUSED;
use crate::session::Engine;

// `web/python/lib/_timer.py` passes 0 to 3 for a timer and 0 or 1 for a half.

impl Engine {
    /// Implements `Timer.init`. `is_whole` is true for a counter of 32 bits.
    pub fn configure_timer(&mut self, id: i32, mode: i32, is_whole: bool) -> i32 {
        let modes = [TimerMode::OneShot, TimerMode::Periodic, TimerMode::Pwm];
        let Some(mode) = modes.into_iter().find(|&known| known as i32 == mode) else { return REFUSED };
        let width = if is_whole { Width::Whole } else { Width::Halves };
        self.board_call(&mut |registers| answer(timer(registers, id).configure(mode, width)))
    }

    /// Implements `Timer.deinit`.
    pub fn stop_timer(&mut self, id: i32) -> i32 {
        self.board_call(&mut |registers| {
            timer(registers, id).stop();
            0
        })
    }

    /// Starts a channel, or changes its settings. `duty` is in hundredths of a percent.
    pub fn start_channel(&mut self, id: i32, half: i32, ticks: u32, duty: i32, is_inverted: bool) -> i32 {
        let config = ChannelConfig { ticks, duty: duty as u16, is_inverted };
        self.board_call(&mut |registers| answer(channel(registers, id, half).start(config)))
    }

    /// Connects the PWM of a channel to its pin, if it has one. It takes no time of its own.
    pub fn connect_channel(&mut self, id: i32, half: i32) -> i32 {
        let connected = self.playground.access(|board| {
            channel(board.registers, id, half).connect(board.profile);
            Ok(0)
        });
        self.result(connected)
    }

    /// Lets a channel interrupt with this priority, or no longer if it is 0.
    pub fn arm_channel(&mut self, id: i32, half: i32, priority: i32) -> i32 {
        let priority = Priority::ALL.into_iter().find(|&known| known as i32 == priority);
        let interrupt = Interrupt::of_timer(TimerId::ALL[id as usize & 3], Half::ALL[half as usize & 1]);
        self.playground.attach_block_irq(interrupt, true);
        self.board_call(&mut |registers| {
            let channel = channel(registers, id, half);
            answer(match priority {
                Some(priority) => channel.enable_interrupt(priority),
                None => channel.disable_interrupt(),
            })
        })
    }
}

fn timer<R: RegistersMut>(registers: R, id: i32) -> Timer<R> {
    Timer::new(TimerId::ALL[id as usize & 3], registers)
}

fn channel<R: RegistersMut>(registers: R, id: i32, half: i32) -> Channel<R> {
    timer(registers, id).channel(Half::ALL[half as usize & 1])
}

fn answer(result: Result<(), TimerError>) -> i32 {
    if result.is_ok() { 0 } else { REFUSED }
}
