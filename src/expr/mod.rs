//! The language of rules: conditions, figures, messages and word lists, typed and checked before any plan is looked at.
//!
//! An expression goes from text to [`Code`] once, when its rule is loaded: it is scanned for limits and foreign
//! spellings, read by the grammar in `grammar/rule.pest`, and checked against a [`Vocabulary`] of facts. Then it is
//! evaluated against a [`World`], as often as there are things to look at. This room knows no plan: whoever implements
//! the two traits decides what the facts are.

mod anchor;
mod check;
mod code;
mod context;
mod error;
mod evaluate;
mod frame;
mod parse;
mod scan;
mod sentences;
mod template;
mod tree;
mod value;
mod vocabulary;
mod words;
mod written;

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
mod tests;

pub use anchor::{Anchor, Place};
pub use code::Code;
pub use context::{Context, Lets};
pub use error::ExprError;
pub use frame::{Frame, OutOfFuel};
pub use template::{Style, Template};
pub use value::{Entity, Indices, Members, Reason, Truth, Value, World};
pub use vocabulary::{EnumId, FactId, ScopeId, ScopeSet, Type, Vocabulary};
pub use words::{WordError, WordList};
pub use written::{Expression, Text};

/// 1970-01-01 as a Julian day; dates are counted from there.
const UNIX_EPOCH_DAY: i32 = 2_440_588;

/// Whether expressions can write `word` bare: as the name of a fact, a scope or a parameter, or as a member of an
/// enumeration. Facts with other names, such as `of`, can only be read behind a dot.
pub fn is_name(word: &str) -> bool {
    parse::is_name(word)
}

/// Everything that expressions can apply to values and collections: its name, an example, and what it gives.
pub fn operations() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    check::operations()
}

/// Checks an expression, whose type must be `expected` if that is given.
///
/// # Errors
/// All mistakes that can be found together, by their place in `text`. A syntax error hides what stands behind it.
pub fn compile(
    text: &Expression,
    context: &Context<'_>,
    expected: Option<Type>,
) -> Result<Code, Vec<ExprError>> {
    let tree = text.tree()?;
    check::expression(&tree, context, expected)
}
