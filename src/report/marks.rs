//! Decides which places of a finding are marked in its snippet, so that no two marks collide.
//!
//! Knows nothing of how a snippet is drawn. What cannot be marked beside the others is not dropped but told in words.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Label};
use crate::source::{SourceFile, Span};

use super::{escape, wrap};

/// How many places besides the fault itself are marked; more make a snippet harder to read, not easier.
const MOST_LABELS: usize = 4;

/// One place to mark: a range of bytes on character boundaries, line endings left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) range: Range<usize>,
    /// What to say there; empty for the bare fault.
    pub(super) text: String,
    /// Whether this is the fault, not a contributing place.
    pub(super) primary: bool,
}

/// A contributing place that is told in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Aside {
    /// Where it starts.
    pub(super) offset: usize,
    /// What stands there.
    pub(super) text: String,
}

/// The places of one finding, in the order of the text; asides in the order the rule gave them.
#[derive(Debug)]
pub(super) struct Marks {
    pub(super) marked: Vec<Mark>,
    pub(super) asides: Vec<Aside>,
}

impl Marks {
    /// Chooses from the fault and the labels of `diagnostic`. The fault comes first, then labels as the rule orders
    /// them, since a rule names what weighs most first.
    pub(super) fn of(source: &SourceFile, diagnostic: &Diagnostic) -> Self {
        let fault = Mark {
            range: visible(source.text(), diagnostic.span),
            text: String::new(),
            primary: true,
        };
        let mut marks = Self {
            marked: vec![fault],
            asides: Vec::new(),
        };
        for label in &diagnostic.labels {
            marks.add(source.text(), label);
        }
        marks
            .marked
            .sort_by_key(|mark| (mark.range.start, mark.range.end));
        marks
    }

    fn add(&mut self, source: &str, label: &Label) {
        let text = escape::words(&label.text);
        let whole = visible(source, label.span);
        let range = first_line(source, whole.clone());
        let same = |mark: &&mut Mark| mark.range == whole || mark.range == range;
        if let Some(mark) = self.marked.iter_mut().find(same) {
            if mark.text.is_empty() {
                mark.text = text;
            } else if mark.text != text {
                self.tell(range.start, text);
            }
        } else if self.marked.len() > MOST_LABELS || self.collides(source, &range) {
            self.tell(range.start, text);
        } else {
            self.marked.push(Mark {
                range,
                text,
                primary: false,
            });
        }
    }

    /// Turns a place into words.
    pub(super) fn tell(&mut self, offset: usize, text: String) {
        let aside = Aside { offset, text };
        if !aside.text.is_empty() && !self.asides.contains(&aside) {
            self.asides.push(aside);
        }
    }

    /// Whether a mark on one line would run into another. A fault over several lines is drawn in the margin and leaves
    /// the lines themselves free.
    fn collides(&self, source: &str, range: &Range<usize>) -> bool {
        self.marked.iter().any(|mark| {
            let free = spans_lines(source, &mark.range);
            !free && mark.range.start < end(range) && range.start < end(&mark.range)
        })
    }
}

/// Where a mark ends on the screen: an empty one still takes a column.
fn end(range: &Range<usize>) -> usize {
    range.end.max(range.start + 1)
}

/// Whether the range covers the end of a line.
pub(super) fn spans_lines(source: &str, range: &Range<usize>) -> bool {
    source
        .get(range.clone())
        .is_some_and(|text| text.contains(['\n', '\r']))
}

/// The part of a span that can be seen: inside the text, without line ends around it and without a byte order mark.
/// At the end of the file, where there is nothing to underline, the last character stands in.
fn visible(text: &str, span: Span) -> Range<usize> {
    let mut start = line_place(text, boundary_before(text, span.range().start));
    let mut end = boundary_after(text, span.range().end).max(start);
    let covered = text.get(start..end).unwrap_or_default();
    let seen = covered.trim_matches(['\n', '\r', '\u{FEFF}']);
    if !seen.is_empty() {
        start += covered.find(seen).unwrap_or(0);
        end = start + seen.len();
    } else if start == text.len() || end == text.len() {
        return last_character(text).unwrap_or(start..start);
    } else {
        end = start;
    }
    start..end
}

/// Moves a place out of a byte order mark and out of the middle of CRLF, where no line has it.
fn line_place(text: &str, offset: usize) -> usize {
    let (before, after) = text.split_at_checked(offset).unwrap_or_default();
    if before.is_empty() && after.starts_with('\u{FEFF}') {
        '\u{FEFF}'.len_utf8()
    } else if before.ends_with('\r') && after.starts_with('\n') {
        offset - 1
    } else {
        offset
    }
}

fn last_character(text: &str) -> Option<Range<usize>> {
    let seen = text
        .trim_end()
        .trim_end_matches('\u{FEFF}')
        .trim_end_matches(['\n', '\r']);
    // Accents and the like belong to the character before them.
    let takes_room = |character: char| wrap::char_width(character) > 0;
    Some(seen.rfind(takes_room)?..seen.len())
}

/// A contributing place over several lines is marked on its first.
fn first_line(text: &str, range: Range<usize>) -> Range<usize> {
    let covered = text.get(range.clone()).unwrap_or_default();
    let length = covered.find(['\n', '\r']).unwrap_or(covered.len());
    range.start..range.start + length
}

/// The last character boundary at or before `offset`.
pub(super) fn boundary_before(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The first character boundary at or after `offset`, at most the end.
pub(super) fn boundary_after(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset += 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;

    fn ranges(text: &str, span: Span, labels: &[(usize, usize)]) -> (Vec<(usize, usize)>, usize) {
        let source = SourceFile::new("x", text);
        let mut diagnostic = Diagnostic::new("r", Severity::Error, span, "m");
        for (number, (start, end)) in labels.iter().enumerate() {
            diagnostic = diagnostic.label(Span::new(*start, *end), format!("label {number}"));
        }
        let marks = Marks::of(&source, &diagnostic);
        let ranges = marks.marked.into_iter().map(|mark| mark.range);
        let places = ranges.map(|range| (range.start, range.end));
        (places.collect(), marks.asides.len())
    }

    #[test]
    fn the_end_of_the_file_is_its_last_character() {
        assert_eq!(ranges("abc\n\n", Span::at(5), &[]).0, [(2, 3)]);
        assert_eq!(ranges("abé", Span::at(99), &[]).0, [(2, 4)]);
        assert_eq!(ranges("", Span::at(0), &[]).0, [(0, 0)]);
        assert_eq!(ranges("\u{FEFF}", Span::at(3), &[]).0, [(3, 3)]);
    }

    #[test]
    fn line_ends_are_not_marked() {
        assert_eq!(ranges("ab\r\ncd\n", Span::new(0, 4), &[]).0, [(0, 2)]);
        assert_eq!(ranges("ab\r\ncd\n", Span::new(2, 4), &[]).0, [(2, 2)]);
        assert_eq!(ranges("ab\r\ncd\n", Span::at(3), &[]).0, [(2, 2)]);
        assert_eq!(ranges("\u{FEFF}ab", Span::at(0), &[]).0, [(3, 3)]);
        assert_eq!(ranges("ab\ncd\nef", Span::new(0, 6), &[]).0, [(0, 5)]);
    }

    #[test]
    fn what_collides_is_told_instead() {
        let text = "wrap thigh, 10/10";
        assert_eq!(
            ranges(text, Span::new(12, 17), &[(0, 17)]),
            (vec![(12, 17)], 1)
        );
        assert_eq!(
            ranges(text, Span::new(12, 17), &[(12, 17)]),
            (vec![(12, 17)], 0)
        );
        assert_eq!(
            ranges(text, Span::new(12, 17), &[(0, 4), (0, 4), (5, 10)]),
            (vec![(0, 4), (5, 10), (12, 17)], 1)
        );
    }

    #[test]
    fn a_contributing_block_is_marked_on_its_first_line() {
        let (marked, asides) = ranges("day x\n  a\n  b\n", Span::new(8, 9), &[(0, 13)]);
        assert_eq!((marked, asides), (vec![(0, 5), (8, 9)], 0));
    }
}
