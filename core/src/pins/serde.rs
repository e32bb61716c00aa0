//! Serializes a pin by its name in formats for people, and by its index in `PinId::ALL` in binary formats.

use serde::de::{Deserialize, Deserializer, Error as _, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

use super::PinId;

impl Serialize for PinId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(self.name())
        } else {
            serializer.serialize_u8(self.index() as u8)
        }
    }
}

impl<'de> Deserialize<'de> for PinId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(NameVisitor)
        } else {
            let index = u8::deserialize(deserializer)?;
            let invalid = || D::Error::invalid_value(Unexpected::Unsigned(index.into()), &"0 to 24");
            Self::from_index(usize::from(index)).ok_or_else(invalid)
        }
    }
}

struct NameVisitor;

impl Visitor<'_> for NameVisitor {
    type Value = PinId;

    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("the name of a pin, such as GP10")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<PinId, E> {
        PinId::from_name(name).ok_or_else(|| E::invalid_value(Unexpected::Str(name), &self))
    }
}
