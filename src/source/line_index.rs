//! From byte offsets to lines and columns. LF, CRLF and a lone CR each end a line, everywhere.

use std::ops::Range;

/// A place as people count: line from 1, column from 1 in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters (not bytes, not display cells).
    pub column: usize,
}

/// The start offset of every line of one text.
#[derive(Clone, Debug)]
pub(super) struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    pub(super) fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(starts_within(text.as_bytes(), 1..text.len() + 1));
        Self { starts }
    }

    /// What the index is after a range was replaced by so many bytes; `text` is the text as it is now. Whether a line
    /// starts at a place depends on the two bytes around it, so lines before and behind need no second look.
    pub(super) fn edit(&mut self, text: &str, replaced: Range<usize>, by: usize) {
        let first = self
            .starts
            .partition_point(|&start| start == 0 || (start as usize) < replaced.start);
        let behind = self
            .starts
            .partition_point(|&start| start as usize <= replaced.end)
            .max(first);
        let end = replaced.start + by;
        let moved = |start: u32| narrow(start as usize - replaced.end + end);
        let mut rest: Vec<u32> = self.starts.split_off(behind);
        rest.iter_mut().for_each(|start| *start = moved(*start));
        self.starts.truncate(first);
        let anew = replaced.start.max(1)..end + 1;
        self.starts.extend(starts_within(text.as_bytes(), anew));
        self.starts.append(&mut rest);
    }

    /// Zero-based line that holds `offset`.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        self.starts
            .partition_point(|&start| start as usize <= offset)
            .saturating_sub(1)
    }

    /// Offset at which the zero-based `line` starts; `None` past the last line.
    pub(super) fn start_of(&self, line: usize) -> Option<usize> {
        self.starts.get(line).map(|&start| start as usize)
    }

    pub(super) fn line_count(&self) -> usize {
        self.starts.len()
    }
}

/// The places in a range at which a line starts, because the one before ends there.
fn starts_within(bytes: &[u8], places: Range<usize>) -> impl Iterator<Item = u32> {
    let starts_line = |place: &usize| match bytes.get(place - 1) {
        Some(b'\n') => true,
        Some(b'\r') => bytes.get(*place) != Some(&b'\n'),
        _ => false,
    };
    places.filter(starts_line).map(narrow)
}

fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
