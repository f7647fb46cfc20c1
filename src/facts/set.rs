//! Facts about a set.

use super::field::{
    Enumeration, Field, Kind, Reads, Scope, count, not_stated, one, quantity, stated, text,
    unknown, word, yes,
};
use crate::expr::Value;
use crate::model::plan::{Known, Set, Work};
use crate::model::{Intensity, Missing, Plan, Thing, Varying};
use crate::quantity::Dimension;
use crate::source::Span;
use crate::syntax::ast::{LoadKind, PercentBase};

const COUNT: Kind = Kind::Quantity(Dimension::Count);
const PERCENT: Kind = Kind::Quantity(Dimension::Percent);
const TRUTH: Kind = Kind::Truth;

/// How a load is written, in the order of its numbers in rules.
pub(super) const LOAD_KINDS: [&str; 14] = [
    "percent",
    "training-max",
    "rep-max-share",
    "mass",
    "rpe",
    "rir",
    "rep-max",
    "bodyweight",
    "bodyweight-and-mass",
    "assisted",
    "band",
    "athlete-picks",
    "word",
    "none",
];

pub(super) const SET: &[Field] = &[
    Field::new(
        "number",
        COUNT,
        "its number in the exercise, from 1",
        |plan, index| count(set(plan, index).map_or(0, |set| set.number)),
    )
    .varying(Varying::WORK),
    Field::new(
        "of",
        COUNT,
        "how many sets the exercise has",
        |plan, index| {
            let exercise = set(plan, index).and_then(|set| plan.exercise(set.exercise));
            count(exercise.map_or(0, |exercise| exercise.sets.end - exercise.sets.start))
        },
    )
    .reading(Reads::Load)
    .varying(Varying::WORK),
    Field::new(
        "reps",
        COUNT,
        "its repetitions; unknown for a set by time or without a count",
        |plan, index| match set(plan, index) {
            Some(Set {
                work: Work::Reps { reps, .. } | Work::Total { reps },
                ..
            }) => Value::Quantity(*reps),
            set => unknown(Missing::NoCount(set.map_or(0, |set| set.exercise))),
        },
    )
    .reading(Reads::Work)
    .at(set_place)
    .varying(Varying::WORK),
    Field::new(
        "open-ended",
        TRUTH,
        "whether it has no end: AMRAP, to failure, `+`",
        |plan, index| yes(set(plan, index).is_some_and(|set| open_ended(set.work))),
    )
    .reading(Reads::Work)
    .at(set_place)
    .varying(Varying::WORK),
    Field::new("timed", TRUTH, "whether it goes by time", |plan, index| {
        yes(set(plan, index).is_some_and(|set| matches!(set.work, Work::Timed { .. })))
    })
    .reading(Reads::Work)
    .at(set_place)
    .varying(Varying::WORK),
    Field::new(
        "total",
        TRUTH,
        "whether its repetitions are done in as many sets as it takes",
        |plan, index| {
            yes(set(plan, index).is_some_and(|set| matches!(set.work, Work::Total { .. })))
        },
    )
    .reading(Reads::Work)
    .at(set_place)
    .varying(Varying::WORK),
    Field::new(
        "load",
        PERCENT,
        "its load; the upper end where a range is written",
        |plan, index| {
            set(plan, index).map_or_else(
                || not_stated(Thing::Load),
                |set| quantity(set.load.map(|(_, heaviest)| heaviest)),
            )
        },
    )
    .reading(Reads::Load)
    .at(set_load_place)
    .varying(Varying::LOAD.and(Varying::WORK)),
    Field::new(
        "lightest-load",
        PERCENT,
        "its load; the lower end where a range is written",
        |plan, index| {
            set(plan, index).map_or_else(
                || not_stated(Thing::Load),
                |set| quantity(set.load.map(|(lightest, _)| lightest)),
            )
        },
    )
    .reading(Reads::Load)
    .at(set_load_place)
    .varying(Varying::LOAD.and(Varying::WORK)),
    Field::new(
        "load-mass",
        Kind::Quantity(Dimension::Mass),
        "its load as a mass",
        |plan, index| stated(set(plan, index).and_then(|set| set.mass), Thing::Load),
    )
    .reading(Reads::Load)
    .at(set_load_place)
    .varying(Varying::LOAD.and(Varying::WORK)),
    Field::new(
        "load-kind",
        Kind::Word(Enumeration::LoadKind),
        "how its load is written",
        |plan, index| match set(plan, index) {
            Some(set) => {
                load_kind(set).map_or_else(|| unknown(Missing::Unread(set.exercise)), word)
            }
            None => not_stated(Thing::Load),
        },
    )
    .reading(Reads::Load)
    .at(set_load_place)
    .varying(Varying::LOAD.and(Varying::WORK)),
    Field::new(
        "load-text",
        Kind::Text,
        "its load as written",
        |plan, index| {
            text(
                plan,
                set(plan, index).and_then(|set| set.load_span),
                Thing::Load,
            )
        },
    )
    .reading(Reads::Load)
    .at(set_load_place)
    .varying(Varying::LOAD.and(Varying::WORK)),
    Field::new(
        "effort",
        Kind::Quantity(Dimension::OutOfTen),
        "RPE; repetitions in reserve as ten less so many",
        |plan, index| stated(set(plan, index).and_then(|set| set.effort), Thing::Effort),
    )
    .reading(Reads::Load)
    .at(set_load_place)
    .varying(Varying::LOAD.and(Varying::WORK)),
    Field::new(
        "reps-to-failure",
        COUNT,
        "repetitions done and those in reserve",
        |plan, index| {
            stated(
                set(plan, index).and_then(|set| plan.reps_to_failure(set)),
                Thing::Effort,
            )
        },
    )
    .reading(Reads::Work)
    .at(set_place)
    .varying(Varying::LOAD.and(Varying::WORK)),
    Field::new(
        "intensity",
        Kind::Word(Enumeration::Intensity),
        "how heavy it is",
        |plan, index| {
            set(plan, index).map_or_else(
                || not_stated(Thing::Load),
                |set| intensity(plan.intensity(set)),
            )
        },
    )
    .reading(Reads::Work)
    .at(set_load_place)
    .varying(Varying::LOAD.and(Varying::WORK)),
    Field::new("work", TRUTH, "whether it is no warm-up", |plan, index| {
        let exercise = set(plan, index).and_then(|set| plan.exercise(set.exercise));
        yes(exercise.is_some_and(|exercise| !exercise.warm_up))
    })
    .reading(Reads::Load)
    .varying(Varying::NOTHING),
    Field::new(
        "exercise",
        Kind::Entity(Scope::Exercise),
        "its exercise",
        |plan, index| one(Scope::Exercise, set(plan, index).map(|set| set.exercise)),
    )
    .reading(Reads::Load)
    .varying(Varying::NOTHING),
];

fn set<'p>(plan: &'p Plan<'_>, index: u32) -> Option<&'p Set> {
    plan.sets.get(index as usize)
}

fn set_place(plan: &Plan<'_>, index: u32) -> Option<Span> {
    set(plan, index).map(|set| set.span)
}

/// Where a set's load stands; the exercise's name if it has none.
fn set_load_place(plan: &Plan<'_>, index: u32) -> Option<Span> {
    let set = set(plan, index)?;
    set.load_span.or_else(|| {
        plan.exercise(set.exercise)
            .and_then(|exercise| exercise.load.or(Some(exercise.name)))
    })
}

pub(super) fn open_ended(work: Work) -> bool {
    match work {
        Work::Reps { open, .. } | Work::Timed { open, .. } => open,
        Work::AsMany { .. } => true,
        Work::Total { .. } => false,
    }
}

pub(super) fn intensity<'p>(known: Known<Intensity>) -> Value<'p> {
    known.map_or_else(unknown, |intensity| word(intensity as usize))
}

/// The number of a load's kind; `None` if it could not be read.
fn load_kind(set: &Set) -> Option<usize> {
    Some(match set.kind {
        Some(LoadKind::Percent {
            of: PercentBase::OneRm,
            ..
        }) => 0,
        Some(LoadKind::Percent {
            of: PercentBase::TrainingMax,
            ..
        }) => 1,
        Some(LoadKind::Percent {
            of: PercentBase::RepMax(_),
            ..
        }) => 2,
        Some(LoadKind::Mass { .. }) => 3,
        Some(LoadKind::Rpe(_)) => 4,
        Some(LoadKind::Rir(_)) => 5,
        Some(LoadKind::RepMax(_)) => 6,
        Some(LoadKind::Bodyweight) => 7,
        Some(LoadKind::BodyweightWith { .. }) => 8,
        Some(LoadKind::Assisted(_)) => 9,
        Some(LoadKind::Band) => 10,
        Some(LoadKind::AthletePicks) => 11,
        Some(LoadKind::Word(_)) => 12,
        None => 13,
        Some(LoadKind::Bare(_) | LoadKind::Unread) => return None,
    })
}
