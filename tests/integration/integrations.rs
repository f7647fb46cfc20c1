//! How cuff is called from CI, as `docs/ci.md` shows it: the action for GitHub with the program of these tests, and commands
//! for a shell. What needs tools from elsewhere stands in `outside.rs`.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use crate::action::{Runner, action, folder_of_the_program, texts};
use crate::documents::{self, Block};
use crate::program::Cuff;
use crate::repository::{commit, git};
use crate::support::read;

/// The page.
pub(crate) const PAGE: &str = "docs/ci.md";

/// The files for other programs on a page, each with its path.
pub(crate) fn files(page: &str) -> Vec<(String, Block)> {
    let blocks = documents::document(page).blocks.into_iter();
    let files = blocks.filter_map(|block| {
        let path = block.info.strip_prefix("yaml ")?.to_owned();
        Some((path, block))
    });
    files.collect()
}

/// A repository of plans: one without a finding, and one with errors.
pub(crate) fn repository() -> Cuff {
    let plans = Cuff::new()
        .file("plans/good one.plan", read("examples/arm-finisher.plan"))
        .file("plans/bad.plan", read("examples/everything-wrong.plan"));
    git(&plans, &["init", "--quiet"]);
    commit(&plans, "Write plans");
    plans
}

/// With the program of these tests.
const INSTALLED: (&str, &str) = ("version", "installed");

#[test]
fn the_action_annotates_sums_up_and_fails() {
    let runner = Runner::new(repository());
    let acted = runner.act(&[INSTALLED]);
    assert_eq!(acted.code, 1, "{}", acted.log);
    let annotations = acted
        .log
        .lines()
        .filter(|line| line.starts_with("::error "));
    let annotations: Vec<&str> = annotations.collect();
    assert_eq!(annotations.len(), 10, "{}", acted.log);
    for line in annotations {
        assert!(line.contains("file=plans/bad.plan,line="), "{line}");
    }
    assert!(
        acted.summary.contains("plans/bad.plan"),
        "{}",
        acted.summary
    );
    assert_eq!(acted.outputs["exit-code"], "1");
    assert_eq!(acted.outputs["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(acted.outputs["program"], env!("CARGO_BIN_EXE_cuff"));
}

#[test]
fn the_action_passes_where_nothing_is_wrong() {
    let runner = Runner::new(repository());
    let acted = runner.act(&[INSTALLED, ("paths", "plans/good one.plan\n")]);
    assert_eq!(acted.code, 0, "{}", acted.log);
    assert_eq!(acted.outputs["exit-code"], "0");
    assert!(!acted.log.contains("::error"), "{}", acted.log);
    assert!(!acted.summary.is_empty());
}

#[test]
fn the_inputs_of_the_action_do_what_they_say() {
    let runner = Runner::new(repository());
    let inputs = [
        INSTALLED,
        ("working-directory", "plans"),
        ("paths", "\ngood one.plan\nbad.plan\n"),
        ("format", "concise"),
        ("reports", "sarif=cuff.sarif\njunit=my tests.xml\n"),
        (
            "args",
            "--exit-zero --select\n  rest-off-target,load-above-range",
        ),
    ];
    let acted = runner.act(&inputs);
    assert_eq!(acted.code, 0, "{}", acted.log);
    assert!(
        acted
            .log
            .contains("bad.plan:11:33: error[load-above-range]"),
        "{}",
        acted.log
    );
    assert!(!acted.log.contains("symptom-normalised"), "{}", acted.log);
    let sarif: serde_json::Value =
        serde_json::from_str(&runner.plans.read("plans/cuff.sarif")).unwrap();
    assert!(!sarif["runs"][0]["results"].as_array().unwrap().is_empty());
    assert!(
        runner
            .plans
            .read("plans/my tests.xml")
            .contains("<testsuites")
    );

    let text = read("examples/arm-finisher.plan");
    let unsaid = text.lines().filter(|line| !line.contains("conditions "));
    let warned = Cuff::new().file("a.plan", unsaid.collect::<Vec<_>>().join("\n"));
    let runner = Runner::new(warned);
    assert_eq!(runner.act(&[INSTALLED]).code, 0);
    let acted = runner.act(&[INSTALLED, ("fail-level", "warning")]);
    assert_eq!(acted.code, 1, "{}", acted.log);
}

/// A variable of the job, as the page has it for plans that have findings already.
#[test]
fn what_was_there_before_does_not_fail_the_action() {
    let line = "CUFF_BASELINE: cuff-baseline.json";
    assert!(read(PAGE).contains(line));
    let mut runner = Runner::new(repository());
    let (name, file) = line.split_once(": ").unwrap();
    assert_eq!(runner.plans.run(&["baseline", "create"]).code, Some(0));
    runner.env.push((name.to_owned(), file.to_owned()));
    let acted = runner.act(&[INSTALLED]);
    assert_eq!(acted.code, 0, "{}", acted.log);
    assert!(!acted.log.contains("::error"), "{}", acted.log);
    let new = read("examples/half-typed.plan");
    fs::write(runner.plans.path("plans/new.plan"), new).unwrap();
    let acted = runner.act(&[INSTALLED]);
    assert_eq!(acted.code, 1);
    assert!(
        acted.log.contains("::error file=plans/new.plan,"),
        "{}",
        acted.log
    );
    assert!(!acted.log.contains("plans/bad.plan,"), "{}", acted.log);
}

#[test]
fn what_cannot_be_done_fails_the_action_with_its_code() {
    let runner = Runner::new(repository());
    let acted = runner.act(&[INSTALLED, ("paths", "no/such/folder")]);
    assert_eq!(
        (acted.code, acted.outputs["exit-code"].as_str()),
        (2, "2"),
        "{}",
        acted.log
    );
    let acted = runner.act(&[INSTALLED, ("format", "unheard-of")]);
    assert_eq!(
        (acted.code, acted.outputs["exit-code"].as_str()),
        (2, "2"),
        "{}",
        acted.log
    );
}

/// A title of a pull request or the name of a branch may end up in an input.
#[test]
fn nothing_in_an_input_is_run() {
    let hostile = "$(touch pwned) `touch pwned` ; touch pwned & touch pwned | touch pwned \" ' touch pwned * \n; touch pwned";
    let names = action()["inputs"].as_mapping().unwrap().len();
    let mut tried = 0;
    for (name, _) in texts(&action()["inputs"]) {
        let runner = Runner::new(repository());
        // A runner refuses a folder that is not there by itself.
        if name != "working-directory" {
            let acted = match name.as_str() {
                "version" => runner.act(&[("version", hostile)]),
                name => runner.act(&[INSTALLED, (name, hostile)]),
            };
            assert_eq!(acted.code, 2, "{name}: {}", acted.log);
        }
        assert!(!runner.plans.path("pwned").exists(), "{name}");
        tried += 1;
    }
    assert_eq!(tried, names);
    let runner = Runner::new(repository());
    for version in ["", "-r x", "0.1.0; touch pwned", "../x", "latest!"] {
        let acted = runner.act(&[("version", version)]);
        assert_eq!(acted.code, 2, "{version}: {}", acted.log);
        assert!(acted.log.contains("::error::"), "{}", acted.log);
    }
}

#[test]
fn the_page_has_every_input_and_output_of_the_action() {
    let page = documents::document(PAGE);
    let action = action();
    for (part, head) in [("inputs", "input"), ("outputs", "output")] {
        let start = page.rows.iter().position(|row| row[0] == head).unwrap();
        let written: Vec<&Vec<String>> = page.rows[start + 1..]
            .iter()
            .take(action[part].as_mapping().unwrap().len())
            .collect();
        let names = action[part].as_mapping().unwrap().keys();
        let names: Vec<&str> = names.map(|name| name.as_str().unwrap()).collect();
        let rows: Vec<&str> = written.iter().map(|row| row[0].as_str()).collect();
        assert_eq!(rows, names);
        if part == "inputs" {
            for row in written {
                let default = action[part][row[0].as_str()]["default"].as_str().unwrap();
                assert_eq!(row[1], default, "{}", row[0]);
            }
        }
    }
}

/// The workflows of the page, in a repository that has nothing but plans.
#[test]
fn the_workflows_of_the_page_work() {
    let mut ran = 0;
    for (path, block) in files(PAGE) {
        if !path.starts_with(".github/workflows/") {
            continue;
        }
        let workflow: serde_yaml::Value = serde_yaml::from_str(&block.text).unwrap();
        let (_, job) = workflow["jobs"]
            .as_mapping()
            .unwrap()
            .iter()
            .next()
            .unwrap();
        let steps = job["steps"].as_sequence().unwrap().iter();
        let ours = steps.filter(|step| {
            step["uses"]
                .as_str()
                .is_some_and(|used| used.starts_with("OWNER/cuff@"))
        });
        for step in ours {
            let given = texts(&step["with"]);
            let mut inputs: Vec<(&str, &str)> = given
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            inputs.push(INSTALLED);
            let runner = Runner::new(repository());
            let acted = runner.act(&inputs);
            let expected = i32::from(!given.contains_key("args"));
            assert_eq!(acted.code, expected, "{path}: {}", acted.log);
            assert!(
                acted.log.contains("::error file=plans/bad.plan,"),
                "{}",
                acted.log
            );
            assert_eq!(
                runner.plans.path("cuff.sarif").exists(),
                given.contains_key("reports")
            );
            ran += 1;
        }
    }
    assert_eq!(ran, 2);
}

#[test]
fn every_file_of_the_page_is_one_that_is_tried() {
    let paths: BTreeSet<String> = files(PAGE).into_iter().map(|(path, _)| path).collect();
    let tried = [
        ".github/workflows/plans.yml",
        ".github/workflows/plans-code-scanning.yml",
        ".gitlab-ci.yml",
        ".pre-commit-config.yaml",
        "azure-pipelines.yml",
    ];
    assert_eq!(paths, tried.map(str::to_owned).into());
}

/// Versions that documents tell people to install.
#[test]
fn the_version_in_documents_is_the_one_of_the_package() {
    let version = env!("CARGO_PKG_VERSION");
    let mut found = 0;
    for page in documents::all() {
        let text = read(&page.path);
        for before in ["cuff==", "cuff@v", "rev: v"] {
            for (at, _) in text.match_indices(before) {
                let rest = &text[at + before.len()..];
                let end = rest.find(|c: char| c != '.' && !c.is_ascii_digit());
                let named = &rest[..end.unwrap_or(rest.len())];
                // `v0` is the newest of all `0.*`.
                if named.contains('.') {
                    assert_eq!(named, version, "{}: {before}", page.path);
                }
                found += 1;
            }
        }
    }
    assert!(found > 5);
}

/// Blocks of commands for a shell, run by one, each line with the exit code that it promises.
#[test]
#[cfg(unix)]
fn commands_for_a_shell_work_in_one() {
    let home = Cuff::new();
    let path = format!("{}:/usr/bin:/bin", folder_of_the_program().display());
    let mut ran = 0;
    for page in documents::all() {
        for block in page
            .blocks
            .iter()
            .filter(|block| block.info == "sh in bash")
        {
            let output = Command::new("bash")
                .args([
                    "--noprofile",
                    "--norc",
                    "-eo",
                    "pipefail",
                    "-c",
                    &block.text,
                ])
                .current_dir(home.path(""))
                .env_clear()
                .env("HOME", home.path(""))
                .env("PATH", &path)
                .output()
                .expect("bash runs");
            let err = String::from_utf8_lossy(&output.stderr);
            assert!(
                output.status.success() && err.is_empty(),
                "{}:{}: {err}",
                page.path,
                block.line
            );
            ran += 1;
        }
    }
    assert!(ran >= 2);
    for written in [
        ".local/share/bash-completion/completions/cuff",
        ".zfunc/_cuff",
        ".config/fish/completions/cuff.fish",
        ".local/share/man/man1/cuff-check.1",
    ] {
        assert!(
            !fs::read(home.path(written)).unwrap().is_empty(),
            "{written}"
        );
    }
}
