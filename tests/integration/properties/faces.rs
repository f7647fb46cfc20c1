//! The program, rule tests and every format say what `check` says; and nothing in a plan steers what reads the output.

use std::collections::BTreeMap;
use std::process::Command;

use proptest::prelude::*;

use cuff::check::check;
use cuff::diagnostic::{Severity, Status};
use cuff::report::{Format, Reporter, Style, Summary};
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
    for (format, word, _) in Format::ALL {
        let reporter = Reporter::new(format, &Style::default());
        let mut summary = Summary {
            packs: vec!["occlusion".to_owned()],
            ..Summary::default()
        };
        let files: Vec<String> = texts
            .iter()
            .map(|(name, text)| {
                let source = SourceFile::new(name.as_str(), text.as_str());
                let report = check(&source, &RULES, options());
                let mut one = Summary::default();
                one.add(&report.diagnostics);
                one.suppressed = report.suppressed.len();
                summary.merge(one);
                reporter.file(&source, &report.diagnostics)
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

/// Whether a line would be run by a GitHub runner, in its newer form or its older one.
fn obeyed(line: &str) -> bool {
    line.trim_start().starts_with("::") || line.contains("##[")
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn nothing_in_a_plan_steers_what_reads_the_output(sheet in sheet(Care::Careless), soup in soup(), name in "[ -~]{0,12}") {
        let source = SourceFile::new(name, format!("{}\n{soup}", sheet.text()));
        let report = check(&source, &RULES, options());
        for (format, word, _) in Format::ALL {
            let style = Style { width: 60, ..Style::default() };
            let text = Reporter::new(format, &style).file(&source, &report.diagnostics);
            let steering = text.chars().find(|&c| {
                (c.is_control() && c != '\n')
                    || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
            });
            prop_assert_eq!(steering, None, "{} of {:?}", word, source.text());
            let line = text.lines().find(|line| obeyed(line));
            prop_assert_eq!(line, None, "{} of {:?}", word, source.text());
        }
    }
}
