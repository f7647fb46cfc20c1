//! Loads, sets and tempo: what they come to in percent and kilograms, how heavy that is, and what it follows from.

use super::{Answer, pack, quoted};
use crate::assist::Document;
use crate::assist::document::touches;
use crate::assist::weeks::weeks_words;
use crate::model::Intensity;
use crate::model::plan::{Exercise, OneRm, Set, TrainingMax};
use crate::quantity::{Quantity, decimal};
use crate::report::{lasting, plain, prose};
use crate::sheet::{Figure, Lasting, Loads, decimals, ranges, time};
use crate::syntax::ast::{LoadKind, PercentBase, Rest, RestValue, Tempo, TrainingMaxValue, Weekly};

/// One row of the table: the weeks, and what holds in them.
struct Row {
    weeks: Vec<u32>,
    cells: [String; 4],
    /// The load in the coach's terms.
    prescribed: String,
}

/// The load of an exercise line, week by week where it changes.
pub(super) fn of_line(document: &Document<'_>, line: usize, offset: usize) -> Option<Answer> {
    let (number, exercise) = document.exercise_of(line)?;
    let mut answer = Answer::default();
    let plan = document.plan;
    let rows = rows(document, line);
    answer.say(headline(&rows));
    if rows.len() > 1 {
        answer.say(table(&rows));
    }
    if let Some((exercise, set)) = set_at(document, line, offset) {
        derivation(document, exercise, set, &mut answer);
    }
    if let Some(loads) = Loads::of(plan, number) {
        let mut said = Vec::new();
        for missing in loads.missing {
            let (what, add) = missing.words(plan);
            if !said.contains(&what) {
                answer.say(format!("not known: {}; {}", prose(&what), prose(&add)));
                said.push(what);
            }
        }
    }
    answer.say(limits(document));
    pack::say(document, "set.load", exercise.sets.start, &mut answer);
    Some(answer)
}

/// The first set whose load stands at an offset, or else the first of all.
fn set_at<'d>(
    document: &Document<'d>,
    line: usize,
    offset: usize,
) -> Option<(&'d Exercise, &'d Set)> {
    let plan = document.plan;
    let sets = || {
        let exercises = document.exercises_of(line);
        let exercises = exercises.filter_map(|number| plan.exercise(number));
        exercises.flat_map(|exercise| {
            let sets = plan.sets_of(exercise).iter();
            sets.map(move |set| (exercise, set))
        })
    };
    let here = |set: &Set| set.load_span.filter(|span| touches(*span, offset));
    let nearest = sets().filter_map(|(exercise, set)| Some((here(set)?.len(), exercise, set)));
    let nearest = nearest.min_by_key(|(length, ..)| *length);
    nearest
        .map(|(_, exercise, set)| (exercise, set))
        .or_else(|| sets().next())
}

fn rows(document: &Document<'_>, line: usize) -> Vec<Row> {
    let plan = document.plan;
    let mut rows: Vec<Row> = Vec::new();
    for number in document.exercises_of(line) {
        let (Some(exercise), Some(loads)) = (plan.exercise(number), Loads::of(plan, number)) else {
            continue;
        };
        let weeks = plan
            .session(exercise.session)
            .map_or(&[][..], |session| &session.weeks);
        let heavy = plan.heaviest(exercise).map_or("?", words);
        let cells = [
            figure(&loads.scheme),
            figure(&loads.percent),
            figure(&loads.mass),
            heavy.to_owned(),
        ];
        match rows.last_mut() {
            Some(last) if last.cells == cells => last.weeks.extend(weeks),
            _ => rows.push(Row {
                weeks: weeks.to_vec(),
                cells,
                prescribed: figure(&loads.load),
            }),
        }
    }
    rows
}

fn headline(rows: &[Row]) -> String {
    let Some(row) = rows.first() else {
        return String::new();
    };
    let [scheme, percent, mass, heavy] = &row.cells;
    let when = if rows.len() > 1 {
        format!("{}: ", weeks_words(&row.weeks))
    } else {
        String::new()
    };
    let known = |figure: &str, unit: &str| {
        let is_known = figure.contains(|c: char| c.is_ascii_digit() || c == 'b');
        is_known.then(|| format!("**{figure}{unit}**"))
    };
    let prescribed = Some(row.prescribed.clone()).filter(|words| !words.is_empty());
    let words = [
        prescribed.map(|words| format!("**{words}**")),
        known(percent, " % of 1RM"),
        known(mass, " kg"),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    let load = if words.is_empty() {
        "a load that is not known".to_owned()
    } else {
        words.join(" = ")
    };
    format!("{when}{scheme} at {load}: {heavy}")
}

fn table(rows: &[Row]) -> String {
    let mut text = "| week | sets | % of 1RM | kg | |\n|---|---|---|---|---|".to_owned();
    for row in rows {
        text += &format!("\n| {} | {} |", ranges(&row.weeks), row.cells.join(" | "));
    }
    text
}

fn figure(figure: &Figure) -> String {
    match figure {
        Figure::Exact(words) => plain(words).replace('|', "\\|"),
        Figure::Estimate(words) => format!("≈{}", plain(words).replace('|', "\\|")),
        Figure::Unknown => "?".to_owned(),
        Figure::Nothing => String::new(),
    }
}

/// How heavy, in words.
fn words(intensity: Intensity) -> &'static str {
    match intensity {
        Intensity::Heavy => "heavy",
        Intensity::ProbablyHeavy => "probably heavy",
        Intensity::Borderline => "on the border to heavy",
        Intensity::Moderate => "neither heavy nor light",
        Intensity::Light => "light",
    }
}

/// Which percentages count as heavy and as light here.
fn limits(document: &Document<'_>) -> String {
    let estimates = &document.plan.knowledge.estimates;
    format!(
        "heavy counts from {}, light up to {}",
        estimates.heavy, estimates.light
    )
}

/// What the load follows from, step by step.
fn derivation(document: &Document<'_>, exercise: &Exercise, set: &Set, answer: &mut Answer) {
    let plan = document.plan;
    let one_rm = exercise.one_rm.map(|place| place as usize);
    let one_rm = one_rm.and_then(|place| plan.athlete.one_rms.get(place));
    let Some(kind) = set.kind else {
        return;
    };
    let mut steps = Vec::new();
    match kind {
        LoadKind::Percent {
            value,
            of: PercentBase::TrainingMax,
        } => {
            let max = training_max(document, exercise);
            if let (Some(max), Ok(load)) = (max, set.load) {
                answer.because(max.span, "the training max");
                let at = document.line_number(max.span);
                let share = share_words(max);
                steps.push(format!(
                    "{value} of the training max ({share}, line {at}) = {}",
                    range(load)
                ));
            }
        }
        LoadKind::Percent {
            value,
            of: PercentBase::RepMax(reps),
        } => {
            if let Ok(load) = set.load {
                steps.push(format!(
                    "{value} of {reps}RM = {} by the repetition table",
                    range(load)
                ));
            }
        }
        LoadKind::RepMax(reps) => {
            if let Ok(load) = set.load {
                steps.push(format!(
                    "{reps}RM = {} by the repetition table",
                    range(load)
                ));
            }
        }
        LoadKind::Rpe(_) | LoadKind::Rir(_) => {
            if let Some(reps) = plan.reps_to_failure(set) {
                steps.push(format!(
                    "with {} in reserve and those done, {reps} could be done at most",
                    reserve(set)
                ));
            }
        }
        _ => {}
    }
    if let Some(one_rm) = one_rm {
        answer.because(one_rm.span, "the 1RM");
        steps.extend(by_one_rm(document, one_rm, set, kind));
    }
    if !steps.is_empty() {
        answer.say(steps.join("\n\n"));
    }
}

/// `1RM 40 kg (line 7) × 25 % = 10 kg`, or the other way round.
fn by_one_rm(document: &Document<'_>, one_rm: &OneRm, set: &Set, kind: LoadKind) -> Option<String> {
    let whole = one_rm.mass.ok()?;
    let load = set.load.ok()?;
    let at = document.line_number(one_rm.span);
    let how = if one_rm.estimated { ", estimated" } else { "" };
    let known = format!("1RM {} (line {at}{how})", about(whole));
    Some(match kind {
        LoadKind::Mass { value, .. } => format!("{} ÷ {known} = {}", about(value), range(load)),
        _ => format!("{known} × {} = {}", range(load), about(set.mass?)),
    })
}

fn training_max<'p>(document: &'p Document<'_>, exercise: &Exercise) -> Option<&'p TrainingMax> {
    let plan = document.plan;
    let key = plan.class(exercise).map(|class| &class.key);
    let maxes = &plan.athlete.training_maxes;
    let own = maxes
        .iter()
        .find(|max| max.lift.is_some() && max.lift.as_ref() == key);
    own.or_else(|| maxes.iter().find(|max| max.lift.is_none()))
}

fn share_words(max: &TrainingMax) -> String {
    match max.value {
        TrainingMaxValue::Percent(percent) => format!("{} of 1RM", percent.value),
        TrainingMaxValue::Mass(mass) => about(mass.value),
    }
}

fn reserve(set: &Set) -> String {
    set.effort.map_or_else(
        || "nothing".to_owned(),
        |effort| decimal(10_000_i64.saturating_sub(effort.high()).max(0)),
    )
}

/// A mass with at most two decimals, estimates outwards.
fn about(mass: Quantity) -> String {
    if mass.is_exact() {
        format!("{} kg", decimals(mass.low(), 2))
    } else {
        format!("≈{} kg", crate::sheet::outwards(mass.low(), mass.high()))
    }
}

/// A percentage from its lighter to its heavier end.
fn range((low, high): (Quantity, Quantity)) -> String {
    let exact = low.is_exact() && high.is_exact();
    let sign = if exact { "" } else { "≈" };
    let (low, high) = (low.low(), high.high());
    if low == high {
        format!("{sign}{} %", decimals(low, 1))
    } else {
        format!("{sign}{} %", crate::sheet::outwards(low, high))
    }
}

/// The sets of an exercise line: how many, and how long they take.
pub(super) fn sets(document: &Document<'_>, line: usize) -> Option<Answer> {
    let (number, exercise) = document.exercise_of(line)?;
    let plan = document.plan;
    let loads = Loads::of(plan, number)?;
    let mut answer = Answer::default();
    let count = exercise.sets.len();
    let word = if count == 1 { "set" } else { "sets" };
    let lasts = lasting(Lasting::of_exercise_alone(plan, number), "≈");
    answer.say(format!(
        "**{}**: {count} {word}, {lasts} with their rests",
        figure(&loads.scheme)
    ));
    let estimates = &plan.knowledge.estimates;
    match exercise.tempo {
        Some((per_rep, span)) => {
            answer.say(format!(
                "{} a repetition, by {}",
                per_rep,
                quoted(document.slice(span))
            ));
            answer.because(span, "the tempo");
        }
        None => answer.say(format!(
            "{} a repetition, estimated",
            estimates.time_per_rep
        )),
    }
    if let Some(span) = exercise.rest.span {
        answer.because(span, "the rest");
    }
    pack::say(document, "set.reps", exercise.sets.start, &mut answer);
    Some(answer)
}

/// A rest: how long it is, and what it is after.
pub(super) fn rest(document: &Document<'_>, rest: &Rest) -> Option<Answer> {
    let mut answer = Answer::default();
    match &rest.value {
        RestValue::Time(Weekly::Every(value)) => {
            answer.say(format!("rest after each set: **{}**", time(value.value)));
        }
        RestValue::Time(Weekly::ByWeek(values)) => {
            let values = values.value.iter().map(|value| time(value.value));
            let values: Vec<String> = values.collect();
            answer.say(format!(
                "rest after each set, week by week: {}",
                values.join(", ")
            ));
        }
        RestValue::AsNeeded(_) => answer
            .say("rest as long as the athlete needs: the time of the session is then an estimate"),
        RestValue::Bare(_) | RestValue::Unread(_) => return super::readings(document, rest.span),
    }
    Some(answer)
}

/// A tempo, phase by phase.
pub(super) fn tempo(tempo: &Tempo) -> Answer {
    const PHASES: [&str; 4] = ["down", "pause", "up", "pause"];
    let mut answer = Answer::default();
    let phases = PHASES
        .iter()
        .zip(tempo.phases)
        .map(|(word, seconds)| match seconds {
            Some(seconds) => format!("{word} {seconds} s"),
            None => format!("{word} as fast as possible"),
        });
    let count = if tempo.three { 3 } else { 4 };
    answer.say(phases.take(count).collect::<Vec<_>>().join(", "));
    answer
}
