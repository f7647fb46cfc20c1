//! Questions about all members of a collection.
//!
//! A member that may or may not count widens a figure instead of spoiling it: it is counted in the upper bound only. If
//! something unknown is to blame rather than a range, the figure says so ([`Value::Within`]).

use std::collections::HashSet;

use super::super::code::{Kind, Quantifier};
use super::super::frame::Frame;
use super::super::value::{Entity, Members, Reason, Truth, Value, World};
use super::arithmetic::{between, greatest, least, plus};
use super::{Evaluation, compare};
use crate::quantity::{Comparison, Dimension, Quantity};

/// Calls `see` with what a `list` names, member by member, until it returns false. Members that may count are named too.
pub(in super::super) fn each_listed<'w, W: World + ?Sized>(
    list: &'w Quantifier,
    world: &'w W,
    frame: &mut Frame<'w>,
    mut see: impl FnMut(Value<'w>) -> bool,
) {
    let mut evaluation = Evaluation { world, frame };
    if let Ok(members) = evaluation.members(list) {
        evaluation.each(members, |evaluation, _| {
            match evaluation.condition_of(list) {
                Truth::Yes | Truth::Straddles => see(evaluation.body_of(list)),
                Truth::No | Truth::Unknown(_) => true,
            }
        });
    }
}

impl<'w, W: World + ?Sized> Evaluation<'w, '_, W> {
    pub(super) fn quantifier(&mut self, quantifier: &'w Quantifier) -> Value<'w> {
        let members = match self.members(quantifier) {
            Ok(members) => members,
            Err(reason) => return Value::Unknown(reason),
        };
        match quantifier.kind {
            Kind::Any => self.any(quantifier, members).into(),
            Kind::None => self.any(quantifier, members).opposite().into(),
            Kind::All => self.all(quantifier, members).into(),
            Kind::Count => self.count(quantifier, members),
            Kind::Sum => self.total(quantifier, members),
            Kind::Min => self.extreme(quantifier, members, least),
            Kind::Max => self.extreme(quantifier, members, greatest),
            Kind::First => self.found(quantifier, members, false),
            Kind::Last => self.found(quantifier, members, true),
            Kind::LongestRun => self.longest_run(quantifier, members),
            Kind::Rises => self.rises(quantifier, members),
            Kind::Distinct => self.distinct(quantifier, members),
            // Lists are for messages, which walk them with `each_listed`.
            Kind::List => Value::Unknown(Reason::ABSENT),
        }
    }

    fn members(&mut self, quantifier: &'w Quantifier) -> Result<Members<'w>, Reason> {
        let entity = self.read_from(&quantifier.source)?;
        Ok(self.world.members(entity, quantifier.fact))
    }

    /// Binds each member in turn, as long as `see` wants more and there is fuel.
    fn each(&mut self, members: Members<'w>, mut see: impl FnMut(&mut Self, Entity) -> bool) {
        for place in 0..members.len() {
            let Some(member) = members.get(place) else {
                return;
            };
            if !self.frame.spend(1) {
                return;
            }
            self.frame.bind(member);
            let more = see(self, member);
            self.frame.unbind();
            if !more {
                return;
            }
        }
    }

    fn condition_of(&mut self, quantifier: &'w Quantifier) -> Truth {
        match &quantifier.condition {
            Some(condition) => self.truth(condition),
            None => Truth::Yes,
        }
    }

    fn body_of(&mut self, quantifier: &'w Quantifier) -> Value<'w> {
        match &quantifier.body {
            Some(body) => self.value(body),
            None => Value::Truth(Truth::Yes),
        }
    }

    fn any(&mut self, quantifier: &'w Quantifier, members: Members<'w>) -> Truth {
        let mut outcome = Truth::No;
        self.each(members, |evaluation, _| {
            let mut holds = evaluation.condition_of(quantifier);
            if holds != Truth::No {
                holds = holds.and(evaluation.body_of(quantifier).truth());
            }
            outcome = outcome.or(holds);
            outcome != Truth::Yes
        });
        self.unless_out_of_fuel(outcome)
    }

    fn all(&mut self, quantifier: &'w Quantifier, members: Members<'w>) -> Truth {
        let mut outcome = Truth::Yes;
        self.each(members, |evaluation, _| {
            let exempt = evaluation.condition_of(quantifier).opposite();
            if exempt != Truth::Yes {
                outcome = outcome.and(exempt.or(evaluation.body_of(quantifier).truth()));
            }
            outcome != Truth::No
        });
        self.unless_out_of_fuel(outcome)
    }

    fn unless_out_of_fuel(&self, outcome: Truth) -> Truth {
        if self.frame.is_exhausted() {
            Truth::Unknown(Reason::FUEL)
        } else {
            outcome
        }
    }

    fn count(&mut self, quantifier: &'w Quantifier, members: Members<'w>) -> Value<'w> {
        let mut tally = Tally::default();
        self.each(members, |evaluation, _| {
            tally.add(evaluation.condition_of(quantifier));
            true
        });
        tally.value()
    }

    fn total(&mut self, quantifier: &'w Quantifier, members: Members<'w>) -> Value<'w> {
        let Some(dimension) = dimension_of(quantifier) else {
            return Value::Unknown(Reason::ABSENT);
        };
        let zero = Value::Quantity(Quantity::whole(0, dimension));
        let mut total = zero;
        self.each(members, |evaluation, _| {
            let counts = evaluation.condition_of(quantifier);
            if counts != Truth::No {
                let term = evaluation.body_of(quantifier);
                total = plus(total, if_counted(term, counts, zero));
            }
            total.unknown().is_none()
        });
        total
    }

    fn extreme(
        &mut self,
        quantifier: &'w Quantifier,
        members: Members<'w>,
        better: fn(Value<'w>, Value<'w>) -> Value<'w>,
    ) -> Value<'w> {
        // The best of those that surely count, and of all that may: the truth lies between the two.
        let mut sure: Option<Value<'w>> = None;
        let mut possible: Option<Value<'w>> = None;
        let mut doubt = None;
        let mut open = false;
        self.each(members, |evaluation, _| {
            let counts = evaluation.condition_of(quantifier);
            if counts == Truth::No {
                return true;
            }
            let value = evaluation.body_of(quantifier);
            let joined =
                |best: Option<Value<'w>>| Some(best.map_or(value, |best| better(best, value)));
            possible = joined(possible);
            match counts {
                Truth::Yes => sure = joined(sure),
                Truth::Unknown(reason) => doubt = doubt.or(Some(reason)),
                _ => open = true,
            }
            possible.is_some_and(|best| best.unknown().is_none())
        });
        match (sure, possible) {
            (_, Some(possible)) if possible.unknown().is_some() => possible,
            (Some(sure), Some(possible)) if doubt.is_some() || open => {
                covering(sure, possible, doubt)
            }
            (Some(sure), _) => sure,
            (None, Some(_)) => Value::Unknown(doubt.unwrap_or(Reason::RANGE)),
            (None, None) => Value::Unknown(Reason::ABSENT),
        }
    }

    /// The first or last member that counts, if no earlier one might.
    fn found(
        &mut self,
        quantifier: &'w Quantifier,
        members: Members<'w>,
        backwards: bool,
    ) -> Value<'w> {
        let count = members.len();
        for step in 0..count {
            let place = if backwards { count - 1 - step } else { step };
            let Some(member) = members.get(place) else {
                break;
            };
            if !self.frame.spend(1) {
                return Value::Unknown(Reason::FUEL);
            }
            self.frame.bind(member);
            let counts = self.condition_of(quantifier);
            self.frame.unbind();
            match counts {
                Truth::Yes => return Value::Entity(member),
                Truth::No => {}
                Truth::Straddles => return Value::Unknown(Reason::RANGE),
                Truth::Unknown(reason) => return Value::Unknown(reason),
            }
        }
        Value::Absent
    }

    fn longest_run(&mut self, quantifier: &'w Quantifier, members: Members<'w>) -> Value<'w> {
        let mut sure = Run::default();
        let mut possible = Run::default();
        let mut doubt = None;
        self.each(members, |evaluation, _| {
            let counts = evaluation.condition_of(quantifier);
            sure.next(counts == Truth::Yes);
            possible.next(counts != Truth::No);
            if let Truth::Unknown(reason) = counts {
                doubt = doubt.or(Some(reason));
            }
            true
        });
        between(count(sure.longest), count(possible.longest), doubt)
    }

    fn rises(&mut self, quantifier: &'w Quantifier, members: Members<'w>) -> Value<'w> {
        let mut rises = Rises::default();
        self.each(members, |evaluation, _| {
            let counts = evaluation.condition_of(quantifier);
            if counts != Truth::No {
                let value = evaluation.body_of(quantifier);
                rises.next(value, counts);
            }
            true
        });
        rises.value()
    }

    fn distinct(&mut self, quantifier: &'w Quantifier, members: Members<'w>) -> Value<'w> {
        let mut values = HashSet::new();
        let mut tally = Tally::default();
        let mut sure = false;
        self.each(members, |evaluation, _| {
            let counts = evaluation.condition_of(quantifier);
            if counts == Truth::No {
                return true;
            }
            let value = evaluation.body_of(quantifier);
            if value == Value::Absent {
                return true;
            }
            sure |= counts == Truth::Yes;
            match (counts, value) {
                (Truth::Yes, Value::Quantity(quantity)) if !quantity.is_exact() => {
                    tally.add(Truth::Straddles);
                }
                (Truth::Yes, Value::Truth(Truth::Straddles)) => tally.add(Truth::Straddles),
                (Truth::Yes, Value::Unknown(reason) | Value::Within(_, reason)) => {
                    tally.add(Truth::Unknown(reason));
                }
                (Truth::Yes, value) => {
                    values.insert(value);
                }
                (open, _) => tally.add(open),
            }
            true
        });
        let certain = i64::try_from(values.len()).unwrap_or(i64::MAX);
        let low = certain.max(i64::from(sure));
        let high = certain.saturating_add(tally.possible).max(low);
        between(count(low), count(high), tally.doubt)
    }
}

/// How many members count, at least and at most.
#[derive(Default)]
struct Tally {
    sure: i64,
    possible: i64,
    doubt: Option<Reason>,
}

impl Tally {
    fn add(&mut self, counts: Truth) {
        match counts {
            Truth::No => return,
            Truth::Yes => self.sure += 1,
            Truth::Straddles => {}
            Truth::Unknown(reason) => self.doubt = self.doubt.or(Some(reason)),
        }
        self.possible += 1;
    }

    fn value(&self) -> Value<'static> {
        between(count(self.sure), count(self.possible), self.doubt)
    }
}

/// Consecutive members.
#[derive(Default)]
struct Run {
    current: i64,
    longest: i64,
}

impl Run {
    fn next(&mut self, holds: bool) {
        self.current = if holds { self.current + 1 } else { 0 };
        self.longest = self.longest.max(self.current);
    }
}

/// How often a figure goes up. Members whose figure is open lie in a gap between two known ones, and each may have been
/// one rise more. Where a figure is surely above one that came before it, it went up at least once on the way, whatever
/// lies between; so that less knowledge never gives a narrower answer, this does not ask neighbours only.
#[derive(Default)]
struct Rises {
    last: Option<Quantity>,
    /// The least upper end since the last sure rise.
    least: Option<i64>,
    gap: i64,
    low: i64,
    high: i64,
    doubt: Option<Reason>,
}

impl Rises {
    fn next(&mut self, value: Value<'_>, counts: Truth) {
        let figure = match (counts, value) {
            (Truth::Yes, Value::Quantity(quantity)) => Some(quantity),
            _ => None,
        };
        let Some(figure) = figure else {
            self.gap += 1;
            let doubt = Value::from(counts).doubt().or(value.doubt());
            self.doubt = self.doubt.or(doubt);
            return;
        };
        match self.last.and_then(|last| last.below(figure)) {
            Some(Comparison::Always | Comparison::Sometimes) => self.high += self.gap + 1,
            _ => self.high += self.gap,
        }
        self.least = match self.least {
            Some(least) if least < figure.low() => {
                self.low += 1;
                Some(figure.high())
            }
            least => Some(least.map_or(figure.high(), |least| least.min(figure.high()))),
        };
        self.gap = 0;
        self.last = Some(figure);
    }

    fn value(&self) -> Value<'static> {
        // After the last known figure each open member may be a rise; without any known one, the first cannot be.
        let trailing = match self.last {
            Some(_) => self.gap,
            None => self.gap.saturating_sub(1).max(0),
        };
        between(count(self.low), count(self.high + trailing), self.doubt)
    }
}

/// A term that counts, or only may.
fn if_counted<'w>(term: Value<'w>, counts: Truth, zero: Value<'w>) -> Value<'w> {
    match counts {
        Truth::Yes => term,
        Truth::Unknown(reason) => covering(term, zero, Some(reason)),
        _ => covering(term, zero, None),
    }
}

/// What covers both, with a doubt about which it is.
fn covering<'w>(one: Value<'w>, other: Value<'w>, doubt: Option<Reason>) -> Value<'w> {
    let (Some((a, first)), Some((b, second))) = (compare::bounds(one), compare::bounds(other))
    else {
        let unknown = one.unknown().or(other.unknown());
        return Value::Unknown(unknown.unwrap_or(Reason::ABSENT));
    };
    match a.span(b) {
        Some(range) => between(range.lower(), range.upper(), doubt.or(first).or(second)),
        None => Value::Unknown(Reason::OVERFLOW),
    }
}

fn count(number: i64) -> Quantity {
    Quantity::whole(number, Dimension::Count)
}

fn dimension_of(quantifier: &Quantifier) -> Option<Dimension> {
    match quantifier.body.as_ref()?.ty {
        super::super::Type::Quantity(dimension) => Some(dimension),
        _ => None,
    }
}
