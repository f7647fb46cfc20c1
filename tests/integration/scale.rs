//! Many plans: one order on any number of threads, shares that add up, and reports that are whole or as they were. The
//! same on 100,000 plans, with memory, is `benches/compare/scale`.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::program::{Cuff, Ran};
use crate::support::read;

const WORKFLOW: &str = "docs/scale/nightly.yml";

/// More plans than are held at one time. Some are long, so that threads end in another order than they begin.
fn many_plans() -> Cuff {
    (0..600).fold(Cuff::new(), |cuff, number| {
        let lines = if number % 50 == 0 { 60 } else { number % 4 };
        let line = "Barbell Curl: 30/15/15/15 @ 40%, rest 75 s, wrap upper arm high 7/10\n";
        cuff.file(
            &format!("{:02}/{number:03}.plan", number / 100),
            line.repeat(lines),
        )
    })
}

/// The lines about findings, and the counts.
fn findings(report: &str) -> (Vec<&str>, Value) {
    let mut lines: Vec<&str> = report.lines().collect();
    let summary = serde_json::from_str(lines.pop().unwrap()).unwrap();
    (lines, summary)
}

fn json_lines(cuff: &Cuff, more: &[&str], threads: &str) -> Ran {
    let args = [&["check", "--format", "json-lines"], more].concat();
    cuff.run_in_env(&args, &[("RAYON_NUM_THREADS", threads)])
}

#[test]
fn a_report_is_the_same_on_any_number_of_threads() {
    let cuff = many_plans();
    let one = json_lines(&cuff, &[], "1").out;
    let (lines, summary) = findings(&one);
    assert_eq!(summary["files"], 600);
    let path = |line: &&str| -> String {
        let finding: Value = serde_json::from_str(line).unwrap();
        finding["path"].as_str().unwrap().to_owned()
    };
    let paths: Vec<String> = lines.iter().map(path).collect();
    assert!(paths.len() > 600 && paths.is_sorted());
    for threads in ["2", "7"] {
        assert!(
            json_lines(&cuff, &[], threads).out == one,
            "{threads} threads"
        );
    }
}

#[test]
fn shares_have_the_findings_of_one_run() {
    let cuff = many_plans();
    let whole = json_lines(&cuff, &[], "2").out;
    let (mut whole, counts) = findings(&whole);
    let shares: Vec<String> = (1..=3)
        .map(|number| json_lines(&cuff, &["--shard", &format!("{number}/3")], "2").out)
        .collect();
    let shares: Vec<_> = shares.iter().map(|share| findings(share)).collect();
    let mut all: Vec<&str> = shares.iter().flat_map(|(lines, _)| lines.clone()).collect();
    whole.sort_unstable();
    all.sort_unstable();
    assert!(all == whole);
    for count in ["files", "errors", "warnings", "advice", "cannot_check"] {
        let sum: u64 = shares
            .iter()
            .filter_map(|(_, sum)| sum[count].as_u64())
            .sum();
        assert_eq!(counts[count], sum, "{count}");
    }
}

/// What the workflow for the night runs, for each of its shares.
fn commands_of_the_night() -> Vec<Vec<String>> {
    let workflow: serde_yaml::Value = serde_yaml::from_str(&read(WORKFLOW)).unwrap();
    let check = &workflow["jobs"]["check"];
    let steps = check["steps"].as_sequence().unwrap();
    let mut lines = steps.iter().filter_map(|step| step["run"].as_str());
    let line = lines.find(|line| line.starts_with("cuff ")).unwrap();
    let shares = check["strategy"]["matrix"]["share"].as_sequence().unwrap();
    let numbers = shares.iter().map(|share| share.as_u64().unwrap());
    let words = |number: u64| {
        let line = line.replace("$SHARE", &number.to_string()).replace('"', "");
        line.split(' ').skip(1).map(str::to_owned).collect()
    };
    numbers.map(words).collect()
}

#[test]
fn the_workflow_for_the_night_checks_each_plan_once() {
    let cuff = many_plans();
    let commands = commands_of_the_night();
    for command in &commands {
        let args: Vec<&str> = command.iter().map(String::as_str).collect();
        let ran = cuff.run(&args);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{command:?}");
    }
    let mut files: BTreeMap<String, usize> = BTreeMap::new();
    let mut checked = 0;
    for number in 1..=commands.len() {
        let report = cuff.read(&format!("share-{number}.jsonl"));
        let (lines, summary) = findings(&report);
        checked += summary["files"].as_u64().unwrap();
        for line in lines {
            *files.entry(line.to_owned()).or_default() += 1;
        }
    }
    assert_eq!(checked, 600);
    let whole = json_lines(&cuff, &[], "2").out;
    let (lines, _) = findings(&whole);
    assert_eq!(files.len(), lines.len());
    assert!(lines.iter().all(|line| files[*line] == 1));
}

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_leaves_the_report_that_was_there() {
    use std::process::{Command, Stdio};
    let cuff = Cuff::new().file("report.json", "old");
    let folder = cuff.path("");
    let names = || std::fs::read_dir(&folder).unwrap().count();
    // It waits for a plan that never ends.
    let mut child = Command::new(env!("CARGO_BIN_EXE_cuff"))
        .args(["check", "-", "--output", "json=report.json"])
        .current_dir(&folder)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    while names() < 2 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success());
    assert_eq!(cuff.read("report.json"), "old");
    // What it left beside the report is in nobody's way.
    let again = cuff.run(&["check", "--allow-empty", "--output", "json=report.json"]);
    assert_eq!(again.code, Some(0), "{}", again.err);
    assert!(cuff.read("report.json").starts_with('{'));
}
