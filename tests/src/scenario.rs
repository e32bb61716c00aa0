//! The main job as every target must do it: edges on GP10, and what becomes of them.

use anyhow::{Context as _, Result, ensure};
use pinscope_core::demo::{BUTTON, LED};
use pinscope_core::{Level, PinId};

/// A board somewhere that runs the demo.
pub trait Target {
    /// A hand puts a level on a pin.
    fn drive(&mut self, pin: PinId, level: Level) -> Result<()>;

    /// The level of a pin.
    fn level(&mut self, pin: PinId) -> Result<Level>;

    /// Every interrupt reported so far. Waits, within reason, until there are `expected`, and long enough after that
    /// for one too many to show itself.
    fn reports(&mut self, expected: usize) -> Result<Vec<Report>>;
}

/// An interrupt, as a target tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The pin that fired.
    pub pin: PinId,
    /// What made it fire, in words: `"rising"`.
    pub trigger: String,
    /// The priority of its port.
    pub priority: u8,
}

/// One edge, and what must be so after it.
struct Step {
    button: Level,
    led: Level,
    fired: usize,
}

/// Rising edges interrupt and toggle the LED; falling edges do neither.
const STEPS: [Step; 5] = [
    Step { button: Level::High, led: Level::High, fired: 1 },
    Step { button: Level::Low, led: Level::High, fired: 1 },
    Step { button: Level::High, led: Level::Low, fired: 2 },
    Step { button: Level::Low, led: Level::Low, fired: 2 },
    Step { button: Level::High, led: Level::High, fired: 3 },
];

/// Plays the script on a target that has just started the demo.
///
/// # Errors
/// What the target did otherwise, and at which step.
pub fn run(target: &mut impl Target) -> Result<()> {
    check(target, &Step { button: Level::Low, led: Level::Low, fired: 0 }).context("before the first edge")?;
    for (number, step) in STEPS.iter().enumerate() {
        let play = target.drive(BUTTON, step.button).and_then(|()| check(target, step));
        play.with_context(|| format!("edge {} of {BUTTON:?}, to {:?}", number + 1, step.button))?;
    }
    Ok(())
}

fn check(target: &mut impl Target, step: &Step) -> Result<()> {
    let expected = vec![Report { pin: BUTTON, trigger: "rising".to_owned(), priority: 1 }; step.fired];
    let reports = target.reports(step.fired)?;
    ensure!(reports == expected, "reported {reports:?} instead of {expected:?}");
    let levels = (target.level(BUTTON)?, target.level(LED)?);
    ensure!(
        levels == (step.button, step.led),
        "{BUTTON:?} and {LED:?} are {levels:?}, the LED should be {:?}",
        step.led
    );
    Ok(())
}
