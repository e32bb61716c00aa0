//! The outside of the board: what is attached to each pad, which pads are wired together, and what each net comes to.

use pinscope_core::{Level, PadLevel, PinId};

use crate::stimulus::{Button, ClockSignal, Driver, DriverSource, External};

/// What an outside source can bring, in microamperes: more than any pin.
const OUTSIDE_MICROAMPS: u32 = 20_000;

/// What hands have attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wiring {
    outside: [External; PinId::COUNT],
    wires: Vec<(PinId, PinId)>,
    nets: [PinMask; PinId::COUNT],
}

/// Pins as bits, bit n for place n in [`PinId::ALL`].
pub(crate) type PinMask = u32;

/// The bit of `pin`.
pub(crate) const fn bit(pin: PinId) -> PinMask {
    1 << pin.index()
}

/// The pins of `mask`, in order.
#[inline]
pub(crate) fn pins(mut mask: PinMask) -> impl Iterator<Item = PinId> + Clone {
    std::iter::from_fn(move || {
        if mask == 0 {
            return None;
        }
        let pin = PinId::from_index(mask.trailing_zeros() as usize)?;
        mask &= mask - 1;
        Some(pin)
    })
}

impl Default for Wiring {
    fn default() -> Self {
        Self { outside: Default::default(), wires: Vec::new(), nets: PinId::ALL.map(bit) }
    }
}

impl Wiring {
    /// What is attached to `pin`.
    pub fn outside(&self, pin: PinId) -> External {
        self.outside[pin.index()]
    }

    /// Puts a clock on `pin`, or takes it off.
    pub fn set_clock(&mut self, pin: PinId, signal: Option<ClockSignal>) {
        self.outside[pin.index()].signal = signal;
    }

    /// Holds `pin` at a rail, or lets go of it.
    pub fn set_rail(&mut self, pin: PinId, held: Option<Level>) {
        self.outside[pin.index()].rail = held;
    }

    /// Puts the button of `pin` into a position.
    pub fn set_button(&mut self, pin: PinId, button: Button) {
        self.outside[pin.index()].button = Some(button);
    }

    /// Lays a jumper wire. A wire that is there already, or from a pin to itself, changes nothing.
    pub fn wire(&mut self, a: PinId, b: PinId) {
        let wire = (a.min(b), a.max(b));
        if a != b && !self.wires.contains(&wire) {
            self.wires.push(wire);
            self.wires.sort_unstable();
            self.join();
        }
    }

    /// Takes a jumper wire away.
    pub fn unwire(&mut self, a: PinId, b: PinId) {
        self.wires.retain(|&wire| wire != (a.min(b), a.max(b)));
        self.join();
    }

    /// The jumper wires, in order.
    pub fn wires(&self) -> &[(PinId, PinId)] {
        &self.wires
    }

    /// The pins on the net of `pin`, itself among them.
    pub fn net(&self, pin: PinId) -> PinMask {
        self.nets[pin.index()]
    }

    /// What the outside imposes on `pin`: its pressed button while it is pressed, else the rail it is held at.
    pub fn driver(&self, pin: PinId) -> Option<Driver> {
        let External { rail: held, button, .. } = self.outside(pin);
        let level = match button {
            Some(Button::Closed(rail)) => Some(rail),
            Some(Button::Open) | None => held,
        };
        level.map(|level| Driver { source: DriverSource::External(pin), level, microamps: OUTSIDE_MICROAMPS })
    }

    /// Works out which pins are one net, from the wires alone.
    fn join(&mut self) {
        self.nets = PinId::ALL.map(bit);
        for &(a, b) in &self.wires {
            let joined = self.nets[a.index()] | self.nets[b.index()];
            for pin in pins(joined) {
                self.nets[pin.index()] = joined;
            }
        }
    }
}

/// What a net comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Resolved {
    /// What there is to see.
    pub shown: PadLevel,
    /// What an input on it reads; `None` where nobody decides, so that an input keeps what it last read.
    pub reads: Option<Level>,
}

/// The drivers of a net, added up.
#[derive(Default)]
pub(crate) struct NetResolver {
    outside: Strengths,
    chip: Strengths,
    pull: Strengths,
}

/// Microamperes for and against.
#[derive(Default)]
struct Strengths {
    high: u32,
    low: u32,
}

impl NetResolver {
    /// Adds a driver.
    #[inline]
    pub fn add(&mut self, driver: Driver) {
        let sides = match driver.source {
            DriverSource::External(_) => &mut self.outside,
            DriverSource::Chip(_) => &mut self.chip,
            DriverSource::Pull(_) => &mut self.pull,
        };
        match driver.level {
            Level::High => sides.high += driver.microamps,
            Level::Low => sides.low += driver.microamps,
        }
    }

    /// Settles the net: the outside wins over any pin, a pin over any pull. Drivers that disagree are contention, which
    /// reads as the stronger side, low if they are equal. Pulls that disagree float.
    #[inline]
    pub fn resolve(&self) -> Resolved {
        let Self { outside, chip, pull } = self;
        let (high, low) = (outside.high + chip.high > 0, outside.low + chip.low > 0);
        let pulled = || if pull.high == 0 || pull.low == 0 { pull.stronger() } else { None };
        let reads = outside.stronger().or_else(|| chip.stronger()).or_else(pulled);
        let shown = match reads {
            _ if high && low => PadLevel::Contention,
            Some(Level::High) => PadLevel::High,
            Some(Level::Low) => PadLevel::Low,
            None => PadLevel::Floating,
        };
        Resolved { shown, reads }
    }
}

impl Strengths {
    /// The stronger side, low if they are equal; `None` if nobody is on either.
    #[inline]
    fn stronger(&self) -> Option<Level> {
        (self.high + self.low > 0).then(|| Level::from(self.high > self.low))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn driver(source: fn(PinId) -> DriverSource, level: Level, microamps: u32) -> Driver {
        Driver { source: source(PinId::GP10), level, microamps }
    }

    fn net(drivers: &[Driver]) -> (PadLevel, Option<Level>) {
        let mut tally = NetResolver::default();
        drivers.iter().for_each(|&driver| tally.add(driver));
        let resolved = tally.resolve();
        (resolved.shown, resolved.reads)
    }

    #[test]
    fn nobody_floats_and_so_do_opposing_pulls() {
        let up = driver(DriverSource::Pull, Level::High, 10);
        let down = driver(DriverSource::Pull, Level::Low, 10);
        assert_eq!(net(&[]), (PadLevel::Floating, None));
        assert_eq!(net(&[up, down]), (PadLevel::Floating, None));
        assert_eq!(net(&[up]), (PadLevel::High, Some(Level::High)));
    }

    #[test]
    fn a_driver_wins_over_a_pull_without_contention() {
        let up = driver(DriverSource::Pull, Level::High, 10);
        let low = driver(DriverSource::Chip, Level::Low, 2000);
        assert_eq!(net(&[up, low]), (PadLevel::Low, Some(Level::Low)));
    }

    #[test]
    fn hands_win_over_any_number_of_pins() {
        let pins = [driver(DriverSource::Chip, Level::High, 6000); 5];
        let mut drivers = pins.to_vec();
        drivers.push(driver(DriverSource::External, Level::Low, OUTSIDE_MICROAMPS));
        assert_eq!(net(&drivers), (PadLevel::Contention, Some(Level::Low)));
    }

    #[test]
    fn outputs_that_fight_read_the_stronger_and_low_if_equal() {
        let high = |microamps| driver(DriverSource::Chip, Level::High, microamps);
        let low = |microamps| driver(DriverSource::Chip, Level::Low, microamps);
        assert_eq!(net(&[high(6000), low(4000)]), (PadLevel::Contention, Some(Level::High)));
        assert_eq!(net(&[high(4000), low(4000)]), (PadLevel::Contention, Some(Level::Low)));
    }

    #[test]
    fn taking_a_wire_away_parts_what_only_it_joined() {
        let mut bench = Wiring::default();
        bench.wire(PinId::GP10, PinId::GP9);
        bench.wire(PinId::GP9, PinId::GP8);
        bench.wire(PinId::GP8, PinId::GP9);
        assert_eq!(bench.net(PinId::GP10), bit(PinId::GP10) | bit(PinId::GP9) | bit(PinId::GP8));
        bench.unwire(PinId::GP9, PinId::GP10);
        assert_eq!(bench.net(PinId::GP10), bit(PinId::GP10));
        assert_eq!(bench.net(PinId::GP8), bit(PinId::GP9) | bit(PinId::GP8));
    }
}
