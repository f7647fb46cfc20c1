//! One pass over a YAML file before anything else reads it: what is refused, and the tree of what is not.
//!
//! serde_yaml alone would stop at the first error, place few of them, and spend minutes or gigabytes on a few
//! kilobytes that are made to hurt. Whatever passes here is small, flat and plain, and every part of it has a place.

use std::borrow::Cow;

use super::node::Node;
use super::problems::Problems;
use super::syntax::Mend;
use super::tree::{self, Stop, Walk};
use super::{FILE_LIMIT, silent, syntax, words};
use crate::source::{SourceFile, Span};

/// What the guard found.
pub(super) struct Guarded {
    /// The file's value, with fillers where something was refused; `None` if it could not be read to its end.
    pub(super) tree: Option<Node>,
    /// Places whose value in the tree is not the author's.
    pub(super) spoilt: Vec<Span>,
    /// Everything that is refused.
    pub(super) problems: Problems,
}

/// Checks the form of a file and makes its tree. An empty file has no tree and no problems.
pub(super) fn guard(source: &SourceFile) -> Guarded {
    let text = source.text();
    let mut problems = Problems::default();
    if text.len() > FILE_LIMIT {
        problems.note(|| words::file_too_large(text.len()));
        return Guarded {
            tree: None,
            spoilt: Vec::new(),
            problems,
        };
    }
    let (mut text, mut spoilt) = blot_characters(text, &mut problems);
    blot_document_ends(&mut text, &mut problems);
    let walk = read_on(text, &mut spoilt, &mut problems);
    Guarded {
        tree: walk.tree.filter(|_| walk.stop.is_none()),
        spoilt,
        problems,
    }
}

/// Walks over the text until it ends or an error cannot be passed, mending what can be mended.
fn read_on(mut text: Cow<'_, str>, spoilt: &mut Vec<Span>, problems: &mut Problems) -> Walk {
    let mut parsed = 0;
    let mut mended = 0;
    loop {
        let mut found = Problems::default();
        let mut walk = tree::walk(&text, &mut found);
        if let Some(Stop::Syntax(error)) = &walk.stop {
            parsed += words::line_end(&text, error.offset);
            let explained = syntax::explain(&text, error);
            problems.note(|| explained.diagnostic);
            // Each round must start behind the last, and all of them together may cost half a reading of the largest
            // file.
            let may_go_on = parsed < FILE_LIMIT / 2 && !problems.is_full();
            let mend = explained
                .mend
                .filter(|mend| may_go_on && mend.range.start >= mended && !mend.range.is_empty());
            if let Some(mend) = mend {
                mended = mend.range.end;
                spoilt.push(Span::new(mend.range.start, mend.range.end));
                overwrite(text.to_mut(), &mend);
                continue;
            }
        }
        silent::check(&text, &mut walk, &mut found);
        problems.extend(found);
        spoilt.append(&mut walk.spoilt);
        return walk;
    }
}

/// Fills a stretch with text or a comment of the same length.
fn overwrite(text: &mut String, mend: &Mend) {
    let mut filler = "x".repeat(mend.range.len());
    if mend.comment {
        filler.replace_range(..1, "#");
    }
    text.replace_range(mend.range.clone(), &filler);
}

/// Notes every character that no text file should hold, and overwrites it so that reading can go on.
fn blot_characters<'t>(text: &'t str, problems: &mut Problems) -> (Cow<'t, str>, Vec<Span>) {
    let mut clean: Option<String> = None;
    let mut spoilt = Vec::new();
    for (offset, character) in text.char_indices() {
        if is_allowed(offset, character) {
            continue;
        }
        let end = offset + character.len_utf8();
        let span = Span::new(offset, end);
        problems.note(|| words::forbidden_character(span, character));
        spoilt.push(span);
        let filler = if stands_alone(text, offset, end) {
            " "
        } else {
            "x"
        };
        clean
            .get_or_insert_with(|| text.to_owned())
            .replace_range(offset..end, &filler.repeat(end - offset));
    }
    (clean.map_or(Cow::Borrowed(text), Cow::Owned), spoilt)
}

/// Notes every `...` at the start of a line and makes it a comment. Parsers do not agree on one before the first value.
fn blot_document_ends(text: &mut Cow<'_, str>, problems: &mut Problems) {
    let mut start = 0;
    let mut ends = Vec::new();
    for line in text.split_inclusive(['\n', '\r']) {
        let content = line.trim_start_matches(words::BYTE_ORDER_MARK);
        if let Some(rest) = content.strip_prefix("...")
            && (rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']))
        {
            let at = start + line.len() - content.len();
            problems.note(|| words::document_end(Span::new(at, at + 3)));
            ends.push(at..at + content.trim_end().len());
        }
        start += line.len();
    }
    for range in ends {
        overwrite(
            text.to_mut(),
            &Mend {
                range,
                comment: true,
            },
        );
    }
}

/// Control characters hide things from readers, direction marks make lines look like others, and parsers do not agree
/// which of the separators end a line.
fn is_allowed(offset: usize, character: char) -> bool {
    match character {
        '\n' | '\r' | '\t' => true,
        '\u{FEFF}' => offset == 0,
        '\u{2028}' | '\u{2029}' | '\u{FFFE}' | '\u{FFFF}' => false,
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            false
        }
        _ => !character.is_control(),
    }
}

/// Whether the stretch has only blanks or nothing beside it.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).and_then(|text| text.chars().next_back());
    let after = text.get(end..).and_then(|text| text.chars().next());
    let is_blank = |character: char| character.is_whitespace() || character.is_control();
    before.is_none_or(is_blank) && after.is_none_or(is_blank)
}
