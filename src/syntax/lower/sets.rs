//! Lists of sets: groups of sets, and what one set is.

use pest::iterators::Pair;

use super::number::{Ends, interval};
use super::readings::second_reading;
use super::{Lowering, child_span, span};
use crate::budget;
use crate::quantity::{Dimension, Quantity};
use crate::source::Span;
use crate::syntax::ast::{GroupForm, Prescription, SetGroup, Sets, Work};
use crate::syntax::grammar::Rule;

/// What stands between a number of sets and what each of them is.
const TIMES: [char; 4] = ['x', 'X', '×', '*'];

impl Lowering<'_> {
    pub(super) fn prescription(&mut self, pair: Pair<'_, Rule>) -> Prescription {
        let (whole, before) = (span(&pair), self.beyond);
        let groups = pair
            .into_inner()
            .map(|group| self.set_group(group))
            .collect();
        self.list_of(whole, groups, before)
    }

    /// `4x6`, `30/15/15/15`, `5/5/5+`
    pub(super) fn plain_sets(&mut self, whole: Span) -> Prescription {
        let (written, before) = (whole.of(self.text), self.beyond);
        let groups = match written.split_once(TIMES) {
            Some((count, reps)) => {
                let count = whole.without_last(written.len() - count.len());
                let reps = whole.without_first(written.len() - reps.len());
                vec![SetGroup {
                    span: whole,
                    count: self.whole(count, 1, budget::SETS_PER_LINE),
                    form: GroupForm::Times,
                    work: self.plain_reps(reps),
                }]
            }
            None => self.plain_entries(whole, written),
        };
        self.list_of(whole, groups, before)
    }

    fn plain_entries(&mut self, whole: Span, written: &str) -> Vec<SetGroup> {
        let mut start = whole.range().start;
        let mut groups = Vec::with_capacity(written.len().div_ceil(2));
        for entry in written.split('/') {
            let span = Span::new(start, start + entry.len());
            start = span.range().end + 1;
            groups.push(SetGroup {
                span,
                count: 1,
                form: GroupForm::Entry,
                work: self.plain_reps(span),
            });
        }
        groups
    }

    /// `6`, `8-12`, `5+`
    fn plain_reps(&mut self, at: Span) -> Work {
        let open = at.of(self.text).ends_with('+');
        let numbers = at.without_last(usize::from(open));
        let reps = self.reps(Ends::of(self.text, numbers));
        Work::Reps { reps, open }
    }

    /// The groups of a list, unless it has two readings.
    /// `before` is how many numbers had been beyond their limits in front of these sets.
    fn list_of(&mut self, whole: Span, groups: Vec<SetGroup>, before: usize) -> Prescription {
        let sets = match second_reading(self.text, whole, &groups) {
            Some(ambiguity) => {
                self.diagnostics.push(ambiguity);
                Sets::Ambiguous(whole)
            }
            None => Sets::Groups(self.within_budget(whole, groups)),
        };
        let sets = if self.beyond > before {
            Sets::Unread(whole)
        } else {
            sets
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
        match pair.as_rule() {
            Rule::multiplied | Rule::sets_of => {
                let form = if pair.as_rule() == Rule::sets_of {
                    GroupForm::SetsOf
                } else {
                    GroupForm::Times
                };
                let mut parts = pair.into_inner();
                let count = parts.next().map_or(1, |count| {
                    self.whole(span(&count), 1, budget::SETS_PER_LINE)
                });
                let work = parts.next().map_or(Work::AsMany, |work| self.work(work));
                SetGroup {
                    span: at,
                    count,
                    form,
                    work,
                }
            }
            Rule::total_reps => {
                let count = self.whole(child_span(pair), 1, most_reps());
                let total = Quantity::whole(i64::from(count), Dimension::Count);
                SetGroup {
                    span: at,
                    count: 1,
                    form: GroupForm::Entry,
                    work: Work::Total(total),
                }
            }
            _ => SetGroup {
                span: at,
                count: 1,
                form: GroupForm::Entry,
                work: self.work(pair),
            },
        }
    }

    fn work(&mut self, pair: Pair<'_, Rule>) -> Work {
        let timed = pair.as_rule() == Rule::timed;
        let (mut ends, mut open, mut time) = (Ends::default(), false, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::as_many => return Work::AsMany,
                Rule::open_ended => open = true,
                Rule::time_span => time = Some(self.time_span(part).value),
                _ => ends.push(span(&part)),
            }
        }
        match time {
            Some(time) if timed => Work::Timed { time, open },
            _ => Work::Reps {
                reps: self.reps(ends),
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

/// The budget of repetitions, as a whole number.
fn most_reps() -> u32 {
    u32::try_from(budget::REPS).unwrap_or(u32::MAX)
}
