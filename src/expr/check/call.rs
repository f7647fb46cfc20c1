//! Functions of one or two values.

use super::super::code::{Function, Op, Step};
use super::super::error::ExprError;
use super::super::tree::{Name, Tree};
use super::super::vocabulary::Type;
use super::operations::{FUNCTIONS, KINDS};
use super::{Checker, fold};
use crate::nearest::nearest;
use crate::quantity::Dimension;
use crate::source::Span;

impl Checker<'_> {
    pub(super) fn call(&mut self, name: &Name, operands: &[Tree], span: Span) -> Option<Step> {
        let row = FUNCTIONS.iter().find(|(known, ..)| *known == name.text);
        let Some((_, function, arity, example, _)) = row else {
            let error = unknown(name, operands.len());
            return self.refuse(error);
        };
        if operands.len() != *arity {
            let values = if *arity == 1 {
                "one value"
            } else {
                "two values"
            };
            let message = format!("`{}` takes {values}, found {}", name.text, operands.len());
            return self.refuse(ExprError::new(span, message).help(format!("such as `{example}`")));
        }
        match (function, operands) {
            (Function::Upper | Function::Lower | Function::Middle, [operand]) => {
                let operand = self.number(operand)?;
                let ty = operand.ty;
                self.worked_out(Op::Call(*function, vec![operand]), ty, span)
            }
            (Function::Known | Function::Missing, [operand]) => {
                let operand = self.infer(operand, None)?;
                let operand = self.refuse_collection(operand)?;
                self.truth(*function, operand, span)
            }
            (Function::Exists, [operand]) => self.exists(operand, span),
            (Function::Empty, [operand]) => self.empty(operand, span),
            (Function::DaysBetween, [from, to]) => self.days_between(from, to, span),
            (_, [one, other]) => self.two_figures(*function, one, other, span),
            _ => None,
        }
    }

    fn truth(&mut self, function: Function, operand: Step, span: Span) -> Option<Step> {
        let op = Op::Call(function, vec![operand]);
        Some(fold::step(op, Type::Truth, span))
    }

    fn exists(&mut self, operand: &Tree, span: Span) -> Option<Step> {
        let step = self.infer(operand, None)?;
        match step.ty {
            Type::Entity(_) => self.truth(Function::Exists, step, span),
            ty => {
                let message = format!("`exists` asks for a thing, found {}", self.describe(ty));
                let error = ExprError::new(operand.span, message);
                self.refuse(match ty {
                    Type::Entities(_) => error.help("write `not empty(…)`"),
                    _ => {
                        error.help("write `known(…)`, or `missing(…)` for what the plan leaves out")
                    }
                })
            }
        }
    }

    fn empty(&mut self, operand: &Tree, span: Span) -> Option<Step> {
        let step = self.infer(operand, None)?;
        match step.ty {
            Type::Words(_) | Type::Entities(_) => self.truth(Function::Empty, step, span),
            ty => {
                let message = format!(
                    "`empty` asks for a set or a collection, found {}",
                    self.describe(ty)
                );
                let error = ExprError::new(operand.span, message);
                self.refuse(error.help("write `known(…)` or `exists(…)`"))
            }
        }
    }

    fn days_between(&mut self, from: &Tree, to: &Tree, span: Span) -> Option<Step> {
        let (from, to) = (self.expect(from, Type::Date), self.expect(to, Type::Date));
        let op = Op::Call(Function::DaysBetween, vec![from?, to?]);
        self.worked_out(op, Type::Quantity(Dimension::Duration), span)
    }

    /// Functions of two figures of one dimension, which is that of the outcome.
    fn two_figures(
        &mut self,
        function: Function,
        one: &Tree,
        other: &Tree,
        span: Span,
    ) -> Option<Step> {
        let one = self.number(one);
        let other = match &one {
            Some(step) => self.expect(other, step.ty),
            None => self.number(other),
        };
        let (one, other) = (one?, other?);
        if function == Function::FloorTo && is_no_step(&other) {
            let error = ExprError::new(other.span, "a step must be above zero");
            return self.refuse(error.help("such as `floor-to(one-rm, 2.5 kg)`"));
        }
        let ty = one.ty;
        self.worked_out(Op::Call(function, vec![one, other]), ty, span)
    }
}

fn is_no_step(step: &Step) -> bool {
    match &step.op {
        Op::Constant(super::Constant::Quantity(quantity)) => quantity.low() <= 0,
        _ => false,
    }
}

/// What is said of a name that is applied to something but is neither a function nor a quantifier.
fn unknown(name: &Name, operands: usize) -> ExprError {
    let written = name.text.as_str();
    if let Some((_, _, example, _)) = KINDS.iter().find(|(known, ..)| *known == written) {
        let message = format!("`{written}` looks at the members of a collection");
        let error = ExprError::new(name.span, message);
        return match (written, operands) {
            ("min", 2) => error.help("the smaller of two is `least(a, b)`"),
            ("max", 2) => error.help("the greater of two is `greatest(a, b)`"),
            _ => error.help(format!("such as `{example}`")),
        };
    }
    let error = ExprError::new(name.span, format!("`{written}` is no function"));
    let meant = match written {
        "abs" | "round" | "ceil" | "floor" => Some("floor-to"),
        "len" | "length" | "size" => Some("count"),
        "avg" | "average" | "mean" => Some("middle"),
        "is-known" | "defined" => Some("known"),
        "every" => Some("all"),
        "some" => Some("any"),
        _ => None,
    };
    let functions = FUNCTIONS.iter().map(|(known, ..)| *known);
    let kinds = KINDS.iter().map(|(known, ..)| *known);
    match meant.or_else(|| nearest(written, functions.chain(kinds))) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error,
    }
}

impl Checker<'_> {
    /// What is said where a function is given a collection to walk through.
    pub(super) fn function_as_quantifier(&self, name: &Name) -> ExprError {
        let row = FUNCTIONS.iter().find(|(known, ..)| *known == name.text);
        match row {
            Some((_, function, _, example, _)) => {
                let message = format!(
                    "`{}` does not look at the members of a collection",
                    name.text
                );
                let error = ExprError::new(name.span, message);
                match function {
                    Function::Least => {
                        error.help("the smallest of many is `min(x in sets : x.load)`")
                    }
                    Function::Greatest => {
                        error.help("the greatest of many is `max(x in sets : x.load)`")
                    }
                    Function::Exists => error.help("write `any(x in exercises where x.wrapped)`"),
                    _ => error.help(format!("write it as `{example}`")),
                }
            }
            None => unknown(name, 0),
        }
    }
}
