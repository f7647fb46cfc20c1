//! The shipped rules: their own examples, the findings of the language, and the statements of the method that each of
//! them carries.

use std::collections::{BTreeMap, BTreeSet};

use cuff::check::{Options, check};
use cuff::expr::{self, Context, Expression, Lets};
use cuff::facts::Scope;
use cuff::rule_test;
use cuff::rules::{Packs, RuleSet, Settings};
use cuff::source::SourceFile;
use cuff::syntax::parse_date;

use crate::support::read;

fn all_rules() -> RuleSet {
    let settings = Settings {
        packs: Packs::All,
        ..Settings::default()
    };
    RuleSet::load(&settings).unwrap_or_else(|refused| panic!("{refused:#?}"))
}

#[test]
fn every_example_in_every_rule_holds() {
    let cases = rule_test::run(&mut all_rules(), None, None);
    let wrong: Vec<_> = cases
        .iter()
        .filter(|case| !case.problems.is_empty())
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} cases fail: {wrong:#?}",
        wrong.len(),
        cases.len()
    );
    assert!(cases.len() > 600, "only {} cases were run", cases.len());
}

/// A rule that never fails a case, or never passes one, is caught; so is a case that the rule does not look at.
#[test]
fn a_case_that_could_not_fail_is_refused() {
    let rule = |tests: &str| {
        let text = format!(
            "rule: too-loud\nsummary: s\nscope: exercise\nwhen: wrapped\ncheck:\n  - require: set-count <= 4\n    else: warning\n    message: \"`{{name}}` has {{set-count}} sets\"\nexplain: e\ntests:\n{tests}"
        );
        let pack = "title: t\nsummary: s\nversion: 1.0.0\nexplain: e\n";
        let files = vec![
            SourceFile::new("mine/pack.yaml", pack),
            SourceFile::new("mine/too-loud.yaml", text),
        ];
        let supplied = vec![cuff::rules::Supplied {
            name: "mine".to_owned(),
            files,
        }];
        let settings = Settings {
            packs: Packs::All,
            supplied,
            ..Settings::default()
        };
        let mut rules = RuleSet::load(&settings).unwrap_or_else(|refused| panic!("{refused:#?}"));
        let cases = rule_test::run(&mut rules, None, Some("too-loud"));
        cases
            .into_iter()
            .flat_map(|case| case.problems)
            .map(|problem| problem.words().1.to_owned())
            .collect::<Vec<_>>()
    };
    let fails = "  - name: five\n    plan: |\n      Barbell Curl: 5x15 @ 25%, wrap upper arm high 7/10\n    expect:\n      - warning at \"Barbell Curl\": \"`Barbell Curl` has 5 sets\"\n";
    let passes =
        "  - name: four\n    plan: |\n      Barbell Curl: 4x15 @ 25%, wrap upper arm high 7/10\n";
    assert_eq!(rule(&format!("{fails}{passes}")), Vec::<String>::new());
    assert_eq!(
        rule(fails),
        ["no case shows a plan that this rule lets pass"]
    );
    assert_eq!(
        rule(passes),
        ["no case shows a plan that this rule finds fault with"]
    );
    let unwrapped = "  - name: none\n    plan: |\n      Barbell Curl: 4x15 @ 25%\n";
    let problems = rule(&format!("{fails}{unwrapped}"));
    assert_eq!(
        problems,
        ["the rule does not apply to anything here; write `applies: no` if that is the point"]
    );
    let louder = fails.replace("has 5 sets", "has 6 sets");
    assert_eq!(
        rule(&format!("{louder}{passes}")).len(),
        2,
        "one missing, one noisy"
    );
}

/// Findings whose example would have to be larger than a file of examples should be.
const ABRIDGED: [&str; 5] = [
    "line-too-long",
    "plan-too-large",
    "too-many-steps",
    "too-many-findings",
    // Needs a configuration.
    "forbidden-suppression",
];

#[test]
fn findings_of_the_language_show_themselves() {
    let mut rules = all_rules();
    // Rules of packs may take the place of findings of the language.
    rules.focus(&[]);
    let mut wrong: Vec<String> = Vec::new();
    for (id, (entry, _)) in rules
        .language
        .iter()
        .filter(|(id, _)| !ABRIDGED.contains(&id.as_str()))
    {
        let found = |text: &str| -> Vec<(String, String)> {
            let source = SourceFile::new("test.plan", text);
            let today = parse_date("2026-03-01");
            let report = check(&source, &rules, Options { today });
            report
                .diagnostics
                .into_iter()
                .map(|finding| {
                    (
                        finding.rule.into_owned(),
                        finding.severity.word().to_owned(),
                    )
                })
                .collect()
        };
        let bad = found(&entry.bad);
        if !bad.contains(&(id.clone(), entry.severity.clone())) {
            wrong.push(format!("{id}: the bad example gives {bad:?}"));
        }
        let good = found(&entry.good);
        if good.iter().any(|(rule, _)| rule == id) {
            wrong.push(format!("{id}: the good example gives {good:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Every statement of the method, S1 to S69, is carried by a rule, an explanation, a checklist or a hover.
#[test]
fn every_statement_of_the_method_is_carried() {
    let rules = all_rules();
    let mut carried: BTreeSet<String> = rules
        .rules
        .iter()
        .flat_map(|rule| rule.file.facts.iter().cloned())
        .collect();
    for pack in &rules.packs {
        carried.extend(pack.file.facts.iter().cloned());
        carried.extend(
            pack.file
                .checklists
                .iter()
                .flat_map(|list| &list.items)
                .flat_map(|item| item.facts.iter().cloned()),
        );
        carried.extend(
            pack.file
                .hovers
                .iter()
                .flat_map(|hover| hover.facts.iter().cloned()),
        );
    }
    let missing: Vec<String> = (1..=69)
        .map(|number| format!("S{number}"))
        .filter(|fact| !carried.contains(fact))
        .collect();
    assert!(missing.is_empty(), "no rule or text carries {missing:?}");
    let strange: Vec<&String> = carried.iter().filter(|fact| !is_statement(fact)).collect();
    assert!(
        strange.is_empty(),
        "the method has no statements {strange:?}"
    );
}

fn is_statement(fact: &str) -> bool {
    fact.strip_prefix('S')
        .and_then(|number| number.parse::<u32>().ok())
        .is_some_and(|number| (1..=69).contains(&number))
}

/// The rules of the method's table, by their ids.
#[test]
fn every_rule_of_the_table_is_there() {
    let rules = all_rules();
    let ids: BTreeSet<&str> = rules
        .rules
        .iter()
        .filter(|rule| rule.pack == "occlusion")
        .map(cuff::rules::Rule::id)
        .collect();
    let table = read("tests/fixtures/rules/table.txt");
    let expected: BTreeSet<&str> = table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    assert_eq!(expected.len(), 43);
    assert_eq!(ids, expected);
}

/// The same plan through two engines of the same rules gives the same findings, in the same order.
#[test]
fn findings_do_not_depend_on_how_rules_were_loaded() {
    let source = SourceFile::new(
        "examples/everything-wrong.plan",
        read("examples/everything-wrong.plan"),
    );
    let options = Options {
        today: cuff::syntax::parse_date("2026-03-01"),
    };
    let shipped = RuleSet::load(&Settings::default()).unwrap();
    let files: Vec<SourceFile> = std::fs::read_dir("rules/occlusion")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            SourceFile::new(
                path.display().to_string(),
                read(&path.display().to_string()),
            )
        })
        .collect();
    let supplied = vec![cuff::rules::Supplied {
        name: "occlusion".to_owned(),
        files,
    }];
    let from_files = RuleSet::load(&Settings {
        supplied,
        ..Settings::default()
    })
    .unwrap();
    let first = check(&source, &shipped, options).diagnostics;
    assert!(first.len() >= 15, "{}", first.len());
    assert_eq!(first, check(&source, &from_files, options).diagnostics);
}

/// The examples of functions that `cuff facts --list` and messages show are expressions about real plans.
#[test]
fn examples_of_functions_can_be_written_in_rules() {
    let rules = all_rules();
    let (params, words, lets) = (BTreeMap::new(), BTreeMap::new(), Lets::default());
    for (name, example, _) in expr::operations().filter(|(name, ..)| *name != "list") {
        let mut scopes = Scope::ALL.iter().map(|(scope, ..)| Context {
            vocabulary: &rules.vocabulary,
            scope: scope.id(),
            params: &params,
            words: &words,
            lets: &lets,
        });
        let example = Expression::from(example);
        assert!(
            scopes.any(|context| expr::compile(&example, &context, None).is_ok()),
            "{name}: {}",
            example.as_str()
        );
    }
}
