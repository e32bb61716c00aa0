//! Sentences with gaps, put together piece by piece: what `core::fmt` does it with would be 3 KB of the firmware.

use core::fmt;

use crate::board::PinId;
use crate::error::{Error, ShortString};

/// Where words go, one piece of UTF-8 after the other.
pub type Say<'a> = dyn FnMut(&[u8]) + 'a;

/// What stands in a gap.
#[derive(Clone, Copy, Debug)]
pub enum Gap<'a> {
    /// A word or several.
    Word(&'a str),
    /// What somebody gave.
    Given(&'a ShortString),
    /// A pin's name.
    Pin(PinId),
    /// A number.
    Number(i32),
    /// An address or a word of a register: `0x40004000`.
    Hex(u32),
    /// Why a call was refused.
    Refusal(&'a Error),
}

/// Says `sentence`, and in place of `%1` the first of `gaps`, of `%2` the second.
pub fn fill(sentence: &str, gaps: &[Gap<'_>], say: &mut Say<'_>) {
    let mut rest = sentence;
    while let Some((before, after)) = split_once(rest, b'%') {
        say(before.as_bytes());
        let place = after.bytes().next().unwrap_or_default();
        if let Some(gap) = gaps.get(usize::from(place.wrapping_sub(b'1'))) {
            gap.tell(say);
        }
        rest = after.get(1..).unwrap_or_default();
    }
    say(rest.as_bytes());
}

impl Gap<'_> {
    fn tell(self, say: &mut Say<'_>) {
        match self {
            Self::Word(word) => say(word.as_bytes()),
            Self::Given(text) => say(text.as_bytes()),
            Self::Pin(pin) => say(pin.name().as_bytes()),
            Self::Number(number) => {
                if number < 0 {
                    say(b"-");
                }
                decimal(number.unsigned_abs(), say);
            }
            Self::Hex(word) => {
                say(b"0x");
                (0..8).rev().for_each(|place| digit(word >> (4 * place) & 0xF, say));
            }
            Self::Refusal(refused) => refused.tell(say),
        }
    }
}

/// What is before and what is behind the first `byte`, which is ASCII, if there is one.
pub fn split_once(text: &str, byte: u8) -> Option<(&str, &str)> {
    let place = text.bytes().position(|other| other == byte)?;
    text.get(..place).zip(text.get(place + 1..))
}

/// Writes to `f` what `tell` says.
pub(crate) fn write(f: &mut fmt::Formatter<'_>, tell: impl FnOnce(&mut Say<'_>)) -> fmt::Result {
    let mut result = Ok(());
    tell(&mut |words| {
        let words = core::str::from_utf8(words).unwrap_or_default();
        result = result.and_then(|()| f.write_str(words));
    });
    result
}

fn decimal(number: u32, say: &mut Say<'_>) {
    if number >= 10 {
        decimal(number / 10, say);
    }
    digit(number % 10, say);
}

fn digit(value: u32, say: &mut Say<'_>) {
    say(b"0123456789ABCDEF".get(value as usize..).and_then(|digits| digits.get(..1)).unwrap_or_default());
}
