//! From text to tree, by the grammar of `grammar/rule.pest`. The parser generator is known to this file alone.
//!
//! The grammar finds one mistake at a time; what was expected there is told in words with an example.

use pest::Parser as _;
use pest::iterators::Pair;

use super::error::{ExprError, MOST_ERRORS};
use super::scan;
use super::tree::{Comparison, Factor, Name, Node, Quantifier, Relation, Sign, Tree};
use crate::quantity::Quantity;
use crate::source::Span;

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/rule.pest"]
struct Grammar;

/// Reads one expression.
pub(super) fn parse(text: &str) -> Result<Tree, Vec<ExprError>> {
    let mistakes = scan::scan(text);
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let pairs = Grammar::parse(Rule::whole, text).map_err(|error| vec![expected(text, &error)])?;
    let mut lowering = Lowering {
        depth: 0,
        errors: Vec::new(),
    };
    let tree = pairs
        .into_iter()
        .find(|pair| pair.as_rule() == Rule::expression)
        .map(|pair| lowering.expression(pair));
    match tree {
        Some(tree) if lowering.errors.is_empty() => Ok(tree),
        _ => Err(lowering.errors),
    }
}

/// Whether `word` can be written bare, as the name of a fact or a scope or as a member of an enumeration.
pub(super) fn is_name(word: &str) -> bool {
    Grammar::parse(Rule::name, word).is_ok_and(|name| name.as_str() == word)
}

/// A row of values and operators, or a stretch of it.
type Row<'r, 'p> = &'r [Pair<'p, Rule>];

/// How signs of one kind are read, and what is made of operands with signs between them.
type Chain<S> = (fn(&str) -> S, fn(Box<Tree>, Vec<(S, Tree)>) -> Node);

/// From the grammar's pairs to the tree.
///
/// A row is cut at the operators that bind loosest, and what is left between them at the next tighter ones: `or`, `and`,
/// `not`, relations, `as percent of`, `+` and `-`, `*` and `/`, `of`, and the sign before a number.
struct Lowering {
    depth: usize,
    errors: Vec<ExprError>,
}

impl Lowering {
    fn expression(&mut self, pair: Pair<'_, Rule>) -> Tree {
        if self.errors.len() >= MOST_ERRORS {
            return broken();
        }
        if self.depth > scan::DEEPEST {
            self.errors.push(scan::too_deep(span_of(&pair)));
            return broken();
        }
        let row: Vec<Pair<'_, Rule>> = pair.into_inner().collect();
        self.depth += 1;
        let tree = match row.as_slice() {
            [only] => self.value(only),
            row => self.alternatives(row),
        };
        self.depth -= 1;
        tree
    }

    /// The expressions among some parts.
    fn expressions<'p>(&mut self, parts: impl Iterator<Item = Pair<'p, Rule>>) -> Vec<Tree> {
        parts
            .filter(|part| part.as_rule() == Rule::expression)
            .map(|part| self.expression(part))
            .collect()
    }

    fn alternatives(&mut self, row: Row<'_, '_>) -> Tree {
        self.operands(row, Rule::or_word, Self::requirements, Node::Or)
    }

    fn requirements(&mut self, row: Row<'_, '_>) -> Tree {
        self.operands(row, Rule::and_word, Self::negation, Node::And)
    }

    fn negation(&mut self, row: Row<'_, '_>) -> Tree {
        self.turned(row, Rule::not_word, Self::comparison, Node::Not)
    }

    fn comparison(&mut self, row: Row<'_, '_>) -> Tree {
        self.pair(
            row,
            (Rule::relation, "comparisons are"),
            Self::proportion,
            |sign, [left, right]| {
                Node::Compare(Box::new(Comparison {
                    left,
                    relation: relation_of(sign.as_str()),
                    right,
                }))
            },
        )
    }

    fn proportion(&mut self, row: Row<'_, '_>) -> Tree {
        self.pair(
            row,
            (Rule::as_percent_of, "`as percent of` is"),
            Self::sum,
            |_, parts| Node::PercentOf(Box::new(parts)),
        )
    }

    fn sum(&mut self, row: Row<'_, '_>) -> Tree {
        let sign = |text: &str| match text {
            "+" => Sign::Plus,
            _ => Sign::Minus,
        };
        self.chain(row, Rule::sum_sign, Self::product, (sign, Node::Sum))
    }

    fn product(&mut self, row: Row<'_, '_>) -> Tree {
        let factor = |text: &str| match text {
            "*" => Factor::Times,
            _ => Factor::DividedBy,
        };
        self.chain(
            row,
            Rule::product_sign,
            Self::share,
            (factor, Node::Product),
        )
    }

    fn share(&mut self, row: Row<'_, '_>) -> Tree {
        self.operands(row, Rule::of_word, Self::signed, Node::Share)
    }

    fn signed(&mut self, row: Row<'_, '_>) -> Tree {
        let value = |lowering: &mut Self, row: Row<'_, '_>| match row {
            [only] => lowering.value(only),
            _ => broken(),
        };
        self.turned(row, Rule::minus, value, Node::Negate)
    }

    /// Operands between operators of one kind, kept as a flat list.
    fn operands(
        &mut self,
        row: Row<'_, '_>,
        operator: Rule,
        tighter: fn(&mut Self, Row<'_, '_>) -> Tree,
        node: fn(Vec<Tree>) -> Node,
    ) -> Tree {
        if !row.iter().any(|part| part.as_rule() == operator) {
            return tighter(self, row);
        }
        let parts = row.split(|part| part.as_rule() == operator);
        let node = node(parts.map(|part| tighter(self, part)).collect());
        Tree {
            span: span_across(row),
            node,
        }
    }

    /// What follows words or signs of which each turns it into its opposite.
    fn turned(
        &mut self,
        row: Row<'_, '_>,
        turn: Rule,
        tighter: fn(&mut Self, Row<'_, '_>) -> Tree,
        node: fn(Box<Tree>) -> Node,
    ) -> Tree {
        let turns = row.iter().take_while(|part| part.as_rule() == turn).count();
        let operand = tighter(self, row.get(turns..).unwrap_or_default());
        if turns % 2 == 0 {
            return operand;
        }
        Tree {
            span: span_across(row),
            node: node(Box::new(operand)),
        }
    }

    /// Two operands with an operator between them; a third is a mistake.
    fn pair(
        &mut self,
        row: Row<'_, '_>,
        (operator, what): (Rule, &str),
        tighter: fn(&mut Self, Row<'_, '_>) -> Tree,
        node: impl Fn(&Pair<'_, Rule>, [Tree; 2]) -> Node,
    ) -> Tree {
        let parts: Vec<Row<'_, '_>> = row.split(|part| part.as_rule() == operator).collect();
        let [left, right] = parts.as_slice() else {
            if parts.len() > 2 {
                self.errors.push(chained(row, operator, what));
                return broken();
            }
            return tighter(self, row);
        };
        let operands = [tighter(self, left), tighter(self, right)];
        let node = row.get(left.len()).map(|sign| node(sign, operands));
        Tree {
            span: span_across(row),
            node: node.unwrap_or(Node::Broken),
        }
    }

    /// Operands with signs between them, kept as a flat list.
    fn chain<S>(
        &mut self,
        row: Row<'_, '_>,
        operator: Rule,
        tighter: fn(&mut Self, Row<'_, '_>) -> Tree,
        (sign_of, node): Chain<S>,
    ) -> Tree {
        let mut operands = row.split(|part| part.as_rule() == operator);
        let signs = row.iter().filter(|part| part.as_rule() == operator);
        let first = tighter(self, operands.next().unwrap_or_default());
        let rest: Vec<(S, Tree)> = signs
            .zip(operands)
            .map(|(sign, operand)| (sign_of(sign.as_str()), tighter(self, operand)))
            .collect();
        if rest.is_empty() {
            return first;
        }
        Tree {
            span: span_across(row),
            node: node(Box::new(first), rest),
        }
    }

    fn value(&mut self, pair: &Pair<'_, Rule>) -> Tree {
        let node = match pair.as_rule() {
            Rule::group => {
                let inner = pair.clone().into_inner();
                return self
                    .expressions(inner)
                    .into_iter()
                    .next()
                    .unwrap_or_else(broken);
            }
            Rule::reference => self.reference(pair.clone()),
            Rule::quantity => self.quantity(pair),
            Rule::set => Node::Set(self.expressions(pair.clone().into_inner())),
            Rule::text => Node::Text(pair.as_str().trim_matches('"').to_owned()),
            Rule::date => self.date(pair),
            Rule::choice => match self.expressions(pair.clone().into_inner()).try_into() {
                Ok(parts) => Node::If(Box::new(parts)),
                Err(_) => Node::Broken,
            },
            _ => Node::Broken,
        };
        Tree {
            span: span_of(pair),
            node,
        }
    }

    /// A name, or what it is applied to, and the facts that are read from it.
    fn reference(&mut self, pair: Pair<'_, Rule>) -> Node {
        let mut head = None;
        let mut applied = None;
        let mut steps = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name => head = Some(name_of(&part)),
                Rule::step => steps.push(name_of(&part)),
                Rule::arguments => applied = Some(part),
                _ => {}
            }
        }
        let Some(name) = head else {
            return Node::Broken;
        };
        let span = match &applied {
            Some(arguments) => name.span.to(span_of(arguments)),
            None => name.span,
        };
        let node = match applied {
            Some(arguments) => self.call(name, arguments),
            None => Node::Name(name.text),
        };
        path(Tree { span, node }, steps)
    }

    fn collection(&mut self, pair: Pair<'_, Rule>) -> Tree {
        let span = span_of(&pair);
        let mut names = pair
            .into_inner()
            .filter(|part| matches!(part.as_rule(), Rule::name | Rule::step))
            .map(|part| name_of(&part));
        let Some(head) = names.next() else {
            return broken();
        };
        let head = Tree {
            span: head.span,
            node: Node::Name(head.text),
        };
        Tree {
            span,
            node: path(head, names.collect()),
        }
    }

    fn call(&mut self, name: Name, arguments: Pair<'_, Rule>) -> Node {
        let mut parts = arguments.clone().into_inner();
        match parts.next() {
            Some(part) if part.as_rule() == Rule::binding => self.quantifier(name, part),
            _ => Node::Call(name, self.expressions(arguments.into_inner())),
        }
    }

    fn quantifier(&mut self, name: Name, binding: Pair<'_, Rule>) -> Node {
        let mut quantifier = Quantifier {
            name,
            variable: Name {
                span: span_of(&binding),
                text: String::new(),
            },
            collection: broken(),
            condition: None,
            body: None,
        };
        for part in binding.into_inner() {
            match part.as_rule() {
                Rule::name => quantifier.variable = name_of(&part),
                Rule::collection => quantifier.collection = self.collection(part),
                Rule::filter => quantifier.condition = self.expressions(part.into_inner()).pop(),
                Rule::body => quantifier.body = self.expressions(part.into_inner()).pop(),
                _ => {}
            }
        }
        Node::Quantifier(Box::new(quantifier))
    }

    fn quantity(&mut self, pair: &Pair<'_, Rule>) -> Node {
        // Line ends between a number and its unit are blanks, as everywhere.
        let words: Vec<&str> = pair.as_str().split_whitespace().collect();
        match Quantity::parse(&words.join(" ")) {
            Ok(quantity) => Node::Quantity(quantity),
            Err(message) => {
                let error = ExprError::new(span_of(pair), message);
                self.errors.push(match pair.as_str().split_once('-') {
                    Some((low, high)) => error.help(format!(
                        "`{}` is a range; to subtract, write `{} - {}`",
                        pair.as_str(),
                        low.trim(),
                        high.trim()
                    )),
                    None => error,
                });
                Node::Broken
            }
        }
    }

    fn date(&mut self, pair: &Pair<'_, Rule>) -> Node {
        match days(pair.as_str()) {
            Some(days) => Node::Date(days),
            None => {
                let message = format!("`{}` is not a day of the calendar", pair.as_str());
                self.errors.push(ExprError::new(span_of(pair), message));
                Node::Broken
            }
        }
    }
}

/// What the grammar tries where a value can stand.
fn is_value(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::expression
            | Rule::not_word
            | Rule::minus
            | Rule::choice
            | Rule::group
            | Rule::set
            | Rule::reference
            | Rule::text
            | Rule::date
            | Rule::quantity
    )
}

fn path(of: Tree, steps: Vec<Name>) -> Node {
    if steps.is_empty() {
        of.node
    } else {
        Node::Path(Box::new(of), steps)
    }
}

fn broken() -> Tree {
    Tree {
        span: Span::at(0),
        node: Node::Broken,
    }
}

fn span_of(pair: &Pair<'_, Rule>) -> Span {
    let span = pair.as_span();
    Span::new(span.start(), span.end())
}

fn span_across(row: Row<'_, '_>) -> Span {
    match row {
        [first, .., last] => span_of(first).to(span_of(last)),
        [only] => span_of(only),
        [] => Span::at(0),
    }
}

fn name_of(pair: &Pair<'_, Rule>) -> Name {
    Name {
        span: span_of(pair),
        text: pair.as_str().to_owned(),
    }
}

fn relation_of(text: &str) -> Relation {
    let words: Vec<&str> = text.split_whitespace().collect();
    let written = words.join(" ");
    Relation::ALL
        .into_iter()
        .find_map(|(word, relation)| (word == written).then_some(relation))
        .unwrap_or(Relation::Equal)
}

/// More than two operands for an operator that takes two; `what` says it in words.
fn chained(row: Row<'_, '_>, operator: Rule, what: &str) -> ExprError {
    let error = ExprError::new(span_across(row), format!("{what} not chained"));
    let written = |row: Row<'_, '_>| {
        let words: Vec<&str> = row.iter().map(Pair::as_str).collect();
        words.join(" ")
    };
    let mut operands = row.split(|part| part.as_rule() == operator).map(written);
    let mut signs = row.iter().filter(|part| part.as_rule() == operator);
    let mut operand = || operands.next().unwrap_or_default();
    let mut sign = || signs.next().map_or("", Pair::as_str);
    let (first, second, third) = (operand(), operand(), operand());
    let help = format!(
        "write `{first} {} {second} and {second} {} {third}`",
        sign(),
        sign()
    );
    if help.len() > 200 || operator != Rule::relation {
        error
    } else {
        error.help(help)
    }
}

/// Days from 1970-01-01 to a day written `2026-02-01`.
fn days(text: &str) -> Option<i32> {
    let mut numbers = text.split('-');
    let year = numbers.next()?.parse().ok()?;
    let month: u8 = numbers.next()?.parse().ok()?;
    let day = numbers.next()?.parse().ok()?;
    let date = time::Date::from_calendar_date(year, month.try_into().ok()?, day).ok()?;
    date.to_julian_day().checked_sub(super::UNIX_EPOCH_DAY)
}

/// What the grammar expected, in words.
fn expected(text: &str, error: &pest::error::Error<Rule>) -> ExprError {
    use pest::error::{ErrorVariant, InputLocation};
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        return scan::too_deep(Span::at(at));
    };
    let (span, found) = found(text, at);
    let before = text.get(..at).unwrap_or_default().trim_end();
    let rest = text.get(at..).unwrap_or_default().trim_start();
    let (wanted, help) = wanted(positives, before, rest);
    ExprError::new(span, format!("expected {wanted}, found {found}")).help(help)
}

/// What stands at `at`: a word, a number, a sign, or the end.
fn found(text: &str, at: usize) -> (Span, String) {
    let rest = text.get(at..).unwrap_or_default();
    let blank = rest.len() - rest.trim_start().len();
    let (at, rest) = (at + blank, rest.trim_start());
    let Some(first) = rest.chars().next() else {
        return (Span::at(text.trim_end().len()), "the end".to_owned());
    };
    let length = match first {
        '"' => return (Span::new(at, at + 1), "text".to_owned()),
        _ if first.is_alphanumeric() => rest
            .find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_')
            .unwrap_or(rest.len()),
        _ => first.len_utf8(),
    };
    let word = rest.get(..length).unwrap_or_default();
    (Span::new(at, at + length), format!("`{word}`"))
}

/// From what the grammar would have taken to what a person would write.
fn wanted(rules: &[Rule], before: &str, rest: &str) -> (&'static str, &'static str) {
    let takes = |rule: Rule| rules.contains(&rule);
    let value = rules.iter().any(|rule| is_value(*rule));
    if value && rest.starts_with('.') {
        ("a value", "numbers begin with a digit, such as `0.5 %`")
    } else if takes(Rule::name) && before.ends_with(" in") {
        (
            "a collection",
            "such as `any(x in sets where x.load > 30 %)`",
        )
    } else if value && before.is_empty() {
        ("a condition", "such as `load <= 30 %`")
    } else if value {
        ("a value", "such as `load`, `30 %` or `least(load, 30 %)`")
    } else if takes(Rule::then_word) || takes(Rule::else_word) {
        let word = if takes(Rule::then_word) {
            "`then`"
        } else {
            "`else`"
        };
        (word, "such as `if released then 2 else 1`")
    } else if takes(Rule::percent_word) || (takes(Rule::of_word) && !takes(Rule::relation)) {
        ("`as percent of`", "such as `mass as percent of one-rm`")
    } else if takes(Rule::step) {
        ("a name", "such as `wrap.site`")
    } else {
        wanted_between(rules, before, rest)
    }
}

/// The same, behind a value.
fn wanted_between(rules: &[Rule], before: &str, rest: &str) -> (&'static str, &'static str) {
    let takes = |rule: Rule| rules.contains(&rule);
    let glued = |word: &str| {
        let end = word.rsplit('-').next().unwrap_or_default();
        word.contains('-') && end.bytes().all(|byte| byte.is_ascii_digit())
    };
    let behind = before.rsplit(' ').next().unwrap_or_default();
    let here = rest.split([' ', ')']).next().unwrap_or_default();
    if glued(here) || (rest.starts_with('%') && glued(behind)) {
        (
            "an operator",
            "to subtract, put blanks around the minus, such as `load - 5 %`",
        )
    } else if takes(Rule::where_word) || takes(Rule::filter) {
        (
            "`where`, `:` or `)`",
            "such as `all(x in exercises where x.wrapped : x.load <= 30 %)`",
        )
    } else if takes(Rule::in_word) && takes(Rule::comma) {
        (
            "`in`, an operator, `,` or `)`",
            "such as `any(x in exercises where x.wrapped)` or `least(load, 30 %)`",
        )
    } else if takes(Rule::comma) {
        (
            "an operator, `,` or the end of the brackets",
            "such as `least(load, 30 %)`",
        )
    } else if takes(Rule::closing) {
        ("an operator or `)`", "such as `(load <= 30 % or released)`")
    } else {
        (
            "an operator such as `<=`, `and` or `+`",
            "write a comparison such as `load <= 30 %`, and join several with `and`",
        )
    }
}
