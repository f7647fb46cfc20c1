//! Folders, configurations and rules: what holds for an open plan is what files and open texts say now.

use serde_json::{Value, json};

use super::editor::Editor;

const PLAN: &str = "athlete \"A\"\n  experience intermediate, 3 years\n  conditions none\n  1rm Barbell Curl 50 kg, tested 2026-01-10\nstop if numbness, tingling, white skin\nday \"Pull\"\n  Weighted Pull-Up: 4x5 @ RPE 8, rest 3 min\n  Barbell Curl: 30/15/15/15 @ 32%, wrap upper arm high 7/10, rest 30 s\n";

const LIGHTER: &str = "params:\n  load-above-range.max: 35 % because our physio asked for it\n";

pub(super) const RULE: &str = r#"rule: club-hall-hours
summary: A session fits into the time for which the hall is booked
scope: session
check:
  - require: duration <= 90 min
    else: warning
    message: "this session takes {duration}"
explain: The clock of cuff against the booking.
tests:
  - name: an hour fits
    plan: |
      day "Push", 60 min
        Bench Press: 5x5 @ 80%
  - name: two hours do not
    plan: |
      day "Push", 120 min
        Bench Press: 5x5 @ 80%
    expect:
      - warning at "day "Push", 120 min": this session takes 120:00 min
"#;

pub(super) const PACK: &str = "title: Club rules\nsummary: What our club asks\nversion: \"1.0.0\"\nexplain: The hall is booked.\n";

fn listening() -> Value {
    json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } })
}

fn codes(items: &[Value]) -> Vec<&str> {
    items
        .iter()
        .map(|item| item["code"].as_str().unwrap())
        .collect()
}

/// Files that changed on the disk, as a client says it.
fn touch(editor: &mut Editor, path: &str) {
    let changes = json!([{ "uri": editor.uri(path), "type": 2 }]);
    editor.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": changes }),
    );
}

#[test]
fn files_that_matter_are_watched() {
    let mut editor = Editor::start(&[], listening());
    let asked = editor.wait_for(|message| message["method"] == "client/registerCapability");
    insta::assert_snapshot!(serde_json::to_string_pretty(&asked["params"]).unwrap());
}

#[test]
fn a_configuration_that_changes_on_the_disk_holds_for_open_plans() {
    let mut editor = Editor::start(&[("cuff.yaml", LIGHTER)], listening());
    let uri = editor.open("arms.plan", PLAN);
    assert!(!codes(&editor.published(&uri, Some(1))).contains(&"load-above-range"));
    editor.write("cuff.yaml", "levels:\n  load-above-range: warning\n");
    touch(&mut editor, "cuff.yaml");
    let items = editor.published(&uri, Some(1));
    assert!(codes(&items).contains(&"load-above-range"), "{items:?}");
}

#[test]
fn a_configuration_counts_as_it_is_typed() {
    let mut editor = Editor::start(&[("cuff.yaml", "")], listening());
    let plan = editor.open("arms.plan", PLAN);
    assert!(codes(&editor.published(&plan, Some(1))).contains(&"load-above-range"));
    let config = editor.open("cuff.yaml", LIGHTER);
    assert!(!codes(&editor.published(&plan, Some(1))).contains(&"load-above-range"));
    editor.change(
        &config,
        2,
        &[json!({ "text": "levels:\n  load-above-rang: off\n" })],
    );
    let wrong = editor.published(&config, None);
    let items = editor.published(&plan, Some(1));
    let picture = json!({ "in the configuration": wrong, "in the plan": items.first() });
    insta::assert_snapshot!(serde_json::to_string_pretty(&picture).unwrap());
    assert!(
        !codes(&items).contains(&"load-above-range"),
        "by the rules of before"
    );
    editor.change(&config, 3, &[json!({ "text": "" })]);
    assert!(editor.published(&config, None).is_empty());
    assert!(codes(&editor.published(&plan, Some(1))).contains(&"load-above-range"));
}

#[test]
fn a_plan_without_rules_says_that_it_is_not_checked() {
    let mut editor = Editor::start(&[("cuff.yaml", "packs: [nonsense]\n")], listening());
    let plan = editor.open("arms.plan", PLAN);
    let items = editor.published(&plan, Some(1));
    assert_eq!(codes(&items), ["config"]);
    assert!(
        items[0]["message"]
            .as_str()
            .unwrap()
            .starts_with("this plan is not checked")
    );
    let config = editor.uri("cuff.yaml");
    assert_eq!(
        editor.published(&config, None).len(),
        1,
        "though it is not open"
    );
}

#[test]
fn a_pack_is_switched_on_while_a_plan_is_open() {
    let files = [
        ("cuff.yaml", ""),
        ("rules/club/pack.yaml", PACK),
        ("rules/club/club-hall-hours.yaml", RULE),
    ];
    let mut editor = Editor::start(&files, listening());
    let text = "day \"Push\", 120 min\n  Bench Press: 5x5 @ 80%\n";
    let plan = editor.open("push.plan", text);
    assert!(!codes(&editor.published(&plan, Some(1))).contains(&"club-hall-hours"));
    editor.write("cuff.yaml", "packs: [occlusion, ./rules/club]\n");
    touch(&mut editor, "cuff.yaml");
    assert!(codes(&editor.published(&plan, Some(1))).contains(&"club-hall-hours"));
    // A rule as it is typed, in a file that is not saved.
    let rule = editor.open(
        "rules/club/club-hall-hours.yaml",
        &RULE.replace("90 min", "150 min"),
    );
    assert!(!codes(&editor.published(&plan, Some(1))).contains(&"club-hall-hours"));
    editor.change(
        &rule,
        2,
        &[json!({ "text": RULE.replace("duration", "duratoin") })],
    );
    let wrong = editor.published(&rule, None);
    insta::assert_snapshot!(serde_json::to_string_pretty(&wrong).unwrap());
}

#[test]
fn a_rule_of_no_configuration_is_looked_at() {
    let files = [
        ("rules/club/pack.yaml", PACK),
        ("rules/club/club-hall-hours.yaml", RULE),
    ];
    let mut editor = Editor::start(&files, listening());
    let rule = editor.open(
        "rules/club/club-hall-hours.yaml",
        &RULE.replace("else: warning", "else: wraning"),
    );
    let wrong = editor.published(&rule, None);
    assert!(
        wrong[0]["message"].as_str().unwrap().contains("wraning"),
        "{wrong:?}"
    );
    // YAML of others is none of our business.
    editor.open(".github/workflows/ci.yaml", "on: [push\n");
    assert!(editor.is_alive());
}

fn pulling() -> Value {
    json!({ "textDocument": { "diagnostic": {} }, "workspace": { "diagnostics": { "refreshSupport": true } } })
}

fn previous(report: &Value) -> Value {
    let items = report["items"].as_array().unwrap().iter();
    items
        .map(|item| json!({ "uri": item["uri"], "value": item["resultId"] }))
        .collect()
}

fn names(report: &Value) -> Vec<String> {
    let items = report["items"].as_array().unwrap().iter();
    items
        .map(|item| {
            let uri = item["uri"].as_str().unwrap().rsplit('/').next().unwrap();
            let count = item["items"].as_array().map_or(0, Vec::len);
            format!("{uri}: {} with {count}", item["kind"].as_str().unwrap())
        })
        .collect()
}

#[test]
fn all_plans_are_checked_and_how_far_is_shown() {
    let files = [
        ("cuff.yaml", "exclude: [old/**]\n"),
        ("a.plan", PLAN),
        ("old/b.plan", PLAN),
        ("c.plan", "Bench Press: 5x5 @ 80%\n"),
    ];
    let mut editor = Editor::start(&files, pulling());
    let open = editor.open("c.plan", "nonsense\n");
    let params = json!({ "previousResultIds": [], "workDoneToken": "scan" });
    let report = editor.request("workspace/diagnostic", params).unwrap();
    let told = editor.progress("scan");
    insta::assert_snapshot!(json!({ "progress": told, "plans": names(&report) }));
    // Without news the answer waits for some.
    let params = json!({ "previousResultIds": previous(&report) });
    let id = editor.ask("workspace/diagnostic", params.clone());
    assert!(editor.is_alive());
    editor.change(&open, 2, &[json!({ "text": "Bench Press: 5x5 @ 80%\n" })]);
    let report = editor.answer(&json!(id)).unwrap();
    assert_eq!(
        names(&report),
        ["a.plan: unchanged with 0", "c.plan: full with 0"]
    );
    std::fs::remove_file(editor.path("a.plan")).unwrap();
    let id = editor.ask("workspace/diagnostic", params);
    touch(&mut editor, "a.plan");
    let report = editor.answer(&json!(id)).unwrap();
    assert_eq!(
        names(&report),
        ["a.plan: full with 0", "c.plan: full with 0"]
    );
}

#[test]
fn a_long_answer_is_cancelled_and_does_not_hold_up_others() {
    let texts: Vec<String> = (0..60)
        .map(|number| format!("{PLAN}# {number}\n"))
        .collect();
    let names: Vec<String> = (0..60).map(|number| format!("{number}.plan")).collect();
    let files: Vec<(&str, &str)> = names
        .iter()
        .zip(&texts)
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let mut editor = Editor::start(&files, pulling());
    let id = editor.ask(
        "workspace/diagnostic",
        json!({ "previousResultIds": [], "workDoneToken": 7 }),
    );
    assert!(editor.is_alive(), "other requests are answered in between");
    editor.notify("$/cancelRequest", json!({ "id": id }));
    assert_eq!(editor.answer(&json!(id)).unwrap_err().code, -32800);
    let id = editor.ask("workspace/diagnostic", json!({ "previousResultIds": [] }));
    editor.request("shutdown", json!(null)).unwrap();
    assert!(editor.answer(&json!(id)).is_ok(), "what is known so far");
}

#[test]
fn clients_that_ask_are_told_to_ask_again() {
    let mut editor = Editor::start(&[("cuff.yaml", "")], pulling());
    let plan = editor.open("arms.plan", PLAN);
    assert!(codes(&editor.pull(&plan)).contains(&"load-above-range"));
    editor.open("cuff.yaml", LIGHTER);
    editor.wait_for(|message| message["method"] == "workspace/diagnostic/refresh");
    assert!(!codes(&editor.pull(&plan)).contains(&"load-above-range"));
}

#[test]
fn folders_come_and_go_and_texts_need_no_file() {
    let mut editor = Editor::start(
        &[("other/cuff.yaml", LIGHTER), ("cuff.yaml", "")],
        listening(),
    );
    let plan = editor.open("untitled:Untitled-1", PLAN);
    assert!(codes(&editor.published(&plan, Some(1))).contains(&"load-above-range"));
    let folder = |path: &str| json!([{ "uri": path, "name": "x" }]);
    let event =
        json!({ "added": folder(&editor.uri("other")), "removed": folder(&editor.uri("")) });
    editor.notify(
        "workspace/didChangeWorkspaceFolders",
        json!({ "event": event }),
    );
    assert!(!codes(&editor.published(&plan, Some(1))).contains(&"load-above-range"));
}
