//! Test results, as JUnit wrote them first and most runners read them: a suite for each plan, a case for each finding, and
//! one case that passes for a plan without.
//!
//! Errors and warnings fail. What could not be checked, what is advice and what is silenced counts as skipped, with the
//! reason: a failure would say that the plan is wrong. A file that cannot be read is an error of its own.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;

use super::found::{Found, Known, Rank, Silencer};
use super::{Form, Piece, Progress, Summary, escape, paint};

/// The form.
pub(super) struct Junit;

fn case(source: &SourceFile, known: &Known<'_>) -> TestCase {
    let finding = known.finding;
    let line = source.line_column(finding.span.range().start).line;
    let message = escape::words(&finding.message);
    let mut status = match (known.by, Rank::of(finding)) {
        (Some(by), _) => skipped(&silenced(by)),
        (None, Rank::Error | Rank::Warning) => failed(&message),
        (None, Rank::Unchecked | Rank::Advice) => skipped(&message),
    };
    status.set_type(paint::kind(finding));
    status.set_description(description(source, finding));
    let name = format!("{} (line {line})", escape::words(&finding.rule));
    let mut case = TestCase::new(name, status);
    case.set_classname(escape::path(source.name()));
    case
}

fn failed(message: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_message(message);
    status
}

fn skipped(message: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(message);
    status
}

fn silenced(by: Silencer<'_>) -> String {
    match by {
        Silencer::Comment(reason) => format!("suppressed: {}", escape::words(reason)),
        Silencer::Baseline => "known from the baseline".to_owned(),
    }
}

fn description(source: &SourceFile, finding: &Diagnostic) -> String {
    let place = source.line_column(finding.span.range().start);
    let path = escape::path(source.name());
    let message = escape::words(&finding.message);
    let mut text = format!("{path}:{}:{}: {message}", place.line, place.column);
    if !finding.place.is_empty() {
        text += &format!("\nin: {}", escape::words(&finding.place));
    }
    if let Some(help) = &finding.help {
        text += &format!("\nhelp: {}", escape::words(help));
    }
    text
}

/// A suite as quick-junit writes it, without the report around it: reports are written suite by suite.
fn written(path: &str, cases: Vec<TestCase>) -> String {
    let mut suite = TestSuite::new(path);
    suite.add_test_cases(cases);
    let mut report = Report::unnamed();
    report.add_test_suite(suite);
    // It is written to memory, which cannot fail.
    let text = report.to_string().unwrap_or_default();
    let start = text.find("    <testsuite ").unwrap_or(text.len());
    let end = text.rfind("</testsuites>").unwrap_or(text.len());
    text.get(start..end).unwrap_or_default().to_owned()
}

impl Form for Junit {
    fn start(&self) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"cuff\">\n".to_owned()
    }

    fn file(&self, found: &Found<'_>) -> Piece {
        let path = escape::path(found.source.name());
        let all = found.all();
        let mut cases: Vec<TestCase> = all.iter().map(|known| case(found.source, known)).collect();
        if cases.is_empty() {
            let mut passed = TestCase::new("no findings", TestCaseStatus::success());
            passed.set_classname(path.as_str());
            cases.push(passed);
        }
        written(&path, cases).into()
    }

    fn finish(&self, _: &Progress, summary: &Summary) -> String {
        let files = summary.refused().map(|(file, done)| {
            let path = escape::path(&file.path);
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_message(format!("cannot be {done}: {}", escape::words(&file.reason)));
            let mut case = TestCase::new("unreadable", status);
            case.set_classname(path.as_str());
            written(&path, vec![case])
        });
        files.collect::<String>() + "</testsuites>\n"
    }
}
