//! Comments that silence findings: `# cuff: allow(rule) because …`. A comment at the end of a line covers that line, one
//! on a line of its own covers what the next line opens: an exercise, a wrap, a day, a week, the athlete, or the plan.

use std::collections::{BTreeSet, HashMap};

use super::finding::Finding;
use crate::diagnostic::{Applicability, Diagnostic, Severity, Status};
use crate::nearest::nearest;
use crate::rules::RuleSet;
use crate::source::{Span, TextEdit};
use crate::syntax::ast::{Line, Plan, Statement, Suppression};

/// A finding that a comment silences.
#[derive(Clone, Debug)]
pub struct Suppressed {
    /// What would have been said.
    pub diagnostic: Diagnostic,
    /// The comment's reason.
    pub reason: Span,
}

/// Takes out what comments silence, and adds what is wrong with those comments.
pub fn suppress(
    findings: &mut Vec<Finding>,
    tree: &Plan,
    text: &str,
    rules: &RuleSet,
) -> Vec<Suppressed> {
    let mut silenced = Vec::new();
    let void: HashMap<Span, Vec<String>> = findings
        .iter()
        .filter_map(|finding| voids(finding, rules))
        .collect();
    let mut open = Open::new(std::mem::take(findings));
    for (place, line) in tree.lines.iter().enumerate() {
        let Some(comment) = line.comment.as_ref() else {
            continue;
        };
        let Some(suppression) = comment.suppression.as_ref() else {
            continue;
        };
        let covered = covered(tree, place);
        for &id in &suppression.rules {
            let rule = id.of(text);
            if rules.origin(rule).is_none() {
                open.add(unknown(id, rule, rules));
                continue;
            }
            let voided = void.get(&suppression.reason);
            if voided.is_some_and(|rules| rules.iter().any(|other| other == rule)) {
                // The finding that makes it void says why.
                continue;
            }
            if is_unread(rule, rules) {
                let message =
                    format!("`{rule}` cannot be silenced, because something was not read");
                let report = Diagnostic::new("malformed-suppression", Severity::Error, id, message);
                open.add(plain(report.help("put the line right instead")));
                continue;
            }
            let before = silenced.len();
            silenced.extend(open.take(rule, covered).map(|diagnostic| Suppressed {
                diagnostic,
                reason: suppression.reason,
            }));
            if silenced.len() == before {
                open.add(unused(id, rule, comment.span, suppression));
            }
        }
    }
    *findings = open.rest();
    silenced
}

/// Findings that nothing silences so far, found again by their rule and where they start.
struct Open {
    findings: Vec<Option<Finding>>,
    places: HashMap<String, BTreeSet<(u32, usize)>>,
}

impl Open {
    fn new(findings: Vec<Finding>) -> Self {
        let mut open = Self {
            findings: Vec::with_capacity(findings.len()),
            places: HashMap::new(),
        };
        findings.into_iter().for_each(|finding| open.add(finding));
        open
    }

    fn add(&mut self, finding: Finding) {
        let place = (finding.diagnostic.span.start, self.findings.len());
        let rule = finding.diagnostic.rule.clone().into_owned();
        self.places.entry(rule).or_default().insert(place);
        self.findings.push(Some(finding));
    }

    /// Takes out what a rule says about a stretch of text.
    fn take(&mut self, rule: &str, covered: Span) -> impl Iterator<Item = Diagnostic> {
        let mut taken = Vec::new();
        if let Some(places) = self.places.get_mut(rule) {
            let near = places.range((covered.start, 0)..=(covered.end, usize::MAX));
            let near: Vec<(u32, usize)> = near.copied().collect();
            for place in near {
                let Some(slot) = self.findings.get_mut(place.1) else {
                    continue;
                };
                if let Some(finding) =
                    slot.take_if(|finding| covered.contains(finding.diagnostic.span))
                {
                    places.remove(&place);
                    taken.push(finding.diagnostic);
                }
            }
        }
        taken.into_iter()
    }

    fn rest(self) -> Vec<Finding> {
        self.findings.into_iter().flatten().collect()
    }
}

/// The suppression that a finding makes void, and the rules that it is void for.
fn voids(finding: &Finding, rules: &RuleSet) -> Option<(Span, Vec<String>)> {
    let at = finding.voids?;
    if finding.diagnostic.status != Status::Violated {
        return None;
    }
    let rule = rules.rule(&finding.diagnostic.rule)?;
    Some((at, rule.file.voids.clone()))
}

/// A rule that is not there.
fn unknown(at: Span, rule: &str, rules: &RuleSet) -> Finding {
    let mut report = Diagnostic::new(
        "unknown-rule",
        Severity::Error,
        at,
        format!("there is no rule called `{rule}`"),
    );
    report.help = Some("`cuff rules` lists all rules".to_owned());
    if let Some(near) = nearest(rule, rules.ids()) {
        report.help = Some(format!("did you mean `{near}`?"));
        let edit = TextEdit {
            span: at,
            text: near.to_owned(),
        };
        report = report.fix(format!("write `{near}`"), Applicability::Unsafe, vec![edit]);
    }
    plain(report)
}

/// Whether a finding of the language means that something was not read at all.
fn is_unread(rule: &str, rules: &RuleSet) -> bool {
    let entry = rules.language.get(rule).map(|(entry, _)| entry);
    entry.is_some_and(|entry| entry.suppressible.as_deref() == Some("no"))
}

fn unused(at: Span, rule: &str, comment: Span, suppression: &Suppression) -> Finding {
    let alone = suppression.rules.len() == 1;
    let mut report = Diagnostic::new(
        "unused-suppression",
        Severity::Warning,
        at,
        format!("`{rule}` finds nothing here to silence"),
    )
    .help("remove it, so that it hides nothing later");
    if alone {
        let edit = TextEdit {
            span: comment,
            text: String::new(),
        };
        report = report.fix("remove the comment", Applicability::Safe, vec![edit]);
    }
    plain(report)
}

fn plain(diagnostic: Diagnostic) -> Finding {
    let subject = diagnostic.span;
    Finding {
        diagnostic,
        subject,
        weeks: Vec::new(),
        voids: None,
        reason: None,
    }
}

/// The text that a suppression on this line covers.
fn covered(tree: &Plan, place: usize) -> Span {
    let Some(line) = tree.lines.get(place) else {
        return Span::default();
    };
    if !matches!(line.statement, Statement::Blank) {
        return line.span;
    }
    let next = tree
        .lines
        .iter()
        .enumerate()
        .skip(place + 1)
        .find(|(_, line)| !matches!(line.statement, Statement::Blank | Statement::Note(_)));
    let Some((start, opener)) = next else {
        return line.span;
    };
    let whole = tree
        .lines
        .last()
        .map_or(line.span, |last| line.span.to(last.span));
    let until = |ends: fn(&Statement) -> bool| {
        let rest = tree.lines.iter().skip(start + 1);
        let last: Option<&Line> = rest.take_while(|line| !ends(&line.statement)).last();
        last.map_or(opener.span, |last| opener.span.to(last.span))
    };
    match opener.statement {
        Statement::Title(_) => whole,
        Statement::Week(_) => until(|statement| matches!(statement, Statement::Week(_))),
        Statement::Day(_) => {
            until(|statement| matches!(statement, Statement::Week(_) | Statement::Day(_)))
        }
        Statement::Wrap(_) => until(|statement| {
            matches!(
                statement,
                Statement::Week(_) | Statement::Day(_) | Statement::Unwrap(_)
            )
        }),
        Statement::Superset => until(|statement| {
            matches!(
                statement,
                Statement::Week(_) | Statement::Day(_) | Statement::End
            )
        }),
        Statement::Athlete(_) => until(|statement| !is_about_the_athlete(statement)),
        _ => until(|statement| !matches!(statement, Statement::Note(_) | Statement::Blank)),
    }
}

/// Whether a statement can stand among those about the athlete; blank lines and comments divide nothing.
fn is_about_the_athlete(statement: &Statement) -> bool {
    matches!(
        statement,
        Statement::Blank
            | Statement::Note(_)
            | Statement::Experience(_)
            | Statement::Age(_)
            | Statement::Bodyweight(_)
            | Statement::Conditions(_)
            | Statement::Complaints(_)
            | Statement::Clearance(_)
            | Statement::OneRm(_)
            | Statement::TrainingMax(_)
            | Statement::MaxReps(_)
    )
}
