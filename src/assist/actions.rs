//! Edits that no finding carries: silence a finding with a reason, add the line that a check needs, take the name that was
//! meant.

use super::Document;
use super::outline::content;
use crate::catalogue::Resolution;
use crate::diagnostic::{Applicability, Diagnostic, Status};
use crate::engine::waive;
use crate::model::Missing;
use crate::model::plan::{ClassStatus, Exercise};
use crate::report::plain;
use crate::source::{Span, TextEdit, line_ending};
use crate::syntax::ast::{LoadKind, Statement};

/// What an edit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// It takes the name that was meant.
    DidYouMean,
    /// It adds the line of a 1RM.
    AddOneRm,
    /// It silences a finding on its line.
    SuppressLine,
    /// It silences a rule in the file.
    SuppressFile,
}

/// An edit that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What it does, as an action.
    pub title: String,
    /// What it is for.
    pub kind: ActionKind,
    /// The finding that it is an answer to: its number in the report.
    pub finding: Option<usize>,
    /// Edits that do not overlap.
    pub edits: Vec<TextEdit>,
    /// Who may apply it. One with a placeholder leaves a `…` to be filled in.
    pub applicability: Applicability,
}

/// What stands for a reason until somebody writes one.
const REASON: &str = "…";

/// What is offered for the findings that touch a stretch of text, and for the exercises in it.
pub fn actions(document: &Document<'_>, within: Span) -> Vec<Action> {
    let within = document.clamp_span(within);
    let mut actions = repairs(document, within);
    for (number, finding) in document.report.diagnostics.iter().enumerate() {
        if touches(finding.span, within) {
            for finding in std::iter::once(finding).chain(&finding.joined) {
                suppress(document, number, finding, &mut actions);
            }
        }
    }
    once(&mut actions);
    actions
}

/// Those of them that silence nothing.
pub fn repairs(document: &Document<'_>, within: Span) -> Vec<Action> {
    let within = document.clamp_span(within);
    let mut actions = Vec::new();
    for (place, line) in document.lines_in(within) {
        if let Statement::Exercise(exercise) = &line.statement {
            // Only where the name is what is pointed at, or the whole line.
            if touches(exercise.name, within) {
                did_you_mean(document, exercise.name, &mut actions);
            }
            actions.extend(add_one_rm(document, place));
        }
    }
    once(&mut actions);
    actions
}

/// Leaves each edit once.
fn once(actions: &mut Vec<Action>) {
    let mut seen: Vec<Vec<TextEdit>> = Vec::new();
    actions.retain(|action| {
        let is_new = !seen.contains(&action.edits);
        seen.push(action.edits.clone());
        is_new
    });
}

fn touches(span: Span, within: Span) -> bool {
    span.start <= within.end && within.start <= span.end
}

/// Findings that a comment at an offset would cover: those on its line, or on the next one if it stands alone.
pub(super) fn covered_findings<'d>(
    document: &Document<'d>,
    offset: usize,
) -> impl Iterator<Item = &'d Diagnostic> {
    let lines = &document.tree.lines;
    let here = document.line_at(offset).map(|(place, _)| place);
    let alone = |place: usize| {
        let line = lines.get(place);
        line.is_some_and(|line| matches!(line.statement, Statement::Blank))
    };
    let next = here.and_then(|place| (place..lines.len()).find(|place| !alone(*place)));
    let span = next
        .and_then(|place| lines.get(place))
        .map(|line| line.span);
    let findings = document.report.diagnostics.iter();
    findings.filter(move |finding| {
        span.is_some_and(|line| line.contains(finding.span) && !line.is_empty())
    })
}

/// The names that a name which is not known may stand for.
fn did_you_mean(document: &Document<'_>, name: Span, actions: &mut Vec<Action>) {
    let written = document.slice(name);
    let class = document.class_named(written);
    if class.is_none_or(|class| class.status != ClassStatus::Unknown) {
        return;
    }
    let finding = finding_at(document, "unknown-exercise", name);
    let Resolution::Unknown { suggestions } = document.plan.roster.resolve(written) else {
        return;
    };
    for suggestion in suggestions {
        actions.push(Action {
            title: format!("write `{}`", plain(&suggestion)),
            kind: ActionKind::DidYouMean,
            finding,
            edits: vec![TextEdit {
                span: name,
                text: suggestion,
            }],
            applicability: Applicability::Unsafe,
        });
    }
}

fn finding_at(document: &Document<'_>, rule: &str, span: Span) -> Option<usize> {
    let findings = document.report.diagnostics.iter();
    let mut here = findings
        .enumerate()
        .filter(|(_, finding)| finding.rule == rule && finding.span == span);
    here.next().map(|(number, _)| number)
}

/// The line that the load of an exercise needs, below the last one about the athlete.
fn add_one_rm(document: &Document<'_>, line: usize) -> Option<Action> {
    let (_, exercise) = document.exercise_of(line)?;
    needs_one_rm(document, exercise).then_some(())?;
    let span = exercise.span;
    let findings = document.report.diagnostics.iter().enumerate();
    let finding = findings
        .filter(|(_, finding)| finding.status == Status::CannotCheck)
        .find(|(_, finding)| touches(finding.span, span))
        .map(|(number, _)| number);
    let name = document.plan.slice(exercise.name);
    let name = if name.contains([',', '"']) || name.chars().any(|c| c.is_ascii_digit()) {
        format!("\"{}\"", name.replace('"', ""))
    } else {
        name.to_owned()
    };
    Some(Action {
        title: format!(
            "add the 1RM of `{}`",
            plain(document.plan.slice(exercise.name))
        ),
        kind: ActionKind::AddOneRm,
        finding,
        edits: vec![line_about_athlete(document, &format!("1rm {name} … kg"))],
        applicability: Applicability::Placeholder,
    })
}

/// Whether the load of an exercise could be compared if its 1RM were there.
fn needs_one_rm(document: &Document<'_>, exercise: &Exercise) -> bool {
    let plan = document.plan;
    let class = plan.class(exercise);
    let is_known = class.is_some_and(|class| class.status == ClassStatus::Known);
    let mut sets = plan.sets_of(exercise).iter();
    is_known
        && exercise.one_rm.is_none()
        && sets.any(|set| {
            matches!(set.load, Err(Missing::OneRm(_)))
                || matches!(
                    set.kind,
                    Some(LoadKind::Percent { .. } | LoadKind::RepMax(_))
                )
        })
}

/// An edit that adds a line about the athlete: below the last such line, or below the title, or in front of everything.
fn line_about_athlete(document: &Document<'_>, words: &str) -> TextEdit {
    let text = document.text();
    let ending = line_ending(text);
    let lines = &document.tree.lines;
    let about = lines.iter().rev().find(|line| {
        line.statement.is_about_the_athlete() || matches!(line.statement, Statement::Athlete(_))
    });
    if let Some(line) = about {
        let indent = match line.statement {
            Statement::Athlete(_) => "  ",
            _ => {
                let head = content(line, text).range().start;
                text.get(line.span.range().start..head).unwrap_or_default()
            }
        };
        let indent = indent.trim_start_matches('\u{FEFF}');
        return TextEdit {
            span: Span::at(line.span.range().end),
            text: format!("{ending}{indent}{words}"),
        };
    }
    let head = lines.iter().rev().find(|line| {
        matches!(
            line.statement,
            Statement::Title(_) | Statement::Goal(_) | Statement::Units(_)
        )
    });
    match head {
        Some(line) => TextEdit {
            span: Span::at(line.span.range().end),
            text: format!("{ending}{ending}athlete{ending}  {words}"),
        },
        None => TextEdit {
            span: Span::at(behind_mark(text)),
            text: format!("athlete{ending}  {words}{ending}{ending}"),
        },
    }
}

/// Comments that silence a finding, where one may.
fn suppress(
    document: &Document<'_>,
    number: usize,
    finding: &Diagnostic,
    actions: &mut Vec<Action>,
) {
    let text = document.text();
    let id = finding.rule.as_ref();
    let alone = Diagnostic {
        joined: Vec::new(),
        ..finding.clone()
    };
    let edits = waive(&[alone], document.tree, text, document.rules, REASON);
    // Nothing may silence what was not read, or what the configuration forbids.
    if edits.is_empty() {
        return;
    }
    let action = |title: String, kind, edits| Action {
        title,
        kind,
        finding: Some(number),
        edits,
        applicability: Applicability::Placeholder,
    };
    let title = format!("silence `{id}` here, with a reason");
    actions.push(action(title, ActionKind::SuppressLine, edits));
    let ending = line_ending(text);
    let first = TextEdit {
        span: Span::at(behind_mark(text)),
        text: format!("# cuff: allow-file({id}) because {REASON}{ending}"),
    };
    let title = format!("silence `{id}` in this file, with a reason");
    actions.push(action(title, ActionKind::SuppressFile, vec![first]));
}

/// Where the first line begins.
fn behind_mark(text: &str) -> usize {
    if text.starts_with('\u{FEFF}') {
        '\u{FEFF}'.len_utf8()
    } else {
        0
    }
}
