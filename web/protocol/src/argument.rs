//! A value of JavaScript, as an argument of a call.

use pinscope_core::Level;
use serde::{Deserialize, Serialize};

/// The largest integer up to which JavaScript represents every integer exactly (`Number.MAX_SAFE_INTEGER`).
pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// A value of JavaScript. Unlike JSON, it keeps `undefined`, `NaN` and infinite numbers apart from `null`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Argument {
    /// The argument or the property is missing.
    Undefined,
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, which may be `NaN` or infinite.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    Array(Vec<Argument>),
    /// A plain object with its properties.
    Object(Vec<(String, Argument)>),
    /// Any other value. No call accepts one, so only its description for the refusal is kept.
    Other(String),
}

impl Argument {
    /// Returns the number, if it is one.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// Returns the number, if it is an integer from 0 to [`MAX_SAFE_INTEGER`].
    pub fn as_safe_integer(&self) -> Option<u64> {
        let number = self.as_number()?;
        (number.fract() == 0.0 && (0.0..=MAX_SAFE_INTEGER as f64).contains(&number)).then_some(number as u64)
    }

    /// Returns the level, if it is `"low"` or `"high"`, a boolean, 0 or 1.
    pub fn as_level(&self) -> Option<Level> {
        match self {
            Self::Boolean(boolean) => Some(Level::from(*boolean)),
            Self::Number(0.0) => Some(Level::Low),
            Self::Number(1.0) => Some(Level::High),
            Self::Text(text) if text == "low" => Some(Level::Low),
            Self::Text(text) if text == "high" => Some(Level::High),
            _ => None,
        }
    }

    /// Returns the property called `name`, unless it is missing or undefined.
    pub fn property(&self, name: &str) -> Option<&Self> {
        let Self::Object(properties) = self else { return None };
        let (_, value) = properties.iter().find(|(key, _)| key == name)?;
        (*value != Self::Undefined).then_some(value)
    }

    /// Returns a string as it is, and any other value as [`Argument::to_literal`] does.
    pub fn to_text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            other => other.to_literal(),
        }
    }

    /// Returns the value as a program writes it, with quotes around a string.
    pub fn to_literal(&self) -> String {
        match self {
            Self::Undefined => "nothing".to_owned(),
            Self::Null => "null".to_owned(),
            Self::Boolean(boolean) => boolean.to_string(),
            Self::Number(number) => number_text(*number),
            Self::Text(text) => format!("{text:?}"),
            Self::Array(elements) => format!("[{}]", list(elements.iter().map(Self::to_literal))),
            Self::Object(properties) => {
                let property = |(name, value): &(String, Self)| format!("{name:?}:{}", value.to_literal());
                format!("{{{}}}", list(properties.iter().map(property)))
            }
            Self::Other(description) => description.clone(),
        }
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(",")
}

/// Returns a number as JavaScript writes it. Both JavaScript and Rust write the fewest digits that identify the number;
/// they differ in the name of infinity, and in when they use an exponent.
pub fn number_text(number: f64) -> String {
    let magnitude = number.abs();
    if magnitude.is_infinite() {
        if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned()
    } else if magnitude == 0.0 {
        "0".to_owned()
    } else if magnitude >= 1e21 {
        format!("{number:e}").replace('e', "e+")
    } else if magnitude < 1e-6 {
        format!("{number:e}")
    } else {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Argument {
        Argument::Text(text.to_owned())
    }

    #[test]
    fn numbers_are_quoted_as_javascript_writes_them() {
        for (number, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.5, "1.5"),
            (-7.0, "-7"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e6, "1000000"),
            (9_007_199_254_740_993.0, "9007199254740992"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
            (1e21, "1e+21"),
            (-1.25e300, "-1.25e+300"),
            (1e-6, "0.000001"),
            (1e-7, "1e-7"),
            (-1.5e-9, "-1.5e-9"),
            (5e-324, "5e-324"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "Infinity"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(number_text(number), text);
        }
    }

    #[test]
    fn other_values_are_quoted_as_a_program_writes_them() {
        assert_eq!(Argument::Undefined.to_text(), "nothing");
        assert_eq!(Argument::Null.to_text(), "null");
        assert_eq!(Argument::Boolean(true).to_text(), "true");
        assert_eq!(text("GP9").to_text(), "GP9");
        assert_eq!(text("GP9").to_literal(), "\"GP9\"");
        assert_eq!(Argument::Array(vec![text("a"), Argument::Number(1.0)]).to_text(), r#"["a",1]"#);
        assert_eq!(Argument::Object(vec![("pin".to_owned(), text("GP9"))]).to_text(), r#"{"pin":"GP9"}"#);
        assert_eq!(Argument::Other("a value of type Map".to_owned()).to_text(), "a value of type Map");
    }

    #[test]
    fn a_level_is_low_high_a_boolean_or_0_or_1() {
        for value in [text("high"), Argument::Boolean(true), Argument::Number(1.0)] {
            assert_eq!(value.as_level(), Some(Level::High));
        }
        for value in [text("low"), Argument::Boolean(false), Argument::Number(0.0), Argument::Number(-0.0)] {
            assert_eq!(value.as_level(), Some(Level::Low));
        }
        let others = [text(""), text("0"), text("LOW"), Argument::Number(2.0), Argument::Number(f64::NAN)];
        for value in others.into_iter().chain([Argument::Null, Argument::Undefined, Argument::Array(Vec::new())]) {
            assert_eq!(value.as_level(), None, "{value:?}");
        }
    }

    #[test]
    fn a_safe_integer_is_whole_and_below_2_to_the_53() {
        assert_eq!(Argument::Number(9_007_199_254_740_991.0).as_safe_integer(), Some((1 << 53) - 1));
        assert_eq!(Argument::Number(-0.0).as_safe_integer(), Some(0));
        for number in [9_007_199_254_740_992.0, -1.0, 0.5, f64::NAN, f64::INFINITY] {
            assert_eq!(Argument::Number(number).as_safe_integer(), None, "{number}");
        }
        assert_eq!(text("1").as_safe_integer(), None);
    }

    #[test]
    fn only_an_object_has_properties_and_an_undefined_one_is_missing() {
        let properties = [("mode".to_owned(), Argument::Undefined), ("pull".to_owned(), Argument::Null)];
        let object = Argument::Object(properties.to_vec());
        assert_eq!(object.property("mode"), None);
        assert_eq!(object.property("pull"), Some(&Argument::Null));
        assert_eq!(text("pull").property("pull"), None);
    }

    #[test]
    fn no_value_becomes_another_one_on_its_way_to_the_engine() {
        let numbers = [f64::INFINITY, f64::NEG_INFINITY, -0.0].map(Argument::Number);
        let settings = Argument::Object(vec![("pull".to_owned(), Argument::Undefined)]);
        let values = [Argument::Undefined, Argument::Null, settings, Argument::Array(numbers.to_vec())];
        let sent: Option<Vec<Argument>> = crate::decode(&crate::encode(&values.to_vec()));
        assert_eq!(sent, Some(values.to_vec()));
        // NaN is not equal to itself.
        let sent: Option<Argument> = crate::decode(&crate::encode(&Argument::Number(f64::NAN)));
        assert!(sent.and_then(|value| value.as_number()).is_some_and(f64::is_nan));
    }
}
