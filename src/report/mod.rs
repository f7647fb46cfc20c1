//! How findings look: for people who see, for people who listen, for one-line readers and for machines.
//!
//! A [`Reporter`] turns the findings of one file into text, without state, so that files can be rendered on any thread
//! and in any order; what is written and what waits for the end is in its [`Progress`], file by file in their order.
//! Nothing here reads the environment or writes anywhere, or decides which findings there are.
//!
//! Whatever a file holds, the text has no control character but line feeds and our own colours and links, and no line
//! that a CI runner would take for a command, but for those that a form for a runner is made of. What people read is
//! spelled out harmlessly; what machines use, such as paths and the text of fixes, is exact, in the escapes of the form.

mod annotated;
mod azure;
mod checkstyle;
mod clock;
pub mod comparison;
mod concise;
mod diff;
mod escape;
mod excerpt;
mod footer;
mod format;
mod found;
mod github;
mod gitlab;
mod grouped;
mod html;
mod human;
pub mod json;
pub mod json_lines;
mod junit;
mod kept;
mod location;
mod markdown;
mod marks;
mod narrated;
mod paint;
mod plan_words;
mod pretty;
mod rdjson;
mod redraw;
mod rows;
mod sarif;
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

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::SourceFile;

use kept::{Entry, Kept, Room};

pub use clock::lasting;
pub use diff::diff;
pub use format::Format;
pub use found::{Found, Silenced, Silencer, fingerprint};
pub use html::{PAGE_START, page};
pub use location::Base;
pub use markdown::{code, prose};
pub use sheet::sheet;
pub use summary::{Summary, Unreadable};

/// The narrowest width that is kept to; below it nothing readable can be drawn.
const NARROWEST: usize = 40;

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

/// What reports for machines say beside the findings.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The rules that were on, in order of their ids.
    pub rules: Vec<RuleAbout>,
    /// Where the run stands in its repository.
    pub base: Base,
    /// Whether findings are held against a baseline.
    pub baseline: bool,
}

/// A rule as a report describes it.
#[derive(Clone, Debug)]
pub struct RuleAbout {
    /// Its id.
    pub id: String,
    /// What it asks, in a line.
    pub summary: String,
    /// Why, in Markdown.
    pub explanation: String,
    /// How severe its findings are at most.
    pub severity: Severity,
    /// The pack that it belongs to, or the language itself.
    pub pack: String,
}

/// Renders findings in one form.
///
/// A whole output is [`start`](Self::start), then what [`add`](Self::add) gives for each [`file`](Self::file), in their
/// order, then [`finish`](Self::finish).
pub struct Reporter {
    form: Box<dyn Form>,
}

/// What a form makes of one plan.
#[derive(Debug, Default)]
pub struct Piece {
    /// What is written at once.
    text: String,
    /// What waits for the end.
    entries: Vec<Entry>,
}

impl From<String> for Piece {
    fn from(text: String) -> Self {
        let entries = Vec::new();
        Self { text, entries }
    }
}

/// How far a report has come.
#[derive(Debug, Default)]
pub struct Progress {
    kept: Kept,
    begun: bool,
}

/// One form of output.
trait Form: Send + Sync {
    fn start(&self) -> String {
        String::new()
    }

    fn between(&self) -> &'static str {
        ""
    }

    fn file(&self, found: &Found<'_>) -> Piece;

    /// How many of its entries are kept until the end.
    fn room(&self) -> Room {
        Room::ALL
    }

    fn finish(&self, progress: &Progress, summary: &Summary) -> String;
}

impl Reporter {
    /// A reporter for one form; `style` has no effect on machine-readable ones.
    pub fn new(format: Format, style: &Style) -> Self {
        Self::with(format, style, &Context::default())
    }

    /// The same with more to say than findings.
    pub fn with(format: Format, style: &Style, context: &Context) -> Self {
        let style = Style {
            width: style.width.max(NARROWEST),
            ..style.clone()
        };
        let form = format.form(&style, context);
        Self { form }
    }

    /// What comes before the first file.
    pub fn start(&self) -> String {
        self.form.start()
    }

    /// The findings of one file, in the order given, on any thread. Forms for people print the first 200.
    pub fn file(&self, found: &Found<'_>) -> Piece {
        self.form.file(found)
    }

    /// What is written now for the next file.
    pub fn add(&self, progress: &mut Progress, piece: Piece) -> String {
        let mut text = String::new();
        for entry in piece.entries {
            text.extend(progress.kept.add(entry, self.form.room()));
        }
        if !piece.text.is_empty() {
            if progress.begun {
                text += self.form.between();
            }
            progress.begun = true;
            text += &piece.text;
        }
        text
    }

    /// What comes after the last file: what was kept, the files that could not be read, and the counts.
    pub fn finish(&self, progress: &Progress, summary: &Summary) -> String {
        self.form.finish(progress, summary)
    }

    /// A whole output from what was made of its files.
    pub fn whole(&self, files: impl IntoIterator<Item = Piece>, summary: &Summary) -> String {
        let mut progress = Progress::default();
        let mut text = self.start();
        for piece in files {
            text += &self.add(&mut progress, piece);
        }
        text + &self.finish(&progress, summary)
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
        let mut pieces = Vec::new();
        for (source, problems) in files {
            summary.count(problems);
            pieces.push(self.file(&Found::new(source, problems)));
        }
        self.whole(pieces, &summary)
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
