//! Help for people who write rules: which words can stand at a place of a rule file, and what they mean. Plain data, from
//! the same vocabulary that checks expressions; a file may be as half-written as it likes.

mod place;
mod words;

use crate::rules::RuleSet;
use crate::source::{SourceFile, Span};
use place::Place;

/// A word that can stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub name: String,
    /// What kind of word it is.
    pub kind: Kind,
    /// What it gives or is, in a few words.
    pub gives: String,
    /// What it means, in a sentence or two.
    pub meaning: String,
}

/// Kinds of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something that is known of a thing in the plan.
    Fact,
    /// A kind of thing.
    Scope,
    /// A figure, a list of words or a part of the logic that the rule itself names.
    Own,
    /// What can be done with values.
    Operation,
    /// A source by its key.
    Source,
    /// Another rule.
    Rule,
    /// One of a few words, such as a level.
    Choice,
}

/// Words that can stand at a place, and the text that they would replace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is written of the word so far.
    pub span: Span,
    /// The words.
    pub words: Vec<Word>,
}

/// What can be written at an offset.
pub fn choices(source: &SourceFile, offset: usize, rules: &RuleSet) -> Option<Choice> {
    let place = Place::find(source.text(), offset)?;
    let words = words::at(&place, source.text(), rules);
    let span = Span::new(place.word.range().start, offset);
    (!words.is_empty()).then_some(Choice { span, words })
}

/// What the word at an offset means.
pub fn meaning(source: &SourceFile, offset: usize, rules: &RuleSet) -> Option<(Span, Word)> {
    let place = Place::find(source.text(), offset)?;
    let written = source.slice(place.word);
    let words = words::at(&place, source.text(), rules).into_iter();
    let word = words.into_iter().find(|word| word.name == written)?;
    Some((place.word, word))
}
