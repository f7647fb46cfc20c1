//! What an editor offers to do, and what the text is once it is done.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::editor::Editor;
use crate::program::Cuff;
use crate::support::read;

/// A client that takes everything.
fn able() -> Value {
    json!({
        "textDocument": {
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } },
                "resolveSupport": { "properties": ["edit"] },
                "dataSupport": true,
            },
        },
        "workspace": { "workspaceEdit": { "documentChanges": true, "snippetEditSupport": true }, "applyEdit": true },
    })
}

/// A client that takes plain edits only.
fn plain() -> Value {
    json!({ "textDocument": { "codeAction": { "codeActionLiteralSupport": {} } } })
}

/// A line from its start to its end, and beyond it.
fn line(number: usize) -> Value {
    json!({ "start": { "line": number, "character": 0 }, "end": { "line": number, "character": 999 } })
}

fn whole() -> Value {
    json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99999, "character": 0 } })
}

fn offered(editor: &mut Editor, uri: &str, range: Value, only: Option<&[&str]>) -> Vec<Value> {
    let mut context = json!({ "diagnostics": [] });
    if let Some(only) = only {
        context["only"] = json!(only);
    }
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
    let answer = editor.request("textDocument/codeAction", params).unwrap();
    answer.as_array().unwrap().clone()
}

/// The edits of an action, whichever form they have.
fn edits(edit: &Value, uri: &str) -> Vec<Value> {
    let versioned = edit["documentChanges"][0]["edits"].as_array();
    versioned
        .or(edit["changes"][uri].as_array())
        .unwrap()
        .clone()
}

/// The text once edits are applied, by lines and units of UTF-16.
fn applied(text: &str, edits: &[Value]) -> String {
    let offset = |position: &Value| {
        let (line, column) = (
            position["line"].as_u64().unwrap(),
            position["character"].as_u64().unwrap(),
        );
        let start = text
            .split_inclusive('\n')
            .take(usize::try_from(line).unwrap())
            .map(str::len)
            .sum::<usize>();
        let units: Vec<u16> = text[start..]
            .encode_utf16()
            .take(usize::try_from(column).unwrap())
            .collect();
        start + String::from_utf16(&units).unwrap().len()
    };
    let mut spans = BTreeMap::new();
    for (number, edit) in edits.iter().enumerate() {
        let range = offset(&edit["range"]["start"])..offset(&edit["range"]["end"]);
        let new = edit["newText"]
            .as_str()
            .or(edit["snippet"]["value"].as_str())
            .unwrap();
        spans.insert((range.start, number), (range.end, new.to_owned()));
    }
    let mut out = text.to_owned();
    for ((start, _), (end, new)) in spans.iter().rev() {
        out.replace_range(*start..*end, new);
    }
    out
}

/// The lines of `after` that are not in `before`.
fn new_lines(before: &str, after: &str) -> Vec<String> {
    let old: Vec<&str> = before.lines().collect();
    let new = after.lines().filter(|line| !old.contains(line));
    new.map(str::to_owned).collect()
}

#[test]
fn what_is_offered_on_a_half_typed_plan() {
    let text = read("examples/half-typed.plan");
    let mut editor = Editor::start(&[], able());
    let uri = editor.open("x.plan", &text);
    let mut picture = String::new();
    for action in offered(&mut editor, &uri, whole(), None) {
        let star = if action["isPreferred"] == true {
            " *"
        } else {
            ""
        };
        picture += &format!(
            "{}: {}{star}\n",
            action["kind"].as_str().unwrap(),
            action["title"].as_str().unwrap()
        );
        let Some(diagnostics) = action["diagnostics"].as_array() else {
            continue;
        };
        picture += &format!("  for {}\n", diagnostics[0]["code"].as_str().unwrap());
        for line in new_lines(&text, &applied(&text, &edits(&action["edit"], &uri))) {
            picture += &format!("  | {line}\n");
        }
    }
    insta::assert_snapshot!(picture);
}

#[test]
fn a_missing_1rm_is_added_with_a_blank() {
    let text = "plan \"A\"\nathlete \"B\"\n  conditions none\n\nday \"Pull\"\n  Barbell Curl: 3x15 @ 20 kg, wrap upper arm high 7/10, rest 30 s\n";
    let mut editor = Editor::start(&[], able());
    let uri = editor.open("x.plan", text);
    let actions = offered(&mut editor, &uri, line(5), Some(&["quickfix"]));
    let action = actions
        .iter()
        .find(|action| action["title"].as_str().unwrap().starts_with("add `1rm"))
        .unwrap();
    insta::assert_snapshot!(
        serde_json::to_string_pretty(&action["edit"])
            .unwrap()
            .replace(&editor.uri(""), "[FOLDER]")
    );
    assert_eq!(action["isPreferred"], Value::Null);
    // Others get the blank as it is, which no plan is valid with.
    let mut editor = Editor::start(&[], plain());
    let uri = editor.open("x.plan", text);
    let actions = offered(&mut editor, &uri, line(5), Some(&["quickfix"]));
    let action = actions
        .iter()
        .find(|action| action["title"].as_str().unwrap().starts_with("add `1rm"))
        .unwrap();
    let after = applied(text, &edits(&action["edit"], &uri));
    assert_eq!(
        new_lines(text, &after),
        ["  1rm Barbell Curl … kg, tested …"]
    );
}

/// Also where no finding asks for it, and once where one does.
#[test]
fn the_1rm_of_a_load_is_added() {
    for (text, wanted) in [
        (
            "Bench Press: 5x5 @ 80%\n",
            vec!["athlete", "  1rm Bench Press … kg", ""],
        ),
        (
            "athlete \"B\"\r\nday \"A\"\r\n  Bench Press: 5x5 @ 80%\r\n",
            vec!["  1rm Bench Press … kg"],
        ),
        (
            "athlete \"B\"\n  conditions none\nday \"A\"\n  Barbell Curl: 3x15 @ 20 kg, wrap upper arm high 7/10, rest 30 s\n",
            vec!["  1rm Barbell Curl … kg, tested …"],
        ),
    ] {
        let mut editor = Editor::start(&[], plain());
        let uri = editor.open("x.plan", text);
        let mut actions = offered(&mut editor, &uri, whole(), Some(&["quickfix"]));
        actions.retain(|action| {
            let title = action["title"].as_str().unwrap().to_lowercase();
            title.contains("1rm") && !title.contains("estimated") && !title.contains("allow")
        });
        assert_eq!(actions.len(), 1, "{actions:?}");
        let after = applied(text, &edits(&actions[0]["edit"], &uri));
        assert_eq!(new_lines(text, &after), wanted);
        assert_eq!(after.contains("\r\n"), text.contains("\r\n"));
    }
}

#[test]
fn a_safe_fix_is_applied_and_its_finding_is_gone() {
    let text = read("examples/half-typed.plan");
    let mut editor = Editor::start(&[], plain());
    let uri = editor.open("x.plan", &text);
    let before = editor.published(&uri, Some(1));
    let mut tried = 0;
    for action in offered(&mut editor, &uri, whole(), Some(&["quickfix"])) {
        if action["isPreferred"] != true {
            continue;
        }
        tried += 1;
        let code = &action["diagnostics"][0]["code"];
        let after = applied(&text, &edits(&action["edit"], &uri));
        editor.change(&uri, 2 * tried, &[json!({ "text": after })]);
        let count = |items: &[Value]| items.iter().filter(|item| item["code"] == *code).count();
        let now = editor.published(&uri, Some(2 * tried));
        assert!(count(&now) < count(&before), "{action}");
        editor.change(&uri, 2 * tried + 1, &[json!({ "text": text })]);
    }
    assert!(tried >= 3, "{tried}");
}

/// Fix-all gives what `cuff check --fix` writes.
#[test]
fn all_safe_fixes_at_once() {
    for (name, capabilities) in [("able", able()), ("plain", plain())] {
        for example in ["half-typed", "everything-wrong"] {
            let text = read(&format!("examples/{example}.plan"));
            let cuff = Cuff::new().file("x.plan", &text);
            cuff.run(&["check", "--fix", "x.plan"]);
            let mut editor = Editor::start(&[], capabilities.clone());
            let uri = editor.open("x.plan", &text);
            let actions = offered(&mut editor, &uri, line(0), Some(&["source.fixAll"]));
            let mut action = actions[0].clone();
            assert_eq!(
                (actions.len(), &action["kind"]),
                (1, &json!("source.fixAll.cuff"))
            );
            assert_eq!(
                action.get("edit").is_none(),
                name == "able",
                "worked out when it is chosen"
            );
            if name == "able" {
                action = editor.request("codeAction/resolve", action).unwrap();
            }
            let after = applied(&text, &edits(&action["edit"], &uri));
            assert_eq!(after, cuff.read("x.plan"), "{example}");
        }
    }
    let mut editor = Editor::start(&[], able());
    let uri = editor.open("x.plan", "Bench Press: 5x5 @ RPE 8\n");
    assert!(offered(&mut editor, &uri, line(0), None).is_empty());
    assert!(offered(&mut editor, &uri, line(0), Some(&["refactor"])).is_empty());
}

#[test]
fn the_command_asks_the_client_to_apply_the_edit() {
    let text = read("examples/half-typed.plan");
    let mut editor = Editor::start(&[], able());
    let uri = editor.open("x.plan", &text);
    let params = json!({ "command": "cuff.fixAll", "arguments": [uri] });
    assert_eq!(
        editor.request("workspace/executeCommand", params).unwrap(),
        Value::Null
    );
    let asked = editor.wait_for(|message| message["method"] == "workspace/applyEdit");
    assert!(!edits(&asked["params"]["edit"], &uri).is_empty());
    for (command, arguments, code) in [
        ("cuff.fixAll", json!([]), -32602),
        ("other", json!([]), -32602),
        ("cuff.fixAll", json!(["file:///no.plan"]), -32602),
    ] {
        let params = json!({ "command": command, "arguments": arguments });
        assert_eq!(
            editor
                .request("workspace/executeCommand", params)
                .unwrap_err()
                .code,
            code
        );
    }
}

#[test]
fn a_finding_is_silenced_once_there_is_a_reason() {
    let text = read("examples/everything-wrong.plan");
    let mut editor = Editor::start(&[], plain());
    let uri = editor.open("x.plan", &text);
    let before = editor.published(&uri, Some(1)).len();
    let actions = offered(&mut editor, &uri, whole(), Some(&["quickfix"]));
    let allow: Vec<&Value> = actions
        .iter()
        .filter(|action| {
            action["title"]
                .as_str()
                .unwrap()
                .starts_with("allow `wrap-mid-limb`")
        })
        .collect();
    assert_eq!(allow.len(), 2);
    for (number, action) in allow.into_iter().enumerate() {
        let version = i32::try_from(2 * number + 2).unwrap();
        let after = applied(&text, &edits(&action["edit"], &uri));
        editor.change(&uri, version, &[json!({ "text": after })]);
        let blank = editor.published(&uri, Some(version));
        assert!(
            blank.len() >= before,
            "without a reason nothing is silenced"
        );
        editor.change(
            &uri,
            version + 1,
            &[json!({ "text": after.replacen("because ", "because our physio looks at it every week", 1) })],
        );
        let items = editor.published(&uri, Some(version + 1));
        assert!(
            !items.iter().any(|item| item["code"] == "wrap-mid-limb"),
            "{action}"
        );
    }
}

#[test]
fn a_name_that_is_nearly_right_in_a_configuration_is_put_right() {
    let text = "levels:\n  load-above-rang: off\n";
    let mut editor = Editor::start(&[("cuff.yaml", text)], plain());
    let uri = editor.open("cuff.yaml", text);
    assert_eq!(editor.published(&uri, None).len(), 1);
    let actions = offered(&mut editor, &uri, line(1), None);
    assert_eq!(actions[0]["title"], "write `load-above-range`");
    let after = applied(text, &edits(&actions[0]["edit"], &uri));
    assert_eq!(after, "levels:\n  load-above-range: off\n");
    assert!(offered(&mut editor, &uri, line(0), None).is_empty());
}

/// Formatting gives what `cuff fmt` writes; a range lays out its lines and no other; ending a line lays out that line.
#[test]
fn plans_are_laid_out() {
    let text = "Day \"Pull\"\nBench press :3 x 5@80 %,rest 90s\n\n\n    💪 nonsense\nBarbell Curl: 3x15@20%,wrap upper arm high 7/10\n";
    let cuff = Cuff::new().file("x.plan", text);
    cuff.run(&["fmt", "x.plan"]);
    let mut editor = Editor::start(&[], plain());
    let uri = editor.open("x.plan", text);
    let document = json!({ "uri": uri });
    let options = json!({ "tabSize": 8, "insertSpaces": false });
    let params = json!({ "textDocument": document, "options": options });
    let answer = editor.request("textDocument/formatting", params).unwrap();
    assert_eq!(
        applied(text, answer.as_array().unwrap()),
        cuff.read("x.plan")
    );
    let params = json!({ "textDocument": document, "options": options, "range": line(1) });
    let answer = editor
        .request("textDocument/rangeFormatting", params)
        .unwrap();
    insta::assert_snapshot!("a_range", applied(text, answer.as_array().unwrap()));
    let typed = text.replacen("rest 90s\n", "rest 90s\n\n", 1);
    editor.change(&uri, 2, &[json!({ "text": typed })]);
    let params = json!({ "textDocument": document, "options": options, "ch": "\n", "position": { "line": 2, "character": 0 } });
    let answer = editor
        .request("textDocument/onTypeFormatting", params)
        .unwrap();
    insta::assert_snapshot!(
        "a_line_that_was_ended",
        applied(&typed, answer.as_array().unwrap()).replace("  \n", "  [HERE]\n")
    );
    let config = editor.open("cuff.yaml", "a:   1\n");
    let params = json!({ "textDocument": { "uri": config }, "options": options });
    assert_eq!(
        editor.request("textDocument/formatting", params).unwrap(),
        Value::Null
    );
}
