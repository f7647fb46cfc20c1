//! The line that a finding waits for, such as a 1RM, put in its place with a blank for what only a person knows.

use super::Action;
use super::changes::{BLANK, Blanks};
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::source::{SourceFile, Span, TextEdit};
use crate::syntax::ast::{Line, Plan, Statement};
use crate::syntax::parse;

/// What stands for a day in what findings ask for.
const DAY: &str = "DATE";

/// How the help of a finding begins that asks for a line.
const ADD: &str = "add ";

/// Adds what the help of a finding asks for, where that is a line about the athlete with something to fill in. Without a
/// blank there would be a claim about somebody that nobody made.
pub(super) fn missing_lines(finding: &Diagnostic, source: &SourceFile, tree: &Plan) -> Vec<Action> {
    let help = finding.help.as_deref().filter(|help| help.starts_with(ADD));
    let quoted = help.unwrap_or_default().split('`').skip(1).step_by(2);
    let lines = quoted.filter(|line| line.contains(BLANK) && is_about_the_athlete(line));
    let action = |line: &str| Action {
        title: format!("add `{line}`"),
        edits: vec![inserted(&line.replace(DAY, BLANK), source, tree)],
        blanks: Blanks::Shown,
        is_preferred: false,
    };
    lines.map(action).collect()
}

/// Whether a fix writes no more than the line of an action, which stands where it belongs and has all of its blanks.
pub(super) fn is_same(fix: &Fix, action: &Action) -> bool {
    let [edit] = fix.edits.as_slice() else {
        return false;
    };
    let line = edit.text.replace(DAY, BLANK);
    let mut written = action.edits.iter().flat_map(|edit| edit.text.lines());
    fix.applicability == Applicability::Placeholder
        && written.any(|written| written.trim() == line.trim())
}

/// Whether a line is read as one about the athlete once its blanks are filled in.
fn is_about_the_athlete(line: &str) -> bool {
    let text = line.replace(BLANK, "1").replace(DAY, "2026-01-01");
    let lines = parse(&text).plan.lines;
    lines
        .first()
        .is_some_and(|line| line.statement.is_about_the_athlete())
}

/// The line behind the last one about the athlete; at the top of a plan that says nothing about one.
fn inserted(line: &str, source: &SourceFile, tree: &Plan) -> TextEdit {
    let text = source.text();
    let speaks = |line: &&Line| {
        matches!(line.statement, Statement::Athlete(_)) || line.statement.is_about_the_athlete()
    };
    match tree.lines.iter().rev().find(speaks) {
        Some(last) => TextEdit {
            span: Span::at(last.span.range().end),
            text: format!("\n  {line}"),
        },
        None => TextEdit {
            span: Span::at(if text.starts_with('\u{FEFF}') { 3 } else { 0 }),
            text: format!("athlete \"{BLANK}\"\n  {line}\n"),
        },
    }
}
