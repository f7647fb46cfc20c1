//! `cuff check --fix` and `--diff`: what is done with one plan and its fixes.

use std::path::Path;

use super::args;
use crate::check::{Options, Report};
use crate::diagnostic::Applicability;
use crate::engine::{Known, known_among};
use crate::fix::{Dropped, Fixed, Reason, Wanted, fix};
use crate::report::{self, Style};
use crate::rules::RuleSet;
use crate::source::SourceFile;
use crate::workspace::{Unreadable, rewrite};

/// What is asked for.
#[derive(Clone, Debug)]
pub(super) struct Fixing {
    most: Applicability,
    /// Changes are shown, and nothing is written.
    pub(super) diff: bool,
    style: Style,
}

/// Where a plan comes from, and goes to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'p> {
    File(&'p Path),
    Stdin,
}

/// A plan with its fixes.
pub(super) struct Changed {
    /// The plan as it is now, and what is found in it.
    pub(super) source: SourceFile,
    pub(super) report: Report,
    /// For standard output: the plan itself, or the difference.
    pub(super) text: String,
    /// For standard error: fixes that were not applied, and why.
    pub(super) remarks: String,
    pub(super) fixed: usize,
    pub(super) fixable_unsafely: usize,
    pub(super) unwritten: Option<Unreadable>,
}

impl Fixing {
    /// `None` if nothing is to be fixed.
    pub(super) fn new(check: &args::Check, style: Style) -> Option<Self> {
        let most = if check.unsafe_fixes {
            Applicability::Unsafe
        } else {
            Applicability::Safe
        };
        (check.fix || check.diff).then_some(Self {
            most,
            diff: check.diff,
            style,
        })
    }

    /// Fixes one plan, and writes it unless the changes are only to be shown.
    pub(super) fn apply(
        &self,
        source: SourceFile,
        rules: &RuleSet,
        options: Options,
        known: &[Known],
        place: Place<'_>,
    ) -> Changed {
        let wanted = |most| Wanted {
            most,
            rule: None,
            known,
        };
        let fixed = fix(&source, rules, options, wanted(self.most));
        let bolder = wanted(Applicability::Unsafe);
        let left = fixed.report.diagnostics.iter();
        let is_known = known_among(&fixed.report.diagnostics, known, rules);
        let left = left.zip(is_known).filter(|(finding, is_known)| {
            self.most == Applicability::Safe
                && !is_known
                && bolder.of(finding).is_some()
                && wanted(self.most).of(finding).is_none()
        });
        let changed = Changed {
            text: self.shown(&source, &fixed, place),
            remarks: remarks(&source, &fixed, rules),
            fixed: fixed.applied,
            fixable_unsafely: left.count(),
            unwritten: None,
            source: fixed.source,
            report: fixed.report,
        };
        let Place::File(path) = place else {
            return changed;
        };
        if self.diff {
            return changed;
        }
        match rewrite(path, source.text(), changed.source.text()) {
            Ok(()) => changed,
            Err(unwritten) => Changed {
                report: crate::check::check(&source, rules, options),
                source,
                fixed: 0,
                fixable_unsafely: 0,
                unwritten: Some(unwritten),
                ..changed
            },
        }
    }

    fn shown(&self, before: &SourceFile, fixed: &Fixed, place: Place<'_>) -> String {
        let after = fixed.source.text();
        match place {
            _ if self.diff => report::diff(before.name(), before.text(), after, &self.style),
            Place::Stdin => after.to_owned(),
            Place::File(_) => String::new(),
        }
    }
}

/// A line for each fix that was taken back. In most cases that is a mistake in its rule.
fn remarks(source: &SourceFile, fixed: &Fixed, rules: &RuleSet) -> String {
    let name = report::path(source.name());
    let remark = |dropped: &Dropped| {
        let place = report::plain(&dropped.place);
        let title = report::plain(&dropped.title);
        let rule = report::plain(&dropped.rule);
        let reason = report::plain(&dropped.reason.words());
        // A line of the language that is put right may bring up what was wrong in it all the time.
        let innocent =
            rules.rule(&dropped.rule).is_none() && matches!(dropped.reason, Reason::Breaks(_));
        let blame = if innocent {
            ""
        } else {
            "; this is a mistake in the rule"
        };
        format!("{name}: {place}: \"{title}\" of `{rule}` was not applied: {reason}{blame}\n")
    };
    fixed.dropped.iter().map(remark).collect()
}
