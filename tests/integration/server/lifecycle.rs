//! How a server begins and ends, and what it does with messages that are wrong.

use serde_json::{Value, json};

use super::editor::Editor;
use crate::program::here;

#[test]
fn the_help_explains() {
    let ran = here(&["server", "--help"]);
    assert_eq!(ran.code, Some(0));
    assert!(
        ran.out.contains("Serve an editor") && ran.out.contains("--log-level"),
        "{}",
        ran.out
    );
}

#[test]
fn what_is_offered() {
    let mut editor = Editor::silent(&[]);
    let plain = editor.initialize(json!({}));
    insta::assert_snapshot!("offered_to_a_plain_client", pretty(&plain));
    let mut editor = Editor::silent(&[]);
    let able = editor.initialize(able());
    insta::assert_snapshot!("offered_to_a_client_that_can_everything", pretty(&able));
}

fn pretty(offered: &Value) -> String {
    let text = serde_json::to_string_pretty(offered).unwrap();
    text.replace(env!("CARGO_PKG_VERSION"), "[VERSION]")
}

/// What a client can that can everything.
fn able() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16", "utf-8"] },
        "textDocument": { "diagnostic": {} },
        "window": { "workDoneProgress": true },
    })
}

#[test]
fn it_ends_as_agreed() {
    let (code, errors) = Editor::start(&[], json!({})).leave();
    assert_eq!(
        (code, errors.as_str()),
        (Some(0), "cuff server: info: ended\n")
    );
}

#[test]
fn a_client_that_dies_ends_it() {
    assert_eq!(Editor::silent(&[]).end().0, Some(1));
    assert_eq!(Editor::start(&[], json!({})).end().0, Some(1));
    let mut editor = Editor::start(&[], json!({}));
    editor.notify("exit", json!(null));
    assert_eq!(editor.end().0, Some(1), "exit without shutdown");
    let mut editor = Editor::start(&[], json!({}));
    editor.request("shutdown", json!(null)).unwrap();
    assert_eq!(editor.end().0, Some(0), "gone after shutdown");
    let mut editor = Editor::start(&[], json!({}));
    editor.raw(b"Content-Length: 100\r\n\r\n{");
    assert_eq!(editor.end().0, Some(1), "gone in the middle of a message");
}

/// The code with which a request is refused.
fn refused(editor: &mut Editor, method: &str, params: Value) -> i64 {
    editor.request(method, params).unwrap_err().code
}

#[test]
fn requests_at_the_wrong_time_are_refused() {
    let diagnostic = json!({ "textDocument": { "uri": "file:///x.plan" } });
    let mut editor = Editor::silent(&[]);
    editor.notify("textDocument/didOpen", json!({}));
    assert_eq!(
        refused(&mut editor, "textDocument/diagnostic", diagnostic.clone()),
        -32002
    );
    assert_eq!(refused(&mut editor, "shutdown", json!(null)), -32002);
    editor.initialize(json!({}));
    assert_eq!(refused(&mut editor, "initialize", json!({})), -32600);
    assert_eq!(
        refused(&mut editor, "textDocument/diagnostic", diagnostic.clone()),
        -32602
    );
    assert_eq!(
        refused(&mut editor, "textDocument/diagnostic", json!({ "x": 1 })),
        -32602
    );
    assert_eq!(refused(&mut editor, "no/such/method", json!([])), -32601);
    editor.request("shutdown", json!(null)).unwrap();
    assert_eq!(
        refused(&mut editor, "textDocument/diagnostic", diagnostic),
        -32600
    );
    editor.notify("exit", json!(null));
    assert_eq!(editor.end().0, Some(0));
}

#[test]
fn what_is_no_message_is_refused_and_the_next_one_is_read() {
    let mut editor = Editor::start(&[], json!({}));
    for (sent, code) in [
        ("{]}", -32700),
        ("", -32700),
        ("[]", -32600),
        ("17", -32600),
        (r#"{"jsonrpc":"2.0"}"#, -32600),
        (r#"{"jsonrpc":"2.0","id":{},"method":"x"}"#, -32600),
        (r#"{"jsonrpc":"2.0","id":99999999999,"method":"x"}"#, -32600),
    ] {
        editor.raw(format!("Content-Length: {}\r\n\r\n{sent}", sent.len()).as_bytes());
        let message = editor.wait_for(|message| message.get("error").is_some());
        assert_eq!(message["error"]["code"], code, "{sent}");
        assert!(editor.is_alive(), "{sent}");
    }
    editor.raw(b"GET / HTTP/1.1\r\nHost: cuff\r\n\r\n");
    assert!(editor.is_alive());
    editor.raw(b"Content-Length: many\r\n\r\n");
    assert!(editor.is_alive());
    editor.raw(b"Content-Length: 2\r\n\r\n\xFF\xFE");
    let message = editor.wait_for(|message| message.get("error").is_some());
    assert_eq!(message["error"]["code"], -32700);
    assert!(editor.is_alive());
    assert_eq!(editor.leave().0, Some(0));
}

#[test]
fn notifications_that_are_wrong_are_passed_over_and_said() {
    let mut editor = Editor::start(&[], json!({}));
    let uri = editor.uri("never-opened.plan");
    let document = json!({ "uri": uri, "version": 3 });
    editor.notify(
        "textDocument/didChange",
        json!({ "textDocument": document, "contentChanges": [] }),
    );
    editor.notify("textDocument/didClose", json!({ "textDocument": document }));
    editor.notify(
        "textDocument/didChange",
        json!({ "textDocument": document }),
    );
    editor.notify("textDocument/didOpen", json!({ "textDocument": 7 }));
    editor.notify("some/news", json!({}));
    editor.notify("$/setTrace", json!({ "value": "off" }));
    editor.notify("$/cancelRequest", json!({ "id": 12345 }));
    editor.notify("$/cancelRequest", json!({}));
    let uri = editor.open("twice.plan", "");
    editor.open("twice.plan", "");
    editor.change(&uri, 1, &[json!({ "text": "plan \"A\"\n" })]);
    editor.change(&uri, -4, &[json!({ "text": "plan \"A\"\n" })]);
    assert!(editor.is_alive());
    let (code, errors) = editor.leave();
    assert_eq!(code, Some(0));
    insta::assert_snapshot!(errors);
}

#[test]
fn what_is_cancelled_in_time_is_not_answered() {
    let mut editor = Editor::start(&[], json!({ "textDocument": { "diagnostic": {} } }));
    let uri = editor.open("long.plan", &"Bench Press: 5x5 @ 80%\n".repeat(20_000));
    let params = json!({ "textDocument": { "uri": uri } });
    // While the first one is worked on, the second one waits.
    let first = editor.ask("textDocument/diagnostic", params.clone());
    let second = editor.ask("textDocument/diagnostic", params);
    editor.notify("$/cancelRequest", json!({ "id": second }));
    assert!(editor.answer(&json!(first)).is_ok());
    let cancelled = editor.answer(&json!(second));
    assert!(cancelled.is_ok() || cancelled.unwrap_err().code == -32800);
    assert!(editor.is_alive());
}
