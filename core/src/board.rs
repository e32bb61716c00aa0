//! A board: its profile and its registers, from which it gives out pins and is set up after a reset.

use crate::cc3200::{arcm, gpio::Port};
use crate::config::Config;
use crate::error::Error;
use crate::pin::Pin;
use crate::pins::{PinId, Profile};
use crate::registers::{Registers, RegistersMut};
use crate::text::ShortString;

/// A board within reach: its profile and a handle to its registers.
#[derive(Clone, Copy, Debug)]
pub struct Board<R> {
    /// Which board it is.
    pub profile: Profile,
    /// How its registers are reached.
    pub registers: R,
}

impl<R: Registers> Board<R> {
    /// A board reached through `registers`. Touches nothing.
    pub const fn new(profile: Profile, registers: R) -> Self {
        Self { profile, registers }
    }

    /// The pin with `id`. Touches no register.
    pub const fn at(self, id: PinId) -> Pin<R> {
        Pin::new(id, self.profile, self.registers)
    }

    /// The pin called `name`. Touches no register.
    ///
    /// # Errors
    /// [`Error::UnknownPin`], with the pin most likely meant where there is one.
    pub fn pin(self, name: &str) -> Result<Pin<R>, Error> {
        match PinId::from_name(name) {
            Some(id) => Ok(self.at(id)),
            None => Err(Error::UnknownPin { given: ShortString::new(name), nearest: self.nearest(name) }),
        }
    }

    /// Every pin of the board, in order (`Pin.board`).
    pub fn pins(self) -> impl Iterator<Item = Pin<R>> {
        PinId::ALL.iter().copied().map(move |id| self.at(id))
    }

    /// Returns the pin that `name` most likely means: the one with that header label or number, else the only one whose
    /// name is one letter away.
    fn nearest(self, name: &str) -> Option<PinId> {
        let is_label = |pin| self.profile.label(pin).eq_ignore_ascii_case(name);
        let away = |pin| distance(name.as_bytes(), pin);
        let mut pins = PinId::ALL.iter().copied();
        pins.find(|&pin| is_label(pin) || away(pin) == 0).or_else(|| {
            let mut near = PinId::ALL.iter().copied().filter(|&pin| away(pin) == 1);
            near.next().filter(|_| near.next().is_none())
        })
    }
}

impl<R: RegistersMut> Board<R> {
    /// Sets the board up after a reset: clocks the four ports and makes every pin IN, no pull, MED_POWER.
    ///
    /// Before it, port clocks are gated (any access is a bus fault) and pads hold boot values.
    pub fn start(self) {
        self.start_except(&[]);
    }

    /// As [`Board::start`], but leaves the pins of `taken` to whatever has them.
    pub fn start_except(self, taken: &[PinId]) {
        for &port in &Port::ALL {
            arcm::clock_gpio(self.registers, port);
        }
        for pin in self.pins().filter(|pin| !taken.contains(&pin.id())) {
            pin.apply(Config::default());
        }
    }
}

/// How far `given` is from the name of `pin`: 0 for its number alone or other capitals, 1 for a letter that is wrong,
/// missing or too many, otherwise the length of all between the first and the last letter that differs.
fn distance(mut given: &[u8], pin: PinId) -> usize {
    let mut name = pin.name().as_bytes();
    if name.get(2..) == Some(given) {
        return 0;
    }
    loop {
        (given, name) = match (given, name) {
            ([a, given @ ..], [b, name @ ..]) if a.eq_ignore_ascii_case(b) => (given, name),
            ([given @ .., a], [name @ .., b]) if a.eq_ignore_ascii_case(b) => (given, name),
            _ => return given.len().max(name.len()),
        }
    }
}
