//! Files, folders and streams that hurt: each ends in a finding or in exit code 2 with the reason, never in silence, a
//! hang or a panic. No case relies on permissions, which do not bind every user who runs tests.

use std::fs;
use std::io::Read as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::read;

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

/// A folder with files in it.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn file(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cuff"));
        command
            .args(args)
            .current_dir(self.path())
            .env_clear()
            .env("CUFF_TODAY", "2026-03-01")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Ran {
        let output = self.command(args).output().unwrap();
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).unwrap();
            text.replace(self.path().to_str().unwrap(), "[FOLDER]")
        };
        Ran {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// `cuff check` with one line a finding.
    fn check(&self, paths: &[&str]) -> Ran {
        let mut args = vec!["check", "--format", "concise"];
        args.extend(paths);
        self.run(&args)
    }
}

const GOOD: &str = "conditions none\nexperience intermediate\nBench Press: 3x5 @ 80%\n";
const WRAPPED: &str = "conditions none\nexperience intermediate\nstop if numb\nday \"Pull\"\nBarbell Row: 5x8 @ 75%\nBarbell Curl: 30/15/15/15 @ 35%, rest 30 s, wrap upper arm high 7/10\n";

/// What is said about one plan, as a block of a picture.
fn said(name: &str, plan: impl AsRef<[u8]>) -> String {
    let folder = Folder::new().file("a.plan", plan);
    let ran = folder.check(&["a.plan"]);
    let lines: Vec<&str> = ran.out.lines().collect();
    let mut shown = lines.iter().take(12).fold(String::new(), |shown, line| {
        shown + &line.replace("a.plan:", "") + "\n"
    });
    if lines.len() > 12 {
        shown += &format!("… {} lines\n", lines.len());
    }
    assert_eq!(ran.err, "", "{name}");
    let code = ran.code.unwrap_or(-1);
    format!("== {name} (exit {code})\n{shown}\n")
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    let mark = std::iter::once(0xFEFF);
    let units = mark.chain(text.encode_utf16());
    units
        .flat_map(|unit| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        })
        .collect()
}

#[test]
fn texts_that_are_no_plan() {
    let picture = [
        said("empty", ""),
        said("only blanks", "  \n\t\n"),
        said("only comments", "# x\n# y\n"),
        said("byte order mark", "\u{FEFF}Bench Pres: 3x5 @ 80%\n"),
        said("UTF-16 LE", utf16("plan \"x\"\n", false)),
        said("UTF-16 BE", utf16("plan \"x\"\n", true)),
        said("Latin-1", b"plan \"ok\"\nBench Press: 3x5\ngoal caf\xE9\n"),
        said(
            "a NUL among text",
            format!("week 1\0\n{}", "> x\n".repeat(200)),
        ),
        said("a binary file", b"\x7FELF\0\0\0\0"),
        said("beyond 1 MiB", vec![b'a'; (1 << 20) + 1]),
        said(
            "a line beyond 16 KiB",
            format!("plan \"{}\"\n", "a".repeat(20_000)),
        ),
        said("one line of 64 KiB", "a".repeat(1 << 16)),
        said("many empty lines", "\n".repeat(50_000)),
        said("many short lines", "x\n".repeat(12_000)),
    ];
    insta::assert_snapshot!(picture.concat());
}

#[test]
fn characters_that_deceive() {
    let bidi = "\u{202E}";
    let picture = [
        said(
            "turned in every place",
            format!(
                "plan \"a{bidi}b\"\nathlete \"x{bidi}\"\n1rm Bench{bidi} 10 kg\nday \"{bidi}\"\n> note{bidi}\n# comment{bidi}\nBench Press: 3x5 # cuff: allow(load-above-range) because {bidi}\n"
            ),
        ),
        said("alone on a line", "\u{2066}\n\u{61C}\n\u{AD}\n"),
        said(
            "line separators",
            "Bench Press: 3x5 @ 80%\u{2028}Squat: 3x5\nplan \"x\"\u{2028}\nweek 1\u{85}\n",
        ),
        said(
            "blanks of other scripts",
            "week\u{A0}1\u{3000}\nday \"A\"\u{2003}\nBench Press:\u{2009}3x5 @ 80\u{202F}%\n",
        ),
        said(
            "letters of other scripts",
            "B\u{435}nch Press: 3x5 @ 80%\nStehende \u{3B2}-Variante: 3x5\n",
        ),
        said(
            "full-width",
            "Bench Press: \u{FF13}\u{D7}\u{FF15}\nBench Press: 3x5 @ \u{FF18}\u{FF10}%\nBench Press: 3x5, rest \u{FF13} min\n",
        ),
        said(
            "terminal commands",
            "Bench\u{1b}[31m: 3x5 \u{7}\u{1b}]0;x\u{7}\n",
        ),
        said(
            "runner commands",
            "# ##[error]x\n> ::error::x\n::stop-commands::x\n##[group]: 3x5\n",
        ),
    ];
    insta::assert_snapshot!(picture.concat());
}

#[test]
fn numbers_beyond_training() {
    let mut picture = said(
        "weeks",
        "weeks 1-1000000\nweeks 12-1\nweek 0\nweek -3\nweek 99999999999999999999\nweeks 1-3, 2\nBench Press: 3x5\n",
    );
    let sets = [
        "1000000x1000000",
        "0x5",
        "5x0",
        "-3x8",
        "3x-8",
        "3x8-2",
        "9999999999x1",
    ];
    picture += &said(
        "sets",
        sets.map(|sets| format!("Bench Press: {sets}\n")).concat(),
    );
    let loads = [
        "1e9%",
        "NaN%",
        "inf",
        "-20%",
        "0.0000000001%",
        "20.1234%",
        "99999999999999999999%",
        "1,000 kg",
        "25.%",
        "00020%",
    ];
    picture += &said(
        "loads",
        loads
            .map(|load| format!("Bench Press: 3x5 @ {load}\n"))
            .concat(),
    );
    picture += &said(
        "steps",
        "weeks 1-400\nBench Press: 3x5 @ 20% +1e308%/week\nBench Press: 3x5 @ 20% +1000%/week\nBack Squat: 3x5 @ 20% +900% of load/week\nDeadlift: 3x5 @ 100 kg +500 kg/week\n",
    );
    picture += &said(
        "times and dates",
        "rest 99999999999 s\nrest 20000 s\nBench Press: 3x5, rest 5 fortnights, tempo 9-9-9-9-9-9\n1rm Bench Press 100 kg, tested 2026-02-30\n1rm Back Squat 10 kg, tested 99999-01-01\nBack Squat: 3x5\n",
    );
    picture += &said(
        "every week written out",
        "weeks 1-520\n".to_owned() + &"Bench Press: 200x5\n".repeat(3),
    );
    insta::assert_snapshot!(picture);
}

#[test]
fn brackets_and_blocks_without_end() {
    let picture = [
        said(
            "open brackets",
            format!(
                "Bench Press: {}\nBack Squat: 3x5 @ {}\n",
                "[".repeat(8_000),
                "[".repeat(8_000)
            ),
        ),
        said(
            "open parentheses",
            format!("Bench Press: 3x5, {}\n", "(".repeat(8_000)),
        ),
        said("supersets in supersets", "superset\n".repeat(2_000)),
        said("wraps on wraps", "wrap thigh high 7/10\n".repeat(300)),
        said("commas", format!("Bench Press: 3x5{}\n", ",".repeat(2_000))),
        said(
            "nothing is closed",
            "day \"Pull\nsuperset\nBench Press: 3x5 @ [70% | 80%\nwrap thigh high 7/10\nLeg Extension: 3x8 @ 25%\n",
        ),
        said(
            "everything twice",
            "plan \"a\"\nplan \"b\"\nathlete \"a\"\nathlete \"b\"\n1rm Bench Press 100 kg\n1rm Bench Press 110 kg\nweek 1\nday \"A\"\nBench Press: 3x5 @ 80%\nday \"A\"\nweek 1\n",
        ),
    ];
    insta::assert_snapshot!(picture.concat());
}

#[test]
fn comments_that_silence_nothing() {
    let comments = [
        "allow() because x",
        "allow(load-above-range)",
        "allow(load-above-range) because",
        "allow(nope) because x",
        "allow(LOAD-ABOVE-RANGE) because x",
        "allow(all) because x",
        "allow(*) because x",
        "alow(load-above-range) because x",
    ];
    let one = |comment| {
        said(
            comment,
            format!("{} # cuff: {comment}\n", WRAPPED.trim_end()),
        )
    };
    let mut picture = comments.map(one).concat();
    let unread = "Bench Press: 3x5, rst 30 s # cuff: allow(unread-clause) because x\n";
    picture += &said("what was not read", unread);
    insta::assert_snapshot!(picture);
}

#[test]
fn what_is_no_regular_file() {
    let folder = Folder::new()
        .file("good.plan", GOOD)
        .file("folder.plan/x.txt", "");
    let path = |name: &str| folder.path().join(name);
    let made = Command::new("mkfifo")
        .arg(path("fifo.plan"))
        .status()
        .unwrap();
    assert!(made.success());
    symlink("missing", path("dangling.plan")).unwrap();
    symlink("loop.plan", path("loop.plan")).unwrap();
    symlink("/dev/zero", path("zero.plan")).unwrap();
    let mut picture = String::new();
    let long = format!("{}.plan", "n".repeat(300));
    for name in [
        "fifo.plan",
        "dangling.plan",
        "loop.plan",
        "zero.plan",
        "folder.plan",
        "/dev/zero",
        &long,
        "no\nsuch.plan",
        "",
    ] {
        let ran = folder.check(&["good.plan", name]);
        assert_eq!(
            ran.code,
            Some(if name == "folder.plan" { 0 } else { 2 }),
            "{name:?}: {}",
            ran.out
        );
        picture += &format!("== {name:?}\n{}{}\n", ran.out, ran.err);
    }
    // In a folder they are passed over, as git does; the plans beside them are checked.
    let ran = folder.check(&[]);
    picture += &format!("== the folder\n{}{}", ran.out, ran.err);
    insta::assert_snapshot!(picture);
}

#[test]
fn one_plan_under_many_names_is_checked_once() {
    let folder = Folder::new().file("a.plan", WRAPPED).file("b/x.txt", "");
    symlink("a.plan", folder.path().join("link.plan")).unwrap();
    fs::hard_link(
        folder.path().join("a.plan"),
        folder.path().join("b/hard.plan"),
    )
    .unwrap();
    let ran = folder.check(&["a.plan", "./a.plan", "link.plan", "b/../a.plan", "."]);
    // A hard link is a file of its own.
    assert_eq!(
        ran.out.matches("error[load-above-range]").count(),
        2,
        "{}",
        ran.out
    );
    let name = std::ffi::OsStr::from_bytes(b"\xFF\xFE.plan");
    fs::write(folder.path().join(name), WRAPPED).unwrap();
    let ran = folder.check(&[]);
    assert!(
        ran.out.contains("\u{FFFD}\u{FFFD}.plan:6:29: error"),
        "{}",
        ran.out
    );
}

#[test]
fn a_reader_that_goes_away_and_a_disk_that_is_full() {
    let plan = "Bench Press: 3x5 @ 78, resst\n".repeat(4_000);
    let folder = Folder::new().file("a.plan", plan);
    let mut child = folder
        .command(&["check"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 16];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(1),
        "the plan has errors all the same"
    );
    assert_eq!(output.stderr, b"");
    if !Path::new("/dev/full").exists() {
        return;
    }
    for args in [
        &["check"][..],
        &["rules"],
        &["explain", "set-scheme"],
        &["exercises"],
        &["facts", "a.plan"],
    ] {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = folder.command(args).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let words = String::from_utf8(output.stderr).unwrap();
        assert!(words.contains("cannot be written"), "{args:?}: {words}");
    }
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let ran = folder
        .command(&["check", "missing.plan"])
        .stderr(full)
        .output()
        .unwrap();
    assert_eq!(
        ran.status.code(),
        Some(2),
        "nothing can be said, and the code says it"
    );
}

/// Past a limit something was not looked at, or is not shown; such a plan never passes.
#[test]
fn a_plan_beyond_a_limit_fails() {
    let plan = format!("{}Three rounds, easy pace\n", "units kg\n".repeat(10_050));
    let ran = Folder::new()
        .file("a.plan", plan)
        .run(&["check", "--quiet"]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert!(ran.out.contains("found 1 error,"), "{}", ran.out);
    // Each exercise is held against all others of its session.
    let curl = "Barbell Curl: 30/15/15/15 @ 25%, wrap upper arm high 7/10\n";
    let ran = Folder::new()
        .file("a.plan", curl.repeat(1_700))
        .check(&["a.plan"]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert!(ran.out.contains("error[too-many-steps]"), "{}", ran.out);
}

/// Neither the language of the machine, its time zone, its width nor a missing home changes what is found.
#[test]
fn the_surroundings_change_nothing() {
    let folder = Folder::new().file("a.plan", read("examples/everything-wrong.plan"));
    let run = |set: &[(&str, &str)], format: &str| {
        let mut command = folder.command(&["check", "--format", format]);
        command.envs(set.iter().copied());
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stdout).unwrap()
    };
    for format in ["full", "concise", "narrated", "json"] {
        let expected = run(&[], format);
        let surroundings: [&[(&str, &str)]; 5] = [
            &[("LANG", "C"), ("LC_ALL", "C")],
            &[("LANG", "tr_TR.UTF-8"), ("TZ", "Pacific/Kiritimati")],
            &[("HOME", "/nowhere"), ("XDG_CONFIG_HOME", "/nowhere")],
            &[("COLUMNS", "1"), ("TERM", "dumb")],
            &[
                ("RAYON_NUM_THREADS", "3"),
                ("CI", "true"),
                ("GITHUB_ACTIONS", "true"),
            ],
        ];
        for set in surroundings {
            assert_eq!(run(set, format), expected, "{format} with {set:?}");
        }
    }
}

const PACK: &str = "title: Mine\nsummary: mine\nversion: 1.0.0\nexplain: mine\n";

/// A folder whose configuration names a pack of its own with one rule.
fn with_rule(rule: impl AsRef<[u8]>) -> Folder {
    Folder::new()
        .file("a.plan", GOOD)
        .file("mine/pack.yaml", PACK)
        .file("mine/tightness-missing.yaml", rule)
        .file("cuff.yaml", "packs: [./mine]\n")
}

#[test]
fn rule_files_that_hurt() {
    let rule = read("rules/occlusion/tightness-missing.yaml");
    let tests = rule.find("\ntests:").unwrap();
    let require =
        |condition: String| rule.replacen("require: ", &format!("require: {condition}"), 1);
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("anchors", b"a: &a [x, x]\nb: [*a, *a]\n".to_vec()),
        ("merge keys", format!("<<: *x\n{rule}").into()),
        ("deep maps", "{a: ".repeat(10_000).into()),
        ("deep lists", "- ".repeat(100_000).into()),
        ("deep keys", "? ".repeat(100_000).into()),
        ("twice", format!("{rule}\nscope: wrap\n").into()),
        ("tabs", b"\trule: x\n".to_vec()),
        ("two documents", format!("{rule}\n---\nx: y\n").into()),
        ("a directive", format!("%YAML 1.2\n---\n{rule}").into()),
        ("nothing", Vec::new()),
        ("a list", b"- a\n".to_vec()),
        ("no UTF-8", [rule.as_bytes(), b"# \xE9\n"].concat()),
        ("a NUL", rule.replacen("rule:", "rule: \0", 1).into()),
        ("too large", vec![b'#'; 400 << 10]),
        ("parentheses", require("(".repeat(10_000)).into()),
        (
            "a division by zero",
            require("1/0 == 1 and ".to_owned()).into(),
        ),
        (
            "another id",
            rule.replacen("rule: tightness-missing", "rule: \"a\\x1b[31m/b\\n\"", 1)
                .into(),
        ),
        ("no tests", rule[..=tests].to_owned().into()),
    ];
    let mut picture = String::new();
    for (name, text) in cases {
        let ran = with_rule(text).check(&[]);
        assert_eq!(ran.code, Some(2), "{name}: {}", ran.out);
        assert_eq!(
            ran.out, "",
            "{name}: nothing is checked by rules that are wrong"
        );
        let first: Vec<&str> = ran
            .err
            .lines()
            .take_while(|line| !line.is_empty())
            .collect();
        picture += &format!("== {name}\n{}\n\n", first.join("\n"));
    }
    insta::assert_snapshot!(picture);
    let ran = with_rule(format!("\u{FEFF}{}", rule.replace('\n', "\r\n"))).check(&[]);
    assert_eq!(
        ran.code,
        Some(0),
        "a byte order mark and CRLF are fine: {}",
        ran.err
    );
}

/// What a pack may read lies in its folder, and nothing of another file is ever shown.
#[test]
fn packs_and_configurations_do_not_lead_elsewhere() {
    let rule = read("rules/occlusion/tightness-missing.yaml");
    let secret = tempfile::NamedTempFile::new().unwrap();
    fs::write(secret.path(), "password: hunter2\n").unwrap();
    let mut picture = String::new();
    let mut say = |name: &str, folder: &Folder| {
        let ran = folder.check(&[]);
        assert_eq!(ran.code, Some(2), "{name}: {}", ran.out);
        let words = ran.err.replace(secret.path().to_str().unwrap(), "[SECRET]");
        assert!(!words.contains("hunter2"), "{name}: {words}");
        picture += &format!("== {name}\n{words}\n");
    };
    let folder = with_rule(&rule);
    symlink(secret.path(), folder.path().join("mine/link.yaml")).unwrap();
    say("a rule that is a link", &folder);
    let folder = with_rule(&rule);
    let made = Command::new("mkfifo")
        .arg(folder.path().join("mine/fifo.yaml"))
        .status();
    assert!(made.unwrap().success());
    say("a rule that is a pipe", &folder);
    for pack in ["./../x", "../x", "/etc", "~/x", "https://x/y", "./nope"] {
        let folder = Folder::new()
            .file("a.plan", GOOD)
            .file("cuff.yaml", format!("packs: [\"{pack}\"]\n"));
        say(&format!("the pack {pack}"), &folder);
    }
    let secret_path = secret.path().to_str().unwrap();
    for exercises in ["../x.yaml", secret_path, "./link.yaml"] {
        let config = format!("exercises: [\"{exercises}\"]\n");
        let folder = Folder::new().file("a.plan", GOOD).file("cuff.yaml", config);
        symlink(secret.path(), folder.path().join("link.yaml")).unwrap();
        say("exercises elsewhere", &folder);
    }
    let folder = Folder::new().file("a.plan", GOOD);
    symlink(secret.path(), folder.path().join("cuff.yaml")).unwrap();
    say("a configuration that is a link", &folder);
    insta::assert_snapshot!(picture);
}

#[test]
fn configurations_that_hurt() {
    let mut picture = String::new();
    for (name, config) in [
        ("unknown key", "pakcs: []\n"),
        (
            "rules and levels",
            "levels: {nope: off, load-above-range: quiet}\n",
        ),
        (
            "what cannot be turned off",
            "levels: {unread-line: off, malformed-suppression: off}\n",
        ),
        (
            "figures",
            "params: {load-above-range.max: 3 s, load-above-range.nope: 3 %, load-above-range.slack: .nan}\n",
        ),
        ("patterns", "exclude: [\"{a\"]\n"),
        ("text", "packs\n"),
        ("a NUL", "packs: [\0]\n"),
    ] {
        let ran = Folder::new()
            .file("a.plan", WRAPPED)
            .file("cuff.yaml", config)
            .check(&[]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{name}");
        picture += &format!("== {name}\n{}\n", ran.err);
    }
    // A configuration that weakens the check says so in every run, and can be left out.
    let weak = "levels: {load-above-range: off}\nexclude:\n".to_owned()
        + &"  - \"x**/y/**/z\"\n".repeat(2_000);
    let folder = Folder::new()
        .file("a.plan", WRAPPED)
        .file("cuff.yaml", weak);
    picture += &format!("== turned off\n{}", folder.check(&[]).out);
    picture += &format!("== isolated\n{}", folder.check(&["--isolated"]).out);
    let folder = Folder::new()
        .file("a.plan", WRAPPED)
        .file("cuff.yaml", "packs: []\n");
    picture += &format!("== no pack\n{}", folder.check(&[]).out);
    insta::assert_snapshot!(picture);
}

#[test]
fn other_commands_take_bad_input_as_well() {
    let folder = Folder::new()
        .file("a.plan", b"\xFF\xFEx\0")
        .file("b.plan", "x\u{1b}[31m ##[error]y: 3x5\n::error::z: 3x5\n");
    let mut picture = String::new();
    for args in [
        &["facts", "a.plan"][..],
        &["facts", "/dev/zero"],
        &["facts", "."],
        &["facts", "b.plan"],
        &["explain", "\u{1b}[31m##[error]x"],
        &["exercises", "\u{1b}[31m##[error]x", "", "B\u{435}nch Press"],
        &["test", "missing"],
        &["test", "--filter", "\u{1b}[31m"],
        &["check", "--today", "2026-02-30"],
        &["check", "--today", "\u{1b}[31m"],
        &["check", "--config", "missing.yaml"],
    ] {
        let ran = folder.run(args);
        let steering = |c: char| (c.is_control() && c != '\n') || c == '\u{202E}';
        let both = format!("{}{}", ran.out, ran.err);
        assert!(!both.contains(steering), "{args:?}: {both:?}");
        let obeyed = |line: &str| line.trim_start().starts_with("::") || line.contains("##[");
        assert!(!both.lines().any(obeyed), "{args:?}: {both}");
        picture += &format!("== {args:?} (exit {})\n{both}\n", ran.code.unwrap_or(-1));
    }
    insta::assert_snapshot!(picture);
}
