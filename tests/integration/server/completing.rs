//! What is offered while somebody types.

use serde_json::{Value, json};

use super::editor::Editor;
use super::place::{cursor, slice};
use crate::support::read;

/// A client that fills places in and shows Markdown.
fn able() -> Value {
    json!({ "textDocument": { "completion": { "completionItem": {
        "snippetSupport": true,
        "documentationFormat": ["markdown", "plaintext"],
    } } } })
}

fn offers(editor: &mut Editor, uri: &str, position: &Value) -> Value {
    let params = json!({ "textDocument": { "uri": uri }, "position": position });
    editor.request("textDocument/completion", params).unwrap()
}

fn items(list: &Value) -> &Vec<Value> {
    list["items"].as_array().unwrap()
}

/// The first offers that go with what is typed, and what each writes over what.
fn picture(text: &str, list: &Value) -> String {
    let mut out = format!("incomplete: {}\n", list["isIncomplete"]);
    let fits = |item: &&Value| {
        let typed = slice(text, &item["textEdit"]["range"]).to_lowercase();
        let words = item["filterText"].as_str().or(item["label"].as_str());
        words.unwrap().to_lowercase().contains(&typed)
    };
    for item in items(list).iter().filter(fits).take(6) {
        let edit = &item["textEdit"];
        out += &format!(
            "{} {}: {:?} over {:?}{}\n",
            item["kind"],
            item["label"].as_str().unwrap(),
            edit["newText"].as_str().unwrap(),
            slice(text, &edit["range"]),
            match item.get("insertTextFormat") {
                Some(format) => format!(" ({format})"),
                None => String::new(),
            },
        );
    }
    out
}

#[test]
fn a_half_typed_plan_is_finished_by_offers() {
    let text = read("examples/half-typed.plan");
    let mut out = String::new();
    for (written, typed) in [
        ("Barbell Crul", "Barbell Cur‸"),
        ("experience interm", "experience interm‸"),
        ("3x10 @\n", "3x10 @ ‸\n"),
        ("78, rest", "78‸, rest"),
        ("RPE 8, rest\n", "RPE 8, re‸\n"),
        ("wrap thigh, high", "wrap thi‸"),
        ("week two", "week‸"),
    ] {
        let (text, place) = cursor(&text.replacen(written, typed, 1));
        let mut editor = Editor::start(&[], able());
        let uri = editor.open("x.plan", &text);
        out += &format!("{}\n", typed.trim_end());
        out += &picture(&text, &offers(&mut editor, &uri, &place));
        out.push('\n');
    }
    insta::assert_snapshot!(out);
}

#[test]
fn lines_to_fill_in_are_plain_for_clients_that_cannot() {
    let (text, place) = cursor("week 1\n  day \"Push\"\n    ‸\n");
    let mut out = String::new();
    for capabilities in [able(), json!({})] {
        let mut editor = Editor::start(&[], capabilities);
        let uri = editor.open("x.plan", &text);
        let list = offers(&mut editor, &uri, &place);
        let snippet = items(&list).iter().find(|item| item["kind"] == 15).unwrap();
        out += &format!(
            "{}\n{}\n\n",
            snippet["insertTextFormat"],
            snippet["textEdit"]["newText"].as_str().unwrap()
        );
        let resolved = editor
            .request("completionItem/resolve", snippet.clone())
            .unwrap();
        out += &format!(
            "{}\n{}\n\n",
            resolved["documentation"]["kind"],
            resolved["documentation"]["value"].as_str().unwrap()
        );
    }
    insta::assert_snapshot!(out);
}

#[test]
fn more_is_said_about_an_exercise_and_nothing_about_strangers() {
    let (text, place) = cursor("week 1\n  day \"Push\"\n    Lying Leg Cu‸\n");
    let mut editor = Editor::start(&[], json!({}));
    let uri = editor.open("x.plan", &text);
    let list = offers(&mut editor, &uri, &place);
    let item = &items(&list)[0];
    let resolved = editor
        .request("completionItem/resolve", item.clone())
        .unwrap();
    insta::assert_snapshot!(resolved["documentation"]["value"].as_str().unwrap());
    let strange = json!({ "label": "x", "data": { "uri": uri, "about": "rule:no-such-rule" } });
    let same = editor
        .request("completionItem/resolve", strange.clone())
        .unwrap();
    assert_eq!(same, strange);
    editor.close(&uri);
    let same = editor
        .request("completionItem/resolve", item.clone())
        .unwrap();
    assert_eq!(&same, item, "the plan is closed");
}

#[test]
fn places_behind_an_emoji_are_where_the_client_has_them() {
    let (text, place) =
        cursor("day \"x\"\n  Übung 💪: 3x10 @ 60 kg, rest 30 s, wrap upper arm hi‸\n");
    let mut editor = Editor::start(&[], json!({}));
    let uri = editor.open("x.plan", &text);
    let list = offers(&mut editor, &uri, &place);
    let edit = &items(&list)[0]["textEdit"];
    assert_eq!(slice(&text, &edit["range"]), "hi");
    assert_eq!(edit["range"]["end"], place);
}

#[test]
fn offers_follow_an_edit() {
    let mut editor = Editor::start(&[], json!({}));
    let uri = editor.open("x.plan", "exercise \"Spider Curl\" like \"Barbell Curl\"\n");
    let end = json!({ "line": 1, "character": 0 });
    let change = json!({ "range": { "start": end, "end": end }, "text": "day \"A\"\n  Spid" });
    editor.change(&uri, 2, &[change]);
    let list = offers(&mut editor, &uri, &json!({ "line": 2, "character": 6 }));
    assert_eq!(items(&list)[0]["label"], "Spider Curl");
}

#[test]
fn each_kind_of_file_has_its_own_triggers() {
    let mut editor = Editor::start(&[], json!({}));
    let plan = editor.open("x.plan", "Bench Press: 3x8 @ 2.");
    let rule = editor.open("x.yaml", "rule: x@");
    for (uri, line, column, trigger) in [(&plan, 0, 21, "."), (&rule, 0, 8, "@")] {
        let params = json!({
            "textDocument": { "uri": uri },
            "position": { "line": line, "character": column },
            "context": { "triggerKind": 2, "triggerCharacter": trigger },
        });
        let answer = editor.request("textDocument/completion", params).unwrap();
        assert_eq!(answer, Value::Null, "{trigger} in {uri}");
    }
}
