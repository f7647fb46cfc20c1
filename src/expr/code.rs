//! A checked expression: every name resolved, every constant worked out, every part with its place in the text.
//!
//! What it gives is found by [`super::evaluate`]. Parts keep their spans, so that somebody can be shown how a rule came
//! out, part by part.

use std::sync::Arc;

use super::evaluate;
use super::frame::{Frame, OutOfFuel};
use super::tree::{Factor, Sign};
use super::value::{Truth, Value, World};
use super::vocabulary::{FactId, ScopeId, ScopeSet, Type};
use super::words::WordList;
use crate::quantity::Quantity;
use crate::source::Span;

/// An expression that is ready to be evaluated. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Code {
    /// The scope that its bare names are read in.
    own: ScopeId,
    scopes: ScopeSet,
    depth: usize,
    step: Arc<Step>,
}

impl Code {
    pub(super) fn new(own: ScopeId, step: Step) -> Self {
        let mut scopes = ScopeSet::default();
        step.visit(&mut |part| {
            if let Some(source) = part.source() {
                scopes = source.with_scope(own, scopes);
            }
            if let Op::Let(part) = &part.op {
                scopes = scopes.union(part.code.scopes);
            }
        });
        Self {
            own,
            scopes,
            depth: step.depth(),
            step: Arc::new(step),
        }
    }

    /// How deep evaluation goes, named parts included.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    pub(super) fn step(&self) -> &Step {
        &self.step
    }

    /// What it gives.
    pub fn ty(&self) -> Type {
        self.step.ty
    }

    /// Where it stands in the text that it was read from.
    pub fn span(&self) -> Span {
        self.step.span
    }

    /// What it gives for the thing that `frame` looks at.
    ///
    /// # Errors
    /// The frame has no fuel left; what was found until then means nothing.
    pub fn eval<'w, W: World + ?Sized>(
        &'w self,
        world: &'w W,
        frame: &mut Frame<'w>,
    ) -> Result<Value<'w>, OutOfFuel> {
        let value = evaluate::value(&self.step, world, frame);
        frame.outcome(value)
    }

    /// Whether it holds for the thing that `frame` looks at; for expressions that give yes or no.
    ///
    /// # Errors
    /// The frame has no fuel left; what was found until then means nothing.
    pub fn decide<'w, W: World + ?Sized>(
        &'w self,
        world: &'w W,
        frame: &mut Frame<'w>,
    ) -> Result<Truth, OutOfFuel> {
        let truth = evaluate::truth(&self.step, world, frame);
        frame.outcome(truth)
    }

    /// The parts that all must hold: the operands of its outermost `and`, or it alone.
    pub fn conjuncts(&self) -> Vec<Self> {
        match &self.step.op {
            Op::And(parts) => parts
                .iter()
                .map(|part| Self::new(self.own, part.clone()))
                .collect(),
            _ => vec![self.clone()],
        }
    }

    /// Whether it is the same expression as `other`, wherever it is written. Named parts and lists of words belong to one
    /// rule, and are the same as themselves alone.
    pub fn is_same(&self, other: &Self) -> bool {
        self.own == other.own && self.step == other.step
    }

    /// Calls `see` with each fact that it reads of the thing looked at itself, or with nothing where it names that thing.
    pub fn visit_own(&self, see: &mut dyn FnMut(Option<FactId>)) {
        self.step.visit(&mut |part| match &part.op {
            Op::Fact(Source::Own, fact) => see(Some(*fact)),
            Op::Entity(Source::Own) => see(None),
            Op::Let(part) => part.code.visit_own(see),
            Op::Quantifier(quantifier) if matches!(quantifier.source, Source::Own) => {
                see(Some(quantifier.fact));
            }
            _ => {}
        });
    }

    /// Calls `see` with each fact that it reads of anything.
    pub fn visit_facts(&self, see: &mut dyn FnMut(FactId)) {
        self.step.visit(&mut |part| match &part.op {
            Op::Fact(_, fact) => see(*fact),
            Op::Let(part) => part.code.visit_facts(see),
            Op::Quantifier(quantifier) => see(quantifier.fact),
            _ => {}
        });
    }

    /// The scopes whose facts it reads other than through bound variables. If the rule's own scope is not among them,
    /// it gives the same for all things that lie in the same things of these scopes, and can be evaluated once in a
    /// frame that looks at the narrowest of them.
    pub fn scopes(&self) -> ScopeSet {
        self.scopes
    }

    /// Whether it gives the same for every plan.
    pub fn is_constant(&self) -> bool {
        matches!(self.step.op, Op::Constant(_))
    }
}

/// One part of an expression.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) op: Op,
    pub(super) ty: Type,
    pub(super) span: Span,
}

impl PartialEq for Step {
    fn eq(&self, other: &Self) -> bool {
        self.op == other.op
    }
}

/// What a part does. Pairs are boxed as arrays to keep this small.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Op {
    Constant(Constant),
    /// A thing, by its name.
    Entity(Source),
    /// A fact of a thing; for collections it is read by quantifiers alone.
    Fact(Source, FactId),
    Let(Let),
    And(Vec<Step>),
    Or(Vec<Step>),
    Not(Box<Step>),
    /// `known(x) and x == 3`, read once: a comparison with something of the rule itself, which does not hold where what is
    /// compared is not known.
    Surely(Box<Step>),
    Order(Order, Box<[Step; 2]>),
    Same(Box<[Step; 2]>),
    OneOf(Box<Step>, Vec<Step>),
    /// Set, member.
    Has(Box<[Step; 2]>),
    Overlaps(Box<[Step; 2]>),
    Within(Box<[Step; 2]>),
    Matches(Box<Step>, Arc<WordList>),
    Sum(Box<Step>, Vec<(Sign, Step)>),
    Product(Box<Step>, Vec<(Factor, Step)>),
    Negate(Box<Step>),
    /// Percentages, then what they are of.
    Share(Vec<Step>),
    PercentOf(Box<[Step; 2]>),
    If(Box<[Step; 3]>),
    Call(Function, Vec<Step>),
    Quantifier(Box<Quantifier>),
}

impl Op {
    /// Whether it gives yes or no, whatever it is applied to.
    #[inline]
    pub(super) fn is_condition(&self) -> bool {
        matches!(
            self,
            Self::And(_)
                | Self::Or(_)
                | Self::Not(_)
                | Self::Surely(_)
                | Self::Order(..)
                | Self::Same(_)
                | Self::OneOf(..)
                | Self::Has(_)
                | Self::Overlaps(_)
                | Self::Within(_)
                | Self::Matches(..)
                | Self::Call(Function::Known, _)
        )
    }
}

/// A figure or a word of the rule itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Constant {
    Quantity(Quantity),
    Truth(bool),
    Text(Box<str>),
    Word(u16),
    Words(u64),
    Date(i32),
}

impl Constant {
    pub(super) fn value(&self) -> Value<'_> {
        match self {
            Self::Quantity(quantity) => Value::Quantity(*quantity),
            Self::Truth(holds) => Value::Truth(Truth::from(*holds)),
            Self::Text(text) => Value::Text(text),
            Self::Word(word) => Value::Word(*word),
            Self::Words(words) => Value::Words(*words),
            Self::Date(days) => Value::Date(*days),
        }
    }

    /// The constant for a value that was worked out while loading; `None` for what only a plan can give.
    pub(super) fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Quantity(quantity) => Some(Self::Quantity(quantity)),
            Value::Truth(Truth::Yes) => Some(Self::Truth(true)),
            Value::Truth(Truth::No) => Some(Self::Truth(false)),
            Value::Text(text) => Some(Self::Text(text.into())),
            Value::Word(word) => Some(Self::Word(word)),
            Value::Words(words) => Some(Self::Words(words)),
            Value::Date(days) => Some(Self::Date(days)),
            Value::Truth(_)
            | Value::Within(..)
            | Value::Entity(_)
            | Value::Absent
            | Value::Unknown(_) => None,
        }
    }
}

/// Which thing a fact is read from.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Source {
    /// The one that the rule looks at.
    Own,
    /// The wider one that it lies in.
    Outer(ScopeId),
    /// A bound variable, by its place on the stack of its expression.
    Variable(usize),
    /// The wider one that another lies in.
    Around(Box<Source>, ScopeId),
    /// What an expression gives.
    Given(Box<Step>),
}

impl Source {
    /// The scopes with those that it begins at.
    fn with_scope(&self, own: ScopeId, scopes: ScopeSet) -> ScopeSet {
        match self {
            Self::Own => scopes.with(own),
            Self::Outer(scope) => scopes.with(*scope),
            Self::Around(source, _) => source.with_scope(own, scopes),
            // The expression is visited as a part of its own.
            Self::Variable(_) | Self::Given(_) => scopes,
        }
    }

    fn given(&self) -> Option<&Step> {
        match self {
            Self::Given(step) => Some(step),
            Self::Around(source, _) => source.given(),
            Self::Own | Self::Outer(_) | Self::Variable(_) => None,
        }
    }
}

/// A named part of a rule's logic.
#[derive(Clone, Debug)]
pub(super) struct Let {
    /// Its place in the frame's memory.
    pub(super) slot: usize,
    /// The narrowest scope whose facts it reads, if that is wider than the rule's own.
    pub(super) reads: Option<ScopeId>,
    pub(super) code: Code,
}

impl PartialEq for Let {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.code.step, &other.code.step)
    }
}

/// Comparisons of what has an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    AtMost,
    AtLeast,
    Below,
    Above,
}

/// What is applied to values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Upper,
    Lower,
    Middle,
    Known,
    Missing,
    Exists,
    FloorTo,
    Empty,
    Least,
    Greatest,
    DaysBetween,
}

/// A question about all members of a collection.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Quantifier {
    pub(super) kind: Kind,
    /// Whose collection, and which.
    pub(super) source: Source,
    pub(super) fact: FactId,
    /// Which members count; all if absent.
    pub(super) condition: Option<Step>,
    pub(super) body: Option<Step>,
}

/// The questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Any,
    All,
    None,
    Count,
    Sum,
    Min,
    Max,
    First,
    Last,
    LongestRun,
    Rises,
    Distinct,
    List,
}

impl Step {
    /// The parts of an `and`, with those of them joined that ask whether something is known and then what it is.
    pub(super) fn joined(parts: Vec<Self>) -> Vec<Self> {
        let mut joined: Vec<Self> = Vec::with_capacity(parts.len());
        for part in parts {
            let asked = joined.last().and_then(Self::asked);
            if asked.is_some() && asked == part.compared() {
                joined.pop();
                let (ty, span) = (part.ty, part.span);
                let op = Op::Surely(Box::new(part));
                joined.push(Self { op, ty, span });
            } else {
                joined.push(part);
            }
        }
        joined
    }

    /// The `x` of `known(x)`.
    fn asked(&self) -> Option<&Self> {
        match &self.op {
            Op::Call(Function::Known, parts) => parts.first(),
            _ => None,
        }
    }

    /// What is compared with something of the rule itself.
    fn compared(&self) -> Option<&Self> {
        let constant = |step: &Self| matches!(step.op, Op::Constant(_));
        match &self.op {
            Op::Same(pair) | Op::Order(_, pair) => {
                let [left, right] = &**pair;
                constant(right).then_some(left)
            }
            Op::OneOf(part, options) => options.iter().all(constant).then_some(part),
            _ => None,
        }
    }

    /// The thing that this part reads, if it reads one itself.
    fn source(&self) -> Option<&Source> {
        match &self.op {
            Op::Entity(source) | Op::Fact(source, _) => Some(source),
            Op::Quantifier(quantifier) => Some(&quantifier.source),
            _ => None,
        }
    }

    /// Calls `see` with this part and every part below it, but not with what named parts are made of: those may be
    /// named many times over.
    pub(super) fn visit(&self, see: &mut dyn FnMut(&Self)) {
        see(self);
        self.parts(&mut |part| part.visit(see));
    }

    /// How many parts lie in one another, named parts included.
    fn depth(&self) -> usize {
        let mut deepest = match &self.op {
            Op::Let(part) => part.code.depth,
            _ => 0,
        };
        self.parts(&mut |part| deepest = deepest.max(part.depth()));
        deepest + 1
    }

    /// Calls `see` with the parts that this one is made of.
    fn parts(&self, see: &mut dyn FnMut(&Self)) {
        if let Some(step) = self.source().and_then(Source::given) {
            see(step);
        }
        match &self.op {
            Op::Constant(_) | Op::Entity(_) | Op::Fact(..) | Op::Let(_) => {}
            Op::And(parts) | Op::Or(parts) | Op::Share(parts) | Op::Call(_, parts) => {
                parts.iter().for_each(see);
            }
            Op::Not(part) | Op::Surely(part) | Op::Negate(part) | Op::Matches(part, _) => see(part),
            Op::Order(_, pair)
            | Op::Same(pair)
            | Op::Has(pair)
            | Op::Overlaps(pair)
            | Op::Within(pair)
            | Op::PercentOf(pair) => pair.iter().for_each(see),
            Op::OneOf(part, options) => {
                see(part);
                options.iter().for_each(see);
            }
            Op::Sum(first, terms) => {
                see(first);
                terms.iter().for_each(|(_, part)| see(part));
            }
            Op::Product(first, factors) => {
                see(first);
                factors.iter().for_each(|(_, part)| see(part));
            }
            Op::If(parts) => parts.iter().for_each(see),
            Op::Quantifier(quantifier) => {
                let own = quantifier.condition.iter().chain(&quantifier.body);
                own.for_each(see);
            }
        }
    }
}
