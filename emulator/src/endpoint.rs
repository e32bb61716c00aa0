//! The points that wires and buttons connect: the pads of the pins, and the two rails.

use std::fmt;

use pinscope_core::{Level, PinId};

/// A point at which a wire or a button can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Endpoint {
    /// The pad of this pin.
    Pin(PinId),
    /// The rail of this level: GND is the low one, 3V3 the high one.
    Rail(Level),
}

impl Endpoint {
    /// Number of endpoints.
    pub const COUNT: usize = PinId::COUNT + 2;

    /// The rail that holds a pad low.
    pub const GND: Self = Self::Rail(Level::Low);

    /// Returns all endpoints: first the rails, because most wires and buttons end at one, and then the pins.
    pub fn all() -> impl Iterator<Item = Self> {
        [Level::Low, Level::High].into_iter().map(Self::Rail).chain(PinId::ALL.into_iter().map(Self::Pin))
    }

    /// Returns the name, such as `"GP10"`, `"GND"` or `"3V3"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pin(pin) => pin.name(),
            Self::Rail(Level::Low) => "GND",
            Self::Rail(Level::High) => "3V3",
        }
    }

    /// Returns the endpoint with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|end| end.name() == name)
    }

    /// Returns the position of the endpoint: that of a pin in [`PinId::ALL`], which the rails follow.
    pub const fn index(self) -> usize {
        match self {
            Self::Pin(pin) => pin.index(),
            Self::Rail(rail) => PinId::COUNT + rail as usize,
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::Endpoint;

    #[test]
    fn every_endpoint_has_a_name_and_an_index_of_its_own() {
        let mut indices: Vec<_> = Endpoint::all().map(Endpoint::index).collect();
        indices.sort_unstable();
        assert!(indices.into_iter().eq(0..Endpoint::COUNT));
        assert!(Endpoint::all().all(|end| Endpoint::from_name(end.name()) == Some(end)));
        assert_eq!(Endpoint::from_name("VIN"), None);
    }
}
