//! A pending interrupt is served, or an event says that it is no longer pending.

use pinscope_core::PinId::{GP2, GP9, GP10};
use pinscope_core::cc3200::gpio::Port;
use pinscope_core::{Command, Config, EventKind, IrqConfig, Level, Mode, PinId, Profile, Pull, Reaction, Trigger};
use pinscope_emulator::trace::waveform::{Stage, TraceIndex, Viewport};
use pinscope_emulator::{Playground, Stimulus};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Returns a board on which the handler of GP10 takes a millisecond and that of GP2, whose priority is the same, none.
/// GP10's handler runs.
fn busy() -> Playground {
    let mut playground = Playground::new(Profile::Wipy);
    for (pin, takes_ns) in [(GP10, 1_000_000), (GP2, 0)] {
        drive(&mut playground, pin, false);
        let irq = Command::Irq { pin, config: IrqConfig::new(Trigger::Rising), reaction: Reaction::Nothing, takes_ns };
        playground.command(irq).expect("valid");
    }
    drive(&mut playground, GP10, true);
    playground.advance(100_000);
    playground
}

fn drive(playground: &mut Playground, pin: PinId, high: bool) {
    playground.stimulus(Stimulus::Drive { pin, level: Some(Level::from(high)) });
}

/// Returns the times of the events of `pin` by which it became pending and stopped being pending.
fn pending_events(playground: &Playground, pin: PinId) -> Vec<(u64, &'static str)> {
    let name = |kind| match kind {
        EventKind::Pended { pin: other } if other == pin => Some("pended"),
        EventKind::Unpended { pin: other } if other == pin => Some("unpended"),
        EventKind::Irq { pin: other, .. } if other == pin => Some("served"),
        _ => None,
    };
    playground.machine().trace(|trace| {
        trace.since(0).filter_map(|(_, event)| name(event.kind).map(|name| (event.time_ns, name))).collect()
    })
}

fn count(playground: &Playground, pin: PinId) -> u32 {
    playground.snapshot(true).status(pin).irq.map_or(0, |irq| irq.count)
}

#[test]
fn an_interrupt_that_is_disabled_before_it_is_served_is_no_longer_pending() {
    type Withdraw = fn(&mut Playground);
    let ways: [(&str, Withdraw); 4] = [
        ("disable", |playground| assert!(playground.command(Command::Disable { pin: GP2 }).is_ok())),
        ("arm again", |playground| {
            let config = IrqConfig::new(Trigger::Falling);
            let irq = Command::Irq { pin: GP2, config, reaction: Reaction::Nothing, takes_ns: 0 };
            playground.command(irq).expect("valid");
        }),
        ("clear", |playground| playground.poke(Port::A0.icr().0, 0x04).expect("clocked")),
        ("mask", |playground| playground.poke(Port::A0.im().0, 0).expect("clocked")),
    ];
    for (name, withdraw) in ways {
        let mut playground = busy();
        drive(&mut playground, GP2, true);
        playground.advance(200_000);
        withdraw(&mut playground);
        playground.advance(2_000_000);
        assert_eq!(pending_events(&playground, GP2), [(100_000, "pended"), (300_000, "unpended")], "{name}");
        assert_eq!(count(&playground, GP2), 0, "{name}");
    }
}

#[test]
fn an_interrupt_that_is_served_is_pending_until_then() {
    let mut playground = busy();
    drive(&mut playground, GP2, true);
    playground.advance(2_000_000);
    assert_eq!(pending_events(&playground, GP2), [(100_000, "pended"), (1_000_000, "served")]);
}

#[test]
fn the_timeline_shows_it_waiting_until_it_is_disabled() {
    let mut playground = busy();
    drive(&mut playground, GP2, true);
    playground.advance(200_000);
    playground.command(Command::Disable { pin: GP2 }).expect("armed");
    playground.advance(700_000);
    for from_ns in [0.0, 500_000.0] {
        let view = Viewport { from_ns: Some(from_ns), ns_per_column: 10_000.0, columns: 100, min_separation: 1 };
        let now_ns = playground.machine().time_ns();
        let waveform = playground.machine().trace(|trace| TraceIndex::default().waveform(trace, view, now_ns));
        let waiting: Vec<_> = waveform.lanes[GP2.index()]
            .spans
            .iter()
            .filter(|span| span.stage == Stage::Waiting)
            .map(|span| (span.from, span.to))
            .collect();
        assert_eq!(waiting, if from_ns == 0.0 { vec![(10, 30)] } else { vec![] });
    }
}

/// The raw status of a level is not latched: a handler that removes its cause is called once.
#[test]
fn a_level_is_served_once_if_its_handler_ends_it() {
    for trigger in [Trigger::HighLevel, Trigger::LowLevel] {
        let (rest, active) = match trigger {
            Trigger::HighLevel => (Level::Low, Level::High),
            _ => (Level::High, Level::Low),
        };
        let mut playground = Playground::new(Profile::Wipy);
        let out = Config { mode: Mode::Out, value: Some(rest), ..Config::DEFAULT };
        playground.command(Command::Init { pin: GP9, config: out }).expect("valid");
        playground.stimulus(Stimulus::Wire { a: GP9, b: GP10 });
        let config = IrqConfig::new(trigger);
        let irq = Command::Irq { pin: GP10, config, reaction: Reaction::Set(GP9, rest), takes_ns: 0 };
        playground.command(irq).expect("valid");
        for served in 1..=3 {
            playground.command(Command::SetValue { pin: GP9, level: active }).expect("valid");
            assert_eq!(count(&playground, GP10), served, "{trigger:?}");
            assert_eq!(Port::A1.ris().read(playground.machine().peek()), 0);
        }
    }
}

#[test]
fn a_level_that_goes_before_it_is_served_is_not_served() {
    let mut playground = busy();
    let pulled = Config { pull: Pull::Down, ..Config::DEFAULT };
    playground.command(Command::Init { pin: GP2, config: pulled }).expect("valid");
    let config = IrqConfig::new(Trigger::HighLevel);
    let irq = Command::Irq { pin: GP2, config, reaction: Reaction::Nothing, takes_ns: 0 };
    playground.command(irq).expect("valid");
    drive(&mut playground, GP2, true);
    playground.advance(200_000);
    drive(&mut playground, GP2, false);
    playground.advance(2_000_000);
    assert_eq!(pending_events(&playground, GP2), [(100_000, "pended"), (300_000, "unpended")]);
    assert_eq!(count(&playground, GP2), 0);
}

/// A short pulse: the second edge comes after the routine has cleared the first, while the handler runs.
#[test]
fn both_edges_of_a_short_pulse_are_served_each_with_its_flag() {
    let mut playground = Playground::new(Profile::Wipy);
    let pulled = Config { pull: Pull::Up, ..Config::DEFAULT };
    playground.command(Command::Init { pin: GP10, config: pulled }).expect("valid");
    let config = IrqConfig::new(Trigger::BothEdges);
    let irq = Command::Irq { pin: GP10, config, reaction: Reaction::Nothing, takes_ns: 50_000 };
    playground.command(irq).expect("valid");
    playground.stimulus(Stimulus::Pulse { pin: GP10, ns: 10_000 });
    playground.advance(1_000_000);
    let served = |kind| if let EventKind::Irq { trigger, .. } = kind { Some(trigger) } else { None };
    let services: Vec<_> = playground.machine().trace(|trace| {
        trace.since(0).filter_map(|(_, event)| served(event.kind).map(|trigger| (event.time_ns, trigger))).collect()
    });
    assert_eq!(services, [(0, Trigger::Falling), (50_000, Trigger::Rising)]);
    let irq = playground.snapshot(true).status(GP10).irq.expect("armed");
    assert_eq!((irq.count, irq.coalesced), (2, 0));
}

/// An interrupt for which the processor has no routine is pended by software, with the highest priority.
#[test]
fn the_interrupt_of_a_uart_does_not_hold_up_the_ports() {
    const NVIC_EN0: u32 = 0xE000_E100;
    const NVIC_PEND0: u32 = 0xE000_E200;
    let mut playground = busy();
    playground.poke(NVIC_EN0, 0x20).expect("there is a register");
    playground.poke(NVIC_PEND0, 0x20).expect("there is a register");
    playground.advance(2_000_000);
    drive(&mut playground, GP2, true);
    assert_eq!(count(&playground, GP2), 1);
}
