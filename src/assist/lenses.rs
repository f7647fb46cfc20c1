//! What stands above a day: how long it takes and how long wraps are on, and what that is made of.

use super::Document;
use super::weeks::weeks_words;
use crate::model::plan::Session;
use crate::report::{lasting, plain, prose};
use crate::sheet::{Lasting, Limb, wrapped_by_limb};
use crate::source::Span;
use crate::syntax::ast::Statement;

/// A line above a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// The day that it is about.
    pub span: Span,
    /// What it says.
    pub title: String,
}

/// The lenses of the days that touch a stretch of text.
pub fn lenses(document: &Document<'_>, within: Span) -> Vec<Lens> {
    let within = document.clamp_span(within);
    let mut lenses = Vec::new();
    for (_, line) in document.lines_in(within) {
        let Statement::Day(day) = &line.statement else {
            continue;
        };
        let titles = titles(document, day.span);
        if !titles.is_empty() {
            lenses.push(Lens {
                span: day.span,
                title: titles.join("; "),
            });
        }
    }
    lenses
}

/// How the title of a lens comes about, in Markdown: exercise by exercise.
pub fn why(document: &Document<'_>, lens: &Lens) -> String {
    day_words(document, lens.span).join("\n\n")
}

/// The sessions of a day, one for each set of weeks in which it is trained alike.
pub(super) fn sessions<'d>(
    document: &Document<'d>,
    span: Span,
) -> impl Iterator<Item = &'d Session> {
    let sessions = &document.plan.sessions;
    // In order of the text, then of weeks.
    let first = sessions.partition_point(|session| session.span.start < span.start);
    let behind = sessions.get(first..).unwrap_or_default();
    behind
        .iter()
        .take_while(move |session| session.span.start == span.start)
}

fn titles(document: &Document<'_>, span: Span) -> Vec<String> {
    let mut titles: Vec<(Vec<u32>, String)> = Vec::new();
    for session in sessions(document, span) {
        let title = title(document, session);
        match titles.iter_mut().find(|(_, known)| *known == title) {
            Some((weeks, _)) => weeks.extend(&session.weeks),
            None => titles.push((session.weeks.clone(), title)),
        }
    }
    match titles.as_slice() {
        [(_, title)] => vec![title.clone()],
        titles => titles
            .iter()
            .map(|(weeks, title)| format!("{}: {title}", weeks_words(weeks)))
            .collect(),
    }
}

/// `24:50 min, wraps on: arms 6:30 min`
pub(super) fn title(document: &Document<'_>, session: &Session) -> String {
    let plan = document.plan;
    let mut title = lasting(Lasting::of_session(plan, session), "≈");
    let limbs = wrapped_by_limb(plan, session);
    if !limbs.is_empty() {
        let limbs: Vec<String> = limbs
            .into_iter()
            .map(|(limb, time)| format!("{} {}", limb_word(limb), lasting(time, "≈")))
            .collect();
        title += &format!(", wraps on: {}", limbs.join(", "));
    }
    title
}

fn limb_word(limb: Limb) -> &'static str {
    match limb {
        Limb::Unknown => "somewhere",
        limb => limb.word(),
    }
}

/// A day in each of its weeks: its length, its exercises with theirs, and its wraps.
pub(super) fn day_words(document: &Document<'_>, span: Span) -> Vec<String> {
    let mut said: Vec<(Vec<u32>, String)> = Vec::new();
    for session in sessions(document, span) {
        let words = session_words(document, session);
        match said.iter_mut().find(|(_, known)| *known == words) {
            Some((weeks, _)) => weeks.extend(&session.weeks),
            None => said.push((session.weeks.clone(), words)),
        }
    }
    said.into_iter()
        .map(|(weeks, words)| format!("**{}**: {words}", weeks_words(&weeks)))
        .collect()
}

fn session_words(document: &Document<'_>, session: &Session) -> String {
    let plan = document.plan;
    let mut words = title(document, session);
    if let Some(stated) = session.stated {
        let stated = plain(document.slice(stated.span));
        words += &format!("\n\nthe plan says {}, which counts", prose(&stated));
    }
    let mut exercises = Vec::new();
    for number in session.exercises.clone() {
        let Some(exercise) = plan.exercise(number) else {
            continue;
        };
        let time = lasting(Lasting::of_exercise_alone(plan, number), "≈");
        let name = prose(&plain(plan.slice(exercise.name)));
        let wrapped = if exercise.is_wrapped() {
            ", wrapped"
        } else {
            ""
        };
        exercises.push(format!("- {time}: {name}{wrapped}"));
    }
    if !exercises.is_empty() {
        words += &format!("\n\n{}", exercises.join("\n"));
    }
    words
}
