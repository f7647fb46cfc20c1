//! What YAML would swallow without a word: text after ` #`, a list below a value, tabs that look like spaces.
//!
//! All of it is valid YAML somewhere, or valid for one parser and not for another. It is refused where the author
//! clearly meant something else.

use super::node::Style;
use super::problems::{Problems, problem};
use super::tree::Walk;
use super::words::{self, quote_help};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// Notes what the file's author would not expect of this text.
pub(super) fn check(text: &str, walk: &mut Walk, problems: &mut Problems) {
    for &comment in &walk.comments {
        if let Some(diagnostic) = cut_by_comment(text, walk, comment) {
            problems.note(|| diagnostic);
        }
    }
    for scalar in &walk.scalars {
        if scalar.style == Style::Plain && swallows_list(text, scalar.span, problems) {
            walk.spoilt.push(scalar.span);
        }
    }
    if walk.stop.is_none() {
        tabs(text, walk, problems);
    }
}

/// A comment that was meant as part of the value before it.
fn cut_by_comment(text: &str, walk: &Walk, comment: Span) -> Option<Diagnostic> {
    let before = walk
        .scalars
        .partition_point(|scalar| scalar.span.start < comment.start);
    let scalar = walk.scalars.get(before.checked_sub(1)?)?;
    let value = scalar.span;
    let between = text.get(value.end as usize..comment.start as usize)?;
    let glued = comment
        .of(text)
        .chars()
        .nth(1)
        .is_some_and(|next| next.is_alphanumeric() || next == '{');
    if value.is_empty() && between.trim() == ":" && glued {
        return Some(no_value(text, comment));
    }
    let is_plain_value =
        scalar.style == Style::Plain && !value.is_empty() && between.trim().is_empty();
    let unfinished = is_unfinished(value.of(text));
    if !is_plain_value || !(glued || unfinished) {
        return None;
    }
    let advice = if unfinished {
        "put the whole value in quotes"
    } else {
        "put the whole value in quotes, or write `# ` if it is a comment"
    };
    Some(
        problem(
            comment,
            "the value ends before ` #`, the rest is read as a comment",
        )
        .label(value, "this is all that is read")
        .help(quote_help(
            text,
            value.start as usize,
            comment.end as usize,
            advice,
        )),
    )
}

fn no_value(text: &str, comment: Span) -> Diagnostic {
    problem(
        comment,
        "this is read as a comment, and the key before it has no value",
    )
    .help(quote_help(
        text,
        comment.start as usize,
        comment.end as usize,
        "put the value in quotes",
    ))
}

/// Whether a text clearly goes on: something is open, or it ends in a word or sign that joins two things.
fn is_unfinished(text: &str) -> bool {
    let count = |sign: char| text.matches(sign).count();
    let is_open = count('(') > count(')')
        || count('{') > count('}')
        || count('[') > count(']')
        || count('"') % 2 == 1
        || count('`') % 2 == 1;
    let last_word = text.rsplit_once(' ').map_or("", |(_, word)| word);
    is_open || text.ends_with([',', ':']) || JOINING.contains(&last_word)
}

/// No value ends in one of these after another word.
const JOINING: [&str; 19] = [
    "and", "or", "not", "of", "in", "where", "than", "the", "=", "==", "!=", "<", ">", "<=", ">=",
    "+", "-", "*", "/",
];

/// A list below a value without quotes becomes part of its text: `a: 1` and below it `- b` is the text `1 - b`.
fn swallows_list(text: &str, span: Span, problems: &mut Problems) -> bool {
    let mut start = span.start as usize;
    for line in span.of(text).split_inclusive(['\n', '\r']) {
        let content = line.trim_start_matches([' ', '\t']);
        if start > span.start as usize && (content.starts_with("- ") || content.trim_end() == "-") {
            let dash = start + line.len() - content.len();
            problems.note(|| {
                problem(
                    Span::new(dash, dash + 1),
                    "this list item is read as part of the text above it",
                )
                .label(words::first_line(text, span), "this text goes on below")
                .help("delete the text before the list; or put it in quotes if it is text")
            });
            return true;
        }
        start += line.len();
    }
    false
}

/// Tabs before the first word of a line, also behind the dash of a list item: parsers differ on how far they indent.
/// Blocks and quoted texts may have them beyond their own indentation.
fn tabs(text: &str, walk: &Walk, problems: &mut Problems) {
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        if let Some(tab) = words::tab_in_margin(line)
            && !is_content(walk, start + tab, tab)
        {
            let span = Span::new(start + tab, start + tab + 1);
            problems.note(|| words::tab_indentation(span));
        }
        start += line.len();
    }
}

/// Whether the tab at `offset`, in this column, is part of a text.
fn is_content(walk: &Walk, offset: usize, column: usize) -> bool {
    let before = walk
        .scalars
        .partition_point(|scalar| (scalar.span.start as usize) <= offset);
    let Some(scalar) = before
        .checked_sub(1)
        .and_then(|last| walk.scalars.get(last))
    else {
        return false;
    };
    let inside = offset < scalar.span.end as usize;
    match scalar.style {
        Style::Plain => false,
        Style::SingleQuoted | Style::DoubleQuoted => inside,
        Style::Block => inside && column >= scalar.column && offset > scalar.span.start as usize,
    }
}
