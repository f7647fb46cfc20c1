//! What must hold for any plan at all: nothing is lost, nothing points outside of the text, nothing that means nothing
//! changes a verdict, and what is not known never passes for fine.
//!
//! Cases come from a fixed seed, so that a run is the same everywhere. `PROPTEST_CASES=5000` asks for more, at random.

/// Every face says what `check` says, and nothing that steers whoever reads it.
mod faces;
/// Reading and printing, on generated and on damaged plans.
pub(crate) mod reading;
/// What is shown of a plan is all of it.
mod shown;
/// Verdicts: what may change them, and what must not.
mod verdicts;
/// The weeks of one day.
mod weeks;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngSeed, TestRunner};

use cuff::check::{Options, Report, check};
use cuff::diagnostic::Diagnostic;
use cuff::source::{SourceFile, Span};
use cuff::syntax::parse_date;

use crate::plans::{Care, Sheet, sheet};
use crate::support::RULES;

/// As many cases as a test can afford; `PROPTEST_CASES` raises them and takes the fixed seed away.
pub(crate) fn cases(few: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let asked = asked.and_then(|cases| cases.parse().ok()).unwrap_or(0);
    let seed = if asked > few {
        RngSeed::Random
    } else {
        RngSeed::Fixed(20_260_301)
    };
    ProptestConfig {
        cases: few.max(asked),
        rng_seed: seed,
        max_shrink_iters: 300,
        ..ProptestConfig::default()
    }
}

pub(crate) fn checked(text: &str) -> (SourceFile, Report) {
    let source = SourceFile::new("test.plan", text);
    let report = check(&source, &RULES, options());
    (source, report)
}

pub(crate) fn options() -> Options {
    Options {
        today: parse_date("2026-03-01"),
    }
}

/// A finding without its offsets: what a coach reads, and the text that it points at.
fn identity(source: &SourceFile, diagnostic: &Diagnostic) -> String {
    let shown = |span: Span| visible(source.slice(span));
    let mut out = format!(
        "{} {} {}: {} at {:?} in {}",
        diagnostic.severity.word(),
        diagnostic.status.word(),
        diagnostic.rule,
        diagnostic.message,
        shown(diagnostic.span),
        diagnostic.place,
    );
    for label in &diagnostic.labels {
        out += &format!("\n  label {:?}: {}", shown(label.span), label.text);
    }
    out += &format!(
        "\n  {:?} {:?} {:?}",
        diagnostic.notes, diagnostic.help, diagnostic.sources
    );
    for fix in &diagnostic.fixes {
        out += &format!("\n  {} {}", fix.applicability.word(), fix.title);
        for edit in &fix.edits {
            out += &format!(
                "\n    {:?} becomes {:?}",
                shown(edit.span),
                visible(&edit.text)
            );
        }
    }
    out
}

/// Lines with something on them, without the blanks around it.
fn visible(text: &str) -> Vec<&str> {
    let lines = text
        .split(['\n', '\r'])
        .map(|line| line.trim_matches([' ', '\t', '\u{FEFF}']));
    lines
        .filter(|line| !line.is_empty() && *line != NEUTRAL)
        .collect()
}

const NEUTRAL: &str = "# nothing to see here";

fn identities(text: &str) -> Vec<String> {
    let (source, report) = checked(text);
    let silenced = report
        .suppressed
        .iter()
        .map(|suppressed| &suppressed.diagnostic);
    let open = report
        .diagnostics
        .iter()
        .map(|diagnostic| identity(&source, diagnostic));
    let silenced = silenced.map(|diagnostic| format!("silenced {}", identity(&source, diagnostic)));
    let mut all: Vec<String> = open.chain(silenced).collect();
    all.sort();
    all
}

/// Whole plans that are the same in every run.
pub(crate) fn some(care: Care, count: usize) -> Vec<Sheet> {
    let config = ProptestConfig {
        rng_seed: RngSeed::Fixed(7),
        ..ProptestConfig::default()
    };
    let mut runner = TestRunner::new(config);
    let one = |_| sheet(care).new_tree(&mut runner).unwrap().current();
    (0..count).map(one).collect()
}

/// The row that a place in the text belongs to.
fn row_of(source: &SourceFile, span: Span) -> usize {
    source.line_column(span.range().start).line - 1
}
