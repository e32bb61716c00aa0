//! A board that is restored from a checkpoint continues with its timers, UARTs, watchdog, ADC, clock and stimuli.

use std::fmt::Debug;

use pinscope_core::PinId::{GP3, GP9, GP24};
use pinscope_core::rtc::{self, POWER_ON_TIME, UNITS_PER_SECOND};
use pinscope_core::{Command, Event, EventKind, Level, Power, Registers as _, ResetCause, SleepMode};
use pinscope_emulator::playground::TimedStimulus;
use pinscope_emulator::{Playground, Stimulus, VoltageSource};
use pinscope_protocol::register_map::{self, Peripheral};
use pinscope_tests::playground::restored;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::timers::{TIMERS, configure};
use super::{ISPR0, MS, SECOND, capture, playground, pwm, read, run, uart, watchdog, write};

/// Fails if a register of the two boards differs. The raw status of a port is left out, because a restored board
/// forgets the edges on its pins.
fn assert_same_registers(again: &Playground, board: &Playground) {
    for register in register_map::registers() {
        if matches!((register.block, register.short_name()), (Peripheral::Port(_), "RIS")) {
            continue;
        }
        let [theirs, ours] = [again, board].map(|playground| playground.machine().peek().read(register.addr));
        assert_eq!(theirs, ours, "{register}");
    }
}

/// Lets `board` go on, and beside it the board that is restored from a checkpoint of it. Both have to have the same
/// registers, the same events and the same result. Returns the events and the result.
fn resumes<T: PartialEq + Debug>(board: &mut Playground, resume: impl Fn(&mut Playground) -> T) -> (Vec<Event>, T) {
    let next = board.machine().trace(|trace| trace.next());
    let mut again = restored(board);
    assert_same_registers(&again, board);
    let since = |playground: &Playground| -> Vec<Event> {
        playground.machine().trace(|trace| trace.since(next).map(|(_, event)| event).collect())
    };
    assert!(since(&again).is_empty(), "to restore it is no event");
    let (result, result_again) = (resume(board), resume(&mut again));
    assert_eq!(result_again, result);
    assert_eq!(since(&again), since(board));
    assert_same_registers(&again, board);
    assert_eq!((again.ticks_ns(), again.reset_cause()), (board.ticks_ns(), board.reset_cause()));
    (since(board), result)
}

#[test]
fn waves_ticks_voltages_and_timed_stimuli_go_on() {
    let mut board = playground();
    let base = TIMERS[0].0;
    // A PWM of 1 kHz at GP24, a clock, SysTick, and an ADC that samples a ramp.
    configure(&mut board, 0, 0x0A, 16);
    write(&mut board, &[(base + 0x38, 1), (base + 0x28, 79_999), (base + 0x30, 39_999), (base + 0x0C, 1)]);
    write(&mut board, &[(0x4402_E100, 0x45), (0x4402_F804, 1), (0xE000_E014, 79_999), (0xE000_E010, 7)]);
    board.stimulus(Stimulus::Voltage { pin: GP3, source: VoltageSource::ramp(0.0, 3.3, 70.0) });
    write(&mut board, &[(0x4402_E800, 1), (0x4402_E8B8, 4)]);
    let stimulus = Stimulus::Drive { pin: GP9, level: Some(Level::High) };
    board.schedule(vec![TimedStimulus { at_ns: 20 * MS, stimulus }]);
    board.advance(10 * MS + 123_456);
    let (events, ()) = resumes(&mut board, |board| board.advance(30 * MS));
    for pin in [GP3, GP9, GP24] {
        assert!(events.iter().any(|event| event.kind.pin() == Some(pin)), "{pin} has changed");
    }
}

/// The value of CFG is 4 for a width of 16 bits. Each mode raises a bit of RIS.
#[test]
fn timers_of_every_mode_go_on() {
    let modes = [
        ("one-shot of 32 bits", 32, 0x31),
        ("periodic of 32 bits", 32, 0x32),
        ("one-shot", 16, 0x31),
        ("periodic", 16, 0x32),
        ("periodic that counts down with a prescaler", 16, 0x22),
        ("PWM with an interrupt", 16, 0x20A),
        ("edge count down", 16, 0x03),
        ("edge count up", 16, 0x13),
        ("edge time down", 16, 0x07),
        ("edge time up", 16, 0x17),
    ];
    for (pin, pad, multiplexer, timer, half) in capture::INPUTS {
        for (name, width, mode) in modes {
            if width == 32 && half == 1 {
                continue;
            }
            let mut board = playground();
            configure(&mut board, timer, mode, width);
            let output = pwm::PINS
                .into_iter()
                .find(|&(other, .., of_timer, of_half)| other != pin && (of_timer, of_half) == (timer, half));
            write(&mut board, &[(pad, 0x020 | multiplexer)]);
            if let Some((_, word, pad, ..)) = output {
                write(&mut board, &[(pad, word)]);
            }
            // The load has 24 bits where there is a prescaler. The match is three before it, or 3 where edges count up.
            let (match_high, match_low) = if mode == 0x13 { (0, 3) } else { (1, 0x2FFD) };
            let base = TIMERS[timer].0;
            let words = [(0x38, 1), (0x28, 0x3000), (0x40, match_high), (0x30, match_low)];
            write(&mut board, &words.map(|(offset, word)| (base + offset + 4 * half, word)));
            // Both edges, and every interrupt.
            write(&mut board, &[(base + 0x18, 0x2F3F), (base + 0x0C, 0x0D << (8 * half))]);
            let pulses = |board: &mut Playground, count| {
                for level in [Level::High, Level::Low].into_iter().cycle().take(count) {
                    board.stimulus(Stimulus::Drive { pin, level: Some(level) });
                    board.advance(70_001);
                }
            };
            pulses(&mut board, 2);
            write(&mut board, &[(base + 0x24, !0)]);
            resumes(&mut board, |board| pulses(board, 20));
            assert_ne!(read(&board, base + 0x1C), 0, "{name}, timer {timer}, half {half}: nothing has happened");
        }
    }
}

#[test]
fn a_uart_goes_on_with_its_settings_and_the_bytes_that_it_has_received() {
    // 115200 baud with even parity and two stop bits: a character takes 104 us.
    let mut board = uart::wired_with((43, 26), 0x6E);
    // UARTA1: a mark of ILPR, FIFO levels of 4, all interrupts, DMA.
    let words = [(0x20, 3), (0x34, 0x09), (0x38, 0x7F0), (0x48, 1)];
    write(&mut board, &words.map(|(offset, word)| (0x4000_D000 + offset, word)));
    uart::send(&mut board, 0, b"received by UART1");
    uart::send(&mut board, 1, b"sent by it");
    board.advance(360_000);
    assert_eq!(read(&board, 0x4000_D018) & 0x18, 0x08, "it sends, and its FIFO is not empty");
    let (events, bytes) = resumes(&mut board, |board| {
        let words = words.map(|(offset, _)| read(board, 0x4000_D000 + offset));
        let first = uart::receive(board, 1);
        board.advance(MS);
        write(board, &[(0xE000_E280, 1 << 6)]);
        let pending = read(board, ISPR0);
        (words, first, uart::receive(board, 1), pending)
    });
    let letters = |bytes: &[u8]| bytes.iter().map(|&byte| u32::from(byte)).collect::<Vec<_>>();
    let expected = (words.map(|(_, word)| word), letters(b"rec"), letters(b"eived by U"));
    assert_eq!((bytes.0, bytes.1, bytes.2), expected);
    assert!(events.iter().any(|event| matches!(event.kind, EventKind::Level { .. })));
}

#[test]
fn the_watchdog_goes_on_in_both_of_its_stages() {
    for (stage, at_ms) in [(1, 300), (2, 700)] {
        for is_fed in [false, true] {
            let mut board = playground();
            watchdog::start(&mut board, 1_000);
            board.advance(at_ms * MS);
            assert_eq!(read(&board, 0x4000_0010), stage - 1);
            let (events, ()) = resumes(&mut board, |board| {
                if is_fed {
                    write(board, &[(0x4000_000C, 1)]);
                }
                board.advance(2 * SECOND);
            });
            let is_reset = |event: &&Event| event.kind == EventKind::Reset { cause: ResetCause::Watchdog };
            let expected_ns = if is_fed { at_ms * MS + SECOND } else { SECOND };
            assert_eq!(events.iter().find(is_reset).map(|event| event.time_ns), Some(expected_ns), "stage {stage}");
        }
    }
}

#[test]
fn an_alarm_that_is_set_interrupts_or_ends_the_sleep() {
    let sleep = |board: &mut Playground, mode| board.command(Command::Sleep { mode }).expect("it is awake");
    for (mode, sleeps_at_checkpoint) in [
        (None, false),
        (Some(SleepMode::Suspended), false),
        (Some(SleepMode::Suspended), true),
        (Some(SleepMode::Hibernate), false),
        (Some(SleepMode::Hibernate), true),
    ] {
        let mut board = playground();
        board.advance(SECOND / 3);
        run(&mut board, |registers| {
            rtc::set_time(registers, POWER_ON_TIME);
            rtc::set_alarm(registers, POWER_ON_TIME + 3 * UNITS_PER_SECOND, true);
            let ticks = rtc::ticks_to_alarm(registers);
            rtc::set_suspended_wake(registers, Some(ticks));
            rtc::set_hibernate_wake(registers, Some(ticks));
        });
        if let (Some(mode), true) = (mode, sleeps_at_checkpoint) {
            sleep(&mut board, mode);
        }
        board.advance(SECOND);
        let (events, (alarm, time, pending, power)) = resumes(&mut board, |board| {
            if let (Some(mode), false) = (mode, sleeps_at_checkpoint) {
                sleep(board, mode);
            }
            let alarm = board.alarm();
            board.advance(9 * SECOND / 2);
            (alarm, rtc::time(board.machine().peek()), read(board, 0xE000_E214), board.machine().power())
        });
        assert_eq!((alarm.is_some(), power), (true, Power::Active), "{mode:?}");
        assert_eq!(time, Some(POWER_ON_TIME + 11 * UNITS_PER_SECOND / 2), "{mode:?}");
        let is_wake = |event: &Event| matches!(event.kind, EventKind::RtcWake { .. });
        assert_eq!(events.iter().any(is_wake), mode.is_some(), "{mode:?}");
        // It has number 172.
        assert_eq!(pending, if mode.is_none() { 1 << 12 } else { 0 }, "{mode:?}");
        resumes(&mut board, |board| board.advance(SECOND));
    }
}

#[test]
fn a_start_after_hibernate_ends_at_its_time() {
    let mut board = playground();
    // The clock wakes the board after a second, and the start takes another one.
    write(&mut board, &[(0x4402_F804, 1), (0x4402_F81C, 32_768), (0x4402_F818, 1)]);
    board.command(Command::Sleep { mode: SleepMode::Hibernate }).expect("it is awake");
    board.advance(3 * SECOND / 2);
    let (events, ()) = resumes(&mut board, |board| board.advance(SECOND));
    let reset = Event { time_ns: 2 * SECOND, kind: EventKind::Reset { cause: ResetCause::DeepSleep } };
    assert!(events.contains(&reset), "{events:?}");
}
