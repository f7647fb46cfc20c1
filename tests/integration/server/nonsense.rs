//! Requests in any order, with any parameters, between texts in any state: nothing of it may end the server, and every
//! request gets an answer.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::editor::Editor;
use crate::plans::soup;
use crate::properties::cases;

/// Something that a client sends.
#[derive(Clone, Debug)]
enum Step {
    Request(&'static str, Value),
    Notify(&'static str, Value),
    Raw(Vec<u8>),
}

const REQUESTS: &[&str] = &[
    "textDocument/diagnostic",
    "workspace/diagnostic",
    "textDocument/codeAction",
    "codeAction/resolve",
    "textDocument/formatting",
    "textDocument/rangeFormatting",
    "textDocument/onTypeFormatting",
    "workspace/executeCommand",
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/codeLens",
    "completionItem/resolve",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/prepareRename",
    "textDocument/rename",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/selectionRange",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/range",
    "textDocument/inlayHint",
    "textDocument/documentLink",
    "workspace/symbol",
    "initialize",
    "no/such/request",
];

const NOTIFICATIONS: &[&str] = &[
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didChange",
    "textDocument/didChange",
    "textDocument/didClose",
    "textDocument/didSave",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders",
    "$/cancelRequest",
    "initialized",
    "no/such/news",
];

const URIS: &[&str] = &[
    "file:///x.plan",
    "file:///y.plan",
    "file:///club/cuff.yaml",
    "untitled:1",
    "file://",
    "nonsense",
    "",
];

fn uri() -> impl Strategy<Value = Value> {
    prop::sample::select(URIS).prop_map(Value::from)
}

fn position() -> impl Strategy<Value = Value> {
    let number = || prop_oneof![6 => 0_u32..8, 1 => Just(u32::MAX)];
    (number(), number())
        .prop_map(|(line, character)| json!({ "line": line, "character": character }))
}

fn range() -> impl Strategy<Value = Value> {
    (position(), position()).prop_map(|(start, end)| json!({ "start": start, "end": end }))
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        soup(),
        Just("levels:\n  x: [".to_owned()),
        Just(String::new()),
        Just("💪\r\n\r".to_owned())
    ]
}

/// Parameters that hold everything that any request or notification reads, most of the time rightly.
fn params() -> impl Strategy<Value = Value> {
    (uri(), range(), position(), text(), any::<i8>(), 0_usize..30).prop_map(
        |(uri, range, position, text, version, spoilt)| {
            let document =
                json!({ "uri": uri, "version": version, "languageId": "cuff", "text": text });
            let change = json!({ "range": range, "text": text });
            let mut params = json!({
                "textDocument": document,
                "contentChanges": [change.clone(), { "text": "Bench Press: 5x5\n" }, change],
                "range": range,
                "position": position,
                "ch": "\n",
                "options": { "tabSize": 2, "insertSpaces": true },
                "context": { "diagnostics": [], "only": ["quickfix", "source"], "includeDeclaration": true, "triggerKind": 1 },
                "positions": [position, position],
                "newName": text,
                "query": text,
                "label": "x",
                "previousResultIds": [{ "uri": uri, "value": text }],
                "previousResultId": text,
                "title": "x",
                "data": { "uri": uri, "about": text },
                "command": "cuff.fixAll",
                "arguments": [uri],
                "changes": [{ "uri": uri, "type": 2 }],
                "event": { "added": [{ "uri": uri, "name": "x" }], "removed": [] },
                "id": version,
                "capabilities": {},
            });
            let keys: Vec<String> = params.as_object().unwrap().keys().cloned().collect();
            // One of them is not there, or is something else.
            if let Some(key) = keys.get(spoilt) {
                params[key] =
                    [json!(null), json!([7]), json!({}), json!("x"), json!(-1)][spoilt % 5].clone();
            }
            params
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (prop::sample::select(REQUESTS), params()).prop_map(|(method, params)| Step::Request(method, params)),
        6 => (prop::sample::select(NOTIFICATIONS), params()).prop_map(|(method, params)| Step::Notify(method, params)),
        1 => prop::collection::vec(any::<u8>(), 0..20).prop_map(Step::Raw),
        1 => prop::sample::select(vec!["Content-Length: 4\r\n\r\nnull", "Content-Length: 2\r\n\r\n{}", "\r\n\r\n", "{}"]).prop_map(|text| Step::Raw(text.into())),
    ]
}

fn able() -> Value {
    json!({
        "textDocument": {
            "diagnostic": {},
            "codeAction": { "codeActionLiteralSupport": {}, "resolveSupport": { "properties": ["edit"] }, "dataSupport": true },
        },
        "workspace": { "workspaceEdit": { "documentChanges": true, "snippetEditSupport": true }, "applyEdit": true, "diagnostics": { "refreshSupport": true } },
    })
}

proptest! {
    #![proptest_config(cases(30))]

    #[test]
    fn no_sequence_of_messages_ends_the_server(steps in prop::collection::vec(step(), 1..40), pulls in any::<bool>()) {
        let mut editor = Editor::start(&[], if pulls { able() } else { json!({}) });
        let mut open = Vec::new();
        for step in steps {
            match step {
                // A request for news waits for some; it is answered when the client goes.
                Step::Request(method, params) => open.push(editor.ask(method, params)),
                Step::Notify(method, params) => editor.notify(method, params),
                Step::Raw(bytes) => {
                    editor.raw(&bytes);
                    // Ends what the bytes may have begun.
                    editor.raw(b"\r\n\r\n");
                }
            }
        }
        prop_assert!(editor.is_alive());
        editor.request("shutdown", json!(null)).unwrap();
        for id in open {
            if let Err(refused) = editor.answer(&json!(id)) {
                prop_assert!(refused.code != -32603, "{refused:?}");
            }
        }
        editor.notify("exit", json!(null));
        let (code, errors) = editor.end();
        prop_assert_eq!(code, Some(0));
        prop_assert!(!errors.contains("panicked"), "{}", errors);
    }
}
