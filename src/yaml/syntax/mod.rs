//! What is said where a text is not YAML, and how the guard gets past it.
//!
//! A parser stops at its first error. To report the next ones too, the spot is overwritten in a copy of the text, in
//! the same length so that all places stay true, and the copy is read again. Only spots whose end is certain are
//! mended: a wrong guess would make errors up.

use std::ops::Range;

use granit_parser::ErrorKind as Kind;

use super::problems::problem;
use super::tree::SyntaxError;
use super::words::{self, line_end, line_start};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

mod brackets;
mod lines;
mod quotes;
mod values;

/// An error in words.
pub(super) struct Explained {
    pub(super) diagnostic: Diagnostic,
    /// What to overwrite before reading on; `None` if there is no safe way past.
    pub(super) mend: Option<Mend>,
}

/// What to overwrite.
pub(super) struct Mend {
    pub(super) range: Range<usize>,
    /// Whether it becomes a comment; otherwise text.
    pub(super) comment: bool,
}

/// Puts `error` into words.
pub(super) fn explain(text: &str, error: &SyntaxError) -> Explained {
    let at = Spot::new(text, error);
    match &error.kind {
        Kind::MappingValueNotAllowed => at.stray_colon(),
        Kind::ExpectedBlockMappingKey => at.expected_key(),
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => at.no_colon(),
        Kind::ExpectedBlockSequenceEntry | Kind::InvalidIndentation => at.misplaced_line(),
        Kind::CommentNotSeparated => at.glued_comment(),
        Kind::CommentInterceptedScalar => at.comment_inside(),
        Kind::DirectiveDisallowed => at.directive(),
        Kind::MisplacedFlowCollectionEnd => at.stray_bracket(),
        Kind::InvalidTrailingSingleQuotedScalar | Kind::InvalidTrailingDoubleQuotedScalar => {
            at.after_quotes()
        }
        Kind::UnclosedQuotedScalar | Kind::DocumentIndicatorInQuotedScalar => at.unclosed_quotes(),
        kind if is_bad_start(kind) => at.bad_start(),
        kind if is_bad_escape(kind) => at.bad_escape(),
        kind if is_about_brackets(kind) => at.brackets(),
        kind if is_about_tabs(kind) => at.tab(),
        kind => give_up(at.unmended(kind)),
    }
}

/// A value starts with a sign that means something in YAML.
fn is_bad_start(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::UnexpectedCharacter { .. }
            | Kind::InvalidBlockScalarHeader
            | Kind::BlockSequenceEntryNotAllowed
            | Kind::MappingKeyNotAllowed
            | Kind::PlainScalarStartsWithDashFlowIndicator
            | Kind::MissingAnchorOrAliasName
            | Kind::UndeclaredTagHandle
            | Kind::UnclosedVerbatimTag
            | Kind::InvalidTagTerminator
            | Kind::InvalidTagEscape
            | Kind::InvalidTagUtf8LeadingByte
            | Kind::InvalidTagUtf8TrailingByte
            | Kind::InvalidTagUtf8
            | Kind::MissingTagUri
            | Kind::InvalidGlobalTagCharacter
            | Kind::ZeroBlockScalarIndent
            | Kind::ExpectedWhitespace
            | Kind::ExpectedNodeContent
            | Kind::UnexpectedEofBlockMapping
            | Kind::UnexpectedEofBlockSequence
    )
}

fn is_bad_escape(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::UnknownQuotedScalarEscape
            | Kind::InvalidQuotedScalarHexEscape
            | Kind::InvalidLowSurrogateHexEscape
            | Kind::InvalidLowSurrogate
            | Kind::MissingLowSurrogate
            | Kind::UnpairedLowSurrogate
            | Kind::InvalidUnicodeEscape
    )
}

fn is_about_brackets(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::ExpectedFlowMappingSeparator
            | Kind::ExpectedFlowSequenceSeparator
            | Kind::InvalidColonPlacement
            | Kind::FlowMappingValueAdjacentCollection
            | Kind::BlockEntryInFlowCollection
            | Kind::UnclosedFlowCollection { .. }
            | Kind::MismatchedFlowCollectionEnd { .. }
            | Kind::UnexpectedEofFlowMapping
            | Kind::UnexpectedEofFlowSequence
            | Kind::UnexpectedEofImplicitFlowMapping
    )
}

fn is_about_tabs(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::TabNotAllowed
            | Kind::TabInBlockIndentation
            | Kind::TabInIndentation
            | Kind::TabInPlainScalar
            | Kind::TabAtBlockScalarStart
            | Kind::InvalidBlockEntryWhitespace
            | Kind::InvalidMappingValueWhitespace
    )
}

fn give_up(diagnostic: Diagnostic) -> Explained {
    Explained {
        diagnostic,
        mend: None,
    }
}

fn mend_text(diagnostic: Diagnostic, range: Range<usize>) -> Explained {
    Explained {
        diagnostic,
        mend: Some(Mend {
            range,
            comment: false,
        }),
    }
}

/// The place of an error, and the line around it.
struct Spot<'a> {
    text: &'a str,
    error: &'a SyntaxError,
    offset: usize,
    line: Range<usize>,
}

impl<'a> Spot<'a> {
    fn new(text: &'a str, error: &'a SyntaxError) -> Self {
        let offset = error.offset;
        Self {
            text,
            error,
            offset,
            line: line_start(text, offset)..line_end(text, offset),
        }
    }

    fn word(&self) -> Span {
        // At the very end there is nothing to underline; the last word read is the nearest thing that can be.
        if self.offset >= self.text.trim_end().len() {
            let end = self.text.trim_end().len();
            let last = self
                .text
                .get(..end)
                .and_then(|text| text.chars().next_back());
            return Span::new(end - last.map_or(0, char::len_utf8), end);
        }
        words::word_at(self.text, self.offset)
    }

    /// The character at which the parser noticed.
    fn character(&self) -> Span {
        let rest = self.text.get(self.offset..).unwrap_or_default();
        let length = rest.chars().next().map_or(0, char::len_utf8);
        Span::new(self.offset, self.offset + length)
    }

    /// The value that starts at `start`: to the end of its line or, between brackets, to the next `,` or bracket.
    fn value_from(&self, start: usize) -> Range<usize> {
        let end = line_end(self.text, start);
        let line = self.text.get(start..end).unwrap_or_default();
        let length = if self.error.bracket.is_some() {
            line.find([',', '}', ']']).unwrap_or(line.len())
        } else {
            line.len()
        };
        let value = line.get(..length).unwrap_or_default();
        let value = value.trim_end_matches([' ', '\t']);
        start..start + value.len()
    }

    /// Where the value of the line's first key starts, or the line's first value if it has no key.
    fn first_value(&self) -> usize {
        let line = self.text.get(self.line.clone()).unwrap_or_default();
        let content = line.trim_start_matches([' ', '-', '\u{FEFF}']);
        let skipped = line.len() - content.len();
        let value = content.find(": ").map_or(0, |colon| {
            let after = content.get(colon + 1..).unwrap_or_default();
            content.len() - after.trim_start().len()
        });
        self.line.start + skipped + value
    }

    /// Errors that nothing can be done about but to read no further.
    fn unmended(&self, kind: &Kind) -> Diagnostic {
        let place = self.word();
        match kind {
            Kind::RecursionLimitExceeded => words::too_deep(place),
            Kind::InvalidBlockScalarIndent => problem(
                place,
                "this line is indented less than the block of text that it is in",
            ),
            Kind::ExpectedDocumentStart if self.offset == self.line.start => {
                words::second_document(place, false)
            }
            Kind::ExpectedDocumentStart => problem(place, "the value of the file ends before this")
                .help("write the file as `key: value` lines"),
            other => problem(place, format!("this is not YAML: {other}")),
        }
    }
}
