//! The concise form: one line a finding, `path:line:col: error[rule]: message`, as editors and grep read it.

use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;

use super::found::Found;
use super::paint::Paint;
use super::{Form, Piece, Progress, Style, Summary, escape, human};

/// The concise form.
pub(super) struct Concise {
    width: usize,
    paint: Paint,
}

impl Concise {
    pub(super) fn new(style: &Style) -> Self {
        Self {
            width: style.width,
            paint: Paint::new(style),
        }
    }

    fn finding(&self, source: &SourceFile, diagnostic: &Diagnostic) -> String {
        line(source, diagnostic, &self.paint)
    }
}

/// The line for a finding, which other forms use where they have no form of their own.
pub(super) fn line(source: &SourceFile, diagnostic: &Diagnostic, paint: &Paint) -> String {
    let place = source.line_column(diagnostic.span.range().start);
    format!(
        "{}:{}:{}: {}: {}\n",
        escape::path(source.name()),
        place.line,
        place.column,
        paint.tag(diagnostic),
        escape::words(&diagnostic.message),
    )
}

impl Form for Concise {
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
