//! Lists of sets: groups of sets, and what one set is.

use std::iter::Peekable;

use pest::iterators::{Pair, Pairs};

use super::number::{Ends, TimeParts, interval};
use super::readings::second_reading;
use super::{Lowering, span};
use crate::budget;
use crate::quantity::{Dimension, Quantity};
use crate::source::Span;
use crate::syntax::ast::{GroupForm, Prescription, SetGroup, Sets, Work};
use crate::syntax::grammar::Rule;

/// What is still to come of a line.
pub(super) type Parts<'p> = Peekable<Pairs<'p, Rule>>;

impl Lowering<'_> {
    /// A list of sets, from its first group and those behind it.
    pub(super) fn prescription(
        &mut self,
        first: Pair<'_, Rule>,
        rest: &mut Parts<'_>,
    ) -> Prescription {
        let mut whole = span(&first);
        let mut groups = vec![self.set_group(first)];
        while let Some(group) = rest.next_if(|part| is_group(part.as_rule())) {
            whole = whole.to(span(&group));
            groups.push(self.set_group(group));
        }
        let sets = match second_reading(self.text, whole, &groups) {
            Some(ambiguity) => {
                self.diagnostics.push(ambiguity);
                Sets::Ambiguous(whole)
            }
            None => Sets::Groups(self.within_budget(whole, groups)),
        };
        Prescription {
            span: whole,
            sets,
            load: None,
        }
    }

    fn within_budget(&mut self, whole: Span, groups: Vec<SetGroup>) -> Vec<SetGroup> {
        let count = groups
            .iter()
            .fold(0_u32, |sum, group| sum.saturating_add(group.count));
        if count > budget::SETS_PER_LINE {
            self.out_of_range(
                whole,
                whole.of(self.text),
                &format!("{} sets on one line", budget::SETS_PER_LINE),
            );
            return Vec::new();
        }
        groups
    }

    fn set_group(&mut self, pair: Pair<'_, Rule>) -> SetGroup {
        let at = span(&pair);
        if pair.as_rule() == Rule::whole {
            return self.single(at);
        }
        let mut parts = pair.into_inner().peekable();
        let counted = parts.next_if(|part| part.as_rule() == Rule::whole);
        let kind = parts.peek().map(|part| part.as_rule());
        let (count, form, work) = match (counted, kind) {
            (Some(count), Some(kind @ (Rule::each | Rule::sets_of))) => {
                let form = if kind == Rule::each {
                    GroupForm::Times
                } else {
                    GroupForm::SetsOf
                };
                let count = self.whole(span(&count), 1, budget::SETS_PER_LINE);
                (count, form, self.work(parts.flat_map(Pair::into_inner)))
            }
            (Some(count), Some(Rule::total)) => (1, GroupForm::Entry, self.total(&count)),
            (first, _) => {
                let work = self.work(first.into_iter().chain(parts));
                (1, GroupForm::Entry, work)
            }
        };
        SetGroup {
            span: at,
            count,
            form,
            work,
        }
    }

    /// One of the numbers in a list.
    fn single(&mut self, at: Span) -> SetGroup {
        let mut ends = Ends::default();
        ends.push(at);
        let reps = self.reps(ends);
        SetGroup {
            span: at,
            count: 1,
            form: GroupForm::Entry,
            work: Work::Reps { reps, open: false },
        }
    }

    fn total(&mut self, count: &Pair<'_, Rule>) -> Work {
        let count = self.whole(span(count), 1, most_reps());
        Work::Total(Quantity::whole(i64::from(count), Dimension::Count))
    }

    /// Repetitions, or a time, whose numbers and units stand in the list itself.
    fn work<'p>(&mut self, parts: impl Iterator<Item = Pair<'p, Rule>>) -> Work {
        let (mut time, mut open) = (TimeParts::default(), false);
        for part in parts {
            match part.as_rule() {
                Rule::as_many => return Work::AsMany,
                Rule::open_ended => open = true,
                Rule::time_span => part
                    .into_inner()
                    .for_each(|part| self.time_part(&mut time, &part)),
                _ => self.time_part(&mut time, &part),
            }
        }
        match self.time(&time) {
            Some(time) => Work::Timed { time, open },
            None => Work::Reps {
                reps: self.reps(time.numbers),
                open,
            },
        }
    }

    fn reps(&mut self, ends: Ends) -> Quantity {
        let low = ends.first.map_or(1, |end| self.whole(end, 1, most_reps()));
        let high = ends.last.map_or(low, |end| self.whole(end, 1, most_reps()));
        let (low, high) = (i64::from(low), i64::from(high));
        self.forwards(ends.span(), low, high);
        interval(low * 1000, high * 1000, Dimension::Count)
    }
}

/// Whether a pair is one group of a list of sets.
pub(super) fn is_group(rule: Rule) -> bool {
    matches!(rule, Rule::common_group | Rule::set_group | Rule::whole)
}

/// The budget of repetitions, as a whole number.
fn most_reps() -> u32 {
    u32::try_from(budget::REPS).unwrap_or(u32::MAX)
}
