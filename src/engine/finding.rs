//! A diagnostic with what is needed to merge it with others: the thing it is about, the lines it covers, its weeks.

use crate::diagnostic::Diagnostic;
use crate::expr::Entity;
use crate::facts::Scope;
use crate::model::Plan;
use crate::model::plan::{Exercise, Session, Week};
use crate::source::Span;

/// One finding before it is merged.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What is said.
    pub diagnostic: Diagnostic,
    /// The stretch of text that it is about, for rules that take the place of others.
    pub subject: Span,
    /// Numbers of the weeks that it holds in.
    pub weeks: Vec<u32>,
    /// The text that it makes void, if it is about a suppression.
    pub voids: Option<Span>,
    /// Why it could not be decided, in words, so that one cause gives one finding.
    pub reason: Option<String>,
}

/// The place of a thing in the structure of its plan: `week 1/Push/Triceps Pushdown`.
pub fn place_of(plan: &Plan<'_>, entity: Entity) -> String {
    let index = entity.index;
    match Scope::from_id(entity.scope) {
        Some(Scope::Exercise) => plan
            .exercise(index)
            .map_or_else(String::new, |exercise| exercise_place(plan, exercise)),
        Some(Scope::Set) => {
            let exercise = plan
                .sets
                .get(index as usize)
                .and_then(|set| plan.exercise(set.exercise));
            exercise.map_or_else(String::new, |exercise| exercise_place(plan, exercise))
        }
        Some(Scope::Session) => plan
            .session(index)
            .map_or_else(String::new, |session| session_place(plan, session)),
        Some(Scope::Wrap) => wrap_place(plan, index),
        Some(Scope::Week) => plan
            .weeks
            .get(index as usize)
            .map_or_else(String::new, |week| format!("week {}", week.number)),
        Some(Scope::Series) => {
            let first = plan
                .series
                .get(index as usize)
                .and_then(|series| plan.list(&series.entries).first().copied());
            let exercise = first.and_then(|number| plan.exercise(number));
            exercise.map_or_else(String::new, |exercise| exercise_place(plan, exercise))
        }
        Some(Scope::Note) => {
            let exercise = plan
                .notes
                .get(index as usize)
                .and_then(|note| note.exercise);
            let exercise = exercise.and_then(|number| plan.exercise(number));
            exercise.map_or_else(
                || "plan".to_owned(),
                |exercise| exercise_place(plan, exercise),
            )
        }
        Some(Scope::Athlete) => "athlete".to_owned(),
        // One condition is not another: who knows a finding about the first knows nothing of the second.
        Some(Scope::Condition) => {
            let condition = plan.conditions.get(index as usize);
            condition.map_or_else(
                || "athlete".to_owned(),
                |condition| format!("athlete/{}", plan.slice(condition.span)),
            )
        }
        Some(Scope::Muscle) => {
            let muscle = plan.muscles.get(index as usize);
            muscle.map_or_else(
                || "plan".to_owned(),
                |muscle| format!("plan/{}", plan.knowledge.catalogue.muscle_name(muscle.id)),
            )
        }
        Some(Scope::MuscleWeek | Scope::Plan) | None => "plan".to_owned(),
    }
}

/// What stands where in the text of a plan, for findings that know no thing. Made once a plan.
#[derive(Debug)]
pub struct Places<'p, 't> {
    pub(super) plan: &'p Plan<'t>,
    /// Spans of exercises, sessions and weeks with their numbers, by their start; the first one where several share it.
    exercises: Vec<(Span, u32)>,
    sessions: Vec<(Span, u32)>,
    weeks: Vec<(Span, u32)>,
}

impl<'p, 't> Places<'p, 't> {
    /// The places of a plan.
    pub fn new(plan: &'p Plan<'t>) -> Self {
        Self {
            plan,
            exercises: by_start(plan.exercises.iter().map(|exercise| exercise.span)),
            sessions: by_start(plan.sessions.iter().map(|session| session.span)),
            weeks: by_start(plan.weeks.iter().map(|week| week.span)),
        }
    }

    /// The place of whatever stands at a span: its exercise, or else the session, week or athlete that it follows.
    pub fn at(&self, span: Span) -> String {
        let plan = self.plan;
        let head = plan.text.get(..span.range().start).unwrap_or_default();
        if span.is_empty() && head.trim_start_matches('\u{FEFF}').is_empty() {
            return String::new();
        }
        let exercise = last_until(&self.exercises, span.start)
            .filter(|(exercise, _)| exercise.contains(span))
            .and_then(|(_, number)| plan.exercise(number));
        if let Some(exercise) = exercise {
            return exercise_place(plan, exercise);
        }
        let session =
            last_until(&self.sessions, span.start).and_then(|(_, number)| plan.session(number));
        let week = self.week_at(span);
        let athlete = plan
            .athlete
            .span
            .is_some_and(|athlete| athlete.start <= span.start);
        match (session, week) {
            (None, None) if athlete => "athlete".to_owned(),
            (Some(session), Some(week)) if week.span.start > session.span.start => {
                format!("week {}", week.number)
            }
            (Some(session), _) => session_place(plan, session),
            (None, Some(week)) => format!("week {}", week.number),
            (None, None) => "plan".to_owned(),
        }
    }

    /// The last week that starts before a span.
    pub(super) fn week_at(&self, span: Span) -> Option<&'p Week> {
        let (_, number) = last_until(&self.weeks, span.start)?;
        self.plan.weeks.get(number as usize)
    }
}

fn by_start(spans: impl Iterator<Item = Span>) -> Vec<(Span, u32)> {
    let mut spans: Vec<(Span, u32)> = spans.zip(0..).collect();
    spans.sort_by_key(|(span, _)| span.start);
    spans.dedup_by_key(|(span, _)| span.start);
    spans
}

/// The last of them that starts at an offset or before it.
fn last_until(spans: &[(Span, u32)], offset: u32) -> Option<(Span, u32)> {
    let after = spans.partition_point(|(span, _)| span.start <= offset);
    spans.get(after.checked_sub(1)?).copied()
}

fn exercise_place(plan: &Plan<'_>, exercise: &Exercise) -> String {
    let session = plan
        .session(exercise.session)
        .map_or_else(String::new, |session| session_place(plan, session));
    format!("{session}/{}", plan.slice(exercise.name))
}

fn session_place(plan: &Plan<'_>, session: &Session) -> String {
    let week = session.weeks.first().copied().unwrap_or(1);
    match plan.slice(session.name) {
        "" => format!("week {week}"),
        name => format!("week {week}/{name}"),
    }
}

/// A wrap is placed by the first exercise under it.
fn wrap_place(plan: &Plan<'_>, index: u32) -> String {
    let Some(wrap) = plan.wrap(index) else {
        return String::new();
    };
    let first = plan
        .exercise(wrap.exercises.start)
        .filter(|_| wrap.exercises.start < wrap.exercises.end);
    match first {
        Some(exercise) => exercise_place(plan, exercise),
        None => plan
            .session(wrap.session)
            .map_or_else(String::new, |session| session_place(plan, session)),
    }
}

/// The stretch of text that a thing is about: the line of an exercise for it and its sets.
pub(super) fn subject(plan: &Plan<'_>, entity: Entity, fallback: Span) -> Span {
    let index = entity.index;
    let span = match Scope::from_id(entity.scope) {
        Some(Scope::Exercise) => plan.exercise(index).map(|exercise| exercise.span),
        Some(Scope::Set) => plan
            .sets
            .get(index as usize)
            .and_then(|set| plan.exercise(set.exercise))
            .map(|exercise| exercise.span),
        Some(Scope::Series) => {
            let first = plan
                .series
                .get(index as usize)
                .and_then(|series| plan.list(&series.entries).first().copied());
            first
                .and_then(|number| plan.exercise(number))
                .map(|exercise| exercise.span)
        }
        Some(Scope::Wrap) => plan.wrap(index).map(|wrap| wrap.span),
        _ => None,
    };
    span.unwrap_or(fallback)
}

/// The weeks that a thing is trained in.
pub(super) fn weeks(plan: &Plan<'_>, entity: Entity) -> Vec<u32> {
    let index = entity.index;
    let session = match Scope::from_id(entity.scope) {
        Some(Scope::Session) => Some(index),
        Some(Scope::Exercise) => plan.exercise(index).map(|exercise| exercise.session),
        Some(Scope::Set) => plan
            .sets
            .get(index as usize)
            .and_then(|set| plan.exercise(set.exercise))
            .map(|exercise| exercise.session),
        Some(Scope::Wrap) => plan.wrap(index).map(|wrap| wrap.session),
        Some(Scope::Week) => {
            return plan
                .weeks
                .get(index as usize)
                .map_or_else(Vec::new, |week| vec![week.number]);
        }
        _ => None,
    };
    session
        .and_then(|session| plan.session(session))
        .map_or_else(Vec::new, |session| session.weeks.clone())
}
