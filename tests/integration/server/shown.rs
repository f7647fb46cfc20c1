//! What is shown on a plan and says more than is written: hovers, hints, lenses, links.

use serde_json::{Value, json};

use super::editor::Editor;
use super::place::{Units, at, offset, slice, whole};
use super::workspace::{PACK, RULE};
use crate::support::read;

fn markdown() -> Value {
    json!({ "textDocument": { "hover": { "contentFormat": ["markdown", "plaintext"] } } })
}

fn hover(editor: &mut Editor, uri: &str, position: &Value) -> Value {
    let params = json!({ "textDocument": { "uri": uri }, "position": position });
    editor.request("textDocument/hover", params).unwrap()
}

#[test]
fn hovers_in_the_form_that_the_client_shows() {
    let text = read("examples/half-typed.plan");
    let mut out = String::new();
    for capabilities in [markdown(), json!({})] {
        let mut editor = Editor::start(&[], capabilities);
        let uri = editor.open("x.plan", &text);
        for words in ["25%", "wrap thigh", "78,"] {
            let shown = hover(&mut editor, &uri, &at(&text, words));
            out += &format!(
                "{:?} ({})\n{}\n\n",
                slice(&text, &shown["range"]),
                shown["contents"]["kind"].as_str().unwrap(),
                shown["contents"]["value"].as_str().unwrap()
            );
        }
        let nothing = json!({ "line": 1, "character": 0 });
        assert_eq!(hover(&mut editor, &uri, &nothing), Value::Null);
    }
    insta::assert_snapshot!(out);
}

fn hints(editor: &mut Editor, uri: &str, range: &Value) -> Vec<Value> {
    let params = json!({ "textDocument": { "uri": uri }, "range": range });
    let hints = editor.request("textDocument/inlayHint", params).unwrap();
    hints.as_array().unwrap().clone()
}

/// The plan with its hints in it.
fn hinted(text: &str, hints: &[Value]) -> String {
    let mut out = text.to_owned();
    for hint in hints.iter().rev() {
        let at = offset(text, &hint["position"], Units::Utf16).unwrap();
        out.insert_str(at, &format!("‹{}›", hint["label"].as_str().unwrap()));
    }
    out
}

#[test]
fn hints_stand_behind_what_they_are_about() {
    let text = read("examples/arm-finisher.plan").replace("\"Push\"", "\"Push 💪\"");
    let mut editor = Editor::start(&[], json!({}));
    let uri = editor.open("x.plan", &text);
    let all = hints(&mut editor, &uri, &whole());
    insta::assert_snapshot!(hinted(&text, &all));
    let first = all.first().unwrap();
    let range = json!({ "start": first["position"], "end": first["position"] });
    assert_eq!(
        hints(&mut editor, &uri, &range),
        std::slice::from_ref(first),
        "those of the range alone"
    );
    assert!(all.iter().any(|hint| hint["tooltip"].is_string()));
}

#[test]
fn hints_and_lenses_are_asked_for_again_when_rules_change() {
    let again = json!({ "refreshSupport": true });
    let capabilities = json!({ "workspace": { "inlayHint": again, "codeLens": again } });
    let mut editor = Editor::start(&[("cuff.yaml", "")], capabilities);
    let plan = editor.open("x.plan", "day \"A\"\n");
    editor.published(&plan, Some(1));
    editor.open("cuff.yaml", "levels:\n  load-above-range: off\n");
    for method in ["workspace/inlayHint/refresh", "workspace/codeLens/refresh"] {
        editor.wait_for(|message| message["method"] == method);
    }
}

#[test]
fn a_lens_says_why() {
    let text = read("examples/arm-finisher.plan");
    let mut editor = Editor::start(&[], json!({}));
    let uri = editor.open("x.plan", &text);
    let params = json!({ "textDocument": { "uri": uri } });
    let lenses = editor.request("textDocument/codeLens", params).unwrap();
    let mut out = String::new();
    for lens in lenses.as_array().unwrap() {
        let command = &lens["command"];
        out += &format!("{}\n", slice(&text, &lens["range"]));
        out += &format!("{}\n", command["title"].as_str().unwrap());
        let run = json!({ "command": command["command"], "arguments": command["arguments"] });
        editor.request("workspace/executeCommand", run).unwrap();
        let said = editor.wait_for(|message| message["method"] == "window/showMessage");
        out += &format!("{}\n\n", said["params"]["message"].as_str().unwrap());
    }
    insta::assert_snapshot!(out);
    for arguments in [json!([]), json!([uri]), json!([7, { "line": 0 }])] {
        let run = json!({ "command": "cuff.why", "arguments": arguments });
        let refused = editor.request("workspace/executeCommand", run);
        assert_eq!(refused.unwrap_err().code, -32602, "{arguments}");
    }
}

#[test]
fn links_lead_to_addresses_and_to_rules_of_ones_own() {
    let files = [
        ("cuff.yaml", "packs: [occlusion, ./rules/club]\n"),
        ("rules/club/pack.yaml", PACK),
        ("rules/club/club-hall-hours.yaml", RULE),
    ];
    let mut editor = Editor::start(&files, json!({}));
    let text = "day \"💪\" # cuff: allow(club-hall-hours, load-above-range) because of https://example.org/hall.\n  Bench Press: 3x8 @ 70%\n";
    let uri = editor.open("x.plan", text);
    let params = json!({ "textDocument": { "uri": uri } });
    let links = editor.request("textDocument/documentLink", params).unwrap();
    let links = links.as_array().unwrap();
    let links = links
        .iter()
        .map(|link| (slice(text, &link["range"]), link["target"].clone()));
    let rule = editor.uri("rules/club/club-hall-hours.yaml");
    assert_eq!(
        links.collect::<Vec<_>>(),
        [
            ("club-hall-hours", json!(rule)),
            (
                "https://example.org/hall",
                json!("https://example.org/hall")
            ),
        ]
    );
    let params = json!({ "textDocument": { "uri": uri }, "position": at(text, "club-hall-hours") });
    let found = editor.request("textDocument/definition", params).unwrap();
    assert_eq!(found[0]["uri"], rule);
}
