//! Facts about the athlete.

use super::field::{Enumeration, Field, Kind, Scope, all, not_stated, stated, text, word, yes};
use crate::expr::Value;
use crate::model::{Plan, Thing};
use crate::quantity::{Dimension, Quantity};
use crate::syntax::ast::{Condition, Date, Spanned};

pub(super) const ATHLETE: &[Field] = &[
    Field::new(
        "described",
        Kind::Truth,
        "whether the plan says anything about the athlete",
        |plan, _| yes(plan.athlete.span.is_some()),
    ),
    Field::new(
        "level",
        Kind::Word(Enumeration::Level),
        "the level in the coach's word",
        |plan, _| {
            plan.athlete.level().map_or_else(
                || not_stated(Thing::Level),
                |level| word(level.value as usize),
            )
        },
    )
    .at(|plan, _| {
        let experience = plan.athlete.experience.as_ref();
        plan.athlete
            .level()
            .map(|level| level.span)
            .or(experience.map(|experience| experience.span))
    }),
    Field::new(
        "training-age",
        Kind::Quantity(Dimension::Duration),
        "how long the athlete has trained",
        |plan, _| {
            stated(
                plan.athlete.training_age().map(|age| age.value),
                Thing::TrainingAge,
            )
        },
    )
    .at(|plan, _| plan.athlete.training_age().map(|age| age.span)),
    Field::new(
        "age",
        Kind::Quantity(Dimension::Duration),
        "age",
        |plan, _| stated(plan.athlete.age.map(|age| age.value), Thing::Age),
    )
    .at(|plan, _| plan.athlete.age.map(|age| age.span)),
    Field::new(
        "bodyweight",
        Kind::Quantity(Dimension::Mass),
        "bodyweight",
        |plan, _| {
            stated(
                plan.athlete.bodyweight.map(|mass| mass.value),
                Thing::Bodyweight,
            )
        },
    )
    .at(|plan, _| plan.athlete.bodyweight.map(|mass| mass.span)),
    Field::new(
        "health-stated",
        Kind::Truth,
        "whether there is a line of conditions; `conditions none` counts",
        |plan, _| yes(plan.athlete.health.is_some()),
    )
    .at(|plan, _| plan.athlete.health),
    Field::list(
        "conditions",
        Scope::Condition,
        "the conditions, one by one",
        |plan, _| all(Scope::Condition, plan.conditions.len()),
    ),
    Field::new("complaints", Kind::Text, "all complaints", |plan, _| {
        text(plan, complaints(plan), Thing::Complaints)
    })
    .at(|plan, _| complaints(plan)),
    Field::new(
        "complaint-joints",
        Kind::Words(Enumeration::Joint),
        "the joints that the complaints name",
        |plan, _| {
            let joints = plan
                .athlete
                .complaints
                .iter()
                .map(|span| plan.knowledge.terms.joints_in(plan.slice(*span)));
            Value::Words(joints.fold(0, |all, joints| all | joints))
        },
    )
    .at(|plan, _| complaints(plan)),
    Field::new(
        "cleared",
        Kind::Truth,
        "whether there is a line of clearance",
        |plan, _| yes(plan.athlete.clearance.is_some()),
    )
    .at(|plan, _| {
        plan.athlete
            .clearance
            .as_ref()
            .map(|clearance| clearance.span)
    }),
    Field::new(
        "clearance-by",
        Kind::Text,
        "who gave the clearance",
        |plan, _| {
            text(
                plan,
                plan.athlete
                    .clearance
                    .as_ref()
                    .and_then(|clearance| clearance.by),
                Thing::ClearanceBy,
            )
        },
    )
    .at(|plan, _| {
        plan.athlete
            .clearance
            .as_ref()
            .and_then(|clearance| clearance.by)
    }),
    Field::new(
        "clearance-date",
        Kind::Date,
        "when the clearance was given",
        |plan, _| {
            date(
                plan.athlete
                    .clearance
                    .as_ref()
                    .and_then(|clearance| clearance.date),
                Thing::ClearanceDate,
            )
        },
    )
    .at(|plan, _| {
        plan.athlete
            .clearance
            .as_ref()
            .and_then(|clearance| clearance.date)
            .map(|date| date.span)
    }),
    Field::new(
        "clearance-scope",
        Kind::Text,
        "what the clearance covers",
        |plan, _| {
            text(
                plan,
                plan.athlete
                    .clearance
                    .as_ref()
                    .and_then(|clearance| clearance.covers),
                Thing::ClearanceScope,
            )
        },
    )
    .at(|plan, _| {
        plan.athlete
            .clearance
            .as_ref()
            .and_then(|clearance| clearance.covers)
    }),
    Field::new(
        "clearance-text",
        Kind::Text,
        "the whole line of clearance",
        |plan, _| {
            text(
                plan,
                plan.athlete
                    .clearance
                    .as_ref()
                    .map(|clearance| clearance.span),
                Thing::Clearance,
            )
        },
    )
    .at(|plan, _| {
        plan.athlete
            .clearance
            .as_ref()
            .map(|clearance| clearance.span)
    }),
];

pub(super) const CONDITION: &[Field] = &[
    Field::new("text", Kind::Text, "all its words", |plan, index| {
        text(
            plan,
            condition(plan, index).map(|condition| condition.span),
            Thing::Conditions,
        )
    })
    .at(|plan, index| condition(plan, index).map(|condition| condition.span)),
    Field::new(
        "date",
        Kind::Date,
        "a date among its words",
        |plan, index| {
            date(
                condition(plan, index).and_then(|condition| condition.date),
                Thing::ConditionDate,
            )
        },
    )
    .at(|plan, index| {
        condition(plan, index)
            .and_then(|condition| condition.date)
            .map(|date| date.span)
    }),
    Field::new(
        "systolic",
        Kind::Quantity(Dimension::Pressure),
        "the upper blood pressure among its words",
        |plan, index| pressure(plan, index, |(systolic, _)| systolic),
    )
    .at(|plan, index| {
        condition(plan, index)?
            .blood_pressure
            .map(|pressure| pressure.span)
    }),
    Field::new(
        "diastolic",
        Kind::Quantity(Dimension::Pressure),
        "the lower blood pressure among its words",
        |plan, index| pressure(plan, index, |(_, diastolic)| diastolic),
    )
    .at(|plan, index| {
        condition(plan, index)?
            .blood_pressure
            .map(|pressure| pressure.span)
    }),
];

fn condition<'p>(plan: &'p Plan<'_>, index: u32) -> Option<&'p Condition> {
    plan.conditions.get(index as usize)
}

fn complaints(plan: &Plan<'_>) -> Option<crate::source::Span> {
    let first = *plan.athlete.complaints.first()?;
    plan.athlete.complaints.last().map(|last| first.to(*last))
}

pub(super) fn date<'p>(date: Option<Spanned<Date>>, thing: Thing) -> Value<'p> {
    date.map_or_else(|| not_stated(thing), |date| Value::Date(date.value.0))
}

fn pressure<'p>(plan: &Plan<'_>, index: u32, which: fn((u32, u32)) -> u32) -> Value<'p> {
    let pressure = condition(plan, index).and_then(|condition| condition.blood_pressure);
    stated(
        pressure
            .map(|pressure| Quantity::whole(i64::from(which(pressure.value)), Dimension::Pressure)),
        Thing::BloodPressure,
    )
}
