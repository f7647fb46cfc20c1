//! Tries fixes out: applies them, checks the result, and finds those that do not work by halving.

use std::collections::BTreeMap;

use super::{Candidate, Reason};
use crate::check::{Options, Report, check};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::RuleSet;
use crate::source::{SourceFile, Span, TextEdit, line_ending};
use crate::syntax::ast::Statement;
use crate::syntax::parse;

/// Checks that one pass may cost. A rule whose fixes all fail is a mistake, and must not take for ever to be found.
const MOST_CHECKS: usize = 64;

/// A text before its fixes.
pub(super) struct Trial<'r> {
    pub(super) source: &'r SourceFile,
    pub(super) report: &'r Report,
    pub(super) rules: &'r RuleSet,
    pub(super) options: Options,
    /// Bytes that the text may have afterwards.
    pub(super) most: usize,
}

/// How a pass came out.
pub(super) struct Outcome<'r> {
    /// The text and what is found in it; `None` if nothing was applied.
    pub(super) after: Option<(SourceFile, Report)>,
    pub(super) applied: usize,
    pub(super) dropped: Vec<(Candidate<'r>, Reason)>,
}

impl Trial<'_> {
    /// Applies as many of the fixes as work together.
    pub(super) fn largest<'c>(&self, candidates: &[Candidate<'c>]) -> Outcome<'c> {
        let mut outcome = Outcome {
            after: None,
            applied: 0,
            dropped: Vec::new(),
        };
        let mut good: Vec<Candidate<'c>> = Vec::new();
        let mut open: Vec<&[Candidate<'c>]> = vec![candidates];
        for _ in 0..MOST_CHECKS {
            let Some(group) = open.pop() else { break };
            if group.is_empty() {
                continue;
            }
            let together: Vec<Candidate<'c>> = good.iter().chain(group).copied().collect();
            match (self.attempt(&together), group) {
                (Ok(after), _) => {
                    good = together;
                    outcome.after = Some(after);
                }
                (Err(reason), [alone]) => outcome.dropped.push((*alone, reason)),
                (Err(_), _) => {
                    let (first, second) = group.split_at(group.len() / 2);
                    open.push(second);
                    open.push(first);
                }
            }
        }
        outcome.applied = good.len();
        outcome
    }

    /// The text with these fixes, if nothing is wrong with them.
    fn attempt(&self, fixes: &[Candidate<'_>]) -> Result<(SourceFile, Report), Reason> {
        let before = self.source.text();
        let edits = edits(fixes);
        let text = apply(before, &edits);
        if text.len() > self.most {
            return Err(Reason::Grows);
        }
        if !keeps_words(before, &text, fixes) {
            return Err(Reason::LosesWords);
        }
        if parse(&text).diagnostics.len() > parse(before).diagnostics.len() {
            return Err(Reason::Unread);
        }
        let source = SourceFile::new(self.source.name(), text);
        let report = check(&source, self.rules, self.options);
        if self.some_stay(fixes, &edits, &report) {
            return Err(Reason::Stays);
        }
        match self.broken(fixes, &report) {
            Some(rule) => Err(Reason::Breaks(rule)),
            None => Ok((source, report)),
        }
    }

    /// Whether one of the findings still stands where it stood, or has only moved elsewhere.
    fn some_stay(&self, fixes: &[Candidate<'_>], edits: &[&TextEdit], after: &Report) -> bool {
        let mut places: BTreeMap<(&str, u32), isize> = BTreeMap::new();
        for finding in &after.diagnostics {
            let at = (finding.rule.as_ref(), finding.span.start);
            *places.entry(at).or_default() += 1;
        }
        let moved = Moved::new(edits);
        for finding in &self.report.diagnostics {
            let at = (finding.rule.as_ref(), moved.place(finding.span.start));
            *places.entry(at).or_default() -= 1;
        }
        let stays = |finding: &Diagnostic| {
            let at = (finding.rule.as_ref(), moved.place(finding.span.start));
            places.get(&at).is_some_and(|more| *more >= 0)
        };
        let alike = |one: &Diagnostic, other: &Diagnostic| {
            one.rule == other.rule && one.severity == other.severity
        };
        let count = |report: &Report, finding: &Diagnostic| {
            let findings = report.diagnostics.iter();
            findings.filter(|other| alike(finding, other)).count()
        };
        fixes.iter().any(|Candidate { finding, .. }| {
            let own = fixes.iter().filter(|fix| alike(finding, fix.finding));
            // A rule may have something milder to say once the worst is gone; the same again is no fix. Findings of the
            // language are capped, so that others may come up where some are put right.
            let elsewhere = self.rules.rule(&finding.rule).is_some()
                && count(after, finding) + own.count() > count(self.report, finding);
            stays(finding) || elsewhere
        })
    }

    /// A rule that has more errors than before, or no fewer although some of them were to be fixed.
    fn broken(&self, fixes: &[Candidate<'_>], after: &Report) -> Option<String> {
        let now = after.diagnostics.iter().map(|finding| (finding, 1));
        let then = self.report.diagnostics.iter().map(|finding| (finding, -1));
        let fixed = fixes.iter().map(|fix| (fix.finding, 1));
        let mut more: BTreeMap<&str, isize> = BTreeMap::new();
        for (finding, by) in now.chain(then).chain(fixed) {
            if finding.severity == Severity::Error {
                *more.entry(finding.rule.as_ref()).or_default() += by;
            }
        }
        let broken = more.into_iter().find(|(_, more)| *more > 0);
        broken.map(|(rule, _)| rule.to_owned())
    }
}

/// All edits in order of their place.
fn edits<'c>(fixes: &[Candidate<'c>]) -> Vec<&'c TextEdit> {
    let mut edits: Vec<&TextEdit> = fixes.iter().flat_map(|fix| &fix.fix.edits).collect();
    edits.sort();
    edits
}

/// The text with edits that are in order and do not overlap. Lines that they bring end as the others do.
fn apply(text: &str, edits: &[&TextEdit]) -> String {
    let ending = line_ending(text);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        out.push_str(text.get(at..range.start).unwrap_or_default());
        let plain = edit.text.replace("\r\n", "\n").replace('\r', "\n");
        out.push_str(&plain.replace('\n', ending));
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Where places in a text are after edits of it.
struct Moved {
    /// Ends of edits before, and by how much everything from there on moves.
    steps: Vec<(u32, i64)>,
}

impl Moved {
    fn new(edits: &[&TextEdit]) -> Self {
        let mut by = 0;
        let steps = edits.iter().map(|edit| {
            by += edit.text.len() as i64 - edit.span.len() as i64;
            (edit.span.end, by)
        });
        Self {
            steps: steps.collect(),
        }
    }

    fn place(&self, offset: u32) -> u32 {
        let passed = self.steps.partition_point(|(end, _)| *end <= offset);
        let by = passed
            .checked_sub(1)
            .and_then(|last| self.steps.get(last))
            .map_or(0, |(_, by)| *by);
        u32::try_from(i64::from(offset) + by).unwrap_or(u32::MAX)
    }
}

/// Whether comments and notes are as they were, those aside that a finding is about, and those that a fix brings.
fn keeps_words(before: &str, after: &str, fixes: &[Candidate<'_>]) -> bool {
    let spoken_of = |at: Span| fixes.iter().any(|fix| at.contains(fix.finding.span));
    let brought = |word: &str| {
        let mut edits = fixes.iter().flat_map(|fix| &fix.fix.edits);
        edits.any(|edit| edit.text.contains(word))
    };
    let (free, kept): (Vec<Span>, Vec<Span>) = words(before).partition(|at| spoken_of(*at));
    let mut kept = kept.iter().map(|at| at.of(before)).peekable();
    for word in words(after).map(|at| at.of(after)) {
        if kept.next_if_eq(&word).is_none() && free.is_empty() && !brought(word) {
            return false;
        }
    }
    kept.next().is_none()
}

/// Comments and notes of a text.
fn words(text: &str) -> impl Iterator<Item = Span> {
    parse(text).plan.lines.into_iter().flat_map(|line| {
        let note = match line.statement {
            Statement::Note(note) => Some(note),
            _ => None,
        };
        note.into_iter()
            .chain(line.comment.map(|comment| comment.span))
    })
}
