//! Works out while loading what no plan can change: `params.max + 0.5 %` is a figure once the parameter is known.

use std::borrow::Cow;

use crate::source::Span;

use super::super::code::{Constant, Op, Step};
use super::super::evaluate;
use super::super::frame::Frame;
use super::super::value::{Entity, Indices, Members, Reason, Value, World};
use super::super::vocabulary::{FactId, ScopeId, Type};

/// Fuel for working out one operator; its operands are worked out already.
const FUEL: u64 = 1 << 20;

/// The part with this operator, or its outcome if its operands are constants. An outcome that is unknown, such as that
/// of a division by zero, leaves the operator in place; [`failure`] tells why.
pub(super) fn step(op: Op, ty: Type, span: Span) -> Step {
    let step = Step { op, ty, span };
    if !is_ready(&step.op) {
        return step;
    }
    match outcome(&step) {
        Ok(constant) => Step {
            op: Op::Constant(constant),
            ty,
            span,
        },
        Err(_) => step,
    }
}

/// Why an operator on constants has no outcome; `None` if it has one, or needs a plan.
pub(super) fn failure(step: &Step) -> Option<Reason> {
    if is_ready(&step.op) {
        outcome(step).err().flatten()
    } else {
        None
    }
}

fn outcome(step: &Step) -> Result<Constant, Option<Reason>> {
    let nothing = Entity {
        scope: ScopeId(0),
        index: 0,
    };
    let value = evaluate::value(step, &NoWorld, &mut Frame::new(nothing, FUEL));
    Constant::from_value(value).ok_or(value.unknown())
}

/// Whether all operands are constants.
fn is_ready(op: &Op) -> bool {
    let constant = |step: &Step| matches!(step.op, Op::Constant(_));
    match op {
        Op::And(parts) | Op::Or(parts) | Op::Share(parts) | Op::Call(_, parts) => {
            parts.iter().all(constant)
        }
        Op::Not(part) | Op::Surely(part) | Op::Negate(part) | Op::Matches(part, _) => {
            constant(part)
        }
        Op::Order(_, pair)
        | Op::Same(pair)
        | Op::Has(pair)
        | Op::Overlaps(pair)
        | Op::Within(pair)
        | Op::PercentOf(pair) => pair.iter().all(constant),
        Op::OneOf(part, options) => constant(part) && options.iter().all(constant),
        Op::Sum(first, terms) => constant(first) && terms.iter().all(|(_, part)| constant(part)),
        Op::Product(first, factors) => {
            constant(first) && factors.iter().all(|(_, part)| constant(part))
        }
        Op::If(parts) => parts.iter().all(constant),
        Op::Constant(_) | Op::Entity(_) | Op::Fact(..) | Op::Let(_) | Op::Quantifier(_) => false,
    }
}

/// A world without anything; constants read nothing of it.
struct NoWorld;

impl World for NoWorld {
    fn value(&self, _: Entity, _: FactId) -> Value<'_> {
        Value::Unknown(Reason::ABSENT)
    }

    fn members(&self, entity: Entity, _: FactId) -> Members<'_> {
        Members {
            scope: entity.scope,
            indices: Indices::These(&[]),
        }
    }

    fn outer(&self, _: Entity, _: ScopeId) -> Option<Entity> {
        None
    }

    fn not_stated(&self, _: Reason) -> bool {
        false
    }

    fn name(&self, _: Entity) -> Cow<'_, str> {
        Cow::Borrowed("")
    }
}
