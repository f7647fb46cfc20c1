//! A baseline: what is found today is left out, what is new is found, what is fixed is taken out.

use std::collections::BTreeMap;

use proptest::prelude::*;

use cuff::check::{Options, check};
use cuff::diagnostic::{Diagnostic, Severity};
use cuff::engine::{Known, remembered, split};
use cuff::source::SourceFile;
use cuff::syntax::parse_date;

use crate::plans::{Care, Row, Sheet, sheet};
use crate::program::Cuff;
use crate::properties::{cases, some};
use crate::support::{RULES, read};

const BASELINE: &[&str] = &[
    "check",
    "--baseline",
    "cuff-baseline.json",
    "--format",
    "concise",
];

fn club() -> Cuff {
    Cuff::new()
        .file("plans/wrong.plan", read("examples/everything-wrong.plan"))
        .file("plans/half.plan", read("examples/half-typed.plan"))
        .file("plans/good.plan", read("examples/arm-finisher.plan"))
}

#[test]
fn only_what_is_new_is_reported() {
    let cuff = club();
    let mut shown = cuff.run(&["baseline", "create"]).out;
    let ran = cuff.run(BASELINE);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    shown += &format!("\n== the same plans\n{}", ran.out);

    // Lines move, and a new fault comes in.
    let wrong = format!("# moved\n\n\n{}", cuff.read("plans/wrong.plan"));
    let good = cuff.read("plans/good.plan").replace("7/10", "10/10");
    let cuff = cuff
        .file("plans/wrong.plan", wrong)
        .file("plans/good.plan", good);
    let ran = cuff.run(BASELINE);
    assert_eq!(ran.code, Some(1));
    shown += &format!("\n== moved lines and a new fault\n{}", ran.out);

    // One is fixed.
    let good = read("examples/arm-finisher.plan");
    let fixed = cuff.read("plans/wrong.plan").replace("@ 17 kg", "@ 15 kg");
    let cuff = cuff
        .file("plans/wrong.plan", fixed)
        .file("plans/good.plan", good);
    let ran = cuff.run(BASELINE);
    assert_eq!(ran.code, Some(0));
    shown += &format!("\n== the fault put right, and an old one\n{}", ran.out);
    let strict: Vec<&str> = BASELINE
        .iter()
        .copied()
        .chain(["--baseline-strict"])
        .collect();
    assert_eq!(cuff.run(&strict).code, Some(1));
    let before = cuff.read("cuff-baseline.json");
    shown += &format!(
        "\n$ cuff baseline prune\n{}",
        cuff.run(&["baseline", "prune"]).out
    );
    let after = cuff.read("cuff-baseline.json");
    let gone: Vec<&str> = before
        .lines()
        .filter(|line| !after.contains(line.trim_end_matches(',')))
        .collect();
    shown += &format!("{}\n", gone.join("\n"));
    assert_eq!(cuff.run(&strict).code, Some(0));
    assert_eq!(
        cuff.run(&["baseline", "prune"]).out,
        "took 0 findings out of cuff-baseline.json; 37 left\n"
    );

    // And comes back.
    let back = cuff.read("plans/wrong.plan").replace("@ 15 kg", "@ 17 kg");
    let cuff = cuff.file("plans/wrong.plan", back);
    let ran = cuff.run(BASELINE);
    assert_eq!(ran.code, Some(1));
    shown += &format!("\n== and back again\n{}", ran.out);
    insta::assert_snapshot!(shown);
}

#[test]
fn plans_that_are_gone_are_taken_out_and_others_are_left_alone() {
    let cuff = club();
    cuff.run(&["baseline", "create"]);
    let count = |cuff: &Cuff, plan: &str| cuff.read("cuff-baseline.json").matches(plan).count();
    let (wrong, half) = (
        count(&cuff, "plans/wrong.plan"),
        count(&cuff, "plans/half.plan"),
    );
    assert!(wrong > 10 && half > 5);
    // Only one plan is looked at: nothing is known to be fixed in the other.
    assert_eq!(
        cuff.run(&["baseline", "prune", "plans/good.plan"]).code,
        Some(0)
    );
    assert_eq!(
        (
            count(&cuff, "plans/wrong.plan"),
            count(&cuff, "plans/half.plan")
        ),
        (wrong, half)
    );
    std::fs::remove_file(cuff.path("plans/half.plan")).unwrap();
    let strict = cuff.run(&[
        "check",
        "--baseline",
        "cuff-baseline.json",
        "--baseline-strict",
        "--quiet",
    ]);
    assert_eq!(strict.code, Some(1), "{}", strict.out);
    cuff.run(&["baseline", "prune"]);
    assert_eq!(
        (
            count(&cuff, "plans/wrong.plan"),
            count(&cuff, "plans/half.plan")
        ),
        (wrong, 0)
    );
}

/// From wherever it is asked, a plan has the same name in the baseline.
#[test]
fn a_baseline_knows_its_plans_from_anywhere() {
    let cuff = club();
    cuff.run(&["baseline", "create", "plans"]);
    let inside = crate::program::run_in(
        &cuff.path("plans"),
        &[
            "check",
            "--baseline",
            "../cuff-baseline.json",
            "wrong.plan",
            "--quiet",
        ],
        None,
    );
    assert_eq!(inside.code, Some(0), "{}{}", inside.out, inside.err);
    let text = cuff.read("plans/wrong.plan");
    let args = [
        "check",
        "-",
        "--stdin-filename",
        "plans/wrong.plan",
        "--baseline",
        "cuff-baseline.json",
        "--quiet",
    ];
    assert_eq!(cuff.run_with(&args, Some(text.as_bytes())).code, Some(0));
}

#[test]
fn a_baseline_that_cannot_be_used_is_said() {
    let cuff = club()
        .file("old.json", "{\"baseline\":0,\"findings\":[]}")
        .file("odd.json", "{\"baseline\":1,\"findings\":[{\"plan\":\"a\",\"rule\":\"b\",\"place\":\"\",\"status\":\"violated\",\"severity\":\"grave\",\"message\":\"\"}]}")
        .file("broken.json", "{\"baseline\":1,\n\"findings\":[{}]}");
    let mut shown = String::new();
    for name in ["none.json", "old.json", "odd.json", "broken.json"] {
        let ran = cuff.run(&["check", "--baseline", name]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
        shown += &ran.err;
        assert_eq!(
            cuff.run(&["baseline", "prune", "--baseline", name]).code,
            Some(2)
        );
    }
    cuff.run(&["baseline", "create"]);
    let before = cuff.read("cuff-baseline.json");
    let again = cuff.run(&["baseline", "create"]);
    assert_eq!(again.code, Some(2));
    assert_eq!(cuff.read("cuff-baseline.json"), before);
    shown += &again.err;
    shown += &cuff.run(&["baseline", "create", "-"]).err;
    insta::assert_snapshot!(shown);
}

/// What the configuration forbids to silence is heard, whatever the baseline says.
#[test]
fn forbidden_rules_are_never_known() {
    let cuff = club();
    cuff.run(&["baseline", "create"]);
    let cuff = cuff.file("cuff.yaml", "forbid: [load-above-range]\n");
    let ran = cuff.run(BASELINE);
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        ran.out.matches("error[load-above-range]").count(),
        2,
        "{}",
        ran.out
    );
    let created = cuff.run(&["baseline", "create", "--baseline", "new.json"]);
    assert!(
        created
            .out
            .contains("left out, since nothing may silence them: 2 findings"),
        "{}",
        created.out
    );
    assert!(!cuff.read("new.json").contains("load-above-range"));
}

/// What was not looked at is said again and again: nobody knows what is in it.
#[test]
fn a_plan_that_is_too_large_to_look_at_is_never_known() {
    let large = "weeks 1-520\n".to_owned() + &"Barbell Curl: 200x10 @ RPE 8\n".repeat(3);
    let cuff = Cuff::new().file("a.plan", large);
    let found = cuff.run(&["check", "--format", "concise"]).out;
    assert!(found.contains("[too-many-sets]"), "{found}");
    cuff.run(&["baseline", "create"]);
    let again = cuff.run(BASELINE).out;
    assert!(again.contains("[too-many-sets]"), "{again}");
}

/// An illness that nobody has looked at is new, although another one was known in its place.
#[test]
fn another_condition_is_another_finding() {
    let plan = |condition: &str| {
        format!(
            "athlete\n  experience intermediate\n  conditions {condition}\nday \"A\"\n  Barbell Curl: 30/15/15/15 @ 25%, rest 30 s, wrap upper arm high 7/10\n"
        )
    };
    let cuff = Cuff::new().file("a.plan", plan("hypertension uncontrolled"));
    cuff.run(&["baseline", "create"]);
    assert_eq!(cuff.run(BASELINE).code, Some(0));
    let cuff = cuff.file("a.plan", plan("deep vein thrombosis"));
    let ran = cuff.run(BASELINE);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert!(ran.out.contains("error[clearance-required]"), "{}", ran.out);
}

// ── what holds for any plan ───────────────────────────────────────────────────────────────────────────────────────

fn found(text: &str) -> Vec<Diagnostic> {
    let source = SourceFile::new("test.plan", text);
    let today = parse_date("2026-03-01");
    check(&source, &RULES, Options { today }).diagnostics
}

fn known(findings: &[Diagnostic]) -> Vec<Known> {
    remembered(findings, &RULES)
}

/// Findings, and those that they stand for.
fn parts<'f>(findings: &'f [Diagnostic]) -> Vec<&'f Diagnostic> {
    let joined = |finding: &'f Diagnostic| std::iter::once(finding).chain(&finding.joined);
    findings.iter().flat_map(joined).collect()
}

/// How many findings there are of each identity.
fn counts(findings: &[Diagnostic]) -> BTreeMap<(String, String), usize> {
    let mut counts = BTreeMap::new();
    for finding in parts(findings) {
        let identity = (finding.rule.to_string(), finding.place.clone());
        *counts.entry(identity).or_default() += 1;
    }
    counts
}

fn row(text: &str) -> Row {
    Row {
        indent: 0,
        text: text.to_owned(),
        comment: String::new(),
    }
}

/// The same plan with lines in it that say nothing, and another day behind it.
fn moved(sheet: &Sheet) -> Sheet {
    let mut sheet = sheet.clone();
    let lines = std::mem::take(&mut sheet.rows);
    sheet.rows = lines.into_iter().flat_map(|line| [row(""), line]).collect();
    sheet
}

proptest! {
    #![proptest_config(cases(60))]

    /// Nothing is new right after a baseline was made, nothing is fixed, and nothing is found that is not in one of them.
    #[test]
    fn what_was_found_is_known(sheet in sheet(Care::Careless)) {
        let findings = found(&sheet.text());
        let baseline = known(&findings);
        for text in [sheet.text(), moved(&sheet).text()] {
            let split = split(found(&text), &baseline, &RULES);
            prop_assert!(split.new.is_empty(), "{:#?}\nin {text}", split.new);
            prop_assert!(split.gone.is_empty(), "{:?}\nin {text}", split.gone);
            prop_assert_eq!(split.known.len(), baseline.len());
        }
    }

    /// Against the baseline of another plan: every finding is either new or known, none is known twice, and of each
    /// identity as many are new as there are more of than before.
    #[test]
    fn nothing_new_is_swallowed(before in sheet(Care::Clean), after in sheet(Care::Clean)) {
        let baseline = found(&before.text());
        let findings = found(&after.text());
        let split = split(findings.clone(), &known(&baseline), &RULES);
        prop_assert_eq!(parts(&split.new).len() + split.known.len(), parts(&findings).len());
        prop_assert_eq!(split.known.len() + split.gone.len(), parts(&baseline).len());
        let (old, now, new) = (counts(&baseline), counts(&findings), counts(&split.new));
        for (identity, count) in now {
            let more = count.saturating_sub(old.get(&identity).copied().unwrap_or(0));
            prop_assert!(new.get(&identity).copied().unwrap_or(0) >= more, "{identity:?}");
        }
        let worst = |findings: &[Diagnostic], identity: &(String, String)| -> Option<Severity> {
            let own = parts(findings).into_iter().filter(|one| (one.rule.as_ref(), one.place.as_str()) == (&*identity.0, &*identity.1));
            own.map(|one| one.severity).min()
        };
        for finding in &split.known {
            let identity = (finding.rule.to_string(), finding.place.clone());
            prop_assert!(worst(&baseline, &identity).unwrap() <= finding.severity, "worse than before: {finding:#?}");
        }
    }
}

/// A fault that is put into a plan is new, wherever it is put, and leaves all others known.
#[test]
fn a_new_fault_is_new_and_leaves_the_others_known() {
    const FAULT: [&str; 2] = [
        "day \"Brand new\"",
        "Spider Curl: 30/15/15/15 @ 65%, rest 30 s, wrap upper arm high 7/10",
    ];
    for sheet in some(Care::Clean, 60) {
        let baseline = found(&sheet.text());
        let mut worse = sheet.clone();
        worse.rows.extend(FAULT.map(row));
        let split = split(found(&worse.text()), &known(&baseline), &RULES);
        let is_ours = |finding: &&Diagnostic| finding.place.contains("Brand new");
        assert!(
            split.new.iter().filter(is_ours).count() >= 1,
            "{}",
            worse.text()
        );
        assert!(split.known.iter().filter(is_ours).count() == 0);
    }
}
