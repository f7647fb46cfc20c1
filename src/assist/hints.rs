//! Small words behind what is written: kilograms behind a percentage, the values of a progression, minutes behind a day and a
//! wrap. What is estimated is marked with `≈`, what is not known with `?` and why.

use super::Document;
use super::lenses::sessions;
use super::weeks::weeks_words;
use crate::model::plan::{Exercise, Wrap};
use crate::report::{lasting, plain};
use crate::sheet::{Figure, Lasting, Loads};
use crate::source::Span;
use crate::syntax::ast::{self, LoadKind, Statement, Weekly};

/// What a hint tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HintKind {
    /// A load in kilograms.
    Mass,
    /// A load from week to week.
    Progression,
    /// How long a session takes.
    Session,
    /// How long a wrap is on.
    Wrapped,
}

/// Words that are shown behind a place and are no part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Where, as an offset.
    pub at: usize,
    /// What it says.
    pub label: String,
    /// What it tells.
    pub kind: HintKind,
    /// What it follows from, or why it is not known, in plain words; may be empty.
    pub tooltip: String,
}

/// The hints of the lines that touch a stretch of text, in order.
pub fn hints(document: &Document<'_>, within: Span) -> Vec<Hint> {
    let within = document.clamp_span(within);
    let mut hints = Vec::new();
    let mut block = document.block_at(within.range().start);
    for (place, line) in document.lines_in(within) {
        match &line.statement {
            Statement::Week(week) => block = Some(week),
            Statement::Exercise(exercise) => {
                of_exercise(document, block, place, exercise, &mut hints);
            }
            Statement::Day(day) => hints.extend(of_day(document, block, day)),
            Statement::Wrap(wrap) => hints.extend(of_wrap(document, block, wrap.span)),
            _ => {}
        }
    }
    hints.sort_by_key(|hint| hint.at);
    hints
}

/// Whether one of these weeks is one of the block. Those that repeat it are told apart where they stand.
fn is_in(block: Option<&ast::Week>, weeks: &[u32]) -> bool {
    let Some(block) = block else {
        return true;
    };
    let ranges = block.ranges.iter().map(|range| range.value);
    ranges.into_iter().any(|(first, last)| {
        let mut weeks = weeks.iter();
        weeks.any(|week| (first..=last).contains(week))
    })
}

fn of_exercise(
    document: &Document<'_>,
    block: Option<&ast::Week>,
    place: usize,
    written: &ast::Exercise,
    hints: &mut Vec<Hint>,
) {
    let turns: Vec<Turn<'_>> = turns(document, block, place);
    if let Some(at) = load_end(written) {
        hints.extend(mass_hint(document, &turns, at));
        hints.extend(progression_hint(&turns, written, at));
    }
    let wraps = written.clauses.iter().filter_map(|clause| match clause {
        ast::Clause::Wrap(wrap) => Some(wrap.span),
        _ => None,
    });
    hints.extend(wraps.filter_map(|span| of_wrap(document, block, span)));
}

/// An exercise line in the weeks in which it is trained alike.
struct Turn<'d> {
    exercise: &'d Exercise,
    weeks: Vec<u32>,
    loads: Loads,
}

fn turns<'d>(document: &Document<'d>, block: Option<&ast::Week>, place: usize) -> Vec<Turn<'d>> {
    let plan = document.plan;
    let numbers = document.exercises_of(place);
    let turn = |number| {
        let exercise = plan.exercise(number)?;
        let weeks = plan.session(exercise.session)?.weeks.clone();
        if !is_in(block, &weeks) {
            return None;
        }
        let loads = Loads::of(plan, number)?;
        Some(Turn {
            exercise,
            weeks,
            loads,
        })
    };
    numbers.filter_map(turn).collect()
}

/// Behind the load, or behind the list of weeks that holds it.
fn load_end(written: &ast::Exercise) -> Option<usize> {
    let of_loads = |loads: &Weekly<ast::LoadList>| match loads {
        Weekly::Every(list) => list.span,
        Weekly::ByWeek(lists) => lists.span,
    };
    let inside = |sets: &Weekly<ast::Prescription>| match sets {
        Weekly::ByWeek(values) if values.value.iter().any(|week| week.load.is_some()) => {
            Some(values.span)
        }
        _ => None,
    };
    let load = written.load.as_ref().map(of_loads);
    let step = written.progression.map(|step| step.span);
    let end = step.or(load).or_else(|| inside(&written.sets))?;
    Some(end.range().end)
}

fn mass_hint(document: &Document<'_>, turns: &[Turn<'_>], at: usize) -> Option<Hint> {
    // What is written in kilograms needs no hint.
    let plan = document.plan;
    let is_figure = |turn: &&Turn<'_>| {
        let mut sets = plan.sets_of(turn.exercise).iter();
        sets.any(|set| {
            matches!(
                set.kind,
                Some(LoadKind::Percent { .. } | LoadKind::RepMax(_))
            )
        })
    };
    let first = turns.iter().find(is_figure)?;
    let known: Vec<String> = turns.iter().map(|turn| figure(&turn.loads.mass)).collect();
    let all_unknown = known.iter().all(|words| words == "?");
    let label = if all_unknown {
        "= ? kg".to_owned()
    } else {
        format!("= {} kg", once(&known))
    };
    let why = first.loads.missing.first().map(|missing| {
        let (what, add) = missing.words(plan);
        plain(&format!("{what}; {add}"))
    });
    let one_rm = first.exercise.one_rm.map(|place| place as usize);
    let one_rm = one_rm.and_then(|place| plan.athlete.one_rms.get(place));
    let from = one_rm.map(|one_rm| {
        let line = document.line_number(one_rm.span);
        let how = if one_rm.estimated {
            ", which is an estimate"
        } else {
            ""
        };
        format!("from the 1RM on line {line}{how}")
    });
    let weeks = Some(by_week(turns, &known, "kg")).filter(|_| turns.len() > 1 && !all_unknown);
    let tooltip = [weeks, why.or(from)].into_iter().flatten();
    Some(Hint {
        at,
        label,
        kind: HintKind::Mass,
        tooltip: tooltip.collect::<Vec<_>>().join("\n"),
    })
}

fn progression_hint(turns: &[Turn<'_>], written: &ast::Exercise, at: usize) -> Option<Hint> {
    written.progression?;
    let (figures, unit): (Vec<String>, &str) = match written.progression?.step {
        ast::Step::Mass(..) => (
            turns.iter().map(|turn| figure(&turn.loads.mass)).collect(),
            "kg",
        ),
        _ if turns
            .iter()
            .any(|turn| turn.loads.percent != Figure::Unknown) =>
        {
            (
                turns
                    .iter()
                    .map(|turn| figure(&turn.loads.percent))
                    .collect(),
                "%",
            )
        }
        _ => (
            turns.iter().map(|turn| figure(&turn.loads.mass)).collect(),
            "kg",
        ),
    };
    (turns.len() > 1).then(|| Hint {
        at,
        label: format!("→ {} {unit}", once(&figures)),
        kind: HintKind::Progression,
        tooltip: by_week(turns, &figures, unit),
    })
}

/// What holds in which weeks, a line each.
fn by_week(turns: &[Turn<'_>], figures: &[String], unit: &str) -> String {
    let mut rows: Vec<(Vec<u32>, String)> = Vec::new();
    for (turn, figure) in turns.iter().zip(figures) {
        add(&mut rows, &turn.weeks, format!("{figure} {unit}"));
    }
    let rows = rows
        .iter()
        .map(|(weeks, words)| format!("{}: {words}", weeks_words(weeks)));
    rows.collect::<Vec<_>>().join("\n")
}

/// One figure a week, or one for all if they are the same; only the ends of a long list.
fn once(figures: &[String]) -> String {
    const MOST: usize = 6;
    match figures {
        [first, rest @ ..] if rest.iter().all(|figure| figure == first) => first.clone(),
        [first, second, .., last] if figures.len() > MOST => {
            format!("{first} | {second} | … | {last}")
        }
        _ => figures.join(" | "),
    }
}

fn figure(figure: &Figure) -> String {
    match figure {
        Figure::Exact(words) => plain(words),
        Figure::Estimate(words) => format!("≈{}", plain(words)),
        Figure::Unknown => "?".to_owned(),
        Figure::Nothing => "-".to_owned(),
    }
}

fn of_day(document: &Document<'_>, block: Option<&ast::Week>, day: &ast::Day) -> Option<Hint> {
    let plan = document.plan;
    let mut times: Vec<(Vec<u32>, String)> = Vec::new();
    let here = || sessions(document, day.span).filter(|session| is_in(block, &session.weeks));
    for session in here() {
        let time = lasting(Lasting::of_session(plan, session), "≈");
        add(&mut times, &session.weeks, time);
    }
    let reasons = here().flat_map(|session| session.exercises.clone());
    let why = reasons
        .filter_map(|number| plan.exercise(number)?.untimed)
        .map(|missing| missing.words(plan))
        .map(|(what, add)| plain(&format!("{what}; {add}")))
        .next();
    time_hint(&times, day.span, HintKind::Session, why)
}

/// How long the wraps that are put on at a place are on.
fn of_wrap(document: &Document<'_>, block: Option<&ast::Week>, span: Span) -> Option<Hint> {
    let plan = document.plan;
    let mut times: Vec<(Vec<u32>, String)> = Vec::new();
    let mut why = None;
    for number in document.wraps_at(span) {
        let wrap: &Wrap = plan.wrap(number)?;
        let weeks = &plan.session(wrap.session)?.weeks;
        if !is_in(block, weeks) {
            continue;
        }
        let time = lasting(Lasting::of_wrap(plan, wrap), "≈");
        add(&mut times, weeks, format!("on {time}"));
        why = why.or_else(|| {
            let (what, add) = plan.untimed(wrap)?.words(plan);
            Some(plain(&format!("{what}; {add}")))
        });
    }
    time_hint(&times, span, HintKind::Wrapped, why)
}

fn add(times: &mut Vec<(Vec<u32>, String)>, weeks: &[u32], time: String) {
    match times.iter_mut().find(|(_, known)| *known == time) {
        Some((known, _)) => known.extend(weeks),
        None => times.push((weeks.to_vec(), time)),
    }
}

/// The time of the first weeks; all of them in the tooltip where they differ.
fn time_hint(
    times: &[(Vec<u32>, String)],
    span: Span,
    kind: HintKind,
    why: Option<String>,
) -> Option<Hint> {
    let (_, first) = times.first()?;
    let label = match times {
        [_] => first.clone(),
        _ => once(
            &times
                .iter()
                .map(|(_, time)| time.clone())
                .collect::<Vec<_>>(),
        ),
    };
    let by_week = times
        .iter()
        .filter(|_| times.len() > 1)
        .map(|(weeks, time)| format!("{}: {time}", weeks_words(weeks)));
    Some(Hint {
        at: span.range().end,
        label,
        kind,
        tooltip: why.unwrap_or_else(|| by_week.collect::<Vec<_>>().join("\n")),
    })
}
