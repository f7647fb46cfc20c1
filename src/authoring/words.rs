//! The words for a place: from the vocabulary, from the rule's own file, from the set of rules.

use super::place::{Place, Wanted};
use super::{Kind, Word};
use crate::expr::{ScopeId, Type, Vocabulary as _, operations};
use crate::facts::Scope;
use crate::rules::RuleSet;

/// What a rule names for itself, by the key of its file that has them, and how expressions reach them.
const OWN: [(&str, &str); 2] = [
    ("params", "a figure of this rule"),
    ("words", "a list of words of this rule"),
];

pub(super) fn at(place: &Place<'_>, text: &str, rules: &RuleSet) -> Vec<Word> {
    match place.wanted {
        Wanted::Expression => expression(place.before_dot, text, rules),
        Wanted::Scope => Scope::ALL
            .into_iter()
            .map(|(_, name, about, _)| scope(name, about))
            .collect(),
        Wanted::Source => sources(rules),
        Wanted::Rule => rules.rules.iter().map(rule).collect(),
        Wanted::OneOf(words) => {
            let words = words.iter();
            words
                .map(|(name, meaning)| word(name, Kind::Choice, "", meaning))
                .collect()
        }
    }
}

fn word(name: &str, kind: Kind, gives: &str, meaning: &str) -> Word {
    Word {
        name: name.to_owned(),
        kind,
        gives: gives.to_owned(),
        meaning: meaning.to_owned(),
    }
}

fn scope(name: &str, about: &str) -> Word {
    word(name, Kind::Scope, "", about)
}

fn rule(rule: &crate::rules::Rule) -> Word {
    word(rule.id(), Kind::Rule, &rule.pack, &rule.file.summary)
}

fn sources(rules: &RuleSet) -> Vec<Word> {
    let sources = rules.sources.sources.iter();
    let sources = sources.map(|(key, source)| {
        let year = source.year.as_deref().unwrap_or_default();
        let gives = format!("{} {year}", source.authors);
        let meaning = format!("{}. {}", source.title, source.says);
        word(key, Kind::Source, gives.trim(), &meaning)
    });
    sources.collect()
}

/// Words of an expression, or those behind a name and a dot.
fn expression(before_dot: Option<&str>, text: &str, rules: &RuleSet) -> Vec<Word> {
    let own = named(text, "scope").next();
    let vocabulary = &rules.vocabulary;
    let scope_id = vocabulary.scope(own.map_or("", |(_, value)| value));
    match before_dot {
        Some(name) if OWN.iter().any(|(own, _)| *own == name) => own_words(text, name),
        Some(name) => {
            let outer = vocabulary.scope(name);
            let thing = outer.or_else(|| thing(scope_id?, name, rules));
            thing.map(|thing| facts(thing, rules)).unwrap_or_default()
        }
        None => bare(scope_id, text, rules),
    }
}

/// The kind of thing that a fact is.
fn thing(scope: ScopeId, name: &str, rules: &RuleSet) -> Option<ScopeId> {
    match rules.vocabulary.fact(scope, name)? {
        (_, Type::Entity(thing)) => Some(thing),
        _ => None,
    }
}

fn facts(scope: ScopeId, rules: &RuleSet) -> Vec<Word> {
    let known = Scope::ALL.iter().find(|(known, ..)| known.id() == scope);
    let rows = known.map_or(&[][..], |(known, ..)| rules.vocabulary.rows(*known));
    let rows = rows.iter().map(|field| {
        let gives = field.kind.words(&rules.vocabulary);
        word(field.name, Kind::Fact, &gives, field.doc)
    });
    rows.collect()
}

/// What can be read without a dot: facts of the thing and of those around it, the rule's own names, and operations.
fn bare(scope_id: Option<ScopeId>, text: &str, rules: &RuleSet) -> Vec<Word> {
    let outer = scope_id.map_or(&[][..], |scope| rules.vocabulary.outer(scope));
    let mut words: Vec<Word> = Vec::new();
    let parts = named(text, "let");
    words.extend(parts.map(|(name, value)| word(name, Kind::Own, "a part of this rule", value)));
    for scope in scope_id.iter().chain(outer) {
        for fact in facts(*scope, rules) {
            if !words.iter().any(|known| known.name == fact.name) {
                words.push(fact);
            }
        }
    }
    let around = Scope::ALL
        .into_iter()
        .filter(|(known, ..)| outer.contains(&known.id()));
    words.extend(around.map(|(_, name, about, _)| scope(name, about)));
    words.extend(
        OWN.into_iter()
            .map(|(name, about)| word(name, Kind::Own, "", about)),
    );
    let operations = operations();
    words.extend(
        operations.map(|(name, example, gives)| word(name, Kind::Operation, gives, example)),
    );
    words
}

fn own_words(text: &str, section: &str) -> Vec<Word> {
    let about = OWN
        .iter()
        .find(|(own, _)| *own == section)
        .map_or("", |(_, about)| about);
    let named = named(text, section);
    named
        .map(|(name, value)| word(name, Kind::Own, about, value))
        .collect()
}

/// The names under a key at the left edge, each with the text behind it, or of the first line below it; for a key with
/// a value, the key and that value.
fn named<'t>(text: &'t str, section: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
    let of_section = |line: &&str| {
        line.strip_prefix(section)
            .is_some_and(|rest| rest.starts_with(':'))
    };
    let mut lines = text.lines().skip_while(move |line| !of_section(line));
    let head = lines.next().and_then(|line| line.split_once(':'));
    let own = head.filter(|(_, value)| !value.trim().is_empty());
    let own = own.map(|(key, value)| (key.trim(), value.trim()));
    let lines: Vec<&str> = lines
        .take_while(|line| line.is_empty() || line.starts_with([' ', '#']))
        .collect();
    let depth = |line: &str| line.len() - line.trim_start().len();
    let first = lines
        .iter()
        .find(|line| !line.trim().is_empty())
        .map_or(0, |line| depth(line));
    let below = lines
        .clone()
        .into_iter()
        .skip(1)
        .map(Some)
        .chain(std::iter::once(None));
    let entries = lines
        .into_iter()
        .zip(below)
        .filter_map(move |(line, below)| {
            let (name, value) = line.split_once(':').filter(|_| depth(line) == first)?;
            let below = below.map_or("", str::trim);
            let value = value.trim();
            Some((name.trim(), if value.is_empty() { below } else { value }))
        });
    own.into_iter().chain(entries.collect::<Vec<_>>())
}
