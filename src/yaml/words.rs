//! The words for what the guard refuses, and the small readings of a line that they need.
//!
//! One function per refusal; which of them applies is decided by the callers.

use std::borrow::Cow;

use super::problems::problem;
use super::{DEPTH_LIMIT, FILE_LIMIT, NODE_LIMIT, SCALAR_LIMIT};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// Examples longer than this are harder to read than the advice alone.
const EXAMPLE_LIMIT: usize = 72;

/// Longer words are underlined at their beginning only.
const WORD_LIMIT: usize = 40;

pub(super) const BYTE_ORDER_MARK: char = '\u{FEFF}';

pub(super) fn file_too_large(size: usize) -> Diagnostic {
    let limit = FILE_LIMIT / 1024;
    problem(
        Span::at(0),
        format!("the file has {size} bytes, more than the {limit} KiB that a file may have"),
    )
    .help("split it into several files")
}

pub(super) fn empty_file() -> Diagnostic {
    problem(Span::at(0), "the file is empty").help("write `key: value` lines")
}

pub(super) fn forbidden_character(span: Span, character: char) -> Diagnostic {
    let code = format!("U+{:04X}", u32::from(character));
    let name = match character {
        '\0' => "NUL",
        '\u{FEFF}' => "byte order mark",
        '\u{85}' | '\u{2028}' | '\u{2029}' => "line separator",
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            "invisible character that turns the direction of text"
        }
        _ => "control character",
    };
    let escape = match u32::from(character) {
        code @ 0..=0xFF => format!("\\x{code:02x}"),
        code => format!("\\u{code:04x}"),
    };
    problem(span, format!("{code} ({name}) is not allowed here")).help(format!(
        "delete it; if text needs it, put the text in double quotes and write `{escape}`"
    ))
}

pub(super) fn tab_indentation(span: Span) -> Diagnostic {
    problem(span, "a tab cannot indent a line").help("use spaces instead, two for each level")
}

pub(super) fn document_end(span: Span) -> Diagnostic {
    problem(span, "`...` ends a document, but a file holds only one").help("delete the line")
}

pub(super) fn second_document(span: Span, marked: bool) -> Diagnostic {
    if marked {
        problem(
            span,
            "a second document starts here, but a file holds only one",
        )
        .help("put it in a file of its own")
    } else {
        problem(span, "this line is indented less than the first line")
            .help("start all keys of the file in the same column")
    }
}

pub(super) fn too_deep(span: Span) -> Diagnostic {
    problem(
        span,
        format!("lists and maps are nested more than {DEPTH_LIMIT} deep"),
    )
}

pub(super) fn too_many_nodes(span: Span) -> Diagnostic {
    problem(
        span,
        format!("the file has more than {NODE_LIMIT} keys and values"),
    )
    .help("split it into several files")
}

pub(super) fn long_scalar(text: &str, span: Span, length: usize) -> Diagnostic {
    let limit = SCALAR_LIMIT / 1024;
    problem(
        word_at(text, span.start as usize),
        format!("this text has {length} bytes, more than the {limit} KiB that a text may have"),
    )
}

pub(super) fn anchor(text: &str, span: Span, name: &str) -> Diagnostic {
    problem(
        span,
        format!(
            "`&{}` is read as a YAML anchor, and anchors are not supported",
            short(name)
        ),
    )
    .help(quote_line_help(
        text,
        span.start as usize,
        "delete it, or put the text in quotes if the `&` belongs to it",
    ))
}

pub(super) fn alias(text: &str, span: Span) -> Diagnostic {
    let name = short(span.of(text));
    problem(
        span,
        format!("`{name}` is read as a YAML alias, and aliases are not supported"),
    )
    .help(quote_line_help(
        text,
        span.start as usize,
        "repeat the value, or put the text in quotes if the `*` belongs to it",
    ))
}

pub(super) fn tag(text: &str, tag: Span, value: Span) -> Diagnostic {
    let name = tag.of(text);
    let diagnostic = problem(
        tag,
        format!(
            "`{}` is read as a YAML tag, and tags are not supported",
            short(name)
        ),
    );
    if name.starts_with("!!") {
        return diagnostic.help("delete the tag; what a value is follows from its key");
    }
    let end = value.end.max(tag.end) as usize;
    diagnostic.help(quote_help(
        text,
        tag.start as usize,
        end,
        "put the expression in quotes",
    ))
}

pub(super) fn colon_between_brackets(span: Span) -> Diagnostic {
    problem(
        span,
        "a colon beside text between brackets needs a blank after it",
    )
    .help("write `key: value`, or put the text in quotes")
}

/// Whether parsers differ on a colon in or right behind text without quotes between brackets, as in `{a:, b: :c}`.
pub(super) fn is_colon_doubtful(text: &str, span: Span) -> bool {
    let inner = span.of(text);
    let after = text.get(span.end as usize..).unwrap_or_default();
    let glued = after
        .strip_prefix(':')
        .is_some_and(|after| after.starts_with([',', '?', '[', ']', '{', '}']));
    glued || inner.starts_with(':') || inner.ends_with(':') || inner.contains(":?")
}

/// Whether a key and its colon are on different lines.
pub(super) fn is_on_several_lines(text: &str, key: Span) -> bool {
    let mut after = text.get(key.end as usize..).unwrap_or_default();
    let mut line_ended = key.of(text).contains(['\n', '\r']);
    loop {
        let rest = after.trim_start_matches([' ', '\t', '\n', '\r']);
        let blank = after.strip_suffix(rest).unwrap_or_default();
        line_ended |= blank.contains(['\n', '\r']);
        if !rest.starts_with('#') {
            return line_ended && (rest.starts_with(':') || key.of(text).contains(['\n', '\r']));
        }
        after = rest.get(line_end(rest, 0)..).unwrap_or_default();
    }
}

pub(super) fn unknown_escape(text: &str, span: Span) -> Diagnostic {
    problem(
        span,
        format!("unknown escape `{}` in quoted text", span.of(text)),
    )
    .help("write `\\\\` for a backslash, or use single quotes, which have no escapes")
}

pub(super) fn merge_key(span: Span) -> Diagnostic {
    problem(
        span,
        "`<<` is read as a YAML merge key, and merge keys are not supported",
    )
    .help("write out the keys that it would bring in")
}

pub(super) fn key_is_missing(text: &str, span: Span) -> Diagnostic {
    problem(
        word_at(text, span.start as usize),
        "there is no key before this `:`",
    )
    .help("write `key: value`")
}

pub(super) fn key_is_no_text(text: &str, span: Span) -> Diagnostic {
    let kind = if span.of(text).starts_with('{') {
        "a map"
    } else {
        "a list"
    };
    problem(
        first_line(text, span),
        format!("a key must be text, but this is {kind}"),
    )
    .help("put the key in quotes if it is meant as text")
}

pub(super) fn key_on_several_lines(text: &str, span: Span) -> Diagnostic {
    problem(
        first_line(text, span),
        "a key and its colon must stand on one line",
    )
    .help("write `key:` on one line; between brackets, end the line above with `,`")
}

pub(super) fn duplicate_key(key: &str, span: Span, first: Span) -> Diagnostic {
    problem(span, format!("duplicate key `{}`", short(key)))
        .label(first, "first used here")
        .help("keep one of them, or move their values together")
}

/// Advice, with the value between `start` and `end` as an example in quotes if that is short enough to read.
pub(super) fn quote_help(text: &str, start: usize, end: usize, advice: &str) -> String {
    let value = text.get(start..end).unwrap_or_default().trim_end();
    if value.is_empty() || value.len() > EXAMPLE_LIMIT || value.contains(['\n', '\r']) {
        return advice.to_owned();
    }
    let example = format!("{}{}", key_before(text, start), in_quotes(value));
    if example.len() > EXAMPLE_LIMIT {
        return advice.to_owned();
    }
    format!("{advice}: `{example}`")
}

/// [`quote_help`] for the rest of the line.
fn quote_line_help(text: &str, start: usize, advice: &str) -> String {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let length = rest
        .iter()
        .take(EXAMPLE_LIMIT + 1)
        .take_while(|byte| !matches!(byte, b'\n' | b'\r'))
        .count();
    quote_help(text, start, start + length, advice)
}

/// A name from a file, cut where it stops being readable.
pub(super) fn short(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(WORD_LIMIT) {
        Some((end, _)) => Cow::Owned(format!("{}…", name.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(name),
    }
}

/// `value` as a quoted YAML scalar, in the kind of quotes that needs no escapes if there is one.
pub(super) fn in_quotes(value: &str) -> String {
    if !value.contains(['"', '\\']) {
        format!("\"{value}\"")
    } else if !value.contains('\'') {
        format!("'{value}'")
    } else {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// The key, colon and space or the dash and space that stand right before the value at `start`; empty for neither.
fn key_before(text: &str, start: usize) -> &str {
    let ends_here = |byte: &&u8| matches!(byte, b'\n' | b'\r' | b'{' | b'[' | b',');
    let before = text.as_bytes().get(..start).unwrap_or_default();
    let length = before
        .iter()
        .rev()
        .take(EXAMPLE_LIMIT)
        .take_while(|byte| !ends_here(byte))
        .count();
    let before = text
        .get(start - length..start)
        .unwrap_or_default()
        .trim_start();
    let key = before.trim_start_matches("- ");
    if key.ends_with(": ") {
        key
    } else if before.ends_with("- ") {
        "- "
    } else {
        ""
    }
}

/// The word at `offset`, up to the next blank; at least one character, so that there is something to underline.
pub(super) fn word_at(text: &str, offset: usize) -> Span {
    let rest = text.get(offset..).unwrap_or_default();
    let length = rest
        .char_indices()
        .take(WORD_LIMIT)
        .take_while(|(at, character)| *at == 0 || !character.is_whitespace())
        .map(|(at, character)| at + character.len_utf8())
        .last();
    Span::new(offset, offset + length.unwrap_or(0))
}

/// The character before `offset`, blanks aside: what an empty value can be shown by.
pub(super) fn mark_before(text: &str, offset: usize) -> Span {
    let before = text.get(..offset).unwrap_or_default().trim_end();
    let length = before.chars().next_back().map_or(0, char::len_utf8);
    Span::new(before.len() - length, before.len())
}

/// The part of `span` on its first line.
pub(super) fn first_line(text: &str, span: Span) -> Span {
    let end = line_end(text, span.start as usize).min(span.end as usize);
    Span::new(span.start as usize, end)
}

/// Offset of the start of the line that holds `offset`.
pub(super) fn line_start(text: &str, offset: usize) -> usize {
    text.get(..offset)
        .and_then(|before| before.rfind(['\n', '\r']))
        .map_or(0, |end| end + 1)
}

/// Offset of the end of the line that holds `offset`, before its line ending.
pub(super) fn line_end(text: &str, offset: usize) -> usize {
    text.get(offset..)
        .and_then(|rest| rest.find(['\n', '\r']))
        .map_or(text.len(), |length| offset + length)
}

/// Where the first tab stands before the first word of a line.
pub(super) fn tab_in_margin(line: &str) -> Option<usize> {
    let content = line.trim_start_matches([' ', '\t', '-', '?', ':', '\u{FEFF}']);
    line.strip_suffix(content)?.find('\t')
}

/// How many bytes stand before `offset` on its line, a byte order mark aside.
pub(super) fn column(text: &str, offset: usize) -> usize {
    let start = line_start(text, offset);
    let mark = text
        .get(start..)
        .is_some_and(|line| line.starts_with('\u{FEFF}'));
    offset - start - if mark { '\u{FEFF}'.len_utf8() } else { 0 }
}

/// The first escape after the quote at `quote` that not every parser knows. Halves of characters are among them.
pub(super) fn bad_escape(text: &str, quote: usize) -> Option<Span> {
    let mut rest = text.get(quote + 1..)?;
    let mut at = quote + 1;
    loop {
        let skip = rest.find(['\\', '"'])?;
        at += skip;
        rest = rest.get(skip..)?;
        let mut characters = rest.chars();
        if characters.next()? == '"' {
            return None;
        }
        let letter = characters.next()?;
        let digits = match letter {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            '0' | 'a' | 'b' | 't' | '\t' | 'n' | 'v' | 'f' | 'r' | 'e' | ' ' | '"' | '/' | '\\'
            | 'N' | '_' | 'L' | 'P' | '\n' | '\r' => 0,
            _ => return Some(Span::new(at, at + 1 + letter.len_utf8())),
        };
        let code = rest.get(2..2 + digits).unwrap_or_default();
        let valid = digits == 0
            || u32::from_str_radix(code, 16).is_ok_and(|code| char::from_u32(code).is_some());
        if !valid {
            return Some(Span::new(at, (at + 2 + code.len()).min(line_end(text, at))));
        }
        at += 1 + letter.len_utf8() + digits;
        rest = text.get(at..)?;
    }
}
