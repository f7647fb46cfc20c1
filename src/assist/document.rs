//! A checked plan as all questions see it, and what stands at an offset.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::parts::{Located, parts};
use crate::check::{Checked, Report};
use crate::model::Plan;
use crate::model::plan::{Class, Exercise};
use crate::rules::RuleSet;
use crate::source::{SourceFile, Span};
use crate::syntax::ast::{self, Custom, Line, Statement};

/// A plan that was checked, with the rules that it was checked by. Made in no time; what several answers need is worked
/// out at the first of them.
#[derive(Debug)]
pub struct Document<'d> {
    /// The text.
    pub source: &'d SourceFile,
    /// Its lines.
    pub tree: &'d ast::Plan,
    /// What they mean.
    pub plan: &'d Plan<'d>,
    /// What was found.
    pub report: &'d Report,
    /// The rules.
    pub rules: &'d RuleSet,
    /// Numbers of exercises by the numbers of their lines.
    by_line: OnceLock<Vec<(u32, u32)>>,
    /// Numbers of wraps by where they are put on.
    by_wrap: OnceLock<Vec<(Span, u32)>>,
    /// What each distinct name means: a number in the plan's list of classes.
    by_name: OnceLock<HashMap<&'d str, u32>>,
}

impl<'d> Document<'d> {
    /// What was checked, as questions see it.
    pub fn new(source: &'d SourceFile, rules: &'d RuleSet, checked: &'d Checked<'d, 'd>) -> Self {
        Self {
            source,
            tree: checked.tree,
            plan: checked.plan,
            report: &checked.report,
            rules,
            by_line: OnceLock::new(),
            by_wrap: OnceLock::new(),
            by_name: OnceLock::new(),
        }
    }

    /// The whole text.
    pub fn text(&self) -> &'d str {
        self.source.text()
    }

    /// The text at a place.
    pub fn slice(&self, span: Span) -> &'d str {
        self.text().get(span.range()).unwrap_or_default()
    }

    /// The nearest place of the text at or before an offset.
    pub(super) fn clamp(&self, offset: usize) -> usize {
        let text = self.text();
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// A span inside the text, whatever was asked for.
    pub(super) fn clamp_span(&self, span: Span) -> Span {
        let range = span.range();
        Span::new(self.clamp(range.start), self.clamp(range.end))
    }

    /// The line that holds an offset, with its number from 0.
    pub(super) fn line_at(&self, offset: usize) -> Option<(usize, &'d Line)> {
        let lines = &self.tree.lines;
        let after = lines.partition_point(|line| line.span.start as usize <= offset);
        let place = after.saturating_sub(1);
        Some((place, lines.get(place)?))
    }

    /// The lines that touch a stretch of text, with their numbers.
    pub(super) fn lines_in(&self, span: Span) -> impl Iterator<Item = (usize, &'d Line)> {
        let lines = &self.tree.lines;
        let first = lines.partition_point(|line| line.span.end < span.start);
        let touching = lines.iter().enumerate().skip(first);
        touching.take_while(move |(_, line)| line.span.start <= span.end)
    }

    /// What stands at an offset, the widest first.
    pub(super) fn parts_at(&self, offset: usize) -> Vec<Located<'d>> {
        let Some((_, line)) = self.line_at(offset) else {
            return Vec::new();
        };
        let mut found = parts(line);
        found.retain(|located| touches(located.span, offset));
        found
    }

    /// All statements but the one on a line, which is being typed.
    pub(super) fn statements_beside(&self, typed: usize) -> impl Iterator<Item = &'d Statement> {
        let lines = self.tree.lines.iter().enumerate();
        let others = lines.filter(move |(place, _)| *place != typed);
        others.map(|(_, line)| &line.statement)
    }

    /// The statement that opens the block of weeks around an offset.
    pub(super) fn block_at(&self, offset: usize) -> Option<&'d ast::Week> {
        let (place, _) = self.line_at(offset)?;
        let mut above = self.tree.lines.get(..=place)?.iter().rev();
        above.find_map(|line| match &line.statement {
            Statement::Week(week) => Some(week),
            _ => None,
        })
    }

    /// Numbers of the exercises that a line stands for, one for each session that has it.
    pub(super) fn exercises_of(&self, line: usize) -> impl Iterator<Item = u32> {
        let by_line = self.by_line.get_or_init(|| {
            let exercises = self.plan.exercises.iter().zip(0..);
            let mut by_line: Vec<(u32, u32)> = exercises
                .map(|(exercise, number)| (exercise.line, number))
                .collect();
            by_line.sort_unstable();
            by_line
        });
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let first = by_line.partition_point(|&(other, _)| other < line);
        let behind = by_line.get(first..).unwrap_or_default();
        behind
            .iter()
            .take_while(move |&&(other, _)| other == line)
            .map(|&(_, number)| number)
    }

    /// The first of the exercises that a line stands for.
    pub(super) fn exercise_of(&self, line: usize) -> Option<(u32, &'d Exercise)> {
        let number = self.exercises_of(line).next()?;
        Some((number, self.plan.exercise(number)?))
    }

    /// Numbers of the wraps that are put on at a place, one for each session.
    pub(super) fn wraps_at(&self, span: Span) -> impl Iterator<Item = u32> {
        let by_wrap = self.by_wrap.get_or_init(|| {
            let wraps = self.plan.wraps.iter().zip(0..);
            let mut by_wrap: Vec<(Span, u32)> =
                wraps.map(|(wrap, number)| (wrap.span, number)).collect();
            by_wrap.sort_unstable();
            by_wrap
        });
        let first = by_wrap.partition_point(|&(other, _)| other < span);
        let behind = by_wrap.get(first..).unwrap_or_default();
        behind
            .iter()
            .take_while(move |&&(other, _)| other == span)
            .map(|&(_, number)| number)
    }

    /// What a name in the plan means, by the name as it is written.
    pub(super) fn class_named(&self, name: &str) -> Option<&'d Class> {
        let by_name = self.by_name.get_or_init(|| {
            let classes = self.plan.classes.iter().zip(0..);
            classes
                .map(|(class, number)| (self.slice(class.name), number))
                .collect()
        });
        let number = *by_name.get(name)?;
        self.plan.classes.get(usize::try_from(number).ok()?)
    }

    /// The statement that defines an exercise of the plan's own; of two the later one counts.
    pub(super) fn custom(&self, name: &str) -> Option<&'d Custom> {
        let statements = self.tree.lines.iter().rev().map(|line| &line.statement);
        let mut customs = statements.filter_map(|statement| match statement {
            Statement::Custom(custom) => Some(custom),
            _ => None,
        });
        customs.find(|custom| self.slice(custom.name) == name)
    }

    /// The number of the line that holds a place, from 1, as people count.
    pub(super) fn line_number(&self, span: Span) -> usize {
        self.source.line_column(span.range().start).line
    }
}

/// Whether an offset lies in a span or at one of its ends.
pub(super) fn touches(span: Span, offset: usize) -> bool {
    let range = span.range();
    range.start <= offset && offset <= range.end
}
