//! The diagnostics of one file, as many as a person can use.

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The id that everything said about the form of a YAML file carries.
pub(super) const RULE: &str = "yaml";

/// More than this help nobody, and a hostile file must not turn into megabytes of words.
const PROBLEM_LIMIT: usize = 100;

/// An error at `span`.
pub(super) fn problem(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(RULE, Severity::Error, span, message)
}

/// The span with its ends moved outwards to the next characters: places are found in a mended copy of the text, where
/// fillers of one byte stand for characters of several.
fn whole_characters(text: &str, span: Span) -> Span {
    let mut start = (span.start as usize).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (span.end as usize).clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    Span::new(start, end)
}

/// Diagnostics in the order in which they were found.
#[derive(Default)]
pub(super) struct Problems {
    found: Vec<Diagnostic>,
}

impl Problems {
    /// Notes a problem. It is put into words only if it will be shown.
    pub(super) fn note(&mut self, diagnostic: impl FnOnce() -> Diagnostic) {
        if !self.is_full() {
            self.found.push(diagnostic());
        }
    }

    pub(super) fn extend(&mut self, more: Self) {
        for diagnostic in more.found {
            self.note(|| diagnostic);
        }
    }

    /// Whether further problems would not be shown.
    pub(super) fn is_full(&self) -> bool {
        self.found.len() >= PROBLEM_LIMIT
    }

    /// Keeps only what `keep` wants.
    pub(super) fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.found.retain(keep);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// All of them by place in `text`; the last says so if there may be more.
    pub(super) fn into_sorted(mut self, text: &str) -> Vec<Diagnostic> {
        for diagnostic in &mut self.found {
            let labels = diagnostic.labels.iter_mut().map(|label| &mut label.span);
            for span in labels.chain([&mut diagnostic.span]) {
                *span = whole_characters(text, *span);
            }
        }
        self.found
            .sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end));
        if self.is_full()
            && let Some(last) = self.found.last_mut()
        {
            last.notes.push(format!(
                "there may be more: only {PROBLEM_LIMIT} problems of a file are shown"
            ));
        }
        self.found
    }
}
