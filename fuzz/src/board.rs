//! Performs the actions that the fuzzer's bytes encode on a board, and checks the invariants after each.
#![no_main]

mod decode;
mod invariants;

use libfuzzer_sys::fuzz_target;
use pinscope_core::{Error, Registers as _, RegistersMut as _};
use pinscope_emulator::Playground;

use decode::{Action, Case};

/// Maximum number of timers that fire in one action.
const MAX_TIMERS: u32 = 500;

fuzz_target!(|case: Case| {
    let mut playground = Playground::new(case.profile);
    for action in case.actions {
        perform(&mut playground, action);
        invariants::check_after_each_action(&playground);
    }
    invariants::check_at_the_end(&playground);
});

fn perform(playground: &mut Playground, action: Action) {
    match action {
        Action::Command(command) => {
            let before = playground.snapshot(true);
            // A bus fault can stop a command halfway. Every other command that is refused has written nothing.
            if !matches!(playground.command(command), Ok(_) | Err(Error::BusFault { .. })) {
                assert_eq!(playground.snapshot(true), before, "a refused command changed something");
            }
        }
        Action::Stimulus(stimulus) => playground.stimulus(stimulus),
        Action::Read(addr) => {
            playground.machine().read(addr);
        }
        Action::Write(addr, value) => playground.machine().write(addr, value),
        Action::Advance(ns) => {
            let end_ns = playground.machine().time_ns().saturating_add(ns);
            playground.run(Goal::Never, end_ns, MAX_TIMERS, None);
        }
        Action::Replay(recording) => playground.replay(recording),
        Action::SetUpAgain(on) => playground.set_up_again(on),
        Action::Reset => playground.reset_chip(),
    }
}
