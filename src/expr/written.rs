//! Expressions, and texts with expressions in them, as files hold them: the author's own words.
//!
//! Files that people write hold them as strings, which are read by the grammar when a rule is compiled. The files that
//! cuff ships were read when it was built and hold the trees beside the strings, so that nothing is read twice.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::error::ExprError;
use super::parse;
use super::template::{Piece, pieces};
use super::tree::Tree;

/// An expression as its author wrote it.
#[derive(Clone, Debug, Default)]
pub struct Expression {
    text: String,
    tree: Option<Tree>,
}

/// A text with `{expressions}` in it as its author wrote it.
#[derive(Clone, Debug, Default)]
pub struct Text {
    text: String,
    pieces: Option<Vec<Piece>>,
}

impl Expression {
    /// What it says.
    pub(super) fn tree(&self) -> Result<Cow<'_, Tree>, Vec<ExprError>> {
        match &self.tree {
            Some(tree) => Ok(Cow::Borrowed(tree)),
            None => parse::parse(&self.text).map(Cow::Owned),
        }
    }
}

impl Text {
    /// What it is made of, and what could not be read of it.
    pub(super) fn pieces(&self) -> (Cow<'_, [Piece]>, Vec<ExprError>) {
        match &self.pieces {
            Some(pieces) => (Cow::Borrowed(pieces), Vec::new()),
            None => {
                let (pieces, errors) = pieces(&self.text);
                (Cow::Owned(pieces), errors)
            }
        }
    }
}

/// What both have in common: in files for people they are strings, and only their words tell them apart.
macro_rules! written {
    ($name:ident, $read:ident, $reading:expr) => {
        impl $name {
            /// It, letter by letter.
            pub fn as_str(&self) -> &str {
                &self.text
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self {
                    text: text.to_owned(),
                    $read: None,
                }
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.text == other.text
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.text.cmp(&other.text)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    return self.text.serialize(serializer);
                }
                let read = $reading(&self.text);
                (&self.text, read).serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    let text = String::deserialize(deserializer)?;
                    return Ok(Self { text, $read: None });
                }
                let (text, $read) = Deserialize::deserialize(deserializer)?;
                Ok(Self { text, $read })
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                String::json_schema(generator)
            }
        }
    };
}

written!(Expression, tree, |text| parse::parse(text).ok());
written!(Text, pieces, |text| {
    let (pieces, errors) = pieces(text);
    errors.is_empty().then_some(pieces)
});
