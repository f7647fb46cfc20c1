//! Colour for the parts of the output that cuff draws itself, and links on rule names.
//!
//! Whether there is colour is decided by the caller, from the stream that is written to; nothing here asks the
//! environment. Colour never carries meaning alone: every severity is also a word.

use crate::diagnostic::{Diagnostic, Severity, Status};

use super::{Style, escape};

/// Paints, or leaves alone.
#[derive(Clone, Debug)]
pub(super) struct Paint {
    colour: bool,
    links: Option<String>,
}

impl Paint {
    pub(super) fn new(style: &Style) -> Self {
        Self {
            colour: style.colour,
            links: style.links.clone(),
        }
    }

    /// Something that structures the output: the key of a note.
    pub(super) fn strong(&self, text: &str) -> String {
        self.sgr("1", text)
    }

    /// Something that may be skipped: line numbers.
    pub(super) fn faint(&self, text: &str) -> String {
        self.sgr("2", text)
    }

    /// A heading.
    pub(super) fn title(&self, text: &str) -> String {
        self.sgr("1;4", text)
    }

    /// When to stop.
    pub(super) fn alarm(&self, text: &str) -> String {
        self.sgr("1;31", text)
    }

    /// Something about a wrap.
    pub(super) fn wrapped(&self, text: &str) -> String {
        self.sgr("35", text)
    }

    /// The words of a finding's severity.
    pub(super) fn severity(&self, diagnostic: &Diagnostic, words: &str) -> String {
        self.sgr(severity_code(diagnostic), words)
    }

    /// A line that goes away.
    pub(super) fn removed(&self, text: &str) -> String {
        self.sgr("31", text)
    }

    /// A line that comes in.
    pub(super) fn added(&self, text: &str) -> String {
        self.sgr("32", text)
    }

    /// The word for how much a finding matters, with the rule: `error[load-above-range]`.
    pub(super) fn tag(&self, diagnostic: &Diagnostic) -> String {
        self.sgr(severity_code(diagnostic), &self.tag_text(diagnostic))
    }

    /// The same without colour, the rule linked to its explanation if there is a place to link to.
    pub(super) fn tag_text(&self, diagnostic: &Diagnostic) -> String {
        format!("{}[{}]", kind(diagnostic), self.rule(&diagnostic.rule))
    }

    fn rule(&self, rule: &str) -> String {
        let shown = escape::words(rule);
        let Some(base) = &self.links else {
            return shown;
        };
        let base = base.trim_end_matches('/');
        let address = escape::address(&format!("{base}/{rule}"));
        format!("\u{1b}]8;;{address}\u{1b}\\{shown}\u{1b}]8;;\u{1b}\\")
    }

    fn sgr(&self, code: &str, text: &str) -> String {
        if self.colour {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

fn severity_code(diagnostic: &Diagnostic) -> &'static str {
    match (diagnostic.status, diagnostic.severity) {
        (Status::CannotCheck, _) => "1;35",
        (Status::Violated, Severity::Error) => "1;31",
        (Status::Violated, Severity::Warning) => "1;33",
        (Status::Violated, Severity::Advice) => "1;36",
    }
}

/// The word that a finding opens with: its severity, or that it could not be checked.
pub(super) fn kind(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.status {
        Status::Violated => diagnostic.severity.word(),
        Status::CannotCheck => diagnostic.status.word(),
    }
}
