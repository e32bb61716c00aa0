//! The invariants of a board, which hold after any actions.

use pinscope_core::{EventKind, Level, PadLevel, PinId, Registers as _};
use pinscope_emulator::trace::vcd;
use pinscope_emulator::{Driver, DriverSource, Playground};
use pinscope_protocol::register_map;

/// Checks that the level of each net follows from its drivers, and that the snapshot contains the same level.
pub fn check_after_each_action(playground: &Playground) {
    let snapshot = playground.snapshot(true);
    for pin in PinId::ALL {
        let level = playground.machine().level(pin);
        assert_eq!(level, resolve(&playground.machine().drivers(pin)), "{}", pin.name());
        assert_eq!(snapshot.status(pin).level, Some(level));
    }
}

/// Checks that the trace is in order and leads to the present levels, and that reading for display changes nothing.
pub fn check_at_the_end(playground: &Playground) {
    let machine = playground.machine();
    let mut levels = [PadLevel::Floating; PinId::COUNT];
    let mut time_ns = 0;
    machine.trace(|trace| {
        for (_, event) in trace.since(0) {
            assert!(event.time_ns >= time_ns, "the trace goes back in time");
            time_ns = event.time_ns;
            if let EventKind::Level { pin, level } = event.kind {
                assert_ne!(levels[pin.index()], level, "{} changed to its present level", pin.name());
                levels[pin.index()] = level;
            }
        }
        assert_eq!(trace.lost(), 0, "no case fills the trace");
    });
    assert_eq!(levels, PinId::ALL.map(|pin| machine.level(pin)), "the trace leads to other levels");

    let before = machine.clone();
    let snapshot = playground.snapshot(true);
    for pin in PinId::ALL {
        assert_eq!(snapshot.pin(pin).to_string(), machine.peek_board().at(pin).to_string());
    }
    for register in register_map::registers() {
        machine.peek().read(register.addr);
    }
    for report in playground.wake_report() {
        assert!(!report.to_string().is_empty());
    }
    assert!(vcd::read(&vcd::write(machine)).is_ok(), "the VCD file of the trace cannot be read");
    assert!(*machine == before, "reading changed something");
}

/// Returns the level of a net with these drivers. It follows the rule and does not use the emulator's sums of currents.
fn resolve(drivers: &[Driver]) -> PadLevel {
    let is_pull = |driver: &Driver| matches!(driver.source, DriverSource::Pull(_));
    let strong = |level| drivers.iter().any(|driver| !is_pull(driver) && driver.level == level && driver.microamps > 0);
    let pull = |level| drivers.iter().any(|driver| is_pull(driver) && driver.level == level);
    let both = |drives: &dyn Fn(Level) -> bool| (drives(Level::High), drives(Level::Low));
    match (both(&strong), both(&pull)) {
        ((true, true), _) => PadLevel::Contention,
        ((true, false), _) | ((false, false), (true, false)) => PadLevel::High,
        ((false, true), _) | ((false, false), (false, true)) => PadLevel::Low,
        ((false, false), _) => PadLevel::Floating,
    }
}
