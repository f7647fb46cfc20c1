//! Edits of one document as the client can take them: with its version, with blanks to fill in, or plain.

use std::collections::HashMap;

use gen_lsp_types as lsp;
use similar::{DiffOp, TextDiff};

use super::super::client::Client;
use super::super::documents::Document;
use super::super::encode;
use crate::source::{SourceFile, Span, TextEdit, line_ending};

/// What stands for something that only a person knows.
pub(super) const BLANK: &str = "…";

/// What becomes of blanks in edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Blanks {
    /// There are none.
    None,
    /// They are there to be written over.
    Shown,
    /// They are places without a text: what would stand there would count.
    Empty,
}

/// Turns edits of a document into those of the protocol.
pub(in super::super) struct Changes<'d> {
    document: &'d Document,
    client: &'d Client,
}

impl<'d> Changes<'d> {
    pub(in super::super) fn new(document: &'d Document, client: &'d Client) -> Self {
        Self { document, client }
    }

    /// The edits. Lines that they bring end as the others do.
    pub(in super::super) fn edit(&self, edits: &[TextEdit], blanks: Blanks) -> lsp::WorkspaceEdit {
        let source = &self.document.source;
        let ending = line_ending(source.text());
        let mut count = 0;
        let edits = edits.iter().map(|edit| {
            let range = encode::range(source, edit.span, self.client.encoding);
            let text = edit.text.replace("\r\n", "\n").replace('\n', ending);
            let has_blanks = blanks != Blanks::None && text.contains(BLANK);
            if has_blanks && self.client.snippet_edits {
                return lsp::Edit::from(lsp::SnippetTextEdit {
                    range,
                    snippet: lsp::StringValue {
                        value: snippet(&text, blanks, &mut count),
                    },
                    annotation_id: None,
                });
            }
            let new_text = match blanks {
                Blanks::Empty => text.replace(BLANK, ""),
                _ => text,
            };
            lsp::Edit::from(lsp::TextEdit { range, new_text })
        });
        self.wrapped(edits.collect())
    }

    fn wrapped(&self, edits: Vec<lsp::Edit>) -> lsp::WorkspaceEdit {
        let uri: lsp::Uri = self.document.uri.as_str().into();
        if self.client.versioned_edits {
            let identifier = lsp::TextDocumentIdentifier { uri };
            let edits = lsp::TextDocumentEdit {
                text_document: lsp::OptionalVersionedTextDocumentIdentifier {
                    version: Some(self.document.version),
                    text_document_identifier: identifier,
                },
                edits,
            };
            return lsp::WorkspaceEdit {
                document_changes: Some(vec![edits.into()]),
                ..lsp::WorkspaceEdit::default()
            };
        }
        let plain = edits.into_iter().filter_map(|edit| match edit {
            lsp::Edit::TextEdit(edit) => Some(edit),
            _ => None,
        });
        lsp::WorkspaceEdit {
            changes: Some(HashMap::from([(uri, plain.collect())])),
            ..lsp::WorkspaceEdit::default()
        }
    }
}

/// A text with a tab stop for each blank.
fn snippet(text: &str, blanks: Blanks, count: &mut usize) -> String {
    let pieces = text.split(BLANK).map(|piece| {
        let escaped = piece.replace('\\', "\\\\").replace('$', "\\$");
        escaped.replace('}', "\\}")
    });
    let mut out = String::new();
    for (number, piece) in pieces.enumerate() {
        if number > 0 {
            *count += 1;
            out += &match blanks {
                Blanks::Empty => format!("${count}"),
                _ => format!("${{{count}:{BLANK}}}"),
            };
        }
        out += &piece;
    }
    out
}

/// What makes one text of another, line by line, so that the editor keeps its place.
pub(super) fn rewrite(source: &SourceFile, after: &str) -> Vec<TextEdit> {
    let before = source.text();
    let diff = TextDiff::from_lines(before, after);
    let (old, new) = (diff.old_slices(), diff.new_slices());
    let starts = |lines: &[&str]| -> Vec<usize> {
        let mut at = 0;
        let ends = lines.iter().map(|line| {
            at += line.len();
            at
        });
        std::iter::once(0).chain(ends).collect()
    };
    let (old, new) = (starts(old), starts(new));
    let place = |starts: &[usize], line: usize| starts.get(line).copied().unwrap_or_default();
    let changed = diff
        .ops()
        .iter()
        .filter(|op| !matches!(op, DiffOp::Equal { .. }));
    let edits = changed.map(|op| {
        let (gone, come) = (op.old_range(), op.new_range());
        let text = after.get(place(&new, come.start)..place(&new, come.end));
        TextEdit {
            span: Span::new(place(&old, gone.start), place(&old, gone.end)),
            text: text.unwrap_or_default().to_owned(),
        }
    });
    edits.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_become_tab_stops() {
        let mut count = 0;
        assert_eq!(
            snippet("a $5 {…} … \\", Blanks::Shown, &mut count),
            "a \\$5 {${1:…}\\} ${2:…} \\\\"
        );
    }

    #[test]
    fn a_rewrite_changes_lines_that_differ() {
        let source = SourceFile::new("x", "a\r\nb\r\nc\r\nd");
        let edits = rewrite(&source, "a\r\nB\r\nc\r\nd\r\ne");
        let mut text = source.text().to_owned();
        for edit in edits.iter().rev() {
            text.replace_range(edit.span.range(), &edit.text);
        }
        assert_eq!(text, "a\r\nB\r\nc\r\nd\r\ne");
        assert_eq!(edits.len(), 2);
    }
}
