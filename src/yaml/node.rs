//! A YAML file as a tree that knows where everything stands.
//!
//! serde_yaml gives values without places; this tree gives the place of each key and value of the same text. What the
//! values mean is settled elsewhere.

use std::ops::Range;

use super::decode;
use crate::source::{SourceFile, Span};

/// A value and the text it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Where it stands: quotes and brackets included, the blanks and line endings after it not. Empty for a key
    /// without a value.
    pub span: Span,
    /// What it holds.
    pub data: Data,
}

/// What a [`Node`] holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// A text, a number, a yes or no: YAML does not tell them apart, the reader does.
    Scalar {
        /// The text after escapes, folding and indentation are taken away. Empty for a key without a value.
        text: String,
        /// How it was written.
        style: Style,
    },
    /// Values in order.
    List(Vec<Node>),
    /// Keys with values, in the order of the file.
    Map(Vec<Entry>),
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In `'…'`.
    SingleQuoted,
    /// In `"…"`, where a backslash starts an escape.
    DoubleQuoted,
    /// Below `|` or `>`, on lines of its own.
    Block,
}

/// A key of a map, and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key's text.
    pub key: String,
    /// Where the key stands, quotes included.
    pub key_span: Span,
    /// What it stands for.
    pub value: Node,
}

impl Node {
    /// The value of a file without a value.
    pub(super) fn empty_map() -> Self {
        Self {
            span: Span::at(0),
            data: Data::Map(Vec::new()),
        }
    }

    /// The text of a scalar; `None` for a list or a map.
    pub fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The values of a list; none for anything else.
    pub fn items(&self) -> &[Self] {
        match &self.data {
            Data::List(items) => items,
            _ => &[],
        }
    }

    /// The entries of a map; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.data {
            Data::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The entry of a map with this key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// Whether it is a key or a dash with nothing behind it.
    pub fn is_nothing(&self) -> bool {
        self.span.is_empty()
            && matches!(&self.data, Data::Scalar { text, style: Style::Plain } if text.is_empty())
    }

    /// Whether it is a word without quotes that YAML reads as no value.
    pub fn is_null(&self) -> bool {
        matches!(
            &self.data,
            Data::Scalar { text, style: Style::Plain }
                if matches!(text.as_str(), "~" | "null" | "Null" | "NULL")
        )
    }

    /// The value at a path of keys and places in lists (from 0), such as `check.0.message`; the empty path is the node
    /// itself. Keys may hold dots: the longest key that fits is taken.
    pub fn find(&self, path: &str) -> Option<&Self> {
        match self.walk(path) {
            Found::Node(node) => Some(node),
            Found::Parent(_) => None,
        }
    }

    /// Where the value at a path stands. If there is no such value, where the nearest thing above it stands that does
    /// exist, so that a diagnostic always has a place.
    pub fn at(&self, path: &str) -> Span {
        match self.walk(path) {
            Found::Node(node) | Found::Parent(node) => node.span,
        }
    }

    /// Where the last key of a path stands; the same as [`Node::at`] if the path does not end in a key of this tree.
    pub fn key_at(&self, path: &str) -> Span {
        let mut node = self;
        let mut rest = path;
        loop {
            match node.step(rest) {
                Some((Child::Entry(entry), "")) => return entry.key_span,
                Some((child, after)) => (node, rest) = (child.node(), after),
                None => return node.span,
            }
        }
    }

    /// Where a stretch of a scalar's decoded text stands in the source, `text` in bytes of [`Node::text`].
    ///
    /// Exact for everything that stands in the source as it is, across the lines of blocks and around escapes. The
    /// whole node for a list, a map or a stretch outside the text.
    pub fn inside(&self, source: &SourceFile, text: Range<usize>) -> Span {
        let Data::Scalar {
            text: decoded,
            style,
        } = &self.data
        else {
            return self.span;
        };
        decode::locate(source.text(), self.span, *style, decoded, text).unwrap_or(self.span)
    }

    /// [`Node::inside`] for the scalar at a path.
    pub fn inside_at(&self, source: &SourceFile, path: &str, text: Range<usize>) -> Span {
        match self.walk(path) {
            Found::Node(node) => node.inside(source, text),
            Found::Parent(node) => node.span,
        }
    }

    fn walk(&self, path: &str) -> Found<'_> {
        let mut node = self;
        let mut rest = path;
        while !rest.is_empty() {
            match node.step(rest) {
                Some((child, after)) => (node, rest) = (child.node(), after),
                None => return Found::Parent(node),
            }
        }
        Found::Node(node)
    }

    /// The child that the first part of `path` names, and the rest of the path.
    fn step<'a, 'p>(&'a self, path: &'p str) -> Option<(Child<'a>, &'p str)> {
        match &self.data {
            Data::Scalar { .. } => None,
            Data::List(items) => {
                let (place, rest) = path.split_once('.').unwrap_or((path, ""));
                let item = items.get(place.parse::<usize>().ok()?)?;
                Some((Child::Item(item), rest))
            }
            Data::Map(entries) => entries
                .iter()
                .filter_map(|entry| Some((entry, after_key(path, &entry.key)?)))
                .min_by_key(|(_, rest)| rest.len())
                .map(|(entry, rest)| (Child::Entry(entry), rest)),
        }
    }
}

/// The path after `key`, if it starts with that key.
fn after_key<'p>(path: &'p str, key: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(key)?;
    if rest.is_empty() {
        Some(rest)
    } else {
        rest.strip_prefix('.')
    }
}

enum Found<'a> {
    Node(&'a Node),
    Parent(&'a Node),
}

enum Child<'a> {
    Entry(&'a Entry),
    Item(&'a Node),
}

impl<'a> Child<'a> {
    fn node(&self) -> &'a Node {
        match self {
            Self::Entry(entry) => &entry.value,
            Self::Item(item) => item,
        }
    }
}
