//! Which lines an excerpt shows, and which part of each.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::source::SourceFile;

use super::marks::Mark;
use super::window::TAB;
use super::wrap;

/// A fault over more lines than this is shown with its middle left out.
const MOST_LINES: usize = 8;

/// How many lines of a longer fault are shown before and after the gap.
const HEAD: usize = 4;
const TAIL: usize = 3;

/// A row of an excerpt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// The line with this number.
    Line(usize),
    /// Lines left out, from the first to the last.
    Gap(usize, usize),
}

impl Row {
    /// The last line it stands for.
    pub(super) fn last(self) -> usize {
        match self {
            Self::Line(number) => number,
            Self::Gap(_, last) => last,
        }
    }
}

/// The rows to show: every marked line, the line between two that are shown, gaps for the rest.
pub(super) fn rows(source: &SourceFile, marked: &[Mark]) -> Vec<Row> {
    let mut lines = BTreeSet::new();
    for mark in marked {
        let first = source.line_column(mark.range.start).line;
        let last = source.line_column(mark.range.end).line;
        if last - first < MOST_LINES {
            lines.extend(first..=last);
        } else {
            lines.extend(first..first + HEAD);
            lines.extend(last + 1 - TAIL..=last);
        }
    }
    let mut rows: Vec<Row> = Vec::new();
    for line in lines {
        if let Some(before) = rows.last().map(|row| row.last()) {
            match line - before {
                1 => {}
                2 => rows.push(Row::Line(before + 1)),
                _ => rows.push(Row::Gap(before + 1, line - 1)),
            }
        }
        rows.push(Row::Line(line));
    }
    rows
}

/// Bytes of a line without its ending, a byte order mark, and the first `indent` bytes.
pub(super) fn content(source: &SourceFile, number: usize, indent: usize) -> Range<usize> {
    let range = source
        .line_span(number)
        .map_or(0..0, crate::source::Span::range);
    let line = source.text().get(range.clone()).unwrap_or_default();
    let has_mark = range.start == 0 && line.starts_with('\u{FEFF}');
    let mark = if has_mark { '\u{FEFF}'.len_utf8() } else { 0 };
    (range.start + mark + indent).min(range.end)..range.end
}

/// Bytes of indentation that all shown lines share, if a line is too wide to be shown with it; else 0. A mark in the
/// indentation keeps it.
pub(super) fn spare_indent(
    source: &SourceFile,
    rows: &[Row],
    marked: &[Mark],
    columns: usize,
) -> usize {
    let mut shared: Option<&str> = None;
    let mut wide = false;
    for row in rows {
        let Row::Line(number) = *row else { continue };
        let range = content(source, number, 0);
        let line = source.text().get(range.clone()).unwrap_or_default();
        let first_mark = marked
            .iter()
            .flat_map(|mark| [mark.range.start, mark.range.end])
            .filter(|offset| range.contains(offset))
            .min();
        let free = first_mark.map_or(line.len(), |offset| offset - range.start);
        let text = line.trim_start_matches([' ', '\t']);
        let blanks = (line.len() - text.len()).min(free);
        wide |= is_wider(line, columns);
        if !text.is_empty() || first_mark.is_some() {
            let indent = line.get(..blanks).unwrap_or_default();
            shared = Some(shared.map_or(indent, |other| common_start(other, indent)));
        }
    }
    shared.filter(|_| wide).map_or(0, str::len)
}

fn is_wider(line: &str, columns: usize) -> bool {
    let width = |character| match character {
        '\t' => TAB,
        _ => wrap::char_width(character),
    };
    line.chars().take(columns + 1).map(width).sum::<usize>() > columns
}

fn common_start<'a>(one: &'a str, other: &str) -> &'a str {
    let pairs = one.bytes().zip(other.bytes());
    let length = pairs.take_while(|(a, b)| a == b).count();
    one.get(..length).unwrap_or_default()
}
