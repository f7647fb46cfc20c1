//! Quantifiers: a variable is bound to each member of a collection in turn.

use super::super::code::{Kind, Op, Quantifier, Step};
use super::super::error::ExprError;
use super::super::tree;
use super::super::vocabulary::{ScopeId, Type};
use super::operations::KINDS;
use super::{Checker, Variable};
use crate::quantity::Dimension;
use crate::source::Span;

/// What may stand after the colon.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    /// Nothing: the condition after `where` says it all.
    No,
    /// A further condition, or none.
    Condition,
    /// A condition that is asked for.
    Required,
    Figure,
    Value,
}

impl Checker<'_> {
    pub(super) fn quantifier(&mut self, quantifier: &tree::Quantifier, span: Span) -> Option<Step> {
        let row = KINDS
            .iter()
            .find(|(known, ..)| *known == quantifier.name.text);
        let Some((_, kind, example, _)) = row else {
            let error = self.function_as_quantifier(&quantifier.name);
            return self.refuse(error);
        };
        if *kind == Kind::List {
            let error = ExprError::new(span, "`list` is for messages, alone between its braces");
            return self.refuse(error.help("such as \"too heavy: {list(x in sets : x.load)}\""));
        }
        self.bound(*kind, quantifier, span, example)
    }

    /// The items that a message lists.
    pub(super) fn list(&mut self, quantifier: &tree::Quantifier, span: Span) -> Option<Step> {
        self.bound(Kind::List, quantifier, span, "list(x in sets : x.load)")
    }

    fn bound(
        &mut self,
        kind: Kind,
        quantifier: &tree::Quantifier,
        span: Span,
        example: &str,
    ) -> Option<Step> {
        let collection = self.collection(quantifier);
        self.check_variable(quantifier);
        let (op, scope) = collection?;
        let Op::Fact(source, fact) = op else {
            return None;
        };
        self.variables.push(Variable {
            name: quantifier.variable.text.clone(),
            scope,
        });
        let condition = quantifier.condition.as_ref();
        let condition = condition.map(|condition| self.expect(condition, Type::Truth));
        let body = self.body(kind, quantifier, span, example);
        self.variables.pop();
        let condition = condition.map_or(Some(None), |condition| condition.map(Some))?;
        let body = body?;
        let ty = type_of(kind, scope, body.as_ref());
        let quantifier = Quantifier {
            kind,
            source,
            fact,
            condition,
            body,
        };
        Some(Step {
            op: Op::Quantifier(Box::new(quantifier)),
            ty,
            span,
        })
    }

    /// The collection, and of what.
    fn collection(&mut self, quantifier: &tree::Quantifier) -> Option<(Op, ScopeId)> {
        let step = self.infer(&quantifier.collection, None)?;
        if let Type::Entities(scope) = step.ty {
            return Some((step.op, scope));
        }
        let message = format!("expected a collection, found {}", self.describe(step.ty));
        let error = ExprError::new(quantifier.collection.span, message);
        let known = self.collections();
        self.refuse(if known.is_empty() {
            error
        } else {
            error.help(format!("collections here are {}", known.join(", ")))
        })
    }

    /// Collections that can be named here without a path.
    fn collections(&self) -> Vec<String> {
        let vocabulary = self.context.vocabulary;
        let outer = vocabulary.outer(self.context.scope).iter();
        let scopes = std::iter::once(&self.context.scope).chain(outer);
        scopes
            .flat_map(|scope| {
                let facts = vocabulary.facts(*scope).into_iter();
                facts.filter(|name| {
                    let fact = vocabulary.fact(*scope, name);
                    matches!(fact, Some((_, Type::Entities(_))))
                })
            })
            .map(|name| format!("`{name}`"))
            .collect()
    }

    /// A variable must not hide another one, or a named part: somebody would take it for that.
    fn check_variable(&mut self, quantifier: &tree::Quantifier) {
        let name = &quantifier.variable;
        let hidden = if self.variables.iter().any(|known| known.name == name.text) {
            "a variable"
        } else if self.context.lets.get(&name.text).is_some() {
            "a part under `let`"
        } else if matches!(name.text.as_str(), "params" | "words" | "yes" | "no") {
            "a word of the language"
        } else {
            return;
        };
        let message = format!("`{}` is already the name of {hidden}", name.text);
        self.errors
            .push(ExprError::new(name.span, message).help("take another name for the variable"));
    }

    /// What stands after the colon; `Some(None)` if it may be left out and is.
    fn body(
        &mut self,
        kind: Kind,
        quantifier: &tree::Quantifier,
        span: Span,
        example: &str,
    ) -> Option<Option<Step>> {
        let name = &quantifier.name.text;
        let wanted = body_of(kind);
        match (wanted, &quantifier.body) {
            (Body::No, Some(body)) => {
                let message = format!("`{name}` takes nothing after a colon");
                self.refuse(ExprError::new(body.span, message).help(format!("such as `{example}`")))
            }
            (Body::No | Body::Condition, None) => Some(None),
            (_, None) => {
                let wants = match wanted {
                    Body::Required => "what must hold of each of them",
                    Body::Figure => "a figure of each of them",
                    _ => "what is taken from each of them",
                };
                let message = format!("`{name}` needs a colon and {wants}");
                self.refuse(ExprError::new(span, message).help(format!("such as `{example}`")))
            }
            (Body::Condition | Body::Required, Some(body)) => {
                self.expect(body, Type::Truth).map(Some)
            }
            (Body::Figure, Some(body)) => self.number(body).map(Some),
            (Body::Value, Some(body)) => {
                let step = self.infer(body, None)?;
                self.refuse_collection(step).map(Some)
            }
        }
    }
}

fn body_of(kind: Kind) -> Body {
    match kind {
        Kind::Any | Kind::None => Body::Condition,
        Kind::All => Body::Required,
        Kind::Count | Kind::First | Kind::Last | Kind::LongestRun => Body::No,
        Kind::Sum | Kind::Min | Kind::Max | Kind::Rises => Body::Figure,
        Kind::Distinct | Kind::List => Body::Value,
    }
}

fn type_of(kind: Kind, scope: ScopeId, body: Option<&Step>) -> Type {
    let count = Type::Quantity(Dimension::Count);
    match kind {
        Kind::Any | Kind::All | Kind::None => Type::Truth,
        Kind::Count | Kind::LongestRun | Kind::Rises | Kind::Distinct => count,
        Kind::First | Kind::Last => Type::Entity(scope),
        Kind::Sum | Kind::Min | Kind::Max | Kind::List => body.map_or(count, |body| body.ty),
    }
}
