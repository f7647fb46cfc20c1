//! Which plans and which rules a run is about: excludes, single rules, shares, files of
//! arguments. The snapshots are read as somebody who sets up CI reads them.

use std::collections::BTreeSet;

use crate::program::{Cuff, Ran};

const HEAD: &str = "conditions none\nexperience intermediate\nstop if numb\nday \"Pull\"\nBarbell Row: 5x8 @ 75%\n";

/// A plan with an error.
pub(crate) fn bad() -> String {
    format!(
        "{HEAD}Barbell Curl: 30/15/15/15 @ 35%, rest 30 s, wrap upper arm high, tightness 7/10\n"
    )
}

/// A run that finds git.
pub(crate) fn run(cuff: &Cuff, args: &[&str]) -> Ran {
    cuff.run_with_path(args, None, &std::env::var("PATH").unwrap())
}

/// The plans that a run found something in.
pub(crate) fn plans(ran: &Ran) -> BTreeSet<String> {
    let lines = ran.out.lines();
    lines
        .filter_map(|line| Some(line.split_once(": error[")?.0))
        .filter_map(|place| Some(place.split_once(".plan:")?.0.to_owned()))
        .collect()
}

#[track_caller]
pub(crate) fn assert_plans(ran: &Ran, expected: &[&str]) {
    let expected: BTreeSet<String> = expected.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(plans(ran), expected, "{}{}", ran.out, ran.err);
}

/// What runs print and how they end.
pub(crate) fn told(cuff: &Cuff, runs: &[&[&str]]) -> String {
    let mut told = String::new();
    for args in runs {
        let ran = run(cuff, args);
        let code = ran.code.unwrap();
        told += &format!("$ cuff {}\n{}{}", args.join(" "), ran.out, ran.err);
        told += &format!("exit code {code}\n\n");
    }
    told
}

// ── excludes ──────────────────────────────────────────────────────────────────────────────────────────────────────

fn with_archive() -> Cuff {
    Cuff::new()
        .file("cuff.yaml", "exclude: [archive/**]\n")
        .file("archive/old.plan", bad())
        .file("draft/a.plan", bad())
        .file("draft/b.plan", bad())
        .file("now.plan", bad())
}

#[test]
fn excludes_add_up_and_named_files_are_checked_all_the_same() {
    let cuff = with_archive();
    let check = |more: &[&str]| run(&cuff, &[&["check", "--format", "concise"], more].concat());
    assert_plans(&check(&[]), &["draft/a", "draft/b", "now"]);
    assert_plans(&check(&["--exclude", "draft"]), &["now"]);
    let two = ["--exclude", "draft/a.plan", "--exclude", "now*"];
    assert_plans(&check(&two), &["draft/b"]);
    let named = ["archive/old.plan", "draft/a.plan", "--exclude", "draft"];
    assert_plans(&check(&named), &["archive/old", "draft/a"]);
    // A folder that is named is no plan that is named.
    assert_plans(&check(&["draft", "--exclude", "draft"]), &[]);
    let forced = [&named[..], &["now.plan", "--force-exclude"]].concat();
    assert_plans(&check(&forced), &["now"]);
}

#[test]
fn excludes_hold_for_standard_input_if_that_is_asked_for() {
    let cuff = with_archive();
    let text = bad();
    let stdin = |args: &[&str]| cuff.run_with(args, Some(text.as_bytes()));
    let name = ["-", "--stdin-filename", "archive/new.plan"];
    let check = [&["check", "--format", "concise"], &name[..]].concat();
    assert_plans(&stdin(&check), &["archive/new"]);
    let forced = [&check[..], &["--force-exclude"]].concat();
    let ran = stdin(&forced);
    assert_eq!(ran.code, Some(0));
    assert_plans(&ran, &[]);
    assert!(ran.err.contains("--force-exclude"), "{}", ran.err);
    // Where the plan itself is printed, it is printed as it is.
    let fix = [&forced[..], &["--fix", "--unsafe-fixes"]].concat();
    assert_eq!(stdin(&fix).out, text);
    let fmt = [&["fmt", "--force-exclude"], &name[..]].concat();
    assert_eq!(stdin(&fmt).out, text);
    assert_ne!(stdin(&[&["fmt"], &name[..]].concat()).out, text);
}

#[test]
fn the_formatter_minds_excludes() {
    let cuff = with_archive();
    let check = ["fmt", "--check", "--exclude", "draft", "--force-exclude"];
    let ran = cuff.run(
        &[
            &check[..],
            &["archive/old.plan", "draft/a.plan", "now.plan"],
        ]
        .concat(),
    );
    assert_eq!(ran.out, "now.plan: not tidy\n");
}

#[test]
fn the_name_of_standard_input_finds_its_configuration() {
    let cuff = Cuff::new().file("rehab/cuff.yaml", "levels:\n  load-above-range: off\n");
    let text = bad();
    let check = |name: &str| {
        let args = [
            "check",
            "-",
            "--format",
            "concise",
            "--stdin-filename",
            name,
        ];
        cuff.run_with(&args, Some(text.as_bytes()))
    };
    assert_plans(&check("rehab/a.plan"), &[]);
    assert_plans(&check("b.plan"), &["b"]);
}

#[test]
fn what_is_wrong_with_excludes_and_what_is_left_is_said() {
    let cuff = with_archive();
    insta::assert_snapshot!(told(
        &cuff,
        &[
            &["check", "--exclude", "{a"],
            &["check", "--exclude", "**/*.plan"],
            &["check", "archive/old.plan", "--force-exclude"],
            &["check", "archive", "--quiet"],
            &["check", "archive", "--quiet", "--allow-empty"],
        ]
    ));
}

// ── rules ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const PACK: &str =
    "title: Our club\nsummary: What we agreed on\nversion: 1.0.0\nexplain: Rules of the house.\n";

const CLUB: &str = r#"rule: club-row
summary: Sets are short
scope: set
params:
  most: { default: 6, note: our members do not count further }
check:
  - require: reps <= params.most
    else: error
    message: "{reps} are too many"
explain: |
  Our members do not count further.
tests:
  - name: few
    plan: |
      day "Push"
        Bench Press: 5x5 @ 80%
"#;

/// The rules that are found, each once.
fn rules(ran: &Ran) -> BTreeSet<String> {
    let rule = |line: &str| {
        let (_, rest) = line.split_once('[')?;
        Some(rest.split_once("]: ")?.0.to_owned())
    };
    ran.out.lines().filter_map(rule).collect()
}

fn several() -> Cuff {
    // Too heavy, rests too long, and a line that is not read.
    let text = bad().replace("rest 30 s", "rest 90 s") + "Barbell Curl 3x\n";
    Cuff::new().file("a.plan", text)
}

#[track_caller]
fn assert_rules(cuff: &Cuff, args: &[&str], expected: &[&str]) {
    let ran = run(cuff, &[&["check", "--format", "concise"], args].concat());
    let expected: BTreeSet<String> = expected.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(rules(&ran), expected, "{args:?}\n{}{}", ran.out, ran.err);
}

#[test]
fn single_rules_are_chosen_and_what_was_not_read_is_said_all_the_same() {
    let cuff = several();
    let (load, rest, unread) = ("load-above-range", "rest-off-target", "unread-line");
    assert_rules(&cuff, &[], &[load, rest, unread]);
    assert_rules(&cuff, &["--select", load], &[load, unread]);
    assert_rules(
        &cuff,
        &["--select", "load-above-range,rest-off-target"],
        &[load, rest, unread],
    );
    assert_rules(
        &cuff,
        &["--select", load, "--select", rest],
        &[load, rest, unread],
    );
    assert_rules(&cuff, &["--ignore", load], &[rest, unread]);
    assert_rules(&cuff, &["--select", "occlusion"], &[load, rest, unread]);
    assert_rules(&cuff, &["--ignore", "occlusion"], &[unread]);
    assert_rules(
        &cuff,
        &["--select", "occlusion", "--ignore", rest],
        &[load, unread],
    );
    // A rule weighs more than its pack, and "not this one" more than "this one".
    assert_rules(
        &cuff,
        &["--ignore", "occlusion", "--select", rest],
        &[rest, unread],
    );
    assert_rules(&cuff, &["--ignore", rest, "--select", rest], &[unread]);
}

#[test]
fn a_rule_that_is_named_is_on_and_keeps_its_level() {
    let at = |config: &str| several().file("cuff.yaml", config);
    let load = "load-above-range";
    let check = ["check", "--format", "concise", "--select", load];
    let level = |config: &str| run(&at(config), &check).out;
    assert!(level("levels: { load-above-range: off }\n").contains("error[load-above-range]"));
    assert!(level("levels: { load-above-range: advice }\n").contains("advice[load-above-range]"));
    // A pack that is named is as the configuration has it.
    let off = at("levels: { load-above-range: off }\n");
    assert_rules(
        &off,
        &["--select", "occlusion"],
        &["rest-off-target", "unread-line"],
    );
    // A part of a plan turns nothing on again.
    let part = at("overrides:\n  - phase: normal\n    levels: { rest-off-target: error }\n");
    assert_rules(&part, &["--select", load], &[load, "unread-line"]);
    assert_rules(
        &part,
        &["--ignore", "rest-off-target"],
        &[load, "unread-line"],
    );
}

#[test]
fn what_must_be_heard_stays() {
    let cuff = several().file("cuff.yaml", "forbid: [load-above-range]\n");
    let load = "load-above-range";
    assert_rules(
        &cuff,
        &["--select", "rest-off-target"],
        &[load, "rest-off-target", "unread-line"],
    );
    assert_rules(&cuff, &["--ignore", "occlusion"], &[load, "unread-line"]);
    insta::assert_snapshot!(told(
        &cuff,
        &[
            &[
                "check",
                "--ignore",
                "load-above-range,unread-line,rest-of-target"
            ],
            &["check", "--select", "ocluson,load-above-range,nonsense"],
        ]
    ));
}

#[test]
fn a_name_must_be_known_somewhere() {
    let cuff = Cuff::new()
        .file("club/cuff.yaml", "packs: [occlusion, ./rules]\n")
        .file("club/rules/pack.yaml", PACK)
        .file("club/rules/club-row.yaml", CLUB)
        .file("club/a.plan", bad())
        .file("other/cuff.yaml", "packs: [occlusion]\n")
        .file("other/b.plan", bad());
    let check = |args: &[&str]| run(&cuff, &[&["check", "--format", "concise"], args].concat());
    let ran = check(&["--select", "club-row"]);
    assert_eq!(
        rules(&ran),
        BTreeSet::from(["club-row".to_owned()]),
        "{}{}",
        ran.out,
        ran.err
    );
    assert!(ran.out.contains("club/a.plan:5:"), "{}", ran.out);
    let ran = check(&["--select", "rules"]);
    assert_eq!(
        rules(&ran),
        BTreeSet::from(["club-row".to_owned()]),
        "{}{}",
        ran.out,
        ran.err
    );
    // Where it is known to none of them, or where nothing is looked at that could know it.
    let nowhere = check(&["--select", "club-row", "other"]);
    assert_eq!(nowhere.code, Some(2), "{}", nowhere.out);
    assert!(nowhere.err.contains("`club-row`"), "{}", nowhere.err);
    let empty = check(&[
        "--ignore",
        "load-above-rang",
        "--exclude",
        "*.plan",
        "--allow-empty",
    ]);
    assert_eq!(empty.code, Some(2), "{}", empty.out);
    assert!(
        empty.err.contains("did you mean `load-above-range`?"),
        "{}",
        empty.err
    );
    let config = cuff.run(&["config", "--ignore", "load-above-rang"]);
    assert_eq!(config.code, Some(2), "{}", config.out);
}

#[test]
fn what_is_left_out_is_said_and_explained() {
    let cuff = several().file("cuff.yaml", "levels: { rest-off-target: advice }\n");
    insta::assert_snapshot!(told(
        &cuff,
        &[
            &[
                "check",
                "--quiet",
                "--ignore",
                "load-above-range,rest-off-target"
            ],
            &["check", "--quiet", "--select", "load-above-range"],
            &[
                "config",
                "--explain",
                "rest-off-target",
                "--ignore",
                "rest-off-target"
            ],
            &[
                "config",
                "--explain",
                "consider-bfr",
                "--select",
                "consider-bfr"
            ],
        ]
    ));
    let page = run(&cuff, &["config", "--select", "load-above-range"]).out;
    assert!(
        page.contains("  rest-off-target: off  # --select\n"),
        "{page}"
    );
    assert!(!page.contains("load-above-range: on  # --select"), "{page}");
}

#[test]
fn comments_and_baselines_are_not_blamed_for_what_was_not_looked_for() {
    let allow = " # cuff: allow(load-above-range) because Dr. Lind asked for 35 %\n";
    let cuff = Cuff::new()
        .file("a.plan", bad().trim_end().to_owned() + allow)
        .file("b.plan", bad());
    let text = cuff.read("a.plan");
    let without = ["--ignore", "load-above-range"];
    let ran = cuff.run(
        &[
            &["check", "a.plan", "--fix", "--unsafe-fixes"],
            &without[..],
        ]
        .concat(),
    );
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    assert_eq!(cuff.read("a.plan"), text);
    assert_eq!(cuff.run(&["baseline", "create"]).code, Some(0));
    let strict = [
        "check",
        "--baseline",
        "cuff-baseline.json",
        "--baseline-strict",
    ];
    let ran = cuff.run(&[&strict[..], &without[..]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    assert!(!ran.out.contains("prune"), "{}", ran.out);
}

// ── shares ────────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn shares_together_are_the_whole() {
    let cuff = (0..40).fold(Cuff::new(), |cuff, number| {
        cuff.file(&format!("team-{}/{number}.plan", number % 3), bad())
    });
    let check = ["check", "--format", "concise", ".", "missing.plan"];
    let whole = run(&cuff, &check);
    assert_eq!(plans(&whole).len(), 40);
    for of in [1, 2, 3, 7, 60] {
        let (mut all, mut missing) = (Vec::new(), 0);
        for number in 1..=of {
            let shard = format!("{number}/{of}");
            let ran = run(&cuff, &[&check[..], &["--shard", &shard]].concat());
            missing += ran.out.matches("missing.plan").count();
            let found = plans(&ran);
            let expected = match (ran.out.contains("missing.plan"), found.is_empty()) {
                (true, _) => 2,
                (false, false) => 1,
                // No plan in a share is no mistake.
                (false, true) => 0,
            };
            assert_eq!(ran.code, Some(expected), "{shard}: {}{}", ran.out, ran.err);
            all.extend(found);
        }
        assert_eq!(all.len(), 40, "each plan once in {of} shares");
        assert_eq!(all.into_iter().collect::<BTreeSet<_>>(), plans(&whole));
        assert_eq!(missing, 1, "what is missing is said by one of {of}");
    }
    // A plan stays in its share when others come and go.
    let share = |path: &str| {
        let ran = run(
            &cuff,
            &["check", "--format", "concise", "--shard", "2/3", path],
        );
        plans(&ran)
    };
    let of_team: BTreeSet<String> = share("team-1");
    assert!(of_team.is_subset(&share(".")), "{of_team:?}");
}

#[test]
fn what_is_no_share_is_said() {
    let shards = ["0/4", "5/4", "1", "a/b", "1/0", "-1/4", "1/999999"];
    let cuff = Cuff::new().file("a.plan", bad());
    let mut told = String::new();
    for shard in shards {
        let ran = run(&cuff, &["check", &format!("--shard={shard}")]);
        assert_eq!(ran.code, Some(2));
        told += ran.err.lines().next().unwrap();
        told += "\n";
    }
    insta::assert_snapshot!(told);
}

// ── files of arguments ────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn arguments_come_from_files() {
    let cuff = Cuff::new()
        .file("a b.plan", bad())
        .file("#c.plan", bad())
        .file("d.plan", bad())
        .file("list", "a b.plan\r\n\n#c.plan\n")
        .file("all", "check\n--format\nconcise\n.\n")
        .file("none", "");
    let check = ["check", "--format", "concise"];
    assert_plans(
        &run(&cuff, &[&check[..], &["@list"]].concat()),
        &["a b", "#c"],
    );
    assert_plans(
        &run(&cuff, &[&check[..], &["d.plan", "@list"]].concat()),
        &["a b", "#c", "d"],
    );
    // Names that look like flags, as anybody may call a file.
    let cuff = cuff
        .file("--exit-zero", bad())
        .file("names", "--exit-zero\nd.plan\n");
    let ran = run(&cuff, &[&check[..], &["--", "@names"]].concat());
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("2 plans checked"), "{}", ran.out);
    assert_plans(&run(&cuff, &["@all"]), &["a b", "#c", "d"]);
    assert_plans(
        &run(&cuff, &[&check[..], &["@none", "d.plan"]].concat()),
        &["d"],
    );
}

#[test]
fn files_of_arguments_that_hurt_are_said() {
    let cuff = Cuff::new()
        .file("a.plan", bad())
        .file("again", "a.plan\n@again\n")
        .file("zeros", "a.plan\0b.plan\0")
        .file("folder/a.plan", bad())
        .file("slip", "--formt\nconcise\n");
    insta::assert_snapshot!(told(
        &cuff,
        &[
            &["check", "@missing"],
            &["check", "@again"],
            &["check", "@zeros"],
            &["check", "@folder"],
            &["check", "@"],
            &["check", "@slip"],
            &["check", "a.plan", "--add-suppressions", "@anna said so"],
        ]
    ));
    let ran = run(
        &cuff,
        &["check", "a.plan", "--add-suppressions=@anna said so"],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}
