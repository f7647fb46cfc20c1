//! Facts about the plan, its weeks, its series, its muscles and its texts.

use super::field::{
    Enumeration, Field, Kind, Scope, all, count, not_stated, one, run, text, these, word, yes,
};
use crate::expr::Value;
use crate::model::plan::{MuscleWeek, Note, Series, Week};
use crate::model::{Plan, Thing, Varying};
use crate::quantity::Dimension;

pub(super) const PLAN: &[Field] = &[
    Field::new("title", Kind::Text, "the plan's title", |plan, _| {
        text(plan, plan.title, Thing::Title)
    })
    .at(|plan, _| plan.title)
    .varying(Varying::NOTHING),
    Field::new(
        "goal",
        Kind::Text,
        "the goal in the coach's words",
        |plan, _| text(plan, plan.goal, Thing::Goal),
    )
    .at(|plan, _| plan.goal)
    .varying(Varying::NOTHING),
    Field::new(
        "athlete",
        Kind::Entity(Scope::Athlete),
        "the athlete",
        |_, _| one(Scope::Athlete, Some(0)),
    )
    .varying(Varying::NOTHING),
    Field::new(
        "today",
        Kind::Date,
        "the day on which the plan is checked",
        |plan, _| {
            plan.today
                .day()
                .map_or_else(|| not_stated(Thing::Today), |today| Value::Date(today.0))
        },
    )
    .varying(Varying::NOTHING),
    Field::new(
        "occluded",
        Kind::Truth,
        "whether any wrap is in the plan",
        |plan, _| yes(!plan.wraps.is_empty()),
    )
    .varying(Varying::NOTHING),
    Field::new(
        "stop-cues",
        Kind::Truth,
        "whether stop cues or checks hold for the whole plan",
        |plan, _| yes(plan.stop_cues.is_some()),
    )
    .at(|plan, _| plan.stop_cues)
    .varying(Varying::NOTHING),
    Field::list("weeks", Scope::Week, "the weeks in order", |plan, _| {
        all(Scope::Week, plan.weeks.len())
    }),
    Field::list(
        "sessions",
        Scope::Session,
        "the sessions in order; one that is the same in several weeks once",
        |plan, _| all(Scope::Session, plan.sessions.len()),
    ),
    Field::list(
        "exercises",
        Scope::Exercise,
        "all exercises in order",
        |plan, _| all(Scope::Exercise, plan.exercises.len()),
    ),
    Field::list("wraps", Scope::Wrap, "all wraps in order", |plan, _| {
        all(Scope::Wrap, plan.wraps.len())
    }),
    Field::list(
        "series",
        Scope::Series,
        "exercise lines over the weeks of their block",
        |plan, _| all(Scope::Series, plan.series.len()),
    ),
    Field::list(
        "muscles",
        Scope::Muscle,
        "the muscles that something in the plan trains",
        |plan, _| all(Scope::Muscle, plan.muscles.len()),
    ),
    Field::list("notes", Scope::Note, "all texts", |plan, _| {
        all(Scope::Note, plan.notes.len())
    }),
];

pub(super) const WEEK: &[Field] = &[
    Field::new(
        "number",
        Kind::Quantity(Dimension::Count),
        "its number",
        |plan, index| count(week(plan, index).map_or(0, |week| week.number)),
    ),
    Field::new(
        "phase",
        Kind::Word(Enumeration::Phase),
        "what kind of week it is",
        |plan, index| word(week(plan, index).map_or(0, |week| week.phase as usize)),
    )
    .at(|plan, index| week(plan, index)?.phase_words),
    Field::new(
        "phase-name",
        Kind::Text,
        "the words for the phase",
        |plan, index| {
            text(
                plan,
                week(plan, index).and_then(|week| week.phase_words),
                Thing::PhaseName,
            )
        },
    )
    .at(|plan, index| week(plan, index)?.phase_words),
    Field::list(
        "sessions",
        Scope::Session,
        "its sessions in order",
        |plan, index| match week(plan, index) {
            Some(week) => these(Scope::Session, plan, &week.sessions),
            None => run(Scope::Session, 0..0),
        },
    ),
    Field::new(
        "previous",
        Kind::Entity(Scope::Week),
        "the week before it in the plan; none for the first",
        |_, index| one(Scope::Week, index.checked_sub(1)),
    ),
    Field::new(
        "work-sets",
        Kind::Quantity(Dimension::Count),
        "sets that are no warm-ups",
        |plan, index| {
            let (wrapped, other) = sets(plan, index);
            count(wrapped + other)
        },
    ),
    Field::new(
        "occluded-sets",
        Kind::Quantity(Dimension::Count),
        "work sets under a wrap",
        |plan, index| count(sets(plan, index).0),
    ),
    Field::new(
        "other-sets",
        Kind::Quantity(Dimension::Count),
        "work sets without a wrap",
        |plan, index| count(sets(plan, index).1),
    ),
    Field::new(
        "occluded-days",
        Kind::Quantity(Dimension::Count),
        "sessions with a wrap",
        |plan, index| {
            let sessions = week(plan, index).map_or(&[][..], |week| plan.list(&week.sessions));
            let occluded = sessions
                .iter()
                .filter_map(|&session| plan.session(session))
                .filter(|session| session.wraps.start < session.wraps.end);
            count(i64::try_from(occluded.count()).unwrap_or(i64::MAX))
        },
    ),
];

pub(super) const SERIES: &[Field] = &[
    Field::new(
        "name",
        Kind::Text,
        "the exercise's name as written",
        |plan, index| {
            text(
                plan,
                first(plan, index)
                    .and_then(|number| plan.exercise(number))
                    .map(|exercise| exercise.name),
                Thing::Title,
            )
        },
    )
    .at(|plan, index| {
        plan.exercise(first(plan, index)?)
            .map(|exercise| exercise.name)
    }),
    Field::list(
        "entries",
        Scope::Exercise,
        "the exercise in each week, in order",
        |plan, index| match series(plan, index) {
            Some(series) => these(Scope::Exercise, plan, &series.entries),
            None => run(Scope::Exercise, 0..0),
        },
    ),
    Field::new(
        "progresses",
        Kind::Truth,
        "whether it has a step or a list by week",
        |plan, index| {
            yes(series(plan, index)
                .is_some_and(|series| series.step.is_some() && series.entries.len() > 1))
        },
    ),
    Field::new(
        "step",
        Kind::Text,
        "its step or its list by week",
        |plan, index| {
            text(
                plan,
                series(plan, index).and_then(|series| series.step),
                Thing::Step,
            )
        },
    )
    .at(|plan, index| series(plan, index)?.step),
    Field::new(
        "wrapped",
        Kind::Truth,
        "whether it is done under a wrap",
        |plan, index| {
            yes(first(plan, index)
                .and_then(|number| plan.exercise(number))
                .is_some_and(crate::model::plan::Exercise::is_wrapped))
        },
    ),
    Field::new(
        "first",
        Kind::Entity(Scope::Exercise),
        "the exercise in the first week",
        |plan, index| one(Scope::Exercise, first(plan, index)),
    ),
    Field::new(
        "last",
        Kind::Entity(Scope::Exercise),
        "the exercise in the last week",
        |plan, index| {
            one(
                Scope::Exercise,
                series(plan, index).and_then(|series| plan.list(&series.entries).last().copied()),
            )
        },
    ),
];

pub(super) const MUSCLE: &[Field] = &[
    Field::new(
        "muscle",
        Kind::Word(Enumeration::Muscle),
        "which muscle",
        |plan, index| {
            plan.muscles
                .get(index as usize)
                .map_or(Value::Absent, |muscle| word(muscle.id.index()))
        },
    ),
    Field::new("name", Kind::Text, "its name", |plan, index| {
        plan.muscles
            .get(index as usize)
            .map_or(Value::Absent, |muscle| {
                Value::Text(plan.knowledge.catalogue.muscle_name(muscle.id))
            })
    }),
    Field::list(
        "weeks",
        Scope::MuscleWeek,
        "what it gets, week by week",
        |plan, index| {
            run(
                Scope::MuscleWeek,
                plan.muscles
                    .get(index as usize)
                    .map_or(0..0, |muscle| muscle.weeks.clone()),
            )
        },
    ),
];

pub(super) const MUSCLE_WEEK: &[Field] = &[
    Field::new(
        "number",
        Kind::Quantity(Dimension::Count),
        "the week's number",
        |plan, index| {
            count(
                muscle_week(plan, index)
                    .and_then(|at| week(plan, at.week))
                    .map_or(0, |week| week.number),
            )
        },
    ),
    Field::new(
        "phase",
        Kind::Word(Enumeration::Phase),
        "what kind of week it is",
        |plan, index| {
            word(
                muscle_week(plan, index)
                    .and_then(|at| week(plan, at.week))
                    .map_or(0, |week| week.phase as usize),
            )
        },
    ),
    Field::new(
        "week",
        Kind::Entity(Scope::Week),
        "the week",
        |plan, index| one(Scope::Week, muscle_week(plan, index).map(|at| at.week)),
    ),
    Field::new(
        "occluded-sets",
        Kind::Quantity(Dimension::Count),
        "wrapped work sets that it is a primary muscle of",
        |plan, index| count(muscle_week(plan, index).map_or(0, |at| at.occluded)),
    ),
    Field::new(
        "heavy-sets",
        Kind::Quantity(Dimension::Count),
        "unwrapped heavy work sets of it, as a primary muscle or as a secondary one of a compound lift",
        |plan, index| count(muscle_week(plan, index).map_or(0, |at| at.heavy)),
    ),
    Field::new(
        "unclear-sets",
        Kind::Quantity(Dimension::Count),
        "unwrapped work sets of it whose intensity is not known",
        |plan, index| count(muscle_week(plan, index).map_or(0, |at| at.unclear)),
    ),
    Field::list(
        "exercises",
        Scope::Exercise,
        "wrapped exercises that it is a primary muscle of",
        |plan, index| match muscle_week(plan, index) {
            Some(at) => these(Scope::Exercise, plan, &at.wrapped),
            None => run(Scope::Exercise, 0..0),
        },
    ),
    Field::new(
        "sets",
        Kind::Quantity(Dimension::Count),
        "work sets that it is a primary muscle of",
        |plan, index| count(muscle_week(plan, index).map_or(0, |at| at.sets)),
    ),
];

pub(super) const NOTE: &[Field] = &[
    Field::new("text", Kind::Text, "the text", |plan, index| {
        text(plan, note(plan, index).map(|note| note.span), Thing::Notes)
    })
    .at(|plan, index| note(plan, index).map(|note| note.span)),
    Field::new(
        "kind",
        Kind::Word(Enumeration::NoteKind),
        "what it is",
        |plan, index| word(note(plan, index).map_or(0, |note| note.kind as usize)),
    ),
    Field::new(
        "rules",
        Kind::Text,
        "the rules that a suppression names",
        |plan, index| {
            let rules = note(plan, index).map_or(&[][..], |note| note.rules.as_slice());
            let all = rules
                .first()
                .zip(rules.last())
                .map(|(first, last)| first.to(*last));
            text(plan, all, Thing::SuppressedRules)
        },
    ),
    Field::new(
        "exercise",
        Kind::Entity(Scope::Exercise),
        "the exercise that it stands under or on",
        |plan, index| {
            one(
                Scope::Exercise,
                note(plan, index).and_then(|note| note.exercise),
            )
        },
    ),
    Field::new(
        "in-session",
        Kind::Truth,
        "whether it belongs to a session, and not to the whole plan",
        |plan, index| yes(note(plan, index).is_some_and(|note| note.in_day)),
    ),
    Field::new(
        "occluded",
        Kind::Truth,
        "whether its exercise is wrapped; for a text without an exercise, whether the plan has a wrap",
        |plan, index| {
            let exercise = note(plan, index)
                .and_then(|note| note.exercise)
                .and_then(|number| plan.exercise(number));
            yes(exercise.map_or(
                !plan.wraps.is_empty(),
                crate::model::plan::Exercise::is_wrapped,
            ))
        },
    ),
];

fn week<'p>(plan: &'p Plan<'_>, index: u32) -> Option<&'p Week> {
    plan.weeks.get(index as usize)
}

fn series<'p>(plan: &'p Plan<'_>, index: u32) -> Option<&'p Series> {
    plan.series.get(index as usize)
}

fn first(plan: &Plan<'_>, index: u32) -> Option<u32> {
    plan.list(&series(plan, index)?.entries).first().copied()
}

fn muscle_week<'p>(plan: &'p Plan<'_>, index: u32) -> Option<&'p MuscleWeek> {
    plan.muscle_weeks.get(index as usize)
}

fn note<'p>(plan: &'p Plan<'_>, index: u32) -> Option<&'p Note> {
    plan.notes.get(index as usize)
}

/// Work sets of a week: under a wrap, and without.
fn sets(plan: &Plan<'_>, index: u32) -> (i64, i64) {
    let sessions = week(plan, index).map_or(&[][..], |week| plan.list(&week.sessions));
    sessions.iter().fold((0, 0), |(wrapped, other), &session| {
        let (more_wrapped, more_other) = super::session::work_sets(plan, session, |_, _| true);
        (wrapped + more_wrapped, other + more_other)
    })
}
