//! The bench as data, which can be taken from a playground and loaded into another one, elsewhere or later.

use pinscope_core::cc3200::{gprcm, hib};
use pinscope_core::{Command, PinId, Power, Profile, RegisterImage};

use super::Playground;
use crate::files::Files;
use crate::image_reference::ImageReference;
use crate::lesson::Lesson;
use crate::trace::Trace;

/// A board and its set-up: stimuli first, and then commands.
///
/// To load it does nothing that a person could not do by hand, so a bench from an unknown source is safe to load.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Bench {
    /// The board.
    pub profile: Profile,
    /// The stimuli that attach the external sources and wires, in order.
    pub stimuli: Vec<crate::Stimulus>,
    /// The commands that software executes after them, in order.
    pub commands: Vec<Command>,
    /// If `true`, the accepted commands are executed again after a reset.
    pub sets_up_again: bool,
    /// If `true`, simulated time follows real time.
    pub running: bool,
    /// The speed of simulated time, in thousandths of real time.
    pub speed: u32,
    /// The script of the bench. Loading a bench does not run it. It is not serialized with the other fields;
    /// `share::encode` writes it after them.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub script: String,
    /// The files beside the script. Like it, they are serialized by `share::encode` only. The board does not know them:
    /// loading a bench ignores them, and [`Playground::bench`] returns none.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub files: Files,
    /// The settings with which a page shows the bench. The board does not know it either.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub lesson: Lesson,
    /// The image of a firmware that ran on the bench. Loading the bench does not run it, and the board does not know it
    /// either.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub image: Option<ImageReference>,
}

impl Bench {
    /// The speed of real time.
    pub const REAL_TIME: u32 = 1000;
}

impl Playground {
    /// Loads a bench. Also returns the number of its commands that were refused, because the board cannot execute them.
    pub fn load(bench: &Bench) -> (Self, usize) {
        Self::load_at(bench, 0)
    }

    /// Restores a board from a checkpoint: its bench, its registers, its time and its trace. A script or a handler that
    /// was running is not restored.
    pub fn restore(bench: &Bench, image: &RegisterImage, time_ns: u64, trace: Trace) -> Self {
        let (mut playground, _) = Self::load_at(bench, time_ns);
        image.restore(&playground.machine);
        // Software never writes these registers, so `RegisterImage::restore` does not restore them.
        for register in [gprcm::APPS_RESET_CAUSE, gprcm::LPDS_WAKEUP_SRC, hib::WAKE_STATUS] {
            register.write(&playground.machine, register.read(image));
        }
        playground.reset_cause = gprcm::APPS_RESET_CAUSE.read(image);
        playground.abandon_interrupts();
        playground.machine.chip_mut().trace = trace;
        playground
    }

    fn load_at(bench: &Bench, time_ns: u64) -> (Self, usize) {
        let mut playground = Self::new(bench.profile);
        playground.machine.chip_mut().time_ns = time_ns;
        playground.sets_up_again = bench.sets_up_again;
        playground.source.clone_from(&bench.script);
        bench.stimuli.iter().for_each(|&stimulus| playground.stimulus(stimulus));
        let refused = bench.commands.iter().filter(|&&command| playground.command(command).is_err()).count();
        (playground, refused)
    }

    /// Returns the bench as it is now, running at the speed of real time. It includes neither the time nor the counts
    /// nor registers that were poked.
    pub fn bench(&self) -> Bench {
        Bench {
            profile: self.machine.peek_board().profile,
            stimuli: self.attached_stimuli(),
            commands: match self.machine.power() {
                Power::Active if !self.processor.idles_next => self.software_commands(),
                _ => self.commands_before_sleep.clone(),
            },
            sets_up_again: self.sets_up_again,
            running: true,
            speed: Bench::REAL_TIME,
            script: self.source.clone(),
            files: Files::default(),
            lesson: Lesson::default(),
            image: None,
        }
    }

    /// Returns the commands that would bring software to its present state. Pins come before interrupts, so that
    /// loading the bench fires none.
    pub(super) fn software_commands(&self) -> Vec<Command> {
        let board = self.machine.peek_board();
        let (mut commands, interrupts): (Vec<_>, Vec<_>) =
            self.startup.commands().into_iter().partition(|command| matches!(command, Command::Init { .. }));
        for pin in PinId::ALL {
            let level = board.at(pin).latch();
            let initial_value = commands.iter().find_map(|command| match command {
                Command::Init { pin: other, config } if *other == pin => Some(config.value),
                _ => None,
            });
            if board.at(pin).mode().is_output() && initial_value.is_some_and(|value| value != Some(level)) {
                commands.push(Command::SetValue { pin, level });
            }
        }
        commands.extend(interrupts);
        let is_disabled = |pin: &PinId| self.handlers.slot(*pin).is_some_and(|slot| !slot.enabled);
        commands.extend(PinId::ALL.into_iter().filter(is_disabled).map(|pin| Command::Disable { pin }));
        commands
    }
}
