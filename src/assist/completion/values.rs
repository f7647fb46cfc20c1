//! Values: sets, loads, rests and places for wraps, as the plan writes them elsewhere and as the language has them; the words
//! for conditions, complaints, weeks and traits.

use std::collections::BTreeSet;

use super::CompletionKind;
use super::offers::{GROUP, Offers};
use super::statements::clauses;
use crate::assist::Document;
use crate::facts::Scope;
use crate::model::{Phase, Position};
use crate::source::Span;
use crate::syntax::ast::{Clause, Exercise, Statement, Weekly, WrapPart};
use crate::syntax::words::{LOAD_UNITS, LOADS, SETS, WRAP_PARTS};

/// The exercise lines of a plan.
fn exercises<'d>(document: &Document<'d>, typed: usize) -> impl Iterator<Item = &'d Exercise> {
    let statements = document.statements_beside(typed);
    statements.filter_map(|statement| match statement {
        Statement::Exercise(exercise) => Some(&**exercise),
        _ => None,
    })
}

pub(super) fn sets(document: &Document<'_>, line: usize, offers: &mut Offers) {
    let written = exercises(document, line).filter_map(|exercise| match &exercise.sets {
        Weekly::Every(sets) => match &sets.sets {
            crate::syntax::ast::Sets::Groups(_) => Some(sets.span),
            _ => None,
        },
        Weekly::ByWeek(_) => None,
    });
    offers.values(written.map(|span| document.slice(span)));
    for (word, order) in SETS.iter().zip(0..) {
        if let Some(offer) = offers.add(
            word.word,
            CompletionKind::Value,
            word.expects,
            GROUP + order,
        ) {
            offer.subject = super::Subject::Word(word);
        }
    }
}

pub(super) fn loads(document: &Document<'_>, line: usize, offers: &mut Offers) {
    let written = exercises(document, line).filter_map(|exercise| match &exercise.load {
        Some(Weekly::Every(loads)) => Some(loads.span),
        _ => None,
    });
    let reads = |text: &&str| text.contains(|c: char| c.is_alphabetic() || c == '%' || c == '?');
    offers.values(written.map(|span| document.slice(span)).filter(reads));
    for (word, order) in LOADS.iter().zip(0..) {
        offers.word(word, GROUP + order);
    }
}

pub(super) fn load_units(offers: &mut Offers) {
    for (word, rank) in LOAD_UNITS.iter().zip(0..) {
        if let Some(offer) = offers.unit(word.word, word.expects, rank) {
            offer.subject = super::Subject::Word(word);
        }
    }
}

/// The clauses of all exercises, and those of `default`.
fn all_clauses<'d>(document: &Document<'d>, typed: usize) -> impl Iterator<Item = &'d Clause> {
    let statements = document.statements_beside(typed);
    statements.flat_map(|statement| match statement {
        Statement::Exercise(exercise) => exercise.clauses.as_slice(),
        Statement::Default(clauses) => clauses.as_slice(),
        _ => &[],
    })
}

/// What stands behind the first word of a clause.
fn behind_word<'d>(document: &Document<'d>, span: Span) -> &'d str {
    let words = document.slice(span);
    words.split_once(' ').map_or("", |(_, value)| value)
}

pub(super) fn rests(document: &Document<'_>, line: usize, offers: &mut Offers) {
    let rests = all_clauses(document, line).filter_map(|clause| match clause {
        Clause::Rest(rest) => Some(behind_word(document, rest.span)),
        _ => None,
    });
    let times = rests.filter(|value| value.starts_with(|c: char| c.is_ascii_digit()));
    let with_unit = times.filter(|value| value.contains(|c: char| c.is_alphabetic() || c == ':'));
    offers.values(with_unit);
    offers.add(
        "as needed",
        CompletionKind::Value,
        "left to the athlete",
        GROUP,
    );
}

pub(super) fn tempos(document: &Document<'_>, line: usize, offers: &mut Offers) {
    let tempos = all_clauses(document, line).filter_map(|clause| match clause {
        Clause::Tempo(tempo) => Some(behind_word(document, tempo.span)),
        _ => None,
    });
    offers.values(tempos);
    let detail = "seconds down, pause, up, pause";
    offers.add("2-0-2-0", CompletionKind::Value, detail, GROUP);
    offers.add(
        "3-1-X-0",
        CompletionKind::Value,
        "X is as fast as possible",
        GROUP + 1,
    );
}

pub(super) fn sides(offers: &mut Offers) {
    for (word, rank) in ["side", "leg", "arm"].into_iter().zip(0..) {
        offers.add(word, CompletionKind::Keyword, "", rank);
    }
}

/// What can be said of a wrap: as elsewhere in the plan, places, heights and sides, then the rest.
pub(super) fn wraps(document: &Document<'_>, line: usize, in_clause: bool, offers: &mut Offers) {
    let statements = document.statements_beside(line);
    let own = statements.filter_map(|statement| match statement {
        Statement::Wrap(wrap) => Some(wrap),
        _ => None,
    });
    let clauses_of = all_clauses(document, line).filter_map(|clause| match clause {
        Clause::Wrap(wrap) => Some(wrap),
        _ => None,
    });
    let parts = own.chain(clauses_of).flat_map(|wrap| &wrap.parts);
    let places = parts.filter_map(|part| match part {
        WrapPart::Placement { words, .. } => Some(document.slice(*words)),
        _ => None,
    });
    offers.values(places);
    let terms = &document.plan.knowledge.terms;
    for (site, order) in terms.wrap_sites().zip(0..) {
        offers.add(
            site.replace('-', " "),
            CompletionKind::Place,
            "where it sits",
            GROUP + order,
        );
    }
    for (word, order) in [Position::High, Position::Middle].into_iter().zip(0..) {
        let word = Position::WORDS[word as usize];
        offers.add(word, CompletionKind::Place, "how high", 2 * GROUP + order);
    }
    for (word, order) in ["left", "right", "both"].into_iter().zip(0..) {
        offers.add(word, CompletionKind::Place, "which side", 3 * GROUP + order);
    }
    for (word, order) in WRAP_PARTS.iter().zip(0..) {
        offers.word(word, 4 * GROUP + order);
    }
    if in_clause {
        clauses(offers);
    }
}

/// Words for conditions, from the rules that look at them.
pub(super) fn conditions(document: &Document<'_>, offers: &mut Offers) {
    offers.add(
        "none",
        CompletionKind::Value,
        "asked, and there is nothing",
        0,
    );
    let mut phrases: BTreeSet<&str> = BTreeSet::new();
    let rules = document.rules.rules.iter();
    for rule in rules.filter(|rule| rule.scope == Scope::Condition) {
        let lists = rule.file.words.values();
        let lists = lists.filter(|list| list.all.len() == 1);
        let words = lists.flat_map(|list| list.all.iter().flatten());
        phrases.extend(words.map(String::as_str).filter(|word| !word.contains('*')));
    }
    for (phrase, order) in phrases.into_iter().zip(0..) {
        offers.add(
            phrase,
            CompletionKind::Value,
            "rules ask about it",
            GROUP + order,
        );
    }
}

pub(super) fn complaints(document: &Document<'_>, offers: &mut Offers) {
    let joints = document.plan.knowledge.terms.joints();
    for (joint, rank) in joints.zip(0..) {
        offers.add(
            joint.replace('-', " "),
            CompletionKind::Value,
            "a joint",
            rank,
        );
    }
}

/// What a clearance can cover: the training that the packs are about.
pub(super) fn covers(document: &Document<'_>, offers: &mut Offers) {
    for (pack, rank) in document.rules.packs.iter().zip(0..) {
        let title = pack.file.title.to_lowercase();
        offers.add(
            format!("covers {title}"),
            CompletionKind::Value,
            "what was allowed",
            rank,
        );
    }
}

/// The weeks that come next.
pub(super) fn weeks(document: &Document<'_>, offers: &mut Offers) {
    let last = document.plan.weeks.last();
    let statements = document.tree.lines.iter();
    let any = statements
        .map(|line| &line.statement)
        .any(|statement| matches!(statement, Statement::Week(_)));
    let next = last
        .filter(|_| any)
        .map_or(1, |week| week.number.saturating_add(1));
    offers.add(next.to_string(), CompletionKind::Value, "the next week", 0);
    let block = format!("{next}-{}", next.saturating_add(3));
    offers.add(block, CompletionKind::Value, "the next four weeks", 1);
}

pub(super) fn phases(offers: &mut Offers) {
    let phases = [Phase::Deload, Phase::Rehab, Phase::Test, Phase::Taper];
    for (phase, rank) in phases.into_iter().zip(0..) {
        offers.add(
            phase.word(),
            CompletionKind::Value,
            "what kind of week it is",
            rank,
        );
    }
}

/// `week N` for each week that is there.
pub(super) fn repeated(document: &Document<'_>, offers: &mut Offers) {
    const MOST: usize = 50;
    for (week, rank) in document.plan.weeks.iter().take(MOST).zip(0..) {
        let count = document.plan.list(&week.sessions).len();
        let word = if count == 1 { "session" } else { "sessions" };
        let detail = format!("{count} {word}");
        offers.add(
            format!("week {}", week.number),
            CompletionKind::Value,
            detail,
            rank,
        );
    }
}

pub(super) fn traits(document: &Document<'_>, offers: &mut Offers) {
    let catalogue = document.plan.roster.catalogue();
    for (word, rank) in catalogue.trait_words().zip(0..) {
        offers.add(word, CompletionKind::Value, "", rank);
    }
}
