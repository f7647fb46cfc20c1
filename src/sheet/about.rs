//! What a plan says of itself and of its athlete, in the coach's words; cues, notes and lines that could not be read.

use super::Unread;
use super::sessions::Builder;
use crate::model::plan::NoteKind;
use crate::source::Span;
use crate::syntax::ast::{Clause, Statement};

impl Builder<'_, '_> {
    /// What is said of the athlete, in the order of the text.
    pub(super) fn about(&self) -> Vec<(&'static str, String)> {
        let mut about = Vec::new();
        for line in &self.tree.lines {
            let label = match &line.statement {
                Statement::Experience(_) => "experience",
                Statement::Age(_) => "age",
                Statement::Bodyweight(_) => "bodyweight",
                Statement::Conditions(_) => "conditions",
                Statement::Complaints(_) => "complaint",
                Statement::Clearance(_) => "clearance",
                Statement::OneRm(_) => "1RM",
                Statement::TrainingMax(_) => "training max",
                Statement::MaxReps(_) => "most reps",
                _ => continue,
            };
            let words = self.without_comment(line.span, line.comment.as_ref().map(|c| c.span));
            about.push((label, after_first_word(words).to_owned()));
        }
        about
    }

    fn without_comment(&self, line: Span, comment: Option<Span>) -> &str {
        let end = comment.map_or(line.end, |comment| comment.start);
        self.plan.slice(Span {
            start: line.start,
            end: end.max(line.start),
        })
    }

    /// Stop cues and checks on lines of their own from one line to the next day or week.
    pub(super) fn cues(&self, from: usize) -> Vec<String> {
        let lines = self.tree.lines.iter().skip(from);
        let ends =
            |statement: &Statement| matches!(statement, Statement::Day(_) | Statement::Week(_));
        lines
            .take_while(|line| !ends(&line.statement))
            .filter_map(|line| match &line.statement {
                Statement::StopCues(cues) => Some(cues.span),
                Statement::Checks(checks) => Some(checks.span),
                _ => None,
            })
            .map(|span| self.plan.slice(span).trim().to_owned())
            .collect()
    }

    /// Stop cues and checks that an exercise line has as clauses.
    pub(super) fn clause_cues(&self, line: u32) -> Vec<String> {
        let statement = self
            .tree
            .lines
            .get(line as usize)
            .map(|line| &line.statement);
        let Some(Statement::Exercise(exercise)) = statement else {
            return Vec::new();
        };
        let cues = exercise.clauses.iter().filter_map(|clause| match clause {
            Clause::StopCue(span) | Clause::Check(span) => Some(*span),
            _ => None,
        });
        cues.map(|span| self.plan.slice(span).to_owned()).collect()
    }

    /// Notes for the athlete among these.
    pub(super) fn notes(
        &self,
        numbers: std::ops::Range<u32>,
        wanted: impl Fn(&crate::model::plan::Note) -> bool,
    ) -> Vec<String> {
        let range = numbers.start as usize..numbers.end as usize;
        let notes = self.plan.notes.get(range).unwrap_or_default().iter();
        notes
            .filter(|note| note.kind == NoteKind::Note && wanted(note))
            .map(|note| self.plan.slice(note.span).to_owned())
            .collect()
    }

    pub(super) fn unread(&self) -> Vec<Unread> {
        let lines = self.tree.lines.iter();
        lines
            .filter_map(|line| match line.statement {
                Statement::Unread(span) => Some(Unread {
                    number: self.source.line_column(span.start as usize).line,
                    text: self.plan.slice(span).trim().to_owned(),
                }),
                _ => None,
            })
            .collect()
    }
}

/// A statement without the word that it opens with, and what joins it to the rest.
fn after_first_word(words: &str) -> &str {
    let words = words.trim();
    let rest = words
        .split_once(char::is_whitespace)
        .map_or("", |(_, rest)| rest);
    rest.trim()
}
