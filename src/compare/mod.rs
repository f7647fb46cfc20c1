//! What differs between two versions of a plan, in training terms, and which findings came and went. Pure.
//!
//! Plans are compared as they will be trained, every week written out, never as text: `portrait` takes from each plan
//! what counts as training, `pairs` finds what belongs together, and a change is said once for all weeks that it holds
//! in. What follows from a change, such as kilograms after a new 1RM, is told apart from it.

mod athlete;
mod change;
mod draft;
mod findings;
mod pairs;
mod portrait;
mod sessions;
mod unread;
mod weeks;
mod words;
mod wraps;

use crate::check::{Options, check, with_plan};
use crate::rules::RuleSet;
use crate::source::SourceFile;

pub use change::{Aspect, Change, Value};
pub use findings::{Came, FindingChange, Judged, judged};
pub use unread::Unread;

/// What differs between two versions of a plan.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Changes in training, in order of the plan.
    pub changes: Vec<Change>,
    /// What follows from them: minutes, kilograms.
    pub follows: Vec<Change>,
    /// Findings that came, went, or are not what they were.
    pub findings: Vec<FindingChange>,
    /// What could not be read, and was therefore not compared.
    pub unread: Vec<Unread>,
}

impl Comparison {
    /// Whether the training is another one, or may be: what is written differently and cannot be read counts.
    pub fn may_differ(&self) -> bool {
        !self.changes.is_empty()
            || !self.follows.is_empty()
            || self.unread.iter().any(|unread| !unread.is_in_both)
    }
}

/// Compares two versions of a plan under the same rules. `keep` takes out findings that are known from elsewhere.
pub fn compare(
    old: &SourceFile,
    new: &SourceFile,
    rules: &RuleSet,
    options: Options,
    keep: impl Fn(Judged) -> Judged,
) -> Comparison {
    let judged_old = judged(check(old, rules, options), old.text());
    let judged_new = judged(check(new, rules, options), new.text());
    let unread = unread::between(
        &unread::of(old, &judged_old, rules),
        &unread::of(new, &judged_new, rules),
    );
    let (judged_old, judged_new) = (keep(judged_old), keep(judged_new));
    with_plan(old, rules, options, |old_plan| {
        with_plan(new, rules, options, |new_plan| {
            let old_portrait = portrait::of(old_plan);
            let new_portrait = portrait::of(new_plan);
            let weeks = pairs::weeks(&old_portrait, &new_portrait);
            let mut drafts = draft::Drafts::default();
            athlete::compare(&old_portrait, &new_portrait, &mut drafts);
            let names = weeks::compare(&old_portrait, &new_portrait, &weeks, &mut drafts);
            let (mut changes, follows) = drafts.finish();
            let mut findings = findings::compare(
                findings::Side::new(old_plan, judged_old).moved(&weeks.renumbered(), &names),
                findings::Side::new(new_plan, judged_new),
            );
            // Where the training is the same, only the spelling of what is quoted can have changed.
            if changes.is_empty() && follows.is_empty() {
                findings.retain(|change| change.came != Came::Changed);
            }
            unread::doubt(&mut changes, &unread);
            Comparison {
                changes,
                follows,
                findings,
                unread,
            }
        })
    })
}

/// A plan that has no other version: new, or gone.
pub fn alone(
    source: &SourceFile,
    is_new: bool,
    rules: &RuleSet,
    options: Options,
    keep: impl Fn(Judged) -> Judged,
) -> Comparison {
    let judged = judged(check(source, rules, options), source.text());
    let unread = unread::of(source, &judged, rules);
    let judged = keep(judged);
    let nothing = SourceFile::new(source.name(), "");
    let (old, new) = if is_new {
        (&nothing, source)
    } else {
        (source, &nothing)
    };
    with_plan(old, rules, options, |old_plan| {
        with_plan(new, rules, options, |new_plan| {
            let (old, new) = (portrait::of(old_plan), portrait::of(new_plan));
            let mut drafts = draft::Drafts::default();
            weeks::compare(&old, &new, &pairs::weeks(&old, &new), &mut drafts);
            let side = |plan, judged| findings::Side::new(plan, judged);
            let (was, is) = match is_new {
                true => (Judged::default(), judged),
                false => (judged, Judged::default()),
            };
            Comparison {
                changes: drafts.finish().0,
                follows: Vec::new(),
                findings: findings::compare(side(old_plan, was), side(new_plan, is)),
                unread: unread
                    .into_iter()
                    .map(|one| Unread {
                        is_old: !is_new,
                        ..one
                    })
                    .collect(),
            }
        })
    })
}
