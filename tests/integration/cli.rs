//! The program as a user meets it: arguments in, text and exit code out.

use std::path::Path;

use crate::docs::COMMANDS;
use crate::program::{Cuff, here, run_in};
use crate::support::read;

const GOOD: &str = "conditions none\nexperience intermediate\nBench Press: 3x5 @ 80%\n";
const BAD: &str = "conditions none\nexperience intermediate\nstop if numb\nday \"Pull\"\nBarbell Row: 5x8 @ 75%\nBarbell Curl: 30/15/15/15 @ 35%, rest 30 s, wrap upper arm high 7/10\n";

#[test]
fn good_plans_pass() {
    let ran = here(&[
        "check",
        "examples/arm-finisher.plan",
        "examples/leg-block.plan",
        "--format",
        "concise",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    assert!(
        !ran.out.contains("error[") && !ran.out.contains("warning["),
        "{}",
        ran.out
    );
}

#[test]
fn everything_wrong_is_found_in_one_run() {
    let ran = here(&[
        "check",
        "examples/everything-wrong.plan",
        "--format",
        "concise",
    ]);
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!(ran.out);
}

#[test]
fn findings_in_full() {
    let ran = here(&["check", "examples/everything-wrong.plan"]);
    insta::assert_snapshot!(ran.out);
}

#[test]
fn a_half_typed_plan_still_gives_the_findings_that_matter() {
    let ran = here(&["check", "examples/half-typed.plan", "--format", "narrated"]);
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!(ran.out);
}

#[test]
fn json_is_one_document() {
    let ran = here(&[
        "check",
        "examples/everything-wrong.plan",
        "--format",
        "json",
    ]);
    let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["schema"], 1);
    let findings = document["findings"].as_array().unwrap();
    let load = findings
        .iter()
        .find(|finding| finding["rule"] == "load-above-range")
        .unwrap();
    assert_eq!(load["severity"], "error");
    assert_eq!(load["status"], "violated");
    assert_eq!(load["place"], "week 1/Arms and legs/Cable Curl");
    assert_eq!(load["path"], "examples/everything-wrong.plan");
    assert_eq!(load["start"]["line"], 11);
    assert_eq!(load["start"]["column"], 33);
    let offset = usize::try_from(load["start"]["offset"].as_u64().unwrap()).unwrap();
    assert!(read("examples/everything-wrong.plan")[offset..].starts_with("17 kg"));
    assert!(load["fixes"][0]["edits"][0]["text"] == "15 kg", "{load:#}");
    assert_eq!(document["summary"]["files"], 1);
}

#[test]
fn a_folder_is_searched_and_git_is_minded() {
    let cuff = Cuff::new()
        .file("a.plan", GOOD)
        .file("b/bad.plan", BAD)
        .file(".gitignore", "old\n")
        .file("old/c.plan", BAD)
        .file("d.txt", BAD);
    let ran = cuff.run(&["check", "--format", "concise"]);
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!(ran.out);
    let ran = cuff.run(&["check", "d.txt", "old/c.plan", "--format", "concise"]);
    assert_eq!(
        ran.out.matches("error[load-above-range]").count(),
        2,
        "explicit files are always checked: {}",
        ran.out
    );
    let ran = cuff.run(&["check", "a.plan", "./a.plan", "--quiet"]);
    assert!(
        ran.out.contains("1 plan checked"),
        "named twice, checked once: {}",
        ran.out
    );
}

#[test]
fn standard_input_has_a_name() {
    let cuff = Cuff::new();
    let ran = cuff.run_with(
        &[
            "check",
            "-",
            "--stdin-filename",
            "mail.plan",
            "--format",
            "concise",
        ],
        Some(BAD.as_bytes()),
    );
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.starts_with("mail.plan:6:"), "{}", ran.out);
    let ran = cuff.run_with(
        &["check", "-", "--format", "concise"],
        Some(GOOD.as_bytes()),
    );
    assert_eq!(ran.code, Some(0), "{}", ran.out);
}

#[test]
fn what_cannot_be_read_never_hides_the_rest() {
    let cuff = Cuff::new()
        .file("bad.plan", BAD)
        .file("utf16.plan", b"\xFF\xFEp\0l\0")
        .file("latin.plan", b"goal \xE9\n")
        .file("large.plan", vec![b'a'; (1 << 20) + 1]);
    let ran = cuff.run(&["check", "--format", "concise"]);
    assert_eq!(ran.code, Some(2));
    insta::assert_snapshot!(format!("{}{}", ran.out, ran.err));
    let ran = cuff.run(&["check", "missing.plan", "bad.plan", "--format", "json"]);
    assert_eq!(ran.code, Some(2));
    let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        document["findings"].as_array().unwrap().len(),
        1,
        "{document:#}"
    );
}

#[test]
fn no_plan_is_said() {
    let ran = Cuff::new().file("plan.txt", "x").run(&["check"]);
    assert_eq!(ran.code, Some(2));
    insta::assert_snapshot!(ran.err);
    assert_eq!(Cuff::new().run(&["check", "--allow-empty"]).code, Some(0));
}

#[test]
fn strict_fails_where_something_could_not_be_checked() {
    let plan = "conditions none\nexperience intermediate\nstop if numb\nday \"A\"\nBarbell Row: 5x8 @ 75%\nMystery Lift: 30/15/15/15 @ 25%, rest 30 s, wrap upper arm high 7/10\n";
    let cuff = Cuff::new().file("a.plan", plan);
    assert_eq!(cuff.run(&["check"]).code, Some(0));
    assert_eq!(cuff.run(&["check", "--strict"]).code, Some(1));
}

#[test]
fn a_comment_silences_one_finding_with_a_reason() {
    let silenced = BAD.replace(
        "7/10\n",
        "7/10 # cuff: allow(load-above-range) because Dr. Lind asked for 35 %, 2026-02-01\n",
    );
    let ran = Cuff::new().file("a.plan", silenced).run(&["check"]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    insta::assert_snapshot!("a_comment_silences_one_finding", ran.out);
    let wrong = "# cuff: allow(load-above-rang) because I said so\nBench Press: 3x5 @ 80% # cuff: allow(rest-off-target) because habit\n# cuff: allow(rest-off-target)\n";
    let ran = Cuff::new()
        .file("a.plan", wrong)
        .run(&["check", "--format", "concise"]);
    insta::assert_snapshot!("comments_that_silence_nothing", ran.out);
}

#[test]
fn a_configuration_sets_levels_figures_and_packs() {
    let config = "levels:\n  load-above-range: warning\nparams:\n  load-above-range.max: 33 % because Dr. Lind asked for it\nexclude:\n  - archive/**\n";
    let cuff = Cuff::new()
        .file("a.plan", BAD)
        .file("archive/b.plan", BAD)
        .file("cuff.yaml", config);
    let ran = cuff.run(&["check", "--format", "concise"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let expected = "a.plan:6:29: warning[load-above-range]: `Barbell Curl` is wrapped at 35 %, above 33 % of 1RM\n";
    assert!(ran.out.starts_with(expected), "{}", ran.out);
    assert_eq!(ran.out.matches("load-above-range").count(), 1);
    let ran = cuff.run(&["check", "--isolated", "a.plan"]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
}

#[test]
fn mistakes_in_the_configuration_are_all_said() {
    let config = "pakcs: [occlusion]\nlevels:\n  load-above-rang: warning\n  marathon-session: warn\nparams:\n  load-above-range.maxx: 35 %\n  load-above-range.max: 35 s\n";
    let ran = Cuff::new()
        .file("a.plan", GOOD)
        .file("cuff.yaml", config)
        .run(&["check"]);
    assert_eq!(ran.code, Some(2));
    let config = config
        .replace("pakcs: [occlusion]\n", "")
        .replace("  marathon-session: warn\n", "");
    let again = Cuff::new()
        .file("a.plan", GOOD)
        .file("cuff.yaml", config)
        .run(&["check"]);
    assert_eq!(again.code, Some(2));
    insta::assert_snapshot!(format!("{}\n{}", ran.err, again.err));
}

#[test]
fn a_broken_rule_file_is_located() {
    let pack = "title: Mine\nsummary: mine\nversion: 1.0.0\nexplain: mine\n";
    let rule = read("rules/occlusion/tightness-missing.yaml");
    let broken = [
        ("unknown key", rule.replace("summary:", "sumary:")),
        (
            "unknown fact",
            rule.replace("any-tightness", "any-tightnes"),
        ),
        (
            "dimensions",
            rule.replace("require: ", "require: 3 kg + 2 min <= 4 kg and "),
        ),
        (
            "placeholder",
            rule.replacen("message: ", "message: \"{nonsense}\" # ", 1),
        ),
        ("yaml", rule.replacen("check:", "check: [", 1)),
        (
            "unknown keys and an unknown fact",
            format!("colour: red\n{rule}")
                .replace("summary:", "sumary:")
                .replace("any-tightness", "any-tightnes"),
        ),
        (
            "an unknown key that holds names, and none that only follows",
            format!(
                "figures:\n  most: 3 %\n{}",
                rule.replace("any-tightness", "params.most")
            ),
        ),
    ];
    let mut picture = String::new();
    for (what, text) in broken {
        let cuff = Cuff::new()
            .file("a.plan", GOOD)
            .file("mine/pack.yaml", pack)
            .file("mine/tightness-missing.yaml", text)
            .file("cuff.yaml", "packs: [./mine]\n");
        let ran = cuff.run(&["check"]);
        assert_eq!(ran.code, Some(2), "{what}: {}", ran.out);
        picture += &format!("== {what}\n{}\n", ran.err);
    }
    insta::assert_snapshot!(picture);
}

#[test]
fn explanations() {
    insta::assert_snapshot!(here(&["explain", "marathon-session"]).out);
    let ran = here(&["explain", "marathon-sesion"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("did you mean `marathon-session`?"),
        "{}",
        ran.err
    );
    let pack = here(&["explain", "occlusion"]).out;
    assert!(pack.contains("- [ ]"), "the checklists are shown: {pack}");
    for id in ["missing-unit", "unknown-exercise"] {
        assert_eq!(here(&["explain", id]).code, Some(0));
    }
}

#[test]
fn exercises_say_what_they_are() {
    let ran = here(&[
        "exercises",
        "DB Curl",
        "Leg Extension",
        "Bench Press",
        "Barbell Crul",
    ]);
    insta::assert_snapshot!(ran.out);
    let ran = run_in(
        Path::new("."),
        &["exercises", "--format", "json", "-"],
        Some(b"RDL\r\nNo Such Lift\nD\xE9cline Wobble\nT2: Front Squat"),
    );
    let objects: Vec<serde_json::Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!((ran.code, objects.len()), (Some(0), 4));
    assert_eq!(objects[0]["id"], "romanian-deadlift");
    assert_eq!(objects[1]["id"], serde_json::Value::Null);
    assert_eq!(objects[1]["query"], "No Such Lift");
    // A line in another encoding costs only itself.
    assert_eq!(objects[2]["id"], serde_json::Value::Null);
    assert_eq!(objects[3]["id"], "front-squat");
}

#[test]
fn facts_show_the_model() {
    insta::assert_snapshot!(here(&["facts", "examples/arm-finisher.plan"]).out);
    assert!(here(&["facts", "--list"]).out.contains("time-on-slowest"));
}

#[test]
fn the_help_is_complete() {
    insta::assert_snapshot!(here(&["--help"]).out);
    let mut pages = String::new();
    for command in COMMANDS {
        let words: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        let ran = here(&words);
        assert_eq!(ran.code, Some(0));
        assert!(ran.out.contains("Examples:"), "{}", ran.out);
        pages += &format!("$ cuff {command} --help\n{}\n", ran.out);
    }
    insta::assert_snapshot!("the_help_of_each_command", pages);
    let ran = here(&["chekc"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("check"), "{}", ran.err);
}

#[test]
fn nothing_in_a_plan_reaches_the_terminal_as_a_command() {
    let plan = "plan \"\u{1b}[31mred\u{202e}\"\n> ##[error]x ::error::y\n::set-output name=a::b\n\u{7}Bench\u{1b}]0;x: 3x\n";
    for format in ["full", "concise", "narrated", "json"] {
        let ran = Cuff::new()
            .file("a.plan", plan)
            .run(&["check", "--format", format, "--color", "never"]);
        let raw = ran
            .out
            .chars()
            .find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
        assert_eq!(raw, None, "{format}: {}", ran.out);
        assert!(!ran.out.contains("##[error"), "{format}: {}", ran.out);
        assert!(
            !ran.out
                .lines()
                .any(|line| line.trim_start().starts_with("::")),
            "{format}: {}",
            ran.out
        );
    }
}

#[test]
fn kilograms_without_a_1rm_give_no_verdict() {
    let plan = "conditions none\nexperience intermediate\nstop if numb\nday \"A\"\nBarbell Row: 5x8 @ RPE 9\nBarbell Curl: 30/15/15/15 @ 17 kg, rest 30 s, wrap upper arm high 7/10\n";
    let ran = Cuff::new().file("a.plan", plan).run(&["check"]);
    assert_eq!(ran.code, Some(0));
    assert!(
        ran.out.contains("1rm Barbell Curl"),
        "the line to add is named: {}",
        ran.out
    );
    assert!(!ran.out.contains("error["), "{}", ran.out);
    insta::assert_snapshot!(ran.out);
}
