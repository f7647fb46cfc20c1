//! The few lines of a file that a finding is shown with: the fault, the lines that contributed, and gaps between them.
//!
//! The excerpt is a small text of its own with places in it, whatever the size of the file, so that drawing it costs the
//! same everywhere in a file and no drawing code ever meets a place that does not exist.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;

use super::marks::{Aside, Mark, Marks, spans_lines};
use super::rows::{self, Row};
use super::window::Window;

/// No line is shown wider than this, on however wide a terminal.
const WIDEST: usize = 240;

/// How much room there is for source text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// Columns of the whole output.
    pub(super) columns: usize,
    /// Columns before the source text, besides the digits of the line number.
    pub(super) margin: usize,
    /// Further columns for the bracket around a fault over several lines.
    pub(super) bracket: usize,
    /// Stands where a line was cut.
    pub(super) ellipsis: &'static str,
}

/// A place that is marked in an excerpt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    /// Where in the file.
    pub(super) mark: Mark,
    /// Where in the excerpt's text.
    pub(super) range: Range<usize>,
    /// Index of the row in which it ends.
    pub(super) row: usize,
    /// Whether it runs over several rows.
    pub(super) tall: bool,
}

/// Lines to show, and what is marked in them.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// One line of text for each row, each with a line feed; gaps are empty. Free of hidden characters.
    pub(super) text: String,
    /// What each line of `text` stands for.
    pub(super) rows: Vec<Row>,
    /// Start of each row in `text`.
    pub(super) starts: Vec<usize>,
    /// In the order of the text; one of them is the fault.
    pub(super) placed: Vec<Placed>,
    /// Places that are told in words.
    pub(super) asides: Vec<Aside>,
    /// Digits of the largest line number.
    pub(super) digits: usize,
}

impl Excerpt {
    /// The excerpt for one finding.
    pub(super) fn of(source: &SourceFile, diagnostic: &Diagnostic, frame: &Frame) -> Self {
        let Marks { marked, asides } = Marks::of(source, diagnostic);
        let rows = rows::rows(source, &marked);
        let last = rows.iter().map(|row| row.last()).max().unwrap_or(1);
        let digits = last.to_string().len();
        let tall = marked
            .iter()
            .any(|mark| spans_lines(source.text(), &mark.range));
        let bracket = if tall { frame.bracket } else { 0 };
        let room = frame
            .columns
            .saturating_sub(frame.margin + digits + bracket);
        let columns = room.min(WIDEST);
        let indent = rows::spare_indent(source, &rows, &marked, columns);
        let mut excerpt = Self {
            text: String::new(),
            rows: Vec::new(),
            starts: Vec::new(),
            placed: Vec::new(),
            asides,
            digits,
        };
        for row in rows {
            excerpt.start_row(row);
            if let Row::Line(number) = row {
                let content = rows::content(source, number, indent);
                excerpt.fill(source, &content, &marked, columns, frame.ellipsis);
            }
            excerpt.text.push('\n');
        }
        excerpt
    }

    /// The row's text, without its line feed.
    pub(super) fn row_text(&self, row: usize) -> &str {
        let start = self.starts.get(row).copied().unwrap_or(self.text.len());
        let rest = self.text.get(start..).unwrap_or_default();
        rest.split('\n').next().unwrap_or_default()
    }

    /// The mark on the fault itself.
    pub(super) fn fault(&self) -> Option<&Placed> {
        self.placed.iter().find(|placed| placed.mark.primary)
    }

    fn start_row(&mut self, row: Row) {
        self.rows.push(row);
        self.starts.push(self.text.len());
    }

    fn fill(
        &mut self,
        source: &SourceFile,
        content: &Range<usize>,
        marked: &[Mark],
        columns: usize,
        ellipsis: &str,
    ) {
        let start = self.text.len();
        let here: Vec<_> = marked
            .iter()
            .filter_map(|mark| Part::of(mark, content))
            .collect();
        let line = source.text().get(content.clone()).unwrap_or_default();
        let window = Window::new(line, &focus(&here, columns), columns, ellipsis);
        self.text.push_str(&window.text);
        for part in here {
            self.place(&part, &window, start);
        }
    }

    /// Notes where a part of a mark has come to lie. A fault over several lines is opened by its first part and closed
    /// by its last.
    fn place(&mut self, part: &Part<'_>, window: &Window, start: usize) {
        let row = self.rows.len() - 1;
        match part.side {
            Side::Whole => match window.find(&part.range) {
                Some(range) => {
                    let range = start + range.start..start + range.end;
                    self.placed.push(part.placed(range, row));
                }
                None => self.asides.push(Aside {
                    offset: part.mark.range.start,
                    text: part.mark.text.clone(),
                }),
            },
            Side::Opening => {
                let at = start + window.find_offset(part.range.start);
                self.placed.push(part.placed(at..at, row));
            }
            Side::Closing => {
                let open = self.placed.iter_mut().find(|placed| placed.tall);
                if let Some(placed) = open {
                    placed.range.end = start + window.find_offset(part.range.end);
                    placed.row = row;
                }
            }
        }
    }
}

/// Which part of a mark lies on a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Whole,
    Opening,
    Closing,
}

struct Part<'a> {
    mark: &'a Mark,
    /// In bytes of the line.
    range: Range<usize>,
    side: Side,
}

impl<'a> Part<'a> {
    fn of(mark: &'a Mark, content: &Range<usize>) -> Option<Self> {
        let holds = |offset: usize| content.start <= offset && offset <= content.end;
        let side = match (holds(mark.range.start), holds(mark.range.end)) {
            (true, true) => Side::Whole,
            (true, false) => Side::Opening,
            (false, true) => Side::Closing,
            (false, false) => return None,
        };
        let inside = |offset: usize| offset.clamp(content.start, content.end) - content.start;
        Some(Self {
            mark,
            range: inside(mark.range.start)..inside(mark.range.end),
            side,
        })
    }

    fn placed(&self, range: Range<usize>, row: usize) -> Placed {
        Placed {
            mark: self.mark.clone(),
            range,
            row,
            tall: self.side != Side::Whole,
        }
    }

    /// What should be seen of it: of a part that opens or closes a long fault, its end.
    fn focus(&self) -> Range<usize> {
        match self.side {
            Side::Whole => self.range.clone(),
            Side::Opening => self.range.start..self.range.start,
            Side::Closing => self.range.end..self.range.end,
        }
    }
}

/// What should be seen of a line: all marks if they are near each other, else the fault, else the first.
fn focus(parts: &[Part<'_>], columns: usize) -> Range<usize> {
    let all = parts.iter().map(Part::focus);
    let Some(union) = all.reduce(|one, other| one.start.min(other.start)..one.end.max(other.end))
    else {
        return 0..0;
    };
    let most = parts
        .iter()
        .find(|part| part.mark.primary)
        .or(parts.first());
    match most {
        Some(part) if union.len() + 2 > columns => part.focus(),
        _ => union,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::source::Span;

    const FRAME: Frame = Frame {
        columns: 40,
        margin: 4,
        bracket: 4,
        ellipsis: "…",
    };

    fn excerpt(text: &str, span: Span, labels: &[Span]) -> Excerpt {
        let mut diagnostic = Diagnostic::new("r", Severity::Error, span, "m");
        for label in labels {
            diagnostic = diagnostic.label(*label, "here");
        }
        Excerpt::of(&SourceFile::new("x", text), &diagnostic, &FRAME)
    }

    #[test]
    fn lines_that_count_and_gaps_between() {
        let text = "a\nb\nc\nd\ne\nf\n";
        let shown = excerpt(text, Span::new(10, 11), &[Span::new(0, 1), Span::new(4, 5)]);
        assert_eq!(shown.text, "a\nb\nc\n\nf\n");
        assert_eq!(
            shown.rows,
            [
                Row::Line(1),
                Row::Line(2),
                Row::Line(3),
                Row::Gap(4, 5),
                Row::Line(6)
            ]
        );
        assert_eq!(shown.fault().map(|fault| fault.range.clone()), Some(7..8));
        assert_eq!(shown.row_text(4), "f");
    }

    #[test]
    fn indentation_makes_room_for_a_wide_line() {
        let narrow = excerpt("    a\n    bb\n", Span::new(10, 12), &[Span::new(4, 5)]);
        assert_eq!(narrow.text, "    a\n    bb\n");
        let text = "    a\n      b: 30/15/15/15 @ 20%, rest 30 s\n";
        let wide = excerpt(text, Span::new(12, 13), &[Span::new(4, 5)]);
        assert_eq!(wide.text, "a\n  b: 30/15/15/15 @ 20%, rest 30 s\n");
        let marked = excerpt(text, Span::new(8, 13), &[]);
        assert_eq!(
            marked.row_text(0),
            "    b: 30/15/15/15 @ 20%, rest 30 s",
            "up to the mark"
        );
    }

    #[test]
    fn a_tall_fault_is_capped() {
        let text = "line\n".repeat(60);
        let shown = excerpt(&text, Span::new(5, 295), &[]);
        assert_eq!(shown.rows.len(), 8);
        assert_eq!(shown.rows.get(4), Some(&Row::Gap(6, 56)));
        let fault = shown.fault().cloned();
        assert!(fault.is_some_and(|fault| fault.tall && fault.row == 7 && fault.range == (0..35)));
    }

    #[test]
    fn an_excerpt_of_a_large_file_is_small() {
        let text = "  Curl: 3x10 @ 20 %\n".repeat(100_000);
        let (end, half) = (text.len(), text.len() / 2);
        let shown = excerpt(&text, Span::new(0, end), &[Span::new(half, half + 4)]);
        assert!(shown.text.len() < 400 && shown.rows.len() == 10);
    }

    #[test]
    fn far_marks_on_one_line_are_told() {
        let text = format!("aa {} bb", "x".repeat(1000));
        let shown = excerpt(&text, Span::new(1004, 1006), &[Span::new(0, 2)]);
        assert_eq!(shown.placed.len(), 1);
        assert_eq!(shown.asides.len(), 1);
        assert!(shown.text.starts_with('…') && shown.text.ends_with("x bb\n"));
    }
}
