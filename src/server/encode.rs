//! From spans to what the protocol has for them, and back: the one place where both are known.

use gen_lsp_types as lsp;

use crate::source::{Encoding, Found, Position, SourceFile, Span, TextEdit};

pub(super) fn position(source: &SourceFile, offset: usize, encoding: Encoding) -> lsp::Position {
    let Position { line, column } = source.position(offset, encoding);
    lsp::Position {
        line,
        character: column,
    }
}

pub(super) fn range(source: &SourceFile, span: Span, encoding: Encoding) -> lsp::Range {
    let at = |offset| position(source, offset, encoding);
    lsp::Range {
        start: at(span.range().start),
        end: at(span.range().end),
    }
}

/// Where a position is in a text.
pub(super) fn find(source: &SourceFile, position: lsp::Position, encoding: Encoding) -> Found {
    let position = Position {
        line: position.line,
        column: position.character,
    };
    source.find(position, encoding)
}

/// The span of a range. What lies outside of the text is moved to its end, and a range that runs backwards is turned round.
pub(super) fn span(source: &SourceFile, range: lsp::Range, encoding: Encoding) -> Span {
    let start = find(source, range.start, encoding).offset();
    let end = find(source, range.end, encoding).offset();
    Span::new(start.min(end), start.max(end))
}

pub(super) fn edit(source: &SourceFile, edit: &TextEdit, encoding: Encoding) -> lsp::TextEdit {
    lsp::TextEdit {
        range: range(source, edit.span, encoding),
        new_text: edit.text.clone(),
    }
}
