//! The concise form: one line a finding, `path:line:col: error[rule]: message`, as editors and grep read it.

use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;

use super::paint::Paint;
use super::{Form, Style, Summary, escape, human};

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
        let place = source.line_column(diagnostic.span.range().start);
        format!(
            "{}:{}:{}: {}: {}\n",
            escape::path(source.name()),
            place.line,
            place.column,
            self.paint.tag(diagnostic),
            escape::words(&diagnostic.message),
        )
    }
}

impl Form for Concise {
    fn file(&self, source: &SourceFile, findings: &[Diagnostic]) -> String {
        human::file(source, findings, |finding| self.finding(source, finding))
    }

    fn finish(&self, summary: &Summary) -> String {
        human::finish(summary, self.width, &self.paint)
    }
}
