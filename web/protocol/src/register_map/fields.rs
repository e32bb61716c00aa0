//! The fields of registers: their bits, the names of their values, and the pins to which they belong.

mod blocks;
mod layout;

use super::{Peripheral, Register};
use layout::{EnumeratedValues, FieldRow, OwnerRule};
use pinscope_core::adc::PINS as ADC_PINS;
use pinscope_core::cc3200::gpio::Port;
use pinscope_core::{Function, PinId, Profile};

/// Adjacent bits of a register that together have a meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name of the field. A bit of a port has the name of its GPIO.
    pub name: &'static str,
    /// The lowest bit.
    pub low: u8,
    /// The number of bits.
    pub width: u8,
    /// The part of the chip to which the field belongs.
    pub owner: FieldOwner,
    values: EnumeratedValues,
}

/// The part of the chip to which a field belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldOwner {
    /// The whole chip, or a part of it that is no header pin.
    Chip,
    /// The pins of a port.
    Port(Port),
    /// A pin.
    Pin(PinId),
}

impl Register {
    /// Returns the fields of the register, the lowest bits first. The pins of wake lines depend on `profile`.
    pub fn fields(self, profile: Profile) -> impl Iterator<Item = Field> {
        layout::rows(self).iter().map(move |row| row.resolve(self, profile))
    }
}

impl FieldRow {
    /// Returns the field that the row describes in `register`.
    fn resolve(&self, register: Register, profile: Profile) -> Field {
        let low = self.mask.trailing_zeros() as u8;
        let wake_pin = |line: u8| profile.wake_pins().get(usize::from(line)).copied();
        let (name, owner) = match (self.owner, register.block) {
            (OwnerRule::PortBit, Peripheral::Port(port)) => (gpio_name(port, low), pin_owner(PinId::at(port, low))),
            (OwnerRule::Peripheral, Peripheral::Port(port)) => (self.name, FieldOwner::Port(port)),
            (OwnerRule::Peripheral, Peripheral::Pad(index)) => (self.name, pin_owner(pin_at_pad(index))),
            (OwnerRule::Peripheral, Peripheral::AdcChannel(channel)) => {
                (self.name, pin_owner(ADC_PINS.get(usize::from(channel)).copied()))
            }
            (OwnerRule::Port(port), _) => (self.name, FieldOwner::Port(port)),
            (OwnerRule::Pin(id), _) => (self.name, FieldOwner::Pin(id)),
            (OwnerRule::WakeLine(line), _) => {
                (wake_pin(line).map_or(self.name, PinId::name), pin_owner(wake_pin(line)))
            }
            (OwnerRule::PortBit | OwnerRule::Peripheral | OwnerRule::Chip, _) => (self.name, FieldOwner::Chip),
        };
        let values = match self.values {
            EnumeratedValues::PortBit => EnumeratedValues::Names(layout::port_bit_names(register)),
            EnumeratedValues::WakeLine(_) => EnumeratedValues::WakeLine(profile),
            values => values,
        };
        Field { name, low, width: self.mask.count_ones() as u8, owner, values }
    }
}

impl Field {
    /// Returns the mask of the field within the register.
    pub const fn mask(self) -> u32 {
        (u32::MAX >> (32 - self.width)) << self.low
    }

    /// Returns the value of the field in `word`.
    pub const fn value(self, word: u32) -> u32 {
        (word & self.mask()) >> self.low
    }

    /// Returns the name of the field's value in `word`; it is empty if the value has none.
    pub fn value_name(self, word: u32) -> &'static str {
        let value = self.value(word);
        match self.values {
            EnumeratedValues::Number | EnumeratedValues::PortBit => "",
            EnumeratedValues::Names(names) => {
                names.iter().find(|&&(named, _)| named == value).map_or("", |&(_, name)| name)
            }
            EnumeratedValues::Function => match self.owner {
                FieldOwner::Pin(pin) => {
                    pin.alternate(value as i32).map_or_else(|| function_number(value), Function::name)
                }
                FieldOwner::Chip | FieldOwner::Port(_) => function_number(value),
            },
            EnumeratedValues::WakeLine(profile) => match profile.wake_pins().get(value as usize) {
                Some(pin) => pin.name(),
                None if value == u32::from(layout::GPIO26_WAKE_LINE) => "GPIO26",
                None => "",
            },
        }
    }

    /// Returns the pin to which the field belongs in `word`, if it belongs to one.
    pub fn pin(self, word: u32) -> Option<PinId> {
        match (self.owner, self.values) {
            (FieldOwner::Pin(pin), _) => Some(pin),
            (_, EnumeratedValues::WakeLine(profile)) => profile.wake_pins().get(self.value(word) as usize).copied(),
            _ => None,
        }
    }

    /// Returns true if the field belongs to `pin` in `word`, or to the port of `pin`.
    pub fn belongs_to(self, pin: PinId, word: u32) -> bool {
        self.owner == FieldOwner::Port(pin.port()) || self.pin(word) == Some(pin)
    }
}

/// Returns the owner of a field that belongs to `pin`, or to the chip if there is no pin.
fn pin_owner(pin: Option<PinId>) -> FieldOwner {
    pin.map_or(FieldOwner::Chip, FieldOwner::Pin)
}

/// Returns the pin of the pad with index `index`, if that pad reaches a header.
fn pin_at_pad(index: u8) -> Option<PinId> {
    PinId::ALL.into_iter().find(|pin| pin.pad() == index)
}

/// Returns the name of the GPIO at `bit` of `port`. Seven GPIOs reach no header, because they serve the flash, the
/// antenna and the debugger.
fn gpio_name(port: Port, bit: u8) -> &'static str {
    match (port, bit) {
        (Port::A2, 2) => "GPIO18",
        (Port::A2, 3) => "GPIO19",
        (Port::A2, 4) => "GPIO20",
        (Port::A2, 5) => "GPIO21",
        (Port::A3, 2) => "GPIO26",
        (Port::A3, 3) => "GPIO27",
        (Port::A3, 5) => "GPIO29",
        _ => PinId::at(port, bit).map_or("", PinId::name),
    }
}

/// Returns the name of a multiplexer setting that selects no named function. Setting 0 is the GPIO port, and any other
/// setting has its number as its name.
fn function_number(setting: u32) -> &'static str {
    const NUMBERS: [&str; 16] =
        ["GPIO", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"];
    NUMBERS[setting as usize & 15]
}
