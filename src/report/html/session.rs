//! One session on the page: a table that becomes cards on a phone, sets to tick off, findings, and the timeline.

use maud::{Markup, html};

use crate::report::clock;
use crate::report::plan_words::{session_name, session_time};
use crate::sheet::{Exercise, Figure, Session, Wrap, ranges};

use super::{APPROXIMATELY, LONG_LIST, Page, figure, text, timeline, typeset};

/// More sets than this are not ticked off one by one.
const MOST_BOXES: usize = 20;

/// Columns behind the name.
const COLUMNS: [(&str, &str); 7] = [
    ("Sets", "scheme"),
    ("Load", "load"),
    ("% of 1RM", "percent"),
    ("kg", "mass"),
    ("Tempo", "tempo"),
    ("Rest", "rest"),
    ("Minutes", "minutes"),
];

pub(super) fn session(page: &Page<'_>, number: usize, session: &Session) -> Markup {
    let sheet = page.sheet;
    let used: Vec<usize> = (0..COLUMNS.len())
        .filter(|&column| {
            let cells = session.exercises.iter();
            cells
                .map(|exercise| cell(exercise, column))
                .any(|cell| cell.is_some())
        })
        .collect();
    html! {
        article.session id={ "session-" (number) } {
            h3 {
                bdi { (session_name(&session.name)) }
                @for tag in &session.tags { " " span.tag { (text(tag)) } }
            }
            p.meta {
                span { (typeset(&session_time(session, APPROXIMATELY))) }
                @if sheet.all_weeks.len() > 1 {
                    span { (if session.weeks.len() == 1 { "week " } else { "weeks " }) (ranges(&session.weeks)) }
                }
            }
            @if !session.cues.is_empty() {
                div.stop { @for cue in &session.cues { p { (text(cue)) } } }
            }
            @for note in &session.notes { p.note { (text(note)) } }
            (page.findings(Some(number), &session.findings))
            @if !session.exercises.is_empty() {
                table role="table" {
                    thead role="rowgroup" {
                        tr role="row" {
                            th scope="col" role="columnheader" { "Exercise" }
                            @for (head, class) in used.iter().filter_map(|&column| COLUMNS.get(column)) {
                                th scope="col" role="columnheader" class=(class) { (head) }
                            }
                        }
                    }
                    @for exercise in &session.exercises { (row(page, number, exercise, &used)) }
                }
            }
            @for wrap in session.idle_wraps() { (in_full(page, number, wrap)) }
            (timeline::timeline(number, session))
        }
    }
}

/// The figures of an exercise in the order of the columns.
fn figures(exercise: &Exercise) -> [&Figure; 6] {
    [
        &exercise.scheme,
        &exercise.load,
        &exercise.percent,
        &exercise.mass,
        &exercise.tempo,
        &exercise.rest,
    ]
}

/// The class of a cell: its column, and whether it stays on one line.
fn class_of(exercise: &Exercise, column: usize, class: &str) -> String {
    match figures(exercise).get(column) {
        Some(Figure::Nothing) => format!("{class} empty"),
        Some(Figure::Exact(words) | Figure::Estimate(words)) if words.len() <= LONG_LIST => {
            format!("{class} short")
        }
        _ => class.to_owned(),
    }
}

/// What stands in a column, if something does.
fn cell(exercise: &Exercise, column: usize) -> Option<Markup> {
    match figures(exercise).get(column) {
        Some(Figure::Nothing) => None,
        Some(Figure::Exact(scheme)) if column == 0 => Some(html! {
            (typeset(&scheme.replace('x', "\u{2009}×\u{2009}")))
            @if let Some(side) = exercise.side { " " (side) }
        }),
        Some(found) => Some(figure(found, &exercise.gaps)),
        None => Some(match clock::minutes(exercise.lasting, APPROXIMATELY) {
            unknown if unknown == "?" => figure(&Figure::Unknown, &exercise.gaps),
            minutes => html! { (typeset(&minutes)) },
        }),
    }
}

fn row(page: &Page<'_>, number: usize, exercise: &Exercise, used: &[usize]) -> Markup {
    let session = page.sheet.sessions.get(number);
    let wraps: Vec<&Wrap> = exercise
        .wraps
        .iter()
        .filter_map(|&wrap| session?.wraps.get(wrap))
        .collect();
    let class = match (wraps.is_empty(), exercise.superset) {
        (true, None) => "exercise",
        (false, None) => "exercise wrapped",
        (true, Some(_)) => "exercise superset",
        (false, Some(_)) => "exercise wrapped superset",
    };
    html! {
        tbody class=(class) role="rowgroup" {
            tr role="row" {
                th scope="row" role="rowheader" {
                    (text(&exercise.name))
                    @if exercise.warm_up { " " span.tag { "warm-up" } }
                    @if let Some(number) = exercise.superset { " " span.tag { "superset " (number) } }
                }
                @for &column in used {
                    @if let Some((head, class)) = COLUMNS.get(column) {
                        td role="cell" class=(class_of(exercise, column, class)) data-label=(head) {
                            (cell(exercise, column).unwrap_or_else(|| figure(&Figure::Nothing, &[])))
                        }
                    }
                }
            }
            tr.more role="row" {
                td role="cell" colspan=(used.len() + 1) {
                    @for wrap in &wraps { (worn(page, number, exercise, wrap)) }
                    @for cue in &exercise.cues { p.cue { (text(cue)) } }
                    @for note in &exercise.notes { p.note { (text(note)) } }
                    (boxes(exercise))
                    (page.findings(Some(number), &exercise.findings))
                }
            }
        }
    }
}

/// A box for each set.
fn boxes(exercise: &Exercise) -> Markup {
    html! {
        @if !exercise.sets.is_empty() && exercise.sets.len() <= MOST_BOXES {
            ul.ticks aria-label="Sets to tick off" {
                @for (number, set) in exercise.sets.iter().enumerate() {
                    li {
                        label {
                            input type="checkbox" aria-label={ "set " (number + 1) ": " (set) };
                            span { (typeset(set)) }
                        }
                    }
                }
            }
        }
    }
}

/// A wrap below an exercise: in full at its first, and that it goes on at the others.
fn worn(page: &Page<'_>, number: usize, exercise: &Exercise, wrap: &Wrap) -> Markup {
    let session = page.sheet.sessions.get(number);
    let is = |place: Option<&usize>| {
        let found = place.and_then(|&place| session?.exercises.get(place));
        found.is_some_and(|found| std::ptr::eq(found, exercise))
    };
    let last = is(wrap.exercises.last());
    if !is(wrap.exercises.first()) {
        return html! {
            p.wrap { strong { "Wrap" } (if last && !wrap.never_off { " stays on, then comes off" } else { " stays on" }) }
        };
    }
    in_full(page, number, wrap)
}

fn in_full(page: &Page<'_>, number: usize, wrap: &Wrap) -> Markup {
    let part = |what: &str, found: &Figure| match found {
        Figure::Unknown => html! { (what) " " (figure(found, &wrap.gaps)) },
        _ => figure(found, &wrap.gaps),
    };
    html! {
        p.wrap {
            strong { "Wrap" }
            span { (part("place", &wrap.place)) }
            span { (part("tightness", &wrap.tightness)) }
            @for detail in &wrap.details { span { (text(detail)) } }
            span { "on " (typeset(&clock::lasting(wrap.on, APPROXIMATELY))) }
            @if wrap.never_off { span { "never taken off" } }
            @if wrap.exercises.is_empty() { span { "for no exercise" } }
        }
        (page.findings(Some(number), &wrap.findings))
    }
}
