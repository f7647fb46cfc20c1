//! Runs the examples inside rule files: the plan, the findings that the rule must make on it, the plan after its fixes.
//!
//! Strict both ways: a finding too few or too many fails, so does a wrong place, level or text, a case whose rule looked
//! at nothing without saying so, and a rule without a case that fails and one that passes.

use std::collections::BTreeMap;

use crate::check::{Options, Report, check};
use crate::diagnostic::{Applicability, Diagnostic, Severity, Status};
use crate::fix::{Wanted, fix};
use crate::quantity::Quantity;
use crate::rules::RuleSet;
use crate::rules::file::TestFile;
use crate::source::SourceFile;
use crate::syntax::parse_date;

/// How one case came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The rule.
    pub rule: String,
    /// The case's name; empty for the rule as a whole.
    pub name: String,
    /// What differs; empty if the case passed.
    pub problems: Vec<Problem>,
}

/// A difference between what a case expects and what the rule did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A finding that is expected and was not made.
    Missing(String),
    /// A finding that was made and is not expected.
    Noisy(String),
    /// Something else, in words.
    Wrong(String),
}

impl Problem {
    /// The verdict in one word, then what it is about.
    pub fn words(&self) -> (&'static str, &str) {
        match self {
            Self::Missing(what) => ("missing", what),
            Self::Noisy(what) => ("noisy", what),
            Self::Wrong(what) => ("wrong", what),
        }
    }
}

/// Runs the cases of the rules of some packs, or of all, whose id or case name holds `filter`.
pub fn run(rules: &mut RuleSet, packs: Option<&[String]>, filter: Option<&str>) -> Vec<Case> {
    let mut cases = Vec::new();
    let all: Vec<(String, Vec<TestFile>)> = rules
        .rules
        .iter()
        .filter(|rule| packs.is_none_or(|packs| packs.contains(&rule.pack)))
        .map(|rule| (rule.id().to_owned(), rule.file.tests.clone()))
        .collect();
    for (rule, tests) in all {
        let wanted =
            |name: &str| filter.is_none_or(|filter| rule.contains(filter) || name.contains(filter));
        cases.extend(
            tests
                .iter()
                .filter(|test| wanted(&test.name))
                .map(|test| one(rules, &rule, test)),
        );
        if wanted("") {
            cases.extend(both_kinds(&rule, &tests));
        }
    }
    cases
}

/// A rule needs a case that it finds fault with and one that it does not.
fn both_kinds(rule: &str, tests: &[TestFile]) -> Option<Case> {
    let fails = tests.iter().any(|test| !test.expect.is_empty());
    let passes = tests.iter().any(|test| test.expect.is_empty());
    let problem = match (fails, passes) {
        (true, true) => return None,
        (false, _) => "no case shows a plan that this rule finds fault with",
        (_, false) => "no case shows a plan that this rule lets pass",
    };
    let problems = vec![Problem::Wrong(problem.to_owned())];
    Some(Case {
        rule: rule.to_owned(),
        name: String::new(),
        problems,
    })
}

fn one(rules: &mut RuleSet, rule: &str, test: &TestFile) -> Case {
    let mut case = Case {
        rule: rule.to_owned(),
        name: test.name.clone(),
        problems: Vec::new(),
    };
    let mut on: Vec<&str> = vec![rule];
    on.extend(test.beside.iter().map(String::as_str));
    rules.focus(&on);
    let params: Result<BTreeMap<String, Quantity>, String> = test
        .params
        .iter()
        .map(|(name, value)| Ok((name.clone(), Quantity::parse(value)?)))
        .collect();
    let old = match params.and_then(|params| {
        if params.is_empty() {
            Ok(None)
        } else {
            rules.retune(rule, &params)
        }
    }) {
        Ok(old) => old,
        Err(message) => {
            case.problems.push(Problem::Wrong(message));
            return case;
        }
    };
    let source = SourceFile::new("test.plan", test.plan.as_str());
    let today = test.today.as_deref().and_then(parse_date);
    let report = check(&source, rules, Options { today });
    compare(&mut case, rules, rule, test, &source, &report);
    if let Some(old) = old {
        rules.restore(old);
    }
    case
}

fn compare(
    case: &mut Case,
    rules: &RuleSet,
    rule: &str,
    test: &TestFile,
    source: &SourceFile,
    report: &Report,
) {
    let concerns = |diagnostic: &&Diagnostic| {
        diagnostic.rule == rule
            || test.beside.iter().any(|other| *other == diagnostic.rule)
            || (diagnostic.severity == Severity::Error && rules.rule(&diagnostic.rule).is_none())
    };
    let found: Vec<String> = report
        .diagnostics
        .iter()
        .filter(concerns)
        .map(|diagnostic| line(source, diagnostic))
        .collect();
    let expected: Vec<String> = test
        .expect
        .iter()
        .flatten()
        .map(|(place, message)| format!("{place}: {message}"))
        .collect();
    let missing = expected.iter().filter(|line| !found.contains(line));
    case.problems
        .extend(missing.map(|line| Problem::Missing(line.clone())));
    let noisy = found.iter().filter(|line| !expected.contains(line));
    case.problems
        .extend(noisy.map(|line| Problem::Noisy(line.clone())));
    if case.problems.is_empty() && found.len() != expected.len() {
        case.problems.push(Problem::Wrong(format!(
            "{} findings, not {}",
            found.len(),
            expected.len()
        )));
    }
    applies(case, rules, rule, test, report);
    fixes(case, rules, rule, test, source);
}

/// Applies the rule's own fixes as `cuff check --fix --unsafe-fixes` does.
fn fixes(case: &mut Case, rules: &RuleSet, rule: &str, test: &TestFile, source: &SourceFile) {
    let today = test.today.as_deref().and_then(parse_date);
    let wanted = Wanted {
        most: Applicability::Unsafe,
        rule: Some(rule),
        known: &[],
    };
    let result = fix(source, rules, Options { today }, wanted);
    for dropped in &result.dropped {
        let reason = dropped.reason.words();
        case.problems.push(Problem::Wrong(format!(
            "the fix \"{}\" is not applied, because {reason}",
            dropped.title
        )));
    }
    let Some(fixed) = &test.fixed else { return };
    let text = result.source.text().trim_end();
    if text != fixed.trim_end() {
        case.problems
            .push(Problem::Wrong(format!("the fixed plan is\n{text}")));
    }
}

/// A case that expects nothing must still show the rule at work, unless it says that it does not apply.
fn applies(case: &mut Case, rules: &RuleSet, rule: &str, test: &TestFile, report: &Report) {
    let place = rules.rules.iter().position(|other| other.id() == rule);
    let applied = place
        .and_then(|place| report.applied.get(place))
        .copied()
        .unwrap_or(false);
    let stated = test.applies.as_deref() != Some("no");
    if applied != stated {
        case.problems.push(Problem::Wrong(if stated {
            "the rule does not apply to anything here; write `applies: no` if that is the point"
                .to_owned()
        } else {
            "the rule applies to something here, against `applies: no`".to_owned()
        }));
    }
}

/// A finding in the form of an expectation: `error at "17 kg": message`.
fn line(source: &SourceFile, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.status {
        Status::CannotCheck => diagnostic.status.word(),
        Status::Violated => diagnostic.severity.word(),
    };
    let text = source
        .slice(diagnostic.span)
        .lines()
        .next()
        .unwrap_or_default();
    format!("{level} at \"{text}\": {}", diagnostic.message)
}
