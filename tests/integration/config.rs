//! The configuration as a user meets it: what it settles, for which plans and parts of them, where each value comes from,
//! and what is said where it is wrong.

use proptest::prelude::*;
use serde_json::Value as Json;

use crate::documents;
use crate::program::Cuff;
use crate::support::read;

/// A plan with the same fault in four weeks, the last of which is a deload.
pub(crate) const PLAN: &str = "\
athlete \"A. Novak\"
  conditions none
  experience intermediate
stop if numb
weeks 1-3
  day \"Pull\"
    Barbell Row: 5x8 @ 75%
    Barbell Curl: 30/15/15/15 @ 35%, rest 30 s, wrap upper arm high 7/10
week 4 deload
  day \"Pull\"
    Barbell Row: 5x8 @ 75%
    Barbell Curl: 30/15/15/15 @ 35%, rest 30 s, wrap upper arm high 7/10
";

const TEAM: &str = "\
levels:
  consider-bfr: on
  marathon-session: off
params:
  load-above-range.max: 29 % because the club agreed on it
forbid: [clearance-required]
exclude: [coach/old/**]
";

const OWN: &str = "\
extends: ../team.yaml
params:
  load-above-range.max: 28 % because our physio asked for it
estimates:
  heavy: 67 %
overrides:
  - files: [rehab/**]
    levels:
      load-above-range: warning
    params:
      load-above-range.max: 25 % because they come back from surgery
  - phase: deload
    params:
      load-above-range.max: 36 % because Dr. Lind tests it in deloads
  - athlete: a. novak
    levels:
      load-above-range: advice because she is an athlete of the study
";

/// A club: a team's file, and a coach's that builds on it.
fn club() -> Cuff {
    let other = PLAN.replace("A. Novak", "B. Lang");
    Cuff::new()
        .file(".git/HEAD", "")
        .file("team.yaml", TEAM)
        .file("coach/cuff.yaml", OWN)
        .file("coach/a.plan", PLAN)
        .file("coach/b.plan", &other)
        .file("coach/rehab/c.plan", &other)
        .file("coach/old/d.plan", PLAN)
}

/// Findings of one rule on one line each.
fn found(cuff: &Cuff, args: &[&str]) -> String {
    let args: Vec<&str> = ["check", "--format", "concise"]
        .into_iter()
        .chain(args.iter().copied())
        .collect();
    let ran = cuff.run(&args);
    let lines = ran
        .out
        .lines()
        .filter(|line| line.contains("[load-above-range]"));
    lines.map(|line| format!("{line}\n")).collect::<String>() + &ran.err
}

#[test]
fn files_phases_and_athletes_have_their_own_values() {
    let cuff = club();
    insta::assert_snapshot!(found(&cuff, &[]));
    let ran = cuff.run(&["check", "coach/old"]);
    assert!(
        ran.err.contains("no plan found"),
        "the team's file leaves it out: {}",
        ran.err
    );
}

#[test]
fn what_holds_is_shown_with_where_it_comes_from() {
    let cuff = club();
    let changed = |args: &[&str]| {
        let ran = cuff.run(args);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let lines = ran.out.lines().filter(|line| !line.contains("  # default"));
        lines.map(|line| format!("{line}\n")).collect::<String>()
    };
    let mut picture = changed(&["config", "--for", "coach/rehab/c.plan"]);
    for key in [
        "load-above-range",
        "params.load-above-range.max",
        "consider-bfr",
        "missing-unit",
        "estimates.heavy",
        "exclude",
        "packs",
    ] {
        let ran = cuff.run(&["config", "--explain", key, "--for", "coach/rehab/c.plan"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        picture += &format!(
            "\n$ cuff config --explain {key} --for coach/rehab/c.plan\n{}",
            ran.out
        );
    }
    let ran = cuff.run(&["config", "--explain", "load-above-range.maxx"]);
    assert_eq!(ran.code, Some(2));
    insta::assert_snapshot!(picture + "\n" + &ran.err);
}

/// What is printed is a configuration, and settles the same.
#[test]
fn what_holds_can_be_written_back() {
    let cuff = club();
    let shown = cuff.run(&["config", "--for", "coach/a.plan"]).out;
    let values = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines
            .map(|line| line.split("  # ").next().unwrap().to_owned())
            .collect()
    };
    let back = Cuff::new().file("cuff.yaml", &shown);
    let again = back.run(&["config", "--for", "a.plan"]);
    assert_eq!(again.code, Some(0), "{}\n{shown}", again.err);
    assert_eq!(values(&again.out), values(&shown));
}

#[test]
fn nothing_is_looked_for_in_isolation_and_a_named_file_holds_for_all() {
    let cuff = club();
    let alone = found(&cuff, &["coach/b.plan", "--isolated"]);
    assert!(alone.contains("above 30 %"), "{alone}");
    let named = found(&cuff, &["coach/b.plan", "--config", "team.yaml"]);
    assert!(named.contains("above 29 %"), "{named}");
}

/// An override for plans, weeks or athletes that are not there is named once all plans were looked at, and only then.
#[test]
fn overrides_for_nothing_are_named() {
    let config = "\
exclude: [old/**]
overrides:
  - files: [rehab/**]
    levels: { load-above-range: warning }
  - files: [reahb/**]
    levels: { load-above-range: warning }
  - files: [old/**]
    levels: { load-above-range: warning }
  - phase: deload
    levels: { load-above-range: warning }
  - phase: taper
    levels: { load-above-range: warning }
  - athlete: A. Novak
    levels: { load-above-range: warning }
  - athlete: A. Nowak
    levels: { load-above-range: warning }
";
    let cuff = Cuff::new()
        .file("cuff.yaml", config)
        .file("rehab/a.plan", PLAN)
        .file("other/b.plan", PLAN)
        .file("old/c.plan", PLAN);
    let said = |args: &[&str]| cuff.run(&[&["check", "--quiet"], args].concat()).out;
    let whole = said(&[]);
    for part in [
        &["rehab"][..],
        &["other/b.plan"],
        &["rehab", "other", "old"],
    ] {
        let out = said(part);
        assert!(!out.contains("overrides"), "{out}");
    }
    let json = cuff.run(&["check", "--format", "json"]).out;
    let json: Json = serde_json::from_str(&json).unwrap();
    assert_eq!(
        json["summary"]["idle_overrides"].as_array().unwrap().len(),
        3
    );
    insta::assert_snapshot!(whole);
}

/// Whatever is turned off, in all plans or in parts of them, is named in the end.
#[test]
fn what_is_turned_off_is_named() {
    let config = "levels: { marathon-session: off, unknown-exercise: off }\noverrides: [{ phase: deload, levels: { full-occlusion: off } }]\n";
    let cuff = Cuff::new().file("a.plan", PLAN).file("cuff.yaml", config);
    let out = cuff.run(&["check", "--quiet"]).out;
    let named =
        "turned off by the configuration: marathon-session, unknown-exercise,\n  full-occlusion\n";
    assert!(out.contains(named), "{out}");
}

/// The examples inside rules are about the rules as written.
#[test]
fn changes_do_not_fail_the_examples_of_rules() {
    let config = "levels: { rest-off-target: advice, load-above-range: off }\nestimates: { heavy: 60 % }\noverrides: [{ phase: normal, params: { rest-off-target.longest: 45 s because we rest } }]\n";
    let ran = Cuff::new()
        .file("cuff.yaml", config)
        .run(&["test", "--filter", "range"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
}

/// Keys in the help are keys.
#[test]
fn keys_in_the_help_can_be_explained() {
    let cuff = Cuff::new();
    let help = cuff.run(&["config", "--help"]).out;
    let examples = help
        .lines()
        .filter_map(|line| line.trim().strip_prefix("cuff config --explain "));
    let keys: Vec<&str> = examples
        .filter_map(|rest| rest.split_whitespace().next())
        .collect();
    assert!(keys.len() >= 3);
    for key in keys {
        assert_eq!(
            cuff.run(&["config", "--explain", key]).code,
            Some(0),
            "{key}"
        );
    }
}

#[test]
fn without_git_the_project_is_the_highest_folder_with_a_configuration() {
    let cuff = Cuff::new()
        .file("cuff.yaml", TEAM)
        .file("coach/cuff.yaml", "extends: ../cuff.yaml\n")
        .file("coach/b.plan", PLAN);
    assert!(found(&cuff, &["coach"]).contains("above 29 %"));
}

/// Paths start from the file that they stand in, whoever extends it.
#[test]
fn packs_and_patterns_belong_to_the_file_that_names_them() {
    let pack = "title: Ours\nsummary: what we agreed on\nversion: 1.0.0\nexplain: house rules\n";
    let cuff = Cuff::new()
        .file(".git/HEAD", "")
        .file(
            "team/cuff.yaml",
            "packs: [occlusion, ./ours]\nexercises: [lifts.yaml]\n",
        )
        .file("team/lifts.yaml", "")
        .file("team/ours/pack.yaml", pack)
        .file("coach/cuff.yaml", "extends: ../team/cuff.yaml\n")
        .file("coach/a.plan", PLAN);
    let ran = cuff.run(&["check", "coach", "--quiet"]);
    assert!(
        ran.out.contains("under packs occlusion, ours"),
        "{}{}",
        ran.out,
        ran.err
    );
}

/// A level that is set to `on` runs a rule that is off by itself.
#[test]
fn a_rule_that_is_off_can_be_turned_on() {
    let level = |config: &str| {
        let ran = Cuff::new().file("cuff.yaml", config).run(&["rules"]);
        let line = ran
            .out
            .lines()
            .find(|line| line.contains("consider-bfr"))
            .unwrap()
            .to_owned();
        line.split_whitespace().nth(1).unwrap().to_owned()
    };
    assert_eq!(level(""), "off");
    assert_eq!(level("levels:\n  consider-bfr: on\n"), "advice");
}

#[test]
fn a_first_file_is_written_once_and_all_of_it_works() {
    let cuff = Cuff::new().file("a.plan", PLAN).file(
        "plans/exercises.yaml",
        read("rules/exercises.yaml")
            .split("\nexercises")
            .next()
            .unwrap(),
    );
    let ran = cuff.run(&["init"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert_eq!(cuff.run(&["rules"]).code, Some(0));
    let again = cuff.run(&["init"]);
    assert_eq!(again.code, Some(2));
    insta::assert_snapshot!(format!("{}{}", ran.out, again.err));
    let whole =
        uncommented(&cuff.read("cuff.yaml")).replace("extends: ../cuff.yaml", "extends: team.yaml");
    let whole = whole.replace("exercises:\n  - exercises.yaml\n", "");
    let ran = Cuff::new()
        .file("team.yaml", "")
        .file("cuff.yaml", &whole)
        .run(&["rules"]);
    assert_eq!(ran.code, Some(0), "{}\n{whole}", ran.err);
}

/// The settings of the first file that are commented out, too.
fn uncommented(text: &str) -> String {
    let line = |line: &str| match line.strip_prefix('#') {
        Some(setting) if !setting.starts_with(' ') || setting.starts_with("  ") => {
            format!("{setting}\n")
        }
        _ => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

// ── the schema ────────────────────────────────────────────────────────────────────────────────────────────────────

/// The schema that editors get, ready to judge.
struct Judge {
    schemas: boon::Schemas,
    schema: boon::SchemaIndex,
}

impl Judge {
    fn new() -> Self {
        let ran = Cuff::new().run(&["schema", "config"]);
        assert_eq!(ran.code, Some(0));
        let mut schemas = boon::Schemas::new();
        let mut compiler = boon::Compiler::new();
        let schema: Json = serde_json::from_str(&ran.out).unwrap();
        compiler.add_resource("config.json", schema).unwrap();
        let schema = compiler.compile("config.json", &mut schemas).unwrap();
        Self { schemas, schema }
    }

    /// What is wrong with a configuration.
    fn wrong(&self, config: &str) -> Option<String> {
        let config = as_json(config);
        let judged = self.schemas.validate(&config, self.schema);
        judged.err().map(|error| error.to_string())
    }
}

fn as_json(text: &str) -> Json {
    let value: Json = serde_yaml::from_str(text).unwrap();
    if value.is_null() {
        serde_json::json!({})
    } else {
        value
    }
}

#[test]
fn the_schema_knows_every_example() {
    let judge = Judge::new();
    let mut examples = vec![TEAM.to_owned(), OWN.to_owned()];
    examples.push(uncommented(include_str!("../../src/cli/first.yaml")));
    examples.push(club().run(&["config", "--for", "coach/a.plan"]).out);
    for page in documents::all() {
        let blocks = page.blocks.iter().filter(|block| block.info == "yaml");
        // Those of rules and of packs are files of another kind.
        let own = blocks.filter(|block| {
            let starts = |key| block.text.lines().any(|line| line.starts_with(key));
            !starts("rule: ") && !starts("title: ")
        });
        examples.extend(own.map(|block| block.text.clone()));
    }
    assert!(examples.len() >= 5);
    for example in examples {
        assert_eq!(judge.wrong(&example), None, "{example}");
    }
}

#[test]
fn the_schema_refuses_what_cuff_refuses() {
    let judge = Judge::new();
    for wrong in [
        "pakcs: [occlusion]",
        "packs: occlusion",
        "levels: { load-above-range: warn }",
        "levels: { load-above-range: off because }",
        "overrides: [{ file: [a/**] }]",
        "overrides: [{ phase: rehab, levels: { load-above-range: hard } }]",
        "exclude: old",
    ] {
        assert!(judge.wrong(wrong).is_some(), "{wrong}");
        let ran = Cuff::new().file("cuff.yaml", wrong).run(&["rules"]);
        assert_eq!(ran.code, Some(2), "{wrong}");
    }
    let ran = Cuff::new().run(&["schema", "config"]);
    let text: Json = serde_json::from_str(&ran.out).unwrap();
    let levels = &text["properties"]["levels"]["properties"];
    assert!(
        levels["load-above-range"]["description"].is_string() && levels["missing-unit"].is_object()
    );
}

// ── precedence ────────────────────────────────────────────────────────────────────────────────────────────────────

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Of two places that settle a value the later holds, however they are spread over files and overrides, and the place
    /// that is named really holds the value.
    #[test]
    fn the_last_place_holds_and_is_named(values in prop::collection::vec((26_u32..30, 0_u8..3), 1..7)) {
        let mut files = vec![String::new()];
        let mut expected = "30 %".to_owned();
        for (value, kind) in &values {
            let figure = format!("load-above-range.max: {value} % because of {value}");
            match kind {
                // A file that builds on all before.
                0 => files.push(format!("extends: {}.yaml\nparams:\n  {figure}\n", files.len() - 1)),
                kind => {
                    let text = files.last_mut().unwrap();
                    if !text.contains("overrides:") {
                        *text += "overrides:\n";
                    }
                    let pattern = if *kind == 1 { "a.plan" } else { "other.plan" };
                    *text += &format!("  - files: [{pattern}]\n    params:\n      {figure}\n");
                }
            }
            if *kind < 2 {
                expected = format!("{value} %");
            }
        }
        let last = files.len() - 1;
        let mut cuff = Cuff::new().file(".git/HEAD", "");
        for (number, text) in files.iter().enumerate() {
            cuff = cuff.file(&format!("{number}.yaml"), text);
        }
        let config = format!("{last}.yaml");
        let ran = cuff.run(&["config", "--config", &config, "--explain", "load-above-range.max", "--for", "a.plan"]);
        let heading = format!("load-above-range.max is {expected} for a.plan\n");
        prop_assert!(ran.out.starts_with(&heading), "{}{}\n{:#?}", ran.out, ran.err, files);
        let holds = ran.out.lines().find(|line| line.contains("  holds ")).unwrap();
        if !holds.contains("default") {
            let place = holds.split(", ").nth(1).unwrap();
            let mut parts = place.split(':');
            let text = cuff.read(parts.next().unwrap());
            let line = text.lines().nth(parts.next().unwrap().parse::<usize>().unwrap() - 1).unwrap();
            let named = format!("load-above-range.max: {expected} ");
            prop_assert!(line.contains(&named), "{place} holds {line}");
        }
    }
}
