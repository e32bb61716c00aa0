//! Nets that nothing drives, and nets on which equal drivers disagree.

use pinscope_core::PinId::{GP2, GP4, GP8, GP9, GP10};
use pinscope_core::{
    Command, Config, Drive, EventKind, IrqConfig, Level, Mode, PadLevel, PinId, Profile, Reaction, Trigger,
};
use pinscope_emulator::{Playground, Stimulus, stronger_side};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Drives `pin` to `level` and releases it again.
fn touch(playground: &mut Playground, pin: PinId, level: Level) {
    for level in [Some(level), None] {
        playground.stimulus(Stimulus::Drive { pin, level });
    }
}

fn reads(playground: &Playground, pin: PinId) -> Level {
    playground.machine().board().at(pin).value()
}

#[test]
fn pins_that_float_on_one_net_read_the_level_that_one_of_them_had_last() {
    for last in [Level::Low, Level::High] {
        let mut playground = Playground::new(Profile::Wipy);
        for pin in [GP2, GP4] {
            let config = IrqConfig::new(Trigger::BothEdges);
            let irq = Command::Irq { pin, config, reaction: Reaction::Nothing, takes_ns: 0 };
            playground.command(irq).expect("valid");
        }
        // GP4 is driven first, but it is released last.
        playground.stimulus(Stimulus::Drive { pin: GP4, level: Some(last) });
        touch(&mut playground, GP2, !last);
        playground.stimulus(Stimulus::Drive { pin: GP4, level: None });
        assert_eq!([GP2, GP4].map(|pin| reads(&playground, pin)), [!last, last]);
        let before = playground.machine().trace(pinscope_emulator::Trace::next);
        playground.stimulus(Stimulus::Wire { a: GP2, b: GP4 });
        assert_eq!([GP2, GP4].map(|pin| reads(&playground, pin)), [last; 2]);
        let events = playground.machine().trace(|trace| trace.since(before).count());
        assert_eq!(events, 0, "a net that nothing drives makes no edge");
        playground.stimulus(Stimulus::Unwire { a: GP2, b: GP4 });
        assert_eq!([GP2, GP4].map(|pin| reads(&playground, pin)), [last; 2]);
    }
}

#[test]
fn an_output_that_lets_go_leaves_its_level_to_every_input_of_the_net() {
    let mut playground = Playground::new(Profile::Wipy);
    touch(&mut playground, GP9, Level::Low);
    touch(&mut playground, GP10, Level::Low);
    playground.stimulus(Stimulus::Wire { a: GP8, b: GP9 });
    playground.stimulus(Stimulus::Wire { a: GP9, b: GP10 });
    let out = Config { mode: Mode::Out, value: Some(Level::High), ..Config::DEFAULT };
    for config in [out, Config::DEFAULT] {
        playground.command(Command::Init { pin: GP8, config }).expect("valid");
    }
    assert_eq!(playground.machine().level(GP8), PadLevel::Floating);
    assert_eq!([GP8, GP9, GP10].map(|pin| reads(&playground, pin)), [Level::High; 3]);
}

/// Two people hold one net against each other, so an output decides.
#[test]
fn between_equal_sources_from_outside_the_outputs_decide_and_otherwise_low() {
    let mut playground = Playground::new(Profile::Wipy);
    for (pin, level) in [(GP8, Level::High), (GP9, Level::Low)] {
        playground.stimulus(Stimulus::Drive { pin, level: Some(level) });
    }
    playground.stimulus(Stimulus::Wire { a: GP8, b: GP9 });
    playground.stimulus(Stimulus::Wire { a: GP8, b: GP10 });
    let stronger = |playground: &Playground| stronger_side(&playground.machine().drivers(GP9));
    assert_eq!((playground.machine().level(GP10), reads(&playground, GP9)), (PadLevel::Contention, Level::Low));
    assert_eq!(stronger(&playground), None);
    let out = Config { mode: Mode::Out, drive: Drive::High, value: Some(Level::High), ..Config::DEFAULT };
    playground.command(Command::Init { pin: GP10, config: out }).expect("valid");
    assert_eq!((reads(&playground, GP9), stronger(&playground)), (Level::High, Some(Level::High)));
    let is_high = |kind| kind == EventKind::Level { pin: GP10, level: PadLevel::High };
    assert!(!playground.machine().trace(|trace| trace.since(0).any(|(_, event)| is_high(event.kind))));
}
