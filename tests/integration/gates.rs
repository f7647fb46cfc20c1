//! When a check fails, what is counted, and where the time goes. The snapshots are read as somebody who sets up CI reads
//! them.

use std::process::Command;

use serde_json::Value;

use crate::program::{Cuff, Ran, here};

const HEAD: &str = "experience intermediate\nstop if numb\nday \"Pull\"\nBarbell Row: 5x8 @ 75%\n";

fn plan(conditions: &str, rest: &str, load: &str) -> String {
    format!(
        "{conditions}{HEAD}Barbell Curl: 30/15/15/15 @ {load}, rest {rest}, wrap upper arm high, tightness 7/10\n"
    )
}

/// One plan for each thing that a check can find, and one without a finding.
fn plans() -> Cuff {
    let none = "conditions none\n";
    Cuff::new()
        .file("good.plan", plan(none, "30 s", "25%"))
        .file("error.plan", plan(none, "30 s", "35%"))
        .file("warning.plan", plan(none, "90 s", "25%"))
        .file("two-warnings.plan", plan(none, "90 s", "25%") + "day \"Arms\"\nBarbell Row: 5x8 @ 75%\nHammer Curl: 30/15/15/15 @ 25%, rest 90 s, wrap upper arm high, tightness 7/10\n")
        .file("advice.plan", plan(none, "30 s", "25%").replace("stop if numb\n", ""))
        .file("open.plan", plan(none, "30 s", "25%").replace("experience intermediate\n", ""))
}

/// A run with variables of the environment.
fn run_with(cuff: &Cuff, args: &[&str], variables: &[(&str, &str)]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_cuff"))
        .args(args)
        .current_dir(cuff.path(""))
        .env_clear()
        .env("CUFF_TODAY", "2026-03-01")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn which_findings_make_a_check_fail() {
    let cuff = plans();
    let gates: [&[&str]; 9] = [
        &[],
        &["--fail-level", "warning"],
        &["--fail-level", "advice"],
        &["--max-warnings", "0"],
        &["--max-warnings", "1"],
        &["--strict"],
        &["--fail-level", "advice", "--strict"],
        &["--exit-zero"],
        &["--exit-zero", "--fail-level", "advice"],
    ];
    let names = ["good", "error", "warning", "two-warnings", "advice", "open"];
    let mut table = format!("{:36} {}\n", "", names.join(" "));
    let mut why = String::new();
    for gate in gates {
        let mut row = format!("{:36}", gate.join(" "));
        for name in names {
            let file = format!("{name}.plan");
            let ran = cuff.run(&[&["check", "--quiet", &file], gate].concat());
            row += &format!(" {:<width$}", ran.code.unwrap(), width = name.len());
            if !ran.err.is_empty() {
                why += &format!("$ cuff check {file} {}\n{}", gate.join(" "), ran.err);
            }
        }
        table += &format!("{}\n", row.trim_end());
    }
    insta::assert_snapshot!(format!("{table}\n{why}"));
}

#[test]
fn failing_to_work_outweighs_every_gate() {
    let cuff = plans().file("utf16.plan", b"\xFF\xFEp\0");
    let ran = cuff.run(&["check", "--quiet", "--exit-zero"]);
    assert_eq!(ran.code, Some(2), "{}", ran.out);
    let ran = cuff.run(&["check", "missing.plan", "--exit-zero", "--quiet"]);
    assert_eq!(ran.code, Some(2), "{}", ran.out);
    let ran = cuff.run(&["check", "error.plan", "--diff", "--unsafe-fixes"]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    let ran = cuff.run(&[
        "check",
        "error.plan",
        "--diff",
        "--unsafe-fixes",
        "--exit-zero",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
}

#[test]
fn flags_that_contradict_each_other_are_said() {
    let cuff = plans();
    let pairs: [&[&str]; 9] = [
        &["--exit-zero", "--strict"],
        &["--exit-zero", "--max-warnings", "3"],
        &["--exit-zero", "--baseline", "x.json", "--baseline-strict"],
        &["--quiet", "--statistics"],
        &["--statistics", "--diff"],
        &["--timings", "--fix"],
        &["--list-suppressions", "--select", "load-above-range"],
        &["--max-warnings", "many"],
        &["--fail-level", "warnings"],
    ];
    let mut told = String::new();
    for pair in pairs {
        let ran = cuff.run(&[&["check"], pair].concat());
        assert_eq!(ran.code, Some(2), "{pair:?}");
        let words: Vec<&str> = ran
            .err
            .lines()
            .take_while(|line| !line.starts_with("Usage"))
            .collect();
        told += &format!("$ cuff check {}\n{}\n", pair.join(" "), words.join("\n"));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn variables_stand_for_flags_and_flags_outweigh_them() {
    let cuff = plans();
    let code = |args: &[&str], variables: &[(&str, &str)]| {
        let ran = run_with(&cuff, &[&["check", "--quiet"], args].concat(), variables);
        ran.code.unwrap()
    };
    let warning = ["warning.plan"];
    assert_eq!(code(&warning, &[]), 0);
    assert_eq!(code(&warning, &[("CUFF_FAIL_LEVEL", "warning")]), 1);
    assert_eq!(code(&warning, &[("CUFF_MAX_WARNINGS", "0")]), 1);
    assert_eq!(code(&["open.plan"], &[("CUFF_STRICT", "1")]), 1);
    assert_eq!(code(&["open.plan"], &[("CUFF_STRICT", "true")]), 1);
    assert_eq!(code(&["open.plan"], &[("CUFF_STRICT", "0")]), 0);
    let milder = ["warning.plan", "--fail-level", "error"];
    assert_eq!(code(&milder, &[("CUFF_FAIL_LEVEL", "warning")]), 0);
    // Set to nothing is not set.
    let empty = [
        "CUFF_FAIL_LEVEL",
        "CUFF_MAX_WARNINGS",
        "CUFF_STRICT",
        "CUFF_SINCE",
        "CUFF_SHARD",
        "CUFF_FORMAT",
        "CUFF_COLOR",
        "CUFF_CONFIG",
        "CUFF_BASELINE",
        "CUFF_TODAY",
    ];
    let empty = empty.map(|name| (name, ""));
    assert_eq!(code(&warning, &empty), 0);
    // Whoever writes these means them.
    let strict = [
        ("CUFF_STRICT", "1"),
        ("CUFF_MAX_WARNINGS", "0"),
        ("CUFF_FAIL_LEVEL", "advice"),
    ];
    assert_eq!(code(&["--exit-zero"], &strict), 0);
    assert_eq!(code(&["good.plan", "--diff"], &strict), 0);
    assert_eq!(
        code(&["good.plan", "--isolated"], &[("CUFF_CONFIG", "x.yaml")]),
        0
    );
    let stdin = run_with(
        &cuff,
        &["check", "-"],
        &[("CUFF_SHARD", "1/2"), ("CUFF_SINCE", "main")],
    );
    assert_eq!(stdin.code, Some(0), "{}", stdin.err);
    // What is wrong with one is said, with the flag that it stands for.
    let wrong = run_with(&cuff, &["check"], &[("CUFF_FAIL_LEVEL", "mild")]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("--fail-level"), "{}", wrong.err);
}

// ── counts ────────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn findings_are_counted_by_rule() {
    let ran = here(&["check", "examples", "--statistics"]);
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!(ran.out);
    let concise = here(&["check", "examples", "--statistics", "--format", "concise"]);
    assert!(
        concise.out.contains("load-above-range\n"),
        "{}",
        concise.out
    );
    let good = plans().run(&["check", "good.plan", "--statistics"]);
    assert_eq!(good.out.lines().count(), 1, "{}", good.out);
}

#[test]
fn counts_add_up_to_those_of_the_run() {
    let json = |args: &[&str]| -> Value {
        let ran = here(&[&["check", "examples", "--format", "json"], args].concat());
        serde_json::from_str(&ran.out).unwrap()
    };
    let counted = json(&["--statistics"]);
    let whole = json(&[]);
    assert_eq!(counted["schema"], 1);
    assert_eq!(counted["summary"], whole["summary"]);
    let rows = counted["statistics"].as_array().unwrap();
    for key in ["errors", "warnings", "advice", "cannot_check"] {
        let sum: u64 = rows.iter().map(|row| row[key].as_u64().unwrap()).sum();
        assert_eq!(sum, whole["summary"][key], "{key}");
    }
    let findings = whole["findings"].as_array().unwrap();
    for row in rows {
        let own = findings
            .iter()
            .filter(|finding| finding["rule"] == row["rule"]);
        let plans: std::collections::BTreeSet<&str> = own
            .map(|finding| finding["path"].as_str().unwrap())
            .collect();
        assert_eq!(row["plans"], plans.len(), "{row}");
    }
}

#[test]
fn counts_are_no_report_for_other_programs() {
    let ran = here(&["check", "examples", "--statistics", "--format", "sarif"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert_eq!(
        ran.err,
        "error: --statistics counts as text or as json, not as sarif\n  help: write the report into a file: --output sarif=FILE\n"
    );
}

// ── timings ───────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn the_time_is_told_by_stage_and_by_rule() {
    let plain = here(&["check", "examples", "--format", "concise"]);
    let ran = here(&["check", "examples", "--format", "concise", "--timings"]);
    assert_eq!((ran.code, &ran.out), (plain.code, &plain.out));
    assert_eq!(plain.err, "");
    for row in [
        "find ",
        "load ",
        "read ",
        "parse ",
        "model ",
        "rules ",
        "findings ",
        "report ",
        "print ",
        " load-above-range",
    ] {
        assert!(ran.err.contains(row), "{row}\n{}", ran.err);
    }
    assert!(ran.err.starts_with("5 plans took "), "{}", ran.err);
}

#[test]
fn times_can_be_read_by_programs_and_steps_are_the_same_each_time() {
    let measured = || -> Value {
        let ran = here(&["check", "examples", "--quiet", "--timings=json"]);
        assert_eq!(ran.err.lines().count(), 1);
        serde_json::from_str(&ran.err).unwrap()
    };
    let steps = |document: &Value| {
        let rules = document["rules"].as_array().unwrap().iter();
        let steps = rules.map(|rule| (rule["rule"].to_string(), rule["steps"].as_u64().unwrap()));
        steps.collect::<std::collections::BTreeMap<_, _>>()
    };
    let (one, other) = (measured(), measured());
    assert_eq!(one["plans"], 5);
    assert_eq!(steps(&one), steps(&other));
    assert!(steps(&one)["\"load-above-range\""] > 0);
    let micros = |rows: &Value| -> u64 {
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| row["micros"].as_u64().unwrap()).sum()
    };
    let threads = one["threads"].as_u64().unwrap();
    let whole = one["micros"].as_u64().unwrap();
    assert!(micros(&one["stages"]) <= whole * threads + 1_000, "{one}");
    assert!(micros(&one["rules"]) <= micros(&one["stages"]), "{one}");
    // Rules that are off are not run.
    let ran = here(&[
        "check",
        "examples",
        "--quiet",
        "--timings=json",
        "--select",
        "rest-off-target",
    ]);
    let only: Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!(steps(&only).len(), 1, "{only}");
}
