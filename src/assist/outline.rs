//! What belongs to what: weeks hold days, days hold exercises, wraps and supersets hold exercises, an exercise its notes.
//! The one outline that symbols, folds and selections share.

use crate::source::Span;
use crate::syntax::ast::{Line, Plan, Statement};

/// What a node of the outline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Athlete,
    Week,
    Day,
    Superset,
    Wrap,
    Exercise,
    /// A line about the athlete.
    Fact,
    /// An exercise that the plan defines.
    Custom,
}

impl Kind {
    /// How deep it stands; what stands as deep or deeper ends where it begins.
    fn depth(self) -> u8 {
        match self {
            Self::Week | Self::Athlete | Self::Custom => 0,
            Self::Day => 1,
            Self::Superset | Self::Wrap => 2,
            Self::Exercise | Self::Fact => 3,
        }
    }

    fn of(statement: &Statement) -> Option<Self> {
        Some(match statement {
            Statement::Athlete(_) => Self::Athlete,
            Statement::Week(_) => Self::Week,
            Statement::Day(_) => Self::Day,
            Statement::Superset => Self::Superset,
            Statement::Wrap(_) => Self::Wrap,
            Statement::Exercise(_) => Self::Exercise,
            Statement::Custom(_) => Self::Custom,
            statement if statement.is_about_the_athlete() => Self::Fact,
            _ => return None,
        })
    }
}

/// A stretch of lines that one of them opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// The line that opens it.
    pub(super) first: usize,
    /// The last line that belongs to it and says something.
    pub(super) last: usize,
    /// What it holds.
    pub(super) children: Vec<Self>,
}

impl Node {
    /// The text from its first line to its last, without the blanks in front.
    pub(super) fn span(&self, tree: &Plan, text: &str) -> Span {
        let first = tree.lines.get(self.first).map(|line| content(line, text));
        let last = tree.lines.get(self.last).map(|line| line.span);
        first.unwrap_or_default().to(last.unwrap_or_default())
    }
}

/// A line without the blanks around it.
pub(super) fn content(line: &Line, text: &str) -> Span {
    let written = line.span.of(text);
    let head = written.len()
        - written
            .trim_start_matches([' ', '\t', '\u{A0}', '\u{FEFF}'])
            .len();
    let tail = written.len() - written.trim_end().len();
    let span = line.span.without_first(head);
    Span::new(span.range().start, span.range().end.saturating_sub(tail))
}

/// The outline of a plan.
pub(super) fn outline(tree: &Plan) -> Vec<Node> {
    let mut builder = Builder {
        done: Vec::new(),
        open: Vec::new(),
    };
    for (place, line) in tree.lines.iter().enumerate() {
        builder.line(place, line);
    }
    builder.close_from(0);
    builder.done
}

struct Builder {
    done: Vec<Node>,
    open: Vec<Node>,
}

impl Builder {
    fn line(&mut self, place: usize, line: &Line) {
        let statement = &line.statement;
        let kind = Kind::of(statement);
        match (statement, kind) {
            (Statement::Blank, _) => return,
            (Statement::Unwrap(_), _) => self.end(Kind::Wrap, place),
            (Statement::End, _) => self.end(Kind::Superset, place),
            (Statement::Note(_), _) => {}
            (_, Some(kind)) => self.close_from(kind.depth()),
            _ => self.close_from(Kind::Exercise.depth()),
        }
        let in_athlete = self
            .open
            .first()
            .is_some_and(|node| node.kind == Kind::Athlete);
        let ends_athlete =
            !matches!(kind, Some(Kind::Fact)) && !matches!(statement, Statement::Note(_));
        if in_athlete && ends_athlete && kind != Some(Kind::Athlete) {
            self.close_from(0);
        }
        if let Some(kind) = kind {
            self.open.push(Node {
                kind,
                first: place,
                last: place,
                children: Vec::new(),
            });
        }
        for node in &mut self.open {
            node.last = place;
        }
    }

    /// Ends what `unwrap` or `end` ends, with the line that does.
    fn end(&mut self, kind: Kind, place: usize) {
        let Some(at) = self.open.iter().rposition(|node| node.kind == kind) else {
            self.close_from(Kind::Exercise.depth());
            return;
        };
        while self.open.len() > at + 1 {
            self.close_one();
        }
        if let Some(node) = self.open.last_mut() {
            node.last = place;
        }
        self.close_one();
    }

    /// Closes everything that stands as deep as this or deeper.
    fn close_from(&mut self, depth: u8) {
        while self
            .open
            .last()
            .is_some_and(|node| node.kind.depth() >= depth)
        {
            self.close_one();
        }
    }

    fn close_one(&mut self) {
        let Some(node) = self.open.pop() else {
            return;
        };
        match self.open.last_mut() {
            Some(around) => around.children.push(node),
            None => self.done.push(node),
        }
    }
}
