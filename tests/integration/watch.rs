//! `cuff check --watch`, and the line that says how far a long run is: what is written, when, and what is left behind.

use std::fs;
use std::io::{BufRead as _, BufReader, Read};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::program::Cuff;

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

const PLAN: &str =
    "plan \"A\"\nday \"Pull\"\n  Barbell Curl: 4x15 @ 55%, wrap upper arm high 9/10\n";

/// A watching cuff, and all that it writes.
struct Watching {
    child: Child,
    lines: Receiver<String>,
    /// What was written and not looked at.
    written: String,
}

impl Watching {
    fn start(cuff: &Cuff, folder: &str, args: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cuff"))
            .args(["check", "--watch"])
            .args(args)
            .current_dir(cuff.path(folder))
            .env_clear()
            .env("CUFF_TODAY", "2026-03-01")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let streams: [Box<dyn Read + Send>; 2] = [
            Box::new(child.stdout.take().unwrap()),
            Box::new(child.stderr.take().unwrap()),
        ];
        for stream in streams {
            let sender = sender.clone();
            std::thread::spawn(move || {
                let lines = BufReader::new(stream).lines();
                lines
                    .map_while(Result::ok)
                    .for_each(|line| drop(sender.send(line)));
            });
        }
        Self {
            child,
            lines,
            written: String::new(),
        }
    }

    /// Waits until all of these have been written. Gives everything since the last time.
    #[track_caller]
    fn until(&mut self, wanted: &[&str]) -> String {
        let start = Instant::now();
        while !wanted.iter().all(|text| self.written.contains(text)) {
            let left = PATIENCE.saturating_sub(start.elapsed());
            match self.lines.recv_timeout(left) {
                Ok(line) => self.written += &format!("{line}\n"),
                Err(_) => panic!("{wanted:?} is not in:\n{}", self.written),
            }
        }
        std::mem::take(&mut self.written)
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn changes_are_checked_as_they_come() {
    let cuff = Cuff::new()
        .file(".git/HEAD", "")
        .file("team.yaml", "levels:\n  rest-off-target: off\n")
        .file("coach/cuff.yaml", "extends: ../team.yaml\n")
        .file("coach/a.plan", PLAN);
    let write = |path: &str, text: &str| fs::write(cuff.path(path), text).unwrap();
    let mut watching = Watching::start(&cuff, "coach", &["--format", "concise"]);
    let first = watching.until(&["(1 plan checked)", "waiting for changes (Ctrl-C ends)"]);
    assert!(
        first.contains("a.plan:3:24: error[load-above-range]"),
        "{first}"
    );
    assert!(
        !first.contains('\u{1b}'),
        "nothing is cleared where there is no terminal: {first:?}"
    );

    write("coach/a.plan", &PLAN.replace("55%", "25%"));
    let edited = watching.until(&[
        "(1 plan checked)",
        " ms after a change of a.plan; waiting for the next one",
    ]);
    assert!(!edited.contains("load-above-range"), "{edited}");

    // As editors do it: beside, and then in its place.
    write("coach/.a.plan.swp", PLAN);
    fs::rename(cuff.path("coach/.a.plan.swp"), cuff.path("coach/a.plan")).unwrap();
    watching.until(&["error[load-above-range]", "a.plan; waiting"]);

    write("coach/b.plan", PLAN);
    watching.until(&[
        "b.plan:3:24: error",
        "(2 plans checked)",
        "change of b.plan",
    ]);
    fs::remove_file(cuff.path("coach/a.plan")).unwrap();
    let deleted = watching.until(&["(1 plan checked)", "change of a.plan"]);
    assert!(!deleted.contains("a.plan:3"), "{deleted}");
    fs::create_dir(cuff.path("coach/new")).unwrap();
    watching.until(&["waiting for the next one"]);
    write("coach/new/c.plan", PLAN);
    watching.until(&[
        "new/c.plan:3:24",
        "(2 plans checked)",
        "waiting for the next one",
    ]);
    fs::rename(cuff.path("coach/new"), cuff.path("coach/old")).unwrap();
    watching.until(&["old/c.plan:3:24", "waiting for the next one"]);
    fs::remove_dir_all(cuff.path("coach/old")).unwrap();
    watching.until(&["(1 plan checked)", "waiting for the next one"]);

    // Configurations, broken ones too.
    write("coach/cuff.yaml", "extends: ../team.yaml\nlevel: 3\n");
    watching.until(&[
        "unknown key `level`",
        "no plan was checked",
        "change of cuff.yaml",
    ]);
    write(
        "coach/cuff.yaml",
        "extends: ../team.yaml\npacks: [occlusion, ../club]\n",
    );
    watching.until(&["the pack `../club` cannot be read", "change of cuff.yaml"]);
    fs::create_dir(cuff.path("club")).unwrap();
    write(
        "club/pack.yaml",
        "title: Club\nsummary: Our club\nversion: 1.0.0\nexplain: house rules\n",
    );
    write(
        "coach/cuff.yaml",
        "extends: ../team.yaml\npacks: [occlusion, ../club]\n\n",
    );
    watching.until(&["under packs occlusion, club", "waiting for the next one"]);
    write("club/pack.yaml", "title: Club\n");
    watching.until(&["missing key", "pack.yaml; waiting"]);
    write(
        "club/pack.yaml",
        "title: Club\nsummary: Our club\nversion: 1.0.1\nexplain: house rules\n",
    );
    watching.until(&["under packs occlusion, club", "pack.yaml; waiting"]);
    write("team.yaml", "levels:\n  load-above-range: warning\n");
    watching.until(&["warning[load-above-range]", "team.yaml; waiting"]);

    // What is no matter of a check is passed over.
    write("coach/notes.txt", "nothing");
    write("coach/b.plan", &PLAN.replace("55%", "25%"));
    let last = watching.until(&["under packs occlusion, club", "waiting for the next one"]);
    assert!(last.contains("after a change of b.plan;"), "{last}");

    let process = watching.child.id().to_string();
    Command::new("kill")
        .args(["-INT", &process])
        .status()
        .unwrap();
    let status = watching.child.wait().unwrap();
    assert_eq!(status.signal(), Some(2), "as a shell expects it: 130");
}

#[test]
fn reports_in_files_are_written_each_time() {
    let cuff = Cuff::new().file("a.plan", PLAN);
    let args = ["a.plan", "--quiet", "--output", "json=report.json"];
    let mut watching = Watching::start(&cuff, "", &args);
    watching.until(&["waiting for changes"]);
    let first = cuff.read("report.json");
    assert!(first.contains("load-above-range"));
    fs::write(cuff.path("a.plan"), PLAN.replace("55%", "25%")).unwrap();
    watching.until(&["after a change of a.plan"]);
    let second = cuff.read("report.json");
    assert!(!second.contains("load-above-range") && second.ends_with("}\n"));
}

#[test]
fn what_cannot_be_said_again_and_again_is_refused() {
    let cuff = Cuff::new().file("a.plan", PLAN);
    let mut picture = String::new();
    for args in [
        &["--format", "sarif"][..],
        &["-"],
        &["--fix"],
        &["--list-suppressions"],
    ] {
        let ran = cuff.run(&[&["check", "--watch"], args].concat());
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{args:?}");
        picture += &format!("$ cuff check --watch {}\n{}\n", args.join(" "), ran.err);
    }
    insta::assert_snapshot!(picture);
}

/// What a run writes to a terminal.
#[cfg(target_os = "linux")]
fn on_terminal(cuff: &Cuff, args: &str, variables: &[(&str, &str)]) -> String {
    let line = format!("{} check {args}", env!("CARGO_BIN_EXE_cuff"));
    let output = Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .current_dir(cuff.path(""))
        .env_remove("CI")
        .env_remove("CUFF_NO_PROGRESS")
        .env("TERM", "xterm")
        .env("CUFF_NO_CACHE", "1")
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// What is left to see, where a terminal is told to erase a line.
#[cfg(target_os = "linux")]
fn seen(written: &str) -> String {
    let lines = written.split("\r\n");
    let lines = lines.map(|line| line.rsplit("\r\u{1b}[K").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// Only a program that is not optimised takes long enough for so few plans.
#[cfg(target_os = "linux")]
#[test]
#[cfg_attr(not(debug_assertions), ignore = "over before anybody could look")]
fn a_long_run_says_how_far_it_is_and_leaves_nothing_behind() {
    let cuff = (0..4000).fold(Cuff::new(), |cuff, number| {
        cuff.file(
            &format!("{number:04}.plan"),
            PLAN.replace("\"A\"", &format!("\"{number}\"")),
        )
    });
    let one = [("RAYON_NUM_THREADS", "1")];
    let written = on_terminal(&cuff, "--format concise --color never", &one);
    assert!(written.contains("\r\u{1b}[Kchecking plans: "), "{written}");
    assert!(
        written.contains(" of 4000\r\u{1b}[K"),
        "it is taken away: {written}"
    );
    let plain = cuff.run(&["check", "--format", "concise"]);
    assert_eq!(plain.err, "");
    let found = |text: &str| {
        text.lines()
            .filter(|line| line.contains(".plan:"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(found(&seen(&written)), found(&plain.out));
    assert!(!seen(&written).contains("checking plans"));
    for (args, variables) in [
        ("--format concise", &[("CI", "true")][..]),
        ("--format concise", &[("CUFF_NO_PROGRESS", "1")]),
        ("--format concise", &[("TERM", "dumb")]),
        ("--quiet", &[]),
        ("--format json", &[]),
    ] {
        let written = on_terminal(&cuff, args, variables);
        assert!(!written.contains("checking plans"), "{args} {variables:?}");
        assert!(written.contains("4000"), "{args} {variables:?}");
    }
    // A program reads what a person does not see.
    let written = on_terminal(&cuff, "--format json > report.json", &one);
    assert!(written.contains("checking plans: "), "{written}");
    assert_eq!(seen(&written), "");
    assert_eq!(
        cuff.read("report.json"),
        cuff.run(&["check", "--format", "json", "--no-cache"]).out
    );
}
