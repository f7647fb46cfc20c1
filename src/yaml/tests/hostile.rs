//! Files that are made to hurt: refused early, in little time, with few words.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::Value as Json;

use super::picture;
use crate::source::SourceFile;
use crate::yaml::{self, DEPTH_LIMIT, FILE_LIMIT, NODE_LIMIT, SCALAR_LIMIT};

/// Far above what any of this takes, far below what a parser without a guard takes: these tests are about minutes
/// and gigabytes, and run without optimisation beside others.
const PATIENCE: Duration = Duration::from_secs(8);

/// The first thing said about `text`, which must be refused soon and with no flood of words.
fn refusal(text: &str) -> String {
    let source = SourceFile::new("hostile.yaml", text);
    let start = Instant::now();
    let diagnostics = yaml::read::<BTreeMap<String, Json>>(&source).unwrap_err();
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
    assert!(diagnostics.len() <= 100);
    let words: usize = diagnostics.iter().map(|one| one.message.len()).sum();
    assert!(words < 20_000, "{words}");
    picture(&source, &diagnostics[0])[0].clone()
}

#[test]
fn bombs_of_aliases() {
    let laughs = "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n";
    assert!(refusal(laughs).contains("`&a` is read as a YAML anchor"));
    let big = format!(
        "a: &a {}\nb: [{}]\n",
        "x".repeat(100_000),
        "*a, ".repeat(30_000)
    );
    assert!(refusal(&big).contains("1:4 [&a]"));
    assert!(refusal("a: &a [*a]\n").contains("anchor"));
    assert!(refusal("a: &a {b: c}\nd: { <<: *a }\n").contains("anchor"));
}

#[test]
fn towers_of_brackets_and_dashes() {
    let too_deep = format!("lists and maps are nested more than {DEPTH_LIMIT} deep");
    for (unit, count) in [
        ("{a: ", 60_000),
        ("[", FILE_LIMIT),
        ("- ", 100_000),
        ("? ", 100_000),
        ("[{", 100_000),
    ] {
        assert!(refusal(&unit.repeat(count)).ends_with(&too_deep), "{unit}");
    }
    let steps: String = (0..300)
        .map(|depth| format!("{}a:\n", " ".repeat(depth)))
        .collect();
    assert!(refusal(&steps).ends_with(&too_deep));
    let closed = format!("a: {}{}", "[".repeat(20_000), "]".repeat(20_000));
    assert!(refusal(&closed).ends_with(&too_deep));
}

#[test]
fn just_deep_enough_is_read() {
    let deep = format!(
        "a: {}{}",
        "[".repeat(DEPTH_LIMIT - 1),
        "]".repeat(DEPTH_LIMIT - 1)
    );
    let source = SourceFile::new("deep.yaml", deep);
    assert!(yaml::read::<BTreeMap<String, Json>>(&source).is_ok());
    let deeper = format!("a: {}{}", "[".repeat(DEPTH_LIMIT), "]".repeat(DEPTH_LIMIT));
    assert!(refusal(&deeper).contains("nested more than"));
}

#[test]
fn files_that_are_too_much() {
    let large = format!("a: {}", "x".repeat(FILE_LIMIT));
    assert!(refusal(&large).contains("KiB that a file may have"));
    assert!(refusal(&"[".repeat(1_000_000)).contains("KiB that a file may have"));
    let long = format!("a: {}\n", "x".repeat(SCALAR_LIMIT + 1));
    assert!(refusal(&long).contains("KiB that a text may have"));
    let many = format!("a: [{}]\n", "x, ".repeat(NODE_LIMIT));
    assert!(refusal(&many).contains("keys and values"));
    let keys: String = (0..NODE_LIMIT).map(|key| format!("k{key}: v\n")).collect();
    assert!(refusal(&keys).contains("keys and values"));
}

#[test]
fn the_same_slip_in_every_line() {
    for line in [
        "a: !x y\n",
        "a: %\n",
        "a: \"b\" c\n",
        "a: (b # c\n",
        "\ta: b\n",
        "a: b: c\n",
        "\u{0}\n",
        "a: *b\n",
        "a: [\n",
        "a: '\n",
        "a\n",
    ] {
        let text = line.repeat(200_000 / line.len());
        assert!(!refusal(&text).is_empty());
    }
}

#[test]
fn long_lines_and_long_blanks() {
    let wide = 200_000;
    assert!(refusal(&format!("{}\ta: b\n", " ".repeat(wide))).contains("tab"));
    assert!(refusal(&format!("a: \"{}", "\\x".repeat(wide / 2))).contains("escape"));
    assert!(refusal(&format!("a: {}x\n", "&a ".repeat(wide / 3))).starts_with("1:"));
    assert!(
        refusal(&format!(
            "a: |\n{}x\n{}",
            " ".repeat(wide / 2),
            "\t\n".repeat(wide / 4)
        ))
        .contains("tab")
    );
    assert!(refusal(&format!("a: {}\n", "b: ".repeat(wide / 3))).contains("cannot have"));
    assert!(refusal(&format!("%{}\na: b\n", "x".repeat(wide))).contains("directive"));
    assert!(refusal(&format!("{}a", "\n".repeat(wide))).contains("must be a map"));
    assert!(refusal(&format!("a: b\n{}- c", "#\n".repeat(wide / 2))).starts_with("100002:"));
}

#[test]
fn only_so_many_problems_are_told() {
    let text: String = (0..300).map(|key| format!("k{key}: !x\n")).collect();
    let source = SourceFile::new("hostile.yaml", text);
    let diagnostics = yaml::read::<BTreeMap<String, Json>>(&source).unwrap_err();
    assert_eq!(diagnostics.len(), 100);
    assert_eq!(
        diagnostics[99].notes,
        ["there may be more: only 100 problems of a file are shown"]
    );
}
