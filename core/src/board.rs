//! The board, which returns its pins by name and sets them up after a reset.

use crate::cc3200::{arcm, gpio::Port};
use crate::config::Config;
use crate::error::Error;
use crate::pin::Pin;
use crate::pins::{PinId, Profile};
use crate::registers::{Registers, RegistersMut};
use crate::text::ShortString;

/// A board: its profile and a handle to its registers.
#[derive(Clone, Copy, Debug)]
pub struct Board<R> {
    /// The type of board.
    pub profile: Profile,
    /// The handle to its registers.
    pub registers: R,
}

impl<R: Registers> Board<R> {
    /// Creates a board with the given registers. It accesses none of them.
    pub const fn new(profile: Profile, registers: R) -> Self {
        Self { profile, registers }
    }

    /// Returns the pin with `id`. It accesses no register.
    pub const fn at(self, id: PinId) -> Pin<R> {
        Pin::new(id, self.profile, self.registers)
    }

    /// Returns the pin with the name `name`. It accesses no register.
    ///
    /// # Errors
    /// [`Error::UnknownPin`], with the pin that was most likely meant.
    pub fn pin(self, name: &str) -> Result<Pin<R>, Error> {
        match PinId::from_name(name) {
            Some(id) => Ok(self.at(id)),
            None => Err(Error::UnknownPin { given: ShortString::new(name), nearest: self.nearest(name) }),
        }
    }

    /// Returns every pin of the board, in order (`Pin.board`).
    pub fn pins(self) -> impl Iterator<Item = Pin<R>> {
        PinId::ALL.iter().copied().map(move |id| self.at(id))
    }

    /// Returns the pin that `name` most likely means: the pin with that header label, the pin with the number at the
    /// end of the name, or the only pin whose name differs by one letter.
    fn nearest(self, name: &str) -> Option<PinId> {
        let pins = || PinId::ALL.iter().copied();
        let number = name.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
        // The LaunchPad prints a label such as `P19` as P1.9.
        let letters = || name.bytes().filter(|&letter| letter != b'.').map(|letter| letter.to_ascii_uppercase());
        let by_label = pins().find(|&pin| self.profile.label(pin).bytes().eq(letters()));
        by_label.or_else(|| pins().find(|pin| pin.name().get(2..) == Some(number))).or_else(|| {
            let mut similar = pins().filter(|pin| distance(name.as_bytes(), pin.name().as_bytes()) == 1);
            similar.next().filter(|_| similar.next().is_none())
        })
    }
}

impl<R: RegistersMut> Board<R> {
    /// Sets the board up after a reset: turns on the clocks of the four ports and makes every pin an input without
    /// a pull and with MED_POWER.
    ///
    /// Before this call the ports have no clock, so any access to a port is a bus fault, and the pads are configured as
    /// the boot loader left them.
    pub fn start(self) {
        self.start_except(&[]);
    }

    /// Sets the board up as [`Board::start`] does, but does not change the pins in `reserved`.
    pub fn start_except(self, reserved: &[PinId]) {
        for &port in &Port::ALL {
            arcm::clock_gpio(self.registers, port);
        }
        for pin in self.pins().filter(|pin| !reserved.contains(&pin.id())) {
            pin.apply(Config::default());
        }
    }
}

/// Returns how far two names are apart. The distance is 0 if they differ only in case, and 1 if one letter is wrong,
/// missing or added. Otherwise it is the number of letters from the first to the last that differs.
fn distance(mut given: &[u8], mut name: &[u8]) -> usize {
    loop {
        (given, name) = match (given, name) {
            ([a, given @ ..], [b, name @ ..]) if a.eq_ignore_ascii_case(b) => (given, name),
            ([given @ .., a], [name @ .., b]) if a.eq_ignore_ascii_case(b) => (given, name),
            _ => return given.len().max(name.len()),
        }
    }
}
