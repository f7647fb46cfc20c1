//! An expression as its author wrote it: shapes and names, nothing resolved and nothing judged.
//!
//! Lists of operands are kept flat, so that a long sum is not a deep tree: depth comes from brackets and `if` alone.

use serde::{Deserialize, Serialize};

use crate::quantity::Quantity;
use crate::source::Span;

/// One part of an expression, and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Tree {
    pub(super) span: Span,
    pub(super) node: Node,
}

/// A name, and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Name {
    pub(super) span: Span,
    pub(super) text: String,
}

/// The shapes of parts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Node {
    /// Something that was reported when it was read.
    Broken,
    Quantity(Quantity),
    Text(String),
    /// Days from 1970-01-01.
    Date(i32),
    /// A bare name.
    Name(String),
    /// Facts read one from another: `later.exercise.name`.
    Path(Box<Tree>, Vec<Name>),
    /// `{a, b}`.
    Set(Vec<Tree>),
    Or(Vec<Tree>),
    And(Vec<Tree>),
    Not(Box<Tree>),
    Compare(Box<Comparison>),
    Sum(Box<Tree>, Vec<(Sign, Tree)>),
    Product(Box<Tree>, Vec<(Factor, Tree)>),
    Negate(Box<Tree>),
    /// `A of B of C`: percentages, then what they are of.
    Share(Vec<Tree>),
    PercentOf(Box<[Tree; 2]>),
    If(Box<[Tree; 3]>),
    Call(Name, Vec<Tree>),
    Quantifier(Box<Quantifier>),
}

/// Two values and what is asked of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Comparison {
    pub(super) left: Tree,
    pub(super) relation: Relation,
    pub(super) right: Tree,
}

/// How two values are held against each other, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Relation {
    AtMost,
    AtLeast,
    Below,
    Above,
    Equal,
    Unequal,
    In,
    NotIn,
    Has,
    Overlaps,
    Within,
    Matches,
}

impl Relation {
    /// All of them with their spellings.
    pub(super) const ALL: [(&'static str, Self); 12] = [
        ("<=", Self::AtMost),
        (">=", Self::AtLeast),
        ("<", Self::Below),
        (">", Self::Above),
        ("==", Self::Equal),
        ("!=", Self::Unequal),
        ("in", Self::In),
        ("not in", Self::NotIn),
        ("has", Self::Has),
        ("overlaps", Self::Overlaps),
        ("within", Self::Within),
        ("matches", Self::Matches),
    ];

    /// How it is written.
    pub(super) fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find_map(|(word, relation)| (*relation == self).then_some(*word))
            .unwrap_or_default()
    }
}

/// What is done with a term of a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Sign {
    Plus,
    Minus,
}

/// What is done with a factor of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Factor {
    Times,
    DividedBy,
}

/// `any(x in sets where C : B)` and its kin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Quantifier {
    pub(super) name: Name,
    pub(super) variable: Name,
    pub(super) collection: Tree,
    pub(super) condition: Option<Tree>,
    pub(super) body: Option<Tree>,
}

impl Tree {
    /// A name or a path as it is written; `None` for anything longer.
    pub(super) fn written(&self) -> Option<String> {
        match &self.node {
            Node::Name(name) => Some(name.clone()),
            Node::Path(of, steps) => {
                let steps = steps.iter().map(|step| step.text.as_str());
                let names: Vec<&str> = steps.collect();
                Some(format!("{}.{}", of.written()?, names.join(".")))
            }
            _ => None,
        }
    }

    /// Calls `see` with this part and every part below it.
    pub(super) fn visit(&self, see: &mut dyn FnMut(&Self)) {
        see(self);
        match &self.node {
            Node::Broken | Node::Quantity(_) | Node::Text(_) | Node::Date(_) | Node::Name(_) => {}
            Node::Path(part, _) | Node::Not(part) | Node::Negate(part) => part.visit(see),
            Node::Set(parts)
            | Node::Or(parts)
            | Node::And(parts)
            | Node::Share(parts)
            | Node::Call(_, parts) => parts.iter().for_each(|part| part.visit(see)),
            Node::Compare(comparison) => {
                comparison.left.visit(see);
                comparison.right.visit(see);
            }
            Node::Sum(first, terms) => {
                first.visit(see);
                terms.iter().for_each(|(_, part)| part.visit(see));
            }
            Node::Product(first, factors) => {
                first.visit(see);
                factors.iter().for_each(|(_, part)| part.visit(see));
            }
            Node::PercentOf(parts) => parts.iter().for_each(|part| part.visit(see)),
            Node::If(parts) => parts.iter().for_each(|part| part.visit(see)),
            Node::Quantifier(quantifier) => {
                quantifier.collection.visit(see);
                for part in quantifier.condition.iter().chain(&quantifier.body) {
                    part.visit(see);
                }
            }
        }
    }
}
