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
        .find(|pair| pair.as_rule() == Rule::alternatives)
        .map(|pair| lowering.lower(pair));
    match tree {
        Some(tree) if lowering.errors.is_empty() => Ok(tree),
        _ => Err(lowering.errors),
    }
}

/// Whether `word` can be written bare, as the name of a fact or a scope or as a member of an enumeration.
pub(super) fn is_name(word: &str) -> bool {
    let node = parse(word).map(|tree| tree.node);
    matches!(node, Ok(Node::Name(name)) if name == word)
}

/// From the grammar's pairs to the tree.
struct Lowering {
    depth: usize,
    errors: Vec<ExprError>,
}

impl Lowering {
    fn lower(&mut self, pair: Pair<'_, Rule>) -> Tree {
        let pair = innermost(pair);
        if self.errors.len() >= MOST_ERRORS {
            return broken();
        }
        if self.depth >= scan::DEEPEST {
            self.errors.push(scan::too_deep(span_of(&pair)));
            return broken();
        }
        self.depth += 1;
        let tree = self.shape(pair);
        self.depth -= 1;
        tree
    }

    fn shape(&mut self, pair: Pair<'_, Rule>) -> Tree {
        let span = span_of(&pair);
        let node = match pair.as_rule() {
            Rule::alternatives => Node::Or(self.operands(pair)),
            Rule::requirements => Node::And(self.operands(pair)),
            Rule::negation => return self.negation(pair),
            Rule::comparison => self.comparison(pair),
            Rule::proportion => self.proportion(pair),
            Rule::sum => self.sum(pair),
            Rule::product => self.product(pair),
            Rule::share => Node::Share(self.operands(pair)),
            Rule::signed => return self.signed(pair),
            Rule::choice => self.choice(pair),
            Rule::set => Node::Set(self.operands(pair)),
            Rule::reference => self.reference(pair),
            Rule::collection => self.collection(pair),
            Rule::name => Node::Name(pair.as_str().to_owned()),
            Rule::text => Node::Text(pair.as_str().trim_matches('"').to_owned()),
            Rule::date => self.date(&pair),
            Rule::quantity => self.quantity(&pair),
            _ => Node::Broken,
        };
        Tree { span, node }
    }

    /// The parts that are values, without the operators between them.
    fn operands(&mut self, pair: Pair<'_, Rule>) -> Vec<Tree> {
        pair.into_inner()
            .filter(|part| is_value(part.as_rule()))
            .map(|part| self.lower(part))
            .collect()
    }

    /// The next part that is a value.
    fn operand<'p>(&mut self, parts: &mut impl Iterator<Item = Pair<'p, Rule>>) -> Tree {
        match parts.find(|part| is_value(part.as_rule())) {
            Some(part) => self.lower(part),
            None => broken(),
        }
    }

    fn negation(&mut self, pair: Pair<'_, Rule>) -> Tree {
        let span = span_of(&pair);
        let mut parts = pair.into_inner();
        let turns = parts
            .clone()
            .filter(|part| part.as_rule() == Rule::not_word);
        let negated = turns.count() % 2 == 1;
        let operand = self.operand(&mut parts);
        if !negated {
            return operand;
        }
        Tree {
            span,
            node: Node::Not(Box::new(operand)),
        }
    }

    fn signed(&mut self, pair: Pair<'_, Rule>) -> Tree {
        let span = span_of(&pair);
        let mut parts = pair.into_inner();
        let turns = parts.clone().filter(|part| part.as_rule() == Rule::minus);
        let negated = turns.count() % 2 == 1;
        let operand = self.operand(&mut parts);
        if !negated {
            return operand;
        }
        Tree {
            span,
            node: Node::Negate(Box::new(operand)),
        }
    }

    fn comparison(&mut self, pair: Pair<'_, Rule>) -> Node {
        let text = pair.as_str();
        let span = span_of(&pair);
        let parts: Vec<_> = pair.into_inner().collect();
        let [left, relation, right] = parts.as_slice() else {
            self.errors.push(chained(text, span, &parts));
            return Node::Broken;
        };
        Node::Compare(Box::new(Comparison {
            left: self.lower(left.clone()),
            relation: relation_of(relation.as_str()),
            right: self.lower(right.clone()),
        }))
    }

    fn proportion(&mut self, pair: Pair<'_, Rule>) -> Node {
        let mut parts = pair.into_inner();
        let part = self.operand(&mut parts);
        let whole = self.operand(&mut parts);
        Node::PercentOf(Box::new([part, whole]))
    }

    fn sum(&mut self, pair: Pair<'_, Rule>) -> Node {
        let mut parts = pair.into_inner();
        let first = self.operand(&mut parts);
        let mut terms = Vec::new();
        while let Some(sign) = parts.next() {
            let sign = match sign.as_str() {
                "+" => Sign::Plus,
                _ => Sign::Minus,
            };
            terms.push((sign, self.operand(&mut parts)));
        }
        Node::Sum(Box::new(first), terms)
    }

    fn product(&mut self, pair: Pair<'_, Rule>) -> Node {
        let mut parts = pair.into_inner();
        let first = self.operand(&mut parts);
        let mut factors = Vec::new();
        while let Some(sign) = parts.next() {
            let factor = match sign.as_str() {
                "*" => Factor::Times,
                _ => Factor::DividedBy,
            };
            factors.push((factor, self.operand(&mut parts)));
        }
        Node::Product(Box::new(first), factors)
    }

    fn choice(&mut self, pair: Pair<'_, Rule>) -> Node {
        let mut parts = pair.into_inner();
        let condition = self.operand(&mut parts);
        let then = self.operand(&mut parts);
        let otherwise = self.operand(&mut parts);
        Node::If(Box::new([condition, then, otherwise]))
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

    fn collection(&mut self, pair: Pair<'_, Rule>) -> Node {
        let mut parts = pair.into_inner();
        let Some(head) = parts.next() else {
            return Node::Broken;
        };
        let steps = parts.filter(|part| part.as_rule() == Rule::step);
        let steps = steps.map(|part| name_of(&part)).collect();
        path(self.lower(head), steps)
    }

    fn call(&mut self, name: Name, arguments: Pair<'_, Rule>) -> Node {
        let mut parts = arguments.clone().into_inner();
        match parts.next() {
            Some(part) if part.as_rule() == Rule::binding => self.quantifier(name, part),
            _ => Node::Call(name, self.operands(arguments)),
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
                Rule::collection => quantifier.collection = self.lower(part),
                Rule::condition => {
                    quantifier.condition = Some(self.operand(&mut part.into_inner()));
                }
                Rule::body => quantifier.body = Some(self.operand(&mut part.into_inner())),
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

/// Goes down through levels of the grammar at which nothing happens, without recursion.
fn innermost(mut pair: Pair<'_, Rule>) -> Pair<'_, Rule> {
    while matches!(
        pair.as_rule(),
        Rule::alternatives
            | Rule::requirements
            | Rule::negation
            | Rule::comparison
            | Rule::proportion
            | Rule::sum
            | Rule::product
            | Rule::share
            | Rule::signed
            | Rule::group
    ) {
        let mut parts = pair
            .clone()
            .into_inner()
            .filter(|part| part.as_rule() != Rule::closing);
        match (parts.next(), parts.next()) {
            (Some(only), None) => pair = only,
            _ => break,
        }
    }
    pair
}

fn is_value(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::alternatives
            | Rule::requirements
            | Rule::negation
            | Rule::comparison
            | Rule::proportion
            | Rule::sum
            | Rule::product
            | Rule::share
            | Rule::signed
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

/// Where a pair stands, without the blanks that the grammar lets it end with.
fn span_of(pair: &Pair<'_, Rule>) -> Span {
    let start = pair.as_span().start();
    Span::new(start, start + pair.as_str().trim_end().len())
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

fn chained(text: &str, span: Span, parts: &[Pair<'_, Rule>]) -> ExprError {
    let written = |place: usize| parts.get(place).map_or("", |part| part.as_str().trim());
    let help = format!(
        "write `{} {} {} and {} {} {}`",
        written(0),
        written(1),
        written(2),
        written(2),
        written(3),
        written(4)
    );
    let error = ExprError::new(span, "comparisons are not chained");
    if text.len() > 200 {
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
    } else if takes(Rule::where_word) || takes(Rule::condition) {
        (
            "`where`, `:` or `)`",
            "such as `all(x in sets where x.wrapped : x.load <= 30 %)`",
        )
    } else if takes(Rule::in_word) && takes(Rule::comma) {
        (
            "`in`, an operator, `,` or `)`",
            "such as `any(x in sets where x.wrapped)` or `least(load, 30 %)`",
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
