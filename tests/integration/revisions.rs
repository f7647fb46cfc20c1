//! Comparing revisions of a real git repository, folders and files: what belongs together, and what is said where
//! something is not there or means two things.

use crate::program::{Cuff, run_from};
use crate::repository::{commit, git};
use crate::support::read;

const HEAD: &str = "athlete \"A\"\n  experience advanced\n  conditions none\n";

fn plan(load: &str) -> String {
    format!("{HEAD}day \"Push\"\n  Bench Press: 4x6 @ {load}, rest 3 min\n")
}

/// Two commits: a load changed, one plan renamed, one new, one gone.
fn club() -> Cuff {
    let cuff = Cuff::new()
        .file("plans/push.plan", plan("78%"))
        .file("plans/pull.plan", with("Barbell Row"))
        .file("plans/gone.plan", with("Back Squat"))
        .file("notes.txt", "x");
    git(&cuff, &["init", "--quiet"]);
    commit(&cuff, "first");
    git(&cuff, &["tag", "start"]);
    std::fs::remove_file(cuff.path("plans/gone.plan")).unwrap();
    std::fs::rename(cuff.path("plans/pull.plan"), cuff.path("plans/row.plan")).unwrap();
    let cuff = cuff
        .file("plans/push.plan", plan("80%"))
        .file("plans/new.plan", read("examples/leg-block.plan"));
    commit(&cuff, "second");
    cuff
}

fn with(exercise: &str) -> String {
    plan("78%").replace("Bench Press", exercise)
}

/// What a run prints on both streams, with its exit code. `PATH` is there, so that git is found.
fn shown(cuff: &Cuff, args: &[&str]) -> String {
    let path = std::env::var("PATH").unwrap();
    let ran = cuff.run_with_path(args, None, &path);
    format!(
        "$ cuff {}\n{}{}exit code {}\n",
        args.join(" "),
        ran.out,
        ran.err,
        ran.code.unwrap()
    )
}

#[test]
fn revisions_are_compared_plan_by_plan() {
    let cuff = club();
    let mut all = shown(&cuff, &["diff", "start", "HEAD"]);
    all += &shown(
        &cuff,
        &["diff", "HEAD~1", "--exit-code", "--", "plans/push.plan"],
    );
    all += &shown(
        &cuff,
        &[
            "diff",
            "start..main",
            "--",
            "plans/push.plan",
            "plans/gone.plan",
        ],
    );
    all += &shown(&cuff, &["diff", "HEAD"]);
    insta::assert_snapshot!(all);
}

#[test]
fn files_on_disk_are_the_new_version() {
    let cuff = club()
        .file("plans/push.plan", plan("85%"))
        .file("plans/draft.plan", with("Overhead Press"))
        .file(".gitignore", "push.plan\n");
    let mut all = shown(&cuff, &["diff"]);
    all += &shown(&cuff, &["diff", "plans/push.plan"]);
    all += &shown(&cuff, &["diff", "start:plans/push.plan", "plans/push.plan"]);
    all += &shown(&cuff, &["diff", "start:plans/push.plan"]);
    all += &shown(&cuff, &["diff", "start:plans/push.plan", "HEAD"]);
    all += &shown(&cuff, &["diff", "start", "./plans/push.plan"]);
    insta::assert_snapshot!(all);
}

#[test]
fn paths_start_from_the_folder_that_we_are_in() {
    let cuff = club().file("plans/push.plan", plan("85%"));
    let path = std::env::var("PATH").unwrap();
    let mut all = String::new();
    for args in [
        &["diff"][..],
        &["diff", "push.plan"],
        &["diff", "HEAD:plans/push.plan"],
        &["diff", "HEAD:./push.plan", "push.plan"],
        &["diff", "start", "--", ".."],
        &["diff", ":push.plan"],
    ] {
        let ran = run_from(&cuff.path("plans"), args, None, &path);
        all += &format!("$ cuff {}\n{}{}", args.join(" "), ran.out, ran.err);
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_branch_is_compared_with_where_it_left() {
    let cuff = club();
    git(&cuff, &["checkout", "--quiet", "-b", "topic", "start"]);
    let cuff = cuff.file("plans/push.plan", plan("70%"));
    commit(&cuff, "topic");
    insta::assert_snapshot!(shown(&cuff, &["diff", "main...topic"]));
}

#[test]
fn what_cannot_be_compared_is_said() {
    let cuff = club()
        .file("main", "x")
        .file("a.plan", plan("78%"))
        .file("cuff.yaml", "levels: { no-such-rule: off }\n");
    let mut all = shown(&cuff, &["diff", "main"]);
    all += &shown(&cuff, &["diff", "no-such-thing", "HEAD"]);
    all += &shown(&cuff, &["diff", "HEAD:no-such.plan"]);
    all += &shown(&cuff, &["diff", "--", "../outside"]);
    all += &shown(&cuff, &["diff", "a.plan", "plans"]);
    all += &shown(&cuff, &["diff", "HEAD", "--", "notes"]);
    all += &shown(&cuff, &["diff", "a.plan", "a.plan"]);
    // Options of git are not to be had.
    all += &shown(&cuff, &["diff", "HEAD", "--output=x"]);
    all += &shown(&cuff, &["diff", "--format", "text", "--", "--output=x"]);
    assert!(!cuff.path("x").exists());
    let ran = cuff.run(&["diff", "main~0"]);
    all += &format!("== without git\n{}{}", ran.out, ran.err);
    assert_eq!(ran.code, Some(2));
    let alone = Cuff::new().file("a.plan", plan("78%"));
    all += &format!("== no repository\n{}", shown(&alone, &["diff"]));
    all += &shown(&alone, &["diff", "a.plan", "a.plan"]);
    insta::assert_snapshot!(all);
}

#[test]
fn folders_are_paired_by_path() {
    let cuff = Cuff::new()
        .file("2025/a.plan", plan("78%"))
        .file("2025/old/b.plan", with("Barbell Row"))
        .file("2026/a.plan", plan("80%"))
        .file("2026/b.plan", with("Barbell Row"))
        .file("2026/broken.plan", [0xFF, 0xFE, 0x70, 0x00]);
    insta::assert_snapshot!(shown(&cuff, &["diff", "2025", "2026"]));
}

#[test]
fn new_errors_fail_and_a_baseline_knows_old_ones() {
    let wrong = read("examples/everything-wrong.plan");
    let cuff = Cuff::new()
        .file("old.plan", "conditions none\n")
        .file("new.plan", &wrong);
    assert_eq!(cuff.run(&["diff", "old.plan", "new.plan"]).code, Some(0));
    assert_eq!(
        cuff.run(&["diff", "old.plan", "new.plan", "--fail-on-new"])
            .code,
        Some(1)
    );
    assert_eq!(
        cuff.run(&["diff", "new.plan", "old.plan", "--fail-on-new"])
            .code,
        Some(0)
    );
    assert_eq!(cuff.run(&["baseline", "create", "new.plan"]).code, Some(0));
    let ran = cuff.run(&[
        "diff",
        "old.plan",
        "new.plan",
        "--fail-on-new",
        "--baseline",
        "cuff-baseline.json",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
}
