//! What holds whatever has happened to a board.

use pinscope_core::{EventKind, Level, PadLevel, PinId, Registers as _};
use pinscope_emulator::trace::vcd;
use pinscope_emulator::{Driver, Playground, DriverSource};

/// Each pad shows what those who drive its net come to, and the snapshot says the same.
pub fn after_each(playground: &Playground) {
    let snapshot = playground.snapshot(true);
    for pin in PinId::ALL {
        let level = playground.machine().level(pin);
        assert_eq!(level, settled(&playground.machine().drivers(pin)), "{}", pin.name());
        assert_eq!(snapshot.status(pin).level, Some(level));
    }
}

/// The trace tells the story in order and up to the present, and looking changes nothing.
pub fn at_the_end(playground: &Playground) {
    let machine = playground.machine();
    let mut told = [PadLevel::Floating; PinId::COUNT];
    let mut time_ns = 0;
    machine.trace(|trace| {
        for (_, event) in trace.since(0) {
            assert!(event.time_ns >= time_ns, "the trace goes back in time");
            time_ns = event.time_ns;
            if let EventKind::Level { pin, level } = event.kind {
                assert_ne!(told[pin.index()], level, "a change of {} that is none", pin.name());
                told[pin.index()] = level;
            }
        }
        assert_eq!(trace.lost(), 0, "no case is that long");
    });
    assert_eq!(told, PinId::ALL.map(|pin| machine.level(pin)), "what the trace says and what there is");

    let before = machine.clone();
    let snapshot = playground.snapshot(true);
    for pin in PinId::ALL {
        assert_eq!(snapshot.pin(pin).to_string(), machine.peek_board().at(pin).to_string());
    }
    for register in register_map::registers() {
        machine.peek().read(register.addr);
    }
    for why in playground.wake_report() {
        assert!(!why.to_string().is_empty());
    }
    assert!(vcd::read(&vcd::write(machine)).is_ok(), "what we write we can read");
    assert!(*machine == before, "looking changed something");
}

/// What a net comes to, worked out from the rule and not from the emulator's sums.
fn settled(drivers: &[Driver]) -> PadLevel {
    let is_pull = |driver: &Driver| matches!(driver.source, DriverSource::Pull(_));
    let strong = |level| drivers.iter().any(|driver| !is_pull(driver) && driver.level == level && driver.microamps > 0);
    let pull = |level| drivers.iter().any(|driver| is_pull(driver) && driver.level == level);
    let sides = |decides: &dyn Fn(Level) -> bool| (decides(Level::High), decides(Level::Low));
    match (sides(&strong), sides(&pull)) {
        ((true, true), _) => PadLevel::Contention,
        ((true, false), _) | ((false, false), (true, false)) => PadLevel::High,
        ((false, true), _) | ((false, false), (false, true)) => PadLevel::Low,
        ((false, false), _) => PadLevel::Floating,
    }
}
