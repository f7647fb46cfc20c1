//! What a finding points at: a fact or a thing that an expression names, or the words in a text that a list matched.

use std::ops::Range;

use super::check;
use super::code::{Code, Op, Step};
use super::context::Context;
use super::error::ExprError;
use super::evaluate;
use super::frame::Frame;
use super::tree::{Node, Tree};
use super::value::{Entity, Truth, Value, World};
use super::vocabulary::{FactId, Type};
use super::written::Expression;

/// An expression that names something to underline: `load`, `wrap`, `first(x in sets where x.wrapped).load`,
/// `note.text matches words.pain`, or one of two with `if`.
#[derive(Clone, Debug)]
pub struct Anchor {
    shape: Shape,
}

#[derive(Clone, Debug)]
enum Shape {
    Named(Code),
    /// The two need not be of one type, as values must be.
    Choice(Code, Box<[Shape; 2]>),
}

/// What an anchor stands for in one plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The thing.
    pub entity: Entity,
    /// The fact of it; the whole thing if absent.
    pub fact: Option<FactId>,
    /// Bytes within the text that the fact holds; all of it if absent.
    pub part: Option<Range<usize>>,
}

impl Anchor {
    /// Reads and checks an anchor.
    ///
    /// # Errors
    /// All mistakes that can be found together, by their place in `text`.
    pub fn compile(text: &Expression, context: &Context<'_>) -> Result<Self, Vec<ExprError>> {
        let tree = text.tree()?;
        let shape = shape(&tree, context)?;
        Ok(Self { shape })
    }

    /// What to underline for the thing that `frame` looks at; `None` if there is no such thing, or it is not known.
    pub fn resolve<'w, W: World + ?Sized>(
        &'w self,
        world: &'w W,
        frame: &mut Frame<'w>,
    ) -> Option<Place> {
        self.shape.resolve(world, frame)
    }
}

impl Shape {
    fn resolve<'w, W: World + ?Sized>(
        &'w self,
        world: &'w W,
        frame: &mut Frame<'w>,
    ) -> Option<Place> {
        match self {
            Self::Named(code) => resolve(code.step(), world, frame),
            Self::Choice(condition, shapes) => {
                let [then, otherwise] = &**shapes;
                // Where it is open which one is meant, either is better than nothing.
                match evaluate::truth(condition.step(), world, frame) {
                    Truth::Yes | Truth::Straddles => then.resolve(world, frame),
                    Truth::No | Truth::Unknown(_) => otherwise.resolve(world, frame),
                }
            }
        }
    }
}

fn shape(tree: &Tree, context: &Context<'_>) -> Result<Shape, Vec<ExprError>> {
    if let Node::If(parts) = &tree.node {
        let [condition, then, otherwise] = &**parts;
        let condition = check::expression(condition, context, Some(Type::Truth));
        let shapes = (shape(then, context), shape(otherwise, context));
        return match (condition, shapes) {
            (Ok(condition), (Ok(then), Ok(otherwise))) => {
                Ok(Shape::Choice(condition, Box::new([then, otherwise])))
            }
            (condition, (then, otherwise)) => {
                let found = [condition.err(), then.err(), otherwise.err()];
                Err(found.into_iter().flatten().flatten().collect())
            }
        };
    }
    let code = check::expression(tree, context, None)?;
    if is_anchor(code.step()) {
        return Ok(Shape::Named(code));
    }
    let error = ExprError::new(tree.span, "this cannot be underlined")
        .help("name a fact or a thing, such as `load` or `wrap`");
    Err(vec![error])
}

/// Whether a part names something that stands in a plan.
fn is_anchor(step: &Step) -> bool {
    match &step.op {
        _ if matches!(step.ty, Type::Entity(_)) => true,
        Op::Fact(..) => true,
        Op::Let(part) => is_anchor(part.code.step()),
        Op::Matches(text, _) => is_anchor(text),
        _ => false,
    }
}

fn resolve<'w, W: World + ?Sized>(
    step: &'w Step,
    world: &'w W,
    frame: &mut Frame<'w>,
) -> Option<Place> {
    match &step.op {
        _ if matches!(step.ty, Type::Entity(_)) => place(evaluate::value(step, world, frame), None),
        Op::Fact(source, fact) => place(evaluate::source(source, world, frame), Some(*fact)),
        Op::Let(part) => {
            let base = frame.enter();
            let place = resolve(part.code.step(), world, frame);
            frame.leave(base);
            place
        }
        Op::Matches(text, words) => {
            let place = resolve(text, world, frame)?;
            let part = match evaluate::value(text, world, frame) {
                Value::Text(text) => words.find(text),
                _ => None,
            };
            Some(Place { part, ..place })
        }
        _ => None,
    }
}

fn place(value: Value<'_>, fact: Option<FactId>) -> Option<Place> {
    match value {
        Value::Entity(entity) => Some(Place {
            entity,
            fact,
            part: None,
        }),
        _ => None,
    }
}
