//! Places in texts as clients count them, worked out from nothing but the protocol.

use serde_json::{Value, json};

/// Stands for the cursor in the plans of these tests.
const CURSOR: char = '‸';

/// What clients count columns in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Units {
    Utf8,
    Utf16,
}

impl Units {
    fn of(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.encode_utf16().count(),
        }
    }
}

/// The lines of a text without their ends, with where they begin.
pub(super) fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut start = 0;
    while let Some(at) = text[start..].find(['\n', '\r']) {
        let end = start + at;
        lines.push((start, &text[start..end]));
        let ending = if text[end..].starts_with("\r\n") {
            2
        } else {
            1
        };
        start = end + ending;
    }
    lines.push((start, &text[start..]));
    lines
}

/// The offset of a position; nothing for one that is no place of the text.
pub(super) fn offset(text: &str, position: &Value, units: Units) -> Option<usize> {
    let number = |key: &str| usize::try_from(position[key].as_u64()?).ok();
    let (start, line) = *lines(text).get(number("line")?)?;
    let column = number("character")?;
    let ends = line.char_indices().map(|(at, _)| at).chain([line.len()]);
    let at = ends
        .into_iter()
        .find(|at| units.of(&line[..*at]) == column)?;
    Some(start + at)
}

/// The position of an offset.
pub(super) fn position(text: &str, offset: usize, units: Units) -> Value {
    let lines = lines(text);
    let number = lines.partition_point(|(start, _)| *start <= offset) - 1;
    let (start, line) = lines[number];
    let column = units.of(&line[..(offset - start).min(line.len())]);
    json!({ "line": number, "character": column })
}

/// The text of a range, which has to be one.
#[track_caller]
pub(super) fn slice<'t>(text: &'t str, range: &Value) -> &'t str {
    let at = |key: &str| {
        offset(text, &range[key], Units::Utf16).unwrap_or_else(|| panic!("{range} in {text:?}"))
    };
    &text[at("start")..at("end")]
}

/// A plan without its cursor, and where that stood, in UTF-16.
#[track_caller]
pub(super) fn cursor(text: &str) -> (String, Value) {
    let at = text.find(CURSOR).expect("the plan has a cursor");
    let text = text.replacen(CURSOR, "", 1);
    let place = position(&text, at, Units::Utf16);
    (text, place)
}

/// The place in the middle of the first of these words.
#[track_caller]
pub(super) fn at(text: &str, words: &str) -> Value {
    let at = text.find(words).unwrap_or_else(|| panic!("{words}"));
    position(text, at + 1, Units::Utf16)
}

/// All of a text and more.
pub(super) fn whole() -> Value {
    json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99_999, "character": 0 } })
}
