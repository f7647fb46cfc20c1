//! What the other forms look like, and how a run ends.

use insta::assert_snapshot;
use serde_json::Value;

use super::{render, whole};
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::samples::{load_above_range, no_1rm, plan, span};
use crate::report::{Format, Found, Progress, Reporter, Style, Summary, Unreadable, json};
use crate::source::{SourceFile, Span};

#[test]
fn narrated() {
    let plan = plan();
    let findings = [load_above_range(&plan), no_1rm(&plan)];
    let text = whole(Format::Narrated, &Style::default(), &plan, &findings);
    assert_snapshot!(text, @r#"
    error load-above-range: `Cable Curl` is wrapped at 34 %, above 30 % of 1RM
    in plans/everything-wrong.plan, line 11, column 33
    line 6: 1rm Cable Curl 50 kg
        columns 3 to 22: the 1RM is stated here
    lines 7 to 9 are left out
    line 10: wrap upper arm, middle, tightness 9/10
        columns 5 to 42: the wraps go on here
    line 11: Cable Curl: 30/15/15/15 @ 17 kg, rest 90 s, tempo 2-0-2-0
        at fault, columns 33 to 37: `17 kg`
    in: week 1/Arms and legs/Cable Curl
    note: 17 kg of a 1RM of 50 kg is 34 %
    help: use 15 kg or less, or take the wraps off
    fix: lower the load to 15 kg (unsafe: changes the training); `17 kg` becomes
      `15 kg`
    source: S35: load 20–30 % of 1RM (training method, load section)
    more: cuff explain load-above-range

    cannot-check load-above-range: the load of `Triceps Pushdown` cannot be
    compared: no 1RM for `Triceps Pushdown`
    in plans/everything-wrong.plan, line 12, column 32
    line 12: Triceps Pushdown: 4x20 @ 25%, rest 30 s, tempo 2-0-2-0
        at fault, columns 32 to 34: `25%`
    in: week 1/Arms and legs/Triceps Pushdown
    help: add "1rm Triceps Pushdown … kg" to the athlete
    fix: state the 1RM (has a blank for you to fill in); adds
      `1rm Triceps Pushdown … kg` at line 7
    more: cuff explain load-above-range

    found 1 error under pack occlusion (1 plan checked); 1 check could not be made
    "#);
}

#[test]
fn narrated_has_no_drawing_and_no_colour() {
    let plan = plan();
    let style = Style {
        colour: true,
        links: Some("https://example.org".to_owned()),
        ..Style::default()
    };
    let findings = [load_above_range(&plan), no_1rm(&plan)];
    let text = whole(Format::Narrated, &style, &plan, &findings);
    assert_eq!(
        text,
        whole(Format::Narrated, &Style::default(), &plan, &findings)
    );
    assert!(!text.contains(['│', '─', '╭', '╰', '·', '━', '⋮', '\u{1b}']));
}

#[test]
fn narrated_over_several_lines_and_wide_characters() {
    let source = SourceFile::new("x.plan", "週間\n  wrap thigh\n\tCurl 💪: 3x10\n  unwrap\n");
    let block = span(&source, "wrap", "wrap thigh").to(span(&source, "un", "unwrap"));
    let finding = Diagnostic::new(
        "wrap-time",
        Severity::Warning,
        block,
        "the wraps stay on too long",
    )
    .label(span(&source, "Curl", "3x10"), "30 reps");
    assert_snapshot!(render(Format::Narrated, 80, &source, &[finding]), @r"
    warning wrap-time: the wraps stay on too long
    in x.plan, line 2, column 3
    line 2: wrap thigh
        at fault, lines 2 to 4
    line 3: Curl 💪: 3x10
        columns 10 to 13: 30 reps
    line 4: unwrap
        at fault, lines 2 to 4
    more: cuff explain wrap-time
    ");
}

#[test]
fn concise() {
    let plan = plan();
    let findings = [load_above_range(&plan), no_1rm(&plan)];
    assert_snapshot!(whole(Format::Concise, &Style::default(), &plan, &findings), @r"
    plans/everything-wrong.plan:11:33: error[load-above-range]: `Cable Curl` is wrapped at 34 %, above 30 % of 1RM
    plans/everything-wrong.plan:12:32: cannot-check[load-above-range]: the load of `Triceps Pushdown` cannot be compared: no 1RM for `Triceps Pushdown`
    found 1 error under pack occlusion (1 plan checked); 1 check could not be made
    ");
}

#[test]
fn json() {
    let plan = plan();
    let text = whole(
        Format::Json,
        &Style::default(),
        &plan,
        &[load_above_range(&plan)],
    );
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_snapshot!(format!("{value:#}"), @r#"
    {
      "findings": [
        {
          "end": {
            "column": 38,
            "line": 11,
            "offset": 308
          },
          "fingerprint": "0d0c1b431373282c:1",
          "fixes": [
            {
              "applicability": "unsafe",
              "edits": [
                {
                  "end": {
                    "column": 38,
                    "line": 11,
                    "offset": 308
                  },
                  "start": {
                    "column": 33,
                    "line": 11,
                    "offset": 303
                  },
                  "text": "15 kg"
                }
              ],
              "title": "lower the load to 15 kg"
            }
          ],
          "help": "use 15 kg or less, or take the wraps off",
          "labels": [
            {
              "end": {
                "column": 23,
                "line": 6,
                "offset": 197
              },
              "start": {
                "column": 3,
                "line": 6,
                "offset": 177
              },
              "text": "the 1RM is stated here"
            },
            {
              "end": {
                "column": 43,
                "line": 10,
                "offset": 270
              },
              "start": {
                "column": 5,
                "line": 10,
                "offset": 232
              },
              "text": "the wraps go on here"
            }
          ],
          "message": "`Cable Curl` is wrapped at 34 %, above 30 % of 1RM",
          "notes": [
            "17 kg of a 1RM of 50 kg is 34 %"
          ],
          "path": "plans/everything-wrong.plan",
          "place": "week 1/Arms and legs/Cable Curl",
          "rule": "load-above-range",
          "severity": "error",
          "sources": [
            "S35: load 20–30 % of 1RM (training method, load section)"
          ],
          "start": {
            "column": 33,
            "line": 11,
            "offset": 303
          },
          "status": "violated"
        }
      ],
      "schema": 1,
      "silenced": [],
      "summary": {
        "advice": 0,
        "cannot_check": 0,
        "errors": 1,
        "files": 1,
        "fixable_unsafely": 0,
        "fixed": 0,
        "gone": 0,
        "idle_overrides": [],
        "known": 0,
        "left_out": [],
        "packs": [
          "occlusion"
        ],
        "stopped": false,
        "suppressed": 0,
        "turned_off": [],
        "unreadable": [],
        "unused": [],
        "unwritten": [],
        "warnings": 0
      }
    }
    "#);
}

#[test]
fn json_is_one_finding_a_line_over_all_files() {
    let (plan, empty) = (plan(), SourceFile::new("empty.plan", ""));
    let reporter = Reporter::new(Format::Json, &Style::default());
    let texts = [
        reporter.file(&Found::new(
            &plan,
            &[load_above_range(&plan), no_1rm(&plan)],
        )),
        reporter.file(&Found::new(&empty, &[])),
        reporter.file(&Found::new(&plan, &[no_1rm(&plan)])),
    ];
    let text = reporter.whole(texts, &Summary::default());
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["findings"].as_array().map(Vec::len), Some(3));
    assert_eq!(text.lines().count(), 5);
    let nothing = reporter.whole([], &Summary::default());
    let value: Value = serde_json::from_str(&nothing).unwrap();
    assert_eq!(value["findings"], Value::Array(Vec::new()));
}

#[test]
fn json_escapes_what_a_terminal_or_runner_would_obey() {
    let hostile = "##[error]x \u{1b}[31m \u{9b}2J \u{202e} \u{e0041} ###[";
    let source = SourceFile::new("##[debug]\n.plan", hostile);
    let finding = Diagnostic::new("r", Severity::Error, Span::new(0, 2), hostile);
    let text = render(Format::Json, 80, &source, &[finding]);
    assert!(text.contains(
        r###""message":"##\u005berror]x \u001b[31m \u009b2J \u202e \udb40\udc41 ###\u005b""###
    ));
    assert!(!text.contains("##["));
    let value: Value = serde_json::from_str(text.trim()).unwrap();
    assert_eq!(value["message"], hostile);
    assert_eq!(value["path"], "##[debug]\n.plan");
}

#[test]
fn json_schema_describes_what_is_printed() {
    let plan = plan();
    let text = whole(
        Format::Json,
        &Style::default(),
        &plan,
        &[load_above_range(&plan)],
    );
    let value: Value = serde_json::from_str(&text).unwrap();
    let schema = json::schema().to_value();
    let keys = |object: &Value| -> Vec<String> {
        let mut keys: Vec<_> = object.as_object().unwrap().keys().cloned().collect();
        keys.sort();
        keys
    };
    for (name, printed) in [
        ("Reported", &value["findings"][0]),
        ("Position", &value["findings"][0]["start"]),
        ("Place", &value["findings"][0]["labels"][0]),
        ("Remedy", &value["findings"][0]["fixes"][0]),
        ("Edit", &value["findings"][0]["fixes"][0]["edits"][0]),
        ("Summary", &value["summary"]),
    ] {
        let described = &schema["$defs"][name]["properties"];
        assert_eq!(keys(described), keys(printed), "{name}");
    }
    assert_eq!(keys(&schema["properties"]), keys(&value));
}

#[test]
fn problems_in_rules_stop_the_run() {
    let rule = SourceFile::new(
        "rules/load.yaml",
        "rule: load\nscope: sett\ncheck:\n  - require: load >= 30 min\n",
    );
    let problems = [
        Diagnostic::new(
            "rule-file",
            Severity::Error,
            span(&rule, "scope", "sett"),
            "`sett` is not a scope",
        )
        .help("did you mean `set`?"),
        Diagnostic::new(
            "rule-file",
            Severity::Error,
            span(&rule, "require", "30 min"),
            "a load is compared with a duration",
        )
        .label(span(&rule, "require", "load"), "percent of 1RM"),
    ];
    let unreadable = vec![Unreadable {
        path: "rules/rest.yaml".to_owned(),
        reason: "permission denied".to_owned(),
    }];
    let reporter = Reporter::new(Format::Full, &Style::default());
    let text = reporter.problems([(&rule, problems.as_slice())], unreadable.clone());
    assert_snapshot!(text, @r"
    error[rule-file]: `sett` is not a scope
       ╭─[rules/load.yaml:2:8]
     2 │ scope: sett
       ·        ━━━━
       ╰────
      help: did you mean `set`?

    error[rule-file]: a load is compared with a duration
       ╭─[rules/load.yaml:4:22]
     4 │   - require: load >= 30 min
       ·              ──┬─    ━━━━━━
       ·                ╰── percent of 1RM
       ╰────

    rules/rest.yaml: cannot be read: permission denied
    no plan was checked: 2 problems in rules or configuration; 1 file could not be
      read
    ");

    let reporter = Reporter::new(Format::Json, &Style::default());
    let text = reporter.problems([(&rule, problems.as_slice())], unreadable);
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["summary"]["stopped"], true);
    assert_eq!(value["summary"]["errors"], 2);
    assert_eq!(
        value["summary"]["unreadable"][0]["reason"],
        "permission denied"
    );
}

#[test]
fn the_end_of_a_quiet_run() {
    let reporter = Reporter::new(Format::Full, &Style::default());
    let summary = Summary {
        files: 2,
        cannot_check: 3,
        suppressed: 1,
        packs: vec!["occlusion".to_owned()],
        turned_off: vec!["load-above-range".to_owned()],
        unused: vec!["walking-pace".to_owned(), "cuff-pressure".to_owned()],
        unreadable: vec![Unreadable {
            path: "plans/secret.plan".to_owned(),
            reason: "permission denied".to_owned(),
        }],
        ..Summary::default()
    };
    assert_snapshot!(reporter.finish(&Progress::default(), &summary), @r"
    plans/secret.plan: cannot be read: permission denied
    no findings under pack occlusion (2 plans checked); 3 checks could not be made,
      1 finding suppressed, 1 file could not be read
    turned off by the configuration: load-above-range
    rules with nothing to look at: walking-pace, cuff-pressure
    ");
}

#[test]
fn every_format_is_known_by_its_word() {
    for (format, word, about) in Format::ALL {
        assert_eq!(Format::from_word(word), Some(format));
        assert_eq!((format.word(), format.about()), (word, about));
    }
    assert_eq!(Format::from_word("Full"), None);
}

#[test]
fn files_can_be_rendered_on_any_thread() {
    fn shared<T: Send + Sync>(_: &T) {}
    let (plan, reporter) = (plan(), Reporter::new(Format::Full, &Style::default()));
    shared(&reporter);
    let findings = [load_above_range(&plan)];
    let text = || {
        let piece = reporter.file(&Found::new(&plan, &findings));
        reporter.add(&mut Progress::default(), piece)
    };
    let alone = text();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(text(), alone));
        }
    });
}
