//! The extension for VS Code: what it colours in plans, line by line as the program reads them, and what it is made of. In a
//! window it is tried by `editors/vscode/test/screen/run`.

use std::io::Write as _;
use std::process::{Command, Stdio};

use cuff::syntax::ast::{Line, Statement};
use cuff::syntax::parse;

use crate::support::read;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/editors/vscode");

/// Prints for each line of a plan on standard input the scope of the first thing in it that has one.
const COLOURS: &str = r#"
    const fs = require("node:fs");
    const oniguruma = require("vscode-oniguruma");
    const textmate = require("vscode-textmate");
    const main = async () => {
        await oniguruma.loadWASM(fs.readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer);
        const registry = new textmate.Registry({
            onigLib: Promise.resolve({
                createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
                createOnigString: (text) => new oniguruma.OnigString(text),
            }),
            loadGrammar: async () => JSON.parse(fs.readFileSync("syntaxes/cuff.tmLanguage.json", "utf8")),
        });
        const grammar = await registry.loadGrammar("source.cuff");
        let state = textmate.INITIAL;
        const first = fs.readFileSync(0, "utf8").split("\n").map((line) => {
            const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
            state = ruleStack;
            const start = line.search(/\S/);
            const token = tokens.find(({ startIndex, endIndex }) => startIndex <= start && start < endIndex);
            return token ? token.scopes.at(-1) : "";
        });
        console.log(JSON.stringify(first));
    };
    main();
"#;

/// The scope of the first thing in each line, as the extension colours it.
fn coloured(text: &str) -> Vec<String> {
    let mut node = Command::new("node")
        .args(["--eval", COLOURS])
        .current_dir(FOLDER)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node is there");
    let mut input = node.stdin.take().unwrap();
    input.write_all(text.as_bytes()).unwrap();
    drop(input);
    let output = node.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "`.ci/run` installs what this needs"
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The scope that the first thing in a line has to have, by how the program reads it; none where it cannot be read, or lacks
/// its colon.
fn expected(line: &Line, text: &str) -> Option<&'static str> {
    Some(match &line.statement {
        Statement::Blank if line.comment.is_some() => "comment.line.number-sign.cuff",
        Statement::Blank => "",
        Statement::Note(_) => "markup.quote.cuff",
        Statement::Exercise(_) if !text.contains(':') => return None,
        Statement::Exercise(_) if text.trim_start().starts_with("warm") => "keyword.other.cuff",
        Statement::Exercise(_) => "entity.name.function.exercise.cuff",
        Statement::Unread(_) => return None,
        _ => "keyword.control.cuff",
    })
}

#[test]
#[ignore = "needs the packages of the extension; `.ci/run` has them"]
fn lines_are_coloured_as_the_program_reads_them() {
    let mut paths = vec!["tests/fixtures/syntax/everything.plan".to_owned()];
    let examples = std::fs::read_dir("examples").unwrap();
    paths.extend(examples.map(|entry| entry.unwrap().path().to_str().unwrap().to_owned()));
    let mut seen = 0;
    for path in paths {
        let text = read(&path);
        let colours = coloured(&text);
        for (number, line) in parse(&text).plan.lines.iter().enumerate() {
            let written = &text[line.span.range()];
            if let Some(expected) = expected(line, written) {
                assert_eq!(
                    colours[number],
                    expected,
                    "{path}:{}: {written}",
                    number + 1
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 150, "{seen}");
}

/// A clone has no other place that says where packages come from.
#[test]
fn packages_of_the_extension_come_from_the_public_registry() {
    let lock = read("editors/vscode/package-lock.json");
    let packages: serde_json::Value = serde_json::from_str(&lock).unwrap();
    let packages = packages["packages"].as_object().unwrap();
    assert!(packages.len() > 50);
    for (name, package) in packages {
        let from = package["resolved"].as_str();
        let is_public = |from: &str| from.starts_with("https://registry.npmjs.org/");
        assert!(from.is_none_or(is_public), "{name}: {from:?}");
        assert!(
            name.is_empty() || package["integrity"].is_string(),
            "{name}"
        );
    }
}

/// Its settings stand on its page, and its version is the one of the program.
#[test]
fn the_extension_is_described_as_it_is() {
    let manifest: serde_json::Value =
        serde_json::from_str(&read("editors/vscode/package.json")).unwrap();
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(read("editors/vscode/LICENSE"), read("LICENSE-MIT"));
    let page = crate::documents::document("editors/vscode/README.md");
    let settings = manifest["contributes"]["configuration"]["properties"].as_object();
    let settings: Vec<&str> = settings.unwrap().keys().map(String::as_str).collect();
    let mut rows: Vec<&str> = page.rows[1..].iter().map(|row| row[0].as_str()).collect();
    rows.sort_unstable();
    assert_eq!(rows, settings);
}
