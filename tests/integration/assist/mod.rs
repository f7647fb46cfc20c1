//! What an editor asks about a plan: pictures of the answers on real plans, with the cursor where it stands.

/// Any cursor in any plan.
mod anything;
/// Names and links.
mod named;
/// What is shown where the cursor rests, and behind what is written.
mod shown;
/// Days and weeks by name, folds, growing selections, tokens.
mod structure;
/// Completions and edits.
mod written;

use cuff::assist::Document;
use cuff::check::check_and_show;
use cuff::source::{SourceFile, Span};

use crate::properties::options;
use crate::support::RULES;

/// Stands for the cursor in the plans of these tests.
pub(crate) const CURSOR: char = '‸';

/// Asks about a plan.
pub(crate) fn ask<T>(text: &str, question: impl FnOnce(&Document<'_>) -> T) -> T {
    let source = SourceFile::new("test.plan", text);
    check_and_show(&source, &RULES, options(), |checked| {
        question(&Document::new(&source, &RULES, &checked))
    })
}

/// A plan without its cursor, and where that stood.
pub(crate) fn cursor(text: &str) -> (String, usize) {
    let at = text.find(CURSOR).expect("the plan has a cursor");
    (text.replacen(CURSOR, "", 1), at)
}

/// All of a text.
pub(crate) fn whole(text: &str) -> Span {
    Span::new(0, text.len())
}

/// The line that an offset lies in, with a caret under it, and a mark under what is meant.
pub(crate) fn pointed(text: &str, at: usize, span: Span) -> String {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let line = &text[start..end];
    let column = |offset: usize| {
        let offset = offset.clamp(start, end);
        text[start..offset].chars().count()
    };
    let (from, to, here) = (
        column(span.range().start),
        column(span.range().end),
        column(at),
    );
    let marks: String = (0..=to.max(here))
        .map(|place| match place {
            place if place == here => '^',
            place if (from..to).contains(&place) => '~',
            _ => ' ',
        })
        .collect();
    format!("{line}\n{}\n", marks.trim_end())
}
