//! The texts about sleep, wake and reset.

use pinscope_core::cc3200::gprcm;
use pinscope_core::{PadLevel, PinId, Power, SleepMode, Trigger};

use super::{one_of, seconds};
use crate::scene::Scene;

const NOTHING_ARMED: &str = "Nothing is armed: the board sleeps until it is reset.";

/// Returns the warning beside the sleep buttons, if the board is awake and a deep sleep would last until a reset.
pub fn sleep_warning(scene: &Scene) -> Option<&'static str> {
    [SleepMode::Suspended, SleepMode::Hibernate].into_iter().find_map(|mode| mode_warning(scene, mode))
}

/// Returns whether the board is awake and every deep sleep would last until a reset.
pub fn is_without_wakers(scene: &Scene) -> bool {
    [SleepMode::Suspended, SleepMode::Hibernate].into_iter().all(|mode| mode_warning(scene, mode).is_some())
}

/// Returns the warning of one sleep mode, if the board is awake and no pin would end that sleep.
pub fn mode_warning(scene: &Scene, mode: SleepMode) -> Option<&'static str> {
    let warning = match mode {
        SleepMode::Active => return None,
        SleepMode::Suspended => "If you suspend it now, nothing can wake it",
        SleepMode::Hibernate => "If you hibernate it now, nothing can wake it",
    };
    let is_timed =
        mode == SleepMode::Suspended && gprcm::LPDS_WAKEUP_CFG.read(&scene.snapshot) & gprcm::WAKEUP_TIMER != 0;
    let is_awake = scene.power() == Power::Active;
    (is_awake && !is_timed && scene.armed_wake_pins(mode).is_empty()).then_some(warning)
}

/// Returns the next alarm of the real-time clock, if it will come: `alarm at 12.000 000 s`.
pub fn alarm(scene: &Scene) -> Option<String> {
    let alarm = scene.blocks.alarm?;
    Some(format!("alarm at {} s", seconds(alarm.time_ns)))
}

/// Returns what a reset does to the bench.
pub fn reset_title(scene: &Scene) -> &'static str {
    match scene.sets_up_again && scene.real.is_none() {
        true => {
            "Resets the chip, then sets up the pins and interrupts again; the tab interrupts has a switch for that. \
             Wires and buttons stay."
        }
        false => "Resets the chip: every pin is an input and no interrupt is armed. Wires and buttons stay.",
    }
}

/// Returns a sentence about the pins that would end the present sleep, or any sleep while the board is awake.
pub fn wake_hint(scene: &Scene) -> String {
    if let Some(pin) = scene.starting {
        return format!("{} has woken the board, which is starting.", pin.name());
    }
    let wakers = |mode| scene.armed_wake_pins(mode).into_iter().map(|(pin, _)| pin).collect::<Vec<_>>();
    let mode = match scene.power() {
        Power::Active => {
            let (suspended, hibernate) = (wakers(SleepMode::Suspended), wakers(SleepMode::Hibernate));
            return match (suspended.is_empty(), hibernate.is_empty()) {
                (true, true) => format!("{}.", sleep_warning(scene).unwrap_or_default()),
                (false, true) => format!("{} ends SUSPENDED; only a reset ends HIBERNATE.", one_of(&suspended)),
                (true, false) => format!("{} ends HIBERNATE; only a reset ends SUSPENDED.", one_of(&hibernate)),
                (false, false) if suspended == hibernate => {
                    format!("{} ends SUSPENDED and HIBERNATE.", one_of(&suspended))
                }
                (false, false) => {
                    format!("{} ends SUSPENDED; {} ends HIBERNATE.", one_of(&suspended), one_of(&hibernate))
                }
            };
        }
        Power::Idle => SleepMode::Active,
        Power::Suspended => SleepMode::Suspended,
        Power::Hibernate => SleepMode::Hibernate,
    };
    match (wakers(mode).as_slice(), alarm(scene)) {
        ([], None) => NOTHING_ARMED.to_owned(),
        ([], Some(alarm)) => format!("The {alarm} wakes the board."),
        (pins, alarm) => {
            let armed = scene.armed_wake_pins(mode);
            let is_twice = matches!(armed.as_slice(), &[(pin, trigger)] if needs_two_clicks(scene, pin, trigger));
            let twice = if is_twice { " twice" } else { "" };
            let alarm = alarm.map(|alarm| format!(", or wait for the {alarm}")).unwrap_or_default();
            format!("Press {}{twice} to wake the board{alarm}.", one_of(pins))
        }
    }
}

/// Returns whether a pad has to be clicked twice until it has the edge that its interrupt waits for. A click inverts the
/// level, so the first one makes the opposite edge if the pad has the level after that edge already.
pub fn needs_two_clicks(scene: &Scene, pin: PinId, trigger: Trigger) -> bool {
    let after = match trigger {
        Trigger::Rising => PadLevel::High,
        Trigger::Falling => PadLevel::Low,
        _ => return false,
    };
    scene.snapshot.status(pin).level == Some(after)
}

/// Returns a sentence about a pin that no longer ends SUSPENDED, because another pin was armed later.
pub fn taken_over(scene: &Scene) -> String {
    let by = match scene.armed_wake_pins(SleepMode::Suspended).first() {
        Some((pin, _)) => pin.name(),
        None => "a pin that is no longer armed",
    };
    format!("taken over by {by}: SUSPENDED keeps one pin, the one armed last")
}

#[cfg(test)]
mod tests {
    use pinscope_core::Power;
    use pinscope_protocol::Frame;

    use super::sleep_warning;
    use crate::scene::Scene;
    use crate::scene::tests::frame;

    #[test]
    fn a_warning_names_the_sleep_that_nothing_can_end_unless_the_board_sleeps_already() {
        let mut frame: Frame = frame([]);
        let warning = |frame: &Frame| sleep_warning(&Scene::new(frame.clone()));
        assert_eq!(warning(&frame), Some("If you suspend it now, nothing can wake it"));
        frame.snapshot.power = Power::Suspended;
        assert_eq!(warning(&frame), None);
    }
}
