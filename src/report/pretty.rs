//! The full form for people who see: miette draws the message and the snippet, with our excerpt as its source.
//!
//! miette knows neither gaps between lines nor which of several marks is the fault, and has one place for help. So its
//! drawing is gone over once: true line numbers, a heavier line under the fault, and our own entries below.
//! This file and `narrated.rs` are the only ones that name miette.

use std::fmt;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use crate::diagnostic::{Diagnostic, Severity, Status};
use crate::source::SourceFile;

use super::excerpt::{Excerpt, Frame, Placed};
use super::footer::{self, Entry, KEY_COLUMNS};
use super::found::Found;
use super::paint::Paint;
use super::redraw::{self, Rows};
use super::{Form, Piece, Progress, Style, Summary, escape, human, wrap};

/// Columns that miette puts around a line number: a blank before, a blank, a bar and a blank after.
const MARGIN: usize = 4;

/// A mark on the end of a line stands one column past it.
const END_MARK: usize = 1;

/// Columns that miette takes to bracket a fault over several lines.
const BRACKET: usize = 4;

/// A message is not started beside its rule if it has less room than this.
const LEAST_ROOM: usize = 16;

/// The full form.
pub(super) struct Pretty {
    style: Style,
    paint: Paint,
}

impl Pretty {
    pub(super) fn new(style: &Style) -> Self {
        Self {
            style: style.clone(),
            paint: Paint::new(style),
        }
    }

    fn frame(&self) -> Frame {
        Frame {
            columns: self.style.width,
            margin: MARGIN + END_MARK,
            bracket: BRACKET,
            ellipsis: if self.style.unicode { "…" } else { "..." },
        }
    }

    fn finding(&self, source: &SourceFile, diagnostic: &Diagnostic) -> String {
        let mut excerpt = Excerpt::of(source, diagnostic, &self.frame());
        let labels = labels(&mut excerpt, self.style.width);
        let message = message_lines(diagnostic, self.style.width);
        let report = Report::new(source, diagnostic, &excerpt, message.join("\n"), labels);
        let mut drawn = String::new();
        // An excerpt can always be read; if miette failed all the same, the message would already be there.
        let _ = self
            .handler(diagnostic, &excerpt)
            .render_report(&mut drawn, &report);
        let mut text = self.gone_over(&drawn, &excerpt, &message);
        if source.text().is_empty() {
            let place = vec![escape::path(source.name())];
            self.push_entry(
                &mut text,
                &Entry {
                    key: "in",
                    paragraphs: place,
                },
            );
        }
        for entry in footer::entries(source, diagnostic, &excerpt.asides) {
            self.push_entry(&mut text, &entry);
        }
        text.push('\n');
        text
    }

    fn handler(&self, diagnostic: &Diagnostic, excerpt: &Excerpt) -> GraphicalReportHandler {
        let theme = GraphicalTheme {
            characters: characters(self.style.unicode, &self.paint.tag_text(diagnostic)),
            styles: styles(self.style.colour, diagnostic, excerpt),
        };
        GraphicalReportHandler::new_themed(theme)
            .with_width(self.style.width)
            .with_wrap_lines(false)
            .without_syntax_highlighting()
            .with_urls(false)
    }

    /// miette's drawing with the message flush left, true line numbers and the fault underlined heavily.
    fn gone_over(&self, drawn: &str, excerpt: &Excerpt, message: &[String]) -> String {
        let mut text = String::with_capacity(drawn.len() * 2);
        let mut rows = Rows::new(excerpt, self.style.unicode);
        for (index, line) in drawn.lines().enumerate() {
            let line = match message.get(index) {
                Some(_) if index == 0 => line.strip_prefix("  ").unwrap_or(line).to_owned(),
                Some(words) => format!("  {words}"),
                None => rows.line(line, &self.paint),
            };
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    fn push_entry(&self, text: &mut String, entry: &Entry) {
        let room = self.style.width.saturating_sub(KEY_COLUMNS + 2);
        let key = self.paint.strong(entry.key);
        let indent = " ".repeat(KEY_COLUMNS.saturating_sub(entry.key.len()));
        let mut lead = format!("{indent}{key}: ");
        for paragraph in &entry.paragraphs {
            for line in wrap::wrap(paragraph, room, room) {
                text.push_str(&lead);
                text.push_str(&line);
                text.push('\n');
                lead = " ".repeat(KEY_COLUMNS + 2);
            }
        }
    }
}

impl Form for Pretty {
    fn file(&self, found: &Found<'_>) -> Piece {
        let Found {
            source, findings, ..
        } = *found;
        human::file(source, findings, |finding| self.finding(source, finding)).into()
    }

    fn finish(&self, _: &Progress, summary: &Summary) -> String {
        human::finish(summary, self.style.width, &self.paint)
    }
}

/// The message, broken so that it fits beside and below the tag that miette puts before it.
fn message_lines(diagnostic: &Diagnostic, width: usize) -> Vec<String> {
    let tag =
        super::paint::kind(diagnostic).len() + 4 + wrap::width(&escape::words(&diagnostic.rule));
    let beside = width.checked_sub(tag).filter(|&room| room >= LEAST_ROOM);
    let mut message = escape::words(&diagnostic.message);
    if message.is_empty() {
        // miette would leave out the rule with it.
        message.push('?');
    }
    wrap::wrap(&message, beside.unwrap_or(0), width.saturating_sub(2))
}

/// The texts of the marks, wrapped to the room right of them. Those that have no room become asides.
fn labels(excerpt: &mut Excerpt, width: usize) -> Vec<LabeledSpan> {
    let mut labels = Vec::new();
    let mut asides = Vec::new();
    for placed in &excerpt.placed {
        let text = label_text(excerpt, placed, width);
        if text.is_none() {
            asides.push(super::marks::Aside {
                offset: placed.mark.range.start,
                text: placed.mark.text.clone(),
            });
        }
        let text = text.filter(|text| !text.is_empty());
        labels.push(if placed.mark.primary {
            LabeledSpan::new_primary_with_span(text, placed.range.clone())
        } else {
            LabeledSpan::new_with_span(text, placed.range.clone())
        });
    }
    excerpt.asides.extend(asides);
    labels
}

fn label_text(excerpt: &Excerpt, placed: &Placed, width: usize) -> Option<String> {
    let bracket = if excerpt.fault().is_some_and(|fault| fault.tall) {
        BRACKET
    } else {
        0
    };
    let (start, end) = redraw::columns(excerpt, placed);
    let middle = if placed.tall { 0 } else { (start + end) / 2 };
    let used = excerpt.digits + MARGIN + bracket + middle + "╰── ".chars().count();
    let room = width.saturating_sub(used);
    let text = &placed.mark.text;
    let fits = room >= LEAST_ROOM || wrap::width(text) <= room;
    fits.then(|| wrap::wrap(text, room, room).join("\n"))
}

fn characters(unicode: bool, tag: &str) -> ThemeCharacters {
    let mut characters = if unicode {
        ThemeCharacters::unicode()
    } else {
        let mut ascii = ThemeCharacters::ascii();
        // The caret is kept for the fault.
        ascii.underline = '-';
        ascii
    };
    let tag = format!("{tag}:");
    characters.error.clone_from(&tag);
    characters.warning.clone_from(&tag);
    characters.advice = tag;
    characters
}

/// One style for the finding's tag and its fault, another for what contributed, in the order in which miette deals them
/// out to the marks.
fn styles(colour: bool, diagnostic: &Diagnostic, excerpt: &Excerpt) -> ThemeStyles {
    if !colour {
        return ThemeStyles::none();
    }
    let mut styles = ThemeStyles::ansi();
    let fault = match (diagnostic.status, diagnostic.severity) {
        (Status::CannotCheck, _) => styles.advice.magenta().bold(),
        (Status::Violated, Severity::Error) => styles.error.bold(),
        (Status::Violated, Severity::Warning) => styles.warning.bold(),
        (Status::Violated, Severity::Advice) => styles.advice.bold(),
    };
    let contributor = styles.advice.blue();
    let marks = excerpt.placed.iter();
    styles.highlights = marks
        .map(|placed| {
            if placed.mark.primary {
                fault
            } else {
                contributor
            }
        })
        .collect();
    styles.error = fault;
    styles.warning = fault;
    styles.advice = fault;
    // Line numbers are painted when the drawing is gone over, which looks for them bare.
    styles.linum = ThemeStyles::none().linum;
    styles
}

/// A finding as miette asks for it.
pub(super) struct Report<'a> {
    message: String,
    severity: miette::Severity,
    labels: Vec<LabeledSpan>,
    /// Nothing can be shown of an empty file, nor of one that could not be read.
    snippet: Option<Snippet<'a>>,
}

/// An excerpt as miette reads it: always whole, whatever part it asks for.
struct Snippet<'a> {
    excerpt: &'a Excerpt,
    name: String,
    line: usize,
    column: usize,
}

impl<'a> Report<'a> {
    pub(super) fn new(
        source: &SourceFile,
        diagnostic: &Diagnostic,
        excerpt: &'a Excerpt,
        message: String,
        labels: Vec<LabeledSpan>,
    ) -> Self {
        let place = source.line_column(diagnostic.span.range().start);
        Self {
            message,
            severity: match diagnostic.severity {
                Severity::Error => miette::Severity::Error,
                Severity::Warning => miette::Severity::Warning,
                Severity::Advice => miette::Severity::Advice,
            },
            labels,
            snippet: (!source.text().is_empty()).then(|| Snippet {
                excerpt,
                name: escape::path(source.name()),
                line: place.line,
                column: place.column,
            }),
        }
    }
}

impl SourceCode for Snippet<'_> {
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        // miette asks without context lines for the place in the header only, and prints it counted from 1.
        let (line, column) = if lines_before == 0 {
            (self.line - 1, self.column - 1)
        } else {
            (redraw::base(self.excerpt), 0)
        };
        let data = self.excerpt.text.as_bytes();
        let span = SourceSpan::from(0..data.len());
        let rows = self.excerpt.rows.len();
        let name = self.name.clone();
        let contents = MietteSpanContents::new_named(name, data, span, line, column, rows);
        Ok(Box::new(contents))
    }
}

impl miette::Diagnostic for Report<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        let snippet = self.snippet.as_ref()?;
        Some(snippet)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

impl std::error::Error for Report<'_> {}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
