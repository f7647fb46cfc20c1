//! One line of source as it is shown: tabs as blanks, hidden characters replaced, and cut around what matters when it
//! is longer than there is room.

use std::borrow::Cow;
use std::ops::Range;

use super::marks::{boundary_after, boundary_before};
use super::{escape, wrap};

/// How many bytes of a line are looked at on each side of what matters. Keeps a line of a megabyte cheap.
const REACH: usize = 240;

/// Columns from one tab stop to the next.
pub(super) const TAB: usize = 4;

/// What is shown of a line, and where each of its characters came from.
#[derive(Debug)]
pub(super) struct Window {
    /// The text to show.
    pub(super) text: String,
    /// For every shown character its byte offset in the line and in `text`.
    places: Vec<(usize, usize)>,
    /// The same for the end of the last shown character.
    end: (usize, usize),
}

impl Window {
    /// Shows `line` in at most `columns` columns so that as much as fits of `focus`, a range of bytes in it, is seen.
    /// `ellipsis` stands where something was cut.
    pub(super) fn new(line: &str, focus: &Range<usize>, columns: usize, ellipsis: &str) -> Self {
        let low = boundary_before(line, focus.start.saturating_sub(REACH));
        let reach = focus.end.min(focus.start + REACH).saturating_add(REACH);
        let high = boundary_after(line, reach);
        let cells = Cells::new(line, low..high);
        let cut = (low > 0, high < line.len());
        let shown = cells.choose(focus, columns, wrap::width(ellipsis), cut);
        let mut window = Self {
            text: String::new(),
            places: Vec::new(),
            end: (low, 0),
        };
        if cut.0 || shown.start > 0 {
            window.text.push_str(ellipsis);
        }
        window.end = (low, window.text.len());
        for cell in cells.list.get(shown.clone()).unwrap_or_default() {
            window.places.push((cell.offset, window.text.len()));
            window.text.push_str(&cell.shown);
            window.end = (cell.offset + cell.length, window.text.len());
        }
        if cut.1 || shown.end < cells.list.len() {
            window.text.push_str(ellipsis);
        }
        window
    }

    /// Where in `text` a range of bytes of the line is seen; `None` if it was cut away.
    pub(super) fn find(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let found = self.find_offset(range.start)..self.find_offset(range.end);
        let first = self.places.first().map_or(self.end.0, |place| place.0);
        let inside = first <= range.start && range.start <= self.end.0;
        let seen = if range.is_empty() {
            inside
        } else {
            !found.is_empty()
        };
        seen.then_some(found)
    }

    /// Where in `text` the character at a byte offset of the line is shown; the nearest end if it was cut away.
    pub(super) fn find_offset(&self, offset: usize) -> usize {
        let index = self.places.partition_point(|place| place.0 < offset);
        self.places.get(index).unwrap_or(&self.end).1
    }
}

/// One character: where it stands and how it is shown.
struct Cell<'a> {
    offset: usize,
    length: usize,
    column: usize,
    width: usize,
    shown: Cow<'a, str>,
}

struct Cells<'a> {
    list: Vec<Cell<'a>>,
    columns: usize,
}

impl<'a> Cells<'a> {
    fn new(line: &'a str, range: Range<usize>) -> Self {
        let mut cells = Self {
            list: Vec::new(),
            columns: 0,
        };
        let part = line.get(range.clone()).unwrap_or_default();
        for (offset, character) in part.char_indices() {
            let length = character.len_utf8();
            let rest = part.get(offset..).unwrap_or_default();
            let before = part.get(..offset).unwrap_or_default();
            let shown = match character {
                '\t' => Cow::Owned(" ".repeat(TAB - cells.columns % TAB)),
                '[' if escape::opens_command(before) => Cow::Borrowed("·["),
                _ => escape::line(rest.get(..length).unwrap_or_default()),
            };
            let width = wrap::width(&shown);
            cells.list.push(Cell {
                offset: range.start + offset,
                length,
                column: cells.columns,
                width,
                shown,
            });
            cells.columns += width;
        }
        cells
    }

    /// Which cells to show: all if they fit, else from the start of the line if that shows `focus`, else around it.
    fn choose(
        &self,
        focus: &Range<usize>,
        columns: usize,
        ellipsis: usize,
        cut: (bool, bool),
    ) -> Range<usize> {
        if cut == (false, false) && self.columns <= columns {
            return 0..self.list.len();
        }
        let (start, end) = (self.column_of(focus.start), self.column_of(focus.end));
        let one_side = columns.saturating_sub(ellipsis);
        let both_sides = one_side.saturating_sub(ellipsis);
        let wanted = (end - start).min(both_sides);
        let from = start.saturating_sub((both_sides - wanted) / 2);
        let long = end - start > both_sides;
        let early = end.max(start + 1) <= one_side || (long && start <= columns / 4);
        if !cut.0 && early {
            self.between(0, one_side)
        } else if !cut.1 && from + one_side >= self.columns {
            self.between(self.columns.saturating_sub(one_side), self.columns)
        } else {
            self.between(from, from + both_sides)
        }
    }

    fn column_of(&self, offset: usize) -> usize {
        let index = self.list.partition_point(|cell| cell.offset < offset);
        self.list
            .get(index)
            .map_or(self.columns, |cell| cell.column)
    }

    fn between(&self, from: usize, to: usize) -> Range<usize> {
        let first = self.list.partition_point(|cell| cell.column < from);
        let last = self
            .list
            .partition_point(|cell| cell.column + cell.width <= to);
        first..last.max(first)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_that_fits_is_shown_whole() {
        let window = Window::new("\ta\t週", &(1..2), 40, "…");
        assert_eq!(window.text, "    a   週");
        assert_eq!(window.find(&(1..2)), Some(4..5));
        assert_eq!(window.find(&(6..6)), Some(11..11), "the end of the line");
    }

    #[test]
    fn a_long_line_is_cut_around_the_focus() {
        let line = "a".repeat(50) + "17 kg" + &"b".repeat(50);
        let window = Window::new(&line, &(50..55), 21, "…");
        assert_eq!(window.text, "…aaaaaaa17 kgbbbbbbb…");
        assert_eq!(window.find(&(50..55)), Some(10..15));
        assert_eq!(window.find(&(0..3)), None);
        assert_eq!(window.find(&(0..0)), None);
        assert_eq!(window.find(&(0..52)), Some(3..12), "as much as is seen");
    }

    #[test]
    fn the_start_of_a_line_is_kept_if_it_can_be() {
        let window = Window::new("Cable Curl: 30/15/15/15 @ 17 kg", &(12..23), 25, "…");
        assert_eq!(window.text, "Cable Curl: 30/15/15/15 …");
        let window = Window::new("Cable Curl: 30/15/15/15 @ 17 kg", &(26..31), 25, "…");
        assert_eq!(window.text, "…url: 30/15/15/15 @ 17 kg");
    }

    #[test]
    fn a_runner_command_is_broken() {
        let window = Window::new("# ##[error]x", &(2..12), 40, "…");
        assert_eq!(window.text, "# ##·[error]x");
        assert_eq!(window.find(&(5..12)), Some(7..14));
    }

    proptest! {
        #[test]
        fn windows_fit(
            line in crate::report::samples::hostile_text(),
            start in 0_usize..400,
            length in 0_usize..400,
            columns in 10_usize..120,
        ) {
            let line = line.replace(['\n', '\r'], " ");
            let start = boundary_before(&line, start);
            let end = boundary_before(&line, start + length).max(start);
            let window = Window::new(&line, &(start..end), columns, "…");
            prop_assert!(wrap::width(&window.text) <= columns);
            prop_assert!(!window.text.contains(escape::is_hidden));
            prop_assert_eq!(escape::commands(&window.text).count(), 0);
            if let Some(found) = window.find(&(start..end)) {
                prop_assert!(window.text.get(found).is_some());
            }
        }
    }
}
