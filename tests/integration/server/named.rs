//! Names: where they are used, where they come from, and another name for all of it.

use serde_json::{Value, json};

use super::editor::{Editor, Refused};
use super::place::{at, slice};

const PLAN: &str = "athlete \"Zoë 💪\"\n  1rm Bench Press 100 kg\n\nexercise \"Spider Curl\" like \"Barbell Curl\"\n\nweek 1\n  day \"💪 Push\"\n    Bench Press: 3x8 @ 70% # 💪\n    Spider Curl: 3x12 @ 12 kg\nweek 2 = week 1\n  day \"Pull\"\n    bench: 3x5 @ 80%\n";

fn asked(editor: &mut Editor, uri: &str, method: &str, words: &str) -> Result<Value, Refused> {
    let params = json!({
        "textDocument": { "uri": uri },
        "position": at(PLAN, words),
        "context": { "includeDeclaration": false },
        "newName": "Flat Bench",
    });
    editor.request(&format!("textDocument/{method}"), params)
}

/// The lines of ranges, with what is meant in quotes.
fn drawn(ranges: &Value) -> String {
    let mut out = String::new();
    for place in ranges.as_array().into_iter().flatten() {
        let range = &place["range"];
        let kind = match place.get("kind") {
            Some(kind) => format!(" ({kind})"),
            None => String::new(),
        };
        out += &format!(
            "  {}: `{}`{kind}\n",
            range["start"]["line"],
            slice(PLAN, range)
        );
    }
    out
}

#[test]
fn names_are_found_under_all_their_spellings() {
    let mut editor = Editor::start(&[], json!({}));
    let uri = editor.open("x.plan", PLAN);
    let mut out = String::new();
    for words in ["Bench Press: ", "Spider Curl: ", "Zoë", "70%", "# 💪"] {
        out += &format!("{words}\n");
        for method in ["references", "documentHighlight", "definition"] {
            let found = asked(&mut editor, &uri, method, words).unwrap();
            out += &format!(" {method}\n{}", drawn(&found));
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn another_name_changes_every_place() {
    let mut editor = Editor::start(
        &[],
        json!({ "textDocument": { "rename": { "prepareSupport": true } } }),
    );
    let uri = editor.open("x.plan", PLAN);
    let named = asked(&mut editor, &uri, "prepareRename", "Spider Curl: ").unwrap();
    assert_eq!(named["placeholder"], "Spider Curl");
    assert_eq!(slice(PLAN, &named["range"]), "Spider Curl");
    let edit = asked(&mut editor, &uri, "rename", "Spider Curl: ").unwrap();
    let edits = edit["changes"][&uri].as_array().unwrap();
    let places = edits.iter().map(|edit| slice(PLAN, &edit["range"]));
    assert_eq!(places.collect::<Vec<_>>(), ["Spider Curl"; 2]);
    assert!(edits.iter().all(|edit| edit["newText"] == "Flat Bench"));
}

#[test]
fn what_cannot_be_renamed_is_said_in_words() {
    let mut editor = Editor::start(&[], json!({}));
    let uri = editor.open("x.plan", PLAN);
    let nothing = asked(&mut editor, &uri, "prepareRename", "70%").unwrap();
    assert_eq!(nothing, Value::Null);
    let refused = asked(&mut editor, &uri, "rename", "70%").unwrap_err();
    assert_eq!(
        (refused.code, refused.message.as_str()),
        (-32803, "there is no name here that can be changed")
    );
    let params = json!({ "textDocument": { "uri": uri }, "position": at(PLAN, "Spider"), "newName": "a # b" });
    let refused = editor.request("textDocument/rename", params).unwrap_err();
    assert_eq!(
        refused.message,
        "a name cannot hold quotes, `#` or the end of a line"
    );
}
