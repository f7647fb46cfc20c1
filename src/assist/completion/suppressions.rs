//! Comments that speak to cuff: how they begin, the rules that they can name, and what follows.

use super::offers::{GROUP, Offers};
use super::{CompletionKind, Subject};
use crate::assist::Document;
use crate::assist::actions::covered_findings;
use crate::rules::Level;

const ALLOW: &str = "allow(${1:rule}) because ${2:reason}";
const ALLOW_FILE: &str = "allow-file(${1:rule}) because ${2:reason}";

/// Behind `#`.
pub(super) fn opening(offers: &mut Offers) {
    for (label, text, rank) in [
        ("cuff: allow(…)", ALLOW, 0),
        ("cuff: allow-file(…)", ALLOW_FILE, 1),
    ] {
        let detail = "silence a finding, with a reason";
        if let Some(offer) = offers.add(label, CompletionKind::Snippet, detail, rank) {
            offer.insert = format!("cuff: {text}");
            offer.snippet = true;
        }
    }
}

/// Behind `cuff:`.
pub(super) fn allow(offers: &mut Offers) {
    let reaches = [
        (
            "allow",
            ALLOW,
            "for this line, or for what the next line opens",
        ),
        ("allow-file", ALLOW_FILE, "for the whole file"),
    ];
    for ((label, text, detail), rank) in reaches.into_iter().zip(0..) {
        if let Some(offer) = offers.add(label, CompletionKind::Keyword, detail, rank) {
            offer.insert = text.to_owned();
            offer.snippet = true;
        }
    }
}

/// Between the parentheses: first the rules that find something there, then all that can be silenced.
pub(super) fn rules(document: &Document<'_>, offset: usize, offers: &mut Offers) {
    let mut rank = 0;
    let mut add = |offers: &mut Offers, id: &str, detail: String, group: u32| {
        if let Some(offer) = offers.add(id, CompletionKind::Rule, detail, group * GROUP + rank) {
            offer.subject = Subject::Rule(id.to_owned());
            rank += 1;
        }
    };
    let set = document.rules;
    for finding in covered_findings(document, offset) {
        let entry = set.language.get(finding.rule.as_ref());
        if entry.is_some_and(|(entry, _)| entry.is_unread()) {
            continue;
        }
        add(offers, &finding.rule, finding.message.clone(), 0);
    }
    for rule in set.rules.iter().filter(|rule| rule.level != Level::Off) {
        if !set.forbidden.contains_key(rule.id()) {
            add(offers, rule.id(), rule.file.summary.clone(), 1);
        }
    }
    for (id, (entry, level)) in &set.language {
        let can_be_silenced = !entry.is_unread() && *level != Level::Off;
        if can_be_silenced && !set.forbidden.contains_key(id) {
            add(offers, id, entry.summary.clone(), 2);
        }
    }
}

/// Behind the parentheses.
pub(super) fn because(offers: &mut Offers) {
    let words = [
        ("because", "the reason, and who decided it"),
        ("until", "the last day, in front of the reason"),
    ];
    for ((word, detail), rank) in words.into_iter().zip(0..) {
        if let Some(offer) = offers.add(word, CompletionKind::Keyword, detail, rank) {
            offer.insert.push(' ');
        }
    }
}
