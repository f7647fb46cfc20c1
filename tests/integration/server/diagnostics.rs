//! What an editor shows is what `cuff check` prints.

use std::cell::RefCell;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::editor::Editor;
use crate::plans::{Care, Sheet, sheet, soup};
use crate::program::Cuff;
use crate::properties::{cases, some};
use crate::support::read;

/// A client that asks for diagnostics and counts like this.
fn pulling(encoding: &str) -> Value {
    json!({
        "general": { "positionEncodings": [encoding] },
        "textDocument": {
            "diagnostic": {},
            "publishDiagnostics": { "relatedInformation": true },
        },
    })
}

/// A client that listens.
fn listening() -> Value {
    json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } })
}

/// The findings that the program prints for each of these texts.
fn printed(texts: &[String]) -> Vec<Vec<Value>> {
    let files = texts.iter().enumerate();
    let cuff = files.fold(Cuff::new(), |cuff, (number, text)| {
        cuff.file(&format!("{number}.plan"), text)
    });
    let ran = cuff.run(&["check", "--format", "json"]);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    let findings = document["findings"].as_array().unwrap();
    let of = |number: usize| {
        let path = format!("{number}.plan");
        let own = findings.iter().filter(|finding| finding["path"] == path);
        own.cloned().collect()
    };
    (0..texts.len()).map(of).collect()
}

/// A finding of the program as an editor with this encoding has to get it.
fn expected(finding: &Value, text: &str, utf8: bool) -> Value {
    let place = |of: &Value| {
        let offset = |end: &str| usize::try_from(of[end]["offset"].as_u64().unwrap()).unwrap();
        let position = |offset: usize| {
            // Another way to count than the server's: from the start of the text, line ending by line ending.
            let before = text[..offset].replace("\r\n", "\n").replace('\r', "\n");
            let is_between = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
            let before = if is_between {
                before.trim_end_matches('\n').to_owned()
            } else {
                before
            };
            let line = before.matches('\n').count();
            let tail = before.rsplit('\n').next().unwrap();
            let units = if utf8 {
                tail.len()
            } else {
                tail.encode_utf16().count()
            };
            json!({ "line": line, "character": units + usize::from(is_between) })
        };
        json!({ "start": position(offset("start")), "end": position(offset("end")) })
    };
    let related: Vec<Value> = finding["labels"]
        .as_array()
        .unwrap()
        .iter()
        .map(|label| json!({ "range": place(label), "message": label["text"] }))
        .collect();
    json!({
        "rule": finding["rule"],
        "severity": finding["severity"],
        "status": finding["status"],
        "message": finding["message"],
        "place": finding["place"],
        "range": place(finding),
        "related": related,
        "fixes": finding["fixes"].as_array().unwrap().iter().map(|fix| fix["title"].clone()).collect::<Vec<_>>(),
    })
}

/// The same of what the editor got.
fn shown(item: &Value) -> Value {
    let related = item["relatedInformation"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let related: Vec<Value> = related
        .iter()
        .map(|one| json!({ "range": one["location"]["range"], "message": one["message"] }))
        .collect();
    let severities = ["error", "warning", "advice"];
    let level = usize::try_from(item["severity"].as_u64().unwrap()).unwrap();
    json!({
        "rule": item["code"],
        "severity": severities[level - 1],
        "status": item["data"]["status"],
        "message": item["message"].as_str().unwrap().lines().next().unwrap(),
        "place": item["data"]["place"],
        "range": item["range"],
        "related": related,
        "fixes": item["data"]["fixes"].as_array().unwrap().iter().map(|fix| fix["title"].clone()).collect::<Vec<_>>(),
    })
}

/// Every finding once, in the order of the program.
#[track_caller]
fn same(items: &[Value], printed: &[Value], text: &str, utf8: bool) {
    let shown: Vec<Value> = items.iter().map(shown).collect();
    let expected = printed.iter().map(|one| expected(one, text, utf8));
    let expected: Vec<Value> = expected.collect();
    let differ = shown.iter().zip(&expected).find(|(a, b)| a != b);
    assert!(
        shown == expected,
        "{differ:#?}\n{} and {} in {text:?}",
        shown.len(),
        expected.len()
    );
}

fn examples() -> Vec<String> {
    let all = std::fs::read_dir("examples").unwrap();
    let paths = all.map(|entry| entry.unwrap().path());
    let plans = paths.filter(|path| path.extension().is_some_and(|ending| ending == "plan"));
    plans.map(|path| read(path.to_str().unwrap())).collect()
}

#[test]
fn every_example_shows_what_the_program_prints() {
    let texts = examples();
    let printed = printed(&texts);
    for encoding in ["utf-8", "utf-16"] {
        let mut editor = Editor::start(&[], pulling(encoding));
        for (number, (text, printed)) in texts.iter().zip(&printed).enumerate() {
            let uri = editor.open(&format!("{number}.plan"), text);
            same(&editor.pull(&uri), printed, text, encoding == "utf-8");
        }
    }
}

#[test]
fn generated_plans_show_what_the_program_prints() {
    let mut pulling = Editor::start(&[], pulling("utf-8"));
    let mut listening = Editor::start(&[], listening());
    let sheets = some(Care::Careless, 40);
    let texts: Vec<String> = sheets.iter().map(Sheet::text).collect();
    for (number, (text, printed)) in texts.iter().zip(printed(&texts)).enumerate() {
        let name = format!("{number}.plan");
        let uri = pulling.open(&name, text);
        same(&pulling.pull(&uri), &printed, text, true);
        let uri = listening.open(&name, text);
        same(&listening.published(&uri, Some(1)), &printed, text, false);
    }
}

#[test]
fn findings_as_an_editor_gets_them() {
    let mut editor = Editor::start(&[], listening());
    let uri = editor.open("x.plan", &read("examples/everything-wrong.plan"));
    let items = editor.published(&uri, Some(1));
    let root = editor.uri("");
    let picture = serde_json::to_string_pretty(&items[..6]).unwrap();
    insta::assert_snapshot!(picture.replace(&root, "[FOLDER]"));
}

#[test]
fn what_is_closed_shows_nothing() {
    let mut editor = Editor::start(&[], listening());
    let uri = editor.open("x.plan", "nonsense\n");
    assert!(!editor.published(&uri, Some(1)).is_empty());
    editor.close(&uri);
    assert!(editor.published(&uri, None).is_empty());
}

/// Edits that wait are applied together, and checked once.
#[test]
fn edits_that_queue_up_are_checked_once() {
    let mut editor = Editor::start(&[], listening());
    let uri = editor.open("x.plan", &read("examples/everything-wrong.plan"));
    editor.published(&uri, Some(1));
    let start = json!({ "line": 0, "character": 0 });
    let range = json!({ "start": start, "end": start });
    let changes = (2..200).map(|version| {
        let document = json!({ "uri": uri, "version": version });
        let changes = json!([{ "range": range, "text": "#" }]);
        let params = json!({ "textDocument": document, "contentChanges": changes });
        json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params })
            .to_string()
    });
    let bytes: String = changes
        .map(|text| format!("Content-Length: {}\r\n\r\n{text}", text.len()))
        .collect();
    editor.raw(bytes.as_bytes());
    editor.published(&uri, Some(199));
    assert!(editor.publications() < 50, "{}", editor.publications());
}

#[test]
fn what_did_not_change_is_said_so() {
    let mut editor = Editor::start(&[], pulling("utf-16"));
    let uri = editor.open("x.plan", "Bench Press: 5x5 @ 80%\n");
    let pull = |editor: &mut Editor, id: &Value| {
        let params = json!({ "textDocument": { "uri": uri }, "previousResultId": id });
        editor.request("textDocument/diagnostic", params).unwrap()
    };
    let first = pull(&mut editor, &Value::Null);
    let again = pull(&mut editor, &first["resultId"]);
    assert_eq!(
        again,
        json!({ "kind": "unchanged", "resultId": first["resultId"] })
    );
    editor.change(
        &uri,
        2,
        &[json!({ "text": "Bench Press: 5x5 @ 80% nonsense\n" })],
    );
    let other = pull(&mut editor, &first["resultId"]);
    assert_eq!(other["kind"], "full");
    assert_ne!(other["resultId"], first["resultId"]);
}

/// An editor that counts in UTF-16 may cut an emoji in two, and send half of one.
#[test]
fn half_an_emoji_keeps_places_where_they_are() {
    let mut editor = Editor::start(&[], pulling("utf-16"));
    let uri = editor.open(
        "x.plan",
        "day \"A\" # 💪 x\nBench Press: 3x5 @ 80% # 💪, gibberish\nBench 💪 Press: gibberish\n",
    );
    let place = |editor: &mut Editor| {
        let items = editor.pull(&uri);
        let own = items
            .iter()
            .find(|item| item["code"] == "unread-clause")
            .unwrap();
        own["range"]["start"].clone()
    };
    assert_eq!(place(&mut editor), json!({ "line": 2, "character": 16 }));
    // The second half of the emoji goes.
    let half =
        json!({ "start": { "line": 2, "character": 7 }, "end": { "line": 2, "character": 8 } });
    editor.change(&uri, 2, &[json!({ "range": half, "text": "" })]);
    assert_eq!(place(&mut editor), json!({ "line": 2, "character": 15 }));
    // Another one comes in its place, which JSON can say and Unicode cannot.
    let change = format!(
        r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{{"textDocument":{{"uri":"{uri}","version":3}},"contentChanges":[{{"range":{{"start":{{"line":2,"character":7}},"end":{{"line":2,"character":7}}}},"text":"\udcaa"}}]}}}}"#
    );
    editor.raw(format!("Content-Length: {}\r\n\r\n{change}", change.len()).as_bytes());
    assert_eq!(place(&mut editor), json!({ "line": 2, "character": 16 }));
}

/// A text as an editor holds it, in units of UTF-16, and edits of it by line and unit.
struct Model(Vec<u16>);

impl Model {
    fn text(&self) -> String {
        String::from_utf16(&self.0).unwrap()
    }

    /// A place that cuts no character, as a unit of the whole text.
    fn place(&self, wanted: usize) -> usize {
        let place = wanted % (self.0.len() + 1);
        let is_second = |unit: &u16| (0xDC00..0xE000).contains(unit);
        place - usize::from(self.0.get(place).is_some_and(is_second))
    }

    fn position(&self, place: usize) -> Value {
        let before = String::from_utf16(&self.0[..place]).unwrap();
        let (mut line, mut start) = (0, 0);
        for (at, ending) in before.char_indices() {
            let is_pair =
                ending == '\r' && self.0.get(before[..at].encode_utf16().count() + 1) == Some(&10);
            if ending == '\n' || (ending == '\r' && !is_pair) {
                line += 1;
                start = before[..=at].encode_utf16().count();
            }
        }
        json!({ "line": line, "character": place - start })
    }

    /// An edit, and the same as a change.
    fn edit(&mut self, start: usize, length: usize, text: &str) -> Option<Value> {
        let start = self.place(start);
        let end = self.place(start + length).max(start);
        // Between CR and LF there is no position.
        let cuts =
            |place: usize| place > 0 && self.0[place - 1] == 13 && self.0.get(place) == Some(&10);
        if cuts(start) || cuts(end) {
            return None;
        }
        let range = json!({ "start": self.position(start), "end": self.position(end) });
        self.0.splice(start..end, text.encode_utf16());
        Some(json!({ "range": range, "text": text }))
    }
}

thread_local! {
    /// One server for all cases: each has texts of its own.
    static EDITOR: RefCell<Editor> = RefCell::new(Editor::start(&[], pulling("utf-16")));
}

proptest! {
    #![proptest_config(cases(100))]

    /// However a text came about, what is found in it is the same.
    #[test]
    fn edits_give_what_opening_gives(
        sheet in sheet(Care::Careless),
        edits in prop::collection::vec((any::<u16>(), 0_usize..40, prop_oneof![Just("💪".to_owned()), Just("\r\n".to_owned()), Just("\r".to_owned()), soup()]), 1..12),
        chunk in 1_usize..4,
    ) {
        let (items, opened, text) = EDITOR.with_borrow_mut(|editor| {
            let first = sheet.text();
            let mut model = Model(first.encode_utf16().collect());
            let uri = editor.open("edited.plan", &first);
            for (version, edits) in edits.chunks(chunk).enumerate() {
                let changes: Vec<Value> = edits
                    .iter()
                    .filter_map(|(start, length, text)| model.edit(usize::from(*start), *length, text))
                    .collect();
                editor.change(&uri, i32::try_from(version).unwrap() + 2, &changes);
                if version % 3 == 0 {
                    editor.pull(&uri);
                }
            }
            let text = model.text();
            let whole = editor.open("whole.plan", &text);
            let items: Vec<Value> = editor.pull(&uri).iter().map(shown).collect();
            let opened: Vec<Value> = editor.pull(&whole).iter().map(shown).collect();
            editor.close(&uri);
            editor.close(&whole);
            (items, opened, text)
        });
        prop_assert_eq!(items, opened, "{:?}", text);
    }
}
