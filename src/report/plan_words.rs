//! What `cuff show` says in the terminal and on the page alike.

use crate::diagnostic::{Diagnostic, Severity, Status};
use crate::sheet::{Block, Lasting, Session, Sheet, ranges};

use super::{clock, escape, summary};

/// The word that a finding opens with, for people who have never used a linter.
pub(super) fn kind(diagnostic: &Diagnostic) -> &'static str {
    match (diagnostic.status, diagnostic.severity) {
        (Status::CannotCheck, _) => "undecided",
        (Status::Violated, severity) => severity.word(),
    }
}

/// The name of a session as a heading.
pub(super) fn session_name(name: &str) -> String {
    match escape::words(name) {
        name if name.is_empty() => "Session".to_owned(),
        name => name,
    }
}

/// `Weeks 1-4`, `Week 5, deload`
pub(super) fn week_words(block: &Block<'_>) -> String {
    let numbers = ranges(&block.weeks);
    let plural = if block.weeks.len() == 1 { "" } else { "s" };
    let mut words = format!("Week{plural} {numbers}");
    if let Some(phase) = &block.week.phase {
        words.push_str(", ");
        words.push_str(&escape::words(phase));
    }
    words
}

/// The heading of lines that could not be read.
pub(super) fn unread_words(lines: usize) -> String {
    let is = if lines == 1 { "is" } else { "are" };
    let lines = summary::count(lines, "line", "lines");
    format!("{lines} could not be read and {is} not in what is shown:")
}

/// What is in the plan, and what was found.
pub(super) fn counts(sheet: &Sheet) -> String {
    let weeks = summary::count(sheet.weeks.len(), "week", "weeks");
    let trained: usize = sheet.weeks.iter().map(|week| week.sessions.len()).sum();
    let sessions = summary::count(trained, "session", "sessions");
    let wraps = sheet
        .sessions
        .iter()
        .any(|session| !session.wraps.is_empty());
    let wraps = if wraps { "" } else { ", no wraps" };
    let mut found = Vec::new();
    for severity in Severity::ALL {
        let count = count(sheet, |diagnostic| {
            diagnostic.status == Status::Violated && diagnostic.severity == severity
        });
        if count > 0 {
            let word = severity.word();
            let many = if severity == Severity::Advice {
                word.to_owned()
            } else {
                format!("{word}s")
            };
            found.push(summary::count(count, word, &many));
        }
    }
    let open = count(sheet, |diagnostic| diagnostic.status == Status::CannotCheck);
    let mut words = format!("{weeks}, {sessions}{wraps}. Found under the rules that are on: ");
    words.push_str(&if found.is_empty() {
        "nothing".to_owned()
    } else {
        found.join(", ")
    });
    if open > 0 {
        let checks = summary::count(open, "check", "checks");
        words.push_str(&format!("; {checks} could not be made"));
    }
    if sheet.suppressed > 0 {
        words.push_str(&format!("; {} silenced by comments", sheet.suppressed));
    }
    if sheet.elsewhere > 0 {
        words.push_str(&format!(
            "; {} of them in what is not shown",
            sheet.elsewhere
        ));
    }
    words.push('.');
    words
}

fn count(sheet: &Sheet, is_one: impl Fn(&Diagnostic) -> bool) -> usize {
    let findings = sheet.findings.iter();
    findings
        .filter(|finding| is_one(&finding.diagnostic))
        .count()
}

/// How long a session takes: stated, and by the clock.
pub(super) fn session_time(session: &Session, approximately: &str) -> String {
    let words = clock::lasting(session.lasting, approximately);
    match &session.stated {
        Some(stated) => format!("{stated} stated, {words} by the clock"),
        None => words,
    }
}

/// Minutes of a week; nothing is no time at all.
pub(super) fn week_time(lasting: Lasting, approximately: &str, nothing: &str) -> String {
    if lasting.is_nothing() {
        nothing.to_owned()
    } else {
        clock::minutes(lasting, approximately)
    }
}
