//! How the difference between two versions of plans looks: as text for a terminal, as Markdown for a comment on a pull
//! request, as one JSON document. Whatever a plan holds is made harmless for each of them.

mod json;
mod markdown;
mod phrase;
mod text;

use schemars::{JsonSchema, Schema};
use serde::Serialize;

use super::{Style, Unreadable};
use crate::compare::{Came, Comparison};
use crate::source::SourceFile;

/// One plan in two versions.
#[derive(Debug)]
pub struct Compared {
    /// The path as people know it, of the new version where there is one.
    pub path: String,
    /// The path of the old version, if it is another one.
    pub old_path: Option<String>,
    /// Whether both versions are there.
    pub state: State,
    /// The old version.
    pub old: Option<SourceFile>,
    /// The new version.
    pub new: Option<SourceFile>,
    /// What differs.
    pub comparison: Comparison,
}

/// What became of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Both versions are there.
    Kept,
    /// There was none before.
    Added,
    /// There is none any more.
    Removed,
    /// Both are there and the same, under two paths.
    Renamed,
}

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparisonFormat {
    /// For people at a terminal.
    Text,
    /// For a comment on a pull request.
    Markdown,
    /// For other programs.
    Json,
}

/// The counts of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ComparisonSummary {
    /// Plans that were compared, new ones and those that are gone among them.
    pub plans: usize,
    /// Of them, those whose training is another one.
    pub changed: usize,
    /// Of them, those that are new.
    pub added: usize,
    /// Of them, those that are gone.
    pub removed: usize,
    /// Of them, those with another path.
    pub renamed: usize,
    /// Changes in training, what follows from them left out.
    pub changes: usize,
    /// Findings that came, or that no comment silences any more.
    pub appeared: usize,
    /// Of findings that came or became worse, those at error level.
    pub new_errors: usize,
    /// Findings that became worse.
    pub worse: usize,
    /// Findings that became better.
    pub better: usize,
    /// Findings that say something else than before.
    pub reworded: usize,
    /// Findings that a comment silences now.
    pub silenced: usize,
    /// Findings that went.
    pub gone: usize,
    /// Parts of plans that could not be read, and were therefore not compared.
    pub unread: usize,
    /// Whether some of these are written in another way than before, so that nobody knows whether the training is the
    /// same.
    pub undecided: bool,
    /// Plans that could not be compared at all.
    pub unreadable: Vec<Unreadable>,
}

impl ComparisonSummary {
    /// Counts a plan.
    pub fn add(&mut self, compared: &Compared) {
        let comparison = &compared.comparison;
        self.plans += 1;
        self.changed +=
            usize::from(!comparison.changes.is_empty() || !comparison.follows.is_empty());
        self.added += usize::from(compared.state == State::Added);
        self.removed += usize::from(compared.state == State::Removed);
        self.renamed += usize::from(compared.state == State::Renamed);
        self.changes += comparison.changes.len();
        self.unread += comparison.unread.len();
        self.undecided |= comparison.unread.iter().any(|unread| !unread.is_in_both);
        for change in &comparison.findings {
            self.new_errors += usize::from(change.is_new_error());
            *match change.came {
                Came::Appeared | Came::Heard => &mut self.appeared,
                Came::Worse => &mut self.worse,
                Came::Changed => &mut self.reworded,
                Came::Better => &mut self.better,
                Came::Silenced => &mut self.silenced,
                Came::Gone => &mut self.gone,
            } += 1;
        }
    }

    /// Whether the training is another one, or may be.
    pub fn may_differ(&self) -> bool {
        self.changed + self.added + self.removed > 0 || self.undecided
    }
}

impl Compared {
    /// Whether there is nothing to say about it.
    pub fn is_quiet(&self) -> bool {
        let comparison = &self.comparison;
        self.state == State::Kept
            && !comparison.may_differ()
            && comparison.findings.is_empty()
            && comparison.unread.is_empty()
    }
}

/// What comes before the first plan.
pub fn start(format: ComparisonFormat) -> String {
    match format {
        ComparisonFormat::Json => json::start(),
        _ => String::new(),
    }
}

/// What is said of one plan; nothing in forms for people if it is as it was. `is_first` in the whole output.
pub fn plan(
    compared: &Compared,
    format: ComparisonFormat,
    style: &Style,
    is_first: bool,
) -> String {
    match format {
        ComparisonFormat::Text if compared.is_quiet() => String::new(),
        ComparisonFormat::Markdown if compared.is_quiet() => String::new(),
        ComparisonFormat::Text => text::plan(compared, style, is_first),
        ComparisonFormat::Markdown => markdown::plan(compared, is_first),
        ComparisonFormat::Json => json::plan(compared, is_first),
    }
}

/// What comes behind the last plan. `is_first` if nothing was said of any plan.
pub fn finish(
    summary: &ComparisonSummary,
    format: ComparisonFormat,
    style: &Style,
    is_first: bool,
) -> String {
    match format {
        ComparisonFormat::Text => text::finish(summary, style, is_first),
        ComparisonFormat::Markdown => markdown::finish(summary, is_first),
        ComparisonFormat::Json => json::finish(summary),
    }
}

/// JSON Schema of the JSON form.
pub fn schema() -> Schema {
    json::schema()
}
