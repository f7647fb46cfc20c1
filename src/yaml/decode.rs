//! From a scalar's text back to the source it was decoded from.
//!
//! Both are walked side by side: a character that stands in both is where it seems to be, an escape covers its whole
//! spelling, and blanks that folding or indentation swallowed are stepped over. Nothing is decoded anew; where the two
//! do not fit, there is no answer.

use std::ops::Range;

use super::node::Style;
use crate::source::Span;

/// The place in `source` of the stretch `wanted` of a scalar's `text`, where `span` is the scalar's place. `None` if
/// the stretch is not in the text or the two do not fit together.
pub(super) fn locate(
    source: &str,
    span: Span,
    style: Style,
    text: &str,
    wanted: Range<usize>,
) -> Option<Span> {
    text.get(wanted.clone())?;
    let quote = match style {
        Style::SingleQuoted | Style::DoubleQuoted => 1,
        Style::Plain | Style::Block => 0,
    };
    let inner = span.start as usize + quote..(span.end as usize).checked_sub(quote)?;
    let raw = source.get(inner.clone())?;
    let found = search(raw, text, style, &wanted)?;
    Some(Span::new(
        inner.start + found.start,
        inner.start + found.end,
    ))
}

/// The same within `raw`, the source without its quotes.
fn search(raw: &str, text: &str, style: Style, wanted: &Range<usize>) -> Option<Range<usize>> {
    let mut start = None;
    let mut end = 0;
    let mut at = 0;
    for (offset, character) in text.char_indices() {
        let place = place_of(raw, at, style, character)?;
        at = place.end;
        if offset + character.len_utf8() <= wanted.start {
            end = place.end;
            continue;
        }
        if offset >= wanted.end {
            let empty = wanted.is_empty().then_some(place.start);
            let from = start.or(empty).unwrap_or(end);
            return Some(from..end.max(from));
        }
        start.get_or_insert(place.start);
        end = place.end;
    }
    let from = start.unwrap_or(end);
    Some(from..end)
}

/// Where in `raw`, from `at` on, the next character of the text stands; an empty place if folding made it up.
fn place_of(raw: &str, at: usize, style: Style, character: char) -> Option<Range<usize>> {
    let mut at = at;
    loop {
        let rest = raw.get(at..)?;
        let Some(here) = rest.chars().next() else {
            return is_blank(character).then_some(at..at);
        };
        let fold = match style {
            Style::SingleQuoted | Style::DoubleQuoted => fold_length(rest),
            Style::Plain | Style::Block => None,
        };
        match (style, here) {
            _ if fold.is_some() => return Some(at..at + fold?).filter(|_| is_blank(character)),
            (Style::DoubleQuoted, '\\') => match escape_length(rest)? {
                Escape::Character(length) => return Some(at..at + length),
                Escape::LineEnd(length) => at += length,
            },
            (Style::SingleQuoted, '\'') => {
                return (character == '\'').then_some(at..at + 2);
            }
            _ if here == character => return Some(at..at + here.len_utf8()),
            _ if is_blank(here) => at += 1,
            _ => return is_blank(character).then_some(at..at),
        }
    }
}

/// How much of a quoted text stands for its next character, if a line ends here: one line ending is a blank,
/// several are one less, and the blanks around them are nothing. Elsewhere such care is not needed, since nothing but
/// an escape can be mistaken for the blank before it.
fn fold_length(rest: &str) -> Option<usize> {
    let blanks = rest.len() - rest.trim_start_matches(is_blank).len();
    let ends = line_ends(rest.get(..blanks)?);
    match ends.as_slice() {
        [] => None,
        [_] | [_, _] => Some(blanks),
        [first, ..] => Some(*first),
    }
}

/// Offsets after each line ending.
fn line_ends(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends_line = |at: usize| match bytes.get(at) {
        Some(b'\n') => true,
        Some(b'\r') => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    (0..bytes.len())
        .filter(|&at| ends_line(at))
        .map(|at| at + 1)
        .collect()
}

/// What folding and indentation may take away or put in.
fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

enum Escape {
    /// Stands for one character; length of its spelling in bytes.
    Character(usize),
    /// A backslash at the end of a line, which joins it to the next; length with the blanks that go with it.
    LineEnd(usize),
}

fn escape_length(rest: &str) -> Option<Escape> {
    let letter = rest.chars().nth(1)?;
    Some(match letter {
        'x' => Escape::Character(4),
        'u' => Escape::Character(6),
        'U' => Escape::Character(10),
        // The line endings of blank lines after it would each count; too rare to follow.
        '\r' | '\n' => {
            let after = rest.get(1..)?;
            let blanks = after.len() - after.trim_start_matches(is_blank).len();
            match line_ends(after.get(..blanks)?).len() {
                1 => Escape::LineEnd(1 + blanks),
                _ => return None,
            }
        }
        other => Escape::Character(1 + other.len_utf8()),
    })
}
