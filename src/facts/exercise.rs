//! Facts about an exercise and its sets.

use super::field::{
    Enumeration, Field, Kind, Scope, count, milliseconds, not_stated, one, quantity, run, stated,
    text, these, unknown, word, yes,
};
use super::set::{intensity, open_ended};
use crate::catalogue::{Limb, MuscleSet};
use crate::expr::Value;
use crate::model::plan::{Class, ClassStatus, Exercise, Known, Lift, MaxReps, OneRm, Set, Work};
use crate::model::{Missing, Plan, Thing, Varying};
use crate::quantity::{Dimension, Quantity};
use crate::source::Span;
use crate::syntax::ast::Side;

const DURATION: Kind = Kind::Quantity(Dimension::Duration);
const COUNT: Kind = Kind::Quantity(Dimension::Count);
const PERCENT: Kind = Kind::Quantity(Dimension::Percent);
const TRUTH: Kind = Kind::Truth;

pub(super) const EXERCISE: &[Field] = &[
    Field::new("name", Kind::Text, "its name as written", |plan, index| {
        text(
            plan,
            exercise(plan, index).map(|exercise| exercise.name),
            Thing::Title,
        )
    })
    .at(|plan, index| exercise(plan, index).map(|exercise| exercise.name))
    .varying(Varying::NOTHING),
    Field::new("line", Kind::Text, "its line as written", |plan, index| {
        text(
            plan,
            exercise(plan, index).map(|exercise| exercise.span),
            Thing::Title,
        )
    })
    .at(|plan, index| exercise(plan, index).map(|exercise| exercise.span))
    .varying(Varying::NOTHING),
    Field::new(
        "known",
        TRUTH,
        "whether its name is understood for certain",
        |plan, index| {
            yes(class(plan, index).is_some_and(|class| class.status == ClassStatus::Known))
        },
    )
    .at(|plan, index| exercise(plan, index).map(|exercise| exercise.name))
    .varying(Varying::NOTHING),
    Field::new(
        "movement",
        Kind::Text,
        "the name of the movement, whatever its spelling, equipment and modifiers",
        |plan, index| match class(plan, index).map(|class| &class.key) {
            Some(Lift::Known(variant)) => plan.roster.movement(variant.movement).map_or_else(
                || unknown(Missing::UnknownExercise(index)),
                |movement| Value::Text(&movement.name),
            ),
            _ => unknown(Missing::UnknownExercise(index)),
        },
    )
    .at(|plan, index| exercise(plan, index).map(|exercise| exercise.name))
    .varying(Varying::NOTHING),
    Field::new(
        "mechanic",
        Kind::Word(Enumeration::Mechanic),
        "compound, isolation, isometric, or contested",
        |plan, index| {
            classed(plan, index, |class| {
                class.mechanic.map(|mechanic| word(mechanic as usize))
            })
        },
    )
    .varying(Varying::NOTHING),
    Field::new(
        "pattern",
        Kind::Word(Enumeration::Pattern),
        "the movement pattern",
        |plan, index| {
            classed(plan, index, |class| {
                class.pattern.map(|pattern| word(pattern.index()))
            })
        },
    )
    .varying(Varying::NOTHING),
    Field::new(
        "primary",
        Kind::Words(Enumeration::Muscle),
        "the muscles that it is done for",
        |plan, index| classed(plan, index, |class| Some(Value::Words(bits(class.primary)))),
    )
    .varying(Varying::NOTHING),
    Field::new(
        "secondary",
        Kind::Words(Enumeration::Muscle),
        "the muscles that work with them",
        |plan, index| {
            classed(plan, index, |class| {
                Some(Value::Words(bits(class.secondary)))
            })
        },
    )
    .varying(Varying::NOTHING),
    Field::new(
        "target",
        Kind::Word(Enumeration::Muscle),
        "the first of the muscles that it is done for",
        |plan, index| {
            classed(plan, index, |class| {
                Some(
                    class
                        .target
                        .map_or_else(|| not_stated(Thing::Target), |muscle| word(muscle.index())),
                )
            })
        },
    )
    .varying(Varying::NOTHING),
    Field::new(
        "limbs",
        Kind::Words(Enumeration::Limb),
        "the limbs that work",
        |plan, index| {
            classed(plan, index, |class| {
                let limbs = Limb::ALL
                    .iter()
                    .enumerate()
                    .filter(|(_, (limb, _))| class.limbs.contains(*limb));
                Some(Value::Words(
                    limbs.fold(0, |bits, (number, _)| bits | 1 << number),
                ))
            })
        },
    )
    .varying(Varying::NOTHING),
    Field::new(
        "joints",
        Kind::Words(Enumeration::Joint),
        "the joints that its target muscles load",
        |plan, index| classed(plan, index, |class| Some(Value::Words(class.joints))),
    )
    .varying(Varying::NOTHING),
    Field::new(
        "bodyweight",
        TRUTH,
        "whether the body is its load",
        |plan, index| {
            yes(class(plan, index)
                .is_some_and(|class| class.bodyweight != crate::catalogue::Bodyweight::No))
        },
    )
    .varying(Varying::NOTHING),
    Field::new(
        "resistance",
        TRUTH,
        "whether it is done in sets against a resistance; no for walking, cycling and passive work",
        |plan, index| yes(class(plan, index).is_none_or(|class| class.resistance)),
    )
    .varying(Varying::NOTHING),
    Field::new(
        "warm-up",
        TRUTH,
        "whether it is a warm-up",
        |plan, index| yes(exercise(plan, index).is_some_and(|exercise| exercise.warm_up)),
    )
    .varying(Varying::NOTHING),
    Field::new(
        "unilateral",
        TRUTH,
        "whether one side works at a time",
        |plan, index| {
            let named = class(plan, index).is_some_and(|class| class.one_sided);
            yes(named || exercise(plan, index).is_some_and(|exercise| exercise.side.is_some()))
        },
    )
    .varying(Varying::NOTHING),
    Field::new(
        "side",
        Kind::Word(Enumeration::Side),
        "which side works",
        |plan, index| {
            exercise(plan, index)
                .and_then(|exercise| exercise.side)
                .map_or_else(
                    || not_stated(Thing::Side),
                    |side| word(number_of_side(side.value)),
                )
        },
    )
    .at(|plan, index| exercise(plan, index)?.side.map(|side| side.span))
    .varying(Varying::NOTHING),
    Field::new(
        "session",
        Kind::Entity(Scope::Session),
        "its session",
        |plan, index| {
            one(
                Scope::Session,
                exercise(plan, index).map(|exercise| exercise.session),
            )
        },
    )
    .varying(Varying::NOTHING),
    Field::new(
        "position",
        COUNT,
        "its place in the session, from 1",
        |plan, index| count(exercise(plan, index).map_or(0, |exercise| exercise.position + 1)),
    )
    .varying(Varying::NOTHING),
    Field::list(
        "later",
        Scope::Exercise,
        "the exercises after it in the session",
        |plan, index| {
            let session = exercise(plan, index).and_then(|exercise| plan.session(exercise.session));
            run(
                Scope::Exercise,
                session.map_or(0..0, |session| index + 1..session.exercises.end),
            )
        },
    )
    .varying(Varying::NOTHING),
    Field::list(
        "earlier",
        Scope::Exercise,
        "the exercises before it in the session",
        |plan, index| {
            let session = exercise(plan, index).and_then(|exercise| plan.session(exercise.session));
            run(
                Scope::Exercise,
                session.map_or(0..0, |session| session.exercises.start..index),
            )
        },
    )
    .varying(Varying::NOTHING),
    Field::list(
        "same",
        Scope::Exercise,
        "the exercises of its session that are the same movement on the same side, itself among them",
        |plan, index| {
            let same = exercise(plan, index).map(|exercise| exercise.same.clone());
            these(Scope::Exercise, plan, &same.unwrap_or(0..0))
        },
    )
    .varying(Varying::NOTHING),
    Field::list(
        "same-earlier",
        Scope::Exercise,
        "those of them before it",
        |plan, index| {
            let same = exercise(plan, index).map(|exercise| exercise.same.clone());
            let mut same = same.unwrap_or(0..0);
            let before = plan.list(&same).partition_point(|number| *number < index);
            same.end = same.start + u32::try_from(before).unwrap_or(0);
            these(Scope::Exercise, plan, &same)
        },
    )
    .varying(Varying::NOTHING),
    Field::new(
        "wrapped",
        TRUTH,
        "whether it is done under a wrap",
        |plan, index| yes(exercise(plan, index).is_some_and(Exercise::is_wrapped)),
    )
    .varying(Varying::NOTHING),
    Field::new(
        "wrap",
        Kind::Entity(Scope::Wrap),
        "the wrap that it is done under; none if it is not",
        |plan, index| {
            one(
                Scope::Wrap,
                exercise(plan, index).and_then(|exercise| exercise.wrap),
            )
        },
    )
    .at(|plan, index| {
        plan.wrap(exercise(plan, index)?.wrap?)
            .map(|wrap| wrap.span)
    })
    .varying(Varying::NOTHING),
    Field::list(
        "wraps",
        Scope::Wrap,
        "all wraps that are on",
        |plan, index| match exercise(plan, index) {
            Some(exercise) => these(Scope::Wrap, plan, &exercise.wraps),
            None => run(Scope::Wrap, 0..0),
        },
    )
    .varying(Varying::NOTHING),
    Field::new(
        "superset",
        TRUTH,
        "whether it takes turns with others",
        |plan, index| yes(exercise(plan, index).is_some_and(|exercise| exercise.superset.is_some())),
    )
    .varying(Varying::NOTHING),
    Field::list("sets", Scope::Set, "its sets", |plan, index| {
        run(
            Scope::Set,
            exercise(plan, index).map_or(0..0, |exercise| exercise.sets.clone()),
        )
    })
    .varying(Varying::WORK),
    Field::new(
        "set-count",
        COUNT,
        "how many sets it has",
        |plan, index| match exercise(plan, index) {
            Some(exercise) if exercise.unread && exercise.sets.start == exercise.sets.end => {
                unknown(Missing::Unread(index))
            }
            exercise => {
                count(exercise.map_or(0, |exercise| exercise.sets.end - exercise.sets.start))
            }
        },
    )
    .at(|plan, index| exercise(plan, index).map(|exercise| exercise.scheme))
    .varying(Varying::WORK),
    Field::new(
        "total-reps",
        COUNT,
        "repetitions of all its sets, for each side",
        total_reps,
    )
    .at(|plan, index| exercise(plan, index).map(|exercise| exercise.scheme))
    .varying(Varying::WORK),
    Field::new(
        "load",
        PERCENT,
        "its heaviest set; the upper end where a range is written",
        |plan, index| {
            extreme(
                plan,
                index,
                |(_, heaviest)| heaviest,
                |a, b| a.high() > b.high(),
            )
        },
    )
    .at(load_place)
    .varying(Varying::LOAD.and(Varying::WORK)),
    Field::new(
        "lightest-load",
        PERCENT,
        "its lightest set; the lower end where a range is written",
        |plan, index| {
            extreme(
                plan,
                index,
                |(lightest, _)| lightest,
                |a, b| a.low() < b.low(),
            )
        },
    )
    .at(load_place)
    .varying(Varying::LOAD.and(Varying::WORK)),
    Field::new(
        "intensity",
        Kind::Word(Enumeration::Intensity),
        "how heavy its heaviest set is",
        |plan, index| {
            intensity(
                exercise(plan, index).map_or(Err(Missing::Unread(index)), |exercise| {
                    plan.heaviest(exercise)
                }),
            )
        },
    )
    .at(load_place)
    .varying(Varying::LOAD.and(Varying::WORK)),
    Field::new(
        "open-ended",
        TRUTH,
        "whether any of its sets has no end",
        |plan, index| yes(sets(plan, index).iter().any(|set| open_ended(set.work))),
    )
    .at(|plan, index| {
        sets(plan, index)
            .iter()
            .find(|set| open_ended(set.work))
            .map(|set| set.span)
    })
    .varying(Varying::WORK),
    Field::new(
        "rest",
        DURATION,
        "rest between its sets: stated, inherited, or everything between two sets in a superset",
        |plan, index| match exercise(plan, index) {
            Some(exercise) if exercise.rest.as_needed => unknown(Missing::RestAsNeeded(index)),
            Some(exercise) if exercise.rest.unread => unknown(Missing::UnreadRest(index)),
            Some(Exercise {
                between: None,
                untimed: Some(reason),
                ..
            }) => unknown(*reason),
            exercise => stated(exercise.and_then(|exercise| exercise.between), Thing::Rest),
        },
    )
    .at(|plan, index| exercise(plan, index)?.rest.span)
    .varying(Varying::REST.and(Varying::WORK)),
    Field::new(
        "rest-stated",
        TRUTH,
        "whether a rest is stated or inherited",
        |plan, index| {
            yes(exercise(plan, index).is_some_and(|exercise| exercise.rest.stated.is_some()))
        },
    )
    .at(|plan, index| exercise(plan, index)?.rest.span)
    .varying(Varying::REST),
    Field::new(
        "rest-inherited",
        TRUTH,
        "whether its rest comes from a `default` line",
        |plan, index| yes(exercise(plan, index).is_some_and(|exercise| exercise.rest.inherited)),
    )
    .at(|plan, index| exercise(plan, index)?.rest.span)
    .varying(Varying::REST),
    Field::new(
        "rest-as-needed",
        TRUTH,
        "whether the rest is left to the athlete",
        |plan, index| yes(exercise(plan, index).is_some_and(|exercise| exercise.rest.as_needed)),
    )
    .at(|plan, index| exercise(plan, index)?.rest.span)
    .varying(Varying::REST),
    Field::new(
        "rest-assumed",
        DURATION,
        "the rest that the clock uses",
        |plan, index| {
            let estimates = &plan.knowledge.estimates;
            let Some(exercise) = exercise(plan, index) else {
                return milliseconds(0);
            };
            if exercise.rest.unread {
                return unknown(Missing::UnreadRest(index));
            }
            let assumed = if exercise.is_wrapped() {
                estimates.rest_wrapped
            } else {
                estimates.rest_unwrapped
            };
            Value::Quantity(exercise.rest.stated.unwrap_or(assumed))
        },
    )
    .varying(Varying::REST),
    Field::new(
        "tempo",
        Kind::Text,
        "the tempo as written",
        |plan, index| {
            if has_unread_tempo(plan, index) {
                return unknown(Missing::UnreadTempo(index));
            }
            text(
                plan,
                exercise(plan, index)
                    .and_then(|exercise| exercise.tempo)
                    .map(|(_, span)| span),
                Thing::Tempo,
            )
        },
    )
    .at(|plan, index| exercise(plan, index)?.tempo.map(|(_, span)| span))
    .varying(Varying::NOTHING),
    Field::new(
        "time-per-rep",
        DURATION,
        "time a repetition takes: stated, or as the clock assumes",
        |plan, index| {
            if has_unread_tempo(plan, index) {
                return unknown(Missing::UnreadTempo(index));
            }
            let tempo = exercise(plan, index)
                .and_then(|exercise| exercise.tempo)
                .map(|(time, _)| time);
            Value::Quantity(tempo.unwrap_or(plan.knowledge.estimates.time_per_rep))
        },
    )
    .varying(Varying::NOTHING),
    Field::new(
        "scheme",
        Kind::Text,
        "its sets as written",
        |plan, index| {
            text(
                plan,
                exercise(plan, index).map(|exercise| exercise.scheme),
                Thing::Sets,
            )
        },
    )
    .at(|plan, index| exercise(plan, index).map(|exercise| exercise.scheme))
    .varying(Varying::WORK),
    Field::new(
        "load-text",
        Kind::Text,
        "its load as written",
        |plan, index| {
            text(
                plan,
                exercise(plan, index).and_then(|exercise| exercise.load),
                Thing::Load,
            )
        },
    )
    .at(load_place)
    .varying(Varying::LOAD.and(Varying::WORK)),
    Field::new(
        "one-rm",
        Kind::Quantity(Dimension::Mass),
        "its 1RM; a range if it is an estimate",
        |plan, index| match one_rm(plan, index) {
            Some(one_rm) => one_rm
                .mass
                .map_or_else(|()| unknown(Missing::OneRmRefused(index)), Value::Quantity),
            None => unknown(Missing::OneRm(index)),
        },
    )
    .at(|plan, index| one_rm(plan, index).map(|one_rm| one_rm.span))
    .varying(Varying::NOTHING),
    Field::new(
        "one-rm-estimated",
        TRUTH,
        "whether its 1RM is an estimate",
        |plan, index| yes(one_rm(plan, index).is_some_and(|one_rm| one_rm.estimated)),
    )
    .at(|plan, index| one_rm(plan, index).map(|one_rm| one_rm.span))
    .varying(Varying::NOTHING),
    Field::new(
        "one-rm-date",
        Kind::Date,
        "when its 1RM was found",
        |plan, index| {
            super::athlete::date(
                one_rm(plan, index).and_then(|one_rm| one_rm.date),
                Thing::OneRmDate,
            )
        },
    )
    .at(|plan, index| one_rm(plan, index)?.date.map(|date| date.span))
    .varying(Varying::NOTHING),
    Field::new(
        "max-reps-stated",
        TRUTH,
        "whether a `max` line says how many repetitions of it the athlete can do",
        |plan, index| yes(max_reps(plan, index).is_some()),
    )
    .at(|plan, index| max_reps(plan, index).map(|max| max.span))
    .varying(Varying::NOTHING),
    Field::new(
        "notes-text",
        Kind::Text,
        "the notes under it",
        |plan, index| text(plan, notes(plan, index), Thing::Notes),
    )
    .at(notes)
    .varying(Varying::NOTHING),
    Field::new(
        "effort",
        Kind::Quantity(Dimension::OutOfTen),
        "RPE; repetitions in reserve as ten less so many",
        |plan, index| {
            let effort = exercise(plan, index)
                .and_then(|exercise| exercise.effort)
                .map(|(effort, _)| effort);
            stated(
                effort.or_else(|| sets(plan, index).first().and_then(|set| set.effort)),
                Thing::Effort,
            )
        },
    )
    .at(|plan, index| exercise(plan, index)?.effort.map(|(_, span)| span))
    .varying(Varying::LOAD.and(Varying::WORK)),
    Field::new(
        "stop-cues",
        TRUTH,
        "whether it has a stop cue of its own",
        |plan, index| yes(exercise(plan, index).is_some_and(|exercise| exercise.stop_cues)),
    )
    .varying(Varying::NOTHING),
    Field::new(
        "in-series",
        Kind::Entity(Scope::Series),
        "its line over the weeks",
        |plan, index| {
            one(
                Scope::Series,
                exercise(plan, index).map(|exercise| exercise.series),
            )
        },
    ),
    Field::new(
        "start",
        DURATION,
        "when its first set begins, by the usual clock of its session",
        |plan, index| {
            milliseconds(exercise(plan, index).map_or(0, |exercise| exercise.start.typical))
        },
    )
    .varying(Varying::REST.and(Varying::WORK)),
    Field::new(
        "end",
        DURATION,
        "when its last set ends, by the usual clock of its session",
        |plan, index| {
            milliseconds(exercise(plan, index).map_or(0, |exercise| exercise.end.typical))
        },
    )
    .varying(Varying::REST.and(Varying::WORK)),
    Field::new(
        "week",
        Kind::Entity(Scope::Week),
        "the first week that it is trained in",
        |plan, index| {
            let session = exercise(plan, index).and_then(|exercise| plan.session(exercise.session));
            one(Scope::Week, session.map(|session| session.week))
        },
    ),
];

fn exercise<'p>(plan: &'p Plan<'_>, index: u32) -> Option<&'p Exercise> {
    plan.exercise(index)
}

fn class<'p>(plan: &'p Plan<'_>, index: u32) -> Option<&'p Class> {
    plan.class(exercise(plan, index)?)
}

/// A fact of the exercise's class; unknown with the reason if its name is not understood.
fn classed<'p>(
    plan: &Plan<'_>,
    index: u32,
    get: fn(&Class) -> Option<Value<'static>>,
) -> Value<'p> {
    match class(plan, index) {
        Some(class) => match class.status {
            ClassStatus::Known => {
                get(class).unwrap_or_else(|| unknown(Missing::ClassNotStated(index)))
            }
            ClassStatus::Several => unknown(Missing::SeveralExercises(index)),
            ClassStatus::Unknown => unknown(Missing::UnknownExercise(index)),
        },
        None => unknown(Missing::UnknownExercise(index)),
    }
}

fn has_unread_tempo(plan: &Plan<'_>, index: u32) -> bool {
    exercise(plan, index).is_some_and(|exercise| exercise.unread_tempo.is_some())
}

fn sets<'p>(plan: &'p Plan<'_>, index: u32) -> &'p [Set] {
    exercise(plan, index).map_or(&[], |exercise| plan.sets_of(exercise))
}

fn load_place(plan: &Plan<'_>, index: u32) -> Option<Span> {
    exercise(plan, index)?.load
}

fn max_reps<'p>(plan: &'p Plan<'_>, index: u32) -> Option<&'p MaxReps> {
    let key = &class(plan, index)?.key;
    plan.athlete.max_reps.iter().find(|max| max.lift == *key)
}

fn one_rm<'p>(plan: &'p Plan<'_>, index: u32) -> Option<&'p OneRm> {
    plan.athlete
        .one_rms
        .get(exercise(plan, index)?.one_rm? as usize)
}

fn notes(plan: &Plan<'_>, index: u32) -> Option<Span> {
    let range = exercise(plan, index)?.notes.clone();
    let first = plan
        .notes
        .get(range.start as usize)
        .filter(|_| range.start < range.end)?
        .span;
    plan.notes
        .get(range.end.checked_sub(1)? as usize)
        .map(|last| first.to(last.span))
}

/// The set whose load goes furthest by `beyond`; unknown if one of them is.
fn extreme<'p>(
    plan: &Plan<'_>,
    index: u32,
    end: fn((Quantity, Quantity)) -> Quantity,
    beyond: fn(Quantity, Quantity) -> bool,
) -> Value<'p> {
    let mut furthest: Known<Quantity> = Err(Missing::NotStated(Thing::Load));
    for set in sets(plan, index) {
        match (set.load, furthest) {
            (Err(reason), _) => return unknown(reason),
            (Ok(load), Ok(before)) if !beyond(end(load), before) => {}
            (Ok(load), _) => furthest = Ok(end(load)),
        }
    }
    quantity(furthest)
}

fn total_reps<'p>(plan: &Plan<'_>, index: u32) -> Value<'p> {
    let mut sum = Quantity::whole(0, Dimension::Count);
    if sets(plan, index).is_empty() {
        return unknown(Missing::Unread(index));
    }
    for set in sets(plan, index) {
        let reps = match set.work {
            Work::Reps { reps, .. } | Work::Total { reps } => reps,
            Work::AsMany { assumed } => assumed,
            Work::Timed { .. } => continue,
        };
        sum = sum.plus(reps).unwrap_or(sum);
    }
    Value::Quantity(sum)
}

fn bits(muscles: MuscleSet) -> u64 {
    muscles.iter().fold(0, |bits, muscle| {
        bits | 1_u64
            .checked_shl(u32::try_from(muscle.index()).unwrap_or(64))
            .unwrap_or(0)
    })
}

fn number_of_side(side: Side) -> usize {
    match side {
        Side::Each => 0,
        Side::Left => 1,
        Side::Right => 2,
        Side::Alternating => 3,
    }
}
