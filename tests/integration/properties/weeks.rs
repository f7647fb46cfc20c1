//! Weeks of one day: rules do not look again at a week in which nothing has changed that they read, so a fact that says it
//! differs only if something changes must be the same where that has not changed.

use std::collections::BTreeMap;
use std::ops::Range;

use cuff::check::with_plan;
use cuff::expr::{Entity, Indices, Value, Vocabulary as _, World as _};
use cuff::facts::{Scope, World};
use cuff::model::plan::Session;
use cuff::model::{Plan, Varying};
use cuff::source::SourceFile;

use super::{options, some};
use crate::plans::Care;
use crate::support::RULES;

/// The things of a scope that lie in a session.
fn things(plan: &Plan<'_>, session: u32, scope: Scope) -> Range<u32> {
    let day = &plan.sessions[session as usize];
    let edge = |exercise: Option<u32>, end: bool| {
        exercise.map_or(0, |exercise| {
            let sets = &plan.exercises[exercise as usize].sets;
            if end { sets.end } else { sets.start }
        })
    };
    let Session {
        exercises, wraps, ..
    } = day;
    match scope {
        Scope::Session => session..session + 1,
        Scope::Wrap => wraps.clone(),
        Scope::Exercise => exercises.clone(),
        _ => edge(exercises.clone().next(), false)..edge(exercises.clone().next_back(), true),
    }
}

/// A value with things told by their place in the session, and what is unknown without the thing that it is unknown of.
fn picture(plan: &Plan<'_>, session: u32, value: Value<'_>) -> String {
    match value {
        Value::Entity(entity) => relative(plan, session, entity),
        Value::Unknown(_) => "unknown".to_owned(),
        other => format!("{other:?}"),
    }
}

fn relative(plan: &Plan<'_>, session: u32, entity: Entity) -> String {
    let scope = Scope::from_id(entity.scope).unwrap();
    if ![Scope::Session, Scope::Wrap, Scope::Exercise, Scope::Set].contains(&scope) {
        return format!("{entity:?}");
    }
    let own = things(plan, session, scope);
    assert!(
        own.contains(&entity.index),
        "{entity:?} is in another session"
    );
    format!("{scope:?} {}", entity.index - own.start)
}

#[test]
fn facts_differ_between_weeks_only_by_what_they_say() {
    let mut compared: BTreeMap<String, usize> = BTreeMap::new();
    for sheet in some(Care::Clean, 300) {
        let text = sheet.text();
        let source = SourceFile::new("x.plan", text.clone());
        with_plan(&source, &RULES, options(), |plan| {
            let world = World(plan);
            for (day, session) in plan.sessions.iter().zip(0..) {
                let Some(changed) = day.since_last_week else {
                    continue;
                };
                for scope in [Scope::Session, Scope::Wrap, Scope::Exercise, Scope::Set] {
                    // Other sets are other things; a rule about sets looks again at all of them.
                    if scope == Scope::Set && Varying::WORK.meets(changed) {
                        continue;
                    }
                    let (before, now) = (
                        things(plan, session - 1, scope),
                        things(plan, session, scope),
                    );
                    for field in scope.fields() {
                        if field.varying.meets(changed) {
                            continue;
                        }
                        let (fact, _) = RULES.vocabulary.fact(scope.id(), field.name).unwrap();
                        for (one, other) in before.clone().zip(now.clone()) {
                            let look = |thing, session| {
                                let entity = scope.entity(thing);
                                let members = world.members(entity, fact);
                                let list: Vec<String> = match members.indices {
                                    Indices::Run { start, end } if start >= end => Vec::new(),
                                    // The texts of a day are the same ones in every week.
                                    _ if members.scope == Scope::Note.id() => {
                                        vec![format!("{members:?}")]
                                    }
                                    _ => (0..members.len())
                                        .filter_map(|place| members.get(place))
                                        .map(|entity| relative(plan, session, entity))
                                        .collect(),
                                };
                                (picture(plan, session, world.value(entity, fact)), list)
                            };
                            assert_eq!(
                                look(one, session - 1),
                                look(other, session),
                                "{scope:?} {} in\n{text}",
                                field.name
                            );
                            let name = format!("{}.{}", scope.name(), field.name);
                            *compared.entry(name).or_default() += 1;
                        }
                    }
                }
            }
        });
    }
    for fact in [
        "exercise.rest",
        "exercise.wrap",
        "wrap.tightness",
        "wrap.time-on",
        "set.reps",
    ] {
        let times = compared.get(fact).copied().unwrap_or(0);
        assert!(
            times > 50,
            "{fact} was compared {times} times: {compared:?}"
        );
    }
    assert!(!compared.contains_key("exercise.in-series"));
}
