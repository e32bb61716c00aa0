//! One pin: its settings and its level, decoded from registers and written to them.

use core::fmt;

use crate::cc3200::pad;
use crate::config::{Config, Drive, Level, Mode, Pull};
use crate::error::Error;
use crate::pins::{Alternate, Function, PinId, Profile};
use crate::registers::{Registers, RegistersMut};

/// A pin of a board within reach. It remembers nothing: two handles on one pin are one pin.
#[derive(Clone, Copy, Debug)]
pub struct Pin<R> {
    id: PinId,
    profile: Profile,
    pub(crate) registers: R,
}

impl<R> Pin<R> {
    pub(crate) const fn new(id: PinId, profile: Profile, registers: R) -> Self {
        Self { id, profile, registers }
    }

    /// Which pin it is.
    pub const fn id(&self) -> PinId {
        self.id
    }

    /// The board it is on.
    pub const fn profile(&self) -> Profile {
        self.profile
    }

    /// The alternate functions it offers (`alt_list()`), in order.
    pub const fn alternates(&self) -> &'static [Alternate] {
        self.id.alternates()
    }
}

impl<R: Registers> Pin<R> {
    /// The present mode. A pin whose multiplexer is at 0 is in a GPIO mode; a pad overridden to let go is an input.
    pub fn mode(self) -> Mode {
        let pad = self.pad_word();
        let open_drain = pad & pad::OPEN_DRAIN != 0;
        if pad & pad::RELEASED == pad::RELEASED {
            Mode::In
        } else if pad & pad::CONFMODE != 0 {
            if open_drain { Mode::AltOpenDrain } else { Mode::Alt }
        } else if !self.is_directed_out() {
            Mode::In
        } else if open_drain {
            Mode::OpenDrain
        } else {
            Mode::Out
        }
    }

    /// The present pull. Both resistors at once, which no call of ours sets, cancel each other and read as none.
    pub fn pull(self) -> Pull {
        match self.pad_word() & (pad::PULL_UP | pad::PULL_DOWN) {
            pad::PULL_UP => Pull::Up,
            pad::PULL_DOWN => Pull::Down,
            _ => Pull::None,
        }
    }

    /// The present drive strength.
    pub fn drive(self) -> Drive {
        Drive::decode(self.pad_word())
    }

    /// The present alternate function, -1 in a GPIO mode.
    pub fn alt(self) -> i32 {
        let pad = self.pad_word();
        match pad & pad::CONFMODE {
            0 => -1,
            _ if pad & pad::RELEASED == pad::RELEASED => -1,
            mux => mux as i32,
        }
    }

    /// The alternate function the pad belongs to now, where the package names it.
    pub fn function(self) -> Option<Function> {
        self.id.alternate(self.alt())
    }

    /// The output latch: the bit last written, which follows the pad while the pin is an input.
    #[inline(always)]
    pub fn latch(self) -> Level {
        Level::from(self.id.port().data(self.id.mask()).read(self.registers) != 0)
    }

    /// What the GPIO port imposes on the pad; `None` where it lets go.
    pub fn driven(self) -> Option<Level> {
        match (self.mode(), self.latch()) {
            (Mode::Out, level) => Some(level),
            (Mode::OpenDrain, Level::Low) => Some(Level::Low),
            _ => None,
        }
    }

    /// Returns the word of the pad's configuration register.
    pub fn pad_word(self) -> u32 {
        pad::config(self.id.pad()).read(self.registers)
    }

    fn is_directed_out(self) -> bool {
        self.id.port().dir().read(self.registers) & u32::from(self.id.mask()) != 0
    }
}

impl<R: RegistersMut> Pin<R> {
    /// Sets everything, or refuses and changes nothing. A pin that holds the same alternate function is freed first:
    /// it becomes IN, no pull.
    ///
    /// # Errors
    /// [`Error::AltInGpioMode`], [`Error::AltNotOffered`]; on a board that outlives it, [`Error::BusFault`] before
    /// [`Board::start`](crate::Board::start).
    pub fn init(self, config: Config) -> Result<(), Error> {
        self.check(config.mode, config.alt)?;
        self.check_bus()?;
        if config.alt > 0 {
            self.free_holders(config.alt);
        }
        self.apply(config);
        Ok(())
    }

    /// The pin's level: of an output the bit last written, else the pad's.
    // Always, as for `set_value`: two reads, unless the pad is open drain.
    #[inline(always)]
    pub fn value(self) -> Level {
        let pad = pad::config(self.id.pad()).read(self.registers);
        if pad & pad::OPEN_DRAIN != 0 { self.open_drain_value() } else { self.latch() }
    }

    /// Drives `level`. Lost while the pin is an input, as on the chip.
    // Always: of a pin that is known when it is compiled nothing is left but a store, even where size comes first.
    #[inline(always)]
    pub fn set_value(self, level: Level) {
        let mask = self.id.mask();
        self.id.port().data(mask).write(self.registers, if level.is_high() { u32::from(mask) } else { 0 });
    }

    /// Inverts the output.
    #[inline(always)]
    pub fn toggle(self) {
        self.registers.exclusive(|_| self.set_value(!self.latch()));
    }

    /// Changes the mode and leaves pull and drive. The ALT modes keep the multiplexer as it is.
    pub fn set_mode(self, mode: Mode) {
        self.apply(Config { mode, pull: self.pull(), drive: self.drive(), alt: -1, value: None });
    }

    /// Changes the pull and leaves the rest.
    pub fn set_pull(self, pull: Pull) {
        self.modify_pad(pad::PULL_UP | pad::PULL_DOWN, pull.bits());
    }

    /// Changes the drive strength and leaves the rest.
    pub fn set_drive(self, drive: Drive) {
        self.modify_pad(pad::STRENGTH, drive.bits());
    }

    fn check(self, mode: Mode, alt: i32) -> Result<(), Error> {
        let pin = self.id;
        match (mode.is_gpio(), alt) {
            (_, -1) | (false, 0) => Ok(()),
            (true, _) => Err(Error::AltInGpioMode { pin, mode, alt }),
            (false, _) if pin.alternate(alt).is_some() => Ok(()),
            (false, _) => Err(Error::AltNotOffered { pin, alt }),
        }
    }

    /// Refuses a call that would fault at its first access to the pin's port.
    #[inline(always)]
    pub(crate) fn check_bus(self) -> Result<(), Error> {
        let addr = self.id.port().dir().0;
        if self.registers.reaches(addr) { Ok(()) } else { Err(Error::BusFault { addr, write: false }) }
    }

    /// Makes every other pin that holds the same function as this pin's `alt` an input without pull.
    fn free_holders(self, alt: i32) {
        let Some(wanted) = self.id.alternate(alt) else { return };
        let others = PinId::ALL.iter().copied().filter(|&id| id != self.id);
        for other in others.map(|id| Pin { id, ..self }) {
            if other.function() == Some(wanted) {
                other.apply(Config::default());
            }
        }
    }

    /// Writes a configuration that has been checked. The order keeps two promises:
    ///
    /// 1. A pad never drives a level nobody asked for. A data write to an input is lost, so DIR must precede DATA, and
    ///    a new output would first repeat the level it last sampled: the pad is held released until both are right.
    /// 2. A pad that goes on driving never lets go in between, and a pull takes over from a driver without a gap.
    pub(crate) fn apply(self, config: Config) {
        let Self { id, registers, .. } = self;
        let (pad, mask) = (pad::config(id.pad()), u32::from(id.mask()));
        let drives = config.mode.is_output();
        registers.exclusive(|registers| {
            let before = pad.read(registers);
            let mux = match (config.mode.is_gpio(), config.alt) {
                (true, _) => 0,
                (false, 0..) => config.alt as u32,
                (false, _) => before & pad::CONFMODE,
            };
            let open_drain = if config.mode.is_open_drain() { pad::OPEN_DRAIN } else { 0 };
            let after = mux | open_drain | config.drive.bits() | config.pull.bits();
            // The ALT modes leave the GPIO port as it is.
            if config.mode.is_gpio() && self.is_directed_out() != drives {
                pad.write(registers, pad::RELEASED | if drives { before } else { after });
                id.port().dir().modify(registers, mask, if drives { mask } else { 0 });
            }
            if let (true, Some(level)) = (drives, config.value) {
                self.set_value(level);
            }
            if pad::isolation(id.pad()) != 0 {
                pad::COMMON.modify(registers, pad::isolation(id.pad()), 0);
            }
            pad.write(registers, after);
        });
    }

    /// The level of a pin whose pad is open drain, in whatever mode.
    #[inline(never)]
    fn open_drain_value(self) -> Level {
        if self.mode() == Mode::OpenDrain { self.open_drain_level() } else { self.latch() }
    }

    /// Reads the pad of an open-drain output, whose DATA bit shows the latch.
    ///
    /// DATA shows the pad only while DIR is 0. A latch at 1 does not drive, so the pad is overridden to let go; a latch
    /// at 0 is overridden to drive, so that looking does not release the line. Either way the line stays as it is, and
    /// what the interrupt logic sees in between is forgotten.
    fn open_drain_level(self) -> Level {
        let Self { id, registers, .. } = self;
        let (port, pad, mask) = (id.port(), pad::config(id.pad()), u32::from(id.mask()));
        registers.exclusive(|registers| {
            let (word, latch) = (pad.read(registers), self.latch());
            let (unmasked, raw) = (port.im().read(registers) & mask, port.ris().read(registers) & mask);
            port.im().modify(registers, unmasked, 0);
            let hold = if latch.is_high() { pad::RELEASED } else { pad::FORCED };
            pad.write(registers, word & !pad::RELEASED | hold);
            port.dir().modify(registers, mask, 0);
            let level = self.latch();
            port.dir().modify(registers, mask, mask);
            self.set_value(latch);
            pad.write(registers, word);
            port.icr().write(registers, mask & !raw);
            port.im().modify(registers, unmasked, unmasked);
            level
        })
    }

    fn modify_pad(self, mask: u32, value: u32) {
        pad::config(self.id.pad()).modify(self.registers, mask, value);
    }
}

/// Prints the pin as MicroPython does: `Pin('GP23', mode=Pin.OUT, pull=Pin.PULL_UP, drive=Pin.LOW_POWER, alt=-1)`.
impl<R: Registers> fmt::Display for Pin<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pull = if self.pull() == Pull::None { "" } else { "Pin." };
        write!(f, "Pin('{}', mode=Pin.{}, pull={pull}{}, ", self.id, self.mode().name(), self.pull().name())?;
        write!(f, "drive=Pin.{}, alt={})", self.drive().name(), self.alt())
    }
}
