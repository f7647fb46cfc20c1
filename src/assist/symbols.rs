//! What stands in a plan, by name: weeks, days, exercises, wraps and what is said of the athlete.

use super::Document;
use super::outline::{Kind, Node, content, outline};
use crate::report::plain;
use crate::source::Span;
use crate::syntax::ast::{Line, Statement};

/// What a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    /// The athlete.
    Athlete,
    /// A line about the athlete.
    Fact,
    /// An exercise that the plan defines.
    Custom,
    /// The weeks of a block.
    Week,
    /// A training session.
    Session,
    /// Exercises done in turn.
    Superset,
    /// Wraps that are put on by a line of their own.
    Wrap,
    /// An exercise.
    Exercise,
}

impl SymbolKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Athlete => "athlete",
            Self::Fact => "fact",
            Self::Custom => "custom exercise",
            Self::Week => "week",
            Self::Session => "session",
            Self::Superset => "superset",
            Self::Wrap => "wrap",
            Self::Exercise => "exercise",
        }
    }
}

/// Something with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Its name; never empty.
    pub name: String,
    /// A few more words; may be empty.
    pub detail: String,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it.
    pub span: Span,
    /// The part that names it, inside of `span`.
    pub name_span: Span,
    /// What it holds.
    pub children: Vec<Self>,
}

/// The symbols of a plan, as a tree.
pub fn symbols(document: &Document<'_>) -> Vec<Symbol> {
    let nodes = outline(document.tree);
    nodes
        .iter()
        .filter_map(|node| symbol(document, node))
        .collect()
}

/// The symbols whose names hold each word of a query, for a search over many plans. Without a query, all of them.
pub fn symbols_named(document: &Document<'_>, query: &str) -> Vec<Symbol> {
    let query = query.to_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    let mut found = Vec::new();
    flatten(symbols(document), &words, &mut found);
    found
}

fn flatten(symbols: Vec<Symbol>, words: &[&str], found: &mut Vec<Symbol>) {
    for mut symbol in symbols {
        let children = std::mem::take(&mut symbol.children);
        let name = symbol.name.to_lowercase();
        let is_named = !matches!(symbol.kind, SymbolKind::Fact | SymbolKind::Superset);
        if is_named && words.iter().all(|word| name.contains(word)) {
            found.push(symbol);
        }
        flatten(children, words, found);
    }
}

fn symbol(document: &Document<'_>, node: &Node) -> Option<Symbol> {
    let line = document.tree.lines.get(node.first)?;
    let span = node.span(document.tree, document.text());
    let (kind, named) = named(node.kind, line);
    let whole = statement(document, line);
    let name_span = named
        .filter(|named| !named.is_empty() && span.contains(*named))
        .unwrap_or(whole);
    let name = plain(document.slice(name_span));
    let children = node.children.iter();
    Some(Symbol {
        name: if name.is_empty() {
            kind.word().to_owned()
        } else {
            name
        },
        detail: detail(document, kind, line, name_span, whole),
        kind,
        span,
        name_span,
        children: children
            .filter_map(|child| symbol(document, child))
            .collect(),
    })
}

/// What a node is, and the words that name it; the whole statement if there are none of their own.
fn named(kind: Kind, line: &Line) -> (SymbolKind, Option<Span>) {
    match (&line.statement, kind) {
        (Statement::Athlete(athlete), _) => (SymbolKind::Athlete, athlete.value),
        (Statement::Day(day), _) => (SymbolKind::Session, Some(day.name)),
        (Statement::Exercise(exercise), _) => (SymbolKind::Exercise, Some(exercise.name)),
        (Statement::Custom(custom), _) => (SymbolKind::Custom, Some(custom.name)),
        (Statement::Wrap(wrap), _) => (SymbolKind::Wrap, Some(wrap.span)),
        (_, Kind::Week) => (SymbolKind::Week, None),
        (_, Kind::Superset) => (SymbolKind::Superset, None),
        _ => (SymbolKind::Fact, None),
    }
}

/// A line without its comment and the blanks around it.
fn statement(document: &Document<'_>, line: &Line) -> Span {
    let whole = content(line, document.text());
    let end = line
        .comment
        .as_ref()
        .map_or(whole.end, |comment| comment.span.start.max(whole.start));
    let words = document.slice(Span { end, ..whole });
    Span::new(
        whole.range().start,
        whole.range().start + words.trim_end().len(),
    )
}

/// What stands behind the name of an exercise or a day.
fn detail(
    document: &Document<'_>,
    kind: SymbolKind,
    line: &Line,
    name: Span,
    whole: Span,
) -> String {
    let behind = Span::new(name.range().end, whole.range().end);
    let words = document.slice(behind);
    match (kind, &line.statement) {
        (SymbolKind::Exercise | SymbolKind::Session, _) => {
            plain(words.trim_start_matches(['"', ':', ',', ' ']))
        }
        _ => String::new(),
    }
}
