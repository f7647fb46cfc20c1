//! Which finding belongs beside what: an exercise, a wrap, a session, or the plan as a whole.

use std::collections::HashMap;

use super::Finding;
use crate::diagnostic::Diagnostic;
use crate::model::Plan;
use crate::source::{SourceFile, Span};
use crate::syntax::ast::{self, Statement};

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Owner {
    /// The exercise on a line of the tree.
    Exercise(u32),
    /// The wrap that a line puts on.
    Wrap(Span),
    /// The session that starts at an offset.
    Session(u32),
    /// The plan as a whole.
    Plan,
}

/// Findings by what they are about.
pub(super) struct Owners<'f> {
    findings: &'f [Finding],
    by_owner: HashMap<Owner, Vec<usize>>,
}

impl<'f> Owners<'f> {
    pub(super) fn new(findings: &'f [Finding], tree: &ast::Plan, plan: &Plan<'_>) -> Self {
        let places = Places::new(tree, plan);
        let mut by_owner: HashMap<Owner, Vec<usize>> = HashMap::new();
        for (number, finding) in findings.iter().enumerate() {
            let owner = places.owner(finding.diagnostic.span);
            by_owner.entry(owner).or_default().push(number);
        }
        Self { findings, by_owner }
    }

    fn of(&self, owner: Owner, weeks: &[u32]) -> Vec<usize> {
        let numbers = self.by_owner.get(&owner).into_iter().flatten().copied();
        numbers
            .filter(|&number| {
                self.findings
                    .get(number)
                    .is_some_and(|finding| holds_in(&finding.diagnostic, weeks))
            })
            .collect()
    }

    /// Those about the exercise on a line.
    pub(super) fn of_exercise(&self, line: u32, weeks: &[u32]) -> Vec<usize> {
        self.of(Owner::Exercise(line), weeks)
    }

    /// Those about a wrap that has a line of its own.
    pub(super) fn of_wrap(&self, span: Span, weeks: &[u32]) -> Vec<usize> {
        self.of(Owner::Wrap(span), weeks)
    }

    /// Those about a session as a whole.
    pub(super) fn of_session(&self, span: Span, weeks: &[u32]) -> Vec<usize> {
        self.of(Owner::Session(span.start), weeks)
    }

    /// Those about the plan.
    pub(super) fn of_plan(&self) -> Vec<usize> {
        self.by_owner.get(&Owner::Plan).cloned().unwrap_or_default()
    }
}

fn holds_in(diagnostic: &Diagnostic, weeks: &[u32]) -> bool {
    diagnostic.weeks.is_empty() || diagnostic.weeks.iter().any(|week| weeks.contains(week))
}

/// Findings with the numbers of their lines.
pub(super) fn numbered(source: &SourceFile, diagnostics: Vec<Diagnostic>) -> Vec<Finding> {
    diagnostics
        .into_iter()
        .map(|diagnostic| Finding {
            line: source.line_column(diagnostic.span.start as usize).line,
            diagnostic,
        })
        .collect()
}

/// Lines and where sessions and weeks start.
struct Places<'t> {
    tree: &'t ast::Plan,
    sessions: Vec<u32>,
    weeks: Vec<u32>,
    /// For the line of each note, the line of its exercise.
    notes: HashMap<u32, u32>,
}

impl<'t> Places<'t> {
    fn new(tree: &'t ast::Plan, plan: &Plan<'_>) -> Self {
        let starts = |spans: &mut dyn Iterator<Item = Span>| {
            let mut starts: Vec<u32> = spans.map(|span| span.start).collect();
            starts.sort_unstable();
            starts.dedup();
            starts
        };
        let notes = plan.notes.iter().filter_map(|note| {
            let exercise = plan.exercise(note.exercise?)?;
            Some((note.span.start, exercise.line))
        });
        let is_week = |line: &&ast::Line| matches!(line.statement, Statement::Week(_));
        Self {
            tree,
            sessions: starts(&mut plan.sessions.iter().map(|session| session.span)),
            weeks: starts(&mut tree.lines.iter().filter(is_week).map(|line| line.span)),
            notes: notes.collect(),
        }
    }

    fn owner(&self, span: Span) -> Owner {
        let after = self
            .tree
            .lines
            .partition_point(|line| line.span.start <= span.start);
        let Some(place) = after.checked_sub(1) else {
            return Owner::Plan;
        };
        let line = u32::try_from(place).unwrap_or(u32::MAX);
        match self.tree.lines.get(place).map(|line| &line.statement) {
            Some(Statement::Exercise(_)) => Owner::Exercise(line),
            Some(Statement::Wrap(wrap)) => Owner::Wrap(wrap.span),
            Some(Statement::Note(text)) => match self.notes.get(&text.start) {
                Some(&line) => Owner::Exercise(line),
                None => self.session(span),
            },
            Some(Statement::Week(_) | Statement::Repeat(_) | Statement::DropSets(_)) => Owner::Plan,
            Some(statement) if statement.is_about_the_athlete() => Owner::Plan,
            _ => self.session(span),
        }
    }

    /// The session that a place lies in, if no week starts in between.
    fn session(&self, span: Span) -> Owner {
        let last = |starts: &[u32]| {
            let after = starts.partition_point(|&start| start <= span.start);
            starts.get(after.checked_sub(1)?).copied()
        };
        match (last(&self.sessions), last(&self.weeks)) {
            (Some(session), week) if week.is_none_or(|week| week <= session) => {
                Owner::Session(session)
            }
            _ => Owner::Plan,
        }
    }
}
