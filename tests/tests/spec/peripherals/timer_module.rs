//! The core's module for timers: the order of its writes, its effect on the emulated chip, and what it refuses.

use std::cell::RefCell;

use embedded_hal::delay::DelayNs as _;
use embedded_hal::pwm::SetDutyCycle as _;
use pinscope_core::PinId::{self, GP9, GP11, GP25};
use pinscope_core::cc3200::timer::Half;
use pinscope_core::timer::{ChannelConfig, Timer, TimerError, TimerId, TimerMode, Width};
use pinscope_core::{Mode, PadLevel, Priority, Profile, Registers, RegistersMut};
use pinscope_emulator::Playground;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{MS, SECOND, edges, playground, read, recorder, run};

const SLOW: ChannelConfig = ChannelConfig { ticks: 80_000, duty: 2_500, is_inverted: false };

/// `docs/peripherals.md`, section 2: configure, then start in PWM, then the pad.
#[test]
fn a_timer_is_set_up_in_the_order_of_the_port() {
    let recorder = recorder();
    let timer = Timer::new(TimerId::A2, recorder.board().registers);
    timer.configure(TimerMode::Pwm, Width::Halves).expect("PWM has halves");
    let words = [
        (0x4402_50A0, 0x101),
        (0x4402_50A4, 1),
        (0x4402_50A4, 0),
        (0x4402_60B0, 0xFF),
        (0x4003_200C, 0),
        (0x4003_2000, 4),
        (0x4003_2004, 0x0A),
        (0x4003_2008, 0x0A),
    ];
    assert_eq!(recorder.take(), words);
    let channel = timer.channel(Half::B);
    channel.start(ChannelConfig { ticks: 80_000, duty: 5_055, is_inverted: true }).expect("1 kHz is possible");
    let words = [
        (0x4003_203C, 1),
        (0x4003_202C, 79_999),
        (0x4003_200C, 0x4000),
        (0x4003_2034, 39_610),
        (0x4003_2044, 0),
        (0x4003_200C, 0x4100),
    ];
    assert_eq!(recorder.take(), words);
    assert_eq!(channel.connect(Profile::Wipy), Some(GP9));
    assert_eq!(recorder.take(), [(0x4402_E0C4, 0x043), (0x4000_5400, 0)]);
    timer.stop();
    assert_eq!(recorder.take(), [(0x4003_200C, 0x4000), (0x4003_2018, 0), (0x4003_2024, 0x1_2F3F), (0x4402_50A0, 0)]);
}

#[test]
fn the_load_and_the_match_value_are_those_of_the_port() {
    // Period in ticks, duty, prescaler, load and match value (`docs/peripherals.md`, section 2).
    let rows = [
        (16_000_000, 0, 0xF4, 15_999_999 & 0xFFFF, 15_999_998),
        (800_000, 0, 0x0C, 799_999 & 0xFFFF, 799_998),
        (1_600, 2_000, 0, 1_599, 1_280),
        (1_600, 8_000, 0, 1_599, 320),
        (1_600, 10_000, 0, 1_599, 0),
        (80_000, 5_055, 1, 79_999 & 0xFFFF, 39_610),
        (80_000, 10_000, 1, 79_999 & 0xFFFF, 99),
        (80_000, 65_535, 1, 79_999 & 0xFFFF, 99),
        (1 << 24, 0, 0xFF, 0xFFFF, 0xFF_FFFE),
    ];
    for (ticks, duty, prescale, load, match_value) in rows {
        let playground = playground();
        let timer = Timer::new(TimerId::A0, playground.machine());
        timer.configure(TimerMode::Pwm, Width::Halves).expect("PWM has halves");
        timer.channel(Half::A).start(ChannelConfig { ticks, duty, is_inverted: false }).expect("it is in range");
        let words = [0x38, 0x28, 0x30, 0x40].map(|offset| read(&playground, 0x4003_0000 + offset));
        assert_eq!(words, [prescale, load, match_value & 0xFFFF, match_value >> 16], "{ticks} ticks, duty {duty}");
    }
}

#[test]
fn a_channel_drives_its_pin_and_its_duty_cycle_can_be_changed_through_embedded_hal() {
    for (id, half, pin) in [(TimerId::A1, Half::A, GP25), (TimerId::A3, Half::B, GP11)] {
        let mut playground = playground();
        run(&mut playground, |registers| {
            let timer = Timer::new(id, registers);
            timer.configure(TimerMode::Pwm, Width::Halves).expect("PWM has halves");
            let mut channel = timer.channel(half);
            channel.start(SLOW).expect("1 kHz is possible");
            assert_eq!(channel.connect(Profile::WipySilicon), Some(pin));
            channel.set_duty_cycle_percent(50).expect("it has a clock");
        });
        assert_eq!(playground.machine().peek_board().at(pin).mode(), Mode::Alt);
        playground.advance(10 * MS);
        let high_ns = high_time(&playground, pin);
        assert!((4_990_000..5_010_000).contains(&high_ns), "{high_ns} ns of 10 ms");
    }
    for (id, half) in [(TimerId::A0, Half::B), (TimerId::A1, Half::B), (TimerId::A2, Half::A)] {
        assert_eq!(Timer::new(id, playground().machine()).channel(half).connect(Profile::Wipy), None);
    }
}

fn high_time(playground: &Playground, pin: PinId) -> u64 {
    let edges = edges(playground, pin, 0);
    let phases = edges.windows(2).filter(|phase| phase[0].1 == PadLevel::High);
    phases.map(|phase| phase[1].0 - phase[0].0).sum()
}

#[test]
fn an_interrupt_of_a_channel_is_enabled_with_its_priority_and_masked_again() {
    let mut playground = playground();
    run(&mut playground, |registers| {
        let timer = Timer::new(TimerId::A3, registers);
        timer.configure(TimerMode::Periodic, Width::Halves).expect("valid");
        timer.channel(Half::B).start(SLOW).expect("valid");
        timer.channel(Half::B).enable_interrupt(Priority::P5).expect("it has a clock");
    });
    // Interrupt 36 is the fifth of the second word, and its priority the first byte of the tenth.
    assert_eq!([0xE000_E104, 0xE000_E424].map(|addr| read(&playground, addr)), [1 << 4, 0x60]);
    playground.advance(MS);
    assert_eq!(read(&playground, 0xE000_E204), 1 << 4);
    let channel = Timer::new(TimerId::A3, playground.machine()).channel(Half::B);
    channel.disable_interrupt().expect("it has a clock");
    assert_eq!(read(&playground, 0x4003_3018), 0);
}

#[test]
fn a_setting_that_a_timer_does_not_have_is_refused_by_name_and_changes_nothing() {
    let recorder = recorder();
    let timer = Timer::new(TimerId::A1, recorder.board().registers);
    let refused = timer.configure(TimerMode::Pwm, Width::Whole);
    assert_eq!(refused, Err(TimerError::PwmNeedsHalves { timer: TimerId::A1 }));
    assert_eq!(timer.channel(Half::A).start(SLOW), Err(TimerError::NotConfigured { timer: TimerId::A1 }));
    timer.stop();
    assert_eq!(recorder.take(), []);
    timer.configure(TimerMode::Periodic, Width::Halves).expect("valid");
    recorder.take();
    for ticks in [0, 1, (1 << 24) + 1, u32::MAX] {
        let error = timer.channel(Half::B).start(ChannelConfig { ticks, ..SLOW }).expect_err("it is out of range");
        assert_eq!(error.to_string(), format!("timer 1: a period of {ticks} ticks is outside 2 to 16777216"));
    }
    assert_eq!(recorder.take(), []);
    timer.configure(TimerMode::OneShot, Width::Whole).expect("valid");
    assert_eq!(timer.channel(Half::A).start(ChannelConfig { ticks: u32::MAX, ..SLOW }), Ok(()));
}

/// Registers on which time passes: each read takes a microsecond.
#[derive(Clone, Copy)]
struct Passing<'a>(&'a RefCell<Playground>);

impl Registers for Passing<'_> {
    fn read(self, addr: u32) -> u32 {
        self.0.borrow_mut().advance(1_000);
        self.0.borrow().machine().read(addr)
    }
}

impl RegistersMut for Passing<'_> {
    fn write(self, addr: u32, value: u32) {
        self.0.borrow_mut().poke(addr, value).expect("the timer has a clock");
    }

    fn exclusive<T>(self, f: impl FnOnce(Self) -> T) -> T {
        f(self)
    }
}

#[test]
fn a_timer_waits_as_long_as_embedded_hal_asks() {
    let playground = RefCell::new(playground());
    let mut timer = Timer::new(TimerId::A0, Passing(&playground));
    for (wait, least_ns) in [(1, 1), (250_000, 250_000), (4_000_000_000, 4 * SECOND)] {
        let start_ns = playground.borrow().machine().time_ns();
        timer.delay_ns(wait);
        let waited_ns = playground.borrow().machine().time_ns() - start_ns;
        // The reset of the timer is held by 64 reads.
        assert!((least_ns..least_ns + 64_000 + 20_000).contains(&waited_ns), "{waited_ns} ns");
    }
}
