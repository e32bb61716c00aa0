//! Reads a VCD file as a recording that can be replayed.

use pinscope_core::{Level, PinId};

use super::VcdError;
use super::passed_over::{Part, PassedOver};
use super::signals::{Declaration, Signals};
use super::timescale::Timescale;
use super::value::{is_value, level, port_level};
use super::words::{Word, Words};
use crate::nets::pins;
use crate::stimulus::Change;
use crate::trace::DEFAULT_CAPACITY;

/// Maximum size of a file, in bytes. [`write`](super::write) makes a smaller file from a full trace.
pub const MAX_BYTES: usize = 64 << 20;

/// Maximum number of pin changes in a file.
pub const MAX_CHANGES: usize = 2 * DEFAULT_CAPACITY;

/// The end of simulated time, in nanoseconds. A file that reaches beyond it is refused.
pub const MAX_TIME_NS: u64 = (1 << 53) - 1;

/// Maximum number of words in a text, which is the value of a signal that is no pin.
const MAX_TEXT_WORDS: usize = 16;

/// The contents of a VCD file that can be replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// The changes of pins, in the order of the file. 0 and 1 drive a pin, z and x release it.
    pub changes: Vec<Change>,
    /// The parts of the file that are not replayed, as a part of a sentence. `None` if everything is replayed.
    pub passed_over: Option<String>,
}

/// Reads a VCD file.
///
/// A signal belongs to the pin that it is named after, in any scope (`GP10`, `top.gp10`); other signals are passed
/// over. Times are rounded down to nanoseconds. Every pin begins released, and a value that a pin already has is no
/// change: therefore a pin whose signal is `z` until a certain time is left alone until then.
///
/// # Errors
/// [`VcdError`] for text that is not VCD, for a file without a pin, and for a file above a limit.
pub fn read(text: &str) -> Result<Recording, VcdError> {
    if text.len() > MAX_BYTES {
        return Err(VcdError::TooLong { bytes: text.len() });
    }
    let mut reader = Reader::new(text.strip_prefix('\u{FEFF}').unwrap_or(text));
    while let Some(word) = reader.words.next() {
        reader.read_item(word)?;
    }
    reader.finish()
}

struct Reader<'a> {
    words: Words<'a>,
    signals: Signals<'a>,
    timescale: Timescale,
    /// The present time, in the unit of the file and in nanoseconds.
    time: u64,
    time_ns: u64,
    /// The level that the file drives each pin with at the present time.
    levels: [Option<Level>; PinId::COUNT],
    /// Nothing is recorded, because the file is between `$dumpoff` and `$dumpon`.
    is_off: bool,
    changes: Vec<Change>,
    passed_over: PassedOver<'a>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            words: Words::new(text),
            signals: Signals::default(),
            timescale: Timescale::DEFAULT,
            time: 0,
            time_ns: 0,
            levels: [None; PinId::COUNT],
            is_off: false,
            changes: Vec::new(),
            passed_over: PassedOver::default(),
        }
    }

    /// Reads a command, a time or a value that begins with `word`.
    fn read_item(&mut self, word: Word<'a>) -> Result<(), VcdError> {
        match word.first() {
            b'$' => self.read_command(word),
            b'#' => self.read_time(word),
            b'b' | b'B' => {
                let identifier = self.word_after(word)?;
                self.read_vector(word, identifier.text)
            }
            b'p' | b'P' => {
                // The strengths of both sides stand between the state and the identifier.
                let identifier = self.words.nth(2).ok_or_else(|| VcdError::cut_off(word))?;
                let state = word.text.bytes().last().and_then(port_level);
                self.change(word, identifier.text, state)
            }
            b'r' | b'R' => {
                let identifier = self.word_after(word)?;
                self.pass_over_value(word, identifier.text)
            }
            b's' | b'S' => {
                let identifier = self.identifier_after_text(word)?;
                self.pass_over_value(word, identifier.text)
            }
            letter if is_value(letter) && word.text.len() > 1 => self.change(word, &word.text[1..], level(letter)),
            letter if is_value(letter) => Err(VcdError::syntax(word, "is a value without an identifier")),
            _ => Err(VcdError::syntax(word, "is not a command, a time or a value")),
        }
    }

    fn read_command(&mut self, command: Word<'a>) -> Result<(), VcdError> {
        match command.text {
            // The values in these blocks are read as all others, so their ends do not matter.
            "$end" | "$enddefinitions" | "$dumpvars" | "$dumpall" | "$dumpports" | "$dumpportsall" => Ok(()),
            "$dumpon" | "$dumpportson" => {
                self.is_off = false;
                Ok(())
            }
            "$dumpoff" | "$dumpportsoff" => self.stop_recording(command),
            "$upscope" => {
                self.signals.leave_scope();
                Ok(())
            }
            "$scope" => {
                self.signals.enter_scope();
                self.arguments(command).map(drop)
            }
            "$var" => self.read_declaration(command),
            "$timescale" => self.read_timescale(command),
            "$comment" | "$date" | "$version" | "$timezero" | "$vcdclose" => self.skip_to_end(command),
            _ => {
                self.passed_over.add(Part::UnknownCommand, command);
                self.skip_to_end(command)
            }
        }
    }

    fn read_declaration(&mut self, command: Word<'a>) -> Result<(), VcdError> {
        let [Some(kind), Some(size), Some(identifier), Some(name)] = self.arguments(command)? else {
            return Err(VcdError::syntax(command, "needs a kind, a size, an identifier and a name"));
        };
        self.signals.declare(Declaration { kind, size, identifier, name }, &mut self.passed_over);
        Ok(())
    }

    fn read_timescale(&mut self, command: Word<'a>) -> Result<(), VcdError> {
        let words: Vec<_> = self.arguments(command)?.into_iter().flatten().collect();
        let text: String = words.iter().map(|word| word.text).collect();
        self.timescale = Timescale::parse(&text).ok_or_else(|| {
            let Word { line, .. } = *words.first().unwrap_or(&command);
            VcdError::Timescale { line, word: Word { text: &text, line }.quoted() }
        })?;
        Ok(())
    }

    fn read_time(&mut self, word: Word<'a>) -> Result<(), VcdError> {
        let digits = &word.text[1..];
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(VcdError::syntax(word, "is not a time, which is # and a whole number"));
        }
        let time = digits.parse().ok();
        let time_ns = time.and_then(|time| self.timescale.to_ns(time)).filter(|time_ns| *time_ns <= MAX_TIME_NS);
        let (Some(time), Some(time_ns)) = (time, time_ns) else {
            return Err(VcdError::TimeTooLate { line: word.line, word: word.quoted() });
        };
        if time < self.time || time_ns < self.time_ns {
            return Err(VcdError::TimeGoesBack { line: word.line, word: word.quoted(), before: self.time });
        }
        (self.time, self.time_ns) = (time, time_ns);
        Ok(())
    }

    /// Reads the value of a vector. Some programs write a single bit as a vector, whose last digit it is.
    fn read_vector(&mut self, value: Word<'a>, identifier: &'a str) -> Result<(), VcdError> {
        match value.text.as_bytes() {
            [_, .., digit] if is_value(*digit) => self.change(value, identifier, level(*digit)),
            _ => Err(VcdError::syntax(value, "is not a vector, which is b and digits such as 01xz")),
        }
    }

    /// Releases every pin until the recording continues.
    fn stop_recording(&mut self, command: Word<'a>) -> Result<(), VcdError> {
        self.is_off = true;
        PinId::ALL.into_iter().try_for_each(|pin| self.set_level(command, pin, None))
    }

    /// Changes the pins of a signal.
    fn change(&mut self, value: Word<'a>, identifier: &'a str, level: Option<Level>) -> Result<(), VcdError> {
        let Some(mask) = self.pins_of(value, identifier)? else { return Ok(()) };
        if self.is_off {
            if mask != 0 && level.is_some() {
                self.passed_over.add(Part::ValueWhileOff, value);
            }
            return Ok(());
        }
        pins(mask).try_for_each(|pin| self.set_level(value, pin, level))
    }

    fn set_level(&mut self, value: Word<'a>, pin: PinId, level: Option<Level>) -> Result<(), VcdError> {
        if std::mem::replace(&mut self.levels[pin.index()], level) == level {
            return Ok(());
        }
        if self.changes.len() == MAX_CHANGES {
            return Err(VcdError::TooManyChanges { line: value.line, word: value.quoted() });
        }
        self.changes.push(Change { time_ns: self.time_ns, pin, level });
        Ok(())
    }

    /// Passes over a number or a text.
    fn pass_over_value(&mut self, value: Word<'a>, identifier: &'a str) -> Result<(), VcdError> {
        if self.pins_of(value, identifier)?.is_some_and(|mask| mask != 0) {
            self.passed_over.add(Part::ValueWithoutLevel, value);
        }
        Ok(())
    }

    /// Returns the pins of the signal of `value`, or `None` if it is not declared.
    fn pins_of(&mut self, value: Word<'a>, identifier: &'a str) -> Result<Option<u32>, VcdError> {
        if self.signals.is_empty() {
            return Err(VcdError::syntax(value, "stands before the first declaration ($var)"));
        }
        let mask = self.signals.pins(identifier);
        if mask.is_none() {
            self.passed_over.add(Part::UndeclaredValue, value);
        }
        Ok(mask)
    }

    /// Returns the next word, which completes `word`.
    fn word_after(&mut self, word: Word<'a>) -> Result<Word<'a>, VcdError> {
        self.words.next().ok_or_else(|| VcdError::cut_off(word))
    }

    /// Returns the identifier after a text. Some programs write texts with blanks in them. Therefore the identifier is
    /// the first word in the line that a signal has, and if there is none, it is the next word.
    fn identifier_after_text(&mut self, text: Word<'a>) -> Result<Word<'a>, VcdError> {
        let words = self.words.clone().take(MAX_TEXT_WORDS).take_while(|word| word.line == text.line);
        let position = words.map(|word| word.text).position(|word| self.signals.pins(word).is_some());
        self.words.nth(position.unwrap_or_default()).ok_or_else(|| VcdError::cut_off(text))
    }

    /// Returns the first words between a command and `$end`.
    fn arguments(&mut self, command: Word<'a>) -> Result<[Option<Word<'a>>; 4], VcdError> {
        let mut arguments = [None; 4];
        let mut places = arguments.iter_mut();
        for word in self.words.by_ref() {
            match word.text {
                "$end" => return Ok(arguments),
                "$var" | "$scope" | "$upscope" | "$enddefinitions" => {
                    return Err(VcdError::syntax(word, "stands where the command before it has no $end"));
                }
                _ => {
                    if let Some(place) = places.next() {
                        *place = Some(word);
                    }
                }
            }
        }
        Err(VcdError::cut_off(command))
    }

    fn skip_to_end(&mut self, command: Word<'a>) -> Result<(), VcdError> {
        if self.words.any(|word| word.text == "$end") { Ok(()) } else { Err(VcdError::cut_off(command)) }
    }

    fn finish(self) -> Result<Recording, VcdError> {
        if self.signals.have_pin() {
            return Ok(Recording { changes: self.changes, passed_over: self.passed_over.to_text() });
        }
        Err(match self.signals.not_one_bit() {
            Some((pin, Declaration { kind, size, name, .. })) => {
                let given = format!("{} of size {}", kind.quoted(), size.quoted());
                VcdError::NotOneBit { line: name.line, pin, given }
            }
            None => VcdError::NoPin,
        })
    }
}
