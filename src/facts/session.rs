//! Facts about a session.

use super::field::{
    Enumeration, Field, Kind, Scope, count, milliseconds, one, run, stated, text, unknown, word,
    yes,
};
use crate::expr::Value;
use crate::model::plan::{Exercise, Session, Time, Wrap};
use crate::model::{BodyPart, Missing, Plan, Thing, Varying};
use crate::quantity::Dimension;
use crate::source::Span;

const DURATION: Kind = Kind::Quantity(Dimension::Duration);
const COUNT: Kind = Kind::Quantity(Dimension::Count);

pub(super) const SESSION: &[Field] = &[
    Field::new("name", Kind::Text, "its name", |plan, index| {
        text(plan, session(plan, index).map(|day| day.name), Thing::Title)
    })
    .at(|plan, index| session(plan, index).map(|day| day.name))
    .varying(Varying::NOTHING),
    Field::new(
        "tags",
        Kind::Text,
        "the words behind its name",
        |plan, index| text(plan, tags(plan, index), Thing::Tags),
    )
    .at(tags)
    .varying(Varying::NOTHING),
    Field::new(
        "week",
        Kind::Entity(Scope::Week),
        "the first week that it is trained in",
        |plan, index| one(Scope::Week, session(plan, index).map(|day| day.week)),
    ),
    Field::new(
        "phase",
        Kind::Word(Enumeration::Phase),
        "what kind of week it is trained in",
        |plan, index| word(session(plan, index).map_or(0, |day| day.phase as usize)),
    )
    .varying(Varying::NOTHING),
    Field::new(
        "stated-duration",
        DURATION,
        "the duration behind its name",
        |plan, index| {
            stated(
                session(plan, index)
                    .and_then(|day| day.stated)
                    .map(|time| time.value),
                Thing::SessionDuration,
            )
        },
    )
    .at(|plan, index| session(plan, index)?.stated.map(|time| time.span))
    .varying(Varying::NOTHING),
    Field::new(
        "duration",
        DURATION,
        "stated, or by the clock",
        |plan, index| match session(plan, index) {
            Some(Session {
                stated: Some(time), ..
            }) => crate::expr::Value::Quantity(time.value),
            Some(day) => match untimed(plan, day) {
                Some(reason) => unknown(reason),
                None => milliseconds(day.time.typical),
            },
            None => milliseconds(0),
        },
    )
    .at(|plan, index| session(plan, index)?.stated.map(|time| time.span))
    .varying(Varying::REST.and(Varying::WORK)),
    Field::list(
        "exercises",
        Scope::Exercise,
        "its exercises in order, warm-ups included",
        |plan, index| {
            run(
                Scope::Exercise,
                session(plan, index).map_or(0..0, |day| day.exercises.clone()),
            )
        },
    )
    .varying(Varying::NOTHING),
    Field::list("wraps", Scope::Wrap, "its wraps in order", |plan, index| {
        run(
            Scope::Wrap,
            session(plan, index).map_or(0..0, |day| day.wraps.clone()),
        )
    })
    .varying(Varying::NOTHING),
    Field::list(
        "notes",
        Scope::Note,
        "the texts in it, comments in front of its name included",
        |plan, index| {
            run(
                Scope::Note,
                session(plan, index).map_or(0..0, |day| day.notes.clone()),
            )
        },
    )
    .varying(Varying::NOTHING),
    Field::new(
        "occluded",
        Kind::Truth,
        "whether any wrap is in it",
        |plan, index| yes(session(plan, index).is_some_and(|day| day.wraps.start < day.wraps.end)),
    )
    .varying(Varying::NOTHING),
    Field::new(
        "work-sets",
        COUNT,
        "sets against a resistance that are no warm-ups, as far as their number is known",
        |plan, index| {
            let (wrapped, other) = work_sets(plan, index, against_resistance);
            count(wrapped + other)
        },
    )
    .varying(Varying::WORK),
    Field::new(
        "occluded-sets",
        COUNT,
        "those of them that are done under a wrap",
        |plan, index| count(work_sets(plan, index, against_resistance).0),
    )
    .varying(Varying::WORK),
    Field::new(
        "stop-cues",
        Kind::Truth,
        "whether stop cues or checks hold for it",
        |plan, index| yes(session(plan, index).is_some_and(|day| day.stop_cues)),
    )
    .varying(Varying::NOTHING),
    Field::new(
        "arm-time-on",
        DURATION,
        "time under wraps on the arms, by the usual clock",
        |plan, index| time_on(plan, index, BodyPart::Arm, |time| time.typical),
    )
    .varying(Varying::REST.and(Varying::WORK)),
    Field::new(
        "leg-time-on",
        DURATION,
        "time under wraps on the legs, by the usual clock",
        |plan, index| time_on(plan, index, BodyPart::Leg, |time| time.typical),
    )
    .varying(Varying::REST.and(Varying::WORK)),
    Field::new(
        "arm-time-on-slowest",
        DURATION,
        "time under wraps on the arms, by the slow clock",
        |plan, index| time_on(plan, index, BodyPart::Arm, |time| time.slowest),
    )
    .varying(Varying::REST.and(Varying::WORK)),
    Field::new(
        "leg-time-on-slowest",
        DURATION,
        "time under wraps on the legs, by the slow clock",
        |plan, index| time_on(plan, index, BodyPart::Leg, |time| time.slowest),
    )
    .varying(Varying::REST.and(Varying::WORK)),
    Field::new(
        "first-on-to-last-off",
        DURATION,
        "from the first wrap on to the last wrap off",
        |plan, index| {
            if let Some(reason) = untimed_between(plan, index) {
                return unknown(reason);
            }
            let mut wraps = wraps(plan, index);
            let Some(first) = wraps.next() else {
                return milliseconds(0);
            };
            let end = wraps.fold(first.end, |end, wrap| end.later(wrap.end));
            milliseconds(end.since(first.start).typical)
        },
    )
    .varying(Varying::REST.and(Varying::WORK)),
];

pub(super) fn session<'p>(plan: &'p Plan<'_>, index: u32) -> Option<&'p Session> {
    plan.session(index)
}

fn tags(plan: &Plan<'_>, index: u32) -> Option<Span> {
    let tags = &session(plan, index)?.tags;
    Some(tags.first()?.to(*tags.last()?))
}

fn wraps<'p>(plan: &'p Plan<'_>, index: u32) -> impl Iterator<Item = &'p Wrap> {
    session(plan, index)
        .map_or(0..0, |day| day.wraps.clone())
        .filter_map(|number| plan.wrap(number))
}

/// Time under the wraps on a part of the body, by one of the clocks.
fn time_on<'p>(plan: &Plan<'_>, index: u32, part: BodyPart, clock: fn(Time) -> i64) -> Value<'p> {
    let on = || wraps(plan, index).filter(|wrap| wrap.place.part == Some(part));
    if let Some(reason) = on().find_map(|wrap| plan.untimed(wrap)) {
        return unknown(reason);
    }
    let all = on().fold(Time::default(), |sum, wrap| sum.plus(plan.time_on(wrap)));
    milliseconds(clock(all))
}

/// Why the time from the first wrap to the last is not known: of a wrap, or of an exercise between two of them.
fn untimed_between(plan: &Plan<'_>, index: u32) -> Option<Missing> {
    let numbers = || wraps(plan, index).flat_map(|wrap| wrap.exercises.clone());
    let between = numbers().min().zip(numbers().max());
    let of_exercise = between.and_then(|(first, last)| {
        (first..=last).find_map(|number| {
            let exercise = plan.exercise(number)?;
            exercise.untimed.filter(|_| !exercise.is_wrapped())
        })
    });
    of_exercise.or_else(|| wraps(plan, index).find_map(|wrap| plan.untimed(wrap)))
}

/// Why the time of a session is not known.
fn untimed(plan: &Plan<'_>, day: &Session) -> Option<Missing> {
    let mut exercises = day.exercises.clone();
    exercises.find_map(|number| plan.exercise(number)?.untimed)
}

fn against_resistance(plan: &Plan<'_>, exercise: &Exercise) -> bool {
    plan.class(exercise).is_none_or(|class| class.resistance)
}

/// Work sets of the exercises of a session that count: under a wrap, and without.
pub(super) fn work_sets(
    plan: &Plan<'_>,
    index: u32,
    counts: impl Fn(&Plan<'_>, &Exercise) -> bool,
) -> (i64, i64) {
    let mut sets = (0, 0);
    let numbers = session(plan, index).map_or(0..0, |day| day.exercises.clone());
    for exercise in numbers
        .filter_map(|number| plan.exercise(number))
        .filter(|exercise| !exercise.warm_up && counts(plan, exercise))
    {
        let count = i64::from(exercise.sets.end - exercise.sets.start);
        if exercise.is_wrapped() {
            sets.0 += count
        } else {
            sets.1 += count
        }
    }
    sets
}
