//! Reports as those get them who read them: in the form that their schema asks for, several in one run, with nothing in
//! them that a plan or its name could have put there to be obeyed.

use std::collections::BTreeSet;

use cuff::report::Format;
use insta::assert_snapshot;
use roxmltree::Document;
use serde_json::Value;

use crate::program::{Cuff, Ran, here};
use crate::support::read;

const WRONG: &str = "examples/everything-wrong.plan";
const CLEAN: &str = "examples/arm-finisher.plan";

/// Some findings, a comment that silences one, and one that could not be checked.
const SOME: &str = "plan \"A\"\nathlete\n  experience intermediate, 2 years\n  conditions none\nstop if numbness\nday \"Pull\"\n  Barbell Row: 5x8 @ 75%\n  Barbell Curl: 30/15/15/15 @ 35%, rest 30 s, wrap upper arm high 7/10 # cuff: allow(load-above-range) because Dr. Lind said so\n  Hammer Curl: 30/15/15/15 @ 12 kg, rest 30 s, wrap upper arm high 7/10\n";

/// Words that a runner, a page, a terminal or a parser would obey.
const HOSTILE: &str = "a::error::b ##vso[task.setvariable variable=x]c ##[error]d ]]> <script>alert(1)</script> \" ' ` | %0A::warning::e [f](https://x.y) {0} \u{202e}g \u{1b}[31mh \u{9b}2J @me -->";

// ── schemas ───────────────────────────────────────────────────────────────────────────────────────────────────────

/// A schema, ready to judge.
struct Judge {
    schemas: boon::Schemas,
    schema: boon::SchemaIndex,
}

impl Judge {
    fn new(schema: &str) -> Self {
        let mut schemas = boon::Schemas::new();
        let mut compiler = boon::Compiler::new();
        let schema: Value = serde_json::from_str(schema).unwrap();
        compiler.add_resource("schema.json", schema).unwrap();
        let schema = compiler.compile("schema.json", &mut schemas).unwrap();
        Self { schemas, schema }
    }

    #[track_caller]
    fn accepts(&self, report: &str) {
        let value: Value = serde_json::from_str(report).unwrap();
        if let Err(error) = self.schemas.validate(&value, self.schema) {
            panic!("{error:#}\n{report}");
        }
    }

    fn refuses(&self, report: &Value) -> bool {
        self.schemas.validate(report, self.schema).is_err()
    }
}

/// A folder with all that can go wrong, and runs of it: plans of every kind, hostile names and texts, unreadable files.
fn everything() -> Cuff {
    let mut cuff = Cuff::new()
        .file("some.plan", SOME)
        .file("empty.plan", "")
        .file("latin.plan", b"plan \"\xE9\"\n")
        .file("hostile.plan", format!("plan \"x\"\nday \"{HOSTILE}\"\n  {HOSTILE}: 3x10 @ 20 kg\n  > {HOSTILE}\n  {HOSTILE}\n"));
    for entry in std::fs::read_dir("examples").unwrap() {
        let path = entry.unwrap().path();
        cuff = cuff.file(path.to_str().unwrap(), read(path.to_str().unwrap()));
    }
    #[cfg(unix)]
    for name in hostile_names() {
        use std::os::unix::ffi::OsStrExt as _;
        let path = cuff.path("").join(std::ffi::OsStr::from_bytes(&name));
        std::fs::write(path, SOME).unwrap();
    }
    cuff
}

/// Names that a file can have.
#[cfg(unix)]
fn hostile_names() -> Vec<Vec<u8>> {
    let words = HOSTILE.replace('/', "_");
    let mut names: Vec<Vec<u8>> = words
        .split(' ')
        .map(|word| word.as_bytes().to_vec())
        .collect();
    names.extend([
        b"::error::x".to_vec(),
        b"a\n::error::b".to_vec(),
        b"a\r\n##vso[task.complete]b".to_vec(),
        b"not utf-8 \xFF\xFE".to_vec(),
        b"\xED\xA0\x80 lone surrogate".to_vec(),
        b"a#b?c%20d e:f".to_vec(),
    ]);
    for name in &mut names {
        name.extend(b".plan");
    }
    names
}

fn report(cuff: &Cuff, format: &str) -> String {
    let ran = cuff.run(&["check", "--format", format]);
    assert_eq!(ran.code, Some(2), "one file cannot be read: {}", ran.err);
    ran.out
}

#[test]
fn reports_keep_to_the_schemas_of_their_readers() {
    let cuff = everything();
    let of = |command: &str| Cuff::new().run(&["schema", command]).out;
    let schema = |name: &str| read(&format!("tests/fixtures/schemas/{name}.json"));
    for (format, schema) in [
        ("json", of("findings")),
        ("sarif", schema("sarif-2.1.0")),
        ("gitlab", schema("gitlab-code-quality")),
        ("rdjson", schema("reviewdog-rdf")),
    ] {
        let judge = Judge::new(&schema);
        judge.accepts(&report(&cuff, format));
        for plan in [WRONG, CLEAN] {
            judge.accepts(&here(&["check", "--format", format, plan]).out);
        }
    }
    let judge = Judge::new(&of("finding-lines"));
    for line in report(&cuff, "json-lines").lines() {
        judge.accepts(line);
    }
}

/// A schema that takes everything would prove nothing.
#[test]
fn the_schemas_refuse_what_is_wrong() {
    let sarif = Judge::new(&read("tests/fixtures/schemas/sarif-2.1.0.json"));
    let findings = Judge::new(&here(&["schema", "findings"]).out);
    let lines = Judge::new(&here(&["schema", "finding-lines"]).out);
    let value = |format: &str| -> Value {
        let out = here(&["check", "--format", format, WRONG]).out;
        serde_json::from_str(
            out.lines()
                .next()
                .filter(|_| format == "json-lines")
                .unwrap_or(&out),
        )
        .unwrap()
    };
    let mut report = value("sarif");
    report["runs"][0]["results"][0]["level"] = "bad".into();
    assert!(sarif.refuses(&report));
    let mut report = value("json");
    report["findings"][0]["severity"] = "bad".into();
    assert!(findings.refuses(&report));
    let mut line = value("json-lines");
    line["start"]["line"] = "bad".into();
    assert!(lines.refuses(&line));
}

// ── who reads them ────────────────────────────────────────────────────────────────────────────────────────────────

/// A command as the runner of GitHub Actions takes it from a line.
struct Command {
    kind: String,
    file: String,
}

impl Command {
    fn read(line: &str) -> Option<Self> {
        let (head, _) = line.trim_start().strip_prefix("::")?.split_once("::")?;
        let (kind, properties) = head.split_once(' ')?;
        let mut properties = properties.split(',');
        let file = properties.find_map(|one| one.strip_prefix("file="))?;
        let file = file.replace("%0D", "\r").replace("%0A", "\n");
        let file = file.replace("%3A", ":").replace("%2C", ",");
        Some(Self {
            kind: kind.to_owned(),
            file: file.replace("%25", "%"),
        })
    }
}

/// Whether a runner would obey a line, or something in it, that is no command of the format itself.
fn obeyed(format: Format, line: &str) -> bool {
    let github = ["::error file=", "::warning file=", "::notice file="];
    let own = match format {
        Format::Github => github.iter().any(|start| line.starts_with(start)),
        Format::Azure => line.starts_with("##vso[task.logissue type="),
        _ => false,
    };
    let commands = line.matches("##vso[").count() + line.matches("##[").count();
    let own_commands = usize::from(own && format == Format::Azure);
    commands > own_commands || (!own && line.trim_start().starts_with("::"))
}

#[cfg(unix)]
#[test]
fn nothing_in_a_plan_or_its_name_is_obeyed() {
    let cuff = everything();
    for (format, word, _) in Format::ALL {
        let text = report(&cuff, word);
        let hidden = |c: char| c.is_control() || "\u{202e}\u{2028}\u{feff}".contains(c);
        let found = text.chars().find(|&c| c != '\n' && hidden(c));
        assert_eq!(found, None, "{word}");
        let line = text.lines().find(|line| obeyed(format, line));
        assert_eq!(line, None, "{word}");
        if [Format::Junit, Format::Checkstyle, Format::Html].contains(&format) {
            assert!(!text.contains("<script") && !text.contains("]]>"), "{word}");
        }
    }
}

/// Annotations of plans and names that try to break them.
#[cfg(unix)]
pub(crate) fn hostile_annotations() -> Vec<String> {
    let github = report(&everything(), "github");
    let commands = github.lines().filter(|line| line.starts_with("::"));
    commands.map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn annotations_are_at_files_that_are_there() {
    let cuff = everything();
    let github = report(&cuff, "github");
    let commands: Vec<Command> = github.lines().filter_map(Command::read).collect();
    assert_eq!(commands.len(), 30, "ten of each kind");
    let order = |kind: &str| {
        ["error", "warning", "notice"]
            .iter()
            .position(|known| *known == kind)
    };
    assert!(commands.is_sorted_by_key(|command| order(&command.kind)));
    let plain = commands
        .iter()
        .filter(|command| !command.file.contains(['\u{fffd}', '\\', '·']));
    let plain: Vec<&str> = plain.map(|command| command.file.as_str()).collect();
    assert!(
        plain.len() > 20 && plain.iter().all(|file| cuff.path(file).exists()),
        "{plain:?}"
    );
}

#[cfg(unix)]
#[test]
fn addresses_in_sarif_hold_every_byte_of_a_name() {
    let cuff = everything();
    let json: Value = serde_json::from_str(&report(&cuff, "json")).unwrap();
    let count = json["findings"].as_array().unwrap().len();
    let sarif: Value = serde_json::from_str(&report(&cuff, "sarif")).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert!(
        results.len() > count,
        "those that are silenced are there, too"
    );
    let uris: BTreeSet<&str> = results
        .iter()
        .map(|result| {
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
                .as_str()
                .unwrap()
        })
        .collect();
    for uri in [
        "a%0A%3A%3Aerror%3A%3Ab.plan",
        "not%20utf-8%20%FF%FE.plan",
        "%ED%A0%80%20lone%20surrogate.plan",
        "a%23b%3Fc%2520d%20e%3Af.plan",
    ] {
        assert!(uris.contains(uri), "{uri}: {uris:?}");
    }
}

#[test]
fn every_reader_gets_every_finding() {
    let cuff = everything();
    let json: Value = serde_json::from_str(&report(&cuff, "json")).unwrap();
    let findings = json["findings"].as_array().unwrap().len();
    let silenced = json["silenced"].as_array().unwrap().len();
    let files = json["summary"]["files"].as_u64().unwrap() as usize;
    assert!(silenced > 1 && findings > 50);

    let text = report(&cuff, "checkstyle");
    let xml = Document::parse(&text).unwrap();
    let count = |xml: &Document<'_>, tag: &str| {
        xml.descendants()
            .filter(|node| node.has_tag_name(tag))
            .count()
    };
    assert_eq!(
        count(&xml, "error"),
        findings + 1,
        "and the file that cannot be read"
    );

    let text = report(&cuff, "junit");
    let xml = Document::parse(&text).unwrap();
    assert_eq!(count(&xml, "testsuite"), files + 1);
    assert_eq!(count(&xml, "error"), 1);
    assert_eq!(
        count(&xml, "failure") + count(&xml, "skipped"),
        findings + silenced
    );
    for suite in xml
        .root_element()
        .children()
        .filter(|node| node.is_element())
    {
        let cases = |tag: &str| {
            suite
                .descendants()
                .filter(|node| node.has_tag_name(tag))
                .count()
                .to_string()
        };
        for (attribute, tag) in [
            ("tests", "testcase"),
            ("failures", "failure"),
            ("errors", "error"),
            ("skipped", "skipped"),
        ] {
            assert_eq!(suite.attribute(attribute), Some(cases(tag).as_str()));
        }
    }

    let gitlab: Value = serde_json::from_str(&report(&cuff, "gitlab")).unwrap();
    let gitlab = gitlab.as_array().unwrap();
    assert_eq!(gitlab.len(), findings + 1);
    let prints: BTreeSet<&str> = gitlab
        .iter()
        .map(|one| one["fingerprint"].as_str().unwrap())
        .collect();
    assert_eq!(
        prints.len(),
        gitlab.len(),
        "fingerprints tell findings apart"
    );

    assert_eq!(
        report(&cuff, "json-lines").lines().count(),
        findings + silenced + 1
    );
    let rdjson: Value = serde_json::from_str(&report(&cuff, "rdjson")).unwrap();
    assert_eq!(
        rdjson["diagnostics"].as_array().unwrap().len(),
        findings + 1
    );
}

#[test]
fn paths_start_at_the_root_of_the_repository() {
    let cuff = Cuff::new()
        .file(".git/HEAD", "ref: refs/heads/main\n")
        .file("club/plans/a.plan", read(WRONG));
    let from = |folder: &str, format: &str, plan: &str| {
        crate::program::run_in(
            &cuff.path(folder),
            &["check", "--format", format, plan],
            None,
        )
        .out
    };
    for (folder, plan) in [
        ("", "club/plans/a.plan"),
        ("club", "plans/a.plan"),
        ("club/plans", "./a.plan"),
        ("club/plans", "../plans/a.plan"),
    ] {
        assert!(from(folder, "github", plan).contains("::error file=club/plans/a.plan,"));
        assert!(from(folder, "sarif", plan).contains("\"uri\":\"club/plans/a.plan\""));
        assert!(from(folder, "gitlab", plan).contains("\"path\":\"club/plans/a.plan\""));
        assert!(from(folder, "azure", plan).contains(";sourcepath=club/plans/a.plan;"));
    }
}

#[test]
fn a_fingerprint_stays_when_lines_move() {
    let prints = |text: &str| -> BTreeSet<String> {
        let out = Cuff::new()
            .file("a.plan", text)
            .run(&["check", "--format", "sarif"])
            .out;
        let report: Value = serde_json::from_str(&out).unwrap();
        let results = report["runs"][0]["results"].as_array().unwrap();
        results
            .iter()
            .map(|result| result["partialFingerprints"]["cuffFinding/v1"].to_string())
            .collect()
    };
    let text = read(WRONG);
    assert_eq!(prints(&text), prints(&format!("# a comment\n\n{text}")));
    assert_eq!(prints(&text).len(), 18);
}

// ── several in one run ────────────────────────────────────────────────────────────────────────────────────────────

fn wrong_plan() -> Cuff {
    Cuff::new().file("a.plan", read(WRONG))
}

#[test]
fn one_run_writes_all_reports() {
    let cuff = wrong_plan();
    let mut args = vec!["check", "--format", "concise"];
    let outputs: Vec<String> = Format::ALL
        .iter()
        .map(|(_, word, _)| format!("{word}=report.{word}"))
        .collect();
    for output in &outputs {
        args.extend(["--output", output]);
    }
    let ran = cuff.run(&args);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
    let alone = |word: &str| cuff.run(&["check", "--format", word]).out;
    assert_eq!(ran.out, alone("concise"));
    for (_, word, _) in Format::ALL {
        assert_eq!(cuff.read(&format!("report.{word}")), alone(word), "{word}");
    }
    let left: Vec<_> = std::fs::read_dir(cuff.path("")).unwrap().collect();
    assert_eq!(
        left.len(),
        Format::ALL.len() + 1,
        "nothing half-written is left"
    );
}

#[test]
fn a_report_replaces_one_that_is_there() {
    let cuff = wrong_plan().file("report.json", "old");
    let ran = cuff.run(&["check", "--quiet", "--output", "json=report.json"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        cuff.read("report.json").starts_with("{\"schema\":1,"),
        "--quiet is for the screen"
    );
    assert_eq!(ran.out.lines().count(), 1);
    assert_eq!(
        cuff.run(&["check", "--output", "json=-"]).out,
        cuff.run(&["check", "--format", "json"]).out
    );
}

#[test]
fn what_cannot_be_is_said() {
    let cuff = wrong_plan().file("folder/x", "");
    let said = |args: &[&str]| {
        let ran: Ran = cuff.run(&[&["check"], args].concat());
        assert_eq!(ran.code, Some(2), "{args:?}: {}", ran.out);
        assert_eq!(ran.out, "", "{args:?}");
        format!("$ cuff check {}\n{}\n", args.join(" "), ran.err)
    };
    let mut all = String::new();
    for args in [
        &["--format", "sarf"][..],
        &["--output", "sarf=x"],
        &["--output", "pdf=x"],
        &["--output", "sarif"],
        &["--output", "sarif="],
        &["--output", "sarif=a.plan"],
        &["--format", "github", "--output", "sarif=-"],
        &["--output", "json=-", "--output", "sarif=-"],
        &["--output", "json=x", "--output", "sarif=x"],
        &["--output", "json=folder"],
        &["--output", "json=nowhere/x"],
        &["--output", "json=a.plan/x"],
    ] {
        all += &said(args);
    }
    assert_snapshot!(all);
    assert_eq!(cuff.read("a.plan"), read(WRONG));
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_does_not_get_there_is_said_at_the_end() {
    let cuff = wrong_plan();
    let ran = cuff.run(&[
        "check",
        "--quiet",
        "--output",
        "json=/dev/full",
        "--output",
        "junit=report.xml",
    ]);
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.err,
        "error: the report `/dev/full` cannot be written: no space left on device\n"
    );
    assert!(
        cuff.read("report.xml").ends_with("</testsuites>\n"),
        "the others are whole"
    );
    let ran = cuff.run(&["check", "--quiet", "--output", "json=/dev/stderr"]);
    assert!(ran.err.starts_with("{\"schema\":1,"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_leaves_the_report_that_was_there() {
    use std::process::{Command, Stdio};
    let cuff = Cuff::new().file("report.json", "old");
    let folder = cuff.path("");
    let names = || -> Vec<String> {
        let entries = std::fs::read_dir(&folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect()
    };
    for signal in ["-TERM", "-INT"] {
        // It waits for a plan that never ends.
        let mut child = Command::new(env!("CARGO_BIN_EXE_cuff"))
            .args(["check", "-", "--output", "json=report.json"])
            .current_dir(&folder)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        while names().len() < 2 {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        let process = child.id().to_string();
        let sent = Command::new("kill").args([signal, &process]).status();
        assert!(sent.unwrap().success() && !child.wait().unwrap().success());
        assert_eq!(names(), ["report.json"], "{signal}");
        assert_eq!(cuff.read("report.json"), "old");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_of_the_screen_who_has_seen_enough_ends_no_report() {
    use std::process::{Command, Stdio};
    let mut cuff = Cuff::new();
    for number in 0..600 {
        cuff = cuff.file(&format!("{number}.plan"), read(WRONG));
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_cuff"))
        .args([
            "check",
            "--format",
            "concise",
            "--output",
            "json-lines=all.jsonl",
        ])
        .current_dir(cuff.path(""))
        .env_clear()
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
    let lines = cuff.read("all.jsonl");
    assert_eq!(lines.lines().count(), 600 * 18 + 1);
}

#[test]
fn github_gets_the_summary_of_the_job() {
    let cuff = wrong_plan().file("summary.md", "# Before\n");
    let path = cuff.path("summary.md");
    let env = [("GITHUB_STEP_SUMMARY", path.to_str().unwrap())];
    let run = |args: &[&str]| cuff.run_in_env(args, &env);
    run(&["check", "--format", "concise"]);
    assert_eq!(cuff.read("summary.md"), "# Before\n");
    let ran = run(&["check", "--format", "github"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
    let summary = cuff.run(&["check", "--format", "markdown"]).out;
    assert_eq!(cuff.read("summary.md"), format!("# Before\n{summary}"));
    let ran = cuff.run_in_env(
        &["check", "--format", "github"],
        &[("GITHUB_STEP_SUMMARY", "nowhere/x")],
    );
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("`nowhere/x` cannot be written"),
        "{}",
        ran.err
    );
}

#[test]
fn a_summary_fits_however_much_is_found() {
    let long = "of a very long name ".repeat(20);
    let line = |number| format!("Mystery Lift {number} {long}: 3x10 @ 20 kg\n");
    let mut cuff = Cuff::new();
    for number in 0..10 {
        let lines: String = (0..100)
            .map(|line_number| line(number * 100 + line_number))
            .collect();
        cuff = cuff.file(&format!("{number}.plan"), lines);
    }
    let text = cuff.run(&["check", "--format", "markdown"]).out;
    assert!(
        text.len() < 1 << 20 && text.contains("more\n"),
        "{} bytes",
        text.len()
    );
}

// ── what they look like ───────────────────────────────────────────────────────────────────────────────────────────

/// A report on the plan with many mistakes, and one without any.
fn picture(word: &str) -> String {
    let wrong = here(&["check", "--format", word, WRONG]).out;
    let clean = here(&["check", "--format", word, CLEAN]).out;
    format!(
        "{}\n--- a plan without a finding ---\n{}",
        readable(&wrong),
        readable(&clean)
    )
}

/// SARIF with one of its rules, on lines.
fn readable(report: &str) -> String {
    if !report.starts_with("{\"$schema\"") {
        return report.to_owned();
    }
    let mut value: Value = serde_json::from_str(report).unwrap();
    let run = &mut value["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array_mut().unwrap();
    assert!(rules.len() > 40);
    rules.truncate(1);
    let results = run["results"].as_array_mut().unwrap();
    results.drain(..results.len().saturating_sub(3));
    format!("{value:#}")
}

#[test]
fn what_reports_look_like() {
    for word in [
        "grouped",
        "json-lines",
        "sarif",
        "github",
        "gitlab",
        "azure",
        "junit",
        "checkstyle",
        "rdjson",
        "markdown",
        "html",
    ] {
        assert_snapshot!(word, picture(word));
    }
}
