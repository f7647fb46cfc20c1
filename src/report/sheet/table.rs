//! Tables of a given width. Columns are as wide as what stands in them; where that is too wide, the widest gives way and
//! its cells are broken after a blank or a `/`.
//!
//! A crate for tables would measure and break text by other rules than the findings that stand between the rows.

use crate::report::wrap;

/// Blanks between columns.
const GAP: usize = 2;

/// The fewest columns that a cell gets before the table gives up.
const LEAST: usize = 5;

/// Behind these a cell is broken.
const ENDS: [char; 2] = [' ', '/'];

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// A column: its head, how it is set, and the fewest columns that it can be read in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) head: &'static str,
    pub(super) align: Align,
    pub(super) least: usize,
}

/// Columns with the widths that they got.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    columns: Vec<(Align, usize)>,
}

impl Layout {
    /// `None` if the rows cannot be shown side by side in this width.
    pub(super) fn new(columns: &[Column], rows: &[Vec<String>], width: usize) -> Option<Self> {
        let widest = |place: usize, column: &Column| {
            let cells = rows.iter().filter_map(|row| row.get(place));
            let cells = cells.map(|cell| wrap::width(cell));
            cells.chain([wrap::width(column.head)]).max().unwrap_or(0)
        };
        let mut widths: Vec<usize> = columns
            .iter()
            .enumerate()
            .map(|(place, column)| widest(place, column))
            .collect();
        let room = width.checked_sub(GAP * columns.len().saturating_sub(1))?;
        let least = columns.iter().map(|column| column.least.max(LEAST));
        let least: Vec<usize> = least.collect();
        // Ranges are broken before words, and words and figures only where the columns cannot do without.
        let whole = |ends: &[char]| -> Vec<usize> {
            let longest = |(place, least): (usize, &usize)| {
                let cells = rows.iter().filter_map(|row| row.get(place));
                let pieces = cells.flat_map(|cell| cell.split_inclusive(ends));
                let widths = pieces.map(|piece| wrap::width(piece.trim_end()));
                widths.fold(*least, usize::max)
            };
            least.iter().enumerate().map(longest).collect()
        };
        let floors = [whole(&ENDS), whole(&[' ', '/', '-']), least.clone()];
        if !floors.iter().any(|floor| narrow(&mut widths, floor, room)) {
            return None;
        }
        let columns = columns.iter().zip(widths);
        Some(Self {
            columns: columns
                .map(|(column, width)| (column.align, width))
                .collect(),
        })
    }

    /// The lines of a row.
    pub(super) fn row(&self, cells: &[String]) -> Vec<String> {
        let cells: Vec<Vec<String>> = cells
            .iter()
            .zip(&self.columns)
            .map(|(cell, (_, width))| broken(cell, *width))
            .collect();
        let lines = cells.iter().map(Vec::len).max().unwrap_or(0);
        (0..lines).map(|line| self.line(&cells, line)).collect()
    }

    fn line(&self, cells: &[Vec<String>], number: usize) -> String {
        let mut line = String::new();
        for (place, (cell, (align, width))) in cells.iter().zip(&self.columns).enumerate() {
            if place > 0 {
                line.push_str(&" ".repeat(GAP));
            }
            let words = cell.get(number).map_or("", String::as_str);
            let blanks = " ".repeat(width.saturating_sub(wrap::width(words)));
            match align {
                Align::Left => line.extend([words, blanks.as_str()]),
                Align::Right => line.extend([blanks.as_str(), words]),
            }
        }
        line.truncate(line.trim_end().len());
        line
    }
}

/// Takes columns from the widest until all fit into the room; none falls below its least.
fn narrow(widths: &mut [usize], least: &[usize], room: usize) -> bool {
    while widths.iter().sum::<usize>() > room {
        let open = widths
            .iter_mut()
            .zip(least)
            .filter(|(width, least)| **width > **least);
        match open.map(|(width, _)| width).max() {
            Some(width) => *width -= 1,
            None => return false,
        }
    }
    true
}

/// What is not broken unless it is wider than its column.
fn pieces(cell: &str) -> impl Iterator<Item = &str> {
    cell.split_inclusive(ENDS)
}

/// A cell in lines of a width, broken after a blank or a `/`; a piece that is too wide, after a `-`, or else anywhere.
fn broken(cell: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    let fits = |piece: &str| wrap::width(piece.trim_end()) <= width;
    let split =
        pieces(cell).flat_map(|piece| piece.split_inclusive(move |c| c == '-' && !fits(piece)));
    for piece in split {
        let used = lines.last().map_or(0, |line| wrap::width(line));
        if used > 0 && used + wrap::width(piece.trim_end()) > width {
            lines.push(String::new());
        }
        for character in piece.chars() {
            let wanted = wrap::char_width(character);
            let full = lines
                .last()
                .is_some_and(|line| !line.is_empty() && wrap::width(line) + wanted > width);
            if full && character != ' ' {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push(character);
            }
        }
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_break_where_a_person_would() {
        assert_eq!(broken("Romanian Deadlift", 10), ["Romanian", "Deadlift"]);
        assert_eq!(broken("58.5/67.5/76.5", 10), ["58.5/67.5/", "76.5"]);
        assert_eq!(broken("≈40.2-41.3", 7), ["≈40.2-", "41.3"]);
        assert_eq!(broken("2-0-2-0", 7), ["2-0-2-0"]);
        assert_eq!(broken("週週週", 4), ["週週", "週"]);
        assert_eq!(broken("", 4), [""]);
    }

    #[test]
    fn the_widest_column_gives_way() {
        let columns =
            [("exercise", Align::Left), ("kg", Align::Right)].map(|(head, align)| Column {
                head,
                align,
                least: 5,
            });
        let rows = [vec!["Romanian Deadlift".to_owned(), "22.5".to_owned()]];
        let layout = Layout::new(&columns, &rows, 16).unwrap();
        assert_eq!(layout.row(&rows[0]), ["Romanian    22.5", "Deadlift"]);
        assert!(Layout::new(&columns, &rows, 10).is_none());
    }
}
