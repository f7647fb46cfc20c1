//! The cache through the program: what comes out of it is what a check without it says, whatever changed since, whoever
//! else runs, and whatever happened to its files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use cuff::check::{Options, Report, check};
use cuff::report::Format;
use cuff::rules::file::RuleFile;
use cuff::shipped;
use cuff::source::SourceFile;
use cuff::syntax::parse_date;
use proptest::prelude::*;
use proptest::sample::subsequence;

use crate::plans::{Care, sheet};
use crate::program::{Cuff, Ran};
use crate::properties::cases;
use crate::repository::git;
use crate::support::RULES;

/// An empty variable is like none, so this turns the cache on.
const CACHED: [(&str, &str); 1] = [("CUFF_NO_CACHE", "")];

const PLAN: &str = "plan \"Arms\"\nday \"Pull\"\n  Barbell Curl: 4x15 @ 55%, rest 3 min, wrap upper arm high 9/10\n";

const RULE: &str = "\
rule: club-deadlift
summary: No Deadlift at the club
cites: [article]
scope: exercise
check:
  - require: not (name matches words.broken)
    else: warning
    message: \"no Deadlift here\"
    at: name
words:
  broken: {all: [[deadlift]]}
explain: The platform is broken.
tests:
  - name: it is named
    plan: |
      Deadlift: 3x5 @ 80%
    expect:
      - warning at \"Deadlift\": \"no Deadlift here\"
  - name: another
    plan: |
      Back Squat: 3x5 @ 80%
";

const PACK: &str = "title: Club\nsummary: Our club\nversion: 1.0.0\nexplain: house rules\n";

const EXERCISES: &str = "movements:\n  - {id: blorp-tow, name: Blorp Tow, pattern: squat, primary: [quads], equipment: {default: sled}}\n";

fn cached(cuff: &Cuff, args: &[&str]) -> Ran {
    cuff.run_in_env(args, &CACHED)
}

/// What a check says with the cache, which must be what it says without.
#[track_caller]
fn same(cuff: &Cuff, args: &[&str]) -> String {
    let plain = cuff.run(args);
    for round in ["first", "second"] {
        let ran = cached(cuff, args);
        let all = (ran.code, &ran.out, &ran.err);
        assert_eq!(
            all,
            (plain.code, &plain.out, &plain.err),
            "{round}: {args:?}"
        );
    }
    plain.out + &plain.err
}

/// How many plans were taken from the cache.
fn known(cuff: &Cuff, args: &[&str]) -> u64 {
    let args = [&["check", "--timings=json", "--quiet"], args].concat();
    let said = cached(cuff, &args).err;
    let line = said.lines().find(|line| line.starts_with('{'));
    let timings: serde_json::Value = serde_json::from_str(line.expect(&said)).unwrap();
    timings["cached"].as_u64().unwrap()
}

fn packs(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "pack"))
        .collect()
}

/// A project with everything that a verdict can depend on.
fn project() -> Cuff {
    Cuff::new()
        .file("plans/a.plan", PLAN)
        .file("plans/b.plan", "plan \"B\"\nday \"Legs\"\n  Deadlift: 3x5 @ 80%\n  Blorp Tow: 30/15/15/15 @ 25%, rest 30 s, wrap upper leg\n")
        .file("plans/cuff.yaml", "extends: ../cuff.yaml\n")
        .file("cuff.yaml", "packs: [occlusion]\n")
}

#[test]
fn what_changed_is_checked_again() {
    let cuff = project();
    let json = ["check", "--format", "json"];
    let mut said: Vec<(&str, String)> = vec![("nothing", same(&cuff, &json))];
    assert_eq!(known(&cuff, &[]), 2);
    let rule = RULE.replace("no Deadlift", "lift it elsewhere, not");
    let steps: [(&str, &str, &str); 11] = [
        (
            "a plan",
            "plans/a.plan",
            "plan \"Arms\"\nday \"Pull\"\n  Barbell Curl: 4x15 @ 70%, rest 3 min, wrap upper arm high 9/10\n",
        ),
        (
            "a comment",
            "plans/a.plan",
            "plan \"Arms\"\nday \"Pull\"\n  Barbell Curl: 4x15 @ 70%, rest 3 min, wrap upper arm high 9/10 # cuff: allow(rest-off-target) until 2026-06-01 because the gym is full\n",
        ),
        (
            "the configuration",
            "plans/cuff.yaml",
            "extends: ../cuff.yaml\nlevels:\n  tightness-too-high: advice\n",
        ),
        (
            "one that it extends",
            "cuff.yaml",
            "packs: [occlusion]\nparams:\n  load-above-range.max: 60 % because our physio asked for it\n",
        ),
        (
            "a pack",
            "cuff.yaml",
            "packs: [occlusion, ./club]\nexercises: [own.yaml]\n",
        ),
        ("a rule of it", "club/club-deadlift.yaml", &rule),
        ("exercises", "own.yaml", EXERCISES),
        (
            "forbidden",
            "cuff.yaml",
            "packs: [occlusion, ./club]\nexercises: [own.yaml]\nforbid: [rest-off-target]\n",
        ),
        (
            "the place of that",
            "cuff.yaml",
            "packs: [occlusion, ./club]\nexercises: [own.yaml]\n\nforbid: [rest-off-target]\n",
        ),
        (
            "an override",
            "cuff.yaml",
            "packs: [occlusion, ./club]\nexercises: [own.yaml]\noverrides:\n  - files: [\"plans/b.plan\"]\n    levels:\n      club-deadlift: error\n",
        ),
        (
            "whom it is for",
            "cuff.yaml",
            "packs: [occlusion, ./club]\nexercises: [own.yaml]\noverrides:\n  - files: [\"plans/a.plan\"]\n    levels:\n      club-deadlift: error\n",
        ),
    ];
    let cuff = cuff
        .file("club/pack.yaml", PACK)
        .file("club/club-deadlift.yaml", RULE)
        .file("own.yaml", "");
    let mut cuff = cuff;
    for (what, path, text) in steps {
        cuff = cuff.file(path, text);
        let now = same(&cuff, &json);
        let (before, last) = said.last().unwrap();
        assert_ne!(&now, last, "{what} after {before} makes a difference");
        said.push((what, now));
    }
    // The same again is known, however it came about.
    assert_eq!(known(&cuff, &[]), 2);
    for args in [
        &["--select", "occlusion"][..],
        &["--ignore", "club"],
        &["--today", "2026-07-01"],
        &["--isolated"],
    ] {
        let args = [&json[..], args].concat();
        assert_ne!(same(&cuff, &args), said.last().unwrap().1, "{args:?}");
    }
}

#[test]
fn a_day_makes_a_difference_only_where_it_is_asked_for() {
    let cuff = project();
    known(&cuff, &["--today", "2026-03-01"]);
    assert_eq!(known(&cuff, &["--today", "2027-03-01"]), 2);
    let until = format!(
        "{PLAN}# cuff: allow-file(rest-off-target) until 2026-06-01 because the gym is full\n"
    );
    let cuff = cuff.file("plans/a.plan", until);
    for (day, plans) in [
        ("2026-03-01", 1),
        ("2026-03-02", 1),
        ("2026-03-01", 2),
        ("2026-06-02", 1),
    ] {
        assert_eq!(known(&cuff, &["--today", day]), plans, "{day}");
        same(&cuff, &["check", "--format", "json", "--today", day]);
    }
}

#[test]
fn another_program_reads_nothing_of_this_one() {
    let cuff = project();
    let check = |program: &Path| {
        let output = Command::new(program)
            .args(["check", "--quiet", "--timings=json"])
            .current_dir(cuff.path(""))
            .env_clear()
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        let timings = said.lines().find(|line| line.starts_with('{')).unwrap();
        let timings: serde_json::Value = serde_json::from_str(timings).unwrap();
        timings["cached"].as_u64().unwrap()
    };
    let own = Path::new(env!("CARGO_BIN_EXE_cuff"));
    assert_eq!((check(own), check(own)), (0, 2));
    // One byte behind its end changes nothing of what a program does, but makes another one of it.
    let other = cuff.path("other");
    let mut bytes = fs::read(own).unwrap();
    bytes.push(0);
    fs::write(&other, bytes).unwrap();
    fs::set_permissions(&other, fs::metadata(own).unwrap().permissions()).unwrap();
    assert_eq!((check(&other), check(&other), check(own)), (0, 2, 2));
}

#[test]
fn every_form_of_output_is_the_same() {
    let cuff = project();
    cuff.run(&["baseline", "create", "plans/b.plan"]);
    let mut asked: Vec<Vec<&str>> = Format::ALL
        .iter()
        .map(|(_, word, _)| vec!["--format", *word])
        .collect();
    asked.extend([
        vec!["--statistics"],
        vec!["--quiet", "--strict"],
        vec!["--max-warnings", "0"],
        vec!["--baseline", "cuff-baseline.json", "--baseline-strict"],
        vec!["--list-suppressions"],
        vec!["--diff", "--unsafe-fixes"],
        vec!["plans/a.plan", "--shard", "1/1"],
    ]);
    for args in asked {
        let args = [&["check"], args.as_slice()].concat();
        same(&cuff, &args);
    }
    let fixed = |cuff: &Cuff| cuff.read("plans/a.plan");
    let before = fixed(&cuff);
    cached(&cuff, &["check", "--fix", "--unsafe-fixes"]);
    let with_cache = fixed(&cuff);
    let cuff = cuff.file("plans/a.plan", &before);
    cuff.run(&["check", "--fix", "--unsafe-fixes"]);
    assert_ne!(before, with_cache);
    assert_eq!(fixed(&cuff), with_cache);
    same(&cuff, &["check"]);
}

#[test]
fn it_lies_beside_the_topmost_configuration_and_marks_itself() {
    let cuff = project();
    known(&cuff, &[]);
    let marks =
        ["CACHEDIR.TAG", ".gitignore"].map(|name| cuff.path(".cuff_cache").join(name).exists());
    assert_eq!(marks, [true, true]);
    assert!(!cuff.path("plans/.cuff_cache").exists());
    let elsewhere = [&CACHED[..], &[("CUFF_CACHE_DIR", "elsewhere/here")]].concat();
    cuff.run_in_env(&["check"], &elsewhere);
    assert_eq!(packs(&cuff.path("elsewhere/here")).len(), 1);
    // Standard input and fixes leave nothing behind.
    let other = Cuff::new().file("a.plan", PLAN);
    cached(&other, &["check", "--fix"]);
    cached(&other, &["check", "--no-cache"]);
    other.run(&["check"]);
    other.run_in_env(&["check"], &[("CUFF_NO_CACHE", "true")]);
    cached(&other, &["check", "-"]);
    assert!(!other.path(".cuff_cache").exists());
    cached(&other, &["check"]);
    assert!(other.path(".cuff_cache").exists());
}

#[test]
fn clean_removes_it_and_nothing_else() {
    let cuff = project();
    assert_eq!(
        cached(&cuff, &["clean"]).out,
        "nothing to remove: no `[FOLDER]/.cuff_cache`\n"
    );
    known(&cuff, &[]);
    let ran = cached(&cuff, &["clean"]);
    assert_eq!(ran.code, Some(0));
    assert!(
        ran.out
            .starts_with("removed `[FOLDER]/.cuff_cache`: 1 pack, "),
        "{}",
        ran.out
    );
    assert!(!cuff.path(".cuff_cache").exists());
    let ran = cached(&cuff, &["clean", "--cache-dir", "plans"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            Some(2),
            "error: `plans` was not removed: this is no cache that cuff wrote\n"
        )
    );
    assert_eq!(cuff.read("plans/a.plan"), PLAN);
}

#[test]
fn a_place_that_cannot_be_written_to_is_passed_over_in_silence() {
    let cuff = project().file(".cuff_cache", "a file");
    let all = same(&cuff, &["check"]);
    assert!(all.contains("error[tightness-too-high]"), "{all}");
    assert_eq!(cuff.read(".cuff_cache"), "a file");
    let said = cached(&cuff, &["check", "--timings", "--quiet"]).err;
    assert!(
        said.contains("nothing was kept in `[FOLDER]/.cuff_cache`: "),
        "{said}"
    );
    // A folder with other things in it does not become a cache, and is not hidden from git.
    let ran = cached(
        &cuff,
        &["check", "--cache-dir", "plans", "--timings", "--quiet"],
    );
    assert!(
        ran.err
            .contains("nothing was kept in `plans`: the folder holds other things than a cache"),
        "{}",
        ran.err
    );
    assert!(!cuff.path("plans/.gitignore").exists());
}

/// Whoever proposes a change must not say what is found in it.
#[test]
fn a_cache_that_comes_with_the_repository_is_not_believed() {
    let cuff = project();
    git(&cuff, &["init", "--quiet"]);
    assert_eq!((known(&cuff, &[]), known(&cuff, &[])), (0, 2));
    git(&cuff, &["add", "--force", "."]);
    assert_eq!((known(&cuff, &[]), known(&cuff, &[])), (0, 0));
    same(&cuff, &["check"]);
    let said = cached(&cuff, &["check", "--timings", "--quiet"]).err;
    assert!(
        said.contains("git has it among the files of the repository"),
        "{said}"
    );
    git(&cuff, &["rm", "--quiet", "-r", "--cached", ".cuff_cache"]);
    assert_eq!(known(&cuff, &[]), 2);
}

#[test]
fn damaged_files_are_passed_over_and_replaced() {
    let cuff = project();
    let expected = cuff.run(&["check"]);
    let check = |what: &str| {
        let ran = cached(&cuff, &["check"]);
        assert_eq!(
            (ran.code, ran.out, ran.err),
            (expected.code, expected.out.clone(), expected.err.clone()),
            "{what}"
        );
    };
    check("cold");
    let folder = cuff.path(".cuff_cache");
    let path = packs(&folder).remove(0);
    let whole = fs::read(&path).unwrap();
    let (half, end) = (whole.len() / 2, whole.len() - 30);
    let flipped = |place: usize| {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x10;
        bytes
    };
    let damages = [
        ("empty", Vec::new()),
        ("cut", whole[..half].to_vec()),
        ("a report", flipped(10)),
        ("the table", flipped(end)),
        ("the end", flipped(whole.len() - 1)),
        ("text", b"<html>404 Not Found</html>".repeat(100)),
        ("twice", [whole.clone(), whole.clone()].concat()),
        ("zeros", vec![0; whole.len()]),
    ];
    for (what, bytes) in damages {
        packs(&folder)
            .iter()
            .for_each(|path| fs::remove_file(path).unwrap());
        fs::write(&path, bytes).unwrap();
        check(what);
        assert_eq!(known(&cuff, &[]), 2, "{what}");
    }
    fs::File::create(folder.join("huge.pack"))
        .unwrap()
        .set_len(1 << 40)
        .unwrap();
    fs::create_dir(folder.join("folder.pack")).unwrap();
    check("huge");
    for name in ["CACHEDIR.TAG", ".gitignore"] {
        fs::remove_file(folder.join(name)).unwrap();
        check(name);
    }
}

/// A folder with so many small plans.
fn many(plans: usize) -> Cuff {
    let plan = |cuff: Cuff, number| {
        let text = format!(
            "plan \"{number}\"\nday \"A\"\n  Barbell Curl: 4x{} @ 55%, wrap upper arm high\n",
            number % 40 + 1
        );
        cuff.file(&format!("{number:04}.plan"), text)
    };
    (0..plans).fold(Cuff::new(), plan)
}

fn start(cuff: &Cuff) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cuff"));
    command
        .args(["check", "--format", "json", "--today", "2026-03-01"])
        .current_dir(cuff.path(""))
        .env_clear();
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().unwrap()
}

#[test]
fn runs_at_the_same_time_do_not_disturb_each_other() {
    let cuff = many(60);
    let expected = cuff.run(&["check", "--format", "json"]).out;
    for round in 0..2 {
        let runs: Vec<Child> = (0..6).map(|_| start(&cuff)).collect();
        for run in runs {
            let output = run.wait_with_output().unwrap();
            assert_eq!(
                String::from_utf8(output.stdout).unwrap(),
                expected,
                "{round}"
            );
            assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
        }
    }
    assert_eq!(known(&cuff, &[]), 60);
    let parts = fs::read_dir(cuff.path(".cuff_cache")).unwrap();
    assert!(parts.flatten().all(|entry| {
        entry
            .path()
            .extension()
            .is_none_or(|ending| ending != "part")
    }));
}

#[test]
fn a_run_that_is_killed_while_it_writes_leaves_nothing_that_is_believed() {
    let cuff = many(600);
    let folder = cuff.path(".cuff_cache");
    let begun = || {
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        entries
            .filter(|entry| {
                entry
                    .path()
                    .extension()
                    .is_some_and(|ending| ending == "part")
            })
            .count()
    };
    for kill in 1..=3 {
        let mut run = start(&cuff);
        // Reports are written from the first batch of plans on.
        while begun() < kill && run.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        run.kill().unwrap();
        run.wait().unwrap();
        assert_eq!(begun(), kill, "it was killed while it wrote");
    }
    assert!(packs(&folder).is_empty());
    let args = ["check", "--format", "json"];
    let (ran, plain) = (cached(&cuff, &args), cuff.run(&args));
    assert_eq!(ran.out, plain.out);
    assert_eq!(known(&cuff, &[]), 600);
}

/// What a run can depend on, and what each of it can be.
const CHOICES: [(&str, [&str; 3]); 5] = [
    (
        "a.plan",
        [
            PLAN,
            "plan \"Arms\"\nday \"Pull\"\n  Barbell Curl: 3x8 @ 70%\n",
            "plan \"A\"\nday \"B\"\n  Leg Press: 30/15/15/15 @ 25%, wrap upper leg # cuff: allow(rest-off-target) until 2026-03-10 because of the time\n",
        ],
    ),
    (
        "sub/b.plan",
        [
            PLAN,
            "plan \"B\"\nday \"Legs\"\n  Deadlift: 3x5 @ 80%\n",
            "plan \"B\"\n  what is this\n",
        ],
    ),
    (
        "cuff.yaml",
        [
            "packs: [occlusion]\n",
            "packs: [occlusion, ./club]\n",
            "levels:\n  tightness-too-high: advice\noverrides:\n  - files: [\"sub/**\"]\n    levels:\n      load-above-range: warning\n",
        ],
    ),
    (
        "sub/cuff.yaml",
        [
            "extends: ../cuff.yaml\n",
            "levels:\n  rest-off-target: error\n",
            "extends: ../cuff.yaml\nforbid: [rest-off-target]\n",
        ],
    ),
    ("club/club-deadlift.yaml", [RULE, RULE, RULE]),
];

const FLAGS: [&[&str]; 4] = [
    &[],
    &["--select", "occlusion"],
    &["--ignore", "rest-off-target"],
    &["--strict"],
];
const DAYS: [&str; 2] = ["2026-03-01", "2026-03-20"];

proptest! {
    #![proptest_config(cases(3))]
    /// Whatever changes and changes back, the cache says what a check says.
    #[test]
    fn no_sequence_of_changes_makes_it_stale(
        steps in prop::collection::vec((subsequence((0..CHOICES.len()).collect::<Vec<_>>(), 0..3), 0_usize..3, 0..FLAGS.len(), 0..DAYS.len()), 8)
    ) {
        let mut cuff = Cuff::new().file("club/pack.yaml", PACK);
        let mut now: BTreeMap<usize, usize> = (0..CHOICES.len()).map(|one| (one, 0)).collect();
        for (changed, to, flags, day) in steps {
            now.extend(changed.into_iter().map(|one| (one, to)));
            for (one, choice) in &now {
                let (path, texts) = CHOICES[*one];
                let text = if *one == 4 { RULE.replace("no Deadlift", &format!("no {choice} Deadlift")) } else { texts[*choice].to_owned() };
                cuff = cuff.file(path, text);
            }
            let args = [&["check", "--format", "json", "--today", DAYS[day]], FLAGS[flags]].concat();
            same(&cuff, &args);
        }
    }
}

/// What is found in a plan on some days, where nothing asked for the day.
fn on_every_day(text: &str) -> Option<Vec<Report>> {
    let source = SourceFile::new("x.plan", text);
    let on = |day| {
        check(
            &source,
            &RULES,
            Options {
                today: parse_date(day),
            },
        )
    };
    let reports: Vec<Report> = ["2019-05-05", "2026-03-01", "2041-12-31"].map(on).into();
    let timeless = reports.iter().filter(|report| report.is_timeless).count();
    assert!(timeless == 0 || timeless == reports.len(), "{text}");
    (timeless > 0).then_some(reports)
}

#[test]
fn what_asks_for_no_day_is_the_same_on_every_day() {
    let (mut timeless, mut dated) = (0, 0);
    for file in shipped::files() {
        let Ok(rule) = file.read::<RuleFile>() else {
            continue;
        };
        // Some of them: each is checked on three days.
        for case in rule.tests.into_iter().step_by(4) {
            match on_every_day(&case.plan) {
                Some(reports) => {
                    assert!(
                        reports.iter().all(|report| *report == reports[0]),
                        "{}",
                        case.plan
                    );
                    timeless += 1;
                }
                None => dated += 1,
            }
        }
    }
    assert!(timeless > 150 && dated > 5, "{timeless} {dated}");
}

proptest! {
    #![proptest_config(cases(40))]
    /// The same on generated plans.
    #[test]
    fn generated_plans_that_ask_for_no_day_are_the_same_on_every_day(sheet in sheet(Care::Careless)) {
        if let Some(reports) = on_every_day(&sheet.text()) {
            prop_assert!(reports.iter().all(|report| *report == reports[0]));
        }
    }
}
