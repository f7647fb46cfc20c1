//! Operators between values: comparisons, membership, sets and arithmetic with units.

use super::super::code::{Op, Order, Step};
use super::super::error::ExprError;
use super::super::tree::{Comparison, Factor, Node, Relation, Sign, Tree};
use super::super::value::Reason;
use super::super::vocabulary::Type;
use super::{Checker, fold};
use crate::nearest::nearest;
use crate::quantity::Dimension;
use crate::source::Span;

impl Checker<'_> {
    pub(super) fn comparison(&mut self, comparison: &Comparison, span: Span) -> Option<Step> {
        let Comparison {
            left,
            relation,
            right,
        } = comparison;
        let op = match relation {
            Relation::AtMost => self.order(Order::AtMost, comparison, span)?,
            Relation::AtLeast => self.order(Order::AtLeast, comparison, span)?,
            Relation::Below => self.order(Order::Below, comparison, span)?,
            Relation::Above => self.order(Order::Above, comparison, span)?,
            Relation::Equal => self.same(comparison, span)?,
            Relation::Unequal => {
                let op = self.same(comparison, span)?;
                Op::Not(Box::new(fold::step(op, Type::Truth, span)))
            }
            Relation::In => self.membership(left, right)?,
            Relation::NotIn => {
                let op = self.membership(left, right)?;
                Op::Not(Box::new(fold::step(op, Type::Truth, span)))
            }
            Relation::Has => self.has(left, right)?,
            Relation::Overlaps => Op::Overlaps(self.two_sets(comparison)?),
            Relation::Within => Op::Within(self.two_sets(comparison)?),
            Relation::Matches => self.matches(left, right)?,
        };
        Some(fold::step(op, Type::Truth, span))
    }

    /// Figures and days have an order; words do not.
    fn order(&mut self, order: Order, comparison: &Comparison, span: Span) -> Option<Op> {
        let (left, right) = self.comparable(comparison, span)?;
        match left.ty {
            Type::Quantity(_) | Type::Date => Some(Op::Order(order, Box::new([left, right]))),
            ty => {
                let message = format!(
                    "`{}` needs two figures or two dates, found {}",
                    comparison.relation.word(),
                    self.describe(ty)
                );
                let error = ExprError::new(span, message);
                self.refuse(error.help("compare with `==`, `!=` or `in {…}`"))
            }
        }
    }

    fn same(&mut self, comparison: &Comparison, span: Span) -> Option<Op> {
        let (left, right) = self.comparable(comparison, span)?;
        let left = self.refuse_collection(left)?;
        Some(Op::Same(Box::new([left, right])))
    }

    /// Both sides, of one type.
    fn comparable(&mut self, comparison: &Comparison, span: Span) -> Option<(Step, Step)> {
        let (left, right) = self.sides(&comparison.left, &comparison.right);
        let (left, right) = (left?, right?);
        if left.ty == right.ty {
            return Some((left, right));
        }
        let message = format!(
            "cannot compare {} with {}",
            self.describe(left.ty),
            self.describe(right.ty)
        );
        let error = ExprError::new(span, message);
        let error = match compare_help(comparison, left.ty, right.ty) {
            Some(help) => error.help(help),
            None => error,
        };
        self.refuse(error)
    }

    /// `value in {a, b}`.
    fn membership(&mut self, left: &Tree, right: &Tree) -> Option<Op> {
        let Node::Set(members) = &right.node else {
            let error = ExprError::new(right.span, "`in` is followed by members in braces");
            return self.refuse(error.help(
                "write them out, such as `site in {upper-arm, thigh}`; for a set, write `muscles has quads`",
            ));
        };
        let value = self.infer(left, None)?;
        if matches!(
            value.ty,
            Type::Words(_) | Type::Entities(_) | Type::Entity(_) | Type::Truth
        ) {
            let message = format!("{} cannot stand before `in`", self.describe(value.ty));
            let error = ExprError::new(left.span, message);
            return self.refuse(error.help("for a set, write `muscles overlaps {quads, calves}`"));
        }
        if members.is_empty() {
            let error = ExprError::new(right.span, "nothing is in empty braces");
            return self.refuse(error.help("name the members, such as `{upper-arm, thigh}`"));
        }
        let options: Vec<Option<Step>> = members
            .iter()
            .map(|member| self.expect(member, value.ty))
            .collect();
        let options = options.into_iter().collect::<Option<Vec<Step>>>()?;
        Some(Op::OneOf(Box::new(value), options))
    }

    /// `set has member`.
    fn has(&mut self, left: &Tree, right: &Tree) -> Option<Op> {
        let set = self.infer(left, None)?;
        let Type::Words(id) = set.ty else {
            let message = format!("`has` follows a set, found {}", self.describe(set.ty));
            let error = ExprError::new(left.span, message);
            return self.refuse(error.help("for a single value, write `==` or `in {…}`"));
        };
        let member = self.expect(right, Type::Word(id))?;
        Some(Op::Has(Box::new([set, member])))
    }

    /// Two sets of one enumeration.
    fn two_sets(&mut self, comparison: &Comparison) -> Option<Box<[Step; 2]>> {
        let (left, right) = self.sides(&comparison.left, &comparison.right);
        let (left, right) = (left?, right?);
        let word = comparison.relation.word();
        for (step, tree) in [(&left, &comparison.left), (&right, &comparison.right)] {
            if !matches!(step.ty, Type::Words(_)) {
                let message = format!("`{word}` needs two sets, found {}", self.describe(step.ty));
                let error = ExprError::new(tree.span, message);
                return self
                    .refuse(error.help("for a single value, write `==`, `in {…}` or `has`"));
            }
        }
        if left.ty != right.ty {
            let message = format!(
                "cannot compare {} with {}",
                self.describe(left.ty),
                self.describe(right.ty)
            );
            return self.refuse(ExprError::new(left.span.to(right.span), message));
        }
        Some(Box::new([left, right]))
    }

    /// `text matches words.NAME`.
    fn matches(&mut self, left: &Tree, right: &Tree) -> Option<Op> {
        let text = self.expect(left, Type::Text);
        let list = match &right.node {
            Node::Path(head, steps) => match (&head.node, steps.as_slice()) {
                (Node::Name(head), [name]) if head == "words" => Some(name),
                _ => None,
            },
            _ => None,
        };
        let Some(name) = list else {
            let error = ExprError::new(right.span, "`matches` is followed by a word list");
            return self.refuse(error.help("such as `note.text matches words.pain`"));
        };
        match self.context.words.get(&name.text) {
            Some(list) => Some(Op::Matches(Box::new(text?), list.clone()?)),
            None => {
                let message = format!("there is no word list `{}`", name.text);
                let error = ExprError::new(name.span, message);
                let known = self.context.words.keys().map(String::as_str);
                let error = match nearest(&name.text, known) {
                    Some(near) => error.help(format!("did you mean `words.{near}`?")),
                    None => error.help("add it under `words`"),
                };
                self.refuse(error)
            }
        }
    }

    pub(super) fn sum(&mut self, first: &Tree, terms: &[(Sign, Tree)], span: Span) -> Option<Step> {
        let start = self.number(first);
        let checked: Vec<Option<(Sign, Step)>> = terms
            .iter()
            .map(|(sign, term)| Some((*sign, self.number(term)?)))
            .collect();
        let start = start?;
        let terms = checked.into_iter().collect::<Option<Vec<_>>>()?;
        for (sign, term) in &terms {
            if term.ty != start.ty {
                let (one, other) = (self.describe(start.ty), self.describe(term.ty));
                let message = match sign {
                    Sign::Plus => format!("cannot add {one} and {other}"),
                    Sign::Minus => format!("cannot subtract {other} from {one}"),
                };
                return self.refuse(ExprError::new(start.span.to(term.span), message));
            }
        }
        let ty = start.ty;
        self.worked_out(Op::Sum(Box::new(start), terms), ty, span)
    }

    pub(super) fn product(
        &mut self,
        first: &Tree,
        factors: &[(Factor, Tree)],
        span: Span,
    ) -> Option<Step> {
        let start = self.number(first);
        let checked: Vec<Option<(Factor, Step)>> = factors
            .iter()
            .map(|(factor, part)| Some((*factor, self.number(part)?)))
            .collect();
        let start = start?;
        let factors = checked.into_iter().collect::<Option<Vec<_>>>()?;
        let mut ty = start.ty;
        for (factor, part) in &factors {
            ty = self.product_type(ty, *factor, part, start.span)?;
        }
        self.worked_out(Op::Product(Box::new(start), factors), ty, span)
    }

    fn product_type(&mut self, ty: Type, factor: Factor, part: &Step, start: Span) -> Option<Type> {
        let count = Type::Quantity(Dimension::Count);
        let (one, other) = (self.describe(ty), self.describe(part.ty));
        let span = start.to(part.span);
        match factor {
            Factor::Times if part.ty == count => Some(ty),
            Factor::Times if ty == count => Some(part.ty),
            Factor::DividedBy if part.ty == count => Some(ty),
            Factor::Times => {
                let message = format!("cannot multiply {one} by {other}");
                let error = ExprError::new(span, message);
                self.refuse(error.help("one of them must be a count; a share is `30 % of one-rm`"))
            }
            Factor::DividedBy => {
                let message = format!("cannot divide {one} by {other}");
                let error = ExprError::new(span, message);
                self.refuse(error.help("a ratio is `A as percent of B`"))
            }
        }
    }

    pub(super) fn negate(&mut self, part: &Tree, span: Span) -> Option<Step> {
        let part = self.number(part)?;
        let ty = part.ty;
        self.worked_out(Op::Negate(Box::new(part)), ty, span)
    }

    /// `30 % of 50 % of one-rm`: percentages, then any figure.
    pub(super) fn share(&mut self, parts: &[Tree], span: Span) -> Option<Step> {
        let (whole, percentages) = parts.split_last()?;
        let percent = Type::Quantity(Dimension::Percent);
        let mut steps: Vec<Option<Step>> = percentages
            .iter()
            .map(|part| self.expect(part, percent))
            .collect();
        steps.push(self.number(whole));
        let steps = steps.into_iter().collect::<Option<Vec<Step>>>()?;
        let ty = steps.last()?.ty;
        self.worked_out(Op::Share(steps), ty, span)
    }

    pub(super) fn percent_of(&mut self, parts: &[Tree; 2], span: Span) -> Option<Step> {
        let [part, whole] = parts;
        let (part, whole) = (self.number(part), self.number(whole));
        let (part, whole) = (part?, whole?);
        if part.ty != whole.ty {
            let message = format!(
                "{} is no part of {}",
                self.describe(part.ty),
                self.describe(whole.ty)
            );
            return self.refuse(ExprError::new(span, message));
        }
        let percent = Type::Quantity(Dimension::Percent);
        self.worked_out(Op::PercentOf(Box::new([part, whole])), percent, span)
    }

    /// A part that must be a figure of any dimension.
    pub(super) fn number(&mut self, tree: &Tree) -> Option<Step> {
        let step = self.infer(tree, None)?;
        if matches!(step.ty, Type::Quantity(_)) {
            return Some(step);
        }
        let message = format!("expected a figure, found {}", self.describe(step.ty));
        let error = ExprError::new(tree.span, message);
        match step.ty {
            Type::Date => {
                self.refuse(error.help("the time between two days is `days-between(from, to)`"))
            }
            Type::Entities(_) => {
                self.refuse(error.help("count or add up its members with `count(…)` or `sum(…)`"))
            }
            _ => self.refuse(error),
        }
    }

    /// Folds arithmetic, and reports figures that have no outcome.
    pub(super) fn worked_out(&mut self, op: Op, ty: Type, span: Span) -> Option<Step> {
        if let Some(divisor) = zero_divisor(&op) {
            let error = ExprError::new(divisor, "this divides by zero");
            return self.refuse(error);
        }
        let step = fold::step(op, ty, span);
        match fold::failure(&step) {
            None => Some(step),
            Some(Reason::ZERO) => self.refuse(ExprError::new(span, "this divides by zero")),
            Some(_) => self.refuse(ExprError::new(span, "this figure is too large")),
        }
    }
}

/// Where an operator divides by a constant that is zero, or a range around it.
fn zero_divisor(op: &Op) -> Option<Span> {
    let is_zero = |step: &Step| match &step.op {
        Op::Constant(super::Constant::Quantity(quantity)) => {
            quantity.low() <= 0 && quantity.high() >= 0
        }
        _ => false,
    };
    match op {
        Op::Product(_, factors) => factors
            .iter()
            .find(|(factor, part)| *factor == Factor::DividedBy && is_zero(part))
            .map(|(_, part)| part.span),
        Op::PercentOf(pair) => {
            let [_, whole] = &**pair;
            is_zero(whole).then_some(whole.span)
        }
        _ => None,
    }
}

/// What to write where two types do not compare.
fn compare_help(comparison: &Comparison, left: Type, right: Type) -> Option<String> {
    let bare = |tree: &Tree, ty: Type| {
        matches!(tree.node, Node::Quantity(_)) && ty == Type::Quantity(Dimension::Count)
    };
    match (left, right) {
        (Type::Quantity(dimension), _) if bare(&comparison.right, right) => {
            Some(unit_help(dimension))
        }
        (_, Type::Quantity(dimension)) if bare(&comparison.left, left) => {
            Some(unit_help(dimension))
        }
        (Type::Quantity(dimension), Type::Quantity(_)) => Some(format!(
            "compare with a {} such as `{}`",
            dimension.word(),
            dimension.example()
        )),
        (Type::Words(_), Type::Word(_)) => Some("ask with `has`".to_owned()),
        (Type::Word(_), Type::Words(_)) => Some("ask with `has`, the set first".to_owned()),
        _ => None,
    }
}

fn unit_help(dimension: Dimension) -> String {
    format!(
        "a number without a unit is a count; write a {} such as `{}`",
        dimension.word(),
        dimension.example()
    )
}
