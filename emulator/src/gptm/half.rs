//! One half of a general-purpose timer: its counter, its PWM output and its capture input.

use pinscope_core::Level;
use pinscope_core::cc3200::timer::{self, Cause, Half};

/// The registers of a half, and the state of its counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct HalfTimer {
    mode: u32,
    load: u32,
    match_value: u32,
    prescale: u32,
    prescale_match: u32,
    /// The level of the capture input.
    pub input: Level,
    /// Number of ticks since the counter was last loaded, or of edges while it counts edges.
    phase: u64,
    /// The cycle at which `phase` was right.
    known_at: u64,
    /// True if the PWM output was asserted when the half was last disabled.
    was_asserted: bool,
    /// The count at the last edge.
    captured: u64,
}

/// The way in which a half counts. It follows from the registers of the half and from the configuration of its timer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    kind: Kind,
    /// The count from which the half counts down, or to which it counts up.
    load: u64,
    match_value: u64,
    counts_up: bool,
    /// Number of cycles in a tick.
    cycles_per_tick: u64,
    /// Number of ticks after which a counter that has missed its load value starts again at 0.
    wrap: u64,
    match_interrupt: bool,
    /// True if the edges of the PWM output raise an interrupt status.
    pub pwm_interrupt: bool,
}

/// The kinds of counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The half does not count.
    Idle,
    OneShot,
    Periodic,
    Pwm,
    EdgeCount,
    EdgeTime,
}

/// The things that have happened to a half.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Happened {
    /// A period has ended.
    pub timeout: bool,
    /// The count has reached the match value, and that raises an interrupt status.
    pub matched: bool,
    /// The number of edges has reached the match value.
    pub counted: bool,
    /// The time of an edge was stored.
    pub captured: bool,
    /// The PWM output was asserted.
    pub asserted: bool,
    /// The PWM output was deasserted.
    pub deasserted: bool,
    /// The half has disabled itself.
    pub stopped: bool,
}

impl Shape {
    /// Returns the length of a period in ticks.
    fn period(&self) -> u64 {
        self.load + 1
    }

    /// Returns the phase at which the count has the match value, or `None` if it never has.
    fn match_phase(&self) -> Option<u64> {
        let down = self.load.checked_sub(self.match_value)?;
        Some(if self.counts_up { self.match_value } else { down })
    }

    /// Returns `true` if the PWM output is asserted at `phase`.
    fn is_asserted(&self, phase: u64) -> bool {
        self.match_phase().is_none_or(|end| phase < end)
    }

    /// Returns `true` if the PWM output never changes.
    fn is_flat(&self) -> bool {
        matches!(self.match_phase(), None | Some(0))
    }

    /// Returns the number of ticks from `phase` to the end of the period. A counter that counts up and is beyond its
    /// load value, because the value was lowered, first goes on to the end of its range.
    fn until_reload(&self, phase: u64) -> u64 {
        if phase > self.load { self.wrap - phase } else { self.period() - phase }
    }

    /// Returns the number of ticks from `phase` until the count has the match value.
    fn until_match(&self, phase: u64) -> Option<u64> {
        let is_beyond = phase > self.load;
        match self.match_phase() {
            Some(at) if at > phase => Some(at - phase),
            Some(at) => Some(self.until_reload(phase) + at),
            None if is_beyond && self.match_value > phase => Some(self.match_value - phase),
            None => None,
        }
    }

    fn is_timed(&self) -> bool {
        matches!(self.kind, Kind::OneShot | Kind::Periodic)
    }
}

impl HalfTimer {
    /// Returns a half as it is after a reset, with these load and match values.
    pub fn new(reset_value: u32) -> Self {
        Self {
            mode: 0,
            load: reset_value,
            match_value: reset_value,
            prescale: 0,
            prescale_match: 0,
            input: Level::Low,
            phase: 0,
            known_at: 0,
            was_asserted: false,
            captured: 0,
        }
    }

    /// Returns the register of this half whose counterpart in half A is at `offset`.
    pub fn register(&self, offset: u32) -> Option<u32> {
        Some(match offset {
            timer::TAMR => self.mode,
            timer::TAILR => self.load,
            timer::TAMATCHR => self.match_value,
            timer::TAPR => self.prescale,
            timer::TAPMR => self.prescale_match,
            _ => return None,
        })
    }

    /// Replaces the register whose counterpart in half A is at `offset`. Returns `false` if there is none.
    pub fn set_register(&mut self, offset: u32, value: u32) -> bool {
        match offset {
            timer::TAMR => self.mode = value & timer::MODE_BITS,
            timer::TAILR => self.load = value,
            timer::TAMATCHR => self.match_value = value,
            timer::TAPR => self.prescale = value & 0xFF,
            timer::TAPMR => self.prescale_match = value & 0xFF,
            _ => return false,
        }
        true
    }

    /// Returns how the half counts in a timer with this configuration.
    pub fn shape(&self, config: u32, half: Half) -> Shape {
        let is_whole = config == timer::ONE_TIMER && half == Half::A;
        let kind = match self.mode & timer::KIND {
            timer::ONE_SHOT if is_whole || config == timer::TWO_HALVES => Kind::OneShot,
            timer::PERIODIC if is_whole => Kind::Periodic,
            timer::PERIODIC if config == timer::TWO_HALVES && self.mode & timer::PWM != 0 => Kind::Pwm,
            timer::PERIODIC if config == timer::TWO_HALVES => Kind::Periodic,
            timer::CAPTURE if config == timer::TWO_HALVES && self.mode & timer::EDGE_TIME != 0 => Kind::EdgeTime,
            timer::CAPTURE if config == timer::TWO_HALVES => Kind::EdgeCount,
            _ => Kind::Idle,
        };
        // PWM counts down, whatever the direction bit is.
        let counts_up = kind != Kind::Pwm && self.mode & timer::COUNT_UP != 0;
        // The prescaler extends the counter to 24 bits, except in a half that counts time down: there it divides.
        let divides = !counts_up && matches!(kind, Kind::OneShot | Kind::Periodic);
        let extended = |word: u32, prescale: u32| match (is_whole, divides) {
            (true, _) => word,
            (false, true) => word & 0xFFFF,
            (false, false) => prescale << 16 | word & 0xFFFF,
        };
        Shape {
            kind,
            load: extended(self.load, self.prescale).into(),
            match_value: extended(self.match_value, self.prescale_match).into(),
            counts_up,
            cycles_per_tick: if divides && !is_whole { u64::from(self.prescale) + 1 } else { 1 },
            wrap: if is_whole { 1 << 32 } else { 1 << 24 },
            match_interrupt: self.mode & timer::MATCH_INTERRUPT != 0,
            pwm_interrupt: kind == Kind::Pwm && self.mode & timer::PWM_INTERRUPT != 0,
        }
    }

    /// Begins to count at the cycle `now`.
    pub fn start(&mut self, shape: &Shape, now: u64) -> Happened {
        (self.phase, self.known_at) = (0, now);
        Happened { asserted: shape.kind == Kind::Pwm && shape.is_asserted(0), ..Happened::default() }
    }

    /// Stops counting. The PWM output stays as it is.
    pub fn stop(&mut self, shape: &Shape, now: u64) {
        self.was_asserted = self.is_asserted(shape, true, now);
    }

    /// Counts until the cycle `now`.
    pub fn advance(&mut self, shape: &Shape, now: u64) -> Happened {
        if matches!(shape.kind, Kind::Idle | Kind::EdgeCount) {
            self.known_at = now;
            return Happened::default();
        }
        let ticks = (now - self.known_at) / shape.cycles_per_tick;
        self.known_at += ticks * shape.cycles_per_tick;
        let until_reload = shape.until_reload(self.phase);
        let reloaded = ticks >= until_reload;
        let matched = shape.until_match(self.phase).is_some_and(|until_match| ticks >= until_match);
        self.phase = match shape.kind {
            _ if !reloaded => self.phase + ticks,
            Kind::OneShot => 0,
            _ => (ticks - until_reload) % shape.period(),
        };
        let has_pulses = shape.kind == Kind::Pwm && !shape.is_flat();
        Happened {
            timeout: shape.is_timed() && reloaded,
            matched: shape.is_timed() && shape.match_interrupt && matched,
            asserted: has_pulses && reloaded,
            deasserted: has_pulses && matched,
            stopped: shape.kind == Kind::OneShot && reloaded,
            ..Happened::default()
        }
    }

    /// Counts an edge of the input, or stores its time. The half has counted until now.
    pub fn capture(&mut self, shape: &Shape) -> Happened {
        match shape.kind {
            Kind::EdgeCount => {
                self.phase += 1;
                let counted = shape.match_phase() == Some(self.phase);
                if counted {
                    self.phase = 0;
                }
                Happened { counted, stopped: counted && !shape.counts_up, ..Happened::default() }
            }
            Kind::EdgeTime => {
                self.captured = self.count_at(shape, self.phase);
                Happened { captured: true, ..Happened::default() }
            }
            Kind::Idle | Kind::OneShot | Kind::Periodic | Kind::Pwm => Happened::default(),
        }
    }

    /// Returns the next cycle at which something happens that matters: to a pad, if the half drives one, or to an
    /// interrupt status that is not raised yet.
    pub fn due(&self, shape: &Shape, is_driving: bool, is_raised: impl Fn(Cause) -> bool) -> Option<u64> {
        let match_matters = shape.match_interrupt && !is_raised(Cause::Match);
        let (reload_matters, match_matters) = match shape.kind {
            Kind::OneShot => (true, match_matters),
            Kind::Periodic => (!is_raised(Cause::Timeout), match_matters),
            Kind::Pwm if !shape.is_flat() => {
                let edges_matter = is_driving || shape.pwm_interrupt && !is_raised(Cause::CaptureEvent);
                (edges_matter, edges_matter)
            }
            Kind::Pwm | Kind::Idle | Kind::EdgeCount | Kind::EdgeTime => (false, false),
        };
        let until_reload = reload_matters.then(|| shape.until_reload(self.phase));
        let until_match = if match_matters { shape.until_match(self.phase) } else { None };
        let ticks = until_reload.into_iter().chain(until_match).min()?;
        Some(self.known_at.saturating_add(ticks.saturating_mul(shape.cycles_per_tick)))
    }

    /// Keeps the counter within its period or its range after a register was written. A new load value leaves the
    /// phase as it is, and a counter that counts down and is beyond it ends its period at the next tick.
    pub fn keep_in_period(&mut self, shape: &Shape) {
        self.phase = if shape.counts_up { self.phase % shape.wrap } else { self.phase.min(shape.load) };
    }

    /// Returns `true` if the PWM output is asserted.
    pub fn is_asserted(&self, shape: &Shape, is_enabled: bool, now: u64) -> bool {
        if is_enabled && shape.kind == Kind::Pwm {
            shape.is_asserted(self.counted_until(shape, now).phase)
        } else {
            self.was_asserted
        }
    }

    /// Returns the count, or the count at the last edge if `is_captured` is `true` and the half stores that.
    pub fn count(&self, shape: &Shape, is_enabled: bool, is_captured: bool, now: u64) -> u32 {
        let count = match shape.kind {
            Kind::Idle => 0,
            Kind::EdgeTime if is_captured => self.captured,
            _ if is_enabled => self.count_at(shape, self.counted_until(shape, now).phase),
            _ => self.count_at(shape, self.phase),
        };
        count as u32
    }

    /// Returns the half as it is at the cycle `now`.
    fn counted_until(&self, shape: &Shape, now: u64) -> Self {
        let mut half = *self;
        half.advance(shape, now);
        half
    }

    fn count_at(&self, shape: &Shape, phase: u64) -> u64 {
        if shape.counts_up { phase } else { shape.load.saturating_sub(phase) }
    }
}
