//! Where keys, values and stretches of text stand.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::source::SourceFile;
use crate::yaml::{self, Node};

fn read(text: &str) -> (SourceFile, Node) {
    let source = SourceFile::new("test.yaml", text);
    let tree = yaml::read::<BTreeMap<String, Json>>(&source).unwrap().tree;
    (source, tree)
}

/// The text that is underlined for `part` of the value at `path`, where `part` stands in the decoded text.
fn inside(text: &str, path: &str, part: &str) -> String {
    let (source, tree) = read(text);
    let decoded = tree.find(path).unwrap().text().unwrap();
    let start = decoded.find(part).unwrap();
    let span = tree.inside_at(&source, path, start..start + part.len());
    source.slice(span).to_owned()
}

const RULE: &str = "rule: x
check:
  - require: load <= ceiling
    message: \"`{exercise}`\"
  - also: { wrap: 'on', \"a.b\": c, a: { b: d } }
    help: |
      one
      two
let:
empty: {}
";

#[test]
fn paths_lead_to_values() {
    let (source, tree) = read(&RULE.replace("let:\n", ""));
    let at = |path: &str| source.slice(tree.at(path));
    assert_eq!(at("rule"), "x");
    assert_eq!(at("check.0.message"), "\"`{exercise}`\"");
    assert_eq!(at("check.1.also.wrap"), "'on'");
    assert_eq!(
        at("check.1.also"),
        "{ wrap: 'on', \"a.b\": c, a: { b: d } }"
    );
    assert_eq!(at("check.1.also.a.b"), "c", "the longest key that fits");
    assert_eq!(at("check.1.help"), "one\n      two");
    assert_eq!(
        at("check.0"),
        "require: load <= ceiling\n    message: \"`{exercise}`\""
    );
    assert_eq!(at(""), tree.span.of(source.text()));
    assert_eq!(source.slice(tree.key_at("check.1.also")), "also");
    assert_eq!(source.slice(tree.key_at("check.1.also.a.b")), "\"a.b\"");
}

#[test]
fn what_is_not_there_is_shown_by_what_is_around_it() {
    let (_, tree) = read(&RULE.replace("let:\n", ""));
    assert_eq!(tree.at("check.0.note"), tree.at("check.0"));
    assert_eq!(tree.at("check.7.note"), tree.at("check"));
    assert_eq!(tree.at("check.x"), tree.at("check"));
    assert_eq!(tree.at("rule.deeper"), tree.at("rule"));
    assert_eq!(tree.at("nothing"), tree.span);
    assert_eq!(tree.find("check.0.note"), None);
    assert!(
        tree.find("empty")
            .is_some_and(|node| node.entries().is_empty())
    );
}

#[test]
fn a_stretch_of_text_is_found_however_it_is_written() {
    assert_eq!(inside("a: load <= ceiling\n", "a", "ceiling"), "ceiling");
    assert_eq!(inside("a: 'load <= ceiling'\n", "a", "<="), "<=");
    assert_eq!(inside("a: 'it''s {load}'\n", "a", "{load}"), "{load}");
    assert_eq!(inside("a: 'it''s {load}'\n", "a", "it's"), "it''s");
    assert_eq!(
        inside("a: \"say \\\"{load}\\\" \\u00e9 x\"\n", "a", "{load}"),
        "{load}"
    );
    assert_eq!(
        inside("a: \"say \\\"{load}\\\" \\u00e9 x\"\n", "a", "é"),
        "\\u00e9"
    );
    assert_eq!(inside("a: \"b \\\n   c d\"\n", "a", "c"), "c");
    assert_eq!(inside("a: é 💪 load\n", "a", "load"), "load");
}

#[test]
fn a_stretch_is_found_on_its_line_of_a_longer_text() {
    let block = "a: |\n  one two\n\n    three\n  four\nb: c\n";
    assert_eq!(inside(block, "a", "two"), "two");
    assert_eq!(inside(block, "a", "three"), "three");
    assert_eq!(inside(block, "a", "four"), "four");
    assert_eq!(inside(block, "a", "two\n\n  three"), "two\n\n    three");
    assert_eq!(inside(&block.replace('\n', "\r\n"), "a", "four"), "four");
    assert_eq!(inside(&block.replace('|', "|2-"), "a", "four"), "four");
    assert_eq!(
        inside("a: >-\n  one\n  two\n\n  three\n", "a", "two"),
        "two"
    );
    assert_eq!(
        inside("a: >-\n  one\n  two\n\n  three\n", "a", "three"),
        "three"
    );
    assert_eq!(inside("a: one\n  two\n\n  three\n", "a", "three"), "three");
    assert_eq!(inside("a: 'one\n  two'\n", "a", "two"), "two");
    assert_eq!(inside("\u{FEFF}a: one\r\n", "a", "ne"), "ne");
}

#[test]
fn the_edges_of_a_text_are_places_too() {
    let (source, tree) = read("a: load <=\nb: [c]\n");
    let end = tree.inside_at(&source, "a", 7..7);
    assert_eq!((end.start, end.end), (10, 10));
    let start = tree.inside_at(&source, "a", 0..0);
    assert_eq!((start.start, start.end), (3, 3));
    assert_eq!(
        tree.inside_at(&source, "a", 3..99),
        tree.at("a"),
        "past the end"
    );
    assert_eq!(tree.inside_at(&source, "b", 0..1), tree.at("b"), "a list");
    assert_eq!(
        tree.inside_at(&source, "a.x", 0..1),
        tree.at("a"),
        "not there"
    );
}

#[test]
fn the_end_of_a_block_is_the_end_of_its_last_line() {
    let (source, tree) = read("a: |+\n  one\n\n\nb: c\n");
    assert_eq!(tree.find("a").and_then(Node::text), Some("one\n\n\n"));
    assert_eq!(source.slice(tree.at("a")), "one");
}
