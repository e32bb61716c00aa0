//! The emulated board as a target of the scenario.

use anyhow::{Result, bail};
use pinscope_core::{EventKind, Level, PadLevel, PinId, Profile, RegisterImage, demo};
use pinscope_emulator::{Machine, Playground, Stimulus, Trace};

use crate::scenario::{Report, Target};

/// Returns a machine on which `Board::start` has just run.
pub fn machine() -> Machine {
    let machine = Machine::new(Profile::Wipy);
    machine.board().start();
    machine
}

/// Returns a board that has just started the demo.
///
/// # Panics
/// Panics if a command of the demo is refused.
pub fn demo() -> Playground {
    let mut playground = Playground::new(Profile::Wipy);
    for command in demo::COMMANDS {
        playground.command(command).expect("the demo is valid");
    }
    playground
}

/// Returns the board that is restored from a checkpoint of `playground`. The state of the blocks is serialized for that.
///
/// # Panics
/// Panics if the state cannot be decoded again.
pub fn restored(playground: &Playground) -> Playground {
    let machine = playground.machine();
    let image = RegisterImage::capture(machine.peek());
    let mut restored = Playground::restore(&playground.bench(), &image, machine.time_ns(), machine.trace(Trace::clone));
    let state = pinscope_protocol::encode(&playground.saved_state());
    restored.restore_state(pinscope_protocol::decode(&state).expect("it was encoded"));
    restored
}

impl Target for Playground {
    fn drive(&mut self, pin: PinId, level: Level) -> Result<()> {
        self.stimulus(Stimulus::Drive { pin, level: Some(level) });
        Ok(())
    }

    fn level(&mut self, pin: PinId) -> Result<Level> {
        match self.machine().level(pin) {
            PadLevel::Low => Ok(Level::Low),
            PadLevel::High => Ok(Level::High),
            other => bail!("{pin:?} is {other:?}"),
        }
    }

    fn reports(&mut self, _expected: usize) -> Result<Vec<Report>> {
        let report = |kind| match kind {
            EventKind::Irq { pin, trigger, priority } => {
                Some(Report { pin, trigger: trigger.word().to_owned(), priority: priority.number() })
            }
            _ => None,
        };
        Ok(self.machine().trace(|trace| trace.since(0).filter_map(|(_, event)| report(event.kind)).collect()))
    }
}
