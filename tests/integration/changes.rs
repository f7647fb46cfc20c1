//! Which plans changed: since the last commit, and since a branch began, in real git repositories.

use std::fs;

use crate::program::{Cuff, run_from};
use crate::repository::{commit, git, git_in};
use crate::selection::{assert_plans, bad, plans, run, told};

/// Four plans in a first commit.
fn repository() -> Cuff {
    let cuff = Cuff::new()
        .file(".gitignore", "secret\n")
        .file("club/kept.plan", bad())
        .file("club/edited.plan", bad())
        .file("club/gone.plan", bad())
        .file("club/moved.plan", bad());
    git(&cuff, &["init", "--quiet"]);
    commit(&cuff, "first");
    cuff
}

#[test]
fn only_plans_that_changed_are_checked() {
    let cuff = repository();
    let check = ["check", "--format", "concise", "--changed"];
    let ran = run(&cuff, &check);
    assert_eq!(ran.code, Some(0), "nothing changed: {}", ran.out);
    assert_plans(&ran, &[]);

    let cuff = cuff
        .file("club/edited.plan", bad() + "# edited\n")
        .file("club/staged.plan", bad())
        .file("club/né w\"\t'.plan", bad())
        .file("club/other.txt", bad())
        .file("secret/ignored.plan", bad());
    git(&cuff, &["add", "club/staged.plan"]);
    fs::remove_file(cuff.path("club/gone.plan")).unwrap();
    git(&cuff, &["mv", "club/moved.plan", "club/renamed.plan"]);
    let ran = run(&cuff, &check);
    assert_eq!(ran.code, Some(1));
    let names = plans(&ran);
    let expected = ["club/edited", "club/staged", "club/renamed"];
    assert!(
        expected.iter().all(|name| names.contains(*name)),
        "{names:?}"
    );
    assert_eq!(names.len(), 4, "the new plan with the odd name: {names:?}");

    // From inside, one folder only, and a plan that is named but did not change.
    let path = std::env::var("PATH").unwrap();
    let inside = run_from(
        &cuff.path("club"),
        &[&check[..], &["edited.plan", "kept.plan"]].concat(),
        None,
        &path,
    );
    assert_plans(&inside, &["edited"]);
    git(&cuff, &["config", "diff.relative", "true"]);
    git(&cuff, &["config", "diff.external", "false"]);
    git(&cuff, &["config", "core.fsmonitor", "touch watched"]);
    assert_eq!(plans(&run(&cuff, &check)), names);
    assert!(!cuff.path("watched").exists());
    // What is excluded is excluded, changed or not.
    let ran = run(&cuff, &[&check[..], &["--exclude", "club"]].concat());
    assert_plans(&ran, &[]);
    // The formatter takes the same.
    let ran = run(
        &cuff,
        &[
            "fmt",
            "--check",
            "--changed",
            "club/kept.plan",
            "club/staged.plan",
        ],
    );
    assert_eq!(ran.out, "club/staged.plan: not tidy\n");
}

#[test]
fn a_branch_is_held_against_where_it_began() {
    let cuff = repository();
    git(&cuff, &["switch", "--quiet", "--create", "mine"]);
    let cuff = cuff.file("club/mine.plan", bad());
    commit(&cuff, "mine");
    git(&cuff, &["switch", "--quiet", "main"]);
    // What others did meanwhile is none of this branch's business.
    let cuff = cuff.file("club/kept.plan", bad() + "# by others\n");
    commit(&cuff, "others");
    git(&cuff, &["switch", "--quiet", "mine"]);
    let cuff = cuff.file("club/edited.plan", bad() + "# not committed\n");
    let check = ["check", "--format", "concise"];
    let since = |more: &[&str]| run(&cuff, &[&check[..], more].concat());
    assert_plans(&since(&["--since", "main"]), &["club/mine", "club/edited"]);
    assert_plans(
        &since(&["--changed", "--since", "main"]),
        &["club/mine", "club/edited"],
    );
    assert_plans(&since(&["--changed"]), &["club/edited"]);
    assert_plans(&since(&["--since", "HEAD"]), &["club/edited"]);
    // A subset of what a whole check finds, with the same words.
    let (whole, part) = (since(&[]), since(&["--since", "main"]));
    let lines = part.out.lines().filter(|line| line.contains("error["));
    assert!(lines.into_iter().all(|line| whole.out.contains(line)));
}

#[test]
fn before_the_first_commit_everything_is_new() {
    let cuff = Cuff::new()
        .file("staged.plan", bad())
        .file("new.plan", bad());
    git(&cuff, &["init", "--quiet"]);
    git(&cuff, &["add", "staged.plan"]);
    let check = ["check", "--format", "concise", "--changed"];
    assert_plans(&run(&cuff, &check), &["staged", "new"]);
}

#[test]
fn why_nobody_knows_what_changed_is_said() {
    let cuff = repository();
    let elsewhere = Cuff::new().file("a.plan", bad());
    let outside = elsewhere.path("a.plan");
    let mut text = told(
        &cuff,
        &[
            &["check", "--changed"],
            &["check", "--since", "main", "--shard", "1/2"],
            &["check", "--since", "origin/main"],
            &["check", "--since=--output=stolen"],
            &["check", "--since", "main", "-"],
            &["check", "--changed", "club/gone.plan", "no.plan"],
        ],
    );
    assert!(!cuff.path("stolen").exists());
    text += &told(&elsewhere, &[&["check", "--changed"]]);
    let no_git = cuff.run(&["check", "--changed"]);
    text += &format!(
        "without git\n{}exit code {}\n\n",
        no_git.err,
        no_git.code.unwrap()
    );
    let ran = run(&cuff, &["check", "--changed", outside.to_str().unwrap()]);
    let err = ran
        .err
        .replace(elsewhere.path("").to_str().unwrap(), "[ELSEWHERE]/");
    text += &format!("outside\n{err}exit code {}\n\n", ran.code.unwrap());

    // As CI runners clone: the last commit only.
    let cuff = cuff.file("club/next.plan", bad());
    commit(&cuff, "second");
    git(&cuff, &["branch", "base", "HEAD~1"]);
    let url = format!("file://{}", cuff.path("").display());
    git(
        &cuff,
        &[
            "clone",
            "--quiet",
            "--depth",
            "1",
            "--no-single-branch",
            &url,
            "shallow",
        ],
    );
    git_in(&cuff, "shallow", &["switch", "--quiet", "main"]);
    let path = std::env::var("PATH").unwrap();
    let ran = run_from(
        &cuff.path("shallow"),
        &["check", "--since", "origin/base"],
        None,
        &path,
    );
    text += &format!(
        "a shallow clone\n{}exit code {}\n",
        ran.err,
        ran.code.unwrap()
    );
    insta::assert_snapshot!(text);
}
