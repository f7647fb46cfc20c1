//! Mistakes in the configuration: every kind of them, with what is said, where, and what to do.

use crate::config::PLAN;
use crate::program::Cuff;
use crate::rust;
use crate::support::read;
use crate::tidy::none;

/// Each kind of mistake in what a file says, alone.
const MISTAKES: &[&str] = &[
    // The form of the file.
    "packs: [occlusion",
    "levels: { load-above-range: off, load-above-range: on }",
    "levels:\n\tload-above-range: off",
    "levels: &all { load-above-range: off }",
    "just some words",
    // Keys and kinds of values.
    "pakcs: [occlusion]",
    "packs: occlusion",
    "levels: [load-above-range]",
    "levels:",
    "extends: [../cuff.yaml]",
    "overrides: { files: [a/**] }",
    "overrides: [{ file: [a/**], levels: { load-above-range: off } }]",
    "overrides: [{ phase: rehab, estimates: { heavy: 67 % } }]",
    // Packs.
    "packs: [oclusion]",
    "packs: [sprinting]",
    "packs: [./nowhere]",
    "packs: [./our]",
    "packs: [./lifts.yaml]",
    "packs: [../club]",
    "packs: [/etc]",
    // Levels.
    "levels: { load-above-rang: warning }",
    "levels: { sprinting: warning }",
    "levels: { load-above-range: warn }",
    "levels: { load-above-range: quiet }",
    "levels: { unread-line: off }",
    "forbid: [full-occlusion]\nlevels: { full-occlusion: off }",
    "forbid: [full-oclusion]",
    // Figures.
    "params: { load-above-range: 3 % }",
    "params: { load-above-range.maxx: 3 % }",
    "params: { load-above-range.sprints: 3 % }",
    "params: { load-above-range.max: 28 % }",
    "params: { load-above-range.max: 28 % because }",
    "params: { load-above-range.max: 28 % because … }",
    "params: { load-above-range.max: 28 s because we like it }",
    "params: { load-above-range.max: lots }",
    "params: { missing-unit.max: 3 }",
    "estimates: { heavi: 67 % }",
    "estimates: { sprints: 67 % }",
    "estimates: { heavy: 67 kg }",
    "estimates: { time-per-rep-slowest: 1 s }",
    "estimates: { time-per-rep: 2-5 s }",
    "estimates: { open-first-set: 60 }",
    "params: { wrap-not-removed.longest: 5-90 s }",
    // Other files.
    "exercises: [nowhere.yaml]",
    "exercises: [lift.yaml]",
    "exercises: [ours]",
    "exercises: [~/lifts.yaml]",
    "extends: nowhere.yaml",
    "extends: a.plan",
    "extends: cuff.yaml",
    // Patterns.
    "exclude: ['# old']",
    "exclude: ['{old']",
    // Overrides.
    "overrides: [{ levels: { load-above-range: off } }]",
    "overrides: [{ files: [a/**] }]",
    "overrides: [{ files: ['{a'], levels: { load-above-range: off } }]",
    "overrides: [{ phase: rehabb, levels: { load-above-range: off } }]",
    "overrides: [{ files: [a/**], levels: { load-above-rang: off } }]",
];

/// A project in which a mistake can be made.
fn with_config(config: &str) -> Cuff {
    Cuff::new()
        .file("a.plan", PLAN)
        .file("lifts.yaml", "")
        .file("ours/pack.yaml", OURS)
        .file("cuff.yaml", config)
}

const OURS: &str =
    "title: Ours\nsummary: what we agreed on\nversion: 1.0.0\nexplain: house rules\n";

/// What is said where nothing can be checked.
#[track_caller]
fn refused(what: &str, cuff: &Cuff) -> String {
    let ran = cuff.run(&["check"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{what}");
    let (said, count) = ran.err.rsplit_once("\nno plan was checked: ").unwrap();
    assert!(count.starts_with("1 problem "), "{what}: {}", ran.err);
    format!("{said}\n")
}

/// Each kind of mistake, alone, with its message; and each message of the rooms that read a configuration.
#[test]
fn each_mistake_has_its_place() {
    let mut picture = String::new();
    for mistake in MISTAKES {
        picture += &refused(mistake, &with_config(&format!("{mistake}\n")));
    }
    let large = "# a remark\n".repeat(40_000);
    let crowded = (0..=1_000).fold(with_config("packs: [./ours]\n"), |cuff, number| {
        cuff.file(&format!("ours/{number}.yaml"), "")
    });
    let files = [
        ("a configuration that is too large", with_config(&large)),
        (
            "one in another encoding",
            Cuff::new()
                .file("a.plan", PLAN)
                .file("cuff.yaml", b"# \xE9\n"),
        ),
        (
            "a folder",
            Cuff::new().file("a.plan", PLAN).file("cuff.yaml/x", ""),
        ),
        ("a pack of too many rules", crowded),
    ];
    for (what, cuff) in &files {
        picture += &format!("== {what}\n{}", refused(what, cuff));
    }
    insta::assert_snapshot!(picture);
    let chains = "tests/integration/snapshots/integration__mistakes__a_chain_stays_in_its_project_and_ends.snap";
    let others = "tests/integration/snapshots/integration__hostile__packs_and_configurations_do_not_lead_elsewhere.snap";
    let links = "tests/integration/snapshots/integration__mistakes__a_configuration_that_is_no_file_is_said.snap";
    let said = picture + &read(chains) + &read(others) + &read(links);
    none(
        "every message about a configuration is shown in a test",
        unsaid(&said),
    );
}

/// Texts of the rooms that read a configuration which do not occur in what is said.
fn unsaid(said: &str) -> Vec<String> {
    const ROOMS: [&str; 5] = [
        "src/workspace/chain.rs",
        "src/workspace/layers.rs",
        "src/workspace/named.rs",
        "src/workspace/project.rs",
        "src/rules/changes.rs",
    ];
    // No pattern is known that passes alone and not with the others; if there is one, it is said.
    const UNHEARD: [&str; 1] = ["these patterns cannot be used: {error}"];
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = words(said);
    let is_said = |text: &str| {
        let mut pieces = text
            .split('{')
            .flat_map(|piece| match piece.split_once('}') {
                Some((_, after)) => [after, ""],
                None => [piece, ""],
            });
        pieces.all(|piece| said.contains(&words(piece)))
    };
    let files = rust::library().into_iter();
    let lines = files
        .filter(|file| ROOMS.contains(&file.path.as_str()))
        .flat_map(|file| {
            let path = file.path;
            file.lines.into_iter().map(move |line| (path.clone(), line))
        });
    lines
        .flat_map(|(path, line)| {
            let texts = line.literals.into_iter();
            texts.map(move |text| (format!("{path}:{}", line.number), text))
        })
        .filter(|(_, text)| {
            text.trim().contains(' ') && !is_said(text) && !UNHEARD.contains(&text.as_str())
        })
        .map(|(place, text)| format!("{place}: {text}"))
        .collect()
}

/// What is called like a configuration counts, whatever it is: none of it is passed over.
#[cfg(unix)]
#[test]
fn a_configuration_that_is_no_file_is_said() {
    use std::os::unix::fs::symlink;
    let plan = || {
        Cuff::new()
            .file("project/.git/HEAD", "")
            .file("project/a.plan", PLAN)
    };
    let link = |to: &str| {
        let cuff = plan()
            .file(
                "project/settings/team.yaml",
                "levels: { load-above-range: off }\n",
            )
            .file(
                "project/settings/team.txt",
                "levels: { load-above-range: off }\n",
            )
            .file("elsewhere/team.yaml", "password: hunter2\n")
            .file("elsewhere/cuff.yaml", "levels: { load-above-range: off }\n");
        symlink(to, cuff.path("project/cuff.yaml")).unwrap();
        cuff
    };
    let pipe = plan();
    let made = std::process::Command::new("mkfifo")
        .arg(pipe.path("project/cuff.yaml"))
        .status();
    assert!(made.unwrap().success());
    let mut picture = String::new();
    for (what, cuff) in [
        ("a pipe", pipe),
        ("a link to nothing", link("settings/nowhere.yaml")),
        ("a link to itself", link("cuff.yaml")),
        (
            "a link out of the project, to a file of another name",
            link("../elsewhere/team.yaml"),
        ),
        (
            "a link to a file that is no YAML",
            link("settings/team.txt"),
        ),
    ] {
        let ran = cuff.run(&["check", "project"]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{what}");
        assert!(!ran.err.contains("hunter2"), "{what}: {}", ran.err);
        picture += &format!("== {what}\n{}\n", ran.err);
    }
    for to in ["settings/team.yaml", "../elsewhere/cuff.yaml"] {
        let ran = link(to).run(&["check", "project", "--quiet"]);
        assert_eq!(ran.code, Some(0), "{to}: {}{}", ran.out, ran.err);
        assert!(
            ran.out
                .contains("turned off by the configuration: load-above-range")
        );
    }
    insta::assert_snapshot!(picture);
}

/// What cannot be read brings no errors that only follow from it.
#[test]
fn one_mistake_is_one_error() {
    let rule = read("rules/occlusion/tightness-missing.yaml");
    let rule = rule.replace("tightness-missing", "ours-first");
    let more = "levels: { ours-first: off, load-above-range: warning }\nparams: { load-above-range.max: 25 % because we say so }\nforbid: [full-occlusion]\n";
    let cuff =
        |config: &str| with_config(&format!("{config}{more}")).file("ours/ours-first.yaml", &rule);
    for config in [
        "pakcs: [occlusion, ./ours]\n",
        "packs: ./ours\n",
        "packs: [occlusion, ./ours\n",
        "packs: [oclusion, ./ours]\n",
        "packs: [occlusion, ./our]\n",
        "packs: [occlusion, ./ours, \0]\n",
        "extends: nowhere.yaml\n",
        "extend: team.yaml\n",
    ] {
        refused(config, &cuff(config));
    }
    let ran = cuff("packs: [occlusion, ./ours]\n").run(&["check", "--quiet"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
    // A slip in the same file is said all the same.
    let both = cuff("pakcs: [occlusion, ./ours]\nestimates: { heavi: 67 % }\n").run(&["check"]);
    assert!(both.err.contains("2 problems in rules"), "{}", both.err);
}

/// One resolver serves every command that looks at a configuration.
#[test]
fn every_command_minds_a_mistake() {
    let cuff = Cuff::new()
        .file("a.plan", PLAN)
        .file("cuff.yaml", "levels: { load-above-rang: warning }\n");
    for args in [
        &["check"][..],
        &["check", "-"],
        &["check", "--list-suppressions"],
        &["check", "--add-suppressions", "old"],
        &["baseline", "create"],
        &["config"],
        &["config", "--explain", "load-above-range"],
        &["rules"],
        &["explain", "load-above-range"],
        &["exercises", "RDL"],
        &["facts", "a.plan"],
        &["test"],
    ] {
        let ran = cuff.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{args:?}");
        assert!(
            ran.err.contains("did you mean `load-above-range`?"),
            "{args:?}: {}",
            ran.err
        );
    }
    assert_eq!(cuff.read("a.plan"), PLAN);
}

#[test]
fn all_mistakes_are_said_at_once() {
    let config = "pakcs: [occlusion]\nlevels:\n  load-above-rang: warning\n  marathon-session: warn\nparams:\n  load-above-range.max: 35 s\nestimates:\n  heavi: 3 %\nexercises: [nowhere.yaml]\nextends: ../out.yaml\noverrides:\n  - files: [a/**]\n    params:\n      rest-off-target.longestt: 45 s\n";
    let ran = Cuff::new()
        .file("a.plan", PLAN)
        .file(".git/HEAD", "")
        .file("cuff.yaml", config)
        .run(&["check"]);
    assert!(
        ran.err.contains("no plan was checked: 8 problems"),
        "{}",
        ran.err
    );
}

#[test]
fn a_chain_stays_in_its_project_and_ends() {
    let secret = "password: hunter2\n";
    let circle = Cuff::new()
        .file(".git/HEAD", "")
        .file("cuff.yaml", "extends: a/one.yaml\n")
        .file("a/one.yaml", "extends: ../b/two.yaml\n")
        .file("b/two.yaml", "extends: ../cuff.yaml\n");
    let mut long = Cuff::new()
        .file(".git/HEAD", "")
        .file("cuff.yaml", "extends: 1.yaml\n");
    for number in 1..=16 {
        long = long.file(
            &format!("{number}.yaml"),
            format!("extends: {}.yaml\n", number + 1),
        );
    }
    let outside = |written: &str| {
        Cuff::new()
            .file("secret.yaml", secret)
            .file("project/.git/HEAD", "")
            .file("project/cuff.yaml", format!("extends: {written}\n"))
            .file("project/a.plan", PLAN)
    };
    let mut picture = String::new();
    let mut show = |what: &str, cuff: &Cuff, folder: &str| {
        let ran = cuff.run(&["check", folder]);
        assert_eq!(ran.code, Some(2), "{what}: {}", ran.out);
        assert!(
            !ran.err.contains("hunter2") && !ran.err.contains("root:"),
            "{}",
            ran.err
        );
        picture += &format!("== {what}\n{}\n", ran.err);
    };
    let circle = circle.file("a.plan", PLAN);
    show("a circle", &circle, ".");
    show("a long chain", &long.file("a.plan", PLAN), ".");
    for written in [
        "../secret.yaml",
        "../nowhere.yaml",
        "/etc/passwd",
        "~/secret.yaml",
        "https://example.org/cuff.yaml",
    ] {
        show(written, &outside(written), "project");
    }
    #[cfg(unix)]
    {
        let linked = outside("link.yaml");
        std::os::unix::fs::symlink("../secret.yaml", linked.path("project/link.yaml")).unwrap();
        show("a link out of the project", &linked, "project");
    }
    insta::assert_snapshot!(picture);
}
