//! Every question about a plan, at any place of any text: an answer, and every place in it is one of the text.

use std::cell::RefCell;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::editor::Editor;
use super::place::{Units, lines, offset, position, whole};
use crate::plans::{Care, sheet, soup};
use crate::properties::cases;
use crate::support::read;

/// All questions about a document, as they are asked at a place.
const QUESTIONS: &[&str] = &[
    "completion",
    "hover",
    "inlayHint",
    "codeLens",
    "documentSymbol",
    "foldingRange",
    "selectionRange",
    "semanticTokens/full",
    "semanticTokens/range",
    "references",
    "documentHighlight",
    "definition",
    "prepareRename",
    "rename",
    "documentLink",
    "codeAction",
];

/// The code of a request that failed for a reason that is said.
const FAILED: i64 = -32803;

fn params(uri: &str, place: &Value, range: &Value) -> Value {
    json!({
        "textDocument": { "uri": uri },
        "position": place,
        "positions": [place],
        "range": range,
        "newName": "Quite Another Lift",
        "context": { "diagnostics": [], "includeDeclaration": true, "triggerKind": 1 },
    })
}

/// Clients that can everything or nothing, in both encodings.
fn clients() -> [(Units, Value); 2] {
    let able = json!({
        "general": { "positionEncodings": ["utf-8"] },
        "textDocument": {
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "completion": { "completionItem": { "snippetSupport": true } },
            "codeAction": { "codeActionLiteralSupport": {} },
        },
    });
    let plain = json!({ "textDocument": { "codeAction": { "codeActionLiteralSupport": {} } } });
    [(Units::Utf8, able), (Units::Utf16, plain)]
}

/// Looks at every place in an answer.
fn inside(text: &str, units: Units, answer: &Value) -> Result<(), TestCaseError> {
    let is_place = |value: &Value| offset(text, value, units);
    match answer {
        Value::Array(items) => items.iter().try_for_each(|item| inside(text, units, item)),
        Value::Object(fields) => {
            if let (Some(start), Some(end)) = (fields.get("start"), fields.get("end")) {
                let (from, to) = (is_place(start), is_place(end));
                prop_assert!(from.is_some() && from <= to, "{answer} in {text:?}");
            }
            if let Some(place) = fields.get("position") {
                prop_assert!(is_place(place).is_some(), "{answer} in {text:?}");
            }
            if let (Some(first), Some(last)) = (fields.get("startLine"), fields.get("endLine")) {
                let (first, last) = (first.as_u64(), last.as_u64());
                let count = lines(text).len() as u64;
                prop_assert!(first < last && last < Some(count), "{answer} in {text:?}");
            }
            if let Some(data) = fields.get("data").filter(|data| data.is_array()) {
                tokens(text, units, data)?;
            }
            fields
                .values()
                .try_for_each(|value| inside(text, units, value))
        }
        _ => Ok(()),
    }
}

fn tokens(text: &str, units: Units, data: &Value) -> Result<(), TestCaseError> {
    let numbers = data.as_array().unwrap().iter();
    let numbers: Vec<u64> = numbers.map(|number| number.as_u64().unwrap()).collect();
    prop_assert_eq!(numbers.len() % 5, 0);
    let (mut line, mut column, mut done) = (0, 0, 0);
    for token in numbers.chunks(5) {
        column = if token[0] == 0 {
            column + token[1]
        } else {
            token[1]
        };
        line += token[0];
        let at = |column: u64| offset(text, &json!({ "line": line, "character": column }), units);
        let (start, end) = (at(column), at(column + token[2]));
        prop_assert!(start >= Some(done) && start < end, "{token:?} in {text:?}");
        done = end.unwrap();
    }
    Ok(())
}

/// Asks everything about a text, at one of its places.
fn ask_all(
    editor: &mut Editor,
    units: Units,
    uri: &str,
    text: &str,
    place: &Value,
) -> Result<(), TestCaseError> {
    let params = params(uri, place, &whole());
    let open: Vec<(&str, i32)> = QUESTIONS
        .iter()
        .map(|name| {
            (
                *name,
                editor.ask(&format!("textDocument/{name}"), params.clone()),
            )
        })
        .collect();
    for (name, id) in open {
        match editor.answer(&json!(id)) {
            Ok(answer) => inside(text, units, &answer)?,
            Err(refused) => prop_assert!(
                name == "rename" && refused.code == FAILED,
                "{name}: {refused:?} in {text:?}"
            ),
        }
    }
    Ok(())
}

#[test]
fn answers_lie_inside_of_the_text() {
    let text = prop_oneof![
        sheet(Care::Careless).prop_map(|sheet| sheet.text()),
        sheet(Care::Clean).prop_map(|sheet| sheet.text()),
        soup(),
        Just("\u{FEFF}💪: 3x8\r\n\r day \"".to_owned()),
        Just(String::new()),
    ];
    for (units, capabilities) in clients() {
        let editor = RefCell::new(Editor::start(&[], capabilities));
        let dice = any::<prop::sample::Index>();
        let mut runner = TestRunner::new(ProptestConfig {
            failure_persistence: None,
            ..cases(40)
        });
        let ran = runner.run(&(&text, dice, any::<bool>()), |(text, dice, beyond)| {
            let editor = &mut *editor.borrow_mut();
            let uri = editor.open("x.plan", &text);
            let place = match beyond {
                true => json!({ "line": 3, "character": 99_999 }),
                false => position(&text, floor(&text, dice.index(text.len() + 1)), units),
            };
            ask_all(editor, units, &uri, &text, &place)?;
            editor.close(&uri);
            Ok(())
        });
        ran.unwrap();
        assert!(editor.borrow_mut().is_alive());
    }
}

fn floor(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[test]
fn every_place_of_a_half_typed_plan_has_answers() {
    let text = read("examples/half-typed.plan").replace("\"Pull", "\"Zoë 💪");
    for (units, capabilities) in clients() {
        let mut editor = Editor::start(&[], capabilities);
        let uri = editor.open("x.plan", &text);
        for at in (0..=text.len()).step_by(19) {
            let place = position(&text, floor(&text, at), units);
            ask_all(&mut editor, units, &uri, &text, &place).unwrap();
        }
    }
}

#[test]
fn other_files_have_no_such_answers_and_strangers_are_refused() {
    let mut editor = Editor::start(&[], json!({}));
    let uri = editor.open("notes.yaml", "a: b\n");
    let place = json!({ "line": 0, "character": 1 });
    for name in QUESTIONS {
        let method = format!("textDocument/{name}");
        let answer = editor.request(&method, params(&uri, &place, &whole()));
        assert!(
            matches!(&answer, Ok(Value::Null)) || answer == Ok(json!([])),
            "{name}: {answer:?}"
        );
        if *name == "codeAction" {
            continue;
        }
        let answer = editor.request(&method, params("file:///no/such.plan", &place, &whole()));
        let refused = answer.unwrap_err();
        assert_eq!(
            (refused.code, refused.message.as_str()),
            (-32602, "`file:///no/such.plan` is not open"),
            "{name}"
        );
    }
}
