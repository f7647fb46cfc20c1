//! Finds what a checked expression gives, without allocating.
//!
//! Everything is defined for everything: where a number overflows or a thing is absent, the outcome is unknown, with a
//! reason. More is known of an outcome only if more is known of what it is made of.

mod arithmetic;
mod compare;
mod quantify;

pub(super) use compare::bit;
pub(super) use quantify::each_listed;

use super::code::{Constant, Function, Let, Op, Order, Source, Step};
use super::frame::Frame;
use super::tree::{Factor, Sign};
use super::value::{Entity, Reason, Truth, Value, World};
use super::words::WordList;

/// What `step` gives for the thing that `frame` looks at.
pub(super) fn value<'w, W: World + ?Sized>(
    step: &'w Step,
    world: &'w W,
    frame: &mut Frame<'w>,
) -> Value<'w> {
    Evaluation { world, frame }.value(step)
}

/// Whether `step` holds for the thing that `frame` looks at.
pub(super) fn truth<'w, W: World + ?Sized>(
    step: &'w Step,
    world: &'w W,
    frame: &mut Frame<'w>,
) -> Truth {
    Evaluation { world, frame }.truth(step)
}

/// The thing that `source` stands for.
pub(super) fn source<'w, W: World + ?Sized>(
    source: &'w Source,
    world: &'w W,
    frame: &mut Frame<'w>,
) -> Value<'w> {
    Evaluation { world, frame }.entity(source)
}

struct Evaluation<'w, 'f, W: ?Sized> {
    world: &'w W,
    frame: &'f mut Frame<'w>,
}

impl<'w, W: World + ?Sized> Evaluation<'w, '_, W> {
    /// Most parts are constants and facts: those are read on the spot, the rest in a function of its own.
    #[inline(always)]
    fn value(&mut self, step: &'w Step) -> Value<'w> {
        match &step.op {
            Op::Constant(constant) => constant.value(),
            Op::Fact(source, fact) => {
                if !self.frame.spend(1) {
                    return Value::Unknown(Reason::FUEL);
                }
                match self.read_from(source) {
                    Ok(entity) => self.world.value(entity, *fact),
                    Err(reason) => Value::Unknown(reason),
                }
            }
            _ => self.compound(step),
        }
    }

    #[inline(never)]
    fn compound(&mut self, step: &'w Step) -> Value<'w> {
        if !self.frame.spend(1) {
            return Value::Unknown(Reason::FUEL);
        }
        match &step.op {
            Op::Entity(source) => self.entity(source),
            Op::Let(part) => self.named(part),
            Op::Sum(first, terms) => self.sum(first, terms),
            Op::Product(first, factors) => self.product(first, factors),
            Op::Negate(part) => arithmetic::negate(self.value(part)),
            Op::Share(parts) => self.share(parts),
            Op::PercentOf(pair) => {
                let [part, whole] = &**pair;
                arithmetic::percent_of(self.value(part), self.value(whole))
            }
            Op::If(parts) => self.choice(parts),
            Op::Call(Function::Known, operands) => self.known(operands).into(),
            Op::Call(function, operands) => self.call(*function, operands),
            Op::Quantifier(quantifier) => self.quantifier(quantifier),
            _ => self.condition(step).into(),
        }
    }

    /// What a part that gives yes or no comes out as. Each kind is a function of its own, so that this one stays small.
    fn truth(&mut self, step: &'w Step) -> Truth {
        if !step.op.is_condition() {
            return self.value(step).truth();
        }
        if !self.frame.spend(1) {
            return Truth::Unknown(Reason::FUEL);
        }
        self.condition(step)
    }

    /// Outcome of an operator that gives yes or no.
    #[inline(always)]
    fn condition(&mut self, step: &'w Step) -> Truth {
        match &step.op {
            Op::And(parts) => self.all_of(parts),
            Op::Or(parts) => self.one_of(parts),
            Op::Not(part) => self.truth(part).opposite(),
            Op::Surely(part) => self.surely(part),
            Op::Order(order, pair) => self.order(*order, pair),
            Op::Same(pair) => self.same(pair),
            Op::OneOf(part, options) => self.membership(part, options),
            Op::Call(Function::Known, operands) => self.known(operands),
            Op::Has(pair) => self.has(pair),
            Op::Overlaps(pair) => self.sets(pair, |a, b| a & b != 0),
            Op::Within(pair) => self.sets(pair, |a, b| a & !b == 0),
            Op::Matches(part, words) => self.matches(part, words),
            _ => Truth::Unknown(Reason::ABSENT),
        }
    }

    #[inline(never)]
    fn order(&mut self, order: Order, pair: &'w [Step; 2]) -> Truth {
        let [left, right] = pair;
        compare::order(order, self.value(left), self.value(right))
    }

    #[inline(never)]
    fn same(&mut self, pair: &'w [Step; 2]) -> Truth {
        let [left, right] = pair;
        let left = self.value(left);
        // What is held against a word of the rule itself is the commonest.
        if let (Value::Word(word), Op::Constant(Constant::Word(wanted))) = (left, &right.op) {
            return Truth::from(word == *wanted);
        }
        compare::same(left, self.value(right))
    }

    /// A comparison that does not hold where its left side is not known.
    #[inline(never)]
    fn surely(&mut self, comparison: &'w Step) -> Truth {
        let compared = match &comparison.op {
            Op::Same(pair) | Op::Order(_, pair) => pair.first(),
            Op::OneOf(part, _) => Some(&**part),
            _ => None,
        };
        let Some(compared) = compared else {
            return self.truth(comparison);
        };
        let value = self.value(compared);
        if !is_known(value) {
            return Truth::No;
        }
        match &comparison.op {
            Op::Order(order, pair) => {
                let [_, limit] = &**pair;
                compare::order(*order, value, self.value(limit))
            }
            Op::OneOf(_, options) => self.among(value, options),
            Op::Same(pair) => {
                let [_, wanted] = &**pair;
                compare::same(value, self.value(wanted))
            }
            _ => Truth::Unknown(Reason::ABSENT),
        }
    }

    #[inline(never)]
    fn known(&mut self, operands: &'w [Step]) -> Truth {
        match operands {
            [only] => Truth::from(is_known(self.value(only))),
            _ => Truth::Unknown(Reason::ABSENT),
        }
    }

    #[inline(never)]
    fn has(&mut self, pair: &'w [Step; 2]) -> Truth {
        let [set, member] = pair;
        compare::has(self.value(set), self.value(member))
    }

    #[inline(never)]
    fn sets(&mut self, pair: &'w [Step; 2], holds: fn(u64, u64) -> bool) -> Truth {
        let [one, other] = pair;
        compare::sets(self.value(one), self.value(other), holds)
    }

    #[inline(never)]
    fn matches(&mut self, part: &'w Step, words: &'w WordList) -> Truth {
        match self.value(part) {
            // Reading a text takes longer than reading a number.
            Value::Text(text) if self.frame.spend(text.len() as u64 / 8) => {
                Truth::from(self.frame.matches(text, words))
            }
            other => Truth::Unknown(other.reason()),
        }
    }

    /// The thing that something is read of; the reason if there is none.
    #[inline(always)]
    fn read_from(&mut self, source: &'w Source) -> Result<Entity, Reason> {
        match source {
            Source::Own => Ok(self.frame.entity()),
            Source::Variable(place) => self.frame.variable(*place).ok_or(Reason::ABSENT),
            _ => self.wider(source),
        }
    }

    #[inline(never)]
    fn wider(&mut self, source: &'w Source) -> Result<Entity, Reason> {
        match self.entity(source) {
            Value::Entity(entity) => Ok(entity),
            nothing => Err(nothing.reason()),
        }
    }

    fn entity(&mut self, source: &'w Source) -> Value<'w> {
        match source {
            Source::Own => Value::Entity(self.frame.entity()),
            Source::Outer(scope) => outer(self.world, self.frame.entity(), *scope),
            Source::Variable(place) => match self.frame.variable(*place) {
                Some(entity) => Value::Entity(entity),
                None => Value::Unknown(Reason::ABSENT),
            },
            Source::Around(source, scope) => match self.entity(source) {
                Value::Entity(entity) => outer(self.world, entity, *scope),
                nothing => nothing,
            },
            Source::Given(step) => self.value(step),
        }
    }

    /// A named part, worked out once for the thing whose facts it reads: what reads the plan alone, once a plan.
    #[inline(never)]
    fn named(&mut self, part: &'w Let) -> Value<'w> {
        let own = self.frame.entity();
        let thing = match part.reads {
            Some(scope) => self.world.outer(own, scope).unwrap_or(own),
            None => own,
        };
        if let Some(value) = self.frame.recall(part.slot, thing) {
            return value;
        }
        let base = self.frame.enter();
        let value = self.value(part.code.step());
        self.frame.leave(base);
        self.frame.remember(part.slot, thing, value);
        value
    }

    #[inline(never)]
    fn all_of(&mut self, parts: &'w [Step]) -> Truth {
        let mut outcome = Truth::Yes;
        for part in parts {
            match self.truth(part) {
                Truth::Yes => {}
                Truth::No => return Truth::No,
                open => outcome = outcome.and(open),
            }
        }
        outcome
    }

    #[inline(never)]
    fn one_of(&mut self, parts: &'w [Step]) -> Truth {
        let mut outcome = Truth::No;
        for part in parts {
            match self.truth(part) {
                Truth::No => {}
                Truth::Yes => return Truth::Yes,
                open => outcome = outcome.or(open),
            }
        }
        outcome
    }

    #[inline(never)]
    fn membership(&mut self, part: &'w Step, options: &'w [Step]) -> Truth {
        let value = self.value(part);
        self.among(value, options)
    }

    fn among(&mut self, value: Value<'w>, options: &'w [Step]) -> Truth {
        let mut outcome = Truth::No;
        for option in options {
            match compare::same(value, self.value(option)) {
                Truth::No => {}
                Truth::Yes => return Truth::Yes,
                open => outcome = outcome.or(open),
            }
        }
        outcome
    }

    #[inline(never)]
    fn sum(&mut self, first: &'w Step, terms: &'w [(Sign, Step)]) -> Value<'w> {
        terms.iter().fold(self.value(first), |sum, (sign, term)| {
            let term = self.value(term);
            match sign {
                Sign::Plus => arithmetic::plus(sum, term),
                Sign::Minus => arithmetic::minus(sum, term),
            }
        })
    }

    #[inline(never)]
    fn product(&mut self, first: &'w Step, factors: &'w [(Factor, Step)]) -> Value<'w> {
        let first = self.value(first);
        factors.iter().fold(first, |product, (factor, part)| {
            let part = self.value(part);
            match factor {
                Factor::Times => arithmetic::times(product, part),
                Factor::DividedBy => arithmetic::divided(product, part),
            }
        })
    }

    #[inline(never)]
    fn share(&mut self, parts: &'w [Step]) -> Value<'w> {
        let Some((whole, percentages)) = parts.split_last() else {
            return Value::Unknown(Reason::ABSENT);
        };
        let whole = self.value(whole);
        percentages.iter().rev().fold(whole, |whole, percent| {
            arithmetic::share(self.value(percent), whole)
        })
    }

    #[inline(never)]
    fn choice(&mut self, parts: &'w [Step; 3]) -> Value<'w> {
        let [condition, then, otherwise] = parts;
        match self.truth(condition) {
            Truth::Yes => self.value(then),
            Truth::No => self.value(otherwise),
            Truth::Straddles => compare::either(self.value(then), self.value(otherwise)),
            Truth::Unknown(reason) => Value::Unknown(reason),
        }
    }

    #[inline(never)]
    fn call(&mut self, function: Function, operands: &'w [Step]) -> Value<'w> {
        match (function, operands) {
            (Function::Empty, [set]) => self.empty(set),
            (_, [only]) => {
                let value = self.value(only);
                self.unary(function, value)
            }
            (Function::FloorTo, [quantity, step]) => {
                arithmetic::floor_to(self.value(quantity), self.value(step))
            }
            (Function::Least, [one, other]) => {
                arithmetic::least(self.value(one), self.value(other))
            }
            (Function::Greatest, [one, other]) => {
                arithmetic::greatest(self.value(one), self.value(other))
            }
            (Function::DaysBetween, [from, to]) => {
                arithmetic::days_between(self.value(from), self.value(to))
            }
            _ => Value::Unknown(Reason::ABSENT),
        }
    }

    fn unary(&self, function: Function, value: Value<'w>) -> Value<'w> {
        match function {
            Function::Upper => arithmetic::end(value, |quantity| quantity.upper()),
            Function::Lower => arithmetic::end(value, |quantity| quantity.lower()),
            Function::Middle => arithmetic::end(value, |quantity| quantity.middle()),
            Function::Missing => {
                let left_out = |reason| self.world.not_stated(reason);
                let own = |reason: &Reason| reason.0 < Reason::FIRST_OWN;
                Truth::from(value.unknown().filter(own).is_some_and(left_out)).into()
            }
            Function::Exists => match value {
                Value::Entity(_) => Value::Truth(Truth::Yes),
                Value::Absent => Value::Truth(Truth::No),
                other => Value::Unknown(other.reason()),
            },
            _ => Value::Unknown(Reason::ABSENT),
        }
    }

    fn empty(&mut self, set: &'w Step) -> Value<'w> {
        if let (Op::Fact(source, fact), super::Type::Entities(_)) = (&set.op, set.ty) {
            return match self.read_from(source) {
                Ok(entity) => Truth::from(self.world.members(entity, *fact).is_empty()).into(),
                Err(reason) => Value::Unknown(reason),
            };
        }
        match self.value(set) {
            Value::Words(words) => Truth::from(words == 0).into(),
            other => Value::Unknown(other.reason()),
        }
    }
}

/// Known to the point that no missing line of the plan could change it. Out of fuel, nothing is known.
fn is_known(value: Value<'_>) -> bool {
    value.unknown().is_none() && !matches!(value, Value::Absent | Value::Within(..))
}

/// The thing of `scope` that `entity` is or lies in.
fn outer<W: World + ?Sized>(world: &W, entity: Entity, scope: super::ScopeId) -> Value<'static> {
    if entity.scope == scope {
        return Value::Entity(entity);
    }
    match world.outer(entity, scope) {
        Some(entity) => Value::Entity(entity),
        None => Value::Absent,
    }
}
