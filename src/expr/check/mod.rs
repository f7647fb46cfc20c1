//! Settles what the words of an expression mean and whether its types fit, before any plan is looked at.
//!
//! Every mistake that can be found together is reported together: a part that is broken is `None`, and what it stands in
//! does not complain about it again.

mod call;
mod fold;
mod name;
mod operations;
mod operator;
mod quantifier;

use super::code::{Code, Constant, Op, Step};
use super::context::Context;
use super::error::{ExprError, MOST_ERRORS};
use super::scan;
use super::tree::{Node, Tree};
use super::vocabulary::{EnumId, ScopeId, Type};
use crate::nearest::nearest;
use crate::source::Span;

/// How deep an expression and the named parts that it uses may go together.
const DEEPEST: usize = 2 * scan::DEEPEST;

/// How many members of an enumeration a message lists.
const MOST_SHOWN: usize = 8;

/// Checks an expression, whose type must be `expected` if that is given.
pub(super) fn expression(
    tree: &Tree,
    context: &Context<'_>,
    expected: Option<Type>,
) -> Result<Code, Vec<ExprError>> {
    checked(context, |checker| match expected {
        Some(ty) => checker.expect(tree, ty),
        None => {
            let step = checker.infer(tree, None)?;
            checker.refuse_collection(step)
        }
    })
}

/// Checks what stands between the braces of a message: an expression, or a `list`.
pub(super) fn placeholder(tree: &Tree, context: &Context<'_>) -> Result<Code, Vec<ExprError>> {
    checked(context, |checker| match &tree.node {
        Node::Quantifier(quantifier) if quantifier.name.text == "list" => {
            checker.list(quantifier, tree.span)
        }
        _ => {
            let step = checker.infer(tree, None)?;
            checker.refuse_collection(step)
        }
    })
}

fn checked(
    context: &Context<'_>,
    check: impl FnOnce(&mut Checker<'_>) -> Option<Step>,
) -> Result<Code, Vec<ExprError>> {
    let mut checker = Checker {
        context,
        variables: Vec::new(),
        errors: Vec::new(),
    };
    let step = check(&mut checker);
    let Some(step) = step.filter(|_| checker.errors.is_empty()) else {
        checker.errors.sort_by_key(|error| error.span);
        return Err(checker.errors);
    };
    let code = Code::new(context.scope, step);
    if code.depth() > DEEPEST {
        let error = ExprError::new(
            code.span(),
            "this uses too many named parts within each other",
        );
        return Err(vec![error.help("write some of them out")]);
    }
    Ok(code)
}

struct Checker<'c> {
    context: &'c Context<'c>,
    variables: Vec<Variable>,
    errors: Vec<ExprError>,
}

/// A name that a quantifier binds.
struct Variable {
    name: String,
    scope: ScopeId,
}

impl Checker<'_> {
    /// Reports a mistake; what it was found in is broken.
    fn refuse<T>(&mut self, error: ExprError) -> Option<T> {
        self.errors.push(error);
        None
    }

    fn describe(&self, ty: Type) -> String {
        self.context.vocabulary.describe(ty)
    }

    /// Checks a part that must be of type `ty`.
    fn expect(&mut self, tree: &Tree, ty: Type) -> Option<Step> {
        let step = self.infer(tree, Some(ty))?;
        if step.ty == ty {
            return Some(step);
        }
        let message = format!(
            "expected {}, found {}",
            self.describe(ty),
            self.describe(step.ty)
        );
        let error = ExprError::new(tree.span, message);
        let error = match self.repair(tree, &step, ty) {
            Some(help) => error.help(help),
            None => error,
        };
        self.refuse(error)
    }

    /// What to write where a value of another type is needed.
    fn repair(&self, tree: &Tree, step: &Step, ty: Type) -> Option<String> {
        let vocabulary = self.context.vocabulary;
        match (ty, step.ty, &tree.node) {
            (Type::Quantity(dimension), _, Node::Quantity(_)) => Some(format!(
                "write a {} such as `{}`",
                dimension.word(),
                dimension.example()
            )),
            (Type::Truth, found, _) => {
                let subject = tree.written().unwrap_or_else(|| "…".to_owned());
                let example = vocabulary.example(&subject, found);
                Some(format!("write a condition such as `{example}`"))
            }
            (Type::Quantity(dimension), Type::Quantity(_), _) => Some(format!(
                "a {} is such as `{}`",
                dimension.word(),
                dimension.example()
            )),
            _ => None,
        }
    }

    /// Checks a part of any type. `hint` is the type that its surroundings speak for: it gives members of enumerations
    /// their meaning, and is not enforced.
    fn infer(&mut self, tree: &Tree, hint: Option<Type>) -> Option<Step> {
        let span = tree.span;
        match &tree.node {
            Node::Broken => None,
            _ if self.errors.len() >= MOST_ERRORS => None,
            Node::Quantity(quantity) => {
                let ty = Type::Quantity(quantity.dimension());
                Some(constant(Constant::Quantity(*quantity), ty, span))
            }
            Node::Text(text) => self.text(text, hint, span),
            Node::Date(days) => Some(constant(Constant::Date(*days), Type::Date, span)),
            Node::Name(name) => self.name(name, hint, span),
            Node::Path(of, steps) => self.path(of, steps),
            Node::Set(members) => self.set(members, hint, span),
            Node::Or(parts) => self.connective(parts, span, Op::Or),
            Node::And(parts) => self.connective(parts, span, |parts| Op::And(Step::joined(parts))),
            Node::Not(part) => {
                let part = self.expect(part, Type::Truth)?;
                Some(fold::step(Op::Not(Box::new(part)), Type::Truth, span))
            }
            Node::Compare(comparison) => self.comparison(comparison, span),
            Node::Sum(first, terms) => self.sum(first, terms, span),
            Node::Product(first, factors) => self.product(first, factors, span),
            Node::Negate(part) => self.negate(part, span),
            Node::Share(parts) => self.share(parts, span),
            Node::PercentOf(parts) => self.percent_of(parts, span),
            Node::If(parts) => self.choice(parts, hint, span),
            Node::Call(name, operands) => self.call(name, operands, span),
            Node::Quantifier(quantifier) => self.quantifier(quantifier, span),
        }
    }

    fn text(&mut self, text: &str, hint: Option<Type>, span: Span) -> Option<Step> {
        let Some(Type::Word(id)) = hint else {
            return Some(constant(Constant::Text(text.into()), Type::Text, span));
        };
        let message = format!("expected {}, found text", self.describe(Type::Word(id)));
        let members = self.context.vocabulary.members(id);
        let help = match members.iter().find(|member| **member == text) {
            Some(member) => format!("write `{member}` without quotes"),
            None => self.suggest_member(id, text),
        };
        self.refuse(ExprError::new(span, message).help(help))
    }

    /// Members of an enumeration in braces.
    fn set(&mut self, members: &[Tree], hint: Option<Type>, span: Span) -> Option<Step> {
        let id = match hint {
            Some(Type::Words(id)) => id,
            Some(Type::Word(_)) => {
                let error = ExprError::new(span, "expected one member, found a set");
                return self.refuse(
                    error.help(
                        "a single value is asked with `in`, a set with `overlaps` or `within`",
                    ),
                );
            }
            _ => {
                let error = ExprError::new(span, "nothing says what these are members of");
                return self.refuse(error.help(
                    "braces stand after `in`, or beside a set, such as `muscles overlaps {quads, calves}`",
                ));
            }
        };
        let mut words = Some(0u64);
        for member in members {
            let step = self.expect(member, Type::Word(id));
            words = match (words, step.map(|step| step.op)) {
                (Some(words), Some(Op::Constant(Constant::Word(word)))) => {
                    Some(words | super::evaluate::bit(word))
                }
                (_, None) => None,
                (_, Some(_)) => {
                    let error = ExprError::new(member.span, "braces hold members, not facts");
                    self.refuse(error.help("compare with `==`, and join with `or`"))
                }
            };
        }
        Some(constant(Constant::Words(words?), Type::Words(id), span))
    }

    fn connective(
        &mut self,
        parts: &[Tree],
        span: Span,
        op: impl FnOnce(Vec<Step>) -> Op,
    ) -> Option<Step> {
        // Every part is checked, so that all mistakes are found.
        let checked: Vec<Option<Step>> = parts
            .iter()
            .map(|part| self.expect(part, Type::Truth))
            .collect();
        let parts = checked.into_iter().collect::<Option<Vec<Step>>>()?;
        Some(fold::step(op(parts), Type::Truth, span))
    }

    /// `if A then B else C`; both outcomes are of one type.
    fn choice(&mut self, parts: &[Tree; 3], hint: Option<Type>, span: Span) -> Option<Step> {
        let [condition, then, otherwise] = parts;
        let condition = self.expect(condition, Type::Truth);
        let (then, otherwise) = match hint {
            Some(_) => (self.infer(then, hint), self.infer(otherwise, hint)),
            None => self.sides(then, otherwise),
        };
        let (condition, then, otherwise) = (condition?, then?, otherwise?);
        if then.ty != otherwise.ty {
            let message = format!(
                "`then` gives {}, `else` gives {}",
                self.describe(then.ty),
                self.describe(otherwise.ty)
            );
            return self.refuse(ExprError::new(otherwise.span, message));
        }
        let ty = then.ty;
        let then = self.refuse_collection(then)?;
        let parts = Box::new([condition, then, otherwise]);
        Some(fold::step(Op::If(parts), ty, span))
    }

    /// Two parts that should be of one type. A bare word that is no name takes its meaning from the other one.
    fn sides(&mut self, left: &Tree, right: &Tree) -> (Option<Step>, Option<Step>) {
        if self.needs_hint(left) && !self.needs_hint(right) {
            let right = self.infer(right, None);
            let hint = right.as_ref().map(|step| step.ty);
            return (self.hinted(left, hint), right);
        }
        let left = self.infer(left, None);
        let hint = left.as_ref().map(|step| step.ty);
        let right = self.hinted(right, hint);
        (left, right)
    }

    /// Checks a part beside another one of type `hint`; beside a broken one, a bare word cannot be judged.
    fn hinted(&mut self, tree: &Tree, hint: Option<Type>) -> Option<Step> {
        if hint.is_none() && self.needs_hint(tree) {
            return None;
        }
        self.infer(tree, hint)
    }

    /// Whether a part means nothing by itself.
    fn needs_hint(&self, tree: &Tree) -> bool {
        match &tree.node {
            Node::Name(name) => !self.is_name(name),
            Node::Set(_) => true,
            Node::If(parts) => {
                let [_, then, otherwise] = &**parts;
                self.needs_hint(then) && self.needs_hint(otherwise)
            }
            _ => false,
        }
    }

    /// Collections are looked at one by one.
    fn refuse_collection(&mut self, step: Step) -> Option<Step> {
        let Type::Entities(scope) = step.ty else {
            return Some(step);
        };
        let member = self.context.vocabulary.scope_name(scope);
        let message = format!("expected a value, found {}", self.describe(step.ty));
        let help = format!("count them, such as `count({member} in …)`, or ask with `any`");
        self.refuse(ExprError::new(step.span, message).help(help))
    }

    /// The member that `name` probably stands for, or else the first few of them.
    fn suggest_member(&self, id: EnumId, name: &str) -> String {
        let members = self.context.vocabulary.members(id);
        let spelled = name.trim().to_lowercase().replace([' ', '_'], "-");
        if let Some(member) = nearest(&spelled, members.iter().copied()) {
            return format!("did you mean `{member}`?");
        }
        let shown: Vec<String> = members
            .iter()
            .take(MOST_SHOWN)
            .map(|member| format!("`{member}`"))
            .collect();
        let more = match members.len().saturating_sub(MOST_SHOWN) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!("its members are {}{more}", shown.join(", "))
    }
}

/// Every function and every question about collections: its name, an example, and what it gives.
pub(super) fn operations() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let functions = operations::FUNCTIONS.iter();
    let functions = functions.map(|(name, _, _, example, gives)| (*name, *example, *gives));
    let kinds = operations::KINDS.iter();
    functions.chain(kinds.map(|(name, _, example, gives)| (*name, *example, *gives)))
}

fn constant(constant: Constant, ty: Type, span: Span) -> Step {
    Step {
        op: Op::Constant(constant),
        ty,
        span,
    }
}
