//! A baseline: findings that were there when somebody decided to look at new ones only. A finding is known by its rule and
//! its place in the plan (`week 3/Legs/Lying Leg Curl`), not by its line; where several share both, they are counted.

use std::collections::BTreeMap;

use super::merge::{apart, rejoined};
use crate::diagnostic::{Diagnostic, Severity, Status};
use crate::rules::RuleSet;

/// A finding as a baseline remembers it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// The rule.
    pub rule: String,
    /// The place in the plan; empty for the file as a whole.
    pub place: String,
    /// Whether it is violated, or could not be checked.
    pub status: Status,
    /// How much it mattered.
    pub severity: Severity,
    /// What was said.
    pub message: String,
}

/// What a baseline does to the findings of a plan.
#[derive(Debug, Default)]
pub struct Split {
    /// Findings that it does not know.
    pub new: Vec<Diagnostic>,
    /// Findings that it knows.
    pub known: Vec<Diagnostic>,
    /// Places in the baseline of what is not found any more.
    pub gone: Vec<usize>,
}

impl Known {
    /// A finding as a baseline remembers it.
    pub fn of(finding: &Diagnostic) -> Self {
        Self {
            rule: finding.rule.clone().into_owned(),
            place: finding.place.clone(),
            status: finding.status,
            severity: finding.severity,
            message: finding.message.clone(),
        }
    }
}

/// Whether a baseline may know a finding. What the configuration forbids to silence is heard, and so is a finding that
/// means that much of a plan was not looked at.
fn may_be_known(finding: &Diagnostic, rules: &RuleSet) -> bool {
    let entry = rules.language.get(finding.rule.as_ref());
    let unfinished = entry.is_some_and(|(entry, _)| entry.is_unfinished());
    !unfinished && !rules.forbidden.contains_key(finding.rule.as_ref())
}

/// Tells new findings from those that a baseline knows. Each entry stands for one finding, and for none that is worse
/// than the one it was made of.
pub fn split(findings: Vec<Diagnostic>, baseline: &[Known], rules: &RuleSet) -> Split {
    // A finding may stand for several. Those that are not known must not pass for known with the others.
    let findings: Vec<Vec<Diagnostic>> = findings.into_iter().map(apart).collect();
    let all: Vec<&Diagnostic> = findings.iter().flatten().collect();
    let (known, gone) = matched(&all, baseline, rules);
    let mut split = Split {
        gone,
        ..Split::default()
    };
    let mut known = known.into_iter();
    for parts in findings {
        let (old, new): (Vec<Diagnostic>, Vec<Diagnostic>) = parts
            .into_iter()
            .partition(|_| known.next().unwrap_or(false));
        split.known.extend(old);
        split.new.extend(rejoined(new));
    }
    split
}

/// For each finding whether a baseline knows all that it stands for.
pub fn known_among(findings: &[Diagnostic], baseline: &[Known], rules: &RuleSet) -> Vec<bool> {
    let all: Vec<&Diagnostic> = findings.iter().flat_map(parts).collect();
    let mut known = matched(&all, baseline, rules).0.into_iter();
    let all_known = |finding: &Diagnostic| {
        let parts = known.by_ref().take(1 + finding.joined.len());
        // All of them are taken, since those of the next finding follow.
        parts.filter(|known| !known).count() == 0
    };
    findings.iter().map(all_known).collect()
}

/// What a baseline remembers of findings, those that it must not know left out.
pub fn remembered(findings: &[Diagnostic], rules: &RuleSet) -> Vec<Known> {
    let all = findings.iter().flat_map(parts);
    all.filter(|finding| may_be_known(finding, rules))
        .map(Known::of)
        .collect()
}

/// The findings that one stands for.
fn parts(finding: &Diagnostic) -> impl Iterator<Item = &Diagnostic> {
    std::iter::once(finding).chain(&finding.joined)
}

/// For each finding whether a baseline knows it, and the places of what is not found any more.
fn matched(
    findings: &[&Diagnostic],
    baseline: &[Known],
    rules: &RuleSet,
) -> (Vec<bool>, Vec<usize>) {
    let mut left = Left::new();
    for (number, known) in baseline.iter().enumerate() {
        let places = left.entry(&known.rule).or_default();
        places.entry(&known.place).or_default().push(number);
    }
    let mut known = vec![false; findings.len()];
    // Those that say the very same come first, so that of several at one place the right one is known.
    let same = |known: &Known, finding: &Diagnostic| known.message == finding.message;
    let any = |_: &Known, _: &Diagnostic| true;
    for fits in [same as fn(&Known, &Diagnostic) -> bool, any] {
        for (finding, is_known) in findings.iter().zip(&mut known) {
            if !*is_known && may_be_known(finding, rules) {
                *is_known = take(&mut left, baseline, finding, fits);
            }
        }
    }
    let mut gone: Vec<usize> = left
        .into_values()
        .flat_map(BTreeMap::into_values)
        .flatten()
        // What was not looked for may still be there.
        .filter(|number| {
            let known = baseline.get(*number);
            !known.is_some_and(|known| rules.is_left_out(&known.rule))
        })
        .collect();
    gone.sort_unstable();
    (known, gone)
}

/// Numbers of entries that stand for no finding yet, by rule and place.
type Left<'b> = BTreeMap<&'b str, BTreeMap<&'b str, Vec<usize>>>;

/// Uses up the entry that stands for a finding: of those that are no milder, the one that is nearest.
fn take(
    left: &mut Left<'_>,
    baseline: &[Known],
    finding: &Diagnostic,
    fits: impl Fn(&Known, &Diagnostic) -> bool,
) -> bool {
    let places = left.get_mut(finding.rule.as_ref());
    let Some(numbers) = places.and_then(|places| places.get_mut(finding.place.as_str())) else {
        return false;
    };
    let weight = (finding.status, finding.severity);
    let fitting = numbers.iter().enumerate().filter_map(|(at, number)| {
        let known = baseline.get(*number)?;
        let of_known = (known.status, known.severity);
        (weight >= of_known && fits(known, finding)).then_some((of_known, at))
    });
    let nearest = fitting.max_by_key(|(weight, at)| (*weight, std::cmp::Reverse(*at)));
    nearest.map(|(_, at)| numbers.remove(at)).is_some()
}
