//! External sources on a pad: pulses, clocks and recordings, and which of them replaces which.

use pinscope_core::PinId::{GP3, GP5, GP9, GP10};
use pinscope_core::adc::{self, AdcChannel};
use pinscope_core::{Command, Config, EventKind, Level, PadLevel, PinId, Profile, Pull};
use pinscope_emulator::{Change, ClockSignal, Playground, Stimulus, VoltageSource};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn pulled(pull: Pull) -> Playground {
    let mut playground = Playground::new(Profile::Wipy);
    let config = Config { pull, ..Config::default() };
    playground.command(Command::Init { pin: GP10, config }).expect("valid");
    playground
}

/// Returns when the level of `pin` changed, and the new levels.
fn levels(playground: &Playground, pin: PinId) -> Vec<(u64, PadLevel)> {
    let of_pin = |kind| match kind {
        EventKind::Level { pin: changed, level } if changed == pin => Some(level),
        _ => None,
    };
    playground.machine().trace(|trace| {
        trace.since(0).filter_map(|(_, event)| of_pin(event.kind).map(|level| (event.time_ns, level))).collect()
    })
}

fn clock(playground: &mut Playground, pin: PinId, hertz: f64, duty: f64) {
    let signal = ClockSignal::new(hertz, duty).expect("possible");
    playground.stimulus(Stimulus::Clock { pin, signal });
}

#[test]
fn a_pulse_inverts_the_level_and_then_restores_it() {
    for (pull, during, after) in [
        (Pull::Down, PadLevel::High, PadLevel::Low),
        (Pull::Up, PadLevel::Low, PadLevel::High),
        (Pull::None, PadLevel::High, PadLevel::Floating),
    ] {
        let mut playground = pulled(pull);
        playground.advance(10);
        playground.stimulus(Stimulus::Pulse { pin: GP10, ns: 300 });
        playground.advance(1000);
        let changes = levels(&playground, GP10);
        assert_eq!(changes[changes.len() - 2..], [(10, during), (310, after)]);
    }
}

#[test]
fn a_pulse_within_a_pulse_ends_at_the_level_before_the_first() {
    let mut playground = pulled(Pull::Down);
    playground.stimulus(Stimulus::Drive { pin: GP10, level: Some(Level::Low) });
    playground.stimulus(Stimulus::Pulse { pin: GP10, ns: 300 });
    playground.advance(100);
    playground.stimulus(Stimulus::Pulse { pin: GP10, ns: 300 });
    playground.advance(1000);
    assert_eq!(playground.machine().external(GP10).rail, Some(Level::Low));
}

#[test]
fn a_pulse_on_a_clocked_pad_covers_the_clock_and_then_the_clock_goes_on() {
    let mut playground = pulled(Pull::Down);
    clock(&mut playground, GP10, 1000.0, 0.5);
    playground.advance(1_600_000);
    let before = levels(&playground, GP10).len();
    playground.stimulus(Stimulus::Pulse { pin: GP10, ns: 500_000 });
    playground.advance(1_400_000);
    let expected = [
        (1_600_000, PadLevel::High),
        // The phase at 2.1 ms is high too, so the pulse ends without a change.
        (2_500_000, PadLevel::Low),
        (3_000_000, PadLevel::High),
    ];
    assert_eq!(levels(&playground, GP10)[before..], expected);
    assert!(playground.machine().external(GP10).signal.is_some());
    let clocks = |playground: &Playground| {
        let stimuli = playground.bench().stimuli;
        stimuli.iter().filter(|stimulus| matches!(stimulus, Stimulus::Clock { pin: GP10, .. })).count()
    };
    playground.stimulus(Stimulus::Pulse { pin: GP10, ns: 100 });
    assert_eq!(clocks(&playground), 1, "a link keeps the clock");
    playground.stimulus(Stimulus::Drive { pin: GP10, level: None });
    playground.advance(10_000_000);
    assert_eq!((clocks(&playground), playground.machine().level(GP10)), (0, PadLevel::Low));
}

#[test]
fn a_click_or_a_pulse_does_nothing_while_the_button_is_pressed() {
    for stimulus in [Stimulus::Click { pin: GP10 }, Stimulus::Pulse { pin: GP10, ns: 300 }] {
        let mut playground = pulled(Pull::Down);
        playground.stimulus(Stimulus::Press { pin: GP10 });
        // The button is open for a moment now and then, while it bounces.
        for _ in 0..2000 {
            playground.advance(1000);
            let before = playground.machine().external(GP10);
            playground.stimulus(stimulus);
            assert_eq!(playground.machine().external(GP10), before);
        }
        playground.stimulus(Stimulus::Release { pin: GP10 });
        playground.advance(2_000_000);
        assert_eq!(playground.machine().level(GP10), PadLevel::Low);
        playground.stimulus(stimulus);
        assert_eq!(playground.machine().level(GP10), PadLevel::High);
    }
}

#[test]
fn a_click_does_not_change_a_pad_with_a_voltage_or_one_that_the_adc_samples() {
    let mut playground = Playground::new(Profile::Wipy);
    let source = VoltageSource::constant(1.0);
    playground.stimulus(Stimulus::Voltage { pin: GP3, source });
    playground.stimulus(Stimulus::Voltage { pin: GP9, source });
    let before = playground.machine().clone();
    [GP3, GP9].into_iter().for_each(|pin| playground.stimulus(Stimulus::Click { pin }));
    assert_eq!(playground.machine(), &before);

    playground.stimulus(Stimulus::Voltage { pin: GP3, source: None });
    adc::start(playground.machine());
    AdcChannel::of_pin(GP3).expect("a channel").enable(playground.machine(), true);
    let before = playground.machine().clone();
    playground.stimulus(Stimulus::Click { pin: GP3 });
    assert_eq!(playground.machine(), &before);
    playground.stimulus(Stimulus::Click { pin: GP5 });
    assert_eq!(playground.machine().level(GP5), PadLevel::High, "its channel is off");
}

#[test]
fn a_clock_keeps_its_frequency_and_duty() {
    let mut playground = pulled(Pull::Down);
    clock(&mut playground, GP10, 1000.0, 0.25);
    playground.advance(2_999_999);
    let times: Vec<_> = levels(&playground, GP10).into_iter().skip(1).collect();
    let expected = [
        (0, PadLevel::High),
        (250_000, PadLevel::Low),
        (1_000_000, PadLevel::High),
        (1_250_000, PadLevel::Low),
        (2_000_000, PadLevel::High),
        (2_250_000, PadLevel::Low),
    ];
    assert_eq!(times, expected);
}

#[test]
fn driving_a_pad_removes_its_clock() {
    let mut playground = pulled(Pull::Down);
    clock(&mut playground, GP10, 1000.0, 0.5);
    playground.advance(1_600_000);
    playground.stimulus(Stimulus::Drive { pin: GP10, level: None });
    let before = levels(&playground, GP10).len();
    playground.advance(10_000_000);
    assert_eq!(levels(&playground, GP10).len(), before);
    assert_eq!(playground.machine().external(GP10).signal, None);
}

#[test]
fn a_clock_signal_has_two_phases_and_a_frequency_within_bounds() {
    for (hertz, duty) in [(0.0, 0.5), (-1.0, 0.5), (f64::NAN, 0.5), (f64::INFINITY, 0.5), (1e9, 0.5), (1e-9, 0.5)] {
        assert_eq!(ClockSignal::new(hertz, duty), None, "{hertz} Hz");
    }
    for duty in [0.0, 1.0, -0.1, 1.1, f64::NAN] {
        assert_eq!(ClockSignal::new(1000.0, duty), None, "duty {duty}");
    }
    let fastest = ClockSignal::new(ClockSignal::MAX_HERTZ, 1e-9).expect("possible");
    assert_eq!(fastest.phases_ns(), (1, 99));
}

#[test]
fn a_recording_is_replayed_from_this_moment_on() {
    let mut playground = pulled(Pull::Down);
    playground.advance(1000);
    let change = |time_ns, level| Change { time_ns, pin: GP10, level };
    let recording = vec![change(50, Some(Level::High)), change(0, Some(Level::Low)), change(90, None)];
    playground.replay(recording);
    playground.advance(40);
    assert_eq!(playground.machine().level(GP10), PadLevel::Low);
    playground.advance(10);
    assert_eq!(playground.machine().level(GP10), PadLevel::High);
    playground.advance(100);
    assert_eq!((playground.machine().level(GP10), playground.machine().external(GP10).rail), (PadLevel::Low, None));
}

#[test]
fn sources_and_wires_give_the_same_state_in_any_order() {
    let steps = [
        Stimulus::Wire { a: GP9, b: GP10 },
        Stimulus::Drive { pin: GP9, level: Some(Level::High) },
        Stimulus::Wire { a: GP10, b: PinId::GP8 },
        Stimulus::Drive { pin: PinId::GP8, level: Some(Level::Low) },
    ];
    let end = |order: [usize; 4]| {
        let mut playground = pulled(Pull::None);
        for step in order {
            playground.stimulus(steps[step]);
        }
        PinId::ALL.map(|pin| (playground.machine().level(pin), playground.machine().drivers(pin)))
    };
    let reference = end([0, 1, 2, 3]);
    for order in [[3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
        assert_eq!(end(order), reference);
    }
}

#[test]
fn wires_and_rails_that_are_removed_leave_no_effect() {
    let [a, b, c] = [
        Stimulus::Wire { a: GP9, b: GP10 },
        Stimulus::Drive { pin: GP9, level: Some(Level::High) },
        Stimulus::Wire { a: PinId::GP16, b: PinId::GP17 },
    ];
    let (wire, unwire) = (Stimulus::Wire { a: GP10, b: PinId::GP16 }, Stimulus::Unwire { a: PinId::GP16, b: GP10 });
    let [hold, let_go] = [Some(Level::Low), None].map(|level| Stimulus::Drive { pin: PinId::GP17, level });
    let end = |steps: &[Stimulus]| {
        let mut playground = pulled(Pull::Down);
        steps.iter().for_each(|&step| playground.stimulus(step));
        PinId::ALL.map(|pin| (playground.machine().level(pin), playground.machine().drivers(pin)))
    };
    let never_there = end(&[a, b, c]);
    for order in [
        [wire, hold, a, b, c, let_go, unwire],
        [a, wire, b, hold, unwire, c, let_go],
        [hold, c, wire, unwire, b, let_go, a],
    ] {
        assert_eq!(end(&order), never_there);
    }
}
