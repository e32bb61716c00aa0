//! The signals that a VCD file declares, and the pins that they belong to.

use std::collections::HashMap;

use pinscope_core::PinId;

use super::passed_over::{Part, PassedOver};
use super::words::Word;
use crate::nets::{PinMask, bit};

/// Kinds of variables whose values are no levels.
const KINDS_WITHOUT_LEVEL: [&str; 6] = ["real", "realtime", "shortreal", "real_parameter", "string", "event"];

/// A declaration: `$var kind size identifier name $end`.
#[derive(Clone, Copy, Debug)]
pub struct Declaration<'a> {
    pub kind: Word<'a>,
    pub size: Word<'a>,
    pub identifier: Word<'a>,
    pub name: Word<'a>,
}

impl Declaration<'_> {
    /// Returns the pin that the signal is named after. Scopes in the name, the backslash of an escaped name and an
    /// index do not count: `GP10`, `top.gp10`, `\GP10` and `GP10[0]` are the same pin.
    fn pin(&self) -> Option<PinId> {
        let name = self.name.text.rsplit(['.', '/', '\\']).next()?;
        let name = name.split_once('[').map_or(name, |(name, _)| name);
        PinId::ALL.into_iter().find(|pin| pin.name().eq_ignore_ascii_case(name))
    }

    /// Returns true if a value of the signal is the level of one line. Some programs declare such a signal with 0 bits.
    fn is_one_bit(&self) -> bool {
        ["0", "1"].contains(&self.size.text) && !KINDS_WITHOUT_LEVEL.contains(&self.kind.text)
    }
}

/// The signals that were declared so far.
#[derive(Debug, Default)]
pub struct Signals<'a> {
    /// The pins of each identifier. Most identifiers have none.
    pins: HashMap<&'a str, PinMask>,
    /// The signal of each pin. Several pins may have the same signal.
    chosen: [Option<Chosen<'a>>; PinId::COUNT],
    /// The first signal that is named after a pin but is not one bit.
    not_one_bit: Option<(PinId, Declaration<'a>)>,
    /// The number of scopes around the next declaration.
    depth: usize,
}

/// The signal of a pin.
#[derive(Clone, Copy, Debug)]
struct Chosen<'a> {
    identifier: &'a str,
    name: Word<'a>,
    depth: usize,
}

impl<'a> Signals<'a> {
    pub fn enter_scope(&mut self) {
        self.depth += 1;
    }

    pub fn leave_scope(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Adds a signal. If several signals have the name of one pin, the outermost one belongs to it, and of those the
    /// first.
    pub fn declare(&mut self, declaration: Declaration<'a>, passed_over: &mut PassedOver<'a>) {
        let Declaration { identifier: Word { text: identifier, .. }, name, .. } = declaration;
        self.pins.entry(identifier).or_default();
        let Some(pin) = declaration.pin() else { return passed_over.add(Part::OtherSignal, name) };
        if !declaration.is_one_bit() {
            self.not_one_bit.get_or_insert((pin, declaration));
            return passed_over.add(Part::NotOneBit, name);
        }
        let new = Chosen { identifier, name, depth: self.depth };
        match self.chosen[pin.index()].replace(new) {
            // One signal may be declared in several scopes.
            Some(old) if old.identifier == identifier => {
                self.chosen[pin.index()] = Some(Chosen { depth: old.depth.min(self.depth), ..old });
            }
            Some(old) if old.depth <= self.depth => {
                self.chosen[pin.index()] = Some(old);
                passed_over.add(Part::SecondSignal, name);
            }
            old => {
                if let Some(old) = old {
                    *self.pins.entry(old.identifier).or_default() &= !bit(pin);
                    passed_over.add(Part::SecondSignal, old.name);
                }
                *self.pins.entry(identifier).or_default() |= bit(pin);
            }
        }
    }

    /// Returns the pins of a signal, or `None` if no signal has this identifier.
    pub fn pins(&self, identifier: &str) -> Option<PinMask> {
        self.pins.get(identifier).copied()
    }

    /// Returns true if no signal was declared.
    pub fn is_empty(&self) -> bool {
        self.pins.is_empty()
    }

    /// Returns true if a pin has a signal.
    pub fn have_pin(&self) -> bool {
        self.chosen.iter().any(Option::is_some)
    }

    /// Returns the first signal that is named after a pin but is not one bit.
    pub fn not_one_bit(&self) -> Option<(PinId, Declaration<'a>)> {
        self.not_one_bit
    }
}
