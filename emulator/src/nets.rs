//! The nets around the chip: what is attached to each pad, which pads are wired together, and the level of a net.

use pinscope_core::{Level, PadLevel, PinId};

use crate::stimulus::{Button, ClockSignal, Driver, DriverSource, External};

/// Current of an external source, in microamperes. It is more than any pin can drive.
const EXTERNAL_MICROAMPS: u32 = 20_000;

/// The external sources at the pads, and the jumper wires between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wiring {
    external: [External; PinId::COUNT],
    wires: Vec<(PinId, PinId)>,
    nets: [PinMask; PinId::COUNT],
}

/// A set of pins. Bit n is the pin at index n of [`PinId::ALL`].
pub(crate) type PinMask = u32;

/// Returns the bit of `pin`.
pub(crate) const fn bit(pin: PinId) -> PinMask {
    1 << pin.index()
}

/// Returns the pins of `mask`, in order.
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
        Self { external: Default::default(), wires: Vec::new(), nets: PinId::ALL.map(bit) }
    }
}

impl Wiring {
    /// Returns what is attached to `pin`.
    pub fn external(&self, pin: PinId) -> External {
        self.external[pin.index()]
    }

    /// Attaches a clock to `pin`, or detaches it.
    pub fn set_clock(&mut self, pin: PinId, signal: Option<ClockSignal>) {
        self.external[pin.index()].signal = signal;
    }

    /// Connects `pin` to a rail, or disconnects it.
    pub fn set_rail(&mut self, pin: PinId, rail: Option<Level>) {
        self.external[pin.index()].rail = rail;
    }

    /// Sets the position of the button of `pin`.
    pub fn set_button(&mut self, pin: PinId, button: Button) {
        self.external[pin.index()].button = Some(button);
    }

    /// Adds a jumper wire. A wire that exists already, or a wire from a pin to itself, changes nothing.
    pub fn wire(&mut self, a: PinId, b: PinId) {
        let wire = (a.min(b), a.max(b));
        if a != b && !self.wires.contains(&wire) {
            self.wires.push(wire);
            self.wires.sort_unstable();
            self.join_nets();
        }
    }

    /// Removes a jumper wire.
    pub fn unwire(&mut self, a: PinId, b: PinId) {
        self.wires.retain(|&wire| wire != (a.min(b), a.max(b)));
        self.join_nets();
    }

    /// Returns the jumper wires, in order.
    pub fn wires(&self) -> &[(PinId, PinId)] {
        &self.wires
    }

    /// Returns the pins on the net of `pin`, including itself.
    pub fn net(&self, pin: PinId) -> PinMask {
        self.nets[pin.index()]
    }

    /// Returns the external driver of `pin`: its button while it is pressed, otherwise the rail it is connected to.
    pub fn driver(&self, pin: PinId) -> Option<Driver> {
        let External { rail, button, .. } = self.external(pin);
        let level = match button {
            Some(Button::Closed(level)) => Some(level),
            Some(Button::Open) | None => rail,
        };
        level.map(|level| Driver { source: DriverSource::External(pin), level, microamps: EXTERNAL_MICROAMPS })
    }

    /// Computes the nets, which are the groups of pins that wires connect.
    fn join_nets(&mut self) {
        self.nets = PinId::ALL.map(bit);
        for &(a, b) in &self.wires {
            let joined = self.nets[a.index()] | self.nets[b.index()];
            for pin in pins(joined) {
                self.nets[pin.index()] = joined;
            }
        }
    }
}

/// The resolved state of a net.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Resolved {
    /// The level of the net.
    pub level: PadLevel,
    /// The level that an input on it reads. If it is `None`, nothing decides it and an input keeps its last level.
    pub input: Option<Level>,
}

/// Adds up the drivers of a net by strength and resolves its level.
#[derive(Default)]
pub(crate) struct NetResolver {
    external: Strengths,
    chip: Strengths,
    pull: Strengths,
}

/// The total current of the drivers to each level, in microamperes.
#[derive(Default)]
struct Strengths {
    high: u32,
    low: u32,
}

impl NetResolver {
    /// Adds a driver.
    #[inline]
    pub fn add(&mut self, driver: Driver) {
        let strengths = match driver.source {
            DriverSource::External(_) => &mut self.external,
            DriverSource::Chip(_) => &mut self.chip,
            DriverSource::Pull(_) => &mut self.pull,
        };
        match driver.level {
            Level::High => strengths.high += driver.microamps,
            Level::Low => strengths.low += driver.microamps,
        }
    }

    /// Resolves the net. External sources win over pins, and pins win over pulls. Drivers that disagree are contention,
    /// which reads as the stronger side, low if both are equal. Pulls that disagree leave the net floating.
    #[inline]
    pub fn resolve(&self) -> Resolved {
        let Self { external, chip, pull } = self;
        let (high, low) = (external.high + chip.high > 0, external.low + chip.low > 0);
        let input = match (high, low) {
            (true, true) => Some(self.stronger_side().unwrap_or(Level::Low)),
            (true, false) | (false, true) => Some(Level::from(high)),
            (false, false) if pull.high > 0 && pull.low > 0 => None,
            (false, false) => pull.stronger(),
        };
        let level = match input {
            _ if high && low => PadLevel::Contention,
            Some(Level::High) => PadLevel::High,
            Some(Level::Low) => PadLevel::Low,
            None => PadLevel::Floating,
        };
        Resolved { level, input }
    }

    /// Returns the stronger side of the drivers that disagree, or `None` if both are equal. The external sources
    /// decide; if they are equal or absent, the pins decide.
    fn stronger_side(&self) -> Option<Level> {
        self.external.stronger().or_else(|| self.chip.stronger())
    }
}

/// Returns the stronger side of the drivers of a net in contention, or `None` if both are equally strong, in which case
/// the net reads low.
pub fn stronger_side(drivers: &[Driver]) -> Option<Level> {
    let mut resolver = NetResolver::default();
    drivers.iter().for_each(|&driver| resolver.add(driver));
    resolver.stronger_side()
}

impl Strengths {
    /// Returns the stronger level, or `None` if both are equal or there is no driver.
    #[inline]
    fn stronger(&self) -> Option<Level> {
        (self.high != self.low).then(|| Level::from(self.high > self.low))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn driver(source: fn(PinId) -> DriverSource, level: Level, microamps: u32) -> Driver {
        Driver { source: source(PinId::GP10), level, microamps }
    }

    fn net(drivers: &[Driver]) -> (PadLevel, Option<Level>) {
        let mut resolver = NetResolver::default();
        drivers.iter().for_each(|&driver| resolver.add(driver));
        let resolved = resolver.resolve();
        (resolved.level, resolved.input)
    }

    #[test]
    fn a_net_without_drivers_floats_and_so_do_opposing_pulls() {
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
    fn an_external_source_wins_over_any_number_of_pins() {
        let pins = [driver(DriverSource::Chip, Level::High, 6000); 5];
        let mut drivers = pins.to_vec();
        drivers.push(driver(DriverSource::External, Level::Low, EXTERNAL_MICROAMPS));
        assert_eq!(net(&drivers), (PadLevel::Contention, Some(Level::Low)));
    }

    #[test]
    fn outputs_in_contention_read_the_stronger_and_low_if_equal() {
        let high = |microamps| driver(DriverSource::Chip, Level::High, microamps);
        let low = |microamps| driver(DriverSource::Chip, Level::Low, microamps);
        assert_eq!(net(&[high(6000), low(4000)]), (PadLevel::Contention, Some(Level::High)));
        assert_eq!(net(&[high(4000), low(4000)]), (PadLevel::Contention, Some(Level::Low)));
    }

    #[test]
    fn pins_decide_between_external_sources_that_are_equally_strong() {
        let external = |level| driver(DriverSource::External, level, EXTERNAL_MICROAMPS);
        let tie = [external(Level::High), external(Level::Low)];
        assert_eq!((net(&tie), stronger_side(&tie)), ((PadLevel::Contention, Some(Level::Low)), None));
        let chip = driver(DriverSource::Chip, Level::High, 6000);
        let decided = [tie[0], tie[1], chip];
        assert_eq!(net(&decided), (PadLevel::Contention, Some(Level::High)));
        assert_eq!(stronger_side(&decided), Some(Level::High));
    }

    #[test]
    fn removing_a_wire_separates_the_nets_that_only_it_joined() {
        let mut wiring = Wiring::default();
        wiring.wire(PinId::GP10, PinId::GP9);
        wiring.wire(PinId::GP9, PinId::GP8);
        wiring.wire(PinId::GP8, PinId::GP9);
        assert_eq!(wiring.net(PinId::GP10), bit(PinId::GP10) | bit(PinId::GP9) | bit(PinId::GP8));
        wiring.unwire(PinId::GP9, PinId::GP10);
        assert_eq!(wiring.net(PinId::GP10), bit(PinId::GP10));
        assert_eq!(wiring.net(PinId::GP8), bit(PinId::GP9) | bit(PinId::GP8));
    }
}
