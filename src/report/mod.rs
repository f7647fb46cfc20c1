//! How findings look: for people who see, for people who listen, for one-line readers and for machines.
//!
//! A [`Reporter`] turns the findings of one file into text, without state, so that files can be rendered on any thread
//! and in any order; the caller writes the texts one after another. Nothing here reads the environment or writes
//! anywhere, decides which findings there are, or sorts them.
//!
//! Whatever a file holds, the text has no control character but line feeds and our own colours and links, and no line
//! that a CI runner would take for a command.

mod clock;
pub mod comparison;
mod concise;
mod diff;
mod escape;
mod excerpt;
mod footer;
mod html;
mod human;
pub mod json;
mod marks;
mod narrated;
mod paint;
mod plan_words;
mod pretty;
mod redraw;
mod rows;
mod sheet;
mod summary;
mod window;
mod wrap;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) mod samples;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;

use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;

pub use diff::diff;
pub use html::{PAGE_START, page};
pub use sheet::sheet;
pub use summary::{Summary, Unreadable};

/// The narrowest width that is kept to; below it nothing readable can be drawn.
const NARROWEST: usize = 40;

/// A form of output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Drawn snippets with everything that is known.
    #[default]
    Full,
    /// One line a finding.
    Concise,
    /// Whole phrases without drawing or colour.
    Narrated,
    /// One JSON document.
    Json,
}

impl Format {
    /// All of them, with the word for each and what it is good for.
    pub const ALL: [(Self, &'static str, &'static str); 4] = [
        (
            Self::Full,
            "full",
            "Each finding with the plan's lines, reasons, help and fixes",
        ),
        (
            Self::Concise,
            "concise",
            "One line a finding: `path:line:column: severity[rule]: message`",
        ),
        (
            Self::Narrated,
            "narrated",
            "The same as full in whole phrases, without drawing or colour, for screen readers",
        ),
        (
            Self::Json,
            "json",
            "One JSON document with every finding and the counts",
        ),
    ];

    /// The word for it on the command line.
    pub fn word(self) -> &'static str {
        self.row().1
    }

    /// What it is good for, in a line.
    pub fn about(self) -> &'static str {
        self.row().2
    }

    /// The format that is spelled `word`.
    pub fn from_word(word: &str) -> Option<Self> {
        let row = Self::ALL.into_iter().find(|row| row.1 == word)?;
        Some(row.0)
    }

    fn row(self) -> (Self, &'static str, &'static str) {
        let found = Self::ALL.into_iter().find(|row| row.0 == self);
        found.unwrap_or((self, "", ""))
    }
}

/// What the place that is written to can show.
#[derive(Clone, Debug)]
pub struct Style {
    /// Columns to keep to; at least 40 are used.
    pub width: usize,
    /// Whether colours are shown.
    pub colour: bool,
    /// Where rules are explained: the rule's id is put after this address, and the terminal shows it as a link.
    pub links: Option<String>,
    /// Whether lines may be drawn with Unicode; otherwise with ASCII.
    pub unicode: bool,
}

impl Default for Style {
    /// For a pipe: 80 columns, no colour, no links.
    fn default() -> Self {
        Self {
            width: 80,
            colour: false,
            links: None,
            unicode: true,
        }
    }
}

/// Renders findings in one form.
///
/// A whole output is [`start`](Self::start), then the text of each [`file`](Self::file) with [`between`](Self::between)
/// between those that are not empty, then [`finish`](Self::finish).
pub struct Reporter {
    form: Box<dyn Form>,
}

/// One form of output.
trait Form: Send + Sync {
    fn start(&self) -> String {
        String::new()
    }

    fn between(&self) -> &'static str {
        ""
    }

    fn file(&self, source: &SourceFile, findings: &[Diagnostic]) -> String;

    fn finish(&self, summary: &Summary) -> String;
}

impl Reporter {
    /// A reporter for one form; `style` has no effect on machine-readable ones.
    pub fn new(format: Format, style: &Style) -> Self {
        let style = Style {
            width: style.width.max(NARROWEST),
            ..style.clone()
        };
        let form: Box<dyn Form> = match format {
            Format::Full => Box::new(pretty::Pretty::new(&style)),
            Format::Concise => Box::new(concise::Concise::new(&style)),
            Format::Narrated => Box::new(narrated::Narrated::new(&style)),
            Format::Json => Box::new(json::Json),
        };
        Self { form }
    }

    /// What comes before the first file.
    pub fn start(&self) -> String {
        self.form.start()
    }

    /// The findings of one file, in the order given; empty if there are none. Forms for people print the first 200.
    pub fn file(&self, source: &SourceFile, findings: &[Diagnostic]) -> String {
        self.form.file(source, findings)
    }

    /// What comes between the texts of two files that both have findings.
    pub fn between(&self) -> &'static str {
        self.form.between()
    }

    /// What comes after the last file: the files that could not be read, and the counts.
    pub fn finish(&self, summary: &Summary) -> String {
        self.form.finish(summary)
    }

    /// A whole output from the texts of its files.
    pub fn whole(&self, files: impl IntoIterator<Item = String>, summary: &Summary) -> String {
        let texts: Vec<_> = files.into_iter().filter(|text| !text.is_empty()).collect();
        let findings = texts.join(self.between());
        format!("{}{findings}{}", self.start(), self.finish(summary))
    }

    /// A whole output for a run that stopped before any plan was checked, because rules or configuration could not be
    /// loaded: what is wrong in each of those files, and which could not be read.
    pub fn problems<'a>(
        &self,
        files: impl IntoIterator<Item = (&'a SourceFile, &'a [Diagnostic])>,
        unreadable: Vec<Unreadable>,
    ) -> String {
        let mut summary = Summary {
            unreadable,
            stopped: true,
            ..Summary::default()
        };
        let mut texts = Vec::new();
        for (source, problems) in files {
            summary.count(problems);
            texts.push(self.file(source, problems));
        }
        self.whole(texts, &summary)
    }
}

/// What was fixed, or would be, in a sentence without its full stop: `would fix 3 findings (2 more with --unsafe-fixes)`.
pub fn fixes(summary: &Summary, did: &str) -> Option<String> {
    summary::fixes(summary, did)
}

/// A line for each file that could not be read or written, with the reason.
pub fn unread(summary: &Summary) -> String {
    human::unread(summary)
}

/// A path as it can be shown on one line.
pub fn path(path: &str) -> String {
    escape::path(path)
}

/// Text of a plan that is printed outside of a finding, made harmless for terminals and CI logs.
pub fn plain(text: &str) -> String {
    escape::words(text)
}
