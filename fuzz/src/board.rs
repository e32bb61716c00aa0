//! Does to a board whatever the fuzzer's bytes say, and checks what must hold all the same.
#![no_main]

mod decode;
mod invariants;

use libfuzzer_sys::fuzz_target;
use pinscope_core::{Error, Registers as _, RegistersMut as _};
use pinscope_emulator::Playground;

use decode::{Case, Deed};

/// How many timers may ring in one step of time.
const MOST_TIMERS: u32 = 500;

fuzz_target!(|case: Case| {
    let mut playground = Playground::new(case.profile);
    for deed in case.deeds {
        act(&mut playground, deed);
        invariants::after_each(&playground);
    }
    invariants::at_the_end(&playground);
});

fn act(playground: &mut Playground, deed: Deed) {
    match deed {
        Deed::Command(command) => {
            let before = playground.snapshot(true);
            // A bus fault stops a command halfway; every other refusal comes before anything is written.
            if !matches!(playground.command(command), Ok(_) | Err(Error::BusFault { .. })) {
                assert_eq!(playground.snapshot(true), before, "a refused command changed something");
            }
        }
        Deed::Stimulus(stimulus) => playground.stimulus(stimulus),
        Deed::Read(addr) => drop(playground.machine().read(addr)),
        Deed::Write(addr, value) => playground.machine().write(addr, value),
        Deed::Advance(ns) => {
            let end_ns = playground.machine().time_ns().saturating_add(ns);
            playground.advance_until(end_ns, MOST_TIMERS);
        }
        Deed::Replay(recording) => playground.replay(recording),
        Deed::SetUpAgain(on) => playground.set_up_again(on),
        Deed::Reset => playground.reset_chip(),
    }
}
