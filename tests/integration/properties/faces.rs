//! The program, rule tests and every format say what `check` says; and nothing in a plan steers what reads the output.

use std::collections::BTreeMap;
use std::process::Command;

use proptest::prelude::*;

use cuff::check::{Report, check};
use cuff::diagnostic::{Severity, Status};
use cuff::report::{Format, Found, Piece, Reporter, Silenced, Silencer, Style, Summary};
use cuff::rule_test::{self, Problem};
use cuff::rules::file::TestFile;
use cuff::rules::{Level, RuleSet, Settings};
use cuff::source::SourceFile;

use super::{cases, checked, options, some};
use crate::plans::{Care, sheet, soup};
use crate::support::RULES;

/// `cuff check` on a folder of plans gives what `check` gives, in every format and whatever the number of threads.
#[test]
fn the_program_says_what_check_says() {
    let folder = tempfile::tempdir().unwrap();
    let mut texts = Vec::new();
    for (number, sheet) in some(Care::Careless, 40).iter().enumerate() {
        let name = format!("{number:02}.plan");
        std::fs::write(folder.path().join(&name), sheet.text()).unwrap();
        texts.push((name, sheet.text()));
    }
    // SARIF describes the rules of the run as well, which only the program has put together.
    let formats = Format::ALL.into_iter();
    for (format, word, _) in formats.filter(|(format, ..)| *format != Format::Sarif) {
        let reporter = Reporter::new(format, &Style::default());
        let mut summary = Summary {
            packs: vec!["occlusion".to_owned()],
            ..Summary::default()
        };
        let files: Vec<Piece> = texts
            .iter()
            .map(|(name, text)| {
                let source = SourceFile::new(name.as_str(), text.as_str());
                let report = check(&source, &RULES, options());
                let mut one = Summary::default();
                one.add(&report.diagnostics);
                one.suppressed = report.suppressed.len();
                summary.merge(one);
                reporter.file(&Found {
                    source: &source,
                    findings: &report.diagnostics,
                    silenced: &silenced(&source, &report),
                })
            })
            .collect();
        let expected = reporter.whole(files, &summary);
        for threads in ["1", "4"] {
            let run = Command::new(env!("CARGO_BIN_EXE_cuff"))
                .args(["check", "--format", word, "--today", "2026-03-01"])
                .current_dir(&folder)
                .env_clear()
                .env("RAYON_NUM_THREADS", threads)
                .output()
                .unwrap();
            let printed = String::from_utf8(run.stdout).unwrap();
            let errors = String::from_utf8(run.stderr).unwrap();
            assert!(errors.is_empty(), "{errors}");
            let differ = printed.lines().zip(expected.lines()).find(|(a, b)| a != b);
            assert!(
                printed == expected,
                "{word} with {threads} threads: {differ:#?}"
            );
        }
    }
}

/// A case in a rule file sees the findings that `check` makes.
#[test]
fn rule_tests_see_what_check_says() {
    let mut rules = RuleSet::load(&Settings::default()).unwrap();
    let ids: Vec<String> = rules
        .rules
        .iter()
        .map(|rule| rule.id().to_owned())
        .collect();
    for rule in &mut rules.rules {
        rule.file.tests.clear();
    }
    let mut compared = 0;
    for sheet in some(Care::Clean, 30) {
        let (source, report) = checked(&sheet.text());
        let on = |rule: &str| {
            rules
                .rule(rule)
                .is_some_and(|rule| rule.level != Level::Off)
        };
        let expect: Vec<BTreeMap<String, String>> = report
            .diagnostics
            .iter()
            .filter(|found| on(&found.rule) || found.severity == Severity::Error)
            .map(|found| {
                let level = match found.status {
                    Status::CannotCheck => found.status.word(),
                    Status::Violated => found.severity.word(),
                };
                let text = source.slice(found.span).lines().next().unwrap_or_default();
                let place = format!("{level} at \"{text}\"");
                BTreeMap::from([(place, found.message.clone())])
            })
            .collect();
        compared += expect.len();
        let beside: Vec<String> = ids.iter().filter(|id| on(id)).cloned().collect();
        let test = TestFile {
            name: "generated".to_owned(),
            plan: sheet.text(),
            expect,
            beside,
            today: Some("2026-03-01".to_owned()),
            ..TestFile::default()
        };
        rules.rules[0].file.tests = vec![test];
        for case in rule_test::run(&mut rules, None, Some("generated")) {
            let problems: Vec<_> = case.problems.iter().map(Problem::words).collect();
            let other = problems
                .iter()
                .filter(|(_, what)| !what.contains("does not apply"));
            assert_eq!(other.count(), 0, "{problems:#?} in {:?}", sheet.text());
        }
    }
    assert!(compared > 100, "{compared}");
}

/// Findings that comments silence.
fn silenced<'f>(source: &'f SourceFile, report: &'f Report) -> Vec<Silenced<'f>> {
    let silenced = report.suppressed.iter().map(|one| Silenced {
        finding: &one.diagnostic,
        by: Silencer::Comment(source.slice(one.reason)),
    });
    silenced.collect()
}

/// Whether a line would be run by a runner, but for the commands that the form is made of.
fn obeyed(format: Format, line: &str) -> bool {
    let kinds = ["::error file=", "::warning file=", "::notice file="];
    let own = match format {
        Format::Github => kinds.iter().any(|kind| line.starts_with(kind)),
        Format::Azure => line.starts_with("##vso[task.logissue type="),
        _ => false,
    };
    let marks = line.matches("##[").count() + line.matches("##vso[").count();
    let most = usize::from(own && format == Format::Azure);
    marks > most || (!own && line.trim_start().starts_with("::"))
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn nothing_in_a_plan_steers_what_reads_the_output(sheet in sheet(Care::Careless), soup in soup(), name in "[ -~]{0,12}") {
        let source = SourceFile::new(name, format!("{}\n{soup}", sheet.text()));
        let report = check(&source, &RULES, options());
        for (format, word, _) in Format::ALL {
            let style = Style { width: 60, ..Style::default() };
            let reporter = Reporter::new(format, &style);
            let found = Found {
                source: &source,
                findings: &report.diagnostics,
                silenced: &silenced(&source, &report),
            };
            let text = reporter.whole([reporter.file(&found)], &Summary::default());
            let steering = text.chars().find(|&c| {
                (c.is_control() && c != '\n')
                    || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
            });
            prop_assert_eq!(steering, None, "{} of {:?}", word, source.text());
            let line = text.lines().find(|line| obeyed(format, line));
            prop_assert_eq!(line, None, "{} of {:?}", word, source.text());
        }
    }
}
