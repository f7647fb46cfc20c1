//! Facts of a thing as people read them, for `cuff facts`.

use super::field::{Enumeration, Field, Kind, Scope, fact_id};
use super::view::{Vocabulary, World};
use crate::expr::{Entity, Truth, Value, World as _};
use crate::model::Missing;

/// What a fact says of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Its value.
    Value(String),
    /// The plan leaves it out.
    NotStated,
    /// It is not known, and why.
    Unknown(String),
}

impl Vocabulary {
    /// Every fact of a thing that is a value, with its name and what it says. Things and collections are left out.
    pub fn describe(&self, world: &World<'_, '_>, entity: Entity) -> Vec<(&'static str, Shown)> {
        let Some(scope) = Scope::from_id(entity.scope) else {
            return Vec::new();
        };
        let rows = self.rows(scope).iter().enumerate();
        let values =
            rows.filter(|(_, field)| !matches!(field.kind, Kind::Entity(_) | Kind::Entities(_)));
        values
            .map(|(row, field)| {
                (
                    field.name,
                    self.show(field, world.value(entity, fact_id(scope, row)), world),
                )
            })
            .collect()
    }

    fn show(&self, field: &Field, value: Value<'_>, world: &World<'_, '_>) -> Shown {
        let text = match value {
            Value::Unknown(reason) | Value::Truth(Truth::Unknown(reason)) => {
                return match Missing::from_code(reason.0) {
                    Some(missing) if missing.is_not_stated() => Shown::NotStated,
                    Some(missing) => Shown::Unknown(missing.words(world.0).0),
                    None => Shown::Unknown("not known".to_owned()),
                };
            }
            Value::Quantity(quantity) | Value::Within(quantity, _) => quantity.to_string(),
            Value::Truth(Truth::Yes) => "yes".to_owned(),
            Value::Truth(_) => "no".to_owned(),
            Value::Text(text) => format!("\"{text}\""),
            Value::Word(word) => self.word(field.kind, usize::from(word)),
            Value::Words(words) => {
                let members = (0..64)
                    .filter(|bit| words >> bit & 1 == 1)
                    .map(|bit| self.word(field.kind, bit));
                members.collect::<Vec<_>>().join(", ")
            }
            Value::Date(days) => date(days),
            Value::Entity(_) | Value::Absent => String::new(),
        };
        Shown::Value(text)
    }

    fn word(&self, kind: Kind, number: usize) -> String {
        match kind {
            Kind::Word(words) | Kind::Words(words) => {
                self.words(words).get(number).cloned().unwrap_or_default()
            }
            _ => String::new(),
        }
    }
}

fn date(days: i32) -> String {
    /// Julian day number of 1970-01-01.
    const EPOCH: i32 = 2_440_588;
    time::Date::from_julian_day(days.saturating_add(EPOCH))
        .map_or_else(|_| String::new(), |date| date.to_string())
}

impl Kind {
    /// The type in words, as the list of facts shows it.
    pub fn words(self, vocabulary: &Vocabulary) -> String {
        match self {
            Self::Quantity(dimension) => dimension.word().to_owned(),
            Self::Truth => "yes or no".to_owned(),
            Self::Text => "text".to_owned(),
            Self::Word(words) => format!("one of {}", few(vocabulary.words(words))),
            Self::Words(words) => format!("some of {}", few(vocabulary.words(words))),
            Self::Date => "date".to_owned(),
            Self::Entity(scope) => format!("one {}", scope.name()),
            Self::Entities(scope) => format!("each {}", scope.name()),
        }
    }
}

/// How many words of a list stand in the line of a fact.
const MOST: usize = 8;

impl Vocabulary {
    /// Lists of words that are too long for the line of a fact, with all of their words.
    pub fn long_lists(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        let all = Enumeration::ALL.iter();
        all.map(|(words, name)| (*name, self.words(*words)))
            .filter(|(_, words)| words.len() > MOST)
    }
}

/// The first words of a list, so that a line stays a line.
fn few(words: &[String]) -> String {
    let shown: Vec<&str> = words.iter().take(MOST).map(String::as_str).collect();
    let more = if words.len() > MOST { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}
