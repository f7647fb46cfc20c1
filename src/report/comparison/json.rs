//! The form for other programs: one document, one plan a line. The structs below are the one definition of it.

use schemars::{JsonSchema, Schema, schema_for};
use serde::Serialize;

use super::super::json::{Finding, text};
use super::{Compared, ComparisonSummary, State};
use crate::compare::{Change, FindingChange, Unread};

/// Version of the format: raised when a field changes its meaning or goes away, not when one is added.
const SCHEMA: u32 = 1;

/// What `cuff diff --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
struct Document<'a> {
    /// Version of this format, 1. Raised when a field changes its meaning or goes away, not when one is added.
    schema: u32,
    /// All plans that were compared, in order of their paths.
    plans: Vec<Plan<'a>>,
    /// Counts of the whole run.
    summary: &'a ComparisonSummary,
}

/// One plan.
#[derive(Debug, Serialize, JsonSchema)]
struct Plan<'a> {
    /// Its path, of the new version where there is one.
    path: &'a str,
    /// The path of the old version, if it is another one.
    old_path: Option<&'a str>,
    /// What became of it.
    #[schemars(extend("enum" = ["kept", "added", "removed", "renamed"]))]
    state: &'static str,
    /// Changes in training, in order of the plan.
    changes: &'a [Change],
    /// What follows from them: minutes, kilograms.
    follows: &'a [Change],
    /// Findings that came, went, or are not what they were.
    findings: Vec<Came<'a>>,
    /// What could not be read, and was therefore not compared.
    unread: &'a [Unread],
}

/// A finding that came, went, or is not what it was.
#[derive(Debug, Serialize, JsonSchema)]
struct Came<'a> {
    /// What became of it.
    #[schemars(extend("enum" = ["appeared", "no-longer-silenced", "worse", "changed", "better", "silenced", "gone"]))]
    came: &'static str,
    /// The weeks in which it came or went, where those are not all weeks that it holds in.
    weeks: &'a [u32],
    /// As it was, with places in the old version.
    before: Option<Finding<'a>>,
    /// As it is, with places in the new version.
    after: Option<Finding<'a>>,
    /// Why a comment silences it.
    reason: Option<&'a str>,
}

pub(super) fn schema() -> Schema {
    schema_for!(Document<'static>)
}

pub(super) fn start() -> String {
    format!("{{\"schema\":{SCHEMA},\"plans\":[")
}

pub(super) fn plan(compared: &Compared, is_first: bool) -> String {
    let comparison = &compared.comparison;
    let plan = Plan {
        path: &compared.path,
        old_path: compared.old_path.as_deref(),
        state: match compared.state {
            State::Kept => "kept",
            State::Added => "added",
            State::Removed => "removed",
            State::Renamed => "renamed",
        },
        changes: &comparison.changes,
        follows: &comparison.follows,
        findings: comparison
            .findings
            .iter()
            .map(|change| came(change, compared))
            .collect(),
        unread: &comparison.unread,
    };
    let comma = if is_first { "" } else { "," };
    format!("{comma}\n{}", text(&plan))
}

fn came<'a>(change: &'a FindingChange, compared: &'a Compared) -> Came<'a> {
    let before = compared.old.as_ref().zip(change.before.as_ref());
    let after = compared.new.as_ref().zip(change.after.as_ref());
    Came {
        came: change.came.word(),
        weeks: &change.weeks,
        before: before.map(|(source, finding)| Finding::new(source, finding)),
        after: after.map(|(source, finding)| Finding::new(source, finding)),
        reason: change.reason.as_deref(),
    }
}

pub(super) fn finish(summary: &ComparisonSummary) -> String {
    format!("\n],\"summary\":{}}}\n", text(summary))
}
