//! What can be written at a place: words of the language, exercises, places for wraps, rules in comments, and lines ready to
//! be filled in.
//!
//! Where one is in a line is told by its text up to the cursor, since a line that is being typed often does not read yet;
//! what else stands in the plan is told by the tree and the model.

mod context;
mod exercises;
mod offers;
mod statements;
mod suppressions;
mod values;

use super::Document;
use crate::report::plain;
use crate::source::Span;
use crate::syntax::words::{self, Word};

use context::{Slot, Where};
use offers::Offers;

/// What an offer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    /// A word of the language.
    Keyword,
    /// An exercise of the catalogue.
    Exercise,
    /// An exercise that the plan defines.
    Custom,
    /// A figure or a value, as it stands elsewhere in the plan.
    Value,
    /// A unit.
    Unit,
    /// Where a wrap can sit.
    Place,
    /// A rule.
    Rule,
    /// Lines with places to fill in.
    Snippet,
}

impl CompletionKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Keyword => "keyword",
            Self::Exercise => "exercise",
            Self::Custom => "custom exercise",
            Self::Value => "value",
            Self::Unit => "unit",
            Self::Place => "place",
            Self::Rule => "rule",
            Self::Snippet => "snippet",
        }
    }
}

/// What an offer is about, for whoever asks for more: small, and the same as long as the rules are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Nothing more is to be said.
    Nothing,
    /// A word of the language, with its example and its heading in the reference.
    Word(&'static Word),
    /// An exercise, by its name.
    Exercise(String),
    /// A rule, by its id.
    Rule(String),
    /// A snippet of a pack: the name of the pack and its own.
    Snippet(String, String),
}

impl Subject {
    /// It as a text that a client can hand back.
    pub fn key(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Word(word) => format!("word:{}:{}", word.section, word.word),
            Self::Exercise(name) => format!("exercise:{name}"),
            Self::Rule(id) => format!("rule:{id}"),
            Self::Snippet(pack, name) => format!("snippet:{pack}:{name}"),
        }
    }

    /// What a text stands for that [`Self::key`] gave; nothing for any other text.
    pub fn from_key(key: &str) -> Self {
        let (kind, rest) = key.split_once(':').unwrap_or_default();
        let two = rest.split_once(':').unwrap_or_default();
        match kind {
            "word" => {
                let mut words = words::all();
                let word = words.find(|word| (word.section, word.word) == two);
                word.map_or(Self::Nothing, Self::Word)
            }
            "exercise" => Self::Exercise(rest.to_owned()),
            "rule" => Self::Rule(rest.to_owned()),
            "snippet" => Self::Snippet(two.0.to_owned(), two.1.to_owned()),
            _ => Self::Nothing,
        }
    }
}

/// One offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is shown.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A few more words; may be empty.
    pub detail: String,
    /// What it replaces: from the beginning of the word at the cursor to the cursor.
    pub replaces: Span,
    /// What is written; with places to fill in if `snippet` is set.
    pub insert: String,
    /// Whether `insert` has places to fill in, as `${1:Push}`.
    pub snippet: bool,
    /// What typed letters are held against.
    pub filter: String,
    /// Its place in the order of offers; lower ones come first.
    pub rank: u32,
    /// What it is about.
    pub subject: Subject,
}

/// Offers for a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// In order of their ranks.
    pub items: Vec<Completion>,
    /// Whether more typed letters could bring up others.
    pub incomplete: bool,
}

/// What can be written at an offset.
pub fn completions(document: &Document<'_>, offset: usize) -> Completions {
    let offset = document.clamp(offset);
    let place = Where::at(document, offset);
    let mut offers = Offers::new(offset, place.typed, place.is_glued);
    match place.slot {
        Slot::Nothing => {}
        Slot::Line => statements::line(document, &place, &mut offers),
        Slot::Exercise => exercises::names(document, &place, &mut offers),
        Slot::Lift(statement) => exercises::lifts(document, &place, statement, &mut offers),
        Slot::Words(words) => offers.words(words),
        Slot::Trait => values::traits(document, &mut offers),
        Slot::Condition => values::conditions(document, &mut offers),
        Slot::Complaint => values::complaints(document, &mut offers),
        Slot::Covers => values::covers(document, &mut offers),
        Slot::Weeks => values::weeks(document, &mut offers),
        Slot::Phase => values::phases(&mut offers),
        Slot::Repeated => values::repeated(document, &mut offers),
        Slot::Sets => values::sets(document, place.line, &mut offers),
        Slot::Load => values::loads(document, place.line, &mut offers),
        Slot::Units(units) => offers.units(units),
        Slot::LoadUnit => values::load_units(&mut offers),
        Slot::Rest => values::rests(document, place.line, &mut offers),
        Slot::Tempo => values::tempos(document, place.line, &mut offers),
        Slot::Sides => values::sides(&mut offers),
        Slot::Clause => statements::clauses(&mut offers),
        Slot::Wrap { in_clause } => values::wraps(document, place.line, in_clause, &mut offers),
        Slot::Comment => suppressions::opening(&mut offers),
        Slot::Allow => suppressions::allow(&mut offers),
        Slot::Rule => suppressions::rules(document, offset, &mut offers),
        Slot::Because => suppressions::because(&mut offers),
    }
    offers.done()
}

/// More about an offer, in Markdown; nothing if all is said.
pub fn documentation(document: &Document<'_>, subject: &Subject) -> Option<String> {
    match subject {
        Subject::Nothing => None,
        Subject::Word(word) => Some(super::hover::word_words(word)),
        Subject::Exercise(name) => exercises::documentation(document, name),
        Subject::Rule(id) => super::hover::rule_explanation(document.rules, id),
        Subject::Snippet(pack, name) => {
            let packs = document.rules.packs.iter();
            let mut packs = packs.filter(|known| known.name == *pack);
            let snippets = packs.next()?.file.snippets.iter();
            let mut snippets = snippets.filter(|known| known.name == *name);
            let snippet = snippets.next()?;
            Some(format!(
                "{}\n\n```plan\n{}\n```",
                plain(&snippet.summary),
                filled(&snippet.text).trim_end()
            ))
        }
    }
}

/// A snippet with what stands in its places until they are filled in.
pub fn filled(snippet: &str) -> String {
    let mut text = String::with_capacity(snippet.len());
    let mut rest = snippet;
    while let Some((before, after)) = rest.split_once("${") {
        text += before;
        let Some((place, behind)) = after.split_once('}') else {
            rest = after;
            continue;
        };
        text += place.split_once(':').map_or("", |(_, words)| words);
        rest = behind;
    }
    text + rest
}
