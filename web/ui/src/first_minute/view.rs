//! The text of each step of the first minute, the place that it points at, and the marks of all steps.

use pinscope_core::{PinId, Power, SleepMode, demo};
use yew::{AttrValue, Html, html};

use super::{FirstMinute, Mark, Step};
use crate::scene::Scene;
use crate::text;

const FALLING: &str =
    "Click GP10 again: its level falls, and there is no interrupt, because only the rising edge is armed.";

const BOUNCE: &str =
    "Hold GP10 for a second, then let go: its contact bounces, so one press makes many interrupts, counted beside it.";

const ARM_WAKE: &str = "Let GP10 wake the board: choose SUSPENDED as its wake, in the tab pin.";

const NO_WAKER: &str = "Nothing can wake the board now: press reset, then choose SUSPENDED as the wake of GP10.";

const ASLEEP: &str = "The board sleeps, and no pin can wake it: press reset, then go on.";

const PYTHON: &str = "Write it in Python: open the tab script and run the script that is there; it arms GP10 as well.";

const FINISHED: &str =
    "That was the first minute: an edge, a bounce, a sleep and a script; the list of examples shows more.";

/// The place that a step points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The pad of a pin.
    Pad(PinId),
    /// The wake of the selected pin.
    Wake,
    /// The button that suspends the board.
    Suspend,
    /// The button that resets the chip.
    Reset,
    /// The script.
    Script,
}

impl Target {
    /// Returns the name of the place, for the style sheet.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pad(_) => "pad",
            Self::Wake => "wake",
            Self::Suspend => "suspend",
            Self::Reset => "reset",
            Self::Script => "script",
        }
    }
}

impl FirstMinute {
    /// Returns the place that the present step points at.
    pub fn target(&self, scene: &Scene) -> Option<Target> {
        Some(match self.step()? {
            Step::Edge | Step::Falling | Step::Bounce if is_asleep(scene) => sleep_target(scene),
            Step::Edge | Step::Falling | Step::Bounce => Target::Pad(demo::BUTTON),
            Step::Sleep => sleep_target(scene),
            Step::Python => Target::Script,
        })
    }

    /// Returns the pin whose pad the present step points at.
    pub fn target_pin(&self, scene: &Scene) -> Option<PinId> {
        match self.target(scene)? {
            Target::Pad(pin) => Some(pin),
            _ => None,
        }
    }

    /// Returns the name of the present step and its text, while the hint is shown.
    pub fn shown(&self, scene: &Scene) -> Option<(&'static str, AttrValue)> {
        let Some(step) = self.step() else {
            return self.progress.is_shown.then(|| ("finished", FINISHED.into()));
        };
        let text = match step {
            Step::Edge | Step::Falling | Step::Bounce if is_asleep(scene) => match sleep_target(scene) {
                Target::Reset => ASLEEP.into(),
                _ => sleep_text(scene),
            },
            Step::Edge => self.instructions.clone(),
            Step::Falling => FALLING.into(),
            Step::Bounce => BOUNCE.into(),
            Step::Sleep => sleep_text(scene),
            Step::Python => PYTHON.into(),
        };
        Some((step.name(), text))
    }

    /// Draws the mark of each step.
    pub fn marks(&self) -> Html {
        let present = self.step();
        let steps = Step::ALL.into_iter().zip(self.progress.marks).map(|(step, mark)| {
            let (word, sign) = match mark {
                Mark::Open => ("open", ""),
                Mark::Done => ("done", "✓"),
                Mark::Skipped => ("skipped", "–"),
            };
            let label = format!("{}: {word}", step.name());
            html! {
                <li
                    data-step={step.name()} data-mark={word} title={label.clone()}
                    aria-current={(present == Some(step)).then_some("step")}
                ><span class="aloud">{ label }</span><span aria-hidden="true">{ sign }</span></li>
            }
        });
        html! { <ol class="steps" aria-label="Steps">{ for steps }</ol> }
    }
}

/// Returns whether the board sleeps so deeply that no pin interrupts it.
fn is_asleep(scene: &Scene) -> bool {
    matches!(scene.power(), Power::Suspended | Power::Hibernate)
}

/// Returns the sleep that has begun, or SUSPENDED while the board is awake.
fn sleep_mode(scene: &Scene) -> SleepMode {
    match scene.power() {
        Power::Idle => SleepMode::Active,
        Power::Active | Power::Suspended => SleepMode::Suspended,
        Power::Hibernate => SleepMode::Hibernate,
    }
}

fn sleep_target(scene: &Scene) -> Target {
    let wakers = scene.armed_wake_pins(sleep_mode(scene));
    match (scene.power(), wakers.first()) {
        (Power::Active, None) => Target::Wake,
        (Power::Active, Some(_)) => Target::Suspend,
        (_, None) => Target::Reset,
        (_, Some(&(pin, _))) => Target::Pad(pin),
    }
}

fn sleep_text(scene: &Scene) -> AttrValue {
    let wakers = scene.armed_wake_pins(sleep_mode(scene));
    let pins: Vec<_> = wakers.iter().map(|&(pin, _)| pin).collect();
    match (scene.power(), wakers.as_slice()) {
        (Power::Active, []) => ARM_WAKE.into(),
        (Power::Active, _) => {
            format!("Press suspend: the board then sleeps until {} wakes it.", text::one_of(&pins)).into()
        }
        (_, []) => NO_WAKER.into(),
        (_, [(pin, trigger)]) => {
            let edge = text::trigger_phrase(*trigger);
            let twice = if text::needs_two_clicks(scene, *pin, *trigger) { " twice" } else { "" };
            format!("The board sleeps. Click {}{twice}: {edge} wakes it.", pin.name()).into()
        }
        _ => format!("The board sleeps. Click {} to wake it.", text::one_of(&pins)).into(),
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::{EventKind, PinId, Power, demo};
    use pinscope_protocol::FIRST_EXAMPLE;

    use super::Target;
    use crate::first_minute::FirstMinute;
    use crate::notice::Notice;
    use crate::scene::Scene;
    use crate::scene::tests::frame;

    #[test]
    fn each_step_points_at_its_place() {
        let mut hint = FirstMinute::default();
        hint.show_for(&Notice { example: Some(FIRST_EXAMPLE.into()), text: "Click GP10.".into() });
        let awake = Scene::new(frame([]));
        let mut asleep = frame([]);
        asleep.snapshot.power = Power::Suspended;
        let asleep = Scene::new(asleep);
        for name in ["edge", "falling", "bounce"] {
            assert_eq!(hint.target_pin(&awake), Some(demo::BUTTON));
            assert_eq!(hint.target(&asleep), Some(Target::Reset), "a click does nothing to a board that sleeps");
            assert_eq!(hint.shown(&awake).map(|(name, _)| name), Some(name));
            hint.skip();
        }
        assert_eq!(hint.target(&awake), Some(Target::Wake), "nothing can wake the board");
        assert_eq!(hint.target(&asleep), Some(Target::Reset));
        hint.record(&frame([(0, 0, EventKind::Wake { pin: PinId::GP17, from: Power::Suspended })]));
        assert_eq!(hint.target(&awake), Some(Target::Script));
        hint.on_script_started();
        assert_eq!((hint.target(&awake), hint.shown(&awake).map(|(name, _)| name)), (None, Some("finished")));
    }
}
