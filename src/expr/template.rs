//! Texts with `{expressions}` in them: messages for people, and edits in the notation of plans.

use std::fmt::Write as _;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::check;
use super::code::{Code, Kind, Op, Quantifier};
use super::context::Context;
use super::error::{ExprError, MOST_ERRORS, enumerate};
use super::evaluate;
use super::frame::Frame;
use super::parse;
use super::scan;
use super::tree::Tree;
use super::value::{Truth, Value, World};
use super::vocabulary::{Type, Vocabulary};
use super::written::Text;
use crate::quantity::Quantity;
use crate::source::Span;

/// How many items a list in a message has before the rest is counted.
const MOST_LISTED: usize = 8;

/// A text with placeholders, ready to be filled in.
#[derive(Clone, Debug)]
pub struct Template {
    parts: Vec<Part>,
}

/// How values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As a message says it: `30 %`, `upper arm`.
    Prose,
    /// As a plan writes it: `30%`, `upper-arm`.
    Notation,
}

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Value(Placeholder),
}

/// An expression, and the names of members if it gives some.
#[derive(Clone, Debug)]
struct Placeholder {
    code: Code,
    members: Arc<[String]>,
}

impl Template {
    /// Checks a text. `{{` and `}}` stand for single braces.
    ///
    /// # Errors
    /// All mistakes that can be found together, by their place in `text`.
    pub fn compile(text: &Text, context: &Context<'_>) -> Result<Self, Vec<ExprError>> {
        let (pieces, mut errors) = text.pieces();
        let mut parts = Vec::new();
        for piece in pieces.iter() {
            if errors.len() >= MOST_ERRORS {
                break;
            }
            match piece {
                Piece::Text(text) => parts.push(Part::Text(text.clone())),
                Piece::Expression(start, tree) => match placeholder(tree, context) {
                    Ok(placeholder) => parts.push(Part::Value(placeholder)),
                    Err(found) => {
                        errors.extend(found.into_iter().map(|error| error.shifted(*start)));
                    }
                },
            }
        }
        if errors.is_empty() {
            Ok(Self { parts })
        } else {
            errors.sort_by_key(|error| error.span);
            Err(errors)
        }
    }

    /// The text for the thing that `frame` looks at. What is not known is written `unknown`.
    pub fn render<'w, W: World + ?Sized>(
        &'w self,
        world: &'w W,
        frame: &mut Frame<'w>,
        style: Style,
    ) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(literal) => text.push_str(literal),
                Part::Value(placeholder) => {
                    text.push_str(&placeholder.render(world, frame, style));
                }
            }
        }
        text
    }

    /// The expressions in it, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = &Code> {
        self.parts.iter().filter_map(|part| match part {
            Part::Text(_) => None,
            Part::Value(placeholder) => Some(&placeholder.code),
        })
    }
}

impl Placeholder {
    fn render<'w, W: World + ?Sized>(
        &'w self,
        world: &'w W,
        frame: &mut Frame<'w>,
        style: Style,
    ) -> String {
        match &self.code.step().op {
            Op::Quantifier(list) if list.kind == Kind::List => {
                self.render_list(list, world, frame, style)
            }
            _ => {
                let value = evaluate::value(self.code.step(), world, frame);
                self.write(value, world, style)
            }
        }
    }

    /// Different items in order, the first few of them.
    fn render_list<'w, W: World + ?Sized>(
        &'w self,
        list: &'w Quantifier,
        world: &'w W,
        frame: &mut Frame<'w>,
        style: Style,
    ) -> String {
        let mut items: Vec<String> = Vec::new();
        let mut more: usize = 0;
        evaluate::each_listed(list, world, frame, |value| {
            let item = self.write(value, world, style);
            if items.len() < MOST_LISTED && !items.contains(&item) {
                items.push(item);
            } else if !items.contains(&item) {
                more += 1;
            }
            true
        });
        if more > 0 {
            items.push(format!("{more} more"));
        }
        match style {
            _ if items.is_empty() => "none".to_owned(),
            Style::Prose => enumerate(&items),
            Style::Notation => items.join(", "),
        }
    }

    fn write<W: World + ?Sized>(&self, value: Value<'_>, world: &W, style: Style) -> String {
        match value {
            Value::Quantity(quantity) | Value::Within(quantity, _) => figure(quantity, style),
            Value::Truth(Truth::Yes) => "yes".to_owned(),
            Value::Truth(Truth::No) => "no".to_owned(),
            Value::Truth(Truth::Straddles) => "yes or no".to_owned(),
            Value::Text(text) => text.to_owned(),
            Value::Word(word) => self.member(usize::from(word), style),
            Value::Words(words) => self.set(words, style),
            Value::Date(days) => date(days),
            Value::Entity(entity) => world.name(entity).into_owned(),
            Value::Absent => "none".to_owned(),
            Value::Truth(Truth::Unknown(_)) | Value::Unknown(_) => "unknown".to_owned(),
        }
    }

    fn member(&self, number: usize, style: Style) -> String {
        match (self.members.get(number), style) {
            (Some(name), Style::Prose) => name.replace('-', " "),
            (Some(name), Style::Notation) => name.clone(),
            (None, _) => "unknown".to_owned(),
        }
    }

    fn set(&self, words: u64, style: Style) -> String {
        let members: Vec<String> = (0..self.members.len().min(64))
            .filter(|number| words >> number & 1 == 1)
            .map(|number| self.member(number, style))
            .collect();
        match style {
            _ if members.is_empty() => "none".to_owned(),
            Style::Prose => enumerate(&members),
            Style::Notation => members.join(", "),
        }
    }
}

/// A stretch of a template.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Piece {
    Text(String),
    /// An expression between braces, and where it begins.
    Expression(usize, Tree),
}

/// Divides a text into literal words and expressions; mistakes of syntax come by their place in `text`.
pub(super) fn pieces(text: &str) -> (Vec<Piece>, Vec<ExprError>) {
    if text.len() > scan::LONGEST {
        let message = format!("this text has more than {} bytes", scan::LONGEST);
        return (Vec::new(), vec![ExprError::new(Span::at(0), message)]);
    }
    let mut cut = Cut::default();
    let mut at = 0;
    while let Some(brace) = text.get(at..).and_then(|rest| rest.find(['{', '}'])) {
        let start = at + brace;
        cut.literal
            .push_str(text.get(at..start).unwrap_or_default());
        at = match cut.brace(start, text.get(start..).unwrap_or_default()) {
            Some(next) => next,
            None => break,
        };
    }
    cut.literal.push_str(text.get(at..).unwrap_or_default());
    cut.literal();
    (cut.pieces, cut.errors)
}

/// A text on its way into pieces.
#[derive(Default)]
struct Cut {
    pieces: Vec<Piece>,
    literal: String,
    errors: Vec<ExprError>,
}

impl Cut {
    fn literal(&mut self) {
        if !self.literal.is_empty() {
            self.pieces
                .push(Piece::Text(std::mem::take(&mut self.literal)));
        }
    }

    /// What begins with the brace at `start`: where the text goes on, or `None` if there is no telling.
    fn brace(&mut self, start: usize, rest: &str) -> Option<usize> {
        if rest.starts_with("{{") || rest.starts_with("}}") {
            self.literal.push_str(rest.get(..1).unwrap_or_default());
            return Some(start + 2);
        }
        self.literal();
        let Some(rest) = rest.strip_prefix('{') else {
            self.stray(start, "`}` closes nothing", "write `}}` for a brace");
            return (self.errors.len() < MOST_ERRORS).then_some(start + 1);
        };
        let Some(length) = closing(rest) else {
            self.stray(start, "`{` is not closed", "write `{{` for a brace");
            return None;
        };
        match parse::parse(rest.get(..length).unwrap_or_default()) {
            Ok(tree) => self.pieces.push(Piece::Expression(start + 1, tree)),
            Err(errors) => {
                let errors = errors.into_iter().map(|error| error.shifted(start + 1));
                self.errors.extend(errors);
            }
        }
        (self.errors.len() < MOST_ERRORS).then_some(start + length + 2)
    }

    fn stray(&mut self, at: usize, message: &str, help: &str) {
        self.errors
            .push(ExprError::new(Span::new(at, at + 1), message).help(help));
    }
}

/// Where the brace that closes an expression stands; braces within it and text in quotes are passed over.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0usize;
    let mut quoted = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '{' if !quoted => open += 1,
            '}' if !quoted => match open.checked_sub(1) {
                Some(left) => open = left,
                None => return Some(at),
            },
            _ => {}
        }
    }
    None
}

fn placeholder(tree: &Tree, context: &Context<'_>) -> Result<Placeholder, Vec<ExprError>> {
    let code = check::placeholder(tree, context)?;
    let members = names(code.ty(), context.vocabulary);
    Ok(Placeholder { code, members })
}

fn names(ty: Type, vocabulary: &dyn Vocabulary) -> Arc<[String]> {
    match ty {
        Type::Word(id) | Type::Words(id) => {
            let members = vocabulary.members(id).into_iter();
            members.map(str::to_owned).collect()
        }
        _ => Arc::default(),
    }
}

fn figure(quantity: Quantity, style: Style) -> String {
    match style {
        Style::Prose => quantity.to_string(),
        Style::Notation => quantity.as_notation(),
    }
}

/// A day as `2026-02-01`.
fn date(days: i32) -> String {
    let day = days
        .checked_add(super::UNIX_EPOCH_DAY)
        .and_then(|julian| time::Date::from_julian_day(julian).ok());
    let mut text = String::new();
    match day {
        Some(day) => {
            let month = u8::from(day.month());
            // Writing to a string cannot fail.
            let _ = write!(text, "{:04}-{month:02}-{:02}", day.year(), day.day());
        }
        None => text.push_str("unknown"),
    }
    text
}
