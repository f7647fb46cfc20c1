//! Applies the fixes of findings to a text, until nothing is left to do. Pure: a text goes in, a text comes out.
//!
//! Each pass picks fixes that do not overlap, applies them, and checks the result through [`check`]. A fix that breaks
//! something, or that leaves its own finding standing, is taken back and named: that is a mistake in the rule which
//! offers it. Placeholders are never applied.

mod choose;
mod trial;

use std::collections::BTreeSet;

use crate::budget;
use crate::check::{Options, Report, check};
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::engine::Known;
use crate::format::format;
use crate::rules::RuleSet;
use crate::source::SourceFile;

use choose::choose;
use trial::Trial;

/// Which fixes are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'r> {
    /// Fixes that need a bolder hand than this are left alone.
    pub most: Applicability,
    /// Those of one rule only.
    pub rule: Option<&'r str>,
    /// What a baseline knows of the plan. It was decided to leave that as it is.
    pub known: &'r [Known],
}

impl Wanted<'_> {
    /// The first fix of a finding that may be applied.
    pub fn of<'d>(&self, finding: &'d Diagnostic) -> Option<&'d Fix> {
        self.all_of(finding).next()
    }

    fn all_of<'d>(&self, finding: &'d Diagnostic) -> impl Iterator<Item = &'d Fix> {
        let most = self.most.min(Applicability::Unsafe);
        let concerned = self.rule.is_none_or(|rule| finding.rule == rule);
        let fixes = finding.fixes.iter();
        fixes.filter(move |fix| concerned && fix.applicability <= most)
    }
}

/// A text with its fixes applied.
#[derive(Debug)]
pub struct Fixed {
    /// The text under the name that it had.
    pub source: SourceFile,
    /// What is found in it now.
    pub report: Report,
    /// How many findings were fixed.
    pub applied: usize,
    /// Fixes that were not applied although they were wanted.
    pub dropped: Vec<Dropped>,
}

/// A fix that was taken back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dropped {
    /// The rule that offers it.
    pub rule: String,
    /// Where in the plan.
    pub place: String,
    /// What it would have done.
    pub title: String,
    /// Why it was not applied.
    pub reason: Reason,
}

/// Why a fix was not applied.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Its own finding is still there afterwards, or somewhere else.
    Stays,
    /// Text that was read can be read no more.
    Unread,
    /// This rule is broken then, and was not before.
    Breaks(String),
    /// A comment or a note is gone, or what was none has become one.
    LosesWords,
    /// It changes a line that was not read, or a piece of a character.
    OutOfPlace,
    /// The plan becomes far larger.
    Grows,
    /// There is still something to do after the last pass: fixes undo one another.
    Endless,
}

impl Reason {
    /// The reason as a clause: `because …`.
    pub fn words(&self) -> String {
        match self {
            Self::Stays => "what it is for would still be found".to_owned(),
            Self::Unread => "something could not be read any more".to_owned(),
            Self::Breaks(rule) => format!("`{rule}` would be broken"),
            Self::LosesWords => "comments or notes would change".to_owned(),
            Self::OutOfPlace => "it changes text that was not read".to_owned(),
            Self::Grows => "the plan would grow beyond all measure".to_owned(),
            Self::Endless => format!("there was no end after {} rounds", budget::FIX_PASSES),
        }
    }
}

/// A fix with the finding that offers it.
#[derive(Clone, Copy, Debug)]
struct Candidate<'r> {
    finding: &'r Diagnostic,
    fix: &'r Fix,
}

impl Candidate<'_> {
    fn dropped(self, reason: Reason) -> Dropped {
        Dropped {
            rule: self.finding.rule.to_string(),
            place: self.finding.place.clone(),
            title: self.fix.title.clone(),
            reason,
        }
    }

    /// What a fix is known by from one pass to the next, when its place in the text has moved.
    fn key(self) -> (String, String, String) {
        let Self { finding, fix } = self;
        (
            finding.rule.to_string(),
            finding.place.clone(),
            fix.title.clone(),
        )
    }
}

/// Applies what is wanted, to a fixed point. A plan that was tidy is tidy afterwards, too: where a line comes in or goes,
/// others may stand deeper than they should.
pub fn fix(source: &SourceFile, rules: &RuleSet, options: Options, wanted: Wanted<'_>) -> Fixed {
    let mut fixed = applied(source, rules, options, wanted);
    if fixed.applied > 0 && format(source.text()) == source.text() {
        let tidy = format(fixed.source.text());
        if tidy != fixed.source.text() {
            fixed.source = SourceFile::new(source.name(), tidy);
            fixed.report = check(&fixed.source, rules, options);
        }
    }
    fixed
}

fn applied(source: &SourceFile, rules: &RuleSet, options: Options, wanted: Wanted<'_>) -> Fixed {
    let most = budget::PLAN_BYTES.min(budget::grown(source.text().len()));
    let mut fixed = Fixed {
        source: SourceFile::new(source.name(), source.text()),
        report: check(source, rules, options),
        applied: 0,
        dropped: Vec::new(),
    };
    let mut refused = BTreeSet::new();
    // Whether the text has changed since something was refused.
    let mut changed = false;
    for _ in 0..budget::FIX_PASSES {
        let (candidates, strays) = choose(&fixed.source, &fixed.report, rules, wanted, &refused);
        if candidates.is_empty() && strays.is_empty() {
            if !changed || refused.is_empty() {
                return fixed;
            }
            // What did not work before may work now.
            changed = false;
            refused.clear();
            fixed.dropped.clear();
            continue;
        }
        let trial = Trial {
            source: &fixed.source,
            report: &fixed.report,
            rules,
            options,
            most,
        };
        let outcome = trial.largest(&candidates);
        let mut dropped = Vec::new();
        for (candidate, reason) in strays.into_iter().chain(outcome.dropped) {
            if refused.insert(candidate.key()) {
                dropped.push(candidate.dropped(reason));
            }
        }
        fixed.dropped.extend(dropped);
        if let Some((source, report)) = outcome.after {
            changed = true;
            fixed.applied += outcome.applied;
            fixed.source = source;
            fixed.report = report;
        }
    }
    let (left, _) = choose(&fixed.source, &fixed.report, rules, wanted, &refused);
    let endless: Vec<Dropped> = left
        .into_iter()
        .map(|candidate| candidate.dropped(Reason::Endless))
        .collect();
    fixed.dropped.extend(endless);
    fixed
}
