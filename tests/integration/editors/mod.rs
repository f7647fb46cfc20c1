//! cuff in real editors, set up as docs/editors.md says. `.ci/run` installs them and runs these tests; `cargo test` leaves
//! them out. What an editor colours is held against the grammar in any case.

/// Emacs, with eglot.
mod emacs;
/// Neovim, with its own client.
mod neovim;
/// The extension for VS Code, without VS Code.
mod vscode;
/// What editors colour.
mod words;

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::documents;
use crate::program::Cuff;
use crate::support::read;

/// The page that says how editors are set up.
pub(crate) const PAGE: &str = "docs/editors.md";

const HOME: &str = env!("CARGO_MANIFEST_DIR");

/// The plan that a person works on, with characters that editors count in different ways.
fn plan() -> String {
    read("examples/everything-wrong.plan").replace("> Numb", "> 🏋 Numb")
}

/// The first block of the page in this language, for a clone that lies here.
fn setup(language: &str) -> String {
    let page = documents::document(PAGE);
    let mut blocks = page.blocks.into_iter();
    let block = blocks.find(|block| block.info == language);
    let text = block.expect("the page sets this editor up").text;
    assert!(text.contains("/path/to/cuff"), "{text}");
    text.replace("/path/to/cuff", HOME)
}

/// A folder with the plan, and what an editor that is called like this saw in it. The editor finds the program of these tests,
/// and nothing of the person who runs them.
fn seen(plans: &Cuff, program: &str, args: &[&str]) -> Value {
    let built = Path::new(env!("CARGO_BIN_EXE_cuff")).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    let output = Command::new(program)
        .args(args)
        .current_dir(plans.path(""))
        .env("PATH", format!("{}:{path}", built.display()))
        .env("HOME", plans.path(""))
        .env("XDG_CONFIG_HOME", plans.path("config"))
        .env("CUFF_TODAY", "2026-03-01")
        .env("PLAN", plans.path("a.plan"))
        .env("SEEN", plans.path("seen.json"))
        .output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}; `.ci/run` installs it"));
    let said = String::from_utf8_lossy(&output.stderr);
    let seen = fs::read_to_string(plans.path("seen.json"));
    let seen = seen.unwrap_or_else(|error| panic!("{error}: {said}"));
    let seen: Value = serde_json::from_str(&seen).unwrap();
    assert!(seen["fault"].is_null(), "{}\n{said}", seen["fault"]);
    seen
}

/// The findings that the program prints, each with its line, the characters in front of it, its rule, level and message.
fn printed(plans: &Cuff) -> Vec<(u64, String, String, String, String)> {
    let ran = plans.run(&["check", "a.plan", "--format", "json"]);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    let text = plans.read("a.plan");
    let findings = document["findings"].as_array().unwrap().iter();
    let findings = findings.map(|finding| {
        let offset = usize::try_from(finding["start"]["offset"].as_u64().unwrap()).unwrap();
        let word = |key: &str| finding[key].as_str().unwrap().to_owned();
        (
            finding["start"]["line"].as_u64().unwrap(),
            text[..offset].rsplit('\n').next().unwrap().to_owned(),
            word("rule"),
            word("severity"),
            word("message"),
        )
    });
    findings.collect()
}

/// What the plan says once the safe fixes are applied, and once it is laid out.
fn run_on(text: &str, args: &[&str]) -> String {
    let plans = Cuff::new().file("a.plan", text);
    plans.run(args);
    plans.read("a.plan")
}

/// Whether the server offers something about the words of plans.
fn knows_words() -> bool {
    read("src/server/capabilities.rs").contains("inlay_hint_provider")
}

/// Blocks that only editors understand are tried here, and stand on one page.
#[test]
fn every_editor_of_the_page_is_one_that_is_tried() {
    let page = documents::document(PAGE);
    let blocks = page.blocks.iter().map(|block| block.info.as_str());
    let blocks: Vec<&str> = blocks.filter(|info| *info != "sh with tools").collect();
    assert_eq!(blocks, ["lua", "elisp", "toml"]);
    let helix = page.blocks.iter().find(|block| block.info == "toml");
    let file = read("editors/helix/languages.toml");
    let (_, settings) = file.split_once("\n\n").unwrap();
    assert_eq!(helix.unwrap().text, settings);
    let gate = read(".ci/run");
    let code = page
        .blocks
        .iter()
        .find(|block| block.info == "sh with tools");
    let commands = code.unwrap().text.lines();
    for command in commands.filter(|command| !command.starts_with("code ")) {
        assert!(gate.contains(command), "{command}");
    }
}
