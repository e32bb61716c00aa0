//! The setup code that is shown for a pin gives the same registers when it runs on a board that has just started.
#![cfg(not(target_arch = "wasm32"))]

mod cases;
mod python;
mod rust;
mod state;

use pinscope_core::{IrqConfig, IrqStatus, Level, PinId, Profile, Reaction, Trigger, Wake};
use pinscope_protocol::setup_code::{Argument, SetupCode};
use pinscope_tests::playground::demo;

use cases::Case;
use state::State;

/// Returns the setup code of `pin`, made from its registers and from the settings that no register holds.
fn code(state: &State, pin: PinId) -> SetupCode {
    let status = state.handlers.slot(pin).map(|slot| IrqStatus {
        trigger: slot.trigger,
        wake: slot.wake,
        reaction: slot.handler,
        takes_ns: 0,
        enabled: slot.enabled,
        count: 0,
        coalesced: 0,
    });
    SetupCode::new(state.machine.board().at(pin), status)
}

#[test]
fn the_micropython_lines_make_the_same_registers() {
    let mut count = 0;
    for case in cases::all() {
        let state = case.state();
        let text = code(&state, case.pin).micropython().to_string();
        let again = python::run(case.profile, &text).unwrap_or_else(|error| panic!("{case:?}: {error}\n{text}"));
        assert!(again.to_string() == state.to_string(), "{case:?}\n{text}");
        count += 1;
    }
    assert!(count > 10_000, "only {count} states were tried");
}

#[test]
fn the_rust_lines_compile_and_make_the_same_registers() -> anyhow::Result<()> {
    let cases = cases::some();
    let texts: Vec<_> =
        cases.iter().map(|case| (case.profile, code(&case.state(), case.pin).rust().to_string())).collect();
    let printed = rust::run(&texts)?;
    assert_eq!(printed.len(), cases.len());
    for ((case, (_, text)), state) in cases.iter().zip(&texts).zip(&printed) {
        assert!(*state == case.state().to_string(), "{case:?}\n{text}\n{state}");
    }
    Ok(())
}

#[test]
fn a_snapshot_shows_the_code_the_chip_does() {
    let playground = demo();
    let snapshot = playground.snapshot(false);
    for pin in PinId::ALL {
        let irq = snapshot.status(pin).irq;
        assert_eq!(
            SetupCode::new(snapshot.pin(pin), irq),
            SetupCode::new(playground.machine().peek_board().at(pin), irq)
        );
    }
}

#[test]
fn the_code_is_written_as_in_the_manual() {
    let playground = demo();
    let snapshot = playground.snapshot(false);
    let text = |pin| SetupCode::new(snapshot.pin(pin), snapshot.status(pin).irq);
    let button = "\
        import machine\nfrom machine import Pin\n\n\
        p = Pin('GP10', mode=Pin.IN, pull=Pin.PULL_DOWN, drive=Pin.MED_POWER, alt=-1)\n\
        p.irq(trigger=Pin.IRQ_RISING, priority=1, wake=machine.Sleep.ACTIVE, handler=lambda p: Pin.board.GP25.toggle())\n";
    assert_eq!(text(PinId::GP10).micropython().to_string(), button);
    assert_eq!(
        text(PinId::GP10).rust_calls().to_string(),
        "pin.init(Config { pull: Pull::Down, ..Config::default() })?;\n\
         pin.irq(&mut handlers, IrqConfig::new(Trigger::Rising), Reaction::Toggle(PinId::GP25))?;\n"
    );
    assert_eq!(
        text(PinId::GP25).rust_calls().to_string(),
        "pin.init(Config { mode: Mode::Out, value: Some(Level::Low), ..Config::default() })?;\n"
    );
    assert_eq!(text(PinId::GP2).rust_calls().to_string(), "pin.init(Config::default())?;\n");
    let defaults: Vec<_> =
        text(PinId::GP10).arguments().filter(|argument| text(PinId::GP10).is_default(*argument)).collect();
    assert_eq!(
        defaults,
        [Argument::Mode, Argument::Drive, Argument::Alt, Argument::Priority, Argument::Wake],
        "what the page dims"
    );
}

#[test]
fn a_wake_that_another_pin_took_is_not_claimed() {
    let arm = |state: &mut State, pin, wake| {
        let config = IrqConfig { wake, ..IrqConfig::new(Trigger::Rising) };
        let reaction = Reaction::Set(PinId::GP25, Level::High);
        state.machine.board().at(pin).irq(&mut state.handlers, config, reaction).map(drop).expect("a wake pin");
    };
    let mut state = State::started(Profile::Wipy);
    arm(&mut state, PinId::GP2, Wake::ACTIVE | Wake::SUSPENDED);
    assert!(code(&state, PinId::GP2).micropython().to_string().contains("Sleep.ACTIVE | machine.Sleep.SUSPENDED"));
    arm(&mut state, PinId::GP4, Wake::SUSPENDED);
    assert!(code(&state, PinId::GP2).micropython().to_string().contains("wake=machine.Sleep.ACTIVE,"));
}

impl Case {
    /// Returns a board that has just started, with these settings applied.
    fn state(&self) -> State {
        let mut state = State::started(self.profile);
        let board = state.machine.board();
        board.at(self.pin).init(self.config).expect("the case is valid");
        if let Some((config, reaction, enabled)) = self.irq {
            let irq = board.at(self.pin).irq(&mut state.handlers, config, reaction);
            let mut irq = irq.expect("the case is valid");
            if !enabled {
                irq.disable();
            }
        }
        state
    }
}
