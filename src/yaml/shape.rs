//! Whether a tree has the keys and kinds of values that a type asks for, by the JSON Schema derived from the type.
//!
//! serde would stop at the first difference and point at the start of the map around it; this finds all of them, each
//! at its key or value. What the values mean is not judged here.

use serde_json::Value as Json;

use super::node::{Data, Entry, Node, Style};
use super::problems::{Problems, Slip, problem};
use super::schema::{self, Kind};
use super::words::{self, first_line, quote_help};
use crate::diagnostic::Diagnostic;
use crate::nearest::nearest;
use crate::source::Span;

/// How many unknown keys of one map are compared with its missing ones.
const COMPARED: usize = 50;

/// Compares `tree`, read from `text`, with a schema made by schemars.
pub(super) fn check(text: &str, tree: &Node, schema: &Json, problems: &mut Problems) {
    let mut shape = Shape {
        text,
        root: schema,
        problems,
    };
    shape.value(schema, tree, &Subject::File);
}

/// What a value is called in messages.
enum Subject<'a> {
    File,
    Key(&'a Entry),
    Item(&'a Self),
}

impl Subject<'_> {
    fn words(&self) -> String {
        match self {
            Self::File => "the file".to_owned(),
            Self::Key(entry) => format!("`{}`", words::short(&entry.key)),
            Self::Item(list) => format!("an item of {}", list.words()),
        }
    }

    fn key(&self) -> &str {
        match self {
            Self::Key(entry) => &entry.key,
            Self::File | Self::Item(_) => "",
        }
    }
}

struct Shape<'a> {
    text: &'a str,
    root: &'a Json,
    problems: &'a mut Problems,
}

impl<'a> Shape<'a> {
    fn value(&mut self, schema: &'a Json, node: &Node, subject: &Subject<'_>) {
        let schema = schema::resolve(self.root, schema);
        if schema == &Json::Bool(true) {
            return;
        }
        if node.is_nothing() {
            return self.nothing(node, subject);
        }
        if node.is_null() {
            return self.null(node, subject);
        }
        if let Some(choices) = schema::choices(schema) {
            return self.choice(&choices, node, subject);
        }
        match schema::alternatives(schema).as_slice() {
            [] => self.kind(schema, node, subject),
            [only] => self.value(only, node, subject),
            several => self.alternative(several, node, subject),
        }
    }

    /// A key with nothing behind it. Even where a value may be left out, an empty one is more likely forgotten.
    fn nothing(&mut self, node: &Node, subject: &Subject<'_>) {
        let (span, help) = match subject {
            Subject::Key(entry) => (entry.key_span, "give it a value, or delete the key"),
            _ => (node.span, "give it a value, or delete the `-`"),
        };
        let place = if span.is_empty() {
            words::mark_before(self.text, span.start as usize)
        } else {
            span
        };
        self.problems
            .note(|| problem(place, format!("{} has no value", subject.words())).help(help));
    }

    /// `~` and its kin would be taken for text here and for no value there.
    fn null(&mut self, node: &Node, subject: &Subject<'_>) {
        let text = node.text().unwrap_or_default();
        self.problems.note(|| {
            let help = match subject {
                Subject::Item(_) => "delete the item; or put it in quotes if it is text",
                _ => "delete the key; or put the value in quotes if it is text",
            };
            problem(node.span, format!("`{text}` stands for no value in YAML")).help(help)
        });
    }

    fn alternative(&mut self, several: &[&'a Json], node: &Node, subject: &Subject<'_>) {
        let fitting: Vec<&Json> = several
            .iter()
            .copied()
            .filter(|schema| {
                let schema = schema::resolve(self.root, schema);
                schema::kind(schema).is_none_or(|kind| kind.takes(node))
            })
            .collect();
        let mut first = None;
        for schema in &fitting {
            let mut found = Problems::default();
            let mut shape = Shape {
                text: self.text,
                root: self.root,
                problems: &mut found,
            };
            shape.value(schema, node, subject);
            if found.is_empty() {
                return;
            }
            first.get_or_insert(found);
        }
        match first {
            Some(found) => self.problems.extend(found),
            None => {
                let kinds: Vec<_> = several
                    .iter()
                    .map(|schema| schema::resolve(self.root, schema))
                    .filter_map(|schema| Some((schema::kind(schema)?, schema)))
                    .collect();
                self.wrong_kind(&kinds, node, subject);
            }
        }
    }

    fn kind(&mut self, schema: &'a Json, node: &Node, subject: &Subject<'_>) {
        let Some(kind) = schema::kind(schema) else {
            return;
        };
        match (&node.data, kind) {
            (Data::Scalar { .. }, Kind::Text) => {}
            (Data::Scalar { text, style }, Kind::Truth | Kind::Whole | Kind::Number) => {
                let fits = *style == Style::Plain && schema::fits(schema, kind, text);
                if !fits {
                    self.not_a_literal(schema, kind, node, subject);
                }
            }
            (Data::List(items), Kind::List) => self.list(schema, items, node, subject),
            (Data::Map(entries), Kind::Map) => self.map(schema, entries, node),
            _ => self.wrong_kind(&[(kind, schema)], node, subject),
        }
    }

    fn list(&mut self, schema: &'a Json, items: &[Node], node: &Node, subject: &Subject<'_>) {
        if let Some(several) = schema.get("prefixItems").and_then(Json::as_array) {
            for (schema, item) in several.iter().zip(items) {
                self.value(schema, item, &Subject::Item(subject));
            }
            if several.len() != items.len() {
                self.problems.note(|| {
                    let message = format!(
                        "{} must have {} items, not {}",
                        subject.words(),
                        several.len(),
                        items.len()
                    );
                    problem(first_line(self.text, node.span), message)
                });
            }
            return;
        }
        if let Some(schema) = schema.get("items") {
            for item in items {
                self.value(schema, item, &Subject::Item(subject));
            }
        }
    }

    fn map(&mut self, schema: &'a Json, entries: &[Entry], node: &Node) {
        let known = schema.get("properties").and_then(Json::as_object);
        let others = schema.get("additionalProperties").unwrap_or(&Json::Null);
        let mut unknown = Vec::new();
        for entry in entries {
            let known = known.and_then(|known| known.get(&entry.key));
            match known {
                Some(schema) => self.value(schema, &entry.value, &Subject::Key(entry)),
                None if others == &Json::Bool(false) => unknown.push(entry),
                None if others.is_null() => {}
                None => self.value(others, &entry.value, &Subject::Key(entry)),
            }
        }
        let thing = schema::thing(self.root, schema);
        self.missing(schema, entries, &unknown, node, &thing);
        let absent = absent_keys(schema, entries);
        for entry in unknown {
            let (text, root) = (self.text, self.root);
            self.problems.slip(slip(&absent, entry));
            self.problems
                .note(|| unknown_key(text, root, schema, &absent, entry, &thing));
        }
    }

    /// One problem for all keys that a map lacks. A key that is there in a misspelt form is not missing.
    fn missing(
        &mut self,
        schema: &Json,
        entries: &[Entry],
        unknown: &[&Entry],
        node: &Node,
        thing: &str,
    ) {
        let absent = absent_keys(schema, entries);
        let misspelt: Vec<_> = unknown
            .iter()
            .take(COMPARED)
            .filter_map(|entry| nearest(&entry.key, absent.iter().copied()))
            .collect();
        let missing: Vec<&str> = schema::required(schema)
            .filter(|key| absent.contains(key) && !misspelt.contains(key))
            .collect();
        if missing.is_empty() {
            return;
        }
        let place = entries
            .first()
            .map_or(first_line(self.text, node.span), |entry| entry.key_span);
        self.problems
            .note(|| missing_keys(schema, &missing, place, thing));
    }

    fn not_a_literal(&mut self, schema: &Json, kind: Kind, node: &Node, subject: &Subject<'_>) {
        let place = first_line(self.text, node.span);
        let written = words::short(place.of(self.text));
        self.problems.note(|| {
            let range = schema::range(schema).filter(|_| kind.takes(node) && kind == Kind::Whole);
            let message = format!(
                "{} must be {}, not `{written}`",
                subject.words(),
                kind.words()
            );
            let help = match (kind, range) {
                (Kind::Truth, _) => "write `true` or `false`".to_owned(),
                (Kind::Whole, Some((least, most))) => {
                    format!("write digits without quotes, from {least} to {most}")
                }
                _ => "write digits without quotes, such as `12`".to_owned(),
            };
            problem(place, message).help(help)
        });
    }

    fn choice(&mut self, choices: &[&str], node: &Node, subject: &Subject<'_>) {
        let Some(text) = node.text() else {
            return self.wrong_kind(&[(Kind::Text, &Json::Null)], node, subject);
        };
        if choices.contains(&text) {
            return;
        }
        self.problems.note(|| {
            let message = format!("{} cannot be `{}`", subject.words(), words::short(text));
            let diagnostic = problem(first_line(self.text, node.span), message)
                .note(format!("it is {}", schema::either(choices)));
            match nearest(text, choices.iter().copied()) {
                Some(close) => diagnostic.help(format!("did you mean `{close}`?")),
                None => diagnostic,
            }
        });
    }

    fn wrong_kind(&mut self, wanted: &[(Kind, &Json)], node: &Node, subject: &Subject<'_>) {
        let (text, root) = (self.text, self.root);
        self.problems.note(|| {
            let mut kinds: Vec<_> = wanted.iter().map(|(kind, _)| kind.words()).collect();
            kinds.dedup();
            let message = format!(
                "{} must be {}, not {}",
                subject.words(),
                kinds.join(" or "),
                schema::kind_of(node)
            );
            let diagnostic = problem(first_line(text, node.span), message);
            let items = wanted.first().and_then(|(_, schema)| schema.get("items"));
            let holds_maps = items
                .is_some_and(|items| schema::kind(schema::resolve(root, items)) == Some(Kind::Map));
            let kind = wanted.first().map(|(kind, _)| *kind);
            match kind_help(text, kind, holds_maps, node, subject) {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            }
        });
    }
}

/// What to write instead, with the author's own value as the example where it is short.
fn kind_help(
    text: &str,
    wanted: Option<Kind>,
    holds_maps: bool,
    node: &Node,
    subject: &Subject<'_>,
) -> Option<String> {
    let span = node.span;
    let key = subject.key();
    match (&node.data, wanted?) {
        (Data::Scalar { .. }, Kind::List) if is_simple(span.of(text)) && !holds_maps => {
            Some(format!("write `{}[{}]`", key_mark(key), span.of(text)))
        }
        (Data::Scalar { .. } | Data::Map(_), Kind::List) => {
            Some("put each item on a line of its own, after `- `".to_owned())
        }
        (Data::Scalar { .. }, Kind::Map) => {
            Some("write its keys on lines of their own below it, each as `key: value`".to_owned())
        }
        (Data::List(_), Kind::Map) => Some("write `key: value` lines without `- `".to_owned()),
        (Data::List(items), Kind::Text) if items.len() == 1 => {
            let value = items.first().map_or("", |item| item.span.of(text));
            Some(format!(
                "write it without the brackets: `{}{value}`",
                key_mark(key)
            ))
        }
        (_, Kind::Text) => Some(quote_help(
            text,
            span.start as usize,
            span.end as usize,
            "put the text in quotes, or below `|` if it has several lines",
        )),
        _ => None,
    }
}

fn key_mark(key: &str) -> String {
    if key.is_empty() {
        String::new()
    } else {
        format!("{key}: ")
    }
}

/// Whether a value stays one value when brackets are put around it.
fn is_simple(value: &str) -> bool {
    value.len() <= 40 && !value.contains([',', '[', ']', '{', '}', '#', ':', '\n', '\r'])
}

/// How the rest of a file can be read where a key is not known.
fn slip(absent: &[&str], entry: &Entry) -> Option<Slip> {
    match nearest(&entry.key, absent.iter().copied()) {
        Some(meant) => Some(Slip {
            span: entry.key_span,
            meant: Some(meant.to_owned()),
        }),
        // What a map or a list may have named would be missing elsewhere.
        None => entry.value.text().map(|_| Slip {
            span: entry.key_span.to(entry.value.span),
            meant: None,
        }),
    }
}

fn absent_keys<'s>(schema: &'s Json, entries: &[Entry]) -> Vec<&'s str> {
    let present = |key: &str| entries.iter().any(|entry| entry.key == key);
    schema::keys(schema).filter(|key| !present(key)).collect()
}

fn unknown_key(
    text: &str,
    root: &Json,
    schema: &Json,
    absent: &[&str],
    entry: &Entry,
    thing: &str,
) -> Diagnostic {
    let diagnostic = problem(
        first_line(text, entry.key_span),
        format!("unknown key `{}` in {thing}", words::short(&entry.key)),
    );
    if let Some(close) = nearest(&entry.key, absent.iter().copied()) {
        return diagnostic.help(format!("did you mean `{close}`?"));
    }
    let owners = schema::owners(root, &entry.key);
    if !owners.is_empty() {
        return diagnostic
            .note(format!(
                "`{}` is a key of {}",
                entry.key,
                owners.join(" and of ")
            ))
            .help("move it there; the indentation of a key says what it belongs to");
    }
    let keys: Vec<_> = schema::keys(schema).map(|key| format!("`{key}`")).collect();
    diagnostic.note(format!("the keys of {thing} are {}", keys.join(", ")))
}

fn missing_keys(schema: &Json, missing: &[&str], place: Span, thing: &str) -> Diagnostic {
    let names: Vec<_> = missing.iter().map(|key| format!("`{key}`")).collect();
    let names = schema::listed(&names, "and");
    let noun = if missing.len() == 1 { "key" } else { "keys" };
    let mut diagnostic = problem(place, format!("missing {noun} {names} in {thing}"));
    for key in missing {
        if let Some(meaning) = schema::description(schema, key) {
            diagnostic = diagnostic.note(format!("`{key}`: {meaning}"));
        }
    }
    let example: Vec<_> = missing.iter().map(|key| format!("`{key}: …`")).collect();
    diagnostic.help(format!("add {}", schema::listed(&example, "and")))
}
