//! Comments that silence findings: `# cuff: allow(rule) because …`. A comment at the end of a line covers that line, one
//! on a line of its own covers what the next line opens: an exercise, a wrap, a day, a week, the athlete, or the plan.

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
    let void: Vec<(Span, Vec<String>)> = findings
        .iter()
        .filter_map(|finding| voids(finding, rules))
        .collect();
    for (place, line) in tree.lines.iter().enumerate() {
        let Some(suppression) = line
            .comment
            .as_ref()
            .and_then(|comment| comment.suppression.as_ref())
        else {
            continue;
        };
        let comment = line
            .comment
            .as_ref()
            .map_or(line.span, |comment| comment.span);
        let covered = covered(tree, place);
        for &id in &suppression.rules {
            let rule = id.of(text);
            let Some(()) = known(id, rule, rules, findings) else {
                continue;
            };
            if void.iter().any(|(at, rules)| {
                *at == suppression.reason && rules.iter().any(|other| other == rule)
            }) {
                // The finding that makes it void says why.
                continue;
            }
            if is_unread(rule, rules) {
                let message =
                    format!("`{rule}` cannot be silenced, because something was not read");
                let report = Diagnostic::new("malformed-suppression", Severity::Error, id, message);
                findings.push(plain(report.help("put the line right instead")));
                continue;
            }
            let before = findings.len();
            findings.retain(|finding| {
                let hit =
                    finding.diagnostic.rule == rule && covered.contains(finding.diagnostic.span);
                if hit {
                    silenced.push(Suppressed {
                        diagnostic: finding.diagnostic.clone(),
                        reason: suppression.reason,
                    });
                }
                !hit
            });
            if findings.len() == before {
                findings.push(unused(id, rule, comment, suppression));
            }
        }
    }
    silenced
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

/// Reports a rule that is not there.
fn known(at: Span, rule: &str, rules: &RuleSet, findings: &mut Vec<Finding>) -> Option<()> {
    if rules.origin(rule).is_some() {
        return Some(());
    }
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
    findings.push(plain(report));
    None
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
