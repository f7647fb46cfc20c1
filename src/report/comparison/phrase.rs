//! Changes in phrases that the forms for people share: where, what, from what to what.

use std::collections::HashMap;

use super::super::summary::count;
use super::{Compared, ComparisonSummary, State};
use crate::compare::{Aspect, Came, Change, FindingChange, Unread, Value};
use crate::diagnostic::{Diagnostic, Status};
use crate::source::SourceFile;

/// Most exercises that are named in one change.
const MOST_NAMES: usize = 6;

/// Changes of one thing at one place, in pieces. All of them may hold words of the plan.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Phrase {
    /// Where it is: `weeks 2-4, Push, Triceps Pushdown`.
    pub(super) place: String,
    /// What it is about: `rest`, `exercise added:`.
    pub(super) what: String,
    /// From what to what; several where it differs from week to week.
    pub(super) turns: Vec<Turn>,
}

/// From what to what.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Turn {
    /// The weeks, where they differ from turn to turn.
    pub(super) weeks: String,
    /// From what; absent for what came or went.
    pub(super) before: Option<String>,
    /// To what, or what came or went.
    pub(super) after: String,
    /// Why something is not known.
    pub(super) unknown: Option<String>,
}

/// All changes. Those of the same thing in different weeks are told together, where the first of them stands.
pub(super) fn phrases(changes: &[Change]) -> Vec<Phrase> {
    let mut groups: Vec<(Change, Vec<&Change>)> = Vec::new();
    let mut places: HashMap<Change, usize> = HashMap::new();
    for change in changes {
        let is_turn = change.before.is_some() && change.after.is_some() && !change.weeks.is_empty();
        let thing = Change {
            weeks: Vec::new(),
            before: None,
            after: None,
            ..change.clone()
        };
        let known = places.get(&thing).filter(|_| is_turn);
        match known.and_then(|place| groups.get_mut(*place)) {
            Some((whole, group)) => {
                whole.weeks.extend(&change.weeks);
                group.push(change);
            }
            None => {
                if is_turn {
                    places.insert(thing, groups.len());
                }
                groups.push((change.clone(), vec![change]));
            }
        }
    }
    let phrases = groups.into_iter().map(|(mut whole, group)| {
        whole.weeks.sort_unstable();
        whole.weeks.dedup();
        Phrase {
            place: place(&whole),
            what: what(&whole),
            turns: group.into_iter().map(turn).collect(),
        }
    });
    phrases.collect()
}

fn turn(change: &Change) -> Turn {
    let (before, after) = (change.before.as_ref(), change.after.as_ref());
    let turn = Turn {
        weeks: change.weeks_in_words().unwrap_or_default(),
        unknown: unknown(before, after),
        ..Turn::default()
    };
    match (before, after) {
        (None, Some(value)) | (Some(value), None) if change.aspect.is_thing() => Turn {
            after: shown(value, ""),
            ..turn
        },
        (before, after) => {
            let text =
                |value: Option<&Value>| value.map_or("", |value| value.text.as_str()).to_owned();
            let (was, is) = (text(before), text(after));
            // What percentages are of is said once.
            let mut bases = [" of 1RM", " of training max"].into_iter();
            let base = bases.find(|base| was.ends_with(base) && is.ends_with(base));
            let words = |value: Option<&Value>, base: &str| {
                value.map_or_else(
                    || absent(change.aspect).to_owned(),
                    |value| shown(value, base),
                )
            };
            Turn {
                before: Some(words(before, base.unwrap_or_default())),
                after: words(after, ""),
                ..turn
            }
        }
    }
}

/// What it means that a plan does not state something.
fn absent(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::RestBefore => "as usual",
        Aspect::WarmUp | Aspect::Superset | Aspect::Notes | Aspect::StopCues => "none",
        _ => "not stated",
    }
}

fn came(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Wrap => "put on",
        _ => "added",
    }
}

fn went(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Wrap => "taken off",
        _ => "removed",
    }
}

fn what(change: &Change) -> String {
    match (&change.before, &change.after) {
        (None, Some(_)) if change.aspect.is_thing() => {
            return thing(change, came(change.aspect));
        }
        (Some(_), None) if change.aspect.is_thing() => {
            return thing(change, went(change.aspect));
        }
        _ => {}
    }
    match &change.note {
        Some(note) if change.aspect == Aspect::Resolved => format!("{note} come to"),
        _ => named(change),
    }
}

/// Something that came or went: `exercise added:`.
fn thing(change: &Change, what: &str) -> String {
    let named = named(change);
    format!("{} {what}:", named.trim_end_matches(':'))
        .trim_start()
        .to_owned()
}

/// What changed, with the lift that it is of.
fn named(change: &Change) -> String {
    let words = change.aspect.words();
    match (change.aspect, change.exercises.first()) {
        (Aspect::OneRm | Aspect::TrainingMax | Aspect::MaxReps, Some(lift)) => {
            format!("{words} of {lift}")
        }
        _ => words.to_owned(),
    }
}

fn place(change: &Change) -> String {
    let names = || {
        let shown: Vec<&str> = change
            .exercises
            .iter()
            .take(MOST_NAMES)
            .map(String::as_str)
            .collect();
        let more = change.exercises.len().saturating_sub(MOST_NAMES);
        match (shown.as_slice(), more) {
            ([], _) => None,
            ([only], _) => Some((*only).to_owned()),
            ([init @ .., last], 0) => Some(format!("{} and {last}", init.join(", "))),
            (all, more) => Some(format!("{} and {more} more exercises", all.join(", "))),
        }
    };
    let parts = match change.aspect {
        Aspect::Title | Aspect::Goal | Aspect::WeekNumbers => [Some("plan".to_owned()), None, None],
        Aspect::Meaning => [Some("plan".to_owned()), None, names()],
        Aspect::StopCues | Aspect::Notes if change.weeks.is_empty() => {
            [Some("plan".to_owned()), None, None]
        }
        _ if change.weeks.is_empty() => [Some("athlete".to_owned()), None, None],
        _ => [change.weeks_in_words(), change.session.clone(), names()],
    };
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A value with what it comes to; the words at its end that are said elsewhere are left out.
fn shown(value: &Value, without: &str) -> String {
    let text = value.text.strip_suffix(without).unwrap_or(&value.text);
    match &value.also {
        Some(also) => format!("{text} ({also})"),
        None => text.to_owned(),
    }
}

fn unknown(before: Option<&Value>, after: Option<&Value>) -> Option<String> {
    let of = |value: Option<&Value>| value.and_then(|value| value.unknown.clone());
    match (of(before), of(after)) {
        (None, None) => None,
        (Some(was), Some(is)) if was == is => Some(is),
        (Some(was), None) if after.is_none() => Some(was),
        (Some(was), None) => Some(format!("before: {was}")),
        (None, Some(is)) => Some(is),
        (Some(was), Some(is)) => Some(format!("before: {was}; now: {is}")),
    }
}

/// What became of a finding, and in which weeks: `appeared in weeks 3-4`.
pub(super) fn became(change: &FindingChange) -> String {
    let words = match change.came {
        Came::Appeared => "appeared",
        Came::Heard => "no longer silenced",
        Came::Worse => "worse",
        Came::Changed => "changed",
        Came::Better => "better",
        Came::Silenced => "silenced",
        Came::Gone => "gone",
    };
    match change.weeks.as_slice() {
        [] => words.to_owned(),
        [week] => format!("{words} in week {week}"),
        weeks => {
            let weeks: Vec<String> = weeks.iter().map(u32::to_string).collect();
            format!("{words} in weeks {}", weeks.join(", "))
        }
    }
}

/// The word for how much a finding matters.
pub(super) fn level(finding: &Diagnostic) -> &'static str {
    match finding.status {
        Status::Violated => finding.severity.word(),
        Status::CannotCheck => finding.status.word(),
    }
}

/// What else is to be said of a finding, a line each.
pub(super) fn remarks(change: &FindingChange) -> Vec<String> {
    let mut remarks = Vec::new();
    if let (Some(before), Some(after)) = (&change.before, &change.after) {
        if level(before) != level(after) {
            remarks.push(format!("was: {}", level(before)));
        }
        if before.message != after.message {
            remarks.push(format!("said before: {}", before.message));
        }
    }
    remarks.extend(
        change
            .reason
            .as_ref()
            .map(|reason| format!("the comment says: {reason}")),
    );
    remarks
}

/// The line of a finding, in the version that it is from.
pub(super) fn line(change: &FindingChange, compared: &Compared) -> Option<usize> {
    let source: &SourceFile = match change.after {
        Some(_) => compared.new.as_ref()?,
        None => compared.old.as_ref()?,
    };
    let finding = change.finding()?;
    Some(source.line_column(finding.span.range().start).line)
}

/// Where something stands that could not be read: `line 7, in both versions`.
pub(super) fn unread_place(unread: &Unread) -> String {
    let version = match (unread.is_old, unread.is_in_both) {
        (_, true) => "the same in both versions",
        (true, _) => "old version",
        (false, _) => "new version",
    };
    format!("line {}, {version}", unread.line)
}

/// What became of a plan as a whole, if that is something.
pub(super) fn state(compared: &Compared) -> Option<&'static str> {
    match compared.state {
        State::Added => Some("new plan"),
        State::Removed => Some("plan removed"),
        State::Renamed => Some("renamed"),
        State::Kept => None,
    }
}

/// Said where the training is the same and something else is not.
pub(super) fn no_change(compared: &Compared) -> Option<&'static str> {
    let comparison = &compared.comparison;
    if !comparison.changes.is_empty() || !comparison.follows.is_empty() {
        return None;
    }
    if comparison.unread.iter().any(|unread| !unread.is_in_both) {
        return Some("no change in training in what could be read");
    }
    matches!(compared.state, State::Kept | State::Renamed).then_some("no change in training")
}

/// The sentence that ends a run.
pub(super) fn summary(summary: &ComparisonSummary) -> String {
    let plans = count(summary.plans, "plan", "plans");
    let changed = summary.changed;
    let mut words = match (changed, summary.may_differ()) {
        _ if summary.plans == 0 => "nothing was compared".to_owned(),
        (0, false) => format!("no change in training ({plans} compared)"),
        (0, true) => format!("no change in training in what could be read ({plans} compared)"),
        (1, _) if summary.plans == 1 => "the training changed (1 plan compared)".to_owned(),
        _ => format!("the training changed in {changed} of {plans}"),
    };
    let findings = [
        (summary.appeared, "appeared"),
        (summary.worse, "became worse"),
        (summary.reworded, "changed"),
        (summary.better, "became better"),
        (summary.silenced, "silenced"),
        (summary.gone, "gone"),
    ];
    let told = findings.iter().filter(|(number, _)| *number > 0);
    let told: Vec<String> = told
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    words += &match told.is_empty() {
        true if summary.plans == 0 => String::new(),
        true => "; findings as before".to_owned(),
        false => format!("; findings: {}", told.join(", ")),
    };
    if summary.new_errors > 0 {
        words += &format!(
            " ({} at error level)",
            count(summary.new_errors, "new one", "new ones")
        );
    }
    if summary.unread > 0 {
        let parts = count(summary.unread, "part", "parts");
        words += &format!("; {parts} could not be read and not be compared");
    }
    if !summary.unreadable.is_empty() {
        let plans = count(summary.unreadable.len(), "plan", "plans");
        words += &format!("; {plans} could not be compared");
    }
    words
}
