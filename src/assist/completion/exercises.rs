//! Exercises: those that the plan uses, those that it defines, and those of the catalogue under any of their names.

use std::collections::{HashMap, HashSet};

use super::context::{Figure, Where};
use super::offers::Offers;
use super::{CompletionKind, Subject};
use crate::assist::hover::facts_words;
use crate::assist::{Document, ExerciseFacts};
use crate::catalogue::{Mechanic, Resolution};
use crate::model::plan::{ClassStatus, Lift};
use crate::syntax::ast::Statement;

/// Most exercises of the catalogue that are offered for the letters that were typed.
const MOST: usize = 50;
const MOST_SUGGESTIONS: usize = 3;

/// Names where nothing else can stand.
pub(super) fn names(document: &Document<'_>, place: &Where<'_>, offers: &mut Offers) {
    offer(document, place, (0, 0), offers);
    offers.incomplete();
}

/// Lifts behind `1rm`, `tm` or `max`: first those of the plan that have no such figure yet.
pub(super) fn lifts(
    document: &Document<'_>,
    place: &Where<'_>,
    figure: Figure,
    offers: &mut Offers,
) {
    let plan = document.plan;
    let athlete = &plan.athlete;
    let has: HashSet<&Lift> = match figure {
        Figure::OneRm => athlete.one_rms.iter().map(|one_rm| &one_rm.lift).collect(),
        Figure::TrainingMax => {
            let maxes = athlete.training_maxes.iter();
            maxes.filter_map(|max| max.lift.as_ref()).collect()
        }
        Figure::MaxReps => athlete.max_reps.iter().map(|max| &max.lift).collect(),
    };
    let mut seen = HashSet::new();
    let mut rank = 0;
    for exercise in &plan.exercises {
        let Some(class) = plan.class(exercise) else {
            continue;
        };
        if !has.contains(&class.key) && seen.insert(&class.key) {
            let name = plan.slice(exercise.name);
            if let Some(offer) = offers.add(
                name,
                CompletionKind::Exercise,
                "has no such figure yet",
                rank,
            ) {
                offer.subject = Subject::Exercise(name.to_owned());
            }
            rank += 1;
        }
    }
    offer(document, place, (1_000, 1_000), offers);
    offers.incomplete();
}

/// Adds exercises: from the first rank on those of the plan by how often it uses them, and its own; from the second on
/// those of the catalogue.
pub(super) fn offer(
    document: &Document<'_>,
    place: &Where<'_>,
    (known, others): (u32, u32),
    offers: &mut Offers,
) {
    let mut rank = known;
    for (name, count) in used(document, place.line) {
        let times = if count == 1 { "once" } else { "often" };
        let detail = format!("{times} in this plan");
        add(
            offers,
            name,
            CompletionKind::Exercise,
            detail,
            name,
            &mut rank,
        );
    }
    for name in own(document, place.line) {
        let detail = "defined in this plan".to_owned();
        add(
            offers,
            name,
            CompletionKind::Custom,
            detail,
            name,
            &mut rank,
        );
    }
    let typed = place.text.trim_matches(['"', ' ']);
    if !typed.is_empty() {
        of_the_catalogue(document, typed, rank.max(others), offers);
    }
}

fn of_the_catalogue(document: &Document<'_>, typed: &str, mut rank: u32, offers: &mut Offers) {
    let catalogue = document.plan.roster.catalogue();
    let mut add = |name: &str, detail: String, filter: &str| {
        add(
            offers,
            name,
            CompletionKind::Exercise,
            detail,
            filter,
            &mut rank,
        );
    };
    // What was typed may be a name already, or another name of one.
    if let Some(known) = catalogue.find(typed) {
        let name = catalogue.canonical_name(known.key());
        add(&name, detail_of(document, &name), typed);
    }
    let found = catalogue.search(typed, MOST);
    let is_nothing = found.is_empty();
    for (name, id) in found {
        let movement = catalogue.movement(id);
        let class = movement.and_then(|movement| movement.mechanic);
        let class = class.map_or("", Mechanic::word).to_owned();
        // Letters are held against the whole name, in whatever order its words were typed.
        let filter = if in_order(typed, &name) { &name } else { typed };
        add(&name, class, filter);
    }
    if is_nothing && typed.chars().count() > 3 {
        for name in catalogue.nearest(typed, MOST_SUGGESTIONS) {
            if !offers.found_by(&name, typed) {
                let detail = "did you mean this?".to_owned();
                self::add(
                    offers,
                    &name,
                    CompletionKind::Exercise,
                    detail,
                    typed,
                    &mut rank,
                );
            }
        }
    }
}

/// Adds one exercise, unless it is there, and moves on by one rank.
fn add(
    offers: &mut Offers,
    name: &str,
    kind: CompletionKind,
    detail: String,
    filter: &str,
    rank: &mut u32,
) {
    if let Some(offer) = offers.add(name, kind, detail, *rank) {
        offer.filter = filter.to_owned();
        offer.subject = Subject::Exercise(name.to_owned());
        *rank += 1;
    }
}

/// Whether the letters of a text stand in a name in their order.
fn in_order(typed: &str, name: &str) -> bool {
    let name = name.to_lowercase();
    let mut letters = name.chars();
    typed
        .to_lowercase()
        .chars()
        .all(|wanted| letters.any(|letter| letter == wanted))
}

fn detail_of(document: &Document<'_>, name: &str) -> String {
    match document.plan.roster.resolve(name) {
        Resolution::Known(known) => ExerciseFacts::of(&document.plan.roster, known)
            .map_or_else(String::new, |facts| facts.class.to_owned()),
        _ => String::new(),
    }
}

/// Names of exercises as the plan writes them, the most frequent first. One that is being typed is none of them.
fn used<'d>(document: &Document<'d>, typed: usize) -> Vec<(&'d str, u32)> {
    let mut counts: HashMap<&str, (u32, usize)> = HashMap::new();
    for (place, line) in document.tree.lines.iter().enumerate() {
        let Statement::Exercise(exercise) = &line.statement else {
            continue;
        };
        if place == typed {
            continue;
        }
        let name = document.slice(exercise.name);
        let class = document.class_named(name);
        if class.is_some_and(|class| class.status == ClassStatus::Known) {
            let order = counts.len();
            counts.entry(name).or_insert((0, order)).0 += 1;
        }
    }
    let mut counts: Vec<(&str, (u32, usize))> = counts.into_iter().collect();
    counts.sort_by_key(|&(_, (count, order))| (std::cmp::Reverse(count), order));
    counts
        .into_iter()
        .map(|(name, (count, _))| (name, count))
        .collect()
}

/// Names that the plan defines.
fn own<'d>(document: &Document<'d>, typed: usize) -> impl Iterator<Item = &'d str> {
    let statements = document.statements_beside(typed);
    statements.filter_map(|statement| match statement {
        Statement::Custom(custom) => Some(document.slice(custom.name)),
        _ => None,
    })
}

/// What is known about an exercise, in Markdown.
pub(super) fn documentation(document: &Document<'_>, name: &str) -> Option<String> {
    match document.plan.roster.resolve(name) {
        Resolution::Known(known) => {
            let facts = ExerciseFacts::of(&document.plan.roster, known)?;
            Some(facts_words(&facts))
        }
        _ => None,
    }
}
