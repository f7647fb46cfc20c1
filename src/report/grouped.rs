//! The grouped form: the name of a plan, and below it one line for each of its findings.

use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;

use super::found::Found;
use super::paint::Paint;
use super::{Form, Piece, Progress, Style, Summary, escape, human, wrap};

/// The grouped form.
pub(super) struct Grouped {
    width: usize,
    paint: Paint,
}

impl Grouped {
    pub(super) fn new(style: &Style) -> Self {
        Self {
            width: style.width,
            paint: Paint::new(style),
        }
    }

    fn finding(&self, source: &SourceFile, finding: &Diagnostic, room: usize) -> String {
        let place = place(source, finding);
        let blanks = " ".repeat(room.saturating_sub(wrap::width(&place)));
        let message = escape::words(&finding.message);
        let tag = self.paint.tag(finding);
        format!("  {blanks}{place} {tag}: {message}\n")
    }
}

fn place(source: &SourceFile, finding: &Diagnostic) -> String {
    let place = source.line_column(finding.span.range().start);
    format!("{}:{}", place.line, place.column)
}

impl Form for Grouped {
    fn between(&self) -> &'static str {
        "\n"
    }

    fn file(&self, found: &Found<'_>) -> Piece {
        let Found {
            source, findings, ..
        } = *found;
        let shown = findings.iter().take(human::MOST_FINDINGS);
        let room = shown.map(|finding| place(source, finding).len()).max();
        let lines = human::file(source, findings, |finding| {
            self.finding(source, finding, room.unwrap_or(0))
        });
        if lines.is_empty() {
            return Piece::default();
        }
        let name = self.paint.strong(&escape::path(source.name()));
        format!("{name}\n{lines}").into()
    }

    fn finish(&self, progress: &Progress, summary: &Summary) -> String {
        let end = human::finish(summary, self.width, &self.paint);
        if progress.begun {
            format!("\n{end}")
        } else {
            end
        }
    }
}
