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

/// A key that is not known, and what the rest of the file can be read with in its place.
pub(super) struct Slip {
    /// The key, or the key with its value.
    pub(super) span: Span,
    /// The key that was meant; without it, the entry is left out.
    pub(super) meant: Option<String>,
}

/// Diagnostics in the order in which they were found.
#[derive(Default)]
pub(super) struct Problems {
    found: Vec<Diagnostic>,
    slips: Vec<Slip>,
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
        self.slips.extend(more.slips);
    }

    /// Notes how an unknown key can be passed, if it can.
    pub(super) fn slip(&mut self, slip: Option<Slip>) {
        self.slips.extend(slip);
    }

    /// The text without its slips; `None` if there is anything else.
    pub(super) fn passed(&self, text: &str) -> Option<String> {
        if self.is_empty() || self.slips.len() != self.found.len() {
            return None;
        }
        let mut slips: Vec<&Slip> = self.slips.iter().collect();
        slips.sort_by_key(|slip| std::cmp::Reverse(slip.span));
        let mut text = text.to_owned();
        for slip in slips {
            let range = slip.span.range();
            let blank = |c: char| if matches!(c, '\n' | '\r') { c } else { ' ' };
            let filler = match &slip.meant {
                Some(key) => key.clone(),
                None => slip.span.of(&text).chars().map(blank).collect(),
            };
            text.replace_range(range, &filler);
        }
        Some(text)
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
