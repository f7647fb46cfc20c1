//! Rule files: words where they can stand, what they mean, and how the cases come out.

use serde_json::{Value, json};

use super::editor::Editor;
use super::workspace::{PACK, RULE};

const FILES: [(&str, &str); 2] = [
    ("rules/club/pack.yaml", PACK),
    ("rules/club/other.yaml", ""),
];

/// Opens the rule with `¦` at the place of interest, which is taken out.
fn at(editor: &mut Editor, text: &str) -> Value {
    let (before, _) = text.split_once('¦').unwrap();
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap().chars().count();
    let uri = editor.open(
        "rules/club/club-hall-hours.yaml",
        &text.replacen('¦', "", 1),
    );
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": column } })
}

fn labels(editor: &mut Editor, text: &str) -> Vec<String> {
    let params = at(editor, text);
    let answer = editor.request("textDocument/completion", params).unwrap();
    let items = answer.as_array().cloned().unwrap_or_default();
    items
        .iter()
        .map(|item| item["label"].as_str().unwrap().to_owned())
        .collect()
}

#[track_caller]
fn offers(labels: &[String], wanted: &[&str], strange: &[&str]) {
    for word in wanted {
        assert!(
            labels.iter().any(|label| label == word),
            "{word} in {labels:?}"
        );
    }
    for word in strange {
        assert!(
            !labels.iter().any(|label| label == word),
            "{word} in {labels:?}"
        );
    }
}

#[test]
fn words_are_offered_where_they_can_stand() {
    let mut editor = Editor::start(&FILES, json!({}));
    let editor = &mut editor;
    let head = "rule: x\nscope: set\nparams:\n  longest: { default: 90 min }\n  most:\n    default: 3\nlet:\n  part: load\ncheck:\n";
    let labels = |editor: &mut Editor, tail: &str| labels(editor, &format!("{head}{tail}"));
    let found = labels(editor, "  - require: dur¦");
    offers(
        &found,
        &["load", "duration", "exercise", "part", "params", "any"],
        &["longest", "article"],
    );
    offers(
        &labels(editor, "  - require: load < params.¦"),
        &["longest", "most"],
        &["load"],
    );
    offers(
        &labels(editor, "  - require: exercise.¦"),
        &["movement", "load"],
        &["params"],
    );
    offers(
        &labels(editor, "  - require: load\n    else: ¦"),
        &["error", "warning", "advice"],
        &["load"],
    );
    offers(
        &labels(editor, "  - message: \"a set of {¦"),
        &["load"],
        &[],
    );
    offers(&labels(editor, "  - message: \"a set of ¦"), &[], &["load"]);
    offers(&labels(editor, "cites:\n- ¦"), &["article"], &["load"]);
    offers(
        &labels(editor, "supersedes: [¦"),
        &["load-above-range"],
        &["load"],
    );
    offers(
        &labels(editor, "tests:\n  - name: x\n    plan: |\n      when: ¦"),
        &[],
        &["load"],
    );
    offers(&labels(editor, "let:\n  more: ¦"), &["load"], &[]);
    offers(&labels(editor, "¦"), &[], &["load"]);
}

#[test]
fn words_are_explained() {
    let mut editor = Editor::start(&FILES, json!({}));
    let mut picture = String::new();
    for (word, place) in [
        ("duration", "require: dura¦tion"),
        ("session", "scope: ses¦sion"),
        ("warning", "else: ¦warning"),
        ("nothing", "summary: A ses¦sion"),
    ] {
        let plain = place.replace('¦', "");
        let params = at(&mut editor, &RULE.replacen(&plain, place, 1));
        let answer = editor.request("textDocument/hover", params).unwrap();
        let value = answer["contents"]["value"].as_str().unwrap_or("-");
        picture += &format!("{word}: {value}\n");
    }
    insta::assert_snapshot!(picture);
}

fn lenses(editor: &mut Editor, text: &str) -> String {
    let uri = editor.open("rules/club/club-hall-hours.yaml", text);
    let params = json!({ "textDocument": { "uri": uri } });
    let answer = editor.request("textDocument/codeLens", params).unwrap();
    let lenses = answer.as_array().cloned().unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let shown = lenses.iter().map(|lens| {
        let line = usize::try_from(lens["range"]["start"]["line"].as_u64().unwrap()).unwrap();
        format!(
            "{}\n    {}\n",
            lines[line],
            lens["command"]["title"].as_str().unwrap()
        )
    });
    shown.collect()
}

#[test]
fn cases_show_how_they_come_out() {
    let mut editor = Editor::start(
        &FILES,
        json!({ "workspace": { "codeLens": { "refreshSupport": true } } }),
    );
    std::fs::remove_file(editor.path("rules/club/other.yaml")).unwrap();
    editor.write("rules/club/club-hall-hours.yaml", RULE);
    let right = lenses(&mut editor, RULE);
    let wrong = lenses(&mut editor, &RULE.replacen("120 min\n", "60 min\n", 1));
    let broken = lenses(&mut editor, &RULE.replace("duration", "duratoin"));
    insta::assert_snapshot!(format!("right\n{right}\nwrong\n{wrong}\nbroken\n{broken}"));
    let uri = editor.uri("rules/club/club-hall-hours.yaml");
    let params = json!({ "command": "cuff.runRuleTests", "arguments": [uri] });
    editor.request("workspace/executeCommand", params).unwrap();
    editor.wait_for(|message| message["method"] == "workspace/codeLens/refresh");
    assert_eq!(
        lenses(&mut editor, "tests: [\n"),
        "",
        "what is no YAML has none"
    );
}

#[test]
fn a_finding_leads_to_the_rule() {
    let files = [
        ("cuff.yaml", "packs: [occlusion, ./rules/club]\n"),
        ("rules/club/pack.yaml", PACK),
        ("rules/club/club-hall-hours.yaml", RULE),
    ];
    let capabilities =
        json!({ "textDocument": { "publishDiagnostics": { "codeDescriptionSupport": true } } });
    let mut editor = Editor::start(&files, capabilities);
    let plan = editor.open(
        "push.plan",
        "day \"Push\", 120 min\n  Bench Press: 5x5 @ 80%\n",
    );
    let items = editor.published(&plan, Some(1));
    let own = items
        .iter()
        .find(|item| item["code"] == "club-hall-hours")
        .unwrap();
    let rule = editor.uri("rules/club/club-hall-hours.yaml");
    assert!(
        own["codeDescription"]["href"]
            .as_str()
            .unwrap()
            .ends_with("/rules/club/club-hall-hours.yaml"),
        "{rule}"
    );
}
