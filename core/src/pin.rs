//! A pin, whose settings and level are decoded from registers and written to them.

use core::fmt;

use crate::cc3200::pad;
use crate::config::{Config, Drive, Level, Mode, Pull};
use crate::error::Error;
use crate::pins::{Alternate, Function, PinId, Profile};
use crate::registers::{Registers, RegistersMut};

/// A handle to a pin. It stores nothing about the pin's state, so two handles to one pin always agree.
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

    /// Returns the pin's id.
    pub const fn id(&self) -> PinId {
        self.id
    }

    /// Returns the profile of the pin's board.
    pub const fn profile(&self) -> Profile {
        self.profile
    }

    /// Returns the alternate functions that the pin offers (`alt_list()`), in order.
    pub const fn alternates(&self) -> &'static [Alternate] {
        self.id.alternates()
    }
}

impl<R: Registers> Pin<R> {
    /// Returns the current mode. A pin whose multiplexer is 0 is in a GPIO mode; a pad whose override releases it is an
    /// input.
    pub fn mode(self) -> Mode {
        let pad = self.pad_word();
        let open_drain = pad & pad::OPEN_DRAIN != 0;
        if pad & pad::OUTPUT_CONTROL == pad::RELEASED {
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

    /// Returns the current pull. Both resistors together, which this crate never sets, cancel each other and count as
    /// none.
    pub fn pull(self) -> Pull {
        Pull::from_bits(self.pad_word())
    }

    /// Returns the current drive strength.
    pub fn drive(self) -> Drive {
        Drive::from_bits(self.pad_word())
    }

    /// Returns the number of the current alternate function; -1 in a GPIO mode.
    pub fn alt(self) -> i32 {
        let pad = self.pad_word();
        match pad & pad::CONFMODE {
            0 => -1,
            _ if pad & pad::OUTPUT_CONTROL == pad::RELEASED => -1,
            mux => mux as i32,
        }
    }

    /// Returns the current alternate function, if the multiplexer selects one that the pin offers.
    pub fn function(self) -> Option<Function> {
        self.id.alternate(self.alt())
    }

    /// Returns the output latch: the level last written, or the level of the pad while the pin is an input.
    #[inline(always)]
    pub fn latch(self) -> Level {
        Level::from(self.id.port().data(self.id.mask()).read(self.registers) != 0)
    }

    /// Returns the level that the GPIO port drives; `None` if it releases the pad.
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
    /// Sets the whole configuration. If another pin has the same alternate function, that pin first becomes an input
    /// without a pull. A call that fails changes nothing.
    ///
    /// # Errors
    /// [`Error::AltInGpioMode`], [`Error::AltNotOffered`]; [`Error::BusFault`] before
    /// [`Board::start`](crate::Board::start), if the board survives a fault.
    pub fn init(self, config: Config) -> Result<(), Error> {
        self.check_alt(config.mode, config.alt)?;
        self.check_bus()?;
        if config.alt > 0 {
            self.free_function(config.alt);
        }
        self.apply(config);
        Ok(())
    }

    /// Returns the pin's level: the level last written to a push-pull output, otherwise the level of the pad.
    // It is always inlined, as `set_value` is, and takes two reads unless the pad is open drain.
    #[inline(always)]
    pub fn value(self) -> Level {
        let pad = pad::config(self.id.pad()).read(self.registers);
        if pad & pad::OPEN_DRAIN != 0 { self.open_drain_value() } else { self.latch() }
    }

    /// Drives `level`. The write is lost while the pin is an input, as on the chip.
    // It is always inlined, so that for a pin known at compile time it is one store, even when optimized for size.
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

    /// Changes the mode and keeps pull and drive. The ALT modes keep the multiplexer as it is.
    pub fn set_mode(self, mode: Mode) {
        self.apply(Config { mode, pull: self.pull(), drive: self.drive(), alt: -1, value: None });
    }

    /// Changes the pull and keeps the rest.
    pub fn set_pull(self, pull: Pull) {
        self.modify_pad(pad::PULLS, pull.to_bits());
    }

    /// Changes the drive strength and keeps the rest.
    pub fn set_drive(self, drive: Drive) {
        self.modify_pad(pad::STRENGTH, drive.to_bits());
    }

    fn check_alt(self, mode: Mode, alt: i32) -> Result<(), Error> {
        let pin = self.id;
        match (mode.is_gpio(), alt) {
            (_, -1) | (false, 0) => Ok(()),
            (true, _) => Err(Error::AltInGpioMode { pin, mode, alt }),
            (false, _) if pin.alternate(alt).is_some() => Ok(()),
            (false, _) => Err(Error::AltNotOffered { pin, alt }),
        }
    }

    /// Returns an error if an access to the pin's port would be a bus fault.
    #[inline(always)]
    pub(crate) fn check_bus(self) -> Result<(), Error> {
        let addr = self.id.port().dir().0;
        if self.registers.reaches(addr) { Ok(()) } else { Err(Error::BusFault { addr, write: false }) }
    }

    /// If another pin has the function that `alt` selects on this pin, makes that pin an input without a pull.
    fn free_function(self, alt: i32) {
        let Some(wanted) = self.id.alternate(alt) else { return };
        let others = PinId::ALL.iter().copied().filter(|&id| id != self.id);
        for other in others.map(|id| Pin { id, ..self }) {
            if other.function() == Some(wanted) {
                other.apply(Config::default());
            }
        }
    }

    /// Writes a configuration that has been checked. The order of the writes ensures two things:
    ///
    /// 1. A pad never drives a level that was not requested. A data write to an input is lost, so DIR must be written
    ///    before DATA, and a new output would first repeat the level it last sampled. Therefore the pad stays released
    ///    until both are right.
    /// 2. A pad that drives before and after the call never stops in between, and a pull replaces a driver without a
    ///    gap.
    ///
    /// An output that is or becomes open drain gets its pad word before a high level. If DATA came first, a push-pull
    /// pad would drive that level for a moment, and an open-drain pad would stop driving before its new pull is on.
    pub(crate) fn apply(self, config: Config) {
        let Self { id, registers, .. } = self;
        let pad = pad::config(id.pad());
        let mask = u32::from(id.mask());
        let drives = config.mode.is_output();
        registers.exclusive(|registers| {
            let before = pad.read(registers);
            let mux = match (config.mode.is_gpio(), config.alt) {
                (true, _) => 0,
                (false, 0..) => config.alt as u32,
                (false, _) => before & pad::CONFMODE,
            };
            let open_drain = if config.mode.is_open_drain() { pad::OPEN_DRAIN } else { 0 };
            let after = mux | open_drain | config.drive.to_bits() | config.pull.to_bits();
            // The ALT modes do not change the GPIO port.
            let turns = config.mode.is_gpio() && self.is_directed_out() != drives;
            if turns {
                pad.write(registers, pad::RELEASED | if drives { before } else { after });
                id.port().dir().modify(registers, mask, if drives { mask } else { 0 });
            }
            if let (true, Some(level)) = (drives, config.value) {
                let port_drives = !turns && before & (pad::CONFMODE | pad::OUTPUT_CONTROL) == 0;
                if port_drives && level.is_high() && (before | after) & pad::OPEN_DRAIN != 0 {
                    pad.write(registers, after);
                }
                self.set_value(level);
            }
            if pad::isolation(id.pad()) != 0 {
                pad::COMMON.modify(registers, pad::isolation(id.pad()), 0);
            }
            pad.write(registers, after);
        });
    }

    /// Returns the level of a pin whose pad is open drain, in any mode.
    #[inline(never)]
    fn open_drain_value(self) -> Level {
        if self.mode() == Mode::OpenDrain { self.open_drain_level() } else { self.latch() }
    }

    /// Reads the pad of an open-drain output, whose DATA bit is the latch.
    ///
    /// DATA is the level of the pad only while DIR is 0. During that time the pad's override keeps the line as it is:
    /// it releases the pad if the latch is 1, and makes it drive if the latch is 0. Edges that the interrupt logic
    /// detects meanwhile are cleared.
    fn open_drain_level(self) -> Level {
        let Self { id, registers, .. } = self;
        let port = id.port();
        let pad = pad::config(id.pad());
        let mask = u32::from(id.mask());
        registers.exclusive(|registers| {
            let word = pad.read(registers);
            let latch = self.latch();
            let unmasked = port.im().read(registers) & mask;
            let raw = port.ris().read(registers) & mask;
            port.im().modify(registers, unmasked, 0);
            let hold = if latch.is_high() { pad::RELEASED } else { pad::FORCED };
            pad.write(registers, word & !pad::OUTPUT_CONTROL | hold);
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
