//! What stands at a place of a rule file, by its lines: a file in which somebody is writing is seldom YAML.

use crate::source::Span;

/// What is wanted at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A condition or a value.
    Expression,
    /// The kind of thing that the rule looks at.
    Scope,
    /// Keys of sources.
    Source,
    /// Names of other rules.
    Rule,
    /// One of these words.
    OneOf(&'static [(&'static str, &'static str)]),
}

/// Keys whose values are expressions.
const EXPRESSIONS: &[&str] = &[
    "when",
    "require",
    "at",
    "replace",
    "append-to",
    "line-before",
    "line-after",
];
/// Keys whose values are texts with expressions in braces.
const TEXTS: &[&str] = &["message", "note", "help", "title", "with"];
const LEVELS: &[(&str, &str)] = &[
    ("error", "breaks a prohibition or a statement about safety"),
    ("warning", "departs from the protocol"),
    ("advice", "a preference, or context"),
];
const STRADDLES: &[(&str, &str)] = &[
    ("error", "breaks a prohibition or a statement about safety"),
    ("warning", "departs from the protocol"),
    ("advice", "a preference, or context"),
    ("holds", "counts as kept"),
];
const UNKNOWN: &[(&str, &str)] = &[
    (
        "advice",
        "says as advice what is missing; this is so without a word",
    ),
    ("warning", "says as a warning what is missing"),
    ("silent", "says nothing, because another rule speaks"),
];
const SAFETY: &[(&str, &str)] = &[
    ("safe", "keeps the meaning of the plan"),
    ("unsafe", "changes the training, so a person should look"),
    ("placeholder", "has a blank that only a person can fill"),
];
const DEFAULT: &[(&str, &str)] = &[("off", "runs only where the configuration turns it on")];

/// A place in a rule file.
#[derive(Debug)]
pub(super) struct Place<'t> {
    pub(super) wanted: Wanted,
    /// The word that stands there.
    pub(super) word: Span,
    /// What stands in front of it and a dot.
    pub(super) before_dot: Option<&'t str>,
}

/// A line with a key: how deep it stands, the key, where its value starts, and the value.
struct Keyed<'t> {
    depth: usize,
    key: &'t str,
    value_at: usize,
    value: &'t str,
}

impl<'t> Place<'t> {
    /// The place at an offset; nothing where nothing is known to stand.
    pub(super) fn find(text: &'t str, offset: usize) -> Option<Self> {
        let before = text.get(..offset)?;
        let start = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
        let line = text.get(start..)?.lines().next().unwrap_or_default();
        let path = path(text.get(..start)?, line, start, offset);
        let wanted = wanted(&path, before)?;
        let word = word(text, offset);
        let head = text.get(..word.range().start)?.strip_suffix('.');
        let before_dot = head.map(word_before);
        Some(Self {
            wanted,
            word,
            before_dot,
        })
    }
}

/// The keys above a place, the nearest first.
fn path<'t>(above: &'t str, line: &'t str, start: usize, offset: usize) -> Vec<Keyed<'t>> {
    let mut path: Vec<Keyed<'t>> = Vec::new();
    let here = keyed(line, start);
    let mut depth = depth(line);
    if let Some(own) = here.filter(|own| own.value_at <= offset) {
        depth = own.depth;
        path.push(own);
    }
    let mut end = above.len();
    for line in above.split_inclusive('\n').rev() {
        end -= line.len();
        let Some(outer) = keyed(line, end) else {
            continue;
        };
        // A list may stand as deep as its key.
        let is_list = path.is_empty() && outer.depth == depth && outer.value.is_empty();
        if outer.depth < depth || is_list {
            depth = outer.depth;
            path.push(outer);
        }
    }
    path
}

/// How many characters stand in front of what a line says.
fn depth(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '-']).len()
}

fn keyed(line: &str, start: usize) -> Option<Keyed<'_>> {
    let depth = depth(line);
    let (key, rest) = line.get(depth..)?.split_once(':')?;
    let is_key = !key.is_empty() && !key.starts_with(['#', '"', '\'']);
    let is_end = rest.is_empty() || rest.starts_with([' ', '\n', '\r']);
    (is_key && is_end).then(|| Keyed {
        depth,
        key: key.trim(),
        value_at: start + depth + key.len() + 1,
        value: rest.trim(),
    })
}

fn wanted(path: &[Keyed<'_>], before: &str) -> Option<Wanted> {
    // A text that runs over lines is a text, whatever its lines look like.
    let is_block = |keyed: &&Keyed<'_>| keyed.value.starts_with(['|', '>']);
    let start = path.iter().rposition(|keyed| is_block(&keyed)).unwrap_or(0);
    let own = path.get(start)?;
    let outer = path.get(start + 1).map(|keyed| keyed.key);
    let in_braces = || {
        let written = before.get(own.value_at..).unwrap_or_default();
        written.matches('{').count() > written.matches('}').count()
    };
    match (own.key, outer) {
        (_, Some("let")) => Some(Wanted::Expression),
        (_, Some("also")) => in_braces().then_some(Wanted::Expression),
        (key, _) if EXPRESSIONS.contains(&key) => Some(Wanted::Expression),
        (key, _) if TEXTS.contains(&key) => in_braces().then_some(Wanted::Expression),
        ("cites", _) => Some(Wanted::Source),
        ("scope", _) => Some(Wanted::Scope),
        ("supersedes" | "voids" | "beside", _) => Some(Wanted::Rule),
        ("else", _) => Some(Wanted::OneOf(LEVELS)),
        ("straddles", _) => Some(Wanted::OneOf(STRADDLES)),
        ("unknown", _) => Some(Wanted::OneOf(UNKNOWN)),
        ("safety", _) => Some(Wanted::OneOf(SAFETY)),
        ("default", None) => Some(Wanted::OneOf(DEFAULT)),
        _ => None,
    }
}

fn is_of_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '-'
}

/// The word around an offset.
fn word(text: &str, offset: usize) -> Span {
    let (head, tail) = text.split_at(offset);
    let rest = tail.trim_start_matches(is_of_word);
    Span::new(offset - word_before(head).len(), text.len() - rest.len())
}

fn word_before(text: &str) -> &str {
    let rest = text.trim_end_matches(is_of_word);
    text.get(rest.len()..).unwrap_or_default()
}
