//! Offers on their way: each once, ranked, with what they replace.

use std::collections::HashSet;

use super::{Completion, CompletionKind, Completions, Subject};
use crate::source::Span;
use crate::syntax::words::Word;

pub(super) struct Offers {
    /// What has been typed of the word, from its beginning to the cursor.
    pub(super) typed: Span,
    items: Vec<Completion>,
    seen: HashSet<String>,
    incomplete: bool,
    /// The cursor stands right behind a figure.
    is_glued: bool,
}

/// Space between the ranks of groups of offers.
pub(super) const GROUP: u32 = 10_000;

impl Offers {
    pub(super) fn new(offset: usize, typed: Span, is_glued: bool) -> Self {
        let end = typed.range().end.min(offset);
        Self {
            typed: Span::new(typed.range().start.min(end), end),
            items: Vec::new(),
            seen: HashSet::new(),
            incomplete: false,
            is_glued,
        }
    }

    /// Adds an offer that writes its label.
    pub(super) fn add(
        &mut self,
        label: impl Into<String>,
        kind: CompletionKind,
        detail: impl Into<String>,
        rank: u32,
    ) -> Option<&mut Completion> {
        let label = label.into();
        if label.is_empty() || !self.seen.insert(label.clone()) {
            return None;
        }
        self.items.push(Completion {
            kind,
            detail: detail.into(),
            replaces: self.typed,
            insert: label.clone(),
            snippet: false,
            filter: label.clone(),
            rank,
            subject: Subject::Nothing,
            label,
        });
        self.items.last_mut()
    }

    /// Lets an offer that is there be found by what was typed; false if it is not there.
    pub(super) fn found_by(&mut self, label: &str, typed: &str) -> bool {
        let offer = self.items.iter_mut().find(|offer| offer.label == label);
        offer.is_some_and(|offer| {
            typed.clone_into(&mut offer.filter);
            true
        })
    }

    /// Adds a word of the language.
    pub(super) fn word(&mut self, word: &'static Word, rank: u32) -> Option<&mut Completion> {
        let offer = self.add(word.word, CompletionKind::Keyword, word.expects, rank)?;
        offer.subject = Subject::Word(word);
        let behind = word.example.get(word.word.len()..).unwrap_or_default();
        if behind.starts_with(' ') {
            offer.insert.push(' ');
        }
        Some(offer)
    }

    /// Adds all words of a list, in its order.
    pub(super) fn words(&mut self, words: &'static [Word]) {
        for (word, rank) in words.iter().zip(0..) {
            self.word(word, rank);
        }
    }

    pub(super) fn units(&mut self, units: &'static [&'static str]) {
        for (unit, rank) in units.iter().zip(0..) {
            self.unit(unit, "", rank);
        }
    }

    /// Adds a unit, with a blank between it and the figure where one belongs.
    pub(super) fn unit(
        &mut self,
        unit: &'static str,
        detail: &'static str,
        rank: u32,
    ) -> Option<&mut Completion> {
        let is_glued = self.is_glued;
        let offer = self.add(unit, CompletionKind::Unit, detail, rank)?;
        if is_glued && unit != "RM" && unit.starts_with(char::is_alphabetic) {
            offer.insert.insert(0, ' ');
        }
        Some(offer)
    }

    /// Values as they stand in the plan, the most frequent first.
    pub(super) fn values<'t>(&mut self, values: impl Iterator<Item = &'t str>) {
        let mut counts: Vec<(&str, u32)> = Vec::new();
        let mut places = std::collections::HashMap::new();
        for value in values {
            let value = value.trim();
            let place = *places.entry(value).or_insert_with(|| {
                counts.push((value, 0));
                counts.len() - 1
            });
            if let Some((_, count)) = counts.get_mut(place) {
                *count += 1;
            }
        }
        // A plan may write a thousand values; nobody looks through more than these.
        const MOST: usize = 20;
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        for ((value, _), rank) in counts.into_iter().take(MOST).zip(0..) {
            let fits = value.len() < 60;
            if fits {
                self.add(
                    value,
                    CompletionKind::Value,
                    "as elsewhere in this plan",
                    rank,
                );
            }
        }
    }

    pub(super) fn incomplete(&mut self) {
        self.incomplete = true;
    }

    pub(super) fn done(mut self) -> Completions {
        self.items.sort_by_key(|offer| offer.rank);
        Completions {
            items: self.items,
            incomplete: self.incomplete,
        }
    }
}
