//! One cause, one finding: the same finding in several weeks or sets becomes one, a narrower rule takes the place of the
//! broader ones that it names, and everything that one missing line leaves open is said once, after comments were heard.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::finding::Finding;
use crate::diagnostic::{Diagnostic, Severity, Status};
use crate::model::Plan;
use crate::rules::RuleSet;
use crate::source::Span;

/// Merges findings in place.
pub(super) fn merge(findings: &mut Vec<Finding>, plan: &Plan<'_>, rules: &RuleSet) {
    same_place(findings);
    superseded(findings, rules);
    let days = trained(plan);
    for finding in findings.iter_mut() {
        say_weeks(finding, &days);
    }
}

/// The same rule at the same place: sets of one exercise, weeks of one line, or the very same words.
fn same_place(findings: &mut Vec<Finding>) {
    let mut seen: HashMap<(String, Span, Status), Vec<usize>> = HashMap::new();
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in std::mem::take(findings) {
        let diagnostic = &finding.diagnostic;
        let places = seen
            .entry((
                diagnostic.rule.clone().into_owned(),
                diagnostic.span,
                diagnostic.status,
            ))
            .or_default();
        let alike = |place: &&usize| {
            kept.get(**place).is_some_and(|before| {
                before.subject == finding.subject
                    || before.diagnostic.message == finding.diagnostic.message
            })
        };
        match places.iter().find(alike).copied() {
            Some(place) => {
                if let Some(before) = kept.get_mut(place) {
                    absorb(before, finding);
                }
            }
            None => {
                places.push(kept.len());
                kept.push(finding);
            }
        }
    }
    *findings = kept;
}

/// Joins a finding with one that was made before. The worse of the two is what a person should read.
fn absorb(before: &mut Finding, finding: Finding) {
    let mut weeks = std::mem::take(&mut before.weeks);
    weeks.extend_from_slice(&finding.weeks);
    if finding.diagnostic.severity < before.diagnostic.severity {
        *before = finding;
    }
    before.weeks = weeks;
}

/// Findings of broader rules at the same line go, where a narrower rule that names them speaks.
fn superseded(findings: &mut Vec<Finding>, rules: &RuleSet) {
    let speaking: Vec<(Span, Severity, &[String])> = findings
        .iter()
        .filter(|finding| finding.diagnostic.status == Status::Violated)
        .filter_map(|finding| {
            let rule = rules.rule(&finding.diagnostic.rule)?;
            let broader = rule.file.supersedes.as_slice();
            (!broader.is_empty()).then_some((finding.subject, finding.diagnostic.severity, broader))
        })
        .collect();
    if speaking.is_empty() {
        return;
    }
    findings.retain(|finding| {
        !speaking.iter().any(|(subject, severity, broader)| {
            let meets = subject.contains(finding.subject) || finding.subject.contains(*subject);
            // A warning about one set must not hide an error about another.
            let outweighs = *severity <= finding.diagnostic.severity;
            meets && outweighs && broader.iter().any(|rule| *rule == finding.diagnostic.rule)
        })
    });
}

/// How a note begins that names what a finding stands for.
const SAME_REASON: &str = "for the same reason cuff cannot check ";

/// What cannot be decided for one and the same reason is said once, with all rules that it leaves open. Comments have
/// silenced what they name by then, and no more than that.
pub fn join(findings: &mut Vec<Finding>) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut kept: Vec<(Finding, Vec<Diagnostic>)> = Vec::with_capacity(findings.len());
    for finding in std::mem::take(findings) {
        let place = finding
            .reason
            .as_ref()
            .and_then(|reason| seen.get(reason).copied());
        if let Some((_, others)) = place.and_then(|place| kept.get_mut(place)) {
            others.push(finding.diagnostic);
            continue;
        }
        if let Some(reason) = &finding.reason {
            seen.insert(reason.clone(), kept.len());
        }
        kept.push((finding, Vec::new()));
    }
    findings.extend(kept.into_iter().map(|(finding, others)| Finding {
        diagnostic: standing_for(finding.diagnostic, others),
        ..finding
    }));
}

/// A finding that stands for others as well.
fn standing_for(mut first: Diagnostic, others: Vec<Diagnostic>) -> Diagnostic {
    let mut rules: Vec<String> = Vec::new();
    for other in &others {
        let name = format!("`{}`", other.rule);
        if other.rule != first.rule && !rules.contains(&name) {
            rules.push(name);
        }
        first.severity = first.severity.min(other.severity);
    }
    if !rules.is_empty() {
        first.notes.push(format!("{SAME_REASON}{}", listed(&rules)));
    }
    first.joined = others;
    first
}

/// The findings that one finding stands for, itself the first.
pub(super) fn apart(mut finding: Diagnostic) -> Vec<Diagnostic> {
    let others = std::mem::take(&mut finding.joined);
    if !others.is_empty() {
        finding.notes.retain(|note| !note.starts_with(SAME_REASON));
    }
    std::iter::once(finding).chain(others).collect()
}

/// One finding for those that are left of what it stood for; `None` if nothing is.
pub(super) fn rejoined(parts: Vec<Diagnostic>) -> Option<Diagnostic> {
    let mut parts = parts.into_iter();
    let first = parts.next()?;
    Some(standing_for(first, parts.collect()))
}

fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [init @ .., last] => format!("{} and {last}", init.join(", ")),
    }
}

/// The weeks that each day of the text is trained in, by the place of the day.
fn trained(plan: &Plan<'_>) -> BTreeMap<Span, BTreeSet<u32>> {
    let mut days: BTreeMap<Span, BTreeSet<u32>> = BTreeMap::new();
    for session in &plan.sessions {
        days.entry(session.span).or_default().extend(&session.weeks);
    }
    days
}

/// Says in which weeks a finding holds, where it is not all the weeks that its line is trained in.
fn say_weeks(finding: &mut Finding, days: &BTreeMap<Span, BTreeSet<u32>>) {
    finding.weeks.sort_unstable();
    finding.weeks.dedup();
    if finding.weeks.len() < 2 || finding.diagnostic.status == Status::CannotCheck {
        return;
    }
    let start = finding.subject.start;
    let until = Span {
        start,
        end: u32::MAX,
    };
    let day = days.range(..=until).next_back();
    if day.is_some_and(|(span, weeks)| start < span.end && weeks.iter().eq(&finding.weeks)) {
        return;
    }
    finding
        .diagnostic
        .notes
        .push(format!("this holds in weeks {}", ranges(&finding.weeks)));
}

/// `1-3, 5`
fn ranges(weeks: &[u32]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(&first) = weeks.get(at) {
        let run = weeks
            .iter()
            .skip(at)
            .zip(first..)
            .take_while(|&(&week, expected)| week == expected)
            .count();
        let last = weeks
            .get(at + run.saturating_sub(1))
            .copied()
            .unwrap_or(first);
        parts.push(if first == last {
            first.to_string()
        } else {
            format!("{first}-{last}")
        });
        at += run.max(1);
    }
    parts.join(", ")
}
