//! Goes over a drawn snippet: true line numbers, signs for lines left out, and a heavier line under the fault.
//!
//! The drawing numbers the rows of an excerpt without a break, starting at [`base`]; the rows are followed by those
//! numbers, in order, so that no source text can be taken for a margin.

use super::excerpt::{Excerpt, Placed};
use super::paint::Paint;
use super::rows::Row;
use super::wrap;

/// Follows the rows of an excerpt through its drawing.
pub(super) struct Rows<'a> {
    excerpt: &'a Excerpt,
    unicode: bool,
    /// The row that is drawn next.
    next: usize,
    /// Whether the row just drawn has the fault, so that its underline comes next.
    underline: bool,
}

impl<'a> Rows<'a> {
    pub(super) fn new(excerpt: &'a Excerpt, unicode: bool) -> Self {
        Self {
            excerpt,
            unicode,
            next: 0,
            underline: false,
        }
    }

    /// A line of the drawing, gone over. Lines come in order.
    pub(super) fn line(&mut self, line: &str, paint: &Paint) -> String {
        let digits = self.excerpt.digits;
        let (bar, dot) = if self.unicode {
            ('│', '·')
        } else {
            ('|', ':')
        };
        let numbered = format!(" {:>digits$} {bar} ", base(self.excerpt) + self.next + 1);
        let between = format!(" {:>digits$} {dot} ", "");
        if let Some(rest) = line.strip_prefix(&numbered) {
            let row = self.excerpt.rows.get(self.next).copied();
            let fault = self.excerpt.fault();
            self.underline = fault.is_some_and(|fault| !fault.tall && fault.row == self.next);
            self.next += 1;
            return paint.faint(&self.margin(row, bar)) + rest;
        }
        let Some(rest) = line.strip_prefix(&between) else {
            return line.to_owned();
        };
        let rest = if std::mem::take(&mut self.underline) {
            self.heavier(rest)
        } else {
            rest.to_owned()
        };
        paint.faint(&between) + &rest
    }

    /// What stands before the source text: the true number, or the sign for lines left out.
    fn margin(&self, row: Option<Row>, bar: char) -> String {
        let digits = self.excerpt.digits;
        match (row, self.unicode) {
            (Some(Row::Gap(..)), true) => format!(" {:>digits$} ⋮ ", ""),
            (Some(Row::Gap(..)), false) => format!(" {:<width$} ", "...", width = digits + 2),
            (Some(Row::Line(number)), _) => format!(" {number:>digits$} {bar} "),
            (None, _) => format!(" {:>digits$} {bar} ", ""),
        }
    }

    /// Redraws the part of an underline that belongs to the fault.
    fn heavier(&self, underline: &str) -> String {
        let Some(fault) = self.excerpt.fault() else {
            return underline.to_owned();
        };
        let (start, end) = columns(self.excerpt, fault);
        let mut column = 0;
        let mut in_colour = false;
        let redraw = |character: char| {
            in_colour |= character == '\u{1b}';
            let drawn = match character {
                _ if in_colour || !(start..end).contains(&column) => character,
                '─' => '━',
                '┬' => '┯',
                '-' => '^',
                _ => character,
            };
            column += usize::from(!in_colour);
            in_colour &= character != 'm';
            drawn
        };
        underline.chars().map(redraw).collect()
    }
}

/// First column of a mark and the column after it, in its row of the excerpt.
pub(super) fn columns(excerpt: &Excerpt, placed: &Placed) -> (usize, usize) {
    let row = excerpt.starts.get(placed.row).copied().unwrap_or_default();
    let before = |offset: usize| {
        let text = excerpt.text.get(row..offset).unwrap_or_default();
        wrap::width(text)
    };
    let start = before(placed.range.start);
    (start, before(placed.range.end).max(start + 1))
}

/// The number, less one, that the drawing gives to the first row, such that the last has its true number and all numbers
/// take the same room as the true ones.
pub(super) fn base(excerpt: &Excerpt) -> usize {
    let last = match excerpt.rows.last() {
        Some(Row::Line(last) | Row::Gap(_, last)) => *last,
        None => 1,
    };
    last.saturating_sub(excerpt.rows.len())
}
