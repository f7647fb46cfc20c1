//! From the parser's events to the tree, refusing on the way what a file of ours never needs.
//!
//! Anchors, aliases, tags and merge keys save typing and cost trust: a reader cannot see what a line says, and a few
//! kilobytes can grow to gigabytes. Limits end the walk at once, everything else is noted and the walk goes on.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{Event, Parser, Placement, ScalarStyle, StructureStyle};

use super::node::{Data, Entry, Node, Style};
use super::problems::Problems;
use super::words;
use super::{DEPTH_LIMIT, NODE_LIMIT, SCALAR_LIMIT};
use crate::source::Span;

/// What one walk over the events gave.
#[derive(Default)]
pub(super) struct Walk {
    /// The file's one value, if the walk came that far.
    pub(super) tree: Option<Node>,
    /// Why the walk ended early.
    pub(super) stop: Option<Stop>,
    /// Places whose value in the tree is not what the author meant, because something there was refused.
    pub(super) spoilt: Vec<Span>,
    /// Comments that follow something on their line.
    pub(super) comments: Vec<Span>,
    /// Scalars in order, empty ones included.
    pub(super) scalars: Vec<Scalar>,
}

/// Where a scalar stands.
pub(super) struct Scalar {
    pub(super) span: Span,
    pub(super) style: Style,
    /// Column of its first character, from 0.
    pub(super) column: usize,
}

/// Why a walk ended before the end of the file.
pub(super) enum Stop {
    /// A limit is exceeded, a second document starts, or enough is wrong; noted already.
    Noted,
    /// The text is not YAML.
    Syntax(SyntaxError),
}

/// What the parser could not read, and where.
pub(super) struct SyntaxError {
    /// What kind of error.
    pub(super) kind: granit_parser::ErrorKind,
    /// Byte offset at which the parser noticed.
    pub(super) offset: usize,
    /// Place of the innermost `[` or `{` that is open there.
    pub(super) bracket: Option<Span>,
    /// Columns (from 0, in bytes) of the block lists and maps that are open there, outermost first.
    pub(super) columns: Vec<usize>,
    /// Offset after the last thing that was read well.
    pub(super) read: usize,
}

/// Walks over the events of `text`, noting what is refused in `problems`.
pub(super) fn walk(text: &str, problems: &mut Problems) -> Walk {
    let options = granit_parser::options! {
        disallow_directives: true,
        // As libyaml reads it, which serde_yaml stands on.
        block_scalar_eof_without_line_feed: true,
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        max_buffered_comment_events: NODE_LIMIT,
        flow_nesting_limit: DEPTH_LIMIT + 1,
        block_nesting_limit: DEPTH_LIMIT + 1,
    };
    let mut builder = Builder::new(text, problems);
    for next in Parser::new_from_str_with_options(text, options) {
        let stop = match next {
            Ok((event, place)) => builder.take(event, &place).err(),
            Err(error) => Some(builder.syntax_error(&error)),
        };
        let enough = builder.problems.is_full().then_some(Stop::Noted);
        if let Some(stop) = stop.or(enough) {
            builder.walk.stop = Some(stop);
            break;
        }
    }
    builder.walk
}

/// A list or a map whose end is not yet read.
struct Frame {
    /// From its first key, dash or bracket on.
    start: usize,
    /// Its opening bracket, if it has one.
    bracket: Option<Span>,
    /// After the last thing in it.
    end: usize,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map {
        entries: Vec<Entry>,
        /// The key whose value comes next.
        key: Option<Key>,
        /// Where each key stands first.
        seen: HashMap<String, Span>,
    },
}

enum Key {
    Text(String, Span),
    /// A key that was refused; its value is read and dropped.
    Refused,
}

struct Builder<'t, 'p> {
    text: &'t str,
    problems: &'p mut Problems,
    walk: Walk,
    frames: Vec<Frame>,
    nodes: usize,
    read: usize,
    documents: usize,
    last_is_tagged: bool,
}

impl<'t, 'p> Builder<'t, 'p> {
    fn new(text: &'t str, problems: &'p mut Problems) -> Self {
        Self {
            text,
            problems,
            walk: Walk::default(),
            frames: Vec::new(),
            nodes: 0,
            read: 0,
            documents: 0,
            last_is_tagged: false,
        }
    }

    fn take(&mut self, event: Event<'_>, place: &granit_parser::Span) -> Result<(), Stop> {
        let span = self.span(place);
        match event {
            Event::DocumentStart(..) => return self.document(span),
            Event::Comment(_, Placement::Right) => self.walk.comments.push(span),
            Event::Anchor(_, name) => self.anchor(span, &name),
            Event::Alias(_) | Event::UnresolvedAlias(_) => return self.alias(span),
            Event::Scalar(text, style, _, tag) => {
                let tag = tag.and_then(|_| self.tag(place));
                let column = place.start.col();
                return self.scalar(text, style, (span, column), tag);
            }
            Event::SequenceStart(style, _, tag) => {
                let tag = tag.and_then(|_| self.tag(place));
                return self.open(Content::List(Vec::new()), style, span, tag);
            }
            Event::MappingStart(style, _, tag) => {
                let tag = tag.and_then(|_| self.tag(place));
                let content = Content::Map {
                    entries: Vec::new(),
                    key: None,
                    seen: HashMap::new(),
                };
                return self.open(content, style, span, tag);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            _ => {}
        }
        Ok(())
    }

    fn span(&self, place: &granit_parser::Span) -> Span {
        place.byte_range().map_or_else(
            || Span::at(self.read),
            |range| Span::new(range.start, range.end),
        )
    }

    fn document(&mut self, span: Span) -> Result<(), Stop> {
        self.documents += 1;
        if self.documents == 1 {
            return Ok(());
        }
        let marked = !span.is_empty();
        let place = words::word_at(self.text, span.start as usize);
        self.problems.note(|| words::second_document(place, marked));
        Err(Stop::Noted)
    }

    fn tag(&mut self, place: &granit_parser::Span) -> Option<Span> {
        place.tag_span().map(|tag| self.span(&tag))
    }

    fn anchor(&mut self, span: Span, name: &str) {
        // `!wrapped && …` is one slip, and the tag is already noted.
        if !self.last_is_tagged {
            self.problems.note(|| words::anchor(self.text, span, name));
            self.walk.spoilt.push(span);
        }
    }

    fn alias(&mut self, span: Span) -> Result<(), Stop> {
        self.count(span)?;
        self.walk.spoilt.push(span);
        self.read = self.read.max(span.end as usize);
        let key = match self.frames.last_mut().map(|frame| &mut frame.content) {
            Some(Content::Map { key, .. }) => Some(key),
            _ => None,
        };
        // `<<: *name` is one slip, and the key is already noted.
        if !matches!(key, Some(Some(Key::Refused))) {
            self.problems.note(|| words::alias(self.text, span));
        }
        if let Some(key @ None) = key {
            *key = Some(Key::Refused);
            return Ok(());
        }
        let data = Data::Scalar {
            text: String::new(),
            style: Style::Plain,
        };
        self.finish(Node { span, data });
        Ok(())
    }

    fn scalar(
        &mut self,
        text: Cow<'_, str>,
        style: ScalarStyle,
        (span, column): (Span, usize),
        tag: Option<Span>,
    ) -> Result<(), Stop> {
        self.count(span)?;
        let style = style_of(style);
        let mut span = if style == Style::Block {
            without_last_lines(self.text, span)
        } else {
            span
        };
        self.check_scalar(span, style, text.len());
        self.walk.scalars.push(Scalar {
            span,
            style,
            column,
        });
        self.last_is_tagged = tag.is_some();
        if let Some(tag) = tag {
            self.problems.note(|| words::tag(self.text, tag, span));
            span = tag.to(span);
            self.walk.spoilt.push(span);
        }
        self.read = self.read.max(span.end as usize);
        // The parser writes `~` where there is nothing at all.
        let text = if style == Style::Plain && span.is_empty() {
            String::new()
        } else {
            text.into_owned()
        };
        self.finish(Node {
            span,
            data: Data::Scalar { text, style },
        });
        Ok(())
    }

    fn check_scalar(&mut self, span: Span, style: Style, length: usize) {
        if length > SCALAR_LIMIT {
            self.problems
                .note(|| words::long_scalar(self.text, span, length));
        }
        if style == Style::DoubleQuoted
            && let Some(escape) = words::bad_escape(self.text, span.start as usize)
        {
            self.problems
                .note(|| words::unknown_escape(self.text, escape));
        }
        let between_brackets = self
            .frames
            .last()
            .is_some_and(|frame| frame.bracket.is_some());
        let is_text = style == Style::Plain && !span.is_empty();
        if is_text && between_brackets && words::is_colon_doubtful(self.text, span) {
            self.problems.note(|| words::colon_between_brackets(span));
        }
    }

    fn open(
        &mut self,
        content: Content,
        style: StructureStyle,
        span: Span,
        tag: Option<Span>,
    ) -> Result<(), Stop> {
        self.count(span)?;
        self.last_is_tagged = tag.is_some();
        if let Some(tag) = tag {
            self.problems.note(|| words::tag(self.text, tag, tag));
        }
        if self.frames.len() >= DEPTH_LIMIT {
            let place = words::word_at(self.text, span.start as usize);
            self.problems.note(|| words::too_deep(place));
            return Err(Stop::Noted);
        }
        let bracket = (style == StructureStyle::Flow).then_some(span);
        self.read = self.read.max(span.end as usize);
        self.frames.push(Frame {
            start: span.start as usize,
            bracket,
            end: span.end as usize,
            content,
        });
        Ok(())
    }

    fn close(&mut self, end: Span) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let end = if frame.bracket.is_some() {
            end.end as usize
        } else {
            frame.end
        };
        self.read = self.read.max(end);
        let data = match frame.content {
            Content::List(items) => Data::List(items),
            Content::Map { entries, .. } => Data::Map(entries),
        };
        self.finish(Node {
            span: Span::new(frame.start, end),
            data,
        });
    }

    /// Puts a finished node where it belongs: into the list, as a key, as a value, or at the root.
    fn finish(&mut self, node: Node) {
        let Some(frame) = self.frames.last_mut() else {
            self.walk.tree = Some(node);
            return;
        };
        frame.end = frame.end.max(node.span.end as usize);
        match &mut frame.content {
            Content::List(items) => items.push(node),
            Content::Map { entries, key, seen } => match key.take() {
                None => *key = Some(as_key(self.text, self.problems, seen, node)),
                Some(Key::Refused) => {}
                Some(Key::Text(key, key_span)) => entries.push(Entry {
                    key,
                    key_span,
                    value: node,
                }),
            },
        }
    }

    fn count(&mut self, span: Span) -> Result<(), Stop> {
        self.nodes += 1;
        if self.nodes <= NODE_LIMIT {
            return Ok(());
        }
        let place = words::word_at(self.text, span.start as usize);
        self.problems.note(|| words::too_many_nodes(place));
        Err(Stop::Noted)
    }

    fn syntax_error(&self, error: &granit_parser::ScanError) -> Stop {
        let columns = self
            .frames
            .iter()
            .filter(|frame| frame.bracket.is_none())
            .map(|frame| words::column(self.text, frame.start))
            .collect();
        Stop::Syntax(SyntaxError {
            kind: error.kind().clone(),
            offset: error
                .marker()
                .byte_offset()
                .unwrap_or(self.read)
                .min(self.text.len()),
            bracket: self.frames.last().and_then(|frame| frame.bracket),
            columns,
            read: self.read,
        })
    }
}

fn as_key(
    text: &str,
    problems: &mut Problems,
    seen: &mut HashMap<String, Span>,
    node: Node,
) -> Key {
    let span = node.span;
    let (key, style) = match node.data {
        Data::Scalar { text, style } => (text, style),
        Data::List(_) | Data::Map(_) => {
            problems.note(|| words::key_is_no_text(text, span));
            return Key::Refused;
        }
    };
    if style == Style::Plain && (key.is_empty() || key == "<<") {
        problems.note(|| {
            if key.is_empty() {
                words::key_is_missing(text, span)
            } else {
                words::merge_key(span)
            }
        });
        return Key::Refused;
    }
    if words::is_on_several_lines(text, span) {
        problems.note(|| words::key_on_several_lines(text, span));
    }
    if let Some(&first) = seen.get(&key) {
        problems.note(|| words::duplicate_key(&key, span, first));
    } else {
        seen.insert(key.clone(), span);
    }
    Key::Text(key, span)
}

fn style_of(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
        _ => Style::Plain,
    }
}

/// Up to the end of its last line that is not blank.
fn without_last_lines(text: &str, span: Span) -> Span {
    let content = span.of(text).trim_end_matches([' ', '\t', '\r', '\n']);
    let end = words::line_end(text, span.start as usize + content.len());
    Span::new(span.start as usize, end.min(span.end as usize))
}
