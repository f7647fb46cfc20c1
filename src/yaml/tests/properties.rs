//! The guard and serde_yaml stand on two parsers. On generated documents, whatever passes the gates reads the same in
//! both, and each scalar is where the tree says it is.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value as Json;
use serde_yaml::Value;

use crate::source::{SourceFile, Span};
use crate::yaml::{self, Data, Node, Style};

/// Everything that must hold for any text at all. Says whether the text passed.
fn check(text: &str) -> Result<bool, TestCaseError> {
    let source = SourceFile::new("generated.yaml", text);
    let tree = match yaml::read::<BTreeMap<String, Json>>(&source) {
        Ok(located) => located.tree,
        Err(diagnostics) => {
            prop_assert!(!diagnostics.is_empty());
            for diagnostic in diagnostics {
                let labels = diagnostic.labels.iter().map(|label| label.span);
                for span in labels.chain([diagnostic.span]) {
                    prop_assert!(text.get(span.range()).is_some(), "{text:?}: {diagnostic:?}");
                }
                let is_ours = diagnostic.message.starts_with("this cannot be read");
                prop_assert!(!is_ours, "{text:?}: {diagnostic:?}");
            }
            return Ok(false);
        }
    };
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    match serde_yaml::from_str(text).expect("it passed") {
        Value::Null => prop_assert!(tree.entries().is_empty(), "{text:?}"),
        value => same(&source, &tree, &value)?,
    }
    Ok(true)
}

/// Whether tree and value hold the same, and each node stands in the text where it says.
fn same(source: &SourceFile, node: &Node, value: &Value) -> Result<(), TestCaseError> {
    let text = source.text();
    prop_assert!(text.get(node.span.range()).is_some(), "{node:?}");
    match (&node.data, value) {
        (Data::List(items), Value::Sequence(values)) => {
            prop_assert_eq!(items.len(), values.len(), "{:?}", text);
            for (item, value) in items.iter().zip(values) {
                prop_assert!(
                    node.span.contains(item.span),
                    "{text:?}: {item:?} in {node:?}"
                );
                same(source, item, value)?;
            }
        }
        (Data::Map(entries), Value::Mapping(values)) => {
            prop_assert_eq!(entries.len(), values.len(), "{:?}", text);
            for (entry, (key, value)) in entries.iter().zip(values) {
                prop_assert!(scalar_is(&entry.key, key), "{text:?}: {entry:?} {key:?}");
                prop_assert!(node.span.contains(entry.key_span), "{text:?}: {entry:?}");
                prop_assert!(node.span.contains(entry.value.span), "{text:?}: {entry:?}");
                same(source, &entry.value, value)?;
            }
        }
        (
            Data::Scalar {
                text: decoded,
                style,
            },
            value,
        ) => {
            let same = match style {
                Style::Plain => scalar_is(decoded, value),
                _ => value.as_str() == Some(decoded),
            };
            prop_assert!(same, "{text:?}: {decoded:?} {value:?}");
            letters_are_found(source, node, decoded, *style)?;
        }
        _ => prop_assert!(false, "{text:?}: {node:?} {value:?}"),
    }
    Ok(())
}

/// Whether a scalar's text is what stands behind this value.
fn scalar_is(text: &str, value: &Value) -> bool {
    match value {
        Value::String(string) => string == text,
        Value::Null => matches!(text, "" | "~" | "null" | "Null" | "NULL"),
        _ => serde_yaml::from_str::<Value>(text).is_ok_and(|same| &same == value),
    }
}

/// Whether each letter of a decoded text is found where it was written.
fn letters_are_found(
    source: &SourceFile,
    node: &Node,
    decoded: &str,
    style: Style,
) -> Result<(), TestCaseError> {
    // Blank lines after an escaped line ending are not followed; the whole text stands for each of its letters then.
    let whole = source.slice(node.span);
    let gives_up =
        style == Style::DoubleQuoted && (whole.contains("\\\n") || whole.contains("\\\r"));
    for (offset, letter) in decoded.char_indices() {
        let place: Span = node.inside(source, offset..offset + letter.len_utf8());
        prop_assert!(node.span.contains(place), "{:?} {node:?}", source.text());
        let written = source.slice(place);
        let mut plain = [0; 4];
        let found = match (style, letter) {
            _ if gives_up && place == node.span => true,
            _ if written == letter.encode_utf8(&mut plain) => true,
            (Style::SingleQuoted, '\'') => written == "''",
            (Style::DoubleQuoted, _) if written.starts_with('\\') => true,
            (_, ' ' | '\n') => written.chars().all(char::is_whitespace),
            _ => false,
        };
        prop_assert!(found, "{:?}: {letter:?} {written:?}", source.text());
    }
    Ok(())
}

/// Pieces of YAML that mean something to a parser, so that random rows of them reach its corners.
const TOKENS: &[&str] = &[
    "a",
    "b",
    "key",
    "load",
    "30 %",
    "é",
    "💪",
    "-",
    "- ",
    "? ",
    ": ",
    ":",
    "a: ",
    "b:\n",
    "c: ",
    "\nd: ",
    "\n  e: ",
    "\n  - ",
    "\n- ",
    "\n  - f: ",
    "\n",
    "\n",
    "\n  ",
    "\n    ",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "  ",
    "\t",
    "#",
    " # c",
    "#c",
    "'",
    "''",
    "\"",
    "\\",
    "\\n",
    "\\u00e9",
    "\\\n",
    "|",
    "|\n",
    "|-\n",
    ">\n",
    ">+\n",
    "|2\n",
    "[",
    "]",
    "{",
    "}",
    ", ",
    ",",
    "&a ",
    "*a",
    "!t ",
    "!!str ",
    "%",
    "@",
    "`",
    "~",
    "null",
    "true",
    "no",
    "12",
    "0x1F",
    ".nan",
    "---",
    "--- ",
    "...",
    "\n---\n",
    "\n...\n",
    "<<",
    "%YAML 1.2\n",
    "\u{FEFF}",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\0",
    "\u{1b}",
    "\u{a0}",
    "<",
    ">= 3",
    "!=",
    "=",
];

/// A value that is going to be written down.
#[derive(Clone, Debug)]
enum Plan {
    Text(String),
    List(Vec<Plan>),
    Map(BTreeMap<String, Plan>),
}

fn plan() -> impl Strategy<Value = Plan> {
    let text = prop_oneof![
        "[a-z]{1,8}",
        "[ -~é💪\n]{0,24}",
        prop::sample::select(vec![
            "", "no", "~", "30 %", ">= 3", "!wrapped", "a: b", "it's", "\"", "#", "- a", "\\"
        ])
        .prop_map(str::to_owned),
    ];
    let leaf = text.prop_map(Plan::Text);
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Plan::List),
            prop::collection::btree_map("[a-z]{1,6}|[a-z]\\.[a-z]|[ -~]{0,8}", inner, 0..4)
                .prop_map(Plan::Map),
        ]
    })
}

/// Writes a plan down, spelled and laid out as the numbers from `dice` say.
struct Writer<'d> {
    dice: std::iter::Cycle<std::slice::Iter<'d, u8>>,
    out: String,
}

impl Writer<'_> {
    fn roll(&mut self, sides: u8) -> u8 {
        self.dice.next().copied().unwrap_or(0) % sides
    }

    fn scalar(&mut self, text: &str) -> String {
        let simple = text.starts_with(|first: char| first.is_ascii_lowercase())
            && text.chars().all(|letter| letter.is_ascii_alphanumeric());
        match self.roll(4) {
            0 | 1 if simple && text != "null" => text.to_owned(),
            2 if !text.contains('\n') => format!("'{}'", text.replace('\'', "''")),
            _ => {
                let text = text.replace('\\', "\\\\").replace('"', "\\\"");
                format!("\"{}\"", text.replace('\n', "\\n").replace('é', "\\u00e9"))
            }
        }
    }

    fn line(&mut self, indent: usize) {
        if self.roll(5) == 0 {
            self.out.push_str(" # a comment");
        }
        if self.roll(6) == 0 {
            self.out.push('\n');
        }
        self.out.push('\n');
        self.out.push_str(&" ".repeat(indent));
    }

    fn flow(&mut self, plan: &Plan) {
        match plan {
            Plan::Text(text) => {
                let scalar = self.scalar(text);
                self.out.push_str(&scalar);
            }
            Plan::List(items) => {
                self.out.push('[');
                for item in items {
                    self.flow(item);
                    self.out.push_str(", ");
                }
                self.out.push(']');
            }
            Plan::Map(entries) => {
                self.out.push('{');
                for (key, value) in entries {
                    let key = self.scalar(key);
                    self.out.push_str(&format!(" {key}: "));
                    self.flow(value);
                    self.out.push(',');
                }
                self.out.push('}');
            }
        }
    }

    /// Writes the value of a key or a dash, which stands at the end of the last line.
    fn block(&mut self, plan: &Plan, indent: usize) {
        match plan {
            Plan::List(items) if !items.is_empty() && self.roll(3) > 0 => {
                for item in items {
                    self.line(indent);
                    self.out.push('-');
                    self.block(item, indent + 2);
                }
            }
            Plan::Map(entries) if !entries.is_empty() && self.roll(3) > 0 => {
                self.entries(entries, indent);
            }
            Plan::Text(text) if self.roll(3) == 0 && is_block(text) => {
                let header = if self.roll(2) == 0 { " |-" } else { " |" };
                self.out.push_str(header);
                for line in text.lines() {
                    self.out.push('\n');
                    self.out.push_str(&" ".repeat(indent + 1));
                    self.out.push_str(line);
                }
            }
            _ => {
                self.out.push(' ');
                self.flow(plan);
            }
        }
    }

    fn entries(&mut self, entries: &BTreeMap<String, Plan>, indent: usize) {
        for (key, value) in entries {
            self.line(indent);
            let key = self.scalar(key);
            self.out.push_str(&format!("{key}:"));
            self.block(value, indent + 2);
        }
    }
}

fn is_block(text: &str) -> bool {
    let starts_well = !text.starts_with([' ', '\n']);
    starts_well && !text.trim().is_empty()
}

fn written(plan: &BTreeMap<String, Plan>, dice: &[u8], ending: &str, mark: bool) -> String {
    let mut writer = Writer {
        dice: dice.iter().cycle(),
        out: String::new(),
    };
    writer.entries(plan, 0);
    let text = writer.out.replace('\n', ending);
    if mark {
        format!("\u{FEFF}{text}")
    } else {
        text
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn rows_of_tokens(tokens in prop::collection::vec(prop::sample::select(TOKENS), 0..24), key in any::<bool>()) {
        let start = if key { "k: " } else { "" };
        check(&format!("{start}{}", tokens.concat()))?;
    }

    #[test]
    fn documents(
        plan in prop::collection::btree_map("[a-z]{1,6}", plan(), 0..5),
        dice in prop::collection::vec(any::<u8>(), 1..60),
        ending in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        mark in any::<bool>(),
    ) {
        let text = written(&plan, &dice, ending, mark);
        let passed = check(&text)?;
        prop_assert!(passed, "{text:?}");
    }

    #[test]
    fn damaged_documents(
        plan in prop::collection::btree_map("[a-z]{1,6}", plan(), 0..5),
        dice in prop::collection::vec(any::<u8>(), 1..60),
        cut in any::<prop::sample::Index>(),
        token in prop::sample::select(TOKENS),
    ) {
        let mut text = written(&plan, &dice, "\n", false);
        let places: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
        let place = if places.is_empty() { 0 } else { places[cut.index(places.len())] };
        text.insert_str(place, token);
        check(&text)?;
    }
}
