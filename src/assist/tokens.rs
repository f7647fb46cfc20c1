//! What each piece of a plan is, for colours that know more than words: each byte at most once, in order.

use super::Document;
use super::outline::content;
use super::parts::{Located, Part, parts};
use crate::source::Span;
use crate::syntax::ast::{Line, LoadKind, Statement};
use crate::syntax::words::is_unit;

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenKind {
    /// A word of the language.
    Keyword,
    /// The name of an exercise.
    Exercise,
    /// The name of an exercise that the plan defines, where it does.
    Definition,
    /// The name of a plan, a day or the athlete, or a tag.
    Name,
    /// Digits.
    Number,
    /// A unit.
    Unit,
    /// `@`, `x`, `/`, `[`, `|` and the like.
    Operator,
    /// A value in words: a load, a level, a phase, a trait.
    Value,
    /// Where a wrap sits.
    Place,
    /// The coach's own words: goal, cues, conditions.
    Words,
    /// A note for the athlete.
    Note,
    /// A comment.
    Comment,
    /// The id of a rule.
    Rule,
}

impl TokenKind {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 13] = [
        Self::Keyword,
        Self::Exercise,
        Self::Definition,
        Self::Name,
        Self::Number,
        Self::Unit,
        Self::Operator,
        Self::Value,
        Self::Place,
        Self::Words,
        Self::Note,
        Self::Comment,
        Self::Rule,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Keyword => "keyword",
            Self::Exercise => "exercise",
            Self::Definition => "definition",
            Self::Name => "name",
            Self::Number => "number",
            Self::Unit => "unit",
            Self::Operator => "operator",
            Self::Value => "value",
            Self::Place => "place",
            Self::Words => "words",
            Self::Note => "note",
            Self::Comment => "comment",
            Self::Rule => "rule",
        }
    }
}

/// A piece of text and what it is. Never empty, never over the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// The tokens of the lines that touch a stretch of text, in order. What could not be read has none.
pub fn tokens(document: &Document<'_>, within: Span) -> Vec<Token> {
    let within = document.clamp_span(within);
    let mut tokens = Vec::new();
    for (_, line) in document.lines_in(within) {
        Liner {
            text: document.text(),
            tokens: &mut tokens,
        }
        .line(line);
    }
    tokens
}

struct Liner<'d, 't> {
    text: &'d str,
    tokens: &'t mut Vec<Token>,
}

impl Liner<'_, '_> {
    /// Stretches that are one thing are taken as they are; what lies between them is read piece by piece.
    fn line(&mut self, line: &Line) {
        let unread = matches!(line.statement, Statement::Unread(_));
        let mut done = self.opening(line);
        for Located { span, part } in parts(line) {
            let Some(kind) = whole(&part) else {
                continue;
            };
            let range = span.range();
            // A part of something that is one thing already, such as a date in a condition, splits it.
            if range.start < done {
                self.split(span, kind, &mut done);
                continue;
            }
            if !unread {
                self.pieces(Span::new(done, range.start));
            }
            if let Some(kind) = kind {
                self.push(span, kind);
            }
            done = range.end;
        }
        if !unread {
            self.pieces(Span::new(done, line.span.range().end));
        }
    }

    /// The word that a statement opens with; what it is made of, as in `1rm`, does not matter. Gives where the rest begins.
    fn opening(&mut self, line: &Line) -> usize {
        let start = line.span.range().start;
        let opens = !matches!(
            line.statement,
            Statement::Blank | Statement::Unread(_) | Statement::Note(_) | Statement::Exercise(_)
        );
        if !opens {
            return start;
        }
        let written = content(line, self.text);
        let words = written.of(self.text);
        let length = words
            .find(|c: char| c.is_whitespace() || c == ':' || c == '"' || c == '#')
            .unwrap_or(words.len());
        let end = written.range().start + length;
        self.push(Span::new(written.range().start, end), TokenKind::Keyword);
        end
    }

    /// Cuts the last token around a part of it.
    fn split(&mut self, span: Span, kind: Option<TokenKind>, done: &mut usize) {
        let Some(last) = self.tokens.last().copied() else {
            return;
        };
        let Some(kind) = kind.filter(|_| last.span.contains(span)) else {
            return;
        };
        self.tokens.pop();
        self.push(
            Span::new(last.span.range().start, span.range().start),
            last.kind,
        );
        self.push(span, kind);
        self.push(
            Span::new(span.range().end, last.span.range().end),
            last.kind,
        );
        *done = (*done).max(last.span.range().end);
    }

    fn push(&mut self, span: Span, kind: TokenKind) {
        if !span.of(self.text).trim().is_empty() {
            self.tokens.push(Token { span, kind });
        }
    }

    /// Digits, words and signs of a stretch.
    fn pieces(&mut self, span: Span) {
        let mut start = span.range().start;
        let mut after_number = false;
        while start < span.range().end {
            let rest = self.text.get(start..span.range().end).unwrap_or_default();
            let Some(first) = rest.chars().next() else {
                break;
            };
            let length = piece_length(first, rest, after_number);
            let piece = Span::new(start, start + length);
            if let Some(kind) = piece_kind(first, piece.of(self.text), after_number) {
                self.push(piece, kind);
            }
            after_number = first.is_ascii_digit() || (after_number && first.is_whitespace());
            start += length;
        }
    }
}

/// What a part is as a whole: one token, nothing at all (`Some(None)`), or to be read piece by piece.
fn whole(part: &Part<'_>) -> Option<Option<TokenKind>> {
    Some(Some(match part {
        Part::Name | Part::Athlete => TokenKind::Name,
        Part::Words | Part::Condition => TokenKind::Words,
        Part::Lift | Part::ExerciseName | Part::Like => TokenKind::Exercise,
        Part::Custom => TokenKind::Definition,
        Part::Trait | Part::Phase => TokenKind::Value,
        Part::Unit => TokenKind::Unit,
        Part::WarmUp => TokenKind::Keyword,
        Part::Date => TokenKind::Number,
        Part::Placement => TokenKind::Place,
        Part::Note => TokenKind::Note,
        Part::Comment | Part::Reason => TokenKind::Comment,
        Part::Rule => TokenKind::Rule,
        Part::Load(load) => match load.kind {
            LoadKind::Band | LoadKind::Word(_) | LoadKind::AthletePicks | LoadKind::Bodyweight => {
                TokenKind::Value
            }
            LoadKind::Unread => return Some(None),
            _ => return None,
        },
        Part::Unread | Part::Ambiguous => return Some(None),
        _ => return None,
    }))
}

/// How long the piece is that a stretch begins with: digits, a word, or one sign.
fn piece_length(first: char, rest: &str, after_number: bool) -> usize {
    let belongs: fn(char) -> bool = if first.is_ascii_digit() {
        |c| c.is_ascii_digit() || c == '.'
    } else if first.is_alphabetic() {
        char::is_alphabetic
    } else {
        |_| false
    };
    let length = rest.len() - rest.trim_start_matches(belongs).len();
    // `3xAMRAP`: the sign is no part of the word.
    let is_times = after_number && matches!(first, 'x' | 'X') && length > 1;
    if is_times {
        1
    } else {
        length.max(first.len_utf8())
    }
}

fn piece_kind(first: char, piece: &str, after_number: bool) -> Option<TokenKind> {
    if first.is_ascii_digit() || first == '½' {
        return Some(TokenKind::Number);
    }
    if first == '%' {
        return Some(TokenKind::Unit);
    }
    if first.is_alphabetic() {
        return Some(match piece {
            "x" | "X" => TokenKind::Operator,
            unit if after_number && is_unit(unit) => TokenKind::Unit,
            _ => TokenKind::Keyword,
        });
    }
    "@/+-–×[]|>:".contains(first).then_some(TokenKind::Operator)
}
