//! The scenario that every target has to pass: edges on GP10 interrupt and toggle the LED.

use anyhow::{Context as _, Result, ensure};
use pinscope_core::demo::{BUTTON, LED};
use pinscope_core::{Level, PinId};

/// A board that runs the demo: emulated, in a browser, or in QEMU.
pub trait Target {
    /// Drives a pin to a level from outside.
    fn drive(&mut self, pin: PinId, level: Level) -> Result<()>;

    /// Returns the level of a pin.
    fn level(&mut self, pin: PinId) -> Result<Level>;

    /// Returns every interrupt reported so far. Before that, it waits until there are `expected` of them, and then a
    /// little longer, so that one too many is noticed.
    fn reports(&mut self, expected: usize) -> Result<Vec<Report>>;
}

/// An interrupt as a target reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub pin: PinId,
    /// The trigger's name, such as `"rising"`.
    pub trigger: String,
    pub priority: u8,
}

impl Report {
    /// Parses a line of the firmware's console, such as `irq GP10 rising priority 1`.
    ///
    /// # Errors
    /// The line does not report an interrupt.
    pub fn parse(line: &str) -> Result<Self> {
        let error = || format!("`{line}` does not report an interrupt");
        let (pin, rest) = line.strip_prefix("irq ").and_then(|rest| rest.split_once(' ')).with_context(error)?;
        let (trigger, priority) = rest.split_once(" priority ").with_context(error)?;
        let pin = PinId::from_name(pin).with_context(error)?;
        Ok(Self { pin, trigger: trigger.to_owned(), priority: priority.parse().with_context(error)? })
    }
}

/// One edge, and the expected state after it.
struct Step {
    button: Level,
    led: Level,
    interrupts: usize,
}

/// Rising edges interrupt and toggle the LED; falling edges do neither.
const STEPS: [Step; 5] = [
    Step { button: Level::High, led: Level::High, interrupts: 1 },
    Step { button: Level::Low, led: Level::High, interrupts: 1 },
    Step { button: Level::High, led: Level::Low, interrupts: 2 },
    Step { button: Level::Low, led: Level::Low, interrupts: 2 },
    Step { button: Level::High, led: Level::High, interrupts: 3 },
];

/// Runs the scenario on a target that has just started the demo.
///
/// # Errors
/// Names the step at which the target behaved differently, and how.
pub fn run(target: &mut impl Target) -> Result<()> {
    check(target, &Step { button: Level::Low, led: Level::Low, interrupts: 0 }).context("before the first edge")?;
    for (number, step) in STEPS.iter().enumerate() {
        let result = target.drive(BUTTON, step.button).and_then(|()| check(target, step));
        result.with_context(|| format!("edge {} of {BUTTON:?}, to {:?}", number + 1, step.button))?;
    }
    Ok(())
}

fn check(target: &mut impl Target, step: &Step) -> Result<()> {
    let expected = vec![Report { pin: BUTTON, trigger: "rising".to_owned(), priority: 1 }; step.interrupts];
    let reports = target.reports(step.interrupts)?;
    ensure!(reports == expected, "reported {reports:?} instead of {expected:?}");
    let levels = (target.level(BUTTON)?, target.level(LED)?);
    ensure!(
        levels == (step.button, step.led),
        "{BUTTON:?} and {LED:?} are {levels:?}, the LED should be {:?}",
        step.led
    );
    Ok(())
}
