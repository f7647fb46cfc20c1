//! One text with its name. Lines are indexed on first use, since most files are never pointed at.

use std::path::Path;
use std::sync::OnceLock;

use super::Span;
use super::line_index::{LineColumn, LineIndex};

/// A text that diagnostics can point into: a plan, a rule file or a configuration.
#[derive(Debug)]
pub struct SourceFile {
    name: String,
    /// The path in the bytes of the system, where the name cannot show all of it.
    path: Option<Vec<u8>>,
    text: String,
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    /// `name` is the path as the user knows it, `text` the whole content, a byte order mark included.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            path: None,
            text: text.into(),
            lines: OnceLock::new(),
        }
    }

    /// A file at a path, which may hold what is no text.
    pub fn at(path: &Path, text: impl Into<String>) -> Self {
        let bytes = path.to_str().is_none();
        Self {
            path: bytes.then(|| path.as_os_str().as_encoded_bytes().to_vec()),
            ..Self::new(path.display().to_string(), text)
        }
    }

    /// The path in the bytes of the system.
    pub fn path_bytes(&self) -> &[u8] {
        self.path.as_deref().unwrap_or(self.name.as_bytes())
    }

    /// The path as the user knows it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text that `span` covers.
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// Puts a text in the place of what `span` covers, as an editor does while somebody types. A span that cuts a character
    /// changes nothing.
    pub fn edit(&mut self, span: Span, text: &str) {
        let range = span.range();
        if self.text.get(range.clone()).is_none() {
            return;
        }
        self.text.replace_range(range.clone(), text);
        if let Some(lines) = self.lines.get_mut() {
            lines.edit(&self.text, range, text.len());
        }
    }

    /// Line and column of a byte offset. An offset past the end or inside a character is moved back to the nearest place.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let (line, before) = self.before(offset);
        let column = before.trim_start_matches('\u{FEFF}').chars().count() + 1;
        LineColumn {
            line: line + 1,
            column,
        }
    }

    /// The line of an offset, from 0, and what stands in front of it there. An offset past the end or inside a character
    /// is moved back to the nearest place.
    pub(super) fn before(&self, offset: usize) -> (usize, &str) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.index().line_of(offset);
        let start = self.index().start_of(line).unwrap_or(0);
        (line, self.text.get(start..offset).unwrap_or_default())
    }

    /// Span of the line with this number (from 1), without its line ending; `None` past the last line.
    pub fn line_span(&self, line: usize) -> Option<Span> {
        let start = self.index().start_of(line.checked_sub(1)?)?;
        let end = self.index().start_of(line).unwrap_or(self.text.len());
        let content = self.text.get(start..end)?.trim_end_matches(['\n', '\r']);
        Some(Span::new(start, start + content.len()))
    }

    /// How many lines there are; a final line ending opens one more, empty line.
    pub fn line_count(&self) -> usize {
        self.index().line_count()
    }

    fn index(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever is edited, lines are where they are in the text as a whole.
        #[test]
        fn edits_keep_the_lines(text in "[a\r\n💪]{0,20}", edits in prop::collection::vec((0_usize..30, 0_usize..8, "[b\r\n]{0,4}"), 1..8)) {
            let mut file = SourceFile::new("x", text);
            for (start, length, text) in edits {
                file.line_count();
                file.edit(Span::new(start, start + length), &text);
                let whole = SourceFile::new("x", file.text());
                prop_assert_eq!(file.line_count(), whole.line_count());
                for offset in 0..=whole.text().len() {
                    prop_assert_eq!(file.line_column(offset), whole.line_column(offset));
                }
            }
        }
    }

    #[test]
    fn every_line_ending_counts_once() {
        let file = SourceFile::new("x", "a\r\nb\rc\nd");
        assert_eq!(file.line_count(), 4);
        assert_eq!(file.line_column(3), LineColumn { line: 2, column: 1 });
        assert_eq!(file.slice(file.line_span(2).unwrap()), "b");
        assert_eq!(file.slice(file.line_span(4).unwrap()), "d");
    }

    #[test]
    fn columns_are_characters_and_skip_the_byte_order_mark() {
        let file = SourceFile::new("x", "\u{FEFF}é💪x");
        assert_eq!(file.line_column(9), LineColumn { line: 1, column: 3 });
        assert_eq!(
            file.line_column(6),
            LineColumn { line: 1, column: 2 },
            "inside the emoji"
        );
        assert_eq!(file.line_column(99).line, 1);
    }
}
