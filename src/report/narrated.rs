//! The narrated form for people who listen: whole phrases in reading order, no drawing, no colour.
//!
//! miette narrates the snippet of our excerpt; its columns count terminal cells and its numbers know no gaps, so both
//! are put right, and places are quoted rather than only counted.

use miette::{LabeledSpan, NarratableReportHandler};

use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;

use super::excerpt::{Excerpt, Frame, Placed};
use super::found::Found;
use super::paint::{self, Paint};
use super::pretty::Report;
use super::rows::Row;
use super::{Form, Piece, Progress, Style, Summary, escape, footer, human, wrap};

/// The longest fault that is quoted, in characters.
const LONGEST_QUOTE: usize = 60;

/// Lines of source are not cut to the width, since nothing is drawn below them; this is enough for any real line.
const FRAME: Frame = Frame {
    columns: 240,
    margin: 0,
    bracket: 0,
    ellipsis: "...",
};

/// The narrated form.
pub(super) struct Narrated {
    width: usize,
    paint: Paint,
}

impl Narrated {
    pub(super) fn new(style: &Style) -> Self {
        let plain = Style {
            colour: false,
            links: None,
            ..style.clone()
        };
        Self {
            width: style.width,
            paint: Paint::new(&plain),
        }
    }

    fn finding(&self, source: &SourceFile, diagnostic: &Diagnostic) -> String {
        let excerpt = Excerpt::of(source, diagnostic, &FRAME);
        let labels = excerpt
            .placed
            .iter()
            .map(|placed| self.label(source, placed));
        let heading = self.heading(source, diagnostic);
        let message = heading.join("\n");
        let report = Report::new(source, diagnostic, &excerpt, message, labels.collect());
        let mut told = String::new();
        // An excerpt can always be read; if miette failed all the same, the message would already be there.
        let _ = NarratableReportHandler::new().render_report(&mut told, &report);
        let mut text = put_right(&told, &excerpt, heading.len());
        for entry in footer::entries(source, diagnostic, &excerpt.asides) {
            let told = entry.paragraphs.join("; ");
            self.push(&mut text, &format!("{}: {told}", entry.key), "  ");
        }
        text.push('\n');
        text
    }

    fn heading(&self, source: &SourceFile, diagnostic: &Diagnostic) -> Vec<String> {
        let what = format!(
            "{} {}: {}",
            paint::kind(diagnostic),
            escape::words(&diagnostic.rule),
            escape::words(&diagnostic.message),
        );
        let place = source.line_column(diagnostic.span.range().start);
        let where_it_is = format!(
            "in {}, line {}, column {}",
            escape::path(source.name()),
            place.line,
            place.column,
        );
        let mut heading = wrap::block(&what, self.width);
        heading.extend(wrap::block(&where_it_is, self.width));
        heading
    }

    /// A mark in words, broken to the width.
    fn label(&self, source: &SourceFile, placed: &Placed) -> LabeledSpan {
        let mark = &placed.mark;
        let start = source.line_column(mark.range.start);
        let end = source.line_column(mark.range.end);
        let quoted = source.text().get(mark.range.clone()).unwrap_or_default();
        let place = match end.column.saturating_sub(start.column) {
            _ if placed.tall => format!("lines {} to {}", start.line, end.line),
            0 | 1 => format!("column {}", start.column),
            _ => format!("columns {} to {}", start.column, end.column - 1),
        };
        let quotable = !placed.tall && !quoted.is_empty() && quoted.len() <= LONGEST_QUOTE;
        let mut text = match (mark.primary, quotable) {
            (true, true) => format!("at fault, {place}: `{}`", escape::words(quoted)),
            (true, false) => format!("at fault, {place}"),
            (false, _) => place,
        };
        if !mark.text.is_empty() {
            text = format!("{text}: {}", mark.text);
        }
        let lines = wrap::wrap(&text, self.width - 4, self.width - 6);
        LabeledSpan::new_with_span(Some(lines.join("\n      ")), placed.range.clone())
    }

    fn push(&self, text: &mut String, words: &str, indent: &str) {
        let room = self.width - indent.len();
        let lines = wrap::wrap(words, self.width, room);
        text.push_str(&lines.join(&format!("\n{indent}")));
        text.push('\n');
    }
}

impl Form for Narrated {
    fn file(&self, found: &Found<'_>) -> Piece {
        let Found {
            source, findings, ..
        } = *found;
        human::file(source, findings, |finding| self.finding(source, finding)).into()
    }

    fn finish(&self, _: &Progress, summary: &Summary) -> String {
        human::finish(summary, self.width, &self.paint)
    }
}

/// Keeps of miette's narration what is true: the heading, the lines with their true numbers, and the marks in our words.
/// Its announcement of a snippet is left out, since the heading has said where.
fn put_right(told: &str, excerpt: &Excerpt, heading_lines: usize) -> String {
    let mut text = String::with_capacity(told.len());
    let mut rows = excerpt.rows.iter().enumerate();
    for (index, line) in told.lines().enumerate() {
        if index < heading_lines {
            text.push_str(line);
        } else if line.starts_with("snippet line ") {
            let row = rows.next();
            text.push_str(
                row.map(|(index, row)| row_words(excerpt, index, *row))
                    .unwrap_or_default()
                    .trim_end(),
            );
        } else if let Some(mark) = line.strip_prefix("    label ") {
            // miette's own place ends at the first colon; ours follows.
            let words = mark.split_once(": ").map_or(mark, |(_, words)| words);
            text.push_str("    ");
            text.push_str(words);
        } else if line.starts_with("      ") {
            text.push_str(line);
        } else {
            continue;
        }
        text.push('\n');
    }
    text
}

fn row_words(excerpt: &Excerpt, index: usize, row: Row) -> String {
    match row {
        Row::Line(number) => format!("line {number}: {}", excerpt.row_text(index).trim_start()),
        Row::Gap(first, last) => format!("lines {first} to {last} are left out"),
    }
}
