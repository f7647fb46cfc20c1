//! Symbols of one plan and of all, folds, growing selections, tokens.

use serde_json::{Value, json};

use super::editor::Editor;
use super::place::{Units, at, offset, slice, whole};
use crate::support::read;

fn document(editor: &mut Editor, uri: &str, method: &str) -> Vec<Value> {
    let params = json!({ "textDocument": { "uri": uri } });
    let answer = editor.request(&format!("textDocument/{method}"), params);
    answer.unwrap().as_array().unwrap().clone()
}

fn tree(text: &str, symbols: &[Value], depth: usize, out: &mut String) {
    for symbol in symbols {
        *out += &format!(
            "{:indent$}{} {} `{}`\n",
            "",
            symbol["kind"],
            symbol["name"].as_str().unwrap(),
            slice(text, &symbol["selectionRange"]),
            indent = 2 * depth
        );
        let children = symbol["children"].as_array();
        tree(text, children.map_or(&[], Vec::as_slice), depth + 1, out);
    }
}

#[test]
fn symbols_are_a_tree_or_a_list() {
    let text = read("examples/half-typed.plan").replace("A. Novak", "Zoë 💪");
    let nested = json!({ "textDocument": { "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } } });
    let mut editor = Editor::start(&[], nested);
    let uri = editor.open("x.plan", &text);
    let mut out = String::new();
    let symbols = document(&mut editor, &uri, "documentSymbol");
    tree(&text, &symbols, 0, &mut out);
    let mut editor = Editor::start(&[], json!({}));
    let uri = editor.open("x.plan", &text);
    out += "\n";
    for symbol in document(&mut editor, &uri, "documentSymbol") {
        let container = symbol["containerName"].as_str().unwrap_or("-");
        out += &format!("{} in {container}\n", symbol["name"].as_str().unwrap());
    }
    insta::assert_snapshot!(out);
}

#[test]
fn a_search_looks_into_open_plans_and_into_folders() {
    let files = [
        ("club/a.plan", "day \"A\"\n  Bench Press: 3x8 @ 70%\n"),
        ("club/b.plan", "day \"B\"\n  Back Squat: 3x8 @ 70%\n"),
        ("c.plan", "day \"C\"\n  Bench Press: 3x8 @ 70%\n"),
    ];
    let mut editor = Editor::start(&files, json!({}));
    let open = editor.open(
        "c.plan",
        "day \"C\"\n  Bench Press: 3x8 @ 70%\n  Bench Press: 1x20 @ 50%\n",
    );
    let news = editor.open("untitled:1", "day \"💪 bench\"\n");
    let found = editor
        .request("workspace/symbol", json!({ "query": "bench" }))
        .unwrap();
    let found = found.as_array().unwrap().iter().map(|symbol| {
        let place = &symbol["location"];
        (
            place["uri"].as_str().unwrap(),
            place["range"]["start"]["line"].as_u64().unwrap(),
        )
    });
    let closed = editor.uri("club/a.plan");
    let mut found: Vec<_> = found.collect();
    found.sort_unstable();
    let mut wanted = [
        (open.as_str(), 1),
        (open.as_str(), 2),
        (closed.as_str(), 1),
        (news.as_str(), 0),
    ];
    wanted.sort_unstable();
    assert_eq!(found, wanted);
}

#[test]
fn folds_are_as_many_as_the_client_takes() {
    let text = read("examples/arm-finisher.plan");
    let mut editor = Editor::start(&[], json!({}));
    let uri = editor.open("x.plan", &text);
    let folds = document(&mut editor, &uri, "foldingRange");
    let lines: Vec<&str> = text.lines().collect();
    let line = |fold: &Value, key: &str| {
        lines[usize::try_from(fold[key].as_u64().unwrap()).unwrap()].trim()
    };
    let shown = folds.iter().map(|fold| {
        let kind = fold["kind"].as_str().unwrap();
        let (first, last) = (line(fold, "startLine"), line(fold, "endLine"));
        format!("{kind}: {first} … {last}\n")
    });
    insta::assert_snapshot!(shown.collect::<String>());
    let few = json!({ "textDocument": { "foldingRange": { "rangeLimit": 2 } } });
    let mut editor = Editor::start(&[], few);
    let uri = editor.open("x.plan", &text);
    assert_eq!(document(&mut editor, &uri, "foldingRange"), folds[..2]);
}

#[test]
fn selections_grow_at_every_cursor() {
    let text = "day \"💪\"\n  Bench Press: 3x8 @ 70%, rest 2 min\n";
    let mut editor = Editor::start(&[], json!({}));
    let uri = editor.open("x.plan", text);
    let positions = [
        at(text, "70%"),
        at(text, "Press"),
        json!({ "line": 99, "character": 9 }),
    ];
    let params = json!({ "textDocument": { "uri": uri }, "positions": positions });
    let answer = editor.request("textDocument/selectionRange", params);
    let answer = answer.unwrap();
    let mut out = String::new();
    for selection in answer.as_array().unwrap() {
        let mut step = selection;
        while step.is_object() {
            out += &format!("{:?}\n", slice(text, &step["range"]));
            step = &step["parent"];
        }
        out.push('\n');
    }
    insta::assert_snapshot!(out);
}

/// The plan with the kind of each token in it.
fn marked(text: &str, legend: &Value, data: &Value) -> String {
    let numbers: Vec<u64> = data
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n.as_u64().unwrap())
        .collect();
    let (mut line, mut column) = (0, 0);
    let mut out = String::new();
    let mut done = 0;
    for token in numbers.chunks(5) {
        column = if token[0] == 0 {
            column + token[1]
        } else {
            token[1]
        };
        line += token[0];
        let at = |column: u64| {
            let place = json!({ "line": line, "character": column });
            offset(text, &place, Units::Utf16).unwrap()
        };
        let (start, end) = (at(column), at(column + token[2]));
        let kind = legend["tokenTypes"][usize::try_from(token[3]).unwrap()]
            .as_str()
            .unwrap();
        let kind = kind.get(..3).unwrap();
        out += &format!("{}‹{kind} {}›", &text[done..start], &text[start..end]);
        done = end;
    }
    out + &text[done..]
}

#[test]
fn tokens_count_from_the_one_before() {
    let text = "athlete \"Zoë 💪\" # 💪 strong\nday \"💪\"\n  Bench Press: 3x8 @ 70%, rest 2 min\n  > slow 💪\n";
    let mut editor = Editor::silent(&[]);
    let offered = editor.initialize(json!({}));
    let legend = &offered["capabilities"]["semanticTokensProvider"]["legend"];
    let uri = editor.open("x.plan", text);
    let params = json!({ "textDocument": { "uri": uri } });
    let all = editor
        .request("textDocument/semanticTokens/full", params)
        .unwrap();
    insta::assert_snapshot!(marked(text, legend, &all["data"]));
    let params = json!({ "textDocument": { "uri": uri }, "range": whole() });
    let same = editor
        .request("textDocument/semanticTokens/range", params)
        .unwrap();
    assert_eq!(same, all);
    let place = at(text, "Bench");
    let params =
        json!({ "textDocument": { "uri": uri }, "range": { "start": place, "end": place } });
    let one = editor
        .request("textDocument/semanticTokens/range", params)
        .unwrap();
    assert_eq!(one["data"][0], 2, "from the beginning of the text");
}
