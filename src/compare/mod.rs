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

use crate::check::{Options, check_and_show};
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
    check_and_show(old, rules, options, |was| {
        check_and_show(new, rules, options, |is| {
            let (old_plan, new_plan) = (was.plan, is.plan);
            let judged_old = judged(was.report, old.text());
            let judged_new = judged(is.report, new.text());
            let unread = unread::between(
                &unread::of(old, was.tree, &judged_old, rules),
                &unread::of(new, is.tree, &judged_new, rules),
            );
            let (judged_old, judged_new) = (keep(judged_old), keep(judged_new));
            let old_portrait = portrait::of(was.tree, old_plan);
            let new_portrait = portrait::of(is.tree, new_plan);
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
    let nothing = SourceFile::new(source.name(), "");
    check_and_show(source, rules, options, |there| {
        check_and_show(&nothing, rules, options, |absent| {
            let judged = judged(there.report, source.text());
            let unread = unread::of(source, there.tree, &judged, rules);
            let judged = keep(judged);
            let ((old_tree, old_plan), (new_tree, new_plan)) = match is_new {
                true => ((absent.tree, absent.plan), (there.tree, there.plan)),
                false => ((there.tree, there.plan), (absent.tree, absent.plan)),
            };
            let old = portrait::of(old_tree, old_plan);
            let new = portrait::of(new_tree, new_plan);
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
