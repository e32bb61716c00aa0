//! A value of JavaScript, as an argument of a call.

use pinscope_core::Level;

/// The largest integer up to which JavaScript represents every integer exactly (`Number.MAX_SAFE_INTEGER`).
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// A value of JavaScript. Arrays and objects keep the text that `JSON.stringify` gives of them, which refusals quote.
#[derive(Clone, Debug, PartialEq)]
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
    Array {
        /// Its elements.
        elements: Vec<Argument>,
        /// The array as JSON.
        json: String,
    },
    /// An object, or any value that is none of the above.
    Object {
        /// Its properties.
        properties: Vec<(String, Argument)>,
        /// The object as JSON.
        json: String,
    },
}

impl Argument {
    /// Returns the number, if it is one.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// Returns the number, if it is an integer from 0 to 2^53 - 1.
    pub fn as_safe_integer(&self) -> Option<u64> {
        let number = self.as_number()?;
        (number.fract() == 0.0 && (0.0..=MAX_SAFE_INTEGER).contains(&number)).then_some(number as u64)
    }

    /// Returns the high level if JavaScript treats the value as true, and otherwise the low level. Returns `None` if
    /// the value is missing.
    pub fn as_level(&self) -> Option<Level> {
        let is_truthy = match self {
            Self::Undefined => return None,
            Self::Null => false,
            Self::Boolean(boolean) => *boolean,
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Text(text) => !text.is_empty(),
            Self::Array { .. } | Self::Object { .. } => true,
        };
        Some(Level::from(is_truthy))
    }

    /// Returns the property called `name`, unless it is missing or undefined.
    pub fn property(&self, name: &str) -> Option<&Self> {
        let Self::Object { properties, .. } = self else { return None };
        let (_, value) = properties.iter().find(|(key, _)| key == name)?;
        (*value != Self::Undefined).then_some(value)
    }

    /// Returns the value as a message quotes it: a string as it is, everything else as JSON.
    pub fn to_text(&self) -> String {
        match self {
            Self::Undefined => "nothing".to_owned(),
            Self::Null => "null".to_owned(),
            Self::Boolean(boolean) => boolean.to_string(),
            Self::Number(number) => number_text(*number),
            Self::Text(text) => text.clone(),
            Self::Array { json, .. } | Self::Object { json, .. } => json.clone(),
        }
    }
}

/// Returns a number as `JSON.stringify` writes it. Both JavaScript and Rust write the fewest digits that identify the
/// number; they differ in when they use an exponent.
pub fn number_text(number: f64) -> String {
    if !number.is_finite() {
        return "null".to_owned();
    }
    let magnitude = number.abs();
    if magnitude == 0.0 {
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
    use serde_json::json;

    use super::*;
    use crate::test_support::argument;

    #[test]
    fn numbers_are_quoted_as_json_stringify_writes_them() {
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
            (f64::NAN, "null"),
            (f64::INFINITY, "null"),
            (f64::NEG_INFINITY, "null"),
        ] {
            assert_eq!(number_text(number), text);
        }
    }

    #[test]
    fn other_values_are_quoted_as_text_or_json() {
        assert_eq!(Argument::Undefined.to_text(), "nothing");
        assert_eq!(argument(json!(null)).to_text(), "null");
        assert_eq!(argument(json!(true)).to_text(), "true");
        assert_eq!(argument(json!("GP9")).to_text(), "GP9");
        assert_eq!(argument(json!(["a", 1])).to_text(), r#"["a",1]"#);
        assert_eq!(argument(json!({"pin": "GP9"})).to_text(), r#"{"pin":"GP9"}"#);
    }

    #[test]
    fn a_level_is_what_is_truthy_in_javascript() {
        for value in [json!(true), json!(1), json!(-0.5), json!("0"), json!([]), json!({})] {
            assert_eq!(argument(value).as_level(), Some(Level::High));
        }
        for value in [json!(null), json!(false), json!(0), json!(-0.0), json!("")] {
            assert_eq!(argument(value).as_level(), Some(Level::Low));
        }
        assert_eq!(Argument::Number(f64::NAN).as_level(), Some(Level::Low));
        assert_eq!(Argument::Undefined.as_level(), None);
    }

    #[test]
    fn a_safe_integer_is_whole_and_below_2_to_the_53() {
        assert_eq!(Argument::Number(9_007_199_254_740_991.0).as_safe_integer(), Some((1 << 53) - 1));
        assert_eq!(Argument::Number(-0.0).as_safe_integer(), Some(0));
        for number in [9_007_199_254_740_992.0, -1.0, 0.5, f64::NAN, f64::INFINITY] {
            assert_eq!(Argument::Number(number).as_safe_integer(), None, "{number}");
        }
        assert_eq!(argument(json!("1")).as_safe_integer(), None);
    }

    #[test]
    fn only_an_object_has_properties_and_an_undefined_one_is_missing() {
        let object =
            Argument::Object { properties: vec![("mode".to_owned(), Argument::Undefined)], json: "{}".to_owned() };
        assert_eq!(object.property("mode"), None);
        assert_eq!(argument(json!({"pull": null})).property("pull"), Some(&Argument::Null));
        assert_eq!(argument(json!("pull")).property("pull"), None);
    }
}
