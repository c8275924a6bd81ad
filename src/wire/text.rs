//! Domain values that JSON knows as one string: identifiers, days and the closed vocabularies.
//!
//! The domain types stay free of JSON; [`Text`] gives them its form, its check and its schema.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::article::ArticleId;
use crate::claim::{Actor, Attribution, ClaimId, Flag, Product, PropositionId, Role, Stance, Unit};

/// A value that is written as one string.
pub trait AsText: Sized {
    /// Name of its JSON Schema.
    const NAME: &'static str;

    /// The string.
    fn write(&self) -> Cow<'_, str>;

    /// The value of a string, if it is one.
    fn read(text: &str) -> Option<Self>;

    /// What strings there are.
    fn schema() -> Schema;

    /// The same in a few words, for a message.
    fn expected() -> String;
}

/// A value in its written form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text<T>(pub T);

impl<T: AsText> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.write())
    }
}

impl<'de, T: AsText> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let wrong = || D::Error::custom(format!("{text:?} is no {}: expected {}", T::NAME, T::expected()));
        T::read(&text).map(Text).ok_or_else(wrong)
    }
}

impl<T: AsText> JsonSchema for Text<T> {
    fn schema_name() -> Cow<'static, str> {
        T::NAME.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        T::schema()
    }
}

/// The closed vocabularies: the words are those of `ALL`.
macro_rules! vocabulary_as_text {
    ($($name:ident)+) => {
        $(impl AsText for $name {
            const NAME: &'static str = stringify!($name);

            fn write(&self) -> Cow<'_, str> {
                self.id().into()
            }

            fn read(text: &str) -> Option<Self> {
                $name::parse(text)
            }

            fn schema() -> Schema {
                let words: Vec<_> = $name::ALL.iter().map(|word| word.id()).collect();
                json_schema!({ "type": "string", "enum": words })
            }

            fn expected() -> String {
                $name::ALL.iter().map(|word| word.id()).collect::<Vec<_>>().join(", ")
            }
        })+
    };
}

vocabulary_as_text! { Stance Product Actor Attribution Flag Role Unit }

/// Identifiers: 16 hexadecimal digits, so that no reader rounds them to a double.
macro_rules! hash_as_text {
    ($($name:ident)+) => {
        $(impl AsText for $name {
            const NAME: &'static str = stringify!($name);

            fn write(&self) -> Cow<'_, str> {
                self.to_string().into()
            }

            fn read(text: &str) -> Option<Self> {
                let digits = text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
                digits.then(|| u64::from_str_radix(text, 16).ok().map($name)).flatten()
            }

            fn schema() -> Schema {
                json_schema!({ "type": "string", "pattern": "^[0-9a-f]{16}$" })
            }

            fn expected() -> String {
                "16 hexadecimal digits".to_owned()
            }
        })+
    };
}

hash_as_text! { ArticleId ClaimId }

impl AsText for PropositionId {
    const NAME: &'static str = "PropositionId";

    fn write(&self) -> Cow<'_, str> {
        self.as_str().into()
    }

    fn read(text: &str) -> Option<Self> {
        let (group, name) = text.split_once('.')?;
        (!group.is_empty() && !name.is_empty()).then(|| text.into())
    }

    fn schema() -> Schema {
        json_schema!({ "type": "string", "pattern": "^[^.]+\\..+$" })
    }

    fn expected() -> String {
        "group.name".to_owned()
    }
}

impl AsText for jiff::civil::Date {
    const NAME: &'static str = "Date";

    fn write(&self) -> Cow<'_, str> {
        self.to_string().into()
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn schema() -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }

    fn expected() -> String {
        "a day as YYYY-MM-DD".to_owned()
    }
}
