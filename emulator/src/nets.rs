//! The nets around the chip: what is attached to each pad, which pads are wired together, and the level of a net.

use pinscope_core::{Level, PadLevel, PinId};

use crate::endpoint::Endpoint;
use crate::stimulus::{Button, ClockSignal, Driver, DriverSource, External};
use crate::voltage::VoltageSource;

/// Current of an external source or of a rail, in microamperes. It is more than any pin can drive.
const EXTERNAL_MICROAMPS: u32 = 20_000;

/// The external sources at the pads, the jumper wires, and the nets that wires and closed buttons make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wiring {
    external: [External; PinId::COUNT],
    wires: Vec<(PinId, PinId)>,
    rail_wires: Vec<(PinId, Level)>,
    nets: [PinMask; PinId::COUNT],
    /// The rails that are connected to each pad itself.
    rails: [RailMask; PinId::COUNT],
    /// The time at which the source of a voltage at each pad was attached, in nanoseconds.
    voltage_start_ns: [u64; PinId::COUNT],
}

/// A set of rails, as the sum of [`rail_bit`].
pub(crate) type RailMask = u8;

/// Returns the bit of the rail of `level`.
const fn rail_bit(level: Level) -> RailMask {
    1 << level as u8
}

/// Returns a driver for each rail of `mask`.
pub(crate) fn rail_drivers(mask: RailMask) -> impl Iterator<Item = Driver> {
    let rails = [Level::Low, Level::High].into_iter().filter(move |&rail| mask & rail_bit(rail) != 0);
    rails.map(|level| Driver { source: DriverSource::Rail, level, microamps: EXTERNAL_MICROAMPS })
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
        Self {
            external: Default::default(),
            wires: Vec::new(),
            rail_wires: Vec::new(),
            nets: PinId::ALL.map(bit),
            rails: [0; PinId::COUNT],
            voltage_start_ns: [0; PinId::COUNT],
        }
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

    /// Attaches the source of a voltage to `pin` at the time `now_ns`, or detaches it.
    pub fn set_voltage(&mut self, pin: PinId, source: Option<VoltageSource>, now_ns: u64) {
        self.external[pin.index()].voltage = source;
        self.voltage_start_ns[pin.index()] = now_ns;
    }

    /// Returns the source of a voltage at `pin` with the time at which it was attached.
    pub fn voltage(&self, pin: PinId) -> Option<(VoltageSource, u64)> {
        Some((self.external(pin).voltage?, self.voltage_start_ns[pin.index()]))
    }

    /// Returns the time at which the source of a voltage at each pad was attached, in nanoseconds.
    pub fn voltage_start_ns(&self) -> [u64; PinId::COUNT] {
        self.voltage_start_ns
    }

    /// Sets the time at which the source of a voltage at each pad was attached.
    pub fn set_voltage_start_ns(&mut self, start_ns: [u64; PinId::COUNT]) {
        self.voltage_start_ns = start_ns;
    }

    /// Connects `pin` to a rail, or disconnects it.
    pub fn set_rail(&mut self, pin: PinId, rail: Option<Level>) {
        self.external[pin.index()].rail = rail;
    }

    /// Sets the position of the button of `pin`.
    pub fn set_button(&mut self, pin: PinId, button: Button) {
        self.external[pin.index()].button = Some(button);
        if self.external(pin).button_end.is_some() {
            self.join_nets();
        }
    }

    /// Sets the other end of the button of `pin`, and opens the button.
    pub fn place_button(&mut self, pin: PinId, end: Option<Endpoint>) {
        let external = &mut self.external[pin.index()];
        external.button_end = end;
        external.button = (end.is_some() || external.button.is_some()).then_some(Button::Open);
        self.join_nets();
    }

    /// Adds a jumper wire. A wire that exists already, or a wire from a pin to itself, changes nothing.
    pub fn wire(&mut self, a: PinId, b: PinId) {
        let wire = (a.min(b), a.max(b));
        if a != b && !self.wires.contains(&wire) {
            let index = self.wires.partition_point(|earlier| *earlier < wire);
            self.wires.insert(index, wire);
            self.join_nets();
        }
    }

    /// Removes a jumper wire.
    pub fn unwire(&mut self, a: PinId, b: PinId) {
        self.wires.retain(|&wire| wire != (a.min(b), a.max(b)));
        self.join_nets();
    }

    /// Adds a jumper wire to a rail. A wire that exists already changes nothing.
    pub fn wire_to_rail(&mut self, pin: PinId, rail: Level) {
        if !self.rail_wires.contains(&(pin, rail)) {
            let order = |(pin, rail): (PinId, Level)| (pin, rail.is_high());
            let index = self.rail_wires.partition_point(|&earlier| order(earlier) < order((pin, rail)));
            self.rail_wires.insert(index, (pin, rail));
            self.join_nets();
        }
    }

    /// Removes a jumper wire to a rail.
    pub fn unwire_from_rail(&mut self, pin: PinId, rail: Level) {
        self.rail_wires.retain(|&wire| wire != (pin, rail));
        self.join_nets();
    }

    /// Returns the jumper wires between pads, in order.
    pub fn wires(&self) -> &[(PinId, PinId)] {
        &self.wires
    }

    /// Returns the jumper wires to rails, in order.
    pub fn rail_wires(&self) -> &[(PinId, Level)] {
        &self.rail_wires
    }

    /// Returns the rails that wires and closed buttons connect to the pad of `pin` itself.
    #[inline]
    pub fn rails(&self, pin: PinId) -> RailMask {
        self.rails[pin.index()]
    }

    /// Returns the rails that are connected to the net of `pin`.
    pub fn rails_of_net(&self, pin: PinId) -> RailMask {
        pins(self.net(pin)).fold(0, |rails, pin| rails | self.rails(pin))
    }

    /// Returns the pins on the net of `pin`, including itself.
    pub fn net(&self, pin: PinId) -> PinMask {
        self.nets[pin.index()]
    }

    /// Returns the external driver of `pin`: its button while it is pressed, otherwise the rail it is connected to. A
    /// button whose other end was set is no driver but a wire.
    pub fn driver(&self, pin: PinId) -> Option<Driver> {
        let External { rail, button, button_end, .. } = self.external(pin);
        let level = match (button, button_end) {
            (Some(Button::Closed(Endpoint::Rail(level))), None) => Some(level),
            _ => rail,
        };
        level.map(|level| Driver { source: DriverSource::External(pin), level, microamps: EXTERNAL_MICROAMPS })
    }

    /// Computes the nets, which are the groups of pins that wires and closed buttons connect, and the rails of each
    /// pad.
    fn join_nets(&mut self) {
        let wires = self.wires.iter().map(|&(a, b)| (a, Endpoint::Pin(b)));
        let rail_wires = self.rail_wires.iter().map(|&(pin, rail)| (pin, Endpoint::Rail(rail)));
        let buttons = PinId::ALL.into_iter().filter_map(|pin| Some((pin, self.closed_button_end(pin)?)));
        let connections: Vec<_> = wires.chain(rail_wires).chain(buttons).collect();
        self.nets = PinId::ALL.map(bit);
        self.rails = [0; PinId::COUNT];
        for (pin, end) in connections {
            match end {
                Endpoint::Pin(other) => self.join(pin, other),
                Endpoint::Rail(rail) => self.rails[pin.index()] |= rail_bit(rail),
            }
        }
    }

    fn join(&mut self, a: PinId, b: PinId) {
        let joined = self.nets[a.index()] | self.nets[b.index()];
        for pin in pins(joined) {
            self.nets[pin.index()] = joined;
        }
    }

    /// Returns the other end of the button of `pin` if it is closed and that end was set.
    fn closed_button_end(&self, pin: PinId) -> Option<Endpoint> {
        match self.external(pin) {
            External { button: Some(Button::Closed(_)), button_end, .. } => button_end,
            _ => None,
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
            DriverSource::External(_) | DriverSource::Rail => &mut self.external,
            DriverSource::Chip(_) => &mut self.chip,
            DriverSource::Pull(_) => &mut self.pull,
        };
        match driver.level {
            Level::High => strengths.high += driver.microamps,
            Level::Low => strengths.low += driver.microamps,
        }
    }

    /// Resolves the net. External sources and rails win over pins, and pins win over pulls. Drivers that disagree are
    /// contention, which reads as the stronger side, low if both are equal. Pulls that disagree leave the net floating.
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
