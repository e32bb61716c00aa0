//! A bench as data: what it takes to put it up again, elsewhere or later.

use pinscope_core::{Command, PinId, Power, Profile, RegisterImage};

use super::Playground;
use crate::trace::Trace;

/// A bench that can be put up again: which board, what hands do to it and what software is then told, in this order.
///
/// It holds nothing that a person could not do, so one from anywhere can be tried.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Bench {
    /// Which board it is.
    pub profile: Profile,
    /// What hands attach.
    pub stimuli: Vec<crate::Stimulus>,
    /// What software is told.
    pub commands: Vec<Command>,
    /// Whether the list of accepted settings is applied again after a reset.
    pub sets_up_again: bool,
    /// Whether simulated time runs by itself.
    pub running: bool,
    /// How many times faster than real time it runs, in thousandths.
    pub speed: u32,
    /// The script beside it, which does nothing until somebody runs it. What is written down has it behind all the rest.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub script: String,
}

impl Bench {
    /// The speed of real time.
    pub const REAL_TIME: u32 = 1000;
}

impl Playground {
    /// Puts a bench up, and says how many of its commands were refused: what they ask for is impossible.
    pub fn load(bench: &Bench) -> (Self, usize) {
        Self::put_up(bench, 0)
    }

    /// Goes on where another board had to end: its bench, its registers, its time and its record. What ran on it is over.
    pub fn restore(bench: &Bench, image: &RegisterImage, time_ns: u64, record: Trace) -> Self {
        let (mut playground, _) = Self::put_up(bench, time_ns);
        image.restore(&playground.machine);
        playground.abandon_interrupts();
        playground.machine.chip().trace = record;
        playground
    }

    fn put_up(bench: &Bench, time_ns: u64) -> (Self, usize) {
        let mut playground = Self::new(bench.profile);
        playground.machine.chip().time_ns = time_ns;
        playground.sets_up_again = bench.sets_up_again;
        playground.source.clone_from(&bench.script);
        bench.stimuli.iter().for_each(|&stimulus| playground.stimulus(stimulus));
        let refused = bench.commands.iter().filter(|&&command| playground.command(command).is_err()).count();
        (playground, refused)
    }

    /// The bench as it is now, running at the speed of real time. Time, counts and registers poked by hand are not kept.
    pub fn bench(&self) -> Bench {
        Bench {
            profile: self.machine.peek_board().profile,
            stimuli: self.attached(),
            commands: match self.machine.power() {
                Power::Active => self.software(),
                _ => self.before_sleep.clone(),
            },
            sets_up_again: self.sets_up_again,
            running: true,
            speed: Bench::REAL_TIME,
            script: self.source.clone(),
        }
    }

    /// What would bring software to where it is: pins first, then interrupts, so that putting it up fires none.
    pub(super) fn software(&self) -> Vec<Command> {
        let board = self.machine.peek_board();
        let (mut commands, interrupts): (Vec<_>, Vec<_>) =
            self.program.commands().into_iter().partition(|command| matches!(command, Command::Init { .. }));
        for pin in PinId::ALL {
            let level = board.at(pin).latch();
            let set_up = commands.iter().find_map(|command| match command {
                Command::Init { pin: set, config } if *set == pin => Some(config.value),
                _ => None,
            });
            if board.at(pin).mode().is_output() && set_up.is_some_and(|value| value != Some(level)) {
                commands.push(Command::SetValue { pin, level });
            }
        }
        commands.extend(interrupts);
        let is_disabled = |pin: &PinId| self.handlers.slot(*pin).is_some_and(|slot| !slot.enabled);
        commands.extend(PinId::ALL.into_iter().filter(is_disabled).map(|pin| Command::Disable { pin }));
        commands
    }
}
