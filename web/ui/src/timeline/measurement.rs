//! The measurement of a pulse: its width, period, frequency and duty, in a box beside it.

use pinscope_core::{PadLevel, PinId};
use pinscope_protocol::{Pulse, Signal};
use yew::{Html, html};

use super::ruler;
use crate::dom::number;

/// The pulse of a pin at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measurement {
    /// The pin.
    pub pin: PinId,
    /// The moment, in simulated nanoseconds.
    pub time_ns: u64,
    /// The pulse.
    pub pulse: Pulse,
    /// The signal of a timer or a UART that holds the pad.
    pub signal: Option<Signal>,
}

impl Measurement {
    /// Returns the figures that are known: `GP10 high`, `TIMA3 PWM` if that signal holds the pad, `width 500 µs`,
    /// `period 1 ms`, `1 kHz`, `duty 50 %`.
    pub fn figures(&self) -> Vec<String> {
        let Pulse { level, from_ns, period_ns, .. } = self.pulse;
        let mut figures = vec![format!("{} {}", self.pin.name(), level.name())];
        figures.extend(self.signal.map(|signal| signal.to_string()));
        let width_ns = self.pulse.width_ns();
        match (width_ns, from_ns) {
            (Some(width_ns), _) => figures.push(format!("width {}", ruler::duration(width_ns))),
            (None, Some(from_ns)) => figures.push(format!("since {} s", ruler::time(from_ns, 1))),
            (None, None) => {}
        }
        if let Some(period_ns) = period_ns {
            figures.push(format!("period {}", ruler::duration(period_ns)));
            figures.push(ruler::frequency(period_ns));
            figures.extend(width_ns.and_then(|width_ns| duty(level, width_ns, period_ns)));
        }
        figures
    }
}

/// Returns the share of the period for which the level is high, to a tenth of a percent.
fn duty(level: PadLevel, width_ns: u64, period_ns: u64) -> Option<String> {
    let high_ns = match level {
        PadLevel::High => width_ns,
        PadLevel::Low => period_ns.checked_sub(width_ns)?,
        PadLevel::Floating | PadLevel::Contention => return None,
    };
    let permille = u128::from(high_ns) * 1_000 / u128::from(period_ns.max(1));
    (permille <= 1_000).then(|| match permille % 10 {
        0 => format!("duty {} %", permille / 10),
        tenth => format!("duty {}.{tenth} %", permille / 10),
    })
}

/// Draws the box of a measurement. `x` is its place from the left edge of a track that is `width` wide, and `lane` the
/// index of its lane among `lanes`.
pub fn view(measurement: &Measurement, x: f64, width: f64, lane: usize, lanes: usize) -> Html {
    /// Distance of the box from the pulse, in pixels.
    const GAP: f64 = 12.0;
    let horizontal = match x * 2.0 < width {
        true => format!("left:{}px", number((x + GAP).round())),
        false => format!("right:{}px", number((width - x + GAP).round())),
    };
    // Below the last lane there may be no room.
    let is_above = lane > 0 && lane + 1 == lanes;
    let class = if is_above { "measurement above" } else { "measurement" };
    let figure = |figure| html! { <span>{ figure }</span> };
    html! {
        <p {class} style={format!("--lane-index:{lane};{horizontal}")} data-measurement={measurement.pin.name()}>
            { for measurement.figures().into_iter().map(figure) }
        </p>
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::{PadLevel, PinId};
    use pinscope_protocol::Pulse;

    use super::Measurement;

    fn figures(pulse: Pulse) -> Vec<String> {
        Measurement { pin: PinId::GP10, time_ns: 1_500, pulse, signal: None }.figures()
    }

    #[test]
    fn a_pulse_with_a_period_has_all_figures() {
        let pulse =
            Pulse { level: PadLevel::High, from_ns: Some(1_000), to_ns: Some(251_000), period_ns: Some(1_000_000) };
        assert_eq!(figures(pulse), ["GP10 high", "width 250 µs", "period 1 ms", "1 kHz", "duty 25 %"]);
        let low = Pulse { level: PadLevel::Low, ..pulse };
        assert_eq!(figures(low).last().map(String::as_str), Some("duty 75 %"));
    }

    #[test]
    fn figures_that_are_not_known_are_left_out() {
        let pulse = Pulse { level: PadLevel::Low, from_ns: Some(1_000), to_ns: None, period_ns: None };
        assert_eq!(figures(pulse), ["GP10 low", "since 0.000 001 000 s"]);
        let first = Pulse { from_ns: None, ..pulse };
        assert_eq!(figures(first), ["GP10 low"]);
        let floating = Pulse { level: PadLevel::Floating, to_ns: Some(4_000), ..pulse };
        assert_eq!(figures(floating), ["GP10 floating", "width 3 µs"]);
    }
}
